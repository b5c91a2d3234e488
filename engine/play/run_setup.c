/* A run's setup as one text and back: whatever makes a run what it is, so that it can be played
 * again; see run.h. */
#include "play/run.h"

#include <string.h>

static const char *const policies[] = {"try_first", "help_first", "off", NULL};

/* An empty box has no sides that could be written: it is an empty list. */
static bool put_box(Mem *mem, Value *record, const char *name, const Box *box) {
    Value list = value_list();
    const double sides[] = {box->left, box->top, box->right, box->bottom};
    bool ok = true;
    for (int i = 0; ok && i < 4 && !box_is_empty(*box); i++) {
        ok = value_add(mem, &list, value_number(sides[i]));
    }
    return ok && value_put(mem, record, name, list);
}

static bool place_value(Mem *mem, const GuardPlace *place, Value *value) {
    *value = value_record();
    return value_put(mem, value, "width_mm", value_number(place->width_mm)) &&
           value_put(mem, value, "height_mm", value_number(place->height_mm)) &&
           put_box(mem, value, "play", &place->play) &&
           put_box(mem, value, "gutter", &place->gutter) &&
           value_put(mem, value, "players", value_int(place->players));
}

bool run_setup_value(Mem *mem, const RunSetup *setup, Value *value) {
    Value adapt, guard, place, access;
    *value = value_record();
    return adapt_value(mem, &setup->adapt, &adapt) &&
           guard_settings_value(mem, &setup->guard, &guard) &&
           place_value(mem, &setup->place, &place) &&
           access_settings_value(mem, &setup->access, &access) &&
           value_put(mem, value, "game", value_text(setup->manifest->id)) &&
           value_put(mem, value, "game_version", value_text(setup->manifest->version)) &&
           value_put(mem, value, "seed", value_int((int64_t)setup->seed)) &&
           value_put(mem, value, "trials", value_int(setup->trials)) &&
           value_put(mem, value, "first_level", value_int(setup->first_level)) &&
           value_put(mem, value, "probe", value_bool(setup->probe)) &&
           value_put(mem, value, "practice", value_bool(setup->practice)) &&
           value_put(mem, value, "help", value_text(policies[setup->help])) &&
           value_put(mem, value, "idle_help_s", value_number(setup->idle_help_s)) &&
           value_put(mem, value, "pause_s", value_number(setup->pause_s)) &&
           value_put(mem, value, "mirrored", value_bool(setup->mirrored)) &&
           value_put(mem, value, "reduced_motion", value_bool(setup->reduced_motion)) &&
           value_put(mem, value, "age_band", value_text(setup->age_band)) &&
           value_put(mem, value, "motor", value_text(setup->motor)) &&
           value_put(mem, value, "choices_most", value_int(setup->choices_most)) &&
           value_put(mem, value, "overrides",
                     setup->overrides != NULL ? *setup->overrides : value_record()) &&
           value_put(mem, value, "adapt", adapt) && value_put(mem, value, "guard", guard) &&
           value_put(mem, value, "place", place) && value_put(mem, value, "access", access);
}

/* ---- reading; each says by name what does not fit ---- */

static const Value *field(const Value *record, const char *name, ValueKind kind, const char *what,
                          Fail *fail) {
    const Value *value = value_get(record, name);
    if (value == NULL || value->kind != kind) {
        fail_set(fail, FAIL_INPUT, "run setup: %s must be %s.", name, what);
        return NULL;
    }
    return value;
}

static bool read_bool(const Value *record, const char *name, bool *flag, Fail *fail) {
    const Value *value = field(record, name, VALUE_BOOL, "true or false", fail);
    *flag = value != NULL && value->as.flag;
    return value != NULL;
}

static bool read_int(const Value *record, const char *name, int least, int most, int *number,
                     Fail *fail) {
    const Value *value = field(record, name, VALUE_INT, "a whole number", fail);
    if (value == NULL) {
        return false;
    }
    if (value->as.integer < least || value->as.integer > most) {
        return fail_set(fail, FAIL_INPUT, "run setup: %s is %lld, but may be %d to %d.", name,
                        (long long)value->as.integer, least, most);
    }
    *number = (int)value->as.integer;
    return true;
}

static bool read_number(const Value *record, const char *name, double least, double most,
                        double *number, Fail *fail) {
    const Value *value = value_get(record, name);
    if (value == NULL || !value_as_number(value, number)) {
        return fail_set(fail, FAIL_INPUT, "run setup: %s must be a number.", name);
    }
    return (*number >= least && *number <= most) ||
           fail_set(fail, FAIL_INPUT, "run setup: %s is %.10g, but may be %.10g to %.10g.", name,
                    *number, least, most);
}

static bool read_text(const Value *record, const char *name, const char *must, Fail *fail) {
    const Value *value = field(record, name, VALUE_TEXT, "a text", fail);
    if (value == NULL) {
        return false;
    }
    return strcmp(value->as.text, must) == 0 ||
           fail_set(fail, FAIL_REFUSED,
                    "run setup: %s is \"%.60s\", but the game here has \"%.60s\".", name,
                    value->as.text, must);
}

static bool read_box(const Value *record, const char *name, Box *box, Fail *fail) {
    const Value *list = value_get(record, name);
    double sides[4];
    const Value *first = list != NULL ? value_at(list, 0) : NULL;
    /* Nothing, or four times nothing as it was once written: an empty box. */
    if (list != NULL && list->kind == VALUE_LIST &&
        (value_count(list) == 0 || (first != NULL && first->kind == VALUE_NONE))) {
        *box = box_empty();
        return true;
    }
    for (size_t i = 0; i < 4; i++) {
        const Value *side = list != NULL ? value_at(list, i) : NULL;
        if (side == NULL || value_count(list) != 4 || !value_as_number(side, &sides[i])) {
            return fail_set(fail, FAIL_INPUT, "run setup: place.%s must be a list of four numbers.",
                            name);
        }
    }
    *box = (Box){sides[0], sides[1], sides[2], sides[3]};
    return true;
}

static bool check_names(const Value *record, const char *const *names, Fail *fail) {
    if (record == NULL || record->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "run setup: must be a record of names and values.");
    }
    for (size_t i = 0; i < value_count(record); i++) {
        const char *name = record->as.record.fields[i].name;
        int known = 0;
        while (names[known] != NULL && strcmp(names[known], name) != 0) {
            known++;
        }
        if (names[known] == NULL) {
            const char *near = fail_nearest_word(name, names);
            return fail_set(fail, FAIL_INPUT, "run setup: \"%.60s\" is unknown%s%s%s.", name,
                            near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                            near != NULL ? "\"?" : "");
        }
    }
    return true;
}

static bool read_place(const Value *value, GuardPlace *place, Fail *fail) {
    static const char *const names[] = {"width_mm", "height_mm", "play", "gutter", "players", NULL};
    return check_names(value, names, fail) &&
           read_number(value, "width_mm", 1, 10000, &place->width_mm, fail) &&
           read_number(value, "height_mm", 1, 10000, &place->height_mm, fail) &&
           read_box(value, "play", &place->play, fail) &&
           read_box(value, "gutter", &place->gutter, fail) &&
           read_int(value, "players", 1, 2, &place->players, fail);
}

static bool read_help(const Value *value, HelpPolicy *help, Fail *fail) {
    const Value *word = field(value, "help", VALUE_TEXT, "a word", fail);
    for (int i = 0; word != NULL && policies[i] != NULL; i++) {
        if (strcmp(policies[i], word->as.text) == 0) {
            *help = (HelpPolicy)i;
            return true;
        }
    }
    return word != NULL &&
           fail_set(fail, FAIL_INPUT,
                    "run setup: help is \"%.60s\", but may be try_first, help_first or off.",
                    word->as.text);
}

static bool read_overrides(Mem *mem, const Value *value, const Manifest *manifest, RunSetup *setup,
                           Fail *fail) {
    const Value *given = field(value, "overrides", VALUE_RECORD, "a record", fail);
    if (given == NULL) {
        return false;
    }
    Value kept = value_record();
    for (size_t i = 0; i < value_count(given); i++) {
        const ValueField *one = &given->as.record.fields[i];
        const Param *param = schema_find(manifest, one->name);
        Value checked;
        if (param == NULL) {
            return fail_set(fail, FAIL_INPUT, "run setup: %s has no parameter %.60s.", manifest->id,
                            one->name);
        }
        if (!schema_param(param, &one->value, &checked, fail)) {
            return fail_prefix(fail, "run setup: overrides");
        }
        if (!value_put(mem, &kept, one->name, checked)) {
            return fail_set(fail, FAIL_MEMORY, "There is no memory for the run's parameters.");
        }
    }
    setup->overrides = value_count(&kept) > 0 ? mem_copy(mem, &kept, sizeof kept) : NULL;
    return value_count(&kept) == 0 || setup->overrides != NULL ||
           fail_set(fail, FAIL_MEMORY, "There is no memory for the run's parameters.");
}

/* Runs that were stored before levels were fitted to the child have none of these. */
static bool read_child(const Value *value, RunSetup *setup, Fail *fail) {
    const Value *age = value_get(value, "age_band"), *motor = value_get(value, "motor");
    if (age == NULL && motor == NULL) {
        return true;
    }
    age = field(value, "age_band", VALUE_TEXT, "a text", fail);
    motor = age != NULL ? field(value, "motor", VALUE_TEXT, "a text", fail) : NULL;
    if (motor == NULL || !read_int(value, "choices_most", 0, 100, &setup->choices_most, fail)) {
        return false;
    }
    if (strlen(age->as.text) >= sizeof setup->age_band ||
        strlen(motor->as.text) >= sizeof setup->motor) {
        return fail_set(fail, FAIL_INPUT, "run setup: age_band and motor must be short words.");
    }
    strcpy(setup->age_band, age->as.text);
    strcpy(setup->motor, motor->as.text);
    return true;
}

static bool read_parts(const Value *value, RunSetup *setup, Fail *fail) {
    const Value *adapt = field(value, "adapt", VALUE_RECORD, "a record", fail);
    const Value *guard = adapt ? field(value, "guard", VALUE_RECORD, "a record", fail) : NULL;
    const Value *place = guard ? field(value, "place", VALUE_RECORD, "a record", fail) : NULL;
    const Value *access = place ? field(value, "access", VALUE_RECORD, "a record", fail) : NULL;
    if (access == NULL) {
        return false;
    }
    setup->guard = guard_standard("5-6", "");
    setup->access = access_standard("5-6", "");
    return adapt_read(adapt, &setup->adapt, fail) &&
           guard_settings_read(guard, &setup->guard, fail) &&
           read_place(place, &setup->place, fail) &&
           access_settings_read(access, &setup->access, fail);
}

bool run_setup_read(Mem *mem, const Value *value, const Manifest *manifest, const Levels *levels,
                    RunSetup *setup, Fail *fail) {
    static const char *const names[] = {
        "game",      "game_version", "seed",        "trials",  "first_level", "probe",
        "practice",  "help",         "idle_help_s", "pause_s", "mirrored",    "reduced_motion",
        "overrides", "adapt",        "guard",       "place",   "access",      "age_band",
        "motor",     "choices_most", NULL};
    RunSetup read = {.manifest = manifest, .levels = levels};
    if (!check_names(value, names, fail) || !read_text(value, "game", manifest->id, fail) ||
        !read_text(value, "game_version", manifest->version, fail)) {
        return false;
    }
    const Value *seed = field(value, "seed", VALUE_INT, "a whole number", fail);
    if (seed == NULL || !read_int(value, "trials", 1, RUN_TRIALS_MAX, &read.trials, fail) ||
        !read_int(value, "first_level", 1, levels->count, &read.first_level, fail) ||
        !read_bool(value, "probe", &read.probe, fail) ||
        !read_bool(value, "practice", &read.practice, fail) ||
        !read_help(value, &read.help, fail) ||
        !read_number(value, "idle_help_s", 0, 3600, &read.idle_help_s, fail) ||
        !read_number(value, "pause_s", 0, 3600, &read.pause_s, fail) ||
        !read_bool(value, "mirrored", &read.mirrored, fail) ||
        !read_bool(value, "reduced_motion", &read.reduced_motion, fail) ||
        !read_child(value, &read, fail) || !read_overrides(mem, value, manifest, &read, fail) ||
        !read_parts(value, &read, fail)) {
        return false;
    }
    read.seed = (uint64_t)seed->as.integer;
    *setup = read;
    return true;
}
