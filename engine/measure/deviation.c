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
    size_t near = 0;
    for (int i = 0; i < DEVIATION_COVERAGE_POINTS; i++) {
        covered += path_reaches(ink, points[i], reach, &near);
    }
    return covered / (double)DEVIATION_COVERAGE_POINTS;
}

static double square_distance(Point a, Point b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
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

/* One line of either ordered measure: cost[j] between point i of a and each of b, least[j] the
 * lesser of what led to its upper neighbours. What remains to be done in order is short. */
typedef struct {
    double cost[DEVIATION_POINTS_MAX], least[DEVIATION_POINTS_MAX];
} Line;

static void begin_line(size_t i, Point a, const Point *b, size_t count, const double *row,
                       Line *line) {
    for (size_t j = 0; j < count; j++) {
        line->cost[j] = square_distance(a, b[j]);
    }
    line->least[0] = i == 0 ? 0 : row[0];
    for (size_t j = 1; j < count; j++) {
        double lesser = row[j] < row[j - 1] ? row[j] : row[j - 1];
        line->least[j] = i == 0 ? INFINITY : lesser;
    }
}

double deviation_frechet(const Point *a, size_t a_count, const Point *b, size_t b_count,
                         double *row) {
    Line line;
    if (a_count == 0 || b_count == 0 || b_count > DEVIATION_POINTS_MAX) {
        return NAN;
    }
    for (size_t i = 0; i < a_count; i++) {
        begin_line(i, a[i], b, b_count, row, &line);
        double before = INFINITY;
        for (size_t j = 0; j < b_count; j++) {
            double reach = line.least[j] < before ? line.least[j] : before;
            before = row[j] = line.cost[j] > reach ? line.cost[j] : reach;
        }
    }
    return sqrt(row[b_count - 1]);
}

double deviation_dtw(const Point *a, size_t a_count, const Point *b, size_t b_count, double *row) {
    Line line;
    if (a_count == 0 || b_count == 0 || b_count > DEVIATION_POINTS_MAX) {
        return NAN;
    }
    for (size_t i = 0; i < a_count; i++) {
        begin_line(i, a[i], b, b_count, row, &line);
        for (size_t j = 0; j < b_count; j++) {
            line.cost[j] = sqrt(line.cost[j]);
        }
        double before = INFINITY;
        for (size_t j = 0; j < b_count; j++) {
            double reach = line.least[j] < before ? line.least[j] : before;
            before = row[j] = line.cost[j] + reach;
        }
    }
    return row[b_count - 1];
}

static void measure_points(const Path *attempt, const Path *road, double tolerance,
                           Deviation *out) {
    double sum = 0, squares = 0, max = 0;
    size_t inside = 0, exits = 0, crossings = 0, near = 0;
    bool was_inside = true;
    for (size_t i = 0; i < attempt->count; i++) {
        double off = path_locate_next(road, attempt->points[i], &near).off_mm;
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
