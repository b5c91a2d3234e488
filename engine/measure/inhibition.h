/* Touching when it is asked for and waiting when it is not: go/no-go and other yes-no tasks.
 * Signal detection: d' = z(H) - z(F), c = -(z(H) + z(F)) / 2, beta = exp((z(F)^2 - z(H)^2) / 2)
 * with the log-linear rule always: H = (hits + .5) / (signals + 1), F = (false alarms + .5) /
 * (noise + 1): Hautus, Behav Res Methods 27:46, 1995; Stanislaw & Todorov, ibid. 31:137, 1999.
 *
 * score = 100 x balanced accuracy, the mean of the hit rate and the rate of right waiting. Never
 * from reaction time. Reaction times: of hits, without anticipations (under 150 ms) and outliers
 * (series.h); their unevenness needs 5.
 *
 * Edge rules: no stimulus of one kind: no d', c and balanced accuracy; the score is then the rate
 * of the other kind. No stimulus at all: nothing. A negative count: nothing. */
#ifndef OTTERPAW_MEASURE_INHIBITION_H
#define OTTERPAW_MEASURE_INHIBITION_H

#include "measure/answers.h"

typedef struct {
    double d_prime, bias_c, beta;
} Detection;

/* The formulas themselves. Defined for empty kinds too (a rate of one half). */
Detection inhibition_detect(double hits, double misses, double false_alarms,
                            double correct_rejections);

/* Answers: see answers.h. Every inhibition measure and the score. False only when mem is full. */
bool inhibition_measure(Mem *mem, const Answered *answers, size_t count,
                        const AnswerContext *context, Measures *measures);

#endif
