/* How one child reaches targets: defaults by age and motor profile, and ranges. */
#include "base/settings.h"
#include "play/access.h"

#include <stddef.h>
#include <string.h>

static const char *const MODE_WORDS[] = {"touch", "two_switch", "one_switch", "dwell", NULL};

#define AT(member) offsetof(AccessSettings, member)
static const Setting TABLE[] = {
    {"mode", SETTING_WORD, AT(mode), 0, 0, MODE_WORDS},
    {"scan_step_us", SETTING_TIME, AT(scan_step_us), 500000, 10000000, NULL},
    {"first_pause_us", SETTING_TIME, AT(first_pause_us), 0, 30000000, NULL},
    {"dwell_us", SETTING_TIME, AT(dwell_us), 200000, 4000000, NULL},
    {"accept_us", SETTING_TIME, AT(accept_us), 0, 2000000, NULL},
    {"debounce_us", SETTING_TIME, AT(debounce_us), 0, 3000000, NULL},
    {"scan_loops", SETTING_INT, AT(scan_loops), 1, 1000, NULL},
    {"see_it", SETTING_BOOL, AT(see_it), 0, 0, NULL},
    {"pick_up_slop_mm", SETTING_NUMBER, AT(pick_up_slop_mm), 0, 20, NULL},
    {"snap_mm", SETTING_NUMBER, AT(snap_mm), 0, 60, NULL},
};
enum { COUNT = sizeof TABLE / sizeof TABLE[0] };

AccessSettings access_standard(const char *age_band, const char *motor) {
    AccessSettings settings = {
        .mode = ACCESS_TOUCH,
        .scan_step_us = 2000000,
        .first_pause_us = 2000000,
        .dwell_us = 1000000,
        .accept_us = 50000,
        .debounce_us = 400000,
        .scan_loops = 3,
        .see_it = true,
        .pick_up_slop_mm = 6,
        .snap_mm = 18,
    };
    if (strcmp(age_band, "5-6") == 0) {
        settings.pick_up_slop_mm = 5;
        settings.snap_mm = 15;
    } else if (strcmp(age_band, "7-9") == 0) {
        settings.see_it = false;
        settings.pick_up_slop_mm = 4;
        settings.snap_mm = 12;
    } else if (strcmp(age_band, "10-12") == 0) {
        settings.see_it = false;
        settings.pick_up_slop_mm = 3;
        settings.snap_mm = 10;
    }
    if (strcmp(motor, "M1") == 0) {
        settings.pick_up_slop_mm = 6;
        settings.snap_mm = 20;
    } else if (strcmp(motor, "M2") == 0) {
        settings.pick_up_slop_mm = 8;
        settings.snap_mm = 28;
    }
    return settings;
}

bool access_settings_value(Mem *mem, const AccessSettings *settings, Value *value) {
    return settings_value(mem, TABLE, COUNT, settings, value);
}

bool access_settings_read(const Value *value, AccessSettings *settings, Fail *fail) {
    return settings_read(value, "access settings", TABLE, COUNT, settings, sizeof *settings, fail);
}
