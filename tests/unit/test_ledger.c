/* The ledger, the context a session is played in, lines drawn into a trend, and sessions of home
 * beside its path: through the real screens, by taps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/attain.h"
#include "app/ledger.h"
#include "app/lines.h"
#include "app_fixture.h"

typedef struct {
    House house;
    char data[64];
    Mem *mem;
    ChildRecord child;
} Clinic;

static void tap(Clinic *clinic, const char *name) {
    house_tap(&clinic->house, name, shell_now_us(clinic->house.shell) + 100000);
}

static bool has(Clinic *clinic, const char *name) {
    const Scene *now, *before;
    Fail fail = {0};
    shell_scene(clinic->house.shell, &now, &before, &fail);
    return scene_target_named(now, name) != NULL;
}

static bool reads(Clinic *clinic, const char *words) {
    const Scene *now, *before;
    Fail fail = {0};
    Buffer dump = {0};
    assert_true(shell_scene(clinic->house.shell, &now, &before, &fail) && scene_dump(now, &dump));
    assert_true(buffer_add(&dump, "", 1));
    bool found = strstr((const char *)dump.bytes, words) != NULL;
    buffer_free(&dump);
    return found;
}

static void play_until(Clinic *clinic, const char *screen) {
    bool arrived = false;
    Visitor *visitor = visitor_new(clinic->house.shell, pretend_named("careful"), 5);
    visitor_play(visitor, shell_now_us(clinic->house.shell), screen, 4 * 3600, NULL, NULL,
                 &arrived);
    visitor_free(visitor);
    if (!arrived) {
        fail_msg("the session stands at \"%s\"", shell_top_name(clinic->house.shell));
    }
}

static Plan road(int trials) {
    Plan plan = plan_empty();
    plan.feelings = false;
    plan.items[0] = plan_item("tracing");
    plan.items[0].trials = trials;
    plan.items[0].rule = LEVEL_FIXED;
    plan.count = 1;
    return plan;
}

/* A session a day, seen to its end. */
static void play(Clinic *clinic, const Plan *plan) {
    Fail fail = {0};
    House *house = &clinic->house;
    Sitting *sitting =
        sitting_begin(&house->app, &clinic->child, plan, shell_now_us(house->shell), &fail);
    assert_non_null(sitting);
    flow_begin(house->shell, sitting);
    play_until(clinic, "summary");
    shell_pop_to(house->shell, "today");
    house->wall_us += INT64_C(86400000000);
    assert_true(store_flush(house->app.store, &fail));
}

static int open_clinic(void **state) {
    Clinic *clinic = calloc(1, sizeof *clinic);
    ChildRecord *children;
    size_t count;
    Fail fail = {0};
    house_folder(clinic->data);
    house_open(&clinic->house, clinic->data);
    clinic->mem = mem_new((size_t)256 << 20);
    assert_true(children_or_trial(&clinic->house.app, clinic->mem, &children, &count, &fail));
    clinic->child = children[0];
    Plan plan = road(5);
    assert_true(child_save_plan(&clinic->house.app, &clinic->child, &plan, &fail));
    assert_true(store_flush(clinic->house.app.store, &fail));
    shell_replace(clinic->house.shell, today_new(&clinic->house.app));
    *state = clinic;
    return 0;
}

static int close_clinic(void **state) {
    Clinic *clinic = *state;
    mem_free(clinic->mem);
    house_close(&clinic->house);
    house_forget(clinic->data);
    free(clinic);
    return 0;
}

static Ledger ledger_of(Clinic *clinic) {
    Ledger ledger;
    Fail fail = {0};
    if (!ledger_read(&clinic->house.app, clinic->mem, &clinic->child, NULL, &ledger, &fail)) {
        fail_msg("%s", fail.text);
    }
    return ledger;
}

static void where_and_with_whom_are_chosen_before_the_start_and_kept(void **state) {
    Clinic *clinic = *state;
    Fail fail = {0};
    tap(clinic, "card:0");
    tap(clinic, "context");
    tap(clinic, "setting"); /* home */
    tap(clinic, "setting"); /* school */
    tap(clinic, "person");  /* parent */
    tap(clinic, "person");  /* teacher */
    assert_true(reads(clinic, "not shown"));
    tap(clinic, "then"); /* shoe */
    tap(clinic, "then"); /* coat */
    assert_true(reads(clinic, "coat"));
    tap(clinic, "back");
    tap(clinic, "start");
    play_until(clinic, "handover");
    assert_true(reads(clinic, "coat")); /* the picture of what comes next in the room */
    play_until(clinic, "summary");
    assert_true(store_flush(clinic->house.app.store, &fail));
    Ledger ledger = ledger_of(clinic);
    assert_int_equal(ledger.count, 1);
    assert_string_equal(ledger.cells[0].setting, "school");
    assert_string_equal(ledger.cells[0].person, "teacher");
    assert_string_equal(ledger.cells[0].tool, "finger");
    assert_int_equal(ledger.cells[0].trials, 5);
    /* What was chosen last stays chosen. */
    Plan plan;
    assert_true(child_plan(&clinic->house.app, &clinic->child, &plan, &fail));
    assert_int_equal(plan.person, PLAN_PERSON_TEACHER);
}

static void a_skill_that_holds_in_one_cell_only_asks_for_a_probe_elsewhere(void **state) {
    Clinic *clinic = *state;
    char words[LEDGER_TEXT_MAX];
    Plan plan = road(5);
    play(clinic, &plan);
    Ledger ledger = ledger_of(clinic);
    assert_true(ledger_holds(&ledger.cells[0]));
    ledger_advice(&ledger, "tracing", words);
    assert_non_null(strstr(words, "one cell only: clinic, therapist, finger"));
    assert_non_null(strstr(words, "at home with a parent"));
    plan.setting = PLAN_SETTING_HOME;
    plan.person = PLAN_PERSON_PARENT;
    play(clinic, &plan);
    ledger = ledger_of(clinic);
    assert_int_equal(ledger.count, 2);
    ledger_advice(&ledger, "tracing", words);
    assert_string_equal(words, "");
    Buffer table = {0};
    assert_true(ledger_table(&ledger, "P-TEST", &table) && buffer_add(&table, "", 1));
    assert_non_null(strstr((const char *)table.bytes, "P-TEST,tracing,home,parent,finger,"));
    buffer_free(&table);
    /* And it is a tap away from the review. */
    tap(clinic, "review");
    tap(clinic, "child:0");
    tap(clinic, "ledger");
    assert_string_equal(shell_top_name(clinic->house.shell), "ledger");
    assert_true(reads(clinic, "parent"));
}

static void a_goal_that_asks_for_two_adults_says_who_is_lacking(void **state) {
    Clinic *clinic = *state;
    Fail fail = {0};
    Standing standing;
    Goal goal = goal_usual();
    snprintf(goal.task, sizeof goal.task, "stay on the road");
    snprintf(goal.game, sizeof goal.game, "tracing");
    goal.phase = PHASE_TEACHING;
    goal.mastery.sessions = 2;
    goal.mastery.adults = 2;
    Plan plan = road(5);
    play(clinic, &plan);
    play(clinic, &plan);
    assert_true(attain_standing(&clinic->house.app, &clinic->child, &goal, &standing, &fail));
    assert_false(standing.mastery.fired);
    assert_int_equal(standing.mastery.adults, 1);
    assert_non_null(strstr(standing.mastery.why, "adult"));
    plan.person = PLAN_PERSON_PARENT;
    play(clinic, &plan);
    assert_true(attain_standing(&clinic->house.app, &clinic->child, &goal, &standing, &fail));
    assert_true(standing.mastery.fired);
}

static void what_a_goal_has_had_is_told_in_hours_and_trials(void **state) {
    Clinic *clinic = *state;
    Plan plan = road(5), home = road(5);
    Fail fail = {0};
    home.setting = PLAN_SETTING_HOME;
    play(clinic, &plan);
    play(clinic, &home);
    Ledger ledger = ledger_of(clinic);
    int today = (int)(clinic->house.wall_us / 86400000000);
    Dose dose = ledger_dose(&ledger, "tracing", 20, today);
    assert_int_equal(dose.repetitions, 10); /* at home too */
    assert_int_equal(dose.sessions, 2);
    assert_true(dose.active_minutes > 0);
    assert_int_equal(dose.today - dose.first_day, 2);
    GoalLine line = {.goal = goal_usual()};
    snprintf(line.goal.task, sizeof line.goal.task, "stay on the road");
    snprintf(line.goal.game, sizeof line.goal.game, "tracing");
    line.goal.hours = 20;
    assert_true(goals_save(&clinic->house.app, clinic->child.id, &line, &fail));
    shell_push(clinic->house.shell, goals_new(&clinic->house.app, clinic->child.id));
    assert_true(reads(clinic, "of 20 h, 10 trials"));
}

static void two_therapists_are_two_adults(void **state) {
    Clinic *clinic = *state;
    Keys *keys = clinic->house.app.keys;
    Fail fail = {0};
    char recovery[VAULT_RECOVERY_TEXT];
    Plan plan = road(1), stored;
    SessionLine line;
    Value value;
    assert_true(keys_set_up(keys, "Ana", "a long passphrase", recovery, &fail));
    play(clinic, &plan);
    assert_true(history_find_session(clinic->house.app.store, clinic->mem, "last", &line, &fail));
    assert_true(
        value_read(clinic->mem, line.session.plan, strlen(line.session.plan), &value, &fail) &&
        plan_read(&value, &stored, &fail));
    assert_string_equal(plan_adult(&stored), "Ana");
}

static void a_line_is_drawn_before_a_session_and_taken_back(void **state) {
    Clinic *clinic = *state;
    Plan plan = road(2);
    Fail fail = {0};
    ConditionLines lines;
    for (int i = 0; i < 3; i++) {
        play(clinic, &plan);
    }
    shell_push(clinic->house.shell, trend_new(&clinic->house.app, clinic->child.id, "tracing"));
    tap(clinic, "point:1");
    tap(clinic, "line");
    assert_string_equal(shell_top_name(clinic->house.shell), "typing");
    shell_text(clinic->house.shell, "new chair", shell_now_us(clinic->house.shell) + 1000);
    tap(clinic, "done");
    assert_true(reads(clinic, "new chair"));
    assert_true(has(clinic, "unline"));
    Course course;
    Trendline line;
    assert_true(course_read(&clinic->house.app, clinic->mem, &clinic->child, "tracing", 0, 0,
                            &course, &fail));
    assert_true(course_line(clinic->mem, &course, LINE_SCORE, &line, &fail));
    assert_int_equal(line.part_count, 2); /* the path breaks there */
    assert_int_equal(line.parts[1].opens, LINE_CONDITION);
    assert_int_equal(line.parts[1].first, 1);
    assert_false(line.points[1].joined);
    tap(clinic, "unline");
    assert_false(reads(clinic, "new chair"));
    assert_true(lines_read(&clinic->house.app, clinic->child.id, "tracing", &lines, &fail));
    assert_int_equal(lines.count, 0);
}

static void what_was_played_at_home_stands_beside_the_path(void **state) {
    Clinic *clinic = *state;
    Fail fail = {0};
    Plan plan = road(2), home = road(2);
    home.setting = PLAN_SETTING_HOME;
    play(clinic, &plan);
    play(clinic, &home);
    play(clinic, &plan);
    Course course;
    Trendline line;
    LinePhase teaching;
    assert_true(course_read(&clinic->house.app, clinic->mem, &clinic->child, "tracing", 0, 0,
                            &course, &fail));
    assert_true(course_line(clinic->mem, &course, LINE_SCORE, &line, &fail));
    assert_int_equal(line.count, 3);
    assert_int_equal(line.points[1].dot, LINE_HOUSE);
    assert_int_equal(line.part_count, 1);
    assert_true(trendline_phase(clinic->mem, &line, PHASE_TEACHING, &teaching));
    assert_int_equal(teaching.n, 2);
}

#define IN_CLINIC(test) cmocka_unit_test_setup_teardown(test, open_clinic, close_clinic)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_CLINIC(where_and_with_whom_are_chosen_before_the_start_and_kept),
        IN_CLINIC(a_skill_that_holds_in_one_cell_only_asks_for_a_probe_elsewhere),
        IN_CLINIC(a_goal_that_asks_for_two_adults_says_who_is_lacking),
        IN_CLINIC(what_a_goal_has_had_is_told_in_hours_and_trials),
        IN_CLINIC(two_therapists_are_two_adults),
        IN_CLINIC(a_line_is_drawn_before_a_session_and_taken_back),
        IN_CLINIC(what_was_played_at_home_stands_beside_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
