/* What comes after what in a child's session; see screens.h. */
#include "app/screens/screens.h"

#include <stdio.h>
#include <string.h>

static void tell(Shell *shell, const Fail *fail) {
    App *app = shell_app(shell);
    snprintf(app->notice, sizeof app->notice, "%s", fail->text);
}

/* Every child's screen begins like this. */
typedef struct {
    Screen screen;
    Sitting *sitting;
} ChildScreen;

Sitting *flow_sitting(Shell *shell) {
    Screen *top = shell_top(shell);
    return top != NULL && top->ops->child ? ((ChildScreen *)top)->sitting : NULL;
}

void flow_begin(Shell *shell, Sitting *sitting) {
    flow_next(shell, sitting);
}

void flow_next(Shell *shell, Sitting *sitting) {
    Fail fail = {0};
    bool playing = strcmp(shell_top_name(shell), "activity") == 0;
    while (sitting_item(sitting) < sitting_plan(sitting)->count) {
        if (sitting_run(sitting) != NULL || sitting_start(sitting, shell_now_us(shell), &fail)) {
            Screen *screen = activity_new(shell_app(shell), sitting);
            if (playing) {
                shell_replace(shell, screen);
            } else {
                shell_push(shell, screen);
            }
            return;
        }
        tell(shell, &fail);
    }
    flow_finish(shell, sitting, "done");
}

void flow_finish(Shell *shell, Sitting *sitting, const char *reason) {
    Fail fail = {0};
    Id session = sitting_id(sitting);
    if (!sitting_close(sitting, reason, shell_now_us(shell), NULL, &fail)) {
        tell(shell, &fail);
    }
    shell_replace(shell, session_page_new(shell_app(shell), session));
    sitting_free(sitting);
}
