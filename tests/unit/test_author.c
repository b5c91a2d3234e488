/* Author mode: a game's files change while a child plays. */
#include "app/children.h"
#include "app/files.h"
#include "app/screens/screens.h"
#include "app/visitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char root[64];

static void copy_file(const char *from, const char *to) {
    Fail fail = {0};
    size_t length;
    Mem *mem = mem_new(8 << 20);
    char *bytes = file_read(mem, from, &length, &fail);
    if (bytes == NULL || !file_write(to, bytes, length, &fail)) {
        fail_msg("%s", fail.text);
    }
    mem_free(mem);
}

static void copy_folder(const char *name) {
    char from[PLACE_MAX], to[PLACE_MAX];
    Fail fail = {0};
    char **names;
    size_t count;
    Mem *mem = mem_new(1 << 20);
    snprintf(to, sizeof to, "%s/%s", root, name);
    assert_true(file_make_folder(to, &fail));
    assert_true(file_names(mem, name, &names, &count, &fail));
    for (size_t i = 0; i < count; i++) {
        snprintf(from, sizeof from, "%s/%s", name, names[i]);
        if (file_exists(from)) {
            snprintf(to, sizeof to, "%s/%s/%s", root, name, names[i]);
            copy_file(from, to);
        }
    }
    mem_free(mem);
}

/* A root of its own with the tracing game, which a test may write to. */
static int set_up(void **state) {
    (void)state;
    strcpy(root, "/tmp/otterpaw-author-XXXXXX");
    assert_non_null(mkdtemp(root));
    static const char *const folders[] = {"assets",        "assets/text",        "assets/pictures",
                                          "games/tracing", "games/tracing/text", "scripts/lib"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        copy_folder(folders[i]);
    }
    setenv("OTTERPAW_ROOT", root, 1);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", root);
    unsetenv("OTTERPAW_ROOT");
    return system(command);
}

static void write_levels(const char *text) {
    char path[PLACE_MAX];
    Fail fail = {0};
    snprintf(path, sizeof path, "%s/games/tracing/levels.lua", root);
    assert_true(file_write(path, text, strlen(text), &fail));
}

typedef struct {
    App app;
    Shell *shell;
    Visitor *visitor;
    int64_t now_us;
} Play;

static void begin(Play *play, Mem *mem) {
    Fail fail = {0};
    char data[PLACE_MAX];
    ChildRecord *children;
    size_t count;
    Plan plan = plan_empty();
    snprintf(data, sizeof data, "%s/data", root);
    if (!app_open(&play->app, data, &fail)) {
        fail_msg("%s", fail.text);
    }
    play->app.tablet.author = true;
    play->shell = shell_new(&play->app);
    assert_true(children_or_trial(&play->app, mem, &children, &count, &fail));
    plan.feelings = false;
    plan.items[plan.count++] = plan_item("tracing");
    plan.items[0].rule = LEVEL_FIXED;
    Sitting *sitting = sitting_begin(&play->app, &children[0], &plan, 0, &fail);
    assert_non_null(sitting);
    flow_begin(play->shell, sitting);
    play->visitor = visitor_new(play->shell, pretend_named("careful"), 3);
    play->now_us = 0;
}

static void end(Play *play) {
    visitor_free(play->visitor);
    Sitting *sitting = flow_sitting(play->shell);
    shell_free(play->shell);
    sitting_free(sitting);
    app_close(&play->app);
}

/* Plays on until so many trials are saved. */
static void play_trials(Play *play, int trials) {
    bool arrived;
    for (int turn = 0; turn < 4000; turn++) {
        Sitting *sitting = flow_sitting(play->shell);
        if (sitting != NULL && sitting_trial_count(sitting) >= trials) {
            return;
        }
        play->now_us =
            visitor_play(play->visitor, play->now_us, "nowhere", 0.25, NULL, NULL, &arrived);
    }
    fail_msg("only %d trials were played", sitting_trial_count(flow_sitting(play->shell)));
}

static double road_mm(Play *play) {
    const Trial *trial = run_trial(sitting_run(flow_sitting(play->shell)));
    return trial_param_number(trial, "road_mm");
}

static void saved_file_is_played_from_the_next_trial_on(void **state) {
    (void)state;
    Mem *mem = mem_new(16 << 20);
    Play play;
    begin(&play, mem);
    play_trials(&play, 1);
    assert_true(road_mm(&play) == 25);
    write_levels("return {{ name = \"narrower\", road_mm = 17, size_mm = 50 }}");
    play_trials(&play, 2);
    assert_true(road_mm(&play) == 17);
    assert_int_equal(sitting_run_count(flow_sitting(play.shell)), 2);
    end(&play);
    mem_free(mem);
}

static void broken_file_is_told_and_the_old_game_goes_on(void **state) {
    (void)state;
    Mem *mem = mem_new(16 << 20);
    Play play;
    write_levels("return {{ name = \"wide\", road_mm = 25, size_mm = 50 }}");
    begin(&play, mem);
    play_trials(&play, 1);
    write_levels("return {{ name = \"wrong\", road_mm = 2, size_mm = 50 }}");
    play_trials(&play, 3);
    assert_true(road_mm(&play) == 25);
    assert_int_equal(sitting_run_count(flow_sitting(play.shell)), 1);
    if (strstr(play.app.notice, "road_mm is 2") == NULL) {
        fail_msg("the notice is \"%s\"", play.app.notice);
    }
    end(&play);
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(saved_file_is_played_from_the_next_trial_on, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(broken_file_is_told_and_the_old_game_goes_on, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
