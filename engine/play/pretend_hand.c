/* The hand: strokes reading by reading, shake, taps, drags and holds. Reaching is by minimum-jerk
 * sub-movements (Flash & Hogan 1985): a first one that errs in proportion to its length (Harris &
 * Wolpert 1998: noise grows with the command), then smaller ones that correct what is left. */
#include "play/pretend_life.h"

#include <math.h>

static const double TAU = 6.283185307179586;
static const double READING_S = PRETEND_READING_US / 1e6;

/* ---- the pen ---- */

Pen pen_at(Pretend *child, int finger, int64_t start_us) {
    return (Pen){.child = child, .finger = finger, .start_us = start_us};
}

int64_t pen_time(const Pen *pen) {
    return journal_time(pen->start_us + pen->readings * PRETEND_READING_US);
}

bool pen_put(Pen *pen, Point at) {
    Pretend *child = pen->child;
    Point inside = pretend_within(child, at);
    Entry entry = {.kind = ENTRY_SAMPLE,
                   .time_us = pen_time(pen),
                   .phase = pen->is_down ? SAMPLE_MOVE : SAMPLE_DOWN,
                   .finger = pen->finger,
                   .x_mm = journal_length(child->play.left + inside.x),
                   .y_mm = journal_length(child->play.top + inside.y)};
    pen->readings++;
    if (pen->is_down && entry.x_mm == pen->last.x_mm && entry.y_mm == pen->last.y_mm) {
        return true;
    }
    if (!pretend_push(child, &entry, 2)) { /* room for both hands to lift */
        pen_up(pen);
        return false;
    }
    pen->is_down = true;
    pen->last = entry;
    return true;
}

void pen_up(Pen *pen) {
    if (!pen->is_down) {
        return;
    }
    Entry up = pen->last;
    up.phase = SAMPLE_UP;
    up.time_us = pen_time(pen);
    pen->readings++;
    pretend_push(pen->child, &up, 0);
    pen->is_down = false;
    if (pen->child->clock_us < up.time_us) {
        pen->child->clock_us = up.time_us;
    }
}

void pen_skip(Pen *pen, double seconds) {
    pen->readings += (int64_t)ceil(seconds / READING_S);
}

/* ---- shake ---- */

Point pretend_tremor(Pretend *child, int finger, double amplitude_mm) {
    const PretendTraits *traits = &child->traits;
    Tremor *tremor = &child->tremor[finger == FINGER_OTHER ? 1 : 0];
    double keep = exp(-READING_S / 0.8); /* the rate wanders within about a second */
    tremor->wander = keep * tremor->wander + sqrt(1 - keep * keep) * 0.3 * rng_normal(&child->hand);
    double rate = fmin(fmax(traits->tremor_hz + tremor->wander, 4), 12);
    tremor->phase = fmod(tremor->phase + TAU * rate * READING_S, TAU);
    tremor->direction += 0.02 * rng_normal(&child->hand);
    double along = amplitude_mm * sin(tremor->phase);
    double across = 0.4 * amplitude_mm * cos(tremor->phase);
    double c = cos(tremor->direction), s = sin(tremor->direction);
    return (Point){along * c - across * s, along * s + across * c};
}

static Point shaken(Pretend *child, int finger, Point at, double amplitude_mm) {
    Point shake = pretend_tremor(child, finger, amplitude_mm);
    return (Point){at.x + shake.x, at.y + shake.y};
}

/* ---- reaching ---- */

/* Share of the way at a share of the time. */
static double minimum_jerk(double t) {
    return t * t * t * (10 - 15 * t + 6 * t * t);
}

static void stay(Pen *pen, Point at, double seconds, double shake_mm) {
    int count = (int)ceil(seconds / READING_S);
    for (int i = 0; i < count && pen_put(pen, shaken(pen->child, pen->finger, at, shake_mm)); i++) {
    }
}

/* One sub-movement, slightly bowed as arms swing. */
static void submovement(Pen *pen, Point from, Point to, double seconds, double bow) {
    Pretend *child = pen->child;
    int count = (int)ceil(fmax(seconds, 2 * READING_S) / READING_S);
    for (int i = 1; i <= count; i++) {
        double share = minimum_jerk((double)i / count), aside = bow * 4 * share * (1 - share);
        Point at = {from.x + (to.x - from.x) * share - (to.y - from.y) * aside,
                    from.y + (to.y - from.y) * share + (to.x - from.x) * aside};
        if (!pen_put(pen, shaken(child, pen->finger, at, child->traits.tremor_mm))) {
            return;
        }
    }
}

/* Where a movement to `to` ends: too far by the overshoot, off by what noise makes of its length.
 */
static Point lands(Pretend *child, Point from, Point to, double noise) {
    double over = 1 + child->traits.overshoot + noise * rng_normal(&child->hand);
    double aside = 0.5 * noise * rng_normal(&child->hand);
    double dx = to.x - from.x, dy = to.y - from.y;
    return (Point){from.x + dx * over - dy * aside, from.y + dy * over + dx * aside};
}

static void reach(Pen *pen, Point from, Point to, double tolerance_mm) {
    Pretend *child = pen->child;
    const PretendTraits *traits = &child->traits;
    Point at = from;
    for (int movement = 0; movement < 5; movement++) {
        double length = point_distance(at, to);
        if (movement > 0 && length <= tolerance_mm) {
            break;
        }
        if (movement > 0) {
            stay(pen, at, pretend_between(&child->hand, 0.08, 0.18), traits->tremor_mm);
        }
        Point end = lands(child, at, to, traits->noise);
        double least_s = movement == 0 ? 0.25 : 0.18;
        submovement(pen, at, end, fmax(length / traits->speed_mm_s, least_s),
                    movement == 0 ? pretend_between(&child->hand, -0.04, 0.04) : 0);
        at = end;
    }
}

void pretend_drag_between(Pretend *child, Point from, Point to, double size_mm, bool arrives) {
    if (child->traits.taps_only) {
        pretend_tap_at(child, from, size_mm);
        child->clock_us += 400000;
        if (arrives) {
            pretend_tap_at(child, to, size_mm);
        }
        return;
    }
    Point end = to;
    if (!arrives) { /* lets go on the way */
        double share = pretend_between(&child->decide, 0.3, 0.6);
        end = (Point){from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
    }
    Pen pen = pen_at(child, FINGER_HAND, child->clock_us);
    if (pen_put(&pen, from)) {
        stay(&pen, from, 0.1, child->traits.tremor_mm * 0.5);
        reach(&pen, from, end, fmax(1.5, size_mm * 0.15));
    }
    pen_up(&pen);
}

/* ---- touching ---- */

void pretend_tap_at(Pretend *child, Point at, double size_mm) {
    const PretendTraits *traits = &child->traits;
    double off = fabs(traits->aim_sd_mm * rng_normal(&child->hand));
    double angle = TAU * rng_unit(&child->hand);
    if (size_mm > 0) {
        off = fmin(off, size_mm * 0.4); /* a tap meant to hit hits */
    }
    Point place = {at.x + off * cos(angle), at.y + off * sin(angle)};
    double shake = fmin(traits->tremor_mm * 0.5, 0.8);
    Pen pen = pen_at(child, FINGER_HAND, child->clock_us);
    stay(&pen, place, pretend_between(&child->hand, 0.07, 0.16), shake);
    pen_up(&pen);
}

void pretend_early_touch(Pretend *child) {
    if (child->traits.switches_only || rng_unit(&child->decide) >= child->traits.impulsivity) {
        return;
    }
    double width = child->play.right - child->play.left;
    double height = child->play.bottom - child->play.top;
    Point at = {pretend_between(&child->decide, 0, width),
                pretend_between(&child->decide, 0, height)};
    pretend_start(child, 0.3);
    pretend_tap_at(child, at, 0);
}

void pretend_tap(Pretend *child, Point at, double size_mm) {
    if (pretend_ignores(child) || !pretend_sees(child, at)) {
        return;
    }
    bool hits = pretend_succeeds(child, 0);
    pretend_early_touch(child);
    pretend_start(child, 1);
    if (child->traits.switches_only) {
        if (hits) {
            pretend_switch_at(child, at);
        }
        return;
    }
    if (!hits) { /* beside it, towards the middle so that the edge cannot push it back */
        double width = child->play.right - child->play.left;
        double aside = size_mm / 2 + pretend_between(&child->decide, 10, 18);
        at.x += at.x < width / 2 ? aside : -aside;
        size_mm = 4;
    }
    pretend_tap_at(child, at, size_mm);
}

void pretend_drag(Pretend *child, Point from, Point to) {
    if (pretend_ignores(child) || !pretend_sees(child, from) || !pretend_sees(child, to)) {
        return;
    }
    bool arrives = pretend_succeeds(child, 0);
    pretend_start(child, 1);
    if (child->traits.switches_only) {
        pretend_switch_at(child, from);
        if (arrives) {
            child->clock_us += 600000;
            pretend_switch_at(child, to);
        }
    } else {
        pretend_drag_between(child, from, to, 0, arrives);
    }
    child->gave_up = !arrives;
}

void pretend_hold(Pretend *child, Point at, double seconds) {
    if (pretend_ignores(child) || !pretend_sees(child, at)) {
        return;
    }
    bool lasts = pretend_succeeds(child, 0);
    double held_s = lasts ? seconds : seconds * pretend_between(&child->decide, 0.2, 0.7);
    pretend_start(child, 1);
    if (child->traits.switches_only) {
        pretend_switch_hold(child, held_s);
    } else {
        Pen pen = pen_at(child, FINGER_HAND, child->clock_us);
        stay(&pen, at, fmax(held_s, READING_S), child->traits.tremor_mm);
        pen_up(&pen);
    }
    child->gave_up = !lasts;
}
