/* measure/adapt: the rules, their bounds and reasons; storing; typed lines. */
#include "measure/adapt.h"
#include "measure/simulate.h"

#include "base/rng.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const AdaptOutcome RIGHT = {.success = true};
static const AdaptOutcome WRONG = {.success = false};

static Adapt begun(AdaptRule rule, double least, double most, double start) {
    Adapt adapt;
    Fail fail = {0};
    if (!adapt_begin(&adapt, rule, least, most, start, .8, 0, &fail)) {
        fail_msg("%s", fail.text);
    }
    return adapt;
}

static void expect_close(double got, double expected, const char *what) {
    if (!(got >= expected - 1e-9 && got <= expected + 1e-9)) {
        fail_msg("%s: expected %.12g, got %.12g", what, expected, got);
    }
}

static AdaptOutcome any_outcome(Rng *rng) {
    AdaptOutcome outcome = {.success = rng_unit(rng) < .6};
    if (rng_unit(rng) < .3) {
        outcome.answers = (int)rng_between(rng, 1, 9);
        outcome.right = (int)rng_between(rng, 0, outcome.answers);
    }
    outcome.helped = rng_unit(rng) < .15;
    outcome.invalid = rng_unit(rng) < .1;
    return outcome;
}

static void every_rule_stays_within_the_limits(void **state) {
    (void)state;
    Rng rng = rng_stream(5, "limits", 0);
    for (int rule = 0; rule < ADAPT_RULE_COUNT; rule++) {
        for (int round = 0; round < 30; round++) {
            int least = (int)rng_between(&rng, 1, 5), most = (int)rng_between(&rng, least, 12);
            Adapt adapt =
                begun((AdaptRule)rule, least, most, (double)rng_between(&rng, least, most));
            for (int trial = 0; trial < 60; trial++) {
                AdaptOutcome outcome = any_outcome(&rng);
                AdaptStep step = adapt_step(&adapt, adapt_level(&adapt), &outcome);
                if (step.level < least || step.level > most || step.placement < least ||
                    step.placement > most || step.estimate < least || step.estimate > most) {
                    fail_msg("%s: level %d, placement %g, estimate %g outside %d-%d",
                             adapt_rule_word((AdaptRule)rule), step.level, step.placement,
                             step.estimate, least, most);
                }
                if (trial == 30) {
                    adapt_next_session(&adapt);
                }
            }
        }
    }
}

static void two_failures_in_a_row_bring_half_a_level_down(void **state) {
    (void)state;
    Rng rng = rng_stream(6, "failures", 0);
    for (int rule = 0; rule < ADAPT_FIXED; rule++) {
        for (int round = 0; round < 40; round++) {
            Adapt adapt = begun((AdaptRule)rule, 1, 10, 6);
            for (int trial = 0; trial < 30; trial++) {
                AdaptOutcome outcome = any_outcome(&rng);
                adapt_step(&adapt, adapt_level(&adapt), &outcome);
            }
            adapt_step(&adapt, adapt_level(&adapt), &WRONG);
            int missed = adapt_level(&adapt);
            double placed = adapt.placement;
            AdaptStep step = adapt_step(&adapt, missed, &WRONG);
            bool lower = step.placement <= fmax(placed - .5, 1) && step.level < missed;
            if (missed > 1 && !lower) {
                fail_msg("%s: from %g (level %d) only to %g (level %d)",
                         adapt_rule_word((AdaptRule)rule), placed, missed, step.placement,
                         step.level);
            }
        }
    }
}

static void helped_or_invalid_trial_changes_nothing(void **state) {
    (void)state;
    for (int rule = 0; rule < ADAPT_RULE_COUNT; rule++) {
        Adapt adapt = begun((AdaptRule)rule, 1, 10, 4);
        adapt_step(&adapt, 4, &RIGHT);
        Adapt before = adapt;
        AdaptStep helped = adapt_step(&adapt, 4, &(AdaptOutcome){.success = true, .helped = true});
        assert_string_equal(helped.reason, "Helped: stays.");
        AdaptStep invalid =
            adapt_step(&adapt, 4, &(AdaptOutcome){.success = true, .invalid = true});
        assert_string_equal(invalid.reason, "Not counted: stays.");
        assert_memory_equal(&adapt, &before, sizeof adapt);
    }
}

static void no_rule_goes_up_after_a_miss(void **state) {
    (void)state;
    Rng rng = rng_stream(7, "miss", 0);
    for (int rule = 0; rule < ADAPT_RULE_COUNT; rule++) {
        Adapt adapt = begun((AdaptRule)rule, 1, 10, 5);
        for (int trial = 0; trial < 200; trial++) {
            AdaptOutcome outcome = any_outcome(&rng);
            double before = adapt.placement;
            AdaptStep step = adapt_step(&adapt, adapt_level(&adapt), &outcome);
            bool missed =
                outcome.answers > 0 ? 2 * outcome.right < outcome.answers : !outcome.success;
            if ((missed || outcome.helped || outcome.invalid) && step.placement > before) {
                fail_msg("%s rose from %g to %g after a trial that was not solved alone",
                         adapt_rule_word((AdaptRule)rule), before, step.placement);
            }
        }
    }
}

static void weighted_rule_follows_kaernbach(void **state) {
    (void)state;
    Adapt adapt = begun(ADAPT_WEIGHTED, 1, 10, 4);
    const struct {
        bool right;
        double placement;
        const char *reason;
    } rows[] = {
        {true, 5, "Solved without help: a level up."}, /* a level each until the first miss */
        {true, 6, "Solved without help: a level up."},
        {false, 4.5, "Missed: a level and a half down."},              /* .5 x 4, but 1.5 at most */
        {true, 4.75, "Solved without help: a quarter of a level up."}, /* wrong, right: halved */
        {true, 5, "Solved without help: a quarter of a level up."},
        {false, 4, "Missed: a level down."},
        {true, 4.125, "Solved without help: an eighth of a level up."},
        {false, 3.625, "Missed: half a level down."},
        {true, 3.75, "Solved without help: an eighth of a level up."}, /* never below an eighth */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        AdaptStep step = adapt_step(&adapt, adapt_level(&adapt), rows[i].right ? &RIGHT : &WRONG);
        expect_close(step.placement, rows[i].placement, "placement");
        assert_string_equal(step.reason, rows[i].reason);
    }
}

static void fixed_rule_never_moves_but_still_estimates(void **state) {
    (void)state;
    Adapt adapt = begun(ADAPT_FIXED, 1, 10, 5);
    double first = adapt.estimate_sd;
    for (int trial = 0; trial < 12; trial++) {
        AdaptStep step = adapt_step(&adapt, 5, trial % 3 == 0 ? &RIGHT : &WRONG);
        assert_int_equal(step.level, 5);
        assert_non_null(strstr(step.reason, "fixed"));
    }
    assert_true(adapt.estimate < 5);
    assert_true(adapt.estimate_sd < first);
}

static void bad_bounds_are_refused_with_a_sentence(void **state) {
    (void)state;
    static const struct {
        double least, most, start, target, guess;
        const char *says;
    } bad[] = {{5, 4, 5, .8, 0, "levels 5 to 4"},
               {1.5, 4, 2, .8, 0, "two whole levels"},
               {1, 4, 5, .8, 0, "first level 5"},
               {1, 4, 2, .95, 0, "target 0.95"},
               {1, 4, 2, .8, .95, "chance 0.95"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Adapt adapt;
        Fail fail = {0};
        assert_false(adapt_begin(&adapt, ADAPT_DEFAULT, bad[i].least, bad[i].most, bad[i].start,
                                 bad[i].target, bad[i].guess, &fail));
        if (strstr(fail.text, bad[i].says) == NULL) {
            fail_msg("expected \"...%s...\", got \"%s\"", bad[i].says, fail.text);
        }
    }
}

static void expect_same_after_storing(const Adapt *adapt) {
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value value, again;
    Fail fail = {0};
    Adapt read;
    assert_true(adapt_value(mem, adapt, &value));
    assert_true(value_write(&text, &value));
    assert_true(value_read(mem, (char *)text.bytes, text.length, &again, &fail));
    if (!adapt_read(&again, &read, &fail)) {
        fail_msg("%s: %s", fail.text, (char *)text.bytes);
    }
    assert_memory_equal(&read, adapt, sizeof read);
    buffer_free(&text);
    mem_free(mem);
}

static void stored_adaptation_reads_back_bit_for_bit(void **state) {
    (void)state;
    Rng rng = rng_stream(8, "store", 0);
    for (int rule = 0; rule < ADAPT_RULE_COUNT; rule++) {
        Adapt adapt = begun((AdaptRule)rule, 1, 9, 3);
        expect_same_after_storing(&adapt);
        for (int trial = 0; trial < 300; trial++) { /* past ADAPT_HISTORY, over two sessions */
            AdaptOutcome outcome = any_outcome(&rng);
            adapt_step(&adapt, adapt_level(&adapt), &outcome);
            if (trial % 37 == 0) {
                expect_same_after_storing(&adapt);
            }
            if (trial == 140) {
                adapt_next_session(&adapt);
                expect_same_after_storing(&adapt);
            }
        }
    }
}

static void ten_trials_are_stored_in_few_bytes(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value value;
    Adapt adapt = begun(ADAPT_DEFAULT, 1, 10, 4);
    for (int trial = 0; trial < 10; trial++) {
        adapt_step(&adapt, adapt_level(&adapt), trial % 4 == 2 ? &WRONG : &RIGHT);
    }
    assert_true(adapt_value(mem, &adapt, &value) && value_write(&text, &value));
    if (text.length > 400) {
        fail_msg("%zu bytes: %s", text.length, (char *)text.bytes);
    }
    buffer_free(&text);
    mem_free(mem);
}

static void next_session_starts_from_the_estimate_and_widens(void **state) {
    (void)state;
    Adapt adapt = begun(ADAPT_DEFAULT, 1, 10, 3);
    for (int trial = 0; trial < 20; trial++) {
        adapt_step(&adapt, adapt_level(&adapt), trial % 5 == 4 ? &WRONG : &RIGHT);
    }
    double estimate = adapt.estimate, sd = adapt.estimate_sd;
    adapt_next_session(&adapt);
    expect_close(adapt.placement, estimate, "placement");
    if (!(adapt.estimate_sd > sd + .4 && adapt.estimate_sd < sd + .6)) {
        fail_msg("sd %g became %g", sd, adapt.estimate_sd);
    }
}

static void adults_level_is_kept_within_the_limits(void **state) {
    (void)state;
    Adapt adapt = begun(ADAPT_DEFAULT, 2, 6, 3);
    adapt_set_level(&adapt, 5);
    assert_int_equal(adapt_level(&adapt), 5);
    adapt_set_level(&adapt, 9);
    assert_int_equal(adapt_level(&adapt), 6);
}

static void a_step_allocates_nothing(void **state) {
    (void)state;
    Adapt adapt = begun(ADAPT_DEFAULT, 1, 10, 3);
    mem_fail_after(0);
    for (int trial = 0; trial < 200; trial++) {
        adapt_step(&adapt, adapt_level(&adapt), trial % 5 == 4 ? &WRONG : &RIGHT);
    }
    assert_int_equal(mem_fail_after(0), 0);
}

static void typed_lines_are_answered_in_json(void **state) {
    (void)state;
    static const char *const good[] = {"1", "0", " 4/5 ", "helped 1", "helped 0", "invalid\n"};
    static const char *const bad[] = {"", "2", "6/5", "1/0", "-1/5", "helped 2", "1 1", "right"};
    Adapt adapt = begun(ADAPT_DEFAULT, 1, 10, 3);
    Mem *mem = mem_new(1 << 20);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        Buffer out = {0};
        Fail fail = {0};
        Value value;
        double number;
        if (!adapt_line(&adapt, good[i], &out, &fail)) {
            fail_msg("%s: %s", good[i], fail.text);
        }
        assert_true(value_read(mem, (char *)out.bytes, out.length, &value, &fail));
        assert_true(value_as_number(value_get(&value, "level"), &number));
        assert_int_equal((int)number, adapt_level(&adapt));
        assert_non_null(value_get(&value, "reason"));
        buffer_free(&out);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Buffer out = {0};
        Fail fail = {0};
        Adapt before = adapt;
        if (adapt_line(&adapt, bad[i], &out, &fail)) {
            fail_msg("\"%s\" was taken", bad[i]);
        }
        assert_memory_equal(&adapt, &before, sizeof adapt);
        assert_int_equal(out.length, 0);
        assert_non_null(strstr(fail.text, "is no outcome"));
    }
    mem_free(mem);
}

static void spoiled_stores_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *says;
    } spoils[] = {{"\"rule\":\"default\"", "\"rule\":\"defaults\"", "rule"},
                  {"\"placement\":4", "\"placement\":40", "\"placement\" is 40"},
                  {"\"trials\":0", "\"trials\":-1", "\"trials\" is -1"},
                  {"\"last_right\":true", "\"last_right\":1", "\"last_right\""},
                  {"\"played\":[]", "\"played\":[3,1]", "\"played\""},
                  {"\"played\":[]", "\"played\":[3,2,1]", "trial 1"}};
    Mem *mem = mem_new(1 << 20);
    Adapt adapt = begun(ADAPT_DEFAULT, 1, 10, 4);
    Value value;
    assert_true(adapt_value(mem, &adapt, &value));
    for (size_t i = 0; i < sizeof spoils / sizeof spoils[0]; i++) {
        Buffer text = {0}, spoiled = {0};
        Fail fail = {0};
        Value read;
        assert_true(value_write(&text, &value));
        char *at = strstr((char *)text.bytes, spoils[i].from);
        assert_non_null(at);
        *at = '\0';
        assert_true(buffer_format(&spoiled, "%s%s%s", (char *)text.bytes, spoils[i].to,
                                  at + strlen(spoils[i].from)));
        assert_true(value_read(mem, (char *)spoiled.bytes, spoiled.length, &read, &fail));
        assert_false(adapt_read(&read, &adapt, &fail));
        if (strstr(fail.text, spoils[i].says) == NULL) {
            fail_msg("expected \"...%s...\", got \"%s\"", spoils[i].says, fail.text);
        }
        buffer_free(&text);
        buffer_free(&spoiled);
    }
    mem_free(mem);
}

static void default_rule_plays_whole_levels_around_a_graded_placement(void **state) {
    (void)state;
    Adapt adapt = begun(ADAPT_DEFAULT, 1, 10, 4);
    double levels = 0, placements = 0;
    int count = 0;
    for (int trial = 0; trial < 60; trial++) {
        int level = adapt_level(&adapt);
        AdaptOutcome outcome = {.answers = 5, .right = level >= 5 ? 3 : level == 4 ? 4 : 5};
        if (trial >= 10) {
            levels += level;
            placements += adapt.placement;
            count++;
        }
        adapt_step(&adapt, level, &outcome);
    }
    if (fabs(levels - placements) / count > .05) {
        fail_msg("mean level %g, mean placement %g", levels / count, placements / count);
    }
}

/* 400 learners: bounds are wider than the figures of 2,000 by the sampling error. */
static void simulated_learners_are_found_and_kept_at_the_target(void **state) {
    (void)state;
    for (int several = 0; several < 2; several++) {
        SimulateSetup setup = simulate_setup();
        SimulateResult result;
        Fail fail = {0};
        setup.learners = 400;
        setup.trials = 60;
        setup.responses = several ? 5 : 1;
        if (!simulate_run(&setup, &result, &fail)) {
            fail_msg("%s", fail.text);
        }
        const struct {
            const char *what;
            double value, least, most;
        } bounds[] = {
            {"reach median", result.reach_median, 1, several ? 7 : 13},
            {"reached by 20", result.reached_by_20, several ? .88 : .66, 1},
            {"reached by 40", result.reached_by_40, several ? .95 : .87, 1},
            {"error at 40", result.error_at_40, 0, several ? .18 : .40},
            {"success", result.success, .78, .82},
            {"near target", result.near_target, .92, 1},
            {"failure run", result.failure_run_p90, 0, 3},
            {"outside", (double)result.outside, 0, 0},
            {"up after miss", (double)result.up_after_miss, 0, 0},
        };
        for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
            if (!(bounds[i].value >= bounds[i].least && bounds[i].value <= bounds[i].most)) {
                fail_msg("%s is %g, not within %g and %g", bounds[i].what, bounds[i].value,
                         bounds[i].least, bounds[i].most);
            }
        }
    }
}

static void every_rule_keeps_simulated_learners_within_bounds(void **state) {
    (void)state;
    for (int rule = 0; rule < ADAPT_RULE_COUNT; rule++) {
        SimulateSetup setup = simulate_setup();
        SimulateResult result, again;
        setup.rule = (AdaptRule)rule;
        setup.learners = 20;
        setup.trials = 60;
        setup.play_placement = rule % 2 == 1;
        assert_true(simulate_run(&setup, &result, NULL));
        assert_int_equal(result.outside, 0);
        assert_int_equal(result.up_after_miss, 0);
        assert_true(simulate_run(&setup, &again, NULL));
        assert_memory_equal(&result, &again, sizeof result);
        setup.seed++;
        assert_true(simulate_run(&setup, &again, NULL));
        assert_memory_not_equal(&result, &again, sizeof result);
    }
}

static void simulation_report_names_each_figure(void **state) {
    (void)state;
    SimulateSetup setup = simulate_setup();
    SimulateResult result;
    Buffer out = {0};
    setup.learners = 10;
    setup.trials = 60;
    assert_true(simulate_run(&setup, &result, NULL));
    assert_true(simulate_report(&setup, &result, &out, NULL));
    static const char *const names[] = {"median", "by trial 20", "success", "outside the limits"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_non_null(strstr((char *)out.bytes, names[i]));
    }
    buffer_free(&out);
}

static void impossible_simulations_are_refused(void **state) {
    (void)state;
    SimulateSetup few = simulate_setup(), lapses = few, guesses = few, trials = few;
    few.learners = 0;
    lapses.lapse = .2;
    guesses.guess = .8;
    trials.trials = 10;
    const SimulateSetup *const bad[] = {&few, &lapses, &guesses, &trials};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        SimulateResult result;
        Fail fail = {0};
        assert_false(simulate_run(bad[i], &result, &fail));
        assert_true(fail.kind == FAIL_INPUT && fail.text[0] != '\0');
    }
}

/* Shapes as a child who is sure of everything leaves them after forty sessions. */
static void a_weight_that_was_rounded_over_one_is_read_as_it_was_written(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Adapt adapt, read;
    Value value, again;
    Buffer text = {0}, back = {0};
    Fail fail = {0};
    assert_true(adapt_begin(&adapt, ADAPT_DEFAULT, 1, 14, 5, 0.8, 0, &fail));
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        adapt.prior_shapes[s] = s == 0 ? nextafter(1, 2) : 3.395152816661488e-108;
    }
    assert_true(adapt_value(mem, &adapt, &value) && value_write(&text, &value));
    assert_non_null(strstr((const char *)text.bytes, "1.0000000000000002"));
    assert_true(value_read(mem, (const char *)text.bytes, text.length, &again, &fail));
    if (!adapt_read(&again, &read, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_true(adapt_value(mem, &read, &value) && value_write(&back, &value));
    assert_int_equal(text.length, back.length);
    assert_memory_equal(text.bytes, back.bytes, text.length);
    buffer_free(&text);
    buffer_free(&back);
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_stays_within_the_limits),
        cmocka_unit_test(two_failures_in_a_row_bring_half_a_level_down),
        cmocka_unit_test(helped_or_invalid_trial_changes_nothing),
        cmocka_unit_test(no_rule_goes_up_after_a_miss),
        cmocka_unit_test(weighted_rule_follows_kaernbach),
        cmocka_unit_test(fixed_rule_never_moves_but_still_estimates),
        cmocka_unit_test(bad_bounds_are_refused_with_a_sentence),
        cmocka_unit_test(stored_adaptation_reads_back_bit_for_bit),
        cmocka_unit_test(ten_trials_are_stored_in_few_bytes),
        cmocka_unit_test(next_session_starts_from_the_estimate_and_widens),
        cmocka_unit_test(adults_level_is_kept_within_the_limits),
        cmocka_unit_test(a_step_allocates_nothing),
        cmocka_unit_test(typed_lines_are_answered_in_json),
        cmocka_unit_test(spoiled_stores_are_refused),
        cmocka_unit_test(default_rule_plays_whole_levels_around_a_graded_placement),
        cmocka_unit_test(simulated_learners_are_found_and_kept_at_the_target),
        cmocka_unit_test(every_rule_keeps_simulated_learners_within_bounds),
        cmocka_unit_test(a_weight_that_was_rounded_over_one_is_read_as_it_was_written),
        cmocka_unit_test(simulation_report_names_each_figure),
        cmocka_unit_test(impossible_simulations_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
