/* The ledger: where a skill holds, and where nobody has looked yet. */
#include "app/ledger.h"
#include "app/children.h"
#include "app/log.h"
#include "app/screens/adult.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TOP_MM = 31, ROW_MM = 13;

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord child;
    char name[CHILD_NAME_MAX];
    Ledger ledger;
    size_t page;
    char told[FAIL_TEXT_MAX];
} LedgerScreen;

static size_t rows(const App *app) {
    return (size_t)fmax(1, (app->height_mm - TOP_MM - 20) / ROW_MM);
}

static size_t pages(const LedgerScreen *screen) {
    size_t size = rows(screen->screen.app), count = screen->ledger.count;
    return count == 0 ? 1 : (count + size - 1) / size;
}

/* Where the columns begin, as shares of the width. */
enum { COLUMN_COUNT = 7 };
static const double COLUMNS[COLUMN_COUNT + 1] = {0, 0.225, 0.303, 0.418, 0.505, 0.655, 0.845, 1};

static void cell(Scene *scene, int column, double y, const char *words, bool bold, Color color) {
    double w = scene_width_mm(scene) - 24;
    scene_label(scene, 12 + COLUMNS[column] * w, y, (COLUMNS[column + 1] - COLUMNS[column]) * w - 2,
                words, EM_SMALL, bold, ALIGN_START, color);
}

static void draw_head(Scene *scene) {
    static const char *const heads[COLUMN_COUNT] = {"skill", "where",  "who", "tool",
                                                    "help",  "on own", "last"};
    for (int i = 0; i < COLUMN_COUNT; i++) {
        cell(scene, i, 26, heads[i], false, COLOR_INK2);
    }
}

/* Filled where it holds, half where it is played but does not, ring where there is too little. */
static void draw_state(Scene *scene, double x, double y, const LedgerCell *at) {
    bool holds = ledger_holds(at), little = at->trials < LEDGER_LEAST;
    scene_circle(scene, x, y, 1.8, holds ? COLOR_INK : COLOR_SURFACE, COLOR_INK, 0.5);
    if (!holds && !little) {
        scene_pie(scene, x, y, 1.6, 0.5, COLOR_INK);
    }
}

static void draw_row(const LedgerScreen *screen, Scene *scene, size_t index, double top) {
    const LedgerCell *at = &screen->ledger.cells[index];
    double w = scene_width_mm(scene), y = top + (ROW_MM - 2) / 2;
    bool first = index == 0 || strcmp(screen->ledger.cells[index - 1].game, at->game) != 0 ||
                 index % rows(screen->screen.app) == 0;
    char words[LOG_WORDS];
    scene_rect(scene, 8, top, w - 16, ROW_MM - 2, 4, COLOR_SURFACE, COLOR_NONE, 0);
    if (first) {
        adult_words(scene, screen->screen.shell,
                    box_of(12, top, COLUMNS[1] * (w - 24) - 2, ROW_MM - 2), at->title, EM_SMALL,
                    true, COLOR_INK);
    }
    cell(scene, 1, y, at->setting, false, COLOR_INK);
    cell(scene, 2, y, at->person, false, COLOR_INK);
    cell(scene, 3, y, at->tool, false, COLOR_INK);
    cell(scene, 4, y, ledger_help_words(at), false, COLOR_INK);
    double x = 12 + COLUMNS[5] * (w - 24);
    draw_state(scene, x + 2, y, at);
    snprintf(words, sizeof words, "%d/%d (%.0f-%.0f %%)", at->on_own, at->trials, at->low * 100,
             at->high * 100);
    scene_label(scene, x + 6, y, (COLUMNS[6] - COLUMNS[5]) * (w - 24) - 8, words, EM_SMALL, false,
                ALIGN_START, COLOR_INK);
    log_time(at->last_us, at->utc_offset_min, words);
    words[10] = '\0';
    cell(scene, 6, y, words, false, COLOR_INK2);
}

static bool ledger_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const LedgerScreen *at = (const LedgerScreen *)screen;
    double w = scene_width_mm(scene), y = scene_height_mm(scene) - 15;
    size_t size = rows(screen->app);
    char words[LEDGER_TEXT_MAX];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    snprintf(words, sizeof words, "Where it holds \xc2\xb7 %s", at->name);
    part_title(scene, 26, 11, w - 40, words);
    if (at->ledger.count == 0) {
        scene_words(scene, 12, 34, w - 24, 30,
                    at->told[0] != '\0' ? at->told : "No trial has been counted yet.", EM_BODY,
                    ALIGN_START, COLOR_INK2, 3);
        return true;
    }
    draw_head(scene);
    for (size_t i = 0; i < size && at->page * size + i < at->ledger.count; i++) {
        draw_row(at, scene, at->page * size + i, TOP_MM + (double)i * ROW_MM);
    }
    double right = adult_pages(scene, screen->shell, y, at->page, pages(at));
    for (size_t i = 0; i < size && at->page * size + i < at->ledger.count; i++) {
        ledger_advice(&at->ledger, at->ledger.cells[at->page * size + i].game, words);
        if (words[0] != '\0') {
            scene_words(scene, 12, y, right - 14, 12, words, EM_SMALL, ALIGN_START, COLOR_INK, 2);
            break;
        }
    }
    return true;
}

static void ledger_tap(Screen *screen, const char *target) {
    LedgerScreen *at = (LedgerScreen *)screen;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "after") == 0 && at->page + 1 < pages(at)) {
        at->page++;
    } else if (strcmp(target, "before") == 0 && at->page > 0) {
        at->page--;
    }
}

static void ledger_close(Screen *screen) {
    mem_free(((LedgerScreen *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "ledger", .close = ledger_close, .draw = ledger_draw, .tap = ledger_tap};

Screen *ledger_new(App *app, Id child) {
    LedgerScreen *at = calloc(1, sizeof *at);
    Mem *mem = mem_new((size_t)128 << 20);
    Fail fail = {0};
    if (at == NULL || mem == NULL) {
        free(at);
        mem_free(mem);
        return NULL;
    }
    at->screen = (Screen){.ops = &OPS, .app = app};
    at->mem = mem;
    if (child_find(app, mem, child, &at->child, &fail) &&
        ledger_read(app, mem, &at->child, NULL, &at->ledger, &fail)) {
        child_name(app, &at->child, at->name);
    } else {
        at->ledger.count = 0;
        snprintf(at->told, sizeof at->told, "%s", fail.text);
    }
    return &at->screen;
}
