/* Whole copies of a database by SQLite's backup interface, and files brought to the disk. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* So many pages a step: between two of them it can be told to stop. */
enum { PAGES_A_STEP = 256 };

bool copy_sync(const char *path, Fail *fail) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (ok) {
        /* Advice only: where it is not heeded the copy is still read again, from memory. */
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    } else {
        fail_set(fail, FAIL_SYSTEM, "%s: cannot be brought to the disk: %s", path, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

int copy_database(Store *store, Db *from, const char *to, const atomic_bool *stop) {
    sqlite3 *copy = NULL;
    int64_t ignored;
    /* An open reading transaction holds one snapshot through all steps: a commit in between would
     * else make the copy begin again. */
    bool own = sqlite3_get_autocommit(from->handle) != 0;
    int rc = own ? db_exec(from, "BEGIN") : SQLITE_OK;
    if (rc == SQLITE_OK) {
        rc = db_number(from, "SELECT count(*) FROM sqlite_schema", &ignored);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                             store->vfs[0] != '\0' ? store->vfs : NULL);
    }
    if (rc == SQLITE_OK) {
        /* A copy that fails half way is thrown away: it needs no journal of its own. */
        rc =
            sqlite3_exec(copy, "PRAGMA journal_mode=OFF;PRAGMA synchronous=FULL", NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        sqlite3_backup *backup = sqlite3_backup_init(copy, "main", from->handle, "main");
        rc = backup != NULL ? SQLITE_OK : sqlite3_errcode(copy);
        while (rc == SQLITE_OK) {
            rc = stop != NULL && atomic_load(stop) ? SQLITE_INTERRUPT
                                                   : sqlite3_backup_step(backup, PAGES_A_STEP);
        }
        int finished = backup != NULL ? sqlite3_backup_finish(backup) : rc;
        rc = rc == SQLITE_DONE ? finished : rc;
    }
    sqlite3_close(copy);
    if (own) {
        db_settle(from);
    }
    return rc;
}
