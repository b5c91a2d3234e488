/* Reference cases of filters, smoothness, paths, pointing and steering; see cases_ink.h. */
#include "measure/cases_ink.h"

#include "measure/deviation.h"
#include "measure/filter.h"
#include "measure/kinematics.h"
#include "measure/pointing.h"
#include "measure/steering.h"

#include <math.h>
#include <string.h>

/* Whether the figures may be used, and if not, why. */
static bool put_verdict(Mem *mem, Value *out, const char *why, Fail *fail) {
    return (value_put(mem, out, "valid", value_bool(why == NULL)) &&
            value_put(mem, out, "why",
                      value_text(why != NULL ? why : "This figure may be reported."))) ||
           cases_full(fail);
}

bool cases_one_euro(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    FilterSettings set;
    double *t, *x;
    size_t count, x_count;
    if (!cases_number(in, "freq", &set.rate_hz, fail) ||
        !cases_number(in, "mincutoff", &set.cutoff_least_hz, fail) ||
        !cases_number(in, "beta", &set.beta, fail) ||
        !cases_number(in, "dcutoff", &set.cutoff_speed_hz, fail) ||
        !cases_numbers(in, "t", mem, &t, &count, fail) ||
        !cases_numbers(in, "x", mem, &x, &x_count, fail)) {
        return false;
    }
    if (count != x_count) {
        return fail_set(fail, FAIL_INPUT, "\"t\" has %zu items and \"x\" has %zu", count, x_count);
    }
    Filter filter = filter_start(set);
    *out = value_list();
    for (size_t i = 0; i < count; i++) {
        if (!value_add(mem, out, value_number(filter_next(&filter, x[i], t[i])))) {
            return cases_full(fail);
        }
    }
    return true;
}

bool cases_smoothness(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double hz, *speed;
    size_t count;
    Smoothness smooth;
    if (!cases_number(in, "fs", &hz, fail) ||
        !cases_numbers(in, "speed", mem, &speed, &count, fail)) {
        return false;
    }
    if (!smoothness_formulas(mem, speed, count, hz, &smooth)) {
        return cases_full(fail);
    }
    const char *why = count < KINEMATICS_SPEEDS_LEAST ? "There are fewer than 10 speeds."
                      : !((double)count >= 0.25 * hz) ? "The movement is shorter than 0.25 s."
                      : isnan(smooth.sparc)           ? "There is no movement, or no rate above 0."
                                                      : NULL;
    *out = value_record();
    return cases_put_number(mem, out, "sparc", smooth.sparc, fail) &&
           cases_put_number(mem, out, "dj", smooth.dj, fail) &&
           cases_put_number(mem, out, "ldlj", smooth.ldlj, fail) &&
           put_verdict(mem, out, why, fail);
}

bool cases_path_deviation(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    CaseInk attempt, road;
    double tolerance;
    if (!cases_points(in, "attempt", mem, &attempt, fail) ||
        !cases_points(in, "template", mem, &road, fail) ||
        !cases_number(in, "tolerance", &tolerance, fail)) {
        return false;
    }
    Path attempt_path, road_path;
    Deviation d;
    if (!path_make(mem, attempt.points, NULL, attempt.count, &attempt_path) ||
        !path_make(mem, road.points, NULL, road.count, &road_path) ||
        !deviation_measure(mem, &attempt_path, &road_path, tolerance, &d)) {
        return cases_full(fail);
    }
    const struct {
        const char *name;
        double value;
    } fields[] = {{"rmse_to_template", d.rmse},
                  {"mean_dev", d.mean},
                  {"max_dev", d.max},
                  {"pct_inside", d.inside},
                  {"coverage", d.coverage},
                  {"exits", d.exits},
                  {"crossings", d.crossings},
                  {"path_length", d.length},
                  {"template_length", d.template_length},
                  {"length_ratio", d.length_ratio},
                  {"hausdorff_pq", d.hausdorff_to},
                  {"hausdorff_qp", d.hausdorff_from},
                  {"hausdorff", d.hausdorff},
                  {"frechet_discrete", d.frechet},
                  {"dtw", d.dtw},
                  {"end_overshoot", d.overshoot}};
    *out = value_record();
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!cases_put_number(mem, out, fields[i].name, fields[i].value, fail)) {
            return false;
        }
    }
    const char *why = attempt_path.count < 2     ? "The attempt has fewer than 2 points."
                      : !(d.length > 0)          ? "The attempt has no length."
                      : !(d.template_length > 0) ? "The template has no length."
                                                 : NULL;
    return put_verdict(mem, out, why, fail);
}

static bool read_aim(const Value *trial, Aim *aim) {
    double n[7];
    for (size_t i = 0; i < 7; i++) {
        if (!value_as_number(value_at(trial, i), &n[i])) {
            return false;
        }
    }
    *aim = (Aim){{n[0], n[1]}, {n[2], n[3]}, {n[4], n[5]}, n[6] / 1000};
    return true;
}

bool cases_fitts(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    const Value *trials = value_get(in, "trials"), *serial = value_get(in, "serial");
    if (trials == NULL || trials->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "\"trials\" is missing or is not a list");
    }
    size_t count = value_count(trials);
    Aim *aims = mem_alloc_array(mem, count, sizeof *aims);
    if (aims == NULL) {
        return cases_full(fail);
    }
    for (size_t i = 0; i < count; i++) {
        if (!read_aim(value_at(trials, i), &aims[i])) {
            return fail_set(
                fail, FAIL_INPUT,
                "trial %zu must be [from_x, from_y, to_x, to_y, select_x, select_y, mt_ms]", i + 1);
        }
    }
    bool is_serial = serial != NULL && serial->kind == VALUE_BOOL && serial->as.flag;
    Throughput t = pointing_throughput(aims, count, is_serial);
    *out = value_record();
    return cases_put_number(mem, out, "tp_bits_s", t.throughput_bits_s, fail) &&
           cases_put_number(mem, out, "ae", t.ae, fail) &&
           cases_put_number(mem, out, "we", t.we, fail) &&
           cases_put_number(mem, out, "ide_bits", t.ide_bits, fail) &&
           cases_put_number(mem, out, "sdx", t.sdx, fail) &&
           cases_put_number(mem, out, "mt_ms", t.movement_s * 1000, fail);
}

static bool steering_id(const char *kind, const Value *in, double *id, Fail *fail) {
    double a, w, w2;
    if (strcmp(kind, "straight") == 0) {
        if (!cases_number(in, "A", &a, fail) || !cases_number(in, "W", &w, fail)) {
            return false;
        }
        *id = steering_straight(a, w);
    } else if (strcmp(kind, "circle") == 0) {
        if (!cases_number(in, "R", &a, fail) || !cases_number(in, "W", &w, fail)) {
            return false;
        }
        *id = steering_circle(a, w);
    } else if (strcmp(kind, "narrowing") == 0) {
        if (!cases_number(in, "A", &a, fail) || !cases_number(in, "W1", &w, fail) ||
            !cases_number(in, "W2", &w2, fail)) {
            return false;
        }
        *id = steering_narrowing(a, w, w2);
    } else {
        return fail_set(fail, FAIL_INPUT,
                        "the kind \"%.40s\" is none of straight, circle, narrowing, fit", kind);
    }
    return true;
}

static bool answer_fit(const Value *in, Mem *mem, Value *out, Fail *fail) {
    double *id, *time;
    size_t count, time_count;
    if (!cases_numbers(in, "ID", mem, &id, &count, fail) ||
        !cases_numbers(in, "MT_ms", mem, &time, &time_count, fail)) {
        return false;
    }
    if (count != time_count) {
        return fail_set(fail, FAIL_INPUT, "\"ID\" has %zu items and \"MT_ms\" has %zu", count,
                        time_count);
    }
    for (size_t i = 0; i < count; i++) {
        time[i] /= 1000;
    }
    SteeringFit fit = steering_fit(id, time, count);
    return cases_put_number(mem, out, "a_ms", fit.intercept_s * 1000, fail) &&
           cases_put_number(mem, out, "b_ms_per_bit", fit.slope_s * 1000, fail) &&
           cases_put_number(mem, out, "r2", fit.r_squared, fail) &&
           cases_put_number(mem, out, "index_of_performance_bits_s", fit.ip_bits_s, fail);
}

bool cases_steering(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    const Value *kind = value_get(in, "kind");
    if (kind == NULL || kind->kind != VALUE_TEXT) {
        return fail_set(fail, FAIL_INPUT, "\"kind\" is missing or is not a text");
    }
    double id = NAN;
    *out = value_record();
    if (strcmp(kind->as.text, "fit") == 0) {
        return answer_fit(in, mem, out, fail);
    }
    return steering_id(kind->as.text, in, &id, fail) && cases_put_number(mem, out, "id", id, fail);
}
