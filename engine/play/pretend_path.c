/* Following a path: how fast, how near, with which pauses and lifts. Speed falls with curvature by
 * the two-thirds power law (Lacquaniti, Terzuolo & Viviani 1983: speed goes with the cube root of
 * the radius), comes in sub-movements and slows on narrow roads (steering law, Accot & Zhai 1997).
 * The line strays by noise that is slow along the road. */
#include "play/pretend_life.h"
#include "play/run.h"

#include <math.h>
#include <stdlib.h>

static const double READING_S = PRETEND_READING_US / 1e6;
static const double STRAIGHT_RADIUS_MM = 40; /* from here on a curve no longer slows */
static const double TAP_STEP_MM = 12;        /* from one tap on the road ahead to the next */
static const double LOOK_MM = 3;             /* curvature is taken over twice this */

/* One stroke of a path, walked by arc length from its own beginning. */
typedef struct {
    const Path *path;
    size_t first, last;
    double length;
} Walk;

static Point walk_at(const Walk *walk, double s) {
    const Path *path = walk->path;
    double along = path->along_mm[walk->first] + fmin(fmax(s, 0), walk->length);
    size_t low = walk->first, high = walk->last;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (path->along_mm[middle] <= along) {
            low = middle;
        } else {
            high = middle;
        }
    }
    double step = path->along_mm[high] - path->along_mm[low];
    double share = step > 0 ? (along - path->along_mm[low]) / step : 0;
    Point a = path->points[low], b = path->points[high];
    return (Point){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/* Unit vector from s - back to s + ahead, clamped to the stroke. */
static Point heading(const Walk *walk, double back, double ahead) {
    Point a = walk_at(walk, back), b = walk_at(walk, ahead);
    double length = point_distance(a, b);
    return length > 0 ? (Point){(b.x - a.x) / length, (b.y - a.y) / length} : (Point){1, 0};
}

/* How far the road turns within LOOK_MM before and after s, radians. */
static double turning(const Walk *walk, double s) {
    Point in = heading(walk, s - LOOK_MM, s), out = heading(walk, s, s + LOOK_MM);
    if (s < LOOK_MM / 2 || s > walk->length - LOOK_MM / 2) {
        return 0;
    }
    return fabs(atan2(in.x * out.y - in.y * out.x, in.x * out.x + in.y * out.y));
}

/* One hand on its way along one stroke. */
typedef struct {
    Walk walk;
    double width, speed; /* mm, mm/s */
    double from, to;     /* arc length to be drawn */
    double s, v;
    double slow_noise, noise, noise_mm;    /* unit noise before and after its low-pass; its SD */
    double limit_mm, shake_mm;             /* of the deviation; of the tremor */
    double burst_s, burst_length_s;        /* within the present sub-movement */
    double leave_from, leave_to, leave_mm; /* where it goes off the road, to which side */
    double corner_s;                       /* where it last stood still */
    double overshot_mm;                    /* beyond the end */
} Follow;

static double wanted_speed(Follow *follow, Pretend *child) {
    double radius = LOOK_MM / fmax(turning(&follow->walk, follow->s), 1e-3);
    double curve = fmin(1, cbrt(radius / STRAIGHT_RADIUS_MM));
    follow->burst_s += READING_S;
    if (follow->burst_s >= follow->burst_length_s) {
        follow->burst_s = 0;
        follow->burst_length_s = pretend_between(&child->hand, 0.3, 0.65);
    }
    double t = follow->burst_s / follow->burst_length_s;
    double burst = 0.6 + 0.4 * 16 * t * t * (1 - t) * (1 - t);
    double stopping = sqrt(2 * 400 * fmax(follow->to - follow->s, 0)) + 3;
    return fmin(follow->speed * curve * burst, stopping);
}

/* Deviation across travel, minus is left; never over the limit, except where it leaves the road. */
static double deviation(Follow *follow, Pretend *child, double ds) {
    double keep = exp(-ds / 12);
    follow->slow_noise =
        keep * follow->slow_noise + sqrt(1 - keep * keep) * rng_normal(&child->hand);
    follow->noise += (follow->slow_noise - follow->noise) * (1 - exp(-ds / 4));
    double strays = follow->noise_mm * follow->noise / sqrt(0.75); /* SD lost to the low-pass */
    double near = follow->limit_mm * tanh(strays / follow->limit_mm);
    double span = follow->leave_to - follow->leave_from;
    double t = span > 0 ? (follow->s - follow->leave_from) / span : -1;
    if (t <= 0 || t >= 1) {
        return near;
    }
    return near + follow->leave_mm * fmin(1, 2 * (1 - cos(6.283185307179586 * t)) / 2);
}

static Point follow_point(Follow *follow, Pretend *child, int finger, double ds) {
    Point at = walk_at(&follow->walk, follow->s);
    Point along = heading(&follow->walk, follow->s - 1, follow->s + 1);
    double aside = deviation(follow, child, ds);
    Point shake = pretend_tremor(child, finger, follow->shake_mm);
    return (Point){at.x - along.y * aside + shake.x, at.y + along.x * aside + shake.y};
}

/* Past the end by the overshoot, as a minimum-jerk slide that is not taken back. */
static void slide_over(Pen *pen, Follow *follow, Pretend *child) {
    Point end = walk_at(&follow->walk, follow->to);
    Point along = heading(&follow->walk, follow->to - 2, follow->to);
    for (int i = 1; i <= 15 && pen->is_down; i++) {
        double t = i / 15.0, way = follow->overshot_mm * t * t * t * (10 - 15 * t + 6 * t * t);
        Point shake = pretend_tremor(child, pen->finger, follow->shake_mm);
        pen_put(pen, (Point){end.x + along.x * way + shake.x, end.y + along.y * way + shake.y});
    }
}

/* Slow children stand still at corners; shaking hands leave the glass. False: the queue is full. */
static bool interruptions(Pen *pen, Follow *follow, Pretend *child, double ds) {
    const PretendTraits *traits = &child->traits;
    bool corner = traits->reaction_s >= 2 && turning(&follow->walk, follow->s) > 0.7 &&
                  follow->s - follow->corner_s > 3 * LOOK_MM;
    if (corner) {
        follow->corner_s = follow->s;
        int count = (int)(traits->reaction_s * pretend_between(&child->hand, 0.2, 0.5) / READING_S);
        for (int i = 0; i < count; i++) {
            if (!pen_put(pen, follow_point(follow, child, pen->finger, 0))) {
                return false;
            }
        }
    }
    double lifts_per_mm = traits->tremor_mm >= 0.5 ? 0.008 * traits->tremor_mm : 0;
    if (rng_unit(&child->hand) < lifts_per_mm * ds) {
        pen_up(pen);
        pen_skip(pen, pretend_between(&child->hand, 0.25, 0.5));
    }
    return true;
}

static void draw_stroke(Pen *pen, Follow *follow, Pretend *child) {
    follow->s = follow->from;
    follow->v = 3;
    follow->burst_length_s = 0.5;
    follow->corner_s = -1000;
    follow->slow_noise = follow->noise = 0.5 * rng_normal(&child->hand);
    if (!pen_put(pen, follow_point(follow, child, pen->finger, 0))) {
        return;
    }
    while (follow->s < follow->to) {
        follow->v += (wanted_speed(follow, child) - follow->v) * fmin(1, READING_S / 0.06);
        double ds = fmax(follow->v, 2) * READING_S;
        follow->s = fmin(follow->s + ds, follow->to);
        if (!pen_put(pen, follow_point(follow, child, pen->finger, ds)) ||
            !interruptions(pen, follow, child, ds)) {
            return;
        }
    }
    if (follow->overshot_mm > 0.3) {
        slide_over(pen, follow, child);
    }
    pen_up(pen);
}

/* ---- planning ---- */

/* What a child who is to fail does: off the road for a stretch, or no further than half way. */
static void spoil(Follow *follow, Pretend *child) {
    double length = follow->to - follow->from, width = follow->width;
    double stretch = fmax(0.4 * length, 3.5 * width);
    if (stretch <= 0.8 * length && rng_unit(&child->decide) < 0.6) {
        follow->leave_from = follow->from + (length - stretch) * rng_unit(&child->decide);
        follow->leave_to = follow->leave_from + stretch;
        follow->leave_mm = width * pretend_between(&child->decide, 1.2, 2.2);
        follow->leave_mm *= rng_unit(&child->decide) < 0.5 ? 1 : -1;
    } else {
        follow->to = follow->from + length * pretend_between(&child->decide, 0.3, 0.6);
        follow->overshot_mm = 0;
    }
}

/* The part of the stroke that the child notices: from the first seen place to the next unseen. */
static bool notice(const Pretend *child, Follow *follow) {
    follow->from = -1;
    follow->to = follow->walk.length;
    for (double s = 0; s <= follow->walk.length; s += 0.5) {
        bool seen = pretend_sees(child, walk_at(&follow->walk, s));
        if (seen && follow->from < 0) {
            follow->from = s;
        } else if (!seen && follow->from >= 0) {
            follow->to = s;
            break;
        }
    }
    return follow->from >= 0;
}

static Follow plan_follow(Pretend *child, Walk walk, double width_mm, bool inside) {
    const PretendTraits *traits = &child->traits;
    double width = width_mm > 0 ? width_mm : 12;
    Follow follow = {.walk = walk, .width = width};
    double harder = fmin(fmax(1 + 0.08 * (child->level - child->ability), 0.7), 2);
    follow.speed = traits->speed_mm_s * fmin(0.4 + 0.6 * width / 12, 1);
    follow.noise_mm = traits->noise * follow.speed * harder;
    /* Bracing: tremor and straying together stay inside, 0.3 + 0.17 of the width. */
    follow.shake_mm = inside ? fmin(traits->tremor_mm, 0.17 * width) : traits->tremor_mm;
    follow.limit_mm = inside ? 0.3 * width : 0.7 * width;
    follow.overshot_mm = fmin(traits->overshoot * fmin(walk.length, 40), 0.3 * width);
    return follow;
}

static void tap_along(Pretend *child, const Follow *follow) {
    const Walk *walk = &follow->walk;
    int steps = (int)ceil(follow->to / TAP_STEP_MM);
    for (int i = 0; i <= steps; i++) {
        double s = steps > 0 ? follow->to * i / steps : 0;
        Point at = walk_at(walk, s), along = heading(walk, s - 1, s + 1);
        bool leaves = s > follow->leave_from && s < follow->leave_to;
        double aside = leaves ? follow->leave_mm : 0;
        at = (Point){at.x - along.y * aside, at.y + along.x * aside};
        if (pretend_sees(child, at)) {
            pretend_tap_at(child, at, 8);
            child->clock_us += 350000;
        }
    }
}

/* The stroke that begins at point `first`; the path is not empty. */
static Walk walk_from(const Path *path, size_t first) {
    size_t last = first;
    while (last + 1 < path->count && !path->begins[last + 1]) {
        last++;
    }
    return (Walk){path, first, last, path->along_mm[last] - path->along_mm[first]};
}

static void follow_stroke(Pretend *child, Walk walk, double width_mm, int finger, int64_t start_us,
                          bool inside, bool spoils) {
    Follow follow = plan_follow(child, walk, width_mm, inside);
    if (!notice(child, &follow)) {
        return;
    }
    if (spoils) {
        spoil(&follow, child);
    }
    if (child->traits.taps_only) {
        tap_along(child, &follow);
    } else {
        Pen pen = pen_at(child, finger, start_us);
        draw_stroke(&pen, &follow, child);
        pen_up(&pen);
    }
}

void pretend_follow(Pretend *child, const Path *path, double width_mm) {
    if (pretend_ignores(child) || path->count == 0) {
        return;
    }
    bool well = pretend_succeeds(child, 0);
    pretend_early_touch(child);
    pretend_start(child, 1);
    if (child->traits.switches_only) {
        double share = well ? 1 : pretend_between(&child->decide, 0.2, 0.6);
        double steps = path_length(path) / run_pen_step_mm(path_length(path));
        for (int i = 0; i < (int)ceil(share * steps); i++) {
            pretend_switch_hold(child, 0);
        }
        child->gave_up = !well;
        return;
    }
    /* One stroke goes wrong, and after it the child has had enough. */
    double spoilt_at = path_length(path) * rng_unit(&child->decide) * 0.6;
    for (size_t first = 0; first < path->count && !child->gave_up;) {
        Walk walk = walk_from(path, first);
        bool spoils = !well && path->along_mm[walk.last] >= spoilt_at;
        follow_stroke(child, walk, width_mm, FINGER_HAND, child->clock_us, well, spoils);
        first = walk.last + 1;
        child->gave_up = spoils;
        if (first < path->count) {
            double gap = point_distance(path->points[walk.last], path->points[first]);
            child->clock_us += (int64_t)(1e6 * (0.25 + gap / (1.5 * child->traits.speed_mm_s)));
        }
    }
    child->gave_up = !well;
}

/* By time; at one time by finger, and one finger's readings never share a time. */
static int by_time(const void *a, const void *b) {
    const Entry *first = a, *second = b;
    if (first->time_us != second->time_us) {
        return first->time_us < second->time_us ? -1 : 1;
    }
    return (first->finger > second->finger) - (first->finger < second->finger);
}

void pretend_follow_both(Pretend *child, const Path *left, const Path *right, double width_mm) {
    if (pretend_ignores(child) || left->count == 0 || right->count == 0) {
        return;
    }
    if (child->traits.taps_only || child->traits.switches_only) { /* one after the other */
        pretend_follow(child, left, width_mm);
        pretend_follow(child, right, width_mm);
        return;
    }
    bool well = pretend_succeeds(child, 0);
    int64_t start_us = pretend_start(child, 1);
    int64_t lag_us = (int64_t)(1e6 * pretend_between(&child->hand, 0.01, well ? 0.06 : 0.5));
    bool left_fails = !well && rng_unit(&child->decide) < 0.5;
    size_t before = child->count;
    follow_stroke(child, walk_from(left, 0), width_mm, FINGER_OTHER, start_us, well, left_fails);
    follow_stroke(child, walk_from(right, 0), width_mm, FINGER_HAND, start_us + lag_us, well,
                  !well && !left_fails);
    if (child->count > before) {
        qsort(child->entries + before, child->count - before, sizeof(Entry), by_time);
    }
    child->gave_up = !well;
}
