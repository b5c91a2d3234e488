/* QUEST+; see questplus.h. A cell's number counts through the parameters like an odometer. */
#include "measure/questplus.h"

#include <math.h>

enum { MIDDLE, SPREAD, CHANCE, LAPSE };

static double success_at(QuestPlusFunction function, double x,
                         const double parameter[QUESTPLUS_PARAMETERS]) {
    double m = parameter[MIDDLE], s = parameter[SPREAD], lapse = parameter[LAPSE];
    double chance = function == QUESTPLUS_NORMAL_SYMMETRIC ? lapse : parameter[CHANCE];
    double room = 1 - chance - lapse;
    switch (function) {
    case QUESTPLUS_NORMAL:
    case QUESTPLUS_NORMAL_SYMMETRIC:
        return chance + room * (.5 * erfc((m - x) / (s * sqrt(2))));
    case QUESTPLUS_WEIBULL:
        return 1 - lapse - room * exp(-pow(x / m, s));
    case QUESTPLUS_WEIBULL_LOG10:
        return 1 - lapse - room * exp(-pow(10, s * (x - m)));
    case QUESTPLUS_WEIBULL_DB:
        return 1 - lapse - room * exp(-pow(10, s * (x - m) / 20));
    }
    return NAN;
}

/* Which value of each parameter a cell stands for. */
static void indices(const QuestPlus *quest, int cell, int index[QUESTPLUS_PARAMETERS]) {
    for (int place = QUESTPLUS_PARAMETERS - 1; place >= 0; place--) {
        int parameter = quest->order[place], count = quest->parameters[parameter].count;
        index[parameter] = cell % count;
        cell /= count;
    }
}

static void normalize(QuestPlus *quest) {
    double sum = 0;
    for (int cell = 0; cell < quest->cells; cell++) {
        sum += quest->posterior[cell];
    }
    for (int cell = 0; sum > 0 && cell < quest->cells; cell++) {
        quest->posterior[cell] /= sum;
    }
}

bool questplus_begin(Mem *mem, QuestPlus *quest, Fail *fail) {
    double cells = 1;
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        cells *= quest->parameters[p].count;
    }
    if (!(quest->stimuli.count >= 1 && cells >= 1 &&
          cells * quest->stimuli.count <= QUESTPLUS_CELLS_MAX)) {
        return fail_set(fail, FAIL_INPUT,
                        "every domain needs a value, and stimuli times parameters at most %d",
                        QUESTPLUS_CELLS_MAX);
    }
    quest->cells = (int)cells;
    size_t count = (size_t)quest->cells;
    quest->posterior = mem_alloc_array(mem, count, sizeof *quest->posterior);
    quest->success =
        mem_alloc_array(mem, count * (size_t)quest->stimuli.count, sizeof *quest->success);
    if (quest->posterior == NULL || quest->success == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is not enough memory for these domains");
    }
    for (int cell = 0; cell < quest->cells; cell++) {
        int index[QUESTPLUS_PARAMETERS];
        double value[QUESTPLUS_PARAMETERS];
        indices(quest, cell, index);
        quest->posterior[cell] = 1;
        for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
            const QuestPlusDomain *domain = &quest->parameters[p];
            value[p] = domain->values[index[p]];
            quest->posterior[cell] *= domain->prior != NULL ? domain->prior[index[p]] : 1;
        }
        for (int s = 0; s < quest->stimuli.count; s++) {
            quest->success[s * quest->cells + cell] =
                success_at(quest->function, quest->stimuli.values[s], value);
        }
    }
    normalize(quest);
    return true;
}

/* H of the posterior after an answer of share `total` is log(total) - sum(w log w) / total. */
static double entropy_after(const QuestPlus *quest, int stimulus) {
    const double *success = quest->success + stimulus * quest->cells;
    double total[2] = {0}, sum[2] = {0};
    for (int cell = 0; cell < quest->cells; cell++) {
        double weight[2] = {quest->posterior[cell] * (1 - success[cell]),
                            quest->posterior[cell] * success[cell]};
        for (int answer = 0; answer < 2; answer++) {
            total[answer] += weight[answer];
            sum[answer] += weight[answer] > 0 ? weight[answer] * log(weight[answer]) : 0;
        }
    }
    double expected = 0;
    for (int answer = 0; answer < 2; answer++) {
        expected += total[answer] > 0 ? total[answer] * log(total[answer]) - sum[answer] : 0;
    }
    return expected;
}

int questplus_next(const QuestPlus *quest, double *entropy) {
    int best = 0;
    double least = INFINITY;
    for (int s = 0; s < quest->stimuli.count; s++) {
        double expected = entropy_after(quest, s);
        if (expected < least - 1e-10) {
            least = expected;
            best = s;
        }
    }
    *entropy = least;
    return best;
}

void questplus_answer(QuestPlus *quest, int stimulus, bool yes) {
    const double *success = quest->success + stimulus * quest->cells;
    for (int cell = 0; cell < quest->cells; cell++) {
        quest->posterior[cell] *= yes ? success[cell] : 1 - success[cell];
    }
    normalize(quest);
}

void questplus_mean(const QuestPlus *quest, double mean[QUESTPLUS_PARAMETERS]) {
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        mean[p] = 0;
    }
    for (int cell = 0; cell < quest->cells; cell++) {
        int index[QUESTPLUS_PARAMETERS];
        indices(quest, cell, index);
        for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
            mean[p] += quest->posterior[cell] * quest->parameters[p].values[index[p]];
        }
    }
}

void questplus_mode(const QuestPlus *quest, double mode[QUESTPLUS_PARAMETERS]) {
    int best = 0, index[QUESTPLUS_PARAMETERS];
    for (int cell = 1; cell < quest->cells; cell++) {
        best = quest->posterior[cell] > quest->posterior[best] ? cell : best;
    }
    indices(quest, best, index);
    for (int p = 0; p < QUESTPLUS_PARAMETERS; p++) {
        mode[p] = quest->parameters[p].values[index[p]];
    }
}

void questplus_marginal(const QuestPlus *quest, int parameter, double *weights) {
    for (int i = 0; i < quest->parameters[parameter].count; i++) {
        weights[i] = 0;
    }
    for (int cell = 0; cell < quest->cells; cell++) {
        int index[QUESTPLUS_PARAMETERS];
        indices(quest, cell, index);
        weights[index[parameter]] += quest->posterior[cell];
    }
}
