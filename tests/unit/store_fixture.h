/* A store in a folder of its own, for the tests of the store: opened, filled, looked at, removed.
 */
#ifndef OTTERPAW_TESTS_STORE_FIXTURE_H
#define OTTERPAW_TESTS_STORE_FIXTURE_H

#include "store/history.h"
#include "store/internal.h"
#include "store/store.h"
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

typedef struct {
    char folder[64], file[96];
    Mem *mem;
    Store *store;
    Fail fail;
} Place;

typedef struct {
    int good, bad;
    Fail fail;
} Answers;

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)

static inline int begin(void **state) {
    Place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/otterpaw-store-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->file, sizeof place->file, "%s/otterpaw.db", place->folder);
    place->mem = mem_new(64 << 20);
    *state = place;
    return 0;
}

static inline void open_store(Place *place) {
    place->store = store_open(place->folder, RECORDS_WALL_US, NULL, &place->fail);
    if (place->store == NULL) {
        fail_msg("store_open: %s", place->fail.text);
    }
}

static inline void close_store(Place *place) {
    store_close(place->store);
    place->store = NULL;
}

static inline void flush(Place *place) {
    if (!store_flush(place->store, &place->fail)) {
        fail_msg("store_flush: %s", place->fail.text);
    }
}

static inline void each_file(const char *folder, void (*act)(const char *path, void *self),
                             void *self) {
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            act(path, self);
        }
    }
    closedir(dir);
}

static inline void remove_file(const char *path, void *self) {
    (void)self;
    unlink(path);
}

static inline int end(void **state) {
    Place *place = *state;
    store_close(place->store);
    each_file(place->folder, remove_file, NULL);
    rmdir(place->folder);
    mem_free(place->mem);
    free(place);
    return 0;
}

/* One child with sessions of runs of trials, all written and acknowledged. */
static inline void put_trial(Place *place, int session, int number, int run) {
    uint8_t journal[4096];
    size_t length = records_journal(journal, session, number);
    TrialRecord trial = records_trial(place->mem, session, number, run);
    assert_true(store_trial(place->store, &trial, journal, length, NULL, NULL, &place->fail));
}

static inline void put_sitting(Place *place, int session, int runs, int trials_each) {
    ChildRecord child = records_child(1);
    SessionRecord record = records_session(session, 1);
    assert_true(store_child(place->store, &child, NULL, NULL, &place->fail));
    assert_true(store_session(place->store, &record, NULL, NULL, &place->fail));
    for (int run = 0; run < runs; run++) {
        RunRecord started = records_run(session, run);
        assert_true(store_run(place->store, &started, NULL, NULL, &place->fail));
        for (int i = 0; i < trials_each; i++) {
            put_trial(place, session, run * trials_each + i, run);
        }
    }
    flush(place);
}

static inline size_t trials_of(Place *place, int session, TrialLine **lines) {
    size_t count = 0;
    if (!history_trials(place->store, place->mem, records_id(2, session), -1, true, lines, &count,
                        &place->fail)) {
        fail_msg("history_trials: %s", place->fail.text);
    }
    return count;
}

static inline int check(Place *place, Buffer *report) {
    int damaged = -1;
    if (!history_check(place->store, report, &damaged, &place->fail)) {
        fail_msg("history_check: %s", place->fail.text);
    }
    return damaged;
}

static inline void assert_sound(Place *place) {
    Buffer report = {0};
    int damaged = check(place, &report);
    if (damaged != 0) {
        fail_msg("%d damaged: %s", damaged, (const char *)report.bytes);
    }
    buffer_free(&report);
}

static inline void assert_trial_came_back(Place *place, const TrialLine *line, int session,
                                          int number, int run) {
    TrialRecord wanted = records_trial(place->mem, session, number, run);
    Value value;
    Buffer text = {0}, again = {0};
    uint8_t journal[4096];
    size_t length = records_journal(journal, session, number);
    assert_true(trial_record_value(place->mem, &wanted, &value) && value_write(&text, &value));
    assert_string_equal(line->record, (const char *)text.bytes);
    /* The struct that was read makes the same text again: every field came back. */
    assert_true(trial_record_value(place->mem, &line->trial, &value) &&
                value_write(&again, &value));
    assert_string_equal((const char *)again.bytes, (const char *)text.bytes);
    assert_true(id_equal(line->trial.session, wanted.session));
    assert_int_equal(line->journal_length, length);
    assert_memory_equal(line->journal, journal, length);
    assert_int_equal(line->assistance, wanted.assistance);
    assert_false(line->excluded);
    buffer_free(&text);
    buffer_free(&again);
}

static inline void count_answer(void *self, bool ok, const Fail *fail) {
    Answers *answers = self;
    answers->good += ok;
    if (!ok) {
        answers->bad++;
        answers->fail = *fail;
    }
}

static inline void write_bytes(const char *path, const void *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static inline uint8_t *file_bytes(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*length + 1);
    assert_int_equal(fread(bytes, 1, *length, file), *length);
    fclose(file);
    return bytes;
}

/* Where the bytes of rows lie: cells of the table's pages, not the holes between them. */
static inline size_t find_bytes(const uint8_t *bytes, size_t length, const void *what, size_t n) {
    for (size_t i = 0; i + n <= length; i++) {
        if (memcmp(bytes + i, what, n) == 0) {
            return i;
        }
    }
    fail_msg("the row is not in the file");
    return 0;
}

#endif
