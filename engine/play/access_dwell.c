/* Gaze or a resting pointer: looking at a target long enough chooses it; see access.h. */
#include "play/access_parts.h"

#include <string.h>

/* Short glances elsewhere keep what was gathered; what was just chosen must be left first. */
static void look_away(Access *access) {
    AccessDwell *dwell = &access->dwell;
    if (dwell->on[0] == '\0') {
        return;
    }
    if (access_named(dwell->on, dwell->done)) {
        dwell->done_left_us = access->acted_us;
    } else {
        memcpy(dwell->kept, dwell->on, sizeof dwell->kept);
        dwell->kept_us = dwell->gathered_us + access->acted_us - dwell->since_us;
        dwell->kept_until_us = access->acted_us + ACCESS_LOOK_AWAY_US;
    }
    dwell->on[0] = '\0';
}

static void look_at(Access *access, const Target *target) {
    AccessDwell *dwell = &access->dwell;
    bool kept = access_named(dwell->kept, target->id) && access->acted_us <= dwell->kept_until_us;
    int64_t kept_us = kept ? dwell->kept_us : 0;
    look_away(access);
    memcpy(dwell->on, target->id, sizeof dwell->on);
    dwell->since_us = access->acted_us;
    dwell->gathered_us = kept_us;
    if (kept) {
        dwell->kept[0] = '\0';
    }
    if (access_named(dwell->done, target->id)) {
        bool left = dwell->done_left_us != INT64_MAX &&
                    access->acted_us - dwell->done_left_us >= ACCESS_LOOK_AWAY_US;
        dwell->done_left_us = INT64_MAX;
        if (left) {
            dwell->done[0] = '\0';
        }
    }
}

void access_dwell_reading(Access *access, const AccessView *view, const Sample *plain, int player) {
    AccessDwell *dwell = &access->dwell;
    dwell->at = (Point){plain->x_mm, plain->y_mm};
    if (player != dwell->player) {
        look_away(access);
        dwell->kept[0] = '\0';
        dwell->player = player;
    }
    AccessHit hit = access_find(access, view, dwell->at, player, access->acted_us);
    if (plain->phase == SAMPLE_UP || hit.index < 0 || hit.tie) {
        look_away(access);
    } else if (!access_named(dwell->on, view->targets[hit.index].id)) {
        look_at(access, &view->targets[hit.index]);
    }
}

void access_dwell_let_go(Access *access, const AccessView *view) {
    AccessDwell *dwell = &access->dwell;
    char *const names[] = {dwell->on, dwell->kept, dwell->done};
    for (int i = 0; i < 3; i++) {
        if (names[i][0] != '\0' && !access_usable(view, names[i], dwell->player)) {
            names[i][0] = '\0';
        }
    }
}

int64_t access_dwell_due(const Access *access) {
    const AccessDwell *dwell = &access->dwell;
    bool waits = dwell->on[0] != '\0' && !access_named(dwell->done, dwell->on);
    return waits ? dwell->since_us + access->settings.dwell_us - dwell->gathered_us : INT64_MAX;
}

void access_dwell_over(Access *access, const AccessView *view) {
    AccessDwell *dwell = &access->dwell;
    int index = target_index(view->targets, access_count(view), dwell->on);
    if (index < 0) {
        dwell->on[0] = '\0';
        return;
    }
    if (!access_too_early(access, view)) {
        memcpy(dwell->done, dwell->on, sizeof dwell->done);
        dwell->done_left_us = INT64_MAX;
    }
    dwell->since_us = access->acted_us; /* under the prompt it gathers anew */
    dwell->gathered_us = 0;
    access_act(access, view, index, dwell->player, dwell->at, VIA_DWELL);
}
