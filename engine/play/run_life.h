/* The inside of a run, shared by the files run_*.c and by nobody else.
 *
 * One rule keeps results independent of frames: logic moves only to times at which something is
 * due (a timer, a tick, a limit, a scan step) or an entry arrives, never to "now". */
#ifndef OTTERPAW_PLAY_RUN_LIFE_H
#define OTTERPAW_PLAY_RUN_LIFE_H

#include "play/run.h"
#include "play/trial_life.h"

enum {
    RUN_REPEATS_MAX = 3,             /* of one item, by AGAIN */
    RUN_BROKEN_MAX = 2,              /* broken trials in a row end the run */
    RUN_LATE_US = 4000000,           /* an adult's mark still belongs to the trial before */
    RUN_TOGETHER_LEAST_US = 1000000, /* before that a touch is one of those that led here */
    RUN_TOGETHER_US = 6000000,       /* at rung 4 the trial ends at the next touch, or then */
    RUN_SCRATCH_BYTES = 256 << 20,
    RUNG_PROMPT = 1,
    RUNG_HINT = 2,
    RUNG_MODEL = 3,
    RUNG_TOGETHER = 4,
    MISSES_MAX = 2,          /* wrong answers on one item, then together */
    UNHELPED_MISSES_MAX = 8, /* the same without help: nobody errs for ever */
    RETRIES_MAX = 3,         /* attempts on one item that came to nothing, then together */
};

/* Raw contacts of the open trial, for the share of time with a second touch. */
typedef struct {
    bool down[SAMPLE_FINGERS_MAX]; /* and not refused */
    int count;
    int64_t since_us, second_us; /* since: when the count last changed */
} RunContacts;

typedef struct {
    int start_rung; /* of each trial: 3 .. 0 in help-first */
    int successes;  /* in a row, for fading */
    int misses, retries;
    int answers_seen;
    int64_t together_us; /* INT64_MAX: not at rung 4 */
    int64_t idle_since_us;
} RunHelp;

struct Run {
    RunSetup setup;
    GameOps ops;
    void *game;
    Sink sink;
    Id session;
    int run_number, first_trial;

    Mem *scratch;
    Guard *guard;
    Access *access;
    Trial *trial;
    Adapt adapt;

    RunState state;
    int64_t time_us;            /* shown to whoever asks: entries and advances */
    int64_t logic_us;           /* of the last thing that happened */
    int64_t tick_us, access_us; /* last tick; last time access was told */
    Journal chunk;

    int level, armed, trials_saved, items_done, repeats, broken_row;
    uint64_t item_index;
    double placement;
    bool last, stop, again, paused, speaking, first_prompt_over;
    int gaps, rating;
    bool rated;
    RunContacts contacts;
    RunHelp help;
    int64_t first_touch_us; /* first: since the run began; -1: none */
    const char *via;
    double pen_mm;  /* how far along the expected path the engine's own finger has come */
    int64_t pen_us; /* of its last step */
    bool pen_used;
    bool tapped; /* this trial's copy was tapped, not drawn */
    int assistance;

    /* The last trial that ended: saved, or waiting to be. */
    TrialRecord record;
    bool scored, unsaved, mark_unsaved, tail_unsaved;
    int64_t ended_us;
    Adapt adapt_before;
    AdaptOutcome outcome;
    Journal held;           /* entries that came while something could not be saved */
    int64_t end_written_us; /* an END entry was written at this time by the run itself; -1 */

    char error[FAIL_TEXT_MAX];
};

/* run.c */
bool run_prepare_next(Run *run, Fail *fail);

/* run_feed.c */
void run_after(Run *run, bool ok, const Fail *error); /* after every call into the game */

/* run_touch.c */
AccessView run_view(const Run *run);
bool run_sample(Run *run, const Entry *entry, Fail *fail);
bool run_key(Run *run, const Entry *entry, Fail *fail); /* false: memory */
/* Lets access pass time and delivers what it means. */
void run_access_pass(Run *run, int64_t time_us);

/* run_pen.c: switches walk along the expected path. False: memory. */
bool run_pen_plays(const Run *run);
bool run_pen_step(Run *run, Fail *fail);

/* run_help.c */
void run_help_begin(Run *run);              /* as a trial is shown */
void run_help_answers(Run *run);            /* new answers since the last call */
void run_help_retry(Run *run);              /* an attempt that came to nothing */
void run_help_raise(Run *run);              /* the next rung: idle or adult */
int64_t run_help_idle_us(const Run *run);   /* when idleness asks for help */
void run_help_touch(Run *run, bool begins); /* the child did something */
void run_help_together(Run *run);           /* rung 4 is over: ends the trial */
void run_help_ended(Run *run);              /* fading, after a trial */

/* run_end.c */
bool run_close(Run *run, Fail *fail); /* scores the ended trial and saves it */
bool run_save(Run *run, Fail *fail);
bool run_assist(Run *run, int level, Fail *fail);
bool run_mark(Run *run, Fail *fail); /* hands late assistance to the sink */
bool run_tail(Run *run, Fail *fail);

/* run_measure.c: fills measures, validity and answers of the record. False: memory. */
bool run_measure(Run *run, TrialRecord *record, Fail *fail);
bool run_measure_answers(Run *run, Measures *measures); /* false: no memory */

#endif
