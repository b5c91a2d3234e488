/* Between two activities: the done picture goes to the done side, the next becomes first, and the
 * body moves a little. Goes on by itself. */
#include "app/screens/child.h"

#include "play/widget.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    ChildScreen child;
    int64_t since_us; /* 0: not yet on the glass */
} Changeover;

static const int64_t STAYS_US = 6000000;

typedef struct {
    const char *key, *picture;
} Move;

static const Move MOVES[] = {{"change.stretch", "child"},
                             {"change.shake", "hand"},
                             {"change.breathe", "wind"},
                             {"change.squeeze", "handshake"}};

static const Move *move_now(const ChildScreen *child) {
    return &MOVES[sitting_item(child->sitting) % 4];
}

static bool changeover_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const ChildScreen *child = (const ChildScreen *)screen;
    double w = screen->app->width_mm, h = screen->app->height_mm;
    int item = sitting_item(child->sitting);
    child_frame_draw(child, scene, item, false);
    double y = h / 2 - 2;
    Box done = child_box(child, w / 2 - 88, y - 21, 42, 42);
    Box move = child_box(child, w / 2 - 33, y - 33, 66, 66);
    Box next = child_box(child, w / 2 + 46, y - 21, 42, 42);
    const char *before = item > 0 ? sitting_item_picture(child->sitting, item - 1) : NULL;
    const char *after = sitting_item_picture(child->sitting, item);
    part_card(scene, done, 6);
    scene_picture(scene, before != NULL ? before : "star", (done.left + done.right) / 2, y, 30,
                  0.45);
    widget_tick(scene, (Point){done.right - 7, done.bottom - 7});
    part_card(scene, move, 8);
    scene_rect(scene, move.left + 3, move.top + 3, 60, 60, 6, COLOR_HONEY_SOFT, COLOR_NONE, 0);
    scene_picture(scene, move_now(child)->picture, (move.left + move.right) / 2, y, 44, 1);
    child_tile(child, scene, "go", next, after != NULL ? after : "star", NULL, COLOR_LEAF_SOFT, 0);
    scene_label(scene, w / 2, y + 44, 0, child_text(child, move_now(child)->key), EM_LABEL, false,
                ALIGN_MIDDLE, COLOR_INK);
    scene_label(scene, (done.left + done.right) / 2, y + 28, 0, child_text(child, "done"),
                EM_CHILD_LEAST, false, ALIGN_MIDDLE, COLOR_INK2);
    scene_label(scene, (next.left + next.right) / 2, y + 28, 0, child_text(child, "next"),
                EM_CHILD_LEAST, false, ALIGN_MIDDLE, COLOR_INK2);
    return true;
}

static void changeover_tap(Screen *screen, const char *target) {
    ChildScreen *child = (ChildScreen *)screen;
    if (strcmp(target, "go") == 0) {
        flow_next(screen->shell, child->sitting);
    } else if (strcmp(target, "ear") == 0) {
        child_say(child, move_now(child)->key);
    }
}

static void changeover_advance(Screen *screen, int64_t now_us) {
    Changeover *change = (Changeover *)screen;
    if (change->since_us > 0 && now_us >= change->since_us + STAYS_US) {
        flow_next(screen->shell, change->child.sitting);
    }
}

static int64_t changeover_wake(const Screen *screen) {
    const Changeover *change = (const Changeover *)screen;
    return change->since_us > 0 ? change->since_us + STAYS_US : INT64_MAX;
}

static void changeover_presented(Screen *screen, int64_t now_us) {
    Changeover *change = (Changeover *)screen;
    if (change->since_us == 0) {
        change->since_us = now_us > 0 ? now_us : 1;
        child_sound(&change->child, "changeOver");
        child_say(&change->child, move_now(&change->child)->key);
    }
}

static const ScreenOps OPS = {.name = "changeover",
                              .child = true,
                              .close = child_close,
                              .draw = changeover_draw,
                              .tap = changeover_tap,
                              .advance = changeover_advance,
                              .wake_us = changeover_wake,
                              .presented = changeover_presented,
                              .adult = child_adult,
                              .locale = child_locale,
                              .look = child_look};

Screen *changeover_new(App *app, Sitting *sitting) {
    Changeover *change = calloc(1, sizeof *change);
    if (change == NULL) {
        return NULL;
    }
    change->child = (ChildScreen){.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    return &change->child.screen;
}
