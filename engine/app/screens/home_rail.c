/* What a caregiver may do while the child plays: go on, say that there was help, finish kindly.
 * Three keys and nothing else, over the frozen activity. */
#include "app/screens/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    ChildScreen child;
    Screen *below; /* lives longer than this */
} HomeRail;

/* A caregiver's two words, as levels of the scheme that goes with home sessions. */
enum { LITTLE = 2, LOT = 4 };

static const char *say(const HomeRail *rail, const char *key) {
    return child_text(&rail->child, key);
}

/* Marked so far; the second tap says that it was more. */
static int helped(const HomeRail *rail) {
    Run *run = sitting_run(rail->child.sitting);
    return run != NULL ? run_assistance(run) : ASSISTANCE_UNMARKED;
}

static bool rail_draw(Screen *screen, Scene *scene, Fail *fail) {
    const HomeRail *rail = (const HomeRail *)screen;
    double w = scene_width_mm(scene), h = scene_height_mm(scene), x = w / 2 - 55;
    Shell *shell = screen->shell;
    if (!rail->below->ops->draw(rail->below, scene, fail)) {
        return false;
    }
    scene_origin(scene, 0, 0);
    scene_forget_targets(scene);
    SceneItem dim = {
        .kind = SCENE_RECT, .box = box_of(0, 0, w, h), .fill = COLOR_RAIL_BG, .opacity = 0.28};
    scene_add(scene, &dim);
    scene_rect(scene, x - 8, h / 2 - 45, 126, 90, 8, COLOR_CANVAS, COLOR_NONE, 0);
    int mark = helped(rail);
    bool ends = sitting_winds_up(rail->child.sitting);
    part_key(scene, shell, "go", box_of(x, h / 2 - 38, 110, 22), say(rail, "t.home.goon"),
             KEY_PRIMARY, 0);
    part_key(scene, shell, "helped", box_of(x, h / 2 - 11, 110, 22),
             say(rail, mark >= LOT      ? "t.home.lot"
                       : mark >= LITTLE ? "t.home.little"
                                        : "t.home.helped"),
             mark >= LITTLE ? KEY_SOFT : KEY_QUIET,
             sitting_run(rail->child.sitting) == NULL ? TARGET_DISABLED : 0);
    part_key(scene, shell, "finish", box_of(x, h / 2 + 16, 110, 22),
             say(rail, ends ? "t.home.now" : "t.home.finish"), KEY_QUIET, 0);
    return true;
}

static void tell(HomeRail *rail, EntryKind kind, int64_t value) {
    Fail fail = {0};
    App *app = rail->child.screen.app;
    if (!sitting_tell(rail->child.sitting, kind, value, child_now_us(&rail->child), &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
}

static void leave(HomeRail *rail) {
    sitting_pause(rail->child.sitting, false, child_now_us(&rail->child));
    shell_pop(rail->child.screen.shell);
}

/* First: one more, then the goodbye. Asked again, or where nothing is played: the goodbye now. */
static void finish(HomeRail *rail) {
    Shell *shell = rail->child.screen.shell;
    Sitting *sitting = rail->child.sitting;
    if (sitting_run(sitting) != NULL && !sitting_winds_up(sitting)) {
        sitting_pause(sitting, false, child_now_us(&rail->child));
        tell(rail, ENTRY_LAST, 0);
        sitting_wind_up(sitting);
        shell_pop(shell);
        return;
    }
    sitting_pause(sitting, false, child_now_us(&rail->child));
    shell_pop(shell);
    flow_finish(shell, sitting, "stopped");
}

static void rail_tap(Screen *screen, const char *target) {
    HomeRail *rail = (HomeRail *)screen;
    if (strcmp(target, "go") == 0) {
        leave(rail);
    } else if (strcmp(target, "helped") == 0) {
        tell(rail, ENTRY_ASSIST, helped(rail) >= LITTLE ? LOT : LITTLE);
    } else if (strcmp(target, "finish") == 0) {
        finish(rail);
    }
}

static bool rail_key_pressed(Screen *screen, const char *word, bool pressed) {
    if (pressed && (strcmp(word, "Escape") == 0 || strcmp(word, "F10") == 0)) {
        leave((HomeRail *)screen);
        return true;
    }
    return false;
}

static const ScreenOps OPS = {.name = "home_rail",
                              .child = true,
                              .close = child_close,
                              .draw = rail_draw,
                              .tap = rail_tap,
                              .key = rail_key_pressed,
                              .look = child_look,
                              .locale = child_locale};

Screen *home_rail_new(App *app, Sitting *sitting, Screen *below) {
    HomeRail *rail = calloc(1, sizeof *rail);
    if (rail == NULL) {
        return NULL;
    }
    rail->child = (ChildScreen){.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    rail->below = below;
    return &rail->child.screen;
}
