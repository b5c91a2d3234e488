/* What each kind of write does inside its transaction: children, sessions, runs and notes. */
#include "store/writes.h"

#include <stdio.h>
#include <string.h>

/* SQLITE_OK, SQLITE_EMPTY when there is none, or an error. */
static int find(Db *db, const char *sql, const void *bytes, size_t length, int64_t *ix,
                uint32_t *crc) {
    sqlite3_stmt *statement = db_statement(db, sql);
    if (statement == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_blob64(statement, 1, bytes, length, SQLITE_STATIC);
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW) {
        *ix = sqlite3_column_int64(statement, 0);
        *crc = (uint32_t)sqlite3_column_int64(statement, 1);
    }
    int result = rc == SQLITE_ROW    ? SQLITE_OK
                 : rc == SQLITE_DONE ? SQLITE_EMPTY
                                     : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return result;
}

/* By two whole numbers; value: the first column. */
int write_find_pair(Db *db, const char *sql, int64_t a, int64_t b, int64_t *value) {
    sqlite3_stmt *statement = db_statement(db, sql);
    if (statement == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(statement, 1, a);
    sqlite3_bind_int64(statement, 2, b);
    int rc = sqlite3_step(statement);
    *value = rc == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    int result = rc == SQLITE_ROW    ? SQLITE_OK
                 : rc == SQLITE_DONE ? SQLITE_EMPTY
                                     : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(statement);
    return result;
}

static int find_child(Db *db, const Id *id, int64_t *ix, uint32_t *crc) {
    return find(db, "SELECT ix,crc FROM child WHERE uuid=?", id->bytes, 16, ix, crc);
}

static int find_session(Db *db, const Id *id, int64_t *ix, uint32_t *crc) {
    return find(db, "SELECT ix,crc FROM session WHERE uuid=?", id->bytes, 16, ix, crc);
}

int write_need_session(Db *db, Id id, int64_t *ix, Fail *fail) {
    uint32_t crc;
    int rc = find_session(db, &id, ix, &crc);
    if (rc == SQLITE_EMPTY) {
        char text[ID_TEXT_SIZE];
        id_text(id, text);
        fail_set(fail, FAIL_INPUT, "session %s is not stored: store it before what belongs to it",
                 text);
        return SQLITE_CONSTRAINT;
    }
    return rc;
}

static int next_number(Db *db, const char *table, int64_t *number) {
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT coalesce(max(ix),0)+1 FROM %s", table);
    return db_number(db, sql, number);
}

/* Maps the one refusal a person can do something about. */
static int child_refused(Db *db, int rc, const ChildRecord *child, Fail *fail) {
    if ((rc & 0xFF) == SQLITE_CONSTRAINT) {
        if (strstr(sqlite3_errmsg(db->handle), "child.pseudonym") != NULL) {
            fail_set(fail, FAIL_INPUT,
                     "another child is already called \"%.40s\"; choose another short name",
                     child->pseudonym);
        } else {
            fail_set(fail, FAIL_INPUT,
                     "child \"%.40s\" cannot be kept: a short name has 4 to 12 characters (%.200s)",
                     child->pseudonym, sqlite3_errmsg(db->handle));
        }
    }
    return rc;
}

/* The child as it was stays, as a revision. */
static int keep_past_child(Db *db, int64_t ix) {
    sqlite3_stmt *old = db_statement(db, "SELECT " CHILD_COLUMNS
                                         ",(SELECT count(*) FROM child_past p WHERE p.ix=c.ix)"
                                         " FROM child c WHERE ix=?");
    sqlite3_stmt *keep = db_statement(db, "INSERT INTO child_past(" CHILD_COLUMNS
                                          ",revision,crc) VALUES(?,?,?,?,?,?,?,?,?)");
    if (old == NULL || keep == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(old, 1, ix);
    int rc = sqlite3_step(old) == SQLITE_ROW ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    if (rc == SQLITE_OK) {
        uint32_t past = row_crc(old, TABLE_CHILD_PAST);
        for (int i = 0; i < store_tables[TABLE_CHILD_PAST].count; i++) {
            sqlite3_bind_value(keep, i + 1, sqlite3_column_value(old, i));
        }
        sqlite3_bind_int64(keep, 9, past);
        rc = sqlite3_step(keep) == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
        db->change[TABLE_CHILD_PAST].rows++;
        db->change[TABLE_CHILD_PAST].sum += past;
    }
    sqlite3_reset(old);
    sqlite3_reset(keep);
    return rc;
}

static int write_child(Store *store, Db *db, const ChildRecord *child, Fail *fail) {
    int64_t ix = 0;
    uint32_t crc = 0;
    bool whole = true;
    int rc = find_child(db, &child->id, &ix, &crc);
    const char *sql = "INSERT INTO child(" CHILD_COLUMNS ",crc) VALUES(?,?,?,?,?,?,?,?)";
    if (rc == SQLITE_EMPTY) {
        rc = next_number(db, "child", &ix);
    } else if (rc == SQLITE_OK) {
        rc = row_look(store, db, TABLE_CHILD, "SELECT " CHILD_COLUMNS ",crc FROM child WHERE ix=?",
                      ix, 0, &whole);
        if (rc == SQLITE_OK && whole) {
            rc = keep_past_child(db, ix);
        }
        sql = "INSERT INTO child(" CHILD_COLUMNS ",crc) VALUES(?,?,?,?,?,?,?,?)"
              " ON CONFLICT(ix) DO UPDATE SET symbol=excluded.symbol,pseudonym=excluded.pseudonym,"
              "age_band=excluded.age_band,profile=excluded.profile,created_us=excluded.created_us,"
              "crc=excluded.crc";
        row_take_back(db, TABLE_CHILD, crc);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    Row row = row_begin(db, TABLE_CHILD, sql);
    row_int(&row, ix);
    row_blob(&row, child->id.bytes, 16);
    row_text(&row, child->symbol);
    row_text(&row, child->pseudonym);
    row_text(&row, child->age_band);
    row_text(&row, child->profile);
    row_int(&row, child->created_us);
    return child_refused(db, row_end(&row), child, fail);
}

static int insert_session(Db *db, const SessionRecord *s, int64_t ix, int64_t child_ix) {
    Row row = row_begin(db, TABLE_SESSION,
                        "INSERT INTO session(" SESSION_COLUMNS
                        ",crc) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    row_int(&row, ix);
    row_blob(&row, s->id.bytes, 16);
    row_int(&row, child_ix);
    row_text(&row, s->engine_version);
    row_int(&row, s->schema_version);
    row_int(&row, s->started_us);
    row_int(&row, s->ended_us);
    row_int(&row, s->utc_offset_min);
    row_int(&row, s->clock_doubt);
    row_text(&row, s->device);
    row_int(&row, s->screen_width_px);
    row_int(&row, s->screen_height_px);
    row_real(&row, s->px_per_mm);
    row_int(&row, s->calibrated);
    row_text(&row, s->setting);
    row_text(&row, s->tool);
    row_text(&row, s->hand);
    row_text(&row, s->plan);
    row_text(&row, s->assistance_scheme);
    row_text(&row, s->end_reason);
    row_int(&row, s->replayed);
    row_int(&row, s->replay_total);
    return row_end(&row);
}

int write_step(Db *db, sqlite3_stmt *update) {
    int rc = sqlite3_step(update);
    rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(update);
    sqlite3_clear_bindings(update);
    return rc;
}

/* Only what closing means may change: what the session was begun with stays as it was. */
static int close_session(Store *store, Db *db, const SessionRecord *s, int64_t ix, uint32_t crc) {
    bool whole;
    int looked = row_look(store, db, TABLE_SESSION,
                          "SELECT " SESSION_COLUMNS ",crc FROM session WHERE ix=?", ix, 0, &whole);
    if (looked != SQLITE_OK) {
        return looked;
    }
    sqlite3_stmt *update =
        db_statement(db, "UPDATE session SET ended_us=?2,end_reason=?3,replayed=?4,replay_total=?5,"
                         "clock_doubt=max(clock_doubt,?6) WHERE ix=?1");
    if (update == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(update, 1, ix);
    sqlite3_bind_int64(update, 2, s->ended_us);
    sqlite3_bind_text(update, 3, s->end_reason, -1, SQLITE_STATIC);
    sqlite3_bind_int(update, 4, s->replayed);
    sqlite3_bind_int(update, 5, s->replay_total);
    sqlite3_bind_int(update, 6, s->clock_doubt);
    int rc = write_step(db, update);
    /* A row that was damaged is changed but not believed: a new check would vouch for it. */
    return rc != SQLITE_OK || !whole
               ? rc
               : row_reseal(db, TABLE_SESSION, "SELECT " SESSION_COLUMNS " FROM session WHERE ix=?",
                            "UPDATE session SET crc=?1 WHERE ix=?2", ix, 0, crc);
}

static int write_session(Store *store, Db *db, const SessionRecord *session, Fail *fail) {
    int64_t ix = 0, child_ix = 0;
    uint32_t crc = 0, child_crc;
    int rc = find_session(db, &session->id, &ix, &crc);
    if (rc == SQLITE_OK) {
        return close_session(store, db, session, ix, crc);
    }
    if (rc == SQLITE_EMPTY) {
        rc = find_child(db, &session->child, &child_ix, &child_crc);
        if (rc == SQLITE_EMPTY) {
            fail_set(fail, FAIL_INPUT, "the session's child is not stored: store the child first");
            return SQLITE_CONSTRAINT;
        }
    }
    if (rc == SQLITE_OK) {
        rc = next_number(db, "session", &ix);
    }
    return rc == SQLITE_OK ? insert_session(db, session, ix, child_ix) : rc;
}

static int take_from_session(Db *db, int64_t session_ix, Sums *sums) {
    sqlite3_stmt *read =
        db_statement(db, "SELECT child_ix,started_us,utc_offset_min,uuid FROM session WHERE ix=?");
    if (read == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(read, 1, session_ix);
    int rc = sqlite3_step(read);
    if (rc == SQLITE_ROW && sqlite3_column_bytes(read, 3) == (int)sizeof sums->uuid) {
        sums->child_ix = sqlite3_column_int64(read, 0);
        sums->started_us = sqlite3_column_int64(read, 1);
        sums->utc_offset_min = sqlite3_column_int(read, 2);
        memcpy(sums->uuid, sqlite3_column_blob(read, 3), sizeof sums->uuid);
        rc = SQLITE_OK;
    } else {
        rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_CORRUPT
                                                   : sqlite3_extended_errcode(db->handle);
    }
    sqlite3_reset(read);
    return rc;
}

static int insert_run(Db *db, const RunRecord *r, int64_t session_ix) {
    Row row = row_begin(db, TABLE_RUN,
                        "INSERT INTO run(" RUN_COLUMNS ",crc) VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    row_int(&row, session_ix);
    row_int(&row, r->number);
    row_text(&row, r->game);
    row_text(&row, r->game_version);
    row_text(&row, r->game_hash);
    row_int(&row, (int)r->phase);
    row_int(&row, r->probe);
    row_text(&row, r->setup);
    row_int(&row, r->started_us);
    row_int(&row, r->ended_us);
    int rc = row_end(&row);
    Sums sums = {.game = r->game, .phase = (int)r->phase, .probe = r->probe};
    if (rc == SQLITE_OK) {
        rc = take_from_session(db, session_ix, &sums);
    }
    return rc == SQLITE_OK ? sums_write(db, session_ix, r->number, &sums) : rc;
}

static int write_run(Store *store, Db *db, const RunRecord *run, Fail *fail) {
    int64_t ix, crc;
    int rc = write_need_session(db, run->session, &ix, fail);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = write_find_pair(db, "SELECT crc FROM run WHERE session_ix=? AND number=?", ix, run->number,
                         &crc);
    if (rc == SQLITE_EMPTY) {
        return insert_run(db, run, ix);
    }
    bool whole = false;
    if (rc == SQLITE_OK) {
        rc = row_look(store, db, TABLE_RUN,
                      "SELECT " RUN_COLUMNS ",crc FROM run WHERE session_ix=? AND number=?", ix,
                      run->number, &whole);
    }
    sqlite3_stmt *update =
        rc == SQLITE_OK
            ? db_statement(db, "UPDATE run SET ended_us=?3 WHERE session_ix=?1 AND number=?2")
            : NULL;
    if (update == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(update, 1, ix);
    sqlite3_bind_int(update, 2, run->number);
    sqlite3_bind_int64(update, 3, run->ended_us);
    rc = write_step(db, update);
    return rc != SQLITE_OK || !whole
               ? rc
               : row_reseal(db, TABLE_RUN,
                            "SELECT " RUN_COLUMNS " FROM run WHERE session_ix=? AND number=?",
                            "UPDATE run SET crc=?1 WHERE session_ix=?2 AND number=?3", ix,
                            run->number, (uint32_t)crc);
}

static int write_note(Db *db, const Job *job) {
    sqlite3_stmt *count = db_statement(db, "SELECT count(*) FROM note WHERE kind=? AND key=?");
    if (count == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_text(count, 1, job->as.note.kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(count, 2, job->as.note.key, -1, SQLITE_STATIC);
    int rc = sqlite3_step(count) == SQLITE_ROW ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    int64_t revision = rc == SQLITE_OK ? sqlite3_column_int64(count, 0) : 0;
    sqlite3_reset(count);
    sqlite3_clear_bindings(count);
    if (rc != SQLITE_OK) {
        return rc;
    }
    Row row = row_begin(db, TABLE_NOTE,
                        "INSERT INTO note(kind,key,revision,at_us,text,crc) VALUES(?,?,?,?,?,?)");
    row_text(&row, job->as.note.kind);
    row_text(&row, job->as.note.key);
    row_int(&row, revision);
    row_int(&row, job->as.note.at_us);
    row_text(&row, job->as.note.text);
    return row_end(&row);
}

int job_write(Store *store, Db *db, const Job *job, Fail *fail) {
    switch (job->kind) {
    case JOB_CHILD:
        return write_child(store, db, &job->as.child, fail);
    case JOB_SESSION:
        return write_session(store, db, &job->as.session, fail);
    case JOB_RUN:
        return write_run(store, db, &job->as.run, fail);
    case JOB_TRIAL:
        return write_trial(store, db, job, fail);
    case JOB_TAIL:
        return write_tail(db, job, fail);
    case JOB_MARK:
        return write_mark(store, db, &job->as.mark, fail);
    case JOB_RESCORE:
        return write_rescore(db, job, fail);
    case JOB_NOTE:
        return write_note(db, job);
    case JOB_FORGET:
        return write_forget(db, job->as.forget.child, job->as.forget.records, job->as.forget.at_us);
    case JOB_QUARANTINE:
        return write_quarantine(store, db, job);
    }
    return SQLITE_MISUSE;
}
