/* Opening: the writer's connection and the reader's, their rules, and what a result code means. */
#include "store/internal.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 2000 };

sqlite3_stmt *db_statement(Db *db, const char *static_sql) {
    for (int i = 0; i < db->cached; i++) {
        if (db->cache[i].sql == static_sql) {
            sqlite3_reset(db->cache[i].statement);
            return db->cache[i].statement;
        }
    }
    assert(db->cached < STATEMENTS_MAX);
    sqlite3_stmt *statement = NULL;
    int rc =
        sqlite3_prepare_v3(db->handle, static_sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (rc != SQLITE_OK) {
        return NULL;
    }
    db->cache[db->cached].sql = static_sql;
    db->cache[db->cached++].statement = statement;
    return statement;
}

int db_exec(Db *db, const char *sql) {
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK
               ? SQLITE_OK
               : sqlite3_extended_errcode(db->handle);
}

int db_number(Db *db, const char *sql, int64_t *number) {
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(statement);
        if (rc == SQLITE_ROW) {
            *number = sqlite3_column_int64(statement, 0);
            rc = SQLITE_OK;
        } else {
            rc = rc == SQLITE_DONE ? SQLITE_EMPTY : sqlite3_extended_errcode(db->handle);
        }
    } else {
        rc = sqlite3_extended_errcode(db->handle);
    }
    sqlite3_finalize(statement);
    return rc;
}

void db_settle(Db *db) {
    if (!sqlite3_get_autocommit(db->handle)) {
        db_exec(db, "ROLLBACK");
    }
}

void db_close(Db *db, bool may_checkpoint) {
    for (int i = 0; i < db->cached; i++) {
        sqlite3_finalize(db->cache[i].statement);
    }
    if (db->handle != NULL) {
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, may_checkpoint ? 0 : 1,
                          (int *)NULL);
        int rc = sqlite3_close(db->handle);
        assert(rc == SQLITE_OK);
        (void)rc;
    }
    *db = (Db){0};
}

bool db_is_broken(int rc) {
    int primary = rc & 0xFF;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

/* SQLite says so too when the shared memory's file finds no room. */
bool db_is_full(int rc) {
    return (rc & 0xFF) == SQLITE_FULL || rc == SQLITE_IOERR_SHMSIZE;
}

bool db_is_refusal(int rc) {
    switch (rc & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
        return true;
    default:
        return false;
    }
}

bool db_fail(const Store *store, int rc, const char *doing, const char *detail, Fail *fail) {
    const char *path = store->path;
    switch (db_is_full(rc) ? SQLITE_FULL : rc & 0xFF) {
    case SQLITE_FULL:
        return fail_set(fail, FAIL_SYSTEM, "%s: %s: the disk is full; make room on it", path,
                        doing);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return fail_set(fail, FAIL_SYSTEM,
                        "%s: %s: the folder or file cannot be written; allow writing to it", path,
                        doing);
    case SQLITE_NOMEM:
        return fail_set(fail, FAIL_MEMORY, "%s: %s: no memory; close other programs", path, doing);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail_set(fail, FAIL_CORRUPT, "%s: %s: the database is damaged (%s)", path, doing,
                        sqlite3_errstr(rc));
    default:
        return fail_set(fail, FAIL_SYSTEM, "%s: %s: %s%s%s (SQLite code %d)", path, doing,
                        sqlite3_errstr(rc), detail != NULL ? ": " : "",
                        detail != NULL ? detail : "", rc);
    }
}

static Opened outcome(Store *store, int rc, const char *doing, Fail *fail) {
    db_fail(store, rc, doing, NULL, fail);
    store->refused_rc = rc;
    return db_is_broken(rc) ? OPENED_BROKEN : OPENED_REFUSED;
}

/* Is it ours, and of which schema? Reads the header and the list of tables, so that a file which is
 * no database or was cut short shows itself here. */
static Opened look(Store *store, Db *db, int64_t *version, Fail *fail) {
    int64_t application = 0, tables = 0;
    int rc = db_number(db, "SELECT count(*) FROM sqlite_schema", &tables);
    if (rc == SQLITE_OK) {
        rc = db_number(db, "PRAGMA application_id", &application);
    }
    if (rc == SQLITE_OK) {
        rc = db_number(db, "PRAGMA user_version", version);
    }
    if (rc != SQLITE_OK) {
        return outcome(store, rc, "opening", fail);
    }
    bool empty = tables == 0 && application == 0 && *version == 0;
    if (!empty && application != APPLICATION_ID) {
        fail_set(fail, FAIL_CORRUPT, "%s: this is not a database of Otterpaw", store->path);
        return OPENED_BROKEN;
    }
    if (*version > SCHEMA_VERSION) {
        fail_set(fail, FAIL_REFUSED,
                 "%s was written by a newer Otterpaw (schema %lld, this one knows %d): it is only "
                 "read; install the newer program",
                 store->path, (long long)*version, SCHEMA_VERSION);
        return OPENED_NEWER;
    }
    return OPENED;
}

/* The rows that a crash or a failing disk would have hit last. A damaged row alone does not make
 * the file broken: it is named, and the rest goes on. */
static int check_newest_session(Store *store, Db *db) {
    static const char sql[] = "SELECT " TRIAL_COLUMNS ",crc FROM trial WHERE session_ix="
                              "(SELECT max(ix) FROM session)";
    sqlite3_stmt *trials = NULL;
    int rc = sqlite3_prepare_v2(db->handle, sql, -1, &trials, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(trials);
        if (rc == SQLITE_ROW && !row_is_whole(trials, TABLE_TRIAL)) {
            store_damaged_row(store, trials, TABLE_TRIAL);
        }
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    sqlite3_finalize(trials);
    return rc;
}

int db_open(Store *store, Db *db, const char *name, int flags, const char *rules) {
    *db = (Db){0};
    int rc = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOMUTEX,
                             store->vfs[0] != '\0' ? store->vfs : NULL);
    if (db->handle == NULL) {
        return SQLITE_NOMEM;
    }
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    return rc == SQLITE_OK ? db_exec(db, rules) : sqlite3_extended_errcode(db->handle);
}

/* The one change made with a rollback journal: EXTRA syncs the folder when that journal goes, so
 * that a power cut cannot bring it back and undo the beginning of the file. It is
 * committed only after the answer's row was given: the statement must be run to its end. */
static int ask_mode(Db *db, const char *sql, bool *is_wal) {
    sqlite3_stmt *statement = NULL;
    *is_wal = false;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK) {
        return sqlite3_extended_errcode(db->handle);
    }
    int rc;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *mode = (const char *)sqlite3_column_text(statement, 0);
        *is_wal = mode != NULL && strcmp(mode, "wal") == 0;
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    sqlite3_finalize(statement);
    return rc;
}

static int begin_wal(Db *db) {
    bool is_wal;
    int rc = ask_mode(db, "PRAGMA journal_mode=WAL", &is_wal);
    if (rc == SQLITE_OK) {
        rc = ask_mode(db, "PRAGMA journal_mode", &is_wal);
    }
    return rc == SQLITE_OK && !is_wal ? SQLITE_CANTOPEN : rc;
}

void database_sync_folder(const Store *store) {
    int fd = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

/* Leaves an empty log behind. Should an earlier sync have failed, what the log seems to hold may be
 * in the kernel's memory only: as pages of the file it is written and synced again. */
static int empty_log(Db *db) {
    int rc = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return rc == SQLITE_OK || (rc & 0xFF) == SQLITE_BUSY ? SQLITE_OK
                                                         : sqlite3_extended_errcode(db->handle);
}

static int make_ready(Store *store, Db *db, int64_t version) {
    int rc = begin_wal(db);
    if (rc == SQLITE_OK) {
        rc = empty_log(db);
    }
    if (rc == SQLITE_OK) {
        rc = db_exec(db, "PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=1000;");
    }
    if (rc == SQLITE_OK) {
        rc = schema_migrate(store, db, version);
    }
    return rc == SQLITE_OK ? check_newest_session(store, db) : rc;
}

/* A connection that failed half way stays open for the next try: what it wrote without being able
 * to sync it is then written again, and not believed. */
Opened database_open_writer(Store *store, Fail *fail) {
    Db *db = &store->writer;
    int64_t version = 0;
    int rc = SQLITE_OK;
    if (db->handle == NULL) {
        rc = db_open(store, db, store->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                     DB_RULES "PRAGMA secure_delete=ON;PRAGMA synchronous=EXTRA;");
    }
    bool connected = rc == SQLITE_OK;
    if (connected) {
        db_settle(db);
    }
    Opened opened =
        connected ? look(store, db, &version, fail) : outcome(store, rc, "opening", fail);
    if (opened == OPENED && sqlite3_db_readonly(db->handle, "main") == 1) {
        connected = false;
        opened = outcome(store, SQLITE_READONLY, "opening", fail);
    }
    if (opened == OPENED) {
        rc = make_ready(store, db, version);
        opened = rc == SQLITE_OK ? OPENED : outcome(store, rc, "opening", fail);
    }
    store->writer_ready = opened == OPENED;
    if (opened == OPENED && version == 0) {
        pthread_mutex_lock(&store->mutex);
        store->fresh = true;
        pthread_mutex_unlock(&store->mutex);
        if (store->vfs[0] == '\0') {
            database_sync_folder(store);
        }
    }
    if (!connected || opened == OPENED_BROKEN || opened == OPENED_NEWER) {
        db_close(db, false);
    }
    return opened;
}

void db_immutable_uri(const char *path, char uri[3 * PATH_ROOM]) {
    int length = snprintf(uri, 3 * PATH_ROOM, "file:");
    for (const char *c = path; *c != '\0' && length < 3 * PATH_ROOM - 20; c++) {
        bool special = *c == '?' || *c == '#' || *c == '%';
        length += snprintf(uri + length, 4, special ? "%%%02X" : "%c", (unsigned char)*c);
    }
    snprintf(uri + length, (size_t)(3 * PATH_ROOM - length), "?immutable=1");
}

bool database_open_reader(Store *store, Fail *fail) {
    pthread_mutex_lock(&store->reading);
    db_close(&store->reader, false);
    store->reader_alone = false;
    int rc = db_open(store, &store->reader, store->path, SQLITE_OPEN_READWRITE,
                     DB_RULES "PRAGMA query_only=ON;PRAGMA wal_autocheckpoint=0;");
    int64_t tables = 0;
    if (rc == SQLITE_OK) {
        rc = db_number(&store->reader, "SELECT count(*) FROM sqlite_schema", &tables);
    }
    if (rc != SQLITE_OK && db_is_refusal(rc) && !store->writer_ready) {
        /* A folder that cannot be written holds no shared memory for a WAL: read the file alone. */
        char uri[3 * PATH_ROOM];
        db_close(&store->reader, false);
        store->reader_alone = true;
        db_immutable_uri(store->path, uri);
        rc = db_open(store, &store->reader, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                     DB_RULES "PRAGMA query_only=ON;");
        if (rc == SQLITE_OK) {
            rc = db_number(&store->reader, "SELECT count(*) FROM sqlite_schema", &tables);
        }
    }
    if (rc != SQLITE_OK) {
        db_close(&store->reader, false);
        db_fail(store, rc, "opening to read", NULL, fail);
    }
    pthread_mutex_unlock(&store->reading);
    return rc == SQLITE_OK;
}

Opened database_open(Store *store, Fail *fail) {
    Opened opened = database_open_writer(store, fail);
    if (opened == OPENED_BROKEN) {
        Fail why = *fail;
        if (database_set_aside(store, why.text, fail)) {
            opened = database_open_writer(store, fail);
            if (opened == OPENED) {
                database_salvage(store);
            }
        } else {
            opened = OPENED_REFUSED;
        }
    }
    Fail reading;
    if (opened != OPENED_BROKEN && !database_open_reader(store, &reading) && opened == OPENED) {
        *fail = reading;
    }
    return opened;
}
