/* The disk that fails, as a file system of SQLite; see faultvfs.h and faultdisk.h. */
#include "faultdisk.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static int do_read(sqlite3_file *handle, void *out, int amount, sqlite3_int64 at) {
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_READ);
    const Bytes *now = &((Handle *)handle)->file->now;
    if (rc == SQLITE_OK) {
        size_t from = (size_t)at, wanted = (size_t)amount;
        size_t there = from >= now->length ? 0 : now->length - from;
        size_t got = there < wanted ? there : wanted;
        if (got > 0) {
            memcpy(out, now->bytes + from, got);
        }
        if (got < wanted) {
            memset((uint8_t *)out + got, 0, wanted - got);
            rc = SQLITE_IOERR_SHORT_READ;
        }
    }
    return disk_leave(rc);
}

static int do_write(sqlite3_file *handle, const void *bytes, int amount, sqlite3_int64 at) {
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_WRITE);
    File *file = ((Handle *)handle)->file;
    if (rc == SQLITE_OK || rc == SQLITE_ABORT) {
        disk_change(file, false, (size_t)at, bytes, (size_t)amount);
    } else if (fault_disk.plan.kind != FAULT_NONE && !fault_disk.dark &&
               rng_u32(&fault_disk.rng) % 2 == 0) {
        disk_change(file, false, (size_t)at, bytes, (size_t)amount / 2); /* half of it arrived */
    }
    return disk_leave(rc);
}

static int do_truncate(sqlite3_file *handle, sqlite3_int64 length) {
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_TRUNCATE);
    if (rc == SQLITE_OK || rc == SQLITE_ABORT) {
        disk_change(((Handle *)handle)->file, true, (size_t)length, NULL, 0);
    }
    return disk_leave(rc);
}

static int do_sync(sqlite3_file *handle, int flags) {
    (void)flags;
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_SYNC);
    File *file = ((Handle *)handle)->file;
    if (rc == SQLITE_OK && ++fault_disk.syncs == fault_disk.plan.sync_fails_at) {
        disk_forget_changes(file); /* readers still see it, the disk never will */
        rc = SQLITE_IOERR_FSYNC;
    } else if (!fault_disk.plan.lying &&
               (rc == SQLITE_OK || (rc == SQLITE_ABORT && rng_u32(&fault_disk.rng) % 2 == 0))) {
        disk_make_safe(file);
    }
    return disk_leave(rc);
}

static int do_size(sqlite3_file *handle, sqlite3_int64 *length) {
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_SIZE);
    *length = (sqlite3_int64)((Handle *)handle)->file->now.length;
    return disk_leave(rc);
}

static int do_control(sqlite3_file *base, int op, void *arg) {
    (void)base;
    (void)op;
    (void)arg;
    return SQLITE_NOTFOUND;
}

static int do_sector(sqlite3_file *base) {
    (void)base;
    return SECTOR;
}

static int do_traits(sqlite3_file *base) {
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int do_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_DELETE);
    File *file = disk_find(name, false);
    if (file == NULL || !file->exists) {
        return disk_leave(rc == SQLITE_OK ? SQLITE_IOERR_DELETE_NOENT : rc);
    }
    if (rc == SQLITE_OK || rc == SQLITE_ABORT) {
        file->exists = false;
        disk_set_length(&file->now, 0);
        if (sync && rc == SQLITE_OK && !fault_disk.plan.lying) {
            disk_sync_folder();
        }
    }
    return disk_leave(rc);
}

static int do_close(sqlite3_file *base) {
    Handle *handle = (Handle *)base;
    lock_drop(base, SQLITE_LOCK_NONE);
    shm_unmap(base, 0);
    pthread_mutex_lock(&fault_disk.mutex);
    handle->file->open--;
    if (handle->delete_on_close) {
        disk_erase(handle->file);
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    2,         do_close,    do_read,    do_write,   do_truncate, do_sync,   do_size,
    lock_take, lock_drop,   lock_check, do_control, do_sector,   do_traits, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  NULL,       NULL};

static int do_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags,
                   int *out_flags) {
    (void)vfs;
    Handle *handle = (Handle *)base;
    *handle = (Handle){0};
    static int temporary;
    char own[32];
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_OPEN);
    if (name == NULL) {
        sqlite3_snprintf(sizeof own, own, "temporary-%d", temporary++);
        name = own;
    }
    File *file = rc == SQLITE_OK ? disk_find(name, (flags & SQLITE_OPEN_CREATE) != 0) : NULL;
    bool there = file != NULL && (file->exists || (flags & SQLITE_OPEN_CREATE) != 0);
    if (rc == SQLITE_OK && !there) {
        rc = SQLITE_CANTOPEN;
    }
    if (rc == SQLITE_OK) {
        if (!file->exists && file->safe.length > 0) {
            disk_change(file, true, 0, NULL, 0); /* made anew over one that was removed */
        }
        file->new_log =
            file->new_log ||
            (!file->exists && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0);
        file->exists = true;
        file->open++;
        handle->base.pMethods = &methods;
        handle->file = file;
        handle->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
        if (out_flags != NULL) {
            *out_flags = flags;
        }
    }
    return disk_leave(rc);
}

static int do_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
    (void)vfs;
    (void)flags;
    pthread_mutex_lock(&fault_disk.mutex);
    const File *file = disk_find(name, false);
    *out = file != NULL && file->exists && (flags != SQLITE_ACCESS_EXISTS || file->now.length > 0);
    int rc = fault_disk.dark ? SQLITE_IOERR_ACCESS : SQLITE_OK;
    pthread_mutex_unlock(&fault_disk.mutex);
    return rc;
}

static int do_path(sqlite3_vfs *vfs, const char *name, int room, char *out) {
    (void)vfs;
    sqlite3_snprintf(room, out, "%s", name);
    return SQLITE_OK;
}

static int do_randomness(sqlite3_vfs *vfs, int n, char *out) {
    (void)vfs;
    pthread_mutex_lock(&fault_disk.mutex);
    for (int i = 0; i < n; i++) {
        out[i] = (char)rng_u32(&fault_disk.rng);
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return n;
}

static int do_sleep(sqlite3_vfs *vfs, int us) {
    (void)vfs;
    return us; /* nobody else would change anything meanwhile */
}

static int do_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = INT64_C(212000000000000);
    return SQLITE_OK;
}

void fault_install(void) {
    static sqlite3_vfs vfs = {.iVersion = 2,
                              .szOsFile = sizeof(Handle),
                              .mxPathname = NAME_ROOM,
                              .zName = FAULT_VFS,
                              .xOpen = do_open,
                              .xDelete = do_delete,
                              .xAccess = do_access,
                              .xFullPathname = do_path,
                              .xRandomness = do_randomness,
                              .xSleep = do_sleep,
                              .xCurrentTimeInt64 = do_time};
    fault_disk.rng = rng_stream(1, "disk", 0);
    sqlite3_vfs_register(&vfs, 0);
}
