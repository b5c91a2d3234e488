/* How far an attempt is from a template path: point measures, ordered measures and coverage.
 * Distances d are from each point of the attempt to the template POLYLINE; Hausdorff, Frechet and
 * DTW are between vertices. Frechet: Eiter & Mannila 1994 (discrete). DTW: Sakoe & Chiba 1978 (sum
 * along the best path with steps (1,0), (0,1), (1,1)). Hausdorff distances are directed or the
 * larger of both.
 *
 * Limit: the quadratic ones look at no more than DEVIATION_POINTS_MAX vertices of each side; a
 * longer path is first resampled to that many by arc length (DTW is then scaled back to the given
 * count).
 *
 * Edge rules: what cannot be measured is NaN. One point: only point measures. A template without
 * length: no coverage, no ratio, no overshoot. A reversed attempt has RMSE 0 but a large Frechet
 * and DTW; a scribble reaches full coverage: neither is a score by itself. */
#ifndef OTTERPAW_MEASURE_DEVIATION_H
#define OTTERPAW_MEASURE_DEVIATION_H

#include "measure/path.h"

enum { DEVIATION_POINTS_MAX = 1024, DEVIATION_COVERAGE_POINTS = 501 };

typedef struct {
    double rmse, mean, max;  /* of d, over the attempt's points */
    double inside;           /* share of points with d <= tolerance */
    double exits, crossings; /* inside to outside; either way */
    double coverage;         /* share of the template within tolerance of the attempt */
    double length, template_length, length_ratio;
    double hausdorff_to, hausdorff_from, hausdorff; /* attempt to template, back, the larger */
    double frechet, dtw;
    double overshoot; /* how far the last point lies beyond the template's end, in its direction */
} Deviation;

/* False only when mem (scratch) is full. */
bool deviation_measure(Mem *mem, const Path *attempt, const Path *template_path, double tolerance,
                       Deviation *out);

/* The share of DEVIATION_COVERAGE_POINTS equally spaced points of `path` within reach of `ink`. */
double deviation_coverage(const Path *path, const Path *ink, double reach);
/* From every vertex of a to the nearest vertex of b. NaN if either is empty. */
double deviation_hausdorff(const Point *a, size_t a_count, const Point *b, size_t b_count);
/* The two ordered measures; row needs room for b_count doubles. NaN if either is empty or b has
 * more than DEVIATION_POINTS_MAX. */
double deviation_frechet(const Point *a, size_t a_count, const Point *b, size_t b_count,
                         double *row);
double deviation_dtw(const Point *a, size_t a_count, const Point *b, size_t b_count, double *row);

#endif
