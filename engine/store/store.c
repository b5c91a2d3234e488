/* Opening and closing, the lock that keeps a second process out, and the copies that wait for the
 * writer's thread; see store.h. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOB_ROOM = 256 * 1024 };

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
        /* A new file that could not be begun yet has no sessions to ask: 0 stays. */
        db_number(&store->reader, "SELECT coalesce(max(max(started_us,ended_us)),0) FROM session",
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

static void job_free(Job *job) {
    if (job != NULL) {
        mem_free(job->mem);
    }
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

/* ---- copies ---- */

static Job *job_new(JobKind kind, size_t room, StoreDone done, void *self, Fail *fail) {
    Mem *mem = mem_new(JOB_ROOM + room);
    Job *job = mem != NULL ? mem_alloc(mem, sizeof *job) : NULL;
    if (job == NULL) {
        mem_free(mem);
        fail_set(fail, FAIL_MEMORY, "no memory to keep what is to be saved");
        return NULL;
    }
    job->mem = mem;
    job->kind = kind;
    job->done = done;
    job->self = self;
    return job;
}

/* Replaces each text by the job's own copy. */
static bool own(Job *job, const char **texts[], int count) {
    for (int i = 0; i < count; i++) {
        if (*texts[i] != NULL && (*texts[i] = mem_text(job->mem, *texts[i])) == NULL) {
            return false;
        }
    }
    return true;
}

static bool own_journal(Job *job, const uint8_t *journal, size_t length) {
    job->journal_length = length;
    job->journal = mem_copy(job->mem, journal, length);
    return job->journal != NULL;
}

static bool queue(Store *store, Job *job, bool copied, Fail *fail) {
    if (!copied) {
        job_free(job);
        return fail_set(fail, FAIL_MEMORY, "no memory to keep what is to be saved");
    }
    pthread_mutex_lock(&store->mutex);
    bool ok = true;
    if (store->newer) {
        ok = fail_set(fail, FAIL_REFUSED, "%s", store->trouble.text);
    } else if (store->waiting >= STORE_WAITING_MAX ||
               (store->waiting > 0 &&
                store->waiting_bytes + mem_used(job->mem) > STORE_WAITING_BYTES_MAX)) {
        ok = fail_set(fail, FAIL_LIMIT,
                      "%d writes already wait for the disk; nothing more can be kept: %.600s",
                      store->waiting, store->trouble.text);
    } else {
        if (store->last != NULL) {
            store->last->next = job;
        } else {
            store->first = job;
        }
        store->last = job;
        store->waiting++;
        store->waiting_bytes += mem_used(job->mem);
        store->kick = true;
        pthread_cond_signal(&store->work);
    }
    pthread_mutex_unlock(&store->mutex);
    if (!ok) {
        job_free(job);
    }
    return ok;
}

static size_t text_room(const char *text) {
    return text != NULL ? strlen(text) + 32 : 0;
}

static bool own_child(Job *job) {
    ChildRecord *c = &job->as.child;
    const char **texts[] = {&c->symbol, &c->pseudonym, &c->age_band, &c->profile};
    return own(job, texts, 4);
}

static bool own_session(Job *job) {
    SessionRecord *s = &job->as.session;
    const char **texts[] = {&s->engine_version, &s->device, &s->setting,    &s->tool,
                            &s->hand,           &s->plan,   &s->end_reason, &s->assistance_scheme};
    return own(job, texts, 8);
}

static bool own_run(Job *job) {
    RunRecord *r = &job->as.run;
    const char **texts[] = {&r->game, &r->game_version, &r->game_hash, &r->setup};
    return own(job, texts, 4);
}

Job *job_copy(const Job *job) {
    Job *copy = job_new(job->kind, mem_used(job->mem), NULL, NULL, NULL);
    if (copy == NULL) {
        return NULL;
    }
    copy->as = job->as;
    bool owned = job->kind == JOB_CHILD     ? own_child(copy)
                 : job->kind == JOB_SESSION ? own_session(copy)
                                            : own_run(copy);
    if (!owned) {
        job_free(copy);
        copy = NULL;
    }
    return copy;
}

bool store_child(Store *store, const ChildRecord *child, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_CHILD, text_room(child->profile), done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.child = *child;
    return queue(store, job, own_child(job), fail);
}

bool store_session(Store *store, const SessionRecord *session, StoreDone done, void *self,
                   Fail *fail) {
    size_t room = text_room(session->plan) + text_room(session->assistance_scheme);
    Job *job = job_new(JOB_SESSION, room, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.session = *session;
    return queue(store, job, own_session(job), fail);
}

bool store_run(Store *store, const RunRecord *run, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_RUN, text_room(run->setup), done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.run = *run;
    return queue(store, job, own_run(job), fail);
}

/* The record's canonical text is made here, on the caller's thread: its parameters are the caller's
 * and may be gone a moment later. */
static char *record_text(Mem *mem, const TrialRecord *trial) {
    Mem *scratch = mem_new(4 * JOB_ROOM);
    Buffer text = {0};
    Value value;
    char *kept = NULL;
    if (scratch != NULL && trial_record_value(scratch, trial, &value) &&
        value_write(&text, &value)) {
        kept = mem_text_n(mem, (const char *)text.bytes, text.length);
    }
    buffer_free(&text);
    mem_free(scratch);
    return kept;
}

bool store_trial(Store *store, const TrialRecord *trial, const uint8_t *journal,
                 size_t journal_length, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_TRIAL, journal_length, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.trial.record = *trial;
    job->as.trial.text = record_text(job->mem, trial);
    /* What the text holds is not kept twice: only plain numbers of the struct are read later. */
    TrialRecord *r = &job->as.trial.record;
    r->params = NULL;
    r->item = r->invalid_reason = r->via = r->next_reason = NULL;
    bool copied = job->as.trial.text != NULL && own_journal(job, journal, journal_length);
    return queue(store, job, copied, fail);
}

bool store_tail(Store *store, Id session, int run, const uint8_t *journal, size_t length,
                StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_TAIL, length, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.tail.session = session;
    job->as.tail.run = run;
    return queue(store, job, own_journal(job, journal, length), fail);
}

bool store_mark(Store *store, const MarkRecord *mark, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_MARK, text_room(mark->reason), done, self, fail);
    if (job == NULL) {
        return false;
    }
    MarkRecord *m = &job->as.mark;
    *m = *mark;
    const char **texts[] = {&m->kind, &m->reason};
    return queue(store, job, own(job, texts, 2), fail);
}

static char *measures_text(Mem *mem, const Measures *measures) {
    Mem *scratch = mem_new(JOB_ROOM);
    Buffer text = {0};
    Value value;
    char *kept = NULL;
    if (scratch != NULL && measures_to_value(measures, scratch, &value) &&
        value_write(&text, &value)) {
        kept = mem_text_n(mem, (const char *)text.bytes, text.length);
    }
    buffer_free(&text);
    mem_free(scratch);
    return kept;
}

bool store_rescore(Store *store, Id session, int trial, int scorer_version, int64_t at_us,
                   const Measures *measures, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_RESCORE, 0, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.rescore.session = session;
    job->as.rescore.trial = trial;
    job->as.rescore.scorer_version = scorer_version;
    job->as.rescore.at_us = at_us;
    job->as.rescore.text = measures_text(job->mem, measures);
    return queue(store, job, job->as.rescore.text != NULL, fail);
}

bool store_note(Store *store, const char *kind, const char *key, const char *text, int64_t at_us,
                StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_NOTE, text_room(text), done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.note.kind = kind;
    job->as.note.key = key;
    job->as.note.text = text;
    job->as.note.at_us = at_us;
    const char **texts[] = {&job->as.note.kind, &job->as.note.key, &job->as.note.text};
    return queue(store, job, own(job, texts, 3), fail);
}

bool store_forget(Store *store, Id child, bool records, int64_t at_us, StoreDone done, void *self,
                  Fail *fail) {
    Job *job = job_new(JOB_FORGET, 0, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.forget.child = child;
    job->as.forget.records = records;
    job->as.forget.at_us = at_us;
    return queue(store, job, true, fail);
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
