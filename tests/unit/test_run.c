/* play/run: trials in a row as a pure function of setup and journal. */
#include "run_fixture.h"

static void a_run_lives_through_its_trials(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    assert_int_equal(run_state(run), RUN_READY);
    int64_t ms = 100;
    for (int i = 0; i < 3; i++) {
        feed(run, ENTRY_SHOWN, ms, 0);
        assert_int_equal(run_state(run), RUN_LIVE);
        ms = draw_road(run, ms + 500);
        assert_int_equal(all.count, i + 1);
        assert_int_equal(run_state(run), i < 2 ? RUN_BETWEEN : RUN_OVER);
        if (i < 2) {
            feed(run, ENTRY_NEXT, ms += 1000, 0);
        }
    }
    assert_int_equal(run_trials_done(run), 3);
    const Kept *first = &all.trials[0];
    assert_int_equal(first->record.end, END_COMPLETED);
    assert_int_equal(first->record.outcome, OUTCOME_INDEPENDENT);
    assert_true(first->record.success && first->record.valid);
    assert_string_equal(first->via, "ink");
    assert_string_equal(first->item, "road.straight");
    assert_int_equal(first->record.onset_us, 100000);
    assert_true(measures_get(&first->record.measures, MEASURE_SCORE) > 80);
    assert_true(measures_get(&first->record.measures, MEASURE_COVERAGE_PERCENT) > 90);
    assert_false(measures_has(&first->record.measures, MEASURE_FRECHET_MM)); /* not declared */
    assert_true(fabs(measures_get(&first->record.measures, MEASURE_LATENCY_S) - 0.5) < 1e-9);
    assert_int_equal(first->record.next_level, all.trials[1].record.level);
    assert_true(first->next_reason[0] != '\0');
    put_away(run, &all);
}

static void trial_that_times_out_keeps_its_samples(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&road_ops, &toy, &all);
    Fail fail;
    touch(run, 0, SAMPLE_DOWN, 20, 40, 500);
    for (int i = 1; i <= 10; i++) {
        touch(run, 0, SAMPLE_MOVE, 20 + 2 * i, 40, 500 + 10 * i);
    }
    assert_int_equal(run_wake_us(run), 10000000);
    assert_true(run_advance(run, 9999999, &fail));
    assert_int_equal(all.count, 0);
    assert_true(run_advance(run, 10016667, &fail));
    assert_int_equal(all.count, 1);
    assert_int_equal(all.trials[0].record.end, END_TIMED_OUT);
    assert_int_equal(all.trials[0].record.duration_us, 10000000);
    assert_int_equal((int)measures_get(&all.trials[0].record.measures, MEASURE_SAMPLES), 11);
    const Journal *chunk = &all.trials[0].chunk;
    assert_int_equal(chunk->entries[chunk->count - 1].kind, ENTRY_END);
    assert_int_equal(chunk->entries[chunk->count - 1].time_us, 10000000);
    put_away(run, &all);
}

/* What a child and an app do in the clock game: found once, then given at every frame rate. */
static void script_clock(const RunSetup *setup, Journal *script) {
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(setup, &clock_ops, &toy, &all);
    Fail fail;
    for (int64_t us = 3000; run_state(run) != RUN_OVER; us += 37000) {
        assert_true(run_advance(run, us, &fail));
        RunState now = run_state(run);
        Entry entry = {.kind = now == RUN_READY     ? ENTRY_SHOWN
                               : now == RUN_BETWEEN ? ENTRY_NEXT
                                                    : ENTRY_SAMPLE,
                       .time_us = us,
                       .phase = us / 37000 % 2 ? SAMPLE_UP : SAMPLE_DOWN,
                       .x_mm = 60,
                       .y_mm = 60};
        assert_true(journal_append(script, &entry) && run_feed(run, &entry, &fail));
    }
    put_away(run, &all);
}

static void play_clock(const RunSetup *setup, const Journal *script, int rate, Collected *all,
                       Toy *toy) {
    Run *run = run_of(setup, &clock_ops, toy, all);
    Fail fail;
    size_t next = 0;
    for (int64_t frame = 1; run_state(run) != RUN_OVER; frame++) {
        int64_t now_us = frame * 1000000 / rate;
        while (next < script->count && script->entries[next].time_us <= now_us) {
            assert_true(run_feed(run, &script->entries[next++], &fail));
        }
        assert_true(run_advance(run, now_us, &fail));
    }
    run_free(run);
}

static void the_frame_rate_changes_nothing(void **state) {
    (void)state;
    static const int rates[] = {20, 60, 144, 1000};
    Collected all[4] = {0};
    Toy toys[4] = {0};
    RunSetup setup = some_setup();
    Journal script = {0};
    setup.idle_help_s = 0.07;
    script_clock(&setup, &script);
    for (int i = 0; i < 4; i++) {
        play_clock(&setup, &script, rates[i], &all[i], &toys[i]);
        assert_int_equal(all[i].count, 3);
        assert_memory_equal(&toys[i], &toys[0], sizeof toys[0]);
        for (int t = 0; t < 3; t++) {
            const Kept *a = &all[0].trials[t], *b = &all[i].trials[t];
            assert_string_equal(b->text, a->text);
            assert_int_equal(b->chunk.count, a->chunk.count);
            assert_memory_equal(b->chunk.entries, a->chunk.entries, a->chunk.count * sizeof(Entry));
        }
    }
    /* In order of time; ties in the order in which they were set. */
    assert_int_equal(toys[0].timer_times_us[0], 33300 * 10 + 1);
    assert_int_equal(toys[0].timer_times_us[1], 33300 * 10 + 2);
    assert_int_equal(toys[0].timer_times_us[2], 100000 * 10 + 3);
    assert_int_equal(toys[0].ticks, 3 * 25);
    assert_int_equal(toys[0].tick_times_us[0], RUN_TICK_US);
    for (int i = 0; i < 4; i++) {
        collected_free(&all[i]);
    }
    journal_free(&script);
}

static void a_paused_trial_is_kept_but_not_valid(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&road_ops, &toy, &all);
    feed(run, ENTRY_PAUSE, 300, 50000);
    feed(run, ENTRY_GAP, 300, 3000);
    draw_road(run, 500);
    assert_int_equal(all.trials[0].record.gaps, 1);
    assert_false(all.trials[0].record.valid);
    assert_string_equal(all.trials[0].invalid_reason, "The program was paused during this trial.");
    assert_int_equal(run_adapt(run)->trials, 0);
    put_away(run, &all);
}

static void a_broken_game_ends_the_trial_calmly_and_twice_the_run(void **state) {
    (void)state;
    Toy toy = {.break_at = 1};
    Collected all = {0};
    Fail fail;
    Run *run = shown_run(&road_ops, &toy, &all);
    touch(run, 0, SAMPLE_DOWN, 20, 40, 500);
    assert_int_equal(run_state(run), RUN_BETWEEN);
    assert_int_equal(all.trials[0].record.end, END_BROKEN);
    assert_false(all.trials[0].record.valid);
    assert_string_equal(run_game_error(run), "games/tracing/play.lua:12: road is nil");
    Scene *scene = scene_new(218, 136);
    assert_true(run_draw(run, scene, &fail));
    assert_int_equal(scene_item_count(scene), 0);
    scene_free(scene);
    toy.break_at = 2;
    feed(run, ENTRY_NEXT, 2000, 0);
    feed(run, ENTRY_SHOWN, 2100, 0);
    touch(run, 0, SAMPLE_UP, 20, 40, 2200);
    touch(run, 0, SAMPLE_DOWN, 20, 40, 2500);
    assert_int_equal(all.count, 2);
    assert_int_equal(run_state(run), RUN_OVER);
    put_away(run, &all);
}

static void a_drawing_that_breaks_ends_the_trial_in_the_journal_too(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {.draw_breaks = true}, whole = {0};
    Collected all = {0}, again = {0};
    Fail fail;
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    Scene *scene = scene_new(218, 136);
    feed(run, ENTRY_SHOWN, 0, 0);
    assert_true(run_advance(run, 1234567, &fail));
    assert_false(run_draw(run, scene, &fail));
    assert_string_equal(fail.text, "games/tracing/play.lua:30: pen has no \"strok\"");
    assert_int_equal(all.trials[0].record.end, END_BROKEN);
    assert_int_equal(run_state(run), RUN_BETWEEN);
    run_free(run);
    run = run_of(&setup, &road_ops, &whole, &again);
    for (size_t i = 0; i < all.trials[0].chunk.count; i++) {
        assert_true(run_feed(run, &all.trials[0].chunk.entries[i], &fail));
    }
    assert_string_equal(again.trials[0].text, all.trials[0].text);
    run_free(run);
    scene_free(scene);
    collected_free(&all);
    collected_free(&again);
}

static void memory_that_runs_out_is_told_and_breaks_nothing(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    int told = 0;
    for (long n = 1; n < 120; n++) {
        Toy toy = {0};
        Fail fail = {FAIL_NONE, ""};
        Sink sink = {.self = NULL};
        mem_fail_after(n);
        Run *run = run_new(&setup, &road_ops, &toy, &sink, (Id){{1}}, 0, 0, &fail);
        bool ok = run != NULL && run_feed(run, &(Entry){.kind = ENTRY_SHOWN}, &fail);
        for (int i = 0; ok && i < 60 && run_state(run) == RUN_LIVE; i++) {
            Entry entry =
                reading(0, i == 0 ? SAMPLE_DOWN : SAMPLE_MOVE, 20 + 2 * i, 40, 500 + 10 * i);
            ok = run_feed(run, &entry, &fail);
        }
        mem_fail_after(0);
        assert_true(ok || fail.text[0] != '\0');
        told += !ok;
        if (run != NULL && run_state(run) == RUN_LIVE) {
            run_retry(run, &fail);
        }
        run_free(run);
    }
    assert_true(told > 5);
}

static void a_game_that_cannot_prepare_is_refused_first_and_broken_later(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Collected all = {0};
    Sink sink = sink_of(&all);
    Toy toy = {.prepare_breaks = 1};
    Fail fail = {FAIL_NONE, ""};
    assert_null(run_new(&setup, &road_ops, &toy, &sink, (Id){{1}}, 0, 0, &fail));
    assert_string_equal(fail.text, "games/tracing/play.lua:5: no road");
    toy = (Toy){.prepare_breaks = 2};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    int64_t ms = draw_road(run, 500);
    feed(run, ENTRY_NEXT, ms + 1000, 0);
    assert_int_equal(all.count, 2);
    assert_int_equal(all.trials[1].record.end, END_BROKEN);
    assert_int_equal(all.trials[1].record.duration_us, 0);
    assert_int_equal(run_state(run), RUN_BETWEEN);
    feed(run, ENTRY_NEXT, ms + 2000, 0);
    feed(run, ENTRY_SHOWN, ms + 2100, 0);
    draw_road(run, ms + 2500);
    assert_true(all.trials[2].record.success);
    put_away(run, &all);
}

static void what_cannot_be_saved_is_kept_and_saved_later(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {.refuse = true};
    Fail fail;
    Run *run = shown_run(&pick_ops, &toy, &all);
    touch(run, 0, SAMPLE_DOWN, 30, 40, 1000);
    Entry up = reading(0, SAMPLE_UP, 30, 40, 1080);
    assert_false(run_feed(run, &up, &fail));
    assert_string_equal(fail.text, "The disk is full.");
    assert_false(
        run_feed(run, &(Entry){.kind = ENTRY_ASSIST, .time_us = 2000000, .value = 2}, &fail));
    assert_int_equal(all.count, 0);
    all.refuse = false;
    assert_true(run_retry(run, &fail));
    assert_int_equal(all.count, 1);
    assert_int_equal(all.trials[0].chunk.count, 3);
    assert_true(all.trials[0].record.success);
    assert_int_equal(all.mark_value, 2); /* what came meanwhile was not lost */
    assert_int_equal(run_state(run), RUN_BETWEEN);
    put_away(run, &all);
}

static void a_setup_comes_back_from_its_text_and_refuses_strangers(void **state) {
    (void)state;
    Mem *mem = mem_new(16 << 20);
    RunSetup setup = some_setup(), back;
    Value overrides = value_record(), value, again;
    Fail fail = {FAIL_NONE, ""};
    assert_true(value_put(mem, &overrides, "road_mm", value_number(9.5)));
    setup.overrides = &overrides;
    setup.seed = UINT64_MAX - 3;
    setup.help = HELP_OFF;
    setup.idle_help_s = 7.25;
    assert_true(run_setup_value(mem, &setup, &value));
    Buffer text = {.limit = 1 << 20}, text2 = {.limit = 1 << 20};
    assert_true(value_write(&text, &value));
    assert_true(value_read(mem, (const char *)text.bytes, text.length, &again, &fail));
    if (!run_setup_read(mem, &again, setup.manifest, setup.levels, &back, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_true(run_setup_value(mem, &back, &again) && value_write(&text2, &again));
    assert_string_equal((const char *)text.bytes, (const char *)text2.bytes);
    assert_int_equal(back.help, HELP_OFF);
    assert_true(back.seed == setup.seed);

    assert_true(value_put(mem, &again, "first_level", value_int(9)));
    assert_false(run_setup_read(mem, &again, setup.manifest, setup.levels, &back, &fail));
    assert_string_equal(fail.text, "run setup: first_level is 9, but may be 1 to 6.");
    assert_true(value_put(mem, &again, "first_level", value_int(2)));
    assert_true(value_put(mem, &again, "trails", value_int(2)));
    assert_false(run_setup_read(mem, &again, setup.manifest, setup.levels, &back, &fail));
    assert_non_null(strstr(fail.text, "\"trails\" is unknown; did you mean \"trials\"?"));
    Manifest newer = *setup.manifest;
    newer.version = "2";
    assert_false(run_setup_read(mem, &value, &newer, setup.levels, &back, &fail));
    assert_int_equal(fail.kind, FAIL_REFUSED);
    assert_non_null(strstr(fail.text, "game_version is \"1\", but the game here has \"2\""));
    buffer_free(&text);
    buffer_free(&text2);
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_lives_through_its_trials),
        cmocka_unit_test(trial_that_times_out_keeps_its_samples),
        cmocka_unit_test(the_frame_rate_changes_nothing),
        cmocka_unit_test(a_paused_trial_is_kept_but_not_valid),
        cmocka_unit_test(a_broken_game_ends_the_trial_calmly_and_twice_the_run),
        cmocka_unit_test(a_drawing_that_breaks_ends_the_trial_in_the_journal_too),
        cmocka_unit_test(memory_that_runs_out_is_told_and_breaks_nothing),
        cmocka_unit_test(a_game_that_cannot_prepare_is_refused_first_and_broken_later),
        cmocka_unit_test(what_cannot_be_saved_is_kept_and_saved_later),
        cmocka_unit_test(a_setup_comes_back_from_its_text_and_refuses_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
