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
