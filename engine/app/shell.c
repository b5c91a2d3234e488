/* The stack of screens, and taps from readings; see shell.h. */
#include "app/shell.h"

#include "play/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 96 };
static const double ADULT_SLOP_MM = 1.5;
static const double TAP_WANDER_MM = 12;

typedef struct {
    bool down, on_target;
    char target[NAME_SIZE];
    Point from, at;
    bool wandered;
} Press;

struct Shell {
    App *app;
    Screen *screens[SHELL_DEPTH_MAX];
    size_t depth;
    Screen *closing[SHELL_DEPTH_MAX * 2]; /* freed when no screen's function is running */
    size_t closing_count;
    int busy;
    Scene *scenes[2];
    int now; /* index of the scene that was made last */
    bool drawn[2];
    bool changed;
    int64_t now_us;
    Press press[SAMPLE_FINGERS_MAX];
    char focus[NAME_SIZE];
    Gate gate;       /* the adult's way out of a child's screen */
    int64_t gate_us; /* since when its key is held; 0: it is not */
    int taps;
    void (*idle)(Shell *shell, int64_t idle_us);
    int64_t input_us, idle_told_us; /* the last touch or key; how long it was told */
};

Shell *shell_new(App *app) {
    Shell *shell = calloc(1, sizeof *shell);
    if (shell == NULL) {
        return NULL;
    }
    shell->app = app;
    shell->changed = true;
    for (int i = 0; i < 2; i++) {
        shell->scenes[i] = scene_new(app->width_mm, app->height_mm);
        if (shell->scenes[i] == NULL) {
            shell_free(shell);
            return NULL;
        }
    }
    return shell;
}

static void close_waiting(Shell *shell) {
    if (shell->busy > 0) {
        return;
    }
    while (shell->closing_count > 0) {
        Screen *screen = shell->closing[--shell->closing_count];
        screen->ops->close(screen);
    }
}

void shell_free(Shell *shell) {
    if (shell == NULL) {
        return;
    }
    while (shell->depth > 0) {
        shell_pop(shell);
    }
    scene_free(shell->scenes[0]);
    scene_free(shell->scenes[1]);
    free(shell);
}

App *shell_app(Shell *shell) {
    return shell->app;
}

Screen *shell_top(Shell *shell) {
    return shell->depth > 0 ? shell->screens[shell->depth - 1] : NULL;
}

const char *shell_top_name(Shell *shell) {
    return shell->depth > 0 ? shell->screens[shell->depth - 1]->ops->name : "";
}

size_t shell_depth(const Shell *shell) {
    return shell->depth;
}

/* Fingers and focus belong to the screen they began on. */
static void forget_input(Shell *shell) {
    memset(shell->press, 0, sizeof shell->press);
    gate_begin(&shell->gate, shell->app->width_mm);
    shell->gate_us = 0;
    shell->focus[0] = '\0';
    shell->changed = true;
}

static void take_off(Shell *shell) {
    shell->closing[shell->closing_count++] = shell->screens[--shell->depth];
    close_waiting(shell);
}

void shell_push(Shell *shell, Screen *screen) {
    if (screen == NULL) {
        return;
    }
    if (shell->depth == SHELL_DEPTH_MAX) {
        take_off(shell);
    }
    screen->shell = shell;
    screen->app = shell->app;
    shell->screens[shell->depth++] = screen;
    forget_input(shell);
}

void shell_replace(Shell *shell, Screen *screen) {
    if (screen == NULL) {
        return;
    }
    if (shell->depth > 0) {
        take_off(shell);
    }
    shell_push(shell, screen);
}

void shell_pop(Shell *shell) {
    if (shell->depth == 0) {
        return;
    }
    take_off(shell);
    forget_input(shell);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->shown_again != NULL) {
        shell->busy++;
        top->ops->shown_again(top);
        shell->busy--;
        close_waiting(shell);
    }
}

void shell_pop_to(Shell *shell, const char *name) {
    while (shell->depth > 1 && strcmp(shell_top_name(shell), name) != 0) {
        shell_pop(shell);
    }
}

/* ---- input ---- */

static void pass_time(Shell *shell, int64_t now_us) {
    shell->now_us = now_us > shell->now_us ? now_us : shell->now_us;
}

int64_t shell_now_us(const Shell *shell) {
    return shell->now_us;
}

/* ---- the adult's gate: two still fingers in the top corners, or its key held ---- */

static const int64_t GATE_FRAME_US = 50000;

/* ---- nobody there: names must not stay on the glass ---- */

static const int64_t IDLE_STEP_US = 30000000;

void shell_on_idle(Shell *shell, void (*idle)(Shell *shell, int64_t idle_us)) {
    shell->idle = idle;
}

static bool may_idle(Shell *shell) {
    Screen *top = shell_top(shell);
    return shell->idle != NULL && top != NULL && !top->ops->child;
}

static void seen(Shell *shell) {
    shell->input_us = shell->now_us;
    shell->idle_told_us = 0;
}

static void advance_idle(Shell *shell) {
    if (!may_idle(shell)) {
        seen(shell);
        return;
    }
    int64_t idle_us = (shell->now_us - shell->input_us) / IDLE_STEP_US * IDLE_STEP_US;
    if (idle_us > shell->idle_told_us) {
        shell->idle_told_us = idle_us;
        shell->idle(shell, idle_us);
    }
}

static bool has_gate(Shell *shell) {
    Screen *top = shell_top(shell);
    return top != NULL && top->ops->child && top->ops->adult != NULL;
}

static void open_gate(Shell *shell) {
    Screen *top = shell_top(shell);
    shell->gate_us = 0;
    memset(shell->press, 0, sizeof shell->press);
    shell->changed = true;
    shell->busy++;
    top->ops->adult(top);
    shell->busy--;
    close_waiting(shell);
}

static void advance_gate(Shell *shell) {
    if (!has_gate(shell)) {
        return;
    }
    bool key = shell->gate_us > 0 && shell->now_us >= shell->gate_us + GATE_HOLD_US;
    if (gate_pass_time(&shell->gate, shell->now_us) || key) {
        open_gate(shell);
    } else if (gate_progress(&shell->gate, shell->now_us) > 0) {
        shell->changed = true;
    }
}

static int64_t gate_wake(Shell *shell) {
    if (!has_gate(shell)) {
        return INT64_MAX;
    }
    if (shell->gate_us > 0) {
        return shell->gate_us + GATE_HOLD_US;
    }
    return gate_progress(&shell->gate, shell->now_us) > 0 ? shell->now_us + GATE_FRAME_US
                                                          : gate_wake_us(&shell->gate);
}

static void draw_gate(Shell *shell, Scene *scene) {
    double share = has_gate(shell) ? gate_progress(&shell->gate, shell->now_us) : 0;
    for (int side = 0; share > 0 && side < 2; side++) {
        double x = side == 0 ? 9 : shell->app->width_mm - 9;
        scene_circle(scene, x, 9, 8, COLOR_SURFACE, COLOR_EDGE, 0.8);
        scene_pie(scene, x, 9, 7, share, COLOR_PRIMARY);
    }
}

void shell_advance(Shell *shell, int64_t now_us) {
    pass_time(shell, now_us);
    store_poll(shell->app->store);
    advance_idle(shell);
    advance_gate(shell);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->advance != NULL) {
        shell->busy++;
        top->ops->advance(top, shell->now_us);
        shell->busy--;
        close_waiting(shell);
    }
}

int64_t shell_wake_us(Shell *shell) {
    Screen *top = shell_top(shell);
    int64_t gate_us = gate_wake(shell);
    int64_t wake_us = top != NULL && top->ops->wake_us != NULL ? top->ops->wake_us(top) : INT64_MAX;
    int64_t idle_us = shell->input_us + shell->idle_told_us + IDLE_STEP_US;
    wake_us = may_idle(shell) && idle_us < wake_us ? idle_us : wake_us;
    return gate_us < wake_us ? gate_us : wake_us;
}

static const Scene *scene_now(Shell *shell) {
    const Scene *now, *before;
    Fail fail = {0};
    if (shell->changed) {
        shell_scene(shell, &now, &before, &fail);
    }
    return shell->scenes[shell->now];
}

static void hand_tap(Shell *shell, const char *target) {
    Screen *top = shell_top(shell);
    char name[NAME_SIZE];
    strncpy(name, target, sizeof name - 1);
    name[sizeof name - 1] = '\0';
    if (top != NULL && top->ops->tap != NULL) {
        shell->taps++;
        shell->changed = true;
        shell->busy++;
        top->ops->tap(top, name);
        shell->busy--;
        close_waiting(shell);
    }
}

static void press_down(Shell *shell, Press *press, const Sample *raw) {
    *press = (Press){.down = true, .from = {raw->x_mm, raw->y_mm}, .at = {raw->x_mm, raw->y_mm}};
    const SceneTarget *target =
        scene_target_hit(scene_now(shell), raw->x_mm, raw->y_mm, ADULT_SLOP_MM);
    if (target != NULL && strlen(target->name) < NAME_SIZE) {
        strcpy(press->target, target->name);
        press->on_target = true;
        shell->changed = true;
    }
}

static void press_move(Shell *shell, Press *press, const Sample *raw) {
    Point to = {raw->x_mm, raw->y_mm};
    Point from = press->at;
    press->at = to;
    press->wandered = press->wandered || point_distance(press->from, to) > TAP_WANDER_MM;
    Screen *top = shell_top(shell);
    if (top->ops->drag != NULL) {
        shell->busy++;
        top->ops->drag(top, press->target, from, to);
        shell->busy--;
        close_waiting(shell);
    }
}

static void press_up(Shell *shell, Press *press, const Sample *raw) {
    Press ended = *press;
    *press = (Press){0};
    if (!ended.on_target) {
        return;
    }
    shell->changed = true;
    const SceneTarget *target = scene_target_named(scene_now(shell), ended.target);
    Box box = target != NULL ? box_grow(target->box, ADULT_SLOP_MM) : box_empty();
    if (target != NULL && box_holds(box, raw->x_mm, raw->y_mm) &&
        (!ended.wandered || target->role == ROLE_KEY)) {
        hand_tap(shell, ended.target);
    }
}

void shell_touch(Shell *shell, const Sample *raw) {
    pass_time(shell, raw->time_us);
    seen(shell);
    Screen *top = shell_top(shell);
    if (top == NULL || raw->finger < 0 || raw->finger >= SAMPLE_FINGERS_MAX) {
        return;
    }
    if (has_gate(shell) && gate_take(&shell->gate, raw)) {
        open_gate(shell);
        return;
    }
    if (top->ops->touch != NULL) {
        shell->busy++;
        bool taken = top->ops->touch(top, raw);
        shell->busy--;
        close_waiting(shell);
        if (taken) {
            shell->press[raw->finger] = (Press){0};
            return;
        }
    }
    Press *press = &shell->press[raw->finger];
    if (raw->phase == SAMPLE_DOWN) {
        press_down(shell, press, raw);
    } else if (press->down && raw->phase == SAMPLE_MOVE) {
        press_move(shell, press, raw);
    } else if (press->down) {
        press_up(shell, press, raw);
    }
}

/* Keyboard focus goes from target to target in the order of the scene. */
static void move_focus(Shell *shell, int step) {
    const Scene *scene = scene_now(shell);
    int count = (int)scene_target_count(scene), at = -1;
    for (int i = 0; i < count; i++) {
        if (strcmp(scene_target_at(scene, (size_t)i)->name, shell->focus) == 0) {
            at = i;
        }
    }
    for (int tried = 0; tried < count; tried++) {
        at = at < 0 && step < 0 ? count - 1 : (at + step + count) % count;
        const SceneTarget *target = scene_target_at(scene, (size_t)at);
        if (target->role != ROLE_NONE && (target->state & TARGET_DISABLED) == 0 &&
            strlen(target->name) < NAME_SIZE) {
            strcpy(shell->focus, target->name);
            shell->changed = true;
            return;
        }
    }
}

void shell_key(Shell *shell, const char *word, bool pressed, int64_t now_us) {
    pass_time(shell, now_us);
    seen(shell);
    Screen *top = shell_top(shell);
    if (top == NULL) {
        return;
    }
    if (has_gate(shell) && strcmp(word, "F10") == 0) {
        shell->gate_us = pressed ? shell->now_us + (shell->now_us == 0) : 0;
        return;
    }
    if (top->ops->key != NULL) {
        shell->busy++;
        bool taken = top->ops->key(top, word, pressed);
        shell->busy--;
        close_waiting(shell);
        if (taken) {
            shell->changed = true;
            return;
        }
    }
    if (!pressed) {
        return;
    }
    if (strcmp(word, "Tab") == 0 || strcmp(word, "Down") == 0 || strcmp(word, "Right") == 0) {
        move_focus(shell, 1);
    } else if (strcmp(word, "Up") == 0 || strcmp(word, "Left") == 0) {
        move_focus(shell, -1);
    } else if ((strcmp(word, "Return") == 0 || strcmp(word, "Space") == 0) &&
               shell->focus[0] != '\0') {
        hand_tap(shell, shell->focus);
    } else if (strcmp(word, "Escape") == 0 && !top->ops->child && shell->depth > 1) {
        shell_pop(shell);
    }
}

void shell_text(Shell *shell, const char *utf8, int64_t now_us) {
    pass_time(shell, now_us);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->text != NULL) {
        shell->busy++;
        top->ops->text(top, utf8);
        shell->busy--;
        shell->changed = true;
        close_waiting(shell);
    }
}

void shell_tell(Shell *shell, EntryKind kind, int64_t value, int64_t now_us) {
    pass_time(shell, now_us);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->tell != NULL) {
        shell->busy++;
        top->ops->tell(top, kind, value);
        shell->busy--;
        shell->changed = true;
        close_waiting(shell);
    }
}

void shell_asleep(Shell *shell, bool asleep, int64_t now_us) {
    shell_key(shell, asleep ? "Asleep" : "Awake", true, now_us);
}

/* ---- output ---- */

void shell_change(Shell *shell) {
    shell->changed = true;
}

Look shell_look(Shell *shell) {
    Screen *top = shell_top(shell);
    return top != NULL && top->ops->look != NULL ? top->ops->look(top)
                                                 : (Look)shell->app->tablet.look;
}

const char *shell_locale(Shell *shell) {
    Screen *top = shell_top(shell);
    return top != NULL && top->ops->locale != NULL ? top->ops->locale(top)
                                                   : shell->app->tablet.adult_locale;
}

bool shell_needs_drawing(const Shell *shell) {
    return shell->changed;
}

static bool draw_failure(Scene *scene, const Fail *fail) {
    scene_clear(scene);
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    scene_rect(scene, 0, 0, w, h, 0, COLOR_CANVAS, COLOR_NONE, 0);
    scene_words(scene, 20, h / 3, w - 40, h / 2, fail->text, 5.2, ALIGN_START, COLOR_INK, 0);
    return false;
}

bool shell_scene(Shell *shell, const Scene **now, const Scene **before, Fail *fail) {
    Screen *top = shell_top(shell);
    bool ok = true;
    if (shell->changed) {
        int next = 1 - shell->now;
        Scene *scene = shell->scenes[next];
        if (scene_width_mm(scene) != shell->app->width_mm ||
            scene_height_mm(scene) != shell->app->height_mm) {
            scene_free(scene);
            scene = shell->scenes[next] = scene_new(shell->app->width_mm, shell->app->height_mm);
            if (scene == NULL) {
                return fail_set(fail, FAIL_MEMORY, "there is no memory for the screen");
            }
            shell->drawn[shell->now] = false;
        }
        scene_clear(scene);
        shell->changed = false;
        if (top != NULL) {
            shell->busy++;
            ok = top->ops->draw(top, scene, fail);
            scene_origin(scene, 0, 0);
            draw_gate(shell, scene);
            ok = ok && scene_ok(scene, fail);
            shell->busy--;
            close_waiting(shell);
        }
        if (!ok) {
            draw_failure(scene, fail);
        }
        shell->now = next;
        shell->drawn[next] = true;
    }
    *now = shell->scenes[shell->now];
    *before = shell->drawn[1 - shell->now] ? shell->scenes[1 - shell->now] : NULL;
    return ok;
}

void shell_presented(Shell *shell, int64_t now_us) {
    pass_time(shell, now_us);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->presented != NULL) {
        shell->busy++;
        top->ops->presented(top, shell->now_us);
        shell->busy--;
        close_waiting(shell);
    }
}

unsigned shell_target_state(const Shell *shell, const char *name) {
    unsigned state = strcmp(shell->focus, name) == 0 ? TARGET_FOCUS : 0;
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        if (shell->press[i].on_target && strcmp(shell->press[i].target, name) == 0) {
            state |= TARGET_PRESSED;
        }
    }
    return state;
}

int shell_taps(const Shell *shell) {
    return shell->taps;
}

void shell_say(Shell *shell, const char *locale, const char *game, const char *key, double volume) {
    const Voice *voice = &shell->app->voice;
    if (voice->say != NULL) {
        voice->say(voice->self, locale, game, key, volume * shell->app->tablet.volume);
    }
}

void shell_sound(Shell *shell, const char *sound, bool calm, double volume) {
    const Voice *voice = &shell->app->voice;
    if (voice->sound != NULL) {
        voice->sound(voice->self, sound, calm, volume * shell->app->tablet.volume);
    }
}
