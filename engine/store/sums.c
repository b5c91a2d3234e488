/* Sums of a run, kept in each trial's own transaction and counted anew when a mark changes what a
 * trial counts for. Practice and excluded trials do not count; success, independence and score are
 * those of valid trials. */
#include "store/internal.h"

void sums_add(Sums *sums, const SumTrial *trial) {
    if (trial->excluded || (trial->flags & FLAG_PRACTICE) != 0) {
        return;
    }
    sums->n++;
    if ((trial->flags & FLAG_VALID) == 0) {
        return;
    }
    bool success = (trial->flags & FLAG_SUCCESS) != 0;
    sums->n_valid++;
    sums->n_success += success;
    sums->n_independent +=
        success && trial->outcome == OUTCOME_INDEPENDENT && trial->assistance <= 0;
    if (trial->has_score) {
        sums->score_n++;
        sums->score_sum += trial->score;
    }
}

int sums_recount(Db *db, int64_t session_ix, int run, Sums *sums) {
    sqlite3_stmt *trials = db_statement(
        db, "SELECT t.flags,t.outcome,"
            "coalesce((SELECT value FROM mark WHERE session_ix=t.session_ix AND trial=t.number"
            " AND kind='assistance' ORDER BY n DESC LIMIT 1),t.assistance),"
            "coalesce((SELECT kind='exclude' FROM mark WHERE session_ix=t.session_ix"
            " AND trial=t.number AND kind<>'assistance' ORDER BY n DESC LIMIT 1),0),"
            "t.score FROM trial t WHERE t.session_ix=?1 AND t.run=?2");
    if (trials == NULL) {
        return sqlite3_extended_errcode(db->handle);
    }
    sqlite3_bind_int64(trials, 1, session_ix);
    sqlite3_bind_int(trials, 2, run);
    Sums counted = *sums;
    counted.n = counted.n_valid = counted.n_success = counted.n_independent = 0;
    counted.score_n = counted.score_sum = 0;
    int rc;
    while ((rc = sqlite3_step(trials)) == SQLITE_ROW) {
        SumTrial trial = {.flags = sqlite3_column_int(trials, 0),
                          .outcome = sqlite3_column_int(trials, 1),
                          .assistance = sqlite3_column_int(trials, 2),
                          .excluded = sqlite3_column_int(trials, 3) != 0,
                          .has_score = sqlite3_column_type(trials, 4) == SQLITE_INTEGER,
                          .score = sqlite3_column_int64(trials, 4)};
        sums_add(&counted, &trial);
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db->handle);
    sqlite3_reset(trials);
    if (rc == SQLITE_OK) {
        *sums = counted;
    }
    return rc;
}

int sums_write(Db *db, int64_t session_ix, int run, const Sums *sums) {
    Row row = row_begin(db, TABLE_RUN_SUM,
                        "INSERT OR REPLACE INTO run_sum(" RUN_SUM_COLUMNS
                        ",crc) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    row_int(&row, sums->child_ix);
    row_int(&row, session_ix);
    row_int(&row, run);
    row_blob(&row, sums->uuid, sizeof sums->uuid);
    row_int(&row, sums->started_us);
    row_int(&row, sums->utc_offset_min);
    row_text(&row, sums->game);
    row_int(&row, sums->phase);
    row_int(&row, sums->probe);
    row_int(&row, sums->n);
    row_int(&row, sums->n_valid);
    row_int(&row, sums->n_success);
    row_int(&row, sums->n_independent);
    row_int(&row, sums->score_n);
    row_int(&row, sums->score_sum);
    return row_end(&row);
}

int tally_write(Db *db) {
    for (int i = 0; i < TABLE_COUNT; i++) {
        if (db->change[i].rows == 0 && db->change[i].sum == 0) {
            continue;
        }
        sqlite3_stmt *update =
            db_statement(db, "UPDATE tally SET n=n+?1,total=(total+?2)&4294967295 WHERE name=?3");
        if (update == NULL) {
            return sqlite3_extended_errcode(db->handle);
        }
        sqlite3_bind_int64(update, 1, db->change[i].rows);
        sqlite3_bind_int64(update, 2, db->change[i].sum);
        sqlite3_bind_text(update, 3, store_tables[i].name, -1, SQLITE_STATIC);
        int rc = sqlite3_step(update);
        sqlite3_reset(update);
        if (rc != SQLITE_DONE) {
            return sqlite3_extended_errcode(db->handle);
        }
        db->change[i].rows = 0;
        db->change[i].sum = 0;
    }
    return SQLITE_OK;
}
