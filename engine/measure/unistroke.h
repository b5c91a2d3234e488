/* One-stroke recognizers: $1 (Wobbrock, Wilson & Li, UIST 2007: 64 points, square of 250, golden
 * section over +-45 degrees to 2 degrees) and Protractor (Li, CHI 2010, as in the 2018 release of
 * $1). Both turn the stroke to its indicative angle, so they do not tell a shape from a turned one.
 *
 * Edge rules: fewer than 2 points, no length, or a box without width or height: no stroke, never a
 * match. Strokes after the first are drawn on to it, as the published programs do. */
#ifndef OTTERPAW_MEASURE_UNISTROKE_H
#define OTTERPAW_MEASURE_UNISTROKE_H

#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>

enum { UNISTROKE_POINTS = 64 };

typedef struct {
    Point points[UNISTROKE_POINTS]; /* resampled, turned, scaled, centred */
    Point unit[UNISTROKE_POINTS];   /* the same divided by their norm: Protractor's vector */
} Unistroke;

bool unistroke_make(const Point *points, size_t count, Unistroke *stroke);

/* 1 for the same shape, less the more they differ. */
double unistroke_score_dollar(const Unistroke *a, const Unistroke *template_stroke);
double unistroke_score_protractor(const Unistroke *a, const Unistroke *template_stroke);

#endif
