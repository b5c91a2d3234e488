/* play/run: what an adult may say while a child plays. */
#include "run_fixture.h"

static void assistance_marks_the_running_trial_and_the_highest_counts(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&pick_ops, &toy, &all);
    feed(run, ENTRY_ASSIST, 500, 3);
    feed(run, ENTRY_ASSIST, 600, 1);
    assert_int_equal(run_assistance(run), 3);
    tap(run, 30, 40, 1000);
    assert_int_equal(all.trials[0].record.assistance, 3);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_HELPED);
    feed(run, ENTRY_NEXT, 7000, 0);
    feed(run, ENTRY_SHOWN, 7100, 0);
    feed(run, ENTRY_ASSIST, 7500, 2);
    feed(run, ENTRY_ASSIST, 7600, -1);
    feed(run, ENTRY_ASSIST, 7700, 1);
    tap(run, 30, 40, 8000);
    assert_int_equal(all.trials[1].record.assistance, 1);
    assert_int_equal(all.marks, 0);
    put_away(run, &all);
}

static void assistance_within_four_seconds_marks_the_trial_before(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&pick_ops, &toy, &all);
    tap(run, 30, 40, 1000);
    double up = run_adapt(run)->placement;
    feed(run, ENTRY_ASSIST, 2000, 4);
    assert_int_equal(all.marks, 1);
    assert_int_equal(all.mark_trial, 0);
    assert_int_equal(all.mark_value, 4);
    assert_int_equal(run_assistance(run), 4);
    assert_true(up > 2.0);
    assert_true(run_adapt(run)->placement <= 2.0); /* helped: never up */
    feed(run, ENTRY_ASSIST, 3000, 2);              /* lower: changes nothing */
    assert_int_equal(all.marks, 1);
    feed(run, ENTRY_NEXT, 3500, 0);
    feed(run, ENTRY_ASSIST, 6000, 5); /* too late for it: the prepared trial's */
    assert_int_equal(all.marks, 1);
    feed(run, ENTRY_SHOWN, 6100, 0);
    tap(run, 30, 40, 7000);
    assert_int_equal(all.trials[1].record.assistance, 5);
    put_away(run, &all);
}

static void an_armed_level_waits_for_the_boundary_unseen(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = shown_run(&pick_ops, &toy, &all);
    Scene *before = scene_new(218, 136), *after = scene_new(218, 136);
    assert_true(run_draw(run, before, &fail));
    feed(run, ENTRY_LEVEL, 500, 5);
    assert_true(run_draw(run, after, &fail));
    assert_true(scene_hash(before) == scene_hash(after));
    Box boxes[4];
    assert_int_equal(scene_damage(before, after, boxes, 4), 0);
    assert_int_equal(run_level(run), 2);
    assert_int_equal(run_level_armed(run), 5);
    tap(run, 30, 40, 1000);
    assert_int_equal(all.trials[0].record.level, 2);
    assert_int_equal(all.trials[0].record.next_level, 5);
    assert_string_equal(all.trials[0].next_reason, "An adult set the level.");
    feed(run, ENTRY_NEXT, 3000, 0);
    assert_int_equal(run_level(run), 5);
    assert_int_equal(run_level_armed(run), 0);
    assert_true(trial_param_number(run_trial(run), "road_mm") == 12);
    assert_false(
        run_feed(run, &(Entry){.kind = ENTRY_LEVEL, .time_us = 4000000, .value = 7}, &fail));
    assert_string_equal(fail.text, "Level 7 cannot be armed: tracing has levels 1 to 6.");
    scene_free(before);
    scene_free(after);
    put_away(run, &all);
}

static void again_repeats_the_same_item_three_times_at_most(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    double first = toy.random;
    for (int i = 0; i < 3; i++) {
        feed(run, ENTRY_SHOWN, 1000 * i, 0);
        feed(run, ENTRY_AGAIN, 1000 * i + 500, 0);
        assert_int_equal(all.trials[i].record.end, END_STOPPED);
        assert_int_equal(all.trials[i].record.outcome, OUTCOME_NOT_NOW);
        assert_int_equal(run_trials_done(run), 0);
        feed(run, ENTRY_NEXT, 1000 * i + 600, 0);
        assert_true(toy.random == first);
        assert_int_equal(run_level(run), 2);
    }
    feed(run, ENTRY_SHOWN, 5000, 0);
    feed(run, ENTRY_AGAIN, 5500, 0);
    assert_int_equal(run_trials_done(run), 1);
    feed(run, ENTRY_NEXT, 5600, 0);
    assert_true(toy.random != first);
    put_away(run, &all);
}

static void skip_stop_and_last_end_what_they_say(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        Toy toy = {0};
        Collected all = {0};
        Run *run = shown_run(&pick_ops, &toy, &all);
        if (i == 0) {
            feed(run, ENTRY_SKIP, 500, 0);
            assert_int_equal(run_state(run), RUN_BETWEEN);
            assert_int_equal(all.trials[0].record.end, END_STOPPED);
        } else if (i == 1) {
            feed(run, ENTRY_STOP, 500, END_INTERRUPTED);
            assert_int_equal(run_state(run), RUN_OVER);
            assert_int_equal(all.trials[0].record.end, END_INTERRUPTED);
            feed(run, ENTRY_ASSIST, 900, 2);
            assert_int_equal(all.marks, 1);
            assert_int_equal(all.tail.count, 1);
        } else {
            feed(run, ENTRY_LAST, 500, 0);
            assert_int_equal(run_state(run), RUN_LIVE);
            tap(run, 30, 40, 1000);
            assert_int_equal(run_state(run), RUN_OVER);
        }
        assert_int_equal(run_adapt(run)->trials, i == 2 ? 1 : 0);
        put_away(run, &all);
    }
}

static void what_comes_after_the_last_trial_is_handed_over_as_the_tail(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&pick_ops, &toy, &all);
    tap(run, 30, 40, 1000);
    feed(run, ENTRY_ASSIST, 1500, 1);
    size_t count;
    assert_int_equal(run_chunk(run, &count)[0].kind, ENTRY_ASSIST);
    assert_int_equal(count, 1);
    feed(run, ENTRY_STOP, 2000, END_STOPPED); /* between trials: there is none to end */
    assert_int_equal(run_state(run), RUN_OVER);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.tail.count, 2);
    feed(run, ENTRY_ASSIST, 3000, 3);
    assert_int_equal(all.tail.count, 3);
    assert_int_equal(all.mark_value, 3);
    feed(run, ENTRY_NEXT, 4000, 0);
    assert_int_equal(run_state(run), RUN_OVER);
    assert_int_equal(toy.prepared, 1);
    put_away(run, &all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assistance_marks_the_running_trial_and_the_highest_counts),
        cmocka_unit_test(assistance_within_four_seconds_marks_the_trial_before),
        cmocka_unit_test(an_armed_level_waits_for_the_boundary_unseen),
        cmocka_unit_test(again_repeats_the_same_item_three_times_at_most),
        cmocka_unit_test(skip_stop_and_last_end_what_they_say),
        cmocka_unit_test(what_comes_after_the_last_trial_is_handed_over_as_the_tail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
