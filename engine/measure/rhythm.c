/* Rhythm; see rhythm.h. */
#include "measure/rhythm.h"

#include "measure/series.h"

#include <math.h>

enum { SD_LEAST = 3, DRIFT_LEAST = 5, TAPS_LEAST = 3 };
static const double PAUSE_GAPS = 3;

/* Every beat's asynchrony in seconds, NaN where nobody tapped; returns how many taps are extra. */
static size_t match_taps(const double *taps, size_t tap_count, const double *beats,
                         size_t beat_count, double tolerance_s, double *off_s) {
    size_t matched = 0;
    for (size_t k = 0; k < beat_count; k++) {
        off_s[k] = NAN;
    }
    for (size_t i = 0, k = 0; i < tap_count; i++) {
        while (k + 1 < beat_count && beats[k + 1] - taps[i] <= taps[i] - beats[k]) {
            k++;
        }
        double off = taps[i] - beats[k], reach = tolerance_s;
        size_t next = off < 0 ? (k > 0 ? k - 1 : k + 1) : (k + 1 < beat_count ? k + 1 : k - 1);
        if (!(reach > 0)) {
            reach = beat_count > 1 ? fabs(beats[next] - beats[k]) / 2 : INFINITY;
        }
        if (fabs(off) <= reach) {
            matched += isnan(off_s[k]);
            off_s[k] = isnan(off_s[k]) || fabs(off) < fabs(off_s[k]) ? off : off_s[k];
        }
    }
    return tap_count - matched;
}

static void put_own_tempo(double *gaps, size_t count, Measures *measures) {
    double median = series_median(gaps, count);
    while (count > 0 && gaps[count - 1] > PAUSE_GAPS * median) {
        count--;
    }
    double mean = series_mean(gaps, count);
    bool enough = count + 1 >= TAPS_LEAST && mean > 0;
    measures_put(measures, MEASURE_INTERVAL_MS, 1000 * median);
    measures_put(measures, MEASURE_INTERVAL_CV, enough ? series_sd(gaps, count) / mean : NAN);
}

static void put_beats(double *off_s, double *number, size_t beats, size_t extra,
                      Measures *measures) {
    size_t met = 0;
    for (size_t k = 0; k < beats; k++) {
        if (!isnan(off_s[k])) {
            off_s[met] = 1000 * off_s[k];
            number[met++] = (double)k;
        }
    }
    double n = (double)beats, hit = (double)met;
    measures_put(measures, MEASURE_SCORE, 100 * hit / (n + (double)extra));
    measures_put(measures, MEASURE_BEATS_HIT_PERCENT, 100 * hit / n);
    measures_put(measures, MEASURE_ASYNCHRONY_MS, series_mean(off_s, met));
    measures_put(measures, MEASURE_ASYNCHRONY_SD_MS, met >= SD_LEAST ? series_sd(off_s, met) : NAN);
    measures_put(measures, MEASURE_ASYNCHRONY_DRIFT_MS,
                 met >= DRIFT_LEAST ? series_slope(number, off_s, met) : NAN);
    measures_put(measures, MEASURE_BEATS_MISSED, n - hit);
    measures_put(measures, MEASURE_TAPS_EXTRA, (double)extra);
}

static void put_without_beats(const Answered *taps, size_t count, const AnswerContext *context,
                              Measures *measures) {
    static const MeasureId about_beats[] = {MEASURE_ASYNCHRONY_MS,       MEASURE_ASYNCHRONY_SD_MS,
                                            MEASURE_ASYNCHRONY_DRIFT_MS, MEASURE_BEATS_HIT_PERCENT,
                                            MEASURE_BEATS_MISSED,        MEASURE_TAPS_EXTRA};
    double right = 0;
    for (size_t i = 0; i < count; i++) {
        right += taps[i].right;
    }
    double asked = fmax(context->count, (double)count);
    measures_put(measures, MEASURE_SCORE, asked > 0 ? 100 * right / asked : NAN);
    for (size_t i = 0; i < sizeof about_beats / sizeof about_beats[0]; i++) {
        measures_put(measures, about_beats[i], NAN);
    }
}

bool rhythm_measure(Mem *mem, const Answered *taps, size_t count, const AnswerContext *context,
                    Measures *measures) {
    size_t room = count + context->expected_count, n = 0, beats = 0;
    double *times = mem_alloc_array(mem, room, sizeof *times);
    double *gaps = mem_alloc_array(mem, room, sizeof *gaps);
    double *beat = mem_alloc_array(mem, room, sizeof *beat);
    double *off = mem_alloc_array(mem, room, sizeof *off);
    if (times == NULL || gaps == NULL || beat == NULL || off == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (isfinite(taps[i].at_s)) {
            times[n++] = taps[i].at_s;
        }
    }
    for (size_t i = 0; i < context->expected_count; i++) {
        if (isfinite(context->expected[i].from_s)) {
            beat[beats++] = context->expected[i].from_s;
        }
    }
    series_sort(times, n);
    series_sort(beat, beats);
    for (size_t i = 1; i < n; i++) {
        gaps[i - 1] = times[i] - times[i - 1];
    }
    put_own_tempo(gaps, n > 0 ? n - 1 : 0, measures);
    if (beats == 0) {
        put_without_beats(taps, count, context, measures);
    } else {
        size_t extra = match_taps(times, n, beat, beats, context->tolerance_s, off);
        put_beats(off, gaps, beats, extra, measures);
    }
    return true;
}
