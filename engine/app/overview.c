/* The facts of a child's card; see overview.h. */
#include "app/overview.h"

#include "store/history.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void plan_words(App *app, const Plan *plan, char words[OVERVIEW_WORDS]) {
    size_t length = 0;
    words[0] = '\0';
    enum { ROOM = 44 }; /* letters that fit on a card; what is left is only counted */
    for (int i = 0; i < plan->count; i++) {
        const char *word = "calm";
        if (length > 0 && i + 1 < plan->count && length > ROOM - 12) {
            snprintf(words + length, OVERVIEW_WORDS - length, " \xc2\xb7 +%d", plan->count - i);
            return;
        }
        if (!plan->items[i].calm_break) {
            Script *script = library_script(app->library, plan->items[i].game, NULL);
            word = script == NULL
                       ? plan->items[i].game
                       : texts_get(library_game_texts(app->library, app->tablet.adult_locale,
                                                      plan->items[i].game),
                                   script_manifest(script)->word);
        }
        length += (size_t)snprintf(words + length, OVERVIEW_WORDS - length, "%s%.32s",
                                   i > 0 ? " \xc2\xb7 " : "", word);
    }
}

/* The line is of the plan's activity that was played most often; the earlier one of two. */
static const char *line_game(const Plan *plan, const RunSums *sums, size_t count) {
    const char *game = count > 0 ? sums[count - 1].game : "";
    size_t most = 0;
    for (int i = 0; i < plan->count; i++) {
        size_t played = 0;
        for (size_t s = 0; s < count; s++) {
            played += strcmp(sums[s].game, plan->items[i].game) == 0 && sums[s].score_n > 0;
        }
        if (played > most) {
            most = played;
            game = plan->items[i].game;
        }
    }
    return game;
}

static void make_line(Overview *overview, const Plan *plan, const RunSums *sums, size_t count) {
    const char *game = line_game(plan, sums, count);
    Id session = {{0}};
    snprintf(overview->game, sizeof overview->game, "%.47s", game);
    for (int i = 0; i < plan->count; i++) {
        if (strcmp(plan->items[i].game, game) == 0) {
            snprintf(overview->goal, sizeof overview->goal, "%s", plan->items[i].goal);
        }
    }
    for (size_t s = 0; s < count; s++) {
        if (strcmp(sums[s].game, game) != 0 || sums[s].score_n == 0) {
            continue;
        }
        bool again = overview->count > 0 && id_equal(session, sums[s].session);
        if (again) {
            overview->points[overview->count - 1] = sums[s].score_mean;
            continue;
        }
        if (overview->count == OVERVIEW_POINTS) {
            memmove(overview->points, overview->points + 1,
                    (OVERVIEW_POINTS - 1) * sizeof overview->points[0]);
            overview->count--;
        }
        overview->points[overview->count++] = sums[s].score_mean;
        session = sums[s].session;
    }
}

static void tell_state(Overview *overview, const SessionLine *last) {
    const char *state = "ready";
    if (!overview->planned) {
        state = "no plan yet";
    } else if (last != NULL && last->session.end_reason != NULL) {
        const char *why = last->session.end_reason;
        state = strcmp(why, "stopped") == 0       ? "last: stopped early"
                : strcmp(why, "child_upset") == 0 ? "last: was upset"
                : strcmp(why, "crash") == 0       ? "last: broke off"
                                                  : "ready";
    }
    snprintf(overview->state, sizeof overview->state, "%s", state);
}

bool overview_make(App *app, const ChildRecord *child, Overview *overview, Fail *fail) {
    Mem *mem = mem_new(32 << 20);
    *overview = (Overview){.child = *child};
    if (mem == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a child's card");
    }
    SessionLine *lines = NULL;
    RunSums *sums = NULL;
    size_t sessions = 0, runs = 0;
    Plan plan = plan_empty();
    Fail trouble = {0};
    bool stored = false;
    child_name(app, child, overview->name);
    bool read = child_plan(app, child, &plan, &trouble) &&
                child_has_plan(app, child, &stored, &trouble) &&
                history_sessions(app->store, mem, &child->id, 1, &lines, &sessions, &trouble) &&
                history_sums(app->store, mem, child->id, 0, INT64_MAX, &sums, &runs, &trouble);
    overview->planned = plan.count > 0 && (stored || sessions > 0);
    overview->minutes = plan.minutes;
    overview->last_us = sessions > 0 ? lines[0].session.started_us : 0;
    plan_words(app, &plan, overview->plan);
    if (read) {
        make_line(overview, &plan, sums, runs);
    } else {
        snprintf(overview->plan, sizeof overview->plan, "%.150s", trouble.text);
    }
    tell_state(overview, sessions > 0 ? &lines[0] : NULL);
    mem_free(mem);
    return true;
}

/* Who was here last is sought first; new children stand before all, in the order they came. */
static int by_last(const void *a, const void *b) {
    const Overview *x = a, *y = b;
    int64_t at = x->last_us > 0 ? x->last_us : x->child.created_us;
    int64_t bt = y->last_us > 0 ? y->last_us : y->child.created_us;
    return (at < bt) - (at > bt);
}

bool overview_all(App *app, Mem *mem, Overview **overviews, size_t *count, Fail *fail) {
    ChildRecord *children;
    if (!children_or_trial(app, mem, &children, count, fail)) {
        return false;
    }
    *overviews = mem_alloc(mem, (*count + 1) * sizeof **overviews);
    if (*overviews == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for so many children");
    }
    size_t shown = 0;
    for (size_t i = 0; i < *count; i++) {
        if (child_is_forgotten(&children[i])) {
            continue; /* nameless scores: nobody is to be started here */
        }
        if (!overview_make(app, &children[i], &(*overviews)[shown++], fail)) {
            return false;
        }
    }
    *count = shown;
    qsort(*overviews, *count, sizeof **overviews, by_last);
    return true;
}
