/* The words that are stored for ever, and the readable record of a trial. */
#include "care/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void stored_words_lead_back_to_their_numbers(void **state) {
    (void)state;
    for (int i = 0; i < END_COUNT; i++) {
        assert_int_equal(end_reason_by_word(end_reason_word((EndReason)i)), i);
    }
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        assert_int_equal(outcome_by_word(outcome_word((Outcome)i)), i);
    }
    for (int i = 0; i < PHASE_COUNT; i++) {
        assert_int_equal(phase_by_word(phase_word((Phase)i)), i);
    }
    assert_int_equal(end_reason_by_word("failed"), -1);
    assert_int_equal(phase_by_word(NULL), -1);
    assert_string_equal(end_reason_label(END_TIMED_OUT), "time was up");
}

static void a_trial_is_one_readable_text_without_its_session(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 16);
    assert_non_null(mem);
    Value params = value_record();
    assert_true(value_put(mem, &params, "road_mm", value_number(13)));
    TrialRecord record = {.session = {{1, 2, 3}},
                          .number = 2,
                          .level = 5,
                          .placement = 5.25,
                          .params = &params,
                          .seed = UINT64_MAX,
                          .item = "road.wave",
                          .duration_us = 2500000,
                          .end = END_COMPLETED,
                          .outcome = OUTCOME_INDEPENDENT,
                          .success = true,
                          .assistance = ASSISTANCE_UNMARKED,
                          .valid = true,
                          .invalid_reason = "",
                          .via = "ink",
                          .scorer_version = 1,
                          .next_level = 5,
                          .next_placement = 5.5,
                          .next_reason = "two in a row"};
    measures_put(&record.measures, MEASURE_SCORE, 81.5);
    Value value;
    Buffer out = {0};
    assert_true(trial_record_value(mem, &record, &value));
    assert_true(value_write(&out, &value));
    assert_string_equal(
        (char *)out.bytes,
        "{\"trial\":2,\"run\":0,\"level\":5,\"placement\":5.25,\"params\":{\"road_mm\":13.0},"
        "\"seed\":-1,\"item\":\"road.wave\",\"onset_us\":0,\"duration_us\":2500000,"
        "\"end\":\"completed\",\"outcome\":\"independent\",\"success\":true,\"answers\":0,"
        "\"answers_right\":0,\"help_rung\":0,\"assistance\":null,\"probe\":false,"
        "\"practice\":false,\"valid\":true,\"invalid_reason\":\"\",\"gaps\":0,"
        "\"touches\":{\"kept\":0,\"rested\":0,\"refused\":0},\"via\":\"ink\","
        "\"measures\":{\"score\":81.5},\"scorer_version\":1,\"next_level\":5,"
        "\"next_placement\":5.5,\"next_reason\":\"two in a row\"}");
    /* The way back: what was read makes the same text. */
    TrialRecord again = {0};
    Buffer same = {0};
    Fail fail = {0};
    assert_true(trial_record_read(&value, &again, &fail));
    assert_true(trial_record_value(mem, &again, &value));
    assert_true(value_write(&same, &value));
    assert_string_equal((char *)same.bytes, (char *)out.bytes);
    assert_true(value_put(mem, &value, "end", value_text("failed")));
    assert_false(trial_record_read(&value, &again, &fail));
    assert_string_equal(fail.text, "a trial's record: end must be one of its words");
    buffer_free(&same);
    buffer_free(&out);
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stored_words_lead_back_to_their_numbers),
        cmocka_unit_test(a_trial_is_one_readable_text_without_its_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
