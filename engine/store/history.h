/* Read-only questions to the database, answered from what is committed. Results live in the mem
 * handed in. Every row's check is verified on reading: a damaged row is left out, named in
 * *damaged (may be NULL) and counted by history_damaged. */
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

/* Reads every row and its check, and SQLite's own quick_check. Appends one line per damaged row. */
bool history_check(Store *store, Buffer *report, int *damaged, Fail *fail);

#endif
