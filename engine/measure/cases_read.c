/* Reading points and strokes of reference cases; declared in cases_ink.h. */
#include "measure/cases_ink.h"

#include <math.h>
#include <string.h>

static bool make_room(Mem *mem, size_t count, CaseInk *ink, Fail *fail) {
    ink->count = count;
    ink->points = mem_alloc_array(mem, count, sizeof *ink->points);
    ink->time_s = mem_alloc_array(mem, count, sizeof *ink->time_s);
    ink->begins = mem_alloc_array(mem, count, sizeof *ink->begins);
    return (ink->points != NULL && ink->time_s != NULL && ink->begins != NULL) || cases_full(fail);
}

static bool read_point(const Value *item, Point *point, double *third) {
    *third = NAN;
    const Value *last = value_at(item, 2);
    return value_as_number(value_at(item, 0), &point->x) &&
           value_as_number(value_at(item, 1), &point->y) &&
           (last == NULL || last->kind == VALUE_NONE || value_as_number(last, third));
}

bool cases_points(const Value *in, const char *name, Mem *mem, CaseInk *ink, Fail *fail) {
    const Value *list = value_get(in, name);
    if (list == NULL || list->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "\"%s\" is missing or is not a list of points", name);
    }
    if (!make_room(mem, value_count(list), ink, fail)) {
        return false;
    }
    double stroke = NAN;
    for (size_t i = 0; i < ink->count; i++) {
        double third;
        if (!read_point(value_at(list, i), &ink->points[i], &third)) {
            return fail_set(fail, FAIL_INPUT, "\"%s\": point %zu is not [x, y] or [x, y, stroke]",
                            name, i + 1);
        }
        ink->time_s[i] = NAN;
        ink->begins[i] = i == 0 || (third != stroke && !isnan(third));
        stroke = third;
    }
    return true;
}

bool cases_strokes(const Value *strokes, const char *what, Mem *mem, CaseInk *ink, Fail *fail) {
    if (strokes == NULL || strokes->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "\"%.60s\" is missing or is not a list of strokes", what);
    }
    size_t count = 0;
    for (size_t s = 0; s < value_count(strokes); s++) {
        count += value_count(value_at(strokes, s));
    }
    if (!make_room(mem, count, ink, fail)) {
        return false;
    }
    size_t n = 0;
    for (size_t s = 0; s < value_count(strokes); s++) {
        const Value *stroke = value_at(strokes, s);
        if (stroke->kind != VALUE_LIST) {
            return fail_set(fail, FAIL_INPUT, "\"%.60s\": stroke %zu is not a list of points", what,
                            s + 1);
        }
        for (size_t i = 0; i < value_count(stroke); i++, n++) {
            if (!read_point(value_at(stroke, i), &ink->points[n], &ink->time_s[n])) {
                return fail_set(fail, FAIL_INPUT,
                                "\"%.60s\": stroke %zu, point %zu is not [x, y] or [x, y, t_ms]",
                                what, s + 1, i + 1);
            }
            ink->time_s[n] /= 1000;
            ink->begins[n] = i == 0;
        }
    }
    return true;
}
