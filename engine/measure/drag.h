/* Drag and drop: something is carried to its place with a finger that stays down.
 * Way measures after the movement literature on pointing with a held button (ISO 9241-411, drag
 * task; path index as in Mackenzie, Kauppinen & Silfverberg, CHI 2001).
 *
 * score = 100 (dropped in the right place without a release outside) x E, E = 0.8 .. 1 growing with
 * the straightness of the way. Way: all strokes of at least 2 mm, each against the straight line
 * from its start to its end; the kinematic measures are tracing_measure_movement's.
 *
 * Edge rules: no releases: no score. No line: the way is not measurable and E is 1. Places that are
 * unknown: no end error. */
#ifndef OTTERPAW_MEASURE_DRAG_H
#define OTTERPAW_MEASURE_DRAG_H

#include "measure/answers.h"

/* Answers: see answers.h. Every drag measure and the score. False only when mem is full. */
bool drag_measure(Mem *mem, const Answered *drops, size_t count, const AnswerContext *context,
                  Measures *measures);

#endif
