/* Playing by two switches. The child cannot see focus here; it counts NEXT keys by the rule that
 * pretend.h states. Keys keep clear of acceptance and debounce times. */
#include "play/access.h"
#include "play/pretend_life.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { KEY_STEP_US = 700000, KEY_HELD_US = 150000 };

static void key(Pretend *child, AccessKey which, int64_t then_us) {
    Entry entry = {
        .kind = ENTRY_KEY, .time_us = journal_time(child->clock_us), .value = (int64_t)which};
    pretend_push(child, &entry, 0);
    child->clock_us += then_us;
}

static void select_for(Pretend *child, int64_t held_us) {
    key(child, KEY_SELECT, held_us);
    key(child, KEY_SELECT_UP, KEY_STEP_US);
}

/* Could focus come here now. */
static bool takes_focus(const Pretend *child, const Target *target) {
    bool place = target->role == ROLE_ZONE || target->role == ROLE_SLOT;
    return target_is_active(target) && place == child->holds;
}

void pretend_switch_to(Pretend *child, const Target *target) {
    int steps = 0, count = child->seen_count;
    int at = child->focus[0] == '\0' ? -1 : target_index(child->seen, count, child->focus);
    int goal = target_index(child->seen, count, target->id);
    if (goal < 0 || !takes_focus(child, &child->seen[goal])) {
        return; /* no key ever reaches it */
    }
    for (int i = at; i != goal; steps += takes_focus(child, &child->seen[i])) {
        i = i + 1 < count ? i + 1 : 0;
    }
    for (int i = 0; i < steps; i++) {
        key(child, KEY_NEXT, KEY_STEP_US);
    }
    select_for(child, KEY_HELD_US);
    bool place = child->holds;
    child->holds = !child->holds && target->role == ROLE_SOURCE;
    child->focus[0] = '\0';
    if (!place && !child->holds) {
        snprintf(child->focus, sizeof child->focus, "%s", target->id);
    }
}

void pretend_switch_at(Pretend *child, Point at) {
    for (int i = 0; i < child->seen_count; i++) {
        Target target = child->seen[i];
        if (takes_focus(child, &target) && target_distance_mm(&target, at) <= 0) {
            pretend_switch_to(child, &target);
            return;
        }
    }
    select_for(child, KEY_HELD_US); /* the game offers nothing to step to: it listens to SELECT */
}

void pretend_switch_hold(Pretend *child, double seconds) {
    select_for(child, (int64_t)(fmax(seconds, 0.15) * 1e6));
}
