/* Backups: whole copies of the database, checked before they count, one a day, and the way back.
 * Sealing is not done here: a sealer is handed the plain file. */
#ifndef OTTERPAW_STORE_BACKUP_H
#define OTTERPAW_STORE_BACKUP_H

#include "store/store.h"

enum { BACKUP_DAYS = 7, BACKUP_WEEKS = 4, BACKUP_PATH_MAX = 1024 };

/* Writes the plain file's content, sealed, to another file, synced. NULL seal: the copy stays
 * plain. suffix: of sealed files, e.g. ".sealed"; may be "". */
typedef struct {
    bool (*seal)(void *self, const char *plain, const char *sealed, Fail *fail);
    void *self;
    const char *suffix;
} BackupSealer;

/* Copies what is committed to FOLDER/otterpaw-YYYYMMDD.db (+ suffix), making the folder: first
 * under another name, checked row by row, synced, then renamed over an older one of that day. Then
 * removes backups, but never of the newest BACKUP_DAYS days that have one nor the newest of each of
 * the newest BACKUP_WEEKS weeks before these. Play goes on meanwhile; call it from any one thread.
 * False: nothing older was touched. sealer may be NULL; path may be NULL. */
bool backup_make(Store *store, const char *folder, int64_t wall_us, const BackupSealer *sealer,
                 char path[BACKUP_PATH_MAX], Fail *fail);

/* Is this plain file a whole database that this program can read? Changes nothing. False names the
 * first thing that is wrong. */
bool backup_check(const char *plain, Fail *fail);

/* Puts a plain backup in the place of the store's database in `folder`, which must not be open.
 * Checks it first; what was there is kept as otterpaw.replaced-DATE.db. set_aside: its path, "" if
 * there was none. */
bool backup_restore(const char *folder, const char *plain, int64_t wall_us,
                    char set_aside[BACKUP_PATH_MAX], Fail *fail);

#endif
