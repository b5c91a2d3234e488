/* Screens as readable scene dumps, compared with what tests/scenes holds. A difference is either a
 * fault or a wish: judge it, then record anew with OTTERPAW_RECORD=1. */
#include "app/children.h"
#include "app/files.h"
#include "app/screens/screens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    App app;
    Shell *shell;
    Mem *mem;
    char folder[64];
    Sitting *sitting;
} Stage;

/* A Wednesday in March, half past nine. */
static int64_t fixed_wall_us(void *self) {
    (void)self;
    return INT64_C(1772616600000000);
}

static void fixed_chance(void *self, void *bytes, size_t count) {
    (void)self;
    memset(bytes, 7, count);
}

static int set_up(void **state) {
    Fail fail = {0};
    Stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    strcpy(stage->folder, "/tmp/otterpaw-screens-XXXXXX");
    if (mkdtemp(stage->folder) == NULL || !app_open(&stage->app, stage->folder, &fail)) {
        print_error("%s\n", fail.text);
        return -1;
    }
    stage->app.wall_us = fixed_wall_us;
    stage->app.chance = fixed_chance;
    stage->app.utc_offset_min = 0;
    app_screen(&stage->app, 1280, 800, 5.88, 0);
    stage->mem = mem_new(16 << 20);
    stage->shell = shell_new(&stage->app);
    *state = stage;
    return 0;
}

static int tear_down(void **state) {
    Stage *stage = *state;
    char command[128];
    shell_free(stage->shell);
    sitting_free(stage->sitting);
    mem_free(stage->mem);
    app_close(&stage->app);
    snprintf(command, sizeof command, "rm -rf %s", stage->folder);
    free(stage);
    return system(command);
}

static void begin_sitting(Stage *stage, const char *age_band) {
    Fail fail = {0};
    ChildRecord child;
    Profile profile = profile_standard(age_band, "");
    profile.guard.hand = HAND_RIGHT;
    if (!child_make(&stage->app, stage->mem, "cat", "Ava-1", &profile, &child, &fail)) {
        fail_msg("%s", fail.text);
    }
    Plan plan = plan_empty();
    static const char *const games[] = {"tracing", "sorting", "washing"};
    for (int i = 0; i < 3; i++) {
        plan.items[plan.count++] = plan_item(games[i]);
        plan.items[i].rule = LEVEL_FIXED;
        plan.items[i].level = 5;
    }
    stage->sitting = sitting_begin(&stage->app, &child, &plan, 0, &fail);
    if (stage->sitting == NULL) {
        fail_msg("%s", fail.text);
    }
}

static void check_dump(Stage *stage, const char *name) {
    const Scene *now, *before;
    Fail fail = {0};
    Buffer dump = {0};
    char path[128];
    size_t length = 0;
    if (!shell_scene(stage->shell, &now, &before, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_true(scene_dump(now, &dump));
    snprintf(path, sizeof path, "tests/scenes/%s.txt", name);
    if (getenv("OTTERPAW_RECORD") != NULL) {
        assert_true(file_write(path, dump.bytes, dump.length, &fail));
    }
    char *expected = file_read(stage->mem, path, &length, &fail);
    if (expected == NULL) {
        fail_msg("%s (record it with OTTERPAW_RECORD=1)", fail.text);
    }
    const char *a = expected, *b = (const char *)dump.bytes;
    for (int line = 1; *a != '\0' || *b != '\0'; line++) {
        size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || memcmp(a, b, n) != 0) {
            fail_msg("%s:%d:\n  was %.*s\n  is  %.*s", path, line, (int)n, a, (int)m, b);
        }
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
    buffer_free(&dump);
}

static void hello_asks_three_faces_of_the_young(void **state) {
    Stage *stage = *state;
    begin_sitting(stage, "5-6");
    shell_push(stage->shell, hello_new(&stage->app, stage->sitting, false));
    check_dump(stage, "hello");
}

static void schedule_shows_first_and_then(void **state) {
    Stage *stage = *state;
    begin_sitting(stage, "5-6");
    shell_push(stage->shell, schedule_new(&stage->app, stage->sitting));
    check_dump(stage, "schedule");
}

static void activity_shows_strip_disc_ear_card_dots_and_gutter(void **state) {
    Stage *stage = *state;
    Fail fail = {0};
    begin_sitting(stage, "5-6");
    assert_true(sitting_start(stage->sitting, 0, &fail));
    shell_push(stage->shell, activity_new(&stage->app, stage->sitting));
    check_dump(stage, "activity");
}

static void reward_praises_what_was_done(void **state) {
    Stage *stage = *state;
    begin_sitting(stage, "7-9");
    shell_push(stage->shell, reward_new(&stage->app, stage->sitting));
    check_dump(stage, "reward");
}

static void calm_corner_breathes(void **state) {
    Stage *stage = *state;
    begin_sitting(stage, "5-6");
    shell_push(stage->shell, calm_new(&stage->app, stage->sitting, 0));
    check_dump(stage, "calm");
}

static void rail_lies_over_the_frozen_activity(void **state) {
    Stage *stage = *state;
    Fail fail = {0};
    begin_sitting(stage, "5-6");
    assert_true(sitting_start(stage->sitting, 0, &fail));
    Screen *activity = activity_new(&stage->app, stage->sitting);
    shell_push(stage->shell, activity);
    shell_push(stage->shell, rail_new(&stage->app, stage->sitting, activity));
    check_dump(stage, "rail");
}

static void calibration_draws_a_card(void **state) {
    Stage *stage = *state;
    shell_push(stage->shell, calibrate_new(&stage->app));
    check_dump(stage, "calibrate");
}

/* The level is the same size on every screen: only where it lies differs. */
static void play_card_has_one_size_on_every_screen(void **state) {
    Stage *stage = *state;
    static const struct {
        int width, height;
        double scale;
    } screens[] = {{1280, 800, 5.88}, {1920, 1200, 8.83}, {2560, 1600, 10.8}, {2560, 1600, 9.58}};
    begin_sitting(stage, "5-6");
    for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++) {
        app_screen(&stage->app, screens[i].width, screens[i].height, screens[i].scale, 0);
        GuardPlace place = sitting_place(stage->sitting);
        assert_true(place.play.right - place.play.left > 189.4 &&
                    place.play.right - place.play.left < 190.01);
        assert_true(place.play.bottom - place.play.top > 87.4 &&
                    place.play.bottom - place.play.top < 88.01);
    }
}

#define SCREEN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(hello_asks_three_faces_of_the_young),
        SCREEN_TEST(schedule_shows_first_and_then),
        SCREEN_TEST(activity_shows_strip_disc_ear_card_dots_and_gutter),
        SCREEN_TEST(reward_praises_what_was_done),
        SCREEN_TEST(calm_corner_breathes),
        SCREEN_TEST(rail_lies_over_the_frozen_activity),
        SCREEN_TEST(calibration_draws_a_card),
        SCREEN_TEST(play_card_has_one_size_on_every_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
