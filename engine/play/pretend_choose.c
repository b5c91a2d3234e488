/* Choosing among targets and dropping on them: who decides well, who guesses, who does not notice.
 * An impulsive moment is a guess among all that is seen. */
#include "play/pretend_life.h"

#include <math.h>
#include <string.h>

static double target_size(const Target *target) {
    return fmin(target->box.right - target->box.left, target->box.bottom - target->box.top);
}

static bool is_noticed(const Pretend *child, const Target *target) {
    return target_is_active(target) && pretend_sees(child, target_centre(target));
}

/* One of the noticed others, equally likely; NULL: there is none. */
static const Target *any_of(Pretend *child, const Target *others, int count) {
    int noticed = 0;
    for (int i = 0; i < count; i++) {
        noticed += is_noticed(child, &others[i]);
    }
    int64_t pick = noticed > 0 ? rng_between(&child->decide, 0, noticed - 1) : -1;
    for (int i = 0; i < count; i++) {
        if (is_noticed(child, &others[i]) && pick-- == 0) {
            return &others[i];
        }
    }
    return NULL;
}

/* What this child goes for; NULL: nothing that is there. */
static const Target *decide(Pretend *child, const Target *right, const Target *others, int count,
                            bool *hasty) {
    bool well = pretend_succeeds(child, 1.0 / (count + 1));
    *hasty = rng_unit(&child->decide) < child->traits.impulsivity * 0.5;
    if (*hasty && count > 0) {
        well = rng_unit(&child->decide) * (count + 1) < 1;
    }
    if (child->traits.always_wrong && count > 0) {
        well = false;
    }
    bool sees_right = is_noticed(child, right);
    return well && sees_right ? right : any_of(child, others, count);
}

/* Switches need an order even if nobody told what is seen: row by row, as one reads. */
static bool comes_before(const Target *a, const Target *b) {
    Point p = target_centre(a), q = target_centre(b);
    if (fabs(p.y - q.y) > target_size(a) / 2) {
        return p.y < q.y;
    }
    return p.x != q.x ? p.x < q.x : strcmp(a->id, b->id) < 0;
}

static void see_one(Pretend *child, const Target *target) {
    if (child->seen_count == TARGETS_MAX ||
        target_index(child->seen, child->seen_count, target->id) >= 0) {
        return;
    }
    int at = child->seen_count++;
    for (; at > 0 && comes_before(target, &child->seen[at - 1]); at--) {
        child->seen[at] = child->seen[at - 1];
    }
    child->seen[at] = *target;
}

static void see_if_blind(Pretend *child, const Target *source, const Target *right,
                         const Target *others, int count) {
    if (!child->traits.switches_only ||
        target_index(child->seen, child->seen_count, right->id) >= 0) {
        return;
    }
    child->seen_count = 0;
    see_one(child, right);
    if (source != NULL) {
        see_one(child, source);
    }
    for (int i = 0; i < count; i++) {
        see_one(child, &others[i]);
    }
}

void pretend_choose(Pretend *child, const Target *right, const Target *others, int count) {
    if (pretend_ignores(child)) {
        return;
    }
    see_if_blind(child, NULL, right, others, count);
    bool hasty;
    const Target *chosen = decide(child, right, others, count, &hasty);
    pretend_early_touch(child);
    pretend_start(child, hasty ? 0.4 : 1);
    if (child->traits.switches_only) {
        if (chosen != NULL) {
            pretend_switch_to(child, chosen);
        }
    } else if (chosen != NULL) {
        pretend_tap_at(child, target_centre(chosen), target_size(chosen));
    }
}

void pretend_drop(Pretend *child, const Target *source, const Target *right, const Target *others,
                  int count) {
    if (pretend_ignores(child) || !is_noticed(child, source)) {
        return;
    }
    see_if_blind(child, source, right, others, count);
    bool hasty;
    const Target *chosen = decide(child, right, others, count, &hasty);
    pretend_early_touch(child);
    pretend_start(child, hasty ? 0.4 : 1);
    if (child->traits.switches_only) {
        pretend_switch_to(child, source);
        if (chosen != NULL) {
            pretend_switch_to(child, chosen);
        }
        return;
    }
    Point from = target_centre(source), to = target_centre(chosen != NULL ? chosen : right);
    if (chosen == NULL && !pretend_sees(child, to)) {
        return; /* picks nothing up: there is nowhere to take it */
    }
    pretend_drag_between(child, from, to, target_size(chosen != NULL ? chosen : right),
                         chosen != NULL);
    child->gave_up = chosen == NULL;
}
