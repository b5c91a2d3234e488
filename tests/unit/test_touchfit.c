/* measure/touchfit: twenty bubbles, their figures and what is proposed. */
#include "measure/touchfit.h"

#include "base/rng.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const double SIZE = 26;

static TouchCheck begun(uint64_t seed) {
    TouchCheck check;
    touchcheck_begin(&check, 20, 30, 180, 80, SIZE, seed);
    return check;
}

/* One touch: where it lands and lifts, from the bubble's middle. */
static bool touch(TouchCheck *check, int64_t at_us, Point land, Point lift) {
    Point middle = touchcheck_middle(check);
    Sample raw = {.time_us = at_us,
                  .x_mm = middle.x + land.x,
                  .y_mm = middle.y + land.y,
                  .phase = SAMPLE_DOWN};
    touchcheck_take(check, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 120000;
    raw.x_mm = middle.x + lift.x;
    raw.y_mm = middle.y + lift.y;
    return touchcheck_take(check, &raw);
}

static void play(TouchCheck *check, Point offset, double sd, double lift_share) {
    Rng rng = rng_stream(3, "hand", 0);
    for (int64_t at_us = 1000000; !touchcheck_over(check); at_us += 2000000) {
        Point land = {offset.x + sd * rng_normal(&rng), offset.y + sd * rng_normal(&rng)};
        touch(check, at_us, land, (Point){land.x * lift_share, land.y * lift_share});
    }
}

static void every_cell_comes_once_and_sides_change(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        TouchCheck check = begun(seed);
        bool seen[TOUCHFIT_BUBBLES] = {false};
        int side_before = 0, same = 0;
        for (int i = 0; i < TOUCHFIT_BUBBLES; i++) {
            int cell = check.order[i], column = cell % TOUCHFIT_COLUMNS;
            assert_false(seen[cell]);
            seen[cell] = true;
            int side = column < 2 ? -1 : column > 2 ? 1 : 0;
            same += side != 0 && side == side_before;
            side_before = side;
        }
        assert_int_equal(same, 0);
    }
}

static void a_steady_hand_gets_the_floor_and_no_correction(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    play(&check, (Point){0, 0}, 1, 1);
    touchfit_make(check.bubbles, check.at, 20, &fit);
    assert_int_equal(fit.popped, 20);
    assert_true(fit.proposed);
    assert_true(fabs(fit.sd_mm - 1) < 0.35);
    assert_true(fit.target_mm == 20);
    assert_false(fit.use_offset);
    assert_true(fit.correction_mm.x == 0 && fit.correction_mm.y == 0);
    assert_int_equal(fit.accept, TOUCHFIT_PRESS);
    assert_true(fabs(fit.repeat_s - 0.5) < 1e-9);
}

static void a_shaky_hand_gets_targets_of_its_effective_width(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    play(&check, (Point){0, 0}, 7, 1);
    touchfit_make(check.bubbles, check.at, 20, &fit);
    assert_true(fit.proposed);
    assert_true(fabs(fit.target_mm - 4.13 * fit.sd_mm) < 1e-9);
    assert_true(fit.target_mm > 20);
    assert_true(fabs(fit.slop_mm - 1.5 * fit.sd_mm) < 1e-9);
}

static void a_steady_offset_is_corrected_only_after_twenty_touches(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    play(&check, (Point){4, 6}, 1, 1);
    touchfit_make(check.bubbles, check.at, 20, &fit);
    assert_true(fit.use_offset);
    assert_true(fabs(fit.correction_mm.x + 4) < 0.6 && fabs(fit.correction_mm.y + 6) < 0.6);
    touchfit_make(check.bubbles, 19, 20, &fit);
    assert_true(fit.proposed);
    assert_false(fit.use_offset);
}

static void who_slides_to_the_middle_may_slide(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    play(&check, (Point){3, 3}, 3, 0.3);
    touchfit_make(check.bubbles, check.at, 20, &fit);
    assert_int_equal(fit.accept, TOUCHFIT_SLIDE);
    assert_true(fit.travel_p90_mm > 1);
    assert_true(fabs(fit.move_tolerance_mm - fit.travel_p90_mm - 2) < 1e-9);
}

static void far_touches_pass_the_bubble_over_and_mark_the_map(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    int cell = check.order[0];
    assert_false(touch(&check, 1000000, (Point){60, 0}, (Point){60, 0}));
    assert_false(touch(&check, 2000000, (Point){60, 0}, (Point){60, 0}));
    assert_true(touch(&check, 3000000, (Point){60, 0}, (Point){60, 0}));
    assert_int_equal(check.at, 1);
    play(&check, (Point){0, 0}, 1, 1);
    touchfit_make(check.bubbles, check.at, 20, &fit);
    assert_int_equal(fit.missed, 1);
    assert_false(fit.reached[cell]);
    assert_true(fabs(fit.extra - 3.0 / 20) < 1e-9);
}

static void a_bounce_sets_how_long_repeats_are_ignored(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    int64_t at_us = 1000000;
    while (!touchcheck_over(&check)) {
        Point before = touchcheck_middle(&check);
        touch(&check, at_us, (Point){0, 0}, (Point){0, 0});
        Sample again = {.time_us = at_us + 120000 + 300000,
                        .x_mm = before.x,
                        .y_mm = before.y,
                        .phase = SAMPLE_DOWN};
        touchcheck_take(&check, &again);
        at_us += 3000000;
    }
    touchfit_make(check.bubbles, check.at, 20, &fit);
    assert_true(fabs(fit.bounce_p90_s - 0.3) < 1e-6);
    assert_true(fabs(fit.repeat_s - 0.4) < 1e-6);
}

static void too_few_bubbles_propose_nothing(void **state) {
    (void)state;
    TouchCheck check = begun(1);
    TouchFit fit;
    play(&check, (Point){0, 0}, 1, 1);
    touchfit_make(check.bubbles, TOUCHFIT_LEAST - 1, 20, &fit);
    assert_false(fit.proposed);
    touchfit_make(check.bubbles, 0, 20, &fit);
    assert_false(fit.proposed);
    assert_int_equal(fit.popped, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_comes_once_and_sides_change),
        cmocka_unit_test(a_steady_hand_gets_the_floor_and_no_correction),
        cmocka_unit_test(a_shaky_hand_gets_targets_of_its_effective_width),
        cmocka_unit_test(a_steady_offset_is_corrected_only_after_twenty_touches),
        cmocka_unit_test(who_slides_to_the_middle_may_slide),
        cmocka_unit_test(far_touches_pass_the_bubble_over_and_mark_the_map),
        cmocka_unit_test(a_bounce_sets_how_long_repeats_are_ignored),
        cmocka_unit_test(too_few_bubbles_propose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
