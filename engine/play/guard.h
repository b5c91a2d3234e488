/* The touch guard: which finger counts. Eight steps between the raw readings, which are always
 * kept, and what a game or a target hears. Deterministic: the same readings and times give the same
 * answers. Rules, defaults and ranges: every one may be set per child. */
#ifndef OTTERPAW_PLAY_GUARD_H
#define OTTERPAW_PLAY_GUARD_H

#include "base/value.h"
#include "measure/sample.h"
#include "play/ink.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum { ACCEPT_PRESS, ACCEPT_RELEASE, ACCEPT_SLIDE, ACCEPT_FIRST, ACCEPT_HOLD } AcceptPolicy;
typedef enum { HAND_RIGHT, HAND_LEFT, HAND_BOTH, HAND_UNKNOWN } Hand;

typedef struct {
    double wrist_mm, bezel_mm;    /* 1: contacts that begin here never play */
    int64_t rest_us;              /* 2: off target and still this long is resting ... */
    double rest_move_mm;          /*    ... still means moved less than this */
    int64_t palm_us;              /* 2: two contacts within this time ... */
    double palm_mm;               /*    ... and distance, below a playing contact, are a palm */
    AcceptPolicy accept;          /* 4 */
    int64_t hold_us;              /* 4: dwell for ACCEPT_HOLD */
    double move_tolerance_mm;     /* 4: a tap may wander this far */
    double slop_mm, tie_mm;       /* 5: nearest target within slop; a tie chooses none */
    double repeat_mm;             /* 6: after an accepted touch, new downs this near ... */
    int64_t repeat_us;            /*    ... and this soon are repeats */
    Point offset_mm;              /* 7: added to every play contact */
    bool hold_before_speech_ends; /* 8: answers under the first prompt are seen, not scored */
    Hand hand;
} GuardSettings;

/* The defaults of an age band ("3-4" "5-6" "7-9" "10-12") and motor profile ("" "M1" "M2"). */
GuardSettings guard_standard(const char *age_band, const char *motor);
bool guard_settings_value(Mem *mem, const GuardSettings *settings, Value *value);
/* Starts from *settings; unknown names, wrong types and values out of range are refused by name. */
bool guard_settings_read(const Value *value, GuardSettings *settings, Fail *fail);

/* Where things are on this screen, millimetres from its top left corner. */
typedef struct {
    double width_mm, height_mm;
    Box play;    /* the play area: samples of a game are relative to its corner */
    Box gutter;  /* empty if there is none */
    int players; /* 1, or 2: the play area is halved by an upright line */
} GuardPlace;

typedef enum {
    GUARD_PLAY,    /* counts: hand it on */
    GUARD_REFUSED, /* began in a zone, or is a repeat */
    GUARD_RESTING, /* a resting finger or palm: ignored until it lifts */
} GuardVerdict;

typedef struct Guard Guard; /* opaque but plain: holds no pointers to others */

Guard *guard_new(const GuardSettings *settings, const GuardPlace *place); /* NULL: no memory */
void guard_free(Guard *guard);
/* Takes a raw reading (screen millimetres); the verdict for this reading's contact as of now. In
 * *play: the same reading with offset, relative to the play area. on_target: an active target lies
 * under it (ink games: always true). player: 0 or 1. */
GuardVerdict guard_take(Guard *guard, const Sample *raw, bool on_target, Sample *play, int *player);
/* Time passed without a reading: contacts may come to rest. */
void guard_pass_time(Guard *guard, int64_t time_us);
/* The same conversion without any judgement: for a pointer that dwells. */
Sample guard_plain(const Guard *guard, const Sample *raw, int *player);
/* A touch was accepted here (play area millimetres): step 6 begins to count. */
void guard_accepted(Guard *guard, Point at_mm, int64_t time_us);
void guard_counts(const Guard *guard, int *kept, int *rested, int *refused);
void guard_counts_reset(Guard *guard);
/* A new trial: fingers still down are spent and must lift before they play. */
void guard_new_trial(Guard *guard);
const GuardSettings *guard_settings(const Guard *guard);

#endif
