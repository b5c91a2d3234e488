/* Times of answers, shared by the families of answers.h. */
#ifndef OTTERPAW_MEASURE_ANSWERS_TIMES_H
#define OTTERPAW_MEASURE_ANSWERS_TIMES_H

#include "measure/answers.h"

/* Median latency of the first responses; NaN without. All: false only when mem is full. */
bool answers_median_latency(Mem *mem, const Answered *answers, size_t count, double *median_s);

/* Median time between one answer and the next; NaN below 2. */
bool answers_median_interval(Mem *mem, const Answered *answers, size_t count, double *median_s);

/* Median latency of right first responses with the mark less that of those without, each by the
 * reaction rules of series.h; NaN when there is none of either kind. */
bool answers_extra_latency(Mem *mem, const Answered *answers, size_t count, AnsweredMark mark,
                           double *extra_s);

#endif
