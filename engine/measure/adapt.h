/* Adaptive difficulty: from the outcomes so far to the level of the next trial, within the
 * therapist's bounds, with a reason in words. A pure step function over a plain value, so that it
 * lies in a setup, is stored as text and replays bit for bit.
 *
 * Placement by weighted up-down (Kaernbach 1991): a success goes up by a step of half a level,
 * later less; a failure goes down by step x target / (1 - target), at most a level and a half;
 * until the first failure each success goes up a whole level. 1-up-3-down (Levitt 1971) is an equal
 * alternative for a target of .8. Where trials carry several responses: four proportional steps,
 * then the level at which the posterior expects the target. What the estimate is mixed from and
 * why: adapt.c.
 *
 * The level to play is whole; the placement is continuous. The figures hold for either
 * (simulate.h). Always: never outside [least, most]; never up after a helped or invalid trial or a
 * miss; two failures in a row bring the next trial at least half a level below the one just missed;
 * "fixed" never moves.
 *
 * Stored are the prior and the counted trials, oldest first; the posterior is rebuilt from them by
 * the same steps and so to the same bits. */
#ifndef OTTERPAW_MEASURE_ADAPT_H
#define OTTERPAW_MEASURE_ADAPT_H

#include "base/fail.h"
#include "base/value.h"
#include "measure/posterior.h"

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
/* The words, NULL-ended: for "did you mean". */
const char *const *adapt_rule_words(void);

enum {
    ADAPT_HISTORY =
        120, /* counted trials that are remembered; the oldest third is then forgotten */
    ADAPT_LEVEL_MAX = 1000,
    ADAPT_ANSWERS_MAX = 256, /* responses of one trial that count */
    ADAPT_REASON_MAX = 160
};

/* One counted trial: `right` of `count` responses at `level`. */
typedef struct {
    double level;
    int right, count;
} AdaptPlayed;

/* Open so that it can be copied and stored; changed only by the functions below. */
typedef struct {
    AdaptRule rule;
    double least, most; /* levels the therapist allows; whole numbers, least <= most */
    double target;      /* share of successes wished for, 0.70 .. 0.90 */
    double guess;       /* success by chance, 0 .. 0.9: fixed by the activity */
    double start;       /* level the therapist began at */
    double placement;   /* continuous level of the next trial, least .. most */
    double carry;       /* graded: placement the whole levels played so far still owe, -.5 .. .5 */
    double step;        /* up, now, in levels */
    int trials;         /* that counted, this session */
    int failures;       /* in a row */
    int successes;      /* in a row, since the level last went up */
    int errors;         /* failures so far */
    bool last_right;
    bool several; /* a trial carried several responses: "default" is "graded" from then on */
    double prior_mean, prior_sd, prior_shapes[POSTERIOR_SHAPES];
    AdaptPlayed history[ADAPT_HISTORY]; /* oldest first */
    int history_count;
    Posterior known;              /* follows from the prior and the history */
    double estimate, estimate_sd; /* of the level at which the target is met; follows likewise */
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
/* The trial was played at `level` (as adapt_level gave it, or as an adult set it). Allocates
 * nothing. */
AdaptStep adapt_step(Adapt *adapt, double level, const AdaptOutcome *outcome);
int adapt_level(const Adapt *adapt); /* whole level of the next trial now; a half rounds down */
/* An adult set the level: placement goes there, within the bounds; what is known stays. */
void adapt_set_level(Adapt *adapt, double level);
/* A session later: the estimate widens by half a level and the placement starts from it. */
void adapt_next_session(Adapt *adapt);

/* What follows from prior and history, made anew. For readers that filled those in. */
void adapt_rebuild(Adapt *adapt);

/* A record of some hundred bytes and a few more per counted trial. */
bool adapt_value(Mem *mem, const Adapt *adapt, Value *value);
/* False with the field that is missing or out of range. */
bool adapt_read(const Value *value, Adapt *adapt, Fail *fail);

/* One outcome line ("1", "0", "k/n", "helped 1", "helped 0", "invalid"), as a trial at
 * adapt_level(adapt), is stepped and answered with one JSON line: level, placement, estimate, sd,
 * reason. False with a sentence when the line is none of these: then nothing moved. */
bool adapt_line(Adapt *adapt, const char *line, Buffer *out, Fail *fail);

#endif
