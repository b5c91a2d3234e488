/* play/gate: the adult gets out, the child does not. With a number: that many touches of pretend
 * hands instead of the usual ones, e.g. build/debug/tests/test_gate 1000000. */
#include "base/rng.h"
#include "play/gate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WIDTH_MM  218.0
#define HEIGHT_MM 136.0

static long touches_wanted = 100000;

static bool give(Gate *gate, int finger, SamplePhase phase, double x, double y, int64_t ms) {
    Sample raw = {ms * 1000, x, y, finger, phase};
    return gate_take(gate, &raw);
}

static Gate fresh(void) {
    Gate gate;
    gate_begin(&gate, WIDTH_MM);
    return gate;
}

static void two_still_fingers_open_it_every_time(void **state) {
    (void)state;
    Rng rng = rng_stream(1, "adult", 0);
    Gate gate = fresh();
    int opened = 0;
    for (int i = 0; i < 20; i++) { /* an adult who trembles a little, one finger after the other */
        int64_t at = 10000 * i, later = at + rng_between(&rng, 0, 600);
        double left = 1 + 16 * rng_unit(&rng), right = WIDTH_MM - 1 - 16 * rng_unit(&rng);
        double top = 1 + 16 * rng_unit(&rng);
        give(&gate, 0, SAMPLE_DOWN, left, top, at);
        give(&gate, 1, SAMPLE_DOWN, right, top, later);
        int times = 0;
        for (int64_t ms = later + 20; ms <= later + 1000; ms += 20) {
            bool opens = give(&gate, 0, SAMPLE_MOVE, left + 2 * rng_unit(&rng), top, ms);
            opens = gate_pass_time(&gate, ms * 1000 + 5000) || opens;
            times += opens;
            assert_true(!opens || ms >= later + 780);
        }
        assert_int_equal(times, 1);
        opened += times;
        give(&gate, 0, SAMPLE_UP, left, top, later + 1100);
        give(&gate, 1, SAMPLE_UP, right, top, later + 1100);
    }
    assert_int_equal(opened, 20);
}

static void the_rings_fill_with_the_later_finger(void **state) {
    (void)state;
    Gate gate = fresh();
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
    assert_float_equal(gate_progress(&gate, 500000), 0, 0);
    assert_int_equal(gate_wake_us(&gate), INT64_MAX);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 500);
    assert_float_equal(gate_progress(&gate, 900000), 0.5, 1e-9);
    assert_int_equal(gate_wake_us(&gate), 1300000);
    assert_false(gate_pass_time(&gate, 1299999));
    assert_true(gate_pass_time(&gate, 1300000));
    assert_false(gate_pass_time(&gate, 1400000));
    assert_float_equal(gate_progress(&gate, 1400000), 0, 0);
    give(&gate, 1, SAMPLE_UP, 210, 10, 1500);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 1600); /* again only once both have lifted */
    assert_false(gate_pass_time(&gate, 9000000));
}

static void a_finger_that_lifts_moves_or_is_elsewhere_does_not_open_it(void **state) {
    (void)state;
    const double begins[][2] = {{199.9, 10}, {210, 18.1}, {100, 10}, {10, 12}};
    for (int i = 0; i < 4; i++) {
        Gate gate = fresh();
        give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
        give(&gate, 1, SAMPLE_DOWN, begins[i][0], begins[i][1], 300);
        assert_false(gate_pass_time(&gate, 5000000));
    }
    Gate gate = fresh();
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 300);
    give(&gate, 1, SAMPLE_MOVE, 210, 14, 500); /* 4 mm */
    give(&gate, 1, SAMPLE_MOVE, 210, 10, 600); /* and back */
    assert_false(gate_pass_time(&gate, 5000000));
    gate = fresh();
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 300);
    give(&gate, 1, SAMPLE_UP, 210, 10, 1099);
    assert_false(gate_pass_time(&gate, 5000000));
}

static void a_third_contact_closes_it_until_all_have_lifted(void **state) {
    (void)state;
    Gate gate = fresh();
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 300);
    give(&gate, 2, SAMPLE_DOWN, 100, 100, 600);
    assert_float_equal(gate_progress(&gate, 700000), 0, 0);
    give(&gate, 2, SAMPLE_UP, 100, 100, 700);
    assert_false(gate_pass_time(&gate, 5000000));
    give(&gate, 0, SAMPLE_UP, 10, 10, 5000);
    give(&gate, 1, SAMPLE_UP, 210, 10, 5000);
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 5300);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 5300);
    assert_true(gate_pass_time(&gate, 6100000));
}

static void three_that_land_together_are_a_hand(void **state) {
    (void)state;
    for (int between = 40; between <= 60; between += 10) {
        Gate gate = fresh();
        give(&gate, 2, SAMPLE_DOWN, 100, 20, 0);
        give(&gate, 0, SAMPLE_DOWN, 10, 10, between);
        give(&gate, 2, SAMPLE_UP, 100, 20, between + 1);
        give(&gate, 1, SAMPLE_DOWN, 210, 10, 2 * between);
        assert_int_equal(gate_pass_time(&gate, 5000000), 2 * between > 100);
    }
}

static void a_program_that_stood_still_does_not_open_it(void **state) {
    (void)state;
    Gate gate = fresh();
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 200);
    /* A second of silence, and then all that came meanwhile. */
    assert_false(give(&gate, 2, SAMPLE_DOWN, 100, 100, 1200));
    assert_false(gate_pass_time(&gate, 3000000));
    gate = fresh();
    give(&gate, 0, SAMPLE_DOWN, 10, 10, 0);
    give(&gate, 1, SAMPLE_DOWN, 210, 10, 200);
    assert_false(give(&gate, 1, SAMPLE_UP, 210, 10, 1200));
    assert_false(gate_pass_time(&gate, 3000000));
}

/* ---- pretend hands ----
 * Taps, slow presses, strokes and palms of up to ten fingers, placed anywhere but more often at the
 * top corners than chance would have it. */

typedef struct {
    bool down;
    Point at;
    double drift_mm; /* per reading */
    int64_t next_us, up_us;
} Finger;

typedef struct {
    long touches, in_corner, both_corners;
} Tally;

/* Log-normal. */
static int64_t duration_us(Rng *rng, double median_ms, double spread) {
    return (int64_t)(1000 * median_ms * exp(spread * rng_normal(rng)));
}

static void land_finger(Rng *rng, Finger *finger, Point at, int64_t time_us, double median_ms,
                        double drift_mm) {
    finger->down = true;
    finger->at = (Point){fmin(WIDTH_MM, fmax(0, at.x)), fmin(HEIGHT_MM, fmax(0, at.y))};
    finger->drift_mm = drift_mm;
    finger->up_us = time_us + 10000 + duration_us(rng, median_ms, 0.6);
    finger->next_us = time_us + 40000;
}

static Point somewhere(Rng *rng) {
    if (rng_between(rng, 0, 9) == 0) { /* where a thumb goes that holds the tablet */
        double x = 20 * rng_unit(rng);
        return (Point){rng_between(rng, 0, 1) == 0 ? x : WIDTH_MM - x, 20 * rng_unit(rng)};
    }
    return (Point){WIDTH_MM * rng_unit(rng), HEIGHT_MM * rng_unit(rng)};
}

static bool send(Gate *gate, const Finger *fingers, int i, SamplePhase phase, int64_t time_us) {
    Sample raw = {time_us, fingers[i].at.x, fingers[i].at.y, i, phase};
    return gate_take(gate, &raw);
}

/* A palm: three to six contacts, near one another, within 80 ms. Or one finger. */
static bool begin_touch(Rng *rng, Gate *gate, Finger *fingers, int64_t *time_us, Tally *tally) {
    bool palm = rng_between(rng, 0, 4) == 0, opens = false;
    int count = palm ? (int)rng_between(rng, 3, 6) : 1;
    double slow = rng_between(rng, 0, 9) == 0 ? 500 : 150; /* presses, strokes; taps */
    double drift = rng_between(rng, 0, 1) == 0 ? 0.3 : 2.5;
    Point at = somewhere(rng);
    for (int i = 0; i < SAMPLE_FINGERS_MAX && count > 0; i++) {
        if (fingers[i].down) {
            continue;
        }
        Point spread = {palm ? 20 * rng_normal(rng) : 0, palm ? 20 * rng_normal(rng) : 0};
        land_finger(rng, &fingers[i], (Point){at.x + spread.x, at.y + spread.y}, *time_us,
                    palm ? 1500 : slow, palm ? 0.4 : drift);
        opens = send(gate, fingers, i, SAMPLE_DOWN, *time_us) || opens;
        *time_us += palm ? rng_between(rng, 0, 15000) : 0;
        tally->touches++;
        tally->in_corner += gate->contacts[i].corner != GATE_ELSEWHERE;
        count--;
    }
    bool corner[3] = {false};
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        corner[gate->contacts[i].corner] |= gate->contacts[i].down;
    }
    tally->both_corners += corner[GATE_LEFT] && corner[GATE_RIGHT];
    return opens;
}

static bool follow(Rng *rng, Gate *gate, Finger *finger, const Finger *fingers, int64_t time_us) {
    if (!finger->down || finger->next_us > time_us) {
        return false;
    }
    finger->at.x += finger->drift_mm * rng_normal(rng);
    finger->at.y += finger->drift_mm * rng_normal(rng);
    finger->next_us = time_us + 40000;
    finger->down = time_us < finger->up_us;
    return send(gate, fingers, (int)(finger - fingers), finger->down ? SAMPLE_MOVE : SAMPLE_UP,
                time_us);
}

static void hands_of_children_never_open_it(void **state) {
    (void)state;
    Rng rng = rng_stream(2, "hands", 0);
    Gate gate = fresh();
    Finger fingers[SAMPLE_FINGERS_MAX] = {{0}};
    Tally tally = {0};
    long opened = 0;
    int64_t time_us = 0, next_us = 0;
    while (tally.touches < touches_wanted) {
        time_us += 20000;
        if (time_us >= next_us) {
            opened += begin_touch(&rng, &gate, fingers, &time_us, &tally);
            next_us = time_us + duration_us(&rng, 250, 0.9);
        }
        for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
            opened += follow(&rng, &gate, &fingers[i], fingers, time_us);
        }
        opened += gate_pass_time(&gate, time_us);
    }
    print_message("%ld touches, %ld in a corner, %ld times in both, %ld opened it\n", tally.touches,
                  tally.in_corner, tally.both_corners, opened);
    assert_int_equal(opened, 0);
    assert_true(tally.both_corners > 100); /* it was tried */
}

int main(int count, char **words) {
    if (count > 1) {
        touches_wanted = strtol(words[1], NULL, 10);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_still_fingers_open_it_every_time),
        cmocka_unit_test(the_rings_fill_with_the_later_finger),
        cmocka_unit_test(a_finger_that_lifts_moves_or_is_elsewhere_does_not_open_it),
        cmocka_unit_test(a_third_contact_closes_it_until_all_have_lifted),
        cmocka_unit_test(three_that_land_together_are_a_hand),
        cmocka_unit_test(a_program_that_stood_still_does_not_open_it),
        cmocka_unit_test(hands_of_children_never_open_it),
    };
    return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
