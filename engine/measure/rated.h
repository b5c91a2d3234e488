/* What an adult scores: whole-body movements and daily tasks, as an ordinal rating with the
 * assistance that was given, or step by step (task analysis: Cooper, Heron & Heward, Applied
 * Behavior Analysis). The engine adds nothing of its own; difficulty never follows one rating.
 *
 * score = 100 x rating / highest rating; without a rating, the share of steps done without help.
 *
 * Edge rules: a rating outside 0 .. highest, or a highest not above 0: no score. No steps: nothing
 * of steps. A step that was not done counts as the first that needed help. */
#ifndef OTTERPAW_MEASURE_RATED_H
#define OTTERPAW_MEASURE_RATED_H

#include "measure/answers.h"

/* Answers: see answers.h. Every rated measure and the score. */
void rated_measure(const Answered *steps, size_t count, const AnswerContext *context,
                   Measures *measures);

#endif
