/* Resemblance of two runs of points; see resemblance.h. */
#include "measure/resemblance.h"

#include "measure/cloud.h"
#include "measure/deviation.h"
#include "measure/series.h"

#include <math.h>
#include <string.h>

enum { N = RESEMBLANCE_POINTS, EASINGS = 2 };
enum { DIAGONAL, UP, BACK }; /* steps of a way through the cells */
static const double RIDGE = 0.15, APART_SHARE = 0.95, DIRECTION_LEAST = 0.02, LIFTED_STEPS = 2;

/* Which points of the model warping pairs with each point of the copy: from first to last. */
typedef struct {
    int first[N], last[N];
} Pairs;

static double square_distance(Point a, Point b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/* What stands in the way of each cell, and from where the cheapest way comes to it: over the corner
 * if that is no dearer, else from above, else from before. */
static void fill_ways(const Point copy[N], const Point model[N], unsigned char came[N][N]) {
    double above[N + 1], row[N + 1]; /* with one cell before the first */
    for (int j = 0; j <= N; j++) {
        above[j] = j > 0 ? INFINITY : 0;
    }
    for (int i = 0; i < N; i++) {
        double cost[N], least[N];
        for (int j = 0; j < N; j++) {
            cost[j] = square_distance(copy[i], model[j]);
            least[j] = above[j] < above[j + 1] ? above[j] : above[j + 1];
        }
        row[0] = INFINITY;
        for (int j = 0; j < N; j++) {
            row[j + 1] = (least[j] < row[j] ? least[j] : row[j]) + cost[j];
        }
        for (int j = 0; j < N; j++) {
            unsigned char upper = above[j] <= above[j + 1] ? DIAGONAL : UP;
            came[i][j] = least[j] <= row[j] ? upper : BACK;
        }
        memcpy(above, row, sizeof above);
    }
}

static void warp(const Point copy[N], const Point model[N], Pairs *pairs) {
    unsigned char came[N][N];
    fill_ways(copy, model, came);
    int i = N - 1, j = N - 1;
    pairs->last[i] = j;
    while (i > 0 || j > 0) {
        pairs->first[i] = j;
        int step = i == 0 ? BACK : (j == 0 ? UP : came[i][j]);
        j -= step != UP;
        if (step != BACK) {
            i--;
            pairs->last[i] = j;
        }
    }
    pairs->first[0] = 0;
}

/* The map that brings the copy's points nearest to their partners' means. */
typedef struct {
    double xx, xy, yx, yy;
} Map;

static double near_to(double value, double still) {
    return fmin(fmax(value, still - RESEMBLANCE_EASE), still + RESEMBLANCE_EASE);
}

static Map fit_map(const Point copy[N], const Point goal[N]) {
    double xx = RIDGE, xy = 0, yy = RIDGE, ux = RIDGE, uy = 0, vx = 0, vy = RIDGE;
    for (int i = 0; i < N; i++) {
        xx += copy[i].x * copy[i].x / N, xy += copy[i].x * copy[i].y / N;
        yy += copy[i].y * copy[i].y / N;
        ux += goal[i].x * copy[i].x / N, uy += goal[i].x * copy[i].y / N;
        vx += goal[i].y * copy[i].x / N, vy += goal[i].y * copy[i].y / N;
    }
    double d = xx * yy - xy * xy;
    return (Map){near_to((ux * yy - uy * xy) / d, 1), near_to((uy * xx - ux * xy) / d, 0),
                 near_to((vx * yy - vy * xy) / d, 0), near_to((vy * xx - vx * xy) / d, 1)};
}

static Point mean_of(const Point *points, int from, int to) {
    Point sum = {0, 0};
    for (int i = from; i <= to; i++) {
        sum.x += points[i].x, sum.y += points[i].y;
    }
    return (Point){sum.x / (to - from + 1), sum.y / (to - from + 1)};
}

/* eased: the copy moved towards the model. Returns how far that turned it. */
static double ease(const Point copy[N], const Point model[N], Point eased[N]) {
    Map map = {1, 0, 0, 1};
    memcpy(eased, copy, N * sizeof *eased);
    for (int round = 0; round < EASINGS; round++) {
        Pairs pairs;
        Point goal[N];
        warp(eased, model, &pairs);
        for (int i = 0; i < N; i++) {
            goal[i] = mean_of(model, pairs.first[i], pairs.last[i]);
        }
        Point middle = mean_of(goal, 0, N - 1);
        for (int i = 0; i < N; i++) {
            goal[i] = (Point){goal[i].x - middle.x, goal[i].y - middle.y};
        }
        map = fit_map(copy, goal);
        for (int i = 0; i < N; i++) {
            eased[i] = (Point){map.xx * copy[i].x + map.xy * copy[i].y + middle.x,
                               map.yx * copy[i].x + map.yy * copy[i].y + middle.y};
        }
    }
    return atan2(map.yx - map.xy, map.xx + map.yy);
}

static double cloud_distance(const Point a[N], const Point b[N]) {
    Cloud one = {.count = N}, other = {.count = N};
    for (int i = 0; i < N; i++) {
        one.x[i] = (float)a[i].x, one.y[i] = (float)a[i].y;
        other.x[i] = (float)b[i].x, other.y[i] = (float)b[i].y;
    }
    return cloud_distance_p(&one, &other) / ((N + 1) / 2.0); /* the sum of the weights */
}

static double apart(const Point a[N], const Point b[N]) {
    double off[N];
    for (int i = 0; i < N; i++) {
        double nearest = INFINITY;
        for (int j = 0; j < N; j++) {
            double square = square_distance(a[i], b[j]);
            nearest = square < nearest ? square : nearest;
        }
        off[i] = sqrt(nearest);
    }
    series_sort(off, N);
    return series_quantile(off, N, APART_SHARE);
}

/* 0 the same everywhere .. 1 at right angles everywhere. Drawn there or back is the same. */
static double direction_difference(const Point a[N], const Point b[N], const Pairs *pairs) {
    double steps = 0, sum = 0;
    int counted = 0;
    for (int i = 1; i < N; i++) {
        steps += point_distance(a[i - 1], a[i]) / (N - 1);
    }
    for (int i = 1; i < N; i++) {
        int j = (pairs->first[i] + pairs->last[i] + 1) / 2;
        j = j > 0 ? j : 1;
        double ax = a[i].x - a[i - 1].x, ay = a[i].y - a[i - 1].y;
        double bx = b[j].x - b[j - 1].x, by = b[j].y - b[j - 1].y;
        double length = sqrt(ax * ax + ay * ay), product = length * sqrt(bx * bx + by * by);
        if (length <= LIFTED_STEPS * steps && product > 1e-12) { /* else the finger was lifted */
            sum += 1 - fabs(ax * bx + ay * by) / product;
            counted++;
        }
    }
    return counted > 0 ? sum / counted : 0;
}

Resemblance resemblance_of(const Point *copy, const Point *model) {
    Point eased[N];
    double row[N];
    Pairs pairs;
    Resemblance out = {.turn_rad = ease(copy, model, eased)};
    warp(eased, model, &pairs);
    double cloud = cloud_distance(eased, model);
    double warped = deviation_dtw(eased, N, model, N, row) / N;
    double far = fmax(apart(eased, model), apart(model, eased));
    double direction = direction_difference(eased, model, &pairs) + DIRECTION_LEAST;
    out.distance = sqrt(sqrt(cloud * warped * far * direction));
    return out;
}
