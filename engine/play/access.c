/* Targets found, meanings told, and time passing in order; see access.h. Fingers, drags, switches
 * and dwell have files of their own. */
#include "play/access_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const VIA_WORDS[] = {
#define X(ID, word) word,
    ACCESS_VIAS(X)
#undef X
};

const char *access_via_word(AccessVia via) {
    return VIA_WORDS[via];
}

Access *access_new(const AccessSettings *settings, const GuardSettings *guard) {
    Access *access = calloc(1, sizeof *access);
    if (access != NULL) {
        access->settings = *settings;
        access->guard = *guard;
        access->scan.switch_us = access->scan.moved_us = INT64_MIN / 2;
        access_new_trial(access, 0);
    }
    return access;
}

void access_free(Access *access) {
    free(access);
}

void access_new_trial(Access *access, int64_t time_us) {
    memset(access->contacts, 0, sizeof access->contacts);
    memset(access->carries, 0, sizeof access->carries);
    memset(access->picked, 0, sizeof access->picked);
    access->dwell = (AccessDwell){.done_left_us = INT64_MAX};
    access->event_first = access->event_count = 0;
    access->acted_us = time_us;
    access_scan_begin(access, time_us);
}

/* ---- targets ---- */

bool access_named(const char *name, const char *id) {
    return name[0] != '\0' && strcmp(name, id) == 0;
}

int access_count(const AccessView *view) {
    return view->count < TARGETS_MAX ? view->count : TARGETS_MAX;
}

bool access_usable(const AccessView *view, const char *id, int player) {
    int index = target_index(view->targets, access_count(view), id);
    return index >= 0 && target_is_active(&view->targets[index]) &&
           target_is_for(&view->targets[index], player);
}

bool access_usable_source(const AccessView *view, const char *id, int player) {
    int index = target_index(view->targets, access_count(view), id);
    return access_usable(view, id, player) && view->targets[index].role == ROLE_SOURCE;
}

bool access_is_place(const Target *target) {
    return target->role == ROLE_ZONE || target->role == ROLE_SLOT;
}

/* How far a finger is from a target it may act on; a negative number: it may not, or is too far. */
static double reach(const Access *access, const Target *target, Point at, int player,
                    int64_t time_us) {
    if (!target_is_active(target) || !target_is_for(target, player) ||
        (access_is_place(target) && access->picked[player].id[0] == '\0')) {
        return -1;
    }
    Target there = *target;
    double slop = access->guard.slop_mm;
    if (target->role == ROLE_SOURCE) {
        slop = access->settings.pick_up_slop_mm;
        const AccessCarry *carry = access_carry(access, target->id);
        Point middle;
        if (carry != NULL && (carry->kind == CARRY_HELD || carry->player != player)) {
            return -1; /* in another finger's or child's hand */
        }
        if (carry != NULL && access_middle(carry, target, time_us, &middle)) {
            Point home = target_centre(target);
            there.box.left += middle.x - home.x;
            there.box.right += middle.x - home.x;
            there.box.top += middle.y - home.y;
            there.box.bottom += middle.y - home.y;
        }
    }
    double distance = target_distance_mm(&there, at);
    return distance <= slop ? distance : -1;
}

/* Where two lie over one another, what stands on a place comes before the place, and the later
 * before the earlier, as they are drawn. A finger inside a box is no tie with a neighbour. */
AccessHit access_find(const Access *access, const AccessView *view, Point at, int player,
                      int64_t time_us) {
    AccessHit hit = {-1, -1, false};
    double best = INFINITY, second = INFINITY;
    for (int i = 0; i < access_count(view); i++) {
        double distance = reach(access, &view->targets[i], at, player, time_us);
        if (distance < 0) {
            continue;
        }
        bool above =
            distance <= 0 && best <= 0 &&
            (!access_is_place(&view->targets[i]) || access_is_place(&view->targets[hit.index]));
        if (distance < best || above) {
            hit.other = hit.index;
            second = best;
            hit.index = i;
            best = distance;
        } else if (distance < second) {
            hit.other = i;
            second = distance;
        }
    }
    hit.tie = hit.other >= 0 && best > 0 && second - best < access->guard.tie_mm;
    return hit;
}

bool access_covers(const Access *access, const AccessView *view, Point at, int player) {
    if (player < 0 || player >= ACCESS_PLAYERS) {
        return false;
    }
    for (int i = 0; i < TARGETS_MAX; i++) { /* a finger that holds something still does not rest */
        const AccessCarry *carry = &access->carries[i];
        if (carry->kind == CARRY_HELD && carry->player == player &&
            point_distance(carry->finger, at) <= ACCESS_REGRAB_MM) {
            return true;
        }
    }
    return access_floating(access, at, player) != NULL ||
           access_find(access, view, at, player, access->acted_us).index >= 0;
}

/* ---- meanings ---- */

/* When nobody reads for very long, focus moves are left out first: they say nothing that lasts. */
AccessEvent *access_tell(Access *access, AccessMeaning means, AccessVia via, int player,
                         const char *target, Point at) {
    int room = ACCESS_EVENTS_MAX - (means == MEANS_FOCUS ? ACCESS_EVENTS_SPARE : 0);
    AccessEvent *event = &access->lost;
    if (access->event_count < room) {
        event = &access->events[(access->event_first + access->event_count) % ACCESS_EVENTS_MAX];
        access->event_count++;
    }
    *event = (AccessEvent){
        .means = means, .via = via, .player = player, .at = at, .time_us = access->acted_us};
    snprintf(event->target, sizeof event->target, "%s", target);
    return event;
}

bool access_next(Access *access, AccessEvent *event) {
    if (access->event_count == 0) {
        return false;
    }
    *event = access->events[access->event_first];
    access->event_first = (access->event_first + 1) % ACCESS_EVENTS_MAX;
    access->event_count--;
    access->stirred = access->stirred || event->means == MEANS_CHOOSE || event->means == MEANS_DROP;
    return true;
}

void access_tell_tie(Access *access, const AccessView *view, AccessHit hit, int player, Point at) {
    AccessEvent *event =
        access_tell(access, MEANS_TIE, VIA_TAP, player, view->targets[hit.index].id, at);
    memcpy(event->zone, view->targets[hit.other].id, sizeof event->zone);
}

bool access_too_early(const Access *access, const AccessView *view) {
    return view->speech && access->guard.hold_before_speech_ends;
}

void access_unpick_others(Access *access, const char *id, int player) {
    for (int other = 0; other < ACCESS_PLAYERS; other++) {
        if (other != player && access_named(access->picked[other].id, id)) {
            access->picked[other].id[0] = '\0';
        }
    }
}

static void act_on_source(Access *access, const Target *source, int player, Point at, AccessVia via,
                          bool finger) {
    AccessPicked *picked = &access->picked[player];
    bool lays = access_named(picked->id, source->id);
    *picked = (AccessPicked){.at = at, .time_us = access->acted_us};
    access_unpick_others(access, source->id, player);
    if (!lays) {
        memcpy(picked->id, source->id, sizeof picked->id);
    }
    access_tell(access, lays ? MEANS_LAY : MEANS_PICK, via, player, source->id, at)->accepted =
        finger;
}

void access_act(Access *access, const AccessView *view, int index, int player, Point at,
                AccessVia via) {
    const Target *target = &view->targets[index];
    AccessPicked *picked = &access->picked[player];
    bool finger = via == VIA_TAP;
    if (access_too_early(access, view)) {
        access_tell(access, MEANS_EARLY, via, player, target->id, at);
    } else if (target->role == ROLE_SOURCE) {
        act_on_source(access, target, player, at, via, finger);
    } else if (!access_is_place(target)) {
        access_tell(access, MEANS_CHOOSE, via, player, target->id, at)->accepted = finger;
    } else if (picked->id[0] != '\0') {
        AccessEvent *event =
            access_tell(access, MEANS_DROP, finger ? VIA_TAPTAP : via, player, picked->id, at);
        memcpy(event->zone, target->id, sizeof event->zone);
        event->accepted = finger;
        AccessCarry *carry = access_own_carry(access, access_carry(access, picked->id));
        if (carry != NULL) {
            access_drag_release(access, carry);
        }
        picked->id[0] = '\0';
    }
}

/* ---- time ---- */

typedef enum {
    DUE_NONE,
    DUE_HOLD,
    DUE_CARRY,
    DUE_RESTART,
    DUE_ACCEPT,
    DUE_STEP,
    DUE_DWELL
} DueKind;

typedef struct {
    DueKind kind;
    int index;
    int64_t at_us;
} Due;

static void sooner(Due *due, DueKind kind, int index, int64_t at_us) {
    if (at_us < due->at_us) {
        *due = (Due){kind, index, at_us};
    }
}

static Due next_due(const Access *access) {
    Due due = {DUE_NONE, 0, INT64_MAX};
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        sooner(&due, DUE_HOLD, i, access_hold_due(access, i));
    }
    for (int i = 0; i < TARGETS_MAX; i++) {
        sooner(&due, DUE_CARRY, i, access_carry_due(&access->carries[i]));
    }
    sooner(&due, DUE_RESTART, 0, access->scan.restart_us);
    sooner(&due, DUE_ACCEPT, 0, access->scan.accept_due_us);
    sooner(&due, DUE_STEP, 0, access->scan.step_due_us);
    sooner(&due, DUE_DWELL, 0, access_dwell_due(access));
    return due;
}

static void let_go(Access *access, const AccessView *view) {
    access->stirred = false;
    access_drag_let_go(access, view);
    access_touch_let_go(access, view);
    for (int player = 0; player < ACCESS_PLAYERS; player++) {
        if (!access_usable_source(view, access->picked[player].id, player)) {
            access->picked[player].id[0] = '\0';
        }
    }
    access_dwell_let_go(access, view);
    access_scan_settle(access, view);
}

void access_advance(Access *access, const AccessView *view, int64_t time_us) {
    let_go(access, view);
    for (Due due = next_due(access); due.kind != DUE_NONE && due.at_us <= time_us;
         due = next_due(access)) {
        access->acted_us = due.at_us > access->acted_us ? due.at_us : access->acted_us;
        switch (due.kind) {
        case DUE_NONE:
            break;
        case DUE_HOLD:
            access_hold_over(access, view, due.index);
            break;
        case DUE_CARRY:
            access_carry_over(access, &access->carries[due.index]);
            break;
        case DUE_RESTART:
            access_scan_restart(access, view);
            break;
        case DUE_ACCEPT:
            access_scan_accept(access, view);
            break;
        case DUE_STEP:
            access_scan_step(access, view, time_us);
            break;
        case DUE_DWELL:
            access_dwell_over(access, view);
            break;
        }
        let_go(access, view); /* now, not when somebody asks next */
    }
}

static void pass_to(Access *access, const AccessView *view, int64_t time_us) {
    access_advance(access, view, time_us);
    access->acted_us = time_us > access->acted_us ? time_us : access->acted_us;
}

void access_reading(Access *access, const AccessView *view, const Sample *play, int player) {
    if (play->finger < 0 || play->finger >= SAMPLE_FINGERS_MAX || player < 0 ||
        player >= ACCESS_PLAYERS || !isfinite(play->x_mm) || !isfinite(play->y_mm)) {
        return;
    }
    pass_to(access, view, play->time_us);
    if (access->settings.mode == ACCESS_DWELL) {
        access_dwell_reading(access, view, play, player);
    } else {
        access_touch_reading(access, view, play, player);
    }
}

void access_forget(Access *access, int32_t finger) {
    if (finger >= 0 && finger < SAMPLE_FINGERS_MAX) {
        AccessContact *contact = &access->contacts[finger];
        access_drag_float(access, contact);
        *contact = (AccessContact){.down = false};
    }
}

void access_key(Access *access, const AccessView *view, AccessKey key, int64_t time_us) {
    pass_to(access, view, time_us);
    access_scan_key(access, view, key);
}

int64_t access_wake_us(const Access *access) {
    return access->scan.on && access->stirred ? access->acted_us : next_due(access).at_us;
}

/* ---- what is drawn ---- */

unsigned access_state(const Access *access, const char *id) {
    unsigned state = 0;
    const AccessScan *scan = &access->scan;
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        state |= access_named(access->contacts[i].now, id) ? TARGET_PRESSED : 0;
    }
    for (int i = 0; i < scan->marked_count; i++) {
        state |= access_named(scan->marked[i], id) ? TARGET_FOCUS : 0;
    }
    if (scan->accept_due_us != INT64_MAX && (state & TARGET_FOCUS) != 0) {
        state |= TARGET_PRESSED;
    }
    for (int player = 0; player < ACCESS_PLAYERS; player++) {
        state |= access_named(access->picked[player].id, id) ? TARGET_PICKED : 0;
    }
    const AccessCarry *carry = access_carry(access, id);
    state |= carry != NULL && carry->kind != CARRY_WALKS ? TARGET_PICKED : 0;
    return state;
}

static double share(int64_t passed_us, int64_t whole_us) {
    double part = whole_us > 0 ? (double)passed_us / (double)whole_us : 1;
    return fmin(1, fmax(0, part));
}

double access_fill(const Access *access, const char *id, int64_t time_us) {
    double fill = 0;
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        const AccessContact *contact = &access->contacts[i];
        if (access_hold_due(access, i) != INT64_MAX && access_named(contact->now, id)) {
            fill = fmax(fill, share(time_us - contact->hold_since_us, contact->hold_us));
        }
    }
    const AccessDwell *dwell = &access->dwell;
    if (access_dwell_due(access) != INT64_MAX && access_named(dwell->on, id)) {
        int64_t passed_us = dwell->gathered_us + time_us - dwell->since_us;
        fill = fmax(fill, share(passed_us, access->settings.dwell_us));
    }
    if (access->scan.accept_due_us != INT64_MAX && access_named(access->scan.focus, id)) {
        fill = fmax(fill, share(time_us - access->scan.pressed_us, access->settings.accept_us));
    }
    return fill;
}

bool access_position(const Access *access, const Target *source, int64_t time_us, Point *middle) {
    const AccessCarry *carry = access_carry(access, source->id);
    return carry != NULL && access_middle(carry, source, time_us, middle);
}
