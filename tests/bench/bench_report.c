/* How long the questions and pages about one child take in a given database:
 * bench_report DIR [CHILD]. Without CHILD: the first one that otterpaw fixture makes. */
#include "bench.h"

#include "app/front.h"
#include "app/report.h"
#include "store/progress.h"

enum { TIMES = 9 };

static void stop(const char *what, const Fail *fail) {
    fprintf(stderr, "bench_report: %s: %s\n", what, fail->text);
    exit(1);
}

typedef struct {
    App *app;
    Canvas *canvas;
    ChildRecord child;
    SessionLine last;
    const char *game;
    size_t sessions, bytes;
    double fill;
} Bench;

static bool weeks(Bench *bench, Mem *mem, Fail *fail) {
    WeekLine *lines;
    return history_progress(bench->app->store, mem, bench->child.id, INT64_MIN, INT64_MAX, &lines,
                            &bench->bytes, fail);
}

static bool course(Bench *bench, Mem *mem, Fail *fail) {
    Course read;
    bool ok = course_read(bench->app, mem, &bench->child, bench->game, 0, 0, &read, fail);
    bench->bytes = read.count;
    return ok;
}

static bool page(Bench *bench, Report *report, bool made, Fail *fail) {
    Buffer pdf = {0};
    const Scene *pages[] = {report->scene};
    made = made && canvas_pdf(bench->canvas, pages, 1, report->title, report->language, &pdf, fail);
    bench->bytes = pdf.length;
    buffer_free(&pdf);
    report_free(report);
    return made;
}

static bool session(Bench *bench, Mem *mem, Fail *fail) {
    Report report;
    return page(bench, &report, report_session(bench->app, mem, &bench->last, &report, fail), fail);
}

static bool goal(Bench *bench, Mem *mem, Fail *fail) {
    Report report;
    return page(bench, &report,
                report_goal(bench->app, mem, &bench->child, bench->game, LINE_MAIN, &report, fail),
                fail);
}

static bool family(Bench *bench, Mem *mem, Fail *fail) {
    Report report;
    return page(bench, &report, report_family(bench->app, mem, &bench->child, NULL, &report, fail),
                fail);
}

static void measure(Bench *bench, const char *what,
                    bool (*ask)(Bench *bench, Mem *mem, Fail *fail)) {
    double times[TIMES];
    Fail fail = {0};
    char name[60];
    for (int i = 0; i < TIMES; i++) {
        Mem *mem = mem_new((size_t)1 << 30);
        double start = bench_wall_us();
        if (mem == NULL || !ask(bench, mem, &fail)) {
            stop(what, &fail);
        }
        times[i] = bench_wall_us() - start;
        mem_free(mem);
    }
    snprintf(name, sizeof name, "page.%s.%zu_sessions", what, bench->sessions);
    bench_tell(name, "first", times[0], "ms", bench->fill);
    bench_tell(name, "p50", bench_share(times, TIMES, 0.5), "ms", bench->fill);
}

int main(int argc, char **argv) {
    App app;
    Fail fail = {0};
    void *pictures;
    Mem *mem = mem_new((size_t)256 << 20);
    if (argc < 2 || mem == NULL) {
        fprintf(stderr, "usage: bench_report DIR [CHILD]: a folder that otterpaw fixture made\n");
        return 2;
    }
    if (!app_open(&app, argv[1], &fail)) {
        stop(argv[1], &fail);
    }
    Bench bench = {.app = &app, .canvas = front_bare_canvas(&app, "calm", &pictures, &fail)};
    const char *child = argc > 2 ? argv[2] : "P-2001";
    const char **games;
    SessionLine *lines;
    size_t game_count;
    if (bench.canvas == NULL || !course_child(&app, mem, child, &bench.child, &fail) ||
        !course_games(&app, mem, bench.child.id, &games, &game_count, &fail) ||
        !history_sessions(app.store, mem, &bench.child.id, 0, &lines, &bench.sessions, &fail) ||
        bench.sessions == 0) {
        stop(child, &fail);
    }
    bench.last = lines[0];
    bench.game = game_count > 0 ? games[0] : "tracing";
    bench.fill = bench_fill_us();
    measure(&bench, "weeks", weeks);
    measure(&bench, "course", course);
    measure(&bench, "session", session);
    measure(&bench, "goal", goal);
    measure(&bench, "family", family);
    front_bare_close(bench.canvas, pictures);
    mem_free(mem);
    app_close(&app);
    return 0;
}
