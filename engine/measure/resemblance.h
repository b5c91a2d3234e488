/* How far one run of points is from another that it is meant to copy, when both are evenly spaced,
 * centred, of the same size and in the same order (form.h makes them so).
 *
 * First the copy is eased towards the model: a small linear map (turn, slant, width against height)
 * fitted by ridge regression to the points that warping pairs up, with no entry further than
 * RESEMBLANCE_EASE from doing nothing. So a hand's own slant counts little, but v stays no caret
 * and [ no ]. Then the geometric mean of four distances: cloud      mean weighted distance of the
 * greedy match of $P (Vatavu, Anthony & Wobbrock 2012), warped     mean distance after time warping
 * (Sakoe & Chiba 1978), apart      the 95th percentile, in both directions, of the distance to the
 * nearest point (a Hausdorff distance that one slip does not decide: Dubuisson & Jain, ICPR 1994),
 *   direction  mean difference of the line's direction where warping pairs points up.
 *
 * Edge rules: the same points have distance 0. Points that are not finite: NaN. Cost is fixed. */
#ifndef OTTERPAW_MEASURE_RESEMBLANCE_H
#define OTTERPAW_MEASURE_RESEMBLANCE_H

#include "measure/sample.h"

enum { RESEMBLANCE_POINTS = 64 };
#define RESEMBLANCE_EASE 0.3

typedef struct {
    double distance;
    double turn_rad; /* of the copy, by the easing */
} Resemblance;

/* RESEMBLANCE_POINTS each. */
Resemblance resemblance_of(const Point *copy, const Point *model);

#endif
