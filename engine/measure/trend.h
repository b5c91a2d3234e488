/* Change over sessions: single-case statistics of two phases, a trend line, reliable change and the
 * GAS T-score. Each result carries a verdict: what may be shown to a person, and if not, why.
 *
 * NAP (nonoverlap of all pairs): Parker & Vannest, Behav Ther 40:357, 2009; its unbiased variance
 * Sen 1967, Mee 1990; interval Newcombe, Stat Med 25:559, 2006, method 5. Tau = 2 NAP - 1. Tau-U =
 * (S of A against B - S of the trend within A) / (m n): Parker, Vannest, Davis & Sauber, Behav Ther
 * 42:284, 2011; it may pass 1. Baseline-corrected tau: Tarlow, Behav Modif 41:427, 2017, with the
 * Theil-Sen line of A always taken off. Split-middle line: White 1974; Kazdin, Single-Case Research
 * Designs. RCI: Jacobson & Truax, J Consult Clin Psychol 59:12, 1991. GAS T: Kiresuk & Sherman,
 * Community Ment Health J 4:443, 1968.
 *
 * Edge rules: phases come from the therapist; fewer than TREND_POINTS_LEAST points in either phase
 * are computed but not to be reported. Values that are not finite are missing sessions: left out,
 * their place in time kept. An empty phase: nothing. One point in a phase: no variance; one in A:
 * no correction. RCI: an SD not above 0 or a reliability outside [0, 1): nothing. GAS: no goals, or
 * scores outside -2 .. 2: nothing; all weights 0: all are 1. */
#ifndef OTTERPAW_MEASURE_TREND_H
#define OTTERPAW_MEASURE_TREND_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

enum { TREND_POINTS_LEAST = 3, TREND_POINTS_MAX = 1000 };

#define TREND_VERDICTS(X)                                                                          \
    X(FINE, "This figure may be reported.")                                                        \
    X(EMPTY, "There is a phase without any session.")                                              \
    X(FEW_POINTS, "Each phase needs at least 3 sessions before this may be reported.")             \
    X(MANY_POINTS, "There are more than 1000 sessions in a phase.")                                \
    X(NO_SPREAD, "The standard deviation must be above 0.")                                        \
    X(NO_RELIABILITY, "The reliability must be at least 0 and less than 1.")                       \
    X(NO_NUMBER, "A number is missing.")                                                           \
    X(NO_GOALS, "There are no goals.")                                                             \
    X(BAD_SCORE, "An attainment score must lie between -2 and +2 and a weight must not be less "   \
                 "than 0.")

typedef enum {
#define X(NAME, SENTENCE) TREND_##NAME,
    TREND_VERDICTS(X)
#undef X
} TrendVerdict;

const char *trend_sentence(TrendVerdict verdict);

typedef struct {
    TrendVerdict verdict;
    double nap, nap_se, nap_low, nap_high; /* share of pairs in which B is better, 0 .. 1 */
    double tau, tau_u, tau_corrected;
} PhaseChange;

/* a, b: one value for each session of either phase, in order. less_is_better turns every sign.
 * Quadratic in the number of sessions, hence TREND_POINTS_MAX. False only when mem (scratch) is
 * full. */
bool trend_phases(Mem *mem, const double *a, size_t a_count, const double *b, size_t b_count,
                  bool less_is_better, double confidence, PhaseChange *out);

/* value = intercept + slope * session, session counted from 0. NaN below TREND_POINTS_LEAST. */
typedef struct {
    double slope, intercept;
} TrendLine;

/* Split-middle: the line through the medians of the two halves (an odd middle session belongs to
 * neither), moved up or down until half of the points lie on either side. False only when mem
 * (scratch) is full. */
bool trend_line(Mem *mem, const double *values, size_t count, TrendLine *out);

typedef struct {
    TrendVerdict verdict;
    double sem, difference_sd, rci;
    bool reliable; /* |rci| > 1.96 */
} ReliableChange;

ReliableChange trend_reliable(double before, double after, double sd, double reliability);

/* 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2). NaN with a verdict. rho is
 * GAS_CORRELATION in the product. */
#define GAS_CORRELATION 0.3
double trend_gas_t(const double *scores, const double *weights, size_t count, double correlation,
                   TrendVerdict *verdict);

#endif
