/* Forgetting a child: its rows are taken out of a table that is otherwise append only, the freed
 * pages are overwritten, the log is emptied and the file written anew, so that nothing of it can be
 * read from any byte of the file. The tallies are kept right, so that a check still finds the
 * database whole. */
#include "store/writes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SQL_ROOM = 600 };

/* ?1 the child's ix, ?2 its id as text. */
#define SESSIONS "(SELECT ix FROM session WHERE child_ix=?1)"
#define OF_CHILD "(key=?2 OR key LIKE ?2||'/%')"
#define OF_SESSION                                                                                 \
    "EXISTS(SELECT 1 FROM session s WHERE s.child_ix=?1 AND (note.key=uuid_text(s.uuid) OR "       \
    "note.key LIKE uuid_text(s.uuid)||'/%'))"

static int failed(Db *db) {
    return sqlite3_extended_errcode(db->handle);
}

static int prepare(Db *db, const char *sql, int64_t ix, const char *id, sqlite3_stmt **statement) {
    if (sqlite3_prepare_v2(db->handle, sql, -1, statement, NULL) != SQLITE_OK) {
        return failed(db);
    }
    int count = sqlite3_bind_parameter_count(*statement);
    if (count >= 1) {
        sqlite3_bind_int64(*statement, 1, ix);
    }
    if (count >= 2) {
        sqlite3_bind_text(*statement, 2, id, -1, SQLITE_STATIC);
    }
    return SQLITE_OK;
}

/* Deletes the rows and takes their checks out of the tally. */
static int take_out(Db *db, TableId table, const char *where, int64_t ix, const char *id) {
    char sql[SQL_ROOM];
    sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof sql, "SELECT crc FROM %s WHERE %s", store_tables[table].name, where);
    int rc = prepare(db, sql, ix, id, &statement);
    while (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        row_take_back(db, table, (uint32_t)sqlite3_column_int64(statement, 0));
        rc = SQLITE_OK;
    }
    rc = rc == SQLITE_DONE || rc == SQLITE_OK ? SQLITE_OK : failed(db);
    sqlite3_finalize(statement);
    statement = NULL;
    if (rc == SQLITE_OK) {
        snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s", store_tables[table].name, where);
        rc = prepare(db, sql, ix, id, &statement);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(statement) == SQLITE_DONE ? SQLITE_OK : failed(db);
    }
    sqlite3_finalize(statement);
    return rc;
}

/* ---- the tables that refuse deletion are opened for the length of this transaction ---- */

static const TableId GUARDED[] = {TABLE_CHILD_PAST, TABLE_TRIAL,     TABLE_TRIAL_TEXT,
                                  TABLE_TRACE,      TABLE_MARK,      TABLE_RESCORE,
                                  TABLE_NOTE,       TABLE_QUARANTINE};
enum { GUARDED_COUNT = sizeof GUARDED / sizeof GUARDED[0] };

static int set_guards(Db *db, int64_t version, bool on) {
    int rc = SQLITE_OK;
    for (int i = 0; rc == SQLITE_OK && i < GUARDED_COUNT; i++) {
        char sql[SQL_ROOM];
        const char *name = store_tables[GUARDED[i]].name;
        if (!table_is_in(GUARDED[i], version)) {
            continue;
        }
        snprintf(sql, sizeof sql,
                 on ? "CREATE TRIGGER %s_no_delete BEFORE DELETE ON %s"
                      " BEGIN SELECT RAISE(ABORT,'%s is append only'); END"
                    : "DROP TRIGGER %s_no_delete",
                 name, name, name);
        rc = db_exec(db, sql);
    }
    return rc;
}

static void uuid_text(sqlite3_context *context, int count, sqlite3_value **values) {
    char text[ID_TEXT_SIZE];
    Id id;
    (void)count;
    if (sqlite3_value_bytes(values[0]) != (int)sizeof id.bytes) {
        sqlite3_result_null(context);
        return;
    }
    memcpy(id.bytes, sqlite3_value_blob(values[0]), sizeof id.bytes);
    id_text(id, text);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* ---- what is taken out ---- */

static int take_records(Db *db, int64_t ix, const char *id) {
    static const struct {
        TableId table;
        const char *where;
    } rows[] = {
        {TABLE_NOTE, OF_SESSION},
        {TABLE_MARK, "session_ix IN " SESSIONS},
        {TABLE_RESCORE, "session_ix IN " SESSIONS},
        {TABLE_TRACE, "(key>>20) IN " SESSIONS},
        {TABLE_TRIAL_TEXT, "(key>>20) IN " SESSIONS},
        {TABLE_TRIAL, "session_ix IN " SESSIONS},
        {TABLE_TAIL, "session_ix IN " SESSIONS},
        {TABLE_RUN_SUM, "session_ix IN " SESSIONS},
        {TABLE_RUN, "session_ix IN " SESSIONS},
        {TABLE_SESSION, "child_ix=?1"},
        {TABLE_CHILD, "ix=?1"},
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof rows / sizeof rows[0]; i++) {
        rc = take_out(db, rows[i].table, rows[i].where, ix, id);
    }
    return rc;
}

/* The scores stay under a name that says nothing. */
static int make_nameless(Db *db, int64_t ix, uint32_t crc, const char *id) {
    char sql[SQL_ROOM], last[5];
    snprintf(last, sizeof last, "%s", id + strlen(id) - 4);
    snprintf(sql, sizeof sql,
             "UPDATE child SET symbol='question',pseudonym='gone-%s',profile='' WHERE ix=%lld",
             last, (long long)ix);
    int rc = db_exec(db, sql);
    return rc != SQLITE_OK
               ? rc
               : row_reseal(db, TABLE_CHILD, "SELECT " CHILD_COLUMNS " FROM child WHERE ix=?",
                            "UPDATE child SET crc=?1 WHERE ix=?2", ix, 0, crc);
}

static int tombstone(Db *db, const char *id, bool records, int64_t at_us) {
    sqlite3_stmt *there = db_statement(db, "SELECT 1 FROM note WHERE kind='forgotten' AND key=?");
    if (there == NULL) {
        return failed(db);
    }
    sqlite3_bind_text(there, 1, id, -1, SQLITE_STATIC);
    int rc = sqlite3_step(there);
    sqlite3_reset(there);
    sqlite3_clear_bindings(there);
    if (rc == SQLITE_ROW) {
        return SQLITE_OK;
    }
    Row row = row_begin(db, TABLE_NOTE,
                        "INSERT INTO note(kind,key,revision,at_us,text,crc) VALUES(?,?,?,?,?,?)");
    row_text(&row, "forgotten");
    row_text(&row, id);
    row_int(&row, 0);
    row_int(&row, at_us);
    row_text(&row, records ? "{\"records\":true}" : "{\"records\":false}");
    return row_end(&row);
}

int write_forget(Db *db, Id child, bool records, int64_t at_us) {
    char id[ID_TEXT_SIZE];
    int64_t version = 0;
    sqlite3_stmt *find = NULL;
    id_text(child, id);
    int rc = sqlite3_create_function(db->handle, "uuid_text", 1,
                                     SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                     uuid_text, NULL, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(db->handle, "SELECT ix,crc FROM child WHERE uuid=?", -1, &find,
                                NULL);
    }
    if (rc != SQLITE_OK) {
        return failed(db);
    }
    sqlite3_bind_blob(find, 1, child.bytes, sizeof child.bytes, SQLITE_STATIC);
    bool found = sqlite3_step(find) == SQLITE_ROW;
    int64_t ix = found ? sqlite3_column_int64(find, 0) : -1;
    uint32_t crc = found ? (uint32_t)sqlite3_column_int64(find, 1) : 0;
    sqlite3_finalize(find);
    rc = db_number(db, "PRAGMA user_version", &version);
    if (rc == SQLITE_OK) {
        rc = set_guards(db, version, false);
    }
    if (rc == SQLITE_OK && table_is_in(TABLE_QUARANTINE, version)) {
        /* Whose a damaged row was cannot be told for certain: those that stay are met again. */
        rc = take_out(db, TABLE_QUARANTINE, "1", ix, id);
    }
    if (rc == SQLITE_OK) {
        rc = take_out(db, TABLE_NOTE, OF_CHILD " AND kind<>'forgotten'", ix, id);
    }
    if (rc == SQLITE_OK && !records) {
        rc = take_out(db, TABLE_NOTE, "kind<>'event' AND " OF_SESSION, ix, id);
    }
    if (rc == SQLITE_OK) {
        rc = take_out(db, TABLE_CHILD_PAST, "ix=?1", ix, id);
    }
    if (rc == SQLITE_OK && found) {
        rc = records ? take_records(db, ix, id) : make_nameless(db, ix, crc, id);
    }
    if (rc == SQLITE_OK) {
        rc = tombstone(db, id, records, at_us);
    }
    return rc == SQLITE_OK ? set_guards(db, version, true) : rc;
}

/* ---- after the commit ---- */

static int empty_log(Db *db) {
    int64_t busy = 1;
    int rc = db_number(db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy);
    return rc == SQLITE_OK && busy != 0 ? SQLITE_BUSY : rc;
}

int forget_wipe(Store *store, Db *db) {
    pthread_mutex_lock(&store->reading); /* a report would hold the log */
    int rc = empty_log(db);
    if (rc == SQLITE_OK) {
        rc = db_exec(db, "VACUUM");
    }
    if (rc == SQLITE_OK) {
        rc = empty_log(db);
    }
    pthread_mutex_unlock(&store->reading);
    return rc;
}

bool store_forget_in_file(const char *path, Id child, bool records, int64_t at_us, Fail *fail) {
    Store *store = calloc(1, sizeof *store);
    if (store == NULL || strlen(path) > PATH_ROOM - 64) {
        free(store);
        return fail_set(fail, FAIL_MEMORY, "no memory to forget a child in %.400s", path);
    }
    store->lock_fd = -1;
    snprintf(store->path, sizeof store->path, "%s", path);
    Db *db = &store->writer;
    int rc = db_open(store, db, path, SQLITE_OPEN_READWRITE,
                     DB_RULES "PRAGMA secure_delete=ON;PRAGMA synchronous=FULL;"
                              "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK) {
        rc = write_forget(db, child, records, at_us);
    }
    if (rc == SQLITE_OK) {
        rc = tally_write(db);
    }
    if (rc == SQLITE_OK) {
        rc = db_exec(db, "COMMIT");
    }
    if (rc == SQLITE_OK) {
        rc = db_exec(db, "PRAGMA journal_mode=DELETE;VACUUM");
    }
    bool ok = rc == SQLITE_OK || db_fail(store, rc, "forgetting a child in a copy", NULL, fail);
    db_close(db, true);
    free(store);
    return ok;
}
