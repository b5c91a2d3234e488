/* The child's ink as the measures want it: readings in order, by stroke, cleaned once.
 * Cleaning: readings with a place or time that is not finite, or further than PATH_REACH_MM, are
 * left out; exact duplicates (same time and place, same stroke) are dropped; the order is kept, and
 * a time that goes backwards is raised to the one before it. */
#ifndef OTTERPAW_MEASURE_TRACE_H
#define OTTERPAW_MEASURE_TRACE_H

#include "measure/path.h"

typedef struct {
    size_t count;
    Point *points;
    double *time_s; /* monotone; all 0 when `timed` is false */
    bool *begins;
    bool timed; /* every reading came with a time */
    Path path;  /* the same points as geometry */
} Trace;

/* time_s may be NULL or NaN (no times). False only when mem is full or count is over
 * PATH_POINTS_MAX. */
bool trace_make(Mem *mem, const Point *points, const double *time_s, const bool *begins,
                size_t count, Trace *trace);

/* The readings of one finger, or of every finger one after the other (finger < 0). */
bool trace_from_samples(Mem *mem, const Sample *samples, size_t count, int finger, Trace *trace);

#endif
