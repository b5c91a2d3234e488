/* How long the questions and pages about one child take in a given database:
 * bench_report DIR [CHILD]. Without CHILD: the one with the newest session. */
#include "app/front.h"
#include "app/report.h"
#include "store/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMES = 21 };

static double now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, double *times) {
    double first = times[0];
    qsort(times, TIMES, sizeof *times, by_size);
    printf("  %-44s first %8.2f ms   p50 %8.2f ms   worst %8.2f ms\n", what, first,
           times[TIMES / 2], times[TIMES - 1]);
}

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
    size_t bytes;
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

static void measure(Bench *bench, const char *what, const char *unit,
                    bool (*ask)(Bench *bench, Mem *mem, Fail *fail)) {
    double times[TIMES];
    Fail fail = {0};
    char words[80];
    for (int i = 0; i < TIMES; i++) {
        Mem *mem = mem_new((size_t)1 << 30);
        double start = now_ms();
        if (mem == NULL || !ask(bench, mem, &fail)) {
            stop(what, &fail);
        }
        times[i] = now_ms() - start;
        mem_free(mem);
    }
    snprintf(words, sizeof words, "%s (%zu %s)", what, bench->bytes, unit);
    print_times(words, times);
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
    char id[ID_TEXT_SIZE];
    const char **games;
    size_t game_count;
    if (bench.canvas == NULL || !history_find_session(app.store, mem, "last", &bench.last, &fail)) {
        stop("the newest session", &fail);
    }
    id_text(bench.last.session.child, id);
    if (!course_child(&app, mem, argc > 2 ? argv[2] : id, &bench.child, &fail) ||
        !course_games(&app, mem, bench.child.id, &games, &game_count, &fail)) {
        stop("the child", &fail);
    }
    bench.game = game_count > 0 ? games[0] : "tracing";
    printf("child %s, game %s\n", bench.child.pseudonym, bench.game);
    measure(&bench, "all weeks by game", "lines", weeks);
    measure(&bench, "one skill's course, every trial read", "points", course);
    measure(&bench, "session report, PDF", "bytes", session);
    measure(&bench, "goal report, PDF", "bytes", goal);
    measure(&bench, "family page, PDF", "bytes", family);
    front_bare_close(bench.canvas, pictures);
    mem_free(mem);
    app_close(&app);
    return 0;
}
