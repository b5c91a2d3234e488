/* The posterior over the target level; see posterior.h. The grid runs over the target level itself,
 * not over the curve's middle, so that the therapist's start is the prior's mean whatever the
 * shape. */
#include "measure/posterior.h"

#include <math.h>
#include <stddef.h>

static const double SPREADS[3] = {.5, .8, 1.2}; /* levels: success falls from 73 to 27 % in 2 */
static const double LAPSES[3] = {.02, .06, .10};

static double slope_of(int shape) {
    return 1 / SPREADS[shape / 3];
}

static double lapse_of(int shape) {
    return LAPSES[shape % 3];
}

/* How far the curve's middle lies above the target level, in levels. A target that the lapses or
 * chance put out of reach is taken as nearly reached. */
static double middle_above(const Posterior *known, int shape) {
    double share = (known->target - known->guess) / (1 - known->guess - lapse_of(shape));
    share = fmin(fmax(share, .05), .97);
    return log(share / (1 - share)) / slope_of(shape);
}

/* Success at `level` for every target level of the grid. Along the grid the odds change by a
 * constant factor, so one row costs two exponentials. */
static void success_row(const Posterior *known, int shape, double level,
                        double success[POSTERIOR_LEVELS]) {
    double slope = slope_of(shape), top = 1 - known->guess - lapse_of(shape);
    double odds = exp(slope * (level - known->low - middle_above(known, shape)));
    double factor = exp(-slope * known->width);
    for (int i = 0; i < POSTERIOR_LEVELS; i++, odds *= factor) {
        success[i] = known->guess + top / (1 + odds);
    }
}

static void normalize(Posterior *known) {
    double sum = 0;
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        for (int i = 0; i < POSTERIOR_LEVELS; i++) {
            sum += known->weight[s][i];
        }
    }
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        for (int i = 0; i < POSTERIOR_LEVELS; i++) {
            known->weight[s][i] /= sum;
        }
    }
}

void posterior_begin(Posterior *known, double low, double high, double mean, double sd,
                     const double shapes[POSTERIOR_SHAPES], double target, double guess) {
    *known = (Posterior){.low = low,
                         .width = (high - low) / (POSTERIOR_LEVELS - 1),
                         .target = target,
                         .guess = guess};
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        for (int i = 0; i < POSTERIOR_LEVELS; i++) {
            double z = (low + known->width * i - mean) / sd;
            known->weight[s][i] = exp(-.5 * z * z) * (shapes != NULL ? shapes[s] : 1);
        }
    }
    normalize(known);
}

static double power(double base, int times) {
    double product = 1;
    for (int i = 0; i < times; i++) {
        product *= base;
    }
    return product;
}

void posterior_add(Posterior *known, double level, int right, int count) {
    /* In small lots, so that the product of many shares cannot vanish. */
    while (count > 0) {
        int lot = count > 32 ? 32 : count;
        int lot_right = count > 32 ? right * lot / count : right;
        for (int s = 0; s < POSTERIOR_SHAPES; s++) {
            double success[POSTERIOR_LEVELS];
            success_row(known, s, level, success);
            for (int i = 0; i < POSTERIOR_LEVELS; i++) {
                double share = fmin(fmax(success[i], 1e-6), 1 - 1e-6);
                known->weight[s][i] *= power(share, lot_right) * power(1 - share, lot - lot_right);
            }
        }
        normalize(known);
        right -= lot_right;
        count -= lot;
    }
}

void posterior_moments(const Posterior *known, double *mean, double *sd) {
    double sum = 0, squares = 0;
    for (int i = 0; i < POSTERIOR_LEVELS; i++) {
        double weight = 0;
        for (int s = 0; s < POSTERIOR_SHAPES; s++) {
            weight += known->weight[s][i];
        }
        sum += weight * i;
        squares += weight * i * i;
    }
    *mean = known->low + known->width * sum;
    *sd = known->width * sqrt(fmax(squares - sum * sum, 0));
}

void posterior_shapes(const Posterior *known, double shapes[POSTERIOR_SHAPES]) {
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        shapes[s] = 0;
        for (int i = 0; i < POSTERIOR_LEVELS; i++) {
            shapes[s] += known->weight[s][i];
        }
    }
}

double posterior_success(const Posterior *known, double level) {
    double sum = 0;
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        double success[POSTERIOR_LEVELS];
        success_row(known, s, level, success);
        for (int i = 0; i < POSTERIOR_LEVELS; i++) {
            sum += known->weight[s][i] * success[i];
        }
    }
    return sum;
}
