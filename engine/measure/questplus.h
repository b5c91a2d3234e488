/* QUEST+ (Watson 2017, J. Vision 17(3):10): Bayes' rule on a grid over every parameter of a
 * psychometric function; the next stimulus is the one after whose answer the least entropy is
 * expected. For children use its likelihood, not its placement: it makes them fail half the
 * trials. */
#ifndef OTTERPAW_MEASURE_QUESTPLUS_H
#define OTTERPAW_MEASURE_QUESTPLUS_H

#include "base/fail.h"
#include "base/mem.h"

#include <stdbool.h>

typedef enum {
    QUESTPLUS_NORMAL,           /* g + (1 - g - l) Phi((x - m) / s) */
    QUESTPLUS_NORMAL_SYMMETRIC, /* the same with g = l */
    QUESTPLUS_WEIBULL,          /* 1 - l - (1 - g - l) exp(-(x / m)^s) */
    QUESTPLUS_WEIBULL_LOG10,    /* 1 - l - (1 - g - l) exp(-10^(s (x - m))) */
    QUESTPLUS_WEIBULL_DB,       /* 1 - l - (1 - g - l) exp(-10^(s (x - m) / 20)) */
} QuestPlusFunction;

/* The parameters, in this order: m threshold or mean, s slope or SD, g chance, l lapses. */
enum { QUESTPLUS_PARAMETERS = 4, QUESTPLUS_CELLS_MAX = 4000000 };

typedef struct {
    const double *values; /* borrowed */
    const double *prior;  /* a weight per value, borrowed; NULL: equal */
    int count;            /* at least 1 */
} QuestPlusDomain;

typedef struct {
    QuestPlusFunction function;
    QuestPlusDomain stimuli, parameters[QUESTPLUS_PARAMETERS];
    int order[QUESTPLUS_PARAMETERS]; /* of the grid, outermost first: decides ties of the mode */
    int cells;
    double *success;   /* [stimulus][cell] */
    double *posterior; /* [cell], sums to 1 */
} QuestPlus;

/* Fills success and posterior from function, domains and order. Arrays come from mem. */
bool questplus_begin(Mem *mem, QuestPlus *quest, Fail *fail);
/* Index of the stimulus to show; of equals (within 1e-10) the first. */
int questplus_next(const QuestPlus *quest, double *entropy);
void questplus_answer(QuestPlus *quest, int stimulus, bool yes);
void questplus_mean(const QuestPlus *quest, double mean[QUESTPLUS_PARAMETERS]);
/* The likeliest cell; of equals the first. */
void questplus_mode(const QuestPlus *quest, double mode[QUESTPLUS_PARAMETERS]);
/* One weight per value of that parameter. */
void questplus_marginal(const QuestPlus *quest, int parameter, double *weights);

#endif
