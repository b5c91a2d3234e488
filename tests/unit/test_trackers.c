/* measure/staircase, quest, questplus, elo: the edge rules that no reference file shows. */
#include "measure/elo.h"
#include "measure/quest.h"
#include "measure/questplus.h"
#include "measure/staircase.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_close(double got, double expected, double within, const char *what) {
    if (!(fabs(got - expected) <= within)) {
        fail_msg("%s: expected %.12g, got %.12g", what, expected, got);
    }
}

static void staircase_stays_within_its_limits(void **state) {
    (void)state;
    static const double STEPS[] = {4};
    StaircaseRule rule = {.start = 5,
                          .least = 1,
                          .most = 8,
                          .up = 1,
                          .down = 2,
                          .steps = STEPS,
                          .step_count = 1,
                          .trials_least = 100,
                          .reversals_least = 100};
    Staircase staircase = staircase_begin(&rule);
    for (int i = 0; i < 8; i++) {
        staircase_answer(&staircase, true);
    }
    expect_close(staircase.level, 1, 0, "after eight right");
    assert_int_equal(staircase.reversals, 0);
    for (int i = 0; i < 4; i++) {
        staircase_answer(&staircase, false);
    }
    expect_close(staircase.level, 8, 0, "after four wrong");
    assert_int_equal(staircase.reversals, 1);
}

static void initial_rule_moves_at_each_answer_until_the_first_reversal(void **state) {
    (void)state;
    static const double STEPS[] = {2, 1};
    StaircaseRule rule = {.start = 9,
                          .least = -INFINITY,
                          .most = INFINITY,
                          .up = 1,
                          .down = 3,
                          .steps = STEPS,
                          .step_count = 2,
                          .initial_rule = true,
                          .trials_least = 100,
                          .reversals_least = 100};
    Staircase with = staircase_begin(&rule);
    rule.initial_rule = false;
    Staircase without = staircase_begin(&rule);
    staircase_answer(&with, true);
    staircase_answer(&without, true);
    expect_close(with.level, 7, 0, "with the initial rule");
    expect_close(without.level, 9, 0, "without");
    assert_true(staircase_answer(&with, false)); /* a reversal: the second step from now on */
    expect_close(with.level, 8, 0, "after the reversal");
    staircase_answer(&with, true);
    expect_close(with.level, 8, 0, "one right is no longer enough");
}

static void staircase_finishes_when_trials_and_reversals_suffice(void **state) {
    (void)state;
    static const double STEPS[] = {1};
    StaircaseRule rule = {.start = 5,
                          .least = -INFINITY,
                          .most = INFINITY,
                          .up = 1,
                          .down = 1,
                          .steps = STEPS,
                          .step_count = 1,
                          .trials_least = 6,
                          .reversals_least = 2};
    Staircase staircase = staircase_begin(&rule);
    int trials = 0;
    while (!staircase.finished && trials < 50) {
        staircase_answer(&staircase, trials % 2 == 0);
        trials++;
    }
    assert_int_equal(trials, 6);
}

static void weighted_steps_balance_at_the_target(void **state) {
    (void)state;
    WeightedStaircase staircase = weighted_begin(10, 1, 1, .75);
    for (int i = 0; i < 3; i++) {
        weighted_answer(&staircase, true);
    }
    weighted_answer(&staircase, false);
    expect_close(staircase.level, 10, 1e-12, "three right and one wrong at .75");
    weighted_answer(&staircase, true);
    expect_close(staircase.step_down, 1, 0, "a step never below its least");
    assert_int_equal(staircase.reversals, 2);
}

static const QuestSetup QUEST = {.guess = -1,
                                 .guess_sd = 2,
                                 .share = .75,
                                 .beta = 3.5,
                                 .delta = .01,
                                 .gamma = .5,
                                 .grain = .02,
                                 .range = 8};

static void quest_begins_at_its_guess_and_follows_answers(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Quest quest;
    assert_true(quest_begin(mem, &QUEST, &quest, NULL));
    expect_close(quest_mean(&quest), -1, 1e-9, "mean before any answer");
    expect_close(quest_mode(&quest), -1, 1e-9, "mode before any answer");
    expect_close(quest_quantile(&quest, .5), -1, .02, "median before any answer");
    expect_close(quest.success[2 * quest.half], .75, 1e-3, "success at the threshold");
    double sd = quest_sd(&quest);
    for (int i = 0; i < 20; i++) {
        quest_answer(&quest, -2, i % 4 != 0);
    }
    assert_true(quest_sd(&quest) < sd);
    expect_close(quest_mode(&quest), -2, .1, "three of four right at -2");
    quest_answer(&quest, 1e9, true); /* far off the grid: taken at its edge, no crash */
    quest_answer(&quest, -1e9, false);
    assert_true(isfinite(quest_mean(&quest)));
    mem_free(mem);
}

static void quest_refuses_a_threshold_it_cannot_reach(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20), *small = mem_new(64);
    Quest quest;
    QuestSetup setup = QUEST;
    Fail fail = {0};
    setup.share = .999;
    assert_false(quest_begin(mem, &setup, &quest, &fail));
    assert_non_null(strstr(fail.text, "0.999"));
    setup = QUEST;
    setup.grain = 0;
    assert_false(quest_begin(mem, &setup, &quest, &fail));
    assert_false(quest_begin(small, &QUEST, &quest, &fail));
    assert_int_equal(fail.kind, FAIL_MEMORY);
    mem_free(mem);
    mem_free(small);
}

static void questplus_takes_the_first_of_equal_stimuli(void **state) {
    (void)state;
    static const double STIMULI[] = {-2, -1, 0, 1, 2}, MEANS[] = {-1, 0, 1}, ONE[] = {1},
                        NONE[] = {0};
    Mem *mem = mem_new(1 << 20);
    /* Symmetric about 0: -1 and 1 tell equally much, whatever the rounding. */
    QuestPlus quest = {
        .function = QUESTPLUS_NORMAL,
        .stimuli = {STIMULI, NULL, 5},
        .parameters = {{MEANS, NULL, 3}, {ONE, NULL, 1}, {NONE, NULL, 1}, {NONE, NULL, 1}},
        .order = {0, 1, 2, 3}};
    double entropy, mean[QUESTPLUS_PARAMETERS], mode[QUESTPLUS_PARAMETERS], weights[3];
    assert_true(questplus_begin(mem, &quest, NULL));
    assert_int_equal(questplus_next(&quest, &entropy), 2);
    assert_true(entropy > 0 && entropy < log(3));
    questplus_answer(&quest, 4, false);
    questplus_mean(&quest, mean);
    questplus_mode(&quest, mode);
    questplus_marginal(&quest, 0, weights);
    assert_true(mean[0] > 0);
    expect_close(mode[0], 1, 0, "mode after a miss at the strongest");
    expect_close(weights[0] + weights[1] + weights[2], 1, 1e-12, "sum of the marginal");
    mem_free(mem);
}

static void questplus_refuses_domains_that_are_empty_or_huge(void **state) {
    (void)state;
    static const double VALUES[2000] = {0};
    Mem *mem = mem_new(1 << 20);
    QuestPlus quest = {.stimuli = {VALUES, NULL, 1}};
    Fail fail = {0};
    assert_false(questplus_begin(mem, &quest, &fail));
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        quest.parameters[p] = (QuestPlusDomain){VALUES, NULL, 2000};
    }
    assert_false(questplus_begin(mem, &quest, &fail));
    assert_int_equal(fail.kind, FAIL_INPUT);
    mem_free(mem);
}

static void elo_expectation_is_odd_smooth_and_bounded(void **state) {
    (void)state;
    expect_close(elo_expected(0), 0, 0, "at equal ratings");
    for (double x = .001; x < 20; x *= 1.3) {
        expect_close(elo_expected(-x), -elo_expected(x), 1e-15, "odd");
        assert_true(elo_expected(x) > 0 && elo_expected(x) < 1);
    }
    /* Series and closed form meet. */
    expect_close(elo_expected(.05 - 1e-9), elo_expected(.05 + 1e-9), 1e-9, "at the seam");
}

static void elo_rewards_speed_and_punishes_fast_errors(void **state) {
    (void)state;
    static const EloGain GAIN = {.0075, 4, .5};
    EloSide person = {.2, .5}, item = {.1, .5};
    EloStep fast = elo_step(person, item, &GAIN, true, 2, 20);
    EloStep slow = elo_step(person, item, &GAIN, true, 18, 20);
    EloStep error = elo_step(person, item, &GAIN, false, 2, 20);
    assert_true(fast.person > slow.person && slow.person > error.person);
    assert_true(fast.item < item.rating && error.item > item.rating);
    expect_close(elo_score(true, 20, 20), 0, 0, "at the time limit");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staircase_stays_within_its_limits),
        cmocka_unit_test(initial_rule_moves_at_each_answer_until_the_first_reversal),
        cmocka_unit_test(staircase_finishes_when_trials_and_reversals_suffice),
        cmocka_unit_test(weighted_steps_balance_at_the_target),
        cmocka_unit_test(quest_begins_at_its_guess_and_follows_answers),
        cmocka_unit_test(quest_refuses_a_threshold_it_cannot_reach),
        cmocka_unit_test(questplus_takes_the_first_of_equal_stimuli),
        cmocka_unit_test(questplus_refuses_domains_that_are_empty_or_huge),
        cmocka_unit_test(elo_expectation_is_odd_smooth_and_bounded),
        cmocka_unit_test(elo_rewards_speed_and_punishes_fast_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
