/* measure/answers: every family from plain answers to its measures and its score. */
#include "measure/answers.h"
#include "measure/inhibition.h"
#include "measure/order.h"
#include "measure/search.h"
#include "measure/sorting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOWHERE                                                                                    \
    { NAN, NAN }

static Answered answer(const char *item, const char *choice, bool right, double at_s) {
    return (Answered){.item = item,
                      .choice = choice,
                      .right = right,
                      .first = true,
                      .at_s = at_s,
                      .latency_s = NAN,
                      .at = NOWHERE};
}

static Measures measure(const AnswerContext *context, const Answered *answers, size_t count) {
    Mem *mem = mem_new(1 << 20);
    Measures m = {0};
    assert_true(answers_measure(mem, answers, count, context, &m));
    mem_free(mem);
    return m;
}

static void expect(const Measures *m, MeasureId id, double expected) {
    double got = measures_get(m, id);
    bool same = isnan(expected) ? measures_has(m, id) && isnan(got) : fabs(got - expected) <= 1e-9;
    if (!same) {
        fail_msg("%s: expected %.10g, got %.10g", measure_info(id)->name, expected, got);
    }
}

static void every_measure_of_a_family_is_put(void **state) {
    (void)state;
    static const MeasureFamily families[] = {FAMILY_POINTING,   FAMILY_DRAG,       FAMILY_BIMANUAL,
                                             FAMILY_SORTING,    FAMILY_SEQUENCING, FAMILY_SPAN,
                                             FAMILY_INHIBITION, FAMILY_SEARCH,     FAMILY_RHYTHM,
                                             FAMILY_TURNS,      FAMILY_RATED};
    for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
        AnswerContext context = answer_context(families[f]);
        Measures m = measure(&context, NULL, 0);
        assert_true(measures_has(&m, MEASURE_SCORE));
        for (int id = 0; id < measure_count(); id++) {
            const MeasureInfo *info = measure_info((MeasureId)id);
            if (info->family == families[f] && !measures_has(&m, info->id)) {
                fail_msg("%s is missing", info->name);
            }
        }
        expect(&m, MEASURE_SCORE, NAN); /* nothing happened */
    }
    AnswerContext tracing = answer_context(FAMILY_TRACING);
    assert_int_equal(measure(&tracing, NULL, 0).count, 0);
}

static void sorting_counts_first_placements_only(void **state) {
    (void)state;
    Answered a[] = {answer("cat", "fur", true, 1), answer("hen", "fur", false, 2),
                    answer("hen", "wing", true, 3), answer("dog", "fur", true, 4)};
    a[2].first = false;
    for (int i = 0; i < 4; i++) {
        a[i].latency_s = 1 + i;
    }
    AnswerContext context = answer_context(FAMILY_SORTING);
    context.choices = 2;
    context.count = 4;
    Measures m = measure(&context, a, 4);
    expect(&m, MEASURE_SCORE, 50); /* one of four was never placed */
    expect(&m, MEASURE_ACCURACY_CHANCE_PERCENT, 0);
    expect(&m, MEASURE_CORRECTIONS, 1);
    expect(&m, MEASURE_ITEM_S, 2);
    expect(&m, MEASURE_PERSEVERATIONS, NAN);
    a[1].marks = ANSWERED_SWITCHED | ANSWERED_OLD_RULE;
    a[3].marks = ANSWERED_SWITCHED;
    m = measure(&context, a, 4);
    expect(&m, MEASURE_PERSEVERATIONS, 1);
    expect(&m, MEASURE_SWITCH_COST_S, 3);
    assert_true(isnan(sorting_above_chance(1, 1)));
    assert_true(sorting_above_chance(0, 4) < 0);
}

/* The items in order a, b, c, d; choices as given, '.' for nothing. */
static Measures ordered(MeasureFamily family, const char *produced, bool by_list) {
    static const char *const names[] = {"a", "b", "c", "d"};
    static const char *const things[] = {"a", "b", "c", "d", "e"};
    Expected expected[4];
    Answered a[8];
    size_t n = strlen(produced);
    for (size_t i = 0; i < 4; i++) {
        expected[i] = (Expected){.item = names[i], .at = NOWHERE};
    }
    for (size_t i = 0; i < n; i++) {
        const char *choice = produced[i] == '.' ? "" : things[produced[i] - 'a'];
        a[i] = answer(i < 4 ? names[i] : "", choice, false, 1.0 * (double)i);
    }
    AnswerContext context = answer_context(family);
    context.expected = by_list ? expected : NULL;
    context.expected_count = by_list ? 4 : 0;
    context.count = 4;
    return measure(&context, a, n);
}

static void sequence_is_scored_by_what_is_in_order(void **state) {
    (void)state;
    for (int by_list = 0; by_list < 2; by_list++) {
        Measures m = ordered(FAMILY_SEQUENCING, "abcd", by_list);
        expect(&m, MEASURE_SCORE, 100);
        expect(&m, MEASURE_ORDER_TAU, 1);
        expect(&m, MEASURE_FIRST_ERROR, 0);
        expect(&m, MEASURE_ORDER_EXACT, 1);
        m = ordered(FAMILY_SEQUENCING, "acbd", by_list);
        expect(&m, MEASURE_SCORE, 75);
        expect(&m, MEASURE_ORDER_TAU, 4.0 / 6);
        expect(&m, MEASURE_FIRST_ERROR, 2);
        m = ordered(FAMILY_SEQUENCING, "dcba", by_list);
        expect(&m, MEASURE_SCORE, 25);
        expect(&m, MEASURE_ORDER_TAU, -1);
        m = ordered(FAMILY_SEQUENCING, "ab", by_list);
        expect(&m, MEASURE_SCORE, 50);
        expect(&m, MEASURE_FIRST_ERROR, 3);
        expect(&m, MEASURE_ORDER_EXACT, 0);
    }
}

static void only_the_exact_sequence_has_100(void **state) {
    (void)state;
    Measures m = ordered(FAMILY_SEQUENCING, "aebcd", true);
    expect(&m, MEASURE_ORDER_LCS_PERCENT, 100);
    expect(&m, MEASURE_SCORE, 80);
    expect(&m, MEASURE_ORDER_EXACT, 0);
    m = ordered(FAMILY_SEQUENCING, "", true);
    expect(&m, MEASURE_SCORE, 0);
    expect(&m, MEASURE_FIRST_ERROR, 1);
    expect(&m, MEASURE_ORDER_TAU, NAN);
}

static void places_stand_for_an_order_without_names(void **state) {
    (void)state;
    Answered a[3] = {answer("", "x", false, 1), answer("", "y", false, 2),
                     answer("", "z", false, 3)};
    a[0].place = 2, a[1].place = 1, a[2].place = 3;
    AnswerContext context = answer_context(FAMILY_SEQUENCING);
    Measures m = measure(&context, a, 3);
    expect(&m, MEASURE_ORDER_TAU, 1.0 / 3);
    expect(&m, MEASURE_FIRST_ERROR, 1);
    context.count = 6;
    m = measure(&context, a, 3);
    expect(&m, MEASURE_SCORE, 100.0 * 2 / 6);
}

static void span_tells_order_errors_from_strange_items(void **state) {
    (void)state;
    for (int by_list = 0; by_list < 2; by_list++) {
        Measures m = ordered(FAMILY_SPAN, "acbe", by_list);
        expect(&m, MEASURE_SCORE, 25);
        expect(&m, MEASURE_ORDER_ERRORS, 2);
        expect(&m, MEASURE_ITEM_ERRORS, 1);
        expect(&m, MEASURE_SPAN, NAN);
        expect(&m, MEASURE_TAP_INTERVAL_S, 1);
        m = ordered(FAMILY_SPAN, "abcd", by_list);
        expect(&m, MEASURE_SPAN, 4);
        expect(&m, MEASURE_SCORE, 100);
    }
}

static void span_rules_reach_below_the_minimum(void **state) {
    (void)state;
    SpanTrial trials[] = {{3, true}, {3, false}, {4, true}, {4, false}, {5, false}, {5, false}};
    SpanResult r = span_result(trials, 6, 3, 2);
    assert_int_equal(r.span, 4);
    assert_int_equal(r.total, 8);
    assert_true(fabs(r.partial - 3) < 1e-12);
    r = span_result(trials + 4, 2, 3, 2);
    assert_true(r.below_minimum);
    assert_int_equal(r.span, 2);
    assert_int_equal(r.total, 0);
}

static void inhibition_balances_both_kinds(void **state) {
    (void)state;
    Answered a[8];
    for (int i = 0; i < 6; i++) { /* six go: five hits, one early; one missed */
        a[i] = answer("go", i == 5 ? "" : "bubble", i != 5, i);
        a[i].latency_s = 0.3 + 0.1 * i;
    }
    a[0].latency_s = 0.1;
    a[6] = answer("wait", "bubble", false, 7);
    a[7] = answer("wait", "", true, 8);
    AnswerContext context = answer_context(FAMILY_INHIBITION);
    Measures m = measure(&context, a, 8);
    expect(&m, MEASURE_SCORE, 100 * (5.0 / 6 + 0.5) / 2);
    expect(&m, MEASURE_COMMISSIONS, 1);
    expect(&m, MEASURE_OMISSION_PERCENT, 100.0 / 6);
    expect(&m, MEASURE_ANTICIPATIONS, 1);
    expect(&m, MEASURE_RT_MEDIAN_S, 0.55);
    expect(&m, MEASURE_RT_MAD_CV, NAN); /* four times */
    Detection d = inhibition_detect(5, 1, 1, 1);
    expect(&m, MEASURE_D_PRIME, d.d_prime);
    m = measure(&context, a, 6);
    expect(&m, MEASURE_SCORE, 100 * 5.0 / 6);
    expect(&m, MEASURE_BALANCED_ACCURACY_PERCENT, NAN);
    expect(&m, MEASURE_D_PRIME, NAN);
    assert_true(isnan(inhibition_detect(-1, 0, 0, 0).d_prime));
}

static void search_tells_finds_revisits_and_false_touches(void **state) {
    (void)state;
    Expected targets[] = {{.item = "s1", .at = {10, 10}},
                          {.item = "s2", .at = {20, 80}},
                          {.item = "s3", .at = {90, 10}},
                          {.item = "s4", .at = {90, 80}}};
    Answered a[] = {answer("", "s1", true, 1), answer("", "s1", false, 2),
                    answer("", "leaf", false, 3), answer("", "s2", true, 5)};
    AnswerContext context = answer_context(FAMILY_SEARCH);
    context.expected = targets, context.expected_count = 4;
    context.middle_x_mm = 50, context.middle_y_mm = 50;
    Measures m = measure(&context, a, 4);
    expect(&m, MEASURE_SCORE, 100 * 0.5 * 0.75);
    expect(&m, MEASURE_REVISITS, 1);
    expect(&m, MEASURE_FALSE_TAPS, 1);
    expect(&m, MEASURE_OMISSIONS_LEFT, 0);
    expect(&m, MEASURE_OMISSIONS_RIGHT, 2);
    expect(&m, MEASURE_OMISSIONS_UPPER, 1);
    expect(&m, MEASURE_FIND_S, 2.5);
    expect(&m, MEASURE_FIND_DISTANCE_MM, hypot(10, 70));
    expect(&m, MEASURE_BEST_R, NAN);
}

static void orderly_search_has_a_best_r_of_one(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 16);
    Point rows[] = {{1, 3}, {2, 1}, {3, 2}, {4, 3}}, jumps[] = {{0, 0}, {9, 9}, {9, 0}, {0, 9}};
    Point same[] = {{1, 1}, {1, 1}, {1, 1}}, line[] = {{1, 5}, {2, 5}, {3, 5}};
    assert_true(fabs(search_best_r(mem, rows, 4) - 1) < 1e-12);
    assert_true(fabs(search_best_r(mem, line, 3) - 1) < 1e-12);
    assert_true(search_best_r(mem, jumps, 4) < 0.9);
    assert_true(isnan(search_best_r(mem, same, 3)));
    assert_true(isnan(search_best_r(mem, rows, 2)));
    assert_int_equal(search_crossings(jumps, 4), 1);
    assert_int_equal(search_crossings(rows, 4), 0);
    double sizes[] = {4, 8, 12}, times[] = {1, 1.2, 1.4}, alike[] = {4, 4, 4};
    assert_true(fabs(search_slope_ms(sizes, times, 3) - 50) < 1e-9);
    assert_true(isnan(search_slope_ms(alike, times, 3)));
    mem_free(mem);
}

static void rhythm_matches_each_beat_to_its_nearest_tap(void **state) {
    (void)state;
    Expected beats[6];
    Answered taps[7];
    for (int i = 0; i < 6; i++) {
        beats[i] = (Expected){.from_s = 1 + 0.5 * i, .at = NOWHERE};
        taps[i] = answer("", "drum", true, 1 + 0.5 * i + 0.02 + 0.01 * i);
    }
    AnswerContext context = answer_context(FAMILY_RHYTHM);
    context.expected = beats, context.expected_count = 6;
    Measures m = measure(&context, taps, 6);
    expect(&m, MEASURE_SCORE, 100);
    expect(&m, MEASURE_ASYNCHRONY_MS, 45);
    expect(&m, MEASURE_ASYNCHRONY_DRIFT_MS, 10);
    expect(&m, MEASURE_INTERVAL_MS, 510);
    expect(&m, MEASURE_INTERVAL_CV, 0);
    taps[6] = answer("", "drum", true, 1.6); /* a second tap at the second beat */
    taps[5].at_s = 9;                        /* and the last one much too late */
    m = measure(&context, taps, 7);
    expect(&m, MEASURE_BEATS_MISSED, 1);
    expect(&m, MEASURE_TAPS_EXTRA, 2);
    expect(&m, MEASURE_SCORE, 100 * 5.0 / 8);
    context.tolerance_s = 0.025;
    m = measure(&context, taps, 7);
    expect(&m, MEASURE_BEATS_HIT_PERCENT, 100.0 / 6);
    m = measure(&context, taps, 0);
    expect(&m, MEASURE_SCORE, 0);
    expect(&m, MEASURE_ASYNCHRONY_MS, NAN);
}

static void turns_are_taken_in_their_window(void **state) {
    (void)state;
    Expected windows[] = {{.from_s = 2, .to_s = 4}, {.from_s = 8, .to_s = 10}};
    Answered a[] = {answer("", "x", true, 1), answer("", "x", true, 2.5), answer("", "x", true, 3),
                    answer("", "x", true, 9)};
    a[3].player = 1; /* the other child's */
    AnswerContext context = answer_context(FAMILY_TURNS);
    context.expected = windows, context.expected_count = 2;
    Measures m = measure(&context, a, 4);
    expect(&m, MEASURE_SCORE, 50);
    expect(&m, MEASURE_EARLY_TOUCHES, 1);
    expect(&m, MEASURE_TURN_LATENCY_S, 0.5);
    expect(&m, MEASURE_WAIT_KEPT_S, 4);
    context.expected_count = 0;
    context.count = 4;
    a[0].right = false;
    m = measure(&context, a, 4);
    expect(&m, MEASURE_SCORE, 50);
    expect(&m, MEASURE_EARLY_TOUCHES, 1);
    expect(&m, MEASURE_WAIT_KEPT_S, NAN);
}

static void a_turn_touched_too_soon_is_not_mended_by_touching_on(void **state) {
    (void)state;
    Answered a[] = {answer("turn1", "early", false, 1), answer("turn1", "part", true, 3),
                    answer("turn2", "part", true, 8), answer("turn3", "", false, 20),
                    answer("turn4", "part", true, 25)};
    for (int i = 0; i < 5; i++) {
        a[i].first = i != 1;
        a[i].latency_s = 2 + i;
    }
    AnswerContext context = answer_context(FAMILY_TURNS);
    context.count = 4;
    Measures m = measure(&context, a, 5);
    expect(&m, MEASURE_SCORE, 50);
    expect(&m, MEASURE_TURNS_TAKEN, 2);
    expect(&m, MEASURE_EARLY_TOUCHES, 1);
    expect(&m, MEASURE_TURN_LATENCY_S, 5); /* between the second turn's 4 and the fourth's 6 */
}

static void rating_comes_before_steps(void **state) {
    (void)state;
    Answered a[] = {answer("1", "done", true, 1), answer("2", "done", true, 2),
                    answer("3", "", false, 3)};
    a[1].marks = ANSWERED_HELPED;
    AnswerContext context = answer_context(FAMILY_RATED);
    Measures m = measure(&context, a, 3);
    expect(&m, MEASURE_SCORE, 100.0 / 3);
    expect(&m, MEASURE_FIRST_HELPED_STEP, 2);
    context.rating = 3, context.rating_max = 4;
    m = measure(&context, a, 1);
    expect(&m, MEASURE_SCORE, 75);
    expect(&m, MEASURE_FIRST_HELPED_STEP, 0);
    context.rating = 5;
    m = measure(&context, a, 1);
    expect(&m, MEASURE_SCORE, NAN);
}

static void drag_is_scored_by_place_and_way(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Trace trace;
    Point detour[] = {{0, 0}, {0, 30}, {40, 30}}; /* 70 for 50 */
    assert_true(trace_make(mem, detour, NULL, NULL, 3, &trace));
    Expected place = {.item = "car", .at = {40, 33}};
    Answered a[] = {answer("car", "garage", true, 2), answer("car", "garage", true, 3)};
    a[0].at = (Point){40, 30};
    AnswerContext context = answer_context(FAMILY_DRAG);
    context.expected = &place, context.expected_count = 1;
    Measures m = measure(&context, a, 1);
    expect(&m, MEASURE_SCORE, 100); /* no line: the way is not judged */
    expect(&m, MEASURE_END_ERROR_MM, 3);
    context.trace = &trace;
    m = measure(&context, a, 1);
    expect(&m, MEASURE_PATH_RATIO, 1.4);
    expect(&m, MEASURE_SCORE, 100 * (0.8 + 0.2 / 1.4));
    a[0].choice = "", a[0].right = false, a[1].first = false; /* lost on the way, then right */
    m = measure(&context, a, 2);
    expect(&m, MEASURE_SCORE, 0);
    expect(&m, MEASURE_DROP_CORRECT, 1);
    expect(&m, MEASURE_DROPS, 1);
    expect(&m, MEASURE_REGRABS, 1);
    mem_free(mem);
}

static void pointing_counts_first_taps(void **state) {
    (void)state;
    Expected at[2] = {{.item = "l", .at = {0, 0}, .radius_mm = 5},
                      {.item = "r", .at = {100, 0}, .radius_mm = 5}};
    Answered a[8];
    for (int i = 0; i < 8; i++) {
        a[i] = answer(i % 2 == 0 ? "l" : "r", "x", i != 3, 1.0 + i);
        a[i].latency_s = 0.8;
        a[i].at = (Point){i % 2 * 100 + (i * 7 % 5 - 2), 1};
    }
    AnswerContext context = answer_context(FAMILY_POINTING);
    context.expected = at, context.expected_count = 2;
    context.count = 10;
    Measures m = measure(&context, a, 8);
    expect(&m, MEASURE_SCORE, 70);
    expect(&m, MEASURE_REACTION_S, 0.8);
    expect(&m, MEASURE_ERROR_CONSTANT_Y_MM, 1);
    assert_true(measures_get(&m, MEASURE_THROUGHPUT_BITS_S) > 3);
}

static Sample reading(double time_s, int32_t finger, double x, SamplePhase phase) {
    return (Sample){(int64_t)(time_s * 1e6), x, 0, finger, phase};
}

static void pinch_is_scored_by_time_in_the_band(void **state) {
    (void)state;
    Sample s[] = {reading(0, 0, 0, SAMPLE_DOWN),  reading(0.2, 1, 60, SAMPLE_DOWN),
                  reading(1, 1, 42, SAMPLE_MOVE), reading(1.5, 1, 40, SAMPLE_MOVE),
                  reading(1.9, 1, 40, SAMPLE_UP), reading(2, 0, 0, SAMPLE_UP)};
    AnswerContext context = answer_context(FAMILY_BIMANUAL);
    context.samples = s, context.sample_count = 6;
    context.pair.separation_mm = 40, context.pair.tolerance_mm = 5;
    Measures m = measure(&context, NULL, 0);
    expect(&m, MEASURE_SCORE, 45); /* 1.0 .. 1.9 of 2 */
    expect(&m, MEASURE_TOUCH_LAG_MS, 200);
    expect(&m, MEASURE_ASYMMETRY, 1);
    expect(&m, MEASURE_SEPARATION_ERROR_MM, 0);
    expect(&m, MEASURE_LOST_CONTACTS, 0); /* lifted together */
    expect(&m, MEASURE_SINGLE_TOUCHES, 0);
    s[4].time_us = 1600000;
    m = measure(&context, NULL, 0);
    expect(&m, MEASURE_LOST_CONTACTS, 1);
    context.sample_count = 1;
    m = measure(&context, NULL, 0);
    expect(&m, MEASURE_SCORE, NAN); /* no time */
    context.pair.to_s = 2;
    m = measure(&context, NULL, 0);
    expect(&m, MEASURE_SCORE, 0);
    expect(&m, MEASURE_TOUCH_LAG_MS, NAN);
}

static void full_memory_is_told(void **state) {
    (void)state;
    Answered a[40];
    for (int i = 0; i < 40; i++) {
        a[i] = answer("i", "c", true, i);
    }
    for (int f = 0; f < FAMILY_COUNT; f++) {
        AnswerContext context = answer_context((MeasureFamily)f);
        bool needs =
            f == FAMILY_POINTING || f == FAMILY_DRAG || (f >= FAMILY_SORTING && f <= FAMILY_TURNS);
        Mem *mem = mem_new(64);
        Measures m = {0};
        assert_int_equal(answers_measure(mem, a, 40, &context, &m), !needs);
        mem_free(mem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_of_a_family_is_put),
        cmocka_unit_test(sorting_counts_first_placements_only),
        cmocka_unit_test(sequence_is_scored_by_what_is_in_order),
        cmocka_unit_test(only_the_exact_sequence_has_100),
        cmocka_unit_test(places_stand_for_an_order_without_names),
        cmocka_unit_test(span_tells_order_errors_from_strange_items),
        cmocka_unit_test(span_rules_reach_below_the_minimum),
        cmocka_unit_test(inhibition_balances_both_kinds),
        cmocka_unit_test(search_tells_finds_revisits_and_false_touches),
        cmocka_unit_test(orderly_search_has_a_best_r_of_one),
        cmocka_unit_test(rhythm_matches_each_beat_to_its_nearest_tap),
        cmocka_unit_test(turns_are_taken_in_their_window),
        cmocka_unit_test(a_turn_touched_too_soon_is_not_mended_by_touching_on),
        cmocka_unit_test(rating_comes_before_steps),
        cmocka_unit_test(drag_is_scored_by_place_and_way),
        cmocka_unit_test(pointing_counts_first_taps),
        cmocka_unit_test(pinch_is_scored_by_time_in_the_band),
        cmocka_unit_test(full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
