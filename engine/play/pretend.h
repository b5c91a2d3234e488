/* Pretend children: deterministic players made from a seed and a few traits, who drive a run as a
 * real child would: by raw finger readings, keys, waiting and not answering. They prove that a
 * level can be played, that levels get harder, and that nothing is scored for random touching.
 *
 * A game's simulate says what a child would try ("follow this path", "choose that target"); the
 * traits decide how well it goes. A pretend child writes entries; it never touches the trial.
 * Movement: minimum-jerk sub-movements (Flash & Hogan 1985) with overshoot, corrective
 * sub-movements, signal-dependent noise and a tremor of stated amplitude and frequency. */
#ifndef OTTERPAW_PLAY_PRETEND_H
#define OTTERPAW_PLAY_PRETEND_H

#include "base/rng.h"
#include "measure/path.h"
#include "play/access.h"
#include "play/journal.h"
#include "play/target.h"

#include <stdbool.h>

enum {
    PRETEND_READING_US = 8333,     /* 120 readings a second */
    PRETEND_ENTRIES_MAX = 1 << 16, /* planned at once: nine minutes of one finger */
    PRETEND_RANDOM_S = 60,         /* random touching ends this long after a trial began */
    PRETEND_LEVELS = 10,           /* the ladder on which the table's abilities are counted */
};

typedef struct {
    const char *name;        /* "careful" */
    const char *description; /* one sentence */
    double ability;          /* level at which success is halfway between guess and 1 - lapse */
    double slope;            /* per level */
    double lapse;            /* share of trials that fail whatever the level */
    double learning;         /* ability gained per trial */
    double fatigue;          /* ability lost per minute of play */
    double tremor_mm, tremor_hz;
    double aim_sd_mm;  /* spread of a tap about its target */
    double noise;      /* of a path: SD across travel, as a share of speed */
    double overshoot;  /* share of a movement's length */
    double speed_mm_s; /* of drawing and dragging */
    double reaction_s, reaction_sd_s;
    double impulsivity; /* chance to touch before or without deciding, 0 .. 1 */
    double neglect;     /* -1 .. 1: share of the left (-) or right (+) half unseen, from the edge */
    int span;           /* items remembered */
    double refusal;     /* chance to do nothing at all in a trial, 0 .. 1 */
    bool random_touch;  /* touches anywhere, whatever is asked */
    bool always_wrong;  /* chooses a wrong answer wherever there is one */
    bool palm;          /* rests the wrist on the glass all the while */
    bool taps_only, switches_only;
} PretendTraits;

/* The one table of named children, used everywhere: careful adult_like shaky impulsive slow absent
 * learner tired left_neglect right_neglect short_span overshooter palm taps switches wrong random
 * refuser. */
int pretend_count(void);
const PretendTraits *pretend_at(int index);
const PretendTraits *pretend_named(const char *name); /* NULL: none */
const char *const *pretend_names(void);               /* NULL-ended */

typedef struct Pretend Pretend;

/* A child who plays one run. play_area: in screen millimetres, as entries are. levels: how many the
 * game has: ability and slope are stretched from PRETEND_LEVELS to them. NULL: no memory. */
Pretend *pretend_new(const PretendTraits *traits, uint64_t seed, Box play_area, int levels);
void pretend_free(Pretend *child);
const PretendTraits *pretend_traits(const Pretend *child);
/* The same child on another ability, for certificates: a level of this game. */
void pretend_set_ability(Pretend *child, double ability);

/* A trial begins (was shown) at time_us, of this level: decides whether this trial goes well.
 * Forgets what was still to come; a finger that is down lifts at once. */
void pretend_begin_trial(Pretend *child, int64_t time_us, int level, int trial);
bool pretend_will_succeed(const Pretend *child); /* what was decided for this trial */
/* Chance of success at a level now, by the traits' curve; guess: chance level of the activity. */
double pretend_chance(const Pretend *child, double level, double guess);
Rng *pretend_rng(Pretend *child);
/* What is on the screen now, in focus order. A child who plays by switches counts its NEXT keys by
 * it, and a palm keeps off it. Without it, switches count `right` and `others` row by row. */
void pretend_see(Pretend *child, const Target *targets, int count);
/* How keys reach targets in this run; without it, as access_standard for a child who uses touch. A
 * scan that steps by itself (ACCESS_ONE_SWITCH) is not counted along. */
void pretend_access(Pretend *child, const AccessSettings *settings);
bool pretend_sees(const Pretend *child, Point at); /* false: on the neglected side */
/* Whether a list of so many items is remembered, by the span; draws a number. */
bool pretend_remembers(Pretend *child, int items);
/* Something asked for did not fit into PRETEND_ENTRIES_MAX or memory: this trial is not playable.
 */
bool pretend_is_full(const Pretend *child);

/* ---- what a game's simulate asks for; all coordinates are play area millimetres ----
 * Each adds movements after those still to come. A child who refuses this trial, touches at random
 * or gave up half way ignores them. The first thing asked in a trial goes as the trial was decided
 * (with the chance level of that choice); each later one draws anew. */
void pretend_wait(Pretend *child, double seconds);
/* A tap about `at`, inside a target of this size (0: a point); one that is to fail lands beside. */
void pretend_tap(Pretend *child, Point at, double size_mm);
/* Down at `from`, moved to `to`, up; one that is to fail is let go half way. taps_only: tap, tap.
 */
void pretend_drag(Pretend *child, Point from, Point to);
/* Traces the path, stroke by stroke. width_mm: of the corridor: a trial that is to fail leaves it
 * for a stretch, or stops half way. taps_only: taps along it. switches_only: presses
 * SELECT for each of its steps (run_pen_step_mm). */
void pretend_follow(Pretend *child, const Path *path, double width_mm);
/* Chooses the right target or, by ability, a wrong one: one of `others` (count may be 0).
 * switches_only: by NEXT and SELECT keys, counted by the rule of play/access.h: focus goes through
 * the active choices, sources and keys (with a source picked: zones and slots, then the source),
 * row by row if they are more than six, and is back on the first after each SELECT. */
void pretend_choose(Pretend *child, const Target *right, const Target *others, int count);
void pretend_drop(Pretend *child, const Target *source, const Target *right, const Target *others,
                  int count);
/* Both hands at once, one path each. */
void pretend_follow_both(Pretend *child, const Path *left, const Path *right, double width_mm);
void pretend_hold(Pretend *child, Point at, double seconds);
/* An adult's mark for this trial in an adult-scored game. */
void pretend_adult(Pretend *child, int mark);

/* What this child does next, not after until_us: false when there is nothing before then. Entries
 * come in order of time, in screen millimetres and journal quanta. */
bool pretend_next(Pretend *child, int64_t until_us, Entry *entry);
/* When the next entry is due; INT64_MAX: nothing is planned. */
int64_t pretend_due_us(const Pretend *child);

#endif
