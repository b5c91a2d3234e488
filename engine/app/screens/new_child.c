/* A new child in five taps: a symbol, an age, a hand, and the touch check. No name is asked for. */
#include "app/children.h"
#include "app/screens/adult.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { STEP_SYMBOL, STEP_AGE, STEP_HAND, STEP_READY } Step;

static const char *const SYMBOLS[] = {"cat",       "dog",   "fish",    "bear",  "rabbit", "owl",
                                      "fox",       "frog",  "turtle",  "lion",  "panda",  "pig",
                                      "butterfly", "bee",   "whale",   "sun",   "star",   "boat",
                                      "kite",      "train", "balloon", "apple", "flower", "moon"};
enum { SYMBOL_COUNT = sizeof SYMBOLS / sizeof SYMBOLS[0], COLUMNS = 8 };
static const char *const AGES[] = {"3-4", "5-6", "7-9", "10-12"};
static const struct {
    Hand hand;
    const char *word;
} HANDS[] = {{HAND_LEFT, "Left"}, {HAND_RIGHT, "Right"}, {HAND_UNKNOWN, "Not sure yet"}};

typedef struct {
    Screen screen;
    Mem *mem;
    Step step;
    int symbol, age;
    bool used[SYMBOL_COUNT];
    ChildRecord child;
    char trouble[FAIL_TEXT_MAX];
} NewChild;

/* ---- drawing ---- */

static void draw_symbols(NewChild *new_child, Scene *scene) {
    double w = (scene_width_mm(scene) - 16 - 7 * 3.0) / COLUMNS;
    double h = (scene_height_mm(scene) - 30 - 2 * 4.0) / 3 - 3;
    for (int i = 0; i < SYMBOL_COUNT; i++) {
        char name[24];
        Box box = box_of(8 + i % COLUMNS * (w + 3), 26 + i / COLUMNS * (h + 4.0), w, h);
        snprintf(name, sizeof name, "symbol:%d", i);
        adult_card(scene, new_child->screen.shell, name, box, 5, SYMBOLS[i]);
        scene_picture(scene, SYMBOLS[i], box.left + w / 2, box.top + h / 2, (w < h ? w : h) * 0.7,
                      new_child->used[i] ? 0.35 : 1);
    }
}

static void draw_keys(NewChild *new_child, Scene *scene, const char *const *words, int count) {
    double w = scene_width_mm(scene), key = 42, x = (w - count * key - (count - 1) * 6.0) / 2;
    for (int i = 0; i < count; i++) {
        char name[24];
        snprintf(name, sizeof name, "choice:%d", i);
        part_key(scene, new_child->screen.shell, name,
                 box_of(x + i * (key + 6), scene_height_mm(scene) * 0.56, key, 20), words[i],
                 KEY_PLAIN, 0);
    }
}

static void draw_symbol(NewChild *new_child, Scene *scene) {
    double x = scene_width_mm(scene) / 2;
    part_panel(scene, box_of(x - 18, 28, 36, 36), SYMBOLS[new_child->symbol], COLOR_SKY_SOFT);
}

static void draw_ready(NewChild *new_child, Scene *scene) {
    double x = scene_width_mm(scene) / 2, y = scene_height_mm(scene) * 0.62;
    scene_label(scene, x, 72, 0, new_child->child.pseudonym, 7, true, ALIGN_MIDDLE, COLOR_INK);
    part_key(scene, new_child->screen.shell, "check", box_of(x - 42, y, 84, 17),
             "Start touch check", KEY_PRIMARY, 0);
    part_key(scene, new_child->screen.shell, "later", box_of(x - 42, y + 22, 84, 12),
             "Later: make the plan", KEY_QUIET, 0);
}

static bool new_child_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    static const char *const titles[] = {"A symbol for the new child", "How old?",
                                         "Which hand draws?", "The child is on this tablet"};
    static const char *const ages[] = {"3\xe2\x80\x93"
                                       "4 years",
                                       "5\xe2\x80\x93"
                                       "6 years",
                                       "7\xe2\x80\x93"
                                       "9 years",
                                       "10\xe2\x80\x93"
                                       "12 years"};
    static const char *const hands[] = {"Left", "Right", "Not sure yet"};
    NewChild *new_child = (NewChild *)screen;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, scene_width_mm(scene) - 40, titles[new_child->step]);
    if (new_child->step == STEP_SYMBOL) {
        draw_symbols(new_child, scene);
    } else {
        draw_symbol(new_child, scene);
    }
    if (new_child->step == STEP_AGE) {
        draw_keys(new_child, scene, ages, 4);
    } else if (new_child->step == STEP_HAND) {
        draw_keys(new_child, scene, hands, 3);
    } else if (new_child->step == STEP_READY) {
        draw_ready(new_child, scene);
    }
    part_small(scene, 10, scene_height_mm(scene) - 4, scene_width_mm(scene) - 20,
               new_child->trouble, ALIGN_START);
    return true;
}

/* ---- taps ---- */

static void make(NewChild *new_child, int hand) {
    Profile profile = profile_standard(AGES[new_child->age], "");
    Fail fail = {0};
    profile.guard.hand = HANDS[hand].hand;
    if (child_make(new_child->screen.app, new_child->mem, SYMBOLS[new_child->symbol], NULL,
                   &profile, &new_child->child, &fail)) {
        new_child->step = STEP_READY;
    } else {
        snprintf(new_child->trouble, sizeof new_child->trouble, "%s", fail.text);
    }
}

static void new_child_tap(Screen *screen, const char *target) {
    NewChild *new_child = (NewChild *)screen;
    int choice;
    if (strcmp(target, "back") == 0) {
        if (new_child->step == STEP_SYMBOL || new_child->step == STEP_READY) {
            shell_pop(screen->shell);
        } else {
            new_child->step--;
        }
    } else if (sscanf(target, "symbol:%d", &choice) == 1 && choice < SYMBOL_COUNT) {
        new_child->symbol = choice;
        new_child->step = STEP_AGE;
    } else if (sscanf(target, "choice:%d", &choice) == 1 && new_child->step == STEP_AGE) {
        new_child->age = choice;
        new_child->step = STEP_HAND;
    } else if (sscanf(target, "choice:%d", &choice) == 1 && new_child->step == STEP_HAND) {
        make(new_child, choice);
    } else if (strcmp(target, "check") == 0) {
        shell_replace(screen->shell, touch_check_new(screen->app, new_child->child.id));
    } else if (strcmp(target, "later") == 0) {
        shell_replace(screen->shell, plan_new(screen->app, new_child->child.id));
    }
}

static void mark_used(NewChild *new_child) {
    Mem *mem = mem_new(16 << 20);
    ChildRecord *children;
    size_t count = 0;
    if (mem != NULL) {
        history_children(new_child->screen.app->store, mem, &children, &count, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        for (int s = 0; s < SYMBOL_COUNT; s++) {
            new_child->used[s] = new_child->used[s] || strcmp(children[i].symbol, SYMBOLS[s]) == 0;
        }
    }
    mem_free(mem);
}

static void new_child_close(Screen *screen) {
    mem_free(((NewChild *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "new_child", .close = new_child_close, .draw = new_child_draw, .tap = new_child_tap};

Screen *new_child_new(App *app) {
    NewChild *new_child = calloc(1, sizeof *new_child);
    Mem *mem = mem_new(1 << 20);
    if (new_child == NULL || mem == NULL) {
        free(new_child);
        mem_free(mem);
        return NULL;
    }
    new_child->screen = (Screen){.ops = &OPS, .app = app};
    new_child->mem = mem;
    mark_used(new_child);
    return &new_child->screen;
}
