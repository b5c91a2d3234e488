/* Reference cases of counts and change; see cases_trend.h. */
#include "measure/cases_trend.h"

#include "measure/inhibition.h"
#include "measure/order.h"
#include "measure/series.h"
#include "measure/trend.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name;
    double value;
} Named;

#define PUT_ALL(...)                                                                               \
    put_all(mem, out, (const Named[]){__VA_ARGS__},                                                \
            sizeof((const Named[]){__VA_ARGS__}) / sizeof(Named), fail)

static bool put_all(Mem *mem, Value *out, const Named *fields, size_t count, Fail *fail) {
    *out = value_record();
    for (size_t i = 0; i < count; i++) {
        if (!cases_put_number(mem, out, fields[i].name, fields[i].value, fail)) {
            return false;
        }
    }
    return true;
}

static bool put_flag(Mem *mem, Value *out, const char *name, bool flag, Fail *fail) {
    return value_put(mem, out, name, value_bool(flag)) || cases_full(fail);
}

static bool put_verdict(Mem *mem, Value *out, const char *name, TrendVerdict verdict, Fail *fail) {
    return put_flag(mem, out, name, verdict == TREND_FINE, fail) &&
           (value_put(mem, out, "why", value_text(trend_sentence(verdict))) || cases_full(fail));
}

/* null and absent are NaN: an edge rule then says what that means. */
static bool number_or_nan(const Value *in, const char *name, double *number, Fail *fail) {
    const Value *value = value_get(in, name);
    *number = NAN;
    return value == NULL || value->kind == VALUE_NONE || cases_number(in, name, number, fail);
}

/* As a rule's figure that has a usual value. */
static bool number_or(const Value *in, const char *name, double usual, double *number, Fail *fail) {
    if (!number_or_nan(in, name, number, fail)) {
        return false;
    }
    *number = isnan(*number) ? usual : *number;
    return true;
}

bool cases_wilson(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double x, n, confidence;
    if (!cases_number(in, "x", &x, fail) || !cases_number(in, "n", &n, fail) ||
        !number_or(in, "conf", 0.95, &confidence, fail)) {
        return false;
    }
    Interval i = interval_wilson(x, n, confidence);
    return PUT_ALL({"lo", i.low}, {"hi", i.high}, {"p", i.rate});
}

bool cases_rt_outliers(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double *times;
    size_t count;
    ReactionRules rules;
    if (!cases_numbers(in, "rt_ms", mem, &times, &count, fail) ||
        !number_or(in, "min_ms", 1000 * REACTION_LEAST_S, &rules.least, fail) ||
        !number_or(in, "max_ms", INFINITY, &rules.most, fail) ||
        !number_or(in, "mad_k", REACTION_MADS, &rules.mads, fail)) {
        return false;
    }
    Reactions r = reactions_summarize(times, count, rules);
    return PUT_ALL({"n_kept_absolute", (double)r.kept_absolute}, {"median", r.median},
                   {"mad", r.mad}, {"n_kept_mad", (double)r.kept}, {"mean_after_mad", r.mean},
                   {"sd_after_mad", r.sd}, {"cv_after_mad", r.cv}, {"trim_mean_10", r.trimmed_mean},
                   {"iqr", r.quartiles}) &&
           put_flag(mem, out, "median_only", r.median_only, fail);
}

bool cases_dprime(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double hits, misses, alarms, rejections;
    if (!cases_number(in, "hits", &hits, fail) || !cases_number(in, "misses", &misses, fail) ||
        !cases_number(in, "false_alarms", &alarms, fail) ||
        !cases_number(in, "correct_rejections", &rejections, fail)) {
        return false;
    }
    Detection d = inhibition_detect(hits, misses, alarms, rejections);
    return PUT_ALL({"dprime", d.d_prime}, {"c", d.bias_c}, {"beta", d.beta}) &&
           put_flag(mem, out, "valid", hits + misses > 0 && alarms + rejections > 0, fail);
}

static bool read_span_trial(const Value *item, SpanTrial *trial) {
    double length, right = 0;
    const Value *mark = value_at(item, 1);
    if (!value_as_number(value_at(item, 0), &length) || !(fabs(length) < 1e6)) {
        return false;
    }
    if (mark != NULL && mark->kind == VALUE_BOOL) {
        right = mark->as.flag;
    } else if (!value_as_number(mark, &right)) {
        return false;
    }
    *trial = (SpanTrial){(int)length, right != 0};
    return true;
}

bool cases_corsi_span(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double start, each;
    const Value *list = value_get(in, "trials");
    if (!number_or(in, "start_length", 2, &start, fail) ||
        !number_or(in, "trials_per_length", 2, &each, fail)) {
        return false;
    }
    if (list == NULL || list->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "\"trials\" is missing or is not a list");
    }
    size_t count = value_count(list);
    SpanTrial *trials = mem_alloc_array(mem, count, sizeof *trials);
    if (trials == NULL) {
        return cases_full(fail);
    }
    for (size_t i = 0; i < count; i++) {
        if (!read_span_trial(value_at(list, i), &trials[i])) {
            return fail_set(fail, FAIL_INPUT, "trial %zu is not [length, 0 or 1]", i + 1);
        }
    }
    SpanResult r =
        span_result(trials, count, (int)fmin(fmax(start, 0), 1000), (int)fmin(fmax(each, 1), 1000));
    return PUT_ALL({"block_span", r.span}, {"total_correct", r.right}, {"total_score", r.total},
                   {"memory_span_partial", r.partial}) &&
           put_flag(mem, out, "below_minimum", r.below_minimum, fail);
}

bool cases_single_case(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double *a, *b, confidence;
    size_t a_count, b_count;
    PhaseChange change;
    const Value *better = value_get(in, "improvement");
    if (!cases_numbers(in, "A", mem, &a, &a_count, fail) ||
        !cases_numbers(in, "B", mem, &b, &b_count, fail) ||
        !number_or(in, "conf", 0.95, &confidence, fail)) {
        return false;
    }
    bool less =
        better != NULL && better->kind == VALUE_TEXT && strcmp(better->as.text, "decrease") == 0;
    if (better != NULL && !less &&
        !(better->kind == VALUE_TEXT && strcmp(better->as.text, "increase") == 0)) {
        return fail_set(fail, FAIL_INPUT,
                        "\"improvement\" is neither \"increase\" nor "
                        "\"decrease\"");
    }
    if (!trend_phases(mem, a, a_count, b, b_count, less, confidence, &change)) {
        return cases_full(fail);
    }
    /* The published program's interval shrinks to NAP itself where nothing overlaps. The cases are
     * for comparing with it; reports use the ends of trend.h. */
    bool apart = change.nap == 0 || change.nap == 1;
    double low = apart ? change.nap : change.nap_low, high = apart ? change.nap : change.nap_high;
    return PUT_ALL({"nap", change.nap}, {"nap_se_unbiased", change.nap_se}, {"nap_ci_lo", low},
                   {"nap_ci_hi", high}, {"tau", change.tau}, {"tau_u", change.tau_u},
                   {"tau_bc", change.tau_corrected}) &&
           put_verdict(mem, out, "reportable", change.verdict, fail);
}

bool cases_rci(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double before, after, sd, reliability;
    if (!number_or_nan(in, "pre", &before, fail) || !number_or_nan(in, "post", &after, fail) ||
        !number_or_nan(in, "sd_pre", &sd, fail) ||
        !number_or_nan(in, "reliability", &reliability, fail)) {
        return false;
    }
    ReliableChange r = trend_reliable(before, after, sd, reliability);
    bool fine = r.verdict == TREND_FINE;
    return PUT_ALL({"sem", r.sem}, {"s_diff", r.difference_sd}, {"rci", r.rci},
                   {"reliable_change", fine ? r.reliable : (double)NAN}) &&
           put_verdict(mem, out, "valid", r.verdict, fail);
}

bool cases_gas_t(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double *scores, *weights, rho;
    size_t count, weight_count;
    TrendVerdict verdict;
    if (!cases_numbers(in, "scores", mem, &scores, &count, fail) ||
        !number_or(in, "rho", GAS_CORRELATION, &rho, fail)) {
        return false;
    }
    if (value_get(in, "weights") == NULL) {
        weights = mem_alloc_array(mem, count, sizeof *weights); /* all 0: all count the same */
        weight_count = count;
        if (weights == NULL) {
            return cases_full(fail);
        }
    } else if (!cases_numbers(in, "weights", mem, &weights, &weight_count, fail)) {
        return false;
    }
    if (count != weight_count) {
        return fail_set(fail, FAIL_INPUT, "\"scores\" has %zu items and \"weights\" has %zu", count,
                        weight_count);
    }
    double t = trend_gas_t(scores, weights, count, rho, &verdict);
    return PUT_ALL({"t", t}) && put_verdict(mem, out, "valid", verdict, fail);
}
