/* Today: the children of this tablet, each with what is planned and one key to start. */
#include "app/overview.h"
#include "app/screens/adult.h"
#include "app/screens/parts.h"
#include "app/screens/screens.h"
#include "app/trouble.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 2 };
static const double TOP_MM = 20.5, FOOT_MM = 13.5, GAP_MM = 4, MARGIN_MM = 8;

typedef struct {
    Screen screen;
    Mem *mem;
    Overview *cards;
    size_t count, page;
    bool grid; /* all children as pictures, to find one by its symbol */
} Today;

static void load(Today *today, App *app) {
    Fail fail = {0};
    mem_reset(today->mem);
    today->count = 0;
    if (!overview_all(app, today->mem, &today->cards, &today->count, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
    trouble_tell(app);
}

/* ---- where things are ---- */

static double foot_y(const Scene *scene) {
    return scene_height_mm(scene) - FOOT_MM;
}

static int card_rows(double height_mm) {
    int rows = (int)((height_mm - FOOT_MM - TOP_MM) / 48);
    return rows < 1 ? 1 : rows;
}

static Box card_box(const Scene *scene, int index) {
    int rows = card_rows(scene_height_mm(scene));
    double w = (scene_width_mm(scene) - 2 * MARGIN_MM - GAP_MM) / COLUMNS;
    double h = (foot_y(scene) - TOP_MM - GAP_MM * rows) / rows;
    return box_of(MARGIN_MM + (index % COLUMNS) * (w + GAP_MM),
                  TOP_MM + (index / COLUMNS) * (h + GAP_MM), w, h);
}

enum { GRID_COLUMNS = 6, GRID_ROWS = 3 };

static Box grid_box(const Scene *scene, int index) {
    double w = (scene_width_mm(scene) - 2 * MARGIN_MM - GAP_MM * (GRID_COLUMNS - 1)) / GRID_COLUMNS;
    double h = (foot_y(scene) - TOP_MM - GAP_MM * GRID_ROWS) / GRID_ROWS;
    return box_of(MARGIN_MM + (index % GRID_COLUMNS) * (w + GAP_MM),
                  TOP_MM + (index / GRID_COLUMNS) * (h + GAP_MM), w, h);
}

static size_t page_size(const Today *today) {
    return today->grid ? GRID_COLUMNS * GRID_ROWS
                       : (size_t)(COLUMNS * card_rows(today->screen.app->height_mm));
}

static size_t page_count(const Today *today) {
    size_t size = page_size(today);
    return today->count == 0 ? 1 : (today->count + size - 1) / size;
}

/* ---- a card ---- */

/* The scores of the last sessions on their whole range, so that a small change looks small. */
static void draw_line(Scene *scene, Box box, const Overview *card) {
    Point points[OVERVIEW_POINTS];
    double w = box.right - box.left, h = box.bottom - box.top;
    if (card->count == 0) {
        return;
    }
    for (int i = 0; i < card->count; i++) {
        double share = card->count > 1 ? (double)i / (card->count - 1) : 1;
        points[i] = (Point){box.left + share * w, box.bottom - card->points[i] / 100 * h};
    }
    scene_line(scene, points, (size_t)card->count, 0.8, COLOR_INK2);
    Point last = points[card->count - 1];
    scene_circle(scene, last.x, last.y, 1.4, COLOR_PRIMARY, COLOR_NONE, 0);
}

static void draw_card(Today *today, Scene *scene, int slot) {
    size_t index = today->page * page_size(today) + (size_t)slot;
    const Overview *card = &today->cards[index];
    Shell *shell = today->screen.shell;
    Box box = card_box(scene, slot);
    double w = box.right - box.left;
    char name[64], minutes[64];
    snprintf(name, sizeof name, "card:%zu", index);
    part_card(scene, box, 8);
    /* Beside the line and the key, so that no target lies on another. */
    adult_target(scene, shell, name, box_of(box.left, box.top, w - 37, box.bottom - box.top),
                 card->name);
    part_panel(scene, box_of(box.left + 4, box.top + 4, 18, 18), card->child.symbol,
               adult_tint(index));
    bool line = card->count > 1;
    double text_w = w - 28 - (line ? 36 : 0);
    scene_label(scene, box.left + 26, box.top + 9, text_w, card->name, 7, true, ALIGN_START,
                COLOR_INK);
    snprintf(minutes, sizeof minutes, "%s y \xc2\xb7 %.0f min", card->child.age_band,
             card->minutes);
    part_text(scene, box.left + 26, box.top + 17.5, text_w, minutes, COLOR_INK2);
    if (line) {
        snprintf(name, sizeof name, "spark:%zu", index);
        Box spark = box_of(box.right - 35, box.top + 4.5, 31, 16);
        draw_line(scene, box_of(spark.left + 2, spark.top + 2, 27, 12), card);
        adult_target(scene, shell, name, spark, "trend");
    }
    part_text(scene, box.left + 4, box.top + 27.2, w - 8, card->plan, COLOR_INK);
    scene_label(scene, box.left + 4, box.bottom - 7.5, w - 44, card->state, EM_BODY, false,
                ALIGN_START, card->planned ? COLOR_INK2 : COLOR_CORAL);
    snprintf(name, sizeof name, "%s:%zu", card->planned ? "start" : "plan", index);
    part_key(scene, shell, name, box_of(box.right - 33.5, box.bottom - 14.6, 29.5, 12),
             card->planned ? "Start" : "Plan", card->planned ? KEY_PRIMARY : KEY_OUTLINE, 0);
}

static void draw_child(Today *today, Scene *scene, int slot) {
    size_t index = today->page * page_size(today) + (size_t)slot;
    const Overview *card = &today->cards[index];
    Box box = grid_box(scene, slot);
    double w = box.right - box.left, h = box.bottom - box.top;
    char name[64];
    snprintf(name, sizeof name, "card:%zu", index);
    adult_card(scene, today->screen.shell, name, box, 6, card->name);
    double side = fmin(w - 8, h - 12);
    part_panel(scene, box_of(box.left + (w - side) / 2, box.top + 3, side, side),
               card->child.symbol, adult_tint(index));
    scene_label(scene, box.left + 1, box.bottom - 4.5, w - 2, card->name, EM_BODY, true,
                ALIGN_MIDDLE, COLOR_INK);
}

/* ---- head and foot ---- */

static void date_words(const App *app, char words[64]) {
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    time_t now = (time_t)(app_wall_us(app) / 1000000 + app->utc_offset_min * 60);
    struct tm day;
    gmtime_r(&now, &day);
    snprintf(words, 64, "%s %d %s", days[day.tm_wday], day.tm_mday, months[day.tm_mon]);
}

static void draw_head(Today *today, Scene *scene) {
    Shell *shell = today->screen.shell;
    double w = scene_width_mm(scene), x = w - 10;
    char date[64];
    scene_label(scene, 10, 11, 40, "Today", 8, true, ALIGN_START, COLOR_INK);
    date_words(today->screen.app, date);
    scene_label(scene, 40, 11, w - 40 - 96, date, EM_BODY, false, ALIGN_START, COLOR_INK2);
    part_key(scene, shell, "settings", box_of(x - 26, 5, 26, 12), "Settings", KEY_QUIET, 0);
    part_key(scene, shell, "review", box_of(x - 55, 5, 26, 12), "Review", KEY_QUIET, 0);
    part_key(scene, shell, "children", box_of(x - 84, 5, 26, 12), "Children",
             today->grid ? KEY_SOFT : KEY_QUIET, 0);
}

static void draw_foot(Today *today, Scene *scene) {
    Shell *shell = today->screen.shell;
    double y = foot_y(scene);
    part_key(scene, shell, "new", box_of(MARGIN_MM, y, 30, 11), "+ child", KEY_QUIET, 0);
    double right = adult_pages(scene, shell, y, today->page, page_count(today));
    const App *app = today->screen.app;
    char scale[96];
    snprintf(scale, sizeof scale, "%.2f px/mm%s", app->px_per_mm,
             app->tablet.calibrated ? "" : ", not measured yet: see Settings");
    bool notice = app->notice[0] != '\0';
    scene_words(scene, MARGIN_MM + 34, notice ? y + 0.5 : y + 2.9, right - MARGIN_MM - 34, 12,
                notice ? app->notice : scale, EM_SMALL, notice ? ALIGN_START : ALIGN_END,
                COLOR_INK2, 2);
}

static bool today_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Today *today = (Today *)screen;
    part_ground(scene, false);
    draw_head(today, scene);
    size_t size = page_size(today);
    for (size_t i = 0; i < size && today->page * size + i < today->count; i++) {
        if (today->grid) {
            draw_child(today, scene, (int)i);
        } else {
            draw_card(today, scene, (int)i);
        }
    }
    draw_foot(today, scene);
    return true;
}

/* ---- taps ---- */

static void start(Today *today, size_t index) {
    App *app = today->screen.app;
    Fail fail = {0};
    Plan plan;
    const ChildRecord *child = &today->cards[index].child;
    app->notice[0] = '\0';
    if (!child_plan(app, child, &plan, &fail) ||
        !adult_start(today->screen.shell, child, &plan, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
}

static void today_tap(Screen *screen, const char *target) {
    Today *today = (Today *)screen;
    App *app = screen->app;
    size_t index;
    /* A session starts without any secret; whatever shows or changes records asks for one. */
    bool play = strncmp(target, "start:", 6) == 0 || strcmp(target, "after") == 0 ||
                strcmp(target, "before") == 0 || strcmp(target, "children") == 0;
    if (!play && !unlock_passed(screen->shell)) {
        return;
    }
    if (strcmp(target, "settings") == 0) {
        shell_push(screen->shell, settings_new(app));
    } else if (strcmp(target, "review") == 0) {
        shell_push(screen->shell, sessions_new(app, NULL));
    } else if (strcmp(target, "children") == 0) {
        today->grid = !today->grid;
        today->page = 0;
    } else if (strcmp(target, "new") == 0) {
        shell_push(screen->shell, new_child_new(app));
    } else if (strcmp(target, "after") == 0) {
        today->page++;
    } else if (strcmp(target, "before") == 0) {
        today->page--;
    } else if (sscanf(target, "start:%zu", &index) == 1 && index < today->count) {
        start(today, index);
    } else if (sscanf(target, "spark:%zu", &index) == 1 && index < today->count) {
        shell_push(screen->shell,
                   trend_new(app, today->cards[index].child.id, today->cards[index].game));
    } else if ((sscanf(target, "card:%zu", &index) == 1 ||
                sscanf(target, "plan:%zu", &index) == 1) &&
               index < today->count) {
        shell_push(screen->shell, plan_new(app, today->cards[index].child.id));
    }
}

static void today_again(Screen *screen) {
    Today *today = (Today *)screen;
    load(today, screen->app);
    if (today->page >= page_count(today)) {
        today->page = 0;
    }
}

static void today_close(Screen *screen) {
    mem_free(((Today *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {.name = "today",
                              .close = today_close,
                              .draw = today_draw,
                              .tap = today_tap,
                              .shown_again = today_again};

Screen *today_new(App *app) {
    Today *today = calloc(1, sizeof *today);
    Mem *mem = mem_new(64 << 20);
    if (today == NULL || mem == NULL) {
        free(today);
        mem_free(mem);
        return NULL;
    }
    today->screen = (Screen){.ops = &OPS, .app = app};
    today->mem = mem;
    load(today, app);
    return &today->screen;
}
