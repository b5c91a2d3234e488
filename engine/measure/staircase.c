/* Transformed and weighted up-down; see staircase.h. */
#include "measure/staircase.h"

#include <assert.h>
#include <math.h>

Staircase staircase_begin(const StaircaseRule *rule) {
    assert(rule->step_count >= 1 && rule->up >= 1 && rule->down >= 1);
    return (Staircase){.rule = *rule, .level = rule->start, .step = rule->steps[0]};
}

/* Which way this answer points: -1 down, 1 up, 0 not enough answers yet. */
static int way(const Staircase *staircase, bool right) {
    if (staircase->rule.initial_rule && staircase->reversals == 0) {
        return right ? -1 : 1;
    }
    return staircase->run >= staircase->rule.down  ? -1
           : staircase->run <= -staircase->rule.up ? 1
                                                   : 0;
}

bool staircase_answer(Staircase *staircase, bool right) {
    const StaircaseRule *rule = &staircase->rule;
    assert(!staircase->finished);
    bool same = staircase->trials > 0 && staircase->last_right == right;
    int one = right ? 1 : -1;
    staircase->run = same ? staircase->run + one : one;
    staircase->last_right = right;
    staircase->trials++;

    int turn = way(staircase, right);
    bool reversal = turn != 0 && staircase->direction == -turn;
    staircase->direction = turn != 0 ? turn : staircase->direction;
    staircase->reversals += reversal;
    staircase->finished =
        staircase->reversals >= rule->reversals_least && staircase->trials >= rule->trials_least;
    if (reversal) {
        int next =
            staircase->reversals < rule->step_count ? staircase->reversals : rule->step_count - 1;
        staircase->step = rule->steps[next];
    }
    if (turn != 0) {
        staircase->level += turn * staircase->step;
        staircase->level =
            turn > 0 ? fmin(staircase->level, rule->most) : fmax(staircase->level, rule->least);
        staircase->run = 0;
    }
    return reversal;
}

WeightedStaircase weighted_begin(double start, double step_down, double step_down_least,
                                 double target) {
    assert(step_down > 0 && target > 0 && target < 1);
    return (WeightedStaircase){.level = start,
                               .step_down = step_down,
                               .step_down_least = step_down_least,
                               .target = target};
}

void weighted_answer(WeightedStaircase *staircase, bool right) {
    if (staircase->trials > 0 && right != staircase->last_right) {
        staircase->reversals++;
        if (right) {
            staircase->step_down = fmax(staircase->step_down_least, staircase->step_down / 2);
        }
    }
    staircase->trials++;
    staircase->last_right = right;
    double up = staircase->step_down * staircase->target / (1 - staircase->target);
    staircase->level += right ? -staircase->step_down : up;
}
