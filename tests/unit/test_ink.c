/* The ink of a played trial: three taps away, with its measures and its slider, and what
 * app/rebuild makes of the stored run. */
#include "review_fixture.h"

#include "app/rebuild.h"

static void ink_is_three_taps_from_the_list_of_sessions(void **state) {
    (void)state;
    go_to_today();
    tap("review");
    assert_string_equal(shell_top_name(shell), "sessions");
    int taps = shell_taps(shell);
    tap("session:0");
    tap("run:0");
    tap("trial:0");
    assert_string_equal(shell_top_name(shell), "ink");
    assert_int_equal(shell_taps(shell) - taps, 3);
}

static void ink_shows_the_stored_measures(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log log;
    char words[LOG_WORDS];
    read_log(own, false, &log);
    const TrialRecord *trial = &log.runs[0].lines[0].trial;
    assert_string_equal(shell_top_name(shell), "ink");
    assert_reads(log_measure(MEASURE_SCORE, measures_get(&trial->measures, MEASURE_SCORE), words));
    assert_reads(log_measure(MEASURE_INSIDE_PERCENT,
                             measures_get(&trial->measures, MEASURE_INSIDE_PERCENT), words));
    tap("next");
    assert_reads("trial 2 of 6");
    tap("previous");
    assert_reads("trial 1 of 6");
    mem_free(own);
}

static void slider_goes_where_the_finger_is_and_play_ends_at_the_end(void **state) {
    (void)state;
    const SceneTarget *scrub = scene_target_named(seen(), "scrub");
    Box box = scrub->box;
    uint64_t whole = scene_hash(seen());
    touch(box.left + (box.right - box.left) * 0.4, (box.top + box.bottom) / 2, SAMPLE_DOWN);
    touch(box.left + (box.right - box.left) * 0.4, (box.top + box.bottom) / 2, SAMPLE_UP);
    uint64_t part = scene_hash(seen());
    assert_true(part != whole);
    tap("play");
    assert_true(shell_wake_us(shell) != INT64_MAX);
    shell_advance(shell, shell_now_us(shell) + 400000);
    assert_true(scene_hash(seen()) != part);
    shell_advance(shell, shell_now_us(shell) + 60000000);
    assert_true(shell_wake_us(shell) == INT64_MAX);
    /* The key is still drawn as focused or not, but nothing else may differ from the whole. */
    assert_true(scene_hash(seen()) == whole);
}

static void rebuilt_ink_is_what_was_measured(void **state) {
    (void)state;
    Mem *own = mem_new(256 << 20);
    Log log;
    Fail fail = {0};
    read_log(own, true, &log);
    const LogRun *run = &log.runs[0];
    TrialInk inks[TRIALS] = {{0}};
    if (!rebuild_inks(&app, own, run, inks, &fail)) {
        fail_msg("%s", fail.text);
    }
    for (size_t i = 0; i < run->count; i++) {
        const TrialInk *ink = &inks[i];
        double samples = measures_get(&run->lines[i].trial.measures, MEASURE_SAMPLES);
        size_t kept = 0;
        for (size_t k = 0; k < ink->raw_count; k++) {
            kept += ink->kept[k];
        }
        assert_true(ink->rebuilt);
        assert_true(ink->road.count > 1 && ink->road_mm > 0);
        assert_int_equal(ink->count, (size_t)samples);
        assert_int_equal(kept, ink->count);
    }
    mem_free(own);
}

static uint64_t drawing(RunAt *at) {
    Scene *scene = scene_new(app.width_mm, app.height_mm);
    Fail fail = {0};
    if (!run_at_draw(at, scene, box_of(8, 20, 140, 80), &fail)) {
        fail_msg("%s", fail.text);
    }
    uint64_t hash = scene_hash(scene);
    scene_free(scene);
    return hash;
}

static void going_back_in_time_shows_the_same_as_before(void **state) {
    (void)state;
    Mem *own = mem_new(256 << 20);
    Log log;
    Fail fail = {0};
    read_log(own, true, &log);
    for (size_t r = 0; r < log.count; r++) {
        RunAt *at = run_at_open(&app, &log.runs[r], &fail);
        int64_t end_us = log.runs[r].lines[2].trial.duration_us;
        if (at == NULL) {
            fail_msg("%s", fail.text);
        }
        assert_true(run_at_go(at, 2, end_us / 2, &fail));
        uint64_t half = drawing(at);
        assert_true(run_at_go(at, 2, end_us, &fail));
        assert_true(drawing(at) != half);
        assert_true(run_at_go(at, 4, 0, &fail));
        assert_true(run_at_go(at, 2, end_us / 2, &fail));
        assert_true(drawing(at) == half);
        run_at_close(at);
    }
    mem_free(own);
}

static void run_of_other_files_still_shows_its_bare_contacts(void **state) {
    (void)state;
    Mem *own = mem_new(256 << 20);
    Log log;
    Fail fail = {0};
    read_log(own, true, &log);
    LogRun run = log.runs[0];
    TrialInk inks[TRIALS] = {{0}};
    run.run.game_hash = "0000";
    assert_false(rebuild_inks(&app, own, &run, inks, &fail));
    assert_non_null(strstr(fail.text, "only the same files give the same result"));
    assert_false(inks[0].rebuilt);
    assert_true(inks[0].raw_count > 0 && inks[0].count == inks[0].raw_count);
    mem_free(own);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink_is_three_taps_from_the_list_of_sessions),
        cmocka_unit_test(ink_shows_the_stored_measures),
        cmocka_unit_test(slider_goes_where_the_finger_is_and_play_ends_at_the_end),
        cmocka_unit_test(rebuilt_ink_is_what_was_measured),
        cmocka_unit_test(going_back_in_time_shows_the_same_as_before),
        cmocka_unit_test(run_of_other_files_still_shows_its_bare_contacts),
    };
    return cmocka_run_group_tests(tests, play_session, end_session);
}
