/* The inside of a trial, for the run alone: games use trial.h. A Trial is reused from one attempt
 * to the next; what it copies lives in its own arena until the next begins. */
#ifndef OTTERPAW_PLAY_TRIAL_LIFE_H
#define OTTERPAW_PLAY_TRIAL_LIFE_H

#include "base/text.h"
#include "measure/form.h"
#include "measure/tracing.h"
#include "play/guard.h"
#include "play/trial.h"

enum { STREAMS_MAX = 32, TRIAL_BYTES_MAX = 64 << 20, SAMPLES_MAX = 1 << 20 };

typedef struct {
    bool used;
    int id, tag;
    int64_t due_us; /* since onset */
} TrialTimer;

typedef struct {
    char name[NAME_MAX_BYTES];
    Rng rng;
} TrialStream;

typedef struct {
    bool down;
    Point at;
    int player;
} TrialFinger;

/* All that differs from one trial to the next as it begins. */
typedef struct {
    const Manifest *manifest;
    const Value *params;
    int number, level;
    uint64_t seed, item_index; /* the same item_index gives the same random streams */
    double width_mm, height_mm;
    bool probe, practice, mirrored, reduced_motion;
    Hand hand;
} TrialSetup;

struct Trial {
    Mem *mem;
    TrialSetup setup;
    const Texts *texts;
    bool shown, ended;
    EndReason end;
    bool success;
    int64_t onset_us, now_us; /* since the run began; now: of what is being delivered */
    int rung, rung_highest;

    char item[NAME_MAX_BYTES];
    bool expects_path, practice, two_players, out_of_memory;
    Road road;
    Path road_path;
    Form forms[TEMPLATES_MAX];
    int form_count;
    Path form_path;       /* the first model, in play area millimetres */
    MeasureFamily family; /* FAMILY_COMMON: none said */
    int answers_expected, choices;
    int64_t limit_us; /* since onset; INT64_MAX: none */
    bool waits;
    int64_t waited_us; /* when waiting was last over, since the run began */

    Target targets[TARGETS_MAX];
    int64_t target_added_us[TARGETS_MAX]; /* since onset */
    int target_count;
    Answer answers[ANSWERS_MAX];
    int answer_count;
    int64_t offered_us; /* when the present item was offered, since onset */
    TrialTimer timers[TIMERS_MAX];
    int timer_next_id;
    TrialStream streams[STREAMS_MAX];
    int stream_count;
    Measures own;
    char prompt[NAME_MAX_BYTES]; /* the first text said: what a re-prompt repeats */

    Ink ink;
    Sample *samples; /* playing readings, play area millimetres, times since onset */
    size_t sample_count, sample_room;
    TrialFinger fingers[SAMPLE_FINGERS_MAX];

    Cue cues[CUES_MAX]; /* a ring that outlives the trial: its closing sound is still to come */
    int cue_first, cue_count;
};

Trial *trial_new(void); /* NULL: no memory */
void trial_free(Trial *trial);
void trial_begin(Trial *trial, const TrialSetup *setup);
void trial_onset(Trial *trial, int64_t time_us);
/* Ends it whatever the game said before. */
void trial_close(Trial *trial, EndReason reason, bool success);

/* Adds a reading that plays to the line and to what is measured. False: memory, SAMPLES_MAX. */
bool trial_sample(Trial *trial, const Sample *play, int player);
/* The finger turned out to be resting: its last stroke is not measured. True if it was playing:
 * *last is where. */
bool trial_sample_rest(Trial *trial, int32_t finger, Sample *last);

/* The next timer due, or NULL; ties in the order they were set. */
TrialTimer *trial_timer_next(Trial *trial);
bool trial_cue_take(Trial *trial, Cue *cue);
/* Is answer `index` another try at the item of the one before, which was wrong? */
bool trial_answer_is_retry(const Trial *trial, int index);
/* First tries at an item, and how many of them were right. */
int trial_first_tries(const Trial *trial, int *right);
/* Whether wrong answers call for help here, or belong to what is measured (go/no-go, span...). */
bool trial_misses_call_for_help(const Trial *trial);

#endif
