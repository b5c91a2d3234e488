/* What a therapist needs in a session takes the taps that were promised: the gate's gesture and one
 * key, two to finish kindly, two from one child to the next. Counted by the shell itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/children.h"
#include "app_fixture.h"

static House house;
static char data[64];

static void tap(const char *name) {
    house_tap(&house, name, shell_now_us(house.shell) + 100000);
}

static int open_house(void **state) {
    (void)state;
    house_folder(data);
    house_open(&house, data);
    return 0;
}

static int close_house(void **state) {
    (void)state;
    house_close(&house);
    house_forget(data);
    return 0;
}

static void finger(int number, double x_mm, SamplePhase phase, int64_t now_us) {
    Sample raw = {.time_us = now_us, .finger = number, .x_mm = x_mm, .y_mm = 6, .phase = phase};
    shell_touch(house.shell, &raw);
}

/* One finger held still in each top corner: a gesture, not a tap. */
static void open_gate(void) {
    int64_t now_us = shell_now_us(house.shell) + 10000;
    finger(0, 6, SAMPLE_DOWN, now_us);
    finger(1, house.app.width_mm - 6, SAMPLE_DOWN, now_us + 20000);
    house_frame(&house, now_us + 900000);
    finger(0, 6, SAMPLE_UP, now_us + 950000);
    finger(1, house.app.width_mm - 6, SAMPLE_UP, now_us + 960000);
    house_frame(&house, now_us + 1000000);
    assert_string_equal(shell_top_name(house.shell), "rail");
}

static Sitting *before_a_trial(void) {
    Sitting *sitting = house_begin(&house, "sorting", 5, 3);
    house_go_in(&house, 0, 20000);
    open_gate();
    return sitting;
}

static int taps_of(const char *first, const char *second) {
    int taps = shell_taps(house.shell);
    tap(first);
    if (second != NULL) {
        tap(second);
    }
    return shell_taps(house.shell) - taps;
}

static void easier_and_harder_take_one_tap(void **state) {
    (void)state;
    Sitting *sitting = before_a_trial();
    assert_int_equal(taps_of("easier", NULL), 1);
    assert_int_equal(run_level_armed(sitting_run(sitting)), 2);
    assert_int_equal(taps_of("harder", NULL), 1); /* and back: undone before the boundary */
    assert_int_equal(run_level_armed(sitting_run(sitting)), 3);
    assert_int_equal(taps_of("beside", NULL), 1); /* back to the child */
    assert_string_equal(shell_top_name(house.shell), "activity");
}

static void help_is_marked_with_one_tap_in_the_gutter(void **state) {
    (void)state;
    Sitting *sitting = house_begin(&house, "sorting", 5, 3);
    house_go_in(&house, 0, 20000);
    assert_int_equal(taps_of("assist:2", NULL), 1);
    assert_int_equal(run_assistance(sitting_run(sitting)), 2);
}

static void skip_takes_one_tap(void **state) {
    (void)state;
    Sitting *sitting = before_a_trial();
    assert_int_equal(taps_of("skip", NULL), 1);
    assert_int_equal(run_trials_done(sitting_run(sitting)), 1);
    assert_string_equal(shell_top_name(house.shell), "activity");
}

static void again_takes_one_tap(void **state) {
    (void)state;
    Sitting *sitting = before_a_trial();
    assert_int_equal(taps_of("again", NULL), 1);
    assert_int_equal(run_trials_done(sitting_run(sitting)), 0);
    assert_string_equal(shell_top_name(house.shell), "activity");
}

static void the_gate_pauses_and_a_tap_beside_goes_on(void **state) {
    (void)state;
    Sitting *sitting = before_a_trial();
    assert_true(sitting_is_paused(sitting));
    assert_int_equal(taps_of("beside", NULL), 1);
    assert_false(sitting_is_paused(sitting));
}

static void a_calm_break_takes_one_tap(void **state) {
    (void)state;
    before_a_trial();
    assert_int_equal(taps_of("calm_break", NULL), 1);
    assert_string_equal(shell_top_name(house.shell), "calm");
}

static void finishing_kindly_takes_two_taps(void **state) {
    (void)state;
    before_a_trial();
    assert_int_equal(taps_of("finish", "last"), 2);
    assert_string_equal(shell_top_name(house.shell), "activity"); /* this one is played out */
}

static void the_next_child_starts_two_taps_after_the_last(void **state) {
    (void)state;
    Mem *mem = mem_new(8 << 20);
    ChildRecord *children, other;
    size_t count;
    Fail fail = {0};
    bool arrived = false;
    Profile profile = profile_standard("5-6", "");
    assert_true(children_or_trial(&house.app, mem, &children, &count, &fail));
    assert_true(child_make(&house.app, mem, "fox", NULL, &profile, &other, &fail));
    Plan plan = plan_empty();
    plan.items[plan.count++] = plan_item("sorting");
    plan.items[0].trials = 1;
    assert_true(child_save_plan(&house.app, &children[0], &plan, &fail));
    assert_true(child_save_plan(&house.app, &other, &plan, &fail));
    assert_true(store_flush(house.app.store, &fail));
    shell_replace(house.shell, today_new(&house.app));
    tap("start:0");
    Visitor *visitor = visitor_new(house.shell, pretend_named("careful"), 5);
    visitor_play(visitor, shell_now_us(house.shell), "summary", 3600, NULL, NULL, &arrived);
    visitor_free(visitor);
    if (!arrived) {
        fail_msg("the session stands at \"%s\"", shell_top_name(house.shell));
    }
    assert_int_equal(taps_of("sign", "start:1"), 2);
    Sitting *sitting = flow_sitting(house.shell);
    assert_non_null(sitting);
    mem_free(mem);
}

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_HOUSE(easier_and_harder_take_one_tap),
        IN_HOUSE(help_is_marked_with_one_tap_in_the_gutter),
        IN_HOUSE(skip_takes_one_tap),
        IN_HOUSE(again_takes_one_tap),
        IN_HOUSE(the_gate_pauses_and_a_tap_beside_goes_on),
        IN_HOUSE(a_calm_break_takes_one_tap),
        IN_HOUSE(finishing_kindly_takes_two_taps),
        IN_HOUSE(the_next_child_starts_two_taps_after_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
