/* Questions about trials: the hot row, its canonical text, its journal, and what was added later.
 */
#include "store/history.h"

#include "store/ask.h"

#include <stdio.h>
#include <string.h>

static void name_damage(Ask *ask, const char *what, Id session, int trial) {
    char id[ID_TEXT_SIZE], name[ROW_NAME_MAX];
    id_text(session, id);
    snprintf(name, sizeof name, "%s of trial %d of session %s", what, trial, id);
    store_note_damage(ask->store, name);
}

/* One row by its whole-number key. The statement stays on the row until the caller resets it. */
static sqlite3_stmt *row_of_key(Ask *ask, const char *sql, TableId table, int64_t key) {
    sqlite3_stmt *row = ask_statement(ask, sql);
    if (row == NULL) {
        return NULL;
    }
    sqlite3_bind_int64(row, 1, key);
    return ask_row(ask, row, table) ? row : NULL;
}

/* False: the text is missing or damaged; the trial is then left out and named. */
static bool fill_record(Ask *ask, int64_t key, TrialLine *line) {
    sqlite3_stmt *row = row_of_key(ask, "SELECT key,codec,record,crc FROM trial_text WHERE key=?",
                                   TABLE_TRIAL_TEXT, key);
    if (row == NULL) {
        return false;
    }
    Value value;
    Fail why = {0};
    line->record = ask_text(ask, row, 2);
    sqlite3_reset(row);
    if (line->record == NULL) {
        return false;
    }
    if (!value_read(ask->mem, line->record, strlen(line->record), &value, &why)) {
        if (why.kind == FAIL_LIMIT) {
            ask->ok = false;
            *ask->fail = why;
        }
        return false;
    }
    return trial_record_read(&value, &line->trial, &why);
}

static void fill_journal(Ask *ask, int64_t key, TrialLine *line) {
    sqlite3_stmt *row =
        row_of_key(ask, "SELECT key,journal,crc FROM trace WHERE key=?", TABLE_TRACE, key);
    if (row == NULL) {
        name_damage(ask, "journal", line->trial.session, line->trial.number);
        return;
    }
    line->journal = ask_blob(ask, row, 1, &line->journal_length);
    sqlite3_reset(row);
}

static void apply_marks(Ask *ask, int64_t ix, TrialLine *line) {
    sqlite3_stmt *row =
        ask_statement(ask, "SELECT session_ix,trial,n,at_us,kind,value,reason,crc FROM mark"
                           " WHERE session_ix=? AND trial=? ORDER BY n");
    if (row == NULL) {
        return;
    }
    sqlite3_bind_int64(row, 1, ix);
    sqlite3_bind_int(row, 2, line->trial.number);
    while (ask_row(ask, row, TABLE_MARK)) {
        const char *kind = (const char *)sqlite3_column_text(row, 4);
        if (strcmp(kind, "assistance") == 0) {
            line->assistance = sqlite3_column_int(row, 5);
        } else {
            line->excluded = strcmp(kind, "exclude") == 0;
            line->excluded_why = line->excluded ? ask_text(ask, row, 6) : NULL;
        }
    }
}

static bool fill_trial(Ask *ask, sqlite3_stmt *hot, Id session, bool with_journal,
                       TrialLine *line) {
    int64_t ix = sqlite3_column_int64(hot, 0);
    int number = sqlite3_column_int(hot, 1);
    int64_t key = ix << TRIALS_SHIFT | number;
    *line = (TrialLine){.trial = {.session = session}};
    if (!fill_record(ask, key, line)) {
        name_damage(ask, "record", session, number);
        return false;
    }
    line->assistance = line->trial.assistance;
    if (with_journal) {
        fill_journal(ask, key, line);
    }
    apply_marks(ask, ix, line);
    return true;
}

bool history_trials(Store *store, Mem *mem, Id session, int run, bool with_journal,
                    TrialLine **lines, size_t *count, Fail *fail) {
    Fail ignored;
    Ask ask = ask_begin(store, mem, fail != NULL ? fail : &ignored);
    void *items = NULL;
    size_t room = 0;
    int64_t ix;
    *count = 0;
    sqlite3_stmt *rows = NULL;
    if (ask_session_ix(&ask, session, &ix)) {
        rows = ask_statement(&ask, "SELECT " TRIAL_COLUMNS
                                   ",crc FROM trial WHERE session_ix=?1 AND (?2<0 OR run=?2)"
                                   " ORDER BY number");
    }
    if (rows != NULL) {
        sqlite3_bind_int64(rows, 1, ix);
        sqlite3_bind_int(rows, 2, run);
    }
    while (ask_row(&ask, rows, TABLE_TRIAL)) {
        TrialLine *line = ask_more(&ask, &items, count, &room, sizeof *line);
        if (line != NULL && !fill_trial(&ask, rows, session, with_journal, line)) {
            (*count)--;
        }
    }
    *lines = items;
    return ask_end(&ask);
}

bool history_tail(Store *store, Mem *mem, Id session, int run, const uint8_t **journal,
                  size_t *length, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    int64_t ix;
    *journal = NULL;
    *length = 0;
    sqlite3_stmt *row = NULL;
    if (ask_session_ix(&ask, session, &ix)) {
        row = ask_statement(
            &ask, "SELECT session_ix,run,journal,crc FROM tail WHERE session_ix=? AND run=?");
    }
    if (row != NULL) {
        sqlite3_bind_int64(row, 1, ix);
        sqlite3_bind_int(row, 2, run);
    }
    while (ask_row(&ask, row, TABLE_TAIL)) {
        *journal = ask_blob(&ask, row, 2, length);
    }
    return ask_end(&ask);
}

bool history_rescores(Store *store, Mem *mem, Id session, int trial, int *scorer_version,
                      Measures *measures, bool *found, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    int64_t ix;
    const char *text = NULL;
    *found = false;
    sqlite3_stmt *row = NULL;
    if (ask_session_ix(&ask, session, &ix)) {
        row = ask_statement(&ask, "SELECT session_ix,trial,n,scorer_version,at_us,measures,crc"
                                  " FROM rescore WHERE session_ix=? AND trial=? ORDER BY n");
    }
    if (row != NULL) {
        sqlite3_bind_int64(row, 1, ix);
        sqlite3_bind_int(row, 2, trial);
    }
    while (ask_row(&ask, row, TABLE_RESCORE)) {
        *scorer_version = sqlite3_column_int(row, 3);
        text = ask_text(&ask, row, 5);
    }
    Value value;
    if (ask.ok && text != NULL) {
        *found = ask.ok = value_read(mem, text, strlen(text), &value, fail) &&
                          measures_from_value(measures, &value, fail);
    }
    return ask_end(&ask);
}
