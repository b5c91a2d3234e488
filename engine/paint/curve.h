/* The smooth line through the points of an ink, for display only: what is measured are the points.
 * Each span between two points is a cubic whose handles depend on one point more at either side
 * and stay inside the span's own box; so a new point changes the last span only, and the line
 * never leaves the boxes that play/ink keeps. Internal to paint. */
#ifndef OTTERPAW_PAINT_CURVE_H
#define OTTERPAW_PAINT_CURVE_H

#include "play/ink.h"

typedef struct {
    Point from, first_handle, second_handle, to;
} Curve;

/* The span that ends at points[index], of a line that ends before `count`. index must not start a
 * stroke. Catmull-Rom handles (Catmull and Rom 1974), held inside the span's box. */
Curve curve_at(const InkPoint *points, size_t count, size_t index);

#endif
