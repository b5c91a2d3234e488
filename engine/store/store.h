/* The only code that writes the database: SQLite in WAL mode with synchronous=FULL, one connection
 * that writes, one process (flock), a thread that commits, a check on every row, a schema version.
 *
 * Promise: what store_trial acknowledged is on the disk; a power cut loses at most the running
 * trial. A broken database is set aside under a dated name and a new one begun; nothing is ever
 * deleted. When the disk refuses, play goes on in memory: store_state says so and what waits is
 * tried again. */
#ifndef OTTERPAW_STORE_STORE_H
#define OTTERPAW_STORE_STORE_H

#include "base/fail.h"
#include "base/mem.h"
#include "care/records.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Store Store;

/* Writes that may wait in memory while the disk refuses, and their bytes; more are refused in
 * words. */
enum { STORE_WAITING_MAX = 4096, STORE_WAITING_BYTES_MAX = 128 << 20 };

typedef struct {
    bool read_only;      /* newer schema, or the disk refuses to be written */
    bool fresh;          /* the file was made just now */
    char set_aside[256]; /* path of a broken database that was put aside at opening; "" if none */
    int waiting;         /* writes not yet on the disk */
    int64_t newest_us;   /* the latest time of any session when it was opened; 0: none */
    bool clock_doubt;    /* the clock at opening was earlier than that: it has jumped */
    bool disk_full;      /* the last write was refused for want of room */
    char trouble[FAIL_TEXT_MAX]; /* the last error in words; "" */
} StoreState;

/* Opens or makes DIR/otterpaw.db. wall_us: now, since 1970. vfs: NULL for the normal one (tests
 * give a faulty one). NULL: a second process has it, or the folder cannot be used; *fail says
 * which. */
Store *store_open(const char *folder, int64_t wall_us, const char *vfs, Fail *fail);
/* Waits until everything is written, then closes. What the disk refuses three times more is
 * answered with false by its done function. */
void store_close(Store *store);
void store_state(Store *store, StoreState *state);

/* ---- writing: each call copies what it is given, queues one transaction and returns at once;
 * done (may be NULL) is called by store_poll on the caller's thread with the outcome. ---- */
typedef void (*StoreDone)(void *self, bool ok, const Fail *fail);
bool store_child(Store *store, const ChildRecord *child, StoreDone done, void *self, Fail *fail);
bool store_session(Store *store, const SessionRecord *session, StoreDone done, void *self,
                   Fail *fail); /* inserts, or closes it: ended, reason, verdict */
bool store_run(Store *store, const RunRecord *run, StoreDone done, void *self, Fail *fail);
/* record: canonical text of trial_record_value; journal: journal_encode's bytes. One transaction.
 */
bool store_trial(Store *store, const TrialRecord *trial, const uint8_t *journal,
                 size_t journal_length, StoreDone done, void *self, Fail *fail);
/* The journal after a run's last trial, or so far of a trial that is still open (resume). */
bool store_tail(Store *store, Id session, int run, const uint8_t *journal, size_t length,
                StoreDone done, void *self, Fail *fail);
bool store_mark(Store *store, const MarkRecord *mark, StoreDone done, void *self, Fail *fail);
bool store_rescore(Store *store, Id session, int trial, int scorer_version, int64_t at_us,
                   const Measures *measures, StoreDone done, void *self, Fail *fail);
/* One row of a small keyed text table: settings of the tablet, plan of a child, adaptation of a
 * goal. kind and key are words; text is canonical text. Older revisions stay. */
bool store_note(Store *store, const char *kind, const char *key, const char *text, int64_t at_us,
                StoreDone done, void *self, Fail *fail);

/* Forgets a child, two-step as the law has it: its keys, sealed fields, plans, goals, notes and
 * name go at once; with `records` its sessions and scores too. What is deleted is overwritten, the
 * log emptied and the file written anew; a tombstone (note "forgotten", the id alone) stays.
 * Nothing can bring it back. Fails in words when another program holds the log. */
bool store_forget(Store *store, Id child, bool records, int64_t at_us, StoreDone done, void *self,
                  Fail *fail);
/* The same in a plain copy that no store has open: a backup, or what was set aside. */
bool store_forget_in_file(const char *path, Id child, bool records, int64_t at_us, Fail *fail);

/* Calls the done functions of finished writes. Returns how many. */
int store_poll(Store *store);
/* Waits until all queued writes are done (or failed), then polls. False if any failed since the
 * last flush, or if the disk refuses: what waits then goes on waiting. */
bool store_flush(Store *store, Fail *fail);

#endif
