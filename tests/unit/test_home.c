/* app/home and app/attain: a home plan travels to another tablet and its results come back; goals
 * are judged from what is stored. Real stores, real games, a pretend child on the real screens. */
#include "app/attain.h"
#include "app/home.h"
#include "app/screens/screens.h"
#include "app/visitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    char folder[64];
    App app;
} Place;

static void open_tablet(Place *tablet) {
    Fail fail = {0};
    snprintf(tablet->folder, sizeof tablet->folder, "/tmp/otterpaw-home-XXXXXX");
    if (mkdtemp(tablet->folder) == NULL || !app_open(&tablet->app, tablet->folder, &fail)) {
        fail_msg("%s", fail.text);
    }
}

static void close_tablet(Place *tablet) {
    char command[96];
    app_close(&tablet->app);
    snprintf(command, sizeof command, "rm -r %s", tablet->folder);
    assert_int_equal(system(command), 0);
}

/* A whole session of the plan by a pretend child. */
static void play(App *app, const ChildRecord *child, const Plan *plan) {
    Fail fail = {0};
    Shell *shell = shell_new(app);
    Visitor *visitor = visitor_new(shell, pretend_named("careful"), 5);
    bool arrived = false;
    shell_push(shell, today_new(app));
    Sitting *sitting = sitting_begin(app, child, plan, 0, &fail);
    if (sitting == NULL) {
        fail_msg("%s", fail.text);
    }
    flow_begin(shell, sitting);
    visitor_play(visitor, 0, "summary", 4 * 3600, NULL, NULL, &arrived);
    if (!arrived) {
        fail_msg("the session stands at \"%s\"", shell_top_name(shell));
    }
    visitor_free(visitor);
    shell_free(shell);
    assert_true(store_flush(app->store, &fail));
}

static ChildRecord first_child(App *app, Mem *mem) {
    ChildRecord *children;
    size_t count;
    Fail fail = {0};
    assert_true(children_or_trial(app, mem, &children, &count, &fail));
    return children[0];
}

static Plan road_plan(int trials, Phase phase) {
    Plan plan = plan_empty();
    plan.feelings = false;
    plan.items[0] = plan_item("tracing");
    plan.items[0].trials = trials;
    plan.items[0].phase = phase;
    plan.items[0].rule = LEVEL_FIXED;
    plan.count = 1;
    return plan;
}

static void a_home_plan_is_short_fixed_and_without_a_gutter(void **state) {
    (void)state;
    Plan plan = plan_empty();
    bool chosen[PLAN_ITEMS_MAX];
    for (int i = 0; i < 6; i++) {
        plan.items[plan.count++] = plan_item("tracing");
        plan.items[i].level = i + 1;
        plan.items[i].probe = true;
        chosen[i] = i != 1;
    }
    Plan home = home_plan_of(&plan, chosen, 40);
    assert_int_equal(home.count, HOME_ITEMS_MOST);
    assert_true(home.home);
    assert_true(home.minutes == HOME_MINUTES_MOST);
    assert_int_equal(home.items[1].level, 3);
    for (int i = 0; i < home.count; i++) {
        assert_int_equal(home.items[i].rule, LEVEL_FIXED);
        assert_false(home.items[i].probe);
    }
}

static void results_come_back_marked_as_home_and_only_once(void **state) {
    (void)state;
    Place clinic, family;
    Fail fail = {0};
    char path[128], words[VAULT_RECOVERY_TEXT], again[VAULT_RECOVERY_TEXT];
    HomeTaken taken;
    Mem *mem = mem_new((size_t)256 << 20);
    open_tablet(&clinic);
    open_tablet(&family);
    ChildRecord child = first_child(&clinic.app, mem);
    Plan plan = road_plan(2, PHASE_TEACHING);
    bool chosen[PLAN_ITEMS_MAX] = {true};
    Plan home = home_plan_of(&plan, chosen, 5);
    assert_true(home_plan_keep(&clinic.app, &child, &home, &fail));
    snprintf(path, sizeof path, "%s/out.otterhome", clinic.folder);
    if (!home_export(&clinic.app, &child, path, words, &fail)) {
        fail_msg("%s", fail.text);
    }
    /* Without the key, and with a wrong one, it stays shut. */
    assert_false(home_import(&family.app, mem, path, NULL, &taken, &fail));
    char wrong[VAULT_RECOVERY_TEXT];
    VaultKey *other = vault_key_random(&fail);
    assert_true(vault_recovery_text(other, wrong));
    vault_key_free(other);
    assert_false(home_import(&family.app, mem, path, wrong, &taken, &fail));
    if (!home_import(&family.app, mem, path, words, &taken, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_true(taken.child_made);
    assert_int_equal(taken.sessions, 0);

    Plan there;
    assert_true(child_plan(&family.app, &taken.child, &there, &fail));
    assert_true(there.home);
    play(&family.app, &taken.child, &there);
    snprintf(path, sizeof path, "%s/back.otterhome", family.folder);
    assert_true(home_export(&family.app, &taken.child, path, again, &fail));
    assert_string_equal(again, words);

    for (int round = 0; round < 2; round++) {
        if (!home_import(&clinic.app, mem, path, NULL, &taken, &fail)) {
            fail_msg("%s", fail.text);
        }
        assert_false(taken.child_made);
        assert_int_equal(taken.sessions, round == 0 ? 1 : 0);
    }
    SessionLine *lines;
    size_t count;
    ReplayVerdict verdict;
    assert_true(history_sessions(clinic.app.store, mem, &child.id, 0, &lines, &count, &fail));
    assert_int_equal(count, 1);
    assert_string_equal(lines[0].session.setting, "home");
    assert_int_equal(lines[0].trials, 2);
    /* What came over is whole: it plays again to the same results. */
    if (!replay_session(&clinic.app, &lines[0], &verdict, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_int_equal(verdict.total, 2);
    assert_int_equal(verdict.reproduced, 2);
    mem_free(mem);
    close_tablet(&clinic);
    close_tablet(&family);
}

static void a_changed_byte_is_refused(void **state) {
    (void)state;
    Place clinic;
    Fail fail = {0};
    char path[128], words[VAULT_RECOVERY_TEXT];
    HomeTaken taken;
    Mem *mem = mem_new((size_t)64 << 20);
    open_tablet(&clinic);
    ChildRecord child = first_child(&clinic.app, mem);
    snprintf(path, sizeof path, "%s/out.otterhome", clinic.folder);
    assert_true(home_export(&clinic.app, &child, path, words, &fail));
    FILE *file = fopen(path, "r+b");
    assert_int_equal(fseek(file, 200, SEEK_SET), 0);
    int byte = getc(file);
    assert_int_equal(fseek(file, 200, SEEK_SET), 0);
    putc(byte ^ 1, file);
    fclose(file);
    assert_false(home_import(&clinic.app, mem, path, words, &taken, &fail));
    mem_free(mem);
    close_tablet(&clinic);
}

/* ---- goals ---- */

static void a_goal_says_why_not_and_then_fires(void **state) {
    (void)state;
    Place clinic;
    Fail fail = {0};
    Mem *mem = mem_new((size_t)64 << 20);
    open_tablet(&clinic);
    ChildRecord child = first_child(&clinic.app, mem);
    GoalLine line = {.goal = goal_usual()};
    Standing standing;
    char words[FAIL_TEXT_MAX];
    snprintf(line.goal.task, sizeof line.goal.task, "stay on the road");
    snprintf(line.goal.game, sizeof line.goal.game, "tracing");
    line.goal.phase = PHASE_TEACHING;
    line.goal.mastery.sessions = 2;
    line.goal.mastery.trials = 2;
    line.goal.mastery.threshold = 0.5;
    line.goal.has_scale = true;
    line.goal.scale = gas_scale(MEASURE_NONE);
    line.goal.scale.trials = 2;
    for (int i = 1; i < GAS_LEVELS; i++) {
        line.goal.scale.steps[i].value = 20 * i;
    }
    assert_true(goals_save(&clinic.app, child.id, &line, &fail));

    Plan plan = road_plan(2, PHASE_BASELINE);
    play(&clinic.app, &child, &plan); /* a baseline is not teaching */
    plan.items[0].phase = PHASE_TEACHING;
    play(&clinic.app, &child, &plan);
    assert_true(attain_standing(&clinic.app, &child, &line.goal, &standing, &fail));
    assert_false(standing.mastery.fired);
    assert_true(standing.mastery.why[0] != '\0');
    assert_int_equal(standing.sessions, 1);
    assert_int_equal(standing.baselines, 1);
    assert_true(attain_after_session(&clinic.app, &child, words, &fail));
    assert_string_equal(words, "");

    play(&clinic.app, &child, &plan);
    assert_true(attain_standing(&clinic.app, &child, &line.goal, &standing, &fail));
    if (!standing.mastery.fired) {
        fail_msg("%s", standing.mastery.why);
    }
    assert_true(standing.scale.known);
    assert_int_equal(standing.scale.attained, 2);
    assert_true(attain_after_session(&clinic.app, &child, words, &fail));
    assert_non_null(strstr(words, "stay on the road"));
    char terms[GAS_TEXT_MAX];
    double t = attain_t_score(&line, &standing, 1, terms);
    assert_true(t > 69.99 && t < 70.01); /* one goal at +2 */
    mem_free(mem);
    close_tablet(&clinic);
}

static void a_baseline_is_taken_without_help(void **state) {
    (void)state;
    Place clinic;
    Fail fail = {0};
    Mem *mem = mem_new((size_t)64 << 20);
    open_tablet(&clinic);
    ChildRecord child = first_child(&clinic.app, mem);
    Plan plan = road_plan(1, PHASE_BASELINE);
    play(&clinic.app, &child, &plan);
    SessionLine *lines;
    TrialLine *trials;
    size_t count;
    assert_true(history_sessions(clinic.app.store, mem, &child.id, 0, &lines, &count, &fail));
    assert_true(history_trials(clinic.app.store, mem, lines[0].session.id, 0, false, &trials,
                               &count, &fail));
    assert_int_equal(count, 1);
    assert_true(trials[0].trial.probe);
    mem_free(mem);
    close_tablet(&clinic);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_home_plan_is_short_fixed_and_without_a_gutter),
        cmocka_unit_test(results_come_back_marked_as_home_and_only_once),
        cmocka_unit_test(a_changed_byte_is_refused),
        cmocka_unit_test(a_goal_says_why_not_and_then_fires),
        cmocka_unit_test(a_baseline_is_taken_without_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
