/* A child's plan on the adult's screens: what is changed by taps is what is stored. */
#include "therapist_fixture.h"

#include "app/goals.h"

/* As far as where a plan may be made. */
static void tap_new_child(House *house) {
    tap(house, "new");
    tap(house, "symbol:1");
    tap(house, "choice:1");
    tap(house, "choice:1");
}

static void a_child_without_a_plan_is_offered_one_and_keeps_it(void **state) {
    House *house = *state;
    tap_new_child(house);
    tap(house, "later");
    expect_screen(house, "plan");
    tap(house, "back");
    expect_screen(house, "today");
    assert_non_null(target(house, "start:0"));
    assert_non_null(target(house, "start:1"));
}

static void without_a_plan_the_card_says_plan(void **state) {
    House *house = *state;
    house->wall_us += 60000000; /* who came last stands first */
    tap_new_child(house);
    tap(house, "back");
    expect_screen(house, "today");
    assert_non_null(target(house, "plan:0"));
    assert_null(target(house, "start:0"));
}

static void what_is_changed_in_the_sheets_is_stored_when_the_plan_is_left(void **state) {
    House *house = *state;
    Plan before = stored_plan(house, 0);
    tap(house, "card:0");
    tap(house, "item:1");
    expect_screen(house, "plan_item");
    tap(house, "rule");
    tap(house, "help");
    tap(house, "more:trials");
    tap(house, "more:target");
    tap(house, "back");
    tap(house, "less:minutes");
    tap(house, "reorder");
    tap(house, "up:1");
    tap(house, "back");
    Plan after = stored_plan(house, 0);
    assert_string_equal(after.items[0].game, before.items[1].game);
    assert_string_equal(after.items[1].game, before.items[0].game);
    assert_int_equal(after.items[0].rule, LEVEL_FIXED);
    assert_true(after.items[0].help_first);
    assert_true(after.items[0].target == 0.85);
    assert_true(after.minutes == before.minutes - 5);
    assert_true(after.items[0].trials > 0);
}

/* Where the plan has Road Tracer: on the first page, as the tests need it. */
static int road_item(const Plan *plan) {
    int road = -1;
    for (int i = 0; i < plan->count; i++) {
        road = strcmp(plan->items[i].game, "tracing") == 0 ? i : road;
    }
    assert_true(road >= 0 && road < 4);
    return road;
}

static void a_parameter_is_set_over_the_level_and_taken_back(void **state) {
    House *house = *state;
    Plan plan = stored_plan(house, 0);
    int road = road_item(&plan);
    char name[32];
    tap(house, "card:0");
    snprintf(name, sizeof name, "item:%d", road);
    tap(house, name);
    tap(house, "less:param:road_mm");
    tap(house, "back");
    tap(house, "back");
    assert_string_equal(stored_plan(house, 0).items[road].overrides, "{\"road_mm\":24.0}");
    tap(house, "card:0");
    tap(house, name);
    tap(house, "clear");
    tap(house, "back");
    tap(house, "back");
    assert_string_equal(stored_plan(house, 0).items[road].overrides, "");
}

static void an_activity_is_added_and_removed(void **state) {
    House *house = *state;
    int count = stored_plan(house, 0).count;
    tap(house, "card:0");
    tap(house, "add");
    tap(house, "add:tracing");
    expect_screen(house, "plan");
    tap(house, "back");
    Plan plan = stored_plan(house, 0);
    assert_int_equal(plan.count, count + 1);
    assert_string_equal(plan.items[count].game, "tracing");
    tap(house, "card:0");
    tap(house, "item:0");
    tap(house, "remove");
    expect_screen(house, "plan");
    tap(house, "back");
    assert_int_equal(stored_plan(house, 0).count, count);
}

static void probes_need_no_second_look_and_packing_tells_what_came_of_it(void **state) {
    House *house = *state;
    tap(house, "card:0");
    tap(house, "probe");
    tap(house, "pack");
    tap(house, "back");
    Plan plan = stored_plan(house, 0);
    int probes = 0, games = 0;
    for (int i = 0; i < plan.count; i++) {
        games += !plan.items[i].calm_break;
        probes += plan.items[i].probe;
    }
    assert_true(games > 0);
    assert_int_equal(probes, games);
}

static void a_goal_is_made_without_typing_and_carried_into_the_plan(void **state) {
    House *house = *state;
    ChildRecord child;
    GoalLine *goals;
    size_t count;
    Fail fail = {0};
    Plan plan = stored_plan(house, 0);
    int road = road_item(&plan);
    char name[32];
    tap(house, "card:0");
    tap(house, "profile");
    tap(house, "goals");
    tap(house, "new");
    expect_screen(house, "goal");
    Mem *mem = the_child(house, 0, &child);
    for (int tries = 0; tries < 40; tries++) {
        tap(house, "tab:1");
        tap(house, "more:sessions");
        tap(house, "less:sessions");
        tap(house, "tab:0");
        tap(house, "back");
        assert_true(store_flush(house->app.store, &fail));
        assert_true(goals_read(&house->app, mem, child.id, &goals, &count, &fail));
        assert_int_equal(count, 1);
        if (strcmp(goals[0].goal.game, plan.items[road].game) == 0) {
            break;
        }
        tap(house, "goal:0");
        tap(house, "more:game");
    }
    assert_string_equal(goals[0].goal.game, plan.items[road].game);
    assert_int_equal(goals[0].goal.phase, PHASE_BASELINE);
    tap(house, "back");
    tap(house, "back");
    snprintf(name, sizeof name, "item:%d", road);
    tap(house, name);
    tap(house, "goal");
    tap(house, "back");
    tap(house, "back");
    plan = stored_plan(house, 0);
    assert_string_equal(plan.items[road].goal, goals[0].id);
    assert_int_equal(plan.items[road].phase, PHASE_BASELINE);
    assert_true(plan.items[road].probe);
    mem_free(mem);
}

static void a_home_plan_of_today_is_handed_over_with_two_taps_from_the_plan(void **state) {
    House *house = *state;
    char path[128];
    tap(house, "card:0");
    int before = shell_taps(house->shell);
    tap(house, "home");
    tap(house, "hand");
    assert_int_equal(shell_taps(house->shell), before + 2);
    snprintf(path, sizeof path, "%s/home/Trial-child.otterhome", house->folder);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fclose(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_SCREENS(a_child_without_a_plan_is_offered_one_and_keeps_it),
        ON_SCREENS(without_a_plan_the_card_says_plan),
        ON_SCREENS(what_is_changed_in_the_sheets_is_stored_when_the_plan_is_left),
        ON_SCREENS(a_parameter_is_set_over_the_level_and_taken_back),
        ON_SCREENS(an_activity_is_added_and_removed),
        ON_SCREENS(probes_need_no_second_look_and_packing_tells_what_came_of_it),
        ON_SCREENS(a_goal_is_made_without_typing_and_carried_into_the_plan),
        ON_SCREENS(a_home_plan_of_today_is_handed_over_with_two_taps_from_the_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
