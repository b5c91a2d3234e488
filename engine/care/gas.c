/* Goal attainment scaling; see gas.h. */
#include "care/gas.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS_LOOKED_AT = 1000, CONTEXTS_COUNTED = 20 };

static const char *name_of(int attained) {
    static const char *const NAMES[GAS_LEVELS] = {"-2", "-1", "0", "+1", "+2"};
    return NAMES[attained - GAS_LEAST];
}

GasScale gas_scale(MeasureId measure) {
    GasScale scale = {.measure = measure, .trials = 5, .baseline = GAS_LEAST, .weight = 1};
    for (int i = 0; i < GAS_LEVELS; i++) {
        scale.steps[i].contexts = 1;
    }
    return scale;
}

static int better(const GasScale *scale) {
    return scale->measure == MEASURE_NONE ? 1 : measure_info(scale->measure)->better;
}

bool gas_check(const GasScale *scale, Fail *fail) {
    if (scale->measure != MEASURE_NONE && measure_info(scale->measure) == NULL) {
        return fail_set(fail, FAIL_INPUT, "goal scale: there is no such measure");
    }
    if (scale->trials < 1 || scale->trials > GAS_TERM_MAX || scale->baseline < GAS_LEAST ||
        scale->baseline > GAS_MOST || !(scale->weight > 0 && scale->weight <= GAS_TERM_MAX)) {
        return fail_set(
            fail, FAIL_INPUT,
            "goal scale: trials and weight must lie above 0 up to %d, the baseline from "
            "-2 to 2",
            GAS_TERM_MAX);
    }
    for (int i = 1; i < GAS_LEVELS; i++) {
        const GasStep *step = &scale->steps[i];
        if (!isfinite(step->value) || step->level < 0 || step->level > GAS_TERM_MAX ||
            step->contexts < 1 || step->contexts > CONTEXTS_COUNTED) {
            return fail_set(fail, FAIL_INPUT,
                            "goal scale: level %s needs a value, a game level from 0 to %d and 1 "
                            "to %d contexts",
                            name_of(i + GAS_LEAST), GAS_TERM_MAX, CONTEXTS_COUNTED);
        }
    }
    return true;
}

/* ---- text ---- */

__attribute__((format(printf, 2, 3))) static void append(char text[GAS_TEXT_MAX],
                                                         const char *format, ...) {
    size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, GAS_TEXT_MAX - length, format, arguments);
    va_end(arguments);
}

static void append_quantity(char text[GAS_TEXT_MAX], const GasScale *scale, double value) {
    const char *unit = scale->measure == MEASURE_NONE ? "%" : measure_info(scale->measure)->unit;
    append(text, "%.4g", value);
    if (unit[0] != '0' && strcmp(unit, "n") != 0) { /* "0-100" and "0/1" are scales, not units */
        append(text, " %s", unit);
    }
}

static void append_what(char text[GAS_TEXT_MAX], const GasScale *scale) {
    if (scale->measure == MEASURE_NONE) {
        append(text, "trials on own");
    } else {
        append(text, "median %s", measure_info(scale->measure)->label);
    }
}

static void append_step(char text[GAS_TEXT_MAX], const GasScale *scale, const GasStep *step) {
    append_what(text, scale);
    append(text, better(scale) < 0 ? " at most " : " at least ");
    append_quantity(text, scale, step->value);
    if (scale->measure != MEASURE_NONE) {
        append(text, step->helped_too ? ", help allowed" : ", on own");
    }
    if (step->level > 0) {
        append(text, ", level %d or above", step->level);
    }
    if (step->contexts > 1) {
        append(text, ", in %d contexts", step->contexts);
    }
}

void gas_step_text(const GasScale *scale, int attained, char text[GAS_TEXT_MAX]) {
    assert(attained >= GAS_LEAST && attained <= GAS_MOST);
    text[0] = '\0';
    append(text, "%s: ", name_of(attained));
    if (attained == GAS_LEAST) {
        append(text, "less than that");
    } else {
        append_step(text, scale, &scale->steps[attained - GAS_LEAST]);
    }
}

/* ---- proposal ---- */

typedef struct {
    int trials, contexts;
    double value; /* median, or percent on own; NaN without trials */
} Evidence;

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool is_new(const char *context, const char *const *seen, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(context, seen[i]) == 0) {
            return false;
        }
    }
    return context[0] != '\0';
}

/* The newest trials that a step may be judged by. */
static Evidence gather(const GasScale *scale, const GasStep *step, const GasTrial *trials,
                       size_t count) {
    double values[TRIALS_LOOKED_AT];
    const char *seen[CONTEXTS_COUNTED];
    Evidence evidence = {.value = NAN};
    for (size_t i = count; i > 0 && evidence.trials < TRIALS_LOOKED_AT; i--) {
        const GasTrial *trial = &trials[i - 1];
        bool own = scale->measure == MEASURE_NONE;
        double value = own ? 100.0 * trial->on_own : measures_get(trial->measures, scale->measure);
        if (trial->level < step->level || isnan(value) ||
            !(own || trial->on_own || step->helped_too)) {
            continue;
        }
        values[evidence.trials++] = value;
        if (evidence.contexts < CONTEXTS_COUNTED &&
            is_new(trial->context, seen, evidence.contexts)) {
            seen[evidence.contexts++] = trial->context;
        }
    }
    int n = evidence.trials;
    if (n > 0 && scale->measure == MEASURE_NONE) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += values[i];
        }
        evidence.value = sum / n;
    } else if (n > 0) {
        qsort(values, (size_t)n, sizeof values[0], by_size);
        evidence.value = (values[(n - 1) / 2] + values[n / 2]) / 2;
    }
    return evidence;
}

static bool holds(const GasScale *scale, const GasStep *step, const Evidence *evidence) {
    double over = better(scale) < 0 ? step->value - evidence->value : evidence->value - step->value;
    return evidence->trials >= scale->trials && over >= -1e-9 &&
           (step->contexts <= 1 || evidence->contexts >= step->contexts);
}

static void append_evidence(char text[GAS_TEXT_MAX], const GasScale *scale,
                            const Evidence *evidence) {
    append_what(text, scale);
    append(text, " ");
    append_quantity(text, scale, evidence->value);
    append(text, " over %d trial%s", evidence->trials, evidence->trials == 1 ? "" : "s");
    if (evidence->contexts > 1) {
        append(text, " in %d contexts", evidence->contexts);
    }
}

static void append_missing(char text[GAS_TEXT_MAX], const GasScale *scale, int attained,
                           const GasTrial *trials, size_t count) {
    const GasStep *step = &scale->steps[attained - GAS_LEAST];
    Evidence evidence = gather(scale, step, trials, count);
    append(text, "; %s asks for ", name_of(attained));
    append_step(text, scale, step);
    if (evidence.trials < scale->trials) {
        append(text, " (%d of %d trials so far)", evidence.trials, scale->trials);
    } else if (step->contexts > 1 && evidence.contexts < step->contexts) {
        append(text, " (%d of %d contexts so far)", evidence.contexts, step->contexts);
    }
}

GasProposal gas_propose(const GasScale *scale, const GasTrial *trials, size_t count) {
    assert(gas_check(scale, NULL));
    GasProposal proposal = {.attained = GAS_LEAST, .value = NAN};
    Evidence evidence = {.value = NAN};
    bool judged = false;
    for (int attained = GAS_MOST; attained > GAS_LEAST; attained--) {
        const GasStep *step = &scale->steps[attained - GAS_LEAST];
        evidence = gather(scale, step, trials, count);
        judged = judged || evidence.trials >= scale->trials;
        if (holds(scale, step, &evidence)) {
            proposal.attained = attained;
            break;
        }
    }
    proposal.known = judged;
    if (!judged) {
        proposal.attained = scale->baseline;
        append(proposal.why, "Too few trials to say: %d of at least %d.", evidence.trials,
               scale->trials);
        return proposal;
    }
    proposal.value = evidence.value;
    append(proposal.why, "%s proposed: ", name_of(proposal.attained));
    append_evidence(proposal.why, scale, &evidence);
    if (proposal.attained < GAS_MOST) {
        append_missing(proposal.why, scale, proposal.attained + 1, trials, count);
    }
    append(proposal.why, ".");
    return proposal;
}

/* ---- lint ---- */

static int changes(const GasStep *a, const GasStep *b) {
    return (a->value != b->value) + (a->level != b->level) + (a->contexts != b->contexts) +
           (a->helped_too != b->helped_too);
}

/* Whether b asks for less than a in some term. */
static bool easier(const GasScale *scale, const GasStep *a, const GasStep *b) {
    return (b->value - a->value) * better(scale) < 0 || b->level < a->level ||
           b->contexts < a->contexts || (b->helped_too && !a->helped_too);
}

bool gas_lint(const GasScale *scale, Buffer *out, int *found) {
    bool ok = true;
    *found = 0;
    if (better(scale) == 0) {
        ++*found;
        ok =
            buffer_format(out, "%s only describes; choose a measure that has a better direction.\n",
                          measure_info(scale->measure)->label);
    }
    for (int i = 1; ok && i + 1 < GAS_LEVELS; i++) {
        const GasStep *a = &scale->steps[i], *b = &scale->steps[i + 1];
        int below = i + GAS_LEAST, changed = changes(a, b);
        const char *fault = changed == 0 ? "ask for the same"
                            : better(scale) && easier(scale, a, b)
                                ? "overlap: the higher asks for less"
                            : changed > 1 ? "change two things at once"
                                          : NULL;
        if (fault != NULL) {
            ++*found;
            ok = buffer_format(out, "Levels %s and %s %s.\n", name_of(below), name_of(below + 1),
                               fault);
        }
    }
    return ok;
}

/* ---- storing ---- */

bool gas_value(Mem *mem, const GasScale *scale, Value *value) {
    Value steps = value_list();
    *value = value_record();
    const char *name =
        scale->measure == MEASURE_NONE ? "on_own" : measure_info(scale->measure)->name;
    bool ok = value_put(mem, value, "measure", value_text(name)) &&
              value_put(mem, value, "trials", value_int(scale->trials)) &&
              value_put(mem, value, "baseline", value_int(scale->baseline)) &&
              value_put(mem, value, "weight", value_number(scale->weight));
    for (int i = 1; i < GAS_LEVELS; i++) {
        const GasStep *step = &scale->steps[i];
        Value record = value_record();
        ok = ok && value_put(mem, &record, "value", value_number(step->value)) &&
             value_put(mem, &record, "level", value_int(step->level)) &&
             value_put(mem, &record, "contexts", value_int(step->contexts)) &&
             value_put(mem, &record, "helped_too", value_bool(step->helped_too)) &&
             value_add(mem, &steps, record);
    }
    return ok && value_put(mem, value, "steps", steps);
}

static bool read_int(const Value *record, const char *name, int *whole, Fail *fail) {
    const Value *field = value_get(record, name);
    if (field == NULL || field->kind != VALUE_INT || field->as.integer < -GAS_TERM_MAX ||
        field->as.integer > GAS_TERM_MAX) {
        return fail_set(fail, FAIL_INPUT, "goal scale: \"%s\" is missing or not a whole number",
                        name);
    }
    *whole = (int)field->as.integer;
    return true;
}

static bool read_step(const Value *record, GasStep *step, Fail *fail) {
    const Value *helped = value_get(record, "helped_too");
    if (!value_as_number(value_get(record, "value"), &step->value)) {
        return fail_set(fail, FAIL_INPUT, "goal scale: a step's \"value\" is missing");
    }
    if (helped == NULL || helped->kind != VALUE_BOOL) {
        return fail_set(fail, FAIL_INPUT, "goal scale: a step's \"helped_too\" is missing");
    }
    step->helped_too = helped->as.flag;
    return read_int(record, "level", &step->level, fail) &&
           read_int(record, "contexts", &step->contexts, fail);
}

bool gas_read(const Value *value, GasScale *scale, Fail *fail) {
    const Value *name = value_get(value, "measure"), *steps = value_get(value, "steps");
    if (name == NULL || name->kind != VALUE_TEXT) {
        return fail_set(fail, FAIL_INPUT, "goal scale: \"measure\" is missing");
    }
    GasScale read = gas_scale(measure_by_name(name->as.text));
    if (read.measure == MEASURE_NONE && strcmp(name->as.text, "on_own") != 0) {
        return fail_set(fail, FAIL_INPUT, "goal scale: there is no measure \"%.60s\"",
                        name->as.text);
    }
    if (steps == NULL || steps->kind != VALUE_LIST || value_count(steps) != GAS_LEVELS - 1) {
        return fail_set(fail, FAIL_INPUT, "goal scale: \"steps\" must be %d records, -1 to +2",
                        GAS_LEVELS - 1);
    }
    if (!read_int(value, "trials", &read.trials, fail) ||
        !read_int(value, "baseline", &read.baseline, fail)) {
        return false;
    }
    if (!value_as_number(value_get(value, "weight"), &read.weight)) {
        return fail_set(fail, FAIL_INPUT, "goal scale: \"weight\" is missing");
    }
    for (int i = 1; i < GAS_LEVELS; i++) {
        if (!read_step(value_at(steps, (size_t)i - 1), &read.steps[i], fail)) {
            return false;
        }
    }
    if (!gas_check(&read, fail)) {
        return false;
    }
    *scale = read;
    return true;
}
