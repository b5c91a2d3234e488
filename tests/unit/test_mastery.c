/* care/mastery and care/maintenance: every term of the rule, and the sentence why. */
#include "care/maintenance.h"
#include "care/mastery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static MasterySession session(int day, int on_own, int trials) {
    return (MasterySession){.day = day,
                            .trials = trials,
                            .on_own = on_own,
                            .first_on_own = true,
                            .adult = "",
                            .context = ""};
}

static void expect_why(const char *why, const char *says) {
    if (strstr(why, says) == NULL) {
        fail_msg("expected \"...%s...\", got \"%s\"", says, why);
    }
}

static void three_good_sessions_in_a_row_fire(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    MasterySession sessions[] = {session(1, 4, 5), session(2, 8, 10), session(3, 5, 5),
                                 session(4, 0, 5)};
    MasteryVerdict two = mastery_evaluate(&rule, sessions, 2);
    assert_false(two.fired);
    assert_string_equal(two.why, "Not yet: 2 of 3 sessions in a row.");
    MasteryVerdict three = mastery_evaluate(&rule, sessions, 3);
    assert_true(three.fired);
    assert_int_equal(three.at, 2);
    assert_string_equal(three.why, "Mastered with session 3: at least 80 % on own in 3 sessions in "
                                   "a row, at least 5 trials each.");
    assert_true(mastery_evaluate(&rule, sessions, 4).fired); /* a later miss is maintenance's */
}

static void a_session_below_the_threshold_ends_the_row(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    MasterySession sessions[] = {session(1, 5, 5), session(2, 5, 5), session(3, 7, 10),
                                 session(4, 5, 5)};
    MasteryVerdict verdict = mastery_evaluate(&rule, sessions, 3);
    assert_int_equal(verdict.row, 0);
    assert_string_equal(verdict.why, "Not yet: the last session had 7 of 10 on own, at least 80 % "
                                     "is needed; the row of 3 sessions begins again.");
    assert_int_equal(mastery_evaluate(&rule, sessions, 4).row, 1);
}

static void a_session_with_too_few_trials_is_passed_over(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    MasterySession sessions[] = {session(1, 5, 5), session(2, 0, 2), session(3, 5, 5),
                                 session(4, 1, 1), session(5, 5, 5)};
    MasteryVerdict four = mastery_evaluate(&rule, sessions, 4);
    assert_int_equal(four.row, 2);
    assert_int_equal(four.passed_over, 2);
    expect_why(four.why, "the newest session does not count, it had 1 trial of at least 5");
    assert_true(mastery_evaluate(&rule, sessions, 5).fired);
    MasteryVerdict none = mastery_evaluate(&rule, sessions, 0);
    expect_why(none.why, "no session has enough trials so far (at least 5)");
}

static void different_days_adults_and_contexts_are_counted_within_the_row(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    rule.sessions = rule.days = rule.adults = rule.contexts = 2;
    MasterySession sessions[] = {session(1, 5, 5), session(2, 1, 5), session(3, 5, 5),
                                 session(3, 5, 5), session(4, 5, 5), session(5, 5, 5)};
    sessions[0].adult = "anna"; /* before the row broke: does not count */
    sessions[2].adult = sessions[3].adult = sessions[4].adult = "ben";
    sessions[2].context = "room 1";
    sessions[4].context = "home";
    sessions[5].adult = "anna";
    MasteryVerdict four = mastery_evaluate(&rule, sessions, 4);
    assert_string_equal(four.why,
                        "Not yet: enough sessions in a row (2); 1 of 2 different days; 1 of "
                        "2 different adults; 1 of 2 different contexts.");
    MasteryVerdict five = mastery_evaluate(&rule, sessions, 5);
    assert_string_equal(five.why,
                        "Not yet: enough sessions in a row (3); 1 of 2 different adults.");
    MasteryVerdict six = mastery_evaluate(&rule, sessions, 6);
    assert_true(six.fired);
    assert_int_equal(six.days, 3);
    assert_int_equal(six.adults, 2);
}

static void an_unknown_adult_is_nobody_new(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    rule.sessions = 1;
    rule.adults = 1;
    MasterySession sessions[] = {session(1, 5, 5), session(2, 5, 5)};
    assert_true(mastery_evaluate(&rule, sessions, 1).fired); /* 1: any */
    rule.adults = 2;
    assert_false(mastery_evaluate(&rule, sessions, 2).fired);
}

static void first_trial_terms_are_heeded(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    rule.sessions = 1;
    rule.first = MASTERY_FIRST_ON_OWN;
    MasterySession good = session(1, 4, 5), late = good;
    late.first_on_own = false;
    assert_true(mastery_evaluate(&rule, &good, 1).fired);
    MasteryVerdict verdict = mastery_evaluate(&rule, &late, 1);
    assert_false(verdict.fired);
    expect_why(verdict.why, "but its first trial was not");
    rule.first = MASTERY_FIRST_ALONE; /* a cold probe: the other trials do not matter */
    MasterySession cold = session(1, 1, 4);
    assert_true(mastery_evaluate(&rule, &cold, 1).fired);
    verdict = mastery_evaluate(&rule, &late, 1);
    expect_why(verdict.why, "the first trial of the last session was not on own");
}

static void k_of_n_trials_is_a_threshold_of_its_own(void **state) {
    (void)state;
    MasteryRule rule = mastery_rule();
    rule.right = 4;
    rule.of = 5;
    rule.trials = 1;
    rule.sessions = 1;
    MasterySession four = session(1, 4, 5), three = session(1, 3, 5), few = session(1, 4, 4);
    assert_true(mastery_evaluate(&rule, &four, 1).fired);
    expect_why(mastery_evaluate(&rule, &three, 1).why, "at least 4 of 5 trials is needed");
    assert_false(mastery_evaluate(&rule, &few, 1).fired);
}

static void rule_text_says_every_term(void **state) {
    (void)state;
    MasteryRule rule = {.threshold = .9,
                        .sessions = 2,
                        .days = 2,
                        .trials = 8,
                        .first = MASTERY_FIRST_ON_OWN,
                        .adults = 3,
                        .contexts = 2};
    char text[MASTERY_TEXT_MAX];
    mastery_rule_text(&rule, text);
    assert_string_equal(text,
                        "At least 90 % on own in 2 sessions in a row, at least 8 trials each, "
                        "the first of them on own, on 2 different days, with 3 different "
                        "adults, in 2 different contexts.");
    rule.first = MASTERY_FIRST_ALONE;
    mastery_rule_text(&rule, text);
    expect_why(text, "The first trial on own in 2 sessions in a row, on");
}

static void stored_rule_reads_back(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 16);
    MasteryRule rule = {.threshold = .95,
                        .right = 9,
                        .of = 10,
                        .sessions = 4,
                        .days = 3,
                        .trials = 10,
                        .first = MASTERY_FIRST_ALONE,
                        .adults = 2,
                        .contexts = 5};
    MasteryRule read;
    Value value;
    assert_true(mastery_value(mem, &rule, &value));
    assert_true(mastery_read(&value, &read, NULL));
    Value again;
    Buffer first = {0}, second = {0};
    assert_true(mastery_value(mem, &read, &again));
    assert_true(value_write(&first, &value) && value_write(&second, &again));
    assert_string_equal((char *)first.bytes, (char *)second.bytes);
    expect_why((char *)first.bytes, "\"contexts\":5");
    buffer_free(&first);
    buffer_free(&second);
    mem_free(mem);
}

static void bad_rules_are_refused_by_name(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"{\"threshold\":0}", "threshold is 0"},
        {"{\"threshold\":\"x\"}", "threshold must be a number"},
        {"{\"sessions\":0}", "sessions is 0"},
        {"{\"days\":99}", "days must be a whole number"},
        {"{\"right\":5,\"of\":4}", "5 of 4 trials"},
        {"{\"first\":\"cold\"}", "first must be any, on_own or cold_probe"},
        {"[]", "must be a record"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Mem *mem = mem_new(1 << 16);
        MasteryRule rule = mastery_rule(), before = rule;
        Value value;
        Fail fail = {0};
        assert_true(value_read(mem, bad[i].text, strlen(bad[i].text), &value, &fail));
        assert_false(mastery_read(&value, &rule, &fail));
        expect_why(fail.text, bad[i].says);
        assert_true(rule.threshold == before.threshold && rule.sessions == before.sessions);
        mem_free(mem);
    }
}

static void maintenance_asks_for_probes_at_growing_intervals(void **state) {
    (void)state;
    MaintenanceRule rule = maintenance_rule();
    MasterySession probes[] = {session(107, 5, 5), session(121, 4, 5), session(150, 5, 5),
                               session(210, 5, 5)};
    MaintenanceVerdict verdict = maintenance_evaluate(&rule, 100, probes, 0, 103);
    assert_int_equal(verdict.state, MAINTENANCE_WAITING);
    assert_int_equal(verdict.due_day, 107);
    expect_why(verdict.why, "the next is due in 4 days");
    verdict = maintenance_evaluate(&rule, 100, probes, 1, 121);
    assert_int_equal(verdict.state, MAINTENANCE_DUE);
    expect_why(verdict.why, "1 of 4 probes held; the next is due today");
    verdict = maintenance_evaluate(&rule, 100, probes, 4, 300);
    assert_int_equal(verdict.state, MAINTENANCE_HELD);
}

static void maintenance_reopens_when_a_probe_fails(void **state) {
    (void)state;
    MaintenanceRule rule = maintenance_rule();
    MasterySession probes[] = {session(107, 5, 5), session(110, 0, 3), session(121, 3, 5)};
    MaintenanceVerdict verdict = maintenance_evaluate(&rule, 100, probes, 2, 115);
    assert_int_equal(verdict.state, MAINTENANCE_WAITING); /* too few trials: passed over */
    verdict = maintenance_evaluate(&rule, 100, probes, 3, 122);
    assert_int_equal(verdict.state, MAINTENANCE_REOPEN);
    expect_why(verdict.why, "probe 2 had 3 of 5 on own, at least 4 of 5 is needed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_good_sessions_in_a_row_fire),
        cmocka_unit_test(a_session_below_the_threshold_ends_the_row),
        cmocka_unit_test(a_session_with_too_few_trials_is_passed_over),
        cmocka_unit_test(different_days_adults_and_contexts_are_counted_within_the_row),
        cmocka_unit_test(an_unknown_adult_is_nobody_new),
        cmocka_unit_test(first_trial_terms_are_heeded),
        cmocka_unit_test(k_of_n_trials_is_a_threshold_of_its_own),
        cmocka_unit_test(rule_text_says_every_term),
        cmocka_unit_test(stored_rule_reads_back),
        cmocka_unit_test(bad_rules_are_refused_by_name),
        cmocka_unit_test(maintenance_asks_for_probes_at_growing_intervals),
        cmocka_unit_test(maintenance_reopens_when_a_probe_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
