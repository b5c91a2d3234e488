/* Playing by two switches. The child cannot see focus here; it counts keys by the rule of access.h
 * (access_scan.c keeps it; the tests play both together). */
#include "play/pretend_life.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINEAR_MOST = 6, STEP_LEAST_US = 700000, CLEARANCE_US = 300000 };

static int64_t at_least(int64_t time_us, int64_t least_us) {
    return time_us > least_us ? time_us : least_us;
}

static void key(Pretend *child, AccessKey which, int64_t then_us) {
    Entry entry = {
        .kind = ENTRY_KEY, .time_us = journal_time(child->clock_us), .value = (int64_t)which};
    pretend_push(child, &entry, 0);
    child->clock_us += then_us;
}

/* Keys keep clear of acceptance and debounce times. */
static void press_next(Pretend *child, int times) {
    for (int i = 0; i < times; i++) {
        key(child, KEY_NEXT, at_least(child->access.debounce_us + CLEARANCE_US, STEP_LEAST_US));
    }
}

static void press_select(Pretend *child, int64_t held_us) {
    key(child, KEY_SELECT, at_least(held_us, child->access.accept_us + 100000));
    key(child, KEY_SELECT_UP,
        at_least(child->access.debounce_us + CLEARANCE_US, STEP_LEAST_US + CLEARANCE_US));
}

/* What focus goes through now, in order: indices of what is seen. */
typedef struct {
    int at[TARGETS_MAX], count;
} Stops;

static void add_stops(const Pretend *child, Stops *stops, bool places) {
    for (int i = 0; i < child->seen_count; i++) {
        const Target *target = &child->seen[i];
        bool place = target->role == ROLE_ZONE || target->role == ROLE_SLOT;
        if (target_is_active(target) && target_is_for(target, 0) && place == places) {
            stops->at[stops->count++] = i;
        }
    }
}

static Stops stops_now(const Pretend *child) {
    Stops stops = {.count = 0};
    int source = target_index(child->seen, child->seen_count, child->held);
    if (child->held[0] != '\0' && source >= 0) {
        add_stops(child, &stops, true);
        if (stops.count > 0 && stops.count < TARGETS_MAX) {
            stops.at[stops.count++] = source;
        }
    }
    if (stops.count == 0) {
        add_stops(child, &stops, false);
    }
    return stops;
}

/* The first stop of the row in which stop k lies. */
static int row_of(const Pretend *child, const Stops *stops, int k) {
    double middle = target_centre(&child->seen[stops->at[k]]).y;
    int rows[TARGETS_MAX], count = 0;
    for (int i = 0; i <= k; i++) {
        double y = target_centre(&child->seen[stops->at[i]]).y;
        int row = i;
        for (int r = 0; r < count && row == i; r++) {
            const Box *first = &child->seen[stops->at[rows[r]]].box;
            row = y >= first->top && y <= first->bottom ? rows[r] : i;
        }
        if (row == i) {
            rows[count++] = i;
        }
    }
    for (int r = 0; r < count; r++) {
        const Box *first = &child->seen[stops->at[rows[r]]].box;
        if (middle >= first->top && middle <= first->bottom) {
            return rows[r];
        }
    }
    return k;
}

/* By rows: to the row, into it, to the place in it. */
static void step_to(Pretend *child, const Stops *stops, int goal) {
    if (stops->count <= LINEAR_MOST) {
        press_next(child, goal);
        return;
    }
    int row = row_of(child, stops, goal), rows_before = 0, in_row = 0, row_length = 0;
    for (int k = 0; k < stops->count; k++) {
        int its_row = row_of(child, stops, k);
        rows_before += its_row == k && k < row;
        row_length += its_row == row;
        in_row += its_row == row && k < goal;
    }
    press_next(child, rows_before);
    if (row_length > 1) {
        press_select(child, 0);
        press_next(child, in_row);
    }
}

void pretend_switch_to(Pretend *child, const Target *target) {
    Stops stops = stops_now(child);
    int goal = 0;
    while (goal < stops.count && strcmp(child->seen[stops.at[goal]].id, target->id) != 0) {
        goal++;
    }
    if (goal == stops.count) {
        return; /* no key ever reaches it */
    }
    if (!child->has_focus) {
        press_next(child, 1);
        child->has_focus = true;
    }
    step_to(child, &stops, goal);
    press_select(child, 0);
    bool picks = child->held[0] == '\0' && target->role == ROLE_SOURCE;
    snprintf(child->held, sizeof child->held, "%s", picks ? target->id : "");
}

void pretend_switch_at(Pretend *child, Point at) {
    Stops stops = stops_now(child);
    for (int k = 0; k < stops.count; k++) {
        Target target = child->seen[stops.at[k]];
        if (target_distance_mm(&target, at) <= 0) {
            pretend_switch_to(child, &target);
            return;
        }
    }
    press_select(child, 0); /* the game offers nothing to step to: it listens to SELECT */
}

void pretend_switch_hold(Pretend *child, double seconds) {
    press_select(child, (int64_t)(seconds * 1e6));
}
