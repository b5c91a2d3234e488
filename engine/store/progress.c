/* Weeks by game; see progress.h. Sums come by time, so only the lines of the open week are looked
 * through for each: a handful, however many years there are. */
#include "store/progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int64_t DAY_US = INT64_C(86400000000);

/* 1970 began on a Thursday. */
static int64_t monday_of(int64_t at_us, int utc_offset_min) {
    int64_t local_us = at_us + (int64_t)utc_offset_min * 60000000;
    int64_t day = local_us / DAY_US - (local_us % DAY_US < 0);
    int64_t weekday = ((day + 3) % 7 + 7) % 7;
    return day - weekday;
}

static int compare_lines(const void *a, const void *b) {
    const WeekLine *x = a, *y = b;
    if (x->week != y->week) {
        return x->week < y->week ? -1 : 1;
    }
    int names = strcmp(x->game, y->game);
    return names != 0 ? names : (int)x->probe - (int)y->probe;
}

typedef struct {
    WeekLine *lines;
    const Id **last; /* session last counted for each line */
    double *score_sum;
    int *score_n;
    size_t count;
} Weeks;

static size_t line_of(Weeks *weeks, int64_t week, const RunSums *sums) {
    for (size_t i = weeks->count; i-- > 0 && weeks->lines[i].week >= week;) {
        const WeekLine *line = &weeks->lines[i];
        if (line->week == week && line->probe == sums->probe &&
            strcmp(line->game, sums->game) == 0) {
            return i;
        }
    }
    weeks->lines[weeks->count] = (WeekLine){.week = week, .game = sums->game, .probe = sums->probe};
    return weeks->count++;
}

static void add(Weeks *weeks, const RunSums *sums) {
    size_t at = line_of(weeks, monday_of(sums->started_us, sums->utc_offset_min), sums);
    WeekLine *line = &weeks->lines[at];
    bool same = weeks->last[at] != NULL && id_equal(*weeks->last[at], sums->session);
    line->sessions += !same;
    weeks->last[at] = &sums->session;
    line->runs++;
    line->phase = sums->phase;
    line->n += sums->n;
    line->n_valid += sums->n_valid;
    line->n_success += sums->n_success;
    line->n_independent += sums->n_independent;
    if (sums->score_n > 0) {
        weeks->score_sum[at] += sums->score_mean * sums->score_n;
        weeks->score_n[at] += sums->score_n;
    }
    line->score_mean =
        weeks->score_n[at] > 0 ? weeks->score_sum[at] / weeks->score_n[at] : (double)NAN;
}

WeekLine *progress_weeks(Mem *mem, const RunSums *sums, size_t count, size_t *week_count) {
    Weeks weeks = {.lines = mem_alloc_array(mem, count + 1, sizeof(WeekLine)),
                   .last = mem_alloc_array(mem, count + 1, sizeof(const Id *)),
                   .score_sum = mem_alloc_array(mem, count + 1, sizeof(double)),
                   .score_n = mem_alloc_array(mem, count + 1, sizeof(int))};
    *week_count = 0;
    if (weeks.lines == NULL || weeks.last == NULL || weeks.score_sum == NULL ||
        weeks.score_n == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (sums[i].n > 0) {
            add(&weeks, &sums[i]);
        }
    }
    qsort(weeks.lines, weeks.count, sizeof *weeks.lines, compare_lines);
    *week_count = weeks.count;
    return weeks.lines;
}

bool history_progress(Store *store, Mem *mem, Id child, int64_t from_us, int64_t until_us,
                      WeekLine **weeks, size_t *count, Fail *fail) {
    RunSums *sums;
    size_t sum_count;
    *count = 0;
    if (!history_sums(store, mem, child, from_us, until_us, &sums, &sum_count, fail)) {
        return false;
    }
    *weeks = progress_weeks(mem, sums, sum_count, count);
    return *weeks != NULL ||
           fail_set(fail, FAIL_MEMORY, "there is no memory to sum up a child's weeks");
}
