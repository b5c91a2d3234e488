/* Locks and shared memory as SQLite defines them, between the connections of this process; see
 * faultdisk.h. */
#include "faultdisk.h"

#include <assert.h>
#include <stdlib.h>

int lock_take(sqlite3_file *base, int level) {
    Handle *handle = (Handle *)base;
    File *file = handle->file;
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = level > handle->level ? disk_enter(CALL_LOCK) : SQLITE_OK;
    if (rc == SQLITE_OK && level > handle->level) {
        bool others = file->exclusive != NULL && file->exclusive != handle;
        if (level == SQLITE_LOCK_SHARED) {
            rc = others ? SQLITE_BUSY : SQLITE_OK;
            file->shared += rc == SQLITE_OK;
        } else if (level == SQLITE_LOCK_RESERVED) {
            rc = file->reserved != NULL && file->reserved != handle ? SQLITE_BUSY : SQLITE_OK;
            file->reserved = rc == SQLITE_OK ? handle : file->reserved;
        } else {
            bool busy = others || (file->reserved != NULL && file->reserved != handle);
            file->exclusive = busy ? file->exclusive : handle; /* pending: no new readers */
            rc = busy || file->shared > 1 ? SQLITE_BUSY : SQLITE_OK;
        }
        if (rc == SQLITE_OK) {
            handle->level = level;
        }
    }
    return disk_leave(rc);
}

int lock_drop(sqlite3_file *base, int level) {
    Handle *handle = (Handle *)base;
    File *file = handle->file;
    pthread_mutex_lock(&fault_disk.mutex);
    if (level < handle->level) {
        file->reserved = file->reserved == handle ? NULL : file->reserved;
        file->exclusive = file->exclusive == handle ? NULL : file->exclusive;
        file->shared -= level == SQLITE_LOCK_NONE && handle->level >= SQLITE_LOCK_SHARED;
        handle->level = level;
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return SQLITE_OK;
}

int lock_check(sqlite3_file *base, int *out) {
    pthread_mutex_lock(&fault_disk.mutex);
    *out = ((Handle *)base)->file->reserved != NULL;
    pthread_mutex_unlock(&fault_disk.mutex);
    return SQLITE_OK;
}

int shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out) {
    Handle *handle = (Handle *)base;
    pthread_mutex_lock(&fault_disk.mutex);
    int rc = disk_enter(CALL_SHM);
    *out = NULL;
    if (rc == SQLITE_OK) {
        assert(region < REGIONS_MAX);
        if (!handle->shm) {
            handle->shm = true;
            handle->file->shm_users++;
        }
        if (handle->file->regions[region] == NULL && extend) {
            handle->file->regions[region] = calloc(1, (size_t)size);
        }
        *out = handle->file->regions[region];
    }
    return disk_leave(rc);
}

int shm_lock(sqlite3_file *base, int offset, int n, int flags) {
    Handle *handle = (Handle *)base;
    File *file = handle->file;
    int rc = SQLITE_OK;
    unsigned mask = ((1u << n) - 1) << offset;
    pthread_mutex_lock(&fault_disk.mutex);
    for (int i = offset; i < offset + n; i++) {
        unsigned bit = 1u << i;
        if ((flags & SQLITE_SHM_UNLOCK) != 0) {
            file->shm_shared[i] -= (handle->shm_shared & bit) != 0;
            file->shm_exclusive[i] =
                file->shm_exclusive[i] == handle ? NULL : file->shm_exclusive[i];
            handle->shm_shared &= ~bit;
        } else if ((flags & SQLITE_SHM_SHARED) != 0) {
            if (file->shm_exclusive[i] != NULL) {
                rc = SQLITE_BUSY;
            } else if ((handle->shm_shared & bit) == 0) {
                file->shm_shared[i]++;
                handle->shm_shared |= bit;
            }
        } else if (file->shm_exclusive[i] != NULL ||
                   file->shm_shared[i] > ((handle->shm_shared & bit) != 0)) {
            rc = SQLITE_BUSY;
        }
    }
    if (rc == SQLITE_OK && (flags & SQLITE_SHM_EXCLUSIVE) != 0 && (flags & SQLITE_SHM_LOCK) != 0) {
        for (int i = offset; i < offset + n; i++) {
            file->shm_exclusive[i] = handle;
        }
        handle->shm_exclusive |= mask;
    } else if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        handle->shm_exclusive &= ~mask;
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return rc;
}

void shm_barrier(sqlite3_file *base) {
    (void)base;
    pthread_mutex_lock(&fault_disk.mutex);
    pthread_mutex_unlock(&fault_disk.mutex);
}

int shm_unmap(sqlite3_file *base, int remove) {
    Handle *handle = (Handle *)base;
    (void)remove;
    pthread_mutex_lock(&fault_disk.mutex);
    if (handle->shm) {
        handle->shm = false;
        if (--handle->file->shm_users == 0) {
            disk_forget_shm(handle->file);
        }
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return SQLITE_OK;
}
