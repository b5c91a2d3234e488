/* Two contacts at once; see bimanual.h. */
#include "measure/bimanual.h"

#include <math.h>

typedef struct {
    int32_t finger;
    bool known, down;
    Point at;
    double first_s, down_s, length_mm;
    bool joined; /* the other one touched during this touch */
} Hand;

typedef struct {
    Hand hands[2];
    double now_s, from_s, to_s;
    double inside_s;
    double separation; /* when both were last down */
    double lost_s;     /* when one of two lifted; NaN: not in question */
    int lost, single;
} Pair;

static Hand *hand_of(Pair *pair, const Sample *sample) {
    for (int i = 0; i < 2; i++) {
        if (pair->hands[i].known && pair->hands[i].finger == sample->finger) {
            return &pair->hands[i];
        }
    }
    for (int i = 0; i < 2 && sample->phase == SAMPLE_DOWN; i++) {
        /* A finger may come back under another number: an idle hand takes it. */
        Hand *hand = &pair->hands[i];
        if (!hand->known || !hand->down) {
            hand->finger = sample->finger;
            return hand;
        }
    }
    return NULL;
}

static bool both_down(const Pair *pair) {
    return pair->hands[0].down && pair->hands[1].down;
}

static bool inside(const Pair *pair, const BimanualAim *aim) {
    if (!both_down(pair)) {
        return false;
    }
    double apart = point_distance(pair->hands[0].at, pair->hands[1].at);
    return isnan(aim->separation_mm) || fabs(apart - aim->separation_mm) <= aim->tolerance_mm;
}

static void pass_time(Pair *pair, const BimanualAim *aim, double time_s) {
    double from = fmax(pair->now_s, pair->from_s), to = fmin(time_s, pair->to_s);
    if (to > from && inside(pair, aim)) {
        pair->inside_s += to - from;
    }
    pair->now_s = fmax(pair->now_s, time_s);
}

static void touch_down(Pair *pair, Hand *hand, Point at) {
    if (!hand->known) {
        hand->known = true, hand->first_s = pair->now_s;
    }
    hand->down = true, hand->at = at, hand->down_s = pair->now_s, hand->joined = false;
    if (both_down(pair)) {
        pair->hands[0].joined = pair->hands[1].joined = true;
    }
    if (!isnan(pair->lost_s)) {
        pair->lost++, pair->lost_s = NAN; /* the lift was no common end: it came back */
    }
}

static void lift(Pair *pair, Hand *hand) {
    bool both = both_down(pair);
    hand->down = false;
    pair->single += !hand->joined;
    if (both) {
        pair->lost_s = pair->now_s;
    } else if (!isnan(pair->lost_s)) {
        pair->lost += pair->now_s - pair->lost_s > BIMANUAL_TOGETHER_S;
        pair->lost_s = NAN;
    }
}

static void feed(Pair *pair, const Sample *sample) {
    Point at = {sample->x_mm, sample->y_mm};
    Hand *hand = hand_of(pair, sample);
    if (hand == NULL || !isfinite(at.x) || !isfinite(at.y)) {
        return;
    }
    if (sample->phase == SAMPLE_DOWN && !hand->down) {
        touch_down(pair, hand, at);
    } else if (hand->down) {
        hand->length_mm += point_distance(hand->at, at);
        hand->at = at;
    }
    if (both_down(pair)) {
        pair->separation = point_distance(pair->hands[0].at, pair->hands[1].at);
    }
    if (sample->phase == SAMPLE_UP && hand->down) {
        lift(pair, hand);
    }
}

static double seconds(const Sample *sample) {
    return (double)sample->time_us / 1e6;
}

void bimanual_measure(const Sample *samples, size_t count, const BimanualAim *aim,
                      Measures *measures) {
    Pair pair = {.separation = NAN, .lost_s = NAN};
    pair.from_s = isfinite(aim->from_s) || count == 0 ? aim->from_s : seconds(&samples[0]);
    pair.to_s = isfinite(aim->to_s) || count == 0 ? aim->to_s : seconds(&samples[count - 1]);
    pair.now_s = count > 0 ? seconds(&samples[0]) : 0;
    for (size_t i = 0; i < count; i++) {
        pass_time(&pair, aim, seconds(&samples[i]));
        feed(&pair, &samples[i]);
    }
    pass_time(&pair, aim, pair.to_s);
    /* One of two lifted and the other held on to the end of the trial. */
    pair.lost += !isnan(pair.lost_s) && pair.now_s - pair.lost_s > BIMANUAL_TOGETHER_S;
    const Hand *a = &pair.hands[0], *b = &pair.hands[1];
    bool two = a->known && b->known;
    double time = pair.to_s - pair.from_s, drawn = a->length_mm + b->length_mm;
    double share = time > 0 ? 100 * pair.inside_s / time : NAN;
    measures_put(measures, MEASURE_BOTH_PERCENT, share);
    measures_put(measures, MEASURE_SCORE, score_clip(share, 0, 100));
    measures_put(measures, MEASURE_TOUCH_LAG_MS, two ? 1000 * fabs(a->first_s - b->first_s) : NAN);
    measures_put(measures, MEASURE_ASYMMETRY,
                 two && drawn > 0 ? fabs(a->length_mm - b->length_mm) / drawn : NAN);
    measures_put(measures, MEASURE_SEPARATION_ERROR_MM, fabs(pair.separation - aim->separation_mm));
    measures_put(measures, MEASURE_LOST_CONTACTS, pair.lost);
    measures_put(measures, MEASURE_SINGLE_TOUCHES, pair.single);
}
