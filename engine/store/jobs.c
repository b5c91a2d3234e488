/* Writes that wait: each call copies what it is given into a job of its own memory and puts it in
 * line for the writer's thread; see store.h. */
#include "store/internal.h"

#include <string.h>

enum { JOB_ROOM = 256 * 1024 };

void job_free(Job *job) {
    if (job != NULL) {
        mem_free(job->mem);
    }
}

Job *job_new(JobKind kind, size_t room, StoreDone done, void *self, Fail *fail) {
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

bool job_queue(Store *store, Job *job, bool copied, Fail *fail) {
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
    return job_queue(store, job, own_child(job), fail);
}

bool store_session(Store *store, const SessionRecord *session, StoreDone done, void *self,
                   Fail *fail) {
    size_t room = text_room(session->plan) + text_room(session->assistance_scheme);
    Job *job = job_new(JOB_SESSION, room, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.session = *session;
    return job_queue(store, job, own_session(job), fail);
}

bool store_run(Store *store, const RunRecord *run, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_RUN, text_room(run->setup), done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.run = *run;
    return job_queue(store, job, own_run(job), fail);
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
    return job_queue(store, job, copied, fail);
}

bool store_tail(Store *store, Id session, int run, const uint8_t *journal, size_t length,
                StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_TAIL, length, done, self, fail);
    if (job == NULL) {
        return false;
    }
    job->as.tail.session = session;
    job->as.tail.run = run;
    return job_queue(store, job, own_journal(job, journal, length), fail);
}

bool store_mark(Store *store, const MarkRecord *mark, StoreDone done, void *self, Fail *fail) {
    Job *job = job_new(JOB_MARK, text_room(mark->reason), done, self, fail);
    if (job == NULL) {
        return false;
    }
    MarkRecord *m = &job->as.mark;
    *m = *mark;
    const char **texts[] = {&m->kind, &m->reason};
    return job_queue(store, job, own(job, texts, 2), fail);
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
    return job_queue(store, job, job->as.rescore.text != NULL, fail);
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
    return job_queue(store, job, own(job, texts, 3), fail);
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
    return job_queue(store, job, true, fail);
}
