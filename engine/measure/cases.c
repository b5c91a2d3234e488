/* The dispatcher of reference cases; see cases.h. A family is one line here and its function. */
#include "measure/cases.h"

#include "measure/cases_ink.h"
#include "measure/cases_track.h"
#include "measure/cases_trend.h"

#include <math.h>
#include <string.h>

enum { SCRATCH_BYTES = 1 << 30 };

typedef bool (*Answer)(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);

#define FAMILIES(X)                                                                                \
    X(one_euro)                                                                                    \
    X(smoothness)                                                                                  \
    X(path_deviation)                                                                              \
    X(spiral)                                                                                      \
    X(fitts)                                                                                       \
    X(steering)                                                                                    \
    X(recognizers_synth)                                                                           \
    X(tracing)                                                                                     \
    X(copying)                                                                                     \
    X(staircase_transformed)                                                                       \
    X(staircase_weighted)                                                                          \
    X(quest)                                                                                       \
    X(questplus)                                                                                   \
    X(hshs_elo)                                                                                    \
    X(wilson)                                                                                      \
    X(rt_outliers)                                                                                 \
    X(dprime)                                                                                      \
    X(corsi_span)                                                                                  \
    X(single_case)                                                                                 \
    X(rci)                                                                                         \
    X(gas_t)

static const char *const NAMES[] = {
#define X(NAME) #NAME,
    FAMILIES(X)
#undef X
        NULL,
};

static const Answer ANSWERS[] = {
#define X(NAME) cases_##NAME,
    FAMILIES(X)
#undef X
};

const char *const *cases_families(void) {
    return NAMES;
}

bool cases_full(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY,
                    "there is not enough memory for these cases; use a smaller file");
}

bool cases_number(const Value *in, const char *name, double *number, Fail *fail) {
    if (!value_as_number(value_get(in, name), number)) {
        return fail_set(fail, FAIL_INPUT, "\"%s\" is missing or is not a number", name);
    }
    return true;
}

bool cases_numbers(const Value *in, const char *name, Mem *mem, double **numbers, size_t *count,
                   Fail *fail) {
    const Value *list = value_get(in, name);
    if (list == NULL || list->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "\"%s\" is missing or is not a list of numbers", name);
    }
    *count = value_count(list);
    *numbers = mem_alloc_array(mem, *count, sizeof **numbers);
    if (*numbers == NULL) {
        return cases_full(fail);
    }
    for (size_t i = 0; i < *count; i++) {
        const Value *item = value_at(list, i);
        (*numbers)[i] = NAN;
        if (item->kind != VALUE_NONE && !value_as_number(item, &(*numbers)[i])) {
            return fail_set(fail, FAIL_INPUT, "\"%s\": item %zu is not a number", name, i + 1);
        }
    }
    return true;
}

bool cases_put_number(Mem *mem, Value *record, const char *name, double number, Fail *fail) {
    return value_put(mem, record, name, value_number(number)) || cases_full(fail);
}

static bool find_family(const char *family, Answer *answer, Fail *fail) {
    for (size_t i = 0; NAMES[i] != NULL; i++) {
        if (strcmp(NAMES[i], family) == 0) {
            *answer = ANSWERS[i];
            return true;
        }
    }
    const char *near = fail_nearest_word(family, NAMES);
    return fail_set(fail, FAIL_INPUT, "there is no family \"%.60s\"%s%s%s", family,
                    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                    near != NULL ? "\"?" : "");
}

/* A copy of an answer that lives in mem, names and texts included. */
static bool keep(Mem *mem, const Value *from, Value *to) {
    *to = *from;
    if (from->kind == VALUE_TEXT) {
        to->as.text = mem_text(mem, from->as.text);
        return to->as.text != NULL;
    }
    if (from->kind == VALUE_LIST) {
        *to = value_list();
        for (size_t i = 0; i < value_count(from); i++) {
            Value item;
            if (!keep(mem, value_at(from, i), &item) || !value_add(mem, to, item)) {
                return false;
            }
        }
    } else if (from->kind == VALUE_RECORD) {
        *to = value_record();
        for (size_t i = 0; i < from->as.record.count; i++) {
            const ValueField *field = &from->as.record.fields[i];
            Value item;
            if (!keep(mem, &field->value, &item) || !value_put(mem, to, field->name, item)) {
                return false;
            }
        }
    }
    return true;
}

/* Each case works in the same scratch memory, so their number is not limited by their size. */
static bool answer_case(Answer answer, const Value *one, size_t number, const Value *file,
                        Mem *scratch, Mem *mem, Value *answers, Fail *fail) {
    const Value *id = value_get(one, "id"), *in = value_get(one, "in");
    if (id == NULL || id->kind != VALUE_TEXT || in == NULL) {
        return fail_set(fail, FAIL_INPUT, "case %zu needs a text \"id\" and an \"in\"", number);
    }
    Value out = value_none(), kept;
    mem_reset(scratch);
    if (!answer(in, file, scratch, &out, fail)) {
        return fail_prefix(fail, "case \"%.60s\"", id->as.text);
    }
    return (keep(mem, &out, &kept) && value_put(mem, answers, id->as.text, kept)) ||
           cases_full(fail);
}

bool cases_answer(const char *family, const Value *file, Mem *mem, Value *answers, Fail *fail) {
    Answer answer = NULL;
    if (!find_family(family, &answer, fail)) {
        return false;
    }
    const Value *cases = value_get(file, "cases");
    if (cases == NULL || cases->kind != VALUE_LIST) {
        return fail_set(
            fail, FAIL_INPUT,
            "the file has no list \"cases\"; it must be {\"cases\": [{\"id\": ..., \"in\": ...}]}");
    }
    Mem *scratch = mem_new(SCRATCH_BYTES);
    bool well = scratch != NULL || cases_full(fail);
    *answers = value_record();
    for (size_t i = 0; i < value_count(cases) && well; i++) {
        well = answer_case(answer, value_at(cases, i), i + 1, file, scratch, mem, answers, fail);
    }
    mem_free(scratch);
    return well;
}
