/* What comes after what in a child's session: hello, the plan, activities with a change-over
 * between them, the reward, and the adult's page. The screen on top says where the session is. */
#include "app/attain.h"
#include "app/backups.h"
#include "app/screens/child.h"
#include "app/trouble.h"

#include <stdio.h>
#include <string.h>

/* Kept for the goodbye: an activity that would eat into it is not begun. */
static const double RESERVE_S = 120;

Sitting *flow_sitting(Shell *shell) {
    Screen *top = shell_top(shell);
    return top != NULL && top->ops->child ? ((ChildScreen *)top)->sitting : NULL;
}

static void tell(Shell *shell, const Fail *fail) {
    App *app = shell_app(shell);
    snprintf(app->notice, sizeof app->notice, "%s", fail->text);
}

static void show(Shell *shell, Screen *screen) {
    Screen *top = shell_top(shell);
    if (top != NULL && top->ops->child) {
        shell_replace(shell, screen);
    } else {
        shell_push(shell, screen);
    }
}

static bool has_next(Shell *shell, const Sitting *sitting) {
    return sitting_item(sitting) < sitting_plan(sitting)->count &&
           (sitting_item(sitting) == 0 ||
            sitting_seconds_left(sitting, shell_now_us(shell)) > RESERVE_S);
}

/* Opens the next run, passing over games that are broken; false: there is none. */
static bool open_run(Shell *shell, Sitting *sitting) {
    Fail fail = {0};
    while (sitting_run(sitting) == NULL && has_next(shell, sitting)) {
        if (sitting_plan(sitting)->items[sitting_item(sitting)].calm_break) {
            return true;
        }
        if (!sitting_start(sitting, shell_now_us(shell), &fail)) {
            tell(shell, &fail);
        }
    }
    return sitting_run(sitting) != NULL;
}

static Screen *play_next(Shell *shell, Sitting *sitting) {
    App *app = shell_app(shell);
    if (!open_run(shell, sitting)) {
        return reward_new(app, sitting);
    }
    if (sitting_run(sitting) != NULL) {
        return activity_new(app, sitting);
    }
    double minutes = sitting_plan(sitting)->items[sitting_item(sitting)].minutes;
    sitting_pass(sitting);
    return calm_new(app, sitting, minutes > 0 ? minutes * 60 : 90);
}

void flow_begin(Shell *shell, Sitting *sitting) {
    App *app = shell_app(shell);
    if (sitting_run(sitting) != NULL) {
        shell_push(shell, activity_new(app, sitting)); /* goes on after a crash */
    } else if (sitting_plan(sitting)->feelings && sitting_item(sitting) == 0) {
        shell_push(shell, hello_new(app, sitting, false));
    } else {
        shell_push(shell, schedule_new(app, sitting));
    }
}

void flow_next(Shell *shell, Sitting *sitting) {
    App *app = shell_app(shell);
    const char *now = shell_top_name(shell);
    if (strcmp(now, "hello") == 0) {
        show(shell, schedule_new(app, sitting));
    } else if (strcmp(now, "activity") == 0 || strcmp(now, "calm") == 0) {
        show(shell,
             has_next(shell, sitting) ? changeover_new(app, sitting) : reward_new(app, sitting));
    } else if (strcmp(now, "reward") == 0 && sitting_plan(sitting)->feelings) {
        show(shell, hello_new(app, sitting, true));
    } else if (strcmp(now, "reward") == 0 || strcmp(now, "goodbye") == 0) {
        Screen *handover = handover_new(app, sitting);
        flow_finish(shell, sitting, "done");
        shell_push(shell, handover);
    } else {
        show(shell, play_next(shell, sitting));
    }
}

/* A goal whose phase would change now is named on the adult's first screen. */
static void tell_goals(Shell *shell, const ChildRecord *child) {
    App *app = shell_app(shell);
    char words[FAIL_TEXT_MAX];
    Fail fail = {0};
    if (!attain_after_session(app, child, words, &fail)) {
        tell(shell, &fail);
    } else if (words[0] != '\0') {
        snprintf(app->notice, sizeof app->notice, "%s", words);
    }
}

void flow_finish(Shell *shell, Sitting *sitting, const char *reason) {
    Fail fail = {0};
    Id session = sitting_id(sitting);
    if (!sitting_close(sitting, reason, shell_now_us(shell), NULL, &fail)) {
        tell(shell, &fail);
    }
    if (shell_app(shell)->tablet.home) {
        shell_replace(shell, home_after_new(shell_app(shell), sitting_child(sitting)->id, session));
    } else {
        tell_goals(shell, sitting_child(sitting));
        trouble_tell(shell_app(shell));
        shell_replace(shell, summary_new(shell_app(shell), session, true));
        unlock_demand(shell);
    }
    backups_after_session(shell_app(shell));
    sitting_free(sitting);
}
