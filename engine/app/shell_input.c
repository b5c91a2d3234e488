/* Fingers and keys in a shell: what the screen takes, and the taps that are left; see shell.h. */
#include "app/shell_own.h"

#include <stdio.h>
#include <string.h>

static const double ADULT_SLOP_MM = 1.5;
static const double TAP_WANDER_MM = 12;
/* Between two touches of hands that drum there is seldom more. */
static const int64_t ALONE_US = 1000000;

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
        shell_enter(shell);
        top->ops->tap(top, name);
        shell_leave(shell);
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
        shell_enter(shell);
        top->ops->drag(top, press->target, from, to);
        shell_leave(shell);
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

static void note_touch(Shell *shell, const Sample *raw) {
    if (raw->phase == SAMPLE_DOWN) {
        shell->touch_alone = shell->now_us - shell->touch_us > ALONE_US;
        shell->touch_finger = raw->finger;
    } else if (raw->finger != shell->touch_finger) {
        shell->touch_alone = false;
    }
    shell->touch_us = shell->now_us;
}

bool shell_touch_alone(const Shell *shell) {
    return shell->touch_alone;
}

void shell_touch(Shell *shell, const Sample *raw) {
    shell_pass_time(shell, raw->time_us);
    note_touch(shell, raw);
    shell_seen(shell);
    Screen *top = shell_top(shell);
    if (top == NULL || raw->finger < 0 || raw->finger >= SAMPLE_FINGERS_MAX) {
        return;
    }
    if (shell_has_gate(shell) && gate_take(&shell->gate, raw)) {
        shell_open_gate(shell);
        return;
    }
    if (top->ops->touch != NULL) {
        shell_enter(shell);
        bool taken = top->ops->touch(top, raw);
        shell_leave(shell);
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

/* A child's switches go down while an adult presses a key, and a sign may need the shift key: they
 * say nothing about it. */
static bool may_come_with_another(const char *word) {
    static const char *const words[] = {"Space", "Return",     "Tab",        "Left",
                                        "Right", "Left Shift", "Right Shift"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void note_key(Shell *shell, const char *word) {
    if (may_come_with_another(word)) {
        return;
    }
    shell->key_alone = shell->key[0] == '\0' || shell->now_us - shell->key_us > GATE_TOGETHER_US;
    shell->key_us = shell->now_us;
    snprintf(shell->key, sizeof shell->key, "%s", word);
}

bool shell_key_alone(const Shell *shell, const char *word) {
    return shell->key_alone && strcmp(shell->key, word) == 0;
}

static bool take_gate_key(Shell *shell, const char *word, bool pressed) {
    bool gate = strcmp(word, "F10") == 0;
    bool holds = gate && pressed && shell_key_alone(shell, word);
    shell->gate_us = holds ? shell->now_us + (shell->now_us == 0) : 0;
    return gate;
}

void shell_key(Shell *shell, const char *word, bool pressed, int64_t now_us) {
    shell_pass_time(shell, now_us);
    shell_seen(shell);
    Screen *top = shell_top(shell);
    if (top == NULL) {
        return;
    }
    if (pressed) {
        note_key(shell, word);
    }
    if (shell_has_gate(shell) && take_gate_key(shell, word, pressed)) {
        return;
    }
    if (top->ops->key != NULL) {
        shell_enter(shell);
        bool taken = top->ops->key(top, word, pressed);
        shell_leave(shell);
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
    shell_pass_time(shell, now_us);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->text != NULL) {
        shell_enter(shell);
        top->ops->text(top, utf8);
        shell->changed = true;
        shell_leave(shell);
    }
}

void shell_tell(Shell *shell, EntryKind kind, int64_t value, int64_t now_us) {
    shell_pass_time(shell, now_us);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->tell != NULL) {
        shell_enter(shell);
        top->ops->tell(top, kind, value);
        shell->changed = true;
        shell_leave(shell);
    }
}

void shell_asleep(Shell *shell, bool asleep, int64_t now_us) {
    shell_key(shell, asleep ? "Asleep" : "Awake", true, now_us);
}
