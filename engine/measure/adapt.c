/* The rules that move the placement; see adapt.h. Storing and typing are in adapt_text.c. */
#include "measure/adapt.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEP_FIRST        .5   /* levels up after a success, at first */
#define STEP_LEAST        .125 /* and at last: weighted */
#define STEP_LEAST_MIXED  .25  /* default: levels further apart tell the estimate more */
#define STAIRCASE_LEAST   .5   /* levels, both ways */
#define DOWN_MOST         1.5  /* levels down after one failure */
#define TWO_FAILURES_DOWN .5   /* levels below the trial just missed */
#define PRIOR_SD          2.5  /* levels around the therapist's start */
#define SESSION_WIDENS    .5   /* levels of SD */
enum { GRADED_STEPS = 4 };

static const char *const WORDS[] = {
#define X(ID, word) word,
    ADAPT_RULES(X)
#undef X
        NULL,
};

const char *adapt_rule_word(AdaptRule rule) {
    assert((unsigned)rule < ADAPT_RULE_COUNT);
    return WORDS[rule];
}

const char *const *adapt_rule_words(void) {
    return WORDS;
}

int adapt_rule_by_word(const char *word) {
    for (int i = 0; i < ADAPT_RULE_COUNT; i++) {
        if (strcmp(WORDS[i], word) == 0) {
            return i;
        }
    }
    return -1;
}

static double clamp(double x, double least, double most) {
    return x < least ? least : x > most ? most : x;
}

static bool is_graded(const Adapt *adapt) {
    return adapt->rule == ADAPT_GRADED || (adapt->rule == ADAPT_DEFAULT && adapt->several);
}

/* ---- what is known ---- */

/* The mean of the last levels is a second witness that no wrong shape of the curve can mislead; its
 * say grows over the first trials, then falls by the fourth root while the posterior learns the
 * shape. Trials of several responses tell more of the shape each, so there it looks less far back
 * and says less. */
static void update_estimate(Adapt *adapt) {
    double mean, sd, sum = 0;
    posterior_moments(&adapt->known, &mean, &sd);
    int most = is_graded(adapt) ? 6 : 10;
    int count = adapt->history_count < most ? adapt->history_count : most;
    for (int i = adapt->history_count - count; i < adapt->history_count; i++) {
        sum += adapt->history[i].level;
    }
    double say = (is_graded(adapt) ? .4 : .43) * count / most;
    if (!is_graded(adapt) && adapt->history_count > most) {
        say *= sqrt(sqrt((double)most / adapt->history_count)); /* the same bits everywhere */
    }
    double mixed = count == 0 ? mean : (1 - say) * mean + say * (sum / count);
    adapt->estimate = clamp(mixed, adapt->least, adapt->most);
    adapt->estimate_sd = sd;
}

void adapt_rebuild(Adapt *adapt) {
    posterior_begin(&adapt->known, fmin(adapt->least, adapt->start) - 1,
                    fmax(adapt->most, adapt->start) + 1, adapt->prior_mean, adapt->prior_sd,
                    adapt->prior_shapes, adapt->target, adapt->guess);
    for (int i = 0; i < adapt->history_count; i++) {
        const AdaptPlayed *played = &adapt->history[i];
        posterior_add(&adapt->known, played->level, played->right, played->count);
    }
    update_estimate(adapt);
}

static void remember(Adapt *adapt, double level, int right, int count) {
    if (adapt->history_count == ADAPT_HISTORY) {
        int forget = ADAPT_HISTORY / 3;
        adapt->history_count -= forget;
        memmove(adapt->history, adapt->history + forget,
                (size_t)adapt->history_count * sizeof *adapt->history);
        memset(adapt->history + adapt->history_count, 0, (size_t)forget * sizeof *adapt->history);
        adapt_rebuild(adapt);
    }
    adapt->history[adapt->history_count++] = (AdaptPlayed){level, right, count};
    posterior_add(&adapt->known, level, right, count);
    update_estimate(adapt);
}

bool adapt_begin(Adapt *adapt, AdaptRule rule, double least, double most, double start,
                 double target, double guess, Fail *fail) {
    if (!((unsigned)rule < ADAPT_RULE_COUNT)) {
        return fail_set(fail, FAIL_INPUT, "there is no rule number %d", (int)rule);
    }
    if (!(least >= -ADAPT_LEVEL_MAX && most <= ADAPT_LEVEL_MAX && least <= most) ||
        least != floor(least) || most != floor(most)) {
        return fail_set(fail, FAIL_INPUT,
                        "levels %g to %g: give two whole levels, the least not above the most",
                        least, most);
    }
    if (!(start >= least && start <= most)) {
        return fail_set(fail, FAIL_INPUT, "the first level %g must lie from %g to %g", start, least,
                        most);
    }
    if (!(target >= .70 && target <= .90)) {
        return fail_set(fail, FAIL_INPUT, "the target %g must lie from 0.70 to 0.90", target);
    }
    if (!(guess >= 0 && guess <= .9)) {
        return fail_set(fail, FAIL_INPUT, "success by chance %g must lie from 0 to 0.9", guess);
    }
    memset(adapt, 0, sizeof *adapt); /* so that equal values have equal bytes */
    adapt->rule = rule;
    adapt->least = least;
    adapt->most = most;
    adapt->target = target;
    adapt->guess = guess;
    adapt->start = adapt->placement = adapt->prior_mean = start;
    adapt->prior_sd = PRIOR_SD;
    adapt->step = STEP_FIRST;
    adapt->last_right = true;
    for (int s = 0; s < POSTERIOR_SHAPES; s++) {
        adapt->prior_shapes[s] = 1.0 / POSTERIOR_SHAPES;
    }
    adapt_rebuild(adapt);
    return true;
}

int adapt_level(const Adapt *adapt) {
    return (int)clamp(ceil(adapt->placement + adapt->carry - .5), adapt->least, adapt->most);
}

void adapt_set_level(Adapt *adapt, double level) {
    adapt->placement = clamp(level, adapt->least, adapt->most);
    adapt->carry = 0;
    adapt->successes = adapt->failures = 0;
}

void adapt_next_session(Adapt *adapt) {
    double shapes[POSTERIOR_SHAPES];
    posterior_shapes(&adapt->known, shapes);
    memcpy(adapt->prior_shapes, shapes, sizeof shapes);
    adapt->prior_mean = adapt->estimate;
    adapt->prior_sd = fmin(adapt->estimate_sd + SESSION_WIDENS, PRIOR_SD);
    if (adapt->rule != ADAPT_FIXED) {
        adapt->placement = adapt->estimate;
    }
    adapt->carry = 0;
    adapt->step = fmax(adapt->step, .25);
    adapt->trials = adapt->failures = adapt->successes = 0;
    adapt->last_right = true;
    memset(adapt->history, 0, sizeof adapt->history);
    adapt->history_count = 0;
    adapt_rebuild(adapt);
}

/* ---- the rules: each answers where the placement goes, before the bounds ---- */

static double weighted(Adapt *adapt, bool right) {
    if (right) {
        if (!adapt->last_right) {
            double least = adapt->rule == ADAPT_DEFAULT ? STEP_LEAST_MIXED : STEP_LEAST;
            adapt->step = fmax(adapt->step / 2, least);
        }
        return adapt->placement + (adapt->errors == 0 ? 1 : adapt->step);
    }
    return adapt->placement - fmin(adapt->step * adapt->target / (1 - adapt->target), DOWN_MOST);
}

/* n in a row go up; one failure goes down by the same step (Levitt 1971). Until the first failure
 * each success goes up. */
static double staircase(Adapt *adapt, bool right, int in_a_row) {
    if (right) {
        if (adapt->errors > 0 && adapt->successes < in_a_row) {
            return adapt->placement;
        }
        if (adapt->errors > 0 && !adapt->last_right) {
            adapt->step = fmax(adapt->step / 2, STAIRCASE_LEAST);
        }
        adapt->successes = 0;
        return adapt->placement + (adapt->errors == 0 ? 1 : adapt->step);
    }
    return adapt->placement - fmax(adapt->step, STAIRCASE_LEAST);
}

/* The placement is the rating: it moves by K times what was unexpected. */
static double elo(const Adapt *adapt, double level, double share) {
    double slope = .8, top = 1 - adapt->guess;
    double at = clamp((adapt->target - adapt->guess) / top, .05, .97);
    double odds = (at / (1 - at)) * exp(slope * (adapt->placement - level));
    double expected = adapt->guess + top * odds / (1 + odds);
    double k = fmax(3 / (1 + .2 * (adapt->trials - 1)), .6);
    return adapt->placement + k * (share - expected);
}

/* Proportional steps, then the level whose expected success is nearest the target. */
static double graded(const Adapt *adapt, double share) {
    if (adapt->trials <= GRADED_STEPS) {
        double gain = fmax(3 / (1 + .25 * (adapt->trials - 1)), .8);
        return adapt->placement + gain * (share - adapt->target);
    }
    /* Success falls as levels rise: find the whole levels around the target, then the straight line
     * between them. */
    double low = adapt->least, high = adapt->most;
    while (high - low > 1) {
        double middle = floor((low + high) / 2);
        if (posterior_success(&adapt->known, middle) >= adapt->target) {
            low = middle;
        } else {
            high = middle;
        }
    }
    double at_low = posterior_success(&adapt->known, low);
    double at_high = posterior_success(&adapt->known, high);
    if (at_low <= adapt->target) {
        return low;
    }
    if (at_high >= adapt->target) {
        return high;
    }
    return low + (high - low) * (at_low - adapt->target) / (at_low - at_high);
}

static double wish(Adapt *adapt, double level, bool right, double share) {
    switch (adapt->rule) {
    case ADAPT_DEFAULT:
        return is_graded(adapt) ? graded(adapt, share) : weighted(adapt, right);
    case ADAPT_WEIGHTED:
        return weighted(adapt, right);
    case ADAPT_ONE_UP_THREE_DOWN:
        return staircase(adapt, right, 3);
    case ADAPT_ONE_UP_TWO_DOWN:
        return staircase(adapt, right, 2);
    case ADAPT_ELO:
        return elo(adapt, level, share);
    case ADAPT_GRADED:
        return graded(adapt, share);
    case ADAPT_FIXED:
    case ADAPT_RULE_COUNT:
        break;
    }
    return adapt->placement;
}

/* ---- the reason ---- */

static void size_words(double levels, char *text, size_t size) {
    static const struct {
        double levels;
        const char *words;
    } sizes[] = {{.125, "an eighth of a level"},
                 {.25, "a quarter of a level"},
                 {.5, "half a level"},
                 {.75, "three quarters of a level"},
                 {1, "a level"},
                 {1.5, "a level and a half"},
                 {2, "two levels"}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (fabs(levels - sizes[i].levels) < .02) {
            snprintf(text, size, "%s", sizes[i].words);
            return;
        }
    }
    if (levels < .1) {
        snprintf(text, size, "a little");
    } else {
        snprintf(text, size, "%.1f level%s", levels, levels <= 1 ? "" : "s");
    }
}

/* "Solved without help: half a level up." */
static void give_reason(const Adapt *adapt, const AdaptOutcome *outcome, bool right, double from,
                        double wished, char reason[ADAPT_REASON_MAX]) {
    char what[64], size[48];
    double moved = adapt->placement - from;
    if (outcome->answers > 0) {
        snprintf(what, sizeof what, "%d of %d right without help", outcome->right,
                 outcome->answers);
    } else {
        snprintf(what, sizeof what, "%s",
                 right ? "Solved without help"
                       : (adapt->failures >= 2 ? "Two misses in a row" : "Missed"));
    }
    size_words(fabs(moved), size, sizeof size);
    if (adapt->rule == ADAPT_FIXED) {
        snprintf(reason, ADAPT_REASON_MAX, "%s; the level is fixed: stays.", what);
    } else if (moved != 0) {
        snprintf(reason, ADAPT_REASON_MAX, "%s: %s %s.", what, size, moved > 0 ? "up" : "down");
    } else if (wished > adapt->most || wished < adapt->least) {
        snprintf(reason, ADAPT_REASON_MAX, "%s, but level %g is the %s allowed: stays.", what,
                 wished > adapt->most ? adapt->most : adapt->least,
                 wished > adapt->most ? "most" : "least");
    } else if (right && adapt->successes > 0 && adapt->errors > 0) {
        snprintf(reason, ADAPT_REASON_MAX, "%s, %d in a row so far: stays.", what,
                 adapt->successes);
    } else {
        snprintf(reason, ADAPT_REASON_MAX, "%s: stays.", what);
    }
}

static AdaptStep announce(const Adapt *adapt) {
    return (AdaptStep){.level = adapt_level(adapt),
                       .placement = adapt->placement,
                       .estimate = adapt->estimate,
                       .estimate_sd = adapt->estimate_sd};
}

/* Whole levels on both sides of the placement are played in turn, so that success keeps to the
 * target on average and the slope of the curve shows. Never a higher level after less than the
 * target. */
static void carry_on(Adapt *adapt, double from, double level, bool reached) {
    double left = is_graded(adapt) ? clamp(adapt->carry + from - level, -.5, .5) : 0;
    if (!reached) {
        left = adapt->failures >= 2 ? 0 : fmin(left, level + .499 - adapt->placement);
    }
    adapt->carry = clamp(left, -.5, .5);
}

AdaptStep adapt_step(Adapt *adapt, double level, const AdaptOutcome *outcome) {
    if (outcome->invalid || outcome->helped) {
        AdaptStep step = announce(adapt);
        snprintf(step.reason, sizeof step.reason, "%s: stays.",
                 outcome->invalid ? "Not counted" : "Helped");
        return step;
    }
    int count = outcome->answers > 0 ? outcome->answers : 1;
    int rights = outcome->answers > 0 ? outcome->right : outcome->success;
    assert(rights >= 0 && rights <= count && count <= ADAPT_ANSWERS_MAX);
    bool right = 2 * rights >= count; /* a trial of several responses is missed below one half */
    double from = adapt->placement, share = (double)rights / count;
    adapt->several = adapt->several || count > 1;
    adapt->trials++;
    adapt->failures = right ? 0 : adapt->failures + 1;
    adapt->successes = right ? adapt->successes + 1 : 0;
    adapt->errors += !right;
    remember(adapt, level, rights, count);

    double wished = wish(adapt, level, right, share);
    if (!right && adapt->failures >= 2 && adapt->rule != ADAPT_FIXED) {
        wished = fmin(wished, fmin(from, level) - TWO_FAILURES_DOWN);
    }
    if (share < adapt->target) {
        wished = fmin(wished, from);
    }
    adapt->placement = clamp(wished, adapt->least, adapt->most);
    carry_on(adapt, from, level, share >= adapt->target);
    adapt->last_right = right;
    AdaptStep step = announce(adapt);
    give_reason(adapt, outcome, right, from, wished, step.reason);
    return step;
}
