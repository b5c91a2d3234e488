/* One child's session as it is lived: the plan, the run that is open, what was saved, the stars,
 * the time that is left, and the closing replay. Screens show it and tell it what happened; it
 * writes every finished trial to the store before the next is prepared. */
#ifndef OTTERPAW_APP_SITTING_H
#define OTTERPAW_APP_SITTING_H

#include "app/app.h"
#include "care/plan.h"
#include "care/records.h"
#include "play/profile.h"
#include "play/session.h"
#include "store/history.h"

typedef struct Sitting Sitting;

/* A saved trial, for trial dots and the summary. */
typedef struct {
    int number, run, level, next_level;
    EndReason end;
    Outcome outcome;
    bool success, valid, probe, practice;
    int assistance; /* with late marks; ASSISTANCE_UNMARKED */
    int help_rung;
    int answers, answers_right;
    double score, main; /* NaN: not measurable; main: the game's first measure */
    MeasureId main_id;
    double duration_s, latency_s;
    double deviation_mm, lifts; /* of a drawn line; NaN */
    char item[NAME_MAX_BYTES];
    char next_reason[ADAPT_REASON_MAX];
} TrialBrief;

/* What became of one activity of the plan. */
typedef struct {
    int item; /* index in the plan; -1: not of the plan */
    char game[PLAN_NAME_MAX];
    int first_trial, trials;
    int level_first, level_last;
    double active_s;
    bool finished;
} RunBrief;

/* Opens the session's row at wall time. The plan is copied; a plan without items is refused. */
Sitting *sitting_begin(App *app, const ChildRecord *child, const Plan *plan, int64_t now_us,
                       Fail *fail);
/* The session that a crash left open, brought to where its last saved trial ended. */
Sitting *sitting_resume(App *app, const SessionLine *line, int64_t now_us, Fail *fail);
void sitting_free(Sitting *sitting); /* an open session stays open in the store */

const Plan *sitting_plan(const Sitting *sitting);
Profile *sitting_profile(Sitting *sitting); /* may be changed: the calm switch, the hand */
const ChildRecord *sitting_child(const Sitting *sitting);
Id sitting_id(const Sitting *sitting);
GuardPlace sitting_place(const Sitting *sitting); /* where things are on this screen */

int sitting_item(const Sitting *sitting); /* of the plan now; plan's count after the last */
bool sitting_item_done(const Sitting *sitting, int item);
/* The picture and the one word, in the child's language, of an item's game; NULL if the game is
 * broken. */
const char *sitting_item_picture(const Sitting *sitting, int item);
const char *sitting_item_word(const Sitting *sitting, int item);
/* The items that are left may be taken in another order: moves `item` to be the next one. */
void sitting_choose(Sitting *sitting, int item);

void sitting_pass(Sitting *sitting); /* the item that is next was no activity: it is done */

/* Opens the run of the item that is next. False: its game is broken (the item is passed over). */
bool sitting_start(Sitting *sitting, int64_t now_us, Fail *fail);
Run *sitting_run(Sitting *sitting);                    /* NULL: none is open */
const RunSetup *sitting_setup(const Sitting *sitting); /* of the open run */
const Game *sitting_game(const Sitting *sitting);
const Texts *
sitting_texts(const Sitting *sitting); /* of the child's language, with the game's own */
const char *sitting_game_id(const Sitting *sitting); /* "" */

/* The run's input: stamps logic time from the shell's time, less pauses. */
bool sitting_sample(Sitting *sitting, const Sample *raw, Fail *fail);
bool sitting_tell(Sitting *sitting, EntryKind kind, int64_t value, int64_t now_us, Fail *fail);
bool sitting_advance(Sitting *sitting, int64_t now_us, Fail *fail);
/* Logic time of the open run at the shell's time. */
int64_t sitting_run_us(const Sitting *sitting, int64_t now_us);
int64_t sitting_wake_us(const Sitting *sitting); /* in the shell's time */
void sitting_pause(Sitting *sitting, bool paused, int64_t now_us);
bool sitting_is_paused(const Sitting *sitting);

/* Author mode, between trials: if the game's files changed and are well, the run ends and the same
 * item begins again with them (true). A broken change is told in app->notice and the old game goes
 * on. */
bool sitting_reload(Sitting *sitting, int64_t now_us);

/* Ends the open run (saves its tail and its adaptation) and goes on to the next item. */
bool sitting_end_run(Sitting *sitting, int64_t now_us, Fail *fail);

/* ---- what there is to show ---- */
int sitting_trial_count(const Sitting *sitting);
const TrialBrief *sitting_trial(const Sitting *sitting, int index);
int sitting_run_count(const Sitting *sitting);
const RunBrief *sitting_run_brief(const Sitting *sitting, int index);
int sitting_tokens(const Sitting *sitting);                     /* filled so far */
double sitting_seconds(const Sitting *sitting, int64_t now_us); /* since it began, pauses too */
void sitting_extend(Sitting *sitting, double minutes);          /* the time box grows */
double sitting_seconds_left(const Sitting *sitting, int64_t now_us);
/* The kind way out: nothing follows the activity that is open, then comes the goodbye. */
void sitting_wind_up(Sitting *sitting);
bool sitting_winds_up(const Sitting *sitting);
/* A finger came down in the play area; time is the shell's. */
void sitting_tapped(Sitting *sitting, double x_mm, double y_mm, int64_t now_us);
/* Looks for signs of fatigue; idle_s: how long nothing was touched though something was asked. */
void sitting_watch(Sitting *sitting, double idle_s, int64_t now_us);
const char *sitting_hint(const Sitting *sitting); /* why there is a hint, in words; "" for none */
/* Words for the log: feelings, breaks, the calm corner. Kept with the session. */
void sitting_note(Sitting *sitting, const char *kind, const char *value, int64_t now_us);

/* Closes: waits for the store, plays every run again headless, stores the verdict and the end.
 * reason: "done" "stopped" "child_upset". verdict may be NULL. False: what could not be written is
 * named; the session stays open and may be closed again. */
bool sitting_close(Sitting *sitting, const char *reason, int64_t now_us, ReplayVerdict *verdict,
                   Fail *fail);

/* Plays a stored session again (app/replay.c); one verdict over all its runs. */
bool replay_session(App *app, const SessionLine *line, ReplayVerdict *verdict, Fail *fail);
/* The setup of a stored run, for the game that is given. */
bool replay_setup(Mem *mem, const RunRecord *run, const Game *game, RunSetup *setup, Fail *fail);

#endif
