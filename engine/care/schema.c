/* One parameter's check, and the ladder of levels made of such checks; see schema.h. The manifest
 * is read in schema_manifest.c. */
#include "care/schema.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* How a wrong value is quoted in a sentence. */
static const char *quote(const Value *value, char text[96]) {
    switch (value->kind) {
    case VALUE_NONE:
        return "nothing";
    case VALUE_BOOL:
        return value->as.flag ? "true" : "false";
    case VALUE_INT:
        snprintf(text, 96, "%lld", (long long)value->as.integer);
        return text;
    case VALUE_NUMBER:
        snprintf(text, 96, "%.10g", value->as.number);
        return text;
    case VALUE_TEXT:
        snprintf(text, 96, "the text \"%.60s\"", value->as.text);
        return text;
    case VALUE_LIST:
        return "a list";
    case VALUE_RECORD:
        return "a table of names";
    }
    return "nothing";
}

static bool wrong_kind(const Param *param, const Value *value, const char *wanted, Fail *fail) {
    char text[96];
    return fail_set(fail, FAIL_INPUT, "%s must be %s, but is %s", param->name, wanted,
                    quote(value, text));
}

static bool check_range(const Param *param, double number, Fail *fail) {
    if (number < param->least) {
        return fail_set(fail, FAIL_INPUT, "%s is %.10g, but the least is %.10g", param->name,
                        number, param->least);
    }
    if (number > param->most) {
        return fail_set(fail, FAIL_INPUT, "%s is %.10g, but the most is %.10g", param->name, number,
                        param->most);
    }
    return true;
}

static bool check_integer(const Param *param, const Value *value, Value *checked, Fail *fail) {
    double number;
    if (!value_as_number(value, &number) || number != floor(number) || fabs(number) > 1e15) {
        return wrong_kind(param, value, "a whole number", fail);
    }
    *checked = value_int((int64_t)number);
    return check_range(param, number, fail);
}

static bool check_choice(const Param *param, const Value *value, Value *checked, Fail *fail) {
    if (value->kind != VALUE_TEXT) {
        return wrong_kind(param, value, "one of its choices", fail);
    }
    char list[400] = "";
    for (size_t i = 0, used = 0; param->choices[i] != NULL; i++) {
        if (strcmp(param->choices[i], value->as.text) == 0) {
            *checked = value_text(param->choices[i]);
            return true;
        }
        int wrote =
            snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", param->choices[i]);
        used += (size_t)wrote < sizeof list - used ? (size_t)wrote : 0;
    }
    const char *near = fail_nearest_word(value->as.text, param->choices);
    if (near != NULL) {
        return fail_set(fail, FAIL_INPUT,
                        "%s is \"%.60s\", but must be one of: %s (did you mean %s?)", param->name,
                        value->as.text, list, near);
    }
    return fail_set(fail, FAIL_INPUT, "%s is \"%.60s\", but must be one of: %s", param->name,
                    value->as.text, list);
}

bool schema_param(const Param *param, const Value *value, Value *checked, Fail *fail) {
    double number;
    switch (param->kind) {
    case PARAM_BOOL:
        *checked = *value;
        return value->kind == VALUE_BOOL || wrong_kind(param, value, "true or false", fail);
    case PARAM_INTEGER:
        return check_integer(param, value, checked, fail);
    case PARAM_NUMBER:
        if (!value_as_number(value, &number)) {
            return wrong_kind(param, value, "a number", fail);
        }
        *checked = value_number(number);
        return check_range(param, number, fail);
    case PARAM_CHOICE:
        return check_choice(param, value, checked, fail);
    case PARAM_TEXT:
        if (value->kind != VALUE_TEXT) {
            return wrong_kind(param, value, "a text", fail);
        }
        if (strlen(value->as.text) > PARAM_TEXT_MAX) {
            return fail_set(fail, FAIL_INPUT, "%s is longer than %d bytes", param->name,
                            PARAM_TEXT_MAX);
        }
        *checked = *value;
        return true;
    }
    return fail_set(fail, FAIL_INPUT, "%s has an unknown type", param->name);
}

static const char *const HANDS[PARAM_HANDS + 1] = {"3-4", "5-6", "7-9", "10-12", "M1", "M2", NULL};

const char *const *schema_hands(void) {
    return HANDS;
}

Value schema_fit(const Param *param, const char *age_band, const char *motor, int most,
                 Value usual) {
    double number;
    bool numeric = param->kind == PARAM_INTEGER || param->kind == PARAM_NUMBER;
    if (!numeric || !value_as_number(&usual, &number)) {
        return usual;
    }
    for (int i = 0; i < PARAM_HANDS; i++) {
        if (strcmp(HANDS[i], age_band) == 0 || strcmp(HANDS[i], motor) == 0) {
            number = fmin(fmax(number, param->least_for[i]), param->most_for[i]);
        }
    }
    if (param->counts && most > 0) {
        number = fmax(param->least, fmin(number, most));
    }
    return param->kind == PARAM_INTEGER ? value_int((int64_t)number) : value_number(number);
}

const Param *schema_find(const Manifest *manifest, const char *name) {
    for (int i = 0; i < manifest->param_count; i++) {
        if (strcmp(manifest->params[i].name, name) == 0) {
            return &manifest->params[i];
        }
    }
    return NULL;
}

/* Refuses a name that is no parameter, with the nearest one that is. */
static bool check_names(const Value *row, const Manifest *manifest, Fail *fail) {
    const char *words[PARAMS_MAX + 2] = {"name"};
    for (int i = 0; i < manifest->param_count; i++) {
        words[i + 1] = manifest->params[i].name;
    }
    for (size_t i = 0; i < value_count(row); i++) {
        const char *name = row->as.record.fields[i].name;
        if (strcmp(name, "name") == 0 || schema_find(manifest, name) != NULL) {
            continue;
        }
        const char *near = fail_nearest_word(name, words);
        return fail_set(fail, FAIL_INPUT, "game.lua declares no parameter %.60s%s%s%s", name,
                        near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                        near != NULL ? "?)" : "");
    }
    return true;
}

static bool full(Fail *fail) {
    return fail_set(fail, FAIL_LIMIT, "the game is larger than the memory allowed for it");
}

static bool read_level(Mem *mem, const Value *row, const Manifest *manifest, Level *level,
                       Fail *fail) {
    if (row->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "must be a table such as { name = \"...\", ... }");
    }
    const Value *name = value_get(row, "name");
    if (name == NULL || name->kind != VALUE_TEXT || name->as.text[0] == '\0') {
        return fail_set(fail, FAIL_INPUT,
                        "needs a name: a short sentence that tells a therapist what it is");
    }
    if (!check_names(row, manifest, fail)) {
        return false;
    }
    Value params = value_record();
    for (int i = 0; i < manifest->param_count; i++) {
        const Param *param = &manifest->params[i];
        const Value *said = value_get(row, param->name);
        Value checked = param->standard;
        if (said != NULL && !schema_param(param, said, &checked, fail)) {
            return false;
        }
        if (checked.kind == VALUE_TEXT) {
            checked.as.text = mem_text(mem, checked.as.text);
        }
        if ((checked.kind == VALUE_TEXT && checked.as.text == NULL) ||
            !value_put(mem, &params, param->name, checked)) {
            return full(fail);
        }
    }
    level->name = mem_text(mem, name->as.text);
    level->params = mem_copy(mem, &params, sizeof params);
    return (level->name != NULL && level->params != NULL) || full(fail);
}

bool schema_levels(Mem *mem, const Value *data, const Manifest *manifest, const char *place,
                   Levels *levels, Fail *fail) {
    *levels = (Levels){.count = 0};
    if (data->kind != VALUE_LIST || value_count(data) == 0) {
        return fail_set(fail, FAIL_INPUT,
                        "%s: must return a list of at least one level, the easiest first", place);
    }
    if (value_count(data) > LEVELS_MAX) {
        return fail_set(fail, FAIL_INPUT, "%s: has %zu levels, but the most is %d", place,
                        value_count(data), LEVELS_MAX);
    }
    for (size_t i = 0; i < value_count(data); i++) {
        if (!read_level(mem, value_at(data, i), manifest, &levels->rows[i], fail)) {
            return fail_prefix(fail, "%s: level %zu", place, i + 1);
        }
    }
    levels->count = (int)value_count(data);
    return true;
}

double level_number(const Level *level, const char *name) {
    double number = 0;
    bool found = value_as_number(value_get(level->params, name), &number);
    assert(found);
    (void)found;
    return number;
}
