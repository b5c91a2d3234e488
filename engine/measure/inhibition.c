/* Inhibition; see inhibition.h. */
#include "measure/inhibition.h"

#include "measure/answers_times.h"
#include "measure/series.h"

#include <math.h>

Detection inhibition_detect(double hits, double misses, double false_alarms,
                            double correct_rejections) {
    if (!(hits >= 0 && misses >= 0 && false_alarms >= 0 && correct_rejections >= 0)) {
        return (Detection){NAN, NAN, NAN};
    }
    double hit = normal_quantile((hits + 0.5) / (hits + misses + 1));
    double alarm = normal_quantile((false_alarms + 0.5) / (false_alarms + correct_rejections + 1));
    return (Detection){hit - alarm, -(hit + alarm) / 2, exp((alarm * alarm - hit * hit) / 2)};
}

typedef struct {
    double hits, misses, alarms, rejections, early;
} Counts;

static Counts count_kinds(const Answered *answers, size_t count) {
    Counts out = {0};
    for (size_t i = 0; i < count; i++) {
        bool touched = !answered_nothing(&answers[i]);
        out.hits += touched && answers[i].right;
        out.alarms += touched && !answers[i].right;
        out.misses += !touched && !answers[i].right;
        out.rejections += !touched && answers[i].right;
        out.early += touched && answers[i].latency_s < REACTION_LEAST_S;
    }
    return out;
}

static bool put_times(Mem *mem, const Answered *answers, size_t count, Measures *measures) {
    double *times = mem_alloc_array(mem, count, sizeof *times), conflict_s;
    if (times == NULL ||
        !answers_extra_latency(mem, answers, count, ANSWERED_CONFLICT, &conflict_s)) {
        return false;
    }
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (answers[i].right && !answered_nothing(&answers[i])) {
            times[n++] = answers[i].latency_s;
        }
    }
    Reactions r =
        reactions_summarize(times, n, (ReactionRules){REACTION_LEAST_S, INFINITY, REACTION_MADS});
    bool enough = !r.median_only && r.median > 0;
    measures_put(measures, MEASURE_RT_MEDIAN_S, r.median);
    measures_put(measures, MEASURE_RT_MAD_CV, enough ? r.mad / r.median : NAN);
    measures_put(measures, MEASURE_CONFLICT_COST_S, conflict_s);
    return true;
}

bool inhibition_measure(Mem *mem, const Answered *answers, size_t count,
                        const AnswerContext *context, Measures *measures) {
    (void)context;
    Counts n = count_kinds(answers, count);
    double go = n.hits + n.misses, wait = n.alarms + n.rejections;
    double hit_rate = go > 0 ? n.hits / go : NAN, wait_rate = wait > 0 ? n.rejections / wait : NAN;
    double balanced = (hit_rate + wait_rate) / 2;
    Detection d = inhibition_detect(n.hits, n.misses, n.alarms, n.rejections);
    bool both = go > 0 && wait > 0;
    measures_put(measures, MEASURE_SCORE, 100 * (both ? balanced : go > 0 ? hit_rate : wait_rate));
    measures_put(measures, MEASURE_BALANCED_ACCURACY_PERCENT, 100 * balanced);
    measures_put(measures, MEASURE_D_PRIME, both ? d.d_prime : NAN);
    measures_put(measures, MEASURE_BIAS_C, both ? d.bias_c : NAN);
    measures_put(measures, MEASURE_COMMISSIONS, n.alarms);
    measures_put(measures, MEASURE_OMISSIONS, n.misses);
    measures_put(measures, MEASURE_COMMISSION_PERCENT, 100 * (1 - wait_rate));
    measures_put(measures, MEASURE_OMISSION_PERCENT, 100 * (1 - hit_rate));
    measures_put(measures, MEASURE_ANTICIPATIONS, n.early);
    return put_times(mem, answers, count, measures);
}
