/* Order of things; see order.h. */
#include "measure/order.h"

#include "measure/answers_times.h"

#include "measure/sorting.h"

#include <math.h>

/* The number of the first of equal names; count + 1 for a name that is not among them. */
static int number_of(const Answered *answers, size_t count, const AnswerContext *context,
                     const char *name, bool by_list) {
    size_t n = by_list ? context->expected_count : count;
    for (size_t i = 0; i < n; i++) {
        const char *here = by_list ? context->expected[i].item : answers[i].item;
        if ((by_list || answers[i].first) && answered_same(here, name)) {
            return (int)i;
        }
    }
    return (int)n + 1;
}

static bool tells_places(const Answered *answers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (answers[i].place > 0) {
            return true;
        }
    }
    return false;
}

bool order_read(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                Order *order) {
    bool by_list = context->expected_count > 0, by_place = !by_list && tells_places(answers, count);
    size_t room =
        count + context->expected_count + (size_t)(context->count > 0 ? context->count : 0);
    *order = (Order){mem_alloc_array(mem, room, sizeof *order->expected),
                     mem_alloc_array(mem, count, sizeof *order->produced), 0, 0};
    if (order->expected == NULL || order->produced == NULL) {
        return false;
    }
    for (size_t i = 0; i < context->expected_count; i++) {
        order->expected[order->expected_count++] =
            number_of(answers, count, context, context->expected[i].item, true);
    }
    for (size_t i = 0; i < count; i++) {
        if (!answers[i].first) {
            continue;
        }
        int name = by_place ? answers[i].place - 1
                            : number_of(answers, count, context, answers[i].choice, by_list);
        if (!by_list) {
            order->expected[order->expected_count] =
                by_place ? (int)order->expected_count
                         : number_of(answers, count, context, answers[i].item, false);
            order->expected_count++;
        }
        if (!answered_nothing(&answers[i])) {
            order->produced[order->produced_count++] = name;
        }
    }
    /* Asked for, and never reached. */
    while (!by_list && context->count > 0 && order->expected_count < (size_t)context->count) {
        order->expected[order->expected_count] =
            by_place ? (int)order->expected_count : (int)(count + 2 + order->expected_count);
        order->expected_count++;
    }
    return true;
}

long order_common(Mem *mem, const Order *order) {
    size_t n = order->expected_count;
    int *row = mem_alloc_array(mem, n + 1, sizeof *row);
    if (row == NULL) {
        return -1;
    }
    for (size_t i = 0; i < order->produced_count; i++) {
        int diagonal = 0;
        for (size_t j = 0; j < n; j++) {
            int above = row[j + 1];
            int longer = row[j] > above ? row[j] : above;
            row[j + 1] = order->produced[i] == order->expected[j] ? diagonal + 1 : longer;
            diagonal = above;
        }
    }
    return row[n];
}

/* Where a thing was first produced; -1 if never, or if it is not the first of its kind. */
static long produced_at(const Order *order, size_t place) {
    for (size_t i = 0; i < place; i++) {
        if (order->expected[i] == order->expected[place]) {
            return -1;
        }
    }
    for (size_t i = 0; i < order->produced_count; i++) {
        if (order->produced[i] == order->expected[place]) {
            return (long)i;
        }
    }
    return -1;
}

double order_tau(const Order *order) {
    double pairs = 0, agree = 0;
    for (size_t i = 0; i < order->expected_count; i++) {
        long first = produced_at(order, i);
        for (size_t j = i + 1; first >= 0 && j < order->expected_count; j++) {
            long second = produced_at(order, j);
            if (second >= 0) {
                pairs += 1;
                agree += second > first ? 1 : -1;
            }
        }
    }
    return pairs > 0 ? agree / pairs : NAN;
}

size_t order_first_error(const Order *order) {
    size_t n = order->expected_count, m = order->produced_count;
    for (size_t i = 0; i < n || i < m; i++) {
        if (i >= n || i >= m || order->expected[i] != order->produced[i]) {
            return i + 1;
        }
    }
    return 0;
}

bool sequencing_measure(Mem *mem, const Answered *answers, size_t count,
                        const AnswerContext *context, Measures *measures) {
    Order order;
    double step_s;
    if (!order_read(mem, answers, count, context, &order) ||
        !answers_median_latency(mem, answers, count, &step_s)) {
        return false;
    }
    long common = order_common(mem, &order);
    if (common < 0) {
        return false;
    }
    double n = (double)order.expected_count, longer = fmax(n, (double)order.produced_count);
    double right = 0;
    for (size_t i = 0; i < count; i++) {
        right += answers[i].first && answers[i].right;
    }
    bool any = n > 0;
    measures_put(measures, MEASURE_SCORE, any ? 100 * (double)common / longer : NAN);
    measures_put(measures, MEASURE_ACCURACY_CHANCE_PERCENT,
                 any ? 100 * sorting_above_chance(right / n, context->choices) : NAN);
    measures_put(measures, MEASURE_ORDER_LCS_PERCENT, any ? 100 * (double)common / n : NAN);
    measures_put(measures, MEASURE_ORDER_TAU, order_tau(&order));
    measures_put(measures, MEASURE_ORDER_EXACT, any ? order_first_error(&order) == 0 : NAN);
    measures_put(measures, MEASURE_FIRST_ERROR, any ? (double)order_first_error(&order) : NAN);
    measures_put(measures, MEASURE_STEP_S, step_s);
    return true;
}

static bool is_expected(const Order *order, int thing) {
    for (size_t i = 0; i < order->expected_count; i++) {
        if (order->expected[i] == thing) {
            return true;
        }
    }
    return false;
}

bool span_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                  Measures *measures) {
    Order order;
    double between_s;
    if (!order_read(mem, answers, count, context, &order) ||
        !answers_median_interval(mem, answers, count, &between_s)) {
        return false;
    }
    double n = (double)order.expected_count, right = 0, misplaced = 0, strange = 0;
    for (size_t i = 0; i < order.produced_count; i++) {
        bool here = i < order.expected_count && order.produced[i] == order.expected[i];
        bool shown = is_expected(&order, order.produced[i]);
        right += here;
        misplaced += shown && !here;
        strange += !shown;
    }
    bool any = n > 0, exact = any && order_first_error(&order) == 0;
    measures_put(measures, MEASURE_SCORE, any ? 100 * right / n : NAN);
    measures_put(measures, MEASURE_RECALL_PERCENT, any ? 100 * right / n : NAN);
    measures_put(measures, MEASURE_ACCURACY_CHANCE_PERCENT,
                 any ? 100 * sorting_above_chance(right / n, context->choices) : NAN);
    measures_put(measures, MEASURE_SPAN, exact ? n : NAN);
    measures_put(measures, MEASURE_SPAN_PARTIAL, any ? right : NAN);
    measures_put(measures, MEASURE_SPAN_TOTAL, exact ? n : NAN);
    measures_put(measures, MEASURE_ORDER_ERRORS, any ? misplaced : NAN);
    measures_put(measures, MEASURE_ITEM_ERRORS, any ? strange : NAN);
    measures_put(measures, MEASURE_TAP_INTERVAL_S, between_s);
    return true;
}

SpanResult span_result(const SpanTrial *trials, size_t count, int start, int trials_each) {
    SpanResult out = {.span = start - 1};
    for (size_t i = 0; i < count; i++) {
        if (trials[i].right) {
            out.right++;
            out.span = trials[i].length > out.span ? trials[i].length : out.span;
        }
    }
    out.below_minimum = out.right == 0;
    out.total = out.below_minimum ? 0 : out.span * out.right;
    out.partial = start - 1 + (double)out.right / (trials_each < 1 ? 2 : trials_each);
    return out;
}
