/* Shape constructors; see shape.h. */
#include "measure/shape.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

static double sane(double size, double most) {
    return isfinite(size) && size > 0 ? fmin(size, most) : SHAPE_STEP_MM;
}

static double sane_size(double size_mm) {
    return sane(size_mm, SHAPE_SIZE_MAX_MM);
}

bool shape_polyline(Mem *mem, const Point *corners, size_t count, bool closed, Path *path) {
    *path = (Path){0};
    size_t sides = count == 0 ? 0 : (closed ? count : count - 1), room = 1;
    for (size_t i = 0; i < sides; i++) {
        double length = point_distance(corners[i], corners[(i + 1) % count]);
        if (!isfinite(length) || length > PATH_POINTS_MAX) {
            return path_make(mem, NULL, NULL, 0, path);
        }
        room += (size_t)ceil(length / SHAPE_STEP_MM) + 1;
    }
    Point *points = mem_alloc_array(mem, room, sizeof *points);
    if (points == NULL) {
        return false;
    }
    size_t n = 0;
    for (size_t i = 0; i < sides; i++) {
        Point a = corners[i], b = corners[(i + 1) % count];
        size_t steps = (size_t)fmax(1, ceil(point_distance(a, b) / SHAPE_STEP_MM));
        for (size_t k = 0; k < steps; k++) {
            double t = (double)k / (double)steps;
            points[n++] = (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        }
    }
    if (count > 0) {
        points[n++] = corners[closed ? 0 : count - 1];
    }
    return path_make(mem, points, NULL, n, path);
}

bool shape_line(Mem *mem, double length_mm, double angle_rad, Path *path) {
    double half = sane_size(length_mm) / 2, angle = isfinite(angle_rad) ? angle_rad : 0;
    Point end = {half * cos(angle), half * sin(angle)};
    return shape_polyline(mem, (Point[]){{-end.x, -end.y}, end}, 2, false, path);
}

/* A curve given by a function of t = 0..1 with enough points for its length. */
typedef Point (*Curve)(const double *with, double t);

static bool make_curve(Mem *mem, Curve curve, const double *with, double length_mm, Path *path) {
    *path = (Path){0};
    size_t steps = (size_t)fmin(fmax(64, ceil(length_mm / SHAPE_STEP_MM)), PATH_POINTS_MAX - 1);
    Point *points = mem_alloc_array(mem, steps + 1, sizeof *points);
    if (points == NULL) {
        return false;
    }
    for (size_t i = 0; i <= steps; i++) {
        points[i] = curve(with, (double)i / (double)steps);
    }
    return path_make(mem, points, NULL, steps + 1, path);
}

/* with: radius, sweep, shift down */
static Point arc_curve(const double *with, double t) {
    double angle = -PI / 2 + with[1] * (t - 0.5);
    return (Point){with[0] * cos(angle), with[0] * sin(angle) + with[2]};
}

bool shape_arc(Mem *mem, double radius_mm, double sweep_rad, Path *path) {
    double radius = sane_size(radius_mm), sweep = sane(sweep_rad, 2 * PI);
    double lowest = -radius * cos(sweep / 2); /* y of the ends */
    double with[] = {radius, sweep, -(lowest - radius) / 2};
    return make_curve(mem, arc_curve, with, radius * sweep, path);
}

/* with: width, height, periods */
static Point wave_curve(const double *with, double t) {
    return (Point){with[0] * (t - 0.5), -with[1] / 2 * sin(2 * PI * with[2] * t)};
}

bool shape_wave(Mem *mem, double width_mm, double height_mm, double periods, Path *path) {
    double with[] = {sane_size(width_mm), sane_size(height_mm), sane(periods, SHAPE_COUNT_MAX)};
    return make_curve(mem, wave_curve, with, with[0] + PI * with[1] * with[2], path);
}

bool shape_zigzag(Mem *mem, double width_mm, double height_mm, int teeth, Path *path) {
    double width = sane_size(width_mm), half = sane_size(height_mm) / 2;
    int count = teeth < 1 ? 1 : (teeth > SHAPE_COUNT_MAX ? SHAPE_COUNT_MAX : teeth);
    Point corners[2 * SHAPE_COUNT_MAX + 1];
    for (int i = 0; i <= 2 * count; i++) {
        corners[i] = (Point){width * (i / (2.0 * count) - 0.5), i % 2 == 0 ? half : -half};
    }
    return shape_polyline(mem, corners, 2 * (size_t)count + 1, false, path);
}

bool shape_rectangle(Mem *mem, double width_mm, double height_mm, Path *path) {
    double x = sane_size(width_mm) / 2, y = sane_size(height_mm) / 2;
    return shape_polyline(mem, (Point[]){{-x, -y}, {-x, y}, {x, y}, {x, -y}}, 4, true, path);
}

bool shape_square(Mem *mem, double side_mm, Path *path) {
    return shape_rectangle(mem, side_mm, side_mm, path);
}

bool shape_triangle(Mem *mem, double side_mm, Path *path) {
    double side = sane_size(side_mm), half = side * sqrt(3) / 4;
    return shape_polyline(mem, (Point[]){{0, -half}, {-side / 2, half}, {side / 2, half}}, 3, true,
                          path);
}

/* with: radius */
static Point circle_curve(const double *with, double t) {
    double angle = -PI / 2 - 2 * PI * t;
    return (Point){with[0] * cos(angle), with[0] * sin(angle)};
}

bool shape_circle(Mem *mem, double radius_mm, Path *path) {
    double radius = sane_size(radius_mm);
    return make_curve(mem, circle_curve, &radius, 2 * PI * radius, path);
}

/* with: radius at the end, turns; equal steps in arc length, nearly: theta grows with the square
 * root */
static Point spiral_curve(const double *with, double t) {
    double theta = 2 * PI * with[1] * sqrt(t), radius = with[0] * sqrt(t);
    return (Point){radius * cos(theta), radius * sin(theta)};
}

bool shape_spiral(Mem *mem, double radius_mm, double turns, Path *path) {
    double with[] = {sane_size(radius_mm), sane(turns, SHAPE_COUNT_MAX)};
    return make_curve(mem, spiral_curve, with, with[0] * (1 + PI * with[1]) * 1.2, path);
}
