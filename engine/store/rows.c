/* Rows that carry their own check: CRC-32 over the table's name and every column in order, each as
 * a kind and its bytes. SQLite's own checks see a spoilt page's structure but not a flipped bit in
 * a score; this sees both, row by row, and can name the row. */
#include "store/internal.h"

#include "base/hash.h"

#include <stdio.h>
#include <string.h>

const Table store_tables[TABLE_COUNT] = {
#define X(ID, name, columns, count, keys) [TABLE_##ID] = {name, columns, count, keys},
    TABLES(X)
#undef X
};

static uint32_t add_number(uint32_t crc, char kind, uint64_t bits) {
    uint8_t bytes[9] = {(uint8_t)kind};
    for (int i = 0; i < 8; i++) {
        bytes[1 + i] = (uint8_t)(bits >> (8 * i));
    }
    return crc32_add(crc, bytes, sizeof bytes);
}

static uint32_t add_bytes(uint32_t crc, char kind, const void *bytes, size_t length) {
    return crc32_add(add_number(crc, kind, length), bytes, length);
}

/* SQLite keeps -0.0 as the whole number 0: the sign would not come back. */
static uint64_t bits_of(double value) {
    double plain = value + 0.0;
    uint64_t bits;
    memcpy(&bits, &plain, sizeof bits);
    return bits;
}

static uint32_t crc_begin(TableId table) {
    const char *name = store_tables[table].name;
    return crc32_add(0, name, strlen(name));
}

Row row_begin(Db *db, TableId table, const char *static_sql) {
    Row row = {.db = db, .table = table, .crc = crc_begin(table), .rc = SQLITE_OK};
    if (static_sql != NULL) {
        row.statement = db_statement(db, static_sql);
        if (row.statement == NULL) {
            row.rc = sqlite3_extended_errcode(db->handle);
        }
    }
    return row;
}

static void bound(Row *row, int rc) {
    if (row->rc == SQLITE_OK) {
        row->rc = rc;
    }
}

void row_int(Row *row, int64_t value) {
    row->crc = add_number(row->crc, 'i', (uint64_t)value);
    row->column++;
    if (row->statement != NULL) {
        bound(row, sqlite3_bind_int64(row->statement, row->column, value));
    }
}

void row_real(Row *row, double value) {
    row->crc = add_number(row->crc, 'r', bits_of(value));
    row->column++;
    if (row->statement != NULL) {
        bound(row, sqlite3_bind_double(row->statement, row->column, value + 0.0));
    }
}

void row_text(Row *row, const char *text) {
    row->column++;
    if (text == NULL) {
        row->crc = add_number(row->crc, 'n', 0);
        if (row->statement != NULL) {
            bound(row, sqlite3_bind_null(row->statement, row->column));
        }
        return;
    }
    row->crc = add_bytes(row->crc, 't', text, strlen(text));
    if (row->statement != NULL) {
        bound(row, sqlite3_bind_text(row->statement, row->column, text, -1, SQLITE_STATIC));
    }
}

void row_blob(Row *row, const void *bytes, size_t length) {
    row->crc = add_bytes(row->crc, 'b', bytes, length);
    row->column++;
    if (row->statement != NULL) {
        /* A NULL pointer would be bound as NULL: an empty blob is one of no bytes. */
        bound(row, length == 0 ? sqlite3_bind_zeroblob(row->statement, row->column, 0)
                               : sqlite3_bind_blob64(row->statement, row->column, bytes, length,
                                                     SQLITE_STATIC));
    }
}

int row_end(Row *row) {
    if (row->statement == NULL) {
        return row->rc;
    }
    bound(row, sqlite3_bind_int64(row->statement, row->column + 1, row->crc));
    if (row->rc == SQLITE_OK) {
        int rc = sqlite3_step(row->statement);
        row->rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(row->db->handle);
    }
    sqlite3_reset(row->statement);
    sqlite3_clear_bindings(row->statement);
    if (row->rc == SQLITE_OK) {
        row->db->change[row->table].rows++;
        row->db->change[row->table].sum += row->crc;
    }
    return row->rc;
}

void row_drop(Row *row) {
    if (row->statement != NULL) {
        sqlite3_reset(row->statement);
        sqlite3_clear_bindings(row->statement);
    }
}

void row_take_back(Db *db, TableId table, uint32_t crc) {
    db->change[table].rows--;
    db->change[table].sum -= crc;
}

uint32_t row_crc(sqlite3_stmt *statement, TableId table) {
    uint32_t crc = crc_begin(table);
    for (int i = 0; i < store_tables[table].count; i++) {
        switch (sqlite3_column_type(statement, i)) {
        case SQLITE_INTEGER:
            crc = add_number(crc, 'i', (uint64_t)sqlite3_column_int64(statement, i));
            break;
        case SQLITE_FLOAT:
            crc = add_number(crc, 'r', bits_of(sqlite3_column_double(statement, i)));
            break;
        case SQLITE_TEXT: {
            const void *text = sqlite3_column_text(statement, i);
            crc = add_bytes(crc, 't', text, (size_t)sqlite3_column_bytes(statement, i));
            break;
        }
        case SQLITE_BLOB: {
            const void *bytes = sqlite3_column_blob(statement, i);
            crc = add_bytes(crc, 'b', bytes, (size_t)sqlite3_column_bytes(statement, i));
            break;
        }
        default:
            crc = add_number(crc, 'n', 0);
            break;
        }
    }
    return crc;
}

bool row_is_whole(sqlite3_stmt *statement, TableId table) {
    int at = store_tables[table].count;
    return sqlite3_column_type(statement, at) == SQLITE_INTEGER &&
           sqlite3_column_int64(statement, at) == (int64_t)row_crc(statement, table);
}

void row_name(sqlite3_stmt *statement, TableId table, char name[ROW_NAME_MAX]) {
    const Table *t = &store_tables[table];
    int length = snprintf(name, ROW_NAME_MAX, "%s", t->name);
    const char *column = t->columns;
    for (int i = 0; i < t->keys && length < ROW_NAME_MAX - 1; i++) {
        size_t width = strcspn(column, ",");
        const unsigned char *text = sqlite3_column_text(statement, i);
        length += snprintf(name + length, (size_t)(ROW_NAME_MAX - length), "%s %.*s %.60s",
                           i == 0 ? "" : ",", (int)width, column,
                           text != NULL ? (const char *)text : "?");
        column += width + (column[width] == ',');
    }
}

int row_reseal(Db *db, TableId table, const char *select, const char *update, int64_t key1,
               int64_t key2, uint32_t old_crc) {
    sqlite3_stmt *read = db_statement(db, select);
    sqlite3_stmt *write = db_statement(db, update);
    if (read == NULL || write == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(read, 1, key1);
    if (sqlite3_bind_parameter_count(read) > 1) {
        sqlite3_bind_int64(read, 2, key2);
    }
    int rc = sqlite3_step(read);
    uint32_t crc = rc == SQLITE_ROW ? row_crc(read, table) : 0;
    sqlite3_reset(read);
    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? SQLITE_CORRUPT : sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(write, 1, crc);
    sqlite3_bind_int64(write, 2, key1);
    if (sqlite3_bind_parameter_count(write) > 2) {
        sqlite3_bind_int64(write, 3, key2);
    }
    rc = sqlite3_step(write);
    rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(write);
    if (rc == SQLITE_OK) {
        row_take_back(db, table, old_crc);
        db->change[table].rows++;
        db->change[table].sum += crc;
    }
    return rc;
}
