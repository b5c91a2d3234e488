/* A trial's beginning, readings and end, as the run drives them; see trial_life.h. */
#include "play/trial_life.h"

#include <stdlib.h>
#include <string.h>

Trial *trial_new(void) {
    Trial *trial = calloc(1, sizeof *trial);
    if (trial == NULL) {
        return NULL;
    }
    trial->mem = mem_new(TRIAL_BYTES_MAX);
    trial->ink.id = 1;
    if (trial->mem == NULL) {
        trial_free(trial);
        return NULL;
    }
    return trial;
}

void trial_free(Trial *trial) {
    if (trial != NULL) {
        mem_free(trial->mem);
        ink_free(&trial->ink);
        free(trial->samples);
        free(trial);
    }
}

/* Everything but what is kept from trial to trial (memory, cues, language) starts from nothing. */
void trial_begin(Trial *trial, const TrialSetup *setup) {
    Mem *mem = trial->mem;
    Ink ink = trial->ink;
    Sample *samples = trial->samples;
    size_t room = trial->sample_room;
    const Texts *texts = trial->texts;
    Cue cues[CUES_MAX];
    memcpy(cues, trial->cues, sizeof cues);
    int first = trial->cue_first, count = trial->cue_count;
    memset(trial, 0, sizeof *trial);
    mem_reset(mem);
    ink_clear(&ink);
    trial->mem = mem;
    trial->ink = ink;
    trial->samples = samples;
    trial->sample_room = room;
    trial->texts = texts;
    memcpy(trial->cues, cues, sizeof cues);
    trial->cue_first = first;
    trial->cue_count = count;
    trial->setup = *setup;
    trial->practice = setup->practice;
    trial->limit_us = INT64_MAX;
    trial->choices = 0;
}

void trial_onset(Trial *trial, int64_t time_us) {
    trial->shown = true;
    trial->onset_us = trial->now_us = time_us;
}

void trial_close(Trial *trial, EndReason reason, bool success) {
    trial->ended = true;
    trial->end = reason;
    trial->success = success;
}

bool trial_sample(Trial *trial, const Sample *play, int player) {
    Sample *samples = grow_array(trial->samples, trial->sample_count, &trial->sample_room,
                                 sizeof *samples, SAMPLES_MAX);
    if (samples == NULL) {
        return false;
    }
    trial->samples = samples;
    Sample *kept = &samples[trial->sample_count++];
    *kept = *play;
    kept->time_us -= trial->onset_us;
    TrialFinger *finger = &trial->fingers[play->finger];
    Point at = {play->x_mm, play->y_mm};
    bool begins = !finger->down;
    *finger = (TrialFinger){.down = play->phase != SAMPLE_UP, .at = at, .player = player};
    return ink_add(&trial->ink, at, begins);
}

bool trial_sample_rest(Trial *trial, int32_t finger, Sample *last) {
    TrialFinger *resting = &trial->fingers[finger];
    if (!resting->down) {
        return false;
    }
    resting->down = false;
    size_t begin = trial->sample_count;
    while (begin > 0 && !(trial->samples[begin - 1].finger == finger &&
                          trial->samples[begin - 1].phase == SAMPLE_DOWN)) {
        begin--;
    }
    begin -= begin > 0;
    size_t kept = begin;
    for (size_t i = begin; i < trial->sample_count; i++) {
        if (trial->samples[i].finger != finger) {
            trial->samples[kept++] = trial->samples[i];
        }
    }
    trial->sample_count = kept;
    *last = (Sample){.time_us = trial->now_us,
                     .x_mm = resting->at.x,
                     .y_mm = resting->at.y,
                     .finger = finger,
                     .phase = SAMPLE_UP};
    return true;
}

TrialTimer *trial_timer_next(Trial *trial) {
    TrialTimer *next = NULL;
    for (int i = 0; i < TIMERS_MAX; i++) {
        TrialTimer *timer = &trial->timers[i];
        if (timer->used && (next == NULL || timer->due_us < next->due_us ||
                            (timer->due_us == next->due_us && timer->id < next->id))) {
            next = timer;
        }
    }
    return next;
}

bool trial_cue_take(Trial *trial, Cue *cue) {
    if (trial->cue_count == 0) {
        return false;
    }
    *cue = trial->cues[trial->cue_first];
    trial->cue_first = (trial->cue_first + 1) % CUES_MAX;
    trial->cue_count--;
    return true;
}

bool trial_answer_is_retry(const Trial *trial, int index) {
    if (index == 0) {
        return false;
    }
    const Answer *before = &trial->answers[index - 1], *answer = &trial->answers[index];
    return !before->right && before->player == answer->player && answer->item[0] != '\0' &&
           strcmp(before->item, answer->item) == 0;
}

int trial_first_tries(const Trial *trial, int *right) {
    int tries = 0;
    bool measured = !trial_misses_call_for_help(trial); /* there is no second try there */
    *right = 0;
    for (int i = 0; i < trial->answer_count; i++) {
        if (measured || !trial_answer_is_retry(trial, i)) {
            tries++;
            *right += trial->answers[i].right;
        }
    }
    return tries;
}

bool trial_misses_call_for_help(const Trial *trial) {
    switch (trial->family) {
    case FAMILY_TRACING: /* a gate that was missed is part of the line */
    case FAMILY_INHIBITION:
    case FAMILY_SPAN:
    case FAMILY_RHYTHM:
    case FAMILY_SEARCH:
    case FAMILY_POINTING:
        return false;
    default:
        return true;
    }
}
