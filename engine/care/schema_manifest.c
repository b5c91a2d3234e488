/* Reads a game's manifest from what game.lua returned; see schema.h. Every complaint names the file
 * and the field, so that an author can put it right without knowing this code. */
#include "care/schema.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    Mem *mem;
    const char *place;
    Fail *fail;
} Reader;

static const char *const domains[] = {"fine_motor", "gross_motor", "sensory", "self_care",
                                      "play",       "cognitive",   NULL};

static const char *const fields[] = {
    "id",       "version", "api",     "title",      "word",     "picture",     "domain",
    "aim",      "skills",  "trial",   "twin",       "hidden",   "two_players", "keeps_sides",
    "no_score", "trials",  "minutes", "parameters", "measures", "voice",       NULL};

static const char *const param_fields[] = {"name",     "type",    "min",     "max",   "least_for",
                                           "most_for", "choices", "default", "label", NULL};

static const char *const param_types[] = {"bool", "integer", "number", "choice", "text", NULL};

static bool full(Reader *reader) {
    return fail_set(reader->fail, FAIL_LIMIT, "%s: is larger than the memory allowed for it",
                    reader->place);
}

static bool has_word(const char *const *words, const char *word) {
    for (; *words != NULL; words++) {
        if (strcmp(*words, word) == 0) {
            return true;
        }
    }
    return false;
}

/* Lower-case letters, digits and _; a letter first; at most 40 bytes. */
static bool is_name(const char *text) {
    size_t length = strlen(text);
    return length > 0 && length <= 40 && text[0] >= 'a' && text[0] <= 'z' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* Refuses names outside `allowed`; `where` is "" or "parameters.road_mm: ". */
static bool check_fields(Reader *reader, const Value *record, const char *const *allowed,
                         const char *where) {
    for (size_t i = 0; i < value_count(record); i++) {
        const char *name = record->as.record.fields[i].name;
        if (!has_word(allowed, name)) {
            const char *near = fail_nearest_word(name, allowed);
            return fail_set(reader->fail, FAIL_INPUT, "%s: %sthere is no field %.60s%s%s%s",
                            reader->place, where, name, near != NULL ? " (did you mean " : "",
                            near != NULL ? near : "", near != NULL ? "?)" : "");
        }
    }
    return true;
}

static bool read_text(Reader *reader, const Value *record, const char *name, bool needed,
                      const char **text) {
    const Value *value = value_get(record, name);
    *text = NULL;
    if (value == NULL && !needed) {
        return true;
    }
    if (value == NULL || value->kind != VALUE_TEXT || value->as.text[0] == '\0') {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s must be a text%s", reader->place, name,
                        value == NULL ? ", and is missing" : "");
    }
    *text = mem_text(reader->mem, value->as.text);
    return *text != NULL || full(reader);
}

static bool read_flag(Reader *reader, const Value *record, const char *name, bool *flag) {
    const Value *value = value_get(record, name);
    *flag = value != NULL && value->kind == VALUE_BOOL && value->as.flag;
    return value == NULL || value->kind == VALUE_BOOL ||
           fail_set(reader->fail, FAIL_INPUT, "%s: %s must be true or false", reader->place, name);
}

static bool read_number(Reader *reader, const Value *record, const char *name, double least,
                        double most, double *number) {
    if (!value_as_number(value_get(record, name), number) || *number < least || *number > most) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s must be a number from %g to %g",
                        reader->place, name, least, most);
    }
    return true;
}

/* A list of texts into a NULL-ended array of `most` + 1 places. */
static bool read_words(Reader *reader, const Value *list, const char *where, size_t most,
                       const char **words) {
    size_t count = value_count(list);
    if (list != NULL && list->kind != VALUE_LIST) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s must be a list of texts", reader->place,
                        where);
    }
    if (count > most) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s has %zu entries, but the most is %zu",
                        reader->place, where, count, most);
    }
    for (size_t i = 0; i < count; i++) {
        const Value *item = value_at(list, i);
        if (item->kind != VALUE_TEXT || item->as.text[0] == '\0') {
            return fail_set(reader->fail, FAIL_INPUT, "%s: %s: entry %zu must be a text",
                            reader->place, where, i + 1);
        }
        words[i] = mem_text(reader->mem, item->as.text);
        if (words[i] == NULL) {
            return full(reader);
        }
    }
    words[count] = NULL;
    return true;
}

static bool read_kind(Reader *reader, const Value *data, const char *where, Param *param) {
    const Value *type = value_get(data, "type");
    const char *word = type != NULL && type->kind == VALUE_TEXT ? type->as.text : "";
    for (int kind = 0; param_types[kind] != NULL; kind++) {
        if (strcmp(param_types[kind], word) == 0) {
            param->kind = (ParamKind)kind;
            return true;
        }
    }
    return fail_set(reader->fail, FAIL_INPUT,
                    "%s: %s: type must be one of: bool, integer, number, choice, text",
                    reader->place, where);
}

static bool read_bounds(Reader *reader, const Value *data, const char *where, Param *param) {
    bool numeric = param->kind == PARAM_INTEGER || param->kind == PARAM_NUMBER;
    const Value *least = value_get(data, "min"), *most = value_get(data, "max");
    if (!numeric) {
        return (least == NULL && most == NULL) ||
               fail_set(reader->fail, FAIL_INPUT, "%s: %s: only numbers have min and max",
                        reader->place, where);
    }
    if (!value_as_number(least, &param->least) || !value_as_number(most, &param->most) ||
        param->least > param->most) {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: %s: a number needs min and max, min not above max", reader->place,
                        where);
    }
    return true;
}

/* most_for = { ["3-4"] = 3, M2 = 2 }. */
static bool read_for(Reader *reader, const Value *data, const char *where, const char *name,
                     const Param *param, double bounds[PARAM_HANDS]) {
    const Value *given = value_get(data, name);
    double none = bounds[0];
    if (given == NULL) {
        return true;
    }
    size_t known = 0;
    for (int i = 0; i < PARAM_HANDS; i++) {
        const Value *bound = value_get(given, schema_hands()[i]);
        known += bound != NULL;
        bounds[i] = none;
        if (bound != NULL && (!value_as_number(bound, &bounds[i]) || bounds[i] < param->least ||
                              bounds[i] > param->most)) {
            known = SIZE_MAX / 2;
        }
    }
    return (given->kind == VALUE_RECORD && known == value_count(given) && known > 0 &&
            (param->kind == PARAM_INTEGER || param->kind == PARAM_NUMBER)) ||
           fail_set(reader->fail, FAIL_INPUT,
                    "%s: %s: %s gives 3-4, 5-6, 7-9, 10-12, M1 or M2 numbers between min and max",
                    reader->place, where, name);
}

static bool read_bounds_for(Reader *reader, const Value *data, const char *where, Param *param) {
    for (int i = 0; i < PARAM_HANDS; i++) {
        param->least_for[i] = -INFINITY;
        param->most_for[i] = INFINITY;
    }
    param->counts = param->kind == PARAM_INTEGER && value_get(data, "most_for") != NULL;
    return read_for(reader, data, where, "least_for", param, param->least_for) &&
           read_for(reader, data, where, "most_for", param, param->most_for);
}

static bool read_choices(Reader *reader, const Value *data, const char *where, Param *param) {
    const Value *choices = value_get(data, "choices");
    if (param->kind != PARAM_CHOICE) {
        return choices == NULL ||
               fail_set(reader->fail, FAIL_INPUT, "%s: %s: only the type choice has choices",
                        reader->place, where);
    }
    size_t count = value_count(choices);
    param->choices = mem_alloc_array(reader->mem, count + 1, sizeof *param->choices);
    if (param->choices == NULL) {
        return full(reader);
    }
    char place[80];
    snprintf(place, sizeof place, "%s: choices", where);
    if (count == 0) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s must be a list of texts", reader->place,
                        place);
    }
    return read_words(reader, choices, place, count, param->choices);
}

static bool read_default(Reader *reader, const Value *data, const char *where, Param *param) {
    const Value *said = value_get(data, "default");
    if (said == NULL) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s: needs a default", reader->place, where);
    }
    if (!schema_param(param, said, &param->standard, reader->fail)) {
        return fail_prefix(reader->fail, "%s: parameters: default of", reader->place);
    }
    if (param->standard.kind == VALUE_TEXT) {
        param->standard.as.text = mem_text(reader->mem, param->standard.as.text);
        return param->standard.as.text != NULL || full(reader);
    }
    return true;
}

static bool read_param(Reader *reader, const Value *data, size_t number, Manifest *manifest) {
    char where[64];
    snprintf(where, sizeof where, "parameters: entry %zu", number);
    const Value *name = value_get(data, "name");
    if (name == NULL || name->kind != VALUE_TEXT || !is_name(name->as.text) ||
        strcmp(name->as.text, "name") == 0) {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: %s: needs a name of lower-case letters, digits and _ (with its unit: "
                        "road_mm), other than \"name\"",
                        reader->place, where);
    }
    snprintf(where, sizeof where, "parameters.%s", name->as.text);
    if (schema_find(manifest, name->as.text) != NULL) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: %s: is declared twice", reader->place,
                        where);
    }
    char before[72];
    snprintf(before, sizeof before, "%s: ", where);
    const Value *label = value_get(data, "label");
    if (label == NULL || label->kind != VALUE_TEXT || label->as.text[0] == '\0') {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: %s: needs a label: the words a therapist reads", reader->place, where);
    }
    Param *param = &manifest->params[manifest->param_count];
    param->name = mem_text(reader->mem, name->as.text);
    param->label = mem_text(reader->mem, label->as.text);
    if (param->name == NULL || param->label == NULL) {
        return full(reader);
    }
    if (!check_fields(reader, data, param_fields, before) ||
        !read_kind(reader, data, where, param) || !read_bounds(reader, data, where, param) ||
        !read_bounds_for(reader, data, where, param) || !read_choices(reader, data, where, param) ||
        !read_default(reader, data, where, param)) {
        return false;
    }
    manifest->param_count++;
    return true;
}

static bool read_params(Reader *reader, const Value *data, Manifest *manifest) {
    const Value *list = value_get(data, "parameters");
    if (list == NULL || list->kind != VALUE_LIST) {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: parameters must be a list such as { { name = \"road_mm\", ... } }",
                        reader->place);
    }
    if (value_count(list) > PARAMS_MAX) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: has %zu parameters, but the most is %d",
                        reader->place, value_count(list), PARAMS_MAX);
    }
    for (size_t i = 0; i < value_count(list); i++) {
        if (!read_param(reader, value_at(list, i), i + 1, manifest)) {
            return false;
        }
    }
    return true;
}

static bool read_measures(Reader *reader, const Value *data, Manifest *manifest) {
    const Value *list = value_get(data, "measures");
    size_t count = value_count(list);
    if (list == NULL || list->kind != VALUE_LIST || count > MEASURES_PER_TRIAL_MAX ||
        (count == 0 && !manifest->no_score)) {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: measures must be a list of at most %d names, the main one first",
                        reader->place, MEASURES_PER_TRIAL_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        const Value *item = value_at(list, i);
        const char *name = item->kind == VALUE_TEXT ? item->as.text : "";
        MeasureId id = measure_by_name(name);
        if (id == MEASURE_NONE) {
            const char *near = measure_nearest_name(name);
            return fail_set(reader->fail, FAIL_INPUT,
                            "%s: measures: there is no measure \"%.60s\"%s%s%s", reader->place,
                            name, near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                            near != NULL ? "?)" : "");
        }
        manifest->measures[i] = id;
    }
    manifest->measure_count = (int)count;
    return true;
}

static bool read_identity(Reader *reader, const Value *data, Manifest *manifest) {
    if (!read_text(reader, data, "id", true, &manifest->id) ||
        !read_text(reader, data, "version", true, &manifest->version) ||
        !read_text(reader, data, "title", true, &manifest->title) ||
        !read_text(reader, data, "word", true, &manifest->word) ||
        !read_text(reader, data, "picture", true, &manifest->picture) ||
        !read_text(reader, data, "domain", true, &manifest->domain) ||
        !read_text(reader, data, "aim", true, &manifest->aim) ||
        !read_text(reader, data, "trial", true, &manifest->trial) ||
        !read_text(reader, data, "twin", false, &manifest->twin)) {
        return false;
    }
    if (!is_name(manifest->id)) {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: id is \"%.60s\", but must be lower-case letters, digits and _",
                        reader->place, manifest->id);
    }
    if (!has_word(domains, manifest->domain)) {
        return fail_set(reader->fail, FAIL_INPUT,
                        "%s: domain is \"%.60s\", but must be one of: fine_motor, gross_motor, "
                        "sensory, self_care, play, cognitive",
                        reader->place, manifest->domain);
    }
    double api;
    if (!value_as_number(value_get(data, "api"), &api) || api != GAME_API) {
        return fail_set(reader->fail, FAIL_INPUT, "%s: api must be %d, the one this engine offers",
                        reader->place, GAME_API);
    }
    manifest->api = GAME_API;
    return true;
}

bool schema_manifest(Mem *mem, const Value *data, const char *place, Manifest *manifest,
                     Fail *fail) {
    Reader reader = {mem, place, fail};
    *manifest = (Manifest){.api = 0};
    if (data->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "%s: must return a table such as { id = \"...\", ... }",
                        place);
    }
    double trials = 0;
    if (!check_fields(&reader, data, fields, "") || !read_identity(&reader, data, manifest) ||
        !read_flag(&reader, data, "hidden", &manifest->hidden) ||
        !read_flag(&reader, data, "two_players", &manifest->two_players) ||
        !read_flag(&reader, data, "keeps_sides", &manifest->keeps_sides) ||
        !read_flag(&reader, data, "no_score", &manifest->no_score) ||
        !read_number(&reader, data, "trials", 1, 200, &trials) ||
        !read_number(&reader, data, "minutes", 0.5, 60, &manifest->minutes) ||
        !read_words(&reader, value_get(data, "skills"), "skills", SKILLS_MAX, manifest->skills) ||
        !read_words(&reader, value_get(data, "voice"), "voice", VOICE_MAX, manifest->voice)) {
        return false;
    }
    if (trials != (double)(int)trials) {
        return fail_set(fail, FAIL_INPUT, "%s: trials must be a whole number", place);
    }
    manifest->trials = (int)trials;
    return read_params(&reader, data, manifest) && read_measures(&reader, data, manifest);
}
