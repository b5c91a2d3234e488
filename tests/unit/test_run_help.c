/* play/run: the ladder of help, probes, and what adaptation learns. */
#include "run_fixture.h"

static const Point apple = {98, 23}, eat = {23, 68}, nowhere = {98, 80};

static void a_wrong_answer_raises_help_and_two_end_together(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&pick_ops, &toy, &all);
    tap(run, 90, 40, 1000);
    assert_int_equal(trial_help_rung(run_trial(run)), 1);
    assert_int_equal(run_state(run), RUN_LIVE);
    tap(run, 150, 40, 3000);
    assert_int_equal(toy.last_help, 4);
    assert_int_equal(run_state(run), RUN_LIVE); /* together: with the child's touch anywhere */
    int chosen = toy.chosen;
    touch(run, 0, SAMPLE_DOWN, 30, 80, 3500); /* one of a burst of taps: not yet seen */
    touch(run, 0, SAMPLE_UP, 30, 80, 3550);
    assert_int_equal(run_state(run), RUN_LIVE);
    touch(run, 0, SAMPLE_DOWN, 30, 80, 4500);
    assert_int_equal(toy.chosen, chosen);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_TOGETHER);
    assert_int_equal(all.trials[0].record.end, END_COMPLETED);
    assert_int_equal(all.trials[0].record.help_rung, 4);
    assert_false(all.trials[0].record.success);
    assert_true(all.trials[0].record.next_level <= 2);
    put_away(run, &all);
}

/* Every target is an item of its own, and none is right. */
static bool quiz_choose(void *self, Trial *trial, const Target *target, Fail *fail) {
    ((Toy *)self)->chosen++;
    Answer answer = {.right = false};
    snprintf(answer.item, sizeof answer.item, "%s", target->id);
    return trial_answer(trial, &answer, fail);
}

static void a_miss_on_another_item_is_its_first(void **state) {
    (void)state;
    const GameOps ops = {.prepare = pick_prepare, .choose = quiz_choose};
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&ops, &toy, &all);
    tap(run, 90, 40, 1000);
    tap(run, 150, 40, 3000);
    tap(run, 90, 40, 5000);
    assert_int_equal(trial_help_rung(run_trial(run)), 3);
    tap(run, 90, 40, 7000);
    assert_int_equal(trial_help_rung(run_trial(run)), 4);
    put_away(run, &all);
}

static void always_wrong_ends_together_without_a_further_touch(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = shown_run(&pick_ops, &toy, &all);
    tap(run, 90, 40, 1000);
    tap(run, 90, 40, 3000);
    assert_true(run_wake_us(run) < INT64_MAX);
    assert_true(run_advance(run, 20000000, &fail));
    assert_int_equal(all.count, 1);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_TOGETHER);
    put_away(run, &all);
}

static void a_child_who_is_always_wrong_comes_down(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Fail fail;
    assert_true(adapt_begin(&setup.adapt, ADAPT_DEFAULT, 1, LEVELS_HERE, 4, 0.8, 0.33, &fail));
    setup.first_level = 4;
    setup.trials = 6;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 6; i++) {
        feed(run, ENTRY_SHOWN, 20000 * i, 0);
        tap(run, 90, 40, 20000 * i + 1000);
        tap(run, 90, 40, 20000 * i + 3000);
        tap(run, 90, 40, 20000 * i + 5000);
        assert_int_equal(all.trials[i].record.outcome, OUTCOME_TOGETHER);
        assert_true(all.trials[i].record.next_level <= all.trials[i].record.level);
        if (i < 5) {
            feed(run, ENTRY_NEXT, 20000 * i + 9000, 0);
        }
    }
    assert_true(all.trials[5].record.next_level < 4);
    put_away(run, &all);
}

static void help_that_came_first_never_leads_up(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.trials = 8;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 8; i++) {
        feed(run, ENTRY_SHOWN, 20000 * i, 0);
        feed(run, ENTRY_HELP, 20000 * i + 500, 0);
        tap(run, 30, 40, 20000 * i + 1000);
        assert_int_equal(all.trials[i].record.outcome, OUTCOME_HELPED);
        assert_int_equal(all.trials[i].record.next_level, 2);
        if (i < 7) {
            feed(run, ENTRY_NEXT, 20000 * i + 9000, 0);
        }
    }
    put_away(run, &all);
}

static void waiting_brings_help_up_to_the_model_and_no_further(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.idle_help_s = 8;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    feed(run, ENTRY_SPEECH, 0, 1);
    assert_true(run_advance(run, 20000000, &fail)); /* a prompt is spoken: nobody waits yet */
    assert_int_equal(toy.helps, 0);
    feed(run, ENTRY_SPEECH, 20000, 0);
    assert_int_equal(run_wake_us(run), 28000000);
    assert_true(run_advance(run, 28000000, &fail));
    assert_int_equal(toy.last_help, 1);
    assert_true(run_advance(run, 100000000, &fail));
    assert_int_equal(toy.helps, 3);
    assert_int_equal(toy.last_help, 3);
    assert_int_equal(run_state(run), RUN_LIVE);
    tap(run, 30, 40, 101000);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_HELPED);
    assert_int_equal(all.trials[0].record.help_rung, 3);
    put_away(run, &all);
}

static bool turn_shown(void *self, Trial *trial, Fail *fail) {
    (void)self;
    (void)fail;
    trial_waiting(trial, true);
    trial_after(trial, 12, 1);
    return true;
}

static bool turn_comes(void *self, Trial *trial, int tag, Fail *fail) {
    (void)self;
    (void)tag;
    (void)fail;
    trial_waiting(trial, false);
    return true;
}

static void waiting_that_is_asked_for_brings_no_help(void **state) {
    (void)state;
    const GameOps ops = {
        .prepare = pick_prepare, .shown = turn_shown, .timer = turn_comes, .help = pick_help};
    RunSetup setup = some_setup();
    setup.idle_help_s = 8;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    assert_true(run_advance(run, 12000000, &fail));
    assert_int_equal(toy.helps, 0);
    assert_int_equal(run_wake_us(run), 20000000); /* from then on stillness says something */
    assert_true(run_advance(run, 20000000, &fail));
    assert_int_equal(toy.last_help, 1);
    put_away(run, &all);
}

static void help_first_fades_after_two_successes(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.help = HELP_HELP_FIRST;
    setup.trials = 9;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 9; i++) {
        feed(run, ENTRY_SHOWN, 5000 * i, 0);
        tap(run, 30, 40, 5000 * i + 1000);
        assert_int_equal(all.trials[i].record.help_rung, i < 6 ? 3 - i / 2 : 0);
        if (i < 8) {
            feed(run, ENTRY_NEXT, 5000 * i + 3000, 0);
        }
    }
    put_away(run, &all);
}

static void a_probe_gives_no_help_and_never_adapts(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.probe = true;
    setup.idle_help_s = 2;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Cue cue;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 3; i++) {
        feed(run, ENTRY_SHOWN, 20000 * i, 0);
        tap(run, 90, 40, 20000 * i + 1000);
        tap(run, 90, 40, 20000 * i + 3000);
        feed(run, ENTRY_HELP, 20000 * i + 4000, 0);
        assert_true(run_advance(run, 20000000 * i + 15000000, &fail));
        assert_int_equal(toy.helps, 0);
        while (run_take_cue(run, &cue)) {}
        tap(run, 30, 40, 20000 * i + 16000);
        assert_true(run_take_cue(run, &cue));
        assert_string_equal(cue.name, "place"); /* not "ok": it would tell right from wrong */
        const TrialRecord *record = &all.trials[i].record;
        assert_int_equal(record->help_rung, 0);
        assert_int_equal(record->level, 2);
        assert_int_equal(record->next_level, 2);
        assert_true(record->probe);
        if (i < 2) {
            feed(run, ENTRY_NEXT, 20000 * i + 18000, 0);
        }
    }
    assert_int_equal(run_adapt(run)->trials, 0);
    put_away(run, &all);
}

static void a_breaks_trials_have_no_score_and_move_no_level(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Manifest calm = *setup.manifest;
    calm.no_score = true;
    setup.manifest = &calm;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    tap(run, 90, 40, 1000);
    tap(run, 90, 40, 3000);
    tap(run, 30, 40, 5000);
    const TrialRecord *record = &all.trials[0].record;
    assert_int_equal(record->help_rung, 0); /* nothing is right or wrong: no miss */
    assert_true(isnan(measures_get(&record->measures, MEASURE_SCORE)));
    assert_int_equal(record->next_level, 2);
    assert_string_equal(all.trials[0].next_reason, "Nothing is scored here, so the level stays.");
    assert_int_equal(run_adapt(run)->trials, 0);
    put_away(run, &all);
}

static void three_attempts_that_come_to_nothing_end_together(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = shown_run(&sort_ops, &toy, &all);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run_state(run), RUN_LIVE);
        assert_true(trial_help_rung(run_trial(run)) < 4);
        drag(run, apple, nowhere, 10000 * i + 1000);
        assert_true(run_advance(run, 10000000 * i + 9000000, &fail)); /* it walks home */
    }
    assert_true(run_advance(run, 60000000, &fail));
    assert_int_equal(toy.dropped, 0);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_TOGETHER);
    put_away(run, &all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_answer_raises_help_and_two_end_together),
        cmocka_unit_test(a_miss_on_another_item_is_its_first),
        cmocka_unit_test(always_wrong_ends_together_without_a_further_touch),
        cmocka_unit_test(a_child_who_is_always_wrong_comes_down),
        cmocka_unit_test(help_that_came_first_never_leads_up),
        cmocka_unit_test(waiting_brings_help_up_to_the_model_and_no_further),
        cmocka_unit_test(waiting_that_is_asked_for_brings_no_help),
        cmocka_unit_test(help_first_fades_after_two_successes),
        cmocka_unit_test(a_probe_gives_no_help_and_never_adapts),
        cmocka_unit_test(a_breaks_trials_have_no_score_and_move_no_level),
        cmocka_unit_test(three_attempts_that_come_to_nothing_end_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
