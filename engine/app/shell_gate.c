/* Time in a shell: advancing the top screen, the adult's gate, and noticing that nobody is there.
 */
#include "app/shell_own.h"

#include <string.h>

/* ---- the adult's gate: two still fingers in the top corners, or its key held ---- */

static const int64_t GATE_FRAME_US = 50000;
/* Longer than the fingers: a child who drums on a keyboard rests on one key for a second at times.
 */
static const int64_t GATE_KEY_US = 2000000;

/* ---- nobody there: names must not stay on the glass ---- */

static const int64_t IDLE_STEP_US = 30000000;

void shell_on_idle(Shell *shell, void (*idle)(Shell *shell, int64_t idle_us)) {
    shell->idle = idle;
}

static bool may_idle(Shell *shell) {
    Screen *top = shell_top(shell);
    return shell->idle != NULL && top != NULL && !top->ops->child;
}

void shell_seen(Shell *shell) {
    shell->input_us = shell->now_us;
    shell->idle_told_us = 0;
}

static void advance_idle(Shell *shell) {
    if (!may_idle(shell)) {
        shell_seen(shell);
        return;
    }
    int64_t idle_us = (shell->now_us - shell->input_us) / IDLE_STEP_US * IDLE_STEP_US;
    if (idle_us > shell->idle_told_us) {
        shell->idle_told_us = idle_us;
        shell->idle(shell, idle_us);
    }
}

bool shell_has_gate(Shell *shell) {
    Screen *top = shell_top(shell);
    return top != NULL && top->ops->child && top->ops->adult != NULL;
}

void shell_open_gate(Shell *shell) {
    Screen *top = shell_top(shell);
    shell->gate_us = 0;
    memset(shell->press, 0, sizeof shell->press);
    shell->changed = true;
    shell_enter(shell);
    top->ops->adult(top);
    shell_leave(shell);
}

static void advance_gate(Shell *shell) {
    if (!shell_has_gate(shell)) {
        return;
    }
    bool key = shell->gate_us > 0 && shell->now_us >= shell->gate_us + GATE_KEY_US;
    if (gate_pass_time(&shell->gate, shell->now_us) || key) {
        shell_open_gate(shell);
    } else if (gate_progress(&shell->gate, shell->now_us) > 0) {
        shell->changed = true;
    }
}

static int64_t gate_wake(Shell *shell) {
    if (!shell_has_gate(shell)) {
        return INT64_MAX;
    }
    if (shell->gate_us > 0) {
        return shell->gate_us + GATE_KEY_US;
    }
    return gate_progress(&shell->gate, shell->now_us) > 0 ? shell->now_us + GATE_FRAME_US
                                                          : gate_wake_us(&shell->gate);
}

void shell_draw_gate(Shell *shell, Scene *scene) {
    double share = shell_has_gate(shell) ? gate_progress(&shell->gate, shell->now_us) : 0;
    for (int side = 0; share > 0 && side < 2; side++) {
        double x = side == 0 ? 9 : shell->app->width_mm - 9;
        scene_circle(scene, x, 9, 8, COLOR_SURFACE, COLOR_EDGE, 0.8);
        scene_pie(scene, x, 9, 7, share, COLOR_PRIMARY);
    }
}

void shell_advance(Shell *shell, int64_t now_us) {
    shell_pass_time(shell, now_us);
    store_poll(shell->app->store);
    advance_idle(shell);
    advance_gate(shell);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->advance != NULL) {
        shell_enter(shell);
        top->ops->advance(top, shell->now_us);
        shell_leave(shell);
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
