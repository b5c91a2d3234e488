/* The table of measures and the bag of measures of one trial; see score.h. */
#include "measure/score.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static const MeasureInfo measure_table[MEASURE_COUNT] = {
#define MEASURE(ID, NAME, UNIT, BETTER, LABEL, FAMILY, VERSION)                                    \
    [MEASURE_##ID] = {MEASURE_##ID, NAME, UNIT, BETTER, LABEL, FAMILY_##FAMILY, VERSION},
#include "measure/measures.def"
#undef MEASURE
};

static const char *const family_names[FAMILY_COUNT] = {
    [FAMILY_COMMON] = "common",         [FAMILY_TRACING] = "tracing",
    [FAMILY_KINEMATICS] = "kinematics", [FAMILY_FORM] = "form",
    [FAMILY_POINTING] = "pointing",     [FAMILY_DRAG] = "drag",
    [FAMILY_BIMANUAL] = "bimanual",     [FAMILY_SORTING] = "sorting",
    [FAMILY_SEQUENCING] = "sequencing", [FAMILY_SPAN] = "span",
    [FAMILY_INHIBITION] = "inhibition", [FAMILY_SEARCH] = "search",
    [FAMILY_RHYTHM] = "rhythm",         [FAMILY_TURNS] = "turns",
    [FAMILY_RATED] = "rated",
};

int measure_count(void) {
    return MEASURE_COUNT;
}

const MeasureInfo *measure_info(MeasureId id) {
    return (int)id >= 0 && id < MEASURE_COUNT ? &measure_table[id] : NULL;
}

MeasureId measure_by_name(const char *name) {
    /* A course of two years asks tens of thousands of times: most names differ at once. */
    for (int i = 0; name != NULL && i < MEASURE_COUNT; i++) {
        const char *known = measure_table[i].name;
        if (known[0] == name[0] && strcmp(known, name) == 0) {
            return (MeasureId)i;
        }
    }
    return MEASURE_NONE;
}

const char *measure_nearest_name(const char *name) {
    const char *words[MEASURE_COUNT + 1];
    for (int i = 0; i < MEASURE_COUNT; i++) {
        words[i] = measure_table[i].name;
    }
    words[MEASURE_COUNT] = NULL;
    return name == NULL ? NULL : fail_nearest_word(name, words);
}

const char *measure_family_name(MeasureFamily family) {
    return (int)family >= 0 && family < FAMILY_COUNT ? family_names[family] : "";
}

static int find(const Measures *measures, MeasureId id) {
    for (int i = 0; i < measures->count; i++) {
        if (measures->items[i].id == id) {
            return i;
        }
    }
    return -1;
}

void measures_put(Measures *measures, MeasureId id, double value) {
    assert(measure_info(id) != NULL);
    int at = find(measures, id);
    if (at < 0) {
        assert(measures->count < MEASURES_PER_TRIAL_MAX);
        if (measures->count >= MEASURES_PER_TRIAL_MAX) {
            return;
        }
        at = measures->count++;
    }
    measures->items[at] = (Measure){id, isfinite(value) ? value : (double)NAN};
}

double measures_get(const Measures *measures, MeasureId id) {
    int at = find(measures, id);
    return at < 0 ? (double)NAN : measures->items[at].value;
}

bool measures_has(const Measures *measures, MeasureId id) {
    return find(measures, id) >= 0;
}

bool measures_to_value(const Measures *measures, Mem *mem, Value *record) {
    *record = value_record();
    for (int i = 0; i < measures->count; i++) {
        const Measure *item = &measures->items[i];
        if (!value_put(mem, record, measure_table[item->id].name, value_number(item->value))) {
            return false;
        }
    }
    return true;
}

bool measures_from_value(Measures *measures, const Value *record, Fail *fail) {
    *measures = (Measures){0};
    if (record == NULL || record->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "measures must be a record of names and numbers");
    }
    for (size_t i = 0; i < record->as.record.count; i++) {
        const ValueField *field = &record->as.record.fields[i];
        MeasureId id = measure_by_name(field->name);
        double number = (double)NAN;
        if (id == MEASURE_NONE) {
            const char *near = measure_nearest_name(field->name);
            return fail_set(fail, FAIL_INPUT, "measures: there is no measure \"%.60s\"%s%s%s",
                            field->name, near == NULL ? "" : "; did you mean \"",
                            near == NULL ? "" : near, near == NULL ? "" : "\"?");
        }
        if (field->value.kind != VALUE_NONE && !value_as_number(&field->value, &number)) {
            return fail_set(fail, FAIL_INPUT, "measures: %s must be a number or null", field->name);
        }
        if (measures->count >= MEASURES_PER_TRIAL_MAX) {
            return fail_set(fail, FAIL_LIMIT, "measures: a trial carries at most %d measures",
                            MEASURES_PER_TRIAL_MAX);
        }
        measures_put(measures, id, number);
    }
    return true;
}

static bool document_family(Buffer *out, MeasureFamily family) {
    static const char *const better[] = {"less", "-", "more"};
    bool ok = buffer_format(out,
                            "\n### %s\n\n| name | unit | better | what it says | version |\n"
                            "|---|---|---|---|---|\n",
                            family_names[family]);
    for (int i = 0; ok && i < MEASURE_COUNT; i++) {
        const MeasureInfo *info = &measure_table[i];
        if (info->family == family) {
            ok = buffer_format(out, "| `%s` | %s | %s | %s | %d |\n", info->name, info->unit,
                               better[info->better + 1], info->label, info->version);
        }
    }
    return ok;
}

bool measures_document(Buffer *out) {
    bool ok = buffer_format(out,
                            "## Measures\n\nScorer version %d. %d measures. \"better\" says which "
                            "way is improvement; \"-\" describes without judging.\n",
                            SCORER_VERSION, MEASURE_COUNT);
    for (int family = 0; ok && family < FAMILY_COUNT; family++) {
        ok = document_family(out, (MeasureFamily)family);
    }
    return ok;
}

double score_clip(double value, double least, double most) {
    return value < least ? least : value > most ? most : value;
}
