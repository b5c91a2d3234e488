/* care/trendline: what a single-case chart must show and must not join. */
#include "care/trendline.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Mem *mem;

static int open_mem(void **state) {
    (void)state;
    mem = mem_new(4 << 20);
    return mem == NULL;
}

static int close_mem(void **state) {
    (void)state;
    mem_free(mem);
    return 0;
}

static LineSession session(int day, Phase phase, int level, double inside) {
    LineSession made = {.started_us = day * INT64_C(86400000000),
                        .phase = phase,
                        .level = level,
                        .tool = "finger",
                        .help = "try_first",
                        .summary = {.counted = 10,
                                    .on_own_share = inside / 200,
                                    .on_own_low = 0.1,
                                    .on_own_high = 0.9,
                                    .main_median = inside,
                                    .main_spread = 4,
                                    .score_median = inside - 1}};
    made.session.bytes[15] = (uint8_t)day;
    return made;
}

static Trendline make(const LineSession *sessions, size_t count, LineMetric metric, double goal) {
    Trendline line;
    Fail fail = {0};
    if (!trendline_make(mem, sessions, count, MEASURE_INSIDE_PERCENT, metric, goal, &line, &fail)) {
        fail_msg("%s", fail.text);
    }
    return line;
}

static void phase_opens_a_solid_line_and_level_a_dashed_one(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_BASELINE, 3, 38), session(2, PHASE_BASELINE, 3, 44),
                              session(3, PHASE_TEACHING, 3, 52), session(4, PHASE_TEACHING, 4, 50)};
    Trendline line = make(sessions, 4, LINE_MAIN, 80);
    assert_int_equal(line.part_count, 3);
    assert_int_equal(line.parts[0].opens, LINE_FIRST);
    assert_int_equal(line.parts[1].opens, LINE_PHASE);
    assert_string_equal(line.parts[1].label, "teaching");
    assert_int_equal(line.parts[2].opens, LINE_CONDITION);
    assert_string_equal(line.parts[2].label, "level 3 \xe2\x86\x92 4");
    assert_int_equal(line.parts[0].last, 1);
    assert_int_equal(line.parts[2].first, 3);
}

static void path_is_not_joined_across_a_line_nor_a_missing_session(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_BASELINE, 3, 38), session(2, PHASE_BASELINE, 3, 44),
                              session(3, PHASE_TEACHING, 3, 52), session(4, PHASE_TEACHING, 3, NAN),
                              session(5, PHASE_TEACHING, 3, 60), session(6, PHASE_TEACHING, 3, 61)};
    Trendline line = make(sessions, 6, LINE_MAIN, NAN);
    const bool joined[] = {false, true, false, false, true};
    assert_int_equal(line.sessions, 6);
    assert_int_equal(line.count, 5);
    for (size_t i = 0; i < line.count; i++) {
        assert_int_equal(line.points[i].joined, joined[i]);
    }
    assert_int_equal(line.points[3].x, 4);
}

static void sessions_left_out_keep_their_numbers_and_break_the_path(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_TEACHING, 3, 50), session(2, PHASE_TEACHING, 3, 52),
                              session(9, PHASE_TEACHING, 3, 60)};
    sessions[0].number = 1;
    sessions[1].number = 2;
    sessions[2].number = 40;
    Trendline line = make(sessions, 3, LINE_MAIN, NAN);
    assert_int_equal(line.sessions, 3);
    assert_int_equal(line.numbers[2], 40);
    assert_true(line.points[1].joined);
    assert_false(line.points[2].joined);
}

static void tool_and_help_are_conditions_too(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_TEACHING, 3, 50), session(2, PHASE_TEACHING, 3, 51),
                              session(3, PHASE_TEACHING, 3, 52)};
    sessions[1].tool = sessions[2].tool = "stylus";
    sessions[2].help = "help_first";
    Trendline line = make(sessions, 3, LINE_MAIN, NAN);
    assert_int_equal(line.part_count, 3);
    assert_string_equal(line.parts[1].label, "stylus");
    assert_string_equal(line.parts[2].label, "help first");
}

static void probe_is_a_diamond_that_neither_joins_nor_counts(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_TEACHING, 3, 50), session(1, PHASE_TEACHING, 3, 20),
                              session(2, PHASE_TEACHING, 3, 60), session(3, PHASE_BASELINE, 3, 40)};
    sessions[1].probe = true;
    sessions[1].help = "off";
    sessions[3].probe = true;
    Trendline line = make(sessions, 4, LINE_MAIN, NAN);
    assert_int_equal(line.sessions, 3);
    assert_int_equal(line.points[1].dot, LINE_DIAMOND);
    assert_int_equal(line.points[1].x, line.points[0].x);
    assert_true(line.points[2].joined);
    assert_int_equal(line.part_count, 2);
    assert_int_equal(line.parts[0].n, 2);
    assert_float_equal(line.parts[0].median, 55, 1e-9);
    assert_int_equal(line.points[3].dot, LINE_OPEN);
}

static void maintenance_consists_of_its_probes(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_TEACHING, 3, 50),
                              session(2, PHASE_MAINTENANCE, 3, 80),
                              session(3, PHASE_MAINTENANCE, 3, 90)};
    sessions[1].probe = sessions[2].probe = true;
    Trendline line = make(sessions, 3, LINE_MAIN, NAN);
    LinePhase maintenance;
    assert_true(trendline_phase(mem, &line, PHASE_MAINTENANCE, &maintenance));
    assert_int_equal(maintenance.n, 2);
    assert_float_equal(maintenance.median, 85, 1e-9);
    assert_int_equal(line.part_count, 2);
    assert_int_equal(line.points[2].dot, LINE_DIAMOND);
    assert_false(line.points[2].joined);
}

static void baseline_keeps_its_band_and_each_phase_its_middle(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_BASELINE, 3, 44), session(2, PHASE_BASELINE, 3, 37),
                              session(3, PHASE_BASELINE, 3, 41), session(4, PHASE_TEACHING, 3, 52),
                              session(5, PHASE_TEACHING, 4, 70)};
    Trendline line = make(sessions, 5, LINE_MAIN, NAN);
    assert_float_equal(line.parts[0].least, 37, 1e-9);
    assert_float_equal(line.parts[0].most, 44, 1e-9);
    LinePhase baseline, teaching, mastered;
    assert_true(trendline_phase(mem, &line, PHASE_BASELINE, &baseline));
    assert_true(trendline_phase(mem, &line, PHASE_TEACHING, &teaching));
    assert_true(trendline_phase(mem, &line, PHASE_MASTERED, &mastered));
    assert_float_equal(baseline.median, 41, 1e-9);
    assert_float_equal(teaching.median, 61, 1e-9);
    assert_float_equal(teaching.latest, 70, 1e-9);
    assert_int_equal(mastered.n, 0);
    assert_true(isnan(mastered.median));
}

static void axis_is_whole_for_per_cent_and_round_for_millimetres(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_TEACHING, 3, 3.1), session(2, PHASE_TEACHING, 3, 7)};
    Trendline percent = make(sessions, 2, LINE_MAIN, NAN);
    assert_float_equal(percent.axis_high, 100, 1e-9);
    Trendline mm;
    Fail fail = {0};
    assert_true(
        trendline_make(mem, sessions, 2, MEASURE_DEVIATION_MEAN_MM, LINE_MAIN, NAN, &mm, &fail));
    assert_float_equal(mm.axis_low, 0, 1e-9);
    assert_float_equal(mm.axis_high, 8, 1e-9);
    assert_float_equal(mm.axis_step, 2, 1e-9);
    assert_int_equal(mm.better, -1);
    char text[LINE_VALUE_MAX];
    trendline_value(&mm, 3.14, text);
    assert_string_equal(text, "3.1 mm");
    LineSession smooth[] = {session(1, PHASE_TEACHING, 3, -2.4)};
    assert_true(trendline_make(mem, smooth, 1, MEASURE_SPARC, LINE_MAIN, NAN, &mm, &fail));
    assert_true(mm.axis_low <= -2.4 && mm.axis_high >= 0);
}

static void change_is_told_only_with_three_points_in_each_phase(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_BASELINE, 3, 38), session(2, PHASE_BASELINE, 3, 44),
                              session(3, PHASE_BASELINE, 3, 41), session(4, PHASE_TEACHING, 3, 52),
                              session(5, PHASE_TEACHING, 3, 58), session(6, PHASE_TEACHING, 4, 70)};
    PhaseChange change;
    bool mixed;
    Trendline line = make(sessions, 5, LINE_MAIN, NAN);
    assert_true(trendline_change(mem, &line, &change, &mixed));
    assert_int_equal(change.verdict, TREND_FEW_POINTS);
    assert_false(mixed);
    line = make(sessions, 6, LINE_MAIN, NAN);
    assert_true(trendline_change(mem, &line, &change, &mixed));
    assert_int_equal(change.verdict, TREND_FINE);
    assert_float_equal(change.nap, 1, 1e-9);
    assert_true(mixed);
}

static void metric_decides_which_figure_a_point_shows(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_TEACHING, 3, 60)};
    assert_float_equal(make(sessions, 1, LINE_MAIN, NAN).points[0].value, 60, 1e-9);
    Trendline own = make(sessions, 1, LINE_ON_OWN, NAN);
    assert_float_equal(own.points[0].value, 30, 1e-9);
    assert_float_equal(own.points[0].high, 90, 1e-9);
    assert_float_equal(make(sessions, 1, LINE_SCORE, NAN).points[0].value, 59, 1e-9);
}

static void sentence_says_the_figures_of_the_chart(void **state) {
    (void)state;
    LineSession sessions[] = {session(1, PHASE_BASELINE, 3, 45), session(2, PHASE_BASELINE, 3, 37),
                              session(3, PHASE_FREE, 3, 70)};
    Trendline line = make(sessions, 3, LINE_MAIN, 80);
    char text[LINE_SENTENCE_MAX];
    assert_true(trendline_sentence(mem, &line, text));
    assert_string_equal(text,
                        "Drawn line inside the road in 3 sessions; baseline: median 41 % over "
                        "2 sessions (37 % to 45 %); teaching: median 70 % over 1 session "
                        "(70 % to 70 %); latest 70 %; the goal is 80 %.");
}

static void nothing_at_all_is_an_empty_chart(void **state) {
    (void)state;
    Trendline line = make(NULL, 0, LINE_MAIN, NAN);
    char text[LINE_SENTENCE_MAX];
    assert_int_equal(line.count, 0);
    assert_float_equal(line.axis_high, 100, 1e-9);
    assert_true(trendline_sentence(mem, &line, text));
    assert_string_equal(text, "Drawn line inside the road in 0 sessions.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phase_opens_a_solid_line_and_level_a_dashed_one),
        cmocka_unit_test(path_is_not_joined_across_a_line_nor_a_missing_session),
        cmocka_unit_test(sessions_left_out_keep_their_numbers_and_break_the_path),
        cmocka_unit_test(tool_and_help_are_conditions_too),
        cmocka_unit_test(probe_is_a_diamond_that_neither_joins_nor_counts),
        cmocka_unit_test(maintenance_consists_of_its_probes),
        cmocka_unit_test(baseline_keeps_its_band_and_each_phase_its_middle),
        cmocka_unit_test(axis_is_whole_for_per_cent_and_round_for_millimetres),
        cmocka_unit_test(change_is_told_only_with_three_points_in_each_phase),
        cmocka_unit_test(metric_decides_which_figure_a_point_shows),
        cmocka_unit_test(sentence_says_the_figures_of_the_chart),
        cmocka_unit_test(nothing_at_all_is_an_empty_chart),
    };
    return cmocka_run_group_tests_name("trendline", tests, open_mem, close_mem);
}
