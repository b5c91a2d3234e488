/* Databases of every schema that was ever given out open, are kept as they were and brought to the
 * newest; one from the future is only read. */
#include "store/backup.h"
#include "store_fixture.h"

static void put_example(Place *place, const char *path) {
    size_t length;
    uint8_t *bytes = file_bytes(path, &length);
    write_bytes(place->file, bytes, length);
    free(bytes);
}

static int64_t schema_of(const char *path) {
    sqlite3 *db;
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t version = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return version;
}

/* What every example holds, whatever its schema. */
static void assert_example(Place *place) {
    StoreState now;
    SessionLine session;
    TrialLine *trials;
    RunSums *sums;
    Measures rescored;
    bool found;
    size_t count;
    const char *text;
    int version = 0;
    store_state(place->store, &now);
    assert_false(now.read_only || now.fresh);
    assert_string_equal(now.set_aside, "");
    assert_true(history_find_session(place->store, place->mem, "last", &session, &place->fail));
    assert_string_equal(session.child_pseudonym, "child-1");
    assert_string_equal(session.session.end_reason, "done");
    assert_int_equal(trials_of(place, 1, &trials), 8);
    assert_string_equal(trials[5].trial.item, "road.wave");
    assert_true(measures_get(&trials[5].trial.measures, MEASURE_SCORE) == 55.125);
    assert_true(trials[5].excluded && trials[5].journal_length > 0);
    assert_true(history_sums(place->store, place->mem, session.session.child, 0, INT64_MAX, &sums,
                             &count, &place->fail));
    assert_true(count == 1 && sums[0].n == 7);
    assert_true(history_note(place->store, place->mem, "plan", "child", &text, &place->fail));
    assert_string_equal(text, "{\"games\":[]}");
    assert_true(history_rescores(place->store, place->mem, session.session.id, 2, &version,
                                 &rescored, &found, &place->fail));
    assert_true(found && version == 2);
}

static void a_database_of_schema_1_is_kept_and_brought_to_the_newest(void **state) {
    Place *place = *state;
    char kept[160];
    QuarantineLine *lines;
    size_t count = 9;
    put_example(place, "tests/databases/schema-1.db");
    assert_int_equal(schema_of(place->file), 1);
    open_store(place);
    assert_example(place);
    assert_sound(place);
    assert_true(history_quarantine(place->store, place->mem, &lines, &count, &place->fail));
    assert_int_equal(count, 0);
    put_trial(place, 1, 8, 0); /* and is written on */
    flush(place);
    assert_sound(place);
    close_store(place);
    assert_int_equal(schema_of(place->file), SCHEMA_VERSION);
    snprintf(kept, sizeof kept, "%s/otterpaw.schema-1-20260921.db", place->folder);
    assert_int_equal(schema_of(kept), 1);
    assert_true(backup_check(kept, &place->fail));
    /* The kept one is a way back, and its child can be forgotten in it. */
    char aside[BACKUP_PATH_MAX];
    if (!backup_restore(place->folder, kept, RECORDS_WALL_US, aside, &place->fail)) {
        fail_msg("backup_restore: %s", place->fail.text);
    }
    open_store(place);
    assert_example(place);
    close_store(place);
    assert_true(store_forget_in_file(kept, records_id(1, 1), true, 5, &place->fail));
    assert_int_equal(schema_of(kept), 1);
    assert_true(backup_check(kept, &place->fail));
}

static void a_database_of_schema_2_opens_and_reads(void **state) {
    Place *place = *state;
    QuarantineLine *lines;
    size_t count;
    put_example(place, "tests/databases/schema-2.db");
    assert_int_equal(schema_of(place->file), 2);
    open_store(place);
    assert_example(place);
    assert_true(history_quarantine(place->store, place->mem, &lines, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_string_equal(lines[0].name, "tail session_ix 1, run 0");
    find_bytes(lines[0].bytes, lines[0].length, "b\7\0\0\0damaged", 12);
}

static void a_copy_that_was_cut_short_does_not_stop_the_migration(void **state) {
    Place *place = *state;
    char half[160];
    put_example(place, "tests/databases/schema-1.db");
    snprintf(half, sizeof half, "%s/otterpaw.schema-1-20260921.db.making", place->folder);
    write_bytes(half, "SQLite format 3", 16);
    open_store(place);
    assert_example(place);
    assert_int_equal(access(half, F_OK), -1);
}

static void a_newer_schema_is_only_read(void **state) {
    Place *place = *state;
    StoreState now;
    TrialLine *lines;
    open_store(place);
    put_sitting(place, 1, 1, 2);
    close_store(place);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version=99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    open_store(place);
    store_state(place->store, &now);
    assert_true(now.read_only);
    assert_non_null(strstr(now.trouble, "newer Otterpaw"));
    assert_non_null(strstr(now.trouble, "install the newer program"));
    assert_string_equal(now.set_aside, "");
    assert_int_equal(trials_of(place, 1, &lines), 2);
    ChildRecord child = records_child(2);
    assert_false(store_child(place->store, &child, NULL, NULL, &place->fail));
    assert_int_equal(place->fail.kind, FAIL_REFUSED);
    assert_true(store_flush(place->store, &place->fail));
}

/* Makes what is to be kept as tests/databases/schema-N.db, when a schema is given out. */
static void make_example(const char *folder) {
    Place place = {.mem = mem_new(1 << 20)};
    snprintf(place.folder, sizeof place.folder, "%s", folder);
    snprintf(place.file, sizeof place.file, "%.60s/otterpaw.db", folder);
    open_store(&place);
    put_sitting(&place, 1, 1, 8);
    SessionRecord closed = records_session(1, 1);
    closed.ended_us = closed.started_us + 600000000;
    closed.end_reason = "done";
    closed.replayed = closed.replay_total = 8;
    MarkRecord mark = {closed.id, 5, RECORDS_WALL_US, "exclude", 0, "a loud noise"};
    Measures measures = {0};
    measures_put(&measures, MEASURE_SCORE, 44);
    assert_true(store_session(place.store, &closed, NULL, NULL, &place.fail));
    assert_true(store_mark(place.store, &mark, NULL, NULL, &place.fail));
    assert_true(store_rescore(place.store, closed.id, 2, 2, RECORDS_WALL_US, &measures, NULL, NULL,
                              &place.fail));
    assert_true(store_note(place.store, "plan", "child", "{\"games\":[]}", RECORDS_WALL_US, NULL,
                           NULL, &place.fail));
    assert_true(store_tail(place.store, closed.id, 0, (const uint8_t *)"so far", 6, NULL, NULL,
                           &place.fail));
    flush(&place);
    close_store(&place);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place.file, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE tail SET journal=CAST('damaged' AS BLOB)", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    open_store(&place);
    Buffer report = {0};
    check(&place, &report);
    flush(&place);
    buffer_free(&report);
    close_store(&place);
    mem_free(place.mem);
}

int main(int count, char **words) {
    if (count == 3 && strcmp(words[1], "--make-example") == 0) {
        make_example(words[2]);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        CLAIM(a_database_of_schema_1_is_kept_and_brought_to_the_newest),
        CLAIM(a_database_of_schema_2_opens_and_reads),
        CLAIM(a_copy_that_was_cut_short_does_not_stop_the_migration),
        CLAIM(a_newer_schema_is_only_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
