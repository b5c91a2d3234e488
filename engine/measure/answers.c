/* The families that are measured from answers; see answers.h. */
#include "measure/answers.h"

#include "measure/drag.h"
#include "measure/inhibition.h"
#include "measure/order.h"
#include "measure/pointing.h"
#include "measure/rated.h"
#include "measure/rhythm.h"
#include "measure/search.h"
#include "measure/sorting.h"
#include "measure/turns.h"

#include <math.h>
#include <string.h>

bool answered_same(const char *a, const char *b) {
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

AnswerContext answer_context(MeasureFamily family) {
    return (AnswerContext){.family = family,
                           .middle_x_mm = NAN,
                           .middle_y_mm = NAN,
                           .rating = NAN,
                           .rating_max = NAN,
                           .assistance = NAN,
                           .repetitions = NAN,
                           .prompts = NAN,
                           .pair = {NAN, NAN, NAN, NAN}};
}

static const Expected *target_of(const Answered *answer, const AnswerContext *context) {
    for (size_t i = 0; i < context->expected_count; i++) {
        if (answered_same(context->expected[i].item, answer->item)) {
            return &context->expected[i];
        }
    }
    return NULL;
}

/* Taps one after the other: an aim goes from where the finger was to the next target, and takes the
 * whole time since that was offered, as in ISO 9241-411's tapping in sequence. */
static bool pointing_answers(Mem *mem, const Answered *answers, size_t count,
                             const AnswerContext *context, Measures *measures) {
    Tap *taps = mem_alloc_array(mem, count, sizeof *taps);
    Aim *aims = mem_alloc_array(mem, count, sizeof *aims);
    if (taps == NULL || aims == NULL) {
        return false;
    }
    size_t n = 0, aim_count = 0;
    double reentries = NAN;
    for (size_t i = 0; i < count; i++) {
        if (!answers[i].first || answered_nothing(&answers[i])) {
            continue; /* another try at the same target is not a first tap */
        }
        const Expected *target = target_of(&answers[i], context);
        Point unknown = {NAN, NAN}, from = n > 0 ? taps[n - 1].landed : unknown;
        Tap *tap = &taps[n++];
        *tap = (Tap){.target = target != NULL ? target->at : unknown,
                     .landed = answers[i].at,
                     .radius = target != NULL ? target->radius_mm : 0,
                     .shown_s = answers[i].at_s - answers[i].latency_s,
                     .down_s = answers[i].at_s,
                     .movement_s = NAN,
                     .from = from,
                     .hit = answers[i].right};
        TapWay way = pointing_way(context->samples, context->sample_count, tap);
        if (isfinite(way.left_s)) {
            tap->from = way.left, tap->movement_s = tap->down_s - way.left_s;
        }
        if (isfinite(way.reentries)) {
            reentries = isfinite(reentries) ? reentries + way.reentries : way.reentries;
        }
        Aim aim = {from, tap->target, answers[i].at, answers[i].latency_s};
        double far = point_distance(aim.from, aim.target);
        if (isfinite(far) && far > 0 && isfinite(aim.landed.x) && isfinite(aim.landed.y) &&
            aim.movement_s > 0) {
            aims[aim_count++] = aim;
        }
    }
    pointing_measure(taps, n, measures);
    Throughput through = pointing_throughput(aims, aim_count, true);
    measures_put(measures, MEASURE_THROUGHPUT_BITS_S, through.throughput_bits_s);
    measures_put(measures, MEASURE_AE_MM, through.ae);
    measures_put(measures, MEASURE_WE_MM, through.we);
    measures_put(measures, MEASURE_IDE_BITS, through.ide_bits);
    double asked = fmax(context->count, (double)n); /* a target never touched was not hit */
    double hits = measures_get(measures, MEASURE_HITS), share = asked > 0 ? hits / asked : NAN;
    measures_put(measures, MEASURE_SCORE, score_clip(100 * share, 0, 100));
    measures_put(measures, MEASURE_HIT_PERCENT, score_clip(100 * share, 0, 100));
    measures_put(measures, MEASURE_REENTRIES, reentries);
    return true;
}

bool answers_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                     Measures *measures) {
    switch (context->family) {
    case FAMILY_POINTING:
        return pointing_answers(mem, answers, count, context, measures);
    case FAMILY_DRAG:
        return drag_measure(mem, answers, count, context, measures);
    case FAMILY_BIMANUAL:
        bimanual_measure(context->samples, context->sample_count, &context->pair, measures);
        return true;
    case FAMILY_SORTING:
        return sorting_measure(mem, answers, count, context, measures);
    case FAMILY_SEQUENCING:
        return sequencing_measure(mem, answers, count, context, measures);
    case FAMILY_SPAN:
        return span_measure(mem, answers, count, context, measures);
    case FAMILY_INHIBITION:
        return inhibition_measure(mem, answers, count, context, measures);
    case FAMILY_SEARCH:
        return search_measure(mem, answers, count, context, measures);
    case FAMILY_RHYTHM:
        return rhythm_measure(mem, answers, count, context, measures);
    case FAMILY_TURNS:
        return turns_measure(mem, answers, count, context, measures);
    case FAMILY_RATED:
        rated_measure(answers, count, context, measures);
        return true;
    case FAMILY_COMMON:
    case FAMILY_TRACING:
    case FAMILY_KINEMATICS:
    case FAMILY_FORM:
    case FAMILY_COUNT:
        break;
    }
    return true;
}
