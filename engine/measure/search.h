/* Visual search and cancellation: what was found, what was passed over and where, and how orderly
 * the hand went. Best R: the larger of |r| of the order of finding with x and with y: Mark, Woods,
 * Ball, Roth & Mennemeier, Neurology 63:619, 2004; Dalmaijer et al., Behav Res Methods 47:1065,
 * 2015 (also intersections and distance between finds). Search slope: Treisman & Gelade, Cogn
 * Psychol 12:97, 1980.
 *
 * score = 100 x targets found x (1 - false touches / all touches). A target touched again is a
 * revisit, neither a find nor false.
 *
 * Edge rules: no targets known and nothing found: no score. No touch: 0. Best R needs 3 finds with
 * known, different places. Crossings: of lines between finds that follow each other; lines that
 * only touch do not cross. Omissions by half need the places of the targets and the middle of the
 * field; a target just on the middle belongs to neither half. The slope is a matter of several
 * trials: search_slope; one trial has none. */
#ifndef OTTERPAW_MEASURE_SEARCH_H
#define OTTERPAW_MEASURE_SEARCH_H

#include "measure/answers.h"

double search_best_r(Mem *mem, const Point *finds, size_t count); /* NaN too when mem is full */
size_t search_crossings(const Point *finds, size_t count);        /* quadratic */
/* ms for each item more, from trials of different set sizes. NaN below 2 sizes. */
double search_slope_ms(const double *set_sizes, const double *times_s, size_t count);

/* Answers: see answers.h. Every search measure and the score. False only when mem is full. */
bool search_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                    Measures *measures);

#endif
