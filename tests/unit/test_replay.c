/* play/session: the closing replay and resuming. */
#include "play/session.h"
#include "run_fixture.h"

typedef struct {
    RunSetup setup;
    GameOps ops;
    Collected all;
} Played;

/* A whole run: a good line, a line that stops half way, one that is skipped; late marks. */
static Played play_roads(void) {
    Played played = {.setup = some_setup(), .ops = road_ops};
    Toy toy = {0};
    Fail fail;
    Run *run = run_of(&played.setup, &played.ops, &toy, &played.all);
    feed(run, ENTRY_SHOWN, 100, 0);
    int64_t ms = draw_road(run, 900);
    feed(run, ENTRY_ASSIST, ms + 500, 2);
    feed(run, ENTRY_LEVEL, ms + 600, 4);
    feed(run, ENTRY_NEXT, ms + 1000, 0);
    feed(run, ENTRY_SHOWN, ms + 1100, 0);
    touch(run, 0, SAMPLE_DOWN, 20, 40, ms + 1500);
    for (int i = 1; i < 20; i++) {
        touch(run, 0, SAMPLE_MOVE, 20 + 2 * i, 40.013 + (i % 3), ms + 1500 + 10 * i);
    }
    feed(run, ENTRY_GAP, ms + 2000, 4000);
    assert_true(run_advance(run, (ms + 20000) * 1000, &fail));
    feed(run, ENTRY_NEXT, ms + 21000, 0);
    feed(run, ENTRY_SHOWN, ms + 21100, 0);
    feed(run, ENTRY_SKIP, ms + 22000, 0);
    feed(run, ENTRY_ASSIST, ms + 23000, 1);
    assert_int_equal(run_state(run), RUN_OVER);
    assert_int_equal(played.all.count, 3);
    run_free(run);
    return played;
}

static bool again(const Played *played, const char *const records[3], ReplayVerdict *verdict,
                  Fail *fail) {
    Toy toy = {0};
    Game game = {.manifest = played->setup.manifest,
                 .levels = played->setup.levels,
                 .ops = &played->ops,
                 .self = &toy};
    StoredTrial stored[3];
    for (int i = 0; i < 3; i++) {
        const Kept *kept = &played->all.trials[i];
        stored[i] = (StoredTrial){kept->number, records[i], kept->chunk.entries, kept->chunk.count};
    }
    return session_replay_run(&played->setup, &game, stored, 3, played->all.tail.entries,
                              played->all.tail.count, (Id){{1, 2, 3}}, 0, verdict, fail);
}

static void records_of(const Played *played, const char *records[3]) {
    for (int i = 0; i < 3; i++) {
        records[i] = played->all.trials[i].text;
    }
}

static void a_run_plays_again_to_the_same_records(void **state) {
    (void)state;
    Played played = play_roads();
    ReplayVerdict verdict;
    Fail fail = {FAIL_NONE, ""};
    const char *records[3];
    records_of(&played, records);
    assert_true(again(&played, records, &verdict, &fail));
    assert_string_equal(verdict.difference, "");
    assert_int_equal(verdict.reproduced, 3);
    assert_int_equal(verdict.total, 3);
    assert_int_equal(verdict.first_different, -1);
    collected_free(&played.all);
}

static void a_changed_record_is_named_with_its_field(void **state) {
    (void)state;
    Played played = play_roads();
    ReplayVerdict verdict;
    Fail fail = {FAIL_NONE, ""};
    const char *records[3];
    char changed[4096];
    records_of(&played, records);
    const char *at = strstr(records[1], "\"items\":null");
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s\"items\":7.5%s", (int)(at - records[1]), records[1],
             at + strlen("\"items\":null"));
    records[1] = changed;
    assert_true(again(&played, records, &verdict, &fail));
    assert_string_equal(verdict.difference, "trial 1: measures.items is null, but was 7.5");
    assert_int_equal(verdict.first_different, 1);
    assert_int_equal(verdict.reproduced, 2);
    collected_free(&played.all);
}

static void a_trial_that_does_not_end_again_is_named(void **state) {
    (void)state;
    Played played = play_roads();
    ReplayVerdict verdict;
    Fail fail = {FAIL_NONE, ""};
    const char *records[3];
    records_of(&played, records);
    played.all.trials[1].chunk.count -= 2; /* the end of the journal is gone */
    assert_true(again(&played, records, &verdict, &fail));
    assert_string_equal(verdict.difference, "trial 1: it did not end where it had ended");
    assert_int_equal(verdict.reproduced, 1);
    collected_free(&played.all);
}

/* All entries of a run in one row. */
static Journal whole_journal(const Played *played) {
    Journal journal = {0};
    for (int i = 0; i < played->all.count; i++) {
        for (size_t e = 0; e < played->all.trials[i].chunk.count; e++) {
            assert_true(journal_append(&journal, &played->all.trials[i].chunk.entries[e]));
        }
    }
    return journal;
}

static void a_run_cut_anywhere_resumes_to_the_same_records(void **state) {
    (void)state;
    Played played = play_roads();
    Journal journal = whole_journal(&played);
    Fail fail = {FAIL_NONE, ""};
    for (size_t cut = 0; cut < journal.count; cut++) {
        Toy toy = {0}, toy_after = {0};
        Collected before = {0}, after = {0};
        Run *run = run_of(&played.setup, &played.ops, &toy, &before);
        for (size_t i = 0; i < cut; i++) {
            assert_true(run_feed(run, &journal.entries[i], &fail));
        }
        /* The program dies here, after some time has passed on the screen. */
        assert_true(run_advance(run, run_time_us(run) + 3000, &fail));
        run_free(run);
        run = run_of(&played.setup, &played.ops, &toy_after, &after);
        for (size_t i = 0; i < journal.count; i++) {
            assert_true(run_feed(run, &journal.entries[i], &fail));
        }
        assert_int_equal(after.count, 3);
        for (int t = 0; t < 3; t++) {
            assert_string_equal(after.trials[t].text, played.all.trials[t].text);
            /* What is saved the second time is what was saved the first time. */
            assert_int_equal(after.trials[t].chunk.count, played.all.trials[t].chunk.count);
        }
        run_free(run);
        collected_free(&before);
        collected_free(&after);
    }
    journal_free(&journal);
    collected_free(&played.all);
}

/* Anything that may come, in any order: what an app would never send too. */
static Journal random_entries(uint64_t seed) {
    Journal journal = {0};
    Rng rng = rng_stream(seed, "entries", 0);
    int64_t us = 0;
    for (int i = 0; i < 400; i++) {
        us += rng_between(&rng, 0, rng_between(&rng, 0, 9) == 0 ? 900000 : 30000);
        Entry entry = {.kind = ENTRY_SAMPLE, .time_us = us};
        int64_t what = rng_between(&rng, 0, 99);
        if (what < 6) {
            entry.kind = ENTRY_SHOWN;
        } else if (what < 12) {
            entry.kind = ENTRY_NEXT;
        } else if (what < 26) {
            static const EntryKind kinds[] = {ENTRY_KEY,   ENTRY_ASSIST, ENTRY_ADULT, ENTRY_HELP,
                                              ENTRY_LEVEL, ENTRY_SKIP,   ENTRY_AGAIN, ENTRY_PAUSE,
                                              ENTRY_GAP,   ENTRY_SPEECH, ENTRY_END,   ENTRY_LAST};
            entry.kind = kinds[rng_between(&rng, 0, i < 300 ? 10 : 11)];
            entry.value = rng_between(&rng, entry.kind == ENTRY_ASSIST ? -1 : 0, 3);
        } else {
            entry.phase = (SamplePhase)rng_between(&rng, 0, 2);
            entry.finger = (int32_t)rng_between(&rng, 0, 2);
            entry.x_mm = 218 * rng_unit(&rng);
            entry.y_mm = 136 * rng_unit(&rng);
        }
        assert_true(journal_append(&journal, &entry));
    }
    return journal;
}

static void play_entries(const RunSetup *setup, const GameOps *ops, const Journal *entries,
                         int64_t frame_us, Collected *all) {
    Toy toy = {0};
    Fail fail = {FAIL_NONE, ""};
    Run *run = run_of(setup, ops, &toy, all);
    int64_t now_us = 0;
    for (size_t i = 0; i < entries->count; i++) {
        for (; frame_us > 0 && now_us <= entries->entries[i].time_us; now_us += frame_us) {
            assert_true(run_advance(run, now_us, &fail));
        }
        if (!run_feed(run, &entries->entries[i], &fail)) {
            fail_msg("%s", fail.text);
        }
    }
    run_free(run);
}

static void replay_all(const RunSetup *setup, const GameOps *ops, const Collected *all) {
    Toy toy = {0};
    Fail fail = {FAIL_NONE, ""};
    ReplayVerdict verdict;
    Game game = {.manifest = setup->manifest, .levels = setup->levels, .ops = ops, .self = &toy};
    StoredTrial stored[KEPT_MAX];
    for (int i = 0; i < all->count; i++) {
        const Kept *kept = &all->trials[i];
        stored[i] = (StoredTrial){kept->number, kept->text, kept->chunk.entries, kept->chunk.count};
    }
    assert_true(session_replay_run(setup, &game, stored, (size_t)all->count, all->tail.entries,
                                   all->tail.count, (Id){{1, 2, 3}}, 0, &verdict, &fail));
    assert_string_equal(verdict.difference, "");
    assert_int_equal(verdict.reproduced, all->count);
}

static void whatever_comes_plays_again_at_any_frame_rate(void **state) {
    (void)state;
    const GameOps *games[] = {&road_ops, &pick_ops, &clock_ops, &sort_ops};
    int trials = 0;
    for (uint64_t seed = 0; seed < 160; seed++) {
        RunSetup setup = some_setup();
        setup.trials = 8;
        setup.idle_help_s = seed % 2 ? 0.7 : 0;
        setup.help = (HelpPolicy)(seed / 2 % 3);
        setup.probe = seed % 7 == 0;
        setup.access.mode = (AccessMode)(seed / 4 % 4);
        setup.access.scan_step_us = 333333; /* no whole number of the journal's quanta */
        setup.guard.accept = (AcceptPolicy)(seed / 3 % 5);
        const GameOps *ops = games[seed % 4];
        Journal entries = random_entries(seed);
        static const int64_t frames_us[] = {0, 6944, 16667, 50000};
        Collected all[4] = {0};
        for (int i = 0; i < 4; i++) {
            play_entries(&setup, ops, &entries, frames_us[i], &all[i]);
            assert_int_equal(all[i].count, all[0].count);
            for (int t = 0; t < all[0].count; t++) {
                const Kept *a = &all[0].trials[t], *b = &all[i].trials[t];
                assert_string_equal(b->text, a->text);
                assert_int_equal(b->chunk.count, a->chunk.count);
                assert_memory_equal(b->chunk.entries, a->chunk.entries,
                                    a->chunk.count * sizeof(Entry));
            }
        }
        replay_all(&setup, ops, &all[0]);
        trials += all[0].count;
        for (int i = 0; i < 4; i++) {
            collected_free(&all[i]);
        }
        journal_free(&entries);
    }
    assert_true(trials > 200);
}

static void what_was_encoded_plays_the_same(void **state) {
    (void)state;
    Played played = play_roads();
    Fail fail = {FAIL_NONE, ""};
    for (int i = 0; i < 3; i++) {
        Journal *chunk = &played.all.trials[i].chunk, back = {0};
        Buffer bytes = {.limit = 1 << 20};
        assert_true(journal_encode(chunk->entries, chunk->count, &bytes));
        assert_true(journal_decode(bytes.bytes, bytes.length, &back, &fail));
        journal_free(chunk);
        *chunk = back;
        buffer_free(&bytes);
    }
    ReplayVerdict verdict;
    const char *records[3];
    records_of(&played, records);
    assert_true(again(&played, records, &verdict, &fail));
    assert_int_equal(verdict.reproduced, 3);
    collected_free(&played.all);
}

static void a_game_that_cannot_be_prepared_says_so(void **state) {
    (void)state;
    Played played = play_roads();
    ReplayVerdict verdict;
    Fail fail = {FAIL_NONE, ""};
    const char *records[3];
    records_of(&played, records);
    played.setup.first_level = 99;
    assert_false(again(&played, records, &verdict, &fail));
    assert_string_equal(fail.text, "tracing: level is 99, but the game has levels 1 to 6.");
    collected_free(&played.all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_plays_again_to_the_same_records),
        cmocka_unit_test(a_changed_record_is_named_with_its_field),
        cmocka_unit_test(a_trial_that_does_not_end_again_is_named),
        cmocka_unit_test(a_run_cut_anywhere_resumes_to_the_same_records),
        cmocka_unit_test(whatever_comes_plays_again_at_any_frame_rate),
        cmocka_unit_test(what_was_encoded_plays_the_same),
        cmocka_unit_test(a_game_that_cannot_be_prepared_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
