/* Scored by an adult; see rated.h. */
#include "measure/rated.h"

#include <math.h>

void rated_measure(const Answered *steps, size_t count, const AnswerContext *context,
                   Measures *measures) {
    double on_own = 0, first_helped = 0;
    for (size_t i = 0; i < count; i++) {
        bool alone = steps[i].right && (steps[i].marks & ANSWERED_HELPED) == 0;
        on_own += alone;
        first_helped = !alone && first_helped == 0 ? (double)i + 1 : first_helped;
    }
    double asked = fmax(context->count, (double)count);
    if (first_helped == 0 && asked > (double)count) {
        first_helped = (double)count + 1; /* the chain ended there */
    }
    double steps_share = asked > 0 ? 100 * on_own / asked : NAN;
    double rating = context->rating, most = context->rating_max;
    bool rated = rating >= 0 && rating <= most && most > 0;
    double score = rated ? 100 * rating / most : isnan(rating) ? steps_share : NAN;
    measures_put(measures, MEASURE_SCORE, score);
    measures_put(measures, MEASURE_RATING, rating);
    measures_put(measures, MEASURE_RATING_MAX, most);
    measures_put(measures, MEASURE_ASSISTANCE, context->assistance);
    measures_put(measures, MEASURE_REPETITIONS, context->repetitions);
    measures_put(measures, MEASURE_STEPS_INDEPENDENT_PERCENT, steps_share);
    measures_put(measures, MEASURE_FIRST_HELPED_STEP, asked > 0 ? first_helped : NAN);
}
