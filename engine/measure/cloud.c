/* Point-cloud distances; see cloud.h. */
#include "measure/cloud.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

static float near_distance(float ax, float ay, float bx, float by) {
    float dx = ax - bx, dy = ay - by;
    return sqrtf(dx * dx + dy * dy);
}

typedef struct {
    float left, top, scale, centre_x, centre_y;
} Fit;

static Point fitted(const Path *ink, size_t i, const Fit *fit) {
    float x = ((float)ink->points[i].x - fit->left) / fit->scale - fit->centre_x;
    float y = ((float)ink->points[i].y - fit->top) / fit->scale - fit->centre_y;
    return (Point){x, y};
}

static bool fit_ink(const Path *ink, Fit *fit) {
    PathBox box = path_box(ink);
    *fit = (Fit){.left = (float)box.left, .top = (float)box.top};
    fit->scale = fmaxf((float)box.right - fit->left, (float)box.bottom - fit->top);
    if (ink->count < 2 || !(fit->scale > 0)) {
        return false;
    }
    float sum_x = 0, sum_y = 0;
    for (size_t i = 0; i < ink->count; i++) {
        sum_x += ((float)ink->points[i].x - fit->left) / fit->scale;
        sum_y += ((float)ink->points[i].y - fit->top) / fit->scale;
    }
    fit->centre_x = sum_x / (float)ink->count;
    fit->centre_y = sum_y / (float)ink->count;
    return true;
}

static void add_point(Cloud *cloud, int points, float x, float y) {
    if (cloud->count < points) {
        cloud->x[cloud->count] = x;
        cloud->y[cloud->count] = y;
        cloud->count++;
    }
}

static void resample(const Path *ink, const Fit *fit, int points, float interval, Cloud *cloud) {
    float so_far = 0;
    Point last = fitted(ink, 0, fit);
    add_point(cloud, points, (float)last.x, (float)last.y);
    for (size_t i = 1; i < ink->count; i++) {
        Point here = fitted(ink, i, fit);
        float from_x = (float)last.x, from_y = (float)last.y;
        float to_x = (float)here.x, to_y = (float)here.y;
        last = here;
        if (ink->begins[i]) {
            continue;
        }
        float length = near_distance(from_x, from_y, to_x, to_y);
        while (so_far + length >= interval && cloud->count < points) {
            float t = (interval - so_far) / length;
            t = isnan(t) ? 0.5F : fminf(fmaxf(t, 0), 1);
            from_x = (1 - t) * from_x + t * to_x;
            from_y = (1 - t) * from_y + t * to_y;
            add_point(cloud, points, from_x, from_y);
            length = so_far + length - interval;
            so_far = 0;
        }
        so_far += length;
    }
    while (cloud->count < points) { /* rounding left the last point out */
        add_point(cloud, points, (float)last.x, (float)last.y);
    }
}

static float turn_at(const Cloud *c, int i) {
    float ux = c->x[i] - c->x[i - 1], uy = c->y[i] - c->y[i - 1];
    float vx = c->x[i + 1] - c->x[i], vy = c->y[i + 1] - c->y[i];
    float lengths = sqrtf(ux * ux + uy * uy) * sqrtf(vx * vx + vy * vy);
    if (lengths <= FLT_TRUE_MIN) {
        return 0;
    }
    double cosine = (ux * vx + uy * vy) / lengths;
    return (float)(acos(fmin(fmax(cosine, -1), 1)) / 3.14159265358979323846);
}

bool cloud_make(const Path *ink, int points, Cloud *cloud) {
    assert(points >= 2 && points <= CLOUD_POINTS_MAX);
    *cloud = (Cloud){0};
    Fit fit;
    if (!fit_ink(ink, &fit)) {
        return false;
    }
    float length = 0;
    for (size_t i = 1; i < ink->count; i++) {
        if (!ink->begins[i]) {
            Point a = fitted(ink, i - 1, &fit), b = fitted(ink, i, &fit);
            length += near_distance((float)a.x, (float)a.y, (float)b.x, (float)b.y);
        }
    }
    if (!(length > 0) || !isfinite(length)) {
        return false;
    }
    resample(ink, &fit, points, length / (float)(points - 1), cloud);
    for (int i = 1; i + 1 < cloud->count; i++) {
        cloud->turn[i] = turn_at(cloud, i);
    }
    return true;
}

/* Squared distances of every point of one cloud to every point of the other, as the bits of the
 * number: those of numbers that are not negative have their order, and are quicker to compare. */
typedef struct {
    int32_t bits[CLOUD_POINTS_MAX][CLOUD_POINTS_MAX];
} Squares;

enum { TAKEN = INT32_MAX };

static void find_squares(const Cloud *a, const Cloud *b, Squares *there, Squares *back) {
    for (int i = 0; i < a->count; i++) {
        for (int j = 0; j < b->count; j++) {
            float dx = a->x[i] - b->x[j], dy = a->y[i] - b->y[j], square = dx * dx + dy * dy;
            memcpy(&there->bits[i][j], &square, sizeof square);
            back->bits[j][i] = there->bits[i][j];
        }
    }
}

/* Greedy matching of n points beginning with point `start`. squared: $Q (integer weights from n to
 * 1 on squared distances); else $P (weights from 1 to 1/n on distances). Ends early, with more than
 * `enough`, once it cannot be less. */
static float match_from(const Squares *squares, int n, int start, bool squared, float enough) {
    int32_t taken[CLOUD_POINTS_MAX];
    for (int j = 0; j < CLOUD_POINTS_MAX; j++) {
        taken[j] = j < n ? 0 : TAKEN;
    }
    float sum = 0;
    for (int k = 0; k < n && sum <= enough; k++) {
        const int32_t *bits = squares->bits[(start + k) % n];
        int32_t least = TAKEN;
        for (int j = 0; j < CLOUD_POINTS_MAX; j++) {
            int32_t here = bits[j] | taken[j];
            least = here < least ? here : least;
        }
        int best = 0; /* ties fall on the earliest point */
        while ((bits[best] | taken[best]) != least) {
            best++;
        }
        taken[best] = TAKEN;
        float nearest;
        memcpy(&nearest, &least, sizeof nearest);
        sum += squared ? (float)(n - k) * nearest : (1 - (float)k / (float)n) * sqrtf(nearest);
    }
    return sum;
}

static double match(const Cloud *a, const Cloud *b, bool squared) {
    assert(a->count == b->count && a->count > 0);
    int step = (int)sqrt((double)a->count);
    float least = FLT_MAX;
    Squares there = {0}, back = {0};
    find_squares(a, b, &there, &back);
    for (int i = 0; i < a->count; i += step) {
        least = fminf(least, match_from(&there, a->count, i, squared, least));
        least = fminf(least, match_from(&back, a->count, i, squared, least));
    }
    return least;
}

double cloud_distance_p(const Cloud *a, const Cloud *b) {
    return match(a, b, false);
}

double cloud_distance_q(const Cloud *a, const Cloud *b) {
    return match(a, b, true);
}

static float nearest_point(const Cloud *a, int i, const Cloud *b, int *nearest) {
    float least = FLT_MAX;
    *nearest = 0;
    for (int j = 0; j < b->count; j++) {
        float dx = a->x[i] - b->x[j], dy = a->y[i] - b->y[j], turn = a->turn[i] - b->turn[j];
        float distance = sqrtf(dx * dx + dy * dy + turn * turn);
        if (distance < least) {
            least = distance, *nearest = j;
        }
    }
    return least;
}

static float match_plus(const Cloud *a, const Cloud *b) {
    bool matched[CLOUD_POINTS_MAX] = {false};
    float sum = 0;
    int nearest;
    for (int i = 0; i < a->count; i++) {
        sum += nearest_point(a, i, b, &nearest);
        matched[nearest] = true;
    }
    for (int j = 0; j < b->count; j++) {
        sum += matched[j] ? 0 : nearest_point(b, j, a, &nearest);
    }
    return sum;
}

double cloud_distance_plus(const Cloud *a, const Cloud *b) {
    return fminf(match_plus(a, b), match_plus(b, a));
}
