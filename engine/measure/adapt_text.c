/* Adaptation as stored text and as typed lines; see adapt.h. */
#include "measure/adapt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The plain numbers of an Adapt in stored order: X(field, least, most). */
#define NUMBERS(X)                                                                                 \
    X(least, -ADAPT_LEVEL_MAX, ADAPT_LEVEL_MAX)                                                    \
    X(most, -ADAPT_LEVEL_MAX, ADAPT_LEVEL_MAX)                                                     \
    X(start, -ADAPT_LEVEL_MAX, ADAPT_LEVEL_MAX)                                                    \
    X(target, .70, .90)                                                                            \
    X(guess, 0, .9)                                                                                \
    X(placement, adapt->least, adapt->most)                                                        \
    X(carry, -.5, .5)                                                                              \
    X(step, 0, 10)                                                                                 \
    X(prior_mean, adapt->least, adapt->most)                                                       \
    X(prior_sd, .01, 10)

#define COUNTS(X)                                                                                  \
    X(trials)                                                                                      \
    X(failures)                                                                                    \
    X(successes)                                                                                   \
    X(errors)

#define FLAGS(X)                                                                                   \
    X(last_right)                                                                                  \
    X(several)

enum { COUNT_MAX = 1000000, PER_PLAYED = 3 };

static Value compact(double number) {
    return number == floor(number) && fabs(number) <= ADAPT_LEVEL_MAX ? value_int((int64_t)number)
                                                                      : value_number(number);
}

static bool shapes_are_equal(const Adapt *adapt) {
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        if (adapt->prior_shapes[s] != 1.0 / POSTERIOR_SHAPES) {
            return false;
        }
    }
    return true;
}

bool adapt_value(Mem *mem, const Adapt *adapt, Value *value) {
    Value played = value_list(), shapes = value_list();
    *value = value_record();
    bool ok = value_put(mem, value, "rule", value_text(adapt_rule_word(adapt->rule)));
#define X(field, low, high) ok = ok && value_put(mem, value, #field, compact(adapt->field));
    NUMBERS(X)
#undef X
#define X(field) ok = ok && value_put(mem, value, #field, value_int(adapt->field));
    COUNTS(X)
#undef X
#define X(field) ok = ok && value_put(mem, value, #field, value_bool(adapt->field));
    FLAGS(X)
#undef X
    if (!shapes_are_equal(adapt)) {
        for (int s = 0; s < POSTERIOR_SHAPES; s++) {
            ok = ok && value_add(mem, &shapes, value_number(adapt->prior_shapes[s]));
        }
        ok = ok && value_put(mem, value, "prior_shapes", shapes);
    }
    for (int i = 0; i < adapt->history_count; i++) {
        ok = ok && value_add(mem, &played, compact(adapt->history[i].level)) &&
             value_add(mem, &played, value_int(adapt->history[i].right)) &&
             value_add(mem, &played, value_int(adapt->history[i].count));
    }
    return ok && value_put(mem, value, "played", played);
}

static bool read_number(const Value *value, const char *name, double least, double most,
                        double *number, Fail *fail) {
    if (!value_as_number(value_get(value, name), number)) {
        return fail_set(fail, FAIL_INPUT, "adaptation: \"%s\" is missing or is not a number", name);
    }
    if (!(*number >= least && *number <= most)) {
        return fail_set(fail, FAIL_INPUT, "adaptation: \"%s\" is %g, but must lie from %g to %g",
                        name, *number, least, most);
    }
    return true;
}

static bool read_count(const Value *value, const char *name, int *count, Fail *fail) {
    double number;
    if (!read_number(value, name, 0, COUNT_MAX, &number, fail)) {
        return false;
    }
    *count = (int)number;
    return *count == number ||
           fail_set(fail, FAIL_INPUT, "adaptation: \"%s\" is %g, but must be whole", name, number);
}

static bool read_flag(const Value *value, const char *name, bool *flag, Fail *fail) {
    const Value *field = value_get(value, name);
    if (field == NULL || field->kind != VALUE_BOOL) {
        return fail_set(fail, FAIL_INPUT, "adaptation: \"%s\" is missing or is not true or false",
                        name);
    }
    *flag = field->as.flag;
    return true;
}

/* A sure weight may have been rounded up by a bit: it is read as it was written, since a session
 * that began with it plays again only with the same bits. */
static const double WEIGHT_MOST = 1 + 1e-9;

static bool read_shapes(const Value *value, Adapt *adapt, Fail *fail) {
    const Value *shapes = value_get(value, "prior_shapes");
    double sum = 0;
    if (shapes == NULL) {
        return true; /* equal, as adapt_begin made them */
    }
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        double weight;
        if (shapes->kind != VALUE_LIST || value_count(shapes) != POSTERIOR_SHAPES ||
            !value_as_number(value_at(shapes, (size_t)s), &weight) ||
            !(weight >= 0 && weight <= WEIGHT_MOST)) {
            return fail_set(fail, FAIL_INPUT,
                            "adaptation: \"prior_shapes\" must be %d numbers from 0 to 1",
                            POSTERIOR_SHAPES);
        }
        adapt->prior_shapes[s] = weight;
        sum += weight;
    }
    return sum > .5 || fail_set(fail, FAIL_INPUT, "adaptation: \"prior_shapes\" must sum to 1");
}

static bool read_played(const Value *value, Adapt *adapt, Fail *fail) {
    const Value *played = value_get(value, "played");
    size_t numbers = value_count(played);
    if (played == NULL || played->kind != VALUE_LIST || numbers % PER_PLAYED != 0 ||
        numbers / PER_PLAYED > ADAPT_HISTORY) {
        return fail_set(fail, FAIL_INPUT,
                        "adaptation: \"played\" must be a list of level, right, count for at most "
                        "%d trials",
                        ADAPT_HISTORY);
    }
    adapt->history_count = (int)(numbers / PER_PLAYED);
    for (int i = 0; i < adapt->history_count; i++) {
        double level, right, count;
        size_t at = (size_t)i * PER_PLAYED;
        if (!value_as_number(value_at(played, at), &level) ||
            !value_as_number(value_at(played, at + 1), &right) ||
            !value_as_number(value_at(played, at + 2), &count) ||
            !(fabs(level) <= ADAPT_LEVEL_MAX && count >= 1 && count <= ADAPT_ANSWERS_MAX &&
              right >= 0 && right <= count && right == floor(right) && count == floor(count))) {
            return fail_set(fail, FAIL_INPUT,
                            "adaptation: trial %d of \"played\" is not level, right, count", i + 1);
        }
        adapt->history[i] = (AdaptPlayed){level, (int)right, (int)count};
    }
    return true;
}

bool adapt_read(const Value *value, Adapt *adapt, Fail *fail) {
    const Value *rule = value_get(value, "rule");
    int number = rule != NULL && rule->kind == VALUE_TEXT ? adapt_rule_by_word(rule->as.text) : -1;
    double least, most, start, target, guess;
    if (number < 0) {
        return fail_set(fail, FAIL_INPUT, "adaptation: \"rule\" is missing or unknown");
    }
    if (!read_number(value, "least", -ADAPT_LEVEL_MAX, ADAPT_LEVEL_MAX, &least, fail) ||
        !read_number(value, "most", -ADAPT_LEVEL_MAX, ADAPT_LEVEL_MAX, &most, fail) ||
        !read_number(value, "start", least, most, &start, fail) ||
        !read_number(value, "target", .70, .90, &target, fail) ||
        !read_number(value, "guess", 0, .9, &guess, fail) ||
        !adapt_begin(adapt, (AdaptRule)number, least, most, start, target, guess, fail)) {
        return false;
    }
    bool ok = true;
#define X(field, low, high) ok = ok && read_number(value, #field, low, high, &adapt->field, fail);
    NUMBERS(X)
#undef X
#define X(field) ok = ok && read_count(value, #field, &adapt->field, fail);
    COUNTS(X)
#undef X
#define X(field) ok = ok && read_flag(value, #field, &adapt->field, fail);
    FLAGS(X)
#undef X
    if (!ok || !read_shapes(value, adapt, fail) || !read_played(value, adapt, fail)) {
        return false;
    }
    adapt_rebuild(adapt);
    return true;
}

/* ---- typed lines ---- */

static bool parse_line(const char *line, AdaptOutcome *outcome) {
    char word[64], extra;
    int right, answers, flag;
    if (sscanf(line, " %63s %c", word, &extra) == 1) {
        if (strcmp(word, "1") == 0 || strcmp(word, "0") == 0) {
            outcome->success = word[0] == '1';
            return true;
        }
        if (strcmp(word, "invalid") == 0 || strcmp(word, "helped") == 0) {
            outcome->invalid = word[0] == 'i';
            outcome->helped = word[0] == 'h';
            return true;
        }
    }
    if (sscanf(line, " helped %d %c", &flag, &extra) == 1 && (flag == 0 || flag == 1)) {
        outcome->helped = true;
        outcome->success = flag == 1;
        return true;
    }
    if (sscanf(line, " %3d / %3d %c", &right, &answers, &extra) == 2) {
        outcome->right = right;
        outcome->answers = answers;
        return right >= 0 && answers >= 1 && right <= answers && answers <= ADAPT_ANSWERS_MAX;
    }
    return false;
}

bool adapt_line(Adapt *adapt, const char *line, Buffer *out, Fail *fail) {
    AdaptOutcome outcome = {0};
    char placement[VALUE_NUMBER_SIZE], estimate[VALUE_NUMBER_SIZE], sd[VALUE_NUMBER_SIZE];
    if (!parse_line(line, &outcome)) {
        return fail_set(fail, FAIL_INPUT,
                        "\"%.40s\" is no outcome; type 1, 0, 4/5, helped 1, helped 0 or invalid",
                        line);
    }
    AdaptStep step = adapt_step(adapt, adapt_level(adapt), &outcome);
    /* Reasons hold no characters that JSON would have to escape. */
    return buffer_format(out,
                         "{\"level\":%d,\"placement\":%s,\"estimate\":%s,\"sd\":%s,\"reason\":"
                         "\"%s\"}\n",
                         step.level, value_number_text(step.placement, placement),
                         value_number_text(step.estimate, estimate),
                         value_number_text(step.estimate_sd, sd), step.reason) ||
           fail_set(fail, FAIL_MEMORY, "there is not enough memory for the answer");
}
