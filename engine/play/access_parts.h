/* What the files of access share; nobody else includes this. Times: `acted_us` is when something
 * last happened (a reading, a key, something that fell due), never when somebody asked, so that
 * asking more often changes nothing. */
#ifndef OTTERPAW_PLAY_ACCESS_PARTS_H
#define OTTERPAW_PLAY_ACCESS_PARTS_H

#include "play/access.h"

enum {
    ACCESS_PLAYERS = 2,
    ACCESS_EVENTS_MAX = 256,
    ACCESS_EVENTS_SPARE = 64, /* kept free of focus moves, which may be many in one long advance */
    ACCESS_TRAIL_MAX = 16,
    ACCESS_FLOAT_US = 1500000,
    ACCESS_WALK_US = 280000,
    ACCESS_RESTART_US = 1000,
    ACCESS_LOOK_AWAY_US = 400000, /* a glance away this short keeps a dwell */
};
#define ACCESS_REGRAB_MM 20.0
#define ACCESS_RIDE_MM   12.0 /* above the finger, in see_it mode */

typedef struct {
    int64_t time_us;
    Point at;
} AccessTrail;

typedef struct {
    bool down, spent; /* spent: did what it could, or its target went away */
    int player;
    Point start, last;
    double moved_mm;            /* farthest from start */
    int64_t hold_since_us;      /* on `now`, where a hold is asked for */
    int64_t hold_us;            /* how long `now` wants to be held; 0: it takes the accept policy */
    char now[NAME_MAX_BYTES];   /* the target it presses; "" for none */
    char holds[NAME_MAX_BYTES]; /* the source it carries; "" for none */
    AccessTrail trail[ACCESS_TRAIL_MAX];
    int64_t trail_count; /* of all readings; the last ACCESS_TRAIL_MAX are kept */
} AccessContact;

typedef enum { CARRY_NONE, CARRY_HELD, CARRY_FLOATS, CARRY_WALKS } AccessCarryKind;

/* A source that is not in its box. */
typedef struct {
    AccessCarryKind kind;
    char id[NAME_MAX_BYTES];
    int player;
    bool was_picked, regrabbed;
    Point middle;        /* of the source: now, or where it walks from */
    Point finger;        /* where it was last held */
    Point grab_at, grab; /* where it was taken, and from there to its middle then */
    double moved_mm;     /* farthest from grab_at */
    int64_t since_us;
} AccessCarry;

/* What a player picked by tap, key or dwell, to be put somewhere by the next. */
typedef struct {
    char id[NAME_MAX_BYTES];
    Point at;
    int64_t time_us;
} AccessPicked;

typedef struct {
    bool on, tired;
    bool in_row;      /* steps inside one row, not from row to row */
    bool held_over;   /* focus came between two steps: the next step lets it stay */
    int loops, index; /* index: the focus's place in the list, for when it goes away */
    char focus[NAME_MAX_BYTES];
    char marked[TARGETS_MAX][NAME_MAX_BYTES]; /* the focus, or its whole row */
    int marked_count;
    int64_t restart_us;          /* when it begins anew; INT64_MAX: it has begun */
    int64_t step_due_us;         /* INT64_MAX: does not step by itself */
    int64_t accept_due_us;       /* INT64_MAX: no switch is held */
    int64_t pressed_us;          /* when the held switch went down */
    int64_t switch_us, moved_us; /* last seen change of select; last accepted next or previous */
} AccessScan;

typedef struct {
    char on[NAME_MAX_BYTES]; /* looked at; "" for nothing */
    int player;
    Point at;
    int64_t since_us, gathered_us; /* looked at since; and before that */
    char kept[NAME_MAX_BYTES];     /* looked at before, if that was just now */
    int64_t kept_us, kept_until_us;
    char done[NAME_MAX_BYTES]; /* chosen: must be left before it counts again */
    int64_t done_left_us;      /* INT64_MAX: not left yet */
} AccessDwell;

struct Access {
    AccessSettings settings;
    GuardSettings guard;
    AccessContact contacts[SAMPLE_FINGERS_MAX];
    AccessCarry carries[TARGETS_MAX];
    AccessPicked picked[ACCESS_PLAYERS];
    AccessScan scan;
    AccessDwell dwell;
    AccessEvent events[ACCESS_EVENTS_MAX];
    AccessEvent lost; /* written to when there is no room */
    int event_first, event_count;
    int64_t acted_us;
    bool stirred; /* a meaning was handed out that may have changed the view */
};

/* The targets a finger may mean: index of the nearest, or -1. tie: index and other are equally
 * near, so neither is meant. */
typedef struct {
    int index, other;
    bool tie;
} AccessHit;

/* access.c */
bool access_named(const char *name, const char *id); /* equal and not "" */
int access_count(const AccessView *view);
bool access_usable(const AccessView *view, const char *id, int player);
bool access_usable_source(const AccessView *view, const char *id, int player);
bool access_is_place(const Target *target); /* a zone or slot */
AccessHit access_find(const Access *access, const AccessView *view, Point at, int player,
                      int64_t time_us);
AccessEvent *access_tell(Access *access, AccessMeaning means, AccessVia via, int player,
                         const char *target, Point at);
void access_tell_tie(Access *access, const AccessView *view, AccessHit hit, int player, Point at);
bool access_too_early(const Access *access, const AccessView *view);
void access_unpick_others(Access *access, const char *id, int player);
/* A finger tip's tap on a target, or what means the same. */
void access_act(Access *access, const AccessView *view, int index, int player, Point at,
                AccessVia via);

/* access_touch.c */
void access_touch_reading(Access *access, const AccessView *view, const Sample *play, int player);
void access_touch_let_go(Access *access, const AccessView *view);
int64_t access_hold_due(const Access *access, int finger);
void access_hold_over(Access *access, const AccessView *view, int finger);

/* access_drag.c */
const AccessCarry *access_carry(const Access *access, const char *id); /* NULL: in its box */
AccessCarry *access_own_carry(Access *access, const AccessCarry *carry);
bool access_middle(const AccessCarry *carry, const Target *source, int64_t time_us, Point *middle);
/* A floating source that a finger here takes hold of again, or NULL. */
const AccessCarry *access_floating(const Access *access, Point at, int player);
void access_drag_begin(Access *access, const AccessView *view, AccessContact *contact, int index);
void access_drag_regrab(Access *access, AccessContact *contact, AccessCarry *carry);
void access_drag_move(Access *access, AccessContact *contact);
void access_drag_end(Access *access, const AccessView *view, AccessContact *contact);
void access_drag_float(Access *access, AccessContact *contact);
void access_drag_release(Access *access, AccessCarry *carry); /* it is in its box again */
void access_drag_let_go(Access *access, const AccessView *view);
int64_t access_carry_due(const AccessCarry *carry);
void access_carry_over(Access *access, AccessCarry *carry);

/* access_scan.c */
void access_scan_begin(Access *access, int64_t time_us);
void access_scan_settle(Access *access, const AccessView *view);
void access_scan_restart(Access *access, const AccessView *view);
void access_scan_step(Access *access, const AccessView *view, int64_t until_us);
void access_scan_accept(Access *access, const AccessView *view);
void access_scan_key(Access *access, const AccessView *view, AccessKey key);

/* access_dwell.c */
void access_dwell_reading(Access *access, const AccessView *view, const Sample *plain, int player);
void access_dwell_let_go(Access *access, const AccessView *view);
int64_t access_dwell_due(const Access *access);
void access_dwell_over(Access *access, const AccessView *view);

#endif
