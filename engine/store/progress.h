/* A child's years at a glance: weeks by game, from the sums of runs alone. */
#ifndef OTTERPAW_STORE_PROGRESS_H
#define OTTERPAW_STORE_PROGRESS_H

#include "store/history.h"

/* One game in one week; the child's weeks begin on local Mondays. Probes apart. */
typedef struct {
    int64_t week;     /* days since 1970 of its Monday */
    const char *game; /* borrowed from the sums, in mem */
    bool probe;
    Phase phase; /* of the week's last run of the game */
    int sessions, runs;
    int n, n_valid, n_success, n_independent; /* trials */
    double score_mean;                        /* over trials with a score; NaN: none */
} WeekLine;

/* Sums laid together by week, game and probe: oldest week first, within it by game and then what is
 * no probe first. sums: oldest first, as history_sums gives them. NULL: no memory. */
WeekLine *progress_weeks(Mem *mem, const RunSums *sums, size_t count, size_t *week_count);
/* The same of a child's sessions that started within [from_us, until_us). */
bool history_progress(Store *store, Mem *mem, Id child, int64_t from_us, int64_t until_us,
                      WeekLine **weeks, size_t *count, Fail *fail);

#endif
