/* otterpaw report: a printed page of a session, of a skill, or for the family. */
#include "app/report.h"

#include "app/audit.h"
#include "app/commands/reading.h"
#include "app/files.h"
#include "app/front.h"

#include <string.h>

typedef struct {
    const char *data, *pdf, *svg, *png, *goal, *family, *metric, *locale;
} ReportOptions;

static const double PNG_PX_PER_MM = 8;

static bool read_metric(const char *word, LineMetric *metric, Fail *fail) {
    static const char *const words[] = {
#define X(ID, name, label) name,
        LINE_METRICS(X)
#undef X
    };
    for (int i = 0; word != NULL && i < LINE_METRIC_COUNT; i++) {
        if (strcmp(words[i], word) == 0) {
            *metric = (LineMetric)i;
            return true;
        }
    }
    return word == NULL ||
           fail_set(fail, FAIL_INPUT, "--metric is main, on_own or score, not \"%.40s\"", word);
}

/* The game that the words of --goal mean: a goal's, or the game itself. */
static bool find_game(App *app, Mem *mem, Id child, const char *words, const char **game,
                      Fail *fail) {
    GoalLine *goals;
    size_t count;
    if (!goals_read(app, mem, child, &goals, &count, fail)) {
        return false;
    }
    const GoalLine *line = goals_find(goals, count, words);
    *game = line != NULL && line->goal.game[0] != '\0' ? mem_text(mem, line->goal.game) : words;
    Fail gone = {0};
    return line != NULL || library_script(app->library, words, &gone) != NULL ||
           fail_set(fail, FAIL_INPUT, "there is no goal and no game \"%.60s\"", words);
}

/* of: the child that the page is about. */
static bool make(App *app, Mem *mem, const ReportOptions *o, const char *words, Report *report,
                 Id *of, Fail *fail) {
    ChildRecord child;
    SessionLine line;
    LineMetric metric = LINE_MAIN;
    const char *game;
    char id[ID_TEXT_SIZE];
    if (o->family != NULL) {
        return course_child(app, mem, o->family, &child, fail) && (*of = child.id, true) &&
               report_family(app, mem, &child, o->locale, report, fail);
    }
    if (!history_find_session(app->store, mem, words, &line, fail)) {
        return false;
    }
    *of = line.session.child;
    if (o->goal == NULL) {
        return report_session(app, mem, &line, report, fail);
    }
    id_text(line.session.child, id);
    return read_metric(o->metric, &metric, fail) && course_child(app, mem, id, &child, fail) &&
           find_game(app, mem, child.id, o->goal, &game, fail) &&
           report_goal(app, mem, &child, game, metric, report, fail);
}

static bool write(const char *path, bool drawn, const Buffer *out, Fail *fail) {
    return drawn && file_write(path, out->bytes, out->length, fail);
}

static bool put(Canvas *canvas, const ReportOptions *o, const Report *report, Fail *fail) {
    const Scene *pages[] = {report->scene};
    Buffer pdf = {0}, svg = {0}, png = {0};
    canvas_language(canvas, report->language);
    bool ok =
        (o->pdf == NULL ||
         write(o->pdf, canvas_pdf(canvas, pages, 1, report->title, report->language, &pdf, fail),
               &pdf, fail)) &&
        (o->svg == NULL ||
         write(o->svg, canvas_svg(canvas, report->scene, &svg, fail), &svg, fail)) &&
        (o->png == NULL ||
         write(o->png, canvas_png(canvas, report->scene, PNG_PX_PER_MM, &png, fail), &png, fail));
    buffer_free(&pdf);
    buffer_free(&svg);
    buffer_free(&png);
    if (ok && canvas_unknown_glyphs(canvas) > 0) {
        fprintf(stderr, "otterpaw report: %d characters have no font; they are shown as boxes\n",
                canvas_unknown_glyphs(canvas));
    }
    return ok;
}

static int write_report(App *app, const ReportOptions *o, const char *words) {
    Fail fail = {0};
    Report report = {0};
    Id of;
    void *pictures = NULL;
    int status = STATUS_WELL;
    Mem *mem = mem_new((size_t)512 << 20);
    Canvas *canvas = mem != NULL ? front_bare_canvas(app, "calm", &pictures, &fail) : NULL;
    if (canvas == NULL || !make(app, mem, o, words, &report, &of, &fail) ||
        !put(canvas, o, &report, &fail) ||
        !audit_add(app->store, app_wall_us(app), "", AUDIT_REPORT, &of, &fail)) {
        status = command_fail("report", &fail);
    } else if (report.alt[0] != '\0') {
        printf("%s\n", report.alt);
    }
    report_free(&report);
    front_bare_close(canvas, pictures);
    mem_free(mem);
    return status;
}

static int run(int argc, char **argv) {
    ReportOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        DATA_OPTION(o.data),
        {"--pdf", "FILE", "where the page goes, to print", &o.pdf, NULL},
        {"--svg", "FILE", "the same as a drawing", &o.svg, NULL},
        {"--png", "FILE", "the same as a picture (on no ground: white)", &o.png, NULL},
        {"--goal", "G", "how this skill goes: a goal's id or its game", &o.goal, NULL},
        {"--metric", "WORD", "of --goal: main, on_own or score (main)", &o.metric, NULL},
        {"--family", "CHILD", "the family's page of this child, instead of SESSION", &o.family,
         NULL},
        {"--locale", "L", "of --family: the family's language (the child's)", &o.locale, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    App app;
    Fail fail = {0};
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status) ||
        !command_words("report", count, o.family != NULL ? 0 : 1, &status)) {
        return status;
    }
    if (o.pdf == NULL && o.svg == NULL && o.png == NULL) {
        fail_set(&fail, FAIL_INPUT, "say where the page goes: --pdf FILE");
        return command_fail("report", &fail);
    }
    if (!app_open(&app, o.data, &fail)) {
        return command_fail("report", &fail);
    }
    status = write_report(&app, &o, count > 0 ? words[0] : "");
    app_close(&app);
    return status;
}

const Command command_report = {"report", "SESSION --pdf FILE [--goal G] [--family CHILD]",
                                "a page to print of a session, a skill, or for the family", run};
