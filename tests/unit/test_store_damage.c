/* What is broken is set aside; what is damaged is noticed, named and in the quarantine, and the
 * rest goes on. */
#include "store_fixture.h"

static void a_broken_file_is_set_aside_and_play_goes_on(void **state) {
    Place *place = *state;
    StoreState now;
    open_store(place);
    put_sitting(place, 1, 1, 3);
    close_store(place);
    size_t length;
    uint8_t *bytes = file_bytes(place->file, &length);
    write_bytes(place->file, bytes, length / 2); /* cut short */
    for (int i = 0; i < 2; i++) {
        open_store(place);
        store_state(place->store, &now);
        assert_false(now.read_only);
        assert_true(now.fresh);
        assert_non_null(strstr(now.set_aside, i == 0 ? "otterpaw.broken-20260921-" : "-2.db"));
        assert_non_null(strstr(now.trouble, "damaged"));
        put_sitting(place, 2, 1, 2);
        assert_sound(place);
        close_store(place);
        size_t kept_length;
        uint8_t *kept = file_bytes(now.set_aside, &kept_length);
        if (i == 0) {
            assert_int_equal(kept_length, length / 2);
            assert_memory_equal(kept, bytes, length / 2);
        }
        free(kept);
        write_bytes(place->file, "this is no database at all, but a text", 38);
    }
    free(bytes);
}

static void children_and_notes_are_carried_over_from_a_broken_file(void **state) {
    Place *place = *state;
    StoreState now;
    ChildRecord *children;
    size_t count, length;
    const char *text;
    open_store(place);
    put_sitting(place, 1, 1, 30);
    assert_true(store_note(place->store, "tablet", "settings", "{}", 1, NULL, NULL, &place->fail));
    flush(place);
    close_store(place);
    /* Spoil the pages of the trials: the newest session cannot be read. */
    sqlite3 *db;
    sqlite3_stmt *root;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name='trial'",
                                        -1, &root, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(root), SQLITE_ROW);
    size_t page = (size_t)sqlite3_column_int(root, 0) - 1;
    sqlite3_finalize(root);
    sqlite3_close(db);
    uint8_t *bytes = file_bytes(place->file, &length);
    memset(bytes + page * 4096, 0xEE, 4096);
    write_bytes(place->file, bytes, length);
    free(bytes);
    open_store(place);
    store_state(place->store, &now);
    assert_string_not_equal(now.set_aside, "");
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_string_equal(children[0].pseudonym, "child-1");
    assert_true(history_note(place->store, place->mem, "tablet", "settings", &text, &place->fail));
    assert_string_equal(text, "{}");
    put_sitting(place, 2, 1, 2);
    assert_sound(place);
}

static void a_file_that_breaks_while_playing_is_set_aside(void **state) {
    Place *place = *state;
    StoreState now;
    Answers answers = {0};
    TrialLine *lines;
    SessionLine session;
    open_store(place);
    put_sitting(place, 1, 1, 3);
    sqlite3 *other;
    assert_int_equal(sqlite3_open(place->file, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other,
                                  "PRAGMA writable_schema=ON;"
                                  "UPDATE sqlite_schema SET sql='no table' WHERE name='run_sum';"
                                  "PRAGMA schema_version=900",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(other);
    uint8_t journal[4096];
    size_t length = records_journal(journal, 1, 3);
    TrialRecord trial = records_trial(place->mem, 1, 3, 0);
    assert_true(
        store_trial(place->store, &trial, journal, length, count_answer, &answers, &place->fail));
    flush(place);
    assert_int_equal(answers.good, 1);
    store_state(place->store, &now);
    assert_false(now.read_only);
    assert_int_equal(access(now.set_aside, F_OK), 0);
    assert_non_null(strstr(now.trouble, "damaged"));
    /* The child, session and run that are being played stand in the new file, and play goes on. */
    assert_true(history_find_session(place->store, place->mem, "last", &session, &place->fail));
    assert_string_equal(session.child_pseudonym, "child-1");
    assert_int_equal(trials_of(place, 1, &lines), 1);
    assert_trial_came_back(place, &lines[0], 1, 3, 0);
    put_trial(place, 1, 4, 0);
    flush(place);
    assert_sound(place);
}

static void every_flipped_byte_of_a_row_is_noticed(void **state) {
    Place *place = *state;
    size_t length;
    open_store(place);
    put_sitting(place, 1, 1, 12);
    close_store(place);
    uint8_t *bytes = file_bytes(place->file, &length);
    Rng rng = rng_stream(7, "flips", 0);
    int noticed = 0;
    for (int i = 0; i < 200; i++) {
        int number = (int)rng_between(&rng, 0, 11);
        TrialRecord trial = records_trial(place->mem, 1, number, 0);
        uint8_t journal[4096];
        Buffer text = {0};
        Value value;
        assert_true(trial_record_value(place->mem, &trial, &value) && value_write(&text, &value));
        size_t journal_length = records_journal(journal, 1, number);
        bool in_text = i % 2 == 0;
        /* An overflowing row is looked for by its first bytes only: these lie together. */
        size_t span = in_text ? 200 : journal_length < 300 ? journal_length : 300;
        size_t at = find_bytes(bytes, length, in_text ? text.bytes : journal, span) +
                    (size_t)rng_between(&rng, 0, (int64_t)span - 1);
        uint8_t flip = (uint8_t)(1u << rng_between(&rng, 0, 7));
        bytes[at] ^= flip;
        write_bytes(place->file, bytes, length);
        bytes[at] ^= flip;
        buffer_free(&text);
        TrialLine *lines;
        const char **names;
        size_t count, named;
        open_store(place);
        count = trials_of(place, 1, &lines);
        int damaged = history_damaged(place->store, place->mem, &names, &named);
        bool left_out = in_text ? count == 11 : count == 12 && lines[number].journal == NULL;
        noticed += left_out && damaged > 0 && named > 0;
        close_store(place);
        mem_reset(place->mem);
    }
    free(bytes);
    assert_int_equal(noticed, 200);
}

static void a_row_that_vanished_is_noticed(void **state) {
    Place *place = *state;
    Buffer report = {0};
    open_store(place);
    put_sitting(place, 1, 1, 3);
    assert_true(store_note(place->store, "plan", "a", "1", 1, NULL, NULL, &place->fail));
    flush(place);
    close_store(place);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER note_no_delete;DELETE FROM note;"
                                  "UPDATE run_sum SET n=n-1;",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    open_store(place);
    assert_int_equal(check(place, &report), 3);
    assert_non_null(strstr((char *)report.bytes, "note: 1 rows were kept, 0 are there"));
    assert_non_null(strstr((char *)report.bytes,
                           "run_sum child_ix 1, session_ix 1, run 0: the row is damaged"));
    assert_non_null(strstr((char *)report.bytes, "the sums are not those of its trials"));
    put_trial(place, 1, 3, 0); /* a damaged sum is counted anew */
    flush(place);
    RunSums *sums;
    size_t count;
    assert_true(history_sums(place->store, place->mem, records_id(1, 1), 0, INT64_MAX, &sums,
                             &count, &place->fail));
    assert_int_equal(sums[0].n, 4);
    buffer_free(&report);
}

static void damage_by_hand(Place *place, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static size_t quarantine(Place *place, QuarantineLine **lines) {
    size_t count = 0;
    flush(place);
    assert_true(history_quarantine(place->store, place->mem, lines, &count, &place->fail));
    return count;
}

static void a_damaged_row_is_in_the_quarantine_once_and_stays_where_it_is(void **state) {
    Place *place = *state;
    TrialLine *trials;
    QuarantineLine *lines;
    Buffer report = {0};
    open_store(place);
    put_sitting(place, 1, 1, 4);
    close_store(place);
    damage_by_hand(place,
                   "DROP TRIGGER trial_no_update;UPDATE trial SET score=99000 WHERE number=2");
    for (int i = 0; i < 3; i++) {
        open_store(place);
        assert_int_equal(trials_of(place, 1, &trials), 3);
        assert_int_equal(quarantine(place, &lines), 1);
        assert_string_equal(lines[0].name, "trial session_ix 1, number 2");
        assert_string_equal(lines[0].reason, "its check does not hold");
        assert_true(lines[0].found_us == RECORDS_WALL_US);
        /* The bytes as they lay there: the wrong score among them. */
        find_bytes(lines[0].bytes, lines[0].length,
                   "i\5\0\0\0"
                   "99000",
                   10);
        report.length = 0;
        assert_true(check(place, &report) >= 1);
        assert_non_null(
            strstr((char *)report.bytes, "trial session_ix 1, number 2: the row is damaged"));
        assert_int_equal(quarantine(place, &lines), 1);
        close_store(place);
    }
    open_store(place);
    put_trial(place, 1, 4, 0); /* the rest goes on */
    flush(place);
    assert_int_equal(trials_of(place, 1, &trials), 4);
    buffer_free(&report);
}

static void a_damaged_session_is_not_vouched_for_when_it_closes(void **state) {
    Place *place = *state;
    SessionLine *sessions;
    QuarantineLine *lines;
    RunRecord *runs;
    size_t count;
    open_store(place);
    put_sitting(place, 1, 1, 2);
    put_sitting(place, 2, 1, 2);
    close_store(place);
    damage_by_hand(place, "UPDATE session SET hand='right' WHERE ix=1;"
                          "UPDATE run SET phase=phase+1 WHERE session_ix=2;"
                          "UPDATE child SET profile='{}'");
    open_store(place);
    SessionRecord closed = records_session(1, 1);
    RunRecord ended = records_run(2, 0);
    ChildRecord child = records_child(1);
    closed.ended_us = closed.started_us + 60;
    closed.end_reason = "done";
    ended.ended_us = 999;
    child.profile = "{\"volume\":1}";
    assert_true(store_session(place->store, &closed, NULL, NULL, &place->fail));
    assert_true(store_run(place->store, &ended, NULL, NULL, &place->fail));
    assert_true(store_child(place->store, &child, NULL, NULL, &place->fail));
    assert_int_equal(quarantine(place, &lines), 3);
    assert_string_equal(lines[0].name, "session ix 1");
    assert_string_equal(lines[1].name, "run session_ix 2, number 0");
    assert_string_equal(lines[2].name, "child ix 1");
    assert_true(
        history_sessions(place->store, place->mem, NULL, 0, &sessions, &count, &place->fail));
    assert_int_equal(count, 1); /* the other session's row is not believed */
    assert_true(
        history_runs(place->store, place->mem, records_id(2, 2), &runs, &count, &place->fail));
    assert_int_equal(count, 0);
    /* A child is written anew as a whole: what it was before is in the quarantine only. */
    ChildRecord *children;
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_true(count == 1 && strcmp(children[0].profile, "{\"volume\":1}") == 0);
}

static void forgetting_leaves_no_quarantine(void **state) {
    Place *place = *state;
    QuarantineLine *lines;
    open_store(place);
    put_sitting(place, 1, 1, 2);
    close_store(place);
    damage_by_hand(place, "UPDATE child SET profile='a word of its own'");
    open_store(place);
    ChildRecord *children;
    size_t count;
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_int_equal(quarantine(place, &lines), 1);
    assert_true(store_forget(place->store, records_id(1, 1), true, 5, NULL, NULL, &place->fail));
    assert_int_equal(quarantine(place, &lines), 0);
    close_store(place);
    size_t length;
    uint8_t *bytes = file_bytes(place->file, &length);
    for (size_t i = 0; i + 18 <= length; i++) {
        assert_memory_not_equal(bytes + i, "a word of its own", 17);
    }
    free(bytes);
    open_store(place);
    assert_sound(place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(a_broken_file_is_set_aside_and_play_goes_on),
        CLAIM(children_and_notes_are_carried_over_from_a_broken_file),
        CLAIM(a_file_that_breaks_while_playing_is_set_aside),
        CLAIM(every_flipped_byte_of_a_row_is_noticed),
        CLAIM(a_row_that_vanished_is_noticed),
        CLAIM(a_damaged_row_is_in_the_quarantine_once_and_stays_where_it_is),
        CLAIM(a_damaged_session_is_not_vouched_for_when_it_closes),
        CLAIM(forgetting_leaves_no_quarantine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
