/* Sorting; see sorting.h. */
#include "measure/sorting.h"

#include "measure/answers_times.h"
#include "measure/series.h"

#include <math.h>

double sorting_above_chance(double share, int choices) {
    double chance = 1.0 / choices;
    return choices >= 2 ? (share - chance) / (1 - chance) : (double)NAN;
}

bool sorting_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                     Measures *measures) {
    size_t items = 0, right = 0, corrections = 0, old_rule = 0, switched = 0;
    for (size_t i = 0; i < count; i++) {
        items += answers[i].first;
        right += answers[i].first && answers[i].right;
        corrections += !answers[i].first && answers[i].right;
        old_rule += !answers[i].right && (answers[i].marks & ANSWERED_OLD_RULE) != 0;
        switched += (answers[i].marks & ANSWERED_SWITCHED) != 0;
    }
    double asked = fmax(context->count, (double)items);
    double share = count > 0 && asked > 0 ? (double)right / asked : NAN;
    double item_s, cost_s;
    if (!answers_median_latency(mem, answers, count, &item_s) ||
        !answers_extra_latency(mem, answers, count, ANSWERED_SWITCHED, &cost_s)) {
        return false;
    }
    measures_put(measures, MEASURE_SCORE, 100 * share);
    measures_put(measures, MEASURE_ACCURACY_FIRST_PERCENT, 100 * share);
    measures_put(measures, MEASURE_ACCURACY_CHANCE_PERCENT,
                 100 * sorting_above_chance(share, context->choices));
    measures_put(measures, MEASURE_CORRECTIONS, (double)corrections);
    measures_put(measures, MEASURE_ITEM_S, item_s);
    measures_put(measures, MEASURE_PERSEVERATIONS, switched > 0 ? (double)old_rule : NAN);
    measures_put(measures, MEASURE_SWITCH_COST_S, cost_s);
    return true;
}
