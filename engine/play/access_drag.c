/* Sources in the hand: picked up, carried, let go too early, walked home; see access.h. Most errors
 * of young children happen at pick-up and release, so both forgive. */
#include "play/access_parts.h"

#include <math.h>
#include <string.h>

enum { TOWARD_US = 100000 };
#define TOWARD_MM 2.0

const AccessCarry *access_carry(const Access *access, const char *id) {
    for (int i = 0; i < TARGETS_MAX; i++) {
        if (access->carries[i].kind != CARRY_NONE && strcmp(access->carries[i].id, id) == 0) {
            return &access->carries[i];
        }
    }
    return NULL;
}

AccessCarry *access_own_carry(Access *access, const AccessCarry *carry) {
    return carry == NULL ? NULL : &access->carries[carry - access->carries];
}

static AccessCarry *held_by(Access *access, const AccessContact *contact) {
    return access_own_carry(access, access_carry(access, contact->holds));
}

bool access_middle(const AccessCarry *carry, const Target *source, int64_t time_us, Point *middle) {
    *middle = carry->middle;
    if (carry->kind == CARRY_WALKS) {
        double part = (double)(time_us - carry->since_us) / ACCESS_WALK_US;
        part = fmin(1, fmax(0, part));
        part = part * part * (3 - 2 * part);
        Point home = target_centre(source);
        middle->x += (home.x - middle->x) * part;
        middle->y += (home.y - middle->y) * part;
    }
    return carry->kind != CARRY_NONE;
}

const AccessCarry *access_floating(const Access *access, Point at, int player) {
    const AccessCarry *found = NULL;
    double nearest = ACCESS_REGRAB_MM;
    for (int i = 0; i < TARGETS_MAX; i++) {
        const AccessCarry *carry = &access->carries[i];
        double distance =
            fmin(point_distance(carry->finger, at), point_distance(carry->middle, at));
        if (carry->kind == CARRY_FLOATS && carry->player == player && distance <= nearest) {
            found = carry;
            nearest = distance;
        }
    }
    return found;
}

static void take(const Access *access, AccessContact *contact, AccessCarry *carry, Point middle) {
    carry->kind = CARRY_HELD;
    carry->player = contact->player;
    carry->middle = middle;
    carry->finger = carry->grab_at = contact->last;
    carry->grab = (Point){middle.x - contact->last.x, middle.y - contact->last.y};
    carry->moved_mm = 0;
    carry->since_us = access->acted_us;
    memcpy(contact->holds, carry->id, sizeof contact->holds);
    memcpy(contact->now, carry->id, sizeof contact->now);
}

void access_drag_begin(Access *access, const AccessView *view, AccessContact *contact, int index) {
    const Target *source = &view->targets[index];
    if (access_too_early(access, view)) {
        access_tell(access, MEANS_EARLY, VIA_TAP, contact->player, source->id, contact->last);
        contact->spent = true;
        return;
    }
    Point middle = target_centre(source);
    AccessCarry *carry = access_own_carry(access, access_carry(access, source->id));
    if (carry != NULL && carry->kind == CARRY_HELD) {
        contact->spent = true; /* another finger was quicker */
        return;
    }
    if (carry != NULL) {
        access_middle(carry, source, access->acted_us, &middle);
    }
    for (int i = 0; carry == NULL; i++) { /* there is one for every target */
        carry = access->carries[i].kind == CARRY_NONE ? &access->carries[i] : NULL;
    }
    *carry = (AccessCarry){.kind = CARRY_HELD};
    memcpy(carry->id, source->id, sizeof carry->id);
    access_unpick_others(access, source->id, contact->player);
    AccessPicked *picked = &access->picked[contact->player];
    carry->was_picked = access_named(picked->id, source->id);
    take(access, contact, carry, middle);
    if (!carry->was_picked) {
        picked->id[0] = '\0'; /* another one is in the hand now */
        access_tell(access, MEANS_PICK, VIA_TAP, contact->player, source->id, contact->last);
    }
}

void access_drag_regrab(Access *access, AccessContact *contact, AccessCarry *carry) {
    take(access, contact, carry, carry->middle);
    carry->regrabbed = true;
    access_tell(access, MEANS_REGRAB, VIA_DRAG, contact->player, carry->id, contact->last);
}

/* It slides from where it was taken to where it rides as the finger goes, and never jumps. */
void access_drag_move(Access *access, AccessContact *contact) {
    AccessCarry *carry = held_by(access, contact);
    carry->finger = contact->last;
    carry->moved_mm = fmax(carry->moved_mm, point_distance(contact->last, carry->grab_at));
    double part = fmin(1, carry->moved_mm / ACCESS_RIDE_MM);
    Point ride = access->settings.see_it ? (Point){0, -ACCESS_RIDE_MM} : carry->grab;
    carry->middle.x = contact->last.x + carry->grab.x * (1 - part) + ride.x * part;
    carry->middle.y = contact->last.y + carry->grab.y * (1 - part) + ride.y * part;
    if (carry->moved_mm > access->guard.move_tolerance_mm) {
        AccessPicked *picked = &access->picked[contact->player];
        if (access_named(picked->id, carry->id)) {
            picked->id[0] = '\0'; /* a drag now, no longer a tap */
        }
    }
}

/* Where the finger was a moment before it lifted. */
static Point before_lift(const Access *access, const AccessContact *contact) {
    int64_t first = contact->trail_count - ACCESS_TRAIL_MAX;
    Point at = contact->trail[(first > 0 ? first : 0) % ACCESS_TRAIL_MAX].at;
    for (int64_t i = first > 0 ? first : 0; i < contact->trail_count; i++) {
        const AccessTrail *trail = &contact->trail[i % ACCESS_TRAIL_MAX];
        if (trail->time_us <= access->acted_us - TOWARD_US) {
            at = trail->at;
        }
    }
    return at;
}

static bool may_drop(const Target *zone, int player) {
    return access_is_place(zone) && target_is_active(zone) && target_is_for(zone, player);
}

static int zone_under(const AccessView *view, Point at, int player) {
    int found = -1;
    for (int i = 0; i < access_count(view); i++) {
        if (may_drop(&view->targets[i], player) && target_distance_mm(&view->targets[i], at) <= 0) {
            found = i; /* the later lies on top */
        }
    }
    return found;
}

/* The nearest place within snap_mm; the one the source comes from draws nothing. */
static AccessHit zone_near(const Access *access, const AccessView *view, const AccessCarry *carry,
                           Point home) {
    AccessHit hit = {-1, -1, false};
    double best = INFINITY, second = INFINITY;
    for (int i = 0; i < access_count(view); i++) {
        const Target *zone = &view->targets[i];
        double distance = target_distance_mm(zone, carry->middle);
        if (!may_drop(zone, carry->player) || distance > access->settings.snap_mm ||
            target_distance_mm(zone, home) <= 0) {
            continue;
        }
        if (distance < best) {
            hit.other = hit.index;
            second = best;
            hit.index = i;
            best = distance;
        } else if (distance < second) {
            hit.other = i;
            second = distance;
        }
    }
    hit.tie = hit.other >= 0 && second - best < access->guard.tie_mm;
    return hit;
}

/* In assisted levels: the nearest place that is nearer than home and was being moved to. */
static int zone_ahead(const Access *access, const AccessView *view, const AccessContact *contact,
                      const AccessCarry *carry, const Target *source) {
    Point before = before_lift(access, contact);
    Point way = {contact->last.x - before.x, contact->last.y - before.y};
    double nearest = target_distance_mm(source, carry->middle);
    int found = -1;
    for (int i = 0; i < access_count(view); i++) {
        const Target *zone = &view->targets[i];
        Point centre = target_centre(zone);
        Point to = {centre.x - carry->middle.x, centre.y - carry->middle.y};
        double distance = target_distance_mm(zone, carry->middle);
        double toward = (way.x * to.x + way.y * to.y) / fmax(1e-9, hypot(to.x, to.y));
        if (may_drop(zone, carry->player) && distance < nearest && toward >= TOWARD_MM) {
            found = i;
            nearest = distance;
        }
    }
    return found;
}

void access_drag_float(Access *access, AccessContact *contact) {
    AccessCarry *carry = contact->holds[0] != '\0' ? held_by(access, contact) : NULL;
    if (carry != NULL) {
        carry->kind = CARRY_FLOATS;
        carry->since_us = access->acted_us;
        contact->holds[0] = '\0';
    }
}

/* A finger that hardly moved: the source is picked, or laid down if it was picked before. A bounce
 * right after the tap that picked it changes nothing. */
static void end_tap(Access *access, AccessContact *contact, AccessCarry *carry) {
    AccessPicked *picked = &access->picked[contact->player];
    bool bounce = carry->since_us - picked->time_us < access->guard.repeat_us &&
                  point_distance(carry->grab_at, picked->at) <= access->guard.repeat_mm;
    if (!access_named(picked->id, carry->id)) {
        *picked = (AccessPicked){.at = contact->last, .time_us = access->acted_us};
        memcpy(picked->id, carry->id, sizeof picked->id);
        if (carry->was_picked) { /* and another finger picked something in between */
            access_tell(access, MEANS_PICK, VIA_TAP, contact->player, carry->id, contact->last);
        }
    } else if (!bounce) {
        picked->id[0] = '\0';
        access_tell(access, MEANS_LAY, VIA_TAPTAP, contact->player, carry->id, contact->last)
            ->accepted = true;
    }
    carry->kind = CARRY_NONE;
}

static void drop(Access *access, const AccessView *view, AccessContact *contact, AccessCarry *carry,
                 int zone) {
    if (access_too_early(access, view)) {
        access_tell(access, MEANS_EARLY, VIA_DRAG, contact->player, carry->id, contact->last);
        access_drag_float(access, contact);
        return;
    }
    AccessPicked *picked = &access->picked[contact->player];
    if (access_named(picked->id, carry->id)) {
        picked->id[0] = '\0';
    }
    AccessEvent *event =
        access_tell(access, MEANS_DROP, VIA_DRAG, contact->player, carry->id, contact->last);
    memcpy(event->zone, view->targets[zone].id, sizeof event->zone);
    event->accepted = true;
    carry->kind = CARRY_NONE;
}

void access_drag_end(Access *access, const AccessView *view, AccessContact *contact) {
    AccessCarry *carry = held_by(access, contact);
    const Target *source =
        &view->targets[target_index(view->targets, access_count(view), carry->id)];
    bool tap = !carry->regrabbed && carry->moved_mm <= access->guard.move_tolerance_mm;
    int zone = zone_under(view, contact->last, contact->player);
    if (tap) { /* a short way may still lead into a place close by */
        if (zone >= 0 && target_distance_mm(&view->targets[zone], carry->grab_at) > 0 &&
            target_distance_mm(&view->targets[zone], target_centre(source)) > 0) {
            drop(access, view, contact, carry, zone);
        } else {
            end_tap(access, contact, carry);
        }
        return;
    }
    int under = zone_under(view, carry->middle, contact->player);
    zone = under >= 0 ? under : zone;
    if (zone < 0) {
        AccessHit near = zone_near(access, view, carry, target_centre(source));
        if (near.tie) {
            access_tell_tie(access, view, near, contact->player, contact->last);
            access_drag_float(access, contact);
            return;
        }
        zone = near.index;
    }
    if (zone < 0 && view->assisted) {
        zone = zone_ahead(access, view, contact, carry, source);
    }
    if (zone >= 0) {
        drop(access, view, contact, carry, zone);
    } else {
        access_drag_float(access, contact);
    }
}

void access_drag_release(Access *access, AccessCarry *carry) {
    for (int finger = 0; finger < SAMPLE_FINGERS_MAX; finger++) {
        AccessContact *contact = &access->contacts[finger];
        if (access_named(contact->holds, carry->id)) {
            contact->holds[0] = contact->now[0] = '\0';
            contact->spent = true;
        }
    }
    carry->kind = CARRY_NONE;
}

void access_drag_let_go(Access *access, const AccessView *view) {
    for (int i = 0; i < TARGETS_MAX; i++) {
        AccessCarry *carry = &access->carries[i];
        if (carry->kind != CARRY_NONE && !access_usable_source(view, carry->id, carry->player)) {
            access_drag_release(access, carry);
        }
    }
}

int64_t access_carry_due(const AccessCarry *carry) {
    switch (carry->kind) {
    case CARRY_NONE:
    case CARRY_HELD:
        break;
    case CARRY_FLOATS:
        return carry->since_us + ACCESS_FLOAT_US;
    case CARRY_WALKS:
        return carry->since_us + ACCESS_WALK_US;
    }
    return INT64_MAX;
}

void access_carry_over(Access *access, AccessCarry *carry) {
    if (carry->kind == CARRY_WALKS) {
        carry->kind = CARRY_NONE;
        return;
    }
    carry->kind = CARRY_WALKS;
    carry->since_us = access->acted_us;
    access_tell(access, MEANS_HOME, VIA_DRAG, carry->player, carry->id, carry->finger);
}
