/* A trial's answers as the measures want them; see measure/answers.h. */
#include "play/run_life.h"

#include "measure/answers.h"

#include <math.h>
#include <string.h>

static bool is_first(const Answer *answers, int index) {
    for (int i = 0; i < index; i++) {
        if (strcmp(answers[i].item, answers[index].item) == 0) {
            return false;
        }
    }
    return true;
}

static Answered answered(const Trial *trial, int index) {
    const Answer *answer = &trial->answers[index];
    const Target *touched =
        answer->choice[0] != '\0' ? trial_target_named(trial, answer->choice) : NULL;
    Point nowhere = {NAN, NAN};
    return (Answered){.item = answer->item,
                      .choice = answer->choice,
                      .right = answer->right,
                      .first = is_first(trial->answers, index),
                      .at_s = (double)answer->at_us / 1e6,
                      .latency_s = (double)answer->latency_us / 1e6,
                      .player = answer->player,
                      .at = touched != NULL ? target_centre(touched) : nowhere};
}

/* Where the finger was at a moment: for a tap, where it landed. */
static Point finger_at(const Trial *trial, int64_t at_us) {
    Point at = {NAN, NAN};
    for (size_t i = 0; i < trial->sample_count && trial->samples[i].time_us <= at_us; i++) {
        at = (Point){trial->samples[i].x_mm, trial->samples[i].y_mm};
    }
    return at;
}

/* The targets that a pointing game's answers name, and where each tap landed. */
static size_t aim_at_targets(const Trial *trial, Answered *list, Expected *expected) {
    size_t count = 0;
    for (int i = 0; i < trial->answer_count; i++) {
        const Target *target = trial_target_named(trial, list[i].item);
        Point landed = finger_at(trial, trial->answers[i].at_us);
        list[i].at = isfinite(landed.x) ? landed : list[i].at;
        if (target != NULL && list[i].first) {
            double wide = target->box.right - target->box.left;
            double high = target->box.bottom - target->box.top;
            expected[count++] = (Expected){.item = target->id,
                                           .at = target_centre(target),
                                           .radius_mm = fmin(wide, high) / 2};
        }
    }
    return count;
}

/* Measures of the family that the game named; nothing for families that are measured from ink. */
bool run_measure_answers(Run *run, Measures *measures) {
    const Trial *trial = run->trial;
    Answered list[ANSWERS_MAX];
    Expected expected[ANSWERS_MAX];
    for (int i = 0; i < trial->answer_count; i++) {
        list[i] = answered(trial, i);
    }
    AnswerContext context = answer_context(trial->family);
    context.count = trial->answers_expected;
    context.choices = trial->choices;
    context.middle_x_mm = trial->setup.width_mm / 2;
    context.middle_y_mm = trial->setup.height_mm / 2;
    /* A game that adds up several marks knows better than the last of them. */
    double summed = measures_get(&trial->own, MEASURE_RATING);
    context.rating = isfinite(summed) ? summed : run->rated ? run->rating : NAN;
    context.rating_max = measures_get(&trial->own, MEASURE_RATING_MAX);
    context.repetitions = measures_get(&trial->own, MEASURE_REPETITIONS);
    context.assistance = run->assistance != ASSISTANCE_UNMARKED ? run->assistance : NAN;
    context.prompts = trial->rung_highest;
    context.samples = trial->samples;
    context.sample_count = trial->sample_count;
    if (trial->family == FAMILY_POINTING) {
        context.expected_count = aim_at_targets(trial, list, expected);
        context.expected = expected;
    }
    return answers_measure(run->scratch, list, (size_t)trial->answer_count, &context, measures);
}
