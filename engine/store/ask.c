/* The shared ground of the questions of history; see ask.h. */
#include "store/ask.h"

#include <string.h>

Ask ask_begin(Store *store, Mem *mem, Fail *fail) {
    pthread_mutex_lock(&store->reading);
    Db *db = store->reader.handle != NULL ? &store->reader : NULL;
    return (Ask){.store = store, .db = db, .mem = mem, .fail = fail, .ok = true};
}

bool ask_end(Ask *ask) {
    pthread_mutex_unlock(&ask->store->reading);
    return ask->ok;
}

static void failed(Ask *ask) {
    int rc = sqlite3_extended_errcode(ask->db->handle);
    ask->ok = db_fail(ask->store, rc, "reading", sqlite3_errmsg(ask->db->handle), ask->fail);
}

sqlite3_stmt *ask_statement(Ask *ask, const char *static_sql) {
    if (ask->db == NULL || !ask->ok) {
        return NULL;
    }
    sqlite3_stmt *statement = db_statement(ask->db, static_sql);
    if (statement == NULL) {
        failed(ask);
    }
    return statement;
}

bool ask_row(Ask *ask, sqlite3_stmt *statement, TableId table) {
    if (statement == NULL) {
        return false;
    }
    while (ask->ok) {
        int rc = sqlite3_step(statement);
        if (rc != SQLITE_ROW) {
            if (rc != SQLITE_DONE) {
                failed(ask);
            }
            break;
        }
        if (row_is_whole(statement, table)) {
            return true;
        }
        store_damaged_row(ask->store, statement, table);
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return false;
}

static bool too_large(Ask *ask) {
    return ask->ok = fail_set(ask->fail, FAIL_LIMIT,
                              "the answer is larger than the memory allowed for it; ask for less");
}

const char *ask_text(Ask *ask, sqlite3_stmt *statement, int column) {
    const unsigned char *text = sqlite3_column_text(statement, column);
    if (text == NULL) {
        return NULL;
    }
    char *copy = mem_text(ask->mem, (const char *)text);
    if (copy == NULL) {
        too_large(ask);
    }
    return copy;
}

const uint8_t *ask_blob(Ask *ask, sqlite3_stmt *statement, int column, size_t *length) {
    *length = (size_t)sqlite3_column_bytes(statement, column);
    const void *bytes = sqlite3_column_blob(statement, column);
    uint8_t *copy = mem_copy(ask->mem, bytes, *length);
    if (copy == NULL) {
        too_large(ask);
    }
    return copy;
}

Id ask_id(sqlite3_stmt *statement, int column) {
    Id id = {{0}};
    const void *bytes = sqlite3_column_blob(statement, column);
    if (bytes != NULL && sqlite3_column_bytes(statement, column) == (int)sizeof id.bytes) {
        memcpy(id.bytes, bytes, sizeof id.bytes);
    }
    return id;
}

void *ask_more(Ask *ask, void **items, size_t *count, size_t *room, size_t bytes_each) {
    if (*count == *room) {
        size_t wanted = *room == 0 ? 16 : *room * 2;
        void *grown = mem_alloc_array(ask->mem, wanted, bytes_each);
        if (grown == NULL) {
            too_large(ask);
            return NULL;
        }
        if (*count > 0) {
            memcpy(grown, *items, *count * bytes_each);
        }
        *items = grown;
        *room = wanted;
    }
    return (uint8_t *)*items + bytes_each * (*count)++;
}

bool ask_session_ix(Ask *ask, Id session, int64_t *ix) {
    sqlite3_stmt *find = ask_statement(ask, "SELECT ix FROM session WHERE uuid=?");
    if (find == NULL) {
        return false;
    }
    sqlite3_bind_blob(find, 1, session.bytes, sizeof session.bytes, SQLITE_STATIC);
    int rc = sqlite3_step(find);
    if (rc == SQLITE_ROW) {
        *ix = sqlite3_column_int64(find, 0);
    } else if (rc != SQLITE_DONE) {
        failed(ask);
    }
    sqlite3_reset(find);
    sqlite3_clear_bindings(find);
    return rc == SQLITE_ROW;
}
