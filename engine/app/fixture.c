/* Scripted dates, phases and learning; see fixture.h. */
#include "app/fixture.h"

#include "app/children.h"
#include "app/goals.h"
#include "app/sitting.h"
#include "base/rng.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const int64_t DAY_US = INT64_C(86400000000), MINUTE_US = 60000000;
enum { BASELINE_SESSIONS = 4, PROBE_EVERY = 5 };
static const double IDLE_LIMIT_S = 20;

/* The script's clock and chance, instead of the machine's. */
typedef struct {
    int64_t now_us;
    Rng rng;
} Clock;

typedef struct {
    App *app;
    const FixtureSetup *setup;
    FixtureCount *count;
    Clock script;
    GoalLine goals[FIXTURE_GAMES_MAX];
    PretendTraits traits; /* of the child, before it learnt anything */
    int levels[FIXTURE_GAMES_MAX];
    int good[FIXTURE_GAMES_MAX]; /* sessions in a row at that level, mostly on own */
    int home_level;              /* where baseline and probes are measured */
} Fixture;

static int64_t script_wall_us(void *self) {
    return ((Fixture *)self)->script.now_us;
}

static void script_chance(void *self, void *bytes, size_t count) {
    Fixture *fixture = self;
    for (size_t i = 0; i < count; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)rng_u32(&fixture->script.rng);
    }
}

FixtureSetup fixture_usual(void) {
    return (FixtureSetup){.children = 2,
                          .sessions = 24,
                          .trials = 6,
                          .from_us = INT64_C(1756713600000000), /* Monday, 1 September 2025 */
                          .games = {"tracing"},
                          .game_count = 1,
                          .seed = 1};
}

/* ---- who ---- */

static bool make_child(Fixture *fixture, Mem *mem, int index, ChildRecord *child, Fail *fail) {
    static const char *const symbols[] = {"cat", "dog", "fish", "bird"};
    static const char *const bands[] = {"5-6", "7-9", "3-4", "5-6"};
    char pseudonym[16];
    snprintf(pseudonym, sizeof pseudonym, "P-%04d", 2001 + index * 37);
    Profile profile = profile_standard(bands[index % 4], "");
    fixture->traits = *pretend_named("shaky");
    fixture->traits.ability = 3.6 + 0.3 * (index % 3);
    fixture->traits.tremor_mm = 5;
    fixture->traits.noise = 0.24;
    fixture->traits.speed_mm_s = 40;
    fixture->home_level = 6;
    return child_make(fixture->app, mem, symbols[index % 4], pseudonym, &profile, child, fail);
}

static bool make_goals(Fixture *fixture, Id child, Fail *fail) {
    for (int i = 0; i < fixture->setup->game_count; i++) {
        Game game;
        GoalLine *line = &fixture->goals[i];
        if (!library_game(fixture->app->library, fixture->setup->games[i], &game, fail)) {
            return false;
        }
        *line = (GoalLine){.goal = goal_usual()};
        const char *title =
            texts_get(library_game_texts(fixture->app->library, "en", game.manifest->id),
                      game.manifest->title);
        snprintf(line->goal.task, sizeof line->goal.task, "%s",
                 strcmp(game.manifest->id, "tracing") == 0 ? "trace curved roads with one finger"
                                                           : title);
        snprintf(line->goal.game, sizeof line->goal.game, "%s", game.manifest->id);
        line->goal.weeks = 12;
        fixture->levels[i] = fixture->home_level;
        fixture->good[i] = 0;
        if (!goals_save(fixture->app, child, line, fail)) {
            return false;
        }
    }
    return true;
}

/* ---- what ---- */

static void add_item(const Fixture *fixture, Plan *plan, int game, Phase phase, bool probe) {
    PlanItem item = plan_item(fixture->setup->games[game]);
    item.phase = phase;
    item.probe = probe;
    item.trials = fixture->setup->trials;
    item.rule = probe || game == 0 ? LEVEL_FIXED : LEVEL_AUTOMATIC;
    item.level = probe ? fixture->home_level : fixture->levels[game];
    memcpy(item.goal, fixture->goals[game].id, sizeof item.goal);
    plan->items[plan->count++] = item;
}

static Plan make_plan(const Fixture *fixture, int session) {
    Plan plan = plan_empty();
    plan.feelings = false;
    for (int i = 0; i < fixture->setup->game_count; i++) {
        bool baseline = session < BASELINE_SESSIONS;
        Phase phase = baseline                                     ? PHASE_BASELINE
                      : session * 5 < fixture->setup->sessions * 4 ? PHASE_TEACHING
                                                                   : PHASE_MAINTENANCE;
        add_item(fixture, &plan, i, phase, baseline);
        if (!baseline && session % PROBE_EVERY == PROBE_EVERY - 1) {
            add_item(fixture, &plan, i, phase, true);
        }
    }
    return plan;
}

/* ---- how ---- */

/* An adult marks what help was given: less with the weeks. */
static void mark_help(Fixture *fixture, Run *run, double learnt) {
    int level = (int)(rng_unit(&fixture->script.rng) * 3.4 * (1 - learnt));
    Entry entry = {.kind = ENTRY_ASSIST, .time_us = run_time_us(run), .value = level};
    run_feed(run, &entry, NULL);
}

/* The first game's level is the adult's: up after three good sessions. The others' adapt. */
static void set_level(Fixture *fixture, Sitting *sitting, const char *game) {
    int g = 0, on_own = 0, trials = 0, run = sitting_run_count(sitting) - 1;
    while (strcmp(fixture->setup->games[g], game) != 0) {
        g++;
    }
    if (g > 0) {
        fixture->levels[g] = adapt_level(run_adapt(sitting_run(sitting)));
        return;
    }
    for (int i = sitting_run_brief(sitting, run)->first_trial; i < sitting_trial_count(sitting);
         i++) {
        const TrialBrief *trial = sitting_trial(sitting, i);
        trials++;
        on_own += trial->success && trial->help_rung == 0 && trial->assistance <= 0;
    }
    bool good = sitting_plan(sitting)->items[0].phase == PHASE_TEACHING && on_own * 3 >= trials * 2;
    fixture->good[g] = good ? fixture->good[g] + 1 : 0;
    if (fixture->good[g] >= 3 && fixture->levels[g] < sitting_game(sitting)->levels->count) {
        fixture->levels[g]++;
        fixture->good[g] = 0;
    }
}

static bool play_item(Fixture *fixture, Sitting *sitting, double learnt, Fail *fail) {
    int item = sitting_item(sitting);
    if (!sitting_start(sitting, 0, fail)) {
        return false;
    }
    Run *run = sitting_run(sitting);
    const RunSetup *setup = sitting_setup(sitting);
    PretendTraits traits = fixture->traits;
    traits.ability += 5 * learnt + 0.5 * (rng_unit(&fixture->script.rng) - 0.5);
    traits.tremor_mm *= 1 - 0.8 * learnt;
    traits.noise *= 1 - 0.8 * learnt;
    Pretend *child = pretend_new(&traits, rng_u32(&fixture->script.rng), setup->place.play,
                                 setup->levels->count);
    if (child == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a pretend child");
    }
    pretend_access(child, &setup->access);
    bool ok = session_play(run, setup, child, IDLE_LIMIT_S, fail);
    pretend_free(child);
    fixture->script.now_us += run_time_us(run) + MINUTE_US;
    if (ok && !setup->probe) {
        mark_help(fixture, run, learnt);
        set_level(fixture, sitting, sitting_plan(sitting)->items[item].game);
    }
    return ok && sitting_end_run(sitting, 0, fail);
}

static bool play_session(Fixture *fixture, const ChildRecord *child, int session, Fail *fail) {
    Plan plan = make_plan(fixture, session);
    int taught = session > BASELINE_SESSIONS ? session - BASELINE_SESSIONS : 0;
    double learnt = 1 - exp(-taught / (0.6 * fixture->setup->sessions));
    Sitting *sitting = sitting_begin(fixture->app, child, &plan, 0, fail);
    bool ok = sitting != NULL;
    while (ok && sitting_item(sitting) < plan.count) {
        ok = play_item(fixture, sitting, learnt, fail);
    }
    ReplayVerdict verdict;
    ok = ok && sitting_close(sitting, "done", 0, &verdict, fail);
    if (ok) {
        fixture->count->sessions++;
        fixture->count->trials += sitting_trial_count(sitting);
        fixture->count->reproduced += verdict.reproduced;
    }
    sitting_free(sitting);
    return ok;
}

static bool play_child(Fixture *fixture, int index, Fail *fail) {
    Mem *mem = mem_new(4 << 20);
    ChildRecord child;
    bool ok = mem != NULL || fail_set(fail, FAIL_MEMORY, "there is no memory for a child");
    fixture->script.now_us = fixture->setup->from_us;
    ok = ok && make_child(fixture, mem, index, &child, fail) && make_goals(fixture, child.id, fail);
    for (int i = 0; ok && i < fixture->setup->sessions; i++) {
        int day = i / 2 * 7 + i % 2 * 3; /* Mondays and Thursdays */
        fixture->script.now_us =
            fixture->setup->from_us + day * DAY_US + (9 * 60 + index % 8 * 50 + 7) * MINUTE_US;
        ok = play_session(fixture, &child, i, fail);
    }
    fixture->count->children += ok;
    mem_free(mem);
    return ok;
}

bool fixture_make(App *app, const FixtureSetup *setup, FixtureCount *count, Fail *fail) {
    Fixture fixture = {.app = app, .setup = setup, .count = count};
    App before = *app;
    fixture.script.rng = rng_stream(setup->seed, "fixture", 0);
    *count = (FixtureCount){0};
    app->wall_us = script_wall_us;
    app->chance = script_chance;
    app->self = &fixture;
    bool ok = true;
    for (int i = 0; ok && i < setup->children; i++) {
        ok = play_child(&fixture, i, fail);
    }
    ok = store_flush(app->store, ok ? fail : NULL) && ok;
    app->wall_us = before.wall_us;
    app->chance = before.chance;
    app->self = before.self;
    return ok;
}
