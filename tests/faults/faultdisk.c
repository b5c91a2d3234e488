/* The disk that fails: its bytes, what a cut leaves of them, and when a call fails; see
 * faultdisk.h.
 */
#include "faultdisk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

Disk fault_disk = {.mutex = PTHREAD_MUTEX_INITIALIZER};

void disk_set_length(Bytes *bytes, size_t length) {
    if (length > bytes->room) {
        size_t room = bytes->room < 4096 ? 4096 : bytes->room;
        while (room < length) {
            room *= 2;
        }
        bytes->bytes = realloc(bytes->bytes, room);
        assert(bytes->bytes != NULL);
        bytes->room = room;
    }
    if (length > bytes->length) {
        memset(bytes->bytes + bytes->length, 0, length - bytes->length);
    }
    bytes->length = length;
}

static void put_bytes(Bytes *bytes, size_t at, const uint8_t *from, size_t length) {
    if (at + length > bytes->length) {
        disk_set_length(bytes, at + length);
    }
    if (length > 0) {
        memcpy(bytes->bytes + at, from, length);
    }
}

static void apply(Bytes *bytes, const Change *change) {
    if (change->truncate) {
        disk_set_length(bytes, change->at);
    } else {
        put_bytes(bytes, change->at, change->bytes, change->length);
    }
}

void disk_forget_changes(File *file) {
    while (file->first != NULL) {
        Change *next = file->first->next;
        free(file->first);
        file->first = next;
    }
    file->last = &file->first;
}

void disk_change(File *file, bool truncate, size_t at, const void *bytes, size_t length) {
    Change *change = malloc(sizeof *change + length);
    assert(change != NULL);
    *change = (Change){.truncate = truncate, .at = at, .length = length};
    if (length > 0) {
        memcpy(change->bytes, bytes, length);
    }
    *file->last = change;
    file->last = &change->next;
    apply(&file->now, change);
}

File *disk_find(const char *name, bool make) {
    File *unused = NULL;
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &fault_disk.files[i];
        if (strcmp(file->name, name) == 0) {
            return file;
        }
        if (unused == NULL && file->name[0] == '\0') {
            unused = file;
        }
    }
    if (make) {
        assert(unused != NULL && strlen(name) < NAME_ROOM);
        strcpy(unused->name, name);
        unused->last = &unused->first;
        return unused;
    }
    return NULL;
}

/* Mutex held. May this call go well? A code if not. */
int disk_enter(Call call) {
    static const struct {
        Call call;
        int code;
    } codes[] = {{CALL_READ, SQLITE_IOERR_READ},         {CALL_WRITE, SQLITE_IOERR_WRITE},
                 {CALL_TRUNCATE, SQLITE_IOERR_TRUNCATE}, {CALL_SYNC, SQLITE_IOERR_FSYNC},
                 {CALL_DELETE, SQLITE_IOERR_DELETE},     {CALL_OPEN, SQLITE_CANTOPEN},
                 {CALL_SIZE, SQLITE_IOERR_FSTAT},        {CALL_SHM, SQLITE_IOERR_SHMMAP},
                 {CALL_LOCK, SQLITE_IOERR_LOCK}};
    if (fault_disk.dark) {
        return SQLITE_IOERR;
    }
    unsigned counted = fault_disk.plan.kind == FAULT_CUT        ? CALL_CHANGES
                       : fault_disk.plan.kind == FAULT_IO_ERROR ? CALL_ALL
                       : fault_disk.plan.kind == FAULT_FULL     ? CALL_WRITE
                                                                : 0;
    if ((counted & call) == 0) {
        return SQLITE_OK;
    }
    fault_disk.calls++;
    if (fault_disk.calls < fault_disk.plan.at ||
        fault_disk.calls >= fault_disk.plan.at + fault_disk.plan.times) {
        return SQLITE_OK;
    }
    fault_disk.hit = true;
    if (fault_disk.plan.kind == FAULT_CUT) {
        return SQLITE_ABORT; /* the caller still does its part, then the light goes out */
    }
    if (fault_disk.plan.kind == FAULT_FULL) {
        return SQLITE_FULL;
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].call == call) {
            return codes[i].code;
        }
    }
    return SQLITE_IOERR;
}

int disk_leave(int rc) {
    if (rc == SQLITE_ABORT) {
        fault_disk.dark = true;
        rc = SQLITE_IOERR;
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return rc;
}

/* All names that came and went so far are safe. */
void disk_sync_folder(void) {
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &fault_disk.files[i];
        if (file->name[0] != '\0' && !file->exists) {
            disk_forget_changes(file);
            disk_set_length(&file->safe, 0);
        }
        file->is_safe = file->exists;
    }
}

void disk_make_safe(File *file) {
    for (const Change *change = file->first; change != NULL; change = change->next) {
        apply(&file->safe, change);
    }
    disk_forget_changes(file);
    file->is_safe = true;
    if (file->new_log) {
        file->new_log = false;
        disk_sync_folder();
    }
}

void disk_forget_shm(File *file) {
    for (int i = 0; i < REGIONS_MAX; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
}

/* Mutex held. */
void disk_erase(File *file) {
    disk_forget_changes(file);
    disk_forget_shm(file);
    free(file->now.bytes);
    free(file->safe.bytes);
    *file = (File){0};
}

void fault_plan(const FaultPlan *plan) {
    pthread_mutex_lock(&fault_disk.mutex);
    fault_disk.plan = plan != NULL ? *plan : (FaultPlan){0};
    if (plan != NULL) {
        fault_disk.rng = rng_stream(plan->seed, "disk", 0);
    }
    fault_disk.calls = fault_disk.syncs = 0;
    fault_disk.hit = false;
    pthread_mutex_unlock(&fault_disk.mutex);
}

bool fault_hit(void) {
    pthread_mutex_lock(&fault_disk.mutex);
    bool hit = fault_disk.hit;
    pthread_mutex_unlock(&fault_disk.mutex);
    return hit;
}

long fault_calls(void) {
    pthread_mutex_lock(&fault_disk.mutex);
    long calls = fault_disk.calls;
    pthread_mutex_unlock(&fault_disk.mutex);
    return calls;
}

static void apply_torn(Bytes *bytes, const Change *change) {
    for (size_t from = 0; from < change->length;) {
        size_t sector_end = ((change->at + from) / SECTOR + 1) * SECTOR - change->at;
        size_t to = sector_end < change->length ? sector_end : change->length;
        uint32_t fate = rng_u32(&fault_disk.rng) % 16;
        if (fate < 9) {
            put_bytes(bytes, change->at + from, change->bytes + from, to - from);
        } else if (fate == 9) {
            uint8_t garbage[SECTOR];
            for (size_t i = 0; i < to - from; i++) {
                garbage[i] = (uint8_t)rng_u32(&fault_disk.rng);
            }
            put_bytes(bytes, change->at + from, garbage, to - from);
        }
        from = to;
    }
}

static void leave_some(File *file) {
    Change *changes[4096];
    size_t count = 0;
    for (Change *change = file->first; change != NULL && count < 4096; change = change->next) {
        changes[count++] = change;
    }
    if (fault_disk.plan.left == LEFT_LOST) {
        return;
    }
    if (fault_disk.plan.left != LEFT_KEPT) {
        for (size_t i = count; i > 1; i--) { /* any order */
            size_t j = (size_t)rng_between(&fault_disk.rng, 0, (int64_t)i - 1);
            Change *other = changes[j];
            changes[j] = changes[i - 1];
            changes[i - 1] = other;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (fault_disk.plan.left == LEFT_KEPT) {
            apply(&file->safe, changes[i]);
        } else if (rng_u32(&fault_disk.rng) % 2 == 0) {
            if (fault_disk.plan.left == LEFT_TORN && !changes[i]->truncate) {
                apply_torn(&file->safe, changes[i]);
            } else {
                apply(&file->safe, changes[i]);
            }
        }
    }
}

void fault_power_returns(void) {
    pthread_mutex_lock(&fault_disk.mutex);
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &fault_disk.files[i];
        if (file->name[0] == '\0') {
            continue;
        }
        assert(file->open == 0);
        bool had_changes = file->first != NULL;
        leave_some(file);
        disk_forget_changes(file);
        disk_forget_shm(file);
        /* A name that was never synced may or may not be there; one removed may be back. */
        bool chance = fault_disk.plan.left == LEFT_KEPT ||
                      (fault_disk.plan.left != LEFT_LOST && rng_u32(&fault_disk.rng) % 2 == 0);
        file->exists =
            file->exists ? file->is_safe || (had_changes && chance) : file->is_safe && !chance;
        if (!file->exists) {
            disk_erase(file);
            continue;
        }
        file->is_safe = true;
        disk_set_length(&file->now, 0);
        put_bytes(&file->now, 0, file->safe.bytes, file->safe.length);
        file->shared = 0;
        file->reserved = file->exclusive = NULL;
    }
    fault_disk.dark = false;
    fault_disk.plan = (FaultPlan){0};
    pthread_mutex_unlock(&fault_disk.mutex);
}

void fault_erase(void) {
    pthread_mutex_lock(&fault_disk.mutex);
    for (int i = 0; i < FILES_MAX; i++) {
        assert(fault_disk.files[i].open == 0);
        disk_erase(&fault_disk.files[i]);
    }
    fault_disk.dark = false;
    fault_disk.plan = (FaultPlan){0};
    pthread_mutex_unlock(&fault_disk.mutex);
}

void fault_put_file(const char *name, const void *bytes, size_t length) {
    pthread_mutex_lock(&fault_disk.mutex);
    File *file = disk_find(name, true);
    assert(!file->exists);
    put_bytes(&file->now, 0, bytes, length);
    put_bytes(&file->safe, 0, bytes, length);
    file->exists = file->is_safe = true;
    pthread_mutex_unlock(&fault_disk.mutex);
}

int fault_open_files(void) {
    int open = 0;
    pthread_mutex_lock(&fault_disk.mutex);
    for (int i = 0; i < FILES_MAX; i++) {
        open += fault_disk.files[i].open;
    }
    pthread_mutex_unlock(&fault_disk.mutex);
    return open;
}
