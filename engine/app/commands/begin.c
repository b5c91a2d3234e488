/* A session of the first child, with one game or with the plan; see begin.h. */
#include "app/commands/begin.h"

#include "app/children.h"

static bool make_plan(App *app, const Beginning *how, const ChildRecord *child, Plan *plan,
                      Fail *fail) {
    if (!child_plan(app, child, plan, fail)) {
        return false;
    }
    if (how->game != NULL) {
        Game game;
        if (!library_game(app->library, how->game, &game, fail)) {
            return false;
        }
        plan->count = 1;
        plan->items[0] = plan_item(how->game);
    }
    for (int i = 0; i < plan->count; i++) {
        PlanItem *item = &plan->items[i];
        item->trials = how->trials > 0 ? (int)how->trials : item->trials;
        if (how->level > 0) {
            item->rule = LEVEL_FIXED;
            item->level = (int)how->level;
        }
    }
    return true;
}

Sitting *begin_session(App *app, const Beginning *how, int64_t now_us, Fail *fail) {
    Mem *mem = mem_new(64 << 20);
    ChildRecord *children;
    size_t count;
    Plan plan;
    Sitting *sitting = NULL;
    if (mem == NULL) {
        fail_set(fail, FAIL_MEMORY, "there is no memory to begin a session");
    } else if (children_or_trial(app, mem, &children, &count, fail) &&
               make_plan(app, how, &children[0], &plan, fail)) {
        sitting = sitting_begin(app, &children[0], &plan, now_us, fail);
    }
    mem_free(mem);
    return sitting;
}
