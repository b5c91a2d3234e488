/* The thread that commits: one job, one transaction, in order. A job the disk refuses stays first
 * in line and is tried again, so that a trial never overtakes its run; a job that is wrong in
 * itself is answered with its reason and does not hold up the rest. */
#include "store/writes.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { RETRY_FIRST_MS = 250, RETRY_MOST_MS = 8000, CLOSING_TRIES = 3, REFUSALS_A_CONNECTION = 4 };

typedef enum { WRITTEN, WRONG, REFUSED, BROKEN } Written;

static int transact(Store *store, const Job *job, Fail *fail) {
    Db *db = &store->writer;
    memset(db->change, 0, sizeof db->change);
    db_settle(db);
    int rc = db_exec(db, "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK) {
        rc = job_write(store, db, job, fail);
    }
    if (rc == SQLITE_OK) {
        rc = tally_write(db);
    }
    if (rc == SQLITE_OK) {
        rc = db_exec(db, "COMMIT");
    }
    if (rc != SQLITE_OK) {
        snprintf(store->detail, sizeof store->detail, "%s", sqlite3_errmsg(db->handle));
        db_settle(db);
    }
    return rc;
}

static Written answer(Store *store, int rc, Fail *fail) {
    if (rc == SQLITE_OK) {
        return WRITTEN;
    }
    if (fail->kind != FAIL_NONE) {
        return WRONG;
    }
    db_fail(store, rc, "saving", store->detail, fail);
    return db_is_broken(rc) ? BROKEN : db_is_refusal(rc) ? REFUSED : WRONG;
}

/* The disk refused before: perhaps it no longer does. A reader that had to do without the log then
 * sees it again. */
static bool reopen(Store *store, Fail *fail) {
    if (store->writer_ready) {
        return true;
    }
    if (!store_lock_folder(store, fail)) {
        return false;
    }
    Opened opened = database_open_writer(store, fail);
    if (opened == OPENED_REFUSED && db_is_full(store->refused_rc) && ballast_release(store)) {
        store->ballast_gone = true;
        opened = database_open_writer(store, fail);
    }
    if (opened != OPENED) {
        return false;
    }
    pthread_mutex_lock(&store->reading);
    bool alone = store->reader_alone || store->reader.handle == NULL;
    pthread_mutex_unlock(&store->reading);
    return !alone || database_open_reader(store, fail);
}

/* A damaged file, found while playing: it is kept under another name and a new one begun with the
 * child, session and run that are being played. */
static bool begin_anew(Store *store, Fail *fail) {
    const Job *first[] = {store->child, store->session, store->run};
    pthread_mutex_lock(&store->reading);
    db_close(&store->reader, false);
    pthread_mutex_unlock(&store->reading);
    db_close(&store->writer, false);
    store->writer_ready = false;
    Fail why = *fail;
    if (!database_set_aside(store, why.text, fail) || database_open(store, fail) != OPENED) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        Fail ignored = {0};
        if (first[i] != NULL && transact(store, first[i], &ignored) != SQLITE_OK) {
            *fail = ignored;
        }
    }
    return true;
}

/* The same connection tries again, so that what it could not sync is written anew; but a disk that
 * cannot be written at all, or goes on refusing, is looked at with a new one. */
static void let_go(Store *store, int rc) {
    int primary = rc & 0xFF;
    store->refused_in_a_row++;
    if (primary == SQLITE_READONLY || primary == SQLITE_CANTOPEN ||
        (!db_is_full(rc) && store->refused_in_a_row % REFUSALS_A_CONNECTION == 0)) {
        db_close(&store->writer, false);
        store->writer_ready = false;
    }
}

static Written write_once(Store *store, const Job *job, bool *full, Fail *fail) {
    fail_clear(fail);
    *full = false;
    if (!reopen(store, fail)) {
        *full = db_is_full(store->refused_rc);
        let_go(store, store->refused_rc);
        return REFUSED;
    }
    int rc = transact(store, job, fail);
    Written written = answer(store, rc, fail);
    *full = db_is_full(rc);
    if (*full && ballast_release(store)) {
        store->ballast_gone = true;
        fail_clear(fail);
        rc = transact(store, job, fail);
        written = answer(store, rc, fail);
    }
    if (written == BROKEN && begin_anew(store, fail)) {
        fail_clear(fail);
        rc = transact(store, job, fail);
        written = answer(store, rc, fail);
    }
    if (written == WRITTEN) {
        store->refused_in_a_row = 0;
    } else if (written == REFUSED) {
        let_go(store, rc);
    }
    return written == BROKEN ? REFUSED : written;
}

/* What was forgotten must not be left in freed pages, in the log, or in what a new database would
 * be begun with. */
static Written wipe(Store *store, Fail *fail) {
    Job **remembered[] = {&store->child, &store->session, &store->run};
    for (int i = 0; i < 3; i++) {
        if (*remembered[i] != NULL) {
            mem_free((*remembered[i])->mem);
            *remembered[i] = NULL;
        }
    }
    int rc = forget_wipe(store, &store->writer);
    if (rc == SQLITE_OK) {
        return WRITTEN;
    }
    fail_set(fail, FAIL_SYSTEM,
             "the child is forgotten, but the file could not be cleaned (%s): forget it once more",
             sqlite3_errstr(rc));
    return WRONG;
}

/* Keeps a copy of what a new database would have to begin with. */
static void remember(Store *store, const Job *job) {
    Job **place = job->kind == JOB_CHILD     ? &store->child
                  : job->kind == JOB_SESSION ? &store->session
                  : job->kind == JOB_RUN     ? &store->run
                                             : NULL;
    if (place != NULL) {
        Job *copy = job_copy(job);
        job_free(*place);
        *place = copy;
    }
}

/* Mutex held. Moves the first job to where store_poll finds it. */
static void finish(Store *store, bool ok, const Fail *fail) {
    Job *job = store->first;
    store->first = job->next;
    if (store->first == NULL) {
        store->last = NULL;
    }
    store->waiting--;
    store->waiting_bytes -= mem_used(job->mem);
    job->next = NULL;
    job->ok = ok;
    job->fail = *fail;
    if (store->finished_last != NULL) {
        store->finished_last->next = job;
    } else {
        store->finished = job;
    }
    store->finished_last = job;
    if (!ok && !store->failed) {
        store->failed = true;
        store->failure = *fail;
    }
}

/* Mutex held. Until there is work, or it is time to try again. */
static void wait_for_work(Store *store, int retry_ms) {
    if (retry_ms == 0) {
        while (!store->stop && store->first == NULL) {
            pthread_cond_wait(&store->work, &store->mutex);
        }
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t ns = until.tv_nsec + (int64_t)retry_ms * 1000000;
    until.tv_sec += (time_t)(ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    while (!store->stop && !store->kick &&
           pthread_cond_timedwait(&store->work, &store->mutex, &until) == 0) {}
}

/* Mutex held. Notes what came of the first job. */
static void settle(Store *store, Written written, bool full, const Fail *fail, int *retry_ms) {
    if (written == REFUSED) {
        store->refusals++;
        store->disk_full = full;
        store->read_only = store->read_only || (fail->kind == FAIL_SYSTEM && !full);
        store->trouble = *fail;
        *retry_ms = *retry_ms == 0 ? RETRY_FIRST_MS : *retry_ms * 2;
        *retry_ms = *retry_ms > RETRY_MOST_MS ? RETRY_MOST_MS : *retry_ms;
        return;
    }
    if (written == WRITTEN && (*retry_ms > 0 || store->disk_full || store->read_only)) {
        fail_clear(&store->trouble);
        store->read_only = false;
        store->disk_full = full;
    }
    *retry_ms = 0;
    finish(store, written == WRITTEN, fail);
}

void *writer_main(void *self) {
    Store *store = self;
    int retry_ms = 0, tries_left = CLOSING_TRIES;
    pthread_mutex_lock(&store->mutex);
    for (;;) {
        wait_for_work(store, retry_ms);
        if (store->first == NULL && store->stop) {
            break;
        }
        if (store->first == NULL) {
            retry_ms = 0;
            continue;
        }
        Job *job = store->first;
        store->kick = false;
        store->busy = true;
        pthread_mutex_unlock(&store->mutex);
        Fail fail = {0};
        bool full = false;
        Written written = write_once(store, job, &full, &fail);
        if (written == WRITTEN && job->kind == JOB_FORGET) {
            written = wipe(store, &fail);
        }
        if (written == WRITTEN) {
            remember(store, job);
        }
        if (written == WRITTEN && !full && store->ballast_gone) {
            store->ballast_gone = !ballast_lay(store);
        }
        pthread_mutex_lock(&store->mutex);
        store->busy = false;
        settle(store, written, full, &fail, &retry_ms);
        if (written == REFUSED && store->stop && --tries_left <= 0) {
            fail_prefix(&fail, "not saved");
            while (store->first != NULL) {
                finish(store, false, &fail);
            }
        }
        pthread_cond_broadcast(&store->idle);
    }
    pthread_mutex_unlock(&store->mutex);
    return NULL;
}
