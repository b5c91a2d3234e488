/* Today: the children of this tablet, each with what is planned and one key to start. */
#include "app/children.h"
#include "app/screens/parts.h"
#include "app/screens/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CARDS = 4 };

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord *children;
    size_t count, page;
} Today;

static void load(Today *today, App *app) {
    Fail fail = {0};
    mem_reset(today->mem);
    today->count = 0;
    if (!children_or_trial(app, today->mem, &today->children, &today->count, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
}

static Box card_box(const Scene *scene, int index) {
    double w = (scene_width_mm(scene) - 16 - 4) / 2;
    return box_of(8 + (index % 2) * (w + 4), 22 + (index / 2) * 54.0, w, 49);
}

static void plan_words(App *app, const ChildRecord *child, char words[160]) {
    Plan plan;
    Fail fail = {0};
    words[0] = '\0';
    if (!child_plan(app, child, &plan, &fail)) {
        snprintf(words, 160, "%.150s", fail.text);
        return;
    }
    size_t length = 0;
    for (int i = 0; i < plan.count && length < 120; i++) {
        Script *script = library_script(app->library, plan.items[i].game, NULL);
        if (script != NULL) {
            const Texts *texts =
                library_game_texts(app->library, app->tablet.adult_locale, plan.items[i].game);
            length +=
                (size_t)snprintf(words + length, 160 - length, "%s%s", i > 0 ? " \xc2\xb7 " : "",
                                 texts_get(texts, script_manifest(script)->word));
        }
    }
}

static void draw_card(Today *today, Scene *scene, int slot) {
    static const Color tints[] = {COLOR_SKY_SOFT, COLOR_LEAF_SOFT, COLOR_HONEY_SOFT,
                                  COLOR_PLUM_SOFT};
    const ChildRecord *child = &today->children[today->page * CARDS + (size_t)slot];
    Box box = card_box(scene, slot);
    double w = box.right - box.left;
    char words[160], name[64];
    part_card(scene, box, 8);
    part_panel(scene, box_of(box.left + 4, box.top + 4, 18, 18), child->symbol, tints[slot % 4]);
    scene_label(scene, box.left + 26, box.top + 9, w - 30, child->pseudonym, 7, true, ALIGN_START,
                COLOR_INK);
    part_text(scene, box.left + 26, box.top + 17.5, w - 30, child->age_band, COLOR_INK2);
    plan_words(today->screen.app, child, words);
    part_text(scene, box.left + 4, box.top + 29, w - 8, words, COLOR_INK);
    snprintf(name, sizeof name, "start:%zu", today->page * CARDS + (size_t)slot);
    part_key(scene, today->screen.shell, name,
             box_of(box.right - 33.5, box.bottom - 17, 29.5, 12.5), "Start", KEY_PRIMARY, 0);
}

static bool today_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Today *today = (Today *)screen;
    part_ground(scene, false);
    scene_label(scene, 10, 11, 60, "Today", 8, true, ALIGN_START, COLOR_INK);
    double w = scene_width_mm(scene);
    part_key(scene, screen->shell, "settings", box_of(w - 36, 5, 26.5, 12), "Settings", KEY_QUIET,
             0);
    for (int i = 0; i < CARDS && today->page * CARDS + (size_t)i < today->count; i++) {
        draw_card(today, scene, i);
    }
    if (screen->app->notice[0] != '\0') {
        part_small(scene, 10, scene_height_mm(scene) - 5, scene_width_mm(scene) - 20,
                   screen->app->notice, ALIGN_START);
    }
    return true;
}

static void start(Today *today, size_t index) {
    App *app = today->screen.app;
    Fail fail = {0};
    Plan plan;
    Sitting *sitting = NULL;
    if (child_plan(app, &today->children[index], &plan, &fail)) {
        sitting = sitting_begin(app, &today->children[index], &plan,
                                shell_now_us(today->screen.shell), &fail);
    }
    if (sitting == NULL) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
        return;
    }
    flow_begin(today->screen.shell, sitting);
}

static void today_tap(Screen *screen, const char *target) {
    Today *today = (Today *)screen;
    size_t index;
    if (strcmp(target, "settings") == 0) {
        shell_push(screen->shell, settings_new(screen->app));
    } else if (sscanf(target, "start:%zu", &index) == 1 && index < today->count) {
        start(today, index);
    }
}

static void today_again(Screen *screen) {
    load((Today *)screen, screen->app);
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
