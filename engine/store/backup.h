/* Backups: whole copies of the database, checked before they count, one a day, and the way back.
 * Sealing is not done here: a sealer is handed the plain file. */
#ifndef OTTERPAW_STORE_BACKUP_H
#define OTTERPAW_STORE_BACKUP_H

#include "store/store.h"

#include <stdatomic.h>

enum { BACKUP_DAYS = 7, BACKUP_WEEKS = 4, BACKUP_PATH_MAX = 1024, BACKUPS_MAX = 256 };

/* How backups are made. seal writes the plain file's content, sealed, to another file; NULL: the
 * copy stays plain. suffix: of sealed files, e.g. ".sealed"; may be "". stop (may be NULL): once
 * it is true the making ends with a failure, from whichever thread it was set. */
typedef struct {
    bool (*seal)(void *self, const char *plain, const char *sealed, Fail *fail);
    void *self;
    const char *suffix;
    const atomic_bool *stop;
} BackupWay;

/* Copies what is committed to exactly that file: first under another name, to the disk, read again
 * and checked row by row, sealed, then renamed over what was there. Play goes on meanwhile; call it
 * from any one thread. False: nothing older was touched. way may be NULL. */
bool backup_write(Store *store, const char *path, const BackupWay *way, Fail *fail);
/* The same to FOLDER/otterpaw-YYYYMMDD.db (+ suffix), making the folder. Then removes old ones, but
 * never the newest BACKUP_DAYS days that have one nor the newest of each of the newest BACKUP_WEEKS
 * weeks before these. A clock is not believed: what is dated after today neither counts nor goes,
 * and after a leap of more than five weeks nothing goes. path may be NULL. */
bool backup_make(Store *store, const char *folder, int64_t wall_us, const BackupWay *way,
                 char path[BACKUP_PATH_MAX], Fail *fail);

typedef struct {
    char name[64]; /* in its folder */
    long day;      /* since 1970, by its name */
} BackupFile;

/* What lies there, newest day first; at most BACKUPS_MAX. */
int backup_list(const char *folder, BackupFile files[BACKUPS_MAX]);
long backup_day(int64_t wall_us); /* since 1970, UTC */

/* Is this plain file a whole database that this program can read? Changes nothing. False names the
 * first thing that is wrong. */
bool backup_check(const char *plain, Fail *fail);

/* Puts a plain backup in the place of the store's database in `folder`, which must not be open.
 * Checks it first; what was there is kept as otterpaw.replaced-DATE.db. Children that were
 * forgotten since, by the tombstones of any database in the folder, are forgotten in it too.
 * set_aside: path of what was there, "" if there was none. */
bool backup_restore(const char *folder, const char *plain, int64_t wall_us,
                    char set_aside[BACKUP_PATH_MAX], Fail *fail);

#endif
