/* measure/tracing: what the score keeps to on roads of every kind, widths of 4 to 25 mm, in both
 * directions, for hands that wobble and devices that are noisy; random, from fixed seeds. */
#include "measure/tracing.h"

#include "base/rng.h"
#include "measure/shape.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROADS = 6, WIDTHS = 5, READINGS_MAX = 8000, DWELL = 200 };
static const double widths_mm[WIDTHS] = {4, 6, 8, 12, 25};
static const char *const road_names[ROADS] = {"line", "zigzag", "spiral", "circle", "S", "waves"};
static const double PI = 3.14159265358979323846;

/* One road at one width, and a hand that goes along it. */
typedef struct {
    Mem *mem;
    Path path;
    Road road;
    Rng rng;
    bool backwards;
    double wobble_mm, wave_mm, noise_mm, speed_mm_s;
    char name[64];
} Case;

typedef struct {
    Point points[READINGS_MAX];
    bool begins[READINGS_MAX];
    size_t count;
} Ink;

static Ink ink, other;

static double between(Rng *rng, double low, double high) {
    return low + (high - low) * rng_unit(rng);
}

static void lay(Case *c, int road, double width_mm) {
    Mem *mem = c->mem;
    bool laid = road == 0   ? shape_line(mem, 160, 0.3, &c->path)
                : road == 1 ? shape_zigzag(mem, 180, 70, 3, &c->path)
                : road == 2 ? shape_spiral(mem, 80, 3, &c->path)
                : road == 3 ? shape_circle(mem, 50, &c->path)
                : road == 4 ? shape_wave(mem, 150, 60, 1, &c->path)
                            : shape_wave(mem, 180, 50, 2.5, &c->path);
    assert_true(laid);
    c->road = (Road){.path = &c->path, .width_mm = width_mm};
}

/* The finger after `along` of its way, without the device's noise. */
static Point hand_at(const Case *c, double along) {
    double length = path_length(&c->path), at = c->backwards ? length - along : along;
    Point middle = path_at(&c->path, at);
    double phase = 2 * PI * along / c->wave_mm;
    return (Point){middle.x + c->wobble_mm * sin(phase),
                   middle.y + c->wobble_mm * cos(0.8 * phase)};
}

/* Readings of the way from .. to, shares of its length, at a device's rate. */
static void draw(Case *c, double from, double to, double hz, Ink *out) {
    double length = path_length(&c->path), step = c->speed_mm_s / hz;
    double first = from * length, last = to * length;
    size_t n = (size_t)ceil((last - first) / step) + 1;
    for (size_t i = 0; i < n && out->count < READINGS_MAX; i++) {
        Point p = hand_at(c, fmin(first + (double)i * step, last));
        p.x += c->noise_mm * rng_normal(&c->rng), p.y += c->noise_mm * rng_normal(&c->rng);
        out->begins[out->count] = out->count == 0;
        out->points[out->count++] = p;
    }
    assert_true(out->count < READINGS_MAX);
}

static double score_of(Case *c, const Ink *drawn) {
    Trace trace;
    assert_true(trace_make(c->mem, drawn->points, NULL, drawn->begins, drawn->count, &trace));
    return tracing_score(&trace, &c->road).score;
}

static void expect_between(const Case *c, double got, double least, double most, const char *what) {
    if (!(got >= least && got <= most)) {
        fail_msg("%s, %s: expected %.3f .. %.3f, got %.4f", c->name, what, least, most, got);
    }
}

typedef void (*Property)(Case *c);

/* The property for every road, width and direction. */
static void hold(Property property, const char *name, bool wobbling) {
    for (int i = 0; i < ROADS * WIDTHS * 2; i++) {
        double width_mm = widths_mm[i / 2 % WIDTHS];
        Case c = {.mem = mem_new(64 << 20), .backwards = i % 2 == 1};
        c.rng = rng_stream(7, name, (uint64_t)i);
        snprintf(c.name, sizeof c.name, "%s of %g mm%s", road_names[i / 2 / WIDTHS], width_mm,
                 c.backwards ? ", backwards" : "");
        lay(&c, i / 2 / WIDTHS, width_mm);
        c.wobble_mm = wobbling ? between(&c.rng, 0, 1.8) * width_mm : 0;
        c.wave_mm = between(&c.rng, 60, 120);
        c.noise_mm = wobbling ? between(&c.rng, 0, 0.04) : 0;
        c.speed_mm_s = between(&c.rng, 30, 90);
        ink.count = other.count = 0;
        property(&c);
        mem_free(c.mem);
    }
}

static void is_100(Case *c) {
    draw(c, 0, 1, 120, &ink);
    expect_between(c, score_of(c, &ink), 99.9, 100, "perfect");
}

static void perfect_ink_has_100_on_every_road(void **state) {
    (void)state;
    hold(is_100, "perfect", false);
}

/* A road is covered as far as the ink reaches: one width beyond each of its ends, and where it
 * bends back. So half a short road of great width has more than half. */
static void is_half(Case *c) {
    double length = path_length(&c->path), from = between(&c->rng, 0, 0.5);
    double beyond = 100 * 2 * c->road.width_mm / length;
    draw(c, from, from + 0.5, 120, &ink);
    double score = score_of(c, &ink);
    expect_between(c, score, 49.5, beyond < 4.5 ? 55 : 100, "half");
    if (strncmp(c->name, "line", 4) == 0 || strncmp(c->name, "circle", 6) == 0) {
        expect_between(c, score, 49.5, 50.5 + 1.05 * beyond, "half of a plain road");
    }
}

static void half_a_trace_has_half_wherever_it_begins(void **state) {
    (void)state;
    hold(is_half, "half", false);
}

static void is_nothing(Case *c) {
    PathBox box = path_box(&c->path);
    double reach = fmax(20, 1.5 * c->road.width_mm), wanted = 14 * path_length(&c->path), drawn = 0;
    Point here = {box.left, box.top};
    while (drawn < wanted && ink.count < READINGS_MAX) {
        Point next = {between(&c->rng, box.left - reach, box.right + reach),
                      between(&c->rng, box.top - reach, box.bottom + reach)};
        drawn += point_distance(here, next);
        ink.begins[ink.count] = ink.count == 0;
        ink.points[ink.count++] = here = next;
    }
    expect_between(c, score_of(c, &ink), 0, 10, "scribble");
}

static void scribbles_have_under_10_on_every_road(void **state) {
    (void)state;
    hold(is_nothing, "scribble", false);
}

static void is_steady(Case *c) {
    draw(c, 0, 1, 120, &ink);
    double all = score_of(c, &ink), tremble = c->road.width_mm / 40;
    size_t at = (size_t)(between(&c->rng, 0.1, 0.9) * (double)ink.count);
    assert_true(ink.count + DWELL < READINGS_MAX);
    other = ink;
    other.begins[at] = true;
    expect_between(c, score_of(c, &other), all - 0.5, all + 0.5, "a lift");
    other = ink;
    memmove(other.points + at + DWELL, other.points + at, (ink.count - at) * sizeof(Point));
    for (size_t i = at; i < at + DWELL; i++) {
        other.points[i].x = ink.points[at].x + tremble * between(&c->rng, -1, 1);
        other.points[i].y = ink.points[at].y + tremble * between(&c->rng, -1, 1);
    }
    other.count += DWELL;
    expect_between(c, score_of(c, &other), all - 0.5, all + 0.5, "a dwell");
}

static void lifts_and_dwells_change_nothing_on_any_road(void **state) {
    (void)state;
    hold(is_steady, "steady", true);
}

/* Where the hand grazes the edge of what counts as covered, a device's noise decides; so such hands
 * have none. */
static void is_rateless(Case *c) {
    c->noise_mm = c->wobble_mm < 0.6 * c->road.width_mm ? c->noise_mm : 0;
    draw(c, 0, 1, 60, &ink);
    draw(c, 0, 1, 240, &other);
    double slow = score_of(c, &ink), fast = score_of(c, &other);
    expect_between(c, fast, slow - 0.5, slow + 0.5, "240 readings a second against 60");
}

static void the_rate_changes_nothing_on_any_road(void **state) {
    (void)state;
    hold(is_rateless, "rate", true);
}

static void is_placeless(Case *c) {
    draw(c, between(&c->rng, 0, 0.2), between(&c->rng, 0.8, 1), 120, &ink);
    double all = score_of(c, &ink), scale = exp(between(&c->rng, -1.2, 1.2));
    double angle = between(&c->rng, -PI, PI), turn_c = scale * cos(angle),
           turn_s = scale * sin(angle);
    Point shift = {between(&c->rng, -300, 300), between(&c->rng, -300, 300)};
    Path home = c->path;
    assert_true(path_moved(c->mem, &home, scale, angle, shift, &c->path));
    c->road.width_mm *= scale;
    other = ink;
    for (size_t i = 0; i < ink.count; i++) {
        Point p = ink.points[i];
        other.points[i] =
            (Point){turn_c * p.x - turn_s * p.y + shift.x, turn_s * p.x + turn_c * p.y + shift.y};
    }
    expect_between(c, score_of(c, &other), all - 0.5, all + 0.5, "turned, scaled and moved");
}

static void turn_scale_and_place_change_nothing_on_any_road(void **state) {
    (void)state;
    hold(is_placeless, "place", true);
}

/* The same line again, or back over it without lifting. */
static void is_no_better_twice(Case *c) {
    draw(c, 0, 1, 120, &ink);
    double once = score_of(c, &ink);
    bool again = rng_unit(&c->rng) < 0.5;
    other = ink;
    assert_true(2 * ink.count <= READINGS_MAX);
    for (size_t i = 0; i < ink.count; i++) {
        other.begins[ink.count + i] = again && i == 0;
        other.points[ink.count + i] = ink.points[again ? i : ink.count - 1 - i];
    }
    other.count = 2 * ink.count;
    expect_between(c, score_of(c, &other), 0, once, "the same line twice");
    c->wobble_mm =
        fmin(c->wobble_mm, 0.4 * c->road.width_mm); /* within the road: another try at it */
    ink.count = 0;
    draw(c, 0, 1, 120, &ink);
    once = score_of(c, &ink);
    c->wave_mm *= 0.7;
    other.count = 0;
    draw(c, 0, 1, 120, &other);
    size_t second = other.count;
    memmove(other.points + ink.count, other.points, second * sizeof(Point));
    memcpy(other.points, ink.points, ink.count * sizeof(Point));
    memset(other.begins, 0, sizeof other.begins);
    other.begins[0] = other.begins[ink.count] = true;
    other.count = ink.count + second;
    expect_between(c, score_of(c, &other), 0, once, "another line after it");
}

static void twice_is_never_better_than_once(void **state) {
    (void)state;
    hold(is_no_better_twice, "twice", true);
}

static void is_worse_further_off(Case *c) {
    double last = 101;
    c->wobble_mm = 0;
    for (double off = 0; off <= 5; off += 0.5) {
        ink.count = 0;
        draw(c, 0, 1, 120, &ink);
        for (size_t i = 0; i < ink.count; i++) { /* beside a line; above a bent road */
            ink.points[i].y += off * c->road.width_mm;
        }
        double score = score_of(c, &ink);
        expect_between(c, score, 0, last + 0.01, "further off");
        last = score;
    }
}

static void further_off_is_never_better_beside_a_line(void **state) {
    (void)state;
    for (int w = 0; w < WIDTHS; w++) {
        Case c = {.mem = mem_new(64 << 20), .wave_mm = 60, .speed_mm_s = 60, .name = "line"};
        c.rng = rng_stream(7, "off", 0);
        assert_true(shape_line(c.mem, 150, 0, &c.path));
        c.road = (Road){.path = &c.path, .width_mm = widths_mm[w]};
        is_worse_further_off(&c);
        mem_free(c.mem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(perfect_ink_has_100_on_every_road),
        cmocka_unit_test(half_a_trace_has_half_wherever_it_begins),
        cmocka_unit_test(scribbles_have_under_10_on_every_road),
        cmocka_unit_test(lifts_and_dwells_change_nothing_on_any_road),
        cmocka_unit_test(the_rate_changes_nothing_on_any_road),
        cmocka_unit_test(turn_scale_and_place_change_nothing_on_any_road),
        cmocka_unit_test(twice_is_never_better_than_once),
        cmocka_unit_test(further_off_is_never_better_beside_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
