/* Attempt against template; see deviation.h. */
#include "measure/deviation.h"

#include <math.h>

double deviation_coverage(const Path *path, const Path *ink, double reach) {
    if (!(path_length(path) > 0) || ink->count == 0 || isnan(reach)) {
        return NAN;
    }
    Point points[DEVIATION_COVERAGE_POINTS];
    path_resample(path, points, DEVIATION_COVERAGE_POINTS);
    int covered = 0;
    for (int i = 0; i < DEVIATION_COVERAGE_POINTS; i++) {
        covered += path_locate(ink, points[i]).off_mm <= reach;
    }
    return covered / (double)DEVIATION_COVERAGE_POINTS;
}

static double square_distance(Point a, Point b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/* fmin without its rules for NaN, which cost most of the time here. */
static double least_of(double a, double b, double c) {
    double ab = a < b ? a : b;
    return ab < c ? ab : c;
}

double deviation_hausdorff(const Point *a, size_t a_count, const Point *b, size_t b_count) {
    double largest = a_count > 0 && b_count > 0 ? 0 : NAN;
    for (size_t i = 0; i < a_count; i++) {
        double nearest = INFINITY;
        for (size_t j = 0; j < b_count && nearest > largest; j++) {
            double square = square_distance(a[i], b[j]);
            nearest = square < nearest ? square : nearest;
        }
        largest = nearest > largest ? nearest : largest;
    }
    return sqrt(largest);
}

double deviation_frechet(const Point *a, size_t a_count, const Point *b, size_t b_count,
                         double *row) {
    for (size_t i = 0; i < a_count; i++) {
        double diagonal = 0; /* row[j - 1] of the line above */
        for (size_t j = 0; j < b_count; j++) {
            double above = row[j], here = square_distance(a[i], b[j]);
            double reach = i == 0 ? (j == 0 ? 0 : row[j - 1])
                                  : (j == 0 ? above : least_of(above, row[j - 1], diagonal));
            row[j] = here > reach ? here : reach;
            diagonal = above;
        }
    }
    return a_count > 0 && b_count > 0 ? sqrt(row[b_count - 1]) : NAN;
}

double deviation_dtw(const Point *a, size_t a_count, const Point *b, size_t b_count, double *row) {
    for (size_t i = 0; i < a_count; i++) {
        double diagonal = 0;
        for (size_t j = 0; j < b_count; j++) {
            double above = row[j], here = sqrt(square_distance(a[i], b[j]));
            double reach = i == 0 ? (j == 0 ? 0 : row[j - 1])
                                  : (j == 0 ? above : least_of(above, row[j - 1], diagonal));
            row[j] = here + reach;
            diagonal = above;
        }
    }
    return a_count > 0 && b_count > 0 ? row[b_count - 1] : NAN;
}

static void measure_points(const Path *attempt, const Path *road, double tolerance,
                           Deviation *out) {
    double sum = 0, squares = 0, max = 0;
    size_t inside = 0, exits = 0, crossings = 0;
    bool was_inside = true;
    for (size_t i = 0; i < attempt->count; i++) {
        double off = path_locate(road, attempt->points[i]).off_mm;
        bool is_inside = off <= tolerance;
        sum += off;
        squares += off * off;
        max = fmax(max, off);
        inside += is_inside;
        exits += i > 0 && was_inside && !is_inside;
        crossings += i > 0 && was_inside != is_inside;
        was_inside = is_inside;
    }
    double n = (double)attempt->count;
    out->rmse = sqrt(squares / n);
    out->mean = sum / n;
    out->max = max;
    if (!isnan(tolerance)) {
        out->inside = (double)inside / n;
        out->exits = (double)exits;
        out->crossings = (double)crossings;
    }
}

static double measure_overshoot(const Path *attempt, const Path *road) {
    Point tangent = path_tangent(road, path_length(road));
    Point end = attempt->points[attempt->count - 1], goal = road->points[road->count - 1];
    return fmax(0, (end.x - goal.x) * tangent.x + (end.y - goal.y) * tangent.y);
}

/* The path's own vertices, or DEVIATION_POINTS_MAX of them by arc length. NULL: mem is full. */
static const Point *bounded(Mem *mem, const Path *path, size_t *count) {
    *count = path->count;
    if (path->count <= DEVIATION_POINTS_MAX) {
        return path->points;
    }
    *count = DEVIATION_POINTS_MAX;
    Point *points = mem_alloc_array(mem, *count, sizeof *points);
    if (points != NULL) {
        path_resample(path, points, *count);
    }
    return points;
}

bool deviation_measure(Mem *mem, const Path *attempt, const Path *template_path, double tolerance,
                       Deviation *out) {
    *out = (Deviation){
        NAN, NAN, NAN, NAN, NAN, NAN, NAN, path_length(attempt), path_length(template_path),
        NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (attempt->count == 0 || template_path->count == 0) {
        return true;
    }
    measure_points(attempt, template_path, tolerance, out);
    out->coverage = deviation_coverage(template_path, attempt, tolerance);
    if (out->template_length > 0) {
        out->length_ratio = out->length / out->template_length;
    }
    size_t a_count, b_count;
    const Point *a = bounded(mem, attempt, &a_count), *b = bounded(mem, template_path, &b_count);
    double *row = mem_alloc_array(mem, DEVIATION_POINTS_MAX, sizeof *row);
    if (a == NULL || b == NULL || row == NULL) {
        return false;
    }
    out->hausdorff_to = deviation_hausdorff(a, a_count, b, b_count);
    out->hausdorff_from = deviation_hausdorff(b, b_count, a, a_count);
    out->hausdorff = fmax(out->hausdorff_to, out->hausdorff_from);
    if (attempt->count > 1) {
        double fewer =
            (double)(attempt->count + template_path->count) / (double)(a_count + b_count);
        out->frechet = deviation_frechet(a, a_count, b, b_count, row);
        out->dtw = deviation_dtw(a, a_count, b, b_count, row) * fewer;
        out->overshoot = out->template_length > 0 ? measure_overshoot(attempt, template_path) : NAN;
    }
    return true;
}
