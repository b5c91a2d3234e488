/* Simulated learners; see simulate.h. */
#include "measure/simulate.h"

#include "base/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WITHIN .5 /* levels: the estimate counts as right */
enum { STAY = 5, EARLY = 40, FROM = 20, TO = 60 };

typedef struct {
    double middle, spread, lapse, guess;
} Learner;

/* What one learner's row of trials came to. */
typedef struct {
    double reach; /* trial, from 1; INFINITY: never */
    double error_at_40, error_ideal, success;
    double failure_run;
    int64_t outside, up_after_miss;
} Row;

SimulateSetup simulate_setup(void) {
    return (SimulateSetup){.rule = ADAPT_DEFAULT,
                           .learners = 2000,
                           .trials = SIMULATE_TRIALS,
                           .responses = 1,
                           .least = 1,
                           .most = 10,
                           .target = .8,
                           .lapse = .05,
                           .start_error = 2,
                           .seed = 1};
}

static double success_at(const Learner *learner, double level) {
    return learner->guess + (1 - learner->guess - learner->lapse) /
                                (1 + exp((level - learner->middle) / learner->spread));
}

/* How far the middle lies above the level where success is the target. */
static double middle_above(const SimulateSetup *setup, double spread) {
    double share = (setup->target - setup->guess) / (1 - setup->guess - setup->lapse);
    return log(share / (1 - share)) * spread;
}

static double clamp(double x, double least, double most) {
    return x < least ? least : x > most ? most : x;
}

static int respond(Rng *rng, const Learner *learner, double level, int responses) {
    double share = success_at(learner, level);
    int right = 0;
    for (int i = 0; i < responses; i++) {
        right += rng_unit(rng) < share;
    }
    return right;
}

/* How likely this first level is for a learner of that true level. */
static double start_share(const SimulateSetup *setup, double truth, double start) {
    double sd = fmax(setup->start_error, 1e-3) * sqrt(2);
    double below = start <= setup->least ? 0 : .5 * erfc((truth - start + .5) / sd);
    double up_to = start >= setup->most ? 1 : .5 * erfc((truth - start - .5) / sd);
    return up_to - below;
}

/* The median of the posterior of the true level after EARLY trials, for whoever knows the curve. */
static double ideal_estimate(const SimulateSetup *setup, const Learner *learner, double start,
                             const AdaptPlayed played[EARLY]) {
    enum { GRID = 121 };
    double weight[GRID], room = setup->most - setup->least, low = setup->least + .2 * room;
    double width = .6 * room / (GRID - 1), above = middle_above(setup, learner->spread), sum = 0;
    for (int i = 0; i < GRID; i++) {
        Learner like = *learner;
        double log_share = log(fmax(start_share(setup, low + width * i, start), 1e-300));
        like.middle = low + width * i + above;
        for (int k = 0; k < EARLY; k++, like.middle += setup->learning) {
            double share = success_at(&like, played[k].level);
            log_share += played[k].right * log(fmax(share, 1e-12)) +
                         (played[k].count - played[k].right) * log(fmax(1 - share, 1e-12));
        }
        weight[i] = log_share;
    }
    double most = weight[0];
    for (int i = 0; i < GRID; i++) {
        most = fmax(most, weight[i]);
    }
    for (int i = 0; i < GRID; i++) {
        sum += weight[i] = exp(weight[i] - most);
    }
    int at = 0;
    for (double upto = weight[0]; upto < sum / 2 && at + 1 < GRID;) {
        upto += weight[++at];
    }
    return low + width * at + setup->learning * (EARLY - 1);
}

static Row play(const SimulateSetup *setup, int number) {
    Rng rng = rng_stream(setup->seed, "learner", (uint64_t)number);
    double room = setup->most - setup->least;
    double truth = setup->least + room * (.2 + .6 * rng_unit(&rng));
    double spread = .5 + .8 * rng_unit(&rng);
    double start = round(truth + setup->start_error * rng_normal(&rng));
    Learner learner = {truth + middle_above(setup, spread), spread, setup->lapse, setup->guess};
    Adapt adapt;
    AdaptPlayed played[EARLY];
    Row row = {.reach = INFINITY, .error_at_40 = NAN};
    start = clamp(start, setup->least, setup->most);
    adapt_begin(&adapt, setup->rule, setup->least, setup->most, start, setup->target, setup->guess,
                NULL);
    int stay = 0, failures = 0, right_late = 0;
    for (int trial = 1; trial <= setup->trials; trial++) {
        int whole = adapt_level(&adapt);
        double level = setup->play_placement ? adapt.placement : whole;
        int right = respond(&rng, &learner, level, setup->responses);
        AdaptOutcome outcome = {.success = right == setup->responses};
        if (setup->responses > 1) {
            outcome = (AdaptOutcome){.answers = setup->responses, .right = right};
        }
        AdaptStep step = adapt_step(&adapt, level, &outcome);
        bool missed = 2 * right < setup->responses;
        failures = missed ? failures + 1 : 0;
        if (trial <= EARLY) {
            row.failure_run = fmax(row.failure_run, failures);
            played[trial - 1] = (AdaptPlayed){level, right, setup->responses};
        }
        row.outside += step.level < setup->least || step.level > setup->most ||
                       step.placement < setup->least || step.placement > setup->most;
        row.up_after_miss += missed && step.level > whole;
        double off = fabs(step.estimate - truth);
        stay = off <= WITHIN ? stay + 1 : 0;
        if (stay == STAY && row.reach == INFINITY) {
            row.reach = trial - STAY + 1;
        }
        if (trial == EARLY) {
            row.error_at_40 = off;
            row.error_ideal = fabs(ideal_estimate(setup, &learner, start, played) - truth);
        }
        right_late += trial > FROM && trial <= TO ? right : 0;
        learner.middle += setup->learning;
        truth += setup->learning;
    }
    row.success = (double)right_late / ((TO - FROM) * setup->responses);
    return row;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The smallest value that at least `share` of them do not exceed; NaN when it is INFINITY. */
static double quantile(double *values, int count, double share) {
    qsort(values, (size_t)count, sizeof *values, by_size);
    double value = values[(int)clamp(ceil(share * count) - 1, 0, count - 1)];
    return isinf(value) ? NAN : value;
}

static void summarize(const SimulateSetup *setup, const Row *rows, double *values,
                      SimulateResult *result) {
    int n = setup->learners;
    *result = (SimulateResult){0};
    for (int i = 0; i < n; i++) {
        result->reached_by_10 += rows[i].reach <= 10;
        result->reached_by_20 += rows[i].reach <= 20;
        result->reached_by_40 += rows[i].reach <= 40;
        result->error_mean_at_40 += rows[i].error_at_40;
        result->error_mean_ideal += rows[i].error_ideal;
        result->success += rows[i].success;
        result->near_target += fabs(rows[i].success - setup->target) <= .1 + 1e-9;
        result->failure_run_up_to_3 += rows[i].failure_run <= 3;
        result->outside += rows[i].outside;
        result->up_after_miss += rows[i].up_after_miss;
        values[i] = rows[i].reach;
    }
    double *const shares[] = {&result->reached_by_10,    &result->reached_by_20,
                              &result->reached_by_40,    &result->error_mean_at_40,
                              &result->error_mean_ideal, &result->success,
                              &result->near_target,      &result->failure_run_up_to_3};
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        *shares[i] /= n;
    }
    result->reach_median = quantile(values, n, .5);
    result->reach_p90 = quantile(values, n, .9);
    for (int i = 0; i < n; i++) {
        values[i] = rows[i].error_at_40;
    }
    result->error_at_40 = quantile(values, n, .5);
    for (int i = 0; i < n; i++) {
        values[i] = rows[i].failure_run;
    }
    result->failure_run_p90 = (int)quantile(values, n, .9);
}

static bool check(const SimulateSetup *setup, Fail *fail) {
    Adapt adapt;
    if (setup->learners < 1 || setup->learners > SIMULATE_LEARNERS_MAX) {
        return fail_set(fail, FAIL_INPUT, "%d learners: give 1 to %d", setup->learners,
                        SIMULATE_LEARNERS_MAX);
    }
    if (setup->trials < TO || setup->trials > SIMULATE_TRIALS_MAX) {
        return fail_set(fail, FAIL_INPUT, "%d trials: give %d to %d", setup->trials, TO,
                        SIMULATE_TRIALS_MAX);
    }
    if (setup->responses < 1 || setup->responses > ADAPT_ANSWERS_MAX) {
        return fail_set(fail, FAIL_INPUT, "%d responses per trial: give 1 to %d", setup->responses,
                        ADAPT_ANSWERS_MAX);
    }
    if (!(setup->lapse >= 0 && setup->guess >= 0 && setup->guess < setup->target &&
          1 - setup->lapse > setup->target)) {
        return fail_set(fail, FAIL_INPUT,
                        "lapse %g and chance %g leave no level with a success of %g", setup->lapse,
                        setup->guess, setup->target);
    }
    if (!(fabs(setup->learning) <= 1 && setup->start_error >= 0 && setup->start_error <= 100)) {
        return fail_set(fail, FAIL_INPUT,
                        "learning must be at most 1 level per trial, the start's error 0 to 100");
    }
    return adapt_begin(&adapt, setup->rule, setup->least, setup->most, setup->least, setup->target,
                       setup->guess, fail);
}

bool simulate_run(const SimulateSetup *setup, SimulateResult *result, Fail *fail) {
    if (!check(setup, fail)) {
        return false;
    }
    Row *rows = calloc((size_t)setup->learners, sizeof *rows);
    double *values = calloc((size_t)setup->learners, sizeof *values);
    bool ok = rows != NULL && values != NULL;
    if (ok) {
        for (int i = 0; i < setup->learners; i++) {
            rows[i] = play(setup, i);
        }
        summarize(setup, rows, values, result);
    } else {
        fail_set(fail, FAIL_MEMORY, "there is not enough memory for %d learners", setup->learners);
    }
    free(rows);
    free(values);
    return ok;
}

static bool trials_line(Buffer *out, const char *name, double trials) {
    return isnan(trials) ? buffer_format(out, "%-46s never\n", name)
                         : buffer_format(out, "%-46s %.0f\n", name, trials);
}

bool simulate_report(const SimulateSetup *setup, const SimulateResult *result, Buffer *out,
                     Fail *fail) {
    bool ok = buffer_format(
        out,
        "rule %s, %d learners, levels %g-%g, target %g, lapse %g, chance %g, learning %g,\n"
        "%d response%s per trial, %s played, seed %llu\n",
        adapt_rule_word(setup->rule), setup->learners, setup->least, setup->most, setup->target,
        setup->lapse, setup->guess, setup->learning, setup->responses,
        setup->responses == 1 ? "" : "s", setup->play_placement ? "placement" : "whole level",
        (unsigned long long)setup->seed);
    ok = ok && trials_line(out, "trials to reach, median", result->reach_median) &&
         trials_line(out, "trials to reach, 90 % of learners", result->reach_p90);
    const struct {
        const char *name;
        double value;
        int decimals;
    } lines[] = {
        {"reached by trial 10 (share)", result->reached_by_10, 3},
        {"reached by trial 20 (share)", result->reached_by_20, 3},
        {"reached by trial 40 (share)", result->reached_by_40, 3},
        {"error at trial 40, median (levels)", result->error_at_40, 3},
        {"error at trial 40, mean (levels)", result->error_mean_at_40, 3},
        {"the same of an ideal observer, mean (levels)", result->error_mean_ideal, 3},
        {"success in trials 21-60 (share)", result->success, 3},
        {"learners within 10 points of target (share)", result->near_target, 3},
        {"longest run of misses in 40, 90 % of learners", result->failure_run_p90, 0},
        {"learners with runs of at most 3 (share)", result->failure_run_up_to_3, 3},
        {"announcements outside the limits", (double)result->outside, 0},
        {"levels raised after a miss", (double)result->up_after_miss, 0},
    };
    for (size_t i = 0; ok && i < sizeof lines / sizeof lines[0]; i++) {
        ok = buffer_format(out, "%-46s %.*f\n", lines[i].name, lines[i].decimals, lines[i].value);
    }
    return ok || fail_set(fail, FAIL_MEMORY, "there is not enough memory for the report");
}
