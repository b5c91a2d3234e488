/* Plans as texts, and how a time box is packed. */
#include "care/planner.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static PlanWish wish(const char *game, const char *kind, double minutes, double owed) {
    PlanWish made = {.kind = kind, .owed_minutes = owed, .least_minutes = minutes / 2, .load = 1};
    made.item = plan_item(game);
    made.item.minutes = minutes;
    return made;
}

static double plan_minutes(const Plan *plan) {
    double minutes = 0;
    for (int i = 0; i < plan->count; i++) {
        minutes += plan->items[i].minutes;
    }
    return minutes;
}

static int wishes(PlanWish out[6]) {
    out[0] = wish("tracing", "fine_motor", 6, 10);
    out[1] = wish("letters", "fine_motor", 6, 40);
    out[2] = wish("sorting", "cognitive", 5, 20);
    out[3] = wish("washing", "self_care", 6, 30);
    out[4] = wish("trail", "gross_motor", 5, 0);
    out[5] = wish("breath", "sensory", 3, 5);
    out[5].load = 0;
    return 6;
}

static void plan_comes_back_from_its_text(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Plan plan = plan_empty(), back = plan_empty();
    Value value;
    Fail fail = {0};
    plan.minutes = 45;
    plan.items[plan.count++] = plan_item("tracing");
    plan.items[0].rule = LEVEL_FIXED;
    plan.items[0].level = 7;
    strcpy(plan.items[0].overrides, "{\"road_mm\":8.0}");
    strcpy(plan.then_text, "Swing");
    assert_true(plan_value(mem, &plan, &value));
    assert_true(plan_read(&value, &back, &fail));
    assert_int_equal(back.count, 1);
    assert_string_equal(back.items[0].game, "tracing");
    assert_int_equal(back.items[0].rule, LEVEL_FIXED);
    assert_int_equal(back.items[0].level, 7);
    assert_string_equal(back.items[0].overrides, "{\"road_mm\":8.0}");
    assert_string_equal(back.then_text, "Swing");
    assert_true(back.minutes == 45);
    mem_free(mem);
}

static void wrong_plan_is_refused_by_name_and_changes_nothing(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"{\"minuts\":30}", "did you mean \"minutes\""},
        {"{\"minutes\":500}", "the most is 180"},
        {"{\"items\":[{\"game\":\"tracing\",\"rule\":\"fix\"}]}", "activity 1"},
        {"{\"items\":[{\"level\":2}]}", "activity 1 names no game"},
        {"[]", "must be a record"},
    };
    Mem *mem = mem_new(1 << 20);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Plan plan = plan_empty();
        Value value;
        Fail fail = {0};
        assert_true(value_read(mem, wrong[i].text, strlen(wrong[i].text), &value, &fail));
        assert_false(plan_read(&value, &plan, &fail));
        if (strstr(fail.text, wrong[i].says) == NULL) {
            fail_msg("\"%s\" does not say \"%s\"", fail.text, wrong[i].says);
        }
        assert_int_equal(plan.count, 0);
        assert_true(plan.minutes == 30);
    }
    mem_free(mem);
}

static void packed_plan_never_eats_the_goodbye(void **state) {
    (void)state;
    PlanWish list[6];
    int count = wishes(list);
    for (double minutes = 10; minutes <= 180; minutes += 5) {
        for (double late = 0; late < minutes - 5; late += 7) {
            PlanBox box = planner_box(minutes);
            box.late_minutes = late;
            Plan plan = plan_empty();
            PlanReport report;
            planner_pack(list, count, &box, &plan, &report);
            double changes = plan.count > 1 ? (plan.count - 1) * box.change_minutes : 0;
            double used = late + box.hello_minutes + plan_minutes(&plan) + changes;
            assert_true(plan.count == 0 || used <= minutes - box.goodbye_minutes + 1e-6);
        }
    }
}

static void most_needed_comes_first_and_kinds_alternate(void **state) {
    (void)state;
    PlanWish list[6];
    int count = wishes(list);
    PlanBox box = planner_box(60);
    Plan plan = plan_empty();
    PlanReport report;
    planner_pack(list, count, &box, &plan, &report);
    assert_string_equal(plan.items[0].game, "letters");
    assert_string_equal(plan.items[1].game, "washing");
    assert_int_equal(report.left_out, 0);
    int breaks = 0;
    const char *last = "";
    for (int i = 0; i < plan.count; i++) {
        breaks += plan.items[i].calm_break;
        bool both = (strcmp(last, "letters") == 0 && strcmp(plan.items[i].game, "tracing") == 0);
        assert_false(both);
        last = plan.items[i].game;
    }
    assert_in_range(breaks, 1, 2);
    assert_false(plan.items[plan.count - 1].calm_break);
}

static void what_must_be_done_stays_when_the_child_is_late(void **state) {
    (void)state;
    PlanWish list[6];
    int count = wishes(list);
    list[4].must = true; /* nothing is owed to it, but the therapist wants it */
    PlanBox box = planner_box(30);
    box.late_minutes = 18;
    Plan plan = plan_empty();
    PlanReport report;
    planner_pack(list, count, &box, &plan, &report);
    assert_true(plan.count > 0);
    assert_string_equal(plan.items[0].game, "trail");
    assert_true(report.left_out > 0);
}

static void late_child_gets_shorter_rounds_before_fewer(void **state) {
    (void)state;
    PlanWish list[2] = {wish("sorting", "cognitive", 6, 5), wish("tracing", "fine_motor", 6, 9)};
    PlanBox box = planner_box(20);
    box.break_after = 0;
    box.late_minutes = 5;
    Plan plan = plan_empty();
    PlanReport report;
    planner_pack(list, 2, &box, &plan, &report);
    assert_int_equal(plan.count, 2);
    assert_int_equal(report.left_out, 0);
    assert_true(report.shortened >= 1);
    assert_string_equal(plan.items[0].game, "tracing");
}

static void running_session_drops_from_the_end(void **state) {
    (void)state;
    PlanBox box = planner_box(30);
    Plan plan = plan_empty();
    for (int i = 0; i < 4; i++) {
        plan.items[plan.count++] = plan_item(i % 2 == 0 ? "tracing" : "sorting");
        plan.items[i].minutes = 5;
    }
    assert_int_equal(planner_refit(&plan, 1, 30 * 60, &box), 0);
    assert_int_equal(planner_refit(&plan, 1, 10 * 60, &box), 2);
    assert_int_equal(plan.count, 2);
    assert_int_equal(planner_refit(&plan, 1, 2 * 60, &box), 1);
    assert_int_equal(plan.count, 1);
}

static void dose_says_when_only_after_three_sessions_and_a_week(void **state) {
    (void)state;
    Dose dose = {
        .active_minutes = 240, .sessions = 2, .target_hours = 14, .first_day = 100, .today = 113};
    DoseOutlook outlook = dose_outlook(&dose);
    assert_true(fabs(outlook.share - 4.0 / 14) < 1e-12);
    assert_int_equal(outlook.due_day, -1);
    dose.sessions = 6;
    outlook = dose_outlook(&dose);
    assert_true(fabs(outlook.hours_a_week - 2) < 1e-12);
    assert_int_equal(outlook.due_day, 113 + 35);
    dose.active_minutes = 15 * 60;
    assert_int_equal(dose_outlook(&dose).due_day, 113);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_comes_back_from_its_text),
        cmocka_unit_test(wrong_plan_is_refused_by_name_and_changes_nothing),
        cmocka_unit_test(packed_plan_never_eats_the_goodbye),
        cmocka_unit_test(most_needed_comes_first_and_kinds_alternate),
        cmocka_unit_test(what_must_be_done_stays_when_the_child_is_late),
        cmocka_unit_test(late_child_gets_shorter_rounds_before_fewer),
        cmocka_unit_test(running_session_drops_from_the_end),
        cmocka_unit_test(dose_says_when_only_after_three_sessions_and_a_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
