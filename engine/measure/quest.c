/* QUEST; see quest.h. */
#include "measure/quest.h"

#include <math.h>

static double weibull(const QuestSetup *setup, double x) {
    return setup->delta * setup->gamma +
           (1 - setup->delta) * (1 - (1 - setup->gamma) * exp(-pow(10, setup->beta * x)));
}

/* Where the function without offset passes `share`, on the straight lines between grid points. */
static bool find_threshold(const QuestSetup *setup, int half, double *x) {
    double before = weibull(setup, -2 * half * setup->grain);
    if (before >= setup->share) {
        return false;
    }
    for (int i = -2 * half + 1; i <= 2 * half; i++) {
        double here = weibull(setup, i * setup->grain);
        if (here >= setup->share && here > before) {
            *x = ((i - 1) + (setup->share - before) / (here - before)) * setup->grain;
            return true;
        }
        before = here;
    }
    return false;
}

/* The order at which the mean information of an answer is greatest (Pelli 1987). */
static double best_order(double low, double high) {
    const double tiny = 1e-14;
    double e = high * log(high + tiny) - low * log(low + tiny) +
               (1 - high + tiny) * log(1 - high + tiny) - (1 - low + tiny) * log(1 - low + tiny);
    e = 1 / (1 + exp(e / (low - high)));
    return (e - low) / (high - low);
}

bool quest_begin(Mem *mem, const QuestSetup *setup, Quest *quest, Fail *fail) {
    *quest = (Quest){.setup = *setup};
    if (!(setup->grain > 0 && setup->range > 0 && setup->guess_sd > 0 &&
          setup->range / setup->grain < QUEST_POINTS_MAX)) {
        return fail_set(fail, FAIL_INPUT,
                        "grain, range and SD must be positive, with at most %d grid points",
                        QUEST_POINTS_MAX);
    }
    if (quest->setup.gamma > setup->share) {
        quest->setup.gamma = .5; /* as the reference does */
    }
    quest->half = (int)ceil(setup->range / setup->grain / 2);
    int half = quest->half;
    quest->pdf = mem_alloc_array(mem, 2 * (size_t)half + 1, sizeof *quest->pdf);
    quest->success = mem_alloc_array(mem, 4 * (size_t)half + 1, sizeof *quest->success);
    if (quest->pdf == NULL || quest->success == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is not enough memory for this grid");
    }
    double offset;
    if (!find_threshold(&quest->setup, half, &offset)) {
        return fail_set(fail, FAIL_INPUT, "the function never passes a success of %g on this range",
                        setup->share);
    }
    for (int i = -2 * half; i <= 2 * half; i++) {
        quest->success[i + 2 * half] = weibull(&quest->setup, i * setup->grain + offset);
    }
    for (int i = -half; i <= half; i++) {
        double z = i * setup->grain / setup->guess_sd;
        quest->pdf[i + half] = exp(-.5 * z * z);
    }
    quest->order = best_order(quest->success[0], quest->success[4 * half]);
    return true;
}

void quest_answer(Quest *quest, double intensity, bool right) {
    int half = quest->half;
    /* Half to even, like the reference; and only as far out as the table of success reaches. */
    double grains = rint((intensity - quest->setup.guess) / quest->setup.grain);
    int at = (int)fmin(fmax(grains, -half), half);
    double sum = 0;
    for (int i = -half; i <= half; i++) {
        double success = quest->success[at - i + 2 * half];
        quest->pdf[i + half] *= right ? success : 1 - success;
        sum += quest->pdf[i + half];
    }
    for (int i = 0; sum > 0 && i <= 2 * half; i++) {
        quest->pdf[i] /= sum; /* so that many answers cannot make it vanish */
    }
}

static double moment(const Quest *quest, int power) {
    double sum = 0, weight = 0;
    for (int i = 0; i <= 2 * quest->half; i++) {
        double x = (i - quest->half) * quest->setup.grain;
        sum += quest->pdf[i] * (power == 2 ? x * x : x);
        weight += quest->pdf[i];
    }
    return sum / weight;
}

double quest_mean(const Quest *quest) {
    return quest->setup.guess + moment(quest, 1);
}

double quest_sd(const Quest *quest) {
    double mean = moment(quest, 1);
    return sqrt(fmax(moment(quest, 2) - mean * mean, 0));
}

double quest_mode(const Quest *quest) {
    int best = 0;
    for (int i = 1; i <= 2 * quest->half; i++) {
        best = quest->pdf[i] >= quest->pdf[best] ? i : best;
    }
    return quest->setup.guess + (best - quest->half) * quest->setup.grain;
}

double quest_quantile(const Quest *quest, double order) {
    double total = 0, below = 0, here = 0;
    for (int i = 0; i <= 2 * quest->half; i++) {
        total += quest->pdf[i];
    }
    double wanted = order * total;
    int last = -1; /* the last point at which the sum grew */
    for (int i = 0; i <= 2 * quest->half; i++) {
        here = below + quest->pdf[i];
        if (here > below || last < 0) {
            if (here >= wanted) {
                double back = last < 0 ? 0 : (here - wanted) / (here - below) * (i - last);
                return quest->setup.guess + (i - back - quest->half) * quest->setup.grain;
            }
            last = i;
        }
        below = here;
    }
    return quest->setup.guess + (last - quest->half) * quest->setup.grain;
}
