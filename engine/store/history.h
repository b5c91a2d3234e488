/* Read-only questions to the database, answered from what is committed, from one thread at a time.
 * Results live in the mem handed in. Every row's check is verified on reading: a damaged row is
 * left out, named by history_damaged and copied to the quarantine; a damaged journal alone leaves
 * its trial in, without journal. Without a readable database every answer is empty. */
#ifndef OTTERPAW_STORE_HISTORY_H
#define OTTERPAW_STORE_HISTORY_H

#include "care/records.h"
#include "store/store.h"

typedef struct {
    SessionRecord session;
    const char *child_symbol, *child_pseudonym;
    int runs, trials;
} SessionLine;

typedef struct {
    TrialRecord trial;
    const char *record; /* canonical text as saved */
    const uint8_t *journal;
    size_t journal_length;
    int assistance; /* with later marks applied */
    bool excluded;
    const char *excluded_why;
} TrialLine;

/* The sums of one run, as they are kept with each trial. Practice and excluded trials do not count;
 * success, independence and score are those of valid trials. */
typedef struct {
    Id session;
    int64_t started_us; /* of the session */
    int utc_offset_min;
    int run;
    const char *game;
    Phase phase;
    bool probe;
    int n, n_valid, n_success, n_independent;
    int score_n;       /* valid trials with a score */
    double score_mean; /* 0..100; NaN when score_n is 0 */
} RunSums;

bool history_children(Store *store, Mem *mem, ChildRecord **children, size_t *count, Fail *fail);
/* Newest first; child NULL: of all. limit 0: all. */
bool history_sessions(Store *store, Mem *mem, const Id *child, size_t limit, SessionLine **lines,
                      size_t *count, Fail *fail);
/* By the whole UUID or a prefix that is unique, or "last". */
bool history_find_session(Store *store, Mem *mem, const char *words, SessionLine *line, Fail *fail);
bool history_runs(Store *store, Mem *mem, Id session, RunRecord **runs, size_t *count, Fail *fail);
/* Of one run (run >= 0) or the whole session (-1), in order. with_journal: else left out. */
bool history_trials(Store *store, Mem *mem, Id session, int run, bool with_journal,
                    TrialLine **lines, size_t *count, Fail *fail);
/* Of one child's sessions that started within [from_us, until_us), oldest first. What a report over
 * years reads: no trial is touched. */
bool history_sums(Store *store, Mem *mem, Id child, int64_t from_us, int64_t until_us,
                  RunSums **sums, size_t *count, Fail *fail);
bool history_tail(Store *store, Mem *mem, Id session, int run, const uint8_t **journal,
                  size_t *length, Fail *fail);
bool history_rescores(Store *store, Mem *mem, Id session, int trial, int *scorer_version,
                      Measures *measures, bool *found, Fail *fail); /* the newest */
/* Newest text of a kind and key; *text NULL if there is none. */
bool history_note(Store *store, Mem *mem, const char *kind, const char *key, const char **text,
                  Fail *fail);
/* All keys of a kind with their newest texts. */
bool history_notes(Store *store, Mem *mem, const char *kind, const char ***keys,
                   const char ***texts, size_t *count, Fail *fail);
/* The session left open by a crash, if any. */
bool history_open_session(Store *store, Mem *mem, SessionLine *line, bool *found, Fail *fail);

/* Reads every row and its check, how many rows there should be, the sums against their trials, and
 * SQLite's own integrity_check (which also compares the indexes). Appends one line per damage
 * found. False: it could not be done. */
bool history_check(Store *store, Buffer *report, int *damaged, Fail *fail);
/* A damaged row as it lay there: every column and its check, each as a kind (i r t b n), a length
 * of 4 bytes (low first) and its bytes, numbers as text. */
typedef struct {
    const char *name, *reason;
    int64_t found_us; /* of the opening in which it was met */
    const uint8_t *bytes;
    size_t length;
} QuarantineLine;

/* All that ever were found damaged, oldest first. */
bool history_quarantine(Store *store, Mem *mem, QuarantineLine **lines, size_t *count, Fail *fail);
/* Names of rows found damaged since opening ("trial session_ix 3, number 4"); returns how many were
 * found, which may be more than are named. */
int history_damaged(Store *store, Mem *mem, const char ***names, size_t *count);

#endif
