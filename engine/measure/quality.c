/* Rules of data quality; see quality.h. */
#include "measure/quality.h"

#include "measure/series.h"

#include <math.h>

static const double SECOND_TOUCH_MOST = 0.1, INK_LEAST_MM = 2, ANTICIPATION_S = 0.15;
static const double GAP_MEDIAN_MOST_MS = 34, GAP_MOST_MS = 150, GAP_STILL_MM = 2;
enum { SAMPLES_LEAST = 5 };

const char *quality_sentence(QualityReason reason) {
    static const char *const sentences[] = {
#define X(NAME, SENTENCE) SENTENCE,
        QUALITY_REASONS(X)
#undef X
    };
    size_t i = (size_t)reason;
    return i < sizeof sentences / sizeof sentences[0] ? sentences[i] : "";
}

/* Gaps between neighbours of one stroke. A gap across a resting finger counts for neither figure.
 */
static bool measure_gaps(Mem *mem, const Trace *trace, Quality *quality) {
    double *gaps = mem_alloc_array(mem, trace->count, sizeof *gaps);
    if (gaps == NULL) {
        return false;
    }
    size_t n = 0;
    double longest = 0;
    for (size_t i = 1; i < trace->count; i++) {
        double ms = (trace->time_s[i] - trace->time_s[i - 1]) * 1000;
        if (trace->begins[i] ||
            (ms > GAP_MOST_MS &&
             point_distance(trace->points[i], trace->points[i - 1]) <= GAP_STILL_MM)) {
            continue;
        }
        gaps[n++] = ms;
        longest = ms > longest ? ms : longest;
    }
    if (n > 0) {
        double upper = series_pick(gaps, n, n / 2);
        quality->gap_median_ms = (series_pick(gaps, n, (n - 1) / 2) + upper) / 2;
        quality->gap_longest_ms = longest;
    }
    return true;
}

static QualityReason judge_trial(const Trace *trace, const QualityContext *context) {
    if (context->paused) {
        return QUALITY_PAUSED;
    }
    if (context->second_touch_share > SECOND_TOUCH_MOST) {
        return QUALITY_SECOND_TOUCH;
    }
    if (context->expects_ink && trace->count < SAMPLES_LEAST) {
        return QUALITY_FEW_SAMPLES;
    }
    if (context->expects_ink && path_length(&trace->path) < INK_LEAST_MM) {
        return QUALITY_LITTLE_INK;
    }
    return QUALITY_FINE;
}

static QualityReason judge_timing(const Trace *trace, const Quality *quality) {
    if (!trace->timed) {
        return QUALITY_NO_TIMES;
    }
    if (quality->gap_median_ms > GAP_MEDIAN_MOST_MS + 1e-6) {
        return QUALITY_SLOW_READINGS;
    }
    return quality->gap_longest_ms > GAP_MOST_MS + 1e-6 ? QUALITY_LOST_READINGS : QUALITY_FINE;
}

bool quality_judge(Mem *mem, const Trace *trace, const QualityContext *context, Quality *quality) {
    *quality = (Quality){.gap_median_ms = NAN, .gap_longest_ms = NAN};
    if (trace->timed && !measure_gaps(mem, trace, quality)) {
        return false;
    }
    quality->why = judge_trial(trace, context);
    quality->valid = quality->why == QUALITY_FINE;
    quality->why_timing = quality->valid ? judge_timing(trace, quality) : quality->why;
    quality->timing_valid = quality->why_timing == QUALITY_FINE;
    quality->why_reaction = quality->valid && context->cue_to_touch_s < ANTICIPATION_S
                                ? QUALITY_ANTICIPATION
                                : quality->why;
    quality->reaction_valid = quality->why_reaction == QUALITY_FINE;
    return true;
}
