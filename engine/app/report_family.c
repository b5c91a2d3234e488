/* The page for the family, in its own language; see report.h. */
#include "app/report.h"

#include "app/children.h"
#include "app/sheet.h"
#include "play/journal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 240, GAMES_SHOWN = 3, ENDS = 6, TICKS = 14 };

/* A drawn trial that may be shown: where it is and what it was. */
typedef struct {
    Id session;
    int run, number, level;
    int64_t started_us;
    int utc_offset_min;
    const char *game, *item;
} Drawn;

typedef struct {
    Drawn *items;
    size_t count, room;
} DrawnList;

typedef struct {
    Sheet sheet;
    App *app;
    Mem *mem;
    const Texts *texts;
    const char *locale;
    bool mirrored;
    SessionLine *lines; /* newest first */
    size_t count;
    Fail *fail;
} Page;

static const char *say(const Page *page, const char *key) {
    return texts_get(page->texts, key);
}

/* Where a box that is given as on a left-to-right page begins on this one. */
static double side(const Page *page, double x, double w) {
    return page->mirrored ? scene_width_mm(page->sheet.scene) - x - w : x;
}

/* ---- the first and the latest drawing of the same shape ---- */

static bool list_drawn(Page *page, const SessionLine *line, DrawnList *list) {
    RunRecord *runs;
    size_t run_count;
    if (!history_runs(page->app->store, page->mem, line->session.id, &runs, &run_count,
                      page->fail)) {
        return false;
    }
    for (size_t r = 0; r < run_count; r++) {
        TrialLine *trials;
        size_t count;
        if (!history_trials(page->app->store, page->mem, line->session.id, runs[r].number, false,
                            &trials, &count, page->fail)) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            const TrialRecord *t = &trials[i].trial;
            bool shows = t->via != NULL && strcmp(t->via, "ink") == 0 && t->valid &&
                         t->end == END_COMPLETED && !trials[i].excluded;
            Drawn *grown =
                !shows ? NULL
                       : grow_array(list->items, list->count, &list->room, sizeof *grown, 4000);
            if (grown != NULL) {
                list->items = grown;
                grown[list->count++] = (Drawn){.session = line->session.id,
                                               .run = runs[r].number,
                                               .number = t->number,
                                               .level = t->level,
                                               .started_us = line->session.started_us,
                                               .utc_offset_min = line->session.utc_offset_min,
                                               .game = runs[r].game,
                                               .item = t->item};
            }
        }
    }
    return true;
}

/* The earliest drawing that has a later one of the same game, shape and level; the latest of them.
 */
static bool find_pair(const DrawnList *old, const DrawnList *new, Drawn *first, Drawn *latest) {
    for (size_t i = 0; i < old->count; i++) {
        for (size_t k = new->count; k-- > 0;) {
            const Drawn *a = &old->items[i], *b = &new->items[k];
            if (b->started_us > a->started_us && a->level == b->level &&
                strcmp(a->game, b->game) == 0 && strcmp(a->item, b->item) == 0) {
                *first = *a;
                *latest = *b;
                return true;
            }
        }
    }
    return false;
}

static bool read_journal(Page *page, const Drawn *drawn, Journal *journal) {
    TrialLine *trials;
    size_t count;
    if (!history_trials(page->app->store, page->mem, drawn->session, drawn->run, true, &trials,
                        &count, page->fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (trials[i].trial.number == drawn->number) {
            return journal_decode(trials[i].journal, trials[i].journal_length, journal, page->fail);
        }
    }
    return fail_set(page->fail, FAIL_CORRUPT, "a drawing is no longer in the database");
}

static Box reach_of(const Journal *journal) {
    Box reach = box_empty();
    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entries[i].kind == ENTRY_SAMPLE) {
            reach =
                box_join(reach, box_of(journal->entries[i].x_mm, journal->entries[i].y_mm, 0, 0));
        }
    }
    return reach;
}

/* Both drawings at one scale, so that their sizes may be compared. */
static void draw_strokes(Scene *scene, Box box, const Journal *journal, Box reach, double scale) {
    Point *points = malloc((journal->count + 1) * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; points != NULL && i <= journal->count; i++) {
        bool sample = i < journal->count && journal->entries[i].kind == ENTRY_SAMPLE;
        if ((i == journal->count || (sample && journal->entries[i].phase == SAMPLE_DOWN)) &&
            count > 0) {
            scene_line(scene, points, count, 0.9, COLOR_INK_LINE);
            count = 0;
        }
        if (sample) {
            const Entry *e = &journal->entries[i];
            Point at = {
                (box.left + box.right) / 2 + (e->x_mm - (reach.left + reach.right) / 2) * scale,
                (box.top + box.bottom) / 2 + (e->y_mm - (reach.top + reach.bottom) / 2) * scale};
            if (count == 0 || point_distance(points[count - 1], at) > 0.15) {
                points[count++] = at;
            }
        }
    }
    free(points);
}

static void draw_card(const Page *page, Box box, const Journal *journal, Box reach, double scale,
                      const char *word, const Drawn *drawn) {
    Scene *scene = page->sheet.scene;
    char day[LOG_WORDS];
    scene_rect(scene, box.left, box.top, box.right - box.left, box.bottom - box.top, 4,
               COLOR_CANVAS, COLOR_NONE, 0);
    draw_strokes(scene, (Box){box.left, box.top, box.right, box.bottom - 10}, journal, reach,
                 scale);
    log_time(drawn->started_us, drawn->utc_offset_min, day);
    day[10] = '\0';
    double w = (box.right - box.left) / 2 - 5, middle = box.bottom - 5;
    double left = box.left + 5, right = box.right - 5 - w;
    sheet_label(&page->sheet, page->mirrored ? right : left, middle, w, word, SHEET_BODY, true,
                ALIGN_START, COLOR_INK);
    sheet_label(&page->sheet, page->mirrored ? left : right, middle, w, day, SHEET_BODY, false,
                ALIGN_END, COLOR_INK2);
}

static bool draw_pair(Page *page) {
    DrawnList old = {0}, new = {0};
    Drawn first, latest;
    bool ok = true;
    for (size_t i = 0; ok && i < page->count && i < ENDS; i++) {
        size_t newest = page->count < ENDS ? page->count - 1 - i : ENDS - 1 - i;
        ok = list_drawn(page, &page->lines[page->count - 1 - i], &old) &&
             list_drawn(page, &page->lines[newest], &new);
    }
    Journal then = {0}, now = {0};
    if (ok && find_pair(&old, &new, &first, &latest)) {
        ok = read_journal(page, &first, &then) && read_journal(page, &latest, &now);
        if (ok) {
            double w = (sheet_width(&page->sheet) - 6) / 2, h = 52, x = SHEET_MARGIN_MM;
            Box a = reach_of(&then), b = reach_of(&now);
            double scale = fmin((w - 8) / fmax(fmax(a.right - a.left, b.right - b.left), 1),
                                (h - 18) / fmax(fmax(a.bottom - a.top, b.bottom - b.top), 1));
            sheet_heading(&page->sheet, say(page, "t.family.strokes"));
            Box left = box_of(side(page, x, w), page->sheet.y, w, h);
            Box right = box_of(side(page, x + w + 6, w), page->sheet.y, w, h);
            draw_card(page, left, &then, a, scale, say(page, "t.family.then"), &first);
            draw_card(page, right, &now, b, scale, say(page, "t.family.now"), &latest);
            page->sheet.y += h + 8;
        }
    }
    journal_free(&then);
    journal_free(&now);
    free(old.items);
    free(new.items);
    return ok;
}

/* ---- what was practised, and at home ---- */

static void draw_practised(Page *page, const char *const *games, size_t count, const RunSums *sums,
                           size_t sum_count) {
    double w = (sheet_width(&page->sheet) - (GAMES_SHOWN - 1) * 5) / GAMES_SHOWN, h = 33;
    sheet_heading(&page->sheet, say(page, "t.family.practised"));
    for (size_t i = 0; i < count && i < GAMES_SHOWN; i++) {
        double x = side(page, SHEET_MARGIN_MM + (double)i * (w + 5), w), y = page->sheet.y;
        Script *script = library_script(page->app->library, games[i], NULL);
        const char *title = games[i], *picture = "star";
        if (script != NULL) {
            const Manifest *manifest = script_manifest(script);
            title = texts_get(library_game_texts(page->app->library, page->locale, games[i]),
                              manifest->title);
            picture = manifest->picture;
        }
        int times = 0; /* sessions in which it was played */
        const Id *last = NULL;
        for (size_t k = 0; k < sum_count; k++) {
            bool played = strcmp(sums[k].game, games[i]) == 0 && sums[k].n > 0;
            if (played && (last == NULL || !id_equal(*last, sums[k].session))) {
                times++;
                last = &sums[k].session;
            }
        }
        char words[WORDS];
        snprintf(words, sizeof words, "%d %s", times, say(page, "t.family.times"));
        scene_rect(page->sheet.scene, x, y, w, h, 4, COLOR_PRIMARY_SOFT, COLOR_NONE, 0);
        scene_picture(page->sheet.scene, picture, x + w / 2, y + 11, 17, 1);
        sheet_label(&page->sheet, x + 2, y + 23, w - 4, title, SHEET_BODY, true, ALIGN_MIDDLE,
                    COLOR_INK);
        sheet_label(&page->sheet, x + 2, y + 28.6, w - 4, words, SHEET_BODY, false, ALIGN_MIDDLE,
                    COLOR_INK2);
    }
    page->sheet.y += h + 8;
}

static void draw_advice(Page *page, const char *picture, const char *text) {
    double w = sheet_width(&page->sheet), x = SHEET_MARGIN_MM, em = 4.2;
    scene_picture(page->sheet.scene, picture, side(page, x, 9) + 4.5, page->sheet.y + 4.5, 9, 1);
    int lines = sheet_lines(&page->sheet, text, w - 14, em);
    double height = lines * em * 1.35;
    double top = page->sheet.y + fmax(0, (9 - height) / 2);
    height =
        sheet_words(&page->sheet, side(page, x + 13, w - 13), top, w - 13, text, em, COLOR_INK, 2);
    page->sheet.y += fmax(9, height) + 2.5;
}

static void draw_home(Page *page, const char *const *games, size_t count) {
    sheet_heading(&page->sheet, say(page, "t.family.home"));
    bool english = strcmp(page->locale, "en") == 0;
    if (!english) {
        draw_advice(page, "home", say(page, "t.family.twin"));
    }
    for (size_t i = 0; english && i < count && i < 2; i++) {
        Script *script = library_script(page->app->library, games[i], NULL);
        if (script != NULL && script_manifest(script)->twin != NULL) {
            draw_advice(page, script_manifest(script)->picture, script_manifest(script)->twin);
        }
    }
    draw_advice(page, "hourglass", say(page, "t.family.often"));
    draw_advice(page, "hand", say(page, "t.family.wait"));
    draw_advice(page, "star", say(page, "t.family.stop"));
}

/* Two weeks of circles to tick, and whom to ask. */
static void draw_ticks(Page *page) {
    double w = sheet_width(&page->sheet), bottom = scene_height_mm(page->sheet.scene) - 16;
    double y = bottom - 30, step = w / TICKS;
    sheet_label(&page->sheet, side(page, SHEET_MARGIN_MM, w), y, w, say(page, "t.family.tick"), 4.2,
                true, ALIGN_START, COLOR_INK);
    for (int i = 0; i < TICKS; i++) {
        scene_circle(page->sheet.scene, SHEET_MARGIN_MM + (i + 0.5) * step, y + 11, 4.4,
                     COLOR_SURFACE, COLOR_EDGE, 0.4);
    }
    const char *ask = say(page, "t.family.ask");
    double word = sheet_text_width(&page->sheet, ask, SHEET_BODY, false) + 1;
    sheet_label(&page->sheet, side(page, SHEET_MARGIN_MM, word), bottom - 2, word, ask, SHEET_BODY,
                false, ALIGN_START, COLOR_INK2);
    double line = w - word - 3;
    sheet_blank(&page->sheet, side(page, SHEET_MARGIN_MM + word + 3, line), bottom, line, "");
}

static void draw_top(Page *page, const ChildRecord *child) {
    Scene *scene = page->sheet.scene;
    double w = sheet_width(&page->sheet);
    char when[WORDS], from[LOG_WORDS] = "", until[LOG_WORDS] = "";
    scene_rect(scene, 0, 0, scene_width_mm(scene), 5, 0, COLOR_PRIMARY, COLOR_NONE, 0);
    scene_picture(scene, child->symbol, side(page, SHEET_MARGIN_MM, 20) + 10, 22, 20, 1);
    sheet_label(&page->sheet, side(page, SHEET_MARGIN_MM + 25, w - 25), 18, w - 25,
                say(page, "t.family.title"), 8, true, ALIGN_START, COLOR_INK);
    if (page->count > 0) {
        const SessionRecord *old = &page->lines[page->count - 1].session;
        const SessionRecord *new = &page->lines[0].session;
        log_time(old->started_us, old->utc_offset_min, from);
        log_time(new->started_us, new->utc_offset_min, until);
        from[10] = until[10] = '\0';
    }
    snprintf(when, sizeof when, "%s \xc2\xb7 %s \xe2\x80\x93 %s", child->pseudonym, from, until);
    sheet_label(&page->sheet, side(page, SHEET_MARGIN_MM + 25, w - 25), 27.5, w - 25, when,
                SHEET_BODY, false, ALIGN_START, COLOR_INK2);
    page->sheet.y = 40;
}

bool report_family(App *app, Mem *mem, const ChildRecord *child, const char *locale, Report *report,
                   Fail *fail) {
    Profile profile;
    const char **games;
    size_t game_count, sum_count;
    RunSums *sums;
    *report = (Report){.language = "en"};
    if (!child_profile(child, &profile, fail)) {
        return false;
    }
    Page page = {.app = app, .mem = mem, .fail = fail};
    page.texts = library_texts(app->library, locale != NULL ? locale : profile.locale);
    page.locale = mem_text(mem, texts_locale(page.texts));
    page.mirrored = texts_is_mirrored(page.texts);
    report->language = page.locale;
    if (!history_sessions(app->store, mem, &child->id, 0, &page.lines, &page.count, fail) ||
        !course_games(app, mem, child->id, &games, &game_count, fail) ||
        !history_sums(app->store, mem, child->id, INT64_MIN, INT64_MAX, &sums, &sum_count, fail)) {
        return false;
    }
    report->scene = scene_new(REPORT_WIDTH_MM, REPORT_HEIGHT_MM);
    if (report->scene == NULL || page.locale == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a page");
    }
    snprintf(report->title, sizeof report->title, "%s, %s", say(&page, "t.family.title"),
             child->pseudonym);
    page.sheet = (Sheet){app, report->scene, 0};
    draw_top(&page, child);
    draw_practised(&page, games, game_count, sums, sum_count);
    bool ok = draw_pair(&page);
    draw_home(&page, games, game_count);
    draw_ticks(&page);
    ok = ok && scene_ok(report->scene, fail);
    if (!ok) {
        report_free(report);
    }
    return ok;
}
