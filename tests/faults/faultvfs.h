/* A disk in memory that fails on demand: power cuts that lose, keep, shuffle or tear what was not
 * synced, I/O errors and a full disk at the Nth call, and a disk that lies about syncing. One disk
 * a process. The same seed gives the same faults (when a retry comes depends on the clock). */
#ifndef OTTERPAW_TESTS_FAULTVFS_H
#define OTTERPAW_TESTS_FAULTVFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAULT_VFS "otterpaw-faulty"

typedef enum {
    FAULT_NONE,
    FAULT_CUT,      /* at the Nth change (write, truncate, sync, delete) the power goes */
    FAULT_IO_ERROR, /* the Nth call of any kind, and `times - 1` after it, fail */
    FAULT_FULL,     /* from the Nth write on, `times` writes find the disk full */
} FaultKind;

typedef enum { LEFT_LOST, LEFT_KEPT, LEFT_SHUFFLED, LEFT_TORN, LEFT_COUNT } FaultLeft;

typedef struct {
    FaultKind kind;
    long at, times;
    FaultLeft left;     /* what becomes of unsynced writes at a cut */
    bool lying;         /* sync answers well and does nothing */
    long sync_fails_at; /* this sync fails and the kernel forgets what it should have written */
    uint64_t seed;
} FaultPlan;

void fault_install(void);               /* registers the VFS; sqlite3 must not be in use */
void fault_plan(const FaultPlan *plan); /* counts from now on; NULL: no faults */
bool fault_hit(void);                   /* since the last plan */
long fault_calls(void);                 /* counted by the plan since */
/* After a cut and after everything was closed: what the disk holds now. */
void fault_power_returns(void);
void fault_erase(void); /* an empty disk; all closed */
/* A file that was there all along, safe from any cut. */
void fault_put_file(const char *name, const void *bytes, size_t length);
int fault_open_files(void);

#endif
