/* Reference cases of trackers; see cases_track.h. */
#include "measure/cases_track.h"

#include "measure/elo.h"
#include "measure/quest.h"
#include "measure/questplus.h"
#include "measure/staircase.h"

#include <math.h>
#include <string.h>

static bool put(Mem *mem, Value *record, const char *name, Value value, Fail *fail) {
    return value_put(mem, record, name, value) || cases_full(fail);
}

static bool add_number(Mem *mem, Value *list, double number, Fail *fail) {
    return value_add(mem, list, value_number(number)) || cases_full(fail);
}

/* A number that may be null or absent. */
static bool number_or(const Value *in, const char *name, double otherwise, double *number,
                      Fail *fail) {
    const Value *field = value_get(in, name);
    *number = otherwise;
    return field == NULL || field->kind == VALUE_NONE || value_as_number(field, number) ||
           fail_set(fail, FAIL_INPUT, "\"%s\" is not a number", name);
}

static bool whole_or(const Value *in, const char *name, int otherwise, int least, int *whole,
                     Fail *fail) {
    double number;
    if (!number_or(in, name, otherwise, &number, fail)) {
        return false;
    }
    if (!(number >= least && number <= 1e6 && number == floor(number))) {
        return fail_set(fail, FAIL_INPUT, "\"%s\" must be a whole number from %d", name, least);
    }
    *whole = (int)number;
    return true;
}

/* ---- staircases ---- */

static bool read_staircase(const Value *in, Mem *mem, StaircaseRule *rule, Fail *fail) {
    double *steps;
    size_t count;
    const Value *initial = value_get(in, "apply_initial_rule");
    if (!cases_number(in, "start", &rule->start, fail) ||
        !whole_or(in, "n_up", 1, 1, &rule->up, fail) ||
        !whole_or(in, "n_down", 3, 1, &rule->down, fail) ||
        !number_or(in, "min", -INFINITY, &rule->least, fail) ||
        !number_or(in, "max", INFINITY, &rule->most, fail) ||
        !cases_numbers(in, "step_sizes", mem, &steps, &count, fail) ||
        !whole_or(in, "min_trials", 0, 0, &rule->trials_least, fail) ||
        !whole_or(in, "min_reversals", (int)count, 0, &rule->reversals_least, fail)) {
        return false;
    }
    if (count == 0) {
        return fail_set(fail, FAIL_INPUT, "\"step_sizes\" is empty");
    }
    rule->steps = steps;
    rule->step_count = (int)count;
    if (count > 1 && rule->reversals_least < (int)count) {
        rule->reversals_least = (int)count; /* as the reference does: every step gets its turn */
    }
    rule->initial_rule = initial == NULL || initial->kind != VALUE_BOOL || initial->as.flag;
    return true;
}

bool cases_staircase_transformed(const Value *in, const Value *file, Mem *mem, Value *out,
                                 Fail *fail) {
    (void)file;
    StaircaseRule rule;
    double *responses;
    size_t count;
    if (!read_staircase(in, mem, &rule, fail) ||
        !cases_numbers(in, "responses", mem, &responses, &count, fail)) {
        return false;
    }
    Staircase staircase = staircase_begin(&rule);
    Value levels = value_list(), reversals = value_list();
    for (size_t i = 0; i < count && !staircase.finished; i++) {
        double level = staircase.level;
        if (!add_number(mem, &levels, level, fail)) {
            return false;
        }
        if (staircase_answer(&staircase, responses[i] == 1) &&
            !add_number(mem, &reversals, level, fail)) {
            return false;
        }
    }
    *out = value_record();
    return put(mem, out, "levels", levels, fail) &&
           put(mem, out, "reversal_levels", reversals, fail) &&
           cases_put_number(mem, out, "next_level", staircase.level, fail) &&
           put(mem, out, "trials", value_int(staircase.trials), fail);
}

bool cases_staircase_weighted(const Value *in, const Value *file, Mem *mem, Value *out,
                              Fail *fail) {
    (void)file;
    double start, step, least, target, *responses;
    size_t count;
    if (!cases_number(in, "start", &start, fail) || !cases_number(in, "step_down", &step, fail) ||
        !number_or(in, "min_step_down", 0, &least, fail) ||
        !cases_number(in, "p_target", &target, fail) ||
        !cases_numbers(in, "responses", mem, &responses, &count, fail)) {
        return false;
    }
    if (!(step > 0 && target > 0 && target < 1)) {
        return fail_set(fail, FAIL_INPUT,
                        "\"step_down\" must be above 0 and \"p_target\" between 0 and 1");
    }
    WeightedStaircase staircase = weighted_begin(start, step, least, target);
    Value levels = value_list(), steps = value_list(), reversals = value_list();
    for (size_t i = 0; i < count; i++) {
        weighted_answer(&staircase, responses[i] == 1);
        if (!add_number(mem, &levels, staircase.level, fail) ||
            !add_number(mem, &steps, staircase.step_down, fail) ||
            !(value_add(mem, &reversals, value_int(staircase.reversals)) || cases_full(fail))) {
            return false;
        }
    }
    *out = value_record();
    return put(mem, out, "level_after_each", levels, fail) &&
           put(mem, out, "step_down_after_each", steps, fail) &&
           put(mem, out, "reversals_after_each", reversals, fail);
}

/* ---- QUEST ---- */

static bool answer_quest(Quest *quest, const Value *trial, size_t number, Mem *mem, Value *list,
                         Fail *fail) {
    double intensity, response;
    if (!value_as_number(value_at(trial, 0), &intensity) ||
        !value_as_number(value_at(trial, 1), &response)) {
        return fail_set(fail, FAIL_INPUT, "trial %zu is not [intensity, response]", number);
    }
    quest_answer(quest, intensity, response == 1);
    const double numbers[] = {quest_mean(quest), quest_sd(quest), quest_mode(quest),
                              quest_quantile(quest, quest->order)};
    Value row = value_list();
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (!add_number(mem, &row, numbers[i], fail)) {
            return false;
        }
    }
    return value_add(mem, list, row) || cases_full(fail);
}

bool cases_quest(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    QuestSetup setup;
    Quest quest;
    if (!cases_number(in, "t_guess", &setup.guess, fail) ||
        !cases_number(in, "t_guess_sd", &setup.guess_sd, fail) ||
        !cases_number(in, "p_threshold", &setup.share, fail) ||
        !cases_number(in, "beta", &setup.beta, fail) ||
        !cases_number(in, "delta", &setup.delta, fail) ||
        !cases_number(in, "gamma", &setup.gamma, fail) ||
        !number_or(in, "grain", .01, &setup.grain, fail) ||
        !number_or(in, "range", 500 * setup.grain, &setup.range, fail) ||
        !quest_begin(mem, &setup, &quest, fail)) {
        return false;
    }
    const Value *trials = value_get(in, "trials");
    if (trials == NULL || trials->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "\"trials\" is missing or is not a list");
    }
    Value list = value_list();
    for (size_t i = 0; i < value_count(trials); i++) {
        if (!answer_quest(&quest, value_at(trials, i), i + 1, mem, &list, fail)) {
            return false;
        }
    }
    *out = value_record();
    return put(mem, out, "mean_sd_mode_quantile_after_each", list, fail);
}

/* ---- QUEST+ ---- */

typedef struct {
    const char *func, *scale; /* scale NULL: any */
    QuestPlusFunction function;
    const char *names[QUESTPLUS_PARAMETERS];
} FunctionWords;

static const FunctionWords FUNCTIONS[] = {
    {"norm_cdf", NULL, QUESTPLUS_NORMAL, {"mean", "sd", "lower_asymptote", "lapse_rate"}},
    {"norm_cdf_2",
     NULL,
     QUESTPLUS_NORMAL_SYMMETRIC,
     {"mean", "sd", "lower_asymptote", "lapse_rate"}},
    {"weibull",
     "linear",
     QUESTPLUS_WEIBULL,
     {"threshold", "slope", "lower_asymptote", "lapse_rate"}},
    {"weibull",
     "log10",
     QUESTPLUS_WEIBULL_LOG10,
     {"threshold", "slope", "lower_asymptote", "lapse_rate"}},
    {"weibull",
     "dB",
     QUESTPLUS_WEIBULL_DB,
     {"threshold", "slope", "lower_asymptote", "lapse_rate"}},
};

static bool is_word(const Value *value, const char *word) {
    return value != NULL && value->kind == VALUE_TEXT && strcmp(value->as.text, word) == 0;
}

static const FunctionWords *find_function(const Value *in) {
    const Value *func = value_get(in, "func"), *scale = value_get(in, "stim_scale");
    for (size_t i = 0; i < sizeof FUNCTIONS / sizeof FUNCTIONS[0]; i++) {
        if (is_word(func, FUNCTIONS[i].func) &&
            (FUNCTIONS[i].scale == NULL || is_word(scale, FUNCTIONS[i].scale))) {
            return &FUNCTIONS[i];
        }
    }
    return NULL;
}

/* A list of numbers, or one number alone. */
static bool read_domain(const Value *in, const char *name, Mem *mem, QuestPlusDomain *domain,
                        Fail *fail) {
    double *values;
    size_t count = 1;
    double alone;
    if (value_as_number(value_get(in, name), &alone)) {
        values = mem_alloc_array(mem, 1, sizeof *values);
        if (values == NULL) {
            return cases_full(fail);
        }
        values[0] = alone;
    } else if (!cases_numbers(in, name, mem, &values, &count, fail)) {
        return false;
    }
    domain->values = values;
    domain->count = (int)count;
    return count <= QUESTPLUS_CELLS_MAX ||
           fail_set(fail, FAIL_INPUT, "\"%s\" has too many values", name);
}

static bool read_parameter(const Value *in, const char *name, Mem *mem, QuestPlusDomain *domain,
                           Fail *fail) {
    static const double SELDOM[] = {.01}; /* chance and lapses when a case names none */
    const Value *all = value_get(in, "param_domain"), *prior = value_get(in, "prior");
    if (value_get(all, name) == NULL &&
        (strcmp(name, "lower_asymptote") == 0 || strcmp(name, "lapse_rate") == 0)) {
        *domain = (QuestPlusDomain){SELDOM, NULL, 1};
        return true;
    }
    if (!read_domain(all, name, mem, domain, fail)) {
        return false;
    }
    if (value_get(prior, name) != NULL) {
        double *weights;
        size_t count;
        if (!cases_numbers(prior, name, mem, &weights, &count, fail)) {
            return false;
        }
        if ((int)count != domain->count) {
            return fail_set(fail, FAIL_INPUT, "the prior of \"%s\" needs %d weights", name,
                            domain->count);
        }
        domain->prior = weights;
    }
    return true;
}

/* The grid's order is that of the case: parameters it does not name come last. */
static void read_order(const Value *in, const FunctionWords *words, QuestPlus *quest) {
    const Value *all = value_get(in, "param_domain");
    int place = 0;
    bool placed[QUESTPLUS_PARAMETERS] = {false};
    for (size_t i = 0; i < value_count(all); i++) {
        for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
            if (!placed[p] && strcmp(all->as.record.fields[i].name, words->names[p]) == 0) {
                placed[p] = true;
                quest->order[place++] = p;
            }
        }
    }
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        if (!placed[p]) {
            quest->order[place++] = p;
        }
    }
}

static bool put_estimate(const QuestPlus *quest, const FunctionWords *words, bool mode,
                         const Value *named, Mem *mem, Value *trial, Fail *fail) {
    double numbers[QUESTPLUS_PARAMETERS];
    Value estimate = value_record();
    if (mode) {
        questplus_mode(quest, numbers);
    } else {
        questplus_mean(quest, numbers);
    }
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        if (value_get(named, words->names[p]) != NULL &&
            !cases_put_number(mem, &estimate, words->names[p], numbers[p], fail)) {
            return false;
        }
    }
    return put(mem, trial, "estimate", estimate, fail);
}

static bool put_marginals(const QuestPlus *quest, const FunctionWords *words, const Value *named,
                          Mem *mem, Value *out, Fail *fail) {
    Value record = value_record();
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        int count = quest->parameters[p].count;
        double *weights = mem_alloc_array(mem, (size_t)count, sizeof *weights);
        Value list = value_list();
        if (value_get(named, words->names[p]) == NULL) {
            continue;
        }
        if (weights == NULL) {
            return cases_full(fail);
        }
        questplus_marginal(quest, p, weights);
        for (int i = 0; i < count; i++) {
            if (!add_number(mem, &list, weights[i], fail)) {
                return false;
            }
        }
        if (!put(mem, &record, words->names[p], list, fail)) {
            return false;
        }
    }
    return put(mem, out, "final_marginal_posterior", record, fail);
}

static bool play_questplus(QuestPlus *quest, const FunctionWords *words, const Value *in, Mem *mem,
                           Value *out, Fail *fail) {
    const Value *responses = value_get(in, "responses"), *named = value_get(in, "param_domain");
    bool mode = is_word(value_get(in, "param_estimation"), "mode");
    Value trials = value_list();
    for (size_t i = 0; i < value_count(responses); i++) {
        const Value *response = value_at(responses, i);
        double entropy, number = NAN;
        int stimulus = questplus_next(quest, &entropy);
        bool yes = is_word(response, "Yes") || (value_as_number(response, &number) && number == 1);
        if (!yes && !is_word(response, "No") && number != 0) {
            return fail_set(fail, FAIL_INPUT, "response %zu is neither \"Yes\" nor \"No\"", i + 1);
        }
        questplus_answer(quest, stimulus, yes);
        Value trial = value_record();
        if (!cases_put_number(mem, &trial, "next_stim", quest->stimuli.values[stimulus], fail) ||
            !put(mem, &trial, "response", value_text(yes ? "Yes" : "No"), fail) ||
            !put_estimate(quest, words, mode, named, mem, &trial, fail) ||
            !cases_put_number(mem, &trial, "expected_min_entropy", entropy, fail) ||
            !(value_add(mem, &trials, trial) || cases_full(fail))) {
            return false;
        }
    }
    *out = value_record();
    return put(mem, out, "trials", trials, fail) &&
           put_marginals(quest, words, named, mem, out, fail);
}

bool cases_questplus(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    const FunctionWords *words = find_function(in);
    QuestPlus quest = {0};
    if (words == NULL) {
        return fail_set(fail, FAIL_INPUT,
                        "\"func\" must be norm_cdf, norm_cdf_2 or weibull, and \"stim_scale\" of a "
                        "weibull linear, log10 or dB");
    }
    quest.function = words->function;
    if (!read_domain(in, "stim_domain", mem, &quest.stimuli, fail)) {
        return false;
    }
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        if (!read_parameter(in, words->names[p], mem, &quest.parameters[p], fail)) {
            return false;
        }
    }
    read_order(in, words, &quest);
    return questplus_begin(mem, &quest, fail) && play_questplus(&quest, words, in, mem, out, fail);
}

/* ---- ratings ---- */

bool cases_hshs_elo(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail) {
    (void)file;
    EloSide person, item;
    EloGain gain;
    double limit_s, response_s, correct;
    if (!cases_number(in, "theta", &person.rating, fail) ||
        !cases_number(in, "beta", &item.rating, fail) ||
        !cases_number(in, "time_limit", &limit_s, fail) ||
        !cases_number(in, "rt", &response_s, fail) ||
        !cases_number(in, "correct", &correct, fail) ||
        !number_or(in, "uncertainty_person", 0, &person.uncertainty, fail) ||
        !number_or(in, "uncertainty_item", 0, &item.uncertainty, fail) ||
        !number_or(in, "K", .0075, &gain.k, fail) ||
        !number_or(in, "K_plus", 4, &gain.k_plus, fail) ||
        !number_or(in, "K_minus", .5, &gain.k_minus, fail)) {
        return false;
    }
    if (!(limit_s > 0)) {
        return fail_set(fail, FAIL_INPUT, "\"time_limit\" must be above 0");
    }
    EloStep step = elo_step(person, item, &gain, correct == 1, response_s, limit_s);
    *out = value_record();
    return cases_put_number(mem, out, "score", step.score, fail) &&
           cases_put_number(mem, out, "expected", step.expected, fail) &&
           cases_put_number(mem, out, "k_person", step.k_person, fail) &&
           cases_put_number(mem, out, "k_item", step.k_item, fail) &&
           cases_put_number(mem, out, "theta_new", step.person, fail) &&
           cases_put_number(mem, out, "beta_new", step.item, fail) &&
           cases_put_number(mem, out, "p_correct", step.share_correct, fail);
}
