/* The tables, as text, and the way from one version to the next: each step and its user_version in
 * one transaction. A step is never changed once it was given out: a new one is added behind it.
 *
 * Trials, their texts, marks, rescores and notes are append only, by trigger. A trial has three
 * rows: the hot one (what reports filter by; under 60 bytes), its canonical text, its journal. The
 * latter two are keyed by session_ix << 20 | number, so that large rows need no second index. */
#include "store/internal.h"

#include <stdio.h>
#include <time.h>

#define APPEND_ONLY(table)                                                                         \
    "CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table                                   \
    " BEGIN SELECT RAISE(ABORT,'" table " is append only'); END;"                                  \
    "CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table                                   \
    " BEGIN SELECT RAISE(ABORT,'" table " is append only'); END;"

#define UUID  "BLOB NOT NULL UNIQUE CHECK(length(uuid)=16)"
#define WHOLE "INTEGER NOT NULL"

static const char *const schema_1[] = {
    "CREATE TABLE child(ix INTEGER PRIMARY KEY, uuid " UUID ", symbol TEXT NOT NULL,"
    " pseudonym TEXT NOT NULL UNIQUE CHECK(length(pseudonym) BETWEEN 4 AND 12), age_band TEXT,"
    " profile TEXT, created_us " WHOLE ", crc " WHOLE ") STRICT;",
    "CREATE TABLE child_past(ix " WHOLE " REFERENCES child(ix), uuid BLOB NOT NULL,"
    " symbol TEXT NOT NULL, pseudonym TEXT NOT NULL, age_band TEXT, profile TEXT,"
    " created_us " WHOLE ", revision " WHOLE ", crc " WHOLE ", PRIMARY KEY(ix,revision)) STRICT;",
    "CREATE TABLE session(ix INTEGER PRIMARY KEY, uuid " UUID ", child_ix " WHOLE
    " REFERENCES child(ix), engine_version TEXT, schema_version " WHOLE ", started_us " WHOLE
    ", ended_us " WHOLE ", utc_offset_min " WHOLE ", clock_doubt " WHOLE
    " CHECK(clock_doubt IN(0,1)), device TEXT, screen_width_px " WHOLE ", screen_height_px " WHOLE
    ", px_per_mm REAL, calibrated " WHOLE
    " CHECK(calibrated IN(0,1)), setting TEXT, tool TEXT, hand TEXT, plan TEXT,"
    " assistance_scheme TEXT, end_reason TEXT, replayed " WHOLE ", replay_total " WHOLE
    ", crc " WHOLE ") STRICT;",
    "CREATE INDEX session_child ON session(child_ix,started_us);",
    "CREATE INDEX session_started ON session(started_us);",
    "CREATE TABLE run(session_ix " WHOLE " REFERENCES session(ix), number " WHOLE
    " CHECK(number>=0), game TEXT NOT NULL, game_version TEXT, game_hash TEXT, phase " WHOLE
    " CHECK(phase>=0), probe " WHOLE " CHECK(probe IN(0,1)), setup TEXT, started_us " WHOLE
    ", ended_us " WHOLE ", crc " WHOLE ", PRIMARY KEY(session_ix,number)) STRICT;",
    /* Kept in each trial's own transaction. A two-year report reads only this, and a child's rows
     * lie together: so it carries what it needs of the session. */
    "CREATE TABLE run_sum(child_ix " WHOLE ", session_ix " WHOLE ", run " WHOLE
    ", session_uuid BLOB NOT NULL, started_us " WHOLE ", utc_offset_min " WHOLE
    ", game TEXT NOT NULL, phase " WHOLE ", probe " WHOLE ", n " WHOLE ", n_valid " WHOLE
    ", n_success " WHOLE ", n_independent " WHOLE ", score_n " WHOLE ", score_sum " WHOLE
    ", crc " WHOLE ", PRIMARY KEY(child_ix,session_ix,run),"
    " FOREIGN KEY(session_ix,run) REFERENCES run(session_ix,number)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE trial(session_ix " WHOLE ", number " WHOLE " CHECK(number BETWEEN 0 AND 1048575),"
    " run " WHOLE ", level " WHOLE ", onset_ms " WHOLE ", duration_ms " WHOLE
    " CHECK(duration_ms>=0), ending " WHOLE ", outcome " WHOLE ", flags " WHOLE ", help_rung " WHOLE
    ", assistance " WHOLE " CHECK(assistance BETWEEN -1 AND 5), answers " WHOLE
    ", answers_right " WHOLE ", score INTEGER CHECK(score BETWEEN 0 AND 100000), crc " WHOLE
    ", PRIMARY KEY(session_ix,number),"
    " FOREIGN KEY(session_ix,run) REFERENCES run(session_ix,number)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE trial_text(key INTEGER PRIMARY KEY, codec " WHOLE
    ", record TEXT NOT NULL, crc " WHOLE ") STRICT;",
    "CREATE TABLE trace(key INTEGER PRIMARY KEY, journal BLOB NOT NULL, crc " WHOLE ") STRICT;",
    "CREATE TABLE tail(session_ix " WHOLE ", run " WHOLE ", journal BLOB NOT NULL, crc " WHOLE
    ", PRIMARY KEY(session_ix,run),"
    " FOREIGN KEY(session_ix,run) REFERENCES run(session_ix,number)) STRICT;",
    "CREATE TABLE mark(session_ix " WHOLE ", trial " WHOLE ", n " WHOLE ", at_us " WHOLE
    ", kind TEXT NOT NULL CHECK(kind IN('assistance','exclude','include')), value " WHOLE
    ", reason TEXT, crc " WHOLE ", PRIMARY KEY(session_ix,trial,n),"
    " FOREIGN KEY(session_ix,trial) REFERENCES trial(session_ix,number)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE rescore(session_ix " WHOLE ", trial " WHOLE ", n " WHOLE ", scorer_version " WHOLE
    ", at_us " WHOLE ", measures TEXT NOT NULL, crc " WHOLE ", PRIMARY KEY(session_ix,trial,n),"
    " FOREIGN KEY(session_ix,trial) REFERENCES trial(session_ix,number)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE note(kind TEXT NOT NULL, key TEXT NOT NULL, revision " WHOLE ", at_us " WHOLE
    ", text TEXT NOT NULL, crc " WHOLE ", PRIMARY KEY(kind,key,revision)) STRICT;",
    /* How many rows each table should hold, and the sum of their checks modulo 2^32: so that a
     * row which vanished is noticed too. */
    "CREATE TABLE tally(name TEXT PRIMARY KEY, n " WHOLE ", total " WHOLE
    ") STRICT, WITHOUT ROWID;",
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    "INSERT INTO tally VALUES('child',0,0),('child_past',0,0),('session',0,0),('run',0,0),"
    "('run_sum',0,0),('trial',0,0),('trial_text',0,0),('trace',0,0),('tail',0,0),('mark',0,0),"
    "('rescore',0,0),('note',0,0);",
    APPEND_ONLY("child_past"),
    APPEND_ONLY("trial"),
    APPEND_ONLY("trial_text"),
    APPEND_ONLY("trace"),
    APPEND_ONLY("mark"),
    APPEND_ONLY("rescore"),
    APPEND_ONLY("note"),
    NULL,
};

/* Damaged rows as they lay there, each once. */
static const char *const schema_2[] = {
    "CREATE TABLE quarantine(number INTEGER PRIMARY KEY, name TEXT NOT NULL, reason TEXT NOT NULL,"
    " found_us " WHOLE ", bytes BLOB NOT NULL, crc " WHOLE ") STRICT;",
    "INSERT INTO tally VALUES('quarantine',0,0);",
    APPEND_ONLY("quarantine"),
    NULL,
};

/* steps[v] leads from version v to v + 1. */
static const char *const *const steps[SCHEMA_VERSION] = {schema_1, schema_2};

/* Ours, of a try that was cut short. */
static void remove_half(const Store *store, const char *path) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(store->vfs[0] != '\0' ? store->vfs : NULL);
    if (vfs != NULL) {
        vfs->xDelete(vfs, path, 0);
    }
}

/* The file as the older program left it, for the day the step proves wrong. */
static int keep_older(Store *store, Db *db, int64_t version) {
    char date[16], final[PATH_ROOM + 64], making[PATH_ROOM + 80];
    time_t seconds = (time_t)(store->wall_us / 1000000);
    struct tm utc = {0};
    bool real = store->vfs[0] == '\0';
    gmtime_r(&seconds, &utc);
    strftime(date, sizeof date, "%Y%m%d", &utc);
    snprintf(final, sizeof final, "%s/otterpaw.schema-%d-%s.db", store->folder, (int)version, date);
    snprintf(making, sizeof making, "%s%s", final, real ? ".making" : "");
    remove_half(store, making);
    int rc = copy_database(store, db, making, NULL);
    if (rc == SQLITE_OK && real && (!copy_sync(making, NULL) || rename(making, final) != 0)) {
        rc = SQLITE_IOERR;
    }
    if (rc != SQLITE_OK) {
        remove_half(store, making);
    }
    if (rc == SQLITE_OK && real) {
        database_sync_folder(store);
    }
    return rc;
}

int schema_migrate(Store *store, Db *db, int64_t from_version) {
    int rc = from_version > 0 && from_version < SCHEMA_VERSION ? keep_older(store, db, from_version)
                                                               : SQLITE_OK;
    for (int64_t version = from_version; rc == SQLITE_OK && version < SCHEMA_VERSION; version++) {
        char closing[256];
        snprintf(closing, sizeof closing,
                 "INSERT OR REPLACE INTO meta VALUES('schema_%d_us','%lld');"
                 "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT",
                 (int)version + 1, (long long)store->wall_us, APPLICATION_ID, (int)version + 1);
        rc = db_exec(db, "BEGIN IMMEDIATE");
        for (int i = 0; rc == SQLITE_OK && steps[version][i] != NULL; i++) {
            rc = db_exec(db, steps[version][i]);
        }
        if (rc == SQLITE_OK) {
            rc = db_exec(db, closing);
        }
        if (rc != SQLITE_OK) {
            db_settle(db);
        }
    }
    return rc;
}
