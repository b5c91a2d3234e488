/* The least of play/access that the run's tests need until it is there: a tap inside a choice. */
#include "play/access.h"

struct Access {
    AccessEvent events[8];
    int count;
};
AccessSettings access_standard(const char *age_band, const char *motor) {
    (void)age_band;
    (void)motor;
    return (AccessSettings){.scan_step_us = 2000000};
}
bool access_settings_value(Mem *mem, const AccessSettings *settings, Value *value) {
    *value = value_record();
    return value_put(mem, value, "scan_step_us", value_int(settings->scan_step_us));
}
bool access_settings_read(const Value *value, AccessSettings *settings, Fail *fail) {
    (void)fail;
    settings->scan_step_us = value_get(value, "scan_step_us")->as.integer;
    return true;
}
const char *access_via_word(AccessVia via) {
    (void)via;
    return "tap";
}
Access *access_new(const AccessSettings *settings, const GuardSettings *guard) {
    (void)settings;
    (void)guard;
    return calloc(1, sizeof(Access));
}
void access_free(Access *access) {
    free(access);
}
void access_new_trial(Access *access, int64_t time_us) {
    (void)time_us;
    access->count = 0;
}
void access_advance(Access *access, const AccessView *view, int64_t time_us) {
    (void)access;
    (void)view;
    (void)time_us;
}
void access_reading(Access *access, const AccessView *view, const Sample *play, int player) {
    for (int i = 0; i < view->count && play->phase == SAMPLE_UP; i++) {
        const Target *target = &view->targets[i];
        Point at = {play->x_mm, play->y_mm};
        if (target_is_active(target) && target_distance_mm(target, at) == 0) {
            AccessEvent event = {.means = MEANS_CHOOSE,
                                 .player = player,
                                 .at = at,
                                 .time_us = play->time_us,
                                 .accepted = true};
            snprintf(event.target, sizeof event.target, "%s", target->id);
            access->events[access->count++] = event;
        }
    }
}
void access_forget(Access *access, int32_t finger) {
    (void)access;
    (void)finger;
}
void access_key(Access *access, const AccessView *view, AccessKey key, int64_t time_us) {
    (void)access;
    (void)view;
    (void)key;
    (void)time_us;
}
bool access_next(Access *access, AccessEvent *event) {
    if (access->count == 0) {
        return false;
    }
    *event = access->events[0];
    memmove(access->events, access->events + 1, sizeof *event * (size_t)--access->count);
    return true;
}
bool access_covers(const Access *access, const AccessView *view, Point at, int player) {
    (void)access;
    (void)player;
    for (int i = 0; i < view->count; i++) {
        if (target_distance_mm(&view->targets[i], at) == 0) {
            return true;
        }
    }
    return false;
}
int64_t access_wake_us(const Access *access) {
    (void)access;
    return INT64_MAX;
}
unsigned access_state(const Access *access, const char *id) {
    (void)access;
    (void)id;
    return 0;
}
double access_fill(const Access *access, const char *id, int64_t time_us) {
    (void)access;
    (void)id;
    (void)time_us;
    return 0;
}
bool access_position(const Access *access, const Target *source, int64_t time_us, Point *middle) {
    (void)access;
    (void)source;
    (void)time_us;
    (void)middle;
    return false;
}
