/* Switches: focus goes from target to target and a switch takes the one it is on; see access.h. One
 * after the other up to six, then row by row. A chosen source leads on to its zones. */
#include "play/access_parts.h"

#include <string.h>

enum { LINEAR_MOST = 6, SCAN_PLAYER = 0 };

/* What may be chosen now: indices of targets, in their order. */
typedef struct {
    int at[TARGETS_MAX];
    int row[TARGETS_MAX]; /* the list's first entry of the same row */
    int count;
    bool rows; /* too many to go one by one */
} List;

static void add_all(List *list, const Access *access, const AccessView *view, bool places) {
    for (int i = 0; i < access_count(view); i++) {
        const Target *target = &view->targets[i];
        const AccessCarry *carry = access_carry(access, target->id);
        bool in_hand = carry != NULL && carry->kind != CARRY_WALKS;
        bool adults = (target->state & TARGET_ADULT) != 0;
        if (target_is_active(target) && target_is_for(target, SCAN_PLAYER) && !in_hand && !adults &&
            access_is_place(target) == places) {
            list->at[list->count++] = i;
        }
    }
}

static void find_rows(List *list, const AccessView *view) {
    list->rows = list->count > LINEAR_MOST;
    for (int k = 0; k < list->count; k++) {
        double middle = target_centre(&view->targets[list->at[k]]).y;
        list->row[k] = k;
        for (int i = 0; i < k; i++) {
            const Box *first = &view->targets[list->at[i]].box;
            if (list->row[i] == i && middle >= first->top && middle <= first->bottom) {
                list->row[k] = i;
                break;
            }
        }
    }
}

/* While a source is picked: its places, and then itself, to lay it down again. */
static List list_now(const Access *access, const AccessView *view) {
    List list = {.count = 0};
    const char *picked = access->picked[SCAN_PLAYER].id;
    int source = target_index(view->targets, access_count(view), picked);
    if (picked[0] != '\0' && source >= 0) {
        add_all(&list, access, view, true);
        if (list.count > 0 && list.count < TARGETS_MAX && access_carry(access, picked) == NULL) {
            list.at[list.count++] = source;
        }
    }
    if (list.count == 0) {
        add_all(&list, access, view, false);
    }
    find_rows(&list, view);
    return list;
}

static int place_of(const List *list, const AccessView *view, const char *id) {
    for (int k = 0; k < list->count; k++) {
        if (access_named(id, view->targets[list->at[k]].id)) {
            return k;
        }
    }
    return -1;
}

static void mark(AccessScan *scan, const AccessView *view, const List *list, int place) {
    scan->marked_count = 0;
    for (int k = 0; k < list->count; k++) {
        bool whole_row = list->rows && !scan->in_row && list->row[k] == list->row[place];
        if (k == place || whole_row) {
            memcpy(scan->marked[scan->marked_count++], view->targets[list->at[k]].id,
                   NAME_MAX_BYTES);
        }
    }
}

static void focus_on(Access *access, const AccessView *view, const List *list, int place) {
    AccessScan *scan = &access->scan;
    const Target *target = &view->targets[list->at[place]];
    memcpy(scan->focus, target->id, sizeof scan->focus);
    scan->index = place;
    mark(scan, view, list, place);
    access_tell(access, MEANS_FOCUS, VIA_SWITCH, SCAN_PLAYER, target->id, target_centre(target));
}

static void focus_off(AccessScan *scan) {
    scan->focus[0] = '\0';
    scan->marked_count = 0;
    scan->in_row = false;
    scan->accept_due_us = INT64_MAX;
}

static bool steps_itself(const Access *access) {
    return access->settings.mode == ACCESS_ONE_SWITCH;
}

/* In the other modes focus shows only once a key was used. */
void access_scan_begin(Access *access, int64_t time_us) {
    AccessScan *scan = &access->scan;
    AccessMode mode = access->settings.mode;
    focus_off(scan);
    scan->on = mode == ACCESS_ONE_SWITCH || mode == ACCESS_TWO_SWITCH;
    scan->tired = scan->held_over = false;
    scan->loops = scan->index = 0;
    scan->restart_us = scan->on ? time_us : INT64_MAX;
    scan->step_due_us = INT64_MAX;
}

static void restart(Access *access, int64_t time_us) {
    AccessScan *scan = &access->scan;
    focus_off(scan);
    scan->tired = scan->held_over = false;
    scan->loops = scan->index = 0;
    scan->restart_us = time_us;
    scan->step_due_us = INT64_MAX;
}

/* Keeps the focus on something that is there. Says nothing about when it was asked: a focus that
 * comes between two steps stays for the whole of the next. */
void access_scan_settle(Access *access, const AccessView *view) {
    AccessScan *scan = &access->scan;
    if (!scan->on || scan->tired || scan->restart_us != INT64_MAX) {
        return;
    }
    List list = list_now(access, view);
    int place = place_of(&list, view, scan->focus);
    if (place >= 0) {
        scan->index = place;
        scan->in_row = scan->in_row && list.rows;
        mark(scan, view, &list, place);
        return;
    }
    focus_off(scan);
    if (list.count > 0) {
        scan->held_over = true;
        focus_on(access, view, &list, scan->index < list.count ? scan->index : 0);
    }
}

void access_scan_restart(Access *access, const AccessView *view) {
    AccessScan *scan = &access->scan;
    scan->restart_us = INT64_MAX;
    if (steps_itself(access)) {
        scan->step_due_us =
            access->acted_us + access->settings.scan_step_us + access->settings.first_pause_us;
    }
    access_scan_settle(access, view);
    scan->held_over = false;
}

/* One step on (way 1) or back (-1). True: it went round to the other end; unless it may not. */
static bool step(Access *access, const AccessView *view, int way, bool may_go_round) {
    AccessScan *scan = &access->scan;
    List list = list_now(access, view);
    int here = place_of(&list, view, scan->focus);
    int stops[TARGETS_MAX], count = 0, now = 0;
    for (int k = 0; k < list.count; k++) {
        bool stop = !list.rows || (scan->in_row ? list.row[k] == list.row[here] : list.row[k] == k);
        if (stop) {
            bool current = list.rows && !scan->in_row ? list.row[k] == list.row[here] : k == here;
            now = current ? count : now;
            stops[count++] = k;
        }
    }
    if (here < 0 || count == 0) {
        return false;
    }
    int next = now + way;
    bool round = next < 0 || next >= count;
    if (round && scan->in_row) { /* past its end a row is left, and is a whole again */
        scan->in_row = false;
        focus_on(access, view, &list, list.row[here]);
        return false;
    }
    if (!round || may_go_round) {
        focus_on(access, view, &list, stops[(next + count) % count]);
    }
    return round;
}

/* The scan waits while the first prompt speaks, and when there is nothing to go to. */
void access_scan_step(Access *access, const AccessView *view, int64_t until_us) {
    AccessScan *scan = &access->scan;
    int64_t step_us = access->settings.scan_step_us;
    if (scan->focus[0] == '\0' || access_too_early(access, view)) {
        scan->step_due_us += step_us * ((until_us - scan->step_due_us) / step_us + 1);
        return;
    }
    scan->step_due_us += step_us;
    if (scan->held_over) {
        scan->held_over = false;
        return;
    }
    if (scan->accept_due_us != INT64_MAX) {
        return; /* a switch is going down on this very target */
    }
    bool last_round = scan->loops + 1 >= access->settings.scan_loops;
    if (!step(access, view, 1, !last_round)) {
        return;
    }
    scan->loops++;
    scan->step_due_us += access->settings.first_pause_us;
    if (last_round) {
        scan->tired = true;
        focus_off(scan);
        scan->step_due_us = INT64_MAX;
        access_tell(access, MEANS_TIRED, VIA_SWITCH, SCAN_PLAYER, "", (Point){0, 0});
    }
}

static void wake_up(Access *access, const AccessView *view) {
    access->scan.on = true;
    restart(access, access->acted_us);
    access_scan_restart(access, view);
}

/* The switch was held long enough: takes what focus is on. */
void access_scan_accept(Access *access, const AccessView *view) {
    AccessScan *scan = &access->scan;
    scan->accept_due_us = INT64_MAX;
    List list = list_now(access, view);
    int place = place_of(&list, view, scan->focus);
    if (place < 0) {
        wake_up(access, view);
        return;
    }
    int in_row = 0;
    for (int k = 0; k < list.count; k++) {
        in_row += list.row[k] == list.row[place];
    }
    if (list.rows && !scan->in_row && in_row > 1 && !access_too_early(access, view)) {
        scan->in_row = true;
        focus_on(access, view, &list, list.row[place]);
        if (steps_itself(access)) {
            scan->loops = 0;
            scan->step_due_us =
                access->acted_us + access->settings.scan_step_us + access->settings.first_pause_us;
        }
        return;
    }
    const Target *target = &view->targets[list.at[place]];
    bool early = access_too_early(access, view);
    access_act(access, view, list.at[place], SCAN_PLAYER, target_centre(target), VIA_SWITCH);
    if (!early) { /* what comes next may be something else: wait until it can be seen */
        restart(access, access->acted_us + ACCESS_RESTART_US);
    }
}

static void move(Access *access, const AccessView *view, int way) {
    AccessScan *scan = &access->scan;
    if (access->acted_us - scan->moved_us < access->settings.debounce_us) {
        return;
    }
    scan->moved_us = access->acted_us;
    scan->accept_due_us = INT64_MAX;
    if (scan->focus[0] == '\0') {
        wake_up(access, view);
        return;
    }
    step(access, view, way, true);
    if (steps_itself(access)) {
        scan->loops = 0;
        scan->step_due_us = access->acted_us + access->settings.scan_step_us;
    }
}

void access_scan_key(Access *access, const AccessView *view, AccessKey key) {
    AccessScan *scan = &access->scan;
    bool settled = access->acted_us - scan->switch_us >= access->settings.debounce_us;
    switch (key) {
    case KEY_NEXT:
        move(access, view, 1);
        break;
    case KEY_PREVIOUS:
        move(access, view, -1);
        break;
    case KEY_SELECT:
        scan->switch_us = access->acted_us;
        if (settled && scan->accept_due_us == INT64_MAX) {
            scan->pressed_us = access->acted_us;
            scan->accept_due_us = access->acted_us + access->settings.accept_us;
            access_advance(access, view, access->acted_us); /* at once if nothing need be held */
        }
        break;
    case KEY_SELECT_UP:
        scan->switch_us = access->acted_us;
        scan->accept_due_us = INT64_MAX;
        break;
    }
}
