/* measure/series, measure/trend: the figures of a series and of change, and their edge rules. */
#include "measure/series.h"
#include "measure/trend.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_near(double got, double expected, double within, const char *what) {
    if (!(fabs(got - expected) <= within)) {
        fail_msg("%s: expected %.12g, got %.12g", what, expected, got);
    }
}

static void expect_none(double got, const char *what) {
    if (!isnan(got)) {
        fail_msg("%s: expected nothing, got %.12g", what, got);
    }
}

static void quantiles_lie_between_neighbours(void **state) {
    (void)state;
    double v[] = {4, 1, 3, 2};
    expect_near(series_median(v, 4), 2.5, 0, "median");
    expect_near(series_quantile(v, 4, 0.25), 1.75, 1e-12, "quarter");
    expect_near(series_quantile(v, 4, 1), 4, 0, "all");
    expect_none(series_quantile(v, 4, 1.5), "share over 1");
    expect_none(series_median(v, 0), "no values");
    expect_none(series_sd(v, 1), "SD of one");
}

static void mad_agrees_with_sorted_distances(void **state) {
    (void)state;
    uint32_t random = 7;
    for (size_t n = 1; n < 60; n++) {
        double v[60], off[60];
        for (size_t i = 0; i < n; i++) {
            random = random * 1664525u + 1013904223u;
            v[i] = (double)(random >> 24) / 4;
        }
        double median = series_median(v, n);
        for (size_t i = 0; i < n; i++) {
            off[i] = fabs(v[i] - median);
        }
        expect_near(series_mad(v, n), 1.4826 * series_median(off, n), 1e-12, "MAD");
    }
}

static void reaction_rules_drop_early_and_far_times(void **state) {
    (void)state;
    ReactionRules rules = {150, 3000, 2.5};
    double times[] = {100, 400, 410, 420, 430, 440, NAN, 2900, 5000};
    Reactions r = reactions_summarize(times, 9, rules);
    assert_int_equal(r.kept_absolute, 6);
    assert_int_equal(r.kept, 5);
    expect_near(r.mean, 420, 1e-9, "mean");
    assert_false(r.median_only);
    double few[] = {300, 320, 340, 360};
    r = reactions_summarize(few, 4, rules);
    assert_true(r.median_only);
    expect_near(r.median, 330, 0, "median of few");
    double still[] = {300, 300, 300, 300, 300, 310};
    r = reactions_summarize(still, 6, rules);
    expect_near(r.mad, 0, 0, "MAD");
    assert_int_equal(r.kept, 5); /* MAD 0: only what equals the median */
    r = reactions_summarize(NULL, 0, rules);
    assert_int_equal(r.kept_absolute, 0);
    expect_none(r.median, "no times");
    expect_none(r.mean, "no times");
}

static void normal_quantile_inverts_the_normal(void **state) {
    (void)state;
    for (double p = 1e-12; p < 1; p = p < 0.01 ? p * 3 : p + 0.013) {
        expect_near(0.5 * erfc(-normal_quantile(p) / sqrt(2)) / p, 1, 1e-12, "p");
    }
    expect_near(normal_quantile(0.975), 1.959963984540054, 1e-14, "0.975");
    expect_near(normal_quantile(0.5), 0, 0, "middle");
    expect_none(normal_quantile(0), "0");
    expect_none(normal_quantile(1), "1");
}

static void wilson_covers_everything_without_trials(void **state) {
    (void)state;
    Interval none = interval_wilson(0, 0, 0.95);
    expect_none(none.rate, "rate");
    expect_near(none.low, 0, 0, "low");
    expect_near(none.high, 1, 0, "high");
    expect_near(interval_wilson(5, 5, 0.95).high, 1, 0, "all right");
    expect_near(interval_wilson(0, 5, 0.95).low, 0, 0, "all wrong");
    expect_none(interval_wilson(6, 5, 0.95).low, "more right than trials");
    expect_none(interval_wilson(-1, 5, 0.95).low, "negative");
    expect_none(interval_wilson(1, 5, 1).low, "full confidence");
}

static PhaseChange change_of(const double *a, size_t m, const double *b, size_t n, bool less) {
    Mem *mem = mem_new(1 << 20);
    PhaseChange change;
    assert_true(trend_phases(mem, a, m, b, n, less, 0.95, &change));
    mem_free(mem);
    return change;
}

static void phases_without_overlap_are_complete(void **state) {
    (void)state;
    double a[] = {1, 2, 3}, b[] = {4, 5, 6, 7};
    PhaseChange up = change_of(a, 3, b, 4, false), down = change_of(a, 3, b, 4, true);
    expect_near(up.nap, 1, 0, "NAP");
    expect_near(up.nap_high, 1, 0, "high");
    assert_true(up.nap_low < 1);
    expect_near(up.tau, 1, 0, "tau");
    expect_near(up.tau_u, 0.75, 1e-12, "tau-U takes the rising baseline off");
    expect_near(up.tau_corrected, 0, 1e-12, "the baseline's line goes on");
    expect_near(down.nap, 0, 0, "NAP");
    expect_near(down.nap_low, 0, 0, "low");
    expect_near(down.tau_u, -0.75, 1e-12, "tau-U");
    assert_int_equal(up.verdict, TREND_FINE);
}

static void tau_u_may_pass_one(void **state) {
    (void)state;
    double a[] = {3, 2, 1}, b[] = {4, 5, 6};
    expect_near(change_of(a, 3, b, 3, false).tau_u, 4.0 / 3, 1e-12, "tau-U");
}

static void short_and_empty_phases_carry_their_verdict(void **state) {
    (void)state;
    double a[] = {1, 2, 3}, b[] = {4, NAN, 6, 7};
    assert_int_equal(change_of(a, 3, b, 3, false).verdict, TREND_FEW_POINTS);
    assert_int_equal(change_of(a, 3, b, 4, false).verdict, TREND_FINE);
    PhaseChange one = change_of(a, 1, b, 4, false), none = change_of(a, 0, b, 4, false);
    expect_near(one.nap, 1, 0, "NAP");
    expect_none(one.nap_se, "variance of one point");
    expect_none(one.tau_corrected, "line through one point");
    assert_int_equal(none.verdict, TREND_EMPTY);
    expect_none(none.nap, "NAP of nothing");
    assert_non_null(strstr(trend_sentence(TREND_FEW_POINTS), "at least 3 sessions"));
    static double many[TREND_POINTS_MAX + 1];
    assert_int_equal(change_of(many, TREND_POINTS_MAX + 1, b, 4, false).verdict, TREND_MANY_POINTS);
}

static void missing_sessions_keep_their_place_in_time(void **state) {
    (void)state;
    double full[] = {1, 2, 3, 4, 5}, gap[] = {1, NAN, 3, NAN, 5}, b[] = {6, 7, 8};
    expect_near(change_of(gap, 5, b, 3, false).tau_corrected,
                change_of(full, 5, b, 3, false).tau_corrected, 1e-12, "corrected tau");
}

static void split_middle_line_halves_the_points(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 16);
    TrendLine line;
    double straight[] = {2, 4, 6, 8, 10, 12, 14};
    assert_true(trend_line(mem, straight, 7, &line));
    expect_near(line.slope, 2, 1e-12, "slope");
    expect_near(line.intercept, 2, 1e-12, "intercept");
    double rough[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
    assert_true(trend_line(mem, rough, 12, &line));
    int above = 0, below = 0;
    for (int i = 0; i < 12; i++) {
        double rest = rough[i] - line.intercept - line.slope * i;
        above += rest > 1e-9, below += rest < -1e-9;
    }
    assert_int_equal(above, below);
    assert_true(trend_line(mem, rough, 2, &line));
    expect_none(line.slope, "two points");
    mem_free(mem);
}

static void reliable_change_needs_a_reliability(void **state) {
    (void)state;
    ReliableChange r = trend_reliable(50, 62, 10, 0.84);
    expect_near(r.sem, 4, 1e-12, "SEM");
    expect_near(r.rci, 12 / sqrt(32), 1e-12, "RCI");
    assert_true(r.reliable);
    assert_int_equal(trend_reliable(50, 62, 10, 1).verdict, TREND_NO_RELIABILITY);
    assert_int_equal(trend_reliable(50, 62, 10, -0.1).verdict, TREND_NO_RELIABILITY);
    assert_int_equal(trend_reliable(50, 62, 10, NAN).verdict, TREND_NO_RELIABILITY);
    assert_int_equal(trend_reliable(50, 62, 0, 0.8).verdict, TREND_NO_SPREAD);
    assert_int_equal(trend_reliable(NAN, 62, 10, 0.8).verdict, TREND_NO_NUMBER);
    expect_none(trend_reliable(50, 62, 0, 0.8).rci, "RCI");
}

static void gas_t_follows_the_worked_example(void **state) {
    (void)state;
    double x[] = {-2, 0, -1, 2, 0, 1}, w[] = {3, 5, 1, 4, 2, 6}, zero[6] = {0};
    double ones[] = {1, 1, 1, 1, 1, 1};
    TrendVerdict verdict;
    expect_near(trend_gas_t(x, w, 6, GAS_CORRELATION, &verdict), 55, 1e-12, "T");
    assert_int_equal(verdict, TREND_FINE);
    double plain = trend_gas_t(x, ones, 6, GAS_CORRELATION, &verdict);
    expect_near(trend_gas_t(x, zero, 6, GAS_CORRELATION, &verdict), plain, 1e-12, "no weights");
    expect_none(trend_gas_t(x, w, 0, GAS_CORRELATION, &verdict), "no goals");
    assert_int_equal(verdict, TREND_NO_GOALS);
    x[3] = 3;
    expect_none(trend_gas_t(x, w, 6, GAS_CORRELATION, &verdict), "a score of 3");
    assert_int_equal(verdict, TREND_BAD_SCORE);
}

static void full_memory_is_told(void **state) {
    (void)state;
    double a[] = {1, 2, 3}, b[] = {4, 5, 6};
    PhaseChange change;
    TrendLine line;
    for (long n = 1; n < 3; n++) {
        Mem *mem = mem_new(64);
        assert_false(trend_phases(mem, a, 3, b, 3, false, 0.95, &change));
        assert_false(trend_line(mem, a, 3, &line));
        mem_free(mem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_lie_between_neighbours),
        cmocka_unit_test(mad_agrees_with_sorted_distances),
        cmocka_unit_test(reaction_rules_drop_early_and_far_times),
        cmocka_unit_test(normal_quantile_inverts_the_normal),
        cmocka_unit_test(wilson_covers_everything_without_trials),
        cmocka_unit_test(phases_without_overlap_are_complete),
        cmocka_unit_test(tau_u_may_pass_one),
        cmocka_unit_test(short_and_empty_phases_carry_their_verdict),
        cmocka_unit_test(missing_sessions_keep_their_place_in_time),
        cmocka_unit_test(split_middle_line_halves_the_points),
        cmocka_unit_test(reliable_change_needs_a_reliability),
        cmocka_unit_test(gas_t_follows_the_worked_example),
        cmocka_unit_test(full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
