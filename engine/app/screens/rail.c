/* The rail: everything the adult may do in a session, over the frozen and dimmed activity. Harmless
 * things only, so it needs no PIN. A tap beside it leads back to the child. */
#include "app/screens/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    ChildScreen child;
    Screen *below; /* the activity; lives longer than the rail */
    bool finishing;
} Rail;

static const double WIDTH = 74, MARGIN = 4;

static Box panel_box(const Rail *rail) {
    const App *app = rail->child.screen.app;
    Frame frame = child_frame(&rail->child);
    double height = app->height_mm < 136 ? app->height_mm - 2 * MARGIN : 128;
    double x = frame.gutter_left ? MARGIN : app->width_mm - MARGIN - WIDTH;
    return box_of(x, (app->height_mm - height) / 2, WIDTH, height);
}

/* ---- drawing ---- */

static void add_target(Scene *scene, const char *name, Box box, unsigned state) {
    SceneTarget target = {
        .name = name, .role = ROLE_KEY, .box = box, .state = state | TARGET_ADULT};
    scene_target(scene, &target);
}

static void rail_key(const Rail *rail, Scene *scene, const char *name, Box box, const char *word,
                     Color face, Color text) {
    unsigned state = shell_target_state(rail->child.screen.shell, name);
    double down = (state & TARGET_PRESSED) != 0 ? 0.7 : 0;
    scene_rect(scene, box.left, box.top + down, box.right - box.left, box.bottom - box.top, 4, face,
               (state & TARGET_FOCUS) != 0 ? COLOR_RAIL_ON : COLOR_NONE, 1);
    scene_label(scene, box.left + 1, (box.top + box.bottom) / 2 + down, box.right - box.left - 2,
                word, EM_BODY, false, ALIGN_MIDDLE, text);
    add_target(scene, name, box, state);
}

static void assistance_key(const Rail *rail, Scene *scene, Box box, int level, bool marked) {
    const AssistanceWord *word = assistance_word(rail->child.screen.app->tablet.scheme, level);
    char name[24];
    snprintf(name, sizeof name, "assist:%d", level);
    unsigned state = shell_target_state(rail->child.screen.shell, name);
    double w = box.right - box.left, x = box.left + w / 2;
    scene_rect(scene, box.left, box.top, w, box.bottom - box.top, 4,
               marked ? COLOR_RAIL_ON : COLOR_RAIL_KEY,
               (state & TARGET_FOCUS) != 0 ? COLOR_RAIL_TEXT : COLOR_NONE, 0.8);
    scene_rect(scene, x - 5.2, box.top + 1.5, 10.4, 10, 2, COLOR_PLATE, COLOR_NONE, 0);
    scene_picture(scene, word->picture, x, box.top + 6.5, 9, 1);
    scene_label(scene, box.left + 0.8, box.bottom - 3.2, w - 1.6, word->word, EM_SMALL, marked,
                ALIGN_MIDDLE, marked ? COLOR_RAIL_BG : COLOR_RAIL_TEXT);
    add_target(scene, name, box, state);
}

static void draw_head(const Rail *rail, Scene *scene, Box panel) {
    Sitting *sitting = rail->child.sitting;
    Run *run = sitting_run(sitting);
    char words[160];
    double x = panel.left + 6, w = WIDTH - 12;
    snprintf(words, sizeof words, "%s", sitting_child(sitting)->pseudonym);
    int left = (int)sitting_seconds_left(sitting, child_now_us(&rail->child));
    if (run == NULL) {
        scene_label(scene, x, panel.top + 7, w, words, EM_BODY, false, ALIGN_START,
                    COLOR_RAIL_TEXT);
        snprintf(words, sizeof words, "%d:%02d left", left / 60, left % 60);
        scene_label(scene, x, panel.top + 16, 0, words, EM_TITLE, true, ALIGN_START,
                    COLOR_RAIL_TEXT);
        return;
    }
    int armed = run_level_armed(run), level = run_level(run);
    const Texts *texts =
        library_game_texts(rail->child.screen.app->library,
                           rail->child.screen.app->tablet.adult_locale, sitting_game_id(sitting));
    int length = snprintf(words, sizeof words, "%s \xc2\xb7 %s \xc2\xb7 L%d",
                          sitting_child(sitting)->pseudonym,
                          texts_get(texts, sitting_game(sitting)->manifest->word), level);
    if (armed > 0 && armed != level) {
        snprintf(words + length, sizeof words - (size_t)length, " \xe2\x86\x92 L%d next", armed);
    }
    scene_label(scene, x, panel.top + 7, w, words, EM_BODY, false, ALIGN_START, COLOR_RAIL_TEXT);
    snprintf(words, sizeof words, "%d:%02d left", left / 60, left % 60);
    scene_label(scene, x, panel.top + 16, 0, words, EM_TITLE, true, ALIGN_START, COLOR_RAIL_TEXT);
    snprintf(words, sizeof words, "%d of %d", run_trials_done(run) + 1, run_trials_planned(run));
    scene_label(scene, panel.right - 6, panel.top + 16, 0, words, EM_BODY, false, ALIGN_END,
                COLOR_RAIL_TEXT);
}

/* A row of equal keys. */
static Box row_box(Box panel, double top, double height, int index, int count) {
    double gap = 2, room = WIDTH - 6 - gap * (count - 1), w = room / count;
    return box_of(panel.left + 3 + index * (w + gap), panel.top + top, w, height);
}

/* What is about the open trial. */
static void draw_trial_keys(const Rail *rail, Scene *scene, Box panel) {
    const Color key = COLOR_RAIL_KEY, text = COLOR_RAIL_TEXT;
    rail_key(rail, scene, "easier", row_box(panel, 63, 12, 0, 2), "\xe2\x88\x92 easier", key, text);
    rail_key(rail, scene, "harder", row_box(panel, 63, 12, 1, 2), "harder +", key, text);
    rail_key(rail, scene, "again", row_box(panel, 77, 12, 0, 3), "again", key, text);
    rail_key(rail, scene, "skip", row_box(panel, 77, 12, 1, 3), "skip", key, text);
    rail_key(rail, scene, "help", row_box(panel, 77, 12, 2, 3), "help", key, text);
}

static void draw_keys(const Rail *rail, Scene *scene, Box panel) {
    const Comfort *comfort = &sitting_profile(rail->child.sitting)->comfort;
    const Color key = COLOR_RAIL_KEY, text = COLOR_RAIL_TEXT;
    if (sitting_run(rail->child.sitting) != NULL) {
        draw_trial_keys(rail, scene, panel);
    }
    rail_key(rail, scene, "calm_break", row_box(panel, 91, 13, 0, 2), "calm break",
             COLOR_PRIMARY_SOFT, COLOR_PRIMARY_DEEP);
    rail_key(rail, scene, "finish", row_box(panel, 91, 13, 1, 2), "finish\xe2\x80\xa6",
             COLOR_HONEY_SOFT, COLOR_INK);
    rail_key(rail, scene, "calm_switch", row_box(panel, 106, 10.5, 0, 3),
             comfort->calm_switch ? "calm on" : "calm", comfort->calm_switch ? COLOR_RAIL_ON : key,
             comfort->calm_switch ? COLOR_RAIL_BG : text);
    rail_key(rail, scene, "hand", row_box(panel, 106, 10.5, 1, 3),
             sitting_profile(rail->child.sitting)->guard.hand == HAND_LEFT ? "left" : "right", key,
             text);
    rail_key(rail, scene, "longer", row_box(panel, 106, 10.5, 2, 3), "+2 min", key, text);
}

static void draw_finish(const Rail *rail, Scene *scene, Box panel) {
    scene_label(scene, panel.left + 6, panel.top + 70, WIDTH - 12, "Finish kindly:", EM_BODY, false,
                ALIGN_START, COLOR_RAIL_TEXT);
    rail_key(rail, scene, "last", row_box(panel, 76, 13, 0, 1), "after this one", COLOR_HONEY_SOFT,
             COLOR_INK);
    rail_key(rail, scene, "upset", row_box(panel, 91, 12, 0, 2), "now, upset", COLOR_RAIL_KEY,
             COLOR_RAIL_TEXT);
    rail_key(rail, scene, "stop", row_box(panel, 91, 12, 1, 2), "now", COLOR_RAIL_KEY,
             COLOR_RAIL_TEXT);
    rail_key(rail, scene, "back", row_box(panel, 106, 10.5, 0, 1), "go on playing", COLOR_RAIL_KEY,
             COLOR_RAIL_TEXT);
}

static bool rail_draw(Screen *screen, Scene *scene, Fail *fail) {
    const Rail *rail = (const Rail *)screen;
    Run *run = sitting_run(rail->child.sitting);
    Box panel = panel_box(rail);
    if (!rail->below->ops->draw(rail->below, scene, fail)) {
        return false;
    }
    scene_origin(scene, 0, 0);
    scene_forget_targets(scene);
    SceneItem dim = {.kind = SCENE_RECT,
                     .box = box_of(0, 0, screen->app->width_mm, screen->app->height_mm),
                     .fill = COLOR_RAIL_BG,
                     .opacity = 0.28};
    scene_add(scene, &dim);
    add_target(scene, "beside", dim.box, 0);
    scene_rect(scene, panel.left, panel.top, WIDTH, panel.bottom - panel.top, 6, COLOR_RAIL_BG,
               COLOR_NONE, 0);
    add_target(scene, "panel", panel, 0);
    draw_head(rail, scene, panel);
    for (int i = 0; run != NULL && i <= ASSISTANCE_MAX; i++) {
        assistance_key(rail, scene, row_box(panel, 22 + i / 3 * 20.5, 18.5, i % 3, 3), i,
                       i == run_assistance(run));
    }
    if (rail->finishing) {
        draw_finish(rail, scene, panel);
    } else {
        draw_keys(rail, scene, panel);
    }
    if (sitting_hint(rail->child.sitting)[0] != '\0') {
        scene_circle(scene, panel.left + 6, panel.bottom - 6, 2, COLOR_STAR, COLOR_NONE, 0);
        scene_words(scene, panel.left + 10, panel.bottom - 11.8, WIDTH - 12, 11,
                    sitting_hint(rail->child.sitting), EM_SMALL, ALIGN_START, COLOR_RAIL_TEXT, 2);
        return true;
    }
    scene_label(scene, panel.left + WIDTH / 2, panel.bottom - 5, 0,
                "keys 1\xe2\x80\x93"
                "6  +  \xe2\x88\x92  N  P  B  M",
                EM_SMALL, false, ALIGN_MIDDLE, COLOR_EDGE);
    return true;
}

/* ---- doing ---- */

static void tell(Rail *rail, EntryKind kind, int64_t value) {
    Fail fail = {0};
    App *app = rail->child.screen.app;
    if (!sitting_tell(rail->child.sitting, kind, value, child_now_us(&rail->child), &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
}

static void leave(Rail *rail) {
    sitting_pause(rail->child.sitting, false, child_now_us(&rail->child));
    shell_pop(rail->child.screen.shell);
}

static void arm(Rail *rail, int step) {
    Run *run = sitting_run(rail->child.sitting);
    if (run == NULL) {
        return;
    }
    int armed = run_level_armed(run), level = (armed > 0 ? armed : run_level(run)) + step;
    if (level >= 1 && level <= sitting_game(rail->child.sitting)->levels->count) {
        tell(rail, ENTRY_LEVEL, level);
    }
}

/* Things that end the trial: back to the child, where the run goes on. */
static bool end_trial(Rail *rail, const char *target) {
    static const struct {
        const char *name;
        EntryKind kind;
    } ends[] = {
        {"again", ENTRY_AGAIN}, {"skip", ENTRY_SKIP}, {"help", ENTRY_HELP}, {"last", ENTRY_LAST}};
    for (int i = 0; i < 4; i++) {
        if (strcmp(target, ends[i].name) == 0) {
            Sitting *sitting = rail->child.sitting;
            int64_t now_us = child_now_us(&rail->child);
            sitting_pause(sitting, false, now_us);
            tell(rail, ends[i].kind, 0);
            shell_pop(rail->child.screen.shell);
            return true;
        }
    }
    return false;
}

static void finish(Rail *rail, const char *reason) {
    Shell *shell = rail->child.screen.shell;
    Sitting *sitting = rail->child.sitting;
    sitting_pause(sitting, false, child_now_us(&rail->child));
    shell_pop(shell);
    flow_finish(shell, sitting, reason);
}

static void change_setting(Rail *rail, const char *target) {
    Profile *profile = sitting_profile(rail->child.sitting);
    if (strcmp(target, "calm_switch") == 0) {
        profile->comfort.calm_switch = !profile->comfort.calm_switch;
        sitting_note(rail->child.sitting, "calm_switch",
                     profile->comfort.calm_switch ? "on" : "off", child_now_us(&rail->child));
    } else if (strcmp(target, "hand") == 0) {
        /* The next run is laid out for that hand; the open one stays where it is. */
        profile->guard.hand = profile->guard.hand == HAND_LEFT ? HAND_RIGHT : HAND_LEFT;
        sitting_note(rail->child.sitting, "hand",
                     profile->guard.hand == HAND_LEFT ? "left" : "right",
                     child_now_us(&rail->child));
    } else if (strcmp(target, "longer") == 0) {
        sitting_extend(rail->child.sitting, 2);
    }
}

static void rail_tap(Screen *screen, const char *target) {
    Rail *rail = (Rail *)screen;
    int level;
    if (strcmp(target, "beside") == 0 || strcmp(target, "back") == 0) {
        leave(rail);
    } else if (sscanf(target, "assist:%d", &level) == 1) {
        tell(rail, ENTRY_ASSIST, level);
    } else if (strcmp(target, "easier") == 0 || strcmp(target, "harder") == 0) {
        arm(rail, target[0] == 'e' ? -1 : 1);
    } else if (strcmp(target, "calm_break") == 0) {
        Shell *shell = screen->shell;
        Screen *calm = calm_new(screen->app, rail->child.sitting, 0);
        shell_replace(shell, calm);
    } else if (strcmp(target, "finish") == 0) {
        rail->finishing = true;
    } else if (strcmp(target, "stop") == 0) {
        finish(rail, "stopped");
    } else if (strcmp(target, "upset") == 0) {
        finish(rail, "child_upset");
    } else if (!end_trial(rail, target)) {
        change_setting(rail, target);
    }
}

static bool rail_key_pressed(Screen *screen, const char *word, bool pressed) {
    Rail *rail = (Rail *)screen;
    if (pressed &&
        (strcmp(word, "Escape") == 0 || strcmp(word, "P") == 0 || strcmp(word, "F10") == 0)) {
        leave(rail);
        return true;
    }
    if (pressed && word[0] >= '1' && word[0] <= '6' && word[1] == '\0') {
        tell(rail, ENTRY_ASSIST, word[0] - '1');
        return true;
    }
    return false;
}

static int64_t rail_wake(const Screen *screen) {
    return (child_now_us((const ChildScreen *)screen) / 1000000 + 1) * 1000000;
}

static void rail_advance(Screen *screen, int64_t now_us) {
    (void)now_us;
    shell_change(screen->shell);
}

static const ScreenOps OPS = {.name = "rail",
                              .child = true,
                              .close = child_close,
                              .draw = rail_draw,
                              .tap = rail_tap,
                              .key = rail_key_pressed,
                              .advance = rail_advance,
                              .wake_us = rail_wake,
                              .look = child_look};

Screen *rail_new(App *app, Sitting *sitting, Screen *below) {
    Rail *rail = calloc(1, sizeof *rail);
    if (rail == NULL) {
        return NULL;
    }
    rail->child = (ChildScreen){.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    rail->below = below;
    return &rail->child.screen;
}
