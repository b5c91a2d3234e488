/* Where the next session is played, who is beside the child and with what: the cells of the ledger.
 * What was chosen last stays chosen. */
#include "app/screens/plan_own.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    Draft *draft;
} Context;

static bool context_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Plan *plan = &((Context *)screen)->draft->plan;
    double w = scene_width_mm(scene);
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 40, "Where, with whom, with what");
    adult_choice(scene, screen->shell, "setting", box_of(8, 26, w - 16, 14), "Where",
                 plan_setting_word(plan->setting));
    adult_choice(scene, screen->shell, "person", box_of(8, 43, w - 16, 14), "With whom",
                 plan_person_word(plan->person));
    adult_choice(scene, screen->shell, "tool", box_of(8, 60, w - 16, 14), "With what",
                 plan_tool_word(plan->tool));
    scene_words(scene, 12, 80, w - 24, 24,
                "It goes with every session from now on. The ledger counts a skill for each of "
                "these apart, and a goal may ask for different adults and places.",
                EM_SMALL, ALIGN_START, COLOR_INK2, 3);
    return true;
}

static void context_tap(Screen *screen, const char *target) {
    Draft *draft = ((Context *)screen)->draft;
    Plan *plan = &draft->plan;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
        return;
    }
    if (strcmp(target, "setting") == 0) {
        plan->setting = (plan->setting + 1) % PLAN_SETTING_COUNT;
    } else if (strcmp(target, "person") == 0) {
        plan->person = (plan->person + 1) % PLAN_PERSON_COUNT;
    } else if (strcmp(target, "tool") == 0) {
        plan->tool = (plan->tool + 1) % PLAN_TOOL_COUNT;
    }
    draft->changed = true;
}

static void context_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {
    .name = "context", .close = context_close, .draw = context_draw, .tap = context_tap};

Screen *plan_context_new(Draft *draft) {
    Context *context = calloc(1, sizeof *context);
    if (context == NULL) {
        return NULL;
    }
    context->screen = (Screen){.ops = &OPS, .app = draft->app};
    context->draft = draft;
    return &context->screen;
}
