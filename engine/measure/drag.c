/* Drag and drop; see drag.h. */
#include "measure/drag.h"

#include "measure/series.h"

#include <math.h>

static const double MOVED_MM = 2, STRAIGHT_LEAST = 0.8;

/* How much longer the way was than it had to be; NaN without a line. */
static double way_ratio(const Trace *trace) {
    double way = 0, straight = 0;
    for (size_t start = 0, end; trace != NULL && start < trace->count; start = end) {
        for (end = start + 1; end < trace->count && !trace->begins[end]; end++) {}
        double length = trace->path.along_mm[end - 1] - trace->path.along_mm[start];
        if (length >= MOVED_MM) {
            way += length;
            straight += point_distance(trace->points[start], trace->points[end - 1]);
        }
    }
    return straight > 0 ? way / straight : NAN;
}

static double distance_from_place(const Answered *drop, const AnswerContext *context) {
    for (size_t i = 0; i < context->expected_count; i++) {
        if (answered_same(context->expected[i].item, drop->item)) {
            return point_distance(drop->at, context->expected[i].at);
        }
    }
    return NAN;
}

bool drag_measure(Mem *mem, const Answered *drops, size_t count, const AnswerContext *context,
                  Measures *measures) {
    double *errors = mem_alloc_array(mem, count, sizeof *errors);
    if (errors == NULL) {
        return false;
    }
    size_t right = 0, clean = 0, lost = 0, again = 0, items = 0;
    for (size_t i = 0; i < count; i++) {
        errors[i] = answered_nothing(&drops[i]) ? NAN : distance_from_place(&drops[i], context);
        lost += answered_nothing(&drops[i]);
        again += !drops[i].first;
        items += drops[i].first;
        right += drops[i].right;
        clean += drops[i].right && drops[i].first;
    }
    double asked = context->count > 0 ? context->count : (double)items;
    double ratio = way_ratio(context->trace), straight = 1 / ratio;
    double way = isnan(straight) ? 1 : STRAIGHT_LEAST + (1 - STRAIGHT_LEAST) * fmin(straight, 1);
    double score = count > 0 && asked > 0 ? 100 * (double)clean / asked * way : NAN;
    size_t known = series_finite(errors, count);
    measures_put(measures, MEASURE_SCORE, score_clip(score, 0, 100));
    measures_put(measures, MEASURE_DROP_CORRECT,
                 count > 0 ? (double)right >= asked && asked > 0 : NAN);
    measures_put(measures, MEASURE_DROPS, (double)lost);
    measures_put(measures, MEASURE_REGRABS, (double)again);
    measures_put(measures, MEASURE_PATH_RATIO, ratio);
    measures_put(measures, MEASURE_PATH_EFFICIENCY_PERCENT, 100 * fmin(straight, 1));
    measures_put(measures, MEASURE_END_ERROR_MM, series_mean(errors, known));
    return true;
}
