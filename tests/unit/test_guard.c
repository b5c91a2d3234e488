/* play/guard: which finger counts. */
#include "base/rng.h"
#include "play/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The reference tablet: 218 x 136 mm, strip above, wrist zone below, gutter at the right. */
static GuardPlace tablet(int players) {
    return (GuardPlace){.width_mm = 218,
                        .height_mm = 136,
                        .play = {4, 28, 200, 124},
                        .gutter = {204, 0, 218, 136},
                        .players = players};
}

static Guard *guard_of(const char *age, const char *motor) {
    GuardSettings settings = guard_standard(age, motor);
    settings.hand = HAND_RIGHT;
    GuardPlace place = tablet(1);
    Guard *guard = guard_new(&settings, &place);
    assert_non_null(guard);
    return guard;
}

static GuardVerdict give(Guard *guard, int finger, SamplePhase phase, double x, double y,
                         int64_t ms, bool on_target) {
    Sample raw = {ms * 1000, x, y, finger, phase}, play;
    int player;
    return guard_take(guard, &raw, on_target, &play, &player);
}

static void contacts_that_begin_in_a_zone_never_play(void **state) {
    (void)state;
    Guard *guard = guard_of("5-6", "");
    const double zones[][2] = {{100, 125}, {100, 135}, {2, 60}, {216, 60}, {100, 2}, {206, 60}};
    for (int i = 0; i < 6; i++) {
        int64_t ms = 1000 * i;
        assert_int_equal(give(guard, 0, SAMPLE_DOWN, zones[i][0], zones[i][1], ms, true),
                         GUARD_REFUSED);
        assert_int_equal(give(guard, 0, SAMPLE_MOVE, 100, 60, ms + 50, true), GUARD_REFUSED);
        assert_int_equal(give(guard, 0, SAMPLE_UP, 100, 60, ms + 90, true), GUARD_REFUSED);
    }
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 100, 123.9, 9000, true), GUARD_PLAY);
    assert_int_equal(give(guard, 0, SAMPLE_MOVE, 100, 130, 9050, true), GUARD_PLAY);
    guard_free(guard);
}

static void a_still_finger_off_target_rests_until_it_lifts(void **state) {
    (void)state;
    Guard *guard = guard_of("5-6", "");
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 50, 60, 0, false), GUARD_PLAY);
    assert_int_equal(give(guard, 0, SAMPLE_MOVE, 51, 60, 699, false), GUARD_PLAY);
    assert_int_equal(give(guard, 0, SAMPLE_MOVE, 52, 60, 700, false), GUARD_RESTING);
    assert_int_equal(give(guard, 0, SAMPLE_MOVE, 90, 60, 900, true), GUARD_RESTING);
    assert_int_equal(give(guard, 0, SAMPLE_UP, 90, 60, 950, true), GUARD_RESTING);
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 90, 60, 960, true), GUARD_PLAY);
    guard_free(guard);
}

static void a_finger_on_a_target_or_on_its_way_never_rests(void **state) {
    (void)state;
    Guard *guard = guard_of("5-6", "");
    give(guard, 0, SAMPLE_DOWN, 50, 60, 0, true);
    guard_pass_time(guard, 5000000);
    assert_int_equal(give(guard, 0, SAMPLE_UP, 50, 60, 5000, true), GUARD_PLAY);
    give(guard, 1, SAMPLE_DOWN, 20, 60, 6000, false);
    for (int i = 1; i <= 20; i++) {
        assert_int_equal(give(guard, 1, SAMPLE_MOVE, 20 + 4 * i, 60, 6000 + 600 * i, false),
                         GUARD_PLAY);
    }
    guard_free(guard);
}

static void rest_does_not_depend_on_how_often_time_is_passed(void **state) {
    (void)state;
    for (int often = 0; often < 2; often++) {
        Guard *guard = guard_of("7-9", "");
        give(guard, 0, SAMPLE_DOWN, 50, 60, 0, false);
        for (int ms = 10; often && ms < 800; ms += 10) {
            guard_pass_time(guard, ms * 1000);
        }
        assert_int_equal(give(guard, 0, SAMPLE_MOVE, 80, 60, 800, false), GUARD_RESTING);
        guard_free(guard);
    }
}

static void a_resting_finger_never_cancels_a_tap(void **state) {
    (void)state;
    Guard *guard = guard_of("5-6", "");
    give(guard, 0, SAMPLE_DOWN, 20, 100, 0, false);
    guard_pass_time(guard, 800000);
    for (int i = 0; i < 20; i++) {
        int64_t ms = 1000 + 300 * i;
        double x = i % 2 ? 60 : 120;
        assert_int_equal(give(guard, 1, SAMPLE_DOWN, x, 60, ms, true), GUARD_PLAY);
        assert_int_equal(give(guard, 0, SAMPLE_MOVE, 21, 101, ms + 10, false), GUARD_RESTING);
        assert_int_equal(give(guard, 1, SAMPLE_UP, x, 60, ms + 90, true), GUARD_PLAY);
    }
    int kept, rested, refused;
    guard_counts(guard, &kept, &rested, &refused);
    assert_int_equal(kept, 20);
    assert_int_equal(rested, 1);
    assert_int_equal(refused, 0);
    guard_free(guard);
}

static void a_palm_below_the_finger_rests_whichever_lands_first(void **state) {
    (void)state;
    for (int palm_first = 0; palm_first < 2; palm_first++) {
        Guard *guard = guard_of("7-9", "");
        int64_t finger = palm_first ? 300 : 0, palm = palm_first ? 0 : 300;
        if (!palm_first) {
            give(guard, 0, SAMPLE_DOWN, 60, 50, finger, true);
        }
        give(guard, 1, SAMPLE_DOWN, 90, 100, palm, true);
        give(guard, 2, SAMPLE_DOWN, 110, 110, palm + 60, true);
        if (palm_first) {
            give(guard, 0, SAMPLE_DOWN, 60, 50, finger, true);
        }
        assert_int_equal(give(guard, 1, SAMPLE_MOVE, 90, 101, 500, true), GUARD_RESTING);
        assert_int_equal(give(guard, 2, SAMPLE_UP, 110, 110, 510, true), GUARD_RESTING);
        assert_int_equal(give(guard, 0, SAMPLE_MOVE, 70, 50, 520, true), GUARD_PLAY);
        guard_free(guard);
    }
}

static void two_fingers_far_apart_or_on_the_other_side_are_no_palm(void **state) {
    (void)state;
    Guard *guard = guard_of("7-9", "");
    give(guard, 0, SAMPLE_DOWN, 100, 50, 0, true);
    give(guard, 1, SAMPLE_DOWN, 60, 90, 500, true); /* left of a right hand's finger */
    give(guard, 2, SAMPLE_DOWN, 70, 95, 510, true);
    assert_int_equal(give(guard, 1, SAMPLE_UP, 60, 90, 600, true), GUARD_PLAY);
    assert_int_equal(give(guard, 2, SAMPLE_UP, 70, 95, 600, true), GUARD_PLAY);
    give(guard, 1, SAMPLE_DOWN, 110, 60, 2000, true);
    give(guard, 2, SAMPLE_DOWN, 190, 100, 2010, true); /* 89 mm from the other */
    assert_int_equal(give(guard, 1, SAMPLE_UP, 110, 60, 2100, true), GUARD_PLAY);
    assert_int_equal(give(guard, 2, SAMPLE_UP, 190, 100, 2100, true), GUARD_PLAY);
    guard_free(guard);
}

static void touches_near_and_soon_after_an_accepted_one_are_repeats(void **state) {
    (void)state;
    Guard *guard = guard_of("5-6", "");
    guard_accepted(guard, (Point){56, 32}, 1000000); /* screen 60, 60 */
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 70, 60, 1100, true), GUARD_REFUSED);
    assert_int_equal(give(guard, 0, SAMPLE_UP, 70, 60, 1600, true), GUARD_REFUSED);
    assert_int_equal(give(guard, 1, SAMPLE_DOWN, 86, 60, 1100, true), GUARD_PLAY); /* 26 mm */
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 60, 60, 1499, true), GUARD_REFUSED);
    give(guard, 0, SAMPLE_UP, 60, 60, 1499, true);
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 60, 60, 1500, true), GUARD_PLAY);
    guard_free(guard);
}

static void readings_come_out_offset_and_relative_to_the_play_area(void **state) {
    (void)state;
    GuardSettings settings = guard_standard("7-9", "M1");
    settings.offset_mm = (Point){-2, 3};
    GuardPlace place = tablet(2);
    Guard *guard = guard_new(&settings, &place);
    Sample play, raw = {1000, 60, 58, 3, SAMPLE_DOWN};
    int player = -1;
    assert_int_equal(guard_take(guard, &raw, true, &play, &player), GUARD_PLAY);
    assert_true(play.x_mm == 54 && play.y_mm == 33 && play.finger == 3 && play.time_us == 1000);
    assert_int_equal(player, 0);
    raw = (Sample){2000, 180, 58, 3, SAMPLE_MOVE}; /* crosses into the other half */
    guard_take(guard, &raw, true, &play, &player);
    assert_int_equal(player, 0);
    raw = (Sample){2000, 110, 58, 4, SAMPLE_DOWN};
    guard_take(guard, &raw, true, &play, &player);
    assert_int_equal(player, 1);
    guard_free(guard);
}

static void fingers_still_down_are_spent_when_a_trial_begins(void **state) {
    (void)state;
    Guard *guard = guard_of("7-9", "");
    give(guard, 0, SAMPLE_DOWN, 60, 60, 0, true);
    guard_new_trial(guard);
    guard_counts_reset(guard);
    assert_int_equal(give(guard, 0, SAMPLE_MOVE, 70, 60, 100, true), GUARD_REFUSED);
    assert_int_equal(give(guard, 0, SAMPLE_UP, 70, 60, 200, true), GUARD_REFUSED);
    assert_int_equal(give(guard, 0, SAMPLE_DOWN, 70, 60, 300, true), GUARD_PLAY);
    int kept, rested, refused;
    guard_counts(guard, &kept, &rested, &refused);
    assert_int_equal(kept, 1);
    assert_int_equal(rested + refused, 0);
    guard_free(guard);
}

static void a_screen_that_stammers_makes_no_second_contact(void **state) {
    (void)state;
    Guard *guard = guard_of("7-9", "");
    Sample play, raw = {1000, 60, 60, 0, SAMPLE_DOWN};
    int player;
    guard_take(guard, &raw, true, &play, &player);
    raw.time_us = 2000;
    assert_int_equal(guard_take(guard, &raw, true, &play, &player), GUARD_PLAY);
    assert_int_equal(play.phase, SAMPLE_MOVE);
    assert_int_equal(give(guard, 5, SAMPLE_MOVE, 60, 60, 3, true), GUARD_REFUSED);
    assert_int_equal(give(guard, 5, SAMPLE_UP, 60, 60, 4, true), GUARD_REFUSED);
    assert_int_equal(give(guard, -1, SAMPLE_DOWN, 60, 60, 5, true), GUARD_REFUSED);
    assert_int_equal(give(guard, SAMPLE_FINGERS_MAX, SAMPLE_DOWN, 60, 60, 6, true), GUARD_REFUSED);
    guard_free(guard);
}

/* Intended touches of each profile, with a palm resting on the glass: tremor grows with the
 * profile; half of all touches bounce. Every touch that was meant must still play at its lift. */
static void under_one_in_a_hundred_intended_touches_is_lost(void **state) {
    (void)state;
    const char *profiles[][2] = {{"3-4", ""},   {"5-6", ""},   {"7-9", ""},
                                 {"10-12", ""}, {"7-9", "M1"}, {"7-9", "M2"}};
    const double wobble_mm[] = {2, 1.5, 1, 1, 4, 8};
    for (int p = 0; p < 6; p++) {
        Guard *guard = guard_of(profiles[p][0], profiles[p][1]);
        Rng rng = rng_stream(7, profiles[p][0], (uint64_t)p);
        int lost = 0, bounced = 0;
        int64_t ms = 1000;
        give(guard, 4, SAMPLE_DOWN, 150, 112, 0, false);
        give(guard, 5, SAMPLE_DOWN, 165, 118, 40, false);
        for (int n = 0; n < 1000; n++) {
            double x = 10 + 130 * rng_unit(&rng), y = 34 + 60 * rng_unit(&rng);
            int64_t long_ms = 60 + (int64_t)(500 * rng_unit(&rng));
            give(guard, 0, SAMPLE_DOWN, x, y, ms, true);
            for (int64_t t = 16; t < long_ms; t += 16) {
                give(guard, 0, SAMPLE_MOVE, x + wobble_mm[p] * rng_normal(&rng),
                     y + wobble_mm[p] * rng_normal(&rng), ms + t, true);
                give(guard, 4, SAMPLE_MOVE, 150 + rng_unit(&rng), 112, ms + t, false);
            }
            lost += give(guard, 0, SAMPLE_UP, x, y, ms + long_ms, true) != GUARD_PLAY;
            guard_accepted(guard, (Point){x - 4, y - 28}, (ms + long_ms) * 1000);
            if (n % 2) {
                bounced +=
                    give(guard, 0, SAMPLE_DOWN, x + 2, y, ms + long_ms + 90, true) == GUARD_REFUSED;
                give(guard, 0, SAMPLE_UP, x + 2, y, ms + long_ms + 130, true);
            }
            ms += long_ms + 520 + (int64_t)(900 * rng_unit(&rng));
        }
        print_message("%s %s: lost %d of 1000, bounces caught %d of 500\n", profiles[p][0],
                      profiles[p][1], lost, bounced);
        assert_in_range(lost, 0, 9);
        assert_int_equal(bounced, 500);
        guard_free(guard);
    }
}

static void the_same_readings_give_the_same_verdicts(void **state) {
    (void)state;
    int verdicts[2][4000];
    for (int round = 0; round < 2; round++) {
        Guard *guard = guard_of("5-6", "M1");
        Rng rng = rng_stream(3, "storm", 0);
        int64_t ms = 0;
        for (int n = 0; n < 4000; n++) {
            ms += rng_between(&rng, 0, 40);
            int finger = (int)rng_between(&rng, 0, 9);
            SamplePhase phase = (SamplePhase)rng_between(&rng, 0, 2);
            double x = 218 * rng_unit(&rng), y = 136 * rng_unit(&rng);
            verdicts[round][n] = give(guard, finger, phase, x, y, ms, rng_unit(&rng) < 0.5);
            if (n % 50 == 0) {
                guard_accepted(guard, (Point){x, y}, ms * 1000);
            }
            if (n % 700 == 0) {
                guard_new_trial(guard);
            }
        }
        int kept, rested, refused;
        guard_counts(guard, &kept, &rested, &refused);
        assert_true(kept > 0 && rested > 0 && refused > 0);
        guard_free(guard);
    }
    assert_memory_equal(verdicts[0], verdicts[1], sizeof verdicts[0]);
}

static void profiles_differ_as_the_table_says(void **state) {
    (void)state;
    assert_true(guard_standard("3-4", "").slop_mm == 6);
    assert_true(guard_standard("10-12", "").slop_mm == 3);
    assert_true(guard_standard("10-12", "").move_tolerance_mm == 5);
    assert_true(guard_standard("7-9", "M1").move_tolerance_mm == 15);
    assert_true(guard_standard("7-9", "M2").move_tolerance_mm == 30);
    assert_true(guard_standard("7-9", "M2").slop_mm == 8);
    assert_int_equal(guard_standard("5-6", "").repeat_us, 500000);
    assert_int_equal(guard_standard("5-6", "").accept, ACCEPT_RELEASE);
}

static void settings_come_back_as_they_were_written(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    GuardSettings settings = guard_standard("5-6", "M2"), back = guard_standard("10-12", "");
    settings.accept = ACCEPT_HOLD;
    settings.offset_mm = (Point){1.25, -0.1};
    settings.hand = HAND_LEFT;
    settings.hold_before_speech_ends = false;
    Value value, read;
    Fail fail = {0};
    Buffer text = {0};
    assert_true(guard_settings_value(mem, &settings, &value));
    assert_true(value_write(&text, &value));
    assert_true(value_read(mem, (char *)text.bytes, text.length, &read, &fail));
    assert_true(guard_settings_read(&read, &back, &fail));
    assert_true(back.accept == ACCEPT_HOLD && back.hand == HAND_LEFT);
    assert_true(back.offset_mm.x == 1.25 && back.offset_mm.y == -0.1);
    assert_true(back.move_tolerance_mm == 30 && !back.hold_before_speech_ends);
    assert_true(back.rest_us == settings.rest_us && back.palm_mm == settings.palm_mm);
    buffer_free(&text);
    mem_free(mem);
}

static void a_setting_that_does_not_fit_is_refused_by_name(void **state) {
    (void)state;
    const char *cases[][2] = {
        {"{\"repeat_us\":3000001}", "repeat_us is 3000001, but the most is 3000000"},
        {"{\"rest_us\":299999}", "rest_us is 299999, but the least is 300000"},
        {"{\"move_tolerance_mm\":41}", "move_tolerance_mm is 41"},
        {"{\"move_tolerance_mm\":2.5}", "move_tolerance_mm is 2.5"},
        {"{\"wrist_mm\":26}", "wrist_mm is 26"},
        {"{\"hold_us\":99999}", "hold_us is 99999"},
        {"{\"hold_us\":300000.5}", "hold_us must be a whole number"},
        {"{\"accept\":\"pres\"}", "accept cannot be \"pres\"; one choice is \"press\""},
        {"{\"hand\":2}", "hand must be a word"},
        {"{\"hold_before_speech_ends\":1}", "hold_before_speech_ends must be true or false"},
        {"{\"slop\":2}", "know no \"slop\""},
        {"{\"repeat_u\":2}", "did you mean \"repeat_us\""},
        {"[1]", "must be a record"},
    };
    Mem *mem = mem_new(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Value value;
        Fail fail = {0};
        GuardSettings settings = guard_standard("5-6", ""), before = settings;
        assert_true(value_read(mem, cases[i][0], strlen(cases[i][0]), &value, &fail));
        assert_false(guard_settings_read(&value, &settings, &fail));
        if (strstr(fail.text, cases[i][1]) == NULL) {
            fail_msg("%s said: %s", cases[i][0], fail.text);
        }
        assert_memory_equal(&settings, &before, sizeof settings);
    }
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contacts_that_begin_in_a_zone_never_play),
        cmocka_unit_test(a_still_finger_off_target_rests_until_it_lifts),
        cmocka_unit_test(a_finger_on_a_target_or_on_its_way_never_rests),
        cmocka_unit_test(rest_does_not_depend_on_how_often_time_is_passed),
        cmocka_unit_test(a_resting_finger_never_cancels_a_tap),
        cmocka_unit_test(a_palm_below_the_finger_rests_whichever_lands_first),
        cmocka_unit_test(two_fingers_far_apart_or_on_the_other_side_are_no_palm),
        cmocka_unit_test(touches_near_and_soon_after_an_accepted_one_are_repeats),
        cmocka_unit_test(readings_come_out_offset_and_relative_to_the_play_area),
        cmocka_unit_test(fingers_still_down_are_spent_when_a_trial_begins),
        cmocka_unit_test(a_screen_that_stammers_makes_no_second_contact),
        cmocka_unit_test(under_one_in_a_hundred_intended_touches_is_lost),
        cmocka_unit_test(the_same_readings_give_the_same_verdicts),
        cmocka_unit_test(profiles_differ_as_the_table_says),
        cmocka_unit_test(settings_come_back_as_they_were_written),
        cmocka_unit_test(a_setting_that_does_not_fit_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
