/* measure/form, measure/resemblance: a copy is nearer to its own shape than to others, however the
 * hand differs; and what a copy's measures say. */
#include "measure/form.h"
#include "measure/form_parts.h"
#include "simulated_shapes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WRITERS = 3, PAIRS_MAX = 1 << 13 };

/* Distances of attempts to their own shape and to every other. */
typedef struct {
    double own[PAIRS_MAX], other[PAIRS_MAX];
    size_t own_count, other_count;
} Distances;

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double area_under_curve(Distances *d) {
    qsort(d->own, d->own_count, sizeof(double), by_size);
    qsort(d->other, d->other_count, sizeof(double), by_size);
    double sum = 0;
    size_t nearer = 0;
    for (size_t i = 0; i < d->own_count; i++) {
        while (nearer < d->other_count && d->other[nearer] < d->own[i]) {
            nearer++;
        }
        sum += (double)(d->other_count - nearer);
    }
    return sum / (double)d->own_count / (double)d->other_count;
}

/* shapes: `kinds` of them with `allographs` rows each. Templates are drawn by writers of their own,
 * one for each allograph. */
static void compare(const HandShape *shapes, int kinds, int allographs, uint64_t seed,
                    Distances *out) {
    enum { TEMPLATES = ALLOGRAPHS };
    Mem *mem = mem_new(64 << 20);
    Rng rng = rng_stream(seed, "writers", 0);
    Form *models = mem_alloc_array(mem, (size_t)kinds * TEMPLATES, sizeof *models);
    HandWriter writer[WRITERS + TEMPLATES];
    for (int w = 0; w < WRITERS + TEMPLATES; w++) {
        writer[w] = hand_writer(&rng);
    }
    for (int k = 0; k < kinds * TEMPLATES; k++) {
        const HandShape *shape = &shapes[k / TEMPLATES * allographs + k % allographs];
        models[k] = hand_draw(mem, &rng, &writer[WRITERS + k % TEMPLATES], shape, false);
    }
    out->own_count = out->other_count = 0;
    for (int w = 0; w < WRITERS; w++) {
        for (int k = 0; k < kinds; k++) {
            int habit = (w + k) % allographs;
            Form copy = hand_draw(mem, &rng, &writer[w], &shapes[k * allographs + habit],
                                  allographs > 1 && rng_unit(&rng) < 0.4);
            for (int m = 0; m < kinds; m++) {
                double nearest = INFINITY;
                for (int t = 0; t < TEMPLATES; t++) {
                    nearest = fmin(nearest, form_match(&copy, &models[m * TEMPLATES + t]).distance);
                }
                if (m == k) {
                    out->own[out->own_count++] = nearest;
                } else {
                    out->other[out->other_count++] = nearest;
                }
            }
        }
    }
    mem_free(mem);
}

static void expect_above(double got, double least, const char *what) {
    if (!(got >= least)) {
        fail_msg("%s: expected at least %.4f, got %.4f", what, least, got);
    }
}

static Distances one_stroke, lettered;

static int draw_everything(void **state) {
    (void)state;
    compare(one_stroke_shapes, ONE_STROKE_SHAPES, 1, 11, &one_stroke);
    compare(letters, LETTERS, ALLOGRAPHS, 12, &lettered);
    return 0;
}

static void one_stroke_copies_are_told_from_other_shapes(void **state) {
    (void)state;
    expect_above(area_under_curve(&one_stroke), 0.995, "area under the curve");
}

static void letters_are_told_from_other_letters(void **state) {
    (void)state;
    expect_above(area_under_curve(&lettered), 0.985, "area under the curve");
}

static double between(const double *one, size_t one_at, const double *other, size_t other_at) {
    return form_score((one[one_at] + other[other_at]) / 2);
}

static void score_keeps_its_two_anchors(void **state) {
    (void)state;
    const Distances *a = &one_stroke, *b = &lettered;
    area_under_curve(&one_stroke), area_under_curve(&lettered);
    double own = between(a->own, a->own_count / 2, b->own, b->own_count / 2);
    double other = between(a->other, a->other_count / 20, b->other, b->other_count / 20);
    expect_above(own, 80, "median score of the own shape");
    expect_above(-own, -90, "minus median score of the own shape");
    expect_above(other, 33, "score of the 95th percentile of other shapes");
    expect_above(-other, -47, "minus score of the 95th percentile of other shapes");
}

static Form form_of(Mem *mem, const Point *points, const bool *begins, size_t count) {
    Path path;
    Form form;
    assert_true(path_make(mem, points, begins, count, &path));
    if (!form_make(&path, &form)) {
        form = (Form){0};
    }
    return form;
}

static void turned_and_mirrored_shapes_are_not_the_shape(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 22);
    static const struct {
        const char *what;
        Point a[5], b[5];
        size_t count;
    } pairs[] = {
        {"[ and ]", {{5, 0}, {0, 0}, {0, 9}, {5, 9}}, {{0, 0}, {5, 0}, {5, 9}, {0, 9}}, 4},
        {"v and caret", {{0, 0}, {4, 9}, {8, 0}}, {{0, 9}, {4, 0}, {8, 9}}, 3},
        {"b and d",
         {{0, 0}, {0, 9}, {5, 9}, {5, 5}, {0, 5}},
         {{5, 0}, {5, 9}, {0, 9}, {0, 5}, {5, 5}},
         5},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        Form a = form_of(mem, pairs[i].a, NULL, pairs[i].count);
        Form b = form_of(mem, pairs[i].b, NULL, pairs[i].count);
        double other = form_score(form_match(&a, &b).distance);
        if (!(other < 40)) {
            fail_msg("%s: expected a score under 40, got %.1f", pairs[i].what, other);
        }
        expect_above(form_score(form_match(&a, &a).distance), 100, pairs[i].what);
    }
    mem_free(mem);
}

static void place_size_order_and_direction_change_nothing(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 22);
    Point t[] = {{0, 0}, {8, 0}, {4, 0}, {4, 9}},
          moved[] = {{54, 58}, {54, 40}, {62, 40}, {46, 40}};
    bool two[] = {true, false, true, false};
    Form a = form_of(mem, t, two, 4), b = form_of(mem, moved, two, 4);
    FormMatch match = form_match(&b, &a);
    assert_true(match.distance < 0.02);
    assert_int_equal(match.order[0], 1);
    assert_true(match.reversed[0] && match.reversed[1]);
    Measures m = {0};
    form_measure(&b, &a, 1, &m);
    assert_true(fabs(measures_get(&m, MEASURE_SIZE_RATIO) - 2) < 1e-9);
    assert_true(measures_get(&m, MEASURE_STROKES_REVERSED) == 2);
    assert_true(measures_get(&m, MEASURE_STROKES_OUT_OF_ORDER) == 2);
    assert_true(measures_get(&m, MEASURE_STROKE_COUNT_OK) == 1);
    mem_free(mem);
}

static void mirrored_copy_is_called_mirrored(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 22);
    Point right[] = {{0, 0}, {0, 9}, {5, 9}, {5, 5}, {0, 5}};
    Point left[] = {{5, 0}, {5, 9}, {0, 9}, {0, 5}, {5, 5}};
    Form a = form_of(mem, right, NULL, 5), b = form_of(mem, left, NULL, 5);
    Measures m = {0}, own = {0};
    form_measure(&b, &a, 1, &m);
    form_measure(&a, &a, 1, &own);
    assert_true(measures_get(&m, MEASURE_REVERSAL) == 1);
    assert_true(measures_get(&own, MEASURE_REVERSAL) == 0);
    mem_free(mem);
}

static void corners_and_meetings_are_counted(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 22);
    Point square[] = {{0, 0}, {0, 9}, {9, 9}, {9, 0}, {0, 0}}, circle[60];
    for (int i = 0; i < 60; i++) {
        circle[i] = (Point){20 * cos(i * 0.1066), 20 * sin(i * 0.1066)};
    }
    Point cross[] = {{0, 5}, {10, 5}, {5, 0}, {5, 10}},
          short_t[] = {{0, 0}, {9, 0}, {4, 0.3}, {4, 9}};
    Point apart[] = {{0, 0}, {9, 0}, {0, 4}, {9, 4}};
    bool two[] = {true, false, true, false};
    Form f = form_of(mem, square, NULL, 5);
    assert_int_equal(form_corners(&f), 4);
    f = form_of(mem, square, NULL, 4);
    assert_int_equal(form_corners(&f), 2);
    f = form_of(mem, circle, NULL, 60);
    assert_int_equal(form_corners(&f), 0);
    f = form_of(mem, cross, two, 4);
    assert_int_equal(form_corners(&f), 0);
    assert_int_equal(form_meetings(&f), 1);
    f = form_of(mem, short_t, two, 4);
    assert_int_equal(form_meetings(&f), 1);
    f = form_of(mem, apart, two, 4);
    assert_int_equal(form_meetings(&f), 0);
    f = (Form){0};
    assert_int_equal(form_corners(&f) + form_meetings(&f), 0);
    mem_free(mem);
}

static void ink_without_length_matches_nothing(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 22);
    Point dot[] = {{3, 3}, {3, 3}}, line[] = {{0, 0}, {9, 0}};
    Form none = form_of(mem, dot, NULL, 2), model = form_of(mem, line, NULL, 2);
    assert_int_equal(none.strokes, 0);
    assert_true(isnan(form_match(&none, &model).distance));
    assert_true(isnan(form_score(NAN)));
    mem_free(mem);
}

static void many_strokes_are_bounded(void **state) {
    (void)state;
    Mem *mem = mem_new(16 << 20);
    Point points[80];
    bool begins[80];
    for (int i = 0; i < 80; i++) {
        points[i] = (Point){i / 2 % 8 * 10 + i % 2 * 6, i / 16 * 10};
        begins[i] = i % 2 == 0;
    }
    Form most = form_of(mem, points, begins, 32), over = form_of(mem, points, begins, 80);
    assert_int_equal(most.strokes, FORM_STROKES_MAX);
    assert_int_equal(over.strokes, 1);
    assert_true(form_match(&most, &most).distance < 1e-6);
    assert_true(isfinite(form_match(&over, &most).distance));
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_stroke_copies_are_told_from_other_shapes),
        cmocka_unit_test(letters_are_told_from_other_letters),
        cmocka_unit_test(score_keeps_its_two_anchors),
        cmocka_unit_test(turned_and_mirrored_shapes_are_not_the_shape),
        cmocka_unit_test(place_size_order_and_direction_change_nothing),
        cmocka_unit_test(mirrored_copy_is_called_mirrored),
        cmocka_unit_test(corners_and_meetings_are_counted),
        cmocka_unit_test(ink_without_length_matches_nothing),
        cmocka_unit_test(many_strokes_are_bounded),
    };
    return cmocka_run_group_tests(tests, draw_everything, NULL);
}
