/* Where the next session is played, who is beside the child and with what: the cells of the ledger;
 * and what comes after it in the room. What was chosen last stays chosen. */
#include "app/screens/plan_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    Draft *draft;
} Context;

/* Pictures of what may come after; a plan that was written elsewhere may name another. */
static const char *const THEN[] = {"",     "shoe",   "coat", "lunchbox", "slide",
                                   "home", "school", "bus",  "family"};
enum { THEN_COUNT = sizeof THEN / sizeof *THEN };

static const char *then_word(const App *app, const Plan *plan, char key[PLAN_NAME_MAX + 16]) {
    snprintf(key, PLAN_NAME_MAX + 16, "picture.%s", plan->then_picture);
    return plan->then_picture[0] == '\0'
               ? "not shown"
               : texts_get(library_texts(app->library, app->tablet.adult_locale), key);
}

static void next_then(Plan *plan) {
    int at = 0;
    while (at < THEN_COUNT && strcmp(THEN[at], plan->then_picture) != 0) {
        at++;
    }
    const char *next = THEN[at + 1 < THEN_COUNT ? at + 1 : 0];
    snprintf(plan->then_picture, sizeof plan->then_picture, "%s", next);
    plan->then_text[0] = '\0'; /* the picture's own word, in the child's language */
}

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
    char key[PLAN_NAME_MAX + 16];
    adult_choice(scene, screen->shell, "then", box_of(8, 77, w - 16, 14), "Then, in the room",
                 then_word(screen->app, plan, key));
    if (plan->then_picture[0] != '\0') {
        scene_picture(scene, plan->then_picture, w / 2, 84, 12, 1);
    }
    scene_words(scene, 12, 97, w - 24, 24,
                "It goes with every session from now on. The ledger counts a skill for each "
                "place, person and tool apart, and a goal may ask for different ones. The child "
                "sees at the end what comes next in the room.",
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
    } else if (strcmp(target, "then") == 0) {
        next_then(plan);
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
