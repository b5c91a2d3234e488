/* Damaged rows. Whoever meets one names it; the writer's thread then copies its raw bytes to the
 * quarantine, once. The row stays where it is: no answer is made of it, and what hangs on it (a
 * run's trials, a session's runs) keeps its hold. */
#include "store/ask.h"
#include "store/writes.h"

#include <stdio.h>
#include <string.h>

static const char REASON[] = "its check does not hold";

bool table_is_in(TableId table, int64_t schema_version) {
    return table != TABLE_QUARANTINE || schema_version >= 2;
}

bool store_note_damage(Store *store, const char *name) {
    pthread_mutex_lock(&store->mutex);
    bool known = false;
    for (int i = 0; i < store->damaged_named; i++) {
        known = known || strcmp(store->damaged[i], name) == 0;
    }
    if (!known) {
        store->damaged_count++;
        if (store->damaged_named < DAMAGED_MAX) {
            snprintf(store->damaged[store->damaged_named++], ROW_NAME_MAX, "%s", name);
        }
    }
    pthread_mutex_unlock(&store->mutex);
    return !known;
}

static bool add_value(Buffer *out, char kind, const void *bytes, size_t length) {
    uint8_t head[5] = {(uint8_t)kind};
    for (int i = 0; i < 4; i++) {
        head[1 + i] = (uint8_t)(length >> (8 * i));
    }
    return buffer_add(out, head, sizeof head) && buffer_add(out, bytes, length);
}

/* Every column and the check: its kind as in the check, its length (4 bytes, low first), its bytes.
 * Numbers as text. */
static bool raw_bytes(sqlite3_stmt *row, TableId table, Buffer *out) {
    static const char kinds[] = {[SQLITE_INTEGER] = 'i',
                                 [SQLITE_FLOAT] = 'r',
                                 [SQLITE_TEXT] = 't',
                                 [SQLITE_BLOB] = 'b',
                                 [SQLITE_NULL] = 'n'};
    bool ok = true;
    for (int i = 0; ok && i <= store_tables[table].count; i++) {
        int type = sqlite3_column_type(row, i);
        const void *bytes =
            type == SQLITE_BLOB ? sqlite3_column_blob(row, i) : sqlite3_column_text(row, i);
        ok = add_value(out, kinds[type], bytes != NULL ? bytes : "",
                       (size_t)sqlite3_column_bytes(row, i));
    }
    return ok;
}

void store_damaged_row(Store *store, sqlite3_stmt *row, TableId table) {
    char name[ROW_NAME_MAX];
    Buffer bytes = {0};
    row_name(row, table, name);
    if (!store_note_damage(store, name) || !store->living || table == TABLE_QUARANTINE ||
        !raw_bytes(row, table, &bytes)) {
        buffer_free(&bytes);
        return;
    }
    /* Best effort: without memory or with a newer schema the name alone stands. */
    Job *job = job_new(JOB_QUARANTINE, bytes.length, NULL, NULL, NULL);
    if (job != NULL) {
        job->as.quarantine.name = mem_text(job->mem, name);
        job->as.quarantine.reason = REASON;
        job->journal = mem_copy(job->mem, bytes.bytes, bytes.length);
        job->journal_length = bytes.length;
        job_queue(store, job, job->as.quarantine.name != NULL && job->journal != NULL, NULL);
    }
    buffer_free(&bytes);
}

int row_look(Store *store, Db *db, TableId table, const char *select, int64_t key1, int64_t key2,
             bool *whole) {
    sqlite3_stmt *row = db_statement(db, select);
    if (row == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(row, 1, key1);
    if (sqlite3_bind_parameter_count(row) > 1) {
        sqlite3_bind_int64(row, 2, key2);
    }
    int rc = sqlite3_step(row);
    *whole = rc == SQLITE_ROW && row_is_whole(row, table);
    if (rc == SQLITE_ROW && !*whole) {
        store_damaged_row(store, row, table);
    }
    rc = rc == SQLITE_ROW    ? SQLITE_OK
         : rc == SQLITE_DONE ? SQLITE_CORRUPT
                             : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(row);
    return rc;
}

int write_quarantine(const Store *store, Db *db, const Job *job) {
    sqlite3_stmt *find = db_statement(db, "SELECT 1 FROM quarantine WHERE name=? AND bytes=?");
    int64_t count = 0;
    int rc = db_number(db, "SELECT count(*) FROM quarantine", &count);
    if (find == NULL || rc != SQLITE_OK) {
        return rc != SQLITE_OK ? rc : sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_text(find, 1, job->as.quarantine.name, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(find, 2, job->journal, job->journal_length, SQLITE_STATIC);
    rc = sqlite3_step(find);
    int failed =
        rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(find);
    sqlite3_clear_bindings(find);
    if (rc != SQLITE_DONE || count >= QUARANTINE_MAX) {
        return failed;
    }
    Row row = row_begin(
        db, TABLE_QUARANTINE,
        "INSERT INTO quarantine(number,name,reason,found_us,bytes,crc) VALUES(?,?,?,?,?,?)");
    row_int(&row, count + 1);
    row_text(&row, job->as.quarantine.name);
    row_text(&row, job->as.quarantine.reason);
    row_int(&row, store->wall_us);
    row_blob(&row, job->journal, job->journal_length);
    return row_end(&row);
}

/* ---- what is told of it ---- */

int history_damaged(Store *store, Mem *mem, const char ***names, size_t *count) {
    pthread_mutex_lock(&store->mutex);
    int found = store->damaged_count;
    *names = mem_alloc_array(mem, (size_t)store->damaged_named + 1, sizeof **names);
    *count = 0;
    for (int i = 0; *names != NULL && i < store->damaged_named; i++) {
        const char *name = mem_text(mem, store->damaged[i]);
        if (name != NULL) {
            (*names)[(*count)++] = name;
        }
    }
    pthread_mutex_unlock(&store->mutex);
    return found;
}

bool history_quarantine(Store *store, Mem *mem, QuarantineLine **lines, size_t *count, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    void *items = NULL;
    size_t room = 0;
    int64_t version = 0;
    *count = 0;
    bool there = ask.db != NULL &&
                 db_number(ask.db, "PRAGMA user_version", &version) == SQLITE_OK &&
                 table_is_in(TABLE_QUARANTINE, version);
    sqlite3_stmt *rows =
        there ? ask_statement(&ask, "SELECT number,name,reason,found_us,bytes,crc FROM quarantine"
                                    " ORDER BY number")
              : NULL;
    while (ask_row(&ask, rows, TABLE_QUARANTINE)) {
        QuarantineLine *line = ask_more(&ask, &items, count, &room, sizeof *line);
        if (line != NULL) {
            line->name = ask_text(&ask, rows, 1);
            line->reason = ask_text(&ask, rows, 2);
            line->found_us = sqlite3_column_int64(rows, 3);
            line->bytes = ask_blob(&ask, rows, 4, &line->length);
        }
    }
    *lines = items;
    return ask_end(&ask);
}
