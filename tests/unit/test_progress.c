/* store/progress: weeks by game from the sums of runs. */
#include "store/progress.h"

#include "store_records.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const int64_t HOUR_US = INT64_C(3600000000), DAY_US = INT64_C(86400000000);

static RunSums sums(int session, int64_t at_us, const char *game, int n, double score) {
    RunSums made = {.started_us = at_us,
                    .game = game,
                    .phase = PHASE_TEACHING,
                    .n = n,
                    .n_valid = n,
                    .n_success = n - 1,
                    .n_independent = n - 2,
                    .score_n = isnan(score) ? 0 : n,
                    .score_mean = score};
    made.session.bytes[0] = (uint8_t)session;
    return made;
}

static void week_begins_on_the_childs_own_monday(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    /* Sunday 6 September 2026, 23:00 UTC: a Monday in Jerusalem, still a Sunday in London. */
    int64_t sunday_us = INT64_C(1788735600000000);
    RunSums rows[] = {sums(1, sunday_us, "tracing", 4, 50), sums(2, sunday_us, "tracing", 4, 50)};
    rows[1].utc_offset_min = 180;
    size_t count;
    WeekLine *weeks = progress_weeks(mem, rows, 2, &count);
    assert_int_equal(count, 2);
    assert_int_equal(weeks[1].week - weeks[0].week, 7);
    assert_int_equal(weeks[1].week * DAY_US - sunday_us, HOUR_US);
    mem_free(mem);
}

static void runs_of_a_week_add_up_by_game_and_probe(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    int64_t monday_us = INT64_C(1788764400000000);
    RunSums rows[] = {sums(1, monday_us, "tracing", 4, 40),
                      sums(1, monday_us, "sorting", 5, NAN),
                      sums(1, monday_us, "tracing", 4, 60),
                      sums(2, monday_us + 3 * DAY_US, "tracing", 8, 80),
                      sums(2, monday_us + 3 * DAY_US, "tracing", 0, NAN),
                      sums(3, monday_us + 7 * DAY_US, "tracing", 3, 90),
                      sums(3, monday_us + 7 * DAY_US, "tracing", 2, 10)};
    rows[6].probe = true;
    size_t count;
    WeekLine *weeks = progress_weeks(mem, rows, 7, &count);
    assert_int_equal(count, 4);
    assert_string_equal(weeks[0].game, "sorting");
    assert_true(isnan(weeks[0].score_mean));
    assert_string_equal(weeks[1].game, "tracing");
    assert_int_equal(weeks[1].n, 16);
    assert_int_equal(weeks[1].n_independent, 10);
    assert_int_equal(weeks[1].runs, 3);
    assert_int_equal(weeks[1].sessions, 2);
    assert_float_equal(weeks[1].score_mean, (4 * 40 + 4 * 60 + 8 * 80) / 16.0, 1e-9);
    assert_false(weeks[2].probe);
    assert_true(weeks[3].probe);
    assert_int_equal(weeks[3].n, 2);
    mem_free(mem);
}

static void no_sums_are_no_weeks(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    size_t count = 9;
    assert_non_null(progress_weeks(mem, NULL, 0, &count));
    assert_int_equal(count, 0);
    mem_free(mem);
}

static void stored_trials_come_back_as_weeks(void **state) {
    (void)state;
    char folder[] = "/tmp/otterpaw-progress-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Fail fail = {0};
    Mem *mem = mem_new(16 << 20);
    Store *store = store_open(folder, RECORDS_WALL_US, NULL, &fail);
    assert_non_null(store);
    ChildRecord child = records_child(1);
    SessionRecord session = records_session(1, 1);
    RunRecord run = records_run(1, 0);
    assert_true(store_child(store, &child, NULL, NULL, &fail) &&
                store_session(store, &session, NULL, NULL, &fail) &&
                store_run(store, &run, NULL, NULL, &fail));
    for (int i = 0; i < 5; i++) {
        TrialRecord trial = records_trial(mem, 1, i, 0);
        static const uint8_t journal[] = {1, 2, 3};
        assert_true(store_trial(store, &trial, journal, sizeof journal, NULL, NULL, &fail));
    }
    assert_true(store_flush(store, &fail));
    WeekLine *weeks;
    RunSums *rows;
    size_t count, row_count;
    assert_true(history_sums(store, mem, child.id, INT64_MIN, INT64_MAX, &rows, &row_count, &fail));
    assert_true(
        history_progress(store, mem, child.id, INT64_MIN, INT64_MAX, &weeks, &count, &fail));
    assert_int_equal(row_count, 1);
    assert_int_equal(count, 1);
    assert_string_equal(weeks[0].game, run.game);
    assert_int_equal(weeks[0].n, rows[0].n);
    assert_true(weeks[0].n > 0);
    assert_true(history_progress(store, mem, child.id, 0, 1, &weeks, &count, &fail));
    assert_int_equal(count, 0);
    store_close(store);
    mem_free(mem);
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(week_begins_on_the_childs_own_monday),
        cmocka_unit_test(runs_of_a_week_add_up_by_game_and_probe),
        cmocka_unit_test(no_sums_are_no_weeks),
        cmocka_unit_test(stored_trials_come_back_as_weeks),
    };
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
