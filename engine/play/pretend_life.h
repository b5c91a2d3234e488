/* What the pretend child's files share, and nobody else sees: the child itself, the pen that writes
 * strokes into its queue, and the decisions that several actions make alike. */
#ifndef OTTERPAW_PLAY_PRETEND_LIFE_H
#define OTTERPAW_PLAY_PRETEND_LIFE_H

#include "play/pretend.h"

enum { FINGER_HAND, FINGER_OTHER, FINGER_PALM };

/* The shake of one hand: a sine whose rate wanders slowly about the child's own. */
typedef struct {
    double phase, wander, direction;
} Tremor;

typedef struct {
    bool down;
    Point at;        /* screen millimetres */
    int64_t next_us; /* INT64_MAX: it does not come back */
} Palm;

struct Pretend {
    PretendTraits traits;
    Box play;
    uint64_t seed;
    double ability, slope; /* on this game's ladder, before learning and fatigue */
    Rng decide, hand, palm_rng, game;
    Tremor tremor[2]; /* FINGER_HAND, FINGER_OTHER */

    int begun, level;                   /* trials begun; level of this one */
    int64_t first_us, begin_us, now_us; /* first trial, this trial, latest time known */
    int64_t clock_us;                   /* when the next action may begin */
    double draw;                        /* this trial's luck, 0 .. 1 */
    bool draw_used;
    bool refuses, gave_up, full;

    Target seen[TARGETS_MAX]; /* what is on the screen, in focus order */
    int seen_count;
    AccessSettings access;
    bool has_focus;            /* it is on the first target; else the first key brings it there */
    char held[NAME_MAX_BYTES]; /* source that was picked by switch; "" for none */

    Entry *entries; /* owned; from `next` to `count` still to come */
    size_t count, next, room;
    bool down[SAMPLE_FINGERS_MAX];  /* as delivered */
    Point last[SAMPLE_FINGERS_MAX]; /* screen millimetres */
    Palm palm;
};

/* ---- pretend.c ---- */
bool pretend_ignores(const Pretend *child);
/* Luck for one thing asked; the first of a trial takes the trial's own. */
bool pretend_succeeds(Pretend *child, double guess);
bool pretend_push(Pretend *child, const Entry *entry, size_t spare);
/* An action begins: the time it may do so, after this child's usual delay times `share`. */
int64_t pretend_start(Pretend *child, double share);
double pretend_between(Rng *rng, double least, double most);
/* Pulls a place back into what the child sees of the play area. */
Point pretend_within(const Pretend *child, Point at);

/* ---- pretend_hand.c: one stroke being written, a reading every PRETEND_READING_US ---- */
typedef struct {
    Pretend *child;
    int finger;
    int64_t start_us, readings;
    bool is_down;
    Entry last;
} Pen;

Pen pen_at(Pretend *child, int finger, int64_t start_us);
int64_t pen_time(const Pen *pen);
/* False: the queue is full and the pen is up. A place as before writes nothing, as screens do. */
bool pen_put(Pen *pen, Point at);
void pen_up(Pen *pen); /* allowed when it is up already */
void pen_skip(Pen *pen, double seconds);
/* The hand's shake for the next reading, `amplitude_mm` at its peak. */
Point pretend_tremor(Pretend *child, int finger, double amplitude_mm);
/* A tap here that is not a matter of success any more. */
void pretend_tap_at(Pretend *child, Point at, double size_mm);
void pretend_drag_between(Pretend *child, Point from, Point to, double size_mm, bool arrives);
/* A touch before deciding, if this child makes one now. */
void pretend_early_touch(Pretend *child);

/* ---- pretend_random.c: what goes on beside what is asked ---- */
void pretend_random_stroke(Pretend *child);
void pretend_palm_begin(Pretend *child);
void pretend_palm_stay(Pretend *child); /* something more was planned */
int64_t pretend_palm_due_us(const Pretend *child);
Entry pretend_palm_take(Pretend *child);

/* ---- pretend_switch.c ---- */
/* Steps focus to the target by NEXT, then SELECT. */
void pretend_switch_to(Pretend *child, const Target *target);
void pretend_switch_at(Pretend *child, Point at);
void pretend_switch_hold(Pretend *child, double seconds);

#endif
