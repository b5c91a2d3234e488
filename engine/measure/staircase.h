/* Staircases as reference programs keep them: transformed up-down (Levitt 1971, J. Acoust. Soc. Am.
 * 49:467) and weighted up-down (Kaernbach 1991, Percept. Psychophys. 49:227). Here a level is
 * STRENGTH, as in that literature: higher is easier, and right answers lower it. adapt.h, where a
 * level is difficulty, mirrors the sign. */
#ifndef OTTERPAW_MEASURE_STAIRCASE_H
#define OTTERPAW_MEASURE_STAIRCASE_H

#include <stdbool.h>

typedef struct {
    double start;
    double least, most;  /* -INFINITY, INFINITY: no limit */
    int up, down;        /* wrong answers in a row that raise the level, right ones that lower it */
    const double *steps; /* borrowed; one step further at each reversal, the last is kept */
    int step_count;      /* at least 1 */
    bool initial_rule;   /* until the first reversal one answer moves the level */
    int trials_least, reversals_least; /* finished when both are met */
} StaircaseRule;

typedef struct {
    StaircaseRule rule;
    double level; /* of the next trial */
    double step;
    int run;       /* right answers in a row since the last move; wrong ones count below 0 */
    int direction; /* -1 down, 1 up, 0 not yet moved */
    int trials, reversals;
    bool last_right, finished;
} Staircase;

Staircase staircase_begin(const StaircaseRule *rule);
/* One answer at staircase->level; true when that level was a reversal. Not once finished. */
bool staircase_answer(Staircase *staircase, bool right);

/* Up S_up after a wrong answer, down S_down after a right one, with S_up (1 - p) = S_down p, so
 * that it settles where the share p is right. (Equation 1 of the paper has p and 1 - p
 * interchanged; its example and this are right.) */
typedef struct {
    double level;
    double step_down, step_down_least; /* halved at each wrong-to-right reversal, to no less */
    double target;                     /* p, between 0 and 1 */
    int trials, reversals;
    bool last_right;
} WeightedStaircase;

WeightedStaircase weighted_begin(double start, double step_down, double step_down_least,
                                 double target);
void weighted_answer(WeightedStaircase *staircase, bool right);

#endif
