/* The words of the records, and a trial's readable record; see records.h. */
#include "care/records.h"

#include <assert.h>
#include <string.h>

#define X(ID, word, label) word,
static const char *const end_words[] = {END_REASONS(X)};
static const char *const outcome_words[] = {OUTCOMES(X)};
static const char *const phase_words[] = {PHASES(X)};
#undef X
#define X(ID, word, label) label,
static const char *const end_labels[] = {END_REASONS(X)};
static const char *const outcome_labels[] = {OUTCOMES(X)};
#undef X

static const char *word_at(const char *const *words, int count, int index) {
    assert(index >= 0 && index < count);
    return index >= 0 && index < count ? words[index] : "";
}

static int index_of(const char *const *words, int count, const char *word) {
    for (int i = 0; word != NULL && i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return i;
        }
    }
    return -1;
}

const char *end_reason_word(EndReason reason) {
    return word_at(end_words, END_COUNT, (int)reason);
}

const char *end_reason_label(EndReason reason) {
    return word_at(end_labels, END_COUNT, (int)reason);
}

const char *outcome_word(Outcome outcome) {
    return word_at(outcome_words, OUTCOME_COUNT, (int)outcome);
}

const char *outcome_label(Outcome outcome) {
    return word_at(outcome_labels, OUTCOME_COUNT, (int)outcome);
}

const char *phase_word(Phase phase) {
    return word_at(phase_words, PHASE_COUNT, (int)phase);
}

int end_reason_by_word(const char *word) {
    return index_of(end_words, END_COUNT, word);
}

int outcome_by_word(const char *word) {
    return index_of(outcome_words, OUTCOME_COUNT, word);
}

int phase_by_word(const char *word) {
    return index_of(phase_words, PHASE_COUNT, word);
}

static Value text_or_none(const char *text) {
    return text != NULL ? value_text(text) : value_none();
}

static bool put_touches(Mem *mem, const TrialRecord *r, Value *value) {
    Value touches = value_record();
    return value_put(mem, &touches, "kept", value_int(r->touches_kept)) &&
           value_put(mem, &touches, "rested", value_int(r->touches_rested)) &&
           value_put(mem, &touches, "refused", value_int(r->touches_refused)) &&
           value_put(mem, value, "touches", touches);
}

static bool put_what_happened(Mem *mem, const TrialRecord *r, Value *value) {
    return value_put(mem, value, "item", text_or_none(r->item)) &&
           value_put(mem, value, "onset_us", value_int(r->onset_us)) &&
           value_put(mem, value, "duration_us", value_int(r->duration_us)) &&
           value_put(mem, value, "end", value_text(end_reason_word(r->end))) &&
           value_put(mem, value, "outcome", value_text(outcome_word(r->outcome))) &&
           value_put(mem, value, "success", value_bool(r->success)) &&
           value_put(mem, value, "answers", value_int(r->answers)) &&
           value_put(mem, value, "answers_right", value_int(r->answers_right)) &&
           value_put(mem, value, "help_rung", value_int(r->help_rung)) &&
           value_put(mem, value, "assistance",
                     r->assistance == ASSISTANCE_UNMARKED ? value_none()
                                                          : value_int(r->assistance)) &&
           value_put(mem, value, "probe", value_bool(r->probe)) &&
           value_put(mem, value, "practice", value_bool(r->practice)) &&
           value_put(mem, value, "valid", value_bool(r->valid)) &&
           value_put(mem, value, "invalid_reason", text_or_none(r->invalid_reason)) &&
           value_put(mem, value, "gaps", value_int(r->gaps)) && put_touches(mem, r, value) &&
           value_put(mem, value, "via", text_or_none(r->via));
}

bool trial_record_value(Mem *mem, const TrialRecord *r, Value *value) {
    *value = value_record();
    Value measures;
    /* The seed is a bit pattern: kept as the integer of the same bits. */
    return value_put(mem, value, "trial", value_int(r->number)) &&
           value_put(mem, value, "run", value_int(r->run)) &&
           value_put(mem, value, "level", value_int(r->level)) &&
           value_put(mem, value, "placement", value_number(r->placement)) &&
           value_put(mem, value, "params", r->params != NULL ? *r->params : value_record()) &&
           value_put(mem, value, "seed", value_int((int64_t)r->seed)) &&
           put_what_happened(mem, r, value) && measures_to_value(&r->measures, mem, &measures) &&
           value_put(mem, value, "measures", measures) &&
           value_put(mem, value, "scorer_version", value_int(r->scorer_version)) &&
           value_put(mem, value, "next_level", value_int(r->next_level)) &&
           value_put(mem, value, "next_placement", value_number(r->next_placement)) &&
           value_put(mem, value, "next_reason", text_or_none(r->next_reason));
}

/* ---- the way back ---- */

typedef struct {
    const Value *record;
    Fail *fail;
    bool ok;
} Reader;

static bool refuse(Reader *reader, const char *name, const char *what) {
    if (reader->ok) {
        fail_set(reader->fail, FAIL_CORRUPT, "a trial's record: %s must be %s", name, what);
    }
    return reader->ok = false;
}

static int64_t read_int(Reader *reader, const char *name) {
    const Value *value = value_get(reader->record, name);
    if (value == NULL || value->kind == VALUE_NONE) {
        return 0;
    }
    return value->kind == VALUE_INT ? value->as.integer
                                    : (refuse(reader, name, "a whole number"), 0);
}

static double read_number(Reader *reader, const char *name) {
    const Value *value = value_get(reader->record, name);
    double number = 0;
    if (value != NULL && value->kind != VALUE_NONE && !value_as_number(value, &number)) {
        refuse(reader, name, "a number");
    }
    return number;
}

static bool read_bool(Reader *reader, const char *name) {
    const Value *value = value_get(reader->record, name);
    if (value != NULL && value->kind != VALUE_BOOL) {
        return refuse(reader, name, "true or false") && false;
    }
    return value != NULL && value->as.flag;
}

static const char *read_text(Reader *reader, const char *name) {
    const Value *value = value_get(reader->record, name);
    if (value == NULL || value->kind == VALUE_NONE) {
        return "";
    }
    return value->kind == VALUE_TEXT ? value->as.text : (refuse(reader, name, "a text"), "");
}

static int read_word(Reader *reader, const char *name, int (*by_word)(const char *)) {
    int found = by_word(read_text(reader, name));
    return found >= 0 ? found : (refuse(reader, name, "one of its words"), 0);
}

static void read_measures_and_touches(Reader *reader, TrialRecord *r) {
    const Value *measures = value_get(reader->record, "measures");
    if (reader->ok && measures != NULL) {
        reader->ok = measures_from_value(&r->measures, measures, reader->fail);
    }
    Reader touches = {value_get(reader->record, "touches"), reader->fail, reader->ok};
    r->touches_kept = (int)read_int(&touches, "kept");
    r->touches_rested = (int)read_int(&touches, "rested");
    r->touches_refused = (int)read_int(&touches, "refused");
    reader->ok = touches.ok;
}

bool trial_record_read(const Value *value, TrialRecord *r, Fail *fail) {
    Reader reader = {value, fail, true};
    if (value == NULL || value->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_CORRUPT, "a trial's record must be a record");
    }
    *r = (TrialRecord){.session = r->session};
    r->number = (int)read_int(&reader, "trial");
    r->run = (int)read_int(&reader, "run");
    r->level = (int)read_int(&reader, "level");
    r->placement = read_number(&reader, "placement");
    r->params = value_get(value, "params");
    r->seed = (uint64_t)read_int(&reader, "seed");
    r->item = read_text(&reader, "item");
    r->onset_us = read_int(&reader, "onset_us");
    r->duration_us = read_int(&reader, "duration_us");
    r->end = (EndReason)read_word(&reader, "end", end_reason_by_word);
    r->outcome = (Outcome)read_word(&reader, "outcome", outcome_by_word);
    r->success = read_bool(&reader, "success");
    r->answers = (int)read_int(&reader, "answers");
    r->answers_right = (int)read_int(&reader, "answers_right");
    r->help_rung = (int)read_int(&reader, "help_rung");
    const Value *assistance = value_get(value, "assistance");
    bool marked = assistance != NULL && assistance->kind != VALUE_NONE;
    r->assistance = marked ? (int)read_int(&reader, "assistance") : ASSISTANCE_UNMARKED;
    r->probe = read_bool(&reader, "probe");
    r->practice = read_bool(&reader, "practice");
    r->valid = read_bool(&reader, "valid");
    r->invalid_reason = read_text(&reader, "invalid_reason");
    r->gaps = (int)read_int(&reader, "gaps");
    r->via = read_text(&reader, "via");
    read_measures_and_touches(&reader, r);
    r->scorer_version = (int)read_int(&reader, "scorer_version");
    r->next_level = (int)read_int(&reader, "next_level");
    r->next_placement = read_number(&reader, "next_placement");
    r->next_reason = read_text(&reader, "next_reason");
    return reader.ok;
}
