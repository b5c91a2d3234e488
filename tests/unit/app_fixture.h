/* The wired house for tests: a data folder of its own, a clock and a chance that are always the
 * same, and one child before the real screens. */
#ifndef OTTERPAW_TESTS_APP_FIXTURE_H
#define OTTERPAW_TESTS_APP_FIXTURE_H

#include "app/commands/begin.h"
#include "app/screens/screens.h"
#include "app/visitor.h"
#include "base/rng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char data[128];
    App app;
    Shell *shell;
    Rng rng;
    int64_t wall_us;
} House;

static int64_t house_wall_us(void *self) {
    House *house = self;
    return house->wall_us += 1000;
}

static inline void house_chance(void *self, void *bytes, size_t count) {
    House *house = self;
    for (size_t i = 0; i < count; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)rng_u32(&house->rng);
    }
}

static inline void house_screen(House *house, int width_px, int height_px, double px_per_mm) {
    app_screen(&house->app, width_px, height_px, px_per_mm, 0);
    shell_free(house->shell);
    house->shell = shell_new(&house->app);
    assert_non_null(house->shell);
    shell_push(house->shell, first_screen_new(&house->app));
}

/* data: a folder that is there; what is stored in it is found again. seed: of its chance, so that
 * two tablets do not make the same ids. */
static inline void house_open_seeded(House *house, const char *data, uint64_t seed) {
    Fail fail = {0};
    memset(house, 0, sizeof *house);
    snprintf(house->data, sizeof house->data, "%s", data);
    if (!app_open(&house->app, data, &fail)) {
        fail_msg("%s", fail.text);
    }
    house->rng = rng_stream(seed, "house", 0);
    house->wall_us = INT64_C(1780000000000000);
    house->app.wall_us = house_wall_us;
    house->app.chance = house_chance;
    house->app.self = house;
    house_screen(house, 1280, 800, 5.88);
}

static inline void house_open(House *house, const char *data) {
    house_open_seeded(house, data, 1);
}

static inline void house_close(House *house) {
    Sitting *open = flow_sitting(house->shell);
    shell_free(house->shell);
    sitting_free(open); /* stays open in the store, as after a crash */
    app_close(&house->app);
}

static inline void house_folder(char data[64]) {
    const char *folder = getenv("TMPDIR");
    snprintf(data, 64, "%.30s/otterpaw-app-XXXXXX", folder != NULL ? folder : "/tmp");
    assert_non_null(mkdtemp(data));
}

static inline void house_forget(const char *data) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", data);
    assert_int_equal(system(command), 0);
}

/* A session with one game, on its first screen. */
static inline Sitting *house_begin(House *house, const char *game, long trials, long level) {
    Fail fail = {0};
    Beginning how = {.game = game, .trials = trials, .level = level};
    Sitting *sitting = begin_session(&house->app, &how, shell_now_us(house->shell), &fail);
    if (sitting == NULL) {
        fail_msg("%s", fail.text);
    }
    flow_begin(house->shell, sitting);
    return sitting;
}

/* What the window does at one moment. */
static inline void house_frame(House *house, int64_t now_us) {
    const Scene *now, *before;
    Fail fail = {0};
    shell_advance(house->shell, now_us);
    if (shell_needs_drawing(house->shell)) {
        if (!shell_scene(house->shell, &now, &before, &fail)) {
            fail_msg("%s", fail.text);
        }
        shell_presented(house->shell, now_us);
    }
}

static inline void house_tap(House *house, const char *name, int64_t now_us) {
    const Scene *now, *before;
    Fail fail = {0};
    shell_scene(house->shell, &now, &before, &fail);
    const SceneTarget *target = scene_target_named(now, name);
    if (target == NULL) {
        fail_msg("there is no target \"%s\" on %s", name, shell_top_name(house->shell));
        return;
    }
    Sample raw = {.time_us = now_us,
                  .x_mm = (target->box.left + target->box.right) / 2,
                  .y_mm = (target->box.top + target->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(house->shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 50000;
    shell_touch(house->shell, &raw);
}

/* From hello or the schedule into the activity, by frames of period_us; returns the time
 * at which the first trial was shown. */
static inline int64_t house_go_in(House *house, int64_t now_us, int64_t period_us) {
    for (int frames = 0; frames < 10000; frames++) {
        house_frame(house, now_us);
        const char *top = shell_top_name(house->shell);
        Sitting *sitting = flow_sitting(house->shell);
        if (strcmp(top, "activity") == 0 && run_state(sitting_run(sitting)) == RUN_LIVE) {
            return shell_now_us(house->shell); /* the tap that led here was the last to tell it */
        }
        if (frames % 100 == 0 && strcmp(top, "activity") != 0) {
            house_tap(house, strcmp(top, "hello") == 0 ? "feel.happy" : "go", now_us);
        }
        now_us += period_us;
    }
    fail_msg("no activity begins; on the screen is %s", shell_top_name(house->shell));
    return now_us;
}

#endif
