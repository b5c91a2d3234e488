/* The store as it is used: it answers by poll, keeps a second process out, waits for a disk that
 * refuses, and loses nothing it acknowledged. */
#include "store_fixture.h"

#include <signal.h>
#include <sys/wait.h>

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

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(a_new_folder_gets_a_database_and_says_so),
        CLAIM(answers_come_by_poll_and_say_why_not),
        CLAIM(a_saved_trial_is_never_changed),
        CLAIM(a_second_process_is_refused),
        CLAIM(a_clock_that_jumped_back_is_doubted),
        CLAIM(what_waits_has_a_limit_in_bytes),
        CLAIM(a_folder_that_cannot_be_written_is_read_and_writes_wait),
        CLAIM(writes_wait_for_the_disk_and_arrive_later),
        CLAIM(a_killed_process_loses_no_acknowledged_trial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
