/* The named pretend children. Abilities are levels of a ladder of PRETEND_LEVELS. The figures are
 * chosen to span what the literature describes, not fitted to recordings: young children reach 2 cm
 * targets, draw at 20-60 mm/s and answer in about a second; shaking hands move about a millimetre
 * at 4-8 Hz. */
#include "play/pretend.h"

#include <stddef.h>
#include <string.h>

/* What most of them share; a row says how a child differs. */
#define CHILD                                                                                      \
    .ability = 6, .slope = 1, .lapse = 0.04, .tremor_mm = 0.15, .tremor_hz = 9, .aim_sd_mm = 2.5,  \
    .noise = 0.02, .overshoot = 0.04, .speed_mm_s = 35, .reaction_s = 1.0, .reaction_sd_s = 0.2,   \
    .impulsivity = 0.03, .span = 4

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init" /* a row overrides CHILD on purpose */

static const PretendTraits TABLE[] = {
    {CHILD, .name = "careful", .description = "Takes time, aims well and seldom errs.",
     .ability = 9.5, .slope = 1.2, .lapse = 0.01, .tremor_mm = 0.1, .aim_sd_mm = 2, .noise = 0.012,
     .overshoot = 0.02, .impulsivity = 0, .span = 6},
    {CHILD, .name = "adult_like", .description = "Plays as a practised adult would.", .ability = 16,
     .slope = 1.5, .lapse = 0.002, .tremor_mm = 0.05, .aim_sd_mm = 1.2, .noise = 0.006,
     .overshoot = 0.01, .speed_mm_s = 80, .reaction_s = 0.55, .reaction_sd_s = 0.08,
     .impulsivity = 0, .span = 8},
    {CHILD, .name = "shaky", .description = "Shakes, overshoots and lifts off while drawing.",
     .ability = 4, .slope = 0.9, .lapse = 0.06, .tremor_mm = 0.8, .tremor_hz = 6, .aim_sd_mm = 5,
     .noise = 0.06, .overshoot = 0.12, .speed_mm_s = 25, .reaction_s = 1.1, .reaction_sd_s = 0.3},
    {CHILD, .name = "impulsive", .description = "Touches before looking, fast and often.",
     .ability = 5, .lapse = 0.08, .aim_sd_mm = 4, .noise = 0.03, .overshoot = 0.1, .speed_mm_s = 90,
     .reaction_s = 0.35, .reaction_sd_s = 0.12, .impulsivity = 0.6, .span = 3},
    {CHILD, .name = "slow", .description = "Needs seconds to begin, and stops at corners.",
     .ability = 6, .noise = 0.03, .speed_mm_s = 12, .reaction_s = 3.5, .reaction_sd_s = 1.5,
     .impulsivity = 0},
    {CHILD, .name = "absent", .description = "Is often elsewhere: half the trials pass by.",
     .ability = 5, .lapse = 0.15, .reaction_s = 2.5, .reaction_sd_s = 2, .refusal = 0.5, .span = 3},
    {CHILD, .name = "learner", .description = "Begins low and gains with every trial.",
     .ability = 3, .learning = 0.08},
    {CHILD, .name = "tired", .description = "Begins well and fades within minutes.", .ability = 7,
     .fatigue = 0.8, .reaction_s = 1.3, .reaction_sd_s = 0.4, .impulsivity = 0.05},
    {CHILD, .name = "left_neglect", .description = "Does not notice what lies on the left.",
     .neglect = -0.9},
    {CHILD, .name = "right_neglect", .description = "Does not notice what lies on the right.",
     .neglect = 0.9},
    {CHILD, .name = "short_span", .description = "Remembers two items and loses the third.",
     .span = 2},
    {CHILD, .name = "overshooter", .description = "Goes past the target and comes back.",
     .ability = 5, .noise = 0.035, .overshoot = 0.3, .aim_sd_mm = 4, .speed_mm_s = 50},
    {CHILD, .name = "palm", .description = "Rests the wrist on the glass all the while.",
     .palm = true},
    {CHILD, .name = "taps", .description = "Cannot drag: taps, then taps again.", .taps_only = true,
     .aim_sd_mm = 4, .tremor_mm = 0.3},
    {CHILD, .name = "switches", .description = "Plays by two switches, NEXT and SELECT.",
     .switches_only = true, .impulsivity = 0},
    {CHILD, .name = "wrong", .description = "Chooses a wrong answer wherever there is one.",
     .always_wrong = true, .impulsivity = 0},
    {CHILD, .name = "random", .description = "Touches anywhere, whatever is asked.",
     .random_touch = true, .speed_mm_s = 120, .ability = -20},
    {CHILD, .name = "refuser", .description = "Does nothing at all.", .refusal = 1},
};

#pragma GCC diagnostic pop

enum { CHILDREN = sizeof TABLE / sizeof TABLE[0] };

int pretend_count(void) {
    return CHILDREN;
}

const PretendTraits *pretend_at(int index) {
    return index >= 0 && index < CHILDREN ? &TABLE[index] : NULL;
}

const PretendTraits *pretend_named(const char *name) {
    for (int i = 0; i < CHILDREN; i++) {
        if (strcmp(TABLE[i].name, name) == 0) {
            return &TABLE[i];
        }
    }
    return NULL;
}

/* The names once more, because a list of constants cannot be computed; a test compares the two. */
static const char *const NAMES[] = {
    "careful",  "adult_like",   "shaky",         "impulsive",  "slow",        "absent", "learner",
    "tired",    "left_neglect", "right_neglect", "short_span", "overshooter", "palm",   "taps",
    "switches", "wrong",        "random",        "refuser",    NULL};
_Static_assert(sizeof NAMES / sizeof NAMES[0] == CHILDREN + 1, "a name for each child");

const char *const *pretend_names(void) {
    return NAMES;
}
