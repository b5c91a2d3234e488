/* The whole database against its own checks: every row, how many rows there should be, every run's
 * sums against its trials, that a trial's three rows belong together, and SQLite's integrity_check.
 */
#include "store/history.h"

#include "store/ask.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    Ask *ask;
    Buffer *report;
    int damaged;
    bool full; /* the report would not hold a line */
} Check;

static void found(Check *check, const char *line) {
    check->damaged++;
    check->full = check->full || !buffer_format(check->report, "%s\n", line);
}

/* SQLite's own words when a table cannot be read to its end: that is a finding, not a failure. */
static void unreadable(Check *check, const char *where) {
    Ask *ask = check->ask;
    int rc = sqlite3_extended_errcode(ask->db->handle);
    if (!db_is_broken(rc)) {
        ask->ok = db_fail(ask->store, rc, "checking", where, ask->fail);
        return;
    }
    char line[300];
    snprintf(line, sizeof line, "%s cannot be read to its end: %s", where, sqlite3_errstr(rc));
    found(check, line);
}

static sqlite3_stmt *prepare(Check *check, const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(check->ask->db->handle, sql, -1, &statement, NULL) != SQLITE_OK) {
        unreadable(check, "the list of tables");
    }
    return statement;
}

static void check_table(Check *check, TableId table, int64_t *n, uint32_t *total) {
    char sql[600], name[ROW_NAME_MAX], line[ROW_NAME_MAX + 40];
    const Table *t = &store_tables[table];
    snprintf(sql, sizeof sql, "SELECT %s,crc FROM %s NOT INDEXED", t->columns, t->name);
    sqlite3_stmt *rows = prepare(check, sql);
    if (rows == NULL) {
        return;
    }
    int rc;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
        ++*n;
        *total += (uint32_t)sqlite3_column_int64(rows, t->count);
        if (!row_is_whole(rows, table)) {
            row_name(rows, table, name);
            store_damaged_row(check->ask->store, rows, table);
            snprintf(line, sizeof line, "%s: the row is damaged", name);
            found(check, line);
        }
    }
    if (rc != SQLITE_DONE) {
        unreadable(check, t->name);
    }
    sqlite3_finalize(rows);
}

static void check_tally(Check *check, TableId table, int64_t n, uint32_t total) {
    char line[300];
    sqlite3_stmt *row = prepare(check, "SELECT n,total FROM tally WHERE name=?");
    if (row == NULL) {
        return;
    }
    sqlite3_bind_text(row, 1, store_tables[table].name, -1, SQLITE_STATIC);
    int rc = sqlite3_step(row);
    if (rc == SQLITE_ROW) {
        int64_t wanted = sqlite3_column_int64(row, 0);
        bool same = wanted == n && sqlite3_column_int64(row, 1) == (int64_t)total;
        if (!same) {
            snprintf(line, sizeof line, "%s: %lld rows were kept, %lld are there%s",
                     store_tables[table].name, (long long)wanted, (long long)n,
                     wanted == n ? ", but not the same ones" : "");
            found(check, line);
        }
    } else if (rc == SQLITE_DONE) {
        snprintf(line, sizeof line, "tally: there is no count of %s", store_tables[table].name);
        found(check, line);
    } else {
        unreadable(check, "tally");
    }
    sqlite3_finalize(row);
}

/* Rows of `sql` are findings: the text of their first column. */
static void check_query(Check *check, const char *sql, const char *where, const char *fine) {
    sqlite3_stmt *rows = prepare(check, sql);
    if (rows == NULL) {
        return;
    }
    int rc;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(rows, 0);
        if (text != NULL && (fine == NULL || strcmp(text, fine) != 0)) {
            found(check, text);
        }
    }
    if (rc != SQLITE_DONE) {
        unreadable(check, where);
    }
    sqlite3_finalize(rows);
}

static void check_sums(Check *check) {
    sqlite3_stmt *rows = prepare(check, "SELECT " RUN_SUM_COLUMNS ",crc FROM run_sum");
    if (rows == NULL) {
        return;
    }
    int rc;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
        Sums sums = {.game = ""};
        int64_t ix = sqlite3_column_int64(rows, 1);
        int run = sqlite3_column_int(rows, 2);
        if (sums_recount(check->ask->db, ix, run, &sums) != SQLITE_OK) {
            unreadable(check, "trial");
            break;
        }
        const int64_t counted[6] = {sums.n,       sums.n_valid,  sums.n_success, sums.n_independent,
                                    sums.score_n, sums.score_sum};
        for (int i = 0; i < 6; i++) {
            if (sqlite3_column_int64(rows, 9 + i) != counted[i]) {
                char line[120];
                snprintf(line, sizeof line,
                         "run_sum session_ix %lld, run %d: the sums are not those of its trials",
                         (long long)ix, run);
                found(check, line);
                break;
            }
        }
    }
    if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
        unreadable(check, "run_sum");
    }
    sqlite3_finalize(rows);
}

bool history_check(Store *store, Buffer *report, int *damaged, Fail *fail) {
    Ask ask = ask_begin(store, NULL, fail);
    Check check = {.ask = &ask, .report = report};
    int64_t version = 0;
    *damaged = 0;
    if (ask.db == NULL) {
        ask.ok = fail_set(fail, FAIL_SYSTEM, "%s cannot be opened to be checked", store->path);
        return ask_end(&ask);
    }
    /* One snapshot: what is committed meanwhile is not mixed in. */
    if (db_exec(ask.db, "BEGIN") != SQLITE_OK) {
        unreadable(&check, "the file");
    }
    if (ask.ok && db_number(ask.db, "PRAGMA user_version", &version) != SQLITE_OK) {
        unreadable(&check, "the file");
    }
    for (int i = 0; ask.ok && i < TABLE_COUNT; i++) {
        if (!table_is_in((TableId)i, version)) {
            continue;
        }
        int64_t n = 0;
        uint32_t total = 0;
        check_table(&check, (TableId)i, &n, &total);
        check_tally(&check, (TableId)i, n, total);
    }
    if (ask.ok) {
        check_sums(&check);
    }
    if (ask.ok) {
        check_query(&check,
                    "SELECT 'trial session_ix '||session_ix||', number '||number||"
                    "': its record or journal is missing' FROM trial WHERE NOT EXISTS"
                    "(SELECT 1 FROM trial_text x WHERE x.key=(session_ix<<20|number))"
                    " OR NOT EXISTS(SELECT 1 FROM trace y WHERE y.key=(session_ix<<20|number))",
                    "trial_text", NULL);
    }
    if (ask.ok) {
        check_query(&check, "PRAGMA integrity_check(50)", "the file", "ok");
    }
    if (!sqlite3_get_autocommit(ask.db->handle)) {
        db_exec(ask.db, "ROLLBACK");
    }
    *damaged = check.damaged;
    if (check.full && ask.ok) {
        ask.ok = fail_set(fail, FAIL_LIMIT, "the report of damage is longer than allowed");
    }
    return ask_end(&ask);
}
