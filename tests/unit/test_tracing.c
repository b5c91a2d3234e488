/* measure/tracing: what the score must do, whatever the device, the place and the pace. */
#include "measure/tracing.h"

#include "base/rng.h"
#include "measure/shape.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 8 };
static const double PI = 3.14159265358979323846;

/* The finger's way as a function of its progress 0 .. 1 along the road. */
typedef struct {
    Mem *mem;
    Path road_path;
    Road road;
} Setting;

static Setting setting(void) {
    Setting s = {.mem = mem_new(256 << 20)};
    return s;
}

static void lay_wave(Setting *s) {
    assert_true(shape_wave(s->mem, 160, 60, 1, &s->road_path));
    s->road = (Road){.path = &s->road_path, .width_mm = WIDTH};
}

static double score_of(const Setting *s, const Point *points, const bool *begins, size_t count) {
    Trace trace;
    assert_true(trace_make(s->mem, points, NULL, begins, count, &trace));
    return tracing_score(&trace, &s->road).score;
}

/* A wobbling trace of the road from one share of it to another, in `count` readings. */
static void draw(const Setting *s, double from, double to, double wobble_mm, Point *out,
                 size_t count) {
    double length = path_length(&s->road_path);
    for (size_t i = 0; i < count; i++) {
        double along = length * (from + (to - from) * (double)i / (double)(count - 1));
        Point at = path_at(&s->road_path, along), way = path_tangent(&s->road_path, along);
        double off = wobble_mm * sin(along / 9);
        out[i] = (Point){at.x - off * way.y, at.y + off * way.x};
    }
}

static void expect_between(double got, double least, double most, const char *what) {
    if (!(got >= least && got <= most)) {
        fail_msg("%s: expected %.2f .. %.2f, got %.4f", what, least, most, got);
    }
}

static void perfect_trace_scores_100(void **state) {
    (void)state;
    Setting s = setting();
    Point p[600];
    Path roads[5];
    assert_true(shape_line(s.mem, 100, 0.4, &roads[0]) &&
                shape_wave(s.mem, 160, 60, 2, &roads[1]) &&
                shape_zigzag(s.mem, 150, 60, 3, &roads[2]) && shape_circle(s.mem, 40, &roads[3]) &&
                shape_spiral(s.mem, 60, 3, &roads[4]));
    for (int i = 0; i < 5; i++) {
        s.road_path = roads[i];
        s.road = (Road){.path = &s.road_path, .width_mm = WIDTH};
        draw(&s, 0, 1, 0, p, 600);
        expect_between(score_of(&s, p, NULL, 600), 99.999, 100, "perfect");
        draw(&s, 1, 0, 0, p, 600);
        expect_between(score_of(&s, p, NULL, 600), 99.999, 100, "perfect, backwards");
    }
    mem_free(s.mem);
}

static void half_a_trace_scores_about_half(void **state) {
    (void)state;
    Setting s = setting();
    Point p[300];
    lay_wave(&s);
    draw(&s, 0, 0.5, 0, p, 300);
    expect_between(score_of(&s, p, NULL, 300), 45, 55, "first half");
    draw(&s, 0.5, 1, 0, p, 300);
    expect_between(score_of(&s, p, NULL, 300), 45, 55, "second half");
    mem_free(s.mem);
}

static void scribble_scores_under_10(void **state) {
    (void)state;
    Setting s = setting();
    enum { COUNT = 4000 };
    static Point p[COUNT];
    lay_wave(&s);
    for (int i = 0; i < COUNT; i++) { /* back and forth over everything: full coverage */
        double t = (double)i / COUNT;
        p[i] = (Point){-80 + 160 * t, 40 * sin(2 * PI * 40 * t)};
    }
    expect_between(score_of(&s, p, NULL, COUNT), 0, 10, "hatching");
    Rng rng = rng_stream(5, "scribble", 0);
    for (int i = 0; i < COUNT; i++) {
        p[i] = (Point){160 * rng_unit(&rng) - 80, 80 * rng_unit(&rng) - 40};
    }
    expect_between(score_of(&s, p, NULL, COUNT), 0, 10, "random lines");
    mem_free(s.mem);
}

static void traced_twice_is_not_better_than_once(void **state) {
    (void)state;
    Setting s = setting();
    Point p[800];
    lay_wave(&s);
    for (double wobble = 0; wobble < 15; wobble += 3) {
        draw(&s, 0, 1, wobble, p, 400);
        double once = score_of(&s, p, NULL, 400);
        draw(&s, 1, 0, wobble, p + 400, 400);
        expect_between(score_of(&s, p, NULL, 800), 0, once, "twice");
    }
    mem_free(s.mem);
}

static void pace_rate_and_lifts_change_nothing(void **state) {
    (void)state;
    Setting s = setting();
    enum { SLOW = 240, FAST = 960, DWELL = 200 };
    Point p[FAST + DWELL];
    bool begins[FAST] = {true};
    lay_wave(&s);
    for (double wobble = 0; wobble < 20; wobble += 4) {
        draw(&s, 0, 1, wobble, p, FAST);
        double all = score_of(&s, p, NULL, FAST);
        begins[FAST / 2] = true;
        expect_between(score_of(&s, p, begins, FAST), all - 0.5, all + 0.5, "a lift");
        Point held = p[FAST / 3];
        memmove(p + FAST / 3 + DWELL, p + FAST / 3, (FAST - FAST / 3) * sizeof *p);
        for (int i = 0; i < DWELL; i++) {
            p[FAST / 3 + i] = (Point){held.x + 0.1 * (i % 3), held.y - 0.1 * (i % 2)};
        }
        expect_between(score_of(&s, p, NULL, FAST + DWELL), all - 0.5, all + 0.5, "a dwell");
        draw(&s, 0, 1, wobble, p, SLOW);
        expect_between(score_of(&s, p, NULL, SLOW), all - 0.5, all + 0.5, "a slower device");
    }
    mem_free(s.mem);
}

static void place_turn_and_scale_change_nothing(void **state) {
    (void)state;
    Setting s = setting();
    Point p[500], q[500];
    lay_wave(&s);
    Path home = s.road_path;
    for (double wobble = 0; wobble < 20; wobble += 5) {
        s.road_path = home, s.road.width_mm = WIDTH;
        draw(&s, 0.05, 0.9, wobble, p, 500);
        double all = score_of(&s, p, NULL, 500);
        for (double scale = 0.3; scale < 4; scale *= 2) {
            double angle = scale * 2;
            assert_true(path_moved(s.mem, &home, scale, angle, (Point){300, -70}, &s.road_path));
            s.road.width_mm = WIDTH * scale;
            for (int i = 0; i < 500; i++) {
                double x = scale * p[i].x, y = scale * p[i].y, c = cos(angle), z = sin(angle);
                q[i] = (Point){x * c - y * z + 300, x * z + y * c - 70};
            }
            expect_between(score_of(&s, q, NULL, 500), all - 0.5, all + 0.5, "moved");
        }
    }
    mem_free(s.mem);
}

static void offset_lowers_the_score_step_by_step(void **state) {
    (void)state;
    Setting s = setting();
    assert_true(shape_line(s.mem, 150, 0, &s.road_path));
    s.road = (Road){.path = &s.road_path, .width_mm = WIDTH};
    double last = 101;
    for (double off = 0; off <= 4.5 * WIDTH; off += WIDTH / 2.0) {
        Point p[] = {{-75, off}, {-40, off}, {0, off}, {40, off}, {75, off}};
        double score = score_of(&s, p, NULL, 5);
        expect_between(score, 0, last, "further off");
        expect_between(score, off <= WIDTH / 2.0 ? 99.9 : 0, off >= 3 * WIDTH ? 0.5 : 100,
                       "at its distance");
        last = score;
    }
    mem_free(s.mem);
}

static void nothing_to_measure_is_no_score(void **state) {
    (void)state;
    Setting s = setting();
    Point dot[] = {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, line[6];
    lay_wave(&s);
    draw(&s, 0, 1, 0, line, 6);
    assert_true(isnan(score_of(&s, dot, NULL, 6)));
    assert_true(isnan(score_of(&s, line, NULL, 4)));
    assert_true(isnan(score_of(&s, line, NULL, 0)));
    s.road.width_mm = 0;
    assert_true(isnan(score_of(&s, line, NULL, 6)));
    s.road.width_mm = -3;
    assert_true(isnan(score_of(&s, line, NULL, 6)));
    mem_free(s.mem);
}

static void long_traces_are_measured_at_bounded_cost(void **state) {
    (void)state;
    Setting s = setting();
    enum { COUNT = 100000 };
    Point *p = mem_alloc_array(s.mem, COUNT, sizeof *p);
    double *time_s = mem_alloc_array(s.mem, COUNT, sizeof *time_s);
    Trace trace;
    Quality quality;
    Measures m = {0};
    lay_wave(&s);
    draw(&s, 0, 1, 3, p, COUNT);
    for (int i = 0; i < COUNT; i++) {
        time_s[i] = i / 240.0;
    }
    assert_true(trace_make(s.mem, p, time_s, NULL, COUNT, &trace));
    assert_true(quality_judge(s.mem, &trace, &(QualityContext){true, false, 0, NAN}, &quality));
    assert_true(tracing_measure(s.mem, &trace, &s.road, &quality, &m));
    expect_between(measures_get(&m, MEASURE_SCORE), 90, 100, "score");
    expect_between(measures_get(&m, MEASURE_DURATION_S), 416, 417, "duration");
    mem_free(s.mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(perfect_trace_scores_100),
        cmocka_unit_test(half_a_trace_scores_about_half),
        cmocka_unit_test(scribble_scores_under_10),
        cmocka_unit_test(traced_twice_is_not_better_than_once),
        cmocka_unit_test(pace_rate_and_lifts_change_nothing),
        cmocka_unit_test(place_turn_and_scale_change_nothing),
        cmocka_unit_test(offset_lowers_the_score_step_by_step),
        cmocka_unit_test(nothing_to_measure_is_no_score),
        cmocka_unit_test(long_traces_are_measured_at_bounded_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
