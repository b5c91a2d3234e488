/* Order of things: sequencing and memory span compare what was produced with what was expected.
 * Longest common subsequence: Wagner & Fischer, J ACM 21:168, 1974. Kendall tau over the pairs of
 * those expected things that were produced (their first occurrence each): Biometrika 30:81, 1938.
 * Span: two trials at each length, on to the next after at least one right: Corsi 1972; Kessels et
 * al., Appl Neuropsychol 7:252, 2000 (block span; total = span x right trials).
 *
 * sequencing score = 100 LCS / the longer of both, so 100 only for exactly the order.
 * span score = 100 x items recalled in place / items shown.
 *
 * Edge rules: nothing expected: nothing. Nothing produced: 0, first error at 1. Tau needs 2 things
 * in common. Only first responses count. Span without a right trial: below the minimum, the span is
 * the start less 1, the total 0. One trial has a span only when it was exactly right. */
#ifndef OTTERPAW_MEASURE_ORDER_H
#define OTTERPAW_MEASURE_ORDER_H

#include "measure/answers.h"

/* Things as numbers; equal things are equal numbers. */
typedef struct {
    int *expected, *produced;
    size_t expected_count, produced_count;
} Order;

/* Reads them as answers.h says. False only when mem is full. */
bool order_read(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                Order *order);

/* Longest common subsequence; -1 when mem (scratch) is full. Cost: product of both lengths. */
long order_common(Mem *mem, const Order *order);
double order_tau(const Order *order);
/* Place of the first difference, from 1; 0 when exactly in order. */
size_t order_first_error(const Order *order);

bool sequencing_measure(Mem *mem, const Answered *answers, size_t count,
                        const AnswerContext *context, Measures *measures);
bool span_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                  Measures *measures);

/* One trial of a span test: length, and whether all of it was right. */
typedef struct {
    int length;
    bool right;
} SpanTrial;

typedef struct {
    int span, right, total; /* span: longest length with a right trial; total = span x right */
    double partial;         /* start - 1 + right trials / trials at each length */
    bool below_minimum;
} SpanResult;

/* trials_each below 1 counts as 2. */
SpanResult span_result(const SpanTrial *trials, size_t count, int start, int trials_each);

#endif
