/* play/trial: what a game says of one attempt. */
#include "play/trial_life.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Manifest manifest = {.id = "toy", .measure_count = 1, .measures = {MEASURE_TURNS_TAKEN}};
static const Value no_params = {.kind = VALUE_RECORD};

static Trial *trial_of(uint64_t item, bool probe) {
    Trial *trial = trial_new();
    assert_non_null(trial);
    trial_begin(trial, &(TrialSetup){.manifest = &manifest,
                                     .params = &no_params,
                                     .number = 1,
                                     .level = 2,
                                     .seed = 42,
                                     .item_index = item,
                                     .width_mm = 200,
                                     .height_mm = 100,
                                     .probe = probe,
                                     .hand = HAND_LEFT});
    return trial;
}

static void at(Trial *trial, int64_t ms) {
    trial->now_us = trial->onset_us + ms * 1000;
}

static Target target_of(const char *id, double x) {
    Target target = {.role = ROLE_CHOICE, .box = box_of(x, 10, 20, 20), .player = -1};
    snprintf(target.id, sizeof target.id, "%s", id);
    return target;
}

static bool answer(Trial *trial, const char *item, bool right) {
    Answer given = {.right = right};
    Fail fail;
    snprintf(given.item, sizeof given.item, "%s", item);
    return trial_answer(trial, &given, &fail);
}

static void random_streams_are_their_own_and_repeat_with_the_item(void **state) {
    (void)state;
    Trial *a = trial_of(3, false), *b = trial_of(3, false), *c = trial_of(4, false);
    double first = rng_unit(trial_rng(a, "layout"));
    rng_unit(trial_rng(b, "colour"));
    assert_true(rng_unit(trial_rng(b, "layout")) == first);
    assert_true(rng_unit(trial_rng(b, "layout")) != first); /* it goes on */
    assert_true(rng_unit(trial_rng(c, "layout")) != first);
    assert_string_equal(trial_hand(a), "left");
    trial_free(a);
    trial_free(b);
    trial_free(c);
}

static void targets_are_added_replaced_and_refused_by_name(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    Fail fail = {FAIL_NONE, ""};
    char id[16];
    for (int i = 0; i < TARGETS_MAX; i++) {
        snprintf(id, sizeof id, "t%d", i);
        Target target = target_of(id, i);
        assert_true(trial_target(trial, &target, &fail));
    }
    Target more = target_of("more", 5), moved = target_of("t3", 100), flat = target_of("flat", 1);
    assert_false(trial_target(trial, &more, &fail));
    assert_string_equal(fail.text, "target more: a trial may have at most 48 targets");
    assert_true(trial_target(trial, &moved, &fail));
    assert_int_equal(trial_target_count(trial), TARGETS_MAX);
    assert_true(trial_target_named(trial, "t3")->box.left == 100);
    flat.box.right = flat.box.left;
    assert_false(trial_target(trial, &flat, &fail));
    assert_non_null(strstr(fail.text, "target flat: its box needs a width"));
    assert_true(trial_target_remove(trial, "t0"));
    assert_false(trial_target_remove(trial, "t0"));
    assert_string_equal(trial_target_at(trial, 0)->id, "t1");
    assert_true(trial_target_state(trial, "t1", TARGET_DONE, true));
    assert_false(target_is_active(trial_target_named(trial, "t1")));
    trial_free(trial);
}

static void an_answers_latency_counts_from_its_offer(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    Fail fail;
    trial_onset(trial, 5000000);
    at(trial, 1000);
    assert_true(answer(trial, "apple", false));
    at(trial, 1800);
    assert_true(answer(trial, "apple", true)); /* a new try at the same offer */
    at(trial, 2500);
    assert_true(answer(trial, "bus", true));
    at(trial, 4000);
    Target late = target_of("pear", 10);
    assert_true(trial_target(trial, &late, &fail));
    at(trial, 4600);
    assert_true(answer(trial, "pear", true));
    assert_int_equal(trial->answers[0].latency_us, 1000000);
    assert_int_equal(trial->answers[1].latency_us, 1800000);
    assert_int_equal(trial->answers[2].latency_us, 700000);
    assert_int_equal(trial->answers[3].latency_us, 600000);
    int right;
    assert_int_equal(trial_first_tries(trial, &right), 3);
    assert_int_equal(right, 2);
    trial_free(trial);
}

static void answers_have_a_limit_with_a_sentence(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    for (int i = 0; i < ANSWERS_MAX; i++) {
        assert_true(answer(trial, "x", true));
    }
    assert_false(answer(trial, "x", true));
    trial_finish(trial, END_COMPLETED, true);
    assert_true(answer(trial, "x", true)); /* after the end it is passed over */
    assert_int_equal(trial->answer_count, ANSWERS_MAX);
    trial_free(trial);
}

static void the_first_finish_counts(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    trial_finish(trial, END_GAVE_UP, true);
    trial_finish(trial, END_COMPLETED, true);
    assert_true(trial_ended(trial));
    assert_int_equal(trial->end, END_GAVE_UP);
    assert_false(trial->success);
    trial_free(trial);
}

static void timers_come_in_order_and_run_out_politely(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    trial_onset(trial, 1000);
    int late = trial_after(trial, 2, 20), soon = trial_after(trial, 1, 10);
    int same = trial_after(trial, 1, 11);
    assert_true(late > 0 && soon > late && same > soon);
    assert_int_equal(trial_timer_next(trial)->tag, 10);
    trial_cancel(trial, soon);
    assert_int_equal(trial_timer_next(trial)->tag, 11);
    assert_int_equal(trial_timer_next(trial)->due_us, 1000000);
    for (int i = 2; i < TIMERS_MAX; i++) {
        assert_true(trial_after(trial, 0, 0) > 0);
    }
    assert_int_equal(trial_after(trial, 1, 0), -1);
    assert_true(trial_timer_next(trial)->due_us > 0); /* none is due at once: time must go on */
    trial_free(trial);
}

static void cues_outlive_their_trial_and_the_oldest_gives_way(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    Cue cue;
    char name[16];
    trial_say(trial, "road.ask");
    for (int i = 0; i < CUES_MAX; i++) {
        snprintf(name, sizeof name, "s%d", i);
        trial_sound(trial, name);
    }
    TrialSetup next = trial->setup;
    trial_begin(trial, &next);
    assert_true(trial_cue_take(trial, &cue));
    assert_string_equal(cue.name, "s0");
    int taken = 1;
    while (trial_cue_take(trial, &cue)) {
        taken++;
    }
    assert_int_equal(taken, CUES_MAX);
    assert_string_equal(cue.name, "s63");
    trial_free(trial);
}

static void a_probe_never_sounds_right(void **state) {
    (void)state;
    Trial *trial = trial_of(1, true);
    Cue cue;
    trial_sound(trial, "ok");
    assert_true(trial_cue_take(trial, &cue));
    assert_string_equal(cue.name, "place");
    trial_free(trial);
}

static void a_measure_must_be_declared(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    Fail fail = {FAIL_NONE, ""};
    assert_true(trial_measure(trial, MEASURE_TURNS_TAKEN, 3, &fail));
    assert_false(trial_measure(trial, MEASURE_SPAN, 3, &fail));
    assert_string_equal(fail.text, "measure span is not among the measures that game.lua declares");
    assert_true(measures_get(&trial->own, MEASURE_TURNS_TAKEN) == 3);
    trial_free(trial);
}

static void a_resting_fingers_stroke_is_not_measured(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    trial_onset(trial, 0);
    for (int i = 0; i < 6; i++) {
        SamplePhase phase = i == 0 ? SAMPLE_DOWN : SAMPLE_MOVE;
        Sample line = {i * 10000, 10 + i, 20, 0, phase}, palm = {i * 10000, 90, 80, 1, phase};
        assert_true(trial_sample(trial, &line, 0) && trial_sample(trial, &palm, 0));
    }
    Point fingers[4];
    assert_int_equal(trial_fingers(trial, fingers, 4), 2);
    Sample last;
    assert_true(trial_sample_rest(trial, 1, &last));
    assert_false(trial_sample_rest(trial, 1, &last));
    assert_true(last.x_mm == 90 && last.phase == SAMPLE_UP);
    assert_int_equal(trial->sample_count, 6);
    for (size_t i = 0; i < trial->sample_count; i++) {
        assert_int_equal(trial->samples[i].finger, 0);
    }
    assert_int_equal(trial_fingers(trial, fingers, 4), 1);
    trial_free(trial);
}

static void a_new_trial_starts_from_nothing(void **state) {
    (void)state;
    Trial *trial = trial_of(1, false);
    Target target = target_of("a", 0);
    Fail fail;
    Sample sample = {0, 5, 5, 0, SAMPLE_DOWN};
    trial_onset(trial, 0);
    assert_true(trial_target(trial, &target, &fail) && answer(trial, "a", true));
    assert_true(trial_sample(trial, &sample, 0));
    trial_limit_time(trial, 5);
    uint32_t ink = trial_ink(trial)->id;
    TrialSetup next = trial->setup;
    trial_begin(trial, &next);
    assert_int_equal(trial_target_count(trial), 0);
    assert_int_equal(trial->answer_count, 0);
    assert_int_equal(trial->sample_count, 0);
    assert_int_equal(trial_ink(trial)->count, 0);
    assert_true(trial_ink(trial)->id != ink); /* another line: nothing of the old one is kept */
    assert_true(trial->limit_us == INT64_MAX);
    assert_false(trial_ended(trial));
    trial_free(trial);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_streams_are_their_own_and_repeat_with_the_item),
        cmocka_unit_test(targets_are_added_replaced_and_refused_by_name),
        cmocka_unit_test(an_answers_latency_counts_from_its_offer),
        cmocka_unit_test(answers_have_a_limit_with_a_sentence),
        cmocka_unit_test(the_first_finish_counts),
        cmocka_unit_test(timers_come_in_order_and_run_out_politely),
        cmocka_unit_test(cues_outlive_their_trial_and_the_oldest_gives_way),
        cmocka_unit_test(a_probe_never_sounds_right),
        cmocka_unit_test(a_measure_must_be_declared),
        cmocka_unit_test(a_resting_fingers_stroke_is_not_measured),
        cmocka_unit_test(a_new_trial_starts_from_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
