/* Times of answers; see answers_times.h. */
#include "measure/answers_times.h"

#include "measure/series.h"

#include <math.h>

bool answers_median_latency(Mem *mem, const Answered *answers, size_t count, double *median_s) {
    double *times = mem_alloc_array(mem, count, sizeof *times);
    size_t n = 0;
    for (size_t i = 0; times != NULL && i < count; i++) {
        if (answers[i].first) {
            times[n++] = answers[i].latency_s;
        }
    }
    n = times != NULL ? series_finite(times, n) : 0;
    *median_s = series_median(times, n);
    return times != NULL;
}

bool answers_median_interval(Mem *mem, const Answered *answers, size_t count, double *median_s) {
    double *times = mem_alloc_array(mem, count, sizeof *times);
    size_t n = 0;
    for (size_t i = 1; times != NULL && i < count; i++) {
        times[n++] = answers[i].at_s - answers[i - 1].at_s;
    }
    n = times != NULL ? series_finite(times, n) : 0;
    *median_s = series_median(times, n);
    return times != NULL;
}

bool answers_extra_latency(Mem *mem, const Answered *answers, size_t count, AnsweredMark mark,
                           double *extra_s) {
    double *marked = mem_alloc_array(mem, count, sizeof *marked);
    double *plain = mem_alloc_array(mem, count, sizeof *plain);
    if (marked == NULL || plain == NULL) {
        return false;
    }
    size_t n = 0, m = 0;
    for (size_t i = 0; i < count; i++) {
        if (answers[i].first && answers[i].right && !answered_nothing(&answers[i])) {
            if ((answers[i].marks & (unsigned)mark) != 0) {
                marked[n++] = answers[i].latency_s;
            } else {
                plain[m++] = answers[i].latency_s;
            }
        }
    }
    ReactionRules rules = {REACTION_LEAST_S, INFINITY, REACTION_MADS};
    *extra_s =
        reactions_summarize(marked, n, rules).median - reactions_summarize(plain, m, rules).median;
    return true;
}
