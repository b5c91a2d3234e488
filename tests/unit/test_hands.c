/* measure/form against other writers than those it was tuned with (simulated_hand.h): rounded by
 * splines instead of averaging, moved at the pace of the two-thirds power law, read at 40 to 240 a
 * second with a device's noise, in any stroke order and direction, slanted, narrow, wide and
 * turned, with hooks where the finger lands, and small or large. */
#include "simulated_shapes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WRITERS = 4, DENSE = 24, POINTS_MAX = 4096, PAIRS_MAX = 1 << 13 };

/* One writer's habits. */
typedef struct {
    double slant, aspect, turn, tension, loose_mm, tremor_mm, hook_mm, hz, pace, size_mm;
} Writer;

static Writer writer_of(Rng *rng) {
    return (Writer){.slant = 0.12 * rng_normal(rng),
                    .aspect = exp(0.15 * rng_normal(rng)),
                    .turn = 0.06 * rng_normal(rng),
                    .tension = hand_between(rng, 0, 0.5),
                    .loose_mm = hand_between(rng, 0.01, 0.035),
                    .tremor_mm = hand_between(rng, 0, 0.006),
                    .hook_mm = hand_between(rng, 0, 0.05),
                    .hz = hand_between(rng, 40, 240),
                    .pace = hand_between(rng, 0.8, 3),
                    .size_mm = hand_between(rng, 8, 90)};
}

/* A place on the cardinal spline through four corners; tension 0 is straight lines. */
static Point spline(Point a, Point b, Point c, Point d, double tension, double t) {
    double s = tension / 2, t2 = t * t, t3 = t2 * t;
    double h1 = 2 * t3 - 3 * t2 + 1, h2 = 3 * t2 - 2 * t3, h3 = t3 - 2 * t2 + t, h4 = t3 - t2;
    double line = 1 - tension;
    Point curve = {h1 * b.x + h2 * c.x + s * (h3 * (c.x - a.x) + h4 * (d.x - b.x)),
                   h1 * b.y + h2 * c.y + s * (h3 * (c.y - a.y) + h4 * (d.y - b.y))};
    return (Point){tension * curve.x + line * (b.x + t * (c.x - b.x)),
                   tension * curve.y + line * (b.y + t * (c.y - b.y))};
}

/* The dense line of one stroke of the shape, in the unit box. */
static int line_of(Rng *rng, const Writer *w, const Point *corners, int count, Point *out) {
    Point held[HAND_CORNERS];
    double loose = w->loose_mm * (count > 8 ? 0.4 : 1);
    for (int i = 0; i < count; i++) {
        held[i] =
            (Point){corners[i].x + loose * rng_normal(rng), corners[i].y + loose * rng_normal(rng)};
    }
    int n = 0;
    for (int i = 0; i + 1 < count; i++) {
        Point a = held[i > 0 ? i - 1 : 0], d = held[i + 2 < count ? i + 2 : count - 1];
        for (int k = 0; k < DENSE; k++) {
            out[n++] = spline(a, held[i], held[i + 1], d, w->tension, (double)k / DENSE);
        }
    }
    out[n++] = held[count - 1];
    if (rng_unit(rng) < 0.5) { /* the finger lands beside the start and slides to it */
        double angle = hand_between(rng, 0, 6.28);
        out[0].x += w->hook_mm * cos(angle), out[0].y += w->hook_mm * sin(angle);
    }
    return n;
}

/* Readings of a dense line at the writer's rate: slow where it bends (two-thirds power law). */
static size_t read_line(Rng *rng, const Writer *w, const Point *line, int count, bool back,
                        Point *out, size_t room) {
    double clock = 0, next = 0, shake_x = 0, shake_y = 0;
    size_t n = 0;
    for (int i = 0; i + 1 < count; i++) {
        Point a = line[back ? count - 1 - i : i], b = line[back ? count - 2 - i : i + 1];
        Point c = i + 2 < count ? line[back ? count - 3 - i : i + 2] : b;
        double step = point_distance(a, b);
        double bend = fabs(atan2((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x),
                                 (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)));
        double lasts = step / w->pace * (1 + 2 * cbrt(bend));
        for (; next <= clock + lasts && n < room; next += 1 / w->hz) {
            double t = lasts > 0 ? (next - clock) / lasts : 0;
            shake_x = 0.9 * shake_x + w->tremor_mm * rng_normal(rng);
            shake_y = 0.9 * shake_y + w->tremor_mm * rng_normal(rng);
            out[n++] = (Point){a.x + t * (b.x - a.x) + shake_x, a.y + t * (b.y - a.y) + shake_y};
        }
        clock += lasts;
    }
    if (n < room) {
        out[n++] = line[back ? 0 : count - 1];
    }
    return n;
}

/* One attempt. free: in any order and direction of the strokes. */
static Form write_shape(Mem *mem, Rng *rng, const Writer *w, const HandShape *shape, bool free) {
    static Point points[POINTS_MAX];
    static bool begins[POINTS_MAX];
    int strokes = 0, first[HAND_STROKES], order[HAND_STROKES], corner = 0;
    size_t n = 0;
    for (; strokes < HAND_STROKES && shape->counts[strokes] > 0; strokes++) {
        first[strokes] = corner, order[strokes] = strokes;
        corner += shape->counts[strokes];
    }
    for (int i = strokes - 1; free && i > 0; i--) {
        int k = (int)(rng_unit(rng) * (i + 1)), held = order[i];
        order[i] = order[k], order[k] = held;
    }
    double slant = w->slant + 0.03 * rng_normal(rng), turn = w->turn + 0.03 * rng_normal(rng);
    double wide = sqrt(w->aspect * exp(0.06 * rng_normal(rng)));
    for (int k = 0; k < strokes; k++) {
        Point line[HAND_CORNERS * DENSE];
        int count =
            line_of(rng, w, shape->corners + first[order[k]], shape->counts[order[k]], line);
        bool back = free && rng_unit(rng) < 0.3;
        size_t from = n;
        n += read_line(rng, w, line, count, back, points + n, POINTS_MAX - n);
        for (size_t i = from; i < n; i++) {
            double x = points[i].x * wide - slant * points[i].y, y = points[i].y / wide;
            points[i] = (Point){w->size_mm * (x * cos(turn) - y * sin(turn)),
                                w->size_mm * (x * sin(turn) + y * cos(turn))};
            begins[i] = i == from;
        }
    }
    Path path;
    Form form = {0};
    assert_true(path_make(mem, points, begins, n, &path) && form_make(&path, &form));
    return form;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How often a copy is nearer to its own shape than another copy to a strange one. */
static double area_under_curve(const HandShape *shapes, int kinds, int allographs, uint64_t seed) {
    static double own[PAIRS_MAX], strange[PAIRS_MAX];
    size_t owns = 0, stranges = 0;
    Mem *mem = mem_new(256 << 20);
    Rng rng = rng_stream(seed, "other hands", 0);
    Form *models = mem_alloc_array(mem, (size_t)kinds * ALLOGRAPHS, sizeof *models);
    Writer writers[WRITERS + ALLOGRAPHS];
    for (int w = 0; w < WRITERS + ALLOGRAPHS; w++) {
        writers[w] = writer_of(&rng);
    }
    for (int k = 0; k < kinds * ALLOGRAPHS; k++) {
        const HandShape *shape = &shapes[k / ALLOGRAPHS * allographs + k % allographs];
        models[k] = write_shape(mem, &rng, &writers[WRITERS + k % ALLOGRAPHS], shape, false);
    }
    for (int w = 0; w < WRITERS; w++) {
        for (int k = 0; k < kinds; k++) {
            const HandShape *shape = &shapes[k * allographs + (w + k) % allographs];
            Form copy =
                write_shape(mem, &rng, &writers[w], shape, allographs > 1 || shape->counts[0] < 4);
            for (int m = 0; m < kinds; m++) {
                double nearest = INFINITY;
                for (int t = 0; t < ALLOGRAPHS; t++) {
                    nearest =
                        fmin(nearest, form_match(&copy, &models[m * ALLOGRAPHS + t]).distance);
                }
                *(m == k ? &own[owns++] : &strange[stranges++]) = nearest;
            }
        }
    }
    qsort(own, owns, sizeof own[0], by_size);
    qsort(strange, stranges, sizeof strange[0], by_size);
    double sum = 0;
    for (size_t i = 0, nearer = 0; i < owns; i++) {
        while (nearer < stranges && strange[nearer] < own[i]) {
            nearer++;
        }
        sum += (double)(stranges - nearer);
    }
    mem_free(mem);
    return sum / (double)owns / (double)stranges;
}

static void expect_area(const HandShape *shapes, int kinds, int allographs, double least) {
    for (uint64_t seed = 1; seed <= 2; seed++) {
        double area = area_under_curve(shapes, kinds, allographs, seed);
        if (!(area >= least)) {
            fail_msg("seed %d: expected an area of at least %.4f, got %.5f", (int)seed, least,
                     area);
        }
    }
}

static void other_hands_one_stroke_copies_are_told_apart(void **state) {
    (void)state;
    expect_area(one_stroke_shapes, ONE_STROKE_SHAPES, 1, 0.995);
}

static void other_hands_letters_are_told_apart(void **state) {
    (void)state;
    expect_area(letters, LETTERS, ALLOGRAPHS, 0.985);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_hands_one_stroke_copies_are_told_apart),
        cmocka_unit_test(other_hands_letters_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
