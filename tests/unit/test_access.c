/* play/access: what a finger means that touches, waits or wanders. */
#include "access_fixture.h"

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

#include "access_fuzz.h"

int main(void) {
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
        CLAIM(random_play_never_means_what_is_not_there),
        CLAIM(asking_more_often_changes_nothing),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
