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
    run_free(run);
    collected_free(&all);
}

static void trial_that_times_out_keeps_its_samples(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    Fail fail;
    feed(run, ENTRY_SHOWN, 0, 0);
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
    run_free(run);
    collected_free(&all);
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
    run_free(run);
    collected_free(&all);
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

static void a_wrong_answer_raises_help_and_two_end_together(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    tap(run, 90, 40, 1000);
    assert_int_equal(trial_help_rung(run_trial(run)), 1);
    assert_int_equal(run_state(run), RUN_LIVE);
    tap(run, 150, 40, 3000);
    assert_int_equal(toy.last_help, 4);
    assert_int_equal(run_state(run), RUN_LIVE); /* together: with the child's touch anywhere */
    int chosen = toy.chosen;
    touch(run, 0, SAMPLE_DOWN, 30, 80, 3500); /* one of a burst of taps: not yet seen */
    touch(run, 0, SAMPLE_UP, 30, 80, 3550);
    assert_int_equal(run_state(run), RUN_LIVE);
    touch(run, 0, SAMPLE_DOWN, 30, 80, 4500);
    assert_int_equal(toy.chosen, chosen);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_TOGETHER);
    assert_int_equal(all.trials[0].record.end, END_COMPLETED);
    assert_int_equal(all.trials[0].record.help_rung, 4);
    assert_false(all.trials[0].record.success);
    assert_true(all.trials[0].record.next_level <= 2);
    run_free(run);
    collected_free(&all);
}

static void always_wrong_ends_together_without_a_further_touch(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    tap(run, 90, 40, 1000);
    tap(run, 90, 40, 3000);
    assert_true(run_wake_us(run) < INT64_MAX);
    assert_true(run_advance(run, 20000000, &fail));
    assert_int_equal(all.count, 1);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_TOGETHER);
    run_free(run);
    collected_free(&all);
}

static void a_child_who_is_always_wrong_comes_down(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Fail fail;
    assert_true(adapt_begin(&setup.adapt, ADAPT_DEFAULT, 1, LEVELS_HERE, 4, 0.8, 0.33, &fail));
    setup.first_level = 4;
    setup.trials = 6;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 6; i++) {
        feed(run, ENTRY_SHOWN, 20000 * i, 0);
        tap(run, 90, 40, 20000 * i + 1000);
        tap(run, 90, 40, 20000 * i + 3000);
        tap(run, 90, 40, 20000 * i + 5000);
        assert_int_equal(all.trials[i].record.outcome, OUTCOME_TOGETHER);
        assert_true(all.trials[i].record.next_level <= all.trials[i].record.level);
        if (i < 5) {
            feed(run, ENTRY_NEXT, 20000 * i + 9000, 0);
        }
    }
    assert_true(all.trials[5].record.next_level < 4);
    run_free(run);
    collected_free(&all);
}

static void help_that_came_first_never_leads_up(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.trials = 8;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 8; i++) {
        feed(run, ENTRY_SHOWN, 20000 * i, 0);
        feed(run, ENTRY_HELP, 20000 * i + 500, 0);
        tap(run, 30, 40, 20000 * i + 1000);
        assert_int_equal(all.trials[i].record.outcome, OUTCOME_HELPED);
        assert_int_equal(all.trials[i].record.next_level, 2);
        if (i < 7) {
            feed(run, ENTRY_NEXT, 20000 * i + 9000, 0);
        }
    }
    run_free(run);
    collected_free(&all);
}

static void waiting_brings_help_up_to_the_model_and_no_further(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.idle_help_s = 8;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    feed(run, ENTRY_SPEECH, 0, 1);
    assert_true(run_advance(run, 20000000, &fail)); /* a prompt is spoken: nobody waits yet */
    assert_int_equal(toy.helps, 0);
    feed(run, ENTRY_SPEECH, 20000, 0);
    assert_int_equal(run_wake_us(run), 28000000);
    assert_true(run_advance(run, 28000000, &fail));
    assert_int_equal(toy.last_help, 1);
    assert_true(run_advance(run, 100000000, &fail));
    assert_int_equal(toy.helps, 3);
    assert_int_equal(toy.last_help, 3);
    assert_int_equal(run_state(run), RUN_LIVE);
    tap(run, 30, 40, 101000);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_HELPED);
    assert_int_equal(all.trials[0].record.help_rung, 3);
    run_free(run);
    collected_free(&all);
}

static void help_first_fades_after_two_successes(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.help = HELP_HELP_FIRST;
    setup.trials = 9;
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 9; i++) {
        feed(run, ENTRY_SHOWN, 5000 * i, 0);
        tap(run, 30, 40, 5000 * i + 1000);
        assert_int_equal(all.trials[i].record.help_rung, i < 6 ? 3 - i / 2 : 0);
        if (i < 8) {
            feed(run, ENTRY_NEXT, 5000 * i + 3000, 0);
        }
    }
    run_free(run);
    collected_free(&all);
}

static void a_probe_gives_no_help_and_never_adapts(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    setup.probe = true;
    setup.idle_help_s = 2;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Cue cue;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    for (int i = 0; i < 3; i++) {
        feed(run, ENTRY_SHOWN, 20000 * i, 0);
        tap(run, 90, 40, 20000 * i + 1000);
        tap(run, 90, 40, 20000 * i + 3000);
        feed(run, ENTRY_HELP, 20000 * i + 4000, 0);
        assert_true(run_advance(run, 20000000 * i + 15000000, &fail));
        assert_int_equal(toy.helps, 0);
        while (run_take_cue(run, &cue)) {}
        tap(run, 30, 40, 20000 * i + 16000);
        assert_true(run_take_cue(run, &cue));
        assert_string_equal(cue.name, "place"); /* not "ok": it would tell right from wrong */
        const TrialRecord *record = &all.trials[i].record;
        assert_int_equal(record->help_rung, 0);
        assert_int_equal(record->level, 2);
        assert_int_equal(record->next_level, 2);
        assert_true(record->probe);
        if (i < 2) {
            feed(run, ENTRY_NEXT, 20000 * i + 18000, 0);
        }
    }
    assert_int_equal(run_adapt(run)->trials, 0);
    run_free(run);
    collected_free(&all);
}

static void assistance_marks_the_running_trial_and_the_highest_counts(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    feed(run, ENTRY_ASSIST, 500, 3);
    feed(run, ENTRY_ASSIST, 600, 1);
    assert_int_equal(run_assistance(run), 3);
    tap(run, 30, 40, 1000);
    assert_int_equal(all.trials[0].record.assistance, 3);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_HELPED);
    feed(run, ENTRY_NEXT, 7000, 0);
    feed(run, ENTRY_SHOWN, 7100, 0);
    feed(run, ENTRY_ASSIST, 7500, 2);
    feed(run, ENTRY_ASSIST, 7600, -1);
    feed(run, ENTRY_ASSIST, 7700, 1);
    tap(run, 30, 40, 8000);
    assert_int_equal(all.trials[1].record.assistance, 1);
    assert_int_equal(all.marks, 0);
    run_free(run);
    collected_free(&all);
}

static void assistance_within_four_seconds_marks_the_trial_before(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    tap(run, 30, 40, 1000);
    double up = run_adapt(run)->placement;
    feed(run, ENTRY_ASSIST, 2000, 4);
    assert_int_equal(all.marks, 1);
    assert_int_equal(all.mark_trial, 0);
    assert_int_equal(all.mark_value, 4);
    assert_int_equal(run_assistance(run), 4);
    assert_true(up > 2.0);
    assert_true(run_adapt(run)->placement <= 2.0); /* helped: never up */
    feed(run, ENTRY_ASSIST, 3000, 2);              /* lower: changes nothing */
    assert_int_equal(all.marks, 1);
    feed(run, ENTRY_NEXT, 3500, 0);
    feed(run, ENTRY_ASSIST, 6000, 5); /* too late for it: the prepared trial's */
    assert_int_equal(all.marks, 1);
    feed(run, ENTRY_SHOWN, 6100, 0);
    tap(run, 30, 40, 7000);
    assert_int_equal(all.trials[1].record.assistance, 5);
    run_free(run);
    collected_free(&all);
}

static void an_armed_level_waits_for_the_boundary_unseen(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    Scene *before = scene_new(218, 136), *after = scene_new(218, 136);
    feed(run, ENTRY_SHOWN, 0, 0);
    assert_true(run_draw(run, before, &fail));
    feed(run, ENTRY_LEVEL, 500, 5);
    assert_true(run_draw(run, after, &fail));
    assert_true(scene_hash(before) == scene_hash(after));
    Box boxes[4];
    assert_int_equal(scene_damage(before, after, boxes, 4), 0);
    assert_int_equal(run_level(run), 2);
    assert_int_equal(run_level_armed(run), 5);
    tap(run, 30, 40, 1000);
    assert_int_equal(all.trials[0].record.level, 2);
    assert_int_equal(all.trials[0].record.next_level, 5);
    assert_string_equal(all.trials[0].next_reason, "An adult set the level.");
    feed(run, ENTRY_NEXT, 3000, 0);
    assert_int_equal(run_level(run), 5);
    assert_int_equal(run_level_armed(run), 0);
    assert_true(trial_param_number(run_trial(run), "road_mm") == 12);
    assert_false(
        run_feed(run, &(Entry){.kind = ENTRY_LEVEL, .time_us = 4000000, .value = 7}, &fail));
    assert_string_equal(fail.text, "Level 7 cannot be armed: tracing has levels 1 to 6.");
    scene_free(before);
    scene_free(after);
    run_free(run);
    collected_free(&all);
}

static void again_repeats_the_same_item_three_times_at_most(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    double first = toy.random;
    for (int i = 0; i < 3; i++) {
        feed(run, ENTRY_SHOWN, 1000 * i, 0);
        feed(run, ENTRY_AGAIN, 1000 * i + 500, 0);
        assert_int_equal(all.trials[i].record.end, END_STOPPED);
        assert_int_equal(all.trials[i].record.outcome, OUTCOME_NOT_NOW);
        assert_int_equal(run_trials_done(run), 0);
        feed(run, ENTRY_NEXT, 1000 * i + 600, 0);
        assert_true(toy.random == first);
        assert_int_equal(run_level(run), 2);
    }
    feed(run, ENTRY_SHOWN, 5000, 0);
    feed(run, ENTRY_AGAIN, 5500, 0);
    assert_int_equal(run_trials_done(run), 1);
    feed(run, ENTRY_NEXT, 5600, 0);
    assert_true(toy.random != first);
    run_free(run);
    collected_free(&all);
}

static void skip_stop_and_last_end_what_they_say(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        RunSetup setup = some_setup();
        Toy toy = {0};
        Collected all = {0};
        Run *run = run_of(&setup, &pick_ops, &toy, &all);
        feed(run, ENTRY_SHOWN, 0, 0);
        if (i == 0) {
            feed(run, ENTRY_SKIP, 500, 0);
            assert_int_equal(run_state(run), RUN_BETWEEN);
            assert_int_equal(all.trials[0].record.end, END_STOPPED);
        } else if (i == 1) {
            feed(run, ENTRY_STOP, 500, END_INTERRUPTED);
            assert_int_equal(run_state(run), RUN_OVER);
            assert_int_equal(all.trials[0].record.end, END_INTERRUPTED);
            feed(run, ENTRY_ASSIST, 900, 2);
            assert_int_equal(all.marks, 1);
            assert_int_equal(all.tail.count, 1);
        } else {
            feed(run, ENTRY_LAST, 500, 0);
            assert_int_equal(run_state(run), RUN_LIVE);
            tap(run, 30, 40, 1000);
            assert_int_equal(run_state(run), RUN_OVER);
        }
        assert_int_equal(run_adapt(run)->trials, i == 2 ? 1 : 0);
        run_free(run);
        collected_free(&all);
    }
}

static void a_paused_trial_is_kept_but_not_valid(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    feed(run, ENTRY_PAUSE, 300, 50000);
    feed(run, ENTRY_GAP, 300, 3000);
    draw_road(run, 500);
    assert_int_equal(all.trials[0].record.gaps, 1);
    assert_false(all.trials[0].record.valid);
    assert_string_equal(all.trials[0].invalid_reason, "The program was paused during this trial.");
    assert_int_equal(run_adapt(run)->trials, 0);
    run_free(run);
    collected_free(&all);
}

static void a_broken_game_ends_the_trial_calmly_and_twice_the_run(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {.break_at = 1};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
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
    run_free(run);
    collected_free(&all);
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

static void what_cannot_be_saved_is_kept_and_saved_later(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {.refuse = true};
    Fail fail;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
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
    run_free(run);
    collected_free(&all);
}

static void readings_between_trials_reach_no_game(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    touch(run, 0, SAMPLE_DOWN, 20, 40, 50);
    feed(run, ENTRY_SHOWN, 100, 0);
    touch(run, 0, SAMPLE_MOVE, 60, 40, 200); /* still down from before: spent until it lifts */
    assert_int_equal(toy.touches, 0);
    touch(run, 0, SAMPLE_UP, 60, 40, 300);
    touch(run, 0, SAMPLE_DOWN, 20, 40, 400);
    assert_int_equal(toy.touches, 1);
    run_free(run);
    collected_free(&all);
}

static void a_second_finger_on_the_line_makes_it_invalid(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    touch(run, 1, SAMPLE_DOWN, 60, 10, 200);
    draw_road(run, 500);
    assert_string_equal(all.trials[0].invalid_reason,
                        "A palm or second finger touched for more than a tenth of this trial.");
    assert_true(measures_get(&all.trials[0].record.measures, MEASURE_SECOND_TOUCH_PERCENT) > 10);
    run_free(run);
    collected_free(&all);
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

static const Point apple = {98, 23}, eat = {23, 68}, ride = {168, 68}, nowhere = {98, 80};

static void a_source_comes_to_its_zone_by_drag_by_taps_and_by_switches(void **state) {
    (void)state;
    static const char *const vias[] = {"drag", "taptap", "switch"};
    for (int i = 0; i < 3; i++) {
        RunSetup setup = some_setup();
        setup.access.mode = i == 2 ? ACCESS_TWO_SWITCH : ACCESS_TOUCH;
        Toy toy = {0};
        Collected all = {0};
        Fail fail;
        Run *run = run_of(&setup, &sort_ops, &toy, &all);
        feed(run, ENTRY_SHOWN, 0, 0);
        if (i == 0) {
            drag(run, apple, eat, 1000);
        } else if (i == 1) {
            tap(run, apple.x, apple.y, 1000);
            tap(run, eat.x, eat.y, 3000);
        }
        for (int64_t ms = 1000; i == 2 && ms < 60000 && run_state(run) == RUN_LIVE; ms += 1000) {
            /* On to the source, then on to the zone; select each when focus is there. */
            Scene *scene = scene_new(218, 136);
            assert_true(run_draw(run, scene, &fail));
            const SceneTarget *want = scene_target_named(scene, "apple");
            if ((want->state & TARGET_PICKED) != 0) {
                want = scene_target_named(scene, "eat");
            }
            bool there = (want->state & TARGET_FOCUS) != 0;
            scene_free(scene);
            feed(run, ENTRY_KEY, ms, there ? KEY_SELECT : KEY_NEXT);
            if (there) {
                feed(run, ENTRY_KEY, ms + 300, KEY_SELECT_UP);
            }
        }
        assert_true(run_advance(run, 60000000, &fail));
        assert_int_equal(all.count, 1);
        assert_string_equal(all.trials[0].via, vias[i]);
        assert_true(all.trials[0].record.success);
        assert_true(fabs(measures_get(&all.trials[0].record.measures, MEASURE_SCORE) - 100) < 1e-9);
        run_free(run);
        collected_free(&all);
    }
}

static void a_held_source_is_drawn_where_the_finger_is_and_its_place_stays(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &sort_ops, &toy, &all);
    Scene *scene = scene_new(218, 136);
    feed(run, ENTRY_SHOWN, 0, 0);
    touch(run, 0, SAMPLE_DOWN, apple.x, apple.y, 1000);
    for (int i = 1; i <= 20; i++) {
        touch(run, 0, SAMPLE_MOVE, apple.x, apple.y + 2 * i, 1000 + 20 * i);
    }
    assert_true(run_draw(run, scene, &fail));
    assert_true(scene_ok(scene, &fail));
    const SceneTarget *held = scene_target_named(scene, "apple");
    assert_non_null(held);
    assert_true(held->state & TARGET_PICKED);
    assert_true(held->box.top > 28 + 5 + 20);
    assert_string_equal(scene_target_at(scene, scene_target_count(scene) - 1)->name, "apple");
    Cue cue;
    bool picked = false;
    while (run_take_cue(run, &cue)) {
        picked = picked || strcmp(cue.name, "pick") == 0;
    }
    assert_true(picked);
    scene_free(scene);
    run_free(run);
    collected_free(&all);
}

static void three_attempts_that_come_to_nothing_end_together(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &sort_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run_state(run), RUN_LIVE);
        assert_true(trial_help_rung(run_trial(run)) < 4);
        drag(run, apple, nowhere, 10000 * i + 1000);
        assert_true(run_advance(run, 10000000 * i + 9000000, &fail)); /* it walks home */
    }
    assert_true(run_advance(run, 60000000, &fail));
    assert_int_equal(toy.dropped, 0);
    assert_int_equal(all.trials[0].record.outcome, OUTCOME_TOGETHER);
    run_free(run);
    collected_free(&all);
}

static void a_touch_under_the_first_prompt_is_seen_but_not_scored(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    feed(run, ENTRY_SHOWN, 0, 0);
    feed(run, ENTRY_SPEECH, 0, 1);
    tap(run, 90, 40, 700);
    assert_int_equal(toy.chosen, 0);
    feed(run, ENTRY_SPEECH, 2000, 0);
    tap(run, 30, 40, 3000);
    assert_int_equal(toy.chosen, 1);
    feed(run, ENTRY_NEXT, 5000, 0);
    feed(run, ENTRY_SHOWN, 5100, 0);
    feed(run, ENTRY_SPEECH, 5100, 1);
    tap(run, 30, 40, 6000); /* from the second trial on it may interrupt */
    assert_int_equal(toy.chosen, 2);
    assert_int_equal(all.count, 2);
    run_free(run);
    collected_free(&all);
}

static void a_resting_palm_changes_no_choice(void **state) {
    (void)state;
    Collected all[2] = {0};
    for (int palm = 0; palm < 2; palm++) {
        RunSetup setup = some_setup();
        Toy toy = {0};
        Run *run = run_of(&setup, &pick_ops, &toy, &all[palm]);
        feed(run, ENTRY_SHOWN, 0, 0);
        if (palm) {
            touch(run, 5, SAMPLE_DOWN, 100, 80, 100);
        }
        tap(run, 30, 40, 2000);
        const TrialRecord *record = &all[palm].trials[0].record;
        assert_true(record->success && record->valid);
        assert_int_equal(record->outcome, OUTCOME_INDEPENDENT);
        assert_int_equal(record->touches_rested, palm);
        run_free(run);
    }
    assert_int_equal(all[0].trials[0].record.next_level, all[1].trials[0].record.next_level);
    collected_free(&all[0]);
    collected_free(&all[1]);
}

static void every_target_is_named_on_the_screen(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = run_of(&setup, &pick_ops, &toy, &all);
    Scene *scene = scene_new(218, 136);
    feed(run, ENTRY_SHOWN, 0, 0);
    assert_true(run_draw(run, scene, &fail));
    const SceneTarget *b = scene_target_named(scene, "b");
    assert_non_null(b);
    assert_true(b->box.left == 74 && b->box.top == 48);
    assert_int_equal(b->role, ROLE_CHOICE);
    assert_true(scene_ok(scene, &fail));
    scene_free(scene);
    run_free(run);
    collected_free(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_lives_through_its_trials),
        cmocka_unit_test(trial_that_times_out_keeps_its_samples),
        cmocka_unit_test(the_frame_rate_changes_nothing),
        cmocka_unit_test(a_wrong_answer_raises_help_and_two_end_together),
        cmocka_unit_test(always_wrong_ends_together_without_a_further_touch),
        cmocka_unit_test(a_child_who_is_always_wrong_comes_down),
        cmocka_unit_test(help_that_came_first_never_leads_up),
        cmocka_unit_test(waiting_brings_help_up_to_the_model_and_no_further),
        cmocka_unit_test(help_first_fades_after_two_successes),
        cmocka_unit_test(a_probe_gives_no_help_and_never_adapts),
        cmocka_unit_test(assistance_marks_the_running_trial_and_the_highest_counts),
        cmocka_unit_test(assistance_within_four_seconds_marks_the_trial_before),
        cmocka_unit_test(an_armed_level_waits_for_the_boundary_unseen),
        cmocka_unit_test(again_repeats_the_same_item_three_times_at_most),
        cmocka_unit_test(skip_stop_and_last_end_what_they_say),
        cmocka_unit_test(a_paused_trial_is_kept_but_not_valid),
        cmocka_unit_test(a_broken_game_ends_the_trial_calmly_and_twice_the_run),
        cmocka_unit_test(a_drawing_that_breaks_ends_the_trial_in_the_journal_too),
        cmocka_unit_test(memory_that_runs_out_is_told_and_breaks_nothing),
        cmocka_unit_test(what_cannot_be_saved_is_kept_and_saved_later),
        cmocka_unit_test(readings_between_trials_reach_no_game),
        cmocka_unit_test(a_second_finger_on_the_line_makes_it_invalid),
        cmocka_unit_test(a_setup_comes_back_from_its_text_and_refuses_strangers),
        cmocka_unit_test(a_source_comes_to_its_zone_by_drag_by_taps_and_by_switches),
        cmocka_unit_test(a_held_source_is_drawn_where_the_finger_is_and_its_place_stays),
        cmocka_unit_test(three_attempts_that_come_to_nothing_end_together),
        cmocka_unit_test(a_touch_under_the_first_prompt_is_seen_but_not_scored),
        cmocka_unit_test(a_resting_palm_changes_no_choice),
        cmocka_unit_test(every_target_is_named_on_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
