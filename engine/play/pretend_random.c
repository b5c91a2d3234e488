/* What goes on whatever was asked: touching at random, and the wrist resting on the glass. */
#include "play/pretend_life.h"

#include <math.h>

enum { PALM_STAYS_US = 3000000, PALM_STEP_US = 300000 };

/* Plans the next random tap or stroke, until PRETEND_RANDOM_S of the trial are over. */
void pretend_random_stroke(Pretend *child) {
    const PretendTraits *traits = &child->traits;
    int64_t end_us = child->begin_us + (int64_t)PRETEND_RANDOM_S * 1000000;
    if (!traits->random_touch || child->refuses || child->clock_us >= end_us || child->full) {
        return;
    }
    Rng *rng = &child->hand;
    double width = child->play.right - child->play.left;
    double height = child->play.bottom - child->play.top;
    child->clock_us += (int64_t)(1e6 * pretend_between(rng, 0.1, 0.9));
    Point at = {pretend_between(rng, 0, width), pretend_between(rng, 0, height)};
    Point to = {pretend_between(rng, 0, width), pretend_between(rng, 0, height)};
    if (rng_unit(rng) < 0.5) {
        pretend_tap_at(child, at, 0);
    } else {
        pretend_drag_between(child, at, to, 10, true);
    }
}

/* A place on the lower edge that no target covers; false: there is none. */
static bool free_place(Pretend *child, Point *at) {
    Rng *rng = &child->palm_rng;
    double width = child->play.right - child->play.left;
    double height = child->play.bottom - child->play.top;
    for (int attempt = 0; attempt < 20; attempt++) {
        *at = (Point){pretend_between(rng, 5, width - 5), height - pretend_between(rng, 2, 12)};
        bool covered = false;
        for (int i = 0; i < child->seen_count; i++) {
            covered = covered || target_distance_mm(&child->seen[i], *at) < 10;
        }
        if (!covered && pretend_sees(child, *at)) {
            return true;
        }
    }
    return false;
}

void pretend_palm_begin(Pretend *child) {
    child->palm = (Palm){.next_us = INT64_MAX};
    if (child->traits.palm) {
        double wait_s = pretend_between(&child->palm_rng, 0.1, 0.4);
        child->palm.next_us = journal_time(child->begin_us + (int64_t)(wait_s * 1e6));
    }
}

void pretend_palm_stay(Pretend *child) {
    if (child->traits.palm && child->palm.next_us == INT64_MAX) {
        child->palm.next_us = journal_time(child->clock_us);
    }
}

int64_t pretend_palm_due_us(const Pretend *child) {
    return child->palm.next_us;
}

static void palm_lands(Pretend *child) {
    Rng *rng = &child->palm_rng;
    double width = child->play.right - child->play.left;
    double height = child->play.bottom - child->play.top;
    Point at;
    if (rng_unit(rng) >= 0.3 || !free_place(child, &at)) {
        /* The wrist zone lies below the play area. */
        at = (Point){pretend_between(rng, width * 0.4, width * 0.9),
                     height + pretend_between(rng, 2, 9)};
    }
    child->palm.at =
        (Point){journal_length(child->play.left + at.x), journal_length(child->play.top + at.y)};
    child->palm.down = true;
}

Entry pretend_palm_take(Pretend *child) {
    Palm *palm = &child->palm;
    Entry entry = {.kind = ENTRY_SAMPLE,
                   .time_us = palm->next_us,
                   .phase = palm->down ? SAMPLE_MOVE : SAMPLE_DOWN,
                   .finger = FINGER_PALM};
    int64_t end_us = child->begin_us + PALM_STAYS_US;
    if (end_us < child->clock_us + 500000) {
        end_us = child->clock_us + 500000;
    }
    if (!palm->down) {
        palm_lands(child);
    } else if (palm->next_us >= end_us) {
        entry.phase = SAMPLE_UP;
        palm->down = false;
        palm->next_us = INT64_MAX;
    } else { /* a resting wrist rolls a little, never far */
        palm->at.x = journal_length(palm->at.x + (rng_unit(&child->palm_rng) < 0.5 ? 0.1 : -0.1));
    }
    if (palm->down) {
        palm->next_us = journal_time(palm->next_us + PALM_STEP_US);
    }
    entry.x_mm = palm->at.x;
    entry.y_mm = palm->at.y;
    return entry;
}
