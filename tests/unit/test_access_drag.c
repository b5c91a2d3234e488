/* play/access: things that are dragged, or tapped and put elsewhere. */
#include "access_fixture.h"

/* ---- drag ---- */

static void a_drag_into_a_zone_drops(void **state) {
    (void)state;
    sorting();
    begin();
    give(0, SAMPLE_DOWN, 6, 22, 0); /* 4 mm beside it: slop */
    assert_meant("pick apple tap");
    assert_true(access_state(table->access, "apple") & TARGET_PICKED);
    give(0, SAMPLE_MOVE, 60, 30, 200);
    give(0, SAMPLE_UP, 138, 40, 500);
    assert_meant("drop apple>bin drag");
    Point middle;
    assert_false(access_position(table->access, get("apple"), 500000, &middle));
}

static void a_held_object_follows_and_rides_above_the_finger(void **state) {
    (void)state;
    sorting();
    begin();
    Point middle;
    give(0, SAMPLE_DOWN, 25, 25, 0);
    assert_true(access_position(table->access, get("apple"), 0, &middle));
    assert_true(middle.x == 22 && middle.y == 22); /* it does not jump */
    give(0, SAMPLE_MOVE, 80, 60, 200);
    assert_true(access_position(table->access, get("apple"), 200000, &middle));
    assert_float_equal(middle.x, 80, 1e-9);
    assert_float_equal(middle.y, 48, 1e-9);
    table->settings.see_it = false;
    begin();
    give(0, SAMPLE_DOWN, 25, 25, 0);
    give(0, SAMPLE_MOVE, 80, 60, 200);
    assert_true(access_position(table->access, get("apple"), 200000, &middle));
    assert_float_equal(middle.x, 77, 1e-9);
    assert_float_equal(middle.y, 57, 1e-9);
}

static void a_drop_near_a_zone_snaps_into_it(void **state) {
    (void)state;
    sorting();
    table->settings.see_it = false;
    begin();
    drag(0, (Point){22, 22}, (Point){106, 20}, 0); /* 14 mm short, snap is 15 */
    assert_meant("pick apple tap, drop apple>bin drag");
    drag(0, (Point){22, 72}, (Point){104, 64}, 1000); /* 16 mm short */
    assert_meant("pick brick tap");
    advance(5000);
    drag(0, (Point){22, 72}, (Point){110, 51}, 6000); /* 11.2 from the box, 11.2 from the bin */
    assert_meant("home brick drag, pick brick tap, tie bin>box tap");
}

static void lifted_early_it_floats_then_walks_home(void **state) {
    (void)state;
    sorting();
    table->settings.see_it = false;
    begin();
    drag(0, (Point){22, 22}, (Point){70, 60}, 0);
    assert_meant("pick apple tap");
    assert_int_equal(access_wake_us(table->access), 2005000);
    assert_true(access_covers(table->access, &table->view, (Point){70, 75}, 0));
    Point middle;
    assert_true(access_position(table->access, get("apple"), 2004000, &middle));
    assert_true(middle.x == 70 && middle.y == 60);
    advance(2005);
    AccessEvent event;
    assert_true(access_next(table->access, &event));
    assert_int_equal(event.means, MEANS_HOME);
    assert_int_equal(event.time_us, 2005000);
    assert_true(access_position(table->access, get("apple"), 2145000, &middle));
    assert_float_equal(middle.x, 46, 1e-6); /* half of 280 ms, half of the way */
    assert_float_equal(middle.y, 41, 1e-6);
    advance(2284);
    assert_true(access_position(table->access, get("apple"), 2284000, &middle));
    advance(2285);
    assert_false(access_position(table->access, get("apple"), 2285000, &middle));
    assert_meant("");
    assert_int_equal(access_wake_us(table->access), INT64_MAX);
}

static void touching_a_floating_source_continues_the_drag(void **state) {
    (void)state;
    sorting();
    table->settings.see_it = false;
    begin();
    drag(0, (Point){22, 22}, (Point){70, 60}, 0);
    assert_meant("pick apple tap");
    give(0, SAMPLE_DOWN, 70, 79, 1500);
    assert_meant("regrab apple drag");
    advance(4000);
    give(0, SAMPLE_MOVE, 71, 79, 4000);
    give(0, SAMPLE_UP, 71, 79, 4100); /* hardly moved: still a drag, so it floats again */
    advance(4200);
    assert_meant("");
    give(0, SAMPLE_DOWN, 71, 101, 4300); /* 22 mm: no */
    give(0, SAMPLE_UP, 71, 101, 4350);
    assert_meant("");
    drag(0, (Point){71, 79}, (Point){138, 86}, 4500);
    assert_meant("regrab apple drag, drop apple>box drag");
}

static void in_assisted_levels_a_drop_on_its_way_counts(void **state) {
    (void)state;
    sorting();
    table->settings.see_it = false;
    table->view.assisted = true;
    begin();
    drag(0, (Point){22, 22}, (Point){85, 26}, 0); /* 35 mm to go, 51 from home */
    assert_meant("pick apple tap, drop apple>bin drag");
    drag(0, (Point){22, 72}, (Point){60, 72}, 1000); /* nearer to home */
    assert_meant("pick brick tap");
    advance(4000);
    assert_meant("home brick drag");
    give(0, SAMPLE_DOWN, 22, 72, 5000); /* near the zone, but on its way back */
    give(0, SAMPLE_MOVE, 95, 72, 5300);
    give(0, SAMPLE_MOVE, 85, 72, 5500);
    give(0, SAMPLE_UP, 85, 72, 5510);
    assert_meant("pick brick tap");
    advance(8000);
    assert_meant("home brick drag");
    give(0, SAMPLE_DOWN, 22, 72, 9000); /* near the zone, but at rest */
    give(0, SAMPLE_MOVE, 85, 72, 9300);
    give(0, SAMPLE_UP, 85, 72, 9500);
    assert_meant("pick brick tap");
    table->view.assisted = false;
    begin();
    drag(0, (Point){22, 22}, (Point){85, 26}, 0);
    assert_meant("pick apple tap");
}

static void a_second_finger_neither_takes_nor_moves_what_is_held(void **state) {
    (void)state;
    sorting();
    begin();
    give(0, SAMPLE_DOWN, 22, 22, 0);
    give(0, SAMPLE_MOVE, 70, 50, 200);
    assert_meant("pick apple tap");
    give(1, SAMPLE_DOWN, 70, 40, 300);
    give(1, SAMPLE_MOVE, 138, 28, 400);
    give(1, SAMPLE_UP, 138, 28, 500);
    assert_meant("");
    Point middle;
    assert_true(access_position(table->access, get("apple"), 500000, &middle));
    assert_float_equal(middle.x, 70, 1e-9);
    give(0, SAMPLE_UP, 138, 34, 900);
    assert_meant("drop apple>bin drag");
}

static void a_finger_that_holds_still_is_on_a_target(void **state) {
    (void)state;
    sorting();
    begin();
    give(0, SAMPLE_DOWN, 22, 22, 0);
    give(0, SAMPLE_MOVE, 75, 50, 200);
    assert_true(access_covers(table->access, &table->view, (Point){75, 50}, 0));
    assert_false(access_covers(table->access, &table->view, (Point){75, 50}, 1));
    assert_false(access_covers(table->access, &table->view, (Point){75, 80}, 0));
}

static void a_forgotten_finger_leaves_its_source_floating(void **state) {
    (void)state;
    sorting();
    begin();
    give(0, SAMPLE_DOWN, 22, 22, 0);
    give(0, SAMPLE_MOVE, 75, 50, 200);
    assert_meant("pick apple tap");
    access_forget(table->access, 0);
    give(0, SAMPLE_MOVE, 138, 28, 300);
    give(0, SAMPLE_UP, 138, 28, 400);
    assert_meant("");
    advance(1700);
    assert_meant("home apple drag");
}

static void a_source_that_goes_away_is_let_go(void **state) {
    (void)state;
    sorting();
    begin();
    give(0, SAMPLE_DOWN, 22, 22, 0);
    give(0, SAMPLE_MOVE, 75, 50, 200);
    assert_meant("pick apple tap");
    get("apple")->hidden = true;
    give(0, SAMPLE_MOVE, 138, 28, 300);
    get("apple")->hidden = false;
    give(0, SAMPLE_UP, 138, 28, 400);
    assert_meant("");
    Point middle;
    assert_false(access_position(table->access, get("apple"), 400000, &middle));
}

static void a_new_trial_forgets_all(void **state) {
    (void)state;
    sorting();
    begin();
    give(0, SAMPLE_DOWN, 22, 22, 0);
    access_new_trial(table->access, 100000);
    assert_meant("");
    assert_int_equal(access_state(table->access, "apple"), 0);
    give(0, SAMPLE_MOVE, 138, 28, 300);
    give(0, SAMPLE_UP, 138, 28, 400);
    assert_meant("");
}

/* ---- tap, then tap ---- */

static void tap_a_source_then_a_zone_drops(void **state) {
    (void)state;
    sorting();
    begin();
    tap(138, 28, 0); /* a zone alone means nothing */
    assert_meant("");
    tap(22, 22, 1000);
    assert_meant("pick apple tap");
    assert_true(access_state(table->access, "apple") & TARGET_PICKED);
    tap(138, 28, 9000); /* there is no hurry */
    assert_meant("drop apple>bin taptap");
    tap(138, 28, 10000);
    assert_meant("");
}

static void tapping_a_picked_source_again_lays_it(void **state) {
    (void)state;
    sorting();
    begin();
    tap(22, 22, 0);
    tap(22, 22, 300); /* a bounce of the same tap */
    assert_meant("pick apple tap");
    tap(22, 22, 2000);
    assert_meant("lay apple taptap");
    tap(138, 28, 3000);
    assert_meant("");
}

static void tapping_another_source_picks_that(void **state) {
    (void)state;
    sorting();
    begin();
    tap(22, 22, 0);
    tap(22, 72, 1000);
    tap(138, 28, 2000);
    assert_meant("pick apple tap, pick brick tap, drop brick>bin taptap");
}

static void a_picked_source_may_still_be_dragged(void **state) {
    (void)state;
    sorting();
    begin();
    tap(22, 22, 0);
    drag(0, (Point){22, 22}, (Point){138, 80}, 1000);
    assert_meant("pick apple tap, drop apple>box drag");
}

static void every_policy_leaves_drags_and_taps_on_sources(void **state) {
    (void)state;
    sorting();
    for (int policy = ACCEPT_PRESS; policy <= ACCEPT_HOLD; policy++) {
        table->guard.accept = (AcceptPolicy)policy;
        begin();
        give(0, SAMPLE_DOWN, 22, 22, 0);
        give(0, SAMPLE_MOVE, 22, 23, 400);
        give(0, SAMPLE_UP, 22, 23, 410);
        give(0, SAMPLE_DOWN, 138, 28, 1000);
        give(0, SAMPLE_MOVE, 138, 29, 1400);
        give(0, SAMPLE_UP, 138, 29, 1410);
        assert_meant("pick apple tap, drop apple>bin taptap");
        give(0, SAMPLE_DOWN, 22, 72, 2000);
        give(0, SAMPLE_MOVE, 22, 73, 2400);
        give(0, SAMPLE_MOVE, 138, 73, 2500);
        give(0, SAMPLE_UP, 138, 85, 2600);
        assert_meant("pick brick tap, drop brick>box drag");
    }
}

static void each_player_touches_only_their_own(void **state) {
    (void)state;
    sorting();
    get("apple")->player = 0;
    get("brick")->player = 1;
    get("box")->player = 1;
    begin();
    by(1, 1, SAMPLE_DOWN, 22, 22, 0);
    by(1, 1, SAMPLE_UP, 22, 22, 50);
    assert_meant("");
    by(0, 0, SAMPLE_DOWN, 22, 22, 100);
    by(1, 1, SAMPLE_DOWN, 22, 72, 110);
    by(1, 1, SAMPLE_UP, 22, 72, 150);
    by(0, 0, SAMPLE_UP, 22, 22, 160);
    assert_meant("pick apple tap, pick brick tap"); /* each holds their own */
    by(0, 0, SAMPLE_DOWN, 138, 74, 1000);           /* not their box */
    by(0, 0, SAMPLE_UP, 138, 74, 1050);
    assert_meant("");
    by(1, 1, SAMPLE_DOWN, 138, 74, 1100);
    by(1, 1, SAMPLE_UP, 138, 74, 1150);
    AccessEvent event;
    assert_true(access_next(table->access, &event));
    assert_string_equal(event.target, "brick");
    assert_string_equal(event.zone, "box");
    assert_int_equal(event.player, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(a_drag_into_a_zone_drops),
        CLAIM(a_held_object_follows_and_rides_above_the_finger),
        CLAIM(a_drop_near_a_zone_snaps_into_it),
        CLAIM(lifted_early_it_floats_then_walks_home),
        CLAIM(touching_a_floating_source_continues_the_drag),
        CLAIM(in_assisted_levels_a_drop_on_its_way_counts),
        CLAIM(a_second_finger_neither_takes_nor_moves_what_is_held),
        CLAIM(a_finger_that_holds_still_is_on_a_target),
        CLAIM(a_forgotten_finger_leaves_its_source_floating),
        CLAIM(a_source_that_goes_away_is_let_go),
        CLAIM(a_new_trial_forgets_all),
        CLAIM(tap_a_source_then_a_zone_drops),
        CLAIM(tapping_a_picked_source_again_lays_it),
        CLAIM(tapping_another_source_picks_that),
        CLAIM(a_picked_source_may_still_be_dragged),
        CLAIM(every_policy_leaves_drags_and_taps_on_sources),
        CLAIM(each_player_touches_only_their_own),
    };
    return cmocka_run_group_tests_name("access_drag", tests, NULL, NULL);
}
