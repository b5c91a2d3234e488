/* Adaptive difficulty: from the outcomes so far to the level of the next trial, within the
 * therapist's bounds, with a reason in words. A pure step function over a plain value, so that it
 * lies in a setup, is stored as text and replays bit for bit.
 *
 * Placement and estimate: weighted up-down (Kaernbach 1991) with a mixed estimate (posterior mean
 * of the target level on a grid, and the mean of the last levels), 1-up-3-down (Levitt 1971) as an
 * equal alternative, and proportional steps then a binomial posterior for trials that carry several
 * responses. Always: never outside [least, most]; never up after a helped or invalid trial; two
 * failures in a row bring at least half a level down; "fixed" never moves. */
#ifndef OTTERPAW_MEASURE_ADAPT_H
#define OTTERPAW_MEASURE_ADAPT_H

#include "base/fail.h"
#include "base/value.h"

#include <stdbool.h>

/* X(ID, "word"): the words are stored and typed. */
#define ADAPT_RULES(X)                                                                             \
    X(DEFAULT, "default") /* weighted; graded as soon as a trial carries several responses */      \
    X(WEIGHTED, "weighted")                                                                        \
    X(ONE_UP_THREE_DOWN, "one_up_three_down")                                                      \
    X(ONE_UP_TWO_DOWN, "one_up_two_down")                                                          \
    X(ELO, "elo")                                                                                  \
    X(GRADED, "graded")                                                                            \
    X(FIXED, "fixed")

typedef enum {
#define X(ID, word) ADAPT_##ID,
    ADAPT_RULES(X)
#undef X
        ADAPT_RULE_COUNT
} AdaptRule;

const char *adapt_rule_word(AdaptRule rule);
int adapt_rule_by_word(const char *word); /* -1: none */

enum { ADAPT_RECENT = 12, ADAPT_THRESHOLDS = 48, ADAPT_SHAPES = 9, ADAPT_REASON_MAX = 160 };

/* Open so that it can be copied and stored; changed only by the functions below. */
typedef struct {
    AdaptRule rule;
    double least, most;    /* levels the therapist allows; whole numbers, least <= most */
    double target;         /* share of successes wished for, 0.70 .. 0.90 */
    double guess;          /* success by chance, 0 .. 0.9: fixed by the activity */
    double start;          /* level the therapist began at */
    double placement;      /* continuous level of the next trial, least .. most */
    double step;           /* now, in levels */
    int trials, failures;  /* that counted; failures in a row */
    int successes, errors; /* in a row (staircases); wrong answers so far */
    bool last_right, warned;
    double recent[ADAPT_RECENT]; /* levels of the last counted trials, newest last */
    int recent_count;
    /* Log posterior over thresholds x (slope, lapse) shapes. */
    double grid[ADAPT_THRESHOLDS][ADAPT_SHAPES];
    double estimate, estimate_sd; /* of the level at which the target is met */
} Adapt;

/* What one trial showed. answers 0: one pass/fail response, `success`. */
typedef struct {
    int answers, right;
    bool success;
    bool helped;  /* engine help or an adult's assistance: never up */
    bool invalid; /* or broken, interrupted, practice, probe: never moves */
} AdaptOutcome;

typedef struct {
    int level;        /* whole level of the next trial */
    double placement; /* continuous */
    double estimate, estimate_sd;
    char reason[ADAPT_REASON_MAX]; /* one sentence, plain words */
} AdaptStep;

/* False with a sentence when bounds, target or guess are out of range. */
bool adapt_begin(Adapt *adapt, AdaptRule rule, double least, double most, double start,
                 double target, double guess, Fail *fail);
/* The trial was played at `level` (as adapt_level gave it, or as an adult set it). */
AdaptStep adapt_step(Adapt *adapt, double level, const AdaptOutcome *outcome);
int adapt_level(const Adapt *adapt); /* whole level of the next trial now */
/* An adult set the level: placement goes there; what is known stays. */
void adapt_set_level(Adapt *adapt, double level);
/* A session later: the estimate widens by half a level and the placement starts from it. */
void adapt_next_session(Adapt *adapt);

bool adapt_value(Mem *mem, const Adapt *adapt, Value *value);
bool adapt_read(const Value *value, Adapt *adapt, Fail *fail);

#endif
