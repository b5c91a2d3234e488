/* What the touch guard may be told for one child: defaults by age and motor profile, and ranges. */
#include "play/guard.h"
#include "base/settings.h"

#include <stddef.h>
#include <string.h>

static const char *const ACCEPT_WORDS[] = {"press", "release", "slide", "first", "hold", NULL};
static const char *const HAND_WORDS[] = {"right", "left", "both", "unknown", NULL};

#define AT(member) offsetof(GuardSettings, member)
static const Setting TABLE[] = {
    {"wrist_mm", SETTING_NUMBER, AT(wrist_mm), 0, 25, NULL},
    {"bezel_mm", SETTING_NUMBER, AT(bezel_mm), 0, 25, NULL},
    {"rest_us", SETTING_TIME, AT(rest_us), 300000, 2000000, NULL},
    {"rest_move_mm", SETTING_NUMBER, AT(rest_move_mm), 0.5, 20, NULL},
    {"palm_us", SETTING_TIME, AT(palm_us), 0, 1000000, NULL},
    {"palm_mm", SETTING_NUMBER, AT(palm_mm), 0, 150, NULL},
    {"accept", SETTING_WORD, AT(accept), 0, 0, ACCEPT_WORDS},
    {"hold_us", SETTING_TIME, AT(hold_us), 100000, 2000000, NULL},
    {"move_tolerance_mm", SETTING_NUMBER, AT(move_tolerance_mm), 3, 40, NULL},
    {"slop_mm", SETTING_NUMBER, AT(slop_mm), 0, 20, NULL},
    {"tie_mm", SETTING_NUMBER, AT(tie_mm), 0, 10, NULL},
    {"repeat_mm", SETTING_NUMBER, AT(repeat_mm), 0, 100, NULL},
    {"repeat_us", SETTING_TIME, AT(repeat_us), 0, 3000000, NULL},
    {"offset_x_mm", SETTING_NUMBER, AT(offset_mm.x), -30, 30, NULL},
    {"offset_y_mm", SETTING_NUMBER, AT(offset_mm.y), -30, 30, NULL},
    {"hold_before_speech_ends", SETTING_BOOL, AT(hold_before_speech_ends), 0, 0, NULL},
    {"hand", SETTING_WORD, AT(hand), 0, 0, HAND_WORDS},
};
enum { COUNT = sizeof TABLE / sizeof TABLE[0] };

GuardSettings guard_standard(const char *age_band, const char *motor) {
    GuardSettings settings = {
        .wrist_mm = 12,
        .bezel_mm = 4,
        .rest_us = 700000,
        .rest_move_mm = 3,
        .palm_us = 150000,
        .palm_mm = 60,
        .accept = ACCEPT_RELEASE,
        .hold_us = 300000,
        .move_tolerance_mm = 8,
        .slop_mm = 6,
        .tie_mm = 2,
        .repeat_mm = 25,
        .repeat_us = 500000,
        .hold_before_speech_ends = true,
        .hand = HAND_UNKNOWN,
    };
    if (strcmp(age_band, "5-6") == 0) {
        settings.slop_mm = 5;
    } else if (strcmp(age_band, "7-9") == 0) {
        settings.slop_mm = 4;
        settings.move_tolerance_mm = 6;
    } else if (strcmp(age_band, "10-12") == 0) {
        settings.slop_mm = 3;
        settings.move_tolerance_mm = 5;
    }
    if (strcmp(motor, "M1") == 0) {
        settings.slop_mm = 6;
        settings.move_tolerance_mm = 15;
    } else if (strcmp(motor, "M2") == 0) {
        settings.slop_mm = 8;
        settings.move_tolerance_mm = 30;
    }
    return settings;
}

bool guard_settings_value(Mem *mem, const GuardSettings *settings, Value *value) {
    return settings_value(mem, TABLE, COUNT, settings, value);
}

bool guard_settings_read(const Value *value, GuardSettings *settings, Fail *fail) {
    return settings_read(value, "touch settings", TABLE, COUNT, settings, sizeof *settings, fail);
}
