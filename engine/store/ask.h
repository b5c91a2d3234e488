/* What the questions of history share: the reader's lock, rows that are whole, and arrays that grow
 * in the asker's arena. Private to this folder. */
#ifndef OTTERPAW_STORE_ASK_H
#define OTTERPAW_STORE_ASK_H

#include "store/internal.h"

typedef struct {
    Store *store;
    Db *db; /* NULL: there is nothing to read */
    Mem *mem;
    Fail *fail;
    bool ok;
} Ask;

Ask ask_begin(Store *store, Mem *mem, Fail *fail); /* takes the reader's lock */
bool ask_end(Ask *ask);                            /* gives it back; returns ok */
/* A statement to bind; NULL when there is nothing to read or it failed. */
sqlite3_stmt *ask_statement(Ask *ask, const char *static_sql);
/* The next row whose check holds; damaged ones are named and passed over. At the end or on failure
 * resets the statement and returns false. */
bool ask_row(Ask *ask, sqlite3_stmt *statement, TableId table);
const char *ask_text(Ask *ask, sqlite3_stmt *statement, int column); /* NULL stays NULL */
const uint8_t *ask_blob(Ask *ask, sqlite3_stmt *statement, int column, size_t *length);
Id ask_id(sqlite3_stmt *statement, int column);
/* Room for one more at the end of *items; NULL on failure. */
void *ask_more(Ask *ask, void **items, size_t *count, size_t *room, size_t bytes_each);
bool ask_session_ix(Ask *ask, Id session, int64_t *ix); /* false: there is none */

#endif
