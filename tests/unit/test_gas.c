/* care/gas: proposals with reasons, lint of levels, storing. */
#include "care/gas.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TRIALS = 6 };

typedef struct {
    Measures measures[TRIALS];
    GasTrial trials[TRIALS];
} Case;

/* TRIALS trials at level 4, on own, in one room, each with that measure. */
static void fill(Case *c, MeasureId measure, double value) {
    memset(c, 0, sizeof *c);
    for (int i = 0; i < TRIALS; i++) {
        measures_put(&c->measures[i], measure, value);
        c->trials[i] = (GasTrial){&c->measures[i], 4, true, "room"};
    }
}

static GasScale inside_scale(void) {
    GasScale scale = gas_scale(MEASURE_INSIDE_PERCENT);
    static const double VALUES[] = {0, 70, 80, 90, 90};
    for (int i = 1; i < GAS_LEVELS; i++) {
        scale.steps[i].value = VALUES[i];
        scale.steps[i].level = 3;
    }
    scale.steps[4].contexts = 2;
    return scale;
}

static void expect_says(const char *text, const char *says) {
    if (strstr(text, says) == NULL) {
        fail_msg("expected \"...%s...\", got \"%s\"", says, text);
    }
}

static void expect_proposal(const GasScale *scale, const Case *c, int attained, const char *says) {
    GasProposal proposal = gas_propose(scale, c->trials, TRIALS);
    if (proposal.attained != attained) {
        fail_msg("expected %+d, got %+d: %s", attained, proposal.attained, proposal.why);
    }
    expect_says(proposal.why, says);
}

static void the_highest_level_that_holds_is_proposed(void **state) {
    (void)state;
    GasScale scale = inside_scale();
    Case c;
    fill(&c, MEASURE_INSIDE_PERCENT, 60);
    expect_proposal(&scale, &c, -2, "-2 proposed: median Drawn line inside the road 60 % over 6");
    fill(&c, MEASURE_INSIDE_PERCENT, 85);
    expect_proposal(&scale, &c, 0, "; +1 asks for median Drawn line inside the road at least 90 %");
    fill(&c, MEASURE_INSIDE_PERCENT, 90);
    expect_proposal(&scale, &c, 1, "(1 of 2 contexts so far)");
    c.trials[5].context = "home";
    expect_proposal(&scale, &c, 2,
                    "+2 proposed: median Drawn line inside the road 90 % over 6 "
                    "trials in 2 contexts.");
}

static void less_is_better_turns_the_predicate_round(void **state) {
    (void)state;
    GasScale scale = gas_scale(MEASURE_DEVIATION_MEAN_MM);
    for (int i = 1; i < GAS_LEVELS; i++) {
        scale.steps[i].value = 5 - i;
    }
    Case c;
    fill(&c, MEASURE_DEVIATION_MEAN_MM, 2.5);
    expect_proposal(&scale, &c, 0, "+1 asks for median Distance from the path, mean at most 2 mm");
}

static void trials_below_the_level_or_with_help_do_not_count(void **state) {
    (void)state;
    GasScale scale = inside_scale();
    Case c;
    fill(&c, MEASURE_INSIDE_PERCENT, 85);
    c.trials[0].level = 2;
    c.trials[1].on_own = false;
    GasProposal proposal = gas_propose(&scale, c.trials, TRIALS);
    assert_false(proposal.known);
    assert_int_equal(proposal.attained, scale.baseline);
    assert_string_equal(proposal.why, "Too few trials to say: 4 of at least 5.");
    for (int i = 1; i < GAS_LEVELS; i++) {
        scale.steps[i].helped_too = true;
    }
    expect_proposal(&scale, &c, 0, "0 proposed");
}

static void trials_on_own_can_be_the_measure(void **state) {
    (void)state;
    GasScale scale = gas_scale(MEASURE_NONE);
    for (int i = 1; i < GAS_LEVELS; i++) {
        scale.steps[i].value = 20 * i;
    }
    Case c;
    fill(&c, MEASURE_SCORE, 1);
    c.trials[0].on_own = c.trials[1].on_own = false;
    expect_proposal(&scale, &c, 1,
                    "trials on own 66.67 % over 6 trials; +2 asks for trials on own "
                    "at least 80 %");
}

static void a_measure_that_was_not_taken_is_no_evidence(void **state) {
    (void)state;
    GasScale scale = inside_scale();
    Case c;
    fill(&c, MEASURE_SCORE, 100);
    assert_false(gas_propose(&scale, c.trials, TRIALS).known);
    fill(&c, MEASURE_INSIDE_PERCENT, NAN);
    assert_false(gas_propose(&scale, c.trials, TRIALS).known);
    assert_false(gas_propose(&scale, NULL, 0).known);
}

static void expect_lint(const GasScale *scale, int faults, const char *says) {
    Buffer out = {0};
    int found;
    assert_true(gas_lint(scale, &out, &found));
    assert_int_equal(found, faults);
    if (faults > 0) {
        expect_says((char *)out.bytes, says);
    }
    buffer_free(&out);
}

static void lint_finds_overlapping_and_doubly_changed_levels(void **state) {
    (void)state;
    GasScale good = inside_scale(), same = good, twice = good, back = good;
    expect_lint(&good, 0, "");
    same.steps[2] = same.steps[1];
    expect_lint(&same, 1, "Levels -1 and 0 ask for the same.");
    twice.steps[4].value = 95;
    expect_lint(&twice, 1, "Levels +1 and +2 change two things at once.");
    back.steps[3].value = 75;
    expect_lint(&back, 2, "Levels 0 and +1 overlap: the higher asks for less.");
    GasScale vague = gas_scale(MEASURE_DURATION_S);
    for (int i = 1; i < GAS_LEVELS; i++) {
        vague.steps[i].value = i;
    }
    expect_lint(&vague, 1, "Time taken only describes");
}

static void step_text_says_every_term(void **state) {
    (void)state;
    GasScale scale = inside_scale();
    char text[GAS_TEXT_MAX];
    gas_step_text(&scale, 2, text);
    assert_string_equal(text,
                        "+2: median Drawn line inside the road at least 90 %, on own, level 3 "
                        "or above, in 2 contexts");
    gas_step_text(&scale, -2, text);
    assert_string_equal(text, "-2: less than that");
}

static void stored_scale_reads_back(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 16);
    GasScale scale = inside_scale(), read;
    Value value, again;
    Buffer first = {0}, second = {0};
    Fail fail = {0};
    scale.weight = 2.5;
    scale.baseline = -1;
    assert_true(gas_value(mem, &scale, &value));
    if (!gas_read(&value, &read, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_true(gas_value(mem, &read, &again));
    assert_true(value_write(&first, &value) && value_write(&second, &again));
    assert_string_equal((char *)first.bytes, (char *)second.bytes);
    buffer_free(&first);
    buffer_free(&second);
    mem_free(mem);
}

static void bad_scales_are_refused_by_name(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"{}", "\"measure\" is missing"},
        {"{\"measure\":\"insides\"}", "no measure \"insides\""},
        {"{\"measure\":\"on_own\",\"steps\":[]}", "\"steps\" must be 4"},
        {"{\"measure\":\"on_own\",\"trials\":5,\"baseline\":-2,\"weight\":1,\"steps\":[1,2,3,4]}",
         "\"value\" is missing"},
        {"{\"measure\":\"on_own\",\"trials\":5,\"baseline\":-2,\"steps\":[1,2,3,4]}",
         "\"weight\" is missing"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Mem *mem = mem_new(1 << 16);
        GasScale scale;
        Value value;
        Fail fail = {0};
        assert_true(value_read(mem, bad[i].text, strlen(bad[i].text), &value, &fail));
        assert_false(gas_read(&value, &scale, &fail));
        expect_says(fail.text, bad[i].says);
        mem_free(mem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_level_that_holds_is_proposed),
        cmocka_unit_test(less_is_better_turns_the_predicate_round),
        cmocka_unit_test(trials_below_the_level_or_with_help_do_not_count),
        cmocka_unit_test(trials_on_own_can_be_the_measure),
        cmocka_unit_test(a_measure_that_was_not_taken_is_no_evidence),
        cmocka_unit_test(lint_finds_overlapping_and_doubly_changed_levels),
        cmocka_unit_test(step_text_says_every_term),
        cmocka_unit_test(stored_scale_reads_back),
        cmocka_unit_test(bad_scales_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
