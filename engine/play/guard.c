/* The touch guard: zones, rest, palm, repeats and offset decided contact by contact, as a function
 * of the readings and their times alone; see guard.h. What a touch means is access.h's matter. */
#include "play/guard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ACCEPTED_KEPT = 8 };

typedef struct {
    bool down, counted, on_target;
    GuardVerdict verdict;
    int player;
    Point start, last, still_at; /* screen millimetres */
    double moved_mm;             /* farthest from start */
    int64_t start_us, still_since_us;
} Contact;

typedef struct {
    bool used;
    Point at; /* play area millimetres */
    int64_t time_us;
} Accepted;

struct Guard {
    GuardSettings settings;
    GuardPlace place;
    Contact contacts[SAMPLE_FINGERS_MAX];
    Accepted accepted[ACCEPTED_KEPT];
    int accepted_next;
    int count[3]; /* contacts, by GuardVerdict */
};

Guard *guard_new(const GuardSettings *settings, const GuardPlace *place) {
    Guard *guard = calloc(1, sizeof *guard);
    if (guard != NULL) {
        guard->settings = *settings;
        guard->place = *place;
    }
    return guard;
}

void guard_free(Guard *guard) {
    free(guard);
}

const GuardSettings *guard_settings(const Guard *guard) {
    return &guard->settings;
}

static double distance(Point a, Point b) {
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

static void judge(Guard *guard, Contact *contact, GuardVerdict verdict) {
    if (contact->counted && contact->verdict != verdict) {
        guard->count[contact->verdict]--;
        guard->count[verdict]++;
    }
    contact->verdict = verdict;
}

/* Step 1. */
static bool in_zone(const Guard *guard, Point at) {
    const GuardSettings *settings = &guard->settings;
    const GuardPlace *place = &guard->place;
    const Box *gutter = &place->gutter;
    bool wrist = settings->wrist_mm > 0 && at.y >= place->height_mm - settings->wrist_mm;
    double edge = fmin(fmin(at.x, place->width_mm - at.x), fmin(at.y, place->height_mm - at.y));
    bool adult = gutter->right > gutter->left && at.x >= gutter->left && at.x <= gutter->right &&
                 at.y >= gutter->top && at.y <= gutter->bottom;
    return wrist || edge < settings->bezel_mm || adult;
}

/* Step 6. */
static bool is_repeat(const Guard *guard, Point play, int64_t time_us) {
    for (int i = 0; i < ACCEPTED_KEPT; i++) {
        const Accepted *accepted = &guard->accepted[i];
        if (accepted->used && time_us - accepted->time_us < guard->settings.repeat_us &&
            distance(play, accepted->at) <= guard->settings.repeat_mm) {
            return true;
        }
    }
    return false;
}

static bool is_below(const Guard *guard, const Contact *contact, const Contact *playing) {
    bool below = contact->last.y > playing->last.y;
    switch (guard->settings.hand) {
    case HAND_RIGHT:
        return below && contact->last.x >= playing->last.x;
    case HAND_LEFT:
        return below && contact->last.x <= playing->last.x;
    case HAND_BOTH:
    case HAND_UNKNOWN:
        break;
    }
    return below;
}

/* Step 2, palm: a still pair that landed together, under a finger that plays. Asked whenever a
 * contact lands, because a palm may land before its finger. */
static void find_palms(Guard *guard) {
    Contact *all = guard->contacts;
    const GuardSettings *settings = &guard->settings;
    for (int p = 0; p < SAMPLE_FINGERS_MAX; p++) {
        if (!all[p].down || all[p].verdict != GUARD_PLAY) {
            continue;
        }
        for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
            for (int j = 0; j < SAMPLE_FINGERS_MAX; j++) {
                Contact *a = &all[i], *b = &all[j];
                bool pair = i != j && i != p && j != p && a->down && b->down &&
                            a->verdict == GUARD_PLAY && b->verdict != GUARD_REFUSED &&
                            a->player == all[p].player && b->player == a->player;
                if (pair && llabs(a->start_us - b->start_us) < settings->palm_us &&
                    distance(a->start, b->start) <= settings->palm_mm &&
                    a->moved_mm < settings->rest_move_mm && b->moved_mm < settings->rest_move_mm &&
                    is_below(guard, a, &all[p]) && is_below(guard, b, &all[p])) {
                    judge(guard, a, GUARD_RESTING);
                    judge(guard, b, GUARD_RESTING);
                }
            }
        }
    }
}

/* Step 2, rest. */
void guard_pass_time(Guard *guard, int64_t time_us) {
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        Contact *contact = &guard->contacts[i];
        if (contact->down && contact->verdict == GUARD_PLAY && !contact->on_target &&
            time_us - contact->still_since_us >= guard->settings.rest_us) {
            judge(guard, contact, GUARD_RESTING);
        }
    }
}

Sample guard_plain(const Guard *guard, const Sample *raw, int *player) {
    Sample play = *raw;
    play.x_mm += guard->settings.offset_mm.x - guard->place.play.left;
    play.y_mm += guard->settings.offset_mm.y - guard->place.play.top;
    double half = (guard->place.play.right - guard->place.play.left) / 2;
    *player = guard->place.players == 2 && play.x_mm >= half ? 1 : 0;
    return play;
}

static void land(Guard *guard, Contact *contact, const Sample *raw, const Sample *play,
                 int player) {
    Point at = {raw->x_mm, raw->y_mm};
    Point in_play = {play->x_mm, play->y_mm};
    bool refused = in_zone(guard, at) || is_repeat(guard, in_play, raw->time_us);
    *contact = (Contact){.down = true,
                         .counted = true,
                         .verdict = refused ? GUARD_REFUSED : GUARD_PLAY,
                         .player = player,
                         .start = at,
                         .last = at,
                         .still_at = at,
                         .start_us = raw->time_us,
                         .still_since_us = raw->time_us};
    guard->count[contact->verdict]++;
}

static void follow(const Guard *guard, Contact *contact, const Sample *raw, bool on_target) {
    contact->last = (Point){raw->x_mm, raw->y_mm};
    contact->moved_mm = fmax(contact->moved_mm, distance(contact->last, contact->start));
    if (distance(contact->last, contact->still_at) >= guard->settings.rest_move_mm ||
        (contact->on_target && !on_target)) {
        contact->still_at = contact->last;
        contact->still_since_us = raw->time_us;
    }
    contact->on_target = on_target;
}

GuardVerdict guard_take(Guard *guard, const Sample *raw, bool on_target, Sample *play,
                        int *player) {
    guard_pass_time(guard, raw->time_us);
    *play = guard_plain(guard, raw, player);
    if (raw->finger < 0 || raw->finger >= SAMPLE_FINGERS_MAX) {
        return GUARD_REFUSED;
    }
    Contact *contact = &guard->contacts[raw->finger];
    if (!contact->down) {
        if (raw->phase != SAMPLE_DOWN) {
            return GUARD_REFUSED; /* the rest of a contact that was never seen to begin */
        }
        land(guard, contact, raw, play, *player);
        contact->on_target = on_target;
        find_palms(guard);
    } else {
        if (raw->phase == SAMPLE_DOWN) {
            play->phase = SAMPLE_MOVE; /* some screens send a second down for one contact */
        }
        follow(guard, contact, raw, on_target);
        contact->down = raw->phase != SAMPLE_UP;
    }
    *player = contact->player;
    return contact->verdict;
}

void guard_accepted(Guard *guard, Point at_mm, int64_t time_us) {
    guard->accepted[guard->accepted_next] = (Accepted){true, at_mm, time_us};
    guard->accepted_next = (guard->accepted_next + 1) % ACCEPTED_KEPT;
}

void guard_counts(const Guard *guard, int *kept, int *rested, int *refused) {
    *kept = guard->count[GUARD_PLAY];
    *rested = guard->count[GUARD_RESTING];
    *refused = guard->count[GUARD_REFUSED];
}

void guard_counts_reset(Guard *guard) {
    memset(guard->count, 0, sizeof guard->count);
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        guard->contacts[i].counted = false;
    }
}

void guard_new_trial(Guard *guard) {
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        Contact *contact = &guard->contacts[i];
        if (contact->down && contact->verdict == GUARD_PLAY) {
            contact->counted = false; /* it did count in the trial before */
            contact->verdict = GUARD_REFUSED;
        }
    }
}
