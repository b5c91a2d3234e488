/* What goes into the store comes out as it was given: children, sessions, runs, trials, marks,
 * rescores, notes. */
#include "store_fixture.h"

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
    const struct CMUnitTest tests[] = {
        CLAIM(trials_come_back_as_they_were_given),
        CLAIM(children_sessions_and_runs_come_back),
        CLAIM(a_session_is_found_by_a_prefix_that_is_unique),
        CLAIM(an_open_session_is_found_until_it_is_closed),
        CLAIM(a_tail_stays_until_the_trial_that_holds_it_is_saved),
        CLAIM(marks_are_added_and_sums_follow_them),
        CLAIM(the_newest_rescore_is_answered_and_the_trial_unchanged),
        CLAIM(notes_are_kept_as_revisions),
        CLAIM(a_child_changed_keeps_what_it_was),
        CLAIM(a_hot_row_of_a_trial_is_under_sixty_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
