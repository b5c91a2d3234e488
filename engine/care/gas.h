/* Goal attainment scaling with levels a machine can check: each of -1 .. +2 is a predicate on a
 * measure, written before teaching begins. The program proposes the level attained and says why; a
 * person signs. The T-score over several goals is measure/trend's. */
#ifndef OTTERPAW_CARE_GAS_H
#define OTTERPAW_CARE_GAS_H

#include "base/fail.h"
#include "base/mem.h"
#include "base/value.h"
#include "measure/score.h"

#include <stdbool.h>
#include <stddef.h>

enum { GAS_LEAST = -2, GAS_MOST = 2, GAS_LEVELS = 5, GAS_TEXT_MAX = 400, GAS_TERM_MAX = 100 };

/* What one attainment level asks for. */
typedef struct {
    double value;    /* the median is at least this (at most, when less is better) */
    int level;       /* over trials at this game level or above; 0: any */
    int contexts;    /* that come from so many different contexts; 1: any */
    bool helped_too; /* trials with help are among them */
} GasStep;

/* steps[0] is -2, which asks for nothing and always holds; its terms are not looked at. */
typedef struct {
    MeasureId measure; /* MEASURE_NONE: percent of trials on own */
    int trials;        /* least number that a level may be judged by, at least 1 */
    GasStep steps[GAS_LEVELS];
    int baseline;  /* attainment before teaching: usually -2, -1 where a loss is to show */
    double weight; /* of the goal among the child's goals, above 0 */
} GasScale;

/* A counted trial of the goal. Texts are borrowed; "" is an unknown context, which is not new. */
typedef struct {
    const Measures *measures;
    int level;
    bool on_own;
    const char *context;
} GasTrial;

typedef struct {
    bool known;   /* enough trials to propose anything */
    int attained; /* -2 .. +2; the baseline when not known */
    double value; /* median that decided it, or the nearest missed one at -2; NaN: none */
    char why[GAS_TEXT_MAX];
} GasProposal;

GasScale gas_scale(MeasureId measure); /* everything usual, values 0 */
bool gas_check(const GasScale *scale, Fail *fail);
/* The highest level whose predicate holds. */
GasProposal gas_propose(const GasScale *scale, const GasTrial *trials, size_t count);
/* Faults of a scale that is well-formed: levels that overlap, go the wrong way, or change two
 * things at once; a measure that has no better direction. One sentence a line; *found counts
 * them. False: no memory. */
bool gas_lint(const GasScale *scale, Buffer *out, int *found);
/* "+1: median inside the line at least 90 %, on own, level 4 or above, in 2 contexts". */
void gas_step_text(const GasScale *scale, int attained, char text[GAS_TEXT_MAX]);

bool gas_value(Mem *mem, const GasScale *scale, Value *value);
bool gas_read(const Value *value, GasScale *scale, Fail *fail);

#endif
