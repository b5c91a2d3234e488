/* A pretend child's life: what is decided for a trial, what is planned, and in which order it comes
 * out. How the hand moves is pretend_hand.c's matter, what it chooses pretend_choose.c's. Every
 * random number comes from a stream named for its use and the trial, so that one more tremor
 * reading never changes a later decision. */
#include "play/pretend_life.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Pretend *pretend_new(const PretendTraits *traits, uint64_t seed, Box play_area, int levels) {
    Pretend *child = calloc(1, sizeof *child);
    if (child == NULL) {
        return NULL;
    }
    double stretch = levels > 1 ? (levels - 1.0) / (PRETEND_LEVELS - 1.0) : 1;
    child->traits = *traits;
    child->play = play_area;
    child->seed = seed;
    child->ability = 1 + (traits->ability - 1) * stretch;
    child->slope = traits->slope / stretch;
    child->palm.next_us = INT64_MAX;
    child->access = access_standard("5-6", "");
    child->game = rng_stream(seed, "game", 0);
    child->hand = rng_stream(seed, "hand", 0);
    child->decide = rng_stream(seed, "decide", 0);
    child->palm_rng = rng_stream(seed, "palm", 0);
    for (int i = 0; i < 2; i++) {
        child->tremor[i].phase = 6.283185307179586 * rng_unit(&child->hand);
        child->tremor[i].direction = 6.283185307179586 * rng_unit(&child->hand);
    }
    return child;
}

void pretend_free(Pretend *child) {
    if (child != NULL) {
        free(child->entries);
        free(child);
    }
}

const PretendTraits *pretend_traits(const Pretend *child) {
    return &child->traits;
}

Rng *pretend_rng(Pretend *child) {
    return &child->game;
}

void pretend_set_ability(Pretend *child, double ability) {
    child->ability = ability;
}

bool pretend_is_full(const Pretend *child) {
    return child->full;
}

double pretend_between(Rng *rng, double least, double most) {
    return least + (most - least) * rng_unit(rng);
}

/* ---- deciding ---- */

static int64_t latest(int64_t a, int64_t b) {
    return a > b ? a : b;
}

double pretend_chance(const Pretend *child, double level, double guess) {
    const PretendTraits *traits = &child->traits;
    double minutes = (double)(child->begin_us - child->first_us) / 60e6;
    double ability = child->ability + traits->learning * (child->begun > 0 ? child->begun - 1 : 0) -
                     traits->fatigue * minutes;
    double gain = fmax(1 - guess - traits->lapse, 0);
    return guess + gain / (1 + exp(-child->slope * (ability - level)));
}

bool pretend_will_succeed(const Pretend *child) {
    return !child->refuses && !child->traits.random_touch && !child->traits.always_wrong &&
           child->draw < pretend_chance(child, child->level, 0);
}

bool pretend_succeeds(Pretend *child, double guess) {
    double draw = child->draw_used ? rng_unit(&child->decide) : child->draw;
    child->draw_used = true;
    return draw < pretend_chance(child, child->level, guess);
}

bool pretend_ignores(const Pretend *child) {
    return child->refuses || child->gave_up || child->traits.random_touch;
}

bool pretend_remembers(Pretend *child, int items) {
    double chance = 1 / (1 + exp(4 * (items - child->traits.span - 0.5)));
    return rng_unit(&child->decide) < chance;
}

/* ---- seeing ---- */

static Box seen_part(const Pretend *child) {
    double half = (child->play.right - child->play.left) / 2, blind = child->traits.neglect * half;
    Box part = {0, 0, 2 * half, child->play.bottom - child->play.top};
    part.left += blind < 0 ? -blind : 0;
    part.right -= blind > 0 ? blind : 0;
    return part;
}

bool pretend_sees(const Pretend *child, Point at) {
    Box part = seen_part(child);
    return at.x >= part.left && at.x <= part.right;
}

Point pretend_within(const Pretend *child, Point at) {
    /* Half a millimetre inside, so that a touch never falls into the zones around. */
    Box part = box_grow(seen_part(child), -0.5);
    return (Point){fmin(fmax(at.x, part.left), part.right),
                   fmin(fmax(at.y, part.top), part.bottom)};
}

void pretend_see(Pretend *child, const Target *targets, int count) {
    child->seen_count = count < TARGETS_MAX ? count : TARGETS_MAX;
    for (int i = 0; i < child->seen_count; i++) {
        child->seen[i] = targets[i];
    }
}

void pretend_access(Pretend *child, const AccessSettings *settings) {
    child->access = *settings;
}

/* ---- the queue ---- */

bool pretend_push(Pretend *child, const Entry *entry, size_t spare) {
    size_t wanted = child->count + 1 + spare;
    while (child->room < wanted && !child->full) {
        Entry *grown = grow_array(child->entries, wanted - 1, &child->room, sizeof *grown,
                                  PRETEND_ENTRIES_MAX);
        if (grown == NULL) {
            child->full = true;
        } else {
            child->entries = grown;
        }
    }
    if (child->count + 1 + spare > child->room) {
        child->full = true;
        return false;
    }
    child->entries[child->count++] = *entry;
    return true;
}

int64_t pretend_start(Pretend *child, double share) {
    const PretendTraits *traits = &child->traits;
    double reaction = traits->reaction_s + traits->reaction_sd_s * rng_normal(&child->decide);
    double wait_s = fmax(reaction, 0.15) * share;
    child->clock_us = latest(child->clock_us, child->now_us) + (int64_t)(wait_s * 1e6);
    pretend_palm_stay(child);
    return child->clock_us;
}

/* Whatever finger is still on the glass leaves it. */
static void lift_all(Pretend *child, int64_t time_us) {
    for (int finger = 0; finger < SAMPLE_FINGERS_MAX; finger++) {
        if (child->down[finger]) {
            Entry up = {.kind = ENTRY_SAMPLE,
                        .time_us = journal_time(time_us),
                        .phase = SAMPLE_UP,
                        .finger = finger,
                        .x_mm = child->last[finger].x,
                        .y_mm = child->last[finger].y};
            pretend_push(child, &up, 0);
        }
    }
    child->palm.down = false;
}

void pretend_begin_trial(Pretend *child, int64_t time_us, int level, int trial) {
    (void)trial; /* a trial may be had again under its number; every life of one is its own */
    uint64_t stream = (uint64_t)++child->begun;
    child->decide = rng_stream(child->seed, "decide", stream);
    child->hand = rng_stream(child->seed, "hand", stream);
    child->palm_rng = rng_stream(child->seed, "palm", stream);
    child->game = rng_stream(child->seed, "game", stream);
    child->now_us = latest(child->now_us, time_us);
    child->begin_us = child->clock_us = child->now_us;
    if (child->begun == 1) {
        child->first_us = child->now_us;
    }
    child->level = level;
    child->draw = rng_unit(&child->decide);
    child->draw_used = child->gave_up = child->full = false;
    child->refuses = rng_unit(&child->decide) < child->traits.refusal;
    child->held[0] = '\0';
    child->has_focus =
        child->access.mode == ACCESS_TWO_SWITCH || child->access.mode == ACCESS_ONE_SWITCH;
    child->seen_count = 0;
    child->count = child->next = 0;
    lift_all(child, child->now_us);
    pretend_palm_begin(child);
    pretend_random_stroke(child);
}

int64_t pretend_due_us(const Pretend *child) {
    int64_t planned = child->next < child->count ? child->entries[child->next].time_us : INT64_MAX;
    int64_t palm = pretend_palm_due_us(child);
    return planned < palm ? planned : palm;
}

bool pretend_next(Pretend *child, int64_t until_us, Entry *entry) {
    int64_t due = pretend_due_us(child);
    if (due == INT64_MAX || due > until_us) {
        child->now_us = until_us < INT64_MAX ? latest(child->now_us, until_us) : child->now_us;
        return false;
    }
    if (due < pretend_palm_due_us(child) ||
        (child->next < child->count && child->entries[child->next].time_us == due)) {
        *entry = child->entries[child->next++];
    } else {
        *entry = pretend_palm_take(child);
    }
    child->now_us = latest(child->now_us, entry->time_us);
    if (entry->kind == ENTRY_SAMPLE) {
        child->down[entry->finger] = entry->phase != SAMPLE_UP;
        child->last[entry->finger] = (Point){entry->x_mm, entry->y_mm};
    }
    if (child->next == child->count) {
        child->count = child->next = 0;
        pretend_random_stroke(child);
    }
    return true;
}

/* ---- what needs no hand ---- */

void pretend_wait(Pretend *child, double seconds) {
    if (!pretend_ignores(child)) {
        child->clock_us = latest(child->clock_us, child->now_us) + (int64_t)(seconds * 1e6);
    }
}

void pretend_adult(Pretend *child, int mark) {
    if (pretend_ignores(child)) {
        return;
    }
    child->clock_us = latest(child->clock_us, child->now_us) + 2000000; /* looks, then marks */
    Entry entry = {.kind = ENTRY_ADULT, .time_us = journal_time(child->clock_us), .value = mark};
    pretend_push(child, &entry, 0);
}
