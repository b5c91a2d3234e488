/* Visual search; see search.h. */
#include "measure/search.h"

#include "measure/series.h"

#include <math.h>

enum { FINDS_LEAST = 3 };

double search_best_r(Mem *mem, const Point *finds, size_t count) {
    double *all = mem_alloc_array(mem, count, 3 * sizeof *all);
    if (all == NULL || count < FINDS_LEAST) {
        return NAN;
    }
    double *order = all, *x = all + count, *y = all + 2 * count;
    for (size_t i = 0; i < count; i++) {
        order[i] = (double)i, x[i] = finds[i].x, y[i] = finds[i].y;
    }
    double with_x = fabs(series_correlation(order, x, count));
    double with_y = fabs(series_correlation(order, y, count));
    return fmax(with_x, with_y); /* fmax leaves out the one that is NaN */
}

static double side_of(Point a, Point b, Point p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool cross(Point a, Point b, Point c, Point d) {
    return side_of(a, b, c) * side_of(a, b, d) < 0 && side_of(c, d, a) * side_of(c, d, b) < 0;
}

size_t search_crossings(const Point *finds, size_t count) {
    size_t crossings = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        for (size_t j = i + 2; j + 1 < count; j++) {
            crossings += cross(finds[i], finds[i + 1], finds[j], finds[j + 1]);
        }
    }
    return crossings;
}

double search_slope_ms(const double *set_sizes, const double *times_s, size_t count) {
    return 1000 * series_slope(set_sizes, times_s, count);
}

/* The touches, told apart. */
typedef struct {
    size_t found, wrong, again, touches;
    Point *finds;    /* of finds with a known place, in order */
    double *waits_s; /* from one find to the next */
    size_t placed, timed;
    const Answered **targets; /* the find of each target */
} Touches;

static bool was_found(const Touches *t, const Answered *answer) {
    for (size_t i = 0; i < t->found; i++) {
        if (answered_same(t->targets[i]->choice, answer->choice)) {
            return true;
        }
    }
    return false;
}

static Point place_of(const Answered *answer, const AnswerContext *context) {
    for (size_t i = 0; i < context->expected_count; i++) {
        if (answered_same(context->expected[i].item, answer->choice) &&
            isfinite(context->expected[i].at.x) && isfinite(context->expected[i].at.y)) {
            return context->expected[i].at;
        }
    }
    return answer->at;
}

static bool tell_apart(Mem *mem, const Answered *answers, size_t count,
                       const AnswerContext *context, Touches *t) {
    *t = (Touches){.finds = mem_alloc_array(mem, count, sizeof *t->finds),
                   .waits_s = mem_alloc_array(mem, count, sizeof *t->waits_s),
                   .targets = mem_alloc_array(mem, count, sizeof *t->targets)};
    if (t->finds == NULL || t->waits_s == NULL || t->targets == NULL) {
        return false;
    }
    double last_s = 0;
    for (size_t i = 0; i < count; i++) {
        if (answered_nothing(&answers[i])) {
            continue; /* an item passed over: nothing was touched */
        }
        t->touches++;
        if (was_found(t, &answers[i])) {
            t->again++;
        } else if (!answers[i].right) {
            t->wrong++;
        } else {
            Point at = place_of(&answers[i], context);
            if (isfinite(at.x) && isfinite(at.y)) {
                t->finds[t->placed++] = at;
            }
            if (isfinite(answers[i].at_s)) {
                t->waits_s[t->timed++] = answers[i].at_s - last_s;
                last_s = answers[i].at_s;
            }
            t->targets[t->found++] = &answers[i];
        }
    }
    return true;
}

static void put_omissions(const Touches *t, const AnswerContext *context, Measures *measures) {
    double left = 0, right = 0, upper = 0, lower = 0;
    bool known = context->expected_count > 0;
    for (size_t i = 0; i < context->expected_count; i++) {
        const Expected *target = &context->expected[i];
        known = known && isfinite(target->at.x) && isfinite(target->at.y);
        Answered like = {.choice = target->item};
        if (!was_found(t, &like)) {
            left += target->at.x < context->middle_x_mm;
            right += target->at.x > context->middle_x_mm;
            upper += target->at.y < context->middle_y_mm;
            lower += target->at.y > context->middle_y_mm;
        }
    }
    bool x = known && isfinite(context->middle_x_mm), y = known && isfinite(context->middle_y_mm);
    measures_put(measures, MEASURE_OMISSIONS_LEFT, x ? left : NAN);
    measures_put(measures, MEASURE_OMISSIONS_RIGHT, x ? right : NAN);
    measures_put(measures, MEASURE_OMISSIONS_UPPER, y ? upper : NAN);
    measures_put(measures, MEASURE_OMISSIONS_LOWER, y ? lower : NAN);
}

bool search_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                    Measures *measures) {
    Touches t;
    if (!tell_apart(mem, answers, count, context, &t)) {
        return false;
    }
    double targets = context->count > 0 ? context->count : (double)context->expected_count;
    double far = 0;
    for (size_t i = 1; i < t.placed; i++) {
        far += point_distance(t.finds[i - 1], t.finds[i]);
    }
    targets = fmax(targets, (double)t.found);
    double share = targets > 0 ? (double)t.found / targets : NAN;
    double wrong = t.touches > 0 ? (double)t.wrong / (double)t.touches : 0;
    measures_put(measures, MEASURE_SCORE, 100 * share * (1 - wrong));
    measures_put(measures, MEASURE_FOUND_PERCENT, 100 * share);
    measures_put(measures, MEASURE_FOUND, (double)t.found);
    measures_put(measures, MEASURE_FALSE_TAPS, (double)t.wrong);
    measures_put(measures, MEASURE_REVISITS, (double)t.again);
    put_omissions(&t, context, measures);
    measures_put(measures, MEASURE_BEST_R, search_best_r(mem, t.finds, t.placed));
    measures_put(measures, MEASURE_INTERSECTIONS,
                 t.placed > 1 ? (double)search_crossings(t.finds, t.placed) : NAN);
    measures_put(measures, MEASURE_FIND_S, series_median(t.waits_s, t.timed));
    measures_put(measures, MEASURE_FIND_DISTANCE_MM,
                 t.placed > 1 ? far / (double)(t.placed - 1) : NAN);
    return true;
}
