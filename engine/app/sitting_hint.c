/* The hint in the gutter: what care/fatigue makes of this sitting; see sitting.h. */
#include "app/sitting_own.h"

#include <stdio.h>
#include <string.h>

enum { BURST_TAPS = 6 };
static const int64_t BURST_US = 2000000;
static const double SPOT_MM = 12;

/* The trials of the open game, oldest first. */
static size_t list_trials(const Sitting *sitting, FatigueTrial *trials, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < sitting->trial_count && count < room; i++) {
        const TrialBrief *brief = &sitting->trials[i];
        bool same = false;
        for (int r = 0; r < sitting->run_count; r++) {
            int first = sitting->runs[r].first_trial;
            same = same || ((int)i >= first && (int)i < first + sitting->runs[r].trials &&
                            strcmp(sitting->runs[r].game, sitting->game.manifest->id) == 0);
        }
        if (same && brief->valid && !brief->practice) {
            trials[count++] = (FatigueTrial){.latency_s = brief->latency_s,
                                             .deviation_mm = brief->deviation_mm,
                                             .lifts = brief->lifts,
                                             .rung = brief->help_rung,
                                             .success = brief->success};
        }
    }
    return count;
}

void sitting_tapped(Sitting *sitting, double x_mm, double y_mm, int64_t now_us) {
    SittingTaps *taps = &sitting->taps;
    bool far = taps->count == 0 || now_us - taps->first_us > BURST_US ||
               point_distance(taps->spot, (Point){x_mm, y_mm}) > SPOT_MM;
    if (far) {
        *taps = (SittingTaps){.spot = {x_mm, y_mm}, .first_us = now_us};
    }
    if (++taps->count == BURST_TAPS) {
        sitting->bursts++;
    }
}

void sitting_watch(Sitting *sitting, double idle_s, int64_t now_us) {
    enum { TRIALS_ROOM = 200 };
    FatigueTrial trials[TRIALS_ROOM];
    char words[FATIGUE_TEXT_MAX];
    if (sitting->run == NULL || sitting->plan.home) {
        return;
    }
    FatigueSigns signs = {.bursts = sitting->bursts, .calm = sitting->calm, .idle_s = idle_s};
    size_t count = list_trials(sitting, trials, TRIALS_ROOM);
    bool before = sitting->hint[0] != '\0';
    if (fatigue_points(trials, count, &signs, words) < FATIGUE_POINTS) {
        sitting->hint[0] = '\0';
    } else {
        memcpy(sitting->hint, words, sizeof words);
        if (!before) {
            /* So that a drop in figures is not read as a loss of skill. */
            sitting_note(sitting, "fatigue_hint", words, now_us);
        }
    }
}

const char *sitting_hint(const Sitting *sitting) {
    return sitting->hint;
}
