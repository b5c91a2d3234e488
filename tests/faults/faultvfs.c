/* The disk that fails; see faultvfs.h.
 *
 * Each file has what a reader sees now (`now`), what would survive a cut for certain (`safe`), and
 * the changes between the two in order. Sync applies them to `safe`. A cut decides for each change,
 * and in the torn case for each sector of 512 bytes, whether it reached the disk; sectors of torn
 * writes may also hold garbage. Bytes outside a write are never harmed (power-safe overwrite, which
 * SQLite assumes of its normal file system too). */
#include "faultvfs.h"

#include "base/rng.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILES_MAX = 16, SECTOR = 512, NAME_ROOM = 256, REGIONS_MAX = 32, SHM_LOCKS = 8 };

typedef enum {
    CALL_READ = 1,
    CALL_WRITE = 2,
    CALL_TRUNCATE = 4,
    CALL_SYNC = 8,
    CALL_DELETE = 16,
    CALL_OPEN = 32,
    CALL_SIZE = 64,
    CALL_SHM = 128,
    CALL_LOCK = 256,
    CALL_CHANGES = CALL_WRITE | CALL_TRUNCATE | CALL_SYNC | CALL_DELETE,
    CALL_ALL = 511,
} Call;

typedef struct {
    uint8_t *bytes;
    size_t length, room;
} Bytes;

typedef struct Change {
    struct Change *next;
    bool truncate;
    size_t at, length;
    uint8_t bytes[];
} Change;

typedef struct {
    char name[NAME_ROOM];
    bool exists;  /* for readers */
    bool is_safe; /* its name would survive a cut */
    Bytes now, safe;
    Change *first, **last;
    bool new_log; /* a log whose first sync also syncs the folder, as SQLite's own file system does
                   */
    int open;
    /* locks of the file */
    int shared;
    void *reserved, *exclusive; /* who */
    /* shared memory */
    void *regions[REGIONS_MAX];
    int shm_users, shm_shared[SHM_LOCKS];
    void *shm_exclusive[SHM_LOCKS];
} File;

typedef struct {
    sqlite3_file base;
    File *file;
    int level;
    bool shm, delete_on_close;
    unsigned shm_shared, shm_exclusive;
} Handle;

static struct {
    pthread_mutex_t mutex;
    File files[FILES_MAX];
    FaultPlan plan;
    long calls, syncs;
    bool hit, dark;
    Rng rng;
} disk = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void set_length(Bytes *bytes, size_t length) {
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
        set_length(bytes, at + length);
    }
    if (length > 0) {
        memcpy(bytes->bytes + at, from, length);
    }
}

static void apply(Bytes *bytes, const Change *change) {
    if (change->truncate) {
        set_length(bytes, change->at);
    } else {
        put_bytes(bytes, change->at, change->bytes, change->length);
    }
}

static void forget_changes(File *file) {
    while (file->first != NULL) {
        Change *next = file->first->next;
        free(file->first);
        file->first = next;
    }
    file->last = &file->first;
}

static void add_change(File *file, bool truncate, size_t at, const void *bytes, size_t length) {
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

static File *find(const char *name, bool make) {
    File *unused = NULL;
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &disk.files[i];
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
static int enter(Call call) {
    static const struct {
        Call call;
        int code;
    } codes[] = {{CALL_READ, SQLITE_IOERR_READ},         {CALL_WRITE, SQLITE_IOERR_WRITE},
                 {CALL_TRUNCATE, SQLITE_IOERR_TRUNCATE}, {CALL_SYNC, SQLITE_IOERR_FSYNC},
                 {CALL_DELETE, SQLITE_IOERR_DELETE},     {CALL_OPEN, SQLITE_CANTOPEN},
                 {CALL_SIZE, SQLITE_IOERR_FSTAT},        {CALL_SHM, SQLITE_IOERR_SHMMAP},
                 {CALL_LOCK, SQLITE_IOERR_LOCK}};
    if (disk.dark) {
        return SQLITE_IOERR;
    }
    unsigned counted = disk.plan.kind == FAULT_CUT        ? CALL_CHANGES
                       : disk.plan.kind == FAULT_IO_ERROR ? CALL_ALL
                       : disk.plan.kind == FAULT_FULL     ? CALL_WRITE
                                                          : 0;
    if ((counted & call) == 0) {
        return SQLITE_OK;
    }
    disk.calls++;
    if (disk.calls < disk.plan.at || disk.calls >= disk.plan.at + disk.plan.times) {
        return SQLITE_OK;
    }
    disk.hit = true;
    if (disk.plan.kind == FAULT_CUT) {
        return SQLITE_ABORT; /* the caller still does its part, then the light goes out */
    }
    if (disk.plan.kind == FAULT_FULL) {
        return SQLITE_FULL;
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].call == call) {
            return codes[i].code;
        }
    }
    return SQLITE_IOERR;
}

static int leave(int rc) {
    if (rc == SQLITE_ABORT) {
        disk.dark = true;
        rc = SQLITE_IOERR;
    }
    pthread_mutex_unlock(&disk.mutex);
    return rc;
}

static int do_read(sqlite3_file *handle, void *out, int amount, sqlite3_int64 at) {
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_READ);
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
    return leave(rc);
}

static int do_write(sqlite3_file *handle, const void *bytes, int amount, sqlite3_int64 at) {
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_WRITE);
    File *file = ((Handle *)handle)->file;
    if (rc == SQLITE_OK || rc == SQLITE_ABORT) {
        add_change(file, false, (size_t)at, bytes, (size_t)amount);
    } else if (disk.plan.kind != FAULT_NONE && !disk.dark && rng_u32(&disk.rng) % 2 == 0) {
        add_change(file, false, (size_t)at, bytes, (size_t)amount / 2); /* half of it arrived */
    }
    return leave(rc);
}

static int do_truncate(sqlite3_file *handle, sqlite3_int64 length) {
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_TRUNCATE);
    if (rc == SQLITE_OK || rc == SQLITE_ABORT) {
        add_change(((Handle *)handle)->file, true, (size_t)length, NULL, 0);
    }
    return leave(rc);
}

/* All names that came and went so far are safe. */
static void sync_folder(void) {
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &disk.files[i];
        if (file->name[0] != '\0' && !file->exists) {
            forget_changes(file);
            set_length(&file->safe, 0);
        }
        file->is_safe = file->exists;
    }
}

static void make_safe(File *file) {
    for (const Change *change = file->first; change != NULL; change = change->next) {
        apply(&file->safe, change);
    }
    forget_changes(file);
    file->is_safe = true;
    if (file->new_log) {
        file->new_log = false;
        sync_folder();
    }
}

static int do_sync(sqlite3_file *handle, int flags) {
    (void)flags;
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_SYNC);
    File *file = ((Handle *)handle)->file;
    if (rc == SQLITE_OK && ++disk.syncs == disk.plan.sync_fails_at) {
        forget_changes(file); /* readers still see it, the disk never will */
        rc = SQLITE_IOERR_FSYNC;
    } else if (!disk.plan.lying &&
               (rc == SQLITE_OK || (rc == SQLITE_ABORT && rng_u32(&disk.rng) % 2 == 0))) {
        make_safe(file);
    }
    return leave(rc);
}

static int do_size(sqlite3_file *handle, sqlite3_int64 *length) {
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_SIZE);
    *length = (sqlite3_int64)((Handle *)handle)->file->now.length;
    return leave(rc);
}

/* ---- locks, as SQLite defines them, between the connections of this process ---- */

static int do_lock(sqlite3_file *base, int level) {
    Handle *handle = (Handle *)base;
    File *file = handle->file;
    pthread_mutex_lock(&disk.mutex);
    int rc = level > handle->level ? enter(CALL_LOCK) : SQLITE_OK;
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
    return leave(rc);
}

static int do_unlock(sqlite3_file *base, int level) {
    Handle *handle = (Handle *)base;
    File *file = handle->file;
    pthread_mutex_lock(&disk.mutex);
    if (level < handle->level) {
        file->reserved = file->reserved == handle ? NULL : file->reserved;
        file->exclusive = file->exclusive == handle ? NULL : file->exclusive;
        file->shared -= level == SQLITE_LOCK_NONE && handle->level >= SQLITE_LOCK_SHARED;
        handle->level = level;
    }
    pthread_mutex_unlock(&disk.mutex);
    return SQLITE_OK;
}

static int do_check_reserved(sqlite3_file *base, int *out) {
    pthread_mutex_lock(&disk.mutex);
    *out = ((Handle *)base)->file->reserved != NULL;
    pthread_mutex_unlock(&disk.mutex);
    return SQLITE_OK;
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

static int do_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out) {
    Handle *handle = (Handle *)base;
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_SHM);
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
    return leave(rc);
}

static int do_shm_lock(sqlite3_file *base, int offset, int n, int flags) {
    Handle *handle = (Handle *)base;
    File *file = handle->file;
    int rc = SQLITE_OK;
    unsigned mask = ((1u << n) - 1) << offset;
    pthread_mutex_lock(&disk.mutex);
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
    pthread_mutex_unlock(&disk.mutex);
    return rc;
}

static void do_shm_barrier(sqlite3_file *base) {
    (void)base;
    pthread_mutex_lock(&disk.mutex);
    pthread_mutex_unlock(&disk.mutex);
}

static void forget_shm(File *file) {
    for (int i = 0; i < REGIONS_MAX; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
}

static int do_shm_unmap(sqlite3_file *base, int remove) {
    Handle *handle = (Handle *)base;
    (void)remove;
    pthread_mutex_lock(&disk.mutex);
    if (handle->shm) {
        handle->shm = false;
        if (--handle->file->shm_users == 0) {
            forget_shm(handle->file);
        }
    }
    pthread_mutex_unlock(&disk.mutex);
    return SQLITE_OK;
}

/* Mutex held. */
static void erase(File *file) {
    forget_changes(file);
    forget_shm(file);
    free(file->now.bytes);
    free(file->safe.bytes);
    *file = (File){0};
}

static int do_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_DELETE);
    File *file = find(name, false);
    if (file == NULL || !file->exists) {
        return leave(rc == SQLITE_OK ? SQLITE_IOERR_DELETE_NOENT : rc);
    }
    if (rc == SQLITE_OK || rc == SQLITE_ABORT) {
        file->exists = false;
        set_length(&file->now, 0);
        if (sync && rc == SQLITE_OK && !disk.plan.lying) {
            sync_folder();
        }
    }
    return leave(rc);
}

static int do_close(sqlite3_file *base) {
    Handle *handle = (Handle *)base;
    do_unlock(base, SQLITE_LOCK_NONE);
    do_shm_unmap(base, 0);
    pthread_mutex_lock(&disk.mutex);
    handle->file->open--;
    if (handle->delete_on_close) {
        erase(handle->file);
    }
    pthread_mutex_unlock(&disk.mutex);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    2,           do_close,       do_read,           do_write,   do_truncate, do_sync,   do_size,
    do_lock,     do_unlock,      do_check_reserved, do_control, do_sector,   do_traits, do_shm_map,
    do_shm_lock, do_shm_barrier, do_shm_unmap,      NULL,       NULL};

static int do_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags,
                   int *out_flags) {
    (void)vfs;
    Handle *handle = (Handle *)base;
    *handle = (Handle){0};
    static int temporary;
    char own[32];
    pthread_mutex_lock(&disk.mutex);
    int rc = enter(CALL_OPEN);
    if (name == NULL) {
        sqlite3_snprintf(sizeof own, own, "temporary-%d", temporary++);
        name = own;
    }
    File *file = rc == SQLITE_OK ? find(name, (flags & SQLITE_OPEN_CREATE) != 0) : NULL;
    bool there = file != NULL && (file->exists || (flags & SQLITE_OPEN_CREATE) != 0);
    if (rc == SQLITE_OK && !there) {
        rc = SQLITE_CANTOPEN;
    }
    if (rc == SQLITE_OK) {
        if (!file->exists && file->safe.length > 0) {
            add_change(file, true, 0, NULL, 0); /* made anew over one that was removed */
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
    return leave(rc);
}

static int do_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
    (void)vfs;
    (void)flags;
    pthread_mutex_lock(&disk.mutex);
    const File *file = find(name, false);
    *out = file != NULL && file->exists && (flags != SQLITE_ACCESS_EXISTS || file->now.length > 0);
    int rc = disk.dark ? SQLITE_IOERR_ACCESS : SQLITE_OK;
    pthread_mutex_unlock(&disk.mutex);
    return rc;
}

static int do_path(sqlite3_vfs *vfs, const char *name, int room, char *out) {
    (void)vfs;
    sqlite3_snprintf(room, out, "%s", name);
    return SQLITE_OK;
}

static int do_randomness(sqlite3_vfs *vfs, int n, char *out) {
    (void)vfs;
    pthread_mutex_lock(&disk.mutex);
    for (int i = 0; i < n; i++) {
        out[i] = (char)rng_u32(&disk.rng);
    }
    pthread_mutex_unlock(&disk.mutex);
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
    disk.rng = rng_stream(1, "disk", 0);
    sqlite3_vfs_register(&vfs, 0);
}

void fault_plan(const FaultPlan *plan) {
    pthread_mutex_lock(&disk.mutex);
    disk.plan = plan != NULL ? *plan : (FaultPlan){0};
    if (plan != NULL) {
        disk.rng = rng_stream(plan->seed, "disk", 0);
    }
    disk.calls = disk.syncs = 0;
    disk.hit = false;
    pthread_mutex_unlock(&disk.mutex);
}

bool fault_hit(void) {
    pthread_mutex_lock(&disk.mutex);
    bool hit = disk.hit;
    pthread_mutex_unlock(&disk.mutex);
    return hit;
}

long fault_calls(void) {
    pthread_mutex_lock(&disk.mutex);
    long calls = disk.calls;
    pthread_mutex_unlock(&disk.mutex);
    return calls;
}

static void apply_torn(Bytes *bytes, const Change *change) {
    for (size_t from = 0; from < change->length;) {
        size_t sector_end = ((change->at + from) / SECTOR + 1) * SECTOR - change->at;
        size_t to = sector_end < change->length ? sector_end : change->length;
        uint32_t fate = rng_u32(&disk.rng) % 16;
        if (fate < 9) {
            put_bytes(bytes, change->at + from, change->bytes + from, to - from);
        } else if (fate == 9) {
            uint8_t garbage[SECTOR];
            for (size_t i = 0; i < to - from; i++) {
                garbage[i] = (uint8_t)rng_u32(&disk.rng);
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
    if (disk.plan.left == LEFT_LOST) {
        return;
    }
    if (disk.plan.left != LEFT_KEPT) {
        for (size_t i = count; i > 1; i--) { /* any order */
            size_t j = (size_t)rng_between(&disk.rng, 0, (int64_t)i - 1);
            Change *other = changes[j];
            changes[j] = changes[i - 1];
            changes[i - 1] = other;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (disk.plan.left == LEFT_KEPT) {
            apply(&file->safe, changes[i]);
        } else if (rng_u32(&disk.rng) % 2 == 0) {
            if (disk.plan.left == LEFT_TORN && !changes[i]->truncate) {
                apply_torn(&file->safe, changes[i]);
            } else {
                apply(&file->safe, changes[i]);
            }
        }
    }
}

void fault_power_returns(void) {
    pthread_mutex_lock(&disk.mutex);
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &disk.files[i];
        if (file->name[0] == '\0') {
            continue;
        }
        assert(file->open == 0);
        bool had_changes = file->first != NULL;
        leave_some(file);
        forget_changes(file);
        forget_shm(file);
        /* A name that was never synced may or may not be there; one removed may be back. */
        bool chance = disk.plan.left == LEFT_KEPT ||
                      (disk.plan.left != LEFT_LOST && rng_u32(&disk.rng) % 2 == 0);
        file->exists =
            file->exists ? file->is_safe || (had_changes && chance) : file->is_safe && !chance;
        if (!file->exists) {
            erase(file);
            continue;
        }
        file->is_safe = true;
        set_length(&file->now, 0);
        put_bytes(&file->now, 0, file->safe.bytes, file->safe.length);
        file->shared = 0;
        file->reserved = file->exclusive = NULL;
    }
    disk.dark = false;
    disk.plan = (FaultPlan){0};
    pthread_mutex_unlock(&disk.mutex);
}

void fault_erase(void) {
    pthread_mutex_lock(&disk.mutex);
    for (int i = 0; i < FILES_MAX; i++) {
        assert(disk.files[i].open == 0);
        erase(&disk.files[i]);
    }
    disk.dark = false;
    disk.plan = (FaultPlan){0};
    pthread_mutex_unlock(&disk.mutex);
}

void fault_put_file(const char *name, const void *bytes, size_t length) {
    pthread_mutex_lock(&disk.mutex);
    File *file = find(name, true);
    assert(!file->exists);
    put_bytes(&file->now, 0, bytes, length);
    put_bytes(&file->safe, 0, bytes, length);
    file->exists = file->is_safe = true;
    pthread_mutex_unlock(&disk.mutex);
}

int fault_open_files(void) {
    int open = 0;
    pthread_mutex_lock(&disk.mutex);
    for (int i = 0; i < FILES_MAX; i++) {
        open += disk.files[i].open;
    }
    pthread_mutex_unlock(&disk.mutex);
    return open;
}
