/* Simulated learners against a rule of adaptation: how soon the estimate is right, how steady
 * success is, and that the bounds hold. A learner is a logistic curve from level to success,
 *   chance + (1 - chance - lapse) / (1 + exp((level - middle) / spread)), spread .5 to 1.3 levels;
 * the rule sees only outcomes. Pure: a seed decides everything.
 *
 * The ideal observer is told what no rule can know: each learner's own spread and lapse, and how
 * true levels and first levels are spread among the learners. From the same outcomes it takes the
 * median of the posterior, and no estimate has a smaller mean error: what its error leaves over is
 * chance in 40 answers of yes or no, and no rule of estimation can take that away. */
#ifndef OTTERPAW_MEASURE_SIMULATE_H
#define OTTERPAW_MEASURE_SIMULATE_H

#include "measure/adapt.h"

#include <stdint.h>

enum { SIMULATE_LEARNERS_MAX = 100000, SIMULATE_TRIALS_MAX = 400, SIMULATE_TRIALS = 120 };

/* Start from simulate_setup(), change what matters. */
typedef struct {
    AdaptRule rule;
    int learners;
    int trials;          /* per learner, at least 60 */
    int responses;       /* per trial: 1 is pass/fail */
    double least, most;  /* levels */
    double target;       /* success wished for */
    double lapse;        /* share of responses that fail whatever the level */
    double guess;        /* success by chance */
    double learning;     /* levels gained per trial */
    double start_error;  /* SD in levels of the therapist's first level */
    bool play_placement; /* learners play the continuous placement instead of the whole level */
    uint64_t seed;
} SimulateSetup;

SimulateSetup simulate_setup(void);

typedef struct {
    double reach_median, reach_p90; /* trials until the estimate is within half a level of the true
                                       level and stays there for five trials; NaN: more than half,
                                       or a tenth, never reach it */
    double reached_by_10, reached_by_20, reached_by_40; /* share of learners */
    double error_at_40;         /* median distance of the estimate from the true level, in levels */
    double error_mean_at_40;    /* and its mean, which the flattest curves govern */
    double error_mean_ideal;    /* the same mean for an ideal observer of the same 40 trials */
    double success;             /* mean share of right responses in trials 21-60 */
    double near_target;         /* share of learners whose success is within 10 points of it */
    int failure_run_p90;        /* longest run of missed trials in the first 40 */
    double failure_run_up_to_3; /* share of learners whose longest run is 3 or less */
    int64_t outside;            /* trials announced outside the bounds: must be 0 */
    int64_t up_after_miss;      /* levels raised after a missed trial: must be 0 */
} SimulateResult;

/* False with a sentence when the setup is out of range or there is no memory. */
bool simulate_run(const SimulateSetup *setup, SimulateResult *result, Fail *fail);
/* Lines a person reads: the setup, then each figure with its name. */
bool simulate_report(const SimulateSetup *setup, const SimulateResult *result, Buffer *out,
                     Fail *fail);

#endif
