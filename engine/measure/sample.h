/* One finger reading: the type that every floor above shares. */
#ifndef OTTERPAW_MEASURE_SAMPLE_H
#define OTTERPAW_MEASURE_SAMPLE_H

#include <math.h>
#include <stdint.h>

typedef enum { SAMPLE_DOWN, SAMPLE_MOVE, SAMPLE_UP } SamplePhase;

typedef struct {
    int64_t time_us;   /* since the run began */
    double x_mm, y_mm; /* from the play area's top start corner; y grows downwards */
    int32_t finger;    /* small number given by the engine, 0 .. SAMPLE_FINGERS_MAX - 1 */
    SamplePhase phase;
} Sample;

enum { SAMPLE_FINGERS_MAX = 16 };

/* A point in millimetres, for the measures. */
typedef struct {
    double x, y;
} Point;

static inline double point_distance(Point a, Point b) {
    double dx = b.x - a.x, dy = b.y - a.y;
    return sqrt(dx * dx + dy * dy);
}

#endif
