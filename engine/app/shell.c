/* The stack of screens and what they show; see shell.h. Input is in shell_input.c, time and the
 * adult's gate in shell_gate.c. */
#include "app/shell_own.h"

#include <stdlib.h>
#include <string.h>

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

void shell_enter(Shell *shell) {
    shell->busy++;
}

void shell_leave(Shell *shell) {
    shell->busy--;
    close_waiting(shell);
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
        shell_enter(shell);
        top->ops->shown_again(top);
        shell_leave(shell);
    }
}

void shell_pop_to(Shell *shell, const char *name) {
    while (shell->depth > 1 && strcmp(shell_top_name(shell), name) != 0) {
        shell_pop(shell);
    }
}
void shell_pass_time(Shell *shell, int64_t now_us) {
    shell->now_us = now_us > shell->now_us ? now_us : shell->now_us;
}

int64_t shell_now_us(const Shell *shell) {
    return shell->now_us;
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
            shell_enter(shell);
            ok = top->ops->draw(top, scene, fail);
            scene_origin(scene, 0, 0);
            shell_draw_gate(shell, scene);
            ok = ok && scene_ok(scene, fail);
            shell_leave(shell);
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
    shell_pass_time(shell, now_us);
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->presented != NULL) {
        shell_enter(shell);
        top->ops->presented(top, shell->now_us);
        shell_leave(shell);
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
