/* One sitting: runs in a row by a plan, what the closing replay says of them, and how a run is
 * played headless. Knows neither files nor clocks. */
#ifndef OTTERPAW_PLAY_SESSION_H
#define OTTERPAW_PLAY_SESSION_H

#include "play/pretend.h"
#include "play/run.h"

/* A loaded game, whoever provides it. */
typedef struct {
    const Manifest *manifest;
    const Levels *levels;
    const GameOps *ops;
    void *self;
    const char *hash; /* of its files, 64 hexadecimal digits */
} Game;

/* Plays a whole run with a pretend child, headless, as fast as it can; ends when the run is over or
 * after RUN_TRIALS_MAX trials. A trial in which nothing more happens is ended by the game's time
 * limit, or else stopped after idle_limit_s of logic time; a game whose timers go on has 8 times as
 * long. The game's simulate is asked when a trial is shown, and again SESSION_ASK_US after the
 * child did the last thing it was asked, up to SESSION_ASKS_MAX times a trial: so it need only say
 * what comes next. Results go to the sink. False: the game cannot be prepared or simulated, the
 * sink refused, or one trial asks for too much. */
enum { SESSION_ASK_US = 1000000, SESSION_ASKS_MAX = 200 };

bool session_play_run(const RunSetup *setup, const Game *game, const PretendTraits *child,
                      uint64_t child_seed, double idle_limit_s, const Sink *sink, Id session,
                      int run_number, int first_trial, Fail *fail);

/* The same for a run that is open already, with a child of one's own; the run is over afterwards.
 */
bool session_play(Run *run, const RunSetup *setup, Pretend *child, double idle_limit_s, Fail *fail);

/* One stored trial, as replay wants it. */
typedef struct {
    int number;
    const char *record; /* canonical text of trial_record_value as it was saved */
    const Entry *chunk; /* the journal from the end of the trial before */
    size_t count;
} StoredTrial;

typedef struct {
    int reproduced, total;
    int first_different;  /* trial number; -1: none */
    char difference[256]; /* "trial 4: measures.score is 81.5, but was 81.25"; "" when none */
} ReplayVerdict;

/* Runs the stored trials of one run again (trials in order; tail: entries after the last, may be
 * empty) and compares every record as text. False: it could not be run at all (*fail says why). */
bool session_replay_run(const RunSetup *setup, const Game *game, const StoredTrial *trials,
                        size_t count, const Entry *tail, size_t tail_count, Id session,
                        int run_number, ReplayVerdict *verdict, Fail *fail);

#endif
