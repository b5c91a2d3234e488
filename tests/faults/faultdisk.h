/* What the disk in memory is made of, for the files that play its part before SQLite. Private to
 * the fault tests.
 *
 * Each file has what a reader sees now (`now`), what would survive a cut for certain (`safe`), and
 * the changes between the two in order. Sync applies them to `safe`. A cut decides for each change,
 * and in the torn case for each sector of 512 bytes, whether it reached the disk; sectors of torn
 * writes may also hold garbage. Bytes outside a write are never harmed (power-safe overwrite, which
 * SQLite assumes of its normal file system too). */
#ifndef OTTERPAW_TESTS_FAULTDISK_H
#define OTTERPAW_TESTS_FAULTDISK_H

#include "faultvfs.h"

#include "base/rng.h"

#include <pthread.h>
#include <sqlite3.h>

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

typedef struct {
    pthread_mutex_t mutex;
    File files[FILES_MAX];
    FaultPlan plan;
    long calls, syncs;
    bool hit, dark;
    Rng rng;
} Disk;

extern Disk fault_disk;

/* All with the mutex held, but disk_leave gives it back. */
File *disk_find(const char *name, bool make); /* NULL: there is none */
/* May this call go well? A code if not; SQLITE_ABORT: it does its part, then the light goes out. */
int disk_enter(Call call);
int disk_leave(int rc);
void disk_set_length(Bytes *bytes, size_t length); /* what is new is 0 */
void disk_change(File *file, bool truncate, size_t at, const void *bytes, size_t length);
void disk_forget_changes(File *file);
void disk_sync_folder(void); /* all names that came and went so far are safe */
void disk_make_safe(File *file);
void disk_forget_shm(File *file);
void disk_erase(File *file);

/* faultlocks.c: sqlite3_io_methods, between the connections of this process. */
int lock_take(sqlite3_file *base, int level);
int lock_drop(sqlite3_file *base, int level);
int lock_check(sqlite3_file *base, int *out);
int shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out);
int shm_lock(sqlite3_file *base, int offset, int n, int flags);
void shm_barrier(sqlite3_file *base);
int shm_unmap(sqlite3_file *base, int remove);

#endif
