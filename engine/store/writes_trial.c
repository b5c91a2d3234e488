/* A trial inside its transaction, and what is added to it later. The same trial given twice with
 * the same bytes is accepted and changes nothing, so that whoever is unsure may send it again. */
#include "store/writes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    Row hot, text, trace;
} TrialRows;

static TrialRows trial_rows(Db *db, const Job *job, int64_t ix, bool write) {
    const TrialRecord *t = &job->as.trial.record;
    int64_t key = ix << TRIALS_SHIFT | t->number;
    double score = measures_get(&t->measures, MEASURE_SCORE);
    TrialRows rows = {
        .hot = row_begin(db, TABLE_TRIAL,
                         write ? "INSERT INTO trial(" TRIAL_COLUMNS
                                 ",crc) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                               : NULL),
        .text = row_begin(db, TABLE_TRIAL_TEXT,
                          write ? "INSERT INTO trial_text(key,codec,record,crc) VALUES(?,?,?,?)"
                                : NULL),
        .trace = row_begin(db, TABLE_TRACE,
                           write ? "INSERT INTO trace(key,journal,crc) VALUES(?,?,?)" : NULL),
    };
    row_int(&rows.hot, ix);
    row_int(&rows.hot, t->number);
    row_int(&rows.hot, t->run);
    row_int(&rows.hot, t->level);
    row_int(&rows.hot, t->onset_us / 1000);
    row_int(&rows.hot, t->duration_us / 1000);
    row_int(&rows.hot, (int)t->end);
    row_int(&rows.hot, (int)t->outcome);
    row_int(&rows.hot, (t->success ? FLAG_SUCCESS : 0) | (t->probe ? FLAG_PROBE : 0) |
                           (t->practice ? FLAG_PRACTICE : 0) | (t->valid ? FLAG_VALID : 0));
    row_int(&rows.hot, t->help_rung);
    row_int(&rows.hot, t->assistance);
    row_int(&rows.hot, t->answers);
    row_int(&rows.hot, t->answers_right);
    if (isfinite(score)) {
        row_int(&rows.hot, llround(score * 1000));
    } else {
        row_text(&rows.hot, NULL);
    }
    row_int(&rows.text, key);
    row_int(&rows.text, 0);
    row_text(&rows.text, job->as.trial.text);
    row_int(&rows.trace, key);
    row_blob(&rows.trace, job->journal, job->journal_length);
    return rows;
}

/* SQLITE_OK: it is there with the same bytes; SQLITE_EMPTY: it is new. */
static int already_there(Db *db, const Job *job, int64_t ix, Fail *fail) {
    int number = job->as.trial.record.number;
    int64_t key = ix << TRIALS_SHIFT | number, hot, text, trace;
    int rc = write_find_pair(db, "SELECT crc FROM trial WHERE session_ix=? AND number=?", ix,
                             number, &hot);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = write_find_pair(db, "SELECT crc FROM trial_text WHERE key=? AND ?2 IS NOT NULL", key, 0,
                         &text);
    if (rc == SQLITE_OK) {
        rc = write_find_pair(db, "SELECT crc FROM trace WHERE key=? AND ?2 IS NOT NULL", key, 0,
                             &trace);
    }
    if (rc != SQLITE_OK) {
        return rc == SQLITE_EMPTY ? SQLITE_CORRUPT : rc;
    }
    TrialRows rows = trial_rows(db, job, ix, false);
    if (rows.hot.crc == hot && rows.text.crc == text && rows.trace.crc == trace) {
        return SQLITE_OK;
    }
    fail_set(fail, FAIL_REFUSED,
             "trial %d of this session is already kept with other content; a saved trial is never "
             "changed: add a mark to it",
             number);
    return SQLITE_CONSTRAINT;
}

/* The open trial's journal so far: what it held lies in the saved trial now. */
static int drop_tail(Db *db, int64_t ix, int run) {
    int64_t crc;
    int rc =
        write_find_pair(db, "SELECT crc FROM tail WHERE session_ix=? AND run=?", ix, run, &crc);
    if (rc != SQLITE_OK) {
        return rc == SQLITE_EMPTY ? SQLITE_OK : rc;
    }
    sqlite3_stmt *drop = db_statement(db, "DELETE FROM tail WHERE session_ix=? AND run=?");
    if (drop == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(drop, 1, ix);
    sqlite3_bind_int(drop, 2, run);
    row_take_back(db, TABLE_TAIL, (uint32_t)crc);
    return write_step(db, drop);
}

/* Adds a trial that is about to be written to the run's sums; without one (a mark came), or when
 * the row is damaged, counts what is there anew first. */
static int update_sums(Store *store, Db *db, Id session, int64_t ix, int run, const SumTrial *trial,
                       Fail *fail) {
    sqlite3_stmt *read =
        db_statement(db, "SELECT " RUN_SUM_COLUMNS ",crc FROM run_sum WHERE child_ix="
                         "(SELECT child_ix FROM session WHERE ix=?1) AND session_ix=?1 AND run=?2");
    if (read == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(read, 1, ix);
    sqlite3_bind_int(read, 2, run);
    int rc = sqlite3_step(read);
    if (rc != SQLITE_ROW) {
        rc = rc == SQLITE_DONE ? SQLITE_CONSTRAINT : sqlite3_extended_errcode(db->handle);
        if (rc == SQLITE_CONSTRAINT) {
            fail_set(fail, FAIL_INPUT, "run %d of the session is not stored: store it first", run);
        }
        sqlite3_reset(read);
        return rc;
    }
    bool whole = row_is_whole(read, TABLE_RUN_SUM);
    uint32_t old = (uint32_t)sqlite3_column_int64(read, 15);
    char game[128];
    snprintf(game, sizeof game, "%s", (const char *)sqlite3_column_text(read, 6));
    Sums sums = {.child_ix = sqlite3_column_int64(read, 0),
                 .started_us = sqlite3_column_int64(read, 4),
                 .utc_offset_min = sqlite3_column_int(read, 5),
                 .game = game,
                 .phase = sqlite3_column_int(read, 7),
                 .probe = sqlite3_column_int(read, 8),
                 .n = sqlite3_column_int64(read, 9),
                 .n_valid = sqlite3_column_int64(read, 10),
                 .n_success = sqlite3_column_int64(read, 11),
                 .n_independent = sqlite3_column_int64(read, 12),
                 .score_n = sqlite3_column_int64(read, 13),
                 .score_sum = sqlite3_column_int64(read, 14)};
    memcpy(sums.uuid, session.bytes, sizeof sums.uuid);
    if (!whole) {
        store_damaged_row(store, read, TABLE_RUN_SUM);
    }
    sqlite3_reset(read);
    rc = SQLITE_OK;
    if (trial == NULL || !whole) {
        rc = sums_recount(db, ix, run, &sums);
    }
    if (trial != NULL) {
        sums_add(&sums, trial);
    }
    if (rc == SQLITE_OK) {
        row_take_back(db, TABLE_RUN_SUM, old);
        rc = sums_write(db, ix, run, &sums);
    }
    return rc;
}

int write_trial(Store *store, Db *db, const Job *job, Fail *fail) {
    const TrialRecord *t = &job->as.trial.record;
    int64_t ix;
    int rc = write_need_session(db, t->session, &ix, fail);
    if (rc == SQLITE_OK) {
        rc = already_there(db, job, ix, fail);
    }
    if (rc != SQLITE_EMPTY) {
        return rc;
    }
    double score = measures_get(&t->measures, MEASURE_SCORE);
    SumTrial sum = {.flags = (t->success ? FLAG_SUCCESS : 0) | (t->practice ? FLAG_PRACTICE : 0) |
                             (t->valid ? FLAG_VALID : 0),
                    .outcome = (int)t->outcome,
                    .assistance = t->assistance,
                    .has_score = isfinite(score),
                    .score = isfinite(score) ? llround(score * 1000) : 0};
    rc = update_sums(store, db, t->session, ix, t->run, &sum, fail);
    if (rc != SQLITE_OK) {
        return rc;
    }
    TrialRows rows = trial_rows(db, job, ix, true);
    Row *each[] = {&rows.hot, &rows.text, &rows.trace};
    for (int i = 0; i < 3; i++) {
        /* Nothing more after an error: SQLite may have rolled back by itself, and what came then
         * would be committed on its own. */
        if (rc == SQLITE_OK) {
            rc = row_end(each[i]);
        } else {
            row_drop(each[i]);
        }
    }
    return rc == SQLITE_OK ? drop_tail(db, ix, t->run) : rc;
}

/* ---- what is added later ---- */

int write_tail(Db *db, const Job *job, Fail *fail) {
    int64_t ix;
    int run = job->as.tail.run;
    int rc = write_need_session(db, job->as.tail.session, &ix, fail);
    if (rc == SQLITE_OK) {
        rc = drop_tail(db, ix, run);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    Row row =
        row_begin(db, TABLE_TAIL, "INSERT INTO tail(session_ix,run,journal,crc) VALUES(?,?,?,?)");
    row_int(&row, ix);
    row_int(&row, run);
    row_blob(&row, job->journal, job->journal_length);
    return row_end(&row);
}

static int run_of_trial(Db *db, int64_t ix, int trial, int *run, Fail *fail) {
    int64_t found = 0;
    int rc = write_find_pair(db, "SELECT run FROM trial WHERE session_ix=? AND number=?", ix, trial,
                             &found);
    *run = (int)found;
    if (rc == SQLITE_EMPTY) {
        fail_set(fail, FAIL_INPUT, "the session has no trial %d to add to", trial);
        return SQLITE_CONSTRAINT;
    }
    return rc;
}

int write_mark(Store *store, Db *db, const MarkRecord *mark, Fail *fail) {
    int64_t ix, n = 0;
    int run = 0, rc = write_need_session(db, mark->session, &ix, fail);
    if (rc == SQLITE_OK) {
        rc = run_of_trial(db, ix, mark->trial, &run, fail);
    }
    if (rc == SQLITE_OK) {
        rc = write_find_pair(db, "SELECT count(*) FROM mark WHERE session_ix=? AND trial=?", ix,
                             mark->trial, &n);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    Row row = row_begin(
        db, TABLE_MARK,
        "INSERT INTO mark(session_ix,trial,n,at_us,kind,value,reason,crc) VALUES(?,?,?,?,?,?,?,?)");
    row_int(&row, ix);
    row_int(&row, mark->trial);
    row_int(&row, n);
    row_int(&row, mark->at_us);
    row_text(&row, mark->kind);
    row_int(&row, mark->value);
    row_text(&row, mark->reason);
    rc = row_end(&row);
    return rc == SQLITE_OK ? update_sums(store, db, mark->session, ix, run, NULL, fail) : rc;
}

int write_rescore(Db *db, const Job *job, Fail *fail) {
    int64_t ix, n = 0;
    int run, trial = job->as.rescore.trial;
    int rc = write_need_session(db, job->as.rescore.session, &ix, fail);
    if (rc == SQLITE_OK) {
        rc = run_of_trial(db, ix, trial, &run, fail);
    }
    if (rc == SQLITE_OK) {
        rc = write_find_pair(db, "SELECT count(*) FROM rescore WHERE session_ix=? AND trial=?", ix,
                             trial, &n);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    Row row = row_begin(db, TABLE_RESCORE,
                        "INSERT INTO rescore(session_ix,trial,n,scorer_version,at_us,measures,crc) "
                        "VALUES(?,?,?,?,?,?,?)");
    row_int(&row, ix);
    row_int(&row, trial);
    row_int(&row, n);
    row_int(&row, job->as.rescore.scorer_version);
    row_int(&row, job->as.rescore.at_us);
    row_text(&row, job->as.rescore.text);
    return row_end(&row);
}
