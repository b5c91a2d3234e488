/* Taking turns: whether each own turn was taken within its window, and touches when it was the
 * other's. One touch of the player within [from, to] takes a turn; further touches in it are play.
 *
 * score = 100 x turns taken in own window / own turns.
 *
 * Edge rules: no windows known: the answers themselves say it (answers.h), and of `count` turns
 * offered; the first response to each turn decides, so that what was touched too soon is not mended
 * by touching on. No turns: nothing. Touches of the other player never count against this one.
 * Windows should not overlap; a touch takes the first that holds it. The longest wait is known from
 * windows only, unless the game tells it. */
#ifndef OTTERPAW_MEASURE_TURNS_H
#define OTTERPAW_MEASURE_TURNS_H

#include "measure/answers.h"

/* Answers: see answers.h. Every turn measure and the score. False only when mem is full. */
bool turns_measure(Mem *mem, const Answered *touches, size_t count, const AnswerContext *context,
                   Measures *measures);

#endif
