/* When the disk or the file lets us down: a broken database is kept under a dated name and what
 * begins a session carried over; a ballast file makes room for the last rows on a full disk. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

static bool rename_if_there(const char *from, const char *to) {
    return rename(from, to) == 0 || errno == ENOENT;
}

bool database_move_aside(Store *store, const char *word, int64_t wall_us, char aside[PATH_ROOM],
                         Fail *fail) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    time_t seconds = (time_t)(wall_us / 1000000);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    char stamp[32], path[PATH_ROOM + 96];
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &utc);
    for (int n = 1;; n++) {
        char again[16] = "";
        if (n > 1) {
            snprintf(again, sizeof again, "-%d", n);
        }
        snprintf(path, sizeof path, "%s/otterpaw.%s-%s%s.db", store->folder, word, stamp, again);
        if (access(path, F_OK) != 0) {
            break;
        }
    }
    for (int i = 0; i < 4; i++) {
        char from[PATH_ROOM + 16], to[PATH_ROOM + 128];
        snprintf(from, sizeof from, "%s%s", store->path, suffixes[i]);
        snprintf(to, sizeof to, "%s%s", path, suffixes[i]);
        bool moved = rename_if_there(from, to);
        if (!moved || (i == 0 && access(path, F_OK) != 0)) {
            return fail_set(fail, FAIL_SYSTEM, "%s cannot be set aside as %s: %s; move it by hand",
                            from, to, strerror(errno));
        }
    }
    database_sync_folder(store);
    snprintf(aside, PATH_ROOM, "%.*s", PATH_ROOM - 1, path);
    return true;
}

bool database_set_aside(Store *store, const char *why, Fail *fail) {
    char aside[PATH_ROOM];
    if (!database_move_aside(store, "broken", store->wall_us, aside, fail)) {
        return fail_prefix(fail, "the database is damaged");
    }
    pthread_mutex_lock(&store->mutex);
    snprintf(store->set_aside, sizeof store->set_aside, "%.*s", (int)sizeof store->set_aside - 1,
             aside);
    fail_set(&store->trouble, FAIL_CORRUPT,
             "the database was damaged and is kept as %.400s; a new one was begun (%.400s)", aside,
             why);
    pthread_mutex_unlock(&store->mutex);
    return true;
}

/* Copies what begins a session from the file that was set aside: children and notes whose rows
 * still carry their check. Best effort: what cannot be read stays in the file that is kept. */
static void salvage_table(Store *store, Db *from, TableId table, const char *insert) {
    char select[512];
    snprintf(select, sizeof select, "SELECT %s,crc FROM %s", store_tables[table].columns,
             store_tables[table].name);
    sqlite3_stmt *read = NULL, *write = db_statement(&store->writer, insert);
    if (write == NULL || sqlite3_prepare_v2(from->handle, select, -1, &read, NULL) != SQLITE_OK) {
        sqlite3_finalize(read);
        return;
    }
    while (!sqlite3_get_autocommit(store->writer.handle) && sqlite3_step(read) == SQLITE_ROW) {
        if (!row_is_whole(read, table)) {
            continue;
        }
        int count = store_tables[table].count;
        for (int i = 0; i <= count; i++) {
            sqlite3_bind_value(write, i + 1, sqlite3_column_value(read, i));
        }
        if (sqlite3_step(write) == SQLITE_DONE) {
            store->writer.change[table].rows++;
            store->writer.change[table].sum += (uint32_t)sqlite3_column_int64(read, count);
        }
        sqlite3_reset(write);
    }
    sqlite3_finalize(read);
}

void database_salvage(Store *store) {
    char uri[3 * PATH_ROOM];
    Db from;
    db_immutable_uri(store->set_aside, uri);
    /* The log beside the file is read too when it can be; else the file alone. */
    int rc = db_open(store, &from, store->set_aside, SQLITE_OPEN_READWRITE,
                     DB_RULES "PRAGMA query_only=ON;PRAGMA wal_autocheckpoint=0;"
                              "SELECT count(*) FROM child;");
    if (rc != SQLITE_OK) {
        db_close(&from, false);
        rc = db_open(store, &from, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, DB_RULES);
    }
    Db *to = &store->writer;
    memset(to->change, 0, sizeof to->change);
    if (rc == SQLITE_OK && db_exec(to, "BEGIN IMMEDIATE") == SQLITE_OK) {
        salvage_table(store, &from, TABLE_CHILD,
                      "INSERT INTO child(" CHILD_COLUMNS ",crc) VALUES(?,?,?,?,?,?,?,?)");
        salvage_table(store, &from, TABLE_NOTE,
                      "INSERT INTO note(kind,key,revision,at_us,text,crc) VALUES(?,?,?,?,?,?)");
        if (tally_write(to) != SQLITE_OK || db_exec(to, "COMMIT") != SQLITE_OK) {
            db_exec(to, "ROLLBACK");
        }
    }
    db_close(&from, false);
}

/* ---- ballast ---- */

bool ballast_lay(Store *store) {
    struct statvfs disk;
    struct stat there;
    if (store->vfs[0] != '\0' ||
        (stat(store->ballast, &there) == 0 && there.st_size >= BALLAST_BYTES)) {
        return true;
    }
    if (statvfs(store->folder, &disk) != 0 ||
        (uint64_t)disk.f_bavail * disk.f_frsize < 8 * (uint64_t)BALLAST_BYTES) {
        return false;
    }
    int fd = open(store->ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return false;
    }
    bool laid = posix_fallocate(fd, 0, BALLAST_BYTES) == 0;
    close(fd);
    if (!laid) {
        unlink(store->ballast);
    }
    return laid;
}

bool ballast_release(Store *store) {
    return store->vfs[0] == '\0' && unlink(store->ballast) == 0;
}
