/* Tracing; see tracing.h. */
#include "measure/tracing.h"

#include "measure/deviation.h"
#include "measure/kinematics.h"
#include "measure/series.h"
#include "measure/spiral.h"
#include "measure/steering.h"

#include <math.h>

enum { INK_LEAST = 5, PLACES_LEAST = 128, ORDER_POINTS = 128 };
static const double INK_LEAST_MM = 2, ECONOMY_SLACK = 1.15, SMOOTHNESS_LEAST_S = 0.5;
static const double STILL_SHARE = 1.0 / 16; /* of the width: a finger that rests still trembles */
static const double STEERED_COVERAGE = 0.8; /* less of the road says nothing about steering it */

/* The ink without the trembling of a resting finger: of each stroke the readings that lie at least
 * STILL_SHARE of the road's width from the last one counted, and its end. One step at a time. */
typedef struct {
    const Trace *ink;
    double still_mm;
    size_t next;
    Point from;
} Walk;

static Walk walk_begin(const Trace *ink, const Road *road) {
    return (Walk){.ink = ink, .still_mm = STILL_SHARE * road->width_mm};
}

/* The next step of the finger and its length; false when there is none. */
static bool walk_on(Walk *walk, Point *from, Point *to, double *step) {
    const Trace *ink = walk->ink;
    for (; walk->next < ink->count; walk->next++) {
        Point here = ink->points[walk->next];
        if (ink->begins[walk->next] || walk->next == 0) {
            walk->from = here;
            continue;
        }
        bool ends = walk->next + 1 == ink->count || ink->begins[walk->next + 1];
        *step = point_distance(walk->from, here);
        if (ends || *step >= walk->still_mm) {
            *from = walk->from, *to = walk->from = here;
            walk->next++;
            return true;
        }
    }
    return false;
}

static double walk_length(const Trace *ink, const Road *road) {
    Walk walk = walk_begin(ink, road);
    double length = 0, step;
    for (Point from, to; walk_on(&walk, &from, &to, &step);) {
        length += step;
    }
    return length;
}

/* Places at the middle of equal pieces of the ink's length. */
typedef struct {
    PathPlace at[TRACING_POINTS_MAX];
    size_t count;
    double ink_mm;
} Places;

/* Whether the ink may be measured, if the finger ever left where it rested. */
static bool measurable(const Trace *ink, const Road *road) {
    return ink->count >= INK_LEAST && path_length(road->path) > 0 && road->width_mm > 0 &&
           isfinite(road->width_mm) && path_length(&ink->path) >= INK_LEAST_MM;
}

/* False: there are none, the ink and the road cannot be measured. */
static bool even_places(const Trace *ink, const Road *road, Places *places) {
    double length = measurable(ink, road) ? walk_length(ink, road) : 0;
    if (!(length > 0)) {
        return false;
    }
    double wanted = ceil(length / (road->width_mm / 8));
    size_t n = (size_t)fmin(fmax(wanted, PLACES_LEAST), TRACING_POINTS_MAX), i = 0, near = 0;
    Walk walk = walk_begin(ink, road);
    double along = 0, piece = length / (double)n, step;
    Point last = {0, 0};
    for (Point from, to; i < n && walk_on(&walk, &from, &to, &step); last = to) {
        for (; i < n && piece * ((double)i + 0.5) <= along + step; i++) {
            double part = step > 0 ? (piece * ((double)i + 0.5) - along) / step : 0;
            Point p = {from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)};
            places->at[i] = path_locate_next(road->path, p, &near);
        }
        along += step;
    }
    for (; i < n; i++) { /* rounding may leave the last one over */
        places->at[i] = path_locate_next(road->path, last, &near);
    }
    places->count = n;
    places->ink_mm = length;
    return true;
}

static TracingScore score_places(const Trace *ink, const Road *road, const Places *places) {
    double w = road->width_mm, sum = 0;
    for (size_t i = 0; i < places->count; i++) {
        sum += fmin(fmax(1 - (places->at[i].off_mm - w) / (2 * w), 0), 1);
    }
    TracingScore out = {.accuracy = sum / (double)places->count};
    out.coverage = deviation_coverage(road->path, &ink->path, w);
    out.economy = fmin(1, ECONOMY_SLACK * path_length(road->path) / places->ink_mm);
    out.score = 100 * out.accuracy * out.coverage * out.economy;
    return out;
}

TracingScore tracing_score(const Trace *ink, const Road *road) {
    Places places;
    return even_places(ink, road, &places) ? score_places(ink, road, &places)
                                           : (TracingScore){NAN, NAN, NAN, NAN};
}

static void put_distances(const Road *road, const PathPlace *places, size_t n, Measures *m) {
    double off[TRACING_POINTS_MAX], sum = 0, squares = 0, side = 0, max = 0;
    double half = road->width_mm / 2;
    size_t inside = 0, exits = 0;
    for (size_t i = 0; i < n; i++) {
        off[i] = places[i].off_mm;
        sum += off[i];
        squares += off[i] * off[i];
        side += places[i].side_mm;
        max = off[i] > max ? off[i] : max;
        inside += off[i] <= half;
        exits += i > 0 && off[i - 1] <= half && off[i] > half;
    }
    double count = (double)n;
    double most = series_pick(off, n, (size_t)floor(0.95 * (count - 1) + 0.5));
    measures_put(m, MEASURE_INSIDE_PERCENT, 100 * (double)inside / count);
    measures_put(m, MEASURE_EXITS, (double)exits);
    measures_put(m, MEASURE_DEVIATION_MEAN_MM, sum / count);
    measures_put(m, MEASURE_DEVIATION_RMSE_MM, sqrt(squares / count));
    measures_put(m, MEASURE_DEVIATION_SIGNED_MM, side / count);
    measures_put(m, MEASURE_DEVIATION_MAX_MM, max);
    measures_put(m, MEASURE_DEVIATION_P95_MM, most);
}

static void put_order(const Trace *ink, const Road *road, const Places *walked, Measures *m) {
    const PathPlace *places = walked->at;
    size_t n = walked->count;
    double length = path_length(road->path), forward = 0, backward = 0;
    double step = walked->ink_mm / (double)n;
    Point first = road->path->points[0], last = road->path->points[road->path->count - 1];
    bool closed = point_distance(first, last) <= road->width_mm;
    for (size_t i = 1; i < n; i++) {
        double move = places[i].along_mm - places[i - 1].along_mm;
        if (closed && fabs(move) > length / 2) {
            move += move > 0 ? -length : length;
        }
        if (fabs(move) <= 4 * step + road->width_mm) {
            *(move > 0 ? &forward : &backward) += fabs(move);
        }
    }
    measures_put(m, MEASURE_DIRECTION_CORRECT, forward > backward);
    measures_put(m, MEASURE_BACKTRACK_MM, backward);
    measures_put(m, MEASURE_START_CORRECT, point_distance(ink->points[0], first) <= road->width_mm);
    Point end = ink->points[ink->count - 1], tangent = path_tangent(road->path, length);
    bool at_end = path_locate(road->path, end).along_mm >= length - 2 * road->width_mm;
    double beyond = (end.x - last.x) * tangent.x + (end.y - last.y) * tangent.y;
    measures_put(m, MEASURE_OVERSHOOT_MM, at_end && !closed ? fmax(0, beyond) : (closed ? NAN : 0));
}

static void put_ordered_distances(const Trace *ink, const Road *road, Measures *m) {
    Point a[ORDER_POINTS], b[ORDER_POINTS];
    double row[ORDER_POINTS];
    path_resample(&ink->path, a, ORDER_POINTS);
    path_resample(road->path, b, ORDER_POINTS);
    double there = deviation_hausdorff(a, ORDER_POINTS, b, ORDER_POINTS);
    double back = deviation_hausdorff(b, ORDER_POINTS, a, ORDER_POINTS);
    measures_put(m, MEASURE_HAUSDORFF_MM, fmax(there, back));
    measures_put(m, MEASURE_FRECHET_MM, deviation_frechet(a, ORDER_POINTS, b, ORDER_POINTS, row));
    measures_put(m, MEASURE_DTW_MM,
                 deviation_dtw(a, ORDER_POINTS, b, ORDER_POINTS, row) / ORDER_POINTS);
}

static bool put_spiral(Mem *mem, const Trace *ink, const Road *road, const Quality *quality,
                       Measures *m) {
    SpiralTremor tremor = {NAN, NAN, NAN, NAN};
    if (quality->timing_valid &&
        !spiral_tremor(mem, ink->time_s, ink->points, ink->count, road->spiral_centre, &tremor)) {
        return false;
    }
    measures_put(m, MEASURE_RADIAL_RESIDUAL_MM, tremor.residual_rms);
    measures_put(m, MEASURE_TREMOR_RATIO, tremor.ratio_4_12);
    measures_put(m, MEASURE_TREMOR_PEAK_HZ, tremor.ratio_4_12 > 0.5 ? tremor.peak_hz : NAN);
    return true;
}

bool tracing_measure_movement(Mem *mem, const Trace *ink, const Quality *quality, Measures *m) {
    Kinematics k;
    bool timed = quality->timing_valid && ink->count > 1;
    measures_put(m, MEASURE_SAMPLES, (double)ink->count);
    measures_put(m, MEASURE_SAMPLE_GAP_MS, quality->gap_median_ms);
    measures_put(m, MEASURE_LENGTH_MM, path_length(&ink->path));
    measures_put(m, MEASURE_LIFTS, ink->path.strokes > 0 ? (double)(ink->path.strokes - 1) : NAN);
    if (!kinematics_measure(mem, ink->time_s, ink->points, ink->begins, timed ? ink->count : 0,
                            &k)) {
        return false;
    }
    double whole = timed ? ink->time_s[ink->count - 1] - ink->time_s[0] : NAN;
    bool smooth = k.stroke_longest_s >= SMOOTHNESS_LEAST_S;
    measures_put(m, MEASURE_DURATION_S, whole);
    measures_put(m, MEASURE_CONTACT_S, timed ? k.contact_s : NAN);
    measures_put(m, MEASURE_AIR_S, timed ? k.air_s : NAN);
    measures_put(m, MEASURE_SPEED_MEAN_MM_S, k.speed_mean);
    measures_put(m, MEASURE_SPEED_PEAK_MM_S, k.speed_peak);
    measures_put(m, MEASURE_SPEED_CV, k.speed_cv);
    measures_put(m, MEASURE_SPEED_PEAKS, k.speed_peaks);
    measures_put(m, MEASURE_SPARC, smooth ? k.smoothness.sparc : NAN);
    measures_put(m, MEASURE_LDLJ, smooth ? k.smoothness.ldlj : NAN);
    measures_put(m, MEASURE_PAUSES, k.pauses);
    measures_put(m, MEASURE_PAUSE_S, k.pause_s);
    measures_put(m, MEASURE_PAUSE_LONGEST_S, k.pause_longest_s);
    return true;
}

bool tracing_measure(Mem *mem, const Trace *ink, const Road *road, const Quality *quality,
                     Measures *m) {
    if (!tracing_measure_movement(mem, ink, quality, m)) {
        return false;
    }
    TracingScore score = {NAN, NAN, NAN, NAN};
    Places places;
    bool can = even_places(ink, road, &places);
    if (can) {
        score = score_places(ink, road, &places);
        put_distances(road, places.at, places.count, m);
        put_order(ink, road, &places, m);
        put_ordered_distances(ink, road, m);
    }
    measures_put(m, MEASURE_SCORE, score.score);
    measures_put(m, MEASURE_ACCURACY_PERCENT, 100 * score.accuracy);
    measures_put(m, MEASURE_COVERAGE_PERCENT, 100 * score.coverage);
    measures_put(m, MEASURE_ECONOMY_PERCENT, 100 * score.economy);
    double road_mm = path_length(road->path), contact = measures_get(m, MEASURE_CONTACT_S);
    double id = steering_straight(road_mm, road->width_mm);
    measures_put(m, MEASURE_LENGTH_RATIO, can ? path_length(&ink->path) / road_mm : NAN);
    measures_put(m, MEASURE_STEERING_ID_BITS, id);
    measures_put(m, MEASURE_STEERING_IP_BITS_S,
                 score.coverage >= STEERED_COVERAGE ? steering_rate(id, contact) : NAN);
    return !road->spiral || put_spiral(mem, ink, road, quality, m);
}
