/* The report of one session; see report.h. */
#include "app/report.h"

#include "app/chart.h"
#include "app/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 240, FULL_MAX = 3, CHART_SESSIONS = 24 };
static const double FULL_MM = 47, SHORT_MM = 19, OWN_WORDS_MM = 62;

typedef struct {
    Sheet sheet;
    App *app;
    Mem *mem;
    const Log *log;
    Fail *fail;
} Page;

/* ---- who, when, how ---- */

static void draw_facts(Page *page) {
    const SessionRecord *s = &page->log->line.session;
    Sheet *sheet = &page->sheet;
    double w = sheet_width(sheet) / 4, x = SHEET_MARGIN_MM, y = sheet->y + 1;
    char words[WORDS], when[LOG_WORDS];
    double active_s = 0;
    for (size_t i = 0; i < page->log->count; i++) {
        active_s += page->log->runs[i].summary.active_s;
    }
    sheet_fact(sheet, x, y, w - 2, "Child", page->log->line.child_pseudonym);
    sheet_fact(sheet, x + w, y, w - 2, "Began", log_time(s->started_us, s->utc_offset_min, when));
    if (s->ended_us > 0) {
        snprintf(words, sizeof words, "%.0f min, %.0f active",
                 (double)(s->ended_us - s->started_us) / 60e6, active_s / 60);
    } else {
        snprintf(words, sizeof words, "still open");
    }
    sheet_fact(sheet, x + 2 * w, y, w - 2, "Lasted", words);
    snprintf(words, sizeof words, "%d in %zu activit%s", page->log->trials, page->log->count,
             page->log->count == 1 ? "y" : "ies");
    sheet_fact(sheet, x + 3 * w, y, w, "Trials", words);
    snprintf(words, sizeof words, "%s, with %s", s->setting, s->tool);
    sheet_fact(sheet, x, y + 12, w - 2, "Setting", words);
    sheet_fact(sheet, x + w, y + 12, w - 2, "Hand", s->hand);
    sheet_fact(sheet, x + 2 * w, y + 12, w - 2, "Screen size",
               s->calibrated ? "measured" : "a guess");
    if (s->replay_total >= 0) {
        snprintf(words, sizeof words, "%d of %d trials", s->replayed, s->replay_total);
    } else {
        snprintf(words, sizeof words, "not yet");
    }
    sheet_fact(sheet, x + 3 * w, y + 12, w, "Reproduced by replay", words);
    sheet->y += 25;
}

/* ---- one activity ---- */

/* How much help, as a bar whose parts carry their letters: never colour alone. */
static void draw_help_bar(const Page *page, const Summary *summary, double x, double y, double w) {
    static const Color tints[ASSISTANCE_MAX + 1] = {COLOR_LEAF_SOFT,  COLOR_SKY_SOFT,
                                                    COLOR_HONEY_SOFT, COLOR_PLUM_SOFT,
                                                    COLOR_CORAL_SOFT, COLOR_SUNK};
    Scene *scene = page->sheet.scene;
    double at = x;
    for (int i = 0; i <= ASSISTANCE_MAX && summary->counted > 0; i++) {
        int n = summary->by_assistance[i];
        if (n == 0) {
            continue;
        }
        double part = w * n / summary->counted;
        char words[LOG_WORDS];
        const AssistanceWord *word = assistance_word(page->log->scheme, i);
        scene_rect(scene, at, y, part, 5.4, 0, tints[i], COLOR_EDGE, 0.2);
        snprintf(words, sizeof words, "%s %d", word->letter, n);
        if (part > sheet_text_width(&page->sheet, words, SHEET_SMALL, false) + 1) {
            scene_label(scene, at, y + 2.7, part, words, SHEET_SMALL, false, ALIGN_MIDDLE,
                        COLOR_INK);
        }
        at += part;
    }
}

static void help_words(const Page *page, const Summary *summary, char words[WORDS]) {
    size_t used = (size_t)snprintf(words, WORDS, "Adult: ");
    bool first = true;
    for (int i = 0; i <= ASSISTANCE_MAX; i++) {
        if (summary->by_assistance[i] > 0 && used < WORDS) {
            used += (size_t)snprintf(words + used, WORDS - used, "%s%s %d", first ? "" : ", ",
                                     assistance_word(page->log->scheme, i)->word,
                                     summary->by_assistance[i]);
            first = false;
        }
    }
    if (summary->unmarked > 0 && used < WORDS) {
        snprintf(words + used, WORDS - used, " (%d not marked)", summary->unmarked);
    }
}

static void engine_words(const Summary *summary, char words[WORDS]) {
    int helped = summary->counted - summary->by_rung[0];
    if (helped == 0) {
        snprintf(words, WORDS, "The activity gave no help.");
    } else {
        snprintf(words, WORDS, "The activity helped in %d of %d trials.", helped, summary->counted);
    }
}

/* "Median 81 % (spread 6); baseline 41 %, last time 74 %" */
static void main_words(const LogRun *run, const Trendline *line, char words[WORDS]) {
    char now[LOG_WORDS], spread[LOG_WORDS], before[LINE_VALUE_MAX];
    const Summary *s = &run->summary;
    size_t used = (size_t)snprintf(words, WORDS, "%s: median %s (spread %s)",
                                   measure_info(run->main_id)->label,
                                   log_measure(run->main_id, s->main_median, now),
                                   log_measure(run->main_id, s->main_spread, spread));
    Mem *mem = mem_new(1 << 20);
    LinePhase baseline;
    if (mem != NULL && run->run.phase != PHASE_BASELINE &&
        trendline_phase(mem, line, PHASE_BASELINE, &baseline) && baseline.n > 0 && used < WORDS) {
        trendline_value(line, baseline.median, before);
        used += (size_t)snprintf(words + used, WORDS - used, "; baseline %s in %d sessions", before,
                                 baseline.n);
    }
    mem_free(mem);
    const LinePoint *last = NULL;
    for (size_t i = 0; i < line->count; i++) {
        const LinePoint *point = &line->points[i];
        bool alike =
            (point->dot == LINE_DIAMOND) == (run->run.probe && run->run.phase != PHASE_BASELINE);
        last = alike && point->x < line->sessions - 1 ? point : last;
    }
    if (last != NULL && used < WORDS) {
        trendline_value(line, last->value, before);
        snprintf(words + used, WORDS - used, "; last time %s", before);
    }
}

static void level_words(const LogRun *run, char words[WORDS]) {
    const Summary *s = &run->summary;
    size_t used = (size_t)snprintf(words, WORDS, "%s%s, level %d", phase_word(run->run.phase),
                                   run->run.probe ? ", probe" : "", s->level_first);
    if (s->level_last != s->level_first) {
        snprintf(words + used, WORDS - used, " to %d", s->level_last);
    }
}

static double draw_figures(Page *page, const LogRun *run, const Trendline *line, double y,
                           double w) {
    Sheet *sheet = &page->sheet;
    char words[WORDS], own[LOG_WORDS];
    double x = SHEET_MARGIN_MM;
    y += sheet_words(sheet, x, y, w, log_on_own(&run->summary, own), SHEET_BODY, COLOR_INK, 1) + 1;
    main_words(run, line, words);
    y += sheet_words(sheet, x, y, w, words, SHEET_BODY, COLOR_INK, 3) + 1.5;
    draw_help_bar(page, &run->summary, x, y, w);
    y += 6.6;
    help_words(page, &run->summary, words);
    y += sheet_words(sheet, x, y, w, words, SHEET_SMALL, COLOR_INK2, 2);
    engine_words(&run->summary, words);
    return y + sheet_words(sheet, x, y, w, words, SHEET_SMALL, COLOR_INK2, 1);
}

static bool draw_activity(Page *page, const LogRun *run, bool full) {
    Sheet *sheet = &page->sheet;
    Course course;
    Trendline line;
    double w = sheet_width(sheet), x = SHEET_MARGIN_MM, y = sheet->y;
    char words[WORDS];
    const SessionRecord *session = &page->log->line.session;
    ChildRecord child = {.id = session->child, .pseudonym = page->log->line.child_pseudonym};
    if (!course_read(page->app, page->mem, &child, run->run.game, CHART_SESSIONS,
                     session->started_us, &course, page->fail) ||
        !course_line(page->mem, &course, LINE_MAIN, &line, page->fail)) {
        return false;
    }
    level_words(run, words);
    double title = sheet_text_width(sheet, run->title, SHEET_HEAD, true) + 1;
    title = fmin(title, w * 0.6);
    sheet_label(sheet, x, y + 2.2, title, run->title, SHEET_HEAD, true, ALIGN_START, COLOR_INK);
    sheet_label(sheet, x + title + 3, y + 2.4, w - title - 3, words, SHEET_BODY, false, ALIGN_START,
                COLOR_INK2);
    if (!full) {
        char own[LOG_WORDS];
        double row = y + 6;
        row +=
            sheet_words(sheet, x, row, w, log_on_own(&run->summary, own), SHEET_BODY, COLOR_INK, 1);
        main_words(run, &line, words);
        sheet_words(sheet, x, row, w, words, SHEET_BODY, COLOR_INK, 1);
        sheet->y += SHORT_MM;
        return true;
    }
    double left = w - OWN_WORDS_MM - 6;
    draw_figures(page, run, &line, y + 7, left);
    ChartPlace place = {.box = box_of(x + left + 6, y, OWN_WORDS_MM, FULL_MM - 6),
                        .em_mm = SHEET_SMALL,
                        .small = true,
                        .picked = -1,
                        .measure = page->app->measure};
    chart_draw(sheet->scene, &line, &place, false);
    sheet->y += FULL_MM;
    return true;
}

static bool draw_activities(Page *page) {
    size_t count = page->log->count;
    bool full = count <= FULL_MAX;
    size_t room = full ? count : (size_t)((FULL_MAX * FULL_MM) / SHORT_MM);
    sheet_heading(&page->sheet, "What was practised");
    for (size_t i = 0; i < count && i < room; i++) {
        if (!draw_activity(page, &page->log->runs[i], full)) {
            return false;
        }
    }
    if (count > room) {
        char words[WORDS];
        snprintf(words, sizeof words, "%zu more in the session's log.", count - room);
        page->sheet.y += sheet_words(&page->sheet, SHEET_MARGIN_MM, page->sheet.y,
                                     sheet_width(&page->sheet), words, SHEET_BODY, COLOR_INK2, 1);
    }
    if (count == 0) {
        page->sheet.y +=
            sheet_words(&page->sheet, SHEET_MARGIN_MM, page->sheet.y, sheet_width(&page->sheet),
                        "No activity was begun.", SHEET_BODY, COLOR_INK, 1);
    }
    return true;
}

/* ---- what comes next, and the human's own words ---- */

static void draw_next(Page *page) {
    Sheet *sheet = &page->sheet;
    double w = sheet_width(sheet);
    sheet_heading(sheet, "Proposed for next time");
    for (size_t i = 0; i < page->log->count && i < 2 * FULL_MAX; i++) {
        const LogRun *run = &page->log->runs[i];
        char words[WORDS];
        if (run->run.probe || run->count == 0) {
            continue;
        }
        snprintf(words, sizeof words, "%s: level %d. %s", run->title, run->summary.next_level,
                 run->summary.next_reason != NULL ? run->summary.next_reason : "");
        scene_circle(sheet->scene, SHEET_MARGIN_MM + 1, sheet->y + 2.4, 0.6, COLOR_PRIMARY,
                     COLOR_NONE, 0);
        sheet->y += sheet_words(sheet, SHEET_MARGIN_MM + 4, sheet->y, w - 4, words, SHEET_BODY,
                                COLOR_INK, 1) +
                    0.6;
    }
}

static void draw_own_words(Page *page) {
    Sheet *sheet = &page->sheet;
    double w = sheet_width(sheet), x = SHEET_MARGIN_MM;
    double bottom = scene_height_mm(sheet->scene) - 23;
    sheet->y += 3;
    sheet_heading(sheet, "Assessment, in the therapist's own words");
    int lines = (int)((bottom - 10 - sheet->y) / 8.5);
    lines = lines > 12 ? 12 : lines;
    for (int i = 0; i < lines; i++) {
        sheet_blank(sheet, x, sheet->y + 6 + i * 8.5, w, "");
    }
    sheet_blank(sheet, x, bottom, w * 0.62, "Signature");
    sheet_blank(sheet, x + w * 0.66, bottom, w * 0.34, "Date");
}

bool report_session(App *app, Mem *mem, const SessionLine *line, Report *report, Fail *fail) {
    Log log;
    *report = (Report){.language = "en"};
    if (!log_read(app, mem, line, false, &log, fail)) {
        return false;
    }
    report->scene = scene_new(REPORT_WIDTH_MM, REPORT_HEIGHT_MM);
    if (report->scene == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a page");
    }
    char when[LOG_WORDS], id[ID_TEXT_SIZE], foot[WORDS + 64];
    Page page = {{app, report->scene, 0}, app, mem, &log, fail};
    log_time(line->session.started_us, line->session.utc_offset_min, when);
    snprintf(report->title, sizeof report->title, "Session report, %s, %s", line->child_pseudonym,
             when);
    sheet_top(&page.sheet, "Session report", report->title + strlen("Session report, "));
    draw_facts(&page);
    bool ok = draw_activities(&page);
    draw_next(&page);
    draw_own_words(&page);
    id_text(line->session.id, id);
    snprintf(foot, sizeof foot,
             "Counted: valid trials without practice. On own: solved without help of the activity "
             "or an adult. Interval: Wilson, 95 %%. Spread: median deviation. Session %s.",
             id);
    sheet_foot(&page.sheet, foot);
    ok = ok && scene_ok(report->scene, fail);
    if (!ok) {
        report_free(report);
    }
    return ok;
}

void report_free(Report *report) {
    scene_free(report->scene);
    report->scene = NULL;
}
