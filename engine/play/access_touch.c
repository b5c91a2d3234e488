/* Fingers on targets: when a touch counts, by the child's accept policy; see access.h. */
#include "play/access_parts.h"

#include <math.h>
#include <string.h>

static bool is_adults(const AccessView *view, int index) {
    return index >= 0 && (view->targets[index].state & TARGET_ADULT) != 0;
}

/* From now on the contact presses this target; -1: none. */
static void press(const Access *access, const AccessView *view, AccessContact *contact, int index) {
    bool hold = access->guard.accept == ACCEPT_HOLD;
    int64_t hold_us = hold ? access->guard.hold_us : 0;
    contact->now[0] = '\0';
    if (index >= 0) {
        memcpy(contact->now, view->targets[index].id, NAME_MAX_BYTES);
    }
    if (is_adults(view, index) && hold_us < ACCESS_ADULT_HOLD_US) {
        hold_us = ACCESS_ADULT_HOLD_US;
    }
    contact->hold_us = hold_us;
    contact->hold_since_us = access->acted_us;
}

/* The target a contact means where it is now; -1: none. */
static int meant(const Access *access, const AccessView *view, const AccessContact *contact) {
    AccessHit hit = access_find(access, view, contact->last, contact->player, access->acted_us);
    return hit.tie ? -1 : hit.index;
}

/* Acts here, or says that two are equally near. */
static void accept_here(Access *access, const AccessView *view, AccessContact *contact) {
    AccessHit hit = access_find(access, view, contact->last, contact->player, access->acted_us);
    contact->spent = true;
    if (hit.tie) {
        access_tell_tie(access, view, hit, contact->player, contact->last);
    } else if (hit.index >= 0 && !is_adults(view, hit.index)) {
        access_act(access, view, hit.index, contact->player, contact->last, VIA_TAP);
    }
}

static void land(Access *access, const AccessView *view, AccessContact *contact) {
    AccessCarry *floating =
        access_own_carry(access, access_floating(access, contact->last, contact->player));
    if (floating != NULL) {
        access_drag_regrab(access, contact, floating);
        return;
    }
    int index = meant(access, view, contact);
    press(access, view, contact, index);
    bool source = index >= 0 && view->targets[index].role == ROLE_SOURCE;
    if (source && access->guard.accept != ACCEPT_HOLD) {
        access_drag_begin(access, view, contact, index);
    } else if (access->guard.accept == ACCEPT_PRESS && !is_adults(view, index)) {
        accept_here(access, view, contact);
    }
}

static void follow(Access *access, const AccessView *view, AccessContact *contact) {
    if (contact->holds[0] != '\0') {
        access_drag_move(access, contact);
    }
    bool first = access->guard.accept == ACCEPT_FIRST && contact->hold_us == 0;
    if (contact->spent || contact->holds[0] != '\0' || first) {
        return;
    }
    bool wandered = access->guard.accept == ACCEPT_RELEASE &&
                    contact->moved_mm > access->guard.move_tolerance_mm;
    int index = wandered ? -1 : meant(access, view, contact);
    if (index < 0 || !access_named(contact->now, view->targets[index].id)) {
        press(access, view, contact, index);
    }
}

static void accept_first(Access *access, const AccessView *view, AccessContact *contact) {
    int index = target_index(view->targets, access_count(view), contact->now);
    if (is_adults(view, index)) {
        return; /* lifted too soon */
    }
    if (index >= 0) {
        access_act(access, view, index, contact->player, contact->start, VIA_TAP);
    } else {
        AccessHit hit =
            access_find(access, view, contact->start, contact->player, access->acted_us);
        if (hit.tie) {
            access_tell_tie(access, view, hit, contact->player, contact->start);
        }
    }
}

static void lift(Access *access, const AccessView *view, AccessContact *contact) {
    if (contact->holds[0] != '\0') {
        access_drag_end(access, view, contact);
    } else if (!contact->spent) {
        AccessHit hit;
        switch (access->guard.accept) {
        case ACCEPT_PRESS:
            break;
        case ACCEPT_RELEASE:
            if (contact->moved_mm <= access->guard.move_tolerance_mm) {
                accept_here(access, view, contact);
            }
            break;
        case ACCEPT_SLIDE:
            accept_here(access, view, contact);
            break;
        case ACCEPT_FIRST:
            accept_first(access, view, contact);
            break;
        case ACCEPT_HOLD: /* lifted too soon, or between two */
            hit = access_find(access, view, contact->last, contact->player, access->acted_us);
            if (hit.tie) {
                access_tell_tie(access, view, hit, contact->player, contact->last);
            }
            break;
        }
    }
    *contact = (AccessContact){.down = false};
}

void access_touch_reading(Access *access, const AccessView *view, const Sample *play, int player) {
    AccessContact *contact = &access->contacts[play->finger];
    Point at = {play->x_mm, play->y_mm};
    bool lands = !contact->down;
    if (lands && play->phase != SAMPLE_DOWN) {
        return; /* the rest of a contact that was never seen to begin, or was forgotten */
    }
    if (lands) {
        *contact = (AccessContact){.down = true, .player = player, .start = at};
    }
    contact->last = at;
    contact->moved_mm = fmax(contact->moved_mm, point_distance(at, contact->start));
    contact->trail[contact->trail_count++ % ACCESS_TRAIL_MAX] = (AccessTrail){access->acted_us, at};
    if (lands) {
        land(access, view, contact);
    } else {
        follow(access, view, contact);
    }
    if (play->phase == SAMPLE_UP) {
        lift(access, view, contact);
    }
}

/* A finger whose target went away must lift: it never meant what lies there now. */
void access_touch_let_go(Access *access, const AccessView *view) {
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        AccessContact *contact = &access->contacts[i];
        if (contact->now[0] != '\0' && !access_usable(view, contact->now, contact->player)) {
            contact->now[0] = '\0';
            contact->spent = true;
        }
    }
}

int64_t access_hold_due(const Access *access, int finger) {
    const AccessContact *contact = &access->contacts[finger];
    bool asked = access->guard.accept == ACCEPT_HOLD || contact->hold_us > 0;
    bool waits = asked && contact->down && !contact->spent && contact->holds[0] == '\0' &&
                 contact->now[0] != '\0';
    return waits ? contact->hold_since_us + contact->hold_us : INT64_MAX;
}

void access_hold_over(Access *access, const AccessView *view, int finger) {
    AccessContact *contact = &access->contacts[finger];
    int index = target_index(view->targets, access_count(view), contact->now);
    if (index >= 0 && view->targets[index].role == ROLE_SOURCE) {
        access_drag_begin(access, view, contact, index);
    } else {
        contact->spent = true;
        if (index >= 0) {
            access_act(access, view, index, contact->player, contact->last, VIA_TAP);
        }
    }
}
