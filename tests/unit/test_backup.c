/* Backups are whole, old ones go by rule, and the way back keeps what was there. And databases of
 * every schema that was ever given out still open. */
#include "store/backup.h"
#include "store_records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_US INT64_C(86400000000)

typedef struct {
    char folder[64], backups[80], file[96];
    Mem *mem;
    Store *store;
    Fail fail;
} Place;

static void clear(const char *folder) {
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            unlink(path);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

static int begin(void **state) {
    Place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/otterpaw-backup-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->backups, sizeof place->backups, "%s/backups", place->folder);
    snprintf(place->file, sizeof place->file, "%s/otterpaw.db", place->folder);
    place->mem = mem_new(64 << 20);
    *state = place;
    return 0;
}

static int end(void **state) {
    Place *place = *state;
    store_close(place->store);
    clear(place->backups);
    rmdir(place->backups);
    clear(place->folder);
    rmdir(place->folder);
    mem_free(place->mem);
    free(place);
    return 0;
}

static void open_store(Place *place) {
    place->store = store_open(place->folder, RECORDS_WALL_US, NULL, &place->fail);
    if (place->store == NULL) {
        fail_msg("store_open: %s", place->fail.text);
    }
}

static void close_store(Place *place) {
    store_close(place->store);
    place->store = NULL;
}

static void put_trials(Place *place, int first, int count) {
    ChildRecord child = records_child(1);
    SessionRecord session = records_session(1, 1);
    RunRecord run = records_run(1, 0);
    assert_true(store_child(place->store, &child, NULL, NULL, &place->fail));
    assert_true(store_session(place->store, &session, NULL, NULL, &place->fail));
    assert_true(store_run(place->store, &run, NULL, NULL, &place->fail));
    for (int i = first; i < first + count; i++) {
        uint8_t journal[4096];
        size_t length = records_journal(journal, 1, i);
        TrialRecord trial = records_trial(place->mem, 1, i, 0);
        assert_true(store_trial(place->store, &trial, journal, length, NULL, NULL, &place->fail));
    }
    assert_true(store_flush(place->store, &place->fail));
}

static size_t count_trials(Place *place) {
    TrialLine *lines;
    size_t count = 0;
    assert_true(history_trials(place->store, place->mem, records_id(2, 1), -1, true, &lines, &count,
                               &place->fail));
    return count;
}

static void make(Place *place, int64_t wall_us, char path[BACKUP_PATH_MAX]) {
    if (!backup_make(place->store, place->backups, wall_us, NULL, path, &place->fail)) {
        fail_msg("backup_make: %s", place->fail.text);
    }
}

static int files_in(const char *folder, const char *part) {
    int count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        count += entry->d_name[0] != '.' && strstr(entry->d_name, part) != NULL;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return count;
}

static void a_backup_brings_back_what_was_there(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX], aside[BACKUP_PATH_MAX];
    open_store(place);
    put_trials(place, 0, 12);
    make(place, RECORDS_WALL_US, path);
    assert_non_null(strstr(path, "/otterpaw-20260921.db"));
    assert_true(backup_check(path, &place->fail));
    put_trials(place, 12, 5);
    assert_false(backup_restore(place->folder, path, RECORDS_WALL_US, aside, &place->fail));
    assert_int_equal(place->fail.kind, FAIL_REFUSED); /* it is open */
    close_store(place);
    if (!backup_restore(place->folder, path, RECORDS_WALL_US, aside, &place->fail)) {
        fail_msg("backup_restore: %s", place->fail.text);
    }
    assert_non_null(strstr(aside, "otterpaw.replaced-20260921-"));
    open_store(place);
    assert_int_equal(count_trials(place), 12);
    put_trials(place, 12, 1);
    close_store(place);
    /* What was replaced is whole too, and can itself be put back. */
    char again[BACKUP_PATH_MAX];
    assert_true(backup_restore(place->folder, aside, RECORDS_WALL_US, again, &place->fail));
    assert_string_not_equal(again, aside);
    open_store(place);
    assert_int_equal(count_trials(place), 17);
}

static void a_backup_into_an_empty_folder_needs_nothing_there(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX], aside[BACKUP_PATH_MAX];
    open_store(place);
    put_trials(place, 0, 3);
    make(place, RECORDS_WALL_US, path);
    close_store(place);
    unlink(place->file);
    assert_true(backup_restore(place->folder, path, RECORDS_WALL_US, aside, &place->fail));
    assert_string_equal(aside, "");
    open_store(place);
    assert_int_equal(count_trials(place), 3);
}

static void seven_days_and_four_weeks_are_kept(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX];
    open_store(place);
    put_trials(place, 0, 1);
    for (int day = 0; day < 50; day++) {
        make(place, RECORDS_WALL_US + day * DAY_US, path);
        make(place, RECORDS_WALL_US + day * DAY_US + 5, path); /* the later one of a day stays */
    }
    assert_int_equal(files_in(place->backups, ""), BACKUP_DAYS + BACKUP_WEEKS);
    /* Day 49 is Monday 9 November: seven days back to the 3rd, then the newest of four weeks. */
    static const char *const kept[] = {"20261109", "20261103", "20261102",
                                       "20261101", "20261025", "20261018"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (files_in(place->backups, kept[i]) != 1) {
            fail_msg("otterpaw-%s.db is not there", kept[i]);
        }
    }
    assert_int_equal(files_in(place->backups, "20261101"), 1);
    assert_int_equal(files_in(place->backups, "20261028"), 0);
    assert_int_equal(files_in(place->backups, "making"), 0);
}

static void a_damaged_backup_is_refused_and_nothing_changes(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX], aside[BACKUP_PATH_MAX];
    open_store(place);
    put_trials(place, 0, 6);
    make(place, RECORDS_WALL_US, path);
    close_store(place);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    uint8_t bytes[1 << 17];
    size_t length = fread(bytes, 1, sizeof bytes, file), at = 0;
    while (at + 9 < length && memcmp(bytes + at, "road.wave", 9) != 0) {
        at++;
    }
    assert_true(at + 9 < length);
    fseek(file, (long)at, SEEK_SET);
    fputc('R', file);
    fclose(file);
    assert_false(backup_check(path, &place->fail));
    assert_int_equal(place->fail.kind, FAIL_CORRUPT);
    assert_non_null(strstr(place->fail.text, "trial_text"));
    assert_false(backup_restore(place->folder, path, RECORDS_WALL_US, aside, &place->fail));
    assert_int_equal(files_in(place->folder, "replaced"), 0);
    assert_int_equal(files_in(place->folder, "restoring"), 0);
    assert_false(
        backup_restore(place->folder, "/tmp/no-such.db", RECORDS_WALL_US, aside, &place->fail));
    assert_false(
        backup_restore(place->folder, "CMakeLists.txt", RECORDS_WALL_US, aside, &place->fail));
    open_store(place);
    assert_int_equal(count_trials(place), 6);
}

typedef struct {
    int calls;
    bool well;
} Sealing;

/* Stands for the sealer of another wing: the bytes, turned over. */
static bool turn_over(void *self, const char *plain, const char *sealed, Fail *fail) {
    Sealing *sealing = self;
    sealing->calls++;
    FILE *in = fopen(plain, "rb"), *out = fopen(sealed, "wb");
    assert_true(in != NULL && out != NULL);
    for (int c; (c = fgetc(in)) != EOF;) {
        fputc(~c & 0xFF, out);
    }
    fclose(in);
    fclose(out);
    return sealing->well || fail_set(fail, FAIL_REFUSED, "the key is locked away");
}

static void a_sealed_backup_leaves_no_plain_one(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX];
    Sealing sealing = {.well = true};
    BackupSealer sealer = {turn_over, &sealing, ".sealed"};
    open_store(place);
    put_trials(place, 0, 2);
    assert_true(
        backup_make(place->store, place->backups, RECORDS_WALL_US, &sealer, path, &place->fail));
    assert_non_null(strstr(path, "otterpaw-20260921.db.sealed"));
    assert_int_equal(files_in(place->backups, ""), 1);
    assert_false(backup_check(path, &place->fail));
    sealing.well = false;
    assert_false(backup_make(place->store, place->backups, RECORDS_WALL_US + DAY_US, &sealer, path,
                             &place->fail));
    assert_non_null(strstr(place->fail.text, "the key is locked away"));
    assert_int_equal(files_in(place->backups, ""), 1); /* the old one is untouched */
    assert_int_equal(sealing.calls, 2);
}

static void a_backup_that_cannot_be_written_says_so(void **state) {
    Place *place = *state;
    open_store(place);
    put_trials(place, 0, 1);
    assert_false(backup_make(place->store, place->file, RECORDS_WALL_US, NULL, NULL, &place->fail));
    assert_false(
        backup_make(place->store, "/proc/no/such", RECORDS_WALL_US, NULL, NULL, &place->fail));
    assert_non_null(strstr(place->fail.text, "cannot be made"));
    assert_int_equal(count_trials(place), 1);
}

/* Of each schema version that was given out one database lies here, made by the program of its time
 * and never made again. */
static void a_database_of_schema_1_opens_and_reads(void **state) {
    Place *place = *state;
    StoreState now;
    Buffer report = {0};
    int damaged = -1, version = 0;
    char aside[BACKUP_PATH_MAX];
    if (!backup_restore(place->folder, "tests/databases/schema-1.db", RECORDS_WALL_US, aside,
                        &place->fail)) {
        fail_msg("schema-1.db: %s", place->fail.text);
    }
    open_store(place);
    store_state(place->store, &now);
    assert_false(now.read_only || now.fresh);
    assert_string_equal(now.set_aside, "");
    assert_true(history_check(place->store, &report, &damaged, &place->fail));
    assert_int_equal(damaged, 0);
    SessionLine session;
    TrialLine *trials;
    RunSums *sums;
    Measures rescored;
    bool found;
    size_t count;
    const char *text;
    assert_true(history_find_session(place->store, place->mem, "last", &session, &place->fail));
    assert_string_equal(session.child_pseudonym, "child-1");
    assert_string_equal(session.session.end_reason, "done");
    assert_true(history_trials(place->store, place->mem, session.session.id, -1, true, &trials,
                               &count, &place->fail));
    assert_int_equal(count, 8);
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
    put_trials(place, 8, 1); /* and is written on */
    buffer_free(&report);
}

/* Makes what is to be kept as tests/databases/schema-N.db, when a schema is given out. */
static void make_example(const char *folder) {
    Place place = {.mem = mem_new(1 << 20)};
    snprintf(place.folder, sizeof place.folder, "%s", folder);
    open_store(&place);
    put_trials(&place, 0, 8);
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
    assert_true(store_flush(place.store, &place.fail));
    close_store(&place);
    mem_free(place.mem);
}

int main(int count, char **words) {
    if (count == 3 && strcmp(words[1], "--make-example") == 0) {
        make_example(words[2]);
        return 0;
    }
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CLAIM(a_backup_brings_back_what_was_there),
        CLAIM(a_backup_into_an_empty_folder_needs_nothing_there),
        CLAIM(seven_days_and_four_weeks_are_kept),
        CLAIM(a_damaged_backup_is_refused_and_nothing_changes),
        CLAIM(a_sealed_backup_leaves_no_plain_one),
        CLAIM(a_backup_that_cannot_be_written_says_so),
        CLAIM(a_database_of_schema_1_opens_and_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
