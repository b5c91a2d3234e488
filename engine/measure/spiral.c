/* Spiral features; see spiral.h. */
#include "measure/spiral.h"

#include "measure/deviation.h"
#include "measure/enclosed.h"

#include <math.h>
#include <stdlib.h>

static const double PI = 3.14159265358979323846;

static double arc_length(double angle) {
    return (angle * sqrt(1 + angle * angle) + asinh(angle)) / 2;
}

void spiral_template(double growth, double turns, Point *points, size_t count) {
    double total = arc_length(2 * PI * turns), angle = 0;
    for (size_t i = 0; i < count; i++) {
        double wanted = count > 1 ? total * (double)i / (double)(count - 1) : 0;
        for (int k = 0; k < 50; k++) { /* Newton; the derivative is never below 1 */
            double step = (arc_length(angle) - wanted) / sqrt(1 + angle * angle);
            angle -= step;
            if (fabs(step) < 1e-14 * (1 + angle)) {
                break;
            }
        }
        points[i] = (Point){growth * angle * cos(angle), growth * angle * sin(angle)};
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts |values| into place, so values is spent afterwards. */
static SpiralVelocity summarize(double *values, size_t count) {
    SpiralVelocity out = {NAN, NAN, NAN, NAN, NAN};
    if (count == 0) {
        return out;
    }
    double n = (double)count, mean = 0, m2 = 0, m3 = 0, m4 = 0;
    out.sum = 0;
    for (size_t i = 0; i < count; i++) {
        mean += values[i] / n;
        out.sum += fabs(values[i]);
    }
    for (size_t i = 0; i < count; i++) {
        double d = values[i] - mean;
        m2 += d * d / n, m3 += d * d * d / n, m4 += d * d * d * d / n;
        values[i] = fabs(values[i]);
    }
    out.coefficient_of_variation = mean != 0 ? sqrt(m2) / mean : NAN;
    if (m2 > 0) {
        out.skewness = m3 / (m2 * sqrt(m2));
        out.kurtosis = m4 / (m2 * m2) - 3;
    }
    qsort(values, count, sizeof *values, by_size);
    out.median = (values[(count - 1) / 2] + values[count / 2]) / 2;
    return out;
}

static bool measure_velocities(Mem *mem, const double *time_s, const Point *points, size_t count,
                               Spiral *out) {
    double *linear = mem_alloc_array(mem, count, sizeof *linear);
    double *radial = mem_alloc_array(mem, count, sizeof *radial);
    double *angular = mem_alloc_array(mem, count, sizeof *angular);
    if (linear == NULL || radial == NULL || angular == NULL) {
        return false;
    }
    size_t n = 0;
    for (size_t i = 1; i < count; i++) {
        Point a = points[i - 1], b = points[i];
        double dt = time_s[i] - time_s[i - 1], turn = atan2(b.y, b.x) - atan2(a.y, a.x);
        if (!(dt > 0)) {
            continue;
        }
        turn += turn > PI ? -2 * PI : (turn < -PI ? 2 * PI : 0);
        linear[n] = point_distance(a, b) / dt;
        radial[n] = (sqrt(b.x * b.x + b.y * b.y) - sqrt(a.x * a.x + a.y * a.y)) / dt;
        angular[n++] = turn / dt;
    }
    out->linear = summarize(linear, n);
    out->radial = summarize(radial, n);
    out->angular = summarize(angular, n);
    return true;
}

/* The larger directed distance between the parts from..to (in percent of the points) of both. */
static double part_distance(const Point *a, size_t a_count, const Path *b, size_t from, size_t to,
                            size_t *a_part) {
    size_t a0 = a_count * from / 100, a1 = a_count * to / 100;
    size_t b0 = b->count * from / 100, b1 = b->count * to / 100;
    *a_part = a1 - a0;
    return fmax(deviation_hausdorff(a + a0, a1 - a0, b->points + b0, b1 - b0),
                deviation_hausdorff(b->points + b0, b1 - b0, a + a0, a1 - a0));
}

static void measure_distances(const Point *points, size_t count, const Path *road, Spiral *out) {
    size_t start, end, middle;
    double there = deviation_hausdorff(points, count, road->points, road->count);
    double back = deviation_hausdorff(road->points, road->count, points, count);
    double duration = out->duration_s > 0 ? out->duration_s : NAN;
    out->hausdorff_maximum = fmax(there, back);
    out->hausdorff_sum = there + back;
    out->hausdorff_sum_per_second = (there + back) / duration;
    out->hausdorff_interquartile_range = fabs(there - back) / 2; /* of two numbers */
    out->hausdorff_start_normalized = part_distance(points, count, road, 0, 25, &start);
    out->hausdorff_end_normalized = part_distance(points, count, road, 75, 100, &end);
    out->hausdorff_middle = part_distance(points, count, road, 15, 85, &middle);
    out->hausdorff_start_normalized /= (double)start;
    out->hausdorff_end_normalized /= (double)end;
    out->hausdorff_middle_per_second = out->hausdorff_middle / duration;
}

bool spiral_measure(Mem *mem, const double *time_s, const Point *points, size_t count,
                    const Path *template_path, Spiral *out) {
    SpiralVelocity none = {NAN, NAN, NAN, NAN, NAN};
    *out = (Spiral){NAN, NAN, NAN,  NAN,  NAN,  NAN, NAN,
                    NAN, NAN, none, none, none, NAN, {NAN, NAN, NAN, NAN}};
    Path drawn;
    count = count < SPIRAL_POINTS_MAX ? count : SPIRAL_POINTS_MAX;
    if (!path_make(mem, points, NULL, count, &drawn)) {
        return false;
    }
    if (drawn.count < 2 || drawn.count < count || template_path->count < 2) {
        return true;
    }
    out->duration_s = time_s[count - 1];
    measure_distances(points, count, template_path, out);
    return enclosed_area(mem, &drawn, template_path, &out->area) &&
           measure_velocities(mem, time_s, points, count, out) &&
           spiral_tremor(mem, time_s, points, count, (Point){0, 0}, &out->tremor);
}
