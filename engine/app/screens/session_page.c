/* The session page: what the child did, trial by trial, with the ink of each. */
#include "app/log.h"
#include "app/screens/parts.h"
#include "app/screens/screens.h"
#include "play/journal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 5 };
static const double ROW_MM = 17;

typedef struct {
    Screen screen;
    Mem *mem;
    Log log;
    bool loaded;
    char trouble[FAIL_TEXT_MAX];
    size_t run, first; /* shown run, first shown trial */
} Page;

static void load(Page *page, App *app, Id session) {
    Fail fail = {0};
    SessionLine line;
    char id[ID_TEXT_SIZE];
    id_text(session, id);
    page->loaded = store_flush(app->store, &fail) &&
                   history_find_session(app->store, page->mem, id, &line, &fail) &&
                   log_read(app, page->mem, &line, true, &page->log, &fail);
    snprintf(page->trouble, sizeof page->trouble, "%s", fail.text);
}

/* ---- one trial's ink, small ---- */

static void draw_ink(Scene *scene, Box box, const TrialLine *line) {
    Journal journal = {0};
    scene_rect(scene, box.left, box.top, box.right - box.left, box.bottom - box.top, 2,
               COLOR_CANVAS, COLOR_NONE, 0);
    if (!journal_decode(line->journal, line->journal_length, &journal, NULL)) {
        return;
    }
    Box reach = box_empty();
    for (size_t i = 0; i < journal.count; i++) {
        if (journal.entries[i].kind == ENTRY_SAMPLE) {
            reach = box_join(reach, box_of(journal.entries[i].x_mm, journal.entries[i].y_mm, 0, 0));
        }
    }
    double w = fmax(reach.right - reach.left, 1), h = fmax(reach.bottom - reach.top, 1);
    double scale = fmin((box.right - box.left - 3) / w, (box.bottom - box.top - 3) / h);
    Point *points = malloc((journal.count + 1) * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; points != NULL && i <= journal.count; i++) {
        const Entry *e = &journal.entries[i];
        bool sample = i < journal.count && e->kind == ENTRY_SAMPLE;
        if ((!sample || e->phase == SAMPLE_DOWN) && count > 0) {
            scene_line(scene, points, count, 0.5, COLOR_INK_LINE);
            count = 0;
        }
        if (sample) {
            points[count++] = (Point){
                (box.left + box.right) / 2 + (e->x_mm - (reach.left + reach.right) / 2) * scale,
                (box.top + box.bottom) / 2 + (e->y_mm - (reach.top + reach.bottom) / 2) * scale};
        }
    }
    free(points);
    journal_free(&journal);
}

static void draw_row(Page *page, Scene *scene, const LogRun *run, size_t index, double y) {
    const TrialRecord *t = &run->lines[index].trial;
    const TrialView *view = &run->views[index];
    double w = scene_width_mm(scene) - 16;
    char words[LOG_WORDS], more[LOG_WORDS];
    Box box = box_of(8, y, w, ROW_MM - 2);
    part_card(scene, box, 4);
    double middle = y + (ROW_MM - 2) / 2;
    snprintf(words, sizeof words, "%d", t->number + 1);
    scene_label(scene, 12, middle, 10, words, EM_TITLE, true, ALIGN_START, COLOR_INK);
    snprintf(words, sizeof words, "level %d", t->level);
    part_text(scene, 24, middle - 3, 26, words, COLOR_INK);
    part_small(scene, 24, middle + 3.5, 26, t->probe ? "probe" : end_reason_label(t->end),
               ALIGN_START);
    part_text(scene, 52, middle - 3, 34, summary_outcome(view), COLOR_INK);
    snprintf(words, sizeof words, "%s%s", log_assistance(page->screen.app, view->assistance),
             t->help_rung > 0 ? " + help" : "");
    part_small(scene, 52, middle + 3.5, 34, words, ALIGN_START);
    part_text(scene, 90, middle - 3, 36,
              log_measure(run->main_id, measures_get(&t->measures, run->main_id), words),
              COLOR_INK);
    part_small(scene, 90, middle + 3.5, 36, measure_info(run->main_id)->label, ALIGN_START);
    snprintf(words, sizeof words, "%.1f s", (double)t->duration_us / 1e6);
    part_text(scene, 130, middle - 3, 28, words, COLOR_INK);
    snprintf(words, sizeof words, "score %s",
             log_measure(MEASURE_SCORE, measures_get(&t->measures, MEASURE_SCORE), more));
    part_small(scene, 130, middle + 3.5, 28, words, ALIGN_START);
    draw_ink(scene, box_of(box.right - 48, y + 1, 46, ROW_MM - 4), &run->lines[index]);
}

static void draw_head(Page *page, Scene *scene) {
    const SessionRecord *s = &page->log.line.session;
    double w = scene_width_mm(scene);
    char words[LOG_WORDS * 2], when[LOG_WORDS];
    part_back(scene, page->screen.shell);
    snprintf(words, sizeof words, "%s \xc2\xb7 %s", page->log.line.child_pseudonym,
             log_time(s->started_us, s->utc_offset_min, when));
    part_title(scene, 26, 11, w * 0.5, words);
    snprintf(words, sizeof words, "%d trials \xc2\xb7 %.0f min \xc2\xb7 %d/%d reproduced",
             page->log.trials, s->ended_us > 0 ? (double)(s->ended_us - s->started_us) / 60e6 : 0,
             s->replayed, s->replay_total);
    part_small(scene, w - 8, 11, 0, words, ALIGN_END);
}

static bool page_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Page *page = (Page *)screen;
    part_ground(scene, false);
    if (!page->loaded) {
        part_back(scene, screen->shell);
        scene_words(scene, 10, 30, scene_width_mm(scene) - 20, 60, page->trouble, EM_BODY,
                    ALIGN_START, COLOR_INK, 0);
        return true;
    }
    draw_head(page, scene);
    double w = scene_width_mm(scene), y = 22;
    for (size_t i = 0; i < page->log.count; i++) {
        char name[32];
        snprintf(name, sizeof name, "run:%zu", i);
        part_key(scene, screen->shell, name, box_of(8 + (double)i * 42, y, 40, 11),
                 page->log.runs[i].title, i == page->run ? KEY_SOFT : KEY_QUIET, 0);
    }
    if (page->log.count == 0) {
        part_text(scene, 10, 45, w - 20, "No activity was begun.", COLOR_INK);
        return true;
    }
    const LogRun *run = &page->log.runs[page->run];
    char words[LOG_WORDS];
    part_text(scene, 10, y + 18, w - 20, log_on_own(&run->summary, words), COLOR_INK);
    for (size_t i = 0; i < ROWS && page->first + i < run->count; i++) {
        draw_row(page, scene, run, page->first + i, y + 23 + (double)i * ROW_MM);
    }
    if (run->count > ROWS) {
        part_key(scene, screen->shell, "up", box_of(w - 40, y, 14, 11), "\xe2\x80\xb9", KEY_QUIET,
                 page->first == 0 ? TARGET_DISABLED : 0);
        part_key(scene, screen->shell, "down", box_of(w - 24, y, 14, 11), "\xe2\x80\xba", KEY_QUIET,
                 page->first + ROWS >= run->count ? TARGET_DISABLED : 0);
    }
    return true;
}

static void page_tap(Screen *screen, const char *target) {
    Page *page = (Page *)screen;
    size_t index;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (sscanf(target, "run:%zu", &index) == 1 && index < page->log.count) {
        page->run = index;
        page->first = 0;
    } else if (strcmp(target, "down") == 0 &&
               page->first + ROWS < page->log.runs[page->run].count) {
        page->first += ROWS;
    } else if (strcmp(target, "up") == 0 && page->first >= ROWS) {
        page->first -= ROWS;
    }
}

static void page_close(Screen *screen) {
    mem_free(((Page *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "session_page", .close = page_close, .draw = page_draw, .tap = page_tap};

Screen *session_page_new(App *app, Id session) {
    Page *page = calloc(1, sizeof *page);
    Mem *mem = mem_new((size_t)256 << 20);
    if (page == NULL || mem == NULL) {
        free(page);
        mem_free(mem);
        return NULL;
    }
    page->screen = (Screen){.ops = &OPS, .app = app};
    page->mem = mem;
    load(page, app, session);
    return &page->screen;
}
