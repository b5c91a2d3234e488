/* Figures of a run from its trials; see summary.h. */
#include "care/summary.h"

#include <math.h>
#include <stdlib.h>

enum { MEDIAN_MAX = 2048 };

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    if (count == 0) {
        return NAN;
    }
    qsort(values, count, sizeof *values, by_value);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

bool summary_counts(const TrialView *view) {
    const TrialRecord *trial = view->trial;
    return trial->valid && !trial->practice && !view->excluded && trial->end != END_BROKEN &&
           trial->end != END_INTERRUPTED;
}

bool summary_on_own(const TrialView *view) {
    return view->trial->success && view->trial->help_rung == 0 && view->assistance <= 0;
}

int summary_help(const TrialView *view) {
    const TrialRecord *trial = view->trial;
    if (trial->outcome == OUTCOME_TOGETHER) {
        return HELP_RUNG_MAX;
    }
    if (!trial->success || view->assistance >= ASSISTANCE_MAX) {
        return ASSISTANCE_MAX;
    }
    int given = view->assistance < 0 ? 0 : view->assistance;
    return trial->help_rung > given ? trial->help_rung : given;
}

const char *summary_outcome(const TrialView *view) {
    if (view->trial->outcome == OUTCOME_INDEPENDENT && view->assistance > 0) {
        return outcome_label(OUTCOME_HELPED);
    }
    return outcome_label(view->trial->outcome);
}

typedef struct {
    double values[MEDIAN_MAX];
    size_t count;
} Figures;

static void put(Figures *figures, double value) {
    if (isfinite(value) && figures->count < MEDIAN_MAX) {
        figures->values[figures->count++] = value;
    }
}

/* Wilson 1927, 95 %. */
static void interval(int k, int n, double *low, double *high) {
    if (n == 0) {
        *low = *high = NAN;
        return;
    }
    double z = 1.959963984540054, p = (double)k / n, z2 = z * z / n;
    double middle = (p + z2 / 2) / (1 + z2);
    double half = z * sqrt(p * (1 - p) / n + z2 / (4 * n)) / (1 + z2);
    *low = fmax(0, middle - half);
    *high = fmin(1, middle + half);
}

static void count_trial(const TrialView *view, int index, Summary *summary) {
    const TrialRecord *trial = view->trial;
    summary->counted++;
    summary->successes += trial->success;
    summary->on_own += summary_on_own(view);
    summary->unmarked += view->assistance == ASSISTANCE_UNMARKED;
    int level = view->assistance < 0 ? 0 : view->assistance;
    summary->by_assistance[level > ASSISTANCE_MAX ? ASSISTANCE_MAX : level]++;
    int rung = trial->help_rung < 0 ? 0 : trial->help_rung;
    summary->by_rung[rung > HELP_RUNG_MAX ? HELP_RUNG_MAX : rung]++;
    summary->by_help[summary_help(view)]++;
    summary->answers += trial->answers;
    summary->answers_right += trial->answers_right;
    if (summary->last_count == SUMMARY_LAST) {
        for (int i = 1; i < SUMMARY_LAST; i++) {
            summary->last[i - 1] = summary->last[i];
        }
        summary->last_count--;
    }
    summary->last[summary->last_count++] = index;
}

static void note_extremes(const TrialView *views, int index, Summary *summary) {
    double score = measures_get(&views[index].trial->measures, MEASURE_SCORE);
    if (!isfinite(score)) {
        return;
    }
    if (summary->best < 0 ||
        score > measures_get(&views[summary->best].trial->measures, MEASURE_SCORE)) {
        summary->best = index;
    }
    if (summary->worst < 0 ||
        score < measures_get(&views[summary->worst].trial->measures, MEASURE_SCORE)) {
        summary->worst = index;
    }
}

static double spread(const Figures *figures, double middle) {
    Figures distances = {.count = figures->count};
    for (size_t i = 0; i < figures->count; i++) {
        distances.values[i] = fabs(figures->values[i] - middle);
    }
    return median(distances.values, distances.count);
}

void summary_make(const TrialView *views, size_t count, MeasureId main_id, Summary *summary) {
    *summary = (Summary){.main_id = main_id, .best = -1, .worst = -1, .next_reason = ""};
    Figures scores = {.count = 0}, mains = {.count = 0}, times = {.count = 0}, waits = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        const TrialRecord *trial = views[i].trial;
        summary->trials++;
        summary->invalid += !trial->valid;
        summary->excluded += views[i].excluded;
        summary->practice += trial->practice;
        summary->probes += trial->probe;
        summary->active_s += (double)trial->duration_us / 1e6;
        summary->level_first = i == 0 ? trial->level : summary->level_first;
        summary->level_last = trial->level;
        summary->next_level = trial->next_level;
        summary->next_reason = trial->next_reason != NULL ? trial->next_reason : "";
        if (summary_counts(&views[i])) {
            count_trial(&views[i], (int)i, summary);
            note_extremes(views, (int)i, summary);
            put(&scores, measures_get(&trial->measures, MEASURE_SCORE));
            put(&mains, measures_get(&trial->measures, main_id));
            put(&times, (double)trial->duration_us / 1e6);
            put(&waits, measures_get(&trial->measures, MEASURE_LATENCY_S));
        }
    }
    summary->on_own_share = summary->counted > 0 ? (double)summary->on_own / summary->counted : NAN;
    interval(summary->on_own, summary->counted, &summary->on_own_low, &summary->on_own_high);
    summary->score_median = median(scores.values, scores.count);
    summary->main_median = median(mains.values, mains.count);
    summary->main_spread = spread(&mains, summary->main_median);
    summary->duration_median_s = median(times.values, times.count);
    summary->latency_median_s = median(waits.values, waits.count);
}
