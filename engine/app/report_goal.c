/* The report of one skill over its sessions; see report.h. */
#include "app/report.h"

#include "app/chart.h"
#include "app/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 400, ROWS_MAX = 26 };
static const double CHART_MM = 88, ROW_MM = 4.6;

typedef struct {
    Sheet sheet;
    App *app;
    Mem *mem;
    const Course *course;
    const Trendline *line;
} Page;

/* ---- figures beside the chart ---- */

static void phase_fact(const Page *page, double x, double w, Phase phase, const char *name) {
    LinePhase figures;
    char median[LINE_VALUE_MAX], least[LINE_VALUE_MAX], most[LINE_VALUE_MAX], words[WORDS];
    if (!trendline_phase(page->mem, page->line, phase, &figures)) {
        return;
    }
    trendline_value(page->line, figures.median, median);
    trendline_value(page->line, figures.least, least);
    trendline_value(page->line, figures.most, most);
    if (figures.n == 0) {
        snprintf(words, sizeof words, "none yet");
    } else {
        snprintf(words, sizeof words, "%s, %d session%s (%s to %s)", median, figures.n,
                 figures.n == 1 ? "" : "s", least, most);
    }
    sheet_fact(&page->sheet, x, page->sheet.y + 2, w, name, words);
}

static void change_words(const Page *page, char words[WORDS]) {
    PhaseChange change;
    bool mixed;
    words[0] = '\0';
    if (!trendline_change(page->mem, page->line, &change, &mixed)) {
        return;
    }
    if (change.verdict != TREND_FINE) {
        snprintf(words, WORDS, "Baseline against teaching: not told. %s",
                 page->line->better == 0 ? "This measure has no better direction."
                                         : trend_sentence(change.verdict));
        return;
    }
    snprintf(words, WORDS,
             "Baseline against teaching: of all pairs of sessions, teaching is the better in %.0f "
             "%% (NAP; 95 %% interval %.0f-%.0f %%); Tau-U %.2f.%s",
             change.nap * 100, change.nap_low * 100, change.nap_high * 100, change.tau_u,
             mixed ? " Level or tool changed meanwhile: read it with the dashed lines." : "");
}

static void draw_figures(Page *page) {
    Sheet *sheet = &page->sheet;
    double w = sheet_width(sheet), x = SHEET_MARGIN_MM;
    char words[WORDS];
    phase_fact(page, x, w * 0.36, PHASE_BASELINE, "Baseline, median");
    phase_fact(page, x + w * 0.38, w * 0.36, PHASE_TEACHING, "Teaching, median");
    if (page->line->count > 0) {
        char value[LINE_VALUE_MAX];
        const LinePoint *last = &page->line->points[page->line->count - 1];
        trendline_value(page->line, last->value, value);
        snprintf(words, sizeof words, "%s, %d trials", value, last->counted);
        sheet_fact(sheet, x + w * 0.76, sheet->y + 2, w * 0.24, "Latest", words);
    }
    sheet->y += 11;
    change_words(page, words);
    sheet->y += sheet_words(sheet, x, sheet->y, w, words, SHEET_BODY, COLOR_INK, 2) + 3;
}

/* ---- the table of the same numbers ---- */

static const struct {
    const char *name;
    double x, w;
    Align align;
} COLUMNS[] = {
    {"", 0, 8, ALIGN_END},
    {"date", 10, 20, ALIGN_START},
    {"phase", 31, 25, ALIGN_START},
    {"level", 55, 10, ALIGN_END},
    {"tool", 69, 14, ALIGN_START},
    {"on own", 80, 15, ALIGN_END},
    {"% on own (95 %)", 96, 30, ALIGN_END},
    {"main", 127, 18, ALIGN_END},
    {"spread", 145, 15, ALIGN_END},
    {"score", 160, 14, ALIGN_END},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

static void put_cell(const Page *page, int column, double y, const char *text, Color color) {
    sheet_label(&page->sheet, SHEET_MARGIN_MM + COLUMNS[column].x, y, COLUMNS[column].w, text,
                SHEET_SMALL, false, COLUMNS[column].align, color);
}

/* The unit stands in the table's head. */
static void put_main(const Page *page, int column, double y, double value) {
    char words[LOG_WORDS];
    log_measure(page->course->main_id, value, words);
    const char *unit = measure_info(page->course->main_id)->unit;
    size_t length = strlen(words), end = strlen(unit);
    if (length > end + 1 && strcmp(words + length - end, unit) == 0) {
        words[length - end - 1] = '\0';
    }
    put_cell(page, column, y, words, COLOR_INK);
}

static void put_heads(const Page *page, double y) {
    char words[LOG_WORDS];
    const char *unit = measure_info(page->course->main_id)->unit;
    bool bare = strcmp(unit, "0/1") == 0 || strcmp(unit, "n") == 0 || strcmp(unit, "0-100") == 0;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        bool main = strcmp(COLUMNS[i].name, "main") == 0 && !bare;
        snprintf(words, sizeof words, "%s%s%s", COLUMNS[i].name, main ? ", " : "",
                 main ? unit : "");
        put_cell(page, i, y, words, COLOR_INK2);
    }
}

static void draw_row(const Page *page, const LineSession *session, double y) {
    const Summary *s = &session->summary;
    char words[LOG_WORDS], day[LOG_WORDS];
    bool probe = session->probe && session->phase != PHASE_BASELINE;
    if (!probe) {
        snprintf(words, sizeof words, "%d", session->number);
        put_cell(page, 0, y, words, COLOR_INK2);
    }
    log_time(session->started_us, session->utc_offset_min, day);
    day[10] = '\0';
    put_cell(page, 1, y, day, COLOR_INK);
    put_cell(page, 2, y,
             probe           ? "probe"
             : session->home ? "at home"
                             : phase_word(session->phase),
             COLOR_INK);
    snprintf(words, sizeof words, "%d", session->level);
    put_cell(page, 3, y, words, COLOR_INK);
    put_cell(page, 4, y, session->tool, COLOR_INK);
    snprintf(words, sizeof words, "%d/%d", s->on_own, s->counted);
    put_cell(page, 5, y, words, COLOR_INK);
    snprintf(words, sizeof words, "%.0f (%.0f-%.0f)", s->on_own_share * 100, s->on_own_low * 100,
             s->on_own_high * 100);
    put_cell(page, 6, y, words, COLOR_INK);
    put_main(page, 7, y, s->main_median);
    put_main(page, 8, y, s->main_spread);
    put_cell(page, 9, y, log_measure(MEASURE_SCORE, s->score_median, words), COLOR_INK);
}

static void draw_table(Page *page) {
    Sheet *sheet = &page->sheet;
    const Course *course = page->course;
    char words[WORDS];
    double bottom = scene_height_mm(sheet->scene) - 24;
    sheet_heading(sheet, "The same sessions in figures");
    put_heads(page, sheet->y + ROW_MM / 2);
    sheet->y += ROW_MM + 0.6;
    sheet_rule(sheet, sheet->y, COLOR_EDGE, 0.25);
    sheet->y += 0.6;
    size_t room = (size_t)fmax(0, floor((bottom - sheet->y) / ROW_MM));
    room = room > ROWS_MAX ? ROWS_MAX : room;
    size_t first = course->count > room ? course->count - room : 0;
    for (size_t i = 0; i < course->count; i++) {
        if (i < first) {
            continue;
        }
        if ((i - first) % 2 == 1) {
            scene_rect(sheet->scene, SHEET_MARGIN_MM, sheet->y, sheet_width(sheet), ROW_MM, 0,
                       COLOR_CANVAS, COLOR_NONE, 0);
        }
        draw_row(page, &course->sessions[i], sheet->y + ROW_MM / 2);
        sheet->y += ROW_MM;
    }
    if (first > 0) {
        snprintf(words, sizeof words, "The newest %zu of %zu rows; the export holds them all.",
                 course->count - first, course->count);
        sheet_words(sheet, SHEET_MARGIN_MM, sheet->y + 0.5, sheet_width(sheet), words, SHEET_SMALL,
                    COLOR_INK2, 1);
    }
}

static void draw_goal_words(Page *page) {
    Sheet *sheet = &page->sheet;
    char words[GOAL_SENTENCE_MAX];
    if (page->course->has_goal) {
        goal_sentence(&page->course->goal.goal, words);
        sheet->y += sheet_words(sheet, SHEET_MARGIN_MM, sheet->y, sheet_width(sheet), words,
                                SHEET_BODY, COLOR_INK, 2) +
                    3;
    }
    sheet_heading(sheet, course_metric(page->course, page->line->metric));
}

bool report_goal(App *app, Mem *mem, const ChildRecord *child, const char *game, LineMetric metric,
                 Report *report, Fail *fail) {
    Course course;
    Trendline line;
    *report = (Report){.language = "en"};
    if (!course_read(app, mem, child, game, 0, 0, &course, fail) ||
        !course_line(mem, &course, metric, &line, fail) ||
        !trendline_sentence(mem, &line, report->alt)) {
        return false;
    }
    report->scene = scene_new(REPORT_WIDTH_MM, REPORT_HEIGHT_MM);
    if (report->scene == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a page");
    }
    char subtitle[WORDS];
    snprintf(report->title, sizeof report->title, "Goal report, %s, %s", child->pseudonym,
             course.title);
    snprintf(subtitle, sizeof subtitle, "%s \xc2\xb7 %s", child->pseudonym, course.title);
    Page page = {{app, report->scene, 0}, app, mem, &course, &line};
    sheet_top(&page.sheet, "Goal report", subtitle);
    draw_goal_words(&page);
    ChartPlace place = {
        .box = box_of(SHEET_MARGIN_MM, page.sheet.y, sheet_width(&page.sheet), CHART_MM),
        .em_mm = SHEET_SMALL,
        .picked = -1,
        .measure = app->measure};
    chart_draw(report->scene, &line, &place, false);
    page.sheet.y += CHART_MM + 3;
    page.sheet.y += sheet_words(&page.sheet, SHEET_MARGIN_MM, page.sheet.y,
                                sheet_width(&page.sheet), report->alt, SHEET_SMALL, COLOR_INK2, 3) +
                    3;
    draw_figures(&page);
    draw_table(&page);
    sheet_foot(&page.sheet,
               "One point a session: the median of its counted trials. Lines are not joined across "
               "a change of phase, level, tool or help. Compared within this child only.");
    if (!scene_ok(report->scene, fail)) {
        report_free(report);
        return false;
    }
    return true;
}
