/* Profiles: defaults by age and motor profile, and as values and back; see profile.h. */
#include "play/profile.h"

#include "base/settings.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const char *const MOTION_WORDS[] = {"full", "soft", "none", NULL};
static const char *const CELEBRATE_WORDS[] = {"off", "quiet", "normal", NULL};
static const char *const LOOK_WORDS[] = {"calm", "contrast", "dusk", NULL};
static const char *const AGE_WORDS[] = {"3-4", "5-6", "7-9", "10-12", NULL};
static const char *const MOTOR_WORDS[] = {"", "M1", "M2", NULL};

#define AT(member) offsetof(Comfort, member)
static const Setting TABLE[] = {
    {"motion", SETTING_WORD, AT(motion), 0, 0, MOTION_WORDS},
    {"celebrate", SETTING_WORD, AT(celebrate), 0, 0, CELEBRATE_WORDS},
    {"look", SETTING_WORD, AT(look), 0, 0, LOOK_WORDS},
    {"speech", SETTING_NUMBER, AT(speech), 0, 1, NULL},
    {"effects", SETTING_NUMBER, AT(effects), 0, 1, NULL},
    {"speech_speed", SETTING_NUMBER, AT(speech_speed), 0.7, 1.3, NULL},
    {"speak_on_arrival", SETTING_BOOL, AT(speak_on_arrival), 0, 0, NULL},
    {"captions", SETTING_BOOL, AT(captions), 0, 0, NULL},
    {"schedule", SETTING_BOOL, AT(schedule), 0, 0, NULL},
    {"timer", SETTING_BOOL, AT(timer), 0, 0, NULL},
    {"tokens", SETTING_BOOL, AT(tokens), 0, 0, NULL},
    {"companion", SETTING_BOOL, AT(companion), 0, 0, NULL},
    {"scenery", SETTING_BOOL, AT(scenery), 0, 0, NULL},
    {"sound_when_right", SETTING_BOOL, AT(sound_when_right), 0, 0, NULL},
    {"choices_most", SETTING_INT, AT(choices_most), 0, 8, NULL},
    {"text_scale", SETTING_NUMBER, AT(text_scale), 1, 1.4, NULL},
    {"idle_s", SETTING_NUMBER, AT(idle_s), 0, 60, NULL},
    {"pause_s", SETTING_NUMBER, AT(pause_s), 0.5, 5, NULL},
    {"time_limits", SETTING_BOOL, AT(time_limits), 0, 0, NULL},
    {"calm_corner", SETTING_BOOL, AT(calm_corner), 0, 0, NULL},
    {"calm_switch", SETTING_BOOL, AT(calm_switch), 0, 0, NULL},
};
enum { COUNT = sizeof TABLE / sizeof TABLE[0] };
#undef AT

#define AT(member)      offsetof(Profile, member)
#define TEXT_AT(member) SETTING_TEXT, AT(member), 0, sizeof((Profile *)0)->member, NULL
static const Setting HEAD[] = {
    {"age_band", TEXT_AT(age_band)},
    {"motor", TEXT_AT(motor)},
    {"locale", TEXT_AT(locale)},
};
enum { HEAD_COUNT = sizeof HEAD / sizeof HEAD[0], HEAD_SIZE = offsetof(Profile, guard) };

Profile profile_standard(const char *age_band, const char *motor) {
    Profile profile = {
        .locale = "en",
        .guard = guard_standard(age_band, motor),
        .access = access_standard(age_band, motor),
        .comfort = {.motion = MOTION_SOFT,
                    .celebrate = CELEBRATE_QUIET,
                    .look = LOOK_CALM,
                    .speech = 1,
                    .effects = 0.5,
                    .speech_speed = 1,
                    .speak_on_arrival = true,
                    .captions = true,
                    .schedule = true,
                    .timer = true,
                    .tokens = true,
                    .companion = true,
                    .scenery = true,
                    .sound_when_right = true,
                    .text_scale = 1,
                    .idle_s = 8,
                    .pause_s = 1,
                    .calm_corner = true},
    };
    strncpy(profile.age_band, age_band, sizeof profile.age_band - 1);
    strncpy(profile.motor, motor, sizeof profile.motor - 1);
    return profile;
}

bool profile_value(Mem *mem, const Profile *profile, Value *value) {
    Value guard, access, comfort;
    return settings_value(mem, HEAD, HEAD_COUNT, profile, value) &&
           guard_settings_value(mem, &profile->guard, &guard) &&
           value_put(mem, value, "guard", guard) &&
           access_settings_value(mem, &profile->access, &access) &&
           value_put(mem, value, "access", access) &&
           settings_value(mem, TABLE, COUNT, &profile->comfort, &comfort) &&
           value_put(mem, value, "comfort", comfort);
}

static bool is_word(const char *const *words, const char *word) {
    while (*words != NULL && strcmp(*words, word) != 0) {
        words++;
    }
    return *words != NULL;
}

static bool read_head(const Value *value, Profile *head, Fail *fail) {
    ValueField fields[HEAD_COUNT];
    Value record = value_record();
    record.as.record.fields = fields;
    for (size_t i = 0; i < HEAD_COUNT; i++) {
        const Value *item = value_get(value, HEAD[i].name);
        if (item != NULL) {
            fields[record.as.record.count++] = (ValueField){HEAD[i].name, *item};
        }
    }
    if (!settings_read(&record, "profile", HEAD, HEAD_COUNT, head, HEAD_SIZE, fail)) {
        return false;
    }
    if (!is_word(AGE_WORDS, head->age_band) || !is_word(MOTOR_WORDS, head->motor)) {
        return fail_set(fail, FAIL_INPUT,
                        "profile: age_band is \"%s\" and motor \"%s\"; they must be one of 3-4, "
                        "5-6, 7-9, 10-12 and none, M1, M2.",
                        head->age_band, head->motor);
    }
    return true;
}

bool profile_read(const Value *value, Profile *profile, Fail *fail) {
    if (value->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "profile must be a record of names and values.");
    }
    Profile head = profile_standard("5-6", "");
    if (!read_head(value, &head, fail)) {
        return false;
    }
    Profile read = profile_standard(head.age_band, head.motor);
    memcpy(read.locale, head.locale, sizeof read.locale);
    static const char *const names[] = {"age_band", "motor",   "locale", "guard",
                                        "access",   "comfort", NULL};
    for (size_t i = 0; i < value->as.record.count; i++) {
        const ValueField *field = &value->as.record.fields[i];
        if (!is_word(names, field->name)) {
            const char *near = fail_nearest_word(field->name, names);
            return fail_set(fail, FAIL_INPUT, "profile knows no \"%.60s\"%s%s%s.", field->name,
                            near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                            near != NULL ? "\"?" : "");
        }
        if ((strcmp(field->name, "guard") == 0 &&
             !guard_settings_read(&field->value, &read.guard, fail)) ||
            (strcmp(field->name, "access") == 0 &&
             !access_settings_read(&field->value, &read.access, fail)) ||
            (strcmp(field->name, "comfort") == 0 &&
             !settings_read(&field->value, "comfort", TABLE, COUNT, &read.comfort,
                            sizeof read.comfort, fail))) {
            return false;
        }
    }
    *profile = read;
    return true;
}

Comfort profile_comfort(const Profile *profile) {
    Comfort comfort = profile->comfort;
    if (comfort.calm_switch) {
        comfort.motion = MOTION_NONE;
        comfort.celebrate = CELEBRATE_OFF;
        comfort.effects = 0;
        comfort.scenery = false;
        comfort.pause_s = fmin(comfort.pause_s + 1, 5);
    }
    return comfort;
}
