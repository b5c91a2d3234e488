/* Two contacts at once: pinching and two-handed play, from the readings of two fingers. The fingers
 * are the two that touch first; later ones are ignored. A state holds from one reading to the next,
 * so the device's rate does not matter.
 *
 * score = share of the time in which both touch and are where they should be (the therapist's
 * tolerance). Lag: between the two first touches. Asymmetry: |difference| / sum of the two lengths
 * drawn. Separation error: |distance of the fingers - wanted| when they were last both down. Lost:
 * a finger lifts while both touch, before both end within BIMANUAL_TOGETHER_S of each other.
 * Single: a touch that begins and ends without the other one ever joining.
 *
 * Edge rules: no readings, or no time: nothing but counts. One finger only: the share is 0, lag,
 * asymmetry and separation are not measurable. */
#ifndef OTTERPAW_MEASURE_BIMANUAL_H
#define OTTERPAW_MEASURE_BIMANUAL_H

#include "measure/sample.h"
#include "measure/score.h"

#include <stdbool.h>
#include <stddef.h>

#define BIMANUAL_TOGETHER_S 0.15

/* What is asked; NaN is not asked. Nothing asked: both touching is enough. */
typedef struct {
    double separation_mm, tolerance_mm;
    double from_s, to_s; /* the time that counts, in the readings' own time; NaN: first to last */
} BimanualAim;

/* Every bimanual measure and the score. */
void bimanual_measure(const Sample *samples, size_t count, const BimanualAim *aim,
                      Measures *measures);

#endif
