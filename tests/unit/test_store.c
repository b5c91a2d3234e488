/* The database on real files: what goes in comes out, what was acknowledged stays, what is broken
 * is set aside, and what is damaged is noticed and named. */
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
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    char folder[64], file[96];
    Mem *mem;
    Store *store;
    Fail fail;
} Place;

static int begin(void **state) {
    Place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/otterpaw-store-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->file, sizeof place->file, "%s/otterpaw.db", place->folder);
    place->mem = mem_new(64 << 20);
    *state = place;
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

static void flush(Place *place) {
    if (!store_flush(place->store, &place->fail)) {
        fail_msg("store_flush: %s", place->fail.text);
    }
}

static void each_file(const char *folder, void (*act)(const char *path, void *self), void *self) {
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

static void remove_file(const char *path, void *self) {
    (void)self;
    unlink(path);
}

static int end(void **state) {
    Place *place = *state;
    store_close(place->store);
    each_file(place->folder, remove_file, NULL);
    rmdir(place->folder);
    mem_free(place->mem);
    free(place);
    return 0;
}

/* One child with sessions of runs of trials, all written and acknowledged. */
static void put_trial(Place *place, int session, int number, int run) {
    uint8_t journal[4096];
    size_t length = records_journal(journal, session, number);
    TrialRecord trial = records_trial(place->mem, session, number, run);
    assert_true(store_trial(place->store, &trial, journal, length, NULL, NULL, &place->fail));
}

static void put_sitting(Place *place, int session, int runs, int trials_each) {
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

static size_t trials_of(Place *place, int session, TrialLine **lines) {
    size_t count = 0;
    if (!history_trials(place->store, place->mem, records_id(2, session), -1, true, lines, &count,
                        &place->fail)) {
        fail_msg("history_trials: %s", place->fail.text);
    }
    return count;
}

static int check(Place *place, Buffer *report) {
    int damaged = -1;
    if (!history_check(place->store, report, &damaged, &place->fail)) {
        fail_msg("history_check: %s", place->fail.text);
    }
    return damaged;
}

static void assert_sound(Place *place) {
    Buffer report = {0};
    int damaged = check(place, &report);
    if (damaged != 0) {
        fail_msg("%d damaged: %s", damaged, (const char *)report.bytes);
    }
    buffer_free(&report);
}

static void assert_trial_came_back(Place *place, const TrialLine *line, int session, int number,
                                   int run) {
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

static void a_new_folder_gets_a_database_and_says_so(void **state) {
    Place *place = *state;
    StoreState now;
    open_store(place);
    store_state(place->store, &now);
    assert_true(now.fresh);
    assert_false(now.read_only);
    assert_string_equal(now.trouble, "");
    close_store(place);
    open_store(place);
    store_state(place->store, &now);
    assert_false(now.fresh);
    assert_string_equal(now.set_aside, "");
}

static void trials_come_back_as_they_were_given(void **state) {
    Place *place = *state;
    TrialLine *lines;
    open_store(place);
    put_sitting(place, 1, 2, 5);
    close_store(place);
    open_store(place);
    assert_int_equal(trials_of(place, 1, &lines), 10);
    for (int i = 0; i < 10; i++) {
        assert_trial_came_back(place, &lines[i], 1, i, i / 5);
    }
    size_t count;
    assert_true(history_trials(place->store, place->mem, records_id(2, 1), 1, false, &lines, &count,
                               &place->fail));
    assert_int_equal(count, 5);
    assert_int_equal(lines[0].trial.number, 5);
    assert_null(lines[0].journal);
    assert_sound(place);
}

static void children_sessions_and_runs_come_back(void **state) {
    Place *place = *state;
    ChildRecord *children;
    SessionLine *sessions, line;
    RunRecord *runs;
    size_t count;
    open_store(place);
    put_sitting(place, 3, 2, 4);
    put_sitting(place, 2, 1, 3);
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_string_equal(children[0].pseudonym, "child-1");
    assert_string_equal(children[0].profile, "{\"volume\":0.5}");
    assert_true(children[0].created_us == RECORDS_WALL_US - 5);
    Id id = records_id(1, 1), stranger = records_id(1, 9);
    assert_true(
        history_sessions(place->store, place->mem, &id, 0, &sessions, &count, &place->fail));
    assert_int_equal(count, 2);
    SessionRecord wanted = records_session(3, 1);
    const SessionRecord *got = &sessions[0].session; /* the newest first */
    assert_true(id_equal(got->id, wanted.id) && id_equal(got->child, wanted.child));
    assert_string_equal(got->engine_version, wanted.engine_version);
    assert_string_equal(got->device, wanted.device);
    assert_string_equal(got->plan, wanted.plan);
    assert_string_equal(got->assistance_scheme, wanted.assistance_scheme);
    assert_string_equal(got->setting, wanted.setting);
    assert_string_equal(got->tool, wanted.tool);
    assert_string_equal(got->hand, wanted.hand);
    assert_null(got->end_reason);
    assert_true(got->started_us == wanted.started_us && got->utc_offset_min == -180);
    assert_true(got->px_per_mm == 4.25 && got->calibrated && got->replayed == -1);
    assert_int_equal(got->screen_width_px, 1280);
    assert_int_equal(sessions[0].runs, 2);
    assert_int_equal(sessions[0].trials, 8);
    assert_string_equal(sessions[0].child_symbol, "otter");
    assert_true(
        history_sessions(place->store, place->mem, NULL, 1, &sessions, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_true(
        history_sessions(place->store, place->mem, &stranger, 0, &sessions, &count, &place->fail));
    assert_int_equal(count, 0);
    assert_true(history_runs(place->store, place->mem, wanted.id, &runs, &count, &place->fail));
    assert_int_equal(count, 2);
    assert_string_equal(runs[1].setup, "{\"seed\":-7}");
    assert_string_equal(runs[1].game_hash, "0123456789abcdef");
    assert_true(runs[1].probe && !runs[0].probe && runs[1].phase == PHASE_TEACHING);
    assert_true(history_find_session(place->store, place->mem, "last", &line, &place->fail));
    assert_true(id_equal(line.session.id, wanted.id));
}

static void a_session_is_found_by_a_prefix_that_is_unique(void **state) {
    Place *place = *state;
    SessionLine line;
    char text[ID_TEXT_SIZE];
    open_store(place);
    put_sitting(place, 1, 1, 1);
    put_sitting(place, 2, 1, 1);
    id_text(records_id(2, 2), text);
    assert_true(history_find_session(place->store, place->mem, text, &line, &place->fail));
    assert_true(id_equal(line.session.id, records_id(2, 2)));
    text[13] = '\0'; /* up to here the milliseconds differ */
    assert_true(history_find_session(place->store, place->mem, text, &line, &place->fail));
    text[5] = '\0';
    assert_false(history_find_session(place->store, place->mem, text, &line, &place->fail));
    assert_non_null(strstr(place->fail.text, "more than one"));
    assert_false(history_find_session(place->store, place->mem, "*", &line, &place->fail));
    assert_false(history_find_session(place->store, place->mem, "ffff", &line, &place->fail));
    assert_non_null(strstr(place->fail.text, "there is no session"));
}

static void an_open_session_is_found_until_it_is_closed(void **state) {
    Place *place = *state;
    SessionLine line;
    bool found;
    open_store(place);
    put_sitting(place, 1, 1, 2);
    assert_true(history_open_session(place->store, place->mem, &line, &found, &place->fail));
    assert_true(found && id_equal(line.session.id, records_id(2, 1)));
    SessionRecord closed = records_session(1, 1);
    closed.ended_us = closed.started_us + 60;
    closed.end_reason = "done";
    closed.replayed = closed.replay_total = 2;
    closed.plan = "another plan"; /* what it was begun with stays */
    assert_true(store_session(place->store, &closed, NULL, NULL, &place->fail));
    flush(place);
    assert_true(history_open_session(place->store, place->mem, &line, &found, &place->fail));
    assert_false(found);
    assert_true(history_find_session(place->store, place->mem, "last", &line, &place->fail));
    assert_string_equal(line.session.end_reason, "done");
    assert_string_equal(line.session.plan, "{\"games\":[\"tracing\"]}");
    assert_int_equal(line.session.replay_total, 2);
    RunRecord run = records_run(1, 0), *runs;
    size_t count;
    run.ended_us = 999;
    assert_true(store_run(place->store, &run, NULL, NULL, &place->fail));
    flush(place);
    assert_true(history_runs(place->store, place->mem, run.session, &runs, &count, &place->fail));
    assert_true(count == 1 && runs[0].ended_us == 999);
    assert_sound(place);
}

static void a_tail_stays_until_the_trial_that_holds_it_is_saved(void **state) {
    Place *place = *state;
    const uint8_t *bytes;
    size_t length;
    Id session = records_id(2, 1);
    open_store(place);
    put_sitting(place, 1, 1, 1);
    for (int i = 0; i < 2; i++) {
        assert_true(store_tail(place->store, session, 0, (const uint8_t *)"so far", (size_t)(3 + i),
                               NULL, NULL, &place->fail));
    }
    flush(place);
    assert_true(history_tail(place->store, place->mem, session, 0, &bytes, &length, &place->fail));
    assert_int_equal(length, 4);
    assert_memory_equal(bytes, "so f", 4);
    put_trial(place, 1, 1, 0);
    flush(place);
    assert_true(history_tail(place->store, place->mem, session, 0, &bytes, &length, &place->fail));
    assert_null(bytes);
    assert_int_equal(length, 0);
    assert_sound(place);
}

static void marks_are_added_and_sums_follow_them(void **state) {
    Place *place = *state;
    RunSums *sums;
    TrialLine *lines;
    size_t count;
    open_store(place);
    put_sitting(place, 1, 1, 8); /* 6 solved; of these 0, 1, 4 and 6 without help or assistance */
    Id child = records_id(1, 1);
    assert_true(
        history_sums(place->store, place->mem, child, 0, INT64_MAX, &sums, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_int_equal(sums[0].n, 8);
    assert_int_equal(sums[0].n_success, 6);
    assert_int_equal(sums[0].n_independent, 4);
    assert_true(fabs(sums[0].score_mean - (50.125 + 3.5)) < 1e-9);
    assert_string_equal(sums[0].game, "tracing");
    MarkRecord marks[] = {
        {records_id(2, 1), 0, 5, "assistance", 2, "hand over hand"},
        {records_id(2, 1), 4, 6, "exclude", 0, "the bell rang"},
        {records_id(2, 1), 6, 7, "exclude", 0, "by mistake"},
        {records_id(2, 1), 6, 8, "include", 0, ""},
    };
    for (int i = 0; i < 4; i++) {
        assert_true(store_mark(place->store, &marks[i], NULL, NULL, &place->fail));
    }
    flush(place);
    assert_int_equal(trials_of(place, 1, &lines), 8);
    assert_int_equal(lines[0].assistance, 2);
    assert_int_equal(lines[0].trial.assistance, ASSISTANCE_UNMARKED); /* as it was saved */
    assert_true(lines[4].excluded);
    assert_string_equal(lines[4].excluded_why, "the bell rang");
    assert_false(lines[6].excluded);
    assert_true(
        history_sums(place->store, place->mem, child, 0, INT64_MAX, &sums, &count, &place->fail));
    assert_int_equal(sums[0].n, 7);
    assert_int_equal(sums[0].n_success, 5);
    assert_int_equal(sums[0].n_independent, 2);
    assert_sound(place);
    SessionRecord session = records_session(1, 1);
    assert_true(history_sums(place->store, place->mem, child, session.started_us + 1, INT64_MAX,
                             &sums, &count, &place->fail));
    assert_int_equal(count, 0);
}

static void the_newest_rescore_is_answered_and_the_trial_unchanged(void **state) {
    Place *place = *state;
    Measures measures = {0}, got;
    int version = 0;
    bool found;
    TrialLine *lines;
    open_store(place);
    put_sitting(place, 1, 1, 1);
    Id session = records_id(2, 1);
    assert_true(history_rescores(place->store, place->mem, session, 0, &version, &got, &found,
                                 &place->fail));
    assert_false(found);
    for (int i = 2; i <= 3; i++) {
        measures_put(&measures, MEASURE_SCORE, 10.0 * i);
        assert_true(
            store_rescore(place->store, session, 0, i, 5, &measures, NULL, NULL, &place->fail));
    }
    flush(place);
    assert_true(history_rescores(place->store, place->mem, session, 0, &version, &got, &found,
                                 &place->fail));
    assert_true(found);
    assert_int_equal(version, 3);
    assert_true(measures_get(&got, MEASURE_SCORE) == 30);
    assert_int_equal(trials_of(place, 1, &lines), 1);
    assert_trial_came_back(place, &lines[0], 1, 0, 0);
}

static void notes_are_kept_as_revisions(void **state) {
    Place *place = *state;
    const char *text, **keys, **texts;
    size_t count;
    open_store(place);
    const char *given[][3] = {
        {"plan", "b", "1"}, {"plan", "a", "2"}, {"plan", "b", "3"}, {"tablet", "a", "4"}};
    for (int i = 0; i < 4; i++) {
        assert_true(store_note(place->store, given[i][0], given[i][1], given[i][2], i, NULL, NULL,
                               &place->fail));
    }
    flush(place);
    assert_true(history_note(place->store, place->mem, "plan", "b", &text, &place->fail));
    assert_string_equal(text, "3");
    assert_true(history_note(place->store, place->mem, "plan", "c", &text, &place->fail));
    assert_null(text);
    assert_true(
        history_notes(place->store, place->mem, "plan", &keys, &texts, &count, &place->fail));
    assert_int_equal(count, 2);
    assert_string_equal(keys[0], "a");
    assert_string_equal(texts[0], "2");
    assert_string_equal(keys[1], "b");
    assert_string_equal(texts[1], "3");
    assert_sound(place);
}

static void a_child_changed_keeps_what_it_was(void **state) {
    Place *place = *state;
    ChildRecord child = records_child(1), *children;
    size_t count;
    open_store(place);
    put_sitting(place, 1, 1, 1);
    child.profile = "{\"volume\":0}";
    assert_true(store_child(place->store, &child, NULL, NULL, &place->fail));
    flush(place);
    assert_true(history_children(place->store, place->mem, &children, &count, &place->fail));
    assert_int_equal(count, 1);
    assert_string_equal(children[0].profile, "{\"volume\":0}");
    assert_sound(place);
    close_store(place);
    sqlite3 *db;
    sqlite3_stmt *past;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT profile FROM child_past", -1, &past, NULL), 0);
    assert_int_equal(sqlite3_step(past), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(past, 0), "{\"volume\":0.5}");
    sqlite3_finalize(past);
    sqlite3_close(db);
}

typedef struct {
    int good, bad;
    Fail fail;
} Answers;

static void count_answer(void *self, bool ok, const Fail *fail) {
    Answers *answers = self;
    answers->good += ok;
    if (!ok) {
        answers->bad++;
        answers->fail = *fail;
    }
}

static void answers_come_by_poll_and_say_why_not(void **state) {
    Place *place = *state;
    Answers answers = {0};
    open_store(place);
    put_sitting(place, 1, 1, 1);
    ChildRecord twin = records_child(2);
    twin.pseudonym = "child-1";
    assert_true(store_child(place->store, &twin, count_answer, &answers, &place->fail));
    assert_false(store_flush(place->store, &place->fail));
    assert_int_equal(answers.bad, 1);
    assert_non_null(strstr(answers.fail.text, "already called \"child-1\""));
    assert_string_equal(place->fail.text, answers.fail.text);
    SessionRecord orphan = records_session(5, 7);
    assert_true(store_session(place->store, &orphan, count_answer, &answers, &place->fail));
    RunRecord stray = records_run(5, 0);
    assert_true(store_run(place->store, &stray, count_answer, &answers, &place->fail));
    TrialRecord trial = records_trial(place->mem, 1, 1, 3);
    assert_true(store_trial(place->store, &trial, (const uint8_t *)"x", 1, count_answer, &answers,
                            &place->fail));
    MarkRecord mark = {records_id(2, 1), 77, 5, "exclude", 0, ""};
    assert_true(store_mark(place->store, &mark, count_answer, &answers, &place->fail));
    ChildRecord child = records_child(1);
    assert_true(store_child(place->store, &child, count_answer, &answers, &place->fail));
    assert_false(store_flush(place->store, &place->fail));
    assert_int_equal(answers.bad, 5);
    assert_int_equal(answers.good, 1); /* what is wrong does not hold up what is right */
    assert_true(store_flush(place->store, &place->fail));
    assert_int_equal(store_poll(place->store), 0);
    assert_sound(place);
}

static void a_saved_trial_is_never_changed(void **state) {
    Place *place = *state;
    Answers answers = {0};
    TrialLine *lines;
    uint8_t journal[4096];
    size_t length = records_journal(journal, 1, 0);
    open_store(place);
    put_sitting(place, 1, 1, 1);
    TrialRecord same = records_trial(place->mem, 1, 0, 0), other = same;
    other.success = !other.success;
    assert_true(
        store_trial(place->store, &same, journal, length, count_answer, &answers, &place->fail));
    assert_true(
        store_trial(place->store, &other, journal, length, count_answer, &answers, &place->fail));
    journal[0] ^= 1;
    assert_true(
        store_trial(place->store, &same, journal, length, count_answer, &answers, &place->fail));
    assert_false(store_flush(place->store, &place->fail));
    assert_int_equal(answers.good, 1); /* sent again with the same bytes: accepted, nothing new */
    assert_int_equal(answers.bad, 2);
    assert_int_equal(trials_of(place, 1, &lines), 1);
    assert_trial_came_back(place, &lines[0], 1, 0, 0);
    assert_sound(place);
    close_store(place);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    const char *refused[] = {"UPDATE trial SET score=1",
                             "DELETE FROM trial",
                             "UPDATE trial_text SET record=''",
                             "DELETE FROM trial_text",
                             "UPDATE trace SET journal=x''",
                             "DELETE FROM trace",
                             "INSERT INTO trial SELECT * FROM trial"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(sqlite3_exec(db, refused[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    }
    sqlite3_close(db);
}

static void a_second_process_is_refused(void **state) {
    Place *place = *state;
    open_store(place);
    pid_t pid = fork();
    if (pid == 0) {
        Fail why = {0};
        Store *second = store_open(place->folder, RECORDS_WALL_US, NULL, &why);
        bool refused = second == NULL && why.kind == FAIL_REFUSED &&
                       strstr(why.text, "another Otterpaw") != NULL;
        _exit(refused ? 0 : 1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    Fail why = {0};
    assert_null(store_open(place->folder, RECORDS_WALL_US, NULL, &why)); /* nor twice in one */
    close_store(place);
    open_store(place);
}

static void write_bytes(const char *path, const void *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static uint8_t *file_bytes(const char *path, size_t *length) {
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

static void a_clock_that_jumped_back_is_doubted(void **state) {
    Place *place = *state;
    StoreState now;
    open_store(place);
    store_state(place->store, &now);
    assert_true(now.newest_us == 0 && !now.clock_doubt);
    put_sitting(place, 0, 1, 1); /* begins at the very time of opening */
    close_store(place);
    open_store(place);
    store_state(place->store, &now);
    assert_true(now.newest_us == RECORDS_WALL_US && !now.clock_doubt);
    put_sitting(place, 3, 1, 1); /* three days later */
    close_store(place);
    open_store(place);
    store_state(place->store, &now);
    assert_true(now.clock_doubt && now.newest_us > RECORDS_WALL_US);
}

static void what_waits_has_a_limit_in_bytes(void **state) {
    Place *place = *state;
    enum { LARGE = 24 << 20 };
    uint8_t *journal = calloc(1, LARGE);
    StoreState now;
    sqlite3 *other;
    open_store(place);
    put_sitting(place, 1, 1, 1);
    assert_int_equal(sqlite3_open(place->file, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    int kept = 0;
    while (kept < 100 && store_tail(place->store, records_id(2, 1), 0, journal, LARGE, NULL, NULL,
                                    &place->fail)) {
        kept++;
    }
    assert_int_equal(kept, STORE_WAITING_BYTES_MAX / LARGE);
    assert_int_equal(place->fail.kind, FAIL_LIMIT);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    flush(place);
    store_state(place->store, &now);
    assert_int_equal(now.waiting, 0);
    free(journal);
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
    assert_string_equal(now.set_aside, "");
    assert_int_equal(trials_of(place, 1, &lines), 2);
    ChildRecord child = records_child(2);
    assert_false(store_child(place->store, &child, NULL, NULL, &place->fail));
    assert_int_equal(place->fail.kind, FAIL_REFUSED);
    assert_true(store_flush(place->store, &place->fail));
}

/* As nobody, in a child process: root may write everywhere. */
static int play_without_writing(Place *place) {
    StoreState now;
    Answers answers = {0};
    TrialLine *lines;
    size_t count = 0;
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
        return 10;
    }
    Store *store = store_open(place->folder, RECORDS_WALL_US, NULL, &place->fail);
    if (store == NULL) {
        return 11;
    }
    store_state(store, &now);
    if (!now.read_only || strstr(now.trouble, "cannot be written") == NULL) {
        return 12;
    }
    if (!history_trials(store, place->mem, records_id(2, 1), -1, false, &lines, &count,
                        &place->fail) ||
        count != 2) {
        return 13;
    }
    TrialRecord trial = records_trial(place->mem, 1, 2, 0);
    int kept = 0;
    while (
        store_trial(store, &trial, (const uint8_t *)"x", 1, count_answer, &answers, &place->fail)) {
        kept++;
    }
    if (kept != STORE_WAITING_MAX || place->fail.kind != FAIL_LIMIT) {
        return 14;
    }
    store_state(store, &now);
    if (now.waiting != kept || store_flush(store, &place->fail) || answers.bad != 0) {
        return 15;
    }
    store_close(store);
    return answers.bad == kept && answers.good == 0 ? 0 : 16; /* told, not dropped */
}

static void a_folder_that_cannot_be_written_is_read_and_writes_wait(void **state) {
    Place *place = *state;
    open_store(place);
    put_sitting(place, 1, 1, 2);
    close_store(place);
    chmod(place->folder, 0555);
    chmod(place->file, 0444);
    pid_t pid = fork();
    if (pid == 0) {
        _exit(play_without_writing(place));
    }
    int status = -1;
    waitpid(pid, &status, 0);
    chmod(place->folder, 0700);
    assert_int_equal(status, 0);
}

static void writes_wait_for_the_disk_and_arrive_later(void **state) {
    Place *place = *state;
    StoreState now;
    Answers answers = {0};
    TrialLine *lines;
    open_store(place);
    put_sitting(place, 1, 1, 1);
    /* Somebody else holds the write lock: to the store that is a disk that refuses. */
    sqlite3 *other;
    assert_int_equal(sqlite3_open(place->file, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 1; i < 4; i++) {
        TrialRecord trial = records_trial(place->mem, 1, i, 0);
        uint8_t journal[4096];
        size_t length = records_journal(journal, 1, i);
        assert_true(store_trial(place->store, &trial, journal, length, count_answer, &answers,
                                &place->fail));
    }
    assert_false(store_flush(place->store, &place->fail));
    store_state(place->store, &now);
    assert_int_equal(now.waiting, 3);
    assert_string_not_equal(now.trouble, "");
    assert_int_equal(answers.good + answers.bad, 0);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    assert_true(store_flush(place->store, &place->fail));
    store_state(place->store, &now);
    assert_int_equal(now.waiting, 0);
    assert_string_equal(now.trouble, "");
    assert_false(now.read_only);
    assert_int_equal(answers.good, 3);
    assert_int_equal(trials_of(place, 1, &lines), 4);
    assert_trial_came_back(place, &lines[3], 1, 3, 0);
}

/* Where the bytes of rows lie: cells of the table's pages, not the holes between them. */
static size_t find_bytes(const uint8_t *bytes, size_t length, const void *what, size_t n) {
    for (size_t i = 0; i + n <= length; i++) {
        if (memcmp(bytes + i, what, n) == 0) {
            return i;
        }
    }
    fail_msg("the row is not in the file");
    return 0;
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

/* The child process writes and says through the pipe which trial was acknowledged. */
static void tell(void *self, bool ok, const Fail *fail) {
    (void)fail;
    static _Thread_local int number;
    if (ok && write(*(int *)self, &number, sizeof number) == (ssize_t)sizeof number) {
        number++;
    }
}

static void write_until_killed(Place *place, int first, int fd) {
    Fail why;
    Store *store = store_open(place->folder, RECORDS_WALL_US, NULL, &why);
    if (store == NULL) {
        _exit(1);
    }
    for (int i = first;; i++) {
        uint8_t journal[4096];
        size_t length = records_journal(journal, 1, i);
        TrialRecord trial = records_trial(place->mem, 1, i, 0);
        store_trial(store, &trial, journal, length, tell, &fd, &why);
        mem_reset(place->mem);
        store_poll(store);
        if (i % 8 == 0) {
            store_flush(store, &why);
        }
    }
}

static void a_killed_process_loses_no_acknowledged_trial(void **state) {
    Place *place = *state;
    TrialLine *lines;
    Rng rng = rng_stream(3, "kill", 0);
    int first = 1, acknowledged = 0, rounds = 12;
    open_store(place);
    put_sitting(place, 1, 1, 1);
    close_store(place);
    for (int round = 0; round < rounds; round++) {
        int ends[2], number;
        assert_int_equal(pipe(ends), 0);
        pid_t pid = fork();
        if (pid == 0) {
            close(ends[0]);
            write_until_killed(place, first, ends[1]);
        }
        close(ends[1]);
        int wanted = (int)rng_between(&rng, 1, 40), got = 0;
        while (got < wanted && read(ends[0], &number, sizeof number) == (ssize_t)sizeof number) {
            got++;
        }
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        while (read(ends[0], &number, sizeof number) == (ssize_t)sizeof number) {
            got++;
        }
        close(ends[0]);
        assert_true(got >= wanted);
        acknowledged += got;
        open_store(place);
        int count = (int)trials_of(place, 1, &lines);
        assert_true(count >= first + got); /* all acknowledged, and perhaps the one under way */
        assert_trial_came_back(place, &lines[count - 1], 1, count - 1, 0);
        assert_sound(place);
        close_store(place);
        first = count;
        mem_reset(place->mem);
    }
    assert_true(acknowledged >= rounds);
}

static void a_hot_row_of_a_trial_is_under_sixty_bytes(void **state) {
    Place *place = *state;
    open_store(place);
    put_sitting(place, 1, 1, 400);
    close_store(place);
    sqlite3 *db;
    sqlite3_stmt *size;
    assert_int_equal(sqlite3_open(place->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT sum(pgsize) FROM dbstat WHERE name='trial'", -1,
                                        &size, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(size), SQLITE_ROW);
    int bytes = sqlite3_column_int(size, 0);
    sqlite3_finalize(size);
    sqlite3_close(db);
    assert_true(bytes / 400.0 < 60 + 4096 / 400.0 * 2); /* the last pages are not full */
    print_message("trial: %.1f bytes a row in %d bytes of pages\n", bytes / 400.0, bytes);
}

int main(void) {
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CLAIM(a_new_folder_gets_a_database_and_says_so),
        CLAIM(trials_come_back_as_they_were_given),
        CLAIM(children_sessions_and_runs_come_back),
        CLAIM(a_session_is_found_by_a_prefix_that_is_unique),
        CLAIM(an_open_session_is_found_until_it_is_closed),
        CLAIM(a_tail_stays_until_the_trial_that_holds_it_is_saved),
        CLAIM(marks_are_added_and_sums_follow_them),
        CLAIM(the_newest_rescore_is_answered_and_the_trial_unchanged),
        CLAIM(notes_are_kept_as_revisions),
        CLAIM(a_child_changed_keeps_what_it_was),
        CLAIM(answers_come_by_poll_and_say_why_not),
        CLAIM(a_saved_trial_is_never_changed),
        CLAIM(a_second_process_is_refused),
        CLAIM(a_broken_file_is_set_aside_and_play_goes_on),
        CLAIM(children_and_notes_are_carried_over_from_a_broken_file),
        CLAIM(a_file_that_breaks_while_playing_is_set_aside),
        CLAIM(a_clock_that_jumped_back_is_doubted),
        CLAIM(what_waits_has_a_limit_in_bytes),
        CLAIM(a_newer_schema_is_only_read),
        CLAIM(a_folder_that_cannot_be_written_is_read_and_writes_wait),
        CLAIM(writes_wait_for_the_disk_and_arrive_later),
        CLAIM(every_flipped_byte_of_a_row_is_noticed),
        CLAIM(a_row_that_vanished_is_noticed),
        CLAIM(a_killed_process_loses_no_acknowledged_trial),
        CLAIM(a_hot_row_of_a_trial_is_under_sixty_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
