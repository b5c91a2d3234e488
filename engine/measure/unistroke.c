/* $1 and Protractor; see unistroke.h. */
#include "measure/unistroke.h"

#include <math.h>

enum { N = UNISTROKE_POINTS };
static const double RADIAN = 3.14159265358979323846 / 180, SQUARE = 250;

static bool resample(const Point *points, size_t count, Point *out) {
    double length = 0;
    for (size_t i = 1; i < count; i++) {
        length += point_distance(points[i - 1], points[i]);
    }
    if (count < 2 || !(length > 0) || !isfinite(length)) {
        return false;
    }
    size_t n = 1;
    double interval = length / (N - 1), so_far = 0;
    Point from = points[0];
    out[0] = from;
    for (size_t i = 1; i < count;) {
        double step = point_distance(from, points[i]);
        if (so_far + step >= interval && n < N) {
            double t = (interval - so_far) / step;
            from =
                (Point){from.x + t * (points[i].x - from.x), from.y + t * (points[i].y - from.y)};
            out[n++] = from;
            so_far = 0;
        } else {
            so_far += step;
            from = points[i++];
        }
    }
    while (n < N) {
        out[n++] = points[count - 1];
    }
    return true;
}

static Point centroid(const Point *points) {
    Point sum = {0, 0};
    for (int i = 0; i < N; i++) {
        sum.x += points[i].x / N, sum.y += points[i].y / N;
    }
    return sum;
}

static void turn(const Point *points, double angle, Point *out) {
    Point centre = centroid(points);
    double c = cos(angle), s = sin(angle);
    for (int i = 0; i < N; i++) {
        double x = points[i].x - centre.x, y = points[i].y - centre.y;
        out[i] = (Point){x * c - y * s + centre.x, x * s + y * c + centre.y};
    }
}

bool unistroke_make(const Point *points, size_t count, Unistroke *stroke) {
    Point even[N], *out = stroke->points;
    if (!resample(points, count, even)) {
        return false;
    }
    Point centre = centroid(even);
    turn(even, -atan2(centre.y - even[0].y, centre.x - even[0].x), out);
    Point least = out[0], most = out[0];
    for (int i = 1; i < N; i++) {
        least = (Point){fmin(least.x, out[i].x), fmin(least.y, out[i].y)};
        most = (Point){fmax(most.x, out[i].x), fmax(most.y, out[i].y)};
    }
    double width = most.x - least.x, height = most.y - least.y;
    if (!(width > 1e-9 * height) || !(height > 1e-9 * width)) {
        return false;
    }
    for (int i = 0; i < N; i++) {
        out[i] = (Point){out[i].x * (SQUARE / width), out[i].y * (SQUARE / height)};
    }
    centre = centroid(out);
    double squares = 0;
    for (int i = 0; i < N; i++) {
        out[i] = (Point){out[i].x - centre.x, out[i].y - centre.y};
        squares += out[i].x * out[i].x + out[i].y * out[i].y;
    }
    double norm = sqrt(squares);
    for (int i = 0; i < N; i++) {
        stroke->unit[i] = (Point){out[i].x / norm, out[i].y / norm};
    }
    return isfinite(norm) && norm > 0;
}

static double distance_at(const Unistroke *a, const Unistroke *b, double angle) {
    Point turned[N];
    turn(a->points, angle, turned);
    double sum = 0;
    for (int i = 0; i < N; i++) {
        sum += point_distance(turned[i], b->points[i]);
    }
    return sum / N;
}

double unistroke_score_dollar(const Unistroke *a, const Unistroke *template_stroke) {
    double golden = 0.5 * (sqrt(5) - 1), low = -45 * RADIAN, high = 45 * RADIAN;
    double x1 = golden * low + (1 - golden) * high, f1 = distance_at(a, template_stroke, x1);
    double x2 = (1 - golden) * low + golden * high, f2 = distance_at(a, template_stroke, x2);
    while (fabs(high - low) > 2 * RADIAN) {
        if (f1 < f2) {
            high = x2, x2 = x1, f2 = f1;
            x1 = golden * low + (1 - golden) * high, f1 = distance_at(a, template_stroke, x1);
        } else {
            low = x1, x1 = x2, f1 = f2;
            x2 = (1 - golden) * low + golden * high, f2 = distance_at(a, template_stroke, x2);
        }
    }
    return 1 - fmin(f1, f2) / (0.5 * sqrt(2 * SQUARE * SQUARE));
}

double unistroke_score_protractor(const Unistroke *a, const Unistroke *template_stroke) {
    double dot = 0, cross = 0;
    for (int i = 0; i < N; i++) {
        Point u = template_stroke->unit[i], v = a->unit[i];
        dot += u.x * v.x + u.y * v.y;
        cross += u.x * v.y - u.y * v.x;
    }
    double angle = atan(cross / dot);
    double cosine = dot * cos(angle) + cross * sin(angle);
    return 1 - acos(fmin(fmax(cosine, -1), 1));
}
