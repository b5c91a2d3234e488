/* How like a model shape a copy is, whatever its place, size, small turn, stroke order, stroke
 * direction and speed: the distance of resemblance.h between FORM_POINTS points equally spaced
 * through all strokes, centred, with a root-mean-square radius of 1, in the best stroke order and
 * directions. A copy is compared with several allographs (at least three are wanted: they are worth
 * more than any single distance) and the nearest counts. score = 100 exp(-(distance / a)^b):
 * calibrated on simulated writers so that the median of a held-out copy of the own shape is 85 and
 * the 95th percentile of other shapes is 40.
 *
 * Edge rules: ink without length: no form, never a match. Up to FORM_STROKES_ORDERED strokes every
 * order and direction is tried; more are put in order by where they lie on the model. One shape
 * with more than FORM_STROKES_MAX strokes is taken as drawn in one. */
#ifndef OTTERPAW_MEASURE_FORM_H
#define OTTERPAW_MEASURE_FORM_H

#include "measure/resemblance.h"
#include "measure/score.h"
#include "measure/trace.h"

enum {
    FORM_POINTS = RESEMBLANCE_POINTS,
    FORM_STROKES_MAX = 16,
    FORM_STROKES_ORDERED = 4,
};

typedef struct {
    Point points[FORM_POINTS];
    int starts[FORM_STROKES_MAX + 1]; /* first point of each stroke, then FORM_POINTS */
    int strokes;
    bool closed;    /* one stroke that ends near its start */
    double gap;     /* from the last point to the first, as a share of the larger side */
    PathBox box;    /* of the ink as drawn, mm */
    Point first;    /* where it began, as drawn */
    double size_mm; /* larger side of the box */
    int shape;      /* of a model: 0 the shape asked for, else another that it may be taken for */
} Form;

/* False: this ink has no form. */
bool form_make(const Path *ink, Form *form);

typedef struct {
    double distance;                 /* NaN without forms */
    double turn_rad;                 /* of the copy, towards the model */
    int order[FORM_STROKES_MAX];     /* which stroke of the copy comes at each place of the model's
                                        order */
    bool reversed[FORM_STROKES_MAX]; /* by place in that order */
    int strokes;
} FormMatch;

FormMatch form_match(const Form *copy, const Form *model);
double form_score(double distance); /* 0 .. 100; NaN for NaN */
enum { FORM_SUCCESS_LEAST = 50 };   /* a copy of that score or more is a success */

/* Score, distance, strokes, order, direction, closure, size, tilt, mirroring and height over the
 * writing line (where the model stands) against the nearest allograph of shape 0 among `count`
 * models; which shape is nearest of all, and the margin (other - own) / (other + own) of the
 * distances to the nearest of either, where there are others. The kinematic measures are
 * tracing_measure_movement's. */
void form_measure(const Form *copy, const Form *models, size_t count, Measures *measures);

#endif
