/* The mastery rule; see mastery.h. */
#include "care/mastery.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const FIRSTS[] = {
#define X(ID, word) word,
    MASTERY_FIRSTS(X)
#undef X
        NULL,
};

/* The whole terms: X(field, least, words for one, words for several). */
#define TERMS(X)                                                                                   \
    X(sessions, 1)                                                                                 \
    X(days, 1)                                                                                     \
    X(trials, 1)                                                                                   \
    X(adults, 1)                                                                                   \
    X(contexts, 1)

MasteryRule mastery_rule(void) {
    return (MasteryRule){
        .threshold = .8, .sessions = 3, .days = 1, .trials = 5, .adults = 1, .contexts = 1};
}

bool mastery_check(const MasteryRule *rule, Fail *fail) {
    if (!(rule->threshold > 0 && rule->threshold <= 1)) {
        return fail_set(fail, FAIL_INPUT, "mastery: threshold is %g, but must lie above 0 up to 1",
                        rule->threshold);
    }
    if (rule->of < 0 || rule->of > MASTERY_TERM_MAX || rule->right < 0 || rule->right > rule->of ||
        (rule->of > 0 && rule->right == 0)) {
        return fail_set(fail, FAIL_INPUT, "mastery: %d of %d trials is not possible; at most %d",
                        rule->right, rule->of, MASTERY_TERM_MAX);
    }
    if ((unsigned)rule->first >= MASTERY_FIRST_COUNT) {
        return fail_set(fail, FAIL_INPUT, "mastery: there is no first-trial rule %d",
                        (int)rule->first);
    }
#define X(field, least)                                                                            \
    if (rule->field < (least) || rule->field > MASTERY_TERM_MAX) {                                 \
        return fail_set(fail, FAIL_INPUT, "mastery: " #field " is %d, but must lie from %d to %d", \
                        rule->field, least, MASTERY_TERM_MAX);                                     \
    }
    TERMS(X)
#undef X
    return true;
}

/* ---- text ---- */

__attribute__((format(printf, 2, 3))) static void append(char text[MASTERY_TEXT_MAX],
                                                         const char *format, ...) {
    size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, MASTERY_TEXT_MAX - length, format, arguments);
    va_end(arguments);
}

static const char *plural(int count) {
    return count == 1 ? "" : "s";
}

static int least_trials(const MasteryRule *rule) {
    return rule->first == MASTERY_FIRST_ALONE ? 1
           : rule->of > rule->trials          ? rule->of
                                              : rule->trials;
}

/* "80 %" or "4 of 5 trials". */
static void threshold_text(const MasteryRule *rule, char text[48]) {
    if (rule->of > 0) {
        snprintf(text, 48, "%d of %d trials", rule->right, rule->of);
    } else {
        snprintf(text, 48, "%g %%", round(rule->threshold * 1000) / 10);
    }
}

void mastery_rule_text(const MasteryRule *rule, char text[MASTERY_TEXT_MAX]) {
    char threshold[48];
    text[0] = '\0';
    threshold_text(rule, threshold);
    if (rule->first == MASTERY_FIRST_ALONE) {
        append(text, "The first trial on own");
    } else {
        append(text, "At least %s on own", threshold);
    }
    append(text, rule->sessions == 1 ? " in a session" : " in %d sessions in a row",
           rule->sessions);
    if (rule->first != MASTERY_FIRST_ALONE) {
        append(text, ", at least %d trial%s each", least_trials(rule), plural(least_trials(rule)));
    }
    if (rule->first == MASTERY_FIRST_ON_OWN) {
        append(text, ", the first of them on own");
    }
    if (rule->days > 1) {
        append(text, ", on %d different days", rule->days);
    }
    if (rule->adults > 1) {
        append(text, ", with %d different adults", rule->adults);
    }
    if (rule->contexts > 1) {
        append(text, ", in %d different contexts", rule->contexts);
    }
    append(text, ".");
}

/* ---- evaluation ---- */

static bool counts(const MasteryRule *rule, const MasterySession *session) {
    return session->trials >= least_trials(rule);
}

static bool enough_on_own(const MasteryRule *rule, const MasterySession *session) {
    if (rule->of > 0) {
        return (long)session->on_own * rule->of >= (long)rule->right * session->trials;
    }
    /* 4 of 5 is 80 %, whatever .8 is in binary. */
    return session->on_own >= rule->threshold * session->trials - 1e-9;
}

static bool meets(const MasteryRule *rule, const MasterySession *session) {
    switch (rule->first) {
    case MASTERY_FIRST_ALONE:
        return session->first_on_own;
    case MASTERY_FIRST_ON_OWN:
        return session->first_on_own && enough_on_own(rule, session);
    case MASTERY_FIRST_ANY:
    case MASTERY_FIRST_COUNT:
        break;
    }
    return enough_on_own(rule, session);
}

static bool same(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

/* Whether session `at` brings something that no counted session from `begin` on had. */
typedef struct {
    bool day, adult, context;
} News;

static News news(const MasteryRule *rule, const MasterySession *sessions, size_t begin, size_t at) {
    const MasterySession *now = &sessions[at];
    News news = {true, now->adult[0] != '\0', now->context[0] != '\0'};
    for (size_t i = begin; i < at; i++) {
        if (counts(rule, &sessions[i])) {
            news.day = news.day && sessions[i].day != now->day;
            news.adult = news.adult && !same(sessions[i].adult, now->adult);
            news.context = news.context && !same(sessions[i].context, now->context);
        }
    }
    return news;
}

static bool fires(const MasteryRule *rule, const MasteryVerdict *verdict) {
    return verdict->row >= rule->sessions && (rule->days <= 1 || verdict->days >= rule->days) &&
           (rule->adults <= 1 || verdict->adults >= rule->adults) &&
           (rule->contexts <= 1 || verdict->contexts >= rule->contexts);
}

static void why_fired(const MasteryRule *rule, MasteryVerdict *verdict, int number) {
    char text[MASTERY_TEXT_MAX];
    mastery_rule_text(rule, text);
    text[0] = (char)(text[0] == 'A' ? 'a' : 't'); /* it goes on inside the sentence */
    append(verdict->why, "Mastered with session %d: %s", number, text);
}

/* The last counted session, and what it lacked. */
static void why_row_ended(const MasteryRule *rule, const MasterySession *last,
                          MasteryVerdict *verdict) {
    char threshold[48];
    threshold_text(rule, threshold);
    if (rule->first == MASTERY_FIRST_ALONE) {
        append(verdict->why, "the first trial of the last session was not on own");
    } else if (!enough_on_own(rule, last)) {
        append(verdict->why, "the last session had %d of %d on own, at least %s is needed",
               last->on_own, last->trials, threshold);
    } else {
        append(verdict->why, "the last session had %d of %d on own, but its first trial was not",
               last->on_own, last->trials);
    }
}

static void need(MasteryVerdict *verdict, const char *what, int have, int wanted) {
    if (have < wanted) {
        append(verdict->why, "; %d of %d different %s", have, wanted, what);
    }
}

static void why_not(const MasteryRule *rule, const MasterySession *sessions, size_t count,
                    MasteryVerdict *verdict) {
    const MasterySession *last = NULL;
    for (size_t i = 0; i < count; i++) {
        last = counts(rule, &sessions[i]) ? &sessions[i] : last;
    }
    append(verdict->why, "Not yet: ");
    if (last == NULL) {
        append(verdict->why, "no session has enough trials so far (at least %d)",
               least_trials(rule));
    } else if (verdict->row == 0) {
        why_row_ended(rule, last, verdict);
        if (rule->sessions > 1) {
            append(verdict->why, "; the row of %d sessions begins again", rule->sessions);
        }
    } else {
        if (verdict->row >= rule->sessions) {
            append(verdict->why, "enough sessions in a row (%d)", verdict->row);
        } else {
            append(verdict->why, "%d of %d sessions in a row", verdict->row, rule->sessions);
        }
        need(verdict, "days", rule->days > 1 ? verdict->days : 1, rule->days);
        need(verdict, "adults", rule->adults > 1 ? verdict->adults : 1, rule->adults);
        need(verdict, "contexts", rule->contexts > 1 ? verdict->contexts : 1, rule->contexts);
    }
    if (last != NULL && count > 0 && !counts(rule, &sessions[count - 1])) {
        append(verdict->why,
               "; the newest session does not count, it had %d trial%s of at least %d",
               sessions[count - 1].trials, plural(sessions[count - 1].trials), least_trials(rule));
    }
    append(verdict->why, ".");
}

MasteryVerdict mastery_evaluate(const MasteryRule *rule, const MasterySession *sessions,
                                size_t count) {
    assert(mastery_check(rule, NULL));
    MasteryVerdict verdict = {.at = -1};
    size_t begin = count > MASTERY_SESSIONS_MAX ? count - MASTERY_SESSIONS_MAX : 0;
    for (size_t i = begin; i < count && !verdict.fired; i++) {
        if (!counts(rule, &sessions[i])) {
            verdict.passed_over++;
            continue;
        }
        if (!meets(rule, &sessions[i])) {
            verdict.row = verdict.days = verdict.adults = verdict.contexts = 0;
            begin = i + 1;
            continue;
        }
        News fresh = news(rule, sessions, begin, i);
        verdict.row++;
        verdict.days += fresh.day;
        verdict.adults += fresh.adult;
        verdict.contexts += fresh.context;
        verdict.fired = fires(rule, &verdict);
        verdict.at = verdict.fired ? (int)i : -1;
    }
    if (verdict.fired) {
        why_fired(rule, &verdict, verdict.at + 1);
    } else {
        why_not(rule, sessions, count, &verdict);
    }
    return verdict;
}

/* ---- storing ---- */

bool mastery_value(Mem *mem, const MasteryRule *rule, Value *value) {
    *value = value_record();
    bool ok = value_put(mem, value, "threshold", value_number(rule->threshold)) &&
              value_put(mem, value, "right", value_int(rule->right)) &&
              value_put(mem, value, "of", value_int(rule->of)) &&
              value_put(mem, value, "first", value_text(FIRSTS[rule->first]));
#define X(field, least) ok = ok && value_put(mem, value, #field, value_int(rule->field));
    TERMS(X)
#undef X
    return ok;
}

static bool read_whole(const Value *value, const char *name, int *whole, Fail *fail) {
    const Value *field = value_get(value, name);
    if (field == NULL) {
        return true;
    }
    if (field->kind != VALUE_INT || field->as.integer < 0 || field->as.integer > MASTERY_TERM_MAX) {
        return fail_set(fail, FAIL_INPUT, "mastery: %s must be a whole number from 0 to %d", name,
                        MASTERY_TERM_MAX);
    }
    *whole = (int)field->as.integer;
    return true;
}

static bool read_first(const Value *value, MasteryFirst *first, Fail *fail) {
    const Value *field = value_get(value, "first");
    if (field == NULL) {
        return true;
    }
    for (int i = 0; field->kind == VALUE_TEXT && i < MASTERY_FIRST_COUNT; i++) {
        if (same(field->as.text, FIRSTS[i])) {
            *first = (MasteryFirst)i;
            return true;
        }
    }
    return fail_set(fail, FAIL_INPUT, "mastery: first must be any, on_own or cold_probe");
}

bool mastery_read(const Value *value, MasteryRule *rule, Fail *fail) {
    MasteryRule read = mastery_rule();
    const Value *threshold = value_get(value, "threshold");
    if (value == NULL || value->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "mastery: the rule must be a record");
    }
    if (threshold != NULL && !value_as_number(threshold, &read.threshold)) {
        return fail_set(fail, FAIL_INPUT, "mastery: threshold must be a number");
    }
    bool ok = read_first(value, &read.first, fail) &&
              read_whole(value, "right", &read.right, fail) &&
              read_whole(value, "of", &read.of, fail);
#define X(field, least) ok = ok && read_whole(value, #field, &read.field, fail);
    TERMS(X)
#undef X
    if (!ok || !mastery_check(&read, fail)) {
        return false;
    }
    *rule = read;
    return true;
}
