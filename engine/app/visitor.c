/* Drives the shell as a pretend child; see visitor.h. */
#include "app/visitor.h"

#include "app/screens/screens.h"

#include <stdlib.h>
#include <string.h>

/* On screens that are not an activity a child looks for this long before touching something. */
static const int64_t LOOK_US = 1200000;
/* The therapist at the child's side skips a trial when this long nothing came of the child. */
static const int64_t PATIENCE_US = 60000000;

struct Visitor {
    Shell *shell;
    PretendTraits traits;
    uint64_t seed;
    Pretend *child; /* for the open run */
    const Run *run;
    int trial;        /* last trial that was begun; -1 */
    int64_t again_us; /* when a child who has nothing left to do looks again; INT64_MAX: busy */
    int64_t began_us; /* shell time at the run's time zero */
    int64_t quiet_us; /* shell time of the child's last entry in this trial, or of its onset */
    int64_t look_us;  /* when the screen that is no activity is to be touched; 0: not decided */
    const Screen *looked_at;
};

Visitor *visitor_new(Shell *shell, const PretendTraits *traits, uint64_t seed) {
    Visitor *visitor = calloc(1, sizeof *visitor);
    if (visitor != NULL) {
        visitor->shell = shell;
        visitor->traits = *traits;
        visitor->seed = seed;
        visitor->trial = -1;
        visitor->again_us = INT64_MAX;
    }
    return visitor;
}

void visitor_profile(const PretendTraits *traits, Profile *profile) {
    if (traits->switches_only) {
        profile->access.mode = ACCESS_TWO_SWITCH;
    }
}

void visitor_free(Visitor *visitor) {
    if (visitor != NULL) {
        pretend_free(visitor->child);
        free(visitor);
    }
}

/* ---- in an activity ---- */

static void meet_run(Visitor *visitor, Sitting *sitting) {
    Run *run = sitting_run(sitting);
    if (run == visitor->run) {
        return;
    }
    pretend_free(visitor->child);
    visitor->run = run;
    visitor->trial = -1;
    visitor->child =
        run == NULL ? NULL
                    : pretend_new(&visitor->traits, visitor->seed++, sitting_place(sitting).play,
                                  sitting_game(sitting)->levels->count);
    if (visitor->child != NULL) {
        pretend_access(visitor->child, &sitting_profile(sitting)->access);
    }
}

/* What a child sees now, and what it would try. */
static void look_and_try(Visitor *visitor, Sitting *sitting) {
    Run *run = sitting_run(sitting);
    const Trial *trial = run_trial(run);
    Target targets[TARGETS_MAX];
    int count = trial_target_count(trial);
    for (int i = 0; i < count; i++) {
        targets[i] = *trial_target_at(trial, i);
    }
    Fail fail = {0};
    pretend_see(visitor->child, targets, count);
    run_simulate(run, visitor->child, &fail);
}

static void begin_trial(Visitor *visitor, Sitting *sitting, int64_t now_us) {
    Run *run = sitting_run(sitting);
    int trial = run_trials_done(run);
    visitor->began_us = now_us - sitting_run_us(sitting, now_us);
    if (run_state(run) != RUN_LIVE) {
        return;
    }
    if (trial != visitor->trial) {
        visitor->trial = trial;
        visitor->quiet_us = now_us;
        pretend_begin_trial(visitor->child, run_time_us(run), run_level(run), trial);
        look_and_try(visitor, sitting);
        visitor->again_us = INT64_MAX;
    } else if (pretend_due_us(visitor->child) != INT64_MAX) {
        visitor->again_us = INT64_MAX;
    } else if (visitor->again_us == INT64_MAX) {
        visitor->again_us = now_us + LOOK_US;
    } else if (now_us >= visitor->again_us) {
        look_and_try(visitor, sitting);
        visitor->again_us = now_us + LOOK_US;
    }
}

static void hand_on(Visitor *visitor, const Entry *entry) {
    static const char *const keys[] = {"Space", "Tab", "Left", "Space"};
    int64_t at_us = visitor->began_us + entry->time_us;
    if (entry->kind == ENTRY_SAMPLE) {
        Sample raw = {.time_us = at_us,
                      .x_mm = entry->x_mm,
                      .y_mm = entry->y_mm,
                      .finger = entry->finger,
                      .phase = entry->phase};
        shell_touch(visitor->shell, &raw);
    } else if (entry->kind == ENTRY_KEY) {
        shell_key(visitor->shell, keys[entry->value], entry->value != KEY_SELECT_UP, at_us);
    } else {
        shell_tell(visitor->shell, entry->kind, entry->value, at_us);
    }
}

static int64_t play_activity(Visitor *visitor, Sitting *sitting, int64_t now_us) {
    meet_run(visitor, sitting);
    if (visitor->child == NULL) {
        return INT64_MAX;
    }
    begin_trial(visitor, sitting, now_us);
    Entry entry;
    while (sitting_run(sitting) == visitor->run && run_state(visitor->run) == RUN_LIVE &&
           pretend_next(visitor->child, now_us - visitor->began_us, &entry)) {
        hand_on(visitor, &entry);
        visitor->quiet_us = now_us;
        if (flow_sitting(visitor->shell) != sitting) {
            return now_us;
        }
    }
    if (sitting_run(sitting) != visitor->run) {
        visitor->run = NULL;
        visitor->trial = -1;
        return now_us;
    }
    if (run_state(visitor->run) != RUN_LIVE) {
        return INT64_MAX;
    }
    if (now_us - visitor->quiet_us >= PATIENCE_US) {
        visitor->quiet_us = now_us;
        shell_key(visitor->shell, "N", true, now_us);
        shell_key(visitor->shell, "N", false, now_us);
        return now_us;
    }
    int64_t due_us = pretend_due_us(visitor->child);
    if (due_us == INT64_MAX && visitor->again_us == INT64_MAX) {
        visitor->again_us = now_us + LOOK_US;
    }
    return due_us == INT64_MAX ? visitor->again_us : visitor->began_us + due_us;
}

/* ---- on the other screens ---- */

/* The first thing a child may touch there, "go" before all. */
static const SceneTarget *something_to_touch(const Scene *scene) {
    const SceneTarget *go = scene_target_named(scene, "go");
    for (size_t i = 0; go == NULL && i < scene_target_count(scene); i++) {
        const SceneTarget *target = scene_target_at(scene, i);
        if (target->role != ROLE_NONE && strcmp(target->name, "ear") != 0 &&
            strcmp(target->name, "calm") != 0 &&
            (target->state & (TARGET_ADULT | TARGET_DISABLED)) == 0) {
            go = target;
        }
    }
    return go;
}

static void tap(Shell *shell, const SceneTarget *target, int64_t now_us) {
    Sample raw = {.time_us = now_us,
                  .x_mm = (target->box.left + target->box.right) / 2,
                  .y_mm = (target->box.top + target->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 80000;
    shell_touch(shell, &raw);
}

static int64_t touch_screen(Visitor *visitor, int64_t now_us) {
    const Screen *top = shell_top(visitor->shell);
    if (top == NULL || !top->ops->child) {
        return INT64_MAX;
    }
    if (visitor->looked_at != top || visitor->look_us == 0) {
        visitor->looked_at = top;
        visitor->look_us = now_us + LOOK_US;
    }
    if (now_us < visitor->look_us) {
        return visitor->look_us;
    }
    const Scene *now, *before;
    Fail fail = {0};
    if (strcmp(top->ops->name, "handover") == 0) {
        shell_key(visitor->shell, "F10", true, now_us); /* the adult takes the tablet */
        visitor->look_us = INT64_MAX;
        return INT64_MAX;
    }
    visitor->look_us = now_us + LOOK_US;
    shell_scene(visitor->shell, &now, &before, &fail);
    const SceneTarget *target = something_to_touch(now);
    if (target != NULL) {
        SceneTarget copy = *target;
        tap(visitor->shell, &copy, now_us);
    }
    return visitor->look_us;
}

int64_t visitor_step(Visitor *visitor, int64_t now_us) {
    Sitting *sitting = flow_sitting(visitor->shell);
    bool playing = sitting != NULL && strcmp(shell_top_name(visitor->shell), "activity") == 0;
    return playing ? play_activity(visitor, sitting, now_us) : touch_screen(visitor, now_us);
}

int64_t visitor_play(Visitor *visitor, int64_t now_us, const char *until_screen, double limit_s,
                     VisitorSeen seen, void *self, bool *arrived) {
    Shell *shell = visitor->shell;
    enum { TURNS_AT_ONE_TIME = 10000 };
    int64_t end_us = now_us + (int64_t)(limit_s * 1e6);
    int turns = 0;
    Fail fail = {0};
    while (turns < TURNS_AT_ONE_TIME && now_us < end_us && shell_top(shell) != NULL &&
           strcmp(shell_top_name(shell), until_screen) != 0) {
        if (shell_needs_drawing(shell)) {
            const Scene *now, *before;
            shell_scene(shell, &now, &before, &fail);
            if (seen != NULL) {
                seen(self, shell, now_us);
            }
            shell_presented(shell, now_us);
        }
        int64_t due_us = visitor_step(visitor, now_us), wake_us = shell_wake_us(shell);
        int64_t next_us = due_us < wake_us ? due_us : wake_us;
        if (next_us == INT64_MAX && !shell_needs_drawing(shell)) {
            break;
        }
        bool still = next_us == INT64_MAX || next_us <= now_us;
        turns = still ? turns + 1 : 0;
        now_us = still ? now_us : next_us;
        shell_advance(shell, now_us);
    }
    *arrived = strcmp(shell_top_name(shell), until_screen) == 0;
    return now_us;
}
