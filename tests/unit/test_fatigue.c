/* care/fatigue and its hint: signs are counted against the child's own session, the dot shows
 * beside the play area only, and why it is there is one tap away. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/frame.h"
#include "app_fixture.h"
#include "care/fatigue.h"

static FatigueTrial usual(void) {
    return (FatigueTrial){.latency_s = 1, .deviation_mm = 2, .lifts = 0, .success = true};
}

static int points(const FatigueTrial *trials, size_t count, char words[FATIGUE_TEXT_MAX]) {
    FatigueSigns none = {0};
    return fatigue_points(trials, count, &none, words);
}

static void even_trials_give_no_sign(void **state) {
    (void)state;
    FatigueTrial trials[12];
    char words[FATIGUE_TEXT_MAX];
    for (int i = 0; i < 12; i++) {
        trials[i] = usual();
        trials[i].latency_s = 1 + 0.3 * (i % 3);
        assert_int_equal(points(trials, (size_t)i + 1, words), 0);
        assert_string_equal(words, "");
    }
}

static void slow_and_much_helped_trials_make_a_hint_with_both_reasons(void **state) {
    (void)state;
    FatigueTrial trials[8];
    char words[FATIGUE_TEXT_MAX];
    for (int i = 0; i < 8; i++) {
        trials[i] = usual();
        trials[i].latency_s = i >= 5 ? 2.5 : 1;
        trials[i].rung = i >= 5 ? 3 : 0;
    }
    assert_int_equal(points(trials, 8, words), FATIGUE_POINTS);
    assert_string_equal(words, "slower, 3 of 5 with much help");
    trials[6].latency_s = 1.2; /* not three in a row */
    assert_int_equal(points(trials, 8, words), 1);
}

static void a_line_that_drifts_or_lifts_is_one_sign(void **state) {
    (void)state;
    FatigueTrial trials[9];
    char words[FATIGUE_TEXT_MAX];
    for (int i = 0; i < 9; i++) {
        trials[i] = usual();
        trials[i].deviation_mm = i >= 6 ? 3.1 : 2;
        trials[i].lifts = i >= 6 ? 2 : 0;
    }
    assert_int_equal(points(trials, 9, words), 1);
    assert_string_equal(words, "the line drifts");
    for (int i = 0; i < 9; i++) {
        trials[i].deviation_mm = trials[i].lifts = NAN; /* a game without a line */
    }
    assert_int_equal(points(trials, 9, words), 0);
}

static void what_came_about_and_does_not_any_more_is_a_sign(void **state) {
    (void)state;
    FatigueTrial trials[7];
    char words[FATIGUE_TEXT_MAX];
    for (int i = 0; i < 7; i++) {
        trials[i] = usual();
        trials[i].success = i < 4;
    }
    assert_int_equal(points(trials, 7, words), 1);
    trials[0].success = trials[1].success = false; /* it was hard from the beginning */
    assert_int_equal(points(trials, 7, words), 0);
}

static void hands_and_the_calm_corner_count_without_any_trial(void **state) {
    (void)state;
    char words[FATIGUE_TEXT_MAX];
    FatigueSigns signs = {.bursts = 1, .calm = 3, .idle_s = 21};
    assert_int_equal(fatigue_points(NULL, 0, &signs, words), 3);
    assert_string_equal(words, "taps on one spot, 20 s untouched, 3 times to the calm corner");
}

/* ---- on the glass ---- */

static int64_t tap_six_times(House *house, int64_t now_us) {
    Frame frame = frame_of(house->app.width_mm, house->app.height_mm, HAND_UNKNOWN, false, false);
    for (int i = 0; i < 6; i++) {
        Sample raw = {.time_us = now_us,
                      .x_mm = frame.card.right - 4,
                      .y_mm = frame.card.bottom - 4,
                      .phase = SAMPLE_DOWN};
        shell_touch(house->shell, &raw);
        raw.phase = SAMPLE_UP;
        raw.time_us += 60000;
        shell_touch(house->shell, &raw);
        now_us += 200000;
    }
    return now_us;
}

static void the_hint_shows_in_the_gutter_alone_and_says_why_on_a_tap(void **state) {
    (void)state;
    House house;
    char data[64];
    house_folder(data);
    house_open(&house, data);
    Sitting *sitting = house_begin(&house, "sorting", 5, 1);
    sitting_profile(sitting)->comfort.timer = false;
    int64_t now_us = house_go_in(&house, 0, 20000);
    now_us = tap_six_times(&house, now_us + 100000);
    house_frame(&house, now_us);
    assert_string_equal(sitting_hint(sitting), ""); /* one sign is none */
    house_frame(&house, now_us + 21000000);
    assert_string_equal(sitting_hint(sitting), "taps on one spot, 20 s untouched");
    assert_string_equal(shell_top_name(house.shell), "activity"); /* nothing was interrupted */
    const Scene *now, *before;
    Fail fail = {0};
    assert_true(shell_scene(house.shell, &now, &before, &fail));
    const SceneTarget *hint = scene_target_named(now, "hint");
    assert_non_null(hint);
    Box gutter = frame_of(house.app.width_mm, house.app.height_mm,
                          sitting_profile(sitting)->guard.hand, false, false)
                     .gutter;
    assert_true(hint->box.left >= gutter.left - 0.1 && hint->box.right <= gutter.right + 0.1);
    /* Hands that drum get nowhere by it; a finger that comes alone does. */
    house_tap(&house, "ear", now_us + 21500000);
    house_tap(&house, "hint", now_us + 22000000);
    assert_string_equal(shell_top_name(house.shell), "activity");
    house_tap(&house, "hint", now_us + 24000000);
    assert_string_equal(shell_top_name(house.shell), "rail");
    Buffer dump = {0};
    assert_true(shell_scene(house.shell, &now, &before, &fail) && scene_dump(now, &dump));
    assert_true(buffer_add(&dump, "", 1));
    assert_non_null(strstr((const char *)dump.bytes, "taps on one spot"));
    assert_non_null(scene_target_named(now, "easier"));
    assert_non_null(scene_target_named(now, "calm_break"));
    assert_non_null(scene_target_named(now, "finish"));
    buffer_free(&dump);
    house_close(&house);
    house_forget(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_trials_give_no_sign),
        cmocka_unit_test(slow_and_much_helped_trials_make_a_hint_with_both_reasons),
        cmocka_unit_test(a_line_that_drifts_or_lifts_is_one_sign),
        cmocka_unit_test(what_came_about_and_does_not_any_more_is_a_sign),
        cmocka_unit_test(hands_and_the_calm_corner_count_without_any_trial),
        cmocka_unit_test(the_hint_shows_in_the_gutter_alone_and_says_why_on_a_tap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
