/* Opening and closing, the lock that keeps a second process out, and the answers; see store.h. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* flock goes with the open file, so it vanishes with the process, however that ends: no stale lock.
 * A folder that cannot be written needs none: nobody can change what lies there. */
bool store_lock_folder(Store *store, Fail *fail) {
    if (store->lock_fd >= 0) {
        return true;
    }
    char path[PATH_ROOM + 16];
    snprintf(path, sizeof path, "%s/otterpaw.lock", store->folder);
    store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock_fd < 0) {
        store->lock_fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (store->lock_fd < 0) {
        bool no_writing = errno == EROFS || errno == EACCES || errno == ENOSPC || errno == ENOENT;
        return no_writing ||
               fail_set(fail, FAIL_SYSTEM, "%s: cannot be locked: %s", path, strerror(errno));
    }
    if (flock(store->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        int error = errno;
        close(store->lock_fd);
        store->lock_fd = -1;
        return error == EWOULDBLOCK
                   ? fail_set(fail, FAIL_REFUSED,
                              "%s is in use by another Otterpaw on this machine; close that one "
                              "first",
                              store->folder)
                   : fail_set(fail, FAIL_SYSTEM, "%s: cannot be locked: %s", path, strerror(error));
    }
    return true;
}

bool store_set_paths(Store *store, const char *folder, const char *vfs, Fail *fail) {
    if (strlen(folder) > PATH_ROOM - 64 || (vfs != NULL && strlen(vfs) >= sizeof store->vfs)) {
        return fail_set(fail, FAIL_INPUT, "the name of the data folder is too long: %.200s",
                        folder);
    }
    snprintf(store->folder, sizeof store->folder, "%s", folder);
    snprintf(store->path, sizeof store->path, "%.*s/otterpaw.db", PATH_ROOM - 64, folder);
    snprintf(store->ballast, sizeof store->ballast, "%.*s/otterpaw.ballast", PATH_ROOM - 64,
             folder);
    snprintf(store->vfs, sizeof store->vfs, "%s", vfs != NULL ? vfs : "");
    struct stat there;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST && errno != EROFS) {
        return fail_set(fail, FAIL_SYSTEM, "%s: the data folder cannot be made: %s", folder,
                        strerror(errno));
    }
    if (stat(folder, &there) != 0 || !S_ISDIR(there.st_mode)) {
        return fail_set(fail, FAIL_SYSTEM, "%s is not a folder; name another data folder", folder);
    }
    return true;
}

static bool begin_threads(Store *store, Fail *fail) {
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&store->mutex, NULL);
    pthread_mutex_init(&store->reading, NULL);
    pthread_cond_init(&store->work, &monotonic);
    pthread_cond_init(&store->idle, NULL);
    pthread_condattr_destroy(&monotonic);
    Fail trouble = {0};
    store->living = true;
    Opened opened = database_open(store, &trouble);
    store->newer = opened == OPENED_NEWER;
    store->read_only = opened != OPENED;
    if (trouble.kind != FAIL_NONE && (opened != OPENED || store->set_aside[0] == '\0')) {
        store->trouble = trouble;
    }
    if (opened == OPENED) {
        ballast_lay(store);
    }
    if (store->reader.handle != NULL) {
        /* A new file that could not be begun yet has no sessions to ask: 0 stays. A thousand are
         * asked, by their index: to read every session of years would hold up each start. */
        db_number(&store->reader,
                  "SELECT coalesce(max(max(started_us,ended_us)),0) FROM"
                  " (SELECT started_us,ended_us FROM session ORDER BY started_us DESC LIMIT 1000)",
                  &store->newest_us);
    }
    int rc = pthread_create(&store->thread, NULL, writer_main, store);
    store->started = rc == 0;
    return rc == 0 ||
           fail_set(fail, FAIL_SYSTEM, "the storage thread cannot be started: %s", strerror(rc));
}

Store *store_open(const char *folder, int64_t wall_us, const char *vfs, Fail *fail) {
    Store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        fail_set(fail, FAIL_MEMORY, "no memory to open %s", folder);
        return NULL;
    }
    store->lock_fd = -1;
    store->wall_us = wall_us;
    if (!store_set_paths(store, folder, vfs, fail) || !store_lock_folder(store, fail)) {
        free(store);
        return NULL;
    }
    if (!begin_threads(store, fail)) {
        store_close(store);
        return NULL;
    }
    return store;
}

void store_close(Store *store) {
    if (store == NULL) {
        return;
    }
    if (store->started) {
        pthread_mutex_lock(&store->mutex);
        store->stop = true;
        pthread_cond_signal(&store->work);
        pthread_mutex_unlock(&store->mutex);
        pthread_join(store->thread, NULL);
        store_poll(store);
    }
    /* The writer last: it is then the only connection and empties the log into the file. */
    db_close(&store->reader, false);
    db_close(&store->writer, true);
    job_free(store->child);
    job_free(store->session);
    job_free(store->run);
    pthread_mutex_destroy(&store->mutex);
    pthread_mutex_destroy(&store->reading);
    pthread_cond_destroy(&store->work);
    pthread_cond_destroy(&store->idle);
    if (store->lock_fd >= 0) {
        close(store->lock_fd);
    }
    free(store);
}

void store_state(Store *store, StoreState *state) {
    *state = (StoreState){0};
    pthread_mutex_lock(&store->mutex);
    state->read_only = store->read_only;
    state->fresh = store->fresh;
    state->waiting = store->waiting;
    state->newest_us = store->newest_us;
    state->clock_doubt = store->wall_us < store->newest_us;
    state->disk_full = store->disk_full;
    memcpy(state->set_aside, store->set_aside, sizeof state->set_aside);
    memcpy(state->trouble, store->trouble.text, sizeof state->trouble);
    pthread_mutex_unlock(&store->mutex);
}

int store_poll(Store *store) {
    int count = 0;
    pthread_mutex_lock(&store->mutex);
    Job *job = store->finished;
    store->finished = store->finished_last = NULL;
    pthread_mutex_unlock(&store->mutex);
    while (job != NULL) {
        Job *next = job->next;
        if (job->done != NULL) {
            job->done(job->self, job->ok, &job->fail);
        }
        job_free(job);
        job = next;
        count++;
    }
    return count;
}

bool store_flush(Store *store, Fail *fail) {
    pthread_mutex_lock(&store->mutex);
    /* A write that is under way may have met the old state of the disk: wait for the next one. */
    long refusals = store->refusals + (store->busy ? 1 : 0);
    store->kick = true;
    pthread_cond_signal(&store->work);
    while (store->waiting > 0 && store->refusals <= refusals) {
        pthread_cond_wait(&store->idle, &store->mutex);
    }
    bool ok = store->waiting == 0 && !store->failed;
    if (!ok && fail != NULL) {
        *fail = store->failed ? store->failure : store->trouble;
    }
    store->failed = false;
    pthread_mutex_unlock(&store->mutex);
    store_poll(store);
    return ok;
}
