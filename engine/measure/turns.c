/* Taking turns; see turns.h. */
#include "measure/turns.h"

#include "measure/series.h"

#include <math.h>

typedef struct {
    double turns, taken, early, wait_kept_s;
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

/* The longest time before a window in which this player touched nothing; NaN: there was none. */
static double longest_wait(const Answered *touches, size_t count, const AnswerContext *context) {
    double longest = NAN;
    for (size_t w = 0; w < context->expected_count; w++) {
        double from_s = w > 0 ? context->expected[w - 1].to_s : 0;
        double to_s = context->expected[w].from_s;
        bool kept = to_s > from_s;
        for (size_t i = 0; i < count && kept; i++) {
            kept = touches[i].player != context->player || touches[i].at_s <= from_s ||
                   touches[i].at_s >= to_s;
        }
        longest = kept ? fmax(longest, to_s - from_s) : longest; /* fmax passes over NaN */
    }
    return longest;
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

/* An answer without an item is a turn of its own when it took one, or let one pass. */
static bool opens_turn(const Answered *touch) {
    bool named = touch->item != NULL && touch->item[0] != '\0';
    return named ? touch->first : touch->right || answered_nothing(touch);
}

static void by_answers(const Answered *touches, size_t count, const AnswerContext *context,
                       Turns *out) {
    for (size_t i = 0; i < count; i++) {
        if (touches[i].player != context->player) {
            continue;
        }
        bool opens = opens_turn(&touches[i]), takes = opens && touches[i].right;
        out->turns += opens;
        out->taken += takes;
        out->early += !touches[i].right && !answered_nothing(&touches[i]);
        if (takes && isfinite(touches[i].latency_s)) {
            out->waits_s[out->timed++] = touches[i].latency_s;
        }
    }
    out->turns = fmax(out->turns, context->count);
}

bool turns_measure(Mem *mem, const Answered *touches, size_t count, const AnswerContext *context,
                   Measures *measures) {
    Turns t = {.wait_kept_s = NAN, .waits_s = mem_alloc_array(mem, count, sizeof *t.waits_s)};
    bool *taken = mem_alloc_array(mem, context->expected_count, sizeof *taken);
    if (t.waits_s == NULL || taken == NULL) {
        return false;
    }
    if (context->expected_count > 0) {
        by_windows(touches, count, context, taken, &t);
        t.wait_kept_s = longest_wait(touches, count, context);
    } else {
        by_answers(touches, count, context, &t);
    }
    double share = t.turns > 0 ? 100 * t.taken / t.turns : NAN;
    measures_put(measures, MEASURE_SCORE, score_clip(share, 0, 100));
    measures_put(measures, MEASURE_TURNS_TAKEN_PERCENT, share);
    measures_put(measures, MEASURE_TURNS_TAKEN, t.taken);
    measures_put(measures, MEASURE_EARLY_TOUCHES, t.early);
    measures_put(measures, MEASURE_WAIT_KEPT_S, t.wait_kept_s);
    measures_put(measures, MEASURE_TURN_LATENCY_S, series_median(t.waits_s, t.timed));
    measures_put(measures, MEASURE_PROMPTS, context->prompts);
    return true;
}
