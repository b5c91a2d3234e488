/* care/goal: the sentence, the proposed phase, storing. */
#include "care/goal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Goal roads(void) {
    Goal goal = goal_usual();
    snprintf(goal.task, sizeof goal.task, "trace curved roads");
    snprintf(goal.condition, sizeof goal.condition, "sitting");
    snprintf(goal.settings, sizeof goal.settings, "in the clinic and at home");
    snprintf(goal.game, sizeof goal.game, "tracing");
    goal.weeks = 12;
    return goal;
}

static MasterySession session(int day, int on_own, int trials) {
    return (MasterySession){day, trials, on_own, on_own > 0, "", ""};
}

static void sentence_has_the_therapists_form(void **state) {
    (void)state;
    char text[GOAL_SENTENCE_MAX];
    Goal goal = roads();
    goal_sentence(&goal, text);
    assert_string_equal(text, "Within 12 weeks the child will trace curved roads, sitting, in the "
                              "clinic and at home: at least 80 % on own in 3 sessions in a row, at "
                              "least 5 trials each.");
    goal.weeks = 0;
    goal.condition[0] = goal.settings[0] = '\0';
    goal_sentence(&goal, text);
    assert_string_equal(text, "The child will trace curved roads: at least 80 % on own in 3 "
                              "sessions in a row, at least 5 trials each.");
}

static void expect_phase(Phase from, const MasterySession *sessions, size_t count,
                         const MasterySession *probes, size_t probe_count, Phase to,
                         const char *says) {
    Goal goal = roads();
    MaintenanceRule maintenance = {.weeks = {1}, .count = 1, .right = 4, .of = 5};
    goal.phase = from;
    GoalProposal proposal =
        goal_propose(&goal, sessions, count, &maintenance, 100, probes, probe_count, 103);
    if (proposal.phase != to || strstr(proposal.why, says) == NULL) {
        fail_msg("expected %s and \"%s\", got %s: %s", phase_word(to), says,
                 phase_word(proposal.phase), proposal.why);
    }
}

static void phases_are_proposed_in_turn_and_back(void **state) {
    (void)state;
    MasterySession good[] = {session(1, 5, 5), session(2, 5, 5), session(3, 5, 5)};
    MasterySession lost[] = {session(107, 1, 5)}, kept[] = {session(107, 5, 5)};
    expect_phase(PHASE_BASELINE, good, 2, NULL, 0, PHASE_BASELINE, "2 of 3 baseline sessions");
    expect_phase(PHASE_BASELINE, good, 3, NULL, 0, PHASE_TEACHING, "teaching can begin");
    expect_phase(PHASE_TEACHING, good, 2, NULL, 0, PHASE_TEACHING, "Not yet: 2 of 3");
    expect_phase(PHASE_TEACHING, good, 3, NULL, 0, PHASE_MASTERED, "Mastered with session 3");
    expect_phase(PHASE_MASTERED, good, 3, NULL, 0, PHASE_MAINTENANCE, "due in 4 days");
    expect_phase(PHASE_MAINTENANCE, good, 3, lost, 1, PHASE_TEACHING, "Back to teaching");
    expect_phase(PHASE_MAINTENANCE, good, 3, kept, 1, PHASE_GENERALIZATION, "It lasts");
    expect_phase(PHASE_FREE, good, 3, NULL, 0, PHASE_FREE, "No rule");
}

static void expect_round_trip(const Goal *goal) {
    Mem *mem = mem_new(1 << 18);
    Goal read;
    Value value, parsed, again;
    Buffer first = {0}, second = {0};
    Fail fail = {0};
    assert_true(goal_value(mem, goal, &value) && value_write(&first, &value));
    assert_true(value_read(mem, (char *)first.bytes, first.length, &parsed, &fail));
    if (!goal_read(&parsed, &read, &fail)) {
        fail_msg("%s: %s", fail.text, (char *)first.bytes);
    }
    assert_true(goal_value(mem, &read, &again) && value_write(&second, &again));
    assert_string_equal((char *)first.bytes, (char *)second.bytes);
    buffer_free(&first);
    buffer_free(&second);
    mem_free(mem);
}

static void stored_goal_reads_back(void **state) {
    (void)state;
    Goal goal = roads();
    expect_round_trip(&goal);
    goal.has_scale = true;
    goal.scale = gas_scale(MEASURE_INSIDE_PERCENT);
    goal.phase = PHASE_MAINTENANCE;
    goal.mastery.adults = 2;
    expect_round_trip(&goal);
}

static void bad_goals_are_refused_by_name(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *says;
    } spoils[] = {
        {"trace curved roads", "", "say what the child will do"},
        {"\"weeks\":12", "\"weeks\":1200", "weeks is 1200"},
        {"\"phase\":\"baseline\"", "\"phase\":\"base\"", "\"phase\""},
        {"\"game\":\"tracing\"", "\"game\":7", "\"game\""},
        {"\"sessions\":3", "\"sessions\":0", "sessions is 0"},
        {"\"scorer_version\":1", "\"scorer_version\":0", "scorer's version"},
    };
    Goal goal = roads();
    goal.scorer_version = 1;
    for (size_t i = 0; i < sizeof spoils / sizeof spoils[0]; i++) {
        Mem *mem = mem_new(1 << 18);
        Value value;
        Buffer text = {0}, spoiled = {0};
        Fail fail = {0};
        assert_true(goal_value(mem, &goal, &value) && value_write(&text, &value));
        char *at = strstr((char *)text.bytes, spoils[i].from);
        assert_non_null(at);
        *at = '\0';
        assert_true(buffer_format(&spoiled, "%s%s%s", (char *)text.bytes, spoils[i].to,
                                  at + strlen(spoils[i].from)));
        assert_true(value_read(mem, (char *)spoiled.bytes, spoiled.length, &value, &fail));
        assert_false(goal_read(&value, &goal, &fail));
        if (strstr(fail.text, spoils[i].says) == NULL) {
            fail_msg("expected \"...%s...\", got \"%s\"", spoils[i].says, fail.text);
        }
        buffer_free(&text);
        buffer_free(&spoiled);
        mem_free(mem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentence_has_the_therapists_form),
        cmocka_unit_test(phases_are_proposed_in_turn_and_back),
        cmocka_unit_test(stored_goal_reads_back),
        cmocka_unit_test(bad_goals_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
