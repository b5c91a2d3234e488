/* Tapping with a beat, and alone. Asynchrony = tap - beat, minus is early: Repp, Psychon Bull Rev
 * 12:969, 2005; Repp & Su, ibid. 20:403, 2013. Its SD over beats, its drift as the slope over the
 * number of the beat; the child's own tempo as median and CV of the time between taps.
 *
 * A tap belongs to the nearest beat when it lies within the tolerance of it (or else within half
 * the way to the next beat); of several taps at one beat the nearest counts and the others are
 * extra. score = 100 x beats met / (beats + extra taps), so that drumming without end earns little.
 *
 * Edge rules: no beats: only the child's own tempo, and the share of right answers as score. SD
 * needs 3 beats met, drift 5, the CV 3 taps. A pause over three times the median gap is no interval
 * of a rhythm and is left out. The sound's latency must be calibrated before: it is not known
 * here. */
#ifndef OTTERPAW_MEASURE_RHYTHM_H
#define OTTERPAW_MEASURE_RHYTHM_H

#include "measure/answers.h"

/* Answers: see answers.h. Every rhythm measure and the score. False only when mem is full. */
bool rhythm_measure(Mem *mem, const Answered *taps, size_t count, const AnswerContext *context,
                    Measures *measures);

#endif
