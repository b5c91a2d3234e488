/* The session page: one activity at a time, its figures and every trial with its ink. A trial leads
 * to its replay; its "..." to what an adult says of it afterwards. */
#include "app/screens/review.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABS = 6 };
static const double TABS_Y = 21, FIGURES_Y = 34, ROWS_Y = 63.5, ROW_MM = 15.6, CARD_WIDTH = 202;

typedef struct {
    Screen screen;
    Review review;
    size_t run, first; /* shown run, first shown trial */
    int marked;        /* trial whose sheet is open; -1 */
} Page;

static const LogRun *shown_run(const Page *page) {
    return &page->review.log.runs[page->run];
}

static size_t rows_of(double height_mm) {
    return (size_t)((height_mm - ROWS_Y - 2) / ROW_MM);
}

/* As many rows as fit share the room. */
static double row_mm(double height_mm) {
    return fmin((height_mm - ROWS_Y - 2) / (double)rows_of(height_mm), ROW_MM * 1.15);
}

/* ---- tabs: one a run ---- */

static void draw_tabs(Page *page, Scene *scene) {
    const Review *review = &page->review;
    size_t begin = page->run / TABS * TABS;
    size_t count = review->log.count - begin < TABS ? review->log.count - begin : TABS;
    bool more = review->log.count > TABS;
    double room = scene_width_mm(scene) - 16 - (more ? 16 : 0);
    double width = fmin(64, room / (double)(count > 0 ? count : 1) - 2);
    for (size_t i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "run:%zu", begin + i);
        part_key(scene, page->screen.shell, name,
                 box_of(8 + (double)i * (width + 2), TABS_Y, width, 11),
                 count > 4 ? review_word(review->app, review->log.runs[begin + i].run.game)
                           : review->log.runs[begin + i].title,
                 begin + i == page->run ? KEY_SOFT : KEY_QUIET, 0);
    }
    if (more) {
        part_key(scene, page->screen.shell, "runs",
                 box_of(scene_width_mm(scene) - 22, TABS_Y, 14, 11), "\xe2\x80\xba", KEY_QUIET, 0);
    }
}

/* ---- the figures of a run ---- */

static void draw_level(const Page *page, Scene *scene, double x, double y, double w) {
    const Summary *s = &shown_run(page)->summary;
    char words[ADAPT_REASON_MAX + 64];
    snprintf(words, sizeof words, "level %d \xe2\x86\x92 %d, next %d", s->level_first,
             s->level_last, s->next_level);
    part_text(scene, x, y, w, words, COLOR_INK);
    scene_words(scene, x, y + 3.2, w, 11.6, s->next_reason, EM_SMALL, ALIGN_START, COLOR_INK2, 2);
    if (s->unmarked > 0) {
        snprintf(words, sizeof words, "%d of %d not marked", s->unmarked, s->counted);
        part_small(scene, x, y + 17, w, words, ALIGN_START);
    }
}

static void draw_extremes(const Page *page, Scene *scene, double right) {
    static const char *const names[] = {"best", "worst"};
    const Summary *s = &shown_run(page)->summary;
    const int indices[] = {s->best, s->worst};
    for (int i = 0; i < 2; i++) {
        char words[32];
        bool none = indices[i] < 0;
        snprintf(words, sizeof words, none ? "%s" : "%s %d", names[i],
                 none ? 0 : shown_run(page)->lines[indices[i]].trial.number + 1);
        part_key(scene, page->screen.shell, names[i],
                 box_of(right - 27, FIGURES_Y + 1.4 + i * 12.1, 26, 10.1), words, KEY_QUIET,
                 none ? TARGET_DISABLED : 0);
    }
}

/* Leafs through the trials. */
static void draw_pager(const Page *page, Scene *scene, double right) {
    size_t rows = rows_of(page->screen.app->height_mm), count = shown_run(page)->count;
    if (count > rows) {
        part_key(scene, page->screen.shell, "up", box_of(right - 43, FIGURES_Y + 1.4, 14, 10.1),
                 "\xe2\x80\xb9", KEY_QUIET, page->first == 0 ? TARGET_DISABLED : 0);
        part_key(scene, page->screen.shell, "down", box_of(right - 43, FIGURES_Y + 13.5, 14, 10.1),
                 "\xe2\x80\xba", KEY_QUIET, page->first + rows >= count ? TARGET_DISABLED : 0);
    }
}

static void draw_figures(Page *page, Scene *scene) {
    const LogRun *run = shown_run(page);
    const Summary *s = &run->summary;
    double w = scene_width_mm(scene) - 16, k = w / CARD_WIDTH;
    char words[LOG_WORDS * 3], more[LOG_WORDS];
    part_card(scene, box_of(8, FIGURES_Y, w, 26), 6);
    scene_label(scene, 12, FIGURES_Y + 5.4, 92 * k, log_on_own(s, words), EM_BODY, true,
                ALIGN_START, COLOR_INK);
    review_bar(scene, page->review.log.scheme, box_of(12, FIGURES_Y + 10, 64 * k, 6.6), s);
    review_last(scene, 12 + 68 * k, FIGURES_Y + 13.3, 1.9, run);
    snprintf(words, sizeof words, "%s: median %s", measure_info(run->main_id)->label,
             log_measure(run->main_id, s->main_median, more));
    part_small(scene, 12, FIGURES_Y + 21.4, 92 * k, words, ALIGN_START);
    draw_level(page, scene, 12 + 98 * k, FIGURES_Y + 5.4, w - 98 * k - 50);
    draw_extremes(page, scene, 8 + w);
    draw_pager(page, scene, 8 + w);
}

/* ---- a trial's row ---- */

static void outcome_words(const TrialView *view, char words[LOG_WORDS]) {
    const TrialRecord *t = view->trial;
    bool unsolved =
        !t->success && (t->outcome == OUTCOME_INDEPENDENT || t->outcome == OUTCOME_HELPED);
    snprintf(words, LOG_WORDS, "%s", unsolved ? "not solved" : summary_outcome(view));
}

static void flag_words(const TrialRecord *t, char words[LOG_WORDS]) {
    char gaps[24] = "";
    if (t->gaps > 0) {
        snprintf(gaps, sizeof gaps, " \xc2\xb7 %d gap%s", t->gaps, t->gaps == 1 ? "" : "s");
    }
    snprintf(words, LOG_WORDS, "level %d%s%s%s", t->level, t->probe ? " \xc2\xb7 probe" : "",
             t->practice ? " \xc2\xb7 practice" : "", gaps);
}

/* Why it does not enter the figures; "" if it does. */
static void not_counted(const Log *log, const TrialLine *line, const TrialView *view,
                        char words[LOG_WORDS * 2]) {
    mark_words(log, line, words);
    if (words[0] == '\0' && !summary_counts(view)) {
        const TrialRecord *t = view->trial;
        snprintf(words, LOG_WORDS * 2, "not counted: %s",
                 !t->valid     ? t->invalid_reason
                 : t->practice ? "practice"
                               : end_reason_label(t->end));
    }
}

static const char *help_words(int rung) {
    static const char *const words[] = {"no help shown", "asked again", "hint shown", "model shown",
                                        "done together"};
    return words[rung < 0 || rung > HELP_RUNG_MAX ? 0 : rung];
}

static void draw_measures(const Page *page, Scene *scene, const TrialRecord *t, double y, double k,
                          bool small) {
    const LogRun *run = shown_run(page);
    char words[LOG_WORDS * 2], more[LOG_WORDS];
    double latency = measures_get(&t->measures, MEASURE_LATENCY_S);
    part_text(scene, 8 + 95 * k, y - 3.1, 30 * k,
              log_measure(run->main_id, measures_get(&t->measures, run->main_id), words),
              COLOR_INK);
    snprintf(words, sizeof words, "%.1f s", (double)t->duration_us / 1e6);
    part_text(scene, 8 + 127 * k, y - 3.1, 22 * k, words, COLOR_INK);
    if (!small) {
        return;
    }
    snprintf(words, sizeof words, "score %s",
             log_measure(MEASURE_SCORE, measures_get(&t->measures, MEASURE_SCORE), more));
    part_small(scene, 8 + 95 * k, y + 3.5, 30 * k, words, ALIGN_START);
    snprintf(words, sizeof words, "wait %s", log_measure(MEASURE_LATENCY_S, latency, more));
    part_small(scene, 8 + 127 * k, y + 3.5, 24 * k, words, ALIGN_START);
}

static void draw_row(Page *page, Scene *scene, size_t index, double top) {
    const LogRun *run = shown_run(page);
    const TrialLine *line = &run->lines[index];
    const TrialView *view = &run->views[index];
    double w = scene_width_mm(scene) - 16, k = w / CARD_WIDTH,
           height = row_mm(scene_height_mm(scene)) - 2;
    double y = top + height / 2;
    char words[LOG_WORDS], why[LOG_WORDS * 2], name[32];
    snprintf(name, sizeof name, "trial:%d", line->trial.number);
    Box box = box_of(8, top, w - 15, height);
    unsigned state = shell_target_state(page->screen.shell, name);
    part_card(scene, box_of(8, top + ((state & TARGET_PRESSED) != 0 ? 0.6 : 0), w, height - 0.6),
              4);
    if ((state & TARGET_FOCUS) != 0) {
        scene_rect(scene, box.left, top, w - 15, height, 4, COLOR_NONE, COLOR_FOCUS_MID, 0.8);
    }
    snprintf(words, sizeof words, "%d", line->trial.number + 1);
    scene_label(scene, 8 + 8 * k, y, 0, words, EM_TITLE, true, ALIGN_MIDDLE, COLOR_INK);
    review_symbol(scene, 8 + 18 * k, y, 2.6, summary_help(view));
    outcome_words(view, words);
    part_text(scene, 8 + 24 * k, y - 3.1, 31 * k, words, COLOR_INK);
    flag_words(&line->trial, words);
    part_small(scene, 8 + 24 * k, y + 3.5, 33 * k, words, ALIGN_START);
    part_text(scene, 8 + 58 * k, y - 3.1, 31 * k,
              view->assistance < 0 ? "assumed none"
                                   : log_assistance(&page->review.log, view->assistance),
              view->assistance < 0 ? COLOR_INK2 : COLOR_INK);
    not_counted(&page->review.log, line, view, why);
    if (why[0] == '\0') {
        part_small(scene, 8 + 58 * k, y + 3.5, 31 * k, help_words(line->trial.help_rung),
                   ALIGN_START);
    } else {
        scene_label(scene, 8 + 58 * k, y + 3.5, 92 * k, why, EM_SMALL, false, ALIGN_START,
                    summary_counts(view) ? COLOR_INK2 : COLOR_CORAL);
    }
    draw_measures(page, scene, &line->trial, y, k, why[0] == '\0');
    const TrialInk *inks = review_inks(&page->review, page->run);
    if (inks != NULL) {
        review_thumb(scene, box_of(8 + 153 * k, top + 0.9, w - 153 * k - 17, height - 2.4),
                     &inks[index]);
    }
    SceneTarget target = {
        .name = name, .role = ROLE_KEY, .box = box, .state = state | TARGET_ADULT};
    scene_target(scene, &target);
    snprintf(name, sizeof name, "mark:%d", line->trial.number);
    part_key(scene, page->screen.shell, name,
             box_of(8 + w - 12.8, top + (height - 11.4) / 2, 11.4, 10.4), "\xe2\x80\xa6", KEY_QUIET,
             0);
}

/* ---- the page ---- */

static bool page_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Page *page = (Page *)screen;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    if (!page->review.loaded) {
        scene_words(scene, 10, 30, scene_width_mm(scene) - 20, 60, page->review.trouble, EM_BODY,
                    ALIGN_START, COLOR_INK, 0);
        return true;
    }
    review_head(scene, &page->review, 26);
    if (page->review.log.count == 0) {
        part_text(scene, 10, 45, scene_width_mm(scene) - 20, "No activity was begun.", COLOR_INK);
        return true;
    }
    draw_tabs(page, scene);
    draw_figures(page, scene);
    const LogRun *run = shown_run(page);
    size_t rows = rows_of(screen->app->height_mm);
    for (size_t i = 0; i < rows && page->first + i < run->count; i++) {
        draw_row(page, scene, page->first + i, ROWS_Y + (double)i * row_mm(screen->app->height_mm));
    }
    if (page->marked >= 0) {
        mark_sheet_draw(scene, screen->shell, &page->review, page->marked);
    }
    return true;
}

static void show_ink(Page *page, int index) {
    const LogRun *run = shown_run(page);
    if (index >= 0 && (size_t)index < run->count) {
        shell_push(page->screen.shell,
                   ink_new(page->screen.app, page->review.session, run->lines[index].trial.number));
    }
}

static void turn(Page *page, const char *target) {
    size_t rows = rows_of(page->screen.app->height_mm);
    if (strcmp(target, "down") == 0 && page->first + rows < shown_run(page)->count) {
        page->first += rows;
    } else if (strcmp(target, "up") == 0) {
        page->first = page->first >= rows ? page->first - rows : 0;
    } else if (strcmp(target, "runs") == 0) {
        size_t next = (page->run / TABS + 1) * TABS;
        page->run = next < page->review.log.count ? next : 0;
        page->first = 0;
    }
}

static void page_tap(Screen *screen, const char *target) {
    Page *page = (Page *)screen;
    size_t run, index;
    int number;
    if (page->marked >= 0) {
        page->marked = mark_sheet_tap(&page->review, page->marked, target) ? -1 : page->marked;
    } else if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (!page->review.loaded || page->review.log.count == 0) {
        return;
    } else if (sscanf(target, "run:%zu", &run) == 1 && run < page->review.log.count) {
        page->run = run;
        page->first = 0;
    } else if (sscanf(target, "trial:%d", &number) == 1 &&
               review_find(&page->review, number, &run, &index)) {
        show_ink(page, (int)index);
    } else if (sscanf(target, "mark:%d", &number) == 1) {
        page->marked = number;
    } else if (strcmp(target, "best") == 0) {
        show_ink(page, shown_run(page)->summary.best);
    } else if (strcmp(target, "worst") == 0) {
        show_ink(page, shown_run(page)->summary.worst);
    } else {
        turn(page, target);
    }
}

static void page_close(Screen *screen) {
    review_close(&((Page *)screen)->review);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "session_page", .close = page_close, .draw = page_draw, .tap = page_tap};

Screen *session_page_at(App *app, Id session, size_t run) {
    Page *page = calloc(1, sizeof *page);
    if (page == NULL || !review_open(&page->review, app, session)) {
        free(page);
        return NULL;
    }
    page->screen = (Screen){.ops = &OPS, .app = app};
    page->marked = -1;
    page->run = page->review.loaded && run < page->review.log.count ? run : 0;
    return &page->screen;
}

Screen *session_page_new(App *app, Id session) {
    return session_page_at(app, session, 0);
}
