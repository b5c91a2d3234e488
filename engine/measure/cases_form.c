/* Reference cases of spirals and recognizers; see cases_ink.h. */
#include "measure/cases_ink.h"

#include "measure/cloud.h"
#include "measure/spiral.h"
#include "measure/unistroke.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool put_velocity(Mem *mem, Value *out, const char *name, const SpiralVelocity *velocity,
                         Fail *fail) {
    const struct {
        const char *name;
        double value;
    } fields[] = {{"sum", velocity->sum},
                  {"median", velocity->median},
                  {"coefficient_of_variation", velocity->coefficient_of_variation},
                  {"skewness", velocity->skewness},
                  {"kurtosis", velocity->kurtosis}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char full[80];
        snprintf(full, sizeof full, "%s_velocity_%s", name, fields[i].name);
        if (!cases_put_number(mem, out, full, fields[i].value, fail)) {
            return false;
        }
    }
    return true;
}

static bool put_spiral(Mem *mem, Value *out, const Spiral *s, Fail *fail) {
    const struct {
        const char *name;
        double value;
    } fields[] = {
        {"hausdorff_distance_maximum", s->hausdorff_maximum},
        {"hausdorff_distance_sum", s->hausdorff_sum},
        {"hausdorff_distance_sum_per_second", s->hausdorff_sum_per_second},
        {"hausdorff_distance_interquartile_range", s->hausdorff_interquartile_range},
        {"hausdorff_distance_start_segment_maximum_normalized", s->hausdorff_start_normalized},
        {"hausdorff_distance_end_segment_maximum_normalized", s->hausdorff_end_normalized},
        {"hausdorff_distance_middle_segment_maximum", s->hausdorff_middle},
        {"hausdorff_distance_middle_segment_maximum_per_second", s->hausdorff_middle_per_second},
        {"area_under_curve", s->area},
        {"duration", s->duration_s},
        {"radial_residual_rms", s->tremor.residual_rms},
        {"tremor_power_4_12", s->tremor.power_4_12},
        {"tremor_ratio_4_12", s->tremor.ratio_4_12},
        {"tremor_peak_hz", s->tremor.peak_hz}};
    *out = value_record();
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!cases_put_number(mem, out, fields[i].name, fields[i].value, fail)) {
            return false;
        }
    }
    return put_velocity(mem, out, "linear", &s->linear, fail) &&
           put_velocity(mem, out, "radial", &s->radial, fail) &&
           put_velocity(mem, out, "angular", &s->angular, fail);
}

bool cases_spiral(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    double *t, *x, *y;
    size_t count, x_count, y_count;
    if (!cases_numbers(in, "t", mem, &t, &count, fail) ||
        !cases_numbers(in, "x", mem, &x, &x_count, fail) ||
        !cases_numbers(in, "y", mem, &y, &y_count, fail)) {
        return false;
    }
    if (count != x_count || count != y_count) {
        return fail_set(fail, FAIL_INPUT, "\"t\", \"x\" and \"y\" have %zu, %zu and %zu items",
                        count, x_count, y_count);
    }
    Point *points = mem_alloc_array(mem, count, sizeof *points),
          road_points[SPIRAL_TEMPLATE_POINTS];
    Path road;
    Spiral spiral;
    for (size_t i = 0; points != NULL && i < count; i++) {
        points[i] = (Point){x[i], y[i]};
    }
    spiral_template(1.075, 4, road_points, SPIRAL_TEMPLATE_POINTS);
    if (points == NULL || !path_make(mem, road_points, NULL, SPIRAL_TEMPLATE_POINTS, &road) ||
        !spiral_measure(mem, t, points, count, &road, &spiral)) {
        return cases_full(fail);
    }
    return put_spiral(mem, out, &spiral, fail);
}

/* One shape in every recognizer's form. */
typedef struct {
    bool has_cloud, has_stroke;
    Cloud cloud;
    Unistroke stroke;
} Known;

static bool know(const Value *holder, const char *field, Mem *mem, Known *known, Fail *fail) {
    CaseInk ink;
    Path path;
    if (!cases_points(holder, field, mem, &ink, fail)) {
        return false;
    }
    if (!path_make(mem, ink.points, ink.begins, ink.count, &path)) {
        return cases_full(fail);
    }
    known->has_cloud = cloud_make(&path, CLOUD_POINTS, &known->cloud);
    known->has_stroke =
        path.strokes == 1 && unistroke_make(path.points, path.count, &known->stroke);
    return true;
}

typedef struct {
    double p, plus, q, dollar, protractor;
} Likeness;

static Likeness compare(const Known *query, const Known *shape) {
    Likeness out = {NAN, NAN, NAN, NAN, NAN};
    if (query->has_cloud && shape->has_cloud) {
        out.p = cloud_distance_p(&query->cloud, &shape->cloud);
        out.plus = cloud_distance_plus(&query->cloud, &shape->cloud);
        out.q = cloud_distance_q(&query->cloud, &shape->cloud);
    }
    if (query->has_stroke && shape->has_stroke) {
        out.dollar = unistroke_score_dollar(&query->stroke, &shape->stroke);
        out.protractor = unistroke_score_protractor(&query->stroke, &shape->stroke);
    }
    return out;
}

/* The name of the best template so far and its figure. */
typedef struct {
    const char *name;
    double figure;
} Best;

static void keep_larger(Best *best, const char *name, double figure) {
    if (figure > best->figure || (best->name == NULL && !isnan(figure))) {
        *best = (Best){name, figure};
    }
}

static bool put_best(Mem *mem, Value *out, const char *name, const Best *best, Fail *fail) {
    Value record = value_none();
    if (best->name != NULL) {
        record = value_record();
        if (!value_put(mem, &record, "name", value_text(best->name)) ||
            !value_put(mem, &record, "score", value_number(best->figure))) {
            return cases_full(fail);
        }
    }
    return value_put(mem, out, name, record) || cases_full(fail);
}

static const Value *find_templates(const Value *in, const Value *file, Fail *fail) {
    const Value *set = value_get(in, "templates"), *list = set;
    if (set != NULL && set->kind == VALUE_TEXT) {
        list = value_get(value_get(file, "templates"), set->as.text);
    }
    if (list == NULL || list->kind != VALUE_LIST) {
        fail_set(fail, FAIL_INPUT, "\"templates\" names no list of templates of the file");
        return NULL;
    }
    return list;
}

bool cases_recognizers_synth(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    const Value *templates = find_templates(in, file, fail);
    Known query;
    if (templates == NULL || !know(in, "query", mem, &query, fail)) {
        return false;
    }
    Value p = value_list(), plus = value_list(), q = value_list();
    Best best_p = {0}, dollar = {0}, protractor = {0};
    for (size_t i = 0; i < value_count(templates); i++) {
        const Value *shape = value_at(templates, i), *name = value_get(shape, "name");
        Known known;
        if (name == NULL || name->kind != VALUE_TEXT) {
            return fail_set(fail, FAIL_INPUT, "template %zu has no text \"name\"", i + 1);
        }
        if (!know(shape, "points", mem, &known, fail)) {
            return fail_prefix(fail, "template \"%.40s\"", name->as.text);
        }
        Likeness like = compare(&query, &known);
        keep_larger(&best_p, name->as.text, -like.p);
        keep_larger(&dollar, name->as.text, like.dollar);
        keep_larger(&protractor, name->as.text, like.protractor);
        if (!value_add(mem, &p, value_number(like.p)) ||
            !value_add(mem, &plus, value_number(like.plus)) ||
            !value_add(mem, &q, value_number(like.q))) {
            return cases_full(fail);
        }
    }
    *out = value_record();
    Value best = best_p.name != NULL ? value_text(best_p.name) : value_none();
    if (!value_put(mem, out, "p_dist", p) || !value_put(mem, out, "p_plus_dist", plus) ||
        !value_put(mem, out, "q_dist", q) || !value_put(mem, out, "p_best", best)) {
        return cases_full(fail);
    }
    return put_best(mem, out, "dollar1", &dollar, fail) &&
           put_best(mem, out, "protractor", &protractor, fail);
}
