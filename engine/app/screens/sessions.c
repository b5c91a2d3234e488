/* The sessions of a child, or of all, newest first; a row leads to its summary. */
#include "app/children.h"
#include "app/screens/review.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHILDREN_SHOWN = 7 };
static const double TOP = 38, ROW_MM = 16.2;

typedef struct {
    const SessionLine *line;
    Log log; /* without ink */
    bool read, noted;
} Row;

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord *children;
    size_t child_count;
    int child; /* index; -1: all */
    SessionLine *lines;
    size_t count, first;
    Row *rows; /* one a line; read when they come into view */
    char trouble[FAIL_TEXT_MAX];
} Sessions;

static void load(Sessions *list) {
    App *app = list->screen.app;
    Fail fail = {0};
    mem_reset(list->mem);
    list->count = list->child_count = 0;
    bool ok = store_flush(app->store, &fail) &&
              history_children(app->store, list->mem, &list->children, &list->child_count, &fail);
    if (ok && (list->child < 0 || (size_t)list->child >= list->child_count)) {
        list->child = -1;
    }
    const Id *child = ok && list->child >= 0 ? &list->children[list->child].id : NULL;
    ok = ok && history_sessions(app->store, list->mem, child, 0, &list->lines, &list->count, &fail);
    list->rows = mem_alloc_array(list->mem, list->count + 1, sizeof *list->rows);
    if (!ok || list->rows == NULL) {
        list->count = 0;
    }
    list->first = list->first < list->count ? list->first : 0;
    snprintf(list->trouble, sizeof list->trouble, "%s", fail.text);
}

static size_t rows_of(const App *app) {
    return (size_t)((app->height_mm - TOP - 3) / ROW_MM);
}

static Row *row_at(Sessions *list, size_t index) {
    Row *row = &list->rows[index];
    if (!row->read) {
        App *app = list->screen.app;
        char id[ID_TEXT_SIZE];
        const char *note = NULL;
        Fail fail = {0};
        row->read = true;
        row->line = &list->lines[index];
        id_text(row->line->session.id, id);
        if (!log_read(app, list->mem, row->line, false, &row->log, &fail) ||
            !history_note(app->store, list->mem, "note", id, &note, &fail)) {
            row->log = (Log){0};
            snprintf(app->notice, sizeof app->notice, "%s", fail.text);
        }
        row->noted = note != NULL;
    }
    return row;
}

/* ---- drawing ---- */

static void draw_filter(const Sessions *list, Scene *scene) {
    Shell *shell = list->screen.shell;
    part_key(scene, shell, "all", box_of(8, 21, 22, 13), "all",
             list->child < 0 ? KEY_SOFT : KEY_QUIET, 0);
    size_t shown = list->child_count < CHILDREN_SHOWN ? list->child_count : CHILDREN_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        char name[32];
        snprintf(name, sizeof name, "child:%zu", i);
        Box box = box_of(32 + (double)i * 16, 21, 14, 13);
        part_key(scene, shell, name, box, "", (int)i == list->child ? KEY_SOFT : KEY_QUIET, 0);
        scene_picture(scene, list->children[i].symbol, box.left + 7, box.top + 6.5, 9.5, 1);
    }
}

static void state_words(const SessionRecord *s, char words[LOG_WORDS], bool *doubt) {
    *doubt = true;
    if (s->ended_us == 0) {
        snprintf(words, LOG_WORDS, "still open");
    } else if (s->replay_total < 0) {
        snprintf(words, LOG_WORDS, "not replayed");
    } else if (s->replayed != s->replay_total) {
        snprintf(words, LOG_WORDS, "%d/%d reproduced", s->replayed, s->replay_total);
    } else {
        *doubt = false;
        snprintf(words, LOG_WORDS, "%d/%d reproduced", s->replayed, s->replay_total);
    }
}

/* "Road 7/10 · Sort 8/10": what was on own, by activity. */
static void goals_words(const Sessions *list, const Row *row, char *words, size_t size) {
    size_t length = 0;
    words[0] = '\0';
    for (size_t i = 0; i < row->log.count && length + 60 < size; i++) {
        const LogRun *run = &row->log.runs[i];
        length +=
            (size_t)snprintf(words + length, size - length, "%s%s %d/%d", i > 0 ? " \xc2\xb7 " : "",
                             review_word(list->screen.app, run->run.game), run->summary.on_own,
                             run->summary.counted);
    }
    if (row->log.count == 0) {
        snprintf(words, size, "no activity was begun");
    }
}

static double minutes_of(const Row *row) {
    const SessionRecord *s = &row->line->session;
    double active = 0, wall = s->ended_us > 0 ? (double)(s->ended_us - s->started_us) / 60e6 : 0;
    for (size_t i = 0; i < row->log.count; i++) {
        active += row->log.runs[i].summary.active_s / 60;
    }
    return fmax(wall, active);
}

static void draw_row(Sessions *list, Scene *scene, size_t index, double top) {
    const Row *row = row_at(list, index);
    const SessionRecord *s = &row->line->session;
    double w = scene_width_mm(scene) - 16, height = ROW_MM - 2.4, y = top + height / 2;
    char name[32], words[400];
    bool doubt;
    snprintf(name, sizeof name, "session:%zu", index);
    unsigned state = shell_target_state(list->screen.shell, name);
    Box box = box_of(8, top, w, height);
    part_card(scene, box_of(8, top + ((state & TARGET_PRESSED) != 0 ? 0.6 : 0), w, height), 5);
    if ((state & TARGET_FOCUS) != 0) {
        scene_rect(scene, 8, top, w, height, 5, COLOR_NONE, COLOR_FOCUS_MID, 0.8);
    }
    part_panel(scene, box_of(10, top + 1.7, 10.4, 10.4), row->line->child_symbol, COLOR_SKY_SOFT);
    part_text(scene, 24, y - 3.1, 52, review_date(s, false, words), COLOR_INK);
    snprintf(words, sizeof words, "%s \xc2\xb7 %.0f min \xc2\xb7 %d trials",
             row->line->child_pseudonym, minutes_of(row), row->log.trials);
    part_small(scene, 24, y + 3.4, 58, words, ALIGN_START);
    goals_words(list, row, words, sizeof words);
    scene_label(scene, 86, y - 3.1, w - 86 - 20, words, EM_SMALL, false, ALIGN_START, COLOR_INK);
    state_words(s, words, &doubt);
    scene_label(scene, 86, y + 3.4, w - 86 - 30, words, EM_SMALL, doubt, ALIGN_START,
                doubt ? COLOR_CORAL : COLOR_INK2);
    double x = 8 + w - 9;
    if (row->noted) {
        scene_picture(scene, "pencil", x, y, 8, 1);
        x -= 11;
    }
    if (strcmp(s->setting, "home") == 0) {
        scene_picture(scene, "home", x, y, 8, 1);
    }
    SceneTarget target = {
        .name = name, .role = ROLE_KEY, .box = box, .state = state | TARGET_ADULT};
    scene_target(scene, &target);
}

static bool sessions_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Sessions *list = (Sessions *)screen;
    double w = screen->app->width_mm;
    size_t rows = rows_of(screen->app);
    char words[64];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, 60, "Review");
    snprintf(words, sizeof words, "%zu session%s", list->count, list->count == 1 ? "" : "s");
    part_small(scene, 54, 11.4, 60, words, ALIGN_START);
    if (list->trouble[0] != '\0') {
        scene_words(scene, 10, 40, w - 20, 60, list->trouble, EM_BODY, ALIGN_START, COLOR_INK, 0);
        return true;
    }
    draw_filter(list, scene);
    if (list->count == 0) {
        part_text(scene, 10, TOP + 8, w - 20, "No session has been kept yet.", COLOR_INK2);
    }
    for (size_t i = 0; i < rows && list->first + i < list->count; i++) {
        draw_row(list, scene, list->first + i, TOP + (double)i * ROW_MM);
    }
    if (list->child >= 0) {
        part_key(scene, screen->shell, "ledger", box_of(w - 98, 5, 38, 12), "Where it holds",
                 KEY_QUIET, 0);
    }
    part_key(scene, screen->shell, "home_files", box_of(w - 57, 5, 14, 12), "", KEY_QUIET, 0);
    scene_picture(scene, "home", w - 50, 11, 8, 1);
    if (list->count > rows) {
        part_key(scene, screen->shell, "up", box_of(w - 40, 5, 15, 12), "\xe2\x80\xb9", KEY_QUIET,
                 list->first == 0 ? TARGET_DISABLED : 0);
        part_key(scene, screen->shell, "down", box_of(w - 23, 5, 15, 12), "\xe2\x80\xba", KEY_QUIET,
                 list->first + rows >= list->count ? TARGET_DISABLED : 0);
    }
    return true;
}

static void filter(Sessions *list, int child) {
    list->child = child;
    list->first = 0;
    load(list);
}

static void sessions_tap(Screen *screen, const char *target) {
    Sessions *list = (Sessions *)screen;
    size_t index, rows = rows_of(screen->app);
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "all") == 0) {
        filter(list, -1);
    } else if (sscanf(target, "child:%zu", &index) == 1 && index < list->child_count) {
        filter(list, (int)index);
    } else if (sscanf(target, "session:%zu", &index) == 1 && index < list->count) {
        shell_push(screen->shell, summary_new(screen->app, list->lines[index].session.id, false));
    } else if (strcmp(target, "ledger") == 0 && list->child >= 0) {
        shell_push(screen->shell, ledger_new(screen->app, list->children[list->child].id));
    } else if (strcmp(target, "home_files") == 0) {
        shell_push(screen->shell, home_files_new(screen->app));
    } else if (strcmp(target, "down") == 0 && list->first + rows < list->count) {
        list->first += rows;
    } else if (strcmp(target, "up") == 0) {
        list->first = list->first >= rows ? list->first - rows : 0;
    }
}

static void sessions_again(Screen *screen) {
    load((Sessions *)screen);
}

static void sessions_close(Screen *screen) {
    mem_free(((Sessions *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {.name = "sessions",
                              .close = sessions_close,
                              .draw = sessions_draw,
                              .tap = sessions_tap,
                              .shown_again = sessions_again};

Screen *sessions_new(App *app, const Id *child) {
    Sessions *list = calloc(1, sizeof *list);
    Mem *mem = mem_new((size_t)256 << 20);
    if (list == NULL || mem == NULL) {
        free(list);
        mem_free(mem);
        return NULL;
    }
    list->screen = (Screen){.ops = &OPS, .app = app};
    list->mem = mem;
    list->child = -1;
    load(list);
    for (size_t i = 0; child != NULL && i < list->child_count; i++) {
        if (id_equal(list->children[i].id, *child)) {
            filter(list, (int)i);
            break;
        }
    }
    return &list->screen;
}
