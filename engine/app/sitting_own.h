/* What sitting.c, sitting_run.c and sitting_close.c share; for them alone. */
#ifndef OTTERPAW_APP_SITTING_OWN_H
#define OTTERPAW_APP_SITTING_OWN_H

#include "app/frame.h"
#include "app/sitting.h"
#include "care/fatigue.h"

enum { SITTING_TRIALS_MAX = 2000, SITTING_RUNS_MAX = 64 };

/* Quick taps on one spot. */
typedef struct {
    Point spot;
    int64_t first_us;
    int count;
} SittingTaps;

struct Sitting {
    App *app;
    Mem *mem; /* texts of the records */
    ChildRecord child;
    Profile profile;
    Plan plan;
    SessionRecord session;
    int item;
    bool done[PLAN_ITEMS_MAX];
    int64_t began_us; /* shell time */

    /* the open run */
    Run *run;
    Game game;
    RunSetup setup;
    Mem *run_mem;
    int run_number; /* of the open or the next run */
    int64_t run_began_us, paused_us, pause_began_us;
    bool paused;
    Entry fingers[SAMPLE_FINGERS_MAX]; /* the last reading of each that the open run heard of */
    bool down[SAMPLE_FINGERS_MAX];
    Sink sink;
    bool quiet; /* a resumed run is fed what is already stored: save nothing */

    TrialBrief *trials;
    size_t trial_count, trial_room;
    RunBrief runs[SITTING_RUNS_MAX];
    int run_count;
    int tokens;
    int events;
    SittingTaps taps;
    int bursts, calm; /* signs of fatigue so far */
    char hint[FATIGUE_TEXT_MAX];
    bool winding_up; /* no activity follows the one that is open */
};

/* sitting_run.c */
void sitting_make_sink(Sitting *sitting);
bool sitting_open_run(Sitting *sitting, const char *stored_setup, int64_t now_us, Fail *fail);
void sitting_drop_run(Sitting *sitting);
void sitting_follow(Sitting *sitting, const Entry *entry); /* of every reading that a run is fed */
/* To the run every finger lifts where it was: nobody will see it lift, and a finger that stays down
 * would make a palm of the next hand. */
bool sitting_lift(Sitting *sitting, int64_t time_us, Fail *fail);
void sitting_keep_brief(Sitting *sitting, const TrialRecord *record);

#endif
