/* The level certificate: every named child plays every level of a game, headless, and the figures
 * say whether the levels do what levels must. A pure function of the game and a seed.
 *
 * It fails when random touching earns CERTIFY_RANDOM_MOST or more on any level (what a choice among
 * k earns by chance alone is no credit); when the careful child succeeds in CERTIFY_CAREFUL_LEAST
 * or less of the trials on the easiest; when a child succeeds more on a harder level than noise
 * explains; when a trial breaks. A game without scores (manifest no_score) only must not break.
 *
 * So that chance does not decide, the two strict figures rest on more trials than the others where
 * that is needed: CERTIFY_FAIR_LEAST at least, and random touching goes on, up to
 * CERTIFY_RANDOM_TRIALS_MAX, until its mean is CERTIFY_SURE standard errors from the bound. */
#ifndef OTTERPAW_PLAY_CERTIFY_H
#define OTTERPAW_PLAY_CERTIFY_H

#include "play/session.h"

enum {
    CERTIFY_CHILDREN_MAX = 24,
    CERTIFY_REASONS_MAX = 40,
    CERTIFY_TRIALS = 20,
    CERTIFY_FAIR_LEAST = 20,
    CERTIFY_RANDOM_TRIALS_MAX = 400,
    CERTIFY_RANDOM_MOST = 10 /* of 100 */
};
#define CERTIFY_SURE          2.5
#define CERTIFY_CAREFUL_LEAST 0.9

typedef struct {
    int trials;          /* of each child on each level, 1 .. RUN_TRIALS_MAX */
    uint64_t seed;       /* of the games; the children's follow from it */
    double idle_limit_s; /* see session_play_run */
} CertifySetup;

CertifySetup certify_setup(void);

typedef struct {
    int trials, successes, broken;
    double success; /* share */
    /* Mean of 0 .. 100; above chance where the record carries accuracy_chance_percent, so it may be
     * below 0. A trial without one counts 0. */
    double score;
    double score_error; /* standard error of that mean */
    double median_s;
} CertifyCell;

typedef struct {
    int levels, children;
    int trials; /* of each child on each level, at least */
    const PretendTraits *child[CERTIFY_CHILDREN_MAX];
    CertifyCell cells[CERTIFY_CHILDREN_MAX][LEVELS_MAX];
    /* How much more often a child whose ability lies between the two succeeds on level i + 1 than
     * on i + 2; NaN for the last. */
    double separation[LEVELS_MAX];
    char reasons[CERTIFY_REASONS_MAX][200]; /* why it fails, a sentence each */
    int reason_count, reasons_more;         /* more: found, but there was no room */
    bool passes;
} Certificate;

/* False: it could not be found out (the game cannot be prepared or simulated, or no memory). */
bool certify_game(const Game *game, const CertifySetup *setup, Certificate *certificate,
                  Fail *fail);
/* A table for people: success share by child and level, then what random touching earns, times,
 * separation, the verdict and its reasons. False: out is full. */
bool certify_report(const Certificate *certificate, const Manifest *manifest, Buffer *out);

#endif
