/* Questions about children, sessions, runs and notes; see history.h. */
#include "store/history.h"

#include "store/ask.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define SESSION_SELECT                                                                             \
    "SELECT " SESSION_COLUMNS ",crc,"                                                              \
    "(SELECT count(*) FROM run_sum r WHERE r.child_ix=session.child_ix"                            \
    " AND r.session_ix=session.ix),"                                                               \
    "(SELECT count(*) FROM trial t WHERE t.session_ix=session.ix) FROM session "

bool history_children(Store *store, Mem *mem, ChildRecord **children, size_t *count, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    void *items = NULL;
    size_t room = 0;
    *count = 0;
    sqlite3_stmt *rows = ask_statement(&ask, "SELECT " CHILD_COLUMNS ",crc FROM child ORDER BY ix");
    while (ask_row(&ask, rows, TABLE_CHILD)) {
        ChildRecord *child = ask_more(&ask, &items, count, &room, sizeof *child);
        if (child != NULL) {
            *child = (ChildRecord){.id = ask_id(rows, 1),
                                   .symbol = ask_text(&ask, rows, 2),
                                   .pseudonym = ask_text(&ask, rows, 3),
                                   .age_band = ask_text(&ask, rows, 4),
                                   .profile = ask_text(&ask, rows, 5),
                                   .created_us = sqlite3_column_int64(rows, 6)};
        }
    }
    *children = items;
    return ask_end(&ask);
}

static void fill_session(Ask *ask, sqlite3_stmt *row, SessionLine *line) {
    *line = (SessionLine){.session = {.id = ask_id(row, 1),
                                      .engine_version = ask_text(ask, row, 3),
                                      .schema_version = sqlite3_column_int(row, 4),
                                      .started_us = sqlite3_column_int64(row, 5),
                                      .ended_us = sqlite3_column_int64(row, 6),
                                      .utc_offset_min = sqlite3_column_int(row, 7),
                                      .clock_doubt = sqlite3_column_int(row, 8) != 0,
                                      .device = ask_text(ask, row, 9),
                                      .screen_width_px = sqlite3_column_int(row, 10),
                                      .screen_height_px = sqlite3_column_int(row, 11),
                                      .px_per_mm = sqlite3_column_double(row, 12),
                                      .calibrated = sqlite3_column_int(row, 13) != 0,
                                      .setting = ask_text(ask, row, 14),
                                      .tool = ask_text(ask, row, 15),
                                      .hand = ask_text(ask, row, 16),
                                      .plan = ask_text(ask, row, 17),
                                      .assistance_scheme = ask_text(ask, row, 18),
                                      .end_reason = ask_text(ask, row, 19),
                                      .replayed = sqlite3_column_int(row, 20),
                                      .replay_total = sqlite3_column_int(row, 21)},
                          .child_symbol = "",
                          .child_pseudonym = "?",
                          .runs = sqlite3_column_int(row, 23),
                          .trials = sqlite3_column_int(row, 24)};
    sqlite3_stmt *child = ask_statement(ask, "SELECT " CHILD_COLUMNS ",crc FROM child WHERE ix=?");
    if (child == NULL) {
        return;
    }
    sqlite3_bind_int64(child, 1, sqlite3_column_int64(row, 2));
    while (ask_row(ask, child, TABLE_CHILD)) {
        line->session.child = ask_id(child, 1);
        line->child_symbol = ask_text(ask, child, 2);
        line->child_pseudonym = ask_text(ask, child, 3);
    }
}

bool history_sessions(Store *store, Mem *mem, const Id *child, size_t limit, SessionLine **lines,
                      size_t *count, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    void *items = NULL;
    size_t room = 0;
    *count = 0;
    sqlite3_stmt *rows = ask_statement(
        &ask, SESSION_SELECT "WHERE ?1 IS NULL OR child_ix=(SELECT ix FROM child WHERE uuid=?1)"
                             " ORDER BY started_us DESC,ix DESC LIMIT ?2");
    if (rows != NULL) {
        if (child != NULL) {
            sqlite3_bind_blob(rows, 1, child->bytes, sizeof child->bytes, SQLITE_STATIC);
        }
        sqlite3_bind_int64(rows, 2, limit == 0 ? -1 : (int64_t)limit);
    }
    while (ask_row(&ask, rows, TABLE_SESSION)) {
        SessionLine *line = ask_more(&ask, &items, count, &room, sizeof *line);
        if (line != NULL) {
            fill_session(&ask, rows, line);
        }
    }
    *lines = items;
    return ask_end(&ask);
}

/* Hexadecimal digits in capitals, dashes left out. False: something else is in it. */
static bool hex_of(const char *words, char hex[64]) {
    size_t length = 0;
    for (const char *c = words; *c != '\0'; c++) {
        if (*c == '-') {
            continue;
        }
        if (!isxdigit((unsigned char)*c) || length >= 32) {
            return false;
        }
        hex[length++] = (char)toupper((unsigned char)*c);
    }
    hex[length] = '\0';
    return length > 0;
}

bool history_find_session(Store *store, Mem *mem, const char *words, SessionLine *line,
                          Fail *fail) {
    char hex[64];
    bool last = strcmp(words, "last") == 0;
    if (!last && !hex_of(words, hex)) {
        return fail_set(fail, FAIL_INPUT,
                        "\"%.60s\" names no session: write \"last\" or the first characters of its "
                        "id",
                        words);
    }
    Ask ask = ask_begin(store, mem, fail);
    sqlite3_stmt *rows =
        ask_statement(&ask, last ? SESSION_SELECT "ORDER BY started_us DESC,ix DESC LIMIT 1"
                                 : SESSION_SELECT "WHERE hex(uuid) GLOB ?1||'*' LIMIT 2");
    if (rows != NULL && !last) {
        sqlite3_bind_text(rows, 1, hex, -1, SQLITE_STATIC);
    }
    int found = 0;
    while (ask_row(&ask, rows, TABLE_SESSION)) {
        found++;
        fill_session(&ask, rows, line);
    }
    if (ask.ok && found != 1) {
        ask.ok = fail_set(fail, FAIL_INPUT,
                          found == 0 ? "there is no session \"%.60s\""
                                     : "more than one session begins with \"%.60s\": write more "
                                       "of it",
                          words);
    }
    return ask_end(&ask);
}

bool history_open_session(Store *store, Mem *mem, SessionLine *line, bool *found, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    *found = false;
    sqlite3_stmt *rows = ask_statement(&ask, SESSION_SELECT
                                       "WHERE ended_us=0 ORDER BY started_us DESC,ix DESC LIMIT 1");
    while (ask_row(&ask, rows, TABLE_SESSION)) {
        *found = true;
        fill_session(&ask, rows, line);
    }
    return ask_end(&ask);
}

bool history_runs(Store *store, Mem *mem, Id session, RunRecord **runs, size_t *count, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    void *items = NULL;
    size_t room = 0;
    int64_t ix;
    *count = 0;
    sqlite3_stmt *rows = NULL;
    if (ask_session_ix(&ask, session, &ix)) {
        rows = ask_statement(&ask, "SELECT " RUN_COLUMNS
                                   ",crc FROM run WHERE session_ix=? ORDER BY number");
    }
    if (rows != NULL) {
        sqlite3_bind_int64(rows, 1, ix);
    }
    while (ask_row(&ask, rows, TABLE_RUN)) {
        RunRecord *run = ask_more(&ask, &items, count, &room, sizeof *run);
        if (run != NULL) {
            *run = (RunRecord){.session = session,
                               .number = sqlite3_column_int(rows, 1),
                               .game = ask_text(&ask, rows, 2),
                               .game_version = ask_text(&ask, rows, 3),
                               .game_hash = ask_text(&ask, rows, 4),
                               .phase = (Phase)sqlite3_column_int(rows, 5),
                               .probe = sqlite3_column_int(rows, 6) != 0,
                               .setup = ask_text(&ask, rows, 7),
                               .started_us = sqlite3_column_int64(rows, 8),
                               .ended_us = sqlite3_column_int64(rows, 9)};
        }
    }
    *runs = items;
    return ask_end(&ask);
}

static void fill_sums(Ask *ask, sqlite3_stmt *row, RunSums *sums) {
    int64_t score_sum = sqlite3_column_int64(row, 14);
    *sums = (RunSums){.run = sqlite3_column_int(row, 2),
                      .session = ask_id(row, 3),
                      .started_us = sqlite3_column_int64(row, 4),
                      .utc_offset_min = sqlite3_column_int(row, 5),
                      .game = ask_text(ask, row, 6),
                      .phase = (Phase)sqlite3_column_int(row, 7),
                      .probe = sqlite3_column_int(row, 8) != 0,
                      .n = sqlite3_column_int(row, 9),
                      .n_valid = sqlite3_column_int(row, 10),
                      .n_success = sqlite3_column_int(row, 11),
                      .n_independent = sqlite3_column_int(row, 12),
                      .score_n = sqlite3_column_int(row, 13)};
    sums->score_mean = sums->score_n > 0 ? (double)score_sum / 1000 / sums->score_n : (double)NAN;
}

bool history_sums(Store *store, Mem *mem, Id child, int64_t from_us, int64_t until_us,
                  RunSums **sums, size_t *count, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    void *items = NULL;
    size_t room = 0;
    *count = 0;
    sqlite3_stmt *rows = ask_statement(
        &ask, "SELECT " RUN_SUM_COLUMNS ",crc FROM run_sum"
              " WHERE child_ix=(SELECT ix FROM child WHERE uuid=?1)"
              " AND started_us>=?2 AND started_us<?3 ORDER BY started_us,session_ix,run");
    if (rows != NULL) {
        sqlite3_bind_blob(rows, 1, child.bytes, sizeof child.bytes, SQLITE_STATIC);
        sqlite3_bind_int64(rows, 2, from_us);
        sqlite3_bind_int64(rows, 3, until_us);
    }
    while (ask_row(&ask, rows, TABLE_RUN_SUM)) {
        RunSums *line = ask_more(&ask, &items, count, &room, sizeof *line);
        if (line != NULL) {
            fill_sums(&ask, rows, line);
        }
    }
    *sums = items;
    return ask_end(&ask);
}

bool history_note(Store *store, Mem *mem, const char *kind, const char *key, const char **text,
                  Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    *text = NULL;
    /* Newest first: should the newest be damaged, the one before still stands. */
    sqlite3_stmt *rows = ask_statement(&ask, "SELECT kind,key,revision,at_us,text,crc FROM note"
                                             " WHERE kind=? AND key=? ORDER BY revision DESC");
    if (rows != NULL) {
        sqlite3_bind_text(rows, 1, kind, -1, SQLITE_STATIC);
        sqlite3_bind_text(rows, 2, key, -1, SQLITE_STATIC);
    }
    if (ask_row(&ask, rows, TABLE_NOTE)) {
        *text = ask_text(&ask, rows, 4);
        sqlite3_reset(rows);
        sqlite3_clear_bindings(rows);
    }
    return ask_end(&ask);
}

bool history_notes(Store *store, Mem *mem, const char *kind, const char ***keys,
                   const char ***texts, size_t *count, Fail *fail) {
    Ask ask = ask_begin(store, mem, fail);
    void *names = NULL, *bodies = NULL;
    size_t name_room = 0, body_count = 0, body_room = 0;
    *count = 0;
    const char *previous = NULL;
    sqlite3_stmt *rows = ask_statement(&ask, "SELECT kind,key,revision,at_us,text,crc FROM note"
                                             " WHERE kind=? ORDER BY key,revision DESC");
    if (rows != NULL) {
        sqlite3_bind_text(rows, 1, kind, -1, SQLITE_STATIC);
    }
    while (ask_row(&ask, rows, TABLE_NOTE)) {
        if (previous != NULL && strcmp(previous, (const char *)sqlite3_column_text(rows, 1)) == 0) {
            continue;
        }
        const char **key = ask_more(&ask, &names, count, &name_room, sizeof *key);
        const char **text = ask_more(&ask, &bodies, &body_count, &body_room, sizeof *text);
        if (key != NULL && text != NULL) {
            *key = previous = ask_text(&ask, rows, 1);
            *text = ask_text(&ask, rows, 4);
        }
    }
    *keys = names;
    *texts = bodies;
    return ask_end(&ask);
}
