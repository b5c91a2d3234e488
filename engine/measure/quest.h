/* QUEST (Watson & Pelli 1983, Percept. Psychophys. 33:113): a threshold on a log10 scale by Bayes'
 * rule on a grid, with the Weibull function
 *   p(x) = delta gamma + (1 - delta) (1 - (1 - gamma) exp(-10^(beta (x - T + x_threshold)))). */
#ifndef OTTERPAW_MEASURE_QUEST_H
#define OTTERPAW_MEASURE_QUEST_H

#include "base/fail.h"
#include "base/mem.h"

#include <stdbool.h>

typedef struct {
    double guess, guess_sd;    /* prior of the threshold, log10 units */
    double share;              /* of right answers at the threshold */
    double beta, delta, gamma; /* steepness, blind presses, success by chance */
    double grain, range;       /* grid: guess - range/2 .. guess + range/2 in steps of grain */
} QuestSetup;

typedef struct {
    QuestSetup setup;
    int half;        /* the grid has 2 half + 1 points */
    double *pdf;     /* posterior, not normalized */
    double *success; /* at x - T = -2 half .. 2 half grains */
    double order;    /* of the quantile that tells most */
} Quest;

enum { QUEST_POINTS_MAX = 100000 };

/* Arrays come from mem. False with a sentence: no memory, or the function never reaches `share`. */
bool quest_begin(Mem *mem, const QuestSetup *setup, Quest *quest, Fail *fail);
/* An intensity off the grid counts as the nearest on it. */
void quest_answer(Quest *quest, double intensity, bool right);
double quest_mean(const Quest *quest);
double quest_sd(const Quest *quest);
double quest_mode(const Quest *quest); /* of equals the highest */
/* The intensity the method asks for next: quantile at quest->order, between grid points. */
double quest_quantile(const Quest *quest, double order);

#endif
