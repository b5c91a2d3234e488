/* What the kinds of writes share. Private to this folder; all inside a transaction of the writer.
 */
#ifndef OTTERPAW_STORE_WRITES_H
#define OTTERPAW_STORE_WRITES_H

#include "store/internal.h"

/* By two whole numbers; value: the first column. SQLITE_EMPTY: there is none. */
int write_find_pair(Db *db, const char *sql, int64_t a, int64_t b, int64_t *value);
int write_need_session(Db *db, Id id, int64_t *ix, Fail *fail); /* *fail set: it is not stored */
int write_step(Db *db, sqlite3_stmt *update);                   /* runs, resets, unbinds */

int write_trial(Store *store, Db *db, const Job *job, Fail *fail);
int write_tail(Db *db, const Job *job, Fail *fail);
int write_mark(Store *store, Db *db, const MarkRecord *mark, Fail *fail);
int write_rescore(Db *db, const Job *job, Fail *fail);

int write_quarantine(const Store *store, Db *db, const Job *job); /* once a row as it is */

/* Takes a child out; *fail stays empty. Then, outside of any transaction: forget_wipe. */
int write_forget(Db *db, Id child, bool records, int64_t at_us);
/* Empties the log and writes the file anew. SQLITE_BUSY: somebody else holds the log. */
int forget_wipe(Store *store, Db *db);

#endif
