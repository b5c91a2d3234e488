/* The tracing score and everything beside it: ink against a road.
 *
 * score = 100 A C E with w = the road's width:
 *   A (nearness)  mean over the ink of clip(1 - (d - w) / 2w, 0, 1), d = distance from the road's
 * middle; C (coverage)  share of the road within w of the ink, at DEVIATION_COVERAGE_POINTS places;
 *   E (economy)   min(1, 1.15 L_road / L_ink).
 * All are integrals over arc length, and movements under w / 16 add none to the ink (a resting
 * finger trembles), so neither dwelling, lifting, the device's rate nor the place, size and turn of
 * the whole change the score. It is a score for tracing, not for copying (see form.h). "Inside" and
 * "exits" are about the drawn road, so they use w / 2. Steering: Accot & Zhai 1997.
 *
 * Edge rules: fewer than 5 readings, under 2 mm of ink, a road without length or a width that is
 * not above 0: no score, and no measure of distance that would need it (NaN). Times missing, slow
 * or lost: no time measures, the score stands. SPARC and LDLJ need a stroke of 0.5 s. Spiral
 * figures only for a spiral. Direction and backtracking ignore jumps between far places of a road
 * that meets itself. Cost is bounded: at most TRACING_POINTS_MAX places of the ink are looked at.
 */
#ifndef OTTERPAW_MEASURE_TRACING_H
#define OTTERPAW_MEASURE_TRACING_H

#include "measure/quality.h"
#include "measure/score.h"

enum { TRACING_POINTS_MAX = 1024 };

typedef struct {
    const Path *path;
    double width_mm;
    bool spiral; /* wound round spiral_centre */
    Point spiral_centre;
} Road;

/* The three factors and their product; NaN when there is none. */
typedef struct {
    double score;                       /* 0 .. 100 */
    double accuracy, coverage, economy; /* 0 .. 1 */
} TracingScore;

TracingScore tracing_score(const Trace *ink, const Road *road);

/* Every measure of the trace that its quality allows. False only when mem (scratch) is full. */
bool tracing_measure(Mem *mem, const Trace *ink, const Road *road, const Quality *quality,
                     Measures *measures);

/* The kinematic measures alone, for ink without a road (copying, free drawing). */
bool tracing_measure_movement(Mem *mem, const Trace *ink, const Quality *quality,
                              Measures *measures);

#endif
