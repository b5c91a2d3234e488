/* Taking turns; see turns.h. */
#include "measure/turns.h"

#include "measure/series.h"

#include <math.h>

typedef struct {
    double turns, taken, early;
    double *waits_s;
    size_t timed;
} Turns;

/* The window that holds the touch; expected_count if none does. */
static size_t window_of(const Answered *touch, const AnswerContext *context) {
    size_t i = 0;
    while (i < context->expected_count && !(touch->at_s >= context->expected[i].from_s &&
                                            touch->at_s <= context->expected[i].to_s)) {
        i++;
    }
    return i;
}

static void by_windows(const Answered *touches, size_t count, const AnswerContext *context,
                       bool *taken, Turns *out) {
    out->turns = (double)context->expected_count;
    for (size_t i = 0; i < count; i++) {
        if (touches[i].player != context->player || !isfinite(touches[i].at_s)) {
            continue;
        }
        size_t window = window_of(&touches[i], context);
        if (window == context->expected_count) {
            out->early += 1;
        } else if (!taken[window]) {
            taken[window] = true;
            out->taken += 1;
            out->waits_s[out->timed++] = touches[i].at_s - context->expected[window].from_s;
        }
    }
}

static void by_answers(const Answered *touches, size_t count, const AnswerContext *context,
                       Turns *out) {
    for (size_t i = 0; i < count; i++) {
        if (touches[i].player != context->player) {
            continue;
        }
        bool touched = !answered_nothing(&touches[i]);
        out->taken += touches[i].right;
        out->early += !touches[i].right && touched;
        out->turns += touches[i].right || !touched; /* untouched and wrong: a turn let pass */
        if (touches[i].right && isfinite(touches[i].latency_s)) {
            out->waits_s[out->timed++] = touches[i].latency_s;
        }
    }
    out->turns = fmax(out->turns, context->count);
}

bool turns_measure(Mem *mem, const Answered *touches, size_t count, const AnswerContext *context,
                   Measures *measures) {
    Turns t = {.waits_s = mem_alloc_array(mem, count, sizeof *t.waits_s)};
    bool *taken = mem_alloc_array(mem, context->expected_count, sizeof *taken);
    if (t.waits_s == NULL || taken == NULL) {
        return false;
    }
    if (context->expected_count > 0) {
        by_windows(touches, count, context, taken, &t);
    } else {
        by_answers(touches, count, context, &t);
    }
    double share = t.turns > 0 ? 100 * t.taken / t.turns : NAN;
    measures_put(measures, MEASURE_SCORE, score_clip(share, 0, 100));
    measures_put(measures, MEASURE_TURNS_TAKEN_PERCENT, share);
    measures_put(measures, MEASURE_TURNS_TAKEN, t.taken);
    measures_put(measures, MEASURE_EARLY_TOUCHES, t.early);
    measures_put(measures, MEASURE_TURN_LATENCY_S, series_median(t.waits_s, t.timed));
    measures_put(measures, MEASURE_PROMPTS, context->prompts);
    return true;
}
