/* The plain structs that are kept: child, session, run, trial, mark. Whoever makes one owns what
 * its pointers point to; whoever receives one copies what it wants to keep. */
#ifndef OTTERPAW_CARE_RECORDS_H
#define OTTERPAW_CARE_RECORDS_H

#include "base/id.h"
#include "base/value.h"
#include "measure/score.h"

#include <stdbool.h>
#include <stdint.h>

/* X(ID, "stored word", "words for people"). The stored words never change their meaning. */
#define END_REASONS(X)                                                                             \
    X(COMPLETED, "completed", "finished")                                                          \
    X(TIMED_OUT, "timed_out", "time was up")                                                       \
    X(GAVE_UP, "gave_up", "child chose to stop")                                                   \
    X(STOPPED, "stopped", "adult went on")                                                         \
    X(INTERRUPTED, "interrupted", "interrupted")                                                   \
    X(BROKEN, "broken", "activity had a fault")

typedef enum {
#define X(ID, word, label) END_##ID,
    END_REASONS(X)
#undef X
        END_COUNT
} EndReason;

/* There is no outcome that means failure. */
#define OUTCOMES(X)                                                                                \
    X(INDEPENDENT, "independent", "on own")                                                        \
    X(HELPED, "helped", "with help")                                                               \
    X(TOGETHER, "together", "together")                                                            \
    X(NOT_NOW, "not_now", "not now")

typedef enum {
#define X(ID, word, label) OUTCOME_##ID,
    OUTCOMES(X)
#undef X
        OUTCOME_COUNT
} Outcome;

/* What an adult gave, 0 .. ASSISTANCE_MAX in the clinic's scheme; the scheme's text is stored too.
 */
enum { ASSISTANCE_UNMARKED = -1, ASSISTANCE_MAX = 5, HELP_RUNG_MAX = 4 };

#define PHASES(X)                                                                                  \
    X(FREE, "free", "free play")                                                                   \
    X(BASELINE, "baseline", "baseline")                                                            \
    X(TEACHING, "teaching", "teaching")                                                            \
    X(MASTERED, "mastered", "mastered")                                                            \
    X(MAINTENANCE, "maintenance", "maintenance")                                                   \
    X(GENERALIZATION, "generalization", "generalization")

typedef enum {
#define X(ID, word, label) PHASE_##ID,
    PHASES(X)
#undef X
        PHASE_COUNT
} Phase;

const char *end_reason_word(EndReason reason);
const char *end_reason_label(EndReason reason);
const char *outcome_word(Outcome outcome);
const char *outcome_label(Outcome outcome);
const char *phase_word(Phase phase);
/* The number of a stored word, or -1. */
int end_reason_by_word(const char *word);
int outcome_by_word(const char *word);
int phase_by_word(const char *word);

typedef struct {
    Id id;
    const char *symbol;    /* picture id */
    const char *pseudonym; /* 4-12 characters, unique on the tablet */
    const char *age_band;  /* "3-4" "5-6" "7-9" "10-12" */
    const char *profile;   /* canonical text of comfort, access and guard settings */
    int64_t created_us;    /* since 1970 UTC */
} ChildRecord;

typedef struct {
    Id id, child;
    const char *engine_version;
    int schema_version;
    int64_t started_us, ended_us; /* since 1970 UTC; ended 0 while it is open */
    int utc_offset_min;
    bool clock_doubt;   /* the clock had jumped backwards */
    const char *device; /* name of the tablet */
    int screen_width_px, screen_height_px;
    double px_per_mm;
    bool calibrated;               /* px_per_mm came from the card, not from a guess */
    const char *setting;           /* clinic home school community */
    const char *tool, *hand;       /* finger stylus; right left both unknown */
    const char *plan;              /* canonical text of the plan as it was started */
    const char *assistance_scheme; /* canonical text: the words in force */
    const char *end_reason;        /* "done" "stopped" "child_upset" "crash"; NULL while open */
    int replayed, replay_total;    /* verdict of the closing replay; -1 before it */
} SessionRecord;

typedef struct {
    Id session;
    int number; /* within the session, from 0 */
    const char *game, *game_version, *game_hash;
    Phase phase;
    bool probe;
    const char
        *setup; /* canonical text from which play/run rebuilds the run: seed, level, rules... */
    int64_t started_us, ended_us;
} RunRecord;

/* One saved attempt: what happened, never changed afterwards. */
typedef struct {
    Id session;
    int number; /* within the session, from 0; (session, number) names it world-wide */
    int run;
    int level;                     /* 1 .. levels of the game */
    double placement;              /* adaptation's continuous level that led to it */
    const Value *params;           /* record: every parameter */
    uint64_t seed;                 /* of the run */
    const char *item;              /* what was shown: "road.wave"; may be "" */
    int64_t onset_us, duration_us; /* onset since the run began, logic time */
    EndReason end;
    Outcome outcome;
    bool success;
    int answers, answers_right; /* scored responses; 0, 0 if the game gave none */
    int help_rung;              /* highest rung of help shown */
    int assistance;             /* at the trial's end; ASSISTANCE_UNMARKED if nobody marked */
    bool probe, practice;
    bool valid;                 /* by the data-quality rules */
    const char *invalid_reason; /* sentence; "" when valid */
    int gaps;                   /* times the tablet fell behind by more than 200 ms */
    int touches_kept, touches_rested, touches_refused; /* by the guard */
    const char *via; /* how answers came: "ink" "tap" "drag" "taptap" "switch" "dwell" */
    Measures measures;
    int scorer_version;
    int next_level;
    double next_placement;
    const char *next_reason; /* a sentence: why the level goes where it goes */
} TrialRecord;

/* Something added to a trial after it was saved: late assistance, an exclusion, an amendment. */
typedef struct {
    Id session;
    int trial;
    int64_t at_us;    /* since 1970 UTC */
    const char *kind; /* "assistance" "exclude" "include" */
    int value;
    const char *reason;
} MarkRecord;

/* The trial's readable record: one canonical text, the same for compare, show and export. Every
 * field but the session's id, so that a replay of the same journal gives the same text. */
bool trial_record_value(Mem *mem, const TrialRecord *record, Value *value);
/* The way back: fills everything but the session. Texts are borrowed from `value`. A field that is
 * missing keeps its zero (an older program wrote the text); one that does not fit is refused by
 * name. */
bool trial_record_read(const Value *value, TrialRecord *record, Fail *fail);

#endif
