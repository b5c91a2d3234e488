/* No memory at the Nth allocation: SQLite's own, by its memory methods, and ours, by
 * mem_fail_after. Every site in turn, until a run meets none. */
#include "faultvfs.h"
#include "sitting.h"
#include "torture.h"

#include <stdatomic.h>

static sqlite3_mem_methods real;
static atomic_long countdown, forever; /* fails when it comes down to 0; and from then on */
static atomic_long refused;

static bool refuse(void) {
    long left = atomic_load(&countdown);
    if (left <= 0) {
        return false;
    }
    if (left == 1) {
        atomic_fetch_add(&refused, 1);
        if (atomic_fetch_sub(&forever, 1) <= 1) {
            atomic_store(&countdown, 0);
        }
        return true;
    }
    atomic_store(&countdown, left - 1);
    return false;
}

static void *take(int bytes) {
    return refuse() ? NULL : real.xMalloc(bytes);
}

static void *take_more(void *old, int bytes) {
    return refuse() ? NULL : real.xRealloc(old, bytes);
}

static void fail_after(long n, long times) {
    atomic_store(&refused, 0);
    atomic_store(&forever, times);
    atomic_store(&countdown, n);
}

static bool install(void) {
    sqlite3_mem_methods ours;
    bool ok = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) == SQLITE_OK;
    ours = real;
    ours.xMalloc = take;
    ours.xRealloc = take_more;
    ok = ok && sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
    fault_install();
    return ok;
}

/* Plays with no memory at the Nth allocation, then with memory again. False: all came to pass
 * before the Nth. */
static bool starve_once(Sitting *sitting, long n, long times, bool *kept) {
    int trials;
    fault_erase();
    sitting_forget(sitting);
    fail_after(n, times);
    bool open = sitting_open(sitting);
    if (open) {
        sitting_begin(sitting);
        sitting_put(sitting);
        sitting_put(sitting);
        sitting_put(sitting);
        sitting_flush(sitting);
        TrialLine *lines;
        size_t count;
        history_trials(sitting->store, sitting->mem, records_id(2, 1), -1, true, &lines, &count,
                       &sitting->fail);
    }
    bool hit = atomic_load(&refused) > 0;
    fail_after(0, 0);
    *kept = true;
    if (open) {
        *kept = sitting_flush(sitting) && sitting->next == 3;
        for (int i = 0; i < sitting->next; i++) {
            *kept = *kept && sitting->acked[i];
        }
        if (!*kept) {
            snprintf(sitting->loss, sizeof sitting->loss, "memory came back, but: %.200s",
                     sitting->fail.text);
        }
        sitting_close(sitting);
    }
    *kept = sitting_verify(sitting, &trials) && *kept;
    return hit;
}

bool job_sqlite_memory(long size, Torture *out) {
    bool ok = install();
    Sitting *sitting = sitting_new(FAULT_VFS);
    static const long times[] = {1, 40};
    /* size: how many sites apart; 1 is every site. */
    for (int mode = 0; mode < 2; mode++) {
        bool hit = true;
        for (long n = 1 + mode; hit; n += size) {
            bool kept;
            hit = starve_once(sitting, n, times[mode], &kept);
            out->faults += hit;
            if (!kept && out->lost++ == 0) {
                snprintf(out->what, sizeof out->what, "allocation %ld: %.160s", n, sitting->loss);
            }
        }
    }
    out->rows = sitting->acked_count;
    /* It must have gone through many sites, and the last run must have met none. */
    out->teeth = out->faults > 1000 / size && atomic_load(&refused) == 0;
    snprintf(out->teeth_text, sizeof out->teeth_text, "every %ld%s site met up to the last", size,
             size == 1 ? "st" : "th");
    sitting_free(sitting);
    return ok && out->rows > out->faults;
}

/* One call with each of our allocations failing in turn; then it must come to pass. */
#define EACH_SITE(call)                                                                            \
    for (long n = 1;; n++) {                                                                       \
        mem_fail_after(n);                                                                         \
        bool done = (call);                                                                        \
        long made = mem_fail_after(0);                                                             \
        if (done && made < n) {                                                                    \
            break;                                                                                 \
        }                                                                                          \
        if (done) {                                                                                \
            continue;                                                                              \
        }                                                                                          \
        out->faults++;                                                                             \
        bool says = sitting->fail.kind == FAIL_MEMORY || sitting->fail.kind == FAIL_LIMIT;         \
        if (!says && out->lost++ == 0) {                                                           \
            snprintf(out->what, sizeof out->what, "%s: %.150s", #call, sitting->fail.text);        \
        }                                                                                          \
        if (n > 100000) {                                                                          \
            return false;                                                                          \
        }                                                                                          \
    }

static bool starve_calls(Sitting *sitting, Torture *out) {
    Store *store = sitting->store;
    Fail *fail = &sitting->fail;
    ChildRecord child = records_child(1);
    SessionRecord session = records_session(1, 1);
    RunRecord run = records_run(1, 0);
    Mem *mine = mem_new(1 << 20), *answers = mem_new(1 << 20);
    TrialRecord trial = records_trial(mine, 1, 0, 0);
    MarkRecord mark = {session.id, 0, 1, "exclude", 0, "a loud noise"};
    uint8_t journal[4096];
    size_t length = records_journal(journal, 1, 0), count, n_bytes;
    EACH_SITE(store_child(store, &child, NULL, NULL, fail))
    EACH_SITE(store_session(store, &session, NULL, NULL, fail))
    EACH_SITE(store_run(store, &run, NULL, NULL, fail))
    EACH_SITE(store_trial(store, &trial, journal, length, NULL, NULL, fail))
    EACH_SITE(store_mark(store, &mark, NULL, NULL, fail))
    EACH_SITE(store_tail(store, session.id, 0, journal, length, NULL, NULL, fail))
    EACH_SITE(store_rescore(store, session.id, 0, 2, 5, &trial.measures, NULL, NULL, fail))
    EACH_SITE(store_note(store, "plan", "child", "1", 1, NULL, NULL, fail))
    bool ok = store_flush(store, fail);
    ChildRecord *children;
    SessionLine *sessions, line;
    RunRecord *runs;
    TrialLine *trials;
    RunSums *sums;
    const uint8_t *bytes;
    const char *text, **keys, **texts;
    bool found;
#define ASK(call)                                                                                  \
    EACH_SITE((mem_free(answers), answers = mem_new(1 << 20), fail->kind = FAIL_MEMORY,            \
               answers != NULL) &&                                                                 \
              (call))
    ASK(history_children(store, answers, &children, &count, fail))
    ASK(history_sessions(store, answers, NULL, 0, &sessions, &count, fail))
    ASK(history_find_session(store, answers, "last", &line, fail))
    ASK(history_open_session(store, answers, &line, &found, fail))
    ASK(history_runs(store, answers, session.id, &runs, &count, fail))
    ASK(history_trials(store, answers, session.id, -1, true, &trials, &count, fail))
    ASK(history_sums(store, answers, child.id, 0, INT64_MAX, &sums, &count, fail))
    ASK(history_tail(store, answers, session.id, 0, &bytes, &n_bytes, fail))
    ASK(history_note(store, answers, "plan", "child", &text, fail))
    ASK(history_notes(store, answers, "plan", &keys, &texts, &count, fail))
    mem_free(mine);
    mem_free(answers);
    return ok;
}

bool job_own_memory(long size, Torture *out) {
    fault_install();
    Sitting *sitting = sitting_new(FAULT_VFS);
    bool ok = true;
    for (long i = 0; i < size; i++) {
        fault_erase();
        ok = ok && sitting_open(sitting) && starve_calls(sitting, out);
        TrialLine *lines;
        size_t count = 0;
        ok = ok && history_trials(sitting->store, sitting->mem, records_id(2, 1), -1, true, &lines,
                                  &count, &sitting->fail);
        /* What was refused for want of memory was not kept twice, nor half. */
        if (count != 1 && out->lost++ == 0) {
            snprintf(out->what, sizeof out->what, "%zu trials instead of one", count);
        }
        out->rows += (long)count;
        sitting_close(sitting);
        mem_reset(sitting->mem);
    }
    if (!ok && out->what[0] == '\0') {
        snprintf(out->what, sizeof out->what, "%.190s", sitting->fail.text);
    }
    out->teeth = out->faults >= 40 * size;
    snprintf(out->teeth_text, sizeof out->teeth_text, "%ld refusals a run, each said so",
             out->faults / size);
    sitting_free(sitting);
    return ok && out->rows >= size;
}
