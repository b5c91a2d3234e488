/* From guarded readings, access keys and time to meanings on targets. A tap, a drag, tap-then-tap,
 * a switch scan and a dwell come out as the same two meanings, CHOOSE and DROP, so that a game
 * never asks how a child plays. Deterministic; allocates nothing after access_new.
 *
 * Use, for every entry of a run:
 *     access_advance(access, &view, time_us);            what was due before the entry
 *     access_reading(...) or access_key(...);            the entry itself
 *     while (access_next(access, &event)) { ... }        its meanings, oldest first
 * The view is what is on the screen now; it may differ from call to call. If a meaning changed it,
 * nothing needs to be said: whatever went away is let go at the next call.
 *
 * Focus goes through the active choices, sources and keys for player 0 in their order; while a
 * source is picked, through its zones and slots and then the source itself, which lays it. More
 * than six go by rows: SELECT enters a row, past its end it is a whole row again. After SELECT took
 * something, focus begins anew at the first. In the switch modes it shows from the start, in the
 * others the first key only shows it.
 *
 * A target in the state TARGET_ADULT is the adult's on the child's glass: a finger must stay on it
 * for ACCESS_ADULT_HOLD_US whatever the accept policy, and focus goes by it. */
#ifndef OTTERPAW_PLAY_ACCESS_H
#define OTTERPAW_PLAY_ACCESS_H

#include "measure/sample.h"
#include "play/guard.h"
#include "play/target.h"

#include <stdbool.h>
#include <stdint.h>

/* How a child reaches targets without a finger tip. */
typedef enum { ACCESS_TOUCH, ACCESS_TWO_SWITCH, ACCESS_ONE_SWITCH, ACCESS_DWELL } AccessMode;
enum { ACCESS_ADULT_HOLD_US = 700000 };

typedef enum { KEY_SELECT, KEY_NEXT, KEY_PREVIOUS, KEY_SELECT_UP } AccessKey;

typedef struct {
    AccessMode mode;
    int64_t scan_step_us, first_pause_us, dwell_us, accept_us, debounce_us;
    int scan_loops;
    bool see_it; /* a dragged object rides above the finger */
    double pick_up_slop_mm, snap_mm;
} AccessSettings;
/* The defaults of an age band ("3-4" "5-6" "7-9" "10-12") and motor profile ("" "M1" "M2"). */
AccessSettings access_standard(const char *age_band, const char *motor);
bool access_settings_value(Mem *mem, const AccessSettings *settings, Value *value);
/* Starts from *settings; unknown names, wrong types and values out of range are refused by name. */
bool access_settings_read(const Value *value, AccessSettings *settings, Fail *fail);

/* X(ID, "word"): which way a meaning came. The words are stored. */
#define ACCESS_VIAS(X)                                                                             \
    X(TAP, "tap")                                                                                  \
    X(DRAG, "drag")                                                                                \
    X(TAPTAP, "taptap")                                                                            \
    X(SWITCH, "switch")                                                                            \
    X(DWELL, "dwell")

typedef enum {
#define X(ID, word) VIA_##ID,
    ACCESS_VIAS(X)
#undef X
        VIA_COUNT
} AccessVia;
const char *access_via_word(AccessVia via);

typedef enum {
    MEANS_CHOOSE, /* target: a choice or key */
    MEANS_DROP,   /* target: the source; zone: the zone or slot it went to */
    MEANS_PICK,   /* target: a source was picked up or picked */
    MEANS_LAY,    /* target: a source picked by tap was put back by a second tap */
    MEANS_REGRAB, /* target: a floating source was taken hold of again */
    MEANS_HOME,   /* target: a source begins to walk home */
    MEANS_EARLY,  /* target: touched while the first prompt speaks; seen, not scored */
    MEANS_TIE,    /* target, zone: equally near, so neither */
    MEANS_FOCUS,  /* target: focus came here (its name may be spoken) */
    MEANS_TIRED,  /* the scan went its rounds and stopped: prompt again */
} AccessMeaning;

typedef struct {
    AccessMeaning means;
    AccessVia via;
    int player;
    char target[NAME_MAX_BYTES], zone[NAME_MAX_BYTES];
    Point at;        /* where the finger was, play area millimetres; the target's centre if none */
    int64_t time_us; /* when it became so */
    bool accepted;   /* hand `at` and time_us to guard_accepted */
} AccessEvent;

typedef struct {
    const Target *targets; /* borrowed for the call */
    int count;
    bool speech;   /* the trial's first prompt is being spoken */
    bool assisted; /* the engine helps: a drop that was on its way counts */
} AccessView;

typedef struct Access Access;

Access *access_new(const AccessSettings *settings, const GuardSettings *guard); /* NULL: memory */
void access_free(Access *access);
/* Forgets fingers, what is held, focus and unread events; the scan begins anew. */
void access_new_trial(Access *access, int64_t time_us);

/* Lets time pass: holds, floats, walks home, scan steps, dwells that fall due, in their order. */
void access_advance(Access *access, const AccessView *view, int64_t time_us);
/* A reading of GUARD_PLAY as the guard gave it. In ACCESS_DWELL: every reading of the pointer, as
 * guard_plain gives it. */
void access_reading(Access *access, const AccessView *view, const Sample *play, int player);
/* A finger turned out to be resting, or the trial no longer listens to it. */
void access_forget(Access *access, int32_t finger);
void access_key(Access *access, const AccessView *view, AccessKey key, int64_t time_us);
/* Up to 256 wait to be read; beyond that new ones are lost, moves of focus first. */
bool access_next(Access *access, AccessEvent *event);

/* Is there something here for this player to touch: guard_take's on_target. */
bool access_covers(const Access *access, const AccessView *view, Point at, int player);
/* When access next wants to advance; INT64_MAX: never. */
int64_t access_wake_us(const Access *access);

/* What the engine draws: PRESSED, PICKED and FOCUS flags of a target. */
unsigned access_state(const Access *access, const char *id);
/* How far a hold or dwell on this target has come, 0 .. 1; 0 if none. */
double access_fill(const Access *access, const char *id, int64_t time_us);
/* Where the middle of a source is while it is held, floats or walks home. False: it is in its box.
 */
bool access_position(const Access *access, const Target *source, int64_t time_us, Point *middle);

#endif
