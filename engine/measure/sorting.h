/* Sorting into bins: how often the first placement was right, and what chance alone would give.
 * Correction for chance: (p - 1/k) / (1 - 1/k), Abbott 1925; it may be below 0. Perseveration and
 * switch cost as in card sorting with a change of rule (Zelazo, Nat Protoc 1:297, 2006).
 *
 * Edge rules: no answer: nothing. Fewer than 2 bins: no correction. Items asked for but never
 * placed count as wrong. Perseverations and switch cost need items marked ANSWERED_SWITCHED; the
 * cost is median time after a change less the median of the other first placements that were right,
 * anticipations and outliers left out. */
#ifndef OTTERPAW_MEASURE_SORTING_H
#define OTTERPAW_MEASURE_SORTING_H

#include "measure/answers.h"

double sorting_above_chance(double share, int choices); /* NaN below 2 choices */

/* Answers: see answers.h. Every sorting measure and the score. False only when mem is full. */
bool sorting_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                     Measures *measures);

#endif
