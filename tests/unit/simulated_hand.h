/* Simulated writers for the tests of copying: each has a slant, an own width to height, a way of
 * rounding corners and of running past ends, habits for each shape, and a slow wobble; each attempt
 * differs again. Magnitudes as seen between adults' quick strokes. */
#ifndef OTTERPAW_TESTS_SIMULATED_HAND_H
#define OTTERPAW_TESTS_SIMULATED_HAND_H

#include "base/rng.h"
#include "measure/form.h"

#include <math.h>
#include <string.h>

enum { HAND_POINTS = 80, HAND_CORNERS = 40, HAND_STROKES = 4 };

/* A shape as the corners of its strokes, one stroke after the other, in a unit box, y down. */
typedef struct {
    const char *name;
    Point corners[HAND_CORNERS];
    int counts[HAND_STROKES]; /* corners of each stroke; 0 ends */
} HandShape;

typedef struct {
    double aspect, slant, turn, rounding, past, tidy;
    uint64_t habits;
} HandWriter;

static double hand_between(Rng *rng, double low, double high) {
    return low + (high - low) * rng_unit(rng);
}

static inline HandWriter hand_writer(Rng *rng) {
    HandWriter w;
    w.aspect = exp(0.16 * rng_normal(rng));
    w.slant = 0.10 * rng_normal(rng);
    w.turn = 0.052 * rng_normal(rng);
    w.rounding = hand_between(rng, 0, 0.09);
    w.past = hand_between(rng, 0, 0.06);
    w.tidy = hand_between(rng, 0.6, 1.6);
    w.habits = (uint64_t)(1e9 * rng_unit(rng));
    return w;
}

static double hand_even(const Point *line, int count, Point *out, int wanted) {
    double along[HAND_POINTS + HAND_CORNERS] = {0};
    for (int i = 1; i < count; i++) {
        along[i] = along[i - 1] + point_distance(line[i - 1], line[i]);
    }
    for (int i = 0, k = 0; i < wanted; i++) {
        double t = along[count - 1] * i / (wanted - 1);
        while (k + 2 < count && along[k + 1] < t) {
            k++;
        }
        double step = along[k + 1] - along[k], part = step > 0 ? (t - along[k]) / step : 0;
        out[i] = (Point){line[k].x + part * (line[k + 1].x - line[k].x),
                         line[k].y + part * (line[k + 1].y - line[k].y)};
    }
    return along[count - 1];
}

static void hand_round(Point *line, int reach) {
    for (int pass = 0; pass < 2; pass++) {
        Point from[HAND_POINTS];
        memcpy(from, line, sizeof from);
        for (int i = 0; i < HAND_POINTS; i++) {
            int r = (int)fmin(reach, fmin(i, HAND_POINTS - 1 - i));
            Point sum = {0, 0};
            for (int k = i - r; k <= i + r; k++) {
                sum.x += from[k].x / (2 * r + 1), sum.y += from[k].y / (2 * r + 1);
            }
            line[i] = sum;
        }
    }
}

static void hand_past_end(Point *end, Point before, double part) {
    double length = fmax(point_distance(before, *end), 1e-9);
    end->x += (end->x - before.x) / length * part;
    end->y += (end->y - before.y) / length * part;
}

static void hand_stroke(Rng *rng, Rng *habit, const HandWriter *w, const Point *corners, int count,
                        Point *out) {
    Point line[HAND_CORNERS];
    double scale = w->tidy * (count > 8 ? 0.35 : 1), dx = 0.02 * rng_normal(rng);
    double dy = 0.02 * rng_normal(rng);
    for (int i = 0; i < count; i++) {
        double hx = 0.045 * rng_normal(habit), hy = 0.045 * rng_normal(habit);
        line[i].x = corners[i].x + dx + scale * (hx + 0.03 * rng_normal(rng));
        line[i].y = corners[i].y + dy + scale * (hy + 0.03 * rng_normal(rng));
    }
    hand_past_end(&line[0], line[1], (w->past + 0.02) * rng_normal(rng));
    hand_past_end(&line[count - 1], line[count - 2], (w->past + 0.02) * rng_normal(rng));
    double length = hand_even(line, count, out, HAND_POINTS);
    hand_round(out, 1 + (int)(w->rounding * HAND_POINTS / fmax(length, 0.3)));
    for (int f = 1; f <= 8; f = f < 3 ? f + 1 : f + 2) {
        double ax = 0.008 * w->tidy * rng_normal(rng), ay = 0.008 * w->tidy * rng_normal(rng);
        double phase = hand_between(rng, 0, 6.28);
        for (int i = 0; i < HAND_POINTS; i++) {
            out[i].x += ax * sin(f * 3.14 * i / HAND_POINTS + phase);
            out[i].y += ay * cos(f * 3.14 * i / HAND_POINTS + phase);
        }
    }
}

/* One attempt at a shape: strokes in the given order, or shuffled with some drawn backwards. */
static inline Form hand_draw(Mem *mem, Rng *rng, const HandWriter *w, const HandShape *shape,
                      bool shuffled) {
    Point points[HAND_STROKES * HAND_POINTS];
    bool begins[HAND_STROKES * HAND_POINTS] = {false};
    Rng habit = rng_stream(w->habits, shape->name, (uint64_t)shape->counts[0]);
    int strokes = 0, order[HAND_STROKES], first[HAND_STROKES], n = 0;
    while (strokes < HAND_STROKES && shape->counts[strokes] > 0) {
        first[strokes] = n;
        n += shape->counts[strokes];
        order[strokes] = strokes;
        strokes++;
    }
    for (int i = strokes - 1; shuffled && i > 0; i--) {
        int k = (int)(rng_unit(rng) * (i + 1)), held = order[i];
        order[i] = order[k], order[k] = held;
    }
    double aspect = w->aspect * exp(0.07 * rng_normal(rng));
    double slant = w->slant + 0.03 * rng_normal(rng), turn = w->turn + 0.044 * rng_normal(rng);
    double size = hand_between(rng, 20, 70), c = cos(turn), s = sin(turn);
    for (int k = 0; k < strokes; k++) {
        Point line[HAND_POINTS];
        hand_stroke(rng, &habit, w, shape->corners + first[order[k]], shape->counts[order[k]],
                    line);
        bool back = shuffled && rng_unit(rng) < 0.15;
        for (int i = 0; i < HAND_POINTS; i++) {
            Point p = line[back ? HAND_POINTS - 1 - i : i];
            p = (Point){p.x * sqrt(aspect), p.y / sqrt(aspect)};
            p.x -= slant * (p.y - 0.5);
            begins[k * HAND_POINTS + i] = i == 0;
            points[k * HAND_POINTS + i] =
                (Point){size * (p.x * c - p.y * s), size * (p.x * s + p.y * c)};
        }
    }
    Path path;
    Form form = {0};
    if (path_make(mem, points, begins, (size_t)(strokes * HAND_POINTS), &path)) {
        form_make(&path, &form);
    }
    return form;
}

#endif
