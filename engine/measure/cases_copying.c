/* Reference cases of tracing and copying; see cases_ink.h. */
#include "measure/cases_ink.h"

#include "measure/form.h"
#include "measure/tracing.h"

#include <math.h>

static bool put_measures(Mem *mem, const Measures *measures, Value *out, Fail *fail) {
    for (int i = 0; i < measures->count; i++) {
        const MeasureInfo *info = measure_info(measures->items[i].id);
        if (!cases_put_number(mem, out, info->name, measures->items[i].value, fail)) {
            return false;
        }
    }
    return true;
}

bool cases_tracing(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    CaseInk road_ink, ink;
    Path path;
    Trace trace;
    Quality quality;
    Measures measures = {0};
    Road road = {.path = &path};
    if (!cases_points(in, "template", mem, &road_ink, fail) ||
        !cases_number(in, "width_mm", &road.width_mm, fail) ||
        !cases_strokes(value_get(in, "ink"), "ink", mem, &ink, fail)) {
        return false;
    }
    QualityContext context = {.expects_ink = true, .cue_to_touch_s = NAN};
    if (!path_make(mem, road_ink.points, road_ink.begins, road_ink.count, &path) ||
        !trace_make(mem, ink.points, ink.time_s, ink.begins, ink.count, &trace) ||
        !quality_judge(mem, &trace, &context, &quality) ||
        !tracing_measure(mem, &trace, &road, &quality, &measures)) {
        return cases_full(fail);
    }
    TracingScore score = tracing_score(&trace, &road);
    *out = value_record();
    return cases_put_number(mem, out, "score", score.score, fail) &&
           cases_put_number(mem, out, "A", score.accuracy, fail) &&
           cases_put_number(mem, out, "C", score.coverage, fail) &&
           cases_put_number(mem, out, "E", score.economy, fail) &&
           put_measures(mem, &measures, out, fail) &&
           ((value_put(mem, out, "valid", value_bool(quality.valid)) &&
             value_put(mem, out, "why", value_text(quality_sentence(quality.why))) &&
             value_put(mem, out, "timing_valid", value_bool(quality.timing_valid)) &&
             value_put(mem, out, "why_timing", value_text(quality_sentence(quality.why_timing)))) ||
            cases_full(fail));
}

static bool read_form(const Value *strokes, const char *what, Mem *mem, Form *form, Fail *fail) {
    CaseInk ink;
    Path path;
    if (!cases_strokes(strokes, what, mem, &ink, fail)) {
        return false;
    }
    if (!path_make(mem, ink.points, ink.begins, ink.count, &path)) {
        return cases_full(fail);
    }
    if (!form_make(&path, form)) {
        *form = (Form){0}; /* matches nothing */
    }
    return true;
}

/* The distance to the nearest allograph of one shape. */
static bool nearest_allograph(const Form *attempt, const ValueField *shape, Mem *mem,
                              double *distance, Fail *fail) {
    *distance = NAN;
    if (shape->value.kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "template \"%.40s\" is not a list of allographs",
                        shape->name);
    }
    for (size_t i = 0; i < value_count(&shape->value); i++) {
        Form model;
        if (!read_form(value_at(&shape->value, i), shape->name, mem, &model, fail)) {
            return false;
        }
        double d = form_match(attempt, &model).distance;
        *distance = d < *distance || isnan(*distance) ? d : *distance;
    }
    return true;
}

bool cases_copying(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    const Value *templates = value_get(in, "templates");
    templates = templates != NULL ? templates : value_get(file, "templates");
    Form attempt;
    if (!read_form(value_get(in, "attempt"), "attempt", mem, &attempt, fail)) {
        return false;
    }
    if (templates == NULL || templates->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT,
                        "\"templates\" is missing or is not {name: [allographs]}");
    }
    Value scores = value_record(), distances = value_record(), best = value_none();
    double least = INFINITY, second = INFINITY;
    for (size_t i = 0; i < templates->as.record.count; i++) {
        const ValueField *shape = &templates->as.record.fields[i];
        double distance;
        if (!nearest_allograph(&attempt, shape, mem, &distance, fail) ||
            !cases_put_number(mem, &scores, shape->name, form_score(distance), fail) ||
            !cases_put_number(mem, &distances, shape->name, distance, fail)) {
            return false;
        }
        if (distance < least) {
            second = least, least = distance, best = value_text(shape->name);
        } else if (distance < second) {
            second = distance;
        }
    }
    *out = value_record();
    return (value_put(mem, out, "scores", scores) && value_put(mem, out, "distances", distances) &&
            value_put(mem, out, "best", best) &&
            value_put(mem, out, "margin", value_number((second - least) / (second + least)))) ||
           cases_full(fail);
}
