/* One child plays one game once: trials in a row, each prepared, shown, lived, ended, scored and
 * handed to the sink before the next is prepared. A run is a pure function of its setup and its
 * journal: no clock, no frame rate, no randomness but the seed. */
#ifndef OTTERPAW_PLAY_RUN_H
#define OTTERPAW_PLAY_RUN_H

#include "base/text.h"
#include "measure/adapt.h"
#include "play/access.h"
#include "play/guard.h"
#include "play/journal.h"
#include "play/trial.h"

#include <stdbool.h>

enum { RUN_TICK_US = 10000, RUN_GAP_US = 200000, RUN_TRIALS_MAX = 200 };

typedef struct Pretend Pretend;

/* What a game must offer. script/host offers it for Lua games; tests offer it in C. NULL members
 * are things the game does not care about. A false return is a broken game: the trial ends as
 * BROKEN. */
typedef struct {
    bool (*prepare)(void *self, Trial *trial,
                    Fail *fail);                         /* may be slow: nothing is on screen yet */
    bool (*shown)(void *self, Trial *trial, Fail *fail); /* onset: time zero */
    bool (*touch)(void *self, Trial *trial, const Sample *sample, int player, Fail *fail);
    bool (*tick)(void *self, Trial *trial, Fail *fail); /* every RUN_TICK_US of logic time */
    bool (*timer)(void *self, Trial *trial, int tag, Fail *fail);
    bool (*choose)(void *self, Trial *trial, const Target *target, Fail *fail);
    bool (*drop)(void *self, Trial *trial, const Target *source, const Target *zone, Fail *fail);
    bool (*adult)(void *self, Trial *trial, int mark, Fail *fail);
    bool (*help)(void *self, Trial *trial, int rung, Fail *fail);
    bool (*draw)(void *self, const Trial *trial, Scene *scene, Fail *fail); /* changes nothing */
    bool (*simulate)(void *self, Trial *trial, Pretend *child, Fail *fail);
} GameOps;

typedef enum { HELP_TRY_FIRST, HELP_HELP_FIRST, HELP_OFF } HelpPolicy;

/* All a run needs to be played again; written to and read from one canonical text. */
typedef struct {
    uint64_t seed;
    const Manifest *manifest; /* borrowed */
    const Levels *levels;     /* borrowed */
    int trials;
    int first_level;
    Adapt adapt; /* rule, bounds and estimate as the run begins */
    bool probe, practice;
    HelpPolicy help;
    double idle_help_s; /* no touch this long: the next rung; 0: never */
    double pause_s;     /* between trials */
    GuardSettings guard;
    GuardPlace place;
    AccessSettings access;
    bool mirrored, reduced_motion;
    char age_band[8], motor[4]; /* of the child: levels are fitted to them; "": as they are */
    int choices_most;           /* at once; 0: as the level says */
    const Value *overrides;     /* parameters the therapist set over the level's; NULL: none */
} RunSetup;

bool run_setup_value(Mem *mem, const RunSetup *setup, Value *value);
/* manifest and levels must be those of the same game; refuses what does not fit by name. */
bool run_setup_read(Mem *mem, const Value *value, const Manifest *manifest, const Levels *levels,
                    RunSetup *setup, Fail *fail);

/* Where results go. The app's sink saves, replay's compares, a test's collects. chunk: the journal
 * from the end of the trial before. A false return stops the run; the trial is kept for a second
 * try. */
typedef struct {
    void *self;
    bool (*trial)(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                  Fail *fail);
    bool (*mark)(void *self, int trial, const char *kind, int value,
                 Fail *fail); /* late assistance */
    /* After the last trial, each time something more came: all of it so far, to replace what was
     * handed over before. */
    bool (*tail)(void *self, const Entry *chunk, size_t count, Fail *fail);
} Sink;

typedef enum {
    RUN_READY, /* a trial is prepared: draw it, then feed SHOWN */
    RUN_LIVE,
    RUN_BETWEEN, /* saved; feed NEXT when the pause between trials is over */
    RUN_OVER,
} RunState;

typedef struct Run Run;

/* Ink by switches. Where a path is expected and no target is active, or where a copy is expected
 * and its model is not yet drawn once, and the access mode is a switch, each SELECT moves the
 * engine's own finger one step along the path (run_pen_step_mm), as readings that reach the game's
 * touch. Such a trial counts as a planning goal: "via" is "switch", success and answers are kept,
 * everything measured of the line is not measurable. The journal holds only the keys. */
/* A copy made of contacts that never moved this far has no line to compare: as by switches, success
 * is what the game says. */
static const double TAP_MOST_MM = 6;

double run_pen_step_mm(double length_mm); /* an eighth of the path, at least 10 mm */

/* first_trial: number the session gives its first trial. Prepares the first trial. NULL and *fail
 * if the game cannot even be prepared or memory is short. */
Run *run_new(const RunSetup *setup, const GameOps *ops, void *game, const Sink *sink, Id session,
             int run_number, int first_trial, Fail *fail);
void run_free(Run *run);

/* Lets time pass up to the entry (ticks, timers, limits), appends it to the journal, then delivers
 * it. Entries must not go back in time: an earlier time_us is taken as the latest one. An entry of
 * a kind that means nothing now (NEXT while a trial lives) is kept and changes nothing; one whose
 * value cannot be is refused (FAIL_INPUT) and not kept. False otherwise: the sink or memory failed;
 * the entry is kept, run_retry tries to save again and then delivers what came meanwhile. */
bool run_feed(Run *run, const Entry *entry, Fail *fail);
/* Lets logic time pass; nothing is journaled unless it ends the trial. */
bool run_advance(Run *run, int64_t time_us, Fail *fail);
bool run_retry(Run *run, Fail *fail);
/* The journal since the end of the trial before, for whoever saves it before the trial is over: fed
 * to a new run of the same setup, after the chunks of the trials before, it brings back this state.
 * Borrowed until the next call. */
const Entry *run_chunk(const Run *run, size_t *count);
/* When logic next wants to run without any input; INT64_MAX: never. So the app can sleep. */
int64_t run_wake_us(const Run *run);

RunState run_state(const Run *run);
int64_t run_time_us(const Run *run);
const Trial *run_trial(const Run *run);
int run_trials_done(const Run *run); /* a trial that is to be had again does not count */
int run_trials_planned(const Run *run);
int run_level(const Run *run);       /* of the trial now open */
int run_level_armed(const Run *run); /* 0: none */
const Adapt *run_adapt(const Run *run);
int run_assistance(const Run *run); /* marked for the open trial, or the one before within 4 s */
/* Draws the trial into the scene at the play area's corner: the game's drawing, then targets, focus
 * and what is held. Of a broken trial: nothing. A game whose drawing fails: false, and the trial
 * ends as BROKEN, in the journal too. */
bool run_draw(Run *run, Scene *scene, Fail *fail);
/* The language of what run_draw draws; borrowed. Results never depend on it. */
void run_texts(Run *run, const Texts *texts);
/* Prompts and sounds since the last call, oldest first. */
bool run_take_cue(Run *run, Cue *cue);
/* Hands the trial to the game's simulate. */
bool run_simulate(Run *run, Pretend *child, Fail *fail);
/* The last game error, for the author; "" if none. */
const char *run_game_error(const Run *run);

#endif
