/* What is known of the level at which a child meets the target: a distribution over that level and
 * over the shape of the curve from level to success (logistic, with a slope and a share of lapses),
 * updated by Bayes' rule from counts of right and wrong responses. Pure and bit for bit repeatable:
 * the same begin and the same adds in the same order give the same bits. */
#ifndef OTTERPAW_MEASURE_POSTERIOR_H
#define OTTERPAW_MEASURE_POSTERIOR_H

enum { POSTERIOR_LEVELS = 64, POSTERIOR_SHAPES = 9 };

/* Open so that it can be copied; changed only by the functions below. */
typedef struct {
    double low, width;    /* grid of levels: low, low + width, ... */
    double target, guess; /* share of success at the level sought; success by chance */
    double weight[POSTERIOR_SHAPES][POSTERIOR_LEVELS]; /* sums to 1 */
} Posterior;

/* A normal prior (mean, sd) on a grid from low to high; shapes: prior weights of the nine
 * (slope, lapse) pairs, NULL: equal. */
void posterior_begin(Posterior *known, double low, double high, double mean, double sd,
                     const double shapes[POSTERIOR_SHAPES], double target, double guess);
/* `right` of `count` responses at `level` were right. */
void posterior_add(Posterior *known, double level, int right, int count);
void posterior_moments(const Posterior *known, double *mean, double *sd);
void posterior_shapes(const Posterior *known, double shapes[POSTERIOR_SHAPES]);
/* Mean share of success at `level`; falls as the level rises. */
double posterior_success(const Posterior *known, double level);

#endif
