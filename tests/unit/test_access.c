/* play/access: what a finger, a switch or a gaze means. */
#include "base/rng.h"
#include "play/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A play area of 196 x 94 mm and what is in it; every call goes through here. */
typedef struct {
    Access *access;
    AccessSettings settings;
    GuardSettings guard;
    Target targets[TARGETS_MAX];
    AccessView view;
} Table;

static Table *table;

static void put(const char *id, Role role, double x, double y, double size) {
    Target *target = &table->targets[table->view.count++];
    *target = (Target){.role = role, .box = box_of(x, y, size, size), .player = -1};
    snprintf(target->id, sizeof target->id, "%s", id);
}

static Target *get(const char *id) {
    int index = target_index(table->targets, table->view.count, id);
    assert_true(index >= 0);
    return &table->targets[index];
}

static int setup(void **state) {
    (void)state;
    table = calloc(1, sizeof *table);
    table->settings = access_standard("5-6", "");
    table->guard = guard_standard("5-6", "");
    table->view.targets = table->targets;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    access_free(table->access);
    free(table);
    return 0;
}

static void begin(void) {
    access_free(table->access);
    table->access = access_new(&table->settings, &table->guard);
    assert_non_null(table->access);
    access_new_trial(table->access, 0);
}

/* Two choices, 6 mm apart. */
static void choices(void) {
    put("cat", ROLE_CHOICE, 20, 20, 26);
    put("dog", ROLE_CHOICE, 52, 20, 26);
}

/* Two sources at the left, two zones at the right. */
static void sorting(void) {
    put("apple", ROLE_SOURCE, 10, 10, 24);
    put("brick", ROLE_SOURCE, 10, 60, 24);
    put("bin", ROLE_ZONE, 120, 10, 36);
    put("box", ROLE_ZONE, 120, 56, 36);
}

static void by(int player, int finger, SamplePhase phase, double x, double y, int64_t ms) {
    Sample sample = {ms * 1000, x, y, finger, phase};
    access_reading(table->access, &table->view, &sample, player);
}

static void give(int finger, SamplePhase phase, double x, double y, int64_t ms) {
    by(0, finger, phase, x, y, ms);
}

static void tap(double x, double y, int64_t ms) {
    give(0, SAMPLE_DOWN, x, y, ms);
    give(0, SAMPLE_UP, x, y, ms + 80);
}

/* From one point to another in ten readings over 500 ms, lifted at the end. */
static void drag(int finger, Point from, Point to, int64_t ms) {
    give(finger, SAMPLE_DOWN, from.x, from.y, ms);
    for (int i = 1; i <= 10; i++) {
        give(finger, SAMPLE_MOVE, from.x + (to.x - from.x) * i / 10,
             from.y + (to.y - from.y) * i / 10, ms + 50 * i);
    }
    give(finger, SAMPLE_UP, to.x, to.y, ms + 505);
}

static void advance(int64_t ms) {
    access_advance(table->access, &table->view, ms * 1000);
}

static void key(AccessKey pressed, int64_t ms) {
    access_key(table->access, &table->view, pressed, ms * 1000);
}

/* A switch pressed for 100 ms. */
static void press(int64_t ms) {
    key(KEY_SELECT, ms);
    key(KEY_SELECT_UP, ms + 100);
}

static const char *const MEANS[] = {"choose", "drop",  "pick", "lay",   "regrab",
                                    "home",   "early", "tie",  "focus", "tired"};

static void write_event(char *text, size_t room, const AccessEvent *event) {
    snprintf(text, room, "%s %s%s%s %s", MEANS[event->means], event->target,
             event->zone[0] ? ">" : "", event->zone, access_via_word(event->via));
}

/* All that was meant since the last call, in words; focus moves only when asked for. */
static const char *meant_with(bool focus) {
    static char all[8192];
    size_t length = 0;
    all[0] = '\0';
    AccessEvent event;
    while (access_next(table->access, &event)) {
        if (event.means != MEANS_FOCUS || focus) {
            char one[256];
            write_event(one, sizeof one, &event);
            int more = snprintf(all + length, sizeof all - length, "%s%s", length ? ", " : "", one);
            length += (size_t)more;
            assert_true(length < sizeof all);
        }
    }
    return all;
}

#define assert_meant(expected) assert_string_equal(meant_with(false), expected)
#define assert_focus(expected) assert_string_equal(meant_with(true), expected)

/* ---- accept policies ---- */

static void release_counts_where_the_finger_lifts(void **state) {
    (void)state;
    choices();
    begin();
    give(0, SAMPLE_DOWN, 33, 33, 0);
    assert_int_equal(access_state(table->access, "cat"), TARGET_PRESSED);
    assert_meant("");
    give(0, SAMPLE_UP, 35, 33, 90);
    assert_meant("choose cat tap");
    assert_int_equal(access_state(table->access, "cat"), 0);
    give(0, SAMPLE_DOWN, 45, 33, 1000); /* lands on one, lifts 8 mm on, on the other */
    give(0, SAMPLE_UP, 53, 33, 1090);
    assert_meant("choose dog tap");
}

static void a_tap_may_wander_only_so_far(void **state) {
    (void)state;
    choices();
    begin();
    give(0, SAMPLE_DOWN, 22, 33, 0);
    give(0, SAMPLE_MOVE, 31, 33, 50); /* 9 mm: more than 8 */
    assert_int_equal(access_state(table->access, "cat"), 0);
    give(0, SAMPLE_UP, 22, 33, 90);
    assert_meant("");
    table->guard = guard_standard("5-6", "M2");
    begin();
    give(0, SAMPLE_DOWN, 22, 33, 0);
    give(0, SAMPLE_MOVE, 40, 33, 50);
    give(0, SAMPLE_UP, 22, 33, 90);
    assert_meant("choose cat tap");
}

static void press_counts_when_the_finger_lands_and_only_once(void **state) {
    (void)state;
    choices();
    table->guard.accept = ACCEPT_PRESS;
    begin();
    give(0, SAMPLE_DOWN, 33, 33, 0);
    assert_meant("choose cat tap");
    give(0, SAMPLE_MOVE, 65, 33, 50);
    give(0, SAMPLE_UP, 65, 33, 90);
    assert_meant("");
}

static void slide_counts_the_last_place_however_far(void **state) {
    (void)state;
    choices();
    table->guard.accept = ACCEPT_SLIDE;
    begin();
    give(0, SAMPLE_DOWN, 150, 80, 0);
    give(0, SAMPLE_MOVE, 33, 33, 200);
    assert_int_equal(access_state(table->access, "cat"), TARGET_PRESSED);
    give(0, SAMPLE_MOVE, 65, 33, 300);
    assert_int_equal(access_state(table->access, "cat"), 0);
    give(0, SAMPLE_UP, 65, 33, 400);
    assert_meant("choose dog tap");
}

static void first_counts_the_first_place_however_far(void **state) {
    (void)state;
    choices();
    table->guard.accept = ACCEPT_FIRST;
    begin();
    give(0, SAMPLE_DOWN, 33, 33, 0);
    give(0, SAMPLE_MOVE, 150, 80, 200);
    give(0, SAMPLE_UP, 65, 33, 400);
    assert_meant("choose cat tap");
}

static void hold_counts_after_its_time_on_one_target(void **state) {
    (void)state;
    choices();
    table->guard.accept = ACCEPT_HOLD;
    begin();
    give(0, SAMPLE_DOWN, 33, 33, 0);
    give(0, SAMPLE_MOVE, 65, 33, 200); /* another target: from the beginning */
    assert_int_equal(access_wake_us(table->access), 500000);
    assert_float_equal(access_fill(table->access, "dog", 350000), 0.5, 1e-9);
    assert_float_equal(access_fill(table->access, "cat", 350000), 0, 1e-9);
    advance(499);
    assert_meant("");
    advance(500);
    AccessEvent event;
    assert_true(access_next(table->access, &event));
    assert_int_equal(event.means, MEANS_CHOOSE);
    assert_string_equal(event.target, "dog");
    assert_int_equal(event.time_us, 500000);
    advance(2000);
    give(0, SAMPLE_UP, 65, 33, 2000);
    assert_meant("");
    tap(33, 33, 3000); /* a tap is no hold */
    assert_meant("");
}

static void an_adults_key_is_held_whatever_the_policy_and_scans_go_by_it(void **state) {
    (void)state;
    static const AcceptPolicy policies[] = {ACCEPT_PRESS, ACCEPT_RELEASE, ACCEPT_SLIDE,
                                            ACCEPT_FIRST, ACCEPT_HOLD};
    choices();
    table->targets[0].state = TARGET_ADULT;
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        table->guard.accept = policies[i];
        begin();
        tap(33, 33, 0);
        give(0, SAMPLE_DOWN, 33, 33, 1000);
        advance(1699);
        assert_float_equal(access_fill(table->access, "cat", 1350000), 0.5, 1e-9);
        assert_meant("");
        advance(1700);
        give(0, SAMPLE_UP, 33, 33, 2000);
        assert_meant("choose cat tap");
    }
    key(KEY_NEXT, 3000);
    assert_true((access_state(table->access, "dog") & TARGET_FOCUS) != 0);
}

/* ---- nearest ---- */

static void slop_reaches_the_nearest_target_and_no_farther(void **state) {
    (void)state;
    choices();
    begin();
    tap(15.5, 33, 0); /* 4.5 mm left of it */
    assert_meant("choose cat tap");
    tap(14.5, 33, 1000);
    assert_meant("");
    tap(47.5, 33, 2000); /* 1.5 mm from one, 4.5 from the other */
    assert_meant("choose cat tap");
}

static void a_tie_chooses_neither_and_names_both(void **state) {
    (void)state;
    choices();
    begin();
    tap(49.5, 33, 0); /* 3.5 and 2.5 mm */
    assert_meant("tie dog>cat tap");
    give(0, SAMPLE_DOWN, 45.9, 33, 1000); /* inside is no tie */
    give(0, SAMPLE_UP, 45.9, 33, 1080);
    assert_meant("choose cat tap");
}

static void what_is_done_disabled_hidden_or_passive_is_not_touched(void **state) {
    (void)state;
    choices();
    begin();
    const unsigned states[] = {TARGET_DONE, TARGET_DISABLED};
    for (int i = 0; i < 2; i++) {
        get("cat")->state = states[i];
        assert_false(access_covers(table->access, &table->view, (Point){33, 33}, 0));
        tap(33, 33, 1000 * i);
        assert_meant("");
    }
    get("cat")->state = 0;
    get("cat")->hidden = true;
    tap(33, 33, 3000);
    assert_meant("");
    get("cat")->hidden = false;
    get("cat")->role = ROLE_NONE;
    tap(33, 33, 4000);
    assert_meant("");
    get("cat")->role = ROLE_KEY;
    assert_true(access_covers(table->access, &table->view, (Point){33, 33}, 0));
    tap(33, 33, 5000);
    assert_meant("choose cat tap");
}

static void a_finger_never_means_what_came_under_it(void **state) {
    (void)state;
    choices();
    begin();
    give(0, SAMPLE_DOWN, 33, 33, 0);
    get("cat")->hidden = true;
    put("cow", ROLE_CHOICE, 20, 20, 26);
    advance(50);
    give(0, SAMPLE_UP, 33, 33, 100);
    assert_meant("");
}

static void touches_under_the_first_prompt_are_seen_not_scored(void **state) {
    (void)state;
    choices();
    sorting();
    begin();
    table->view.speech = true;
    tap(65, 33, 0);
    assert_meant("early dog tap");
    give(0, SAMPLE_DOWN, 20, 70, 500);
    give(0, SAMPLE_UP, 20, 70, 600);
    assert_meant("early brick tap");
    table->view.speech = false;
    tap(65, 33, 1000);
    assert_meant("choose dog tap");
    table->view.speech = true;
    table->guard.hold_before_speech_ends = false;
    begin();
    tap(65, 33, 0);
    assert_meant("choose dog tap");
}

static void an_accepted_touch_is_for_the_guard_to_remember(void **state) {
    (void)state;
    choices();
    begin();
    tap(33, 34, 0);
    AccessEvent event;
    assert_true(access_next(table->access, &event));
    assert_true(event.accepted);
    assert_true(event.at.x == 33 && event.at.y == 34);
    assert_int_equal(event.time_us, 80000);
    tap(49, 33, 1000);
    assert_true(access_next(table->access, &event));
    assert_int_equal(event.means, MEANS_TIE);
    assert_false(event.accepted);
}

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

/* ---- switches ---- */

static void two_switches_step_and_take(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    choices();
    put("cow", ROLE_CHOICE, 84, 20, 26);
    get("dog")->state = TARGET_DISABLED;
    begin();
    advance(0);
    assert_focus("focus cat switch");
    assert_int_equal(access_state(table->access, "cat"), TARGET_FOCUS);
    advance(60000); /* and never by itself */
    assert_focus("");
    key(KEY_NEXT, 61000);
    assert_focus("focus cow switch"); /* what is disabled is passed over */
    key(KEY_NEXT, 61100);             /* within the debounce time */
    assert_focus("");
    key(KEY_NEXT, 61500);
    key(KEY_PREVIOUS, 62000);
    assert_focus("focus cat switch, focus cow switch");
    press(63000);
    assert_focus("choose cow switch, focus cat switch");
}

static void a_switch_must_be_held_as_long_as_it_was_set(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    table->settings.accept_us = 300000;
    choices();
    begin();
    press(1000); /* 100 ms: too short */
    assert_meant("");
    key(KEY_SELECT, 2000);
    assert_float_equal(access_fill(table->access, "cat", 2150000), 0.5, 1e-9);
    assert_int_equal(access_wake_us(table->access), 2300000);
    advance(2300);
    assert_meant("choose cat switch");
    key(KEY_SELECT_UP, 2900);
    key(KEY_SELECT, 3000); /* bounces after 100 ms */
    advance(3500);
    assert_meant("");
    table->settings.accept_us = 0;
    begin();
    key(KEY_SELECT, 5000);
    assert_meant("choose cat switch");
}

static void one_switch_scans_by_itself_then_tires(void **state) {
    (void)state;
    table->settings.mode = ACCESS_ONE_SWITCH;
    table->settings.scan_loops = 2;
    choices();
    begin();
    advance(3999);
    assert_focus("focus cat switch"); /* the first has twice the time */
    advance(4000);
    assert_focus("focus dog switch");
    assert_int_equal(access_wake_us(table->access), 6000000);
    advance(60000);
    assert_focus("focus cat switch, focus dog switch, tired  switch");
    assert_int_equal(access_state(table->access, "cat"), 0);
    assert_int_equal(access_wake_us(table->access), INT64_MAX);
    press(61000); /* begins again, chooses nothing */
    assert_focus("focus cat switch");
    press(62000);
    assert_focus("choose cat switch, focus cat switch");
}

static void a_scan_waits_while_the_prompt_speaks(void **state) {
    (void)state;
    table->settings.mode = ACCESS_ONE_SWITCH;
    choices();
    table->view.speech = true;
    begin();
    advance(9000);
    assert_focus("focus cat switch");
    press(9100);
    assert_focus("early cat switch");
    table->view.speech = false;
    advance(10000);
    assert_focus("focus dog switch");
}

static void a_taken_source_leads_on_to_its_zones(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    sorting();
    begin();
    advance(0);
    key(KEY_NEXT, 1000);
    press(2000);
    key(KEY_NEXT, 3000);
    assert_focus("focus apple switch, focus brick switch, pick brick switch, focus bin switch, "
                 "focus box switch");
    press(4000);
    assert_focus("drop brick>box switch, focus apple switch");
    press(5000); /* a source, then back from its zones to itself: laid */
    key(KEY_PREVIOUS, 6000);
    press(7000);
    assert_focus("pick apple switch, focus bin switch, focus apple switch, "
                 "lay apple switch, focus apple switch");
}

static void more_than_six_are_scanned_by_rows(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    const char *const ids[] = {"a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"};
    for (int i = 0; i < 8; i++) {
        put(ids[i], ROLE_CHOICE, 10 + 30 * (i % 4), 10 + 40 * (i / 4), 24);
    }
    begin();
    advance(0);
    assert_int_equal(access_state(table->access, "a4"), TARGET_FOCUS);
    key(KEY_NEXT, 1000);
    assert_int_equal(access_state(table->access, "a4"), 0);
    assert_int_equal(access_state(table->access, "b3"), TARGET_FOCUS);
    press(2000);
    assert_int_equal(access_state(table->access, "b3"), 0);
    key(KEY_NEXT, 3000);
    key(KEY_NEXT, 4000);
    press(5000);
    assert_focus("focus a1 switch, focus b1 switch, focus b1 switch, focus b2 switch, "
                 "focus b3 switch, choose b3 switch, focus a1 switch");
    press(6000);
    for (int i = 0; i < 4; i++) { /* past the end the row is a whole again */
        key(KEY_NEXT, 7000 + 1000 * i);
    }
    assert_int_equal(access_state(table->access, "a1"), TARGET_FOCUS);
    assert_int_equal(access_state(table->access, "a4"), TARGET_FOCUS);
}

static void focus_moves_on_when_its_target_goes_away(void **state) {
    (void)state;
    table->settings.mode = ACCESS_ONE_SWITCH;
    choices();
    put("cow", ROLE_CHOICE, 84, 20, 26);
    begin();
    advance(5000);
    assert_focus("focus cat switch, focus dog switch");
    get("dog")->hidden = true;
    advance(5500);
    assert_focus("focus cow switch");
    advance(7999); /* it gets at least one whole step */
    assert_focus("");
    advance(8000);
    assert_focus("focus cat switch");
    get("cat")->hidden = get("cow")->hidden = true;
    advance(60000);
    assert_focus("");
    get("cow")->hidden = false;
    advance(60001);
    assert_focus("focus cow switch");
}

static void a_key_shows_focus_first_where_none_was(void **state) {
    (void)state;
    choices();
    begin();
    advance(1000);
    assert_focus("");
    press(2000);
    assert_focus("focus cat switch");
    press(3000);
    assert_focus("choose cat switch, focus cat switch");
    tap(65, 33, 4000); /* and fingers stay live */
    assert_meant("choose dog tap");
}

/* ---- dwell ---- */

static void looking_long_enough_chooses(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    choices();
    begin();
    give(0, SAMPLE_MOVE, 33, 33, 100);
    assert_int_equal(access_wake_us(table->access), 1100000);
    assert_float_equal(access_fill(table->access, "cat", 600000), 0.5, 1e-9);
    advance(1099);
    assert_meant("");
    advance(1100);
    assert_meant("choose cat dwell");
}

static void a_short_glance_away_is_forgiven(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    choices();
    begin();
    give(0, SAMPLE_MOVE, 33, 33, 0);
    give(0, SAMPLE_MOVE, 65, 33, 600); /* at another, for 300 ms */
    give(0, SAMPLE_MOVE, 33, 33, 900);
    assert_int_equal(access_wake_us(table->access), 1300000);
    give(0, SAMPLE_MOVE, 150, 80, 1200); /* away for 401 ms */
    give(0, SAMPLE_MOVE, 33, 33, 1601);
    assert_int_equal(access_wake_us(table->access), 2601000);
    give(0, SAMPLE_UP, 33, 33, 1700); /* eyes off */
    assert_int_equal(access_wake_us(table->access), INT64_MAX);
    advance(9000);
    assert_meant("");
}

static void what_was_chosen_must_be_left_before_it_counts_again(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    choices();
    begin();
    give(0, SAMPLE_MOVE, 33, 33, 0);
    advance(5000);
    assert_meant("choose cat dwell");
    give(0, SAMPLE_MOVE, 150, 80, 5000);
    give(0, SAMPLE_MOVE, 33, 33, 5300); /* not long enough away */
    advance(9000);
    assert_meant("");
    give(0, SAMPLE_MOVE, 150, 80, 9000);
    give(0, SAMPLE_MOVE, 33, 33, 9400);
    advance(10400);
    assert_meant("choose cat dwell");
}

static void dwell_takes_a_source_to_a_zone(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    sorting();
    begin();
    table->view.speech = true;
    give(0, SAMPLE_MOVE, 22, 22, 0);
    advance(1000);
    assert_meant("early apple dwell");
    table->view.speech = false;
    advance(2000);
    give(0, SAMPLE_MOVE, 138, 28, 2500);
    advance(3500);
    assert_meant("pick apple dwell, drop apple>bin dwell");
}

/* ---- settings ---- */

static void settings_follow_the_profile_and_come_back_as_written(void **state) {
    (void)state;
    AccessSettings a = access_standard("3-4", ""), d = access_standard("10-12", "");
    assert_true(a.see_it && a.snap_mm == 18 && a.pick_up_slop_mm == 6);
    assert_true(!d.see_it && d.snap_mm == 10 && d.pick_up_slop_mm == 3);
    assert_true(access_standard("10-12", "M2").snap_mm == 28);
    Mem *mem = mem_new(1 << 20);
    d.mode = ACCESS_ONE_SWITCH;
    d.scan_loops = 5;
    Value value;
    assert_true(access_settings_value(mem, &d, &value));
    AccessSettings back = a;
    Fail fail;
    assert_true(access_settings_read(&value, &back, &fail));
    assert_true(back.mode == ACCESS_ONE_SWITCH && back.scan_loops == 5 && !back.see_it);
    assert_true(back.snap_mm == 10 && back.pick_up_slop_mm == 3);
    d.dwell_us = 5000000;
    assert_true(access_settings_value(mem, &d, &value));
    assert_false(access_settings_read(&value, &back, &fail));
    assert_non_null(strstr(fail.text, "dwell_us"));
    mem_free(mem);
}

#include "access_fuzz.h"

int main(void) {
#define CLAIM(claim) cmocka_unit_test_setup_teardown(claim, setup, teardown)
    const struct CMUnitTest tests[] = {
        CLAIM(release_counts_where_the_finger_lifts),
        CLAIM(a_tap_may_wander_only_so_far),
        CLAIM(press_counts_when_the_finger_lands_and_only_once),
        CLAIM(slide_counts_the_last_place_however_far),
        CLAIM(first_counts_the_first_place_however_far),
        CLAIM(hold_counts_after_its_time_on_one_target),
        CLAIM(an_adults_key_is_held_whatever_the_policy_and_scans_go_by_it),
        CLAIM(slop_reaches_the_nearest_target_and_no_farther),
        CLAIM(a_tie_chooses_neither_and_names_both),
        CLAIM(what_is_done_disabled_hidden_or_passive_is_not_touched),
        CLAIM(a_finger_never_means_what_came_under_it),
        CLAIM(touches_under_the_first_prompt_are_seen_not_scored),
        CLAIM(an_accepted_touch_is_for_the_guard_to_remember),
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
        CLAIM(two_switches_step_and_take),
        CLAIM(a_switch_must_be_held_as_long_as_it_was_set),
        CLAIM(one_switch_scans_by_itself_then_tires),
        CLAIM(a_scan_waits_while_the_prompt_speaks),
        CLAIM(a_taken_source_leads_on_to_its_zones),
        CLAIM(more_than_six_are_scanned_by_rows),
        CLAIM(focus_moves_on_when_its_target_goes_away),
        CLAIM(a_key_shows_focus_first_where_none_was),
        CLAIM(looking_long_enough_chooses),
        CLAIM(a_short_glance_away_is_forgiven),
        CLAIM(what_was_chosen_must_be_left_before_it_counts_again),
        CLAIM(dwell_takes_a_source_to_a_zone),
        CLAIM(settings_follow_the_profile_and_come_back_as_written),
        CLAIM(random_play_never_means_what_is_not_there),
        CLAIM(asking_more_often_changes_nothing),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
