/* Backups are whole, old ones go by rule, and the way back keeps what was there. */
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

/* Every backup so far and what the clock made of it. */
static void name_days(Place *place, const char *const *days, int count) {
    char path[BACKUP_PATH_MAX], named[200];
    for (int i = count - 1; i >= 0; i--) {
        make(place, RECORDS_WALL_US, path);
        snprintf(named, sizeof named, "%s/otterpaw-%s.db", place->backups, days[i]);
        assert_int_equal(rename(path, named), 0);
    }
}

static void a_clock_that_jumps_removes_no_good_backup(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX];
    static const char *const days[] = {"20260921", "20260920", "20260919", "20260918",
                                       "20260917", "20260916", "20260915", "20260913",
                                       "20260906", "20260830", "20260823"};
    enum { GOOD = sizeof days / sizeof *days };
    open_store(place);
    put_trials(place, 0, 1);
    name_days(place, days, GOOD);
    assert_int_equal(files_in(place->backups, ""), GOOD);
    /* Back to 1970, as when the clock's battery is empty, for ten starts. */
    for (int i = 0; i < 10; i++) {
        make(place, i * DAY_US, path);
        assert_int_equal(access(path, F_OK), 0); /* the newest stays, though its date is oldest */
    }
    assert_int_equal(files_in(place->backups, "2026"), GOOD);
    /* Far ahead, again and again. */
    for (int i = 1; i <= 12; i++) {
        make(place, RECORDS_WALL_US + i * 400 * DAY_US, path);
    }
    assert_int_equal(files_in(place->backups, "2026"), GOOD);
    /* The clock is right again: what is dated ahead does not stand in for a day. */
    make(place, RECORDS_WALL_US + DAY_US, path);
    assert_int_equal(access(path, F_OK), 0);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(files_in(place->backups, days[i]), 1);
    }
    assert_true(files_in(place->backups, "") <= GOOD + 1 + 12);
}

static void a_backup_can_be_stopped_and_leaves_nothing(void **state) {
    Place *place = *state;
    atomic_bool stop = true;
    BackupWay way = {.stop = &stop};
    open_store(place);
    put_trials(place, 0, 3);
    assert_false(
        backup_make(place->store, place->backups, RECORDS_WALL_US, &way, NULL, &place->fail));
    assert_int_equal(files_in(place->backups, ""), 0);
    /* Nor does one that was cut short by the power, days ago. */
    char half[160];
    snprintf(half, sizeof half, "%s/otterpaw-20260101.db.making", place->backups);
    FILE *file = fopen(half, "wb");
    assert_non_null(file);
    fclose(file);
    atomic_store(&stop, false);
    assert_true(
        backup_make(place->store, place->backups, RECORDS_WALL_US, &way, NULL, &place->fail));
    assert_int_equal(files_in(place->backups, ""), 1);
}

static void a_backup_while_trials_are_saved_is_one_moment(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX];
    open_store(place);
    put_trials(place, 0, 40);
    ChildRecord child = records_child(1);
    for (int i = 0; i < 200; i++) {
        child.created_us++;
        assert_true(store_child(place->store, &child, NULL, NULL, &place->fail));
    }
    make(place, RECORDS_WALL_US, path); /* the writer is at work; backup_make checks what it made */
    assert_true(store_flush(place->store, &place->fail));
    assert_true(backup_check(path, &place->fail));
}

static void a_child_forgotten_since_does_not_come_back(void **state) {
    Place *place = *state;
    char path[BACKUP_PATH_MAX], aside[BACKUP_PATH_MAX];
    ChildRecord *children;
    size_t count;
    open_store(place);
    put_trials(place, 0, 3);
    ChildRecord other = records_child(2);
    assert_true(store_child(place->store, &other, NULL, NULL, &place->fail));
    assert_true(store_flush(place->store, &place->fail));
    make(place, RECORDS_WALL_US, path);
    assert_true(store_forget(place->store, records_id(1, 1), true, 7, NULL, NULL, &place->fail));
    assert_true(store_flush(place->store, &place->fail));
    close_store(place);
    if (!backup_restore(place->folder, path, RECORDS_WALL_US, aside, &place->fail)) {
        fail_msg("backup_restore: %s", place->fail.text);
    }
    open_store(place);
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_string_equal(children[0].pseudonym, "child-2");
    assert_int_equal(count_trials(place), 0);
    close_store(place);
    /* The very oldest one again, now that the tombstone is in what was set aside only. */
    unlink(place->file);
    assert_true(backup_restore(place->folder, path, RECORDS_WALL_US, aside, &place->fail));
    open_store(place);
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_int_equal(count, 1);
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
    BackupWay sealer = {turn_over, &sealing, ".sealed", NULL};
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

int main(void) {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CLAIM(a_backup_brings_back_what_was_there),
        CLAIM(a_backup_into_an_empty_folder_needs_nothing_there),
        CLAIM(seven_days_and_four_weeks_are_kept),
        CLAIM(a_clock_that_jumps_removes_no_good_backup),
        CLAIM(a_backup_can_be_stopped_and_leaves_nothing),
        CLAIM(a_backup_while_trials_are_saved_is_one_moment),
        CLAIM(a_child_forgotten_since_does_not_come_back),
        CLAIM(a_damaged_backup_is_refused_and_nothing_changes),
        CLAIM(a_sealed_backup_leaves_no_plain_one),
        CLAIM(a_backup_that_cannot_be_written_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
