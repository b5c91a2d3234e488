/* One game, trial and scene for the tests of script: its body of prepare or draw is a line of Lua,
 * and what it was told is compared. */
#ifndef OTTERPAW_TESTS_SCRIPT_BENCH_H
#define OTTERPAW_TESTS_SCRIPT_BENCH_H

#include "script_fixture.h"

static Script *script; /* of the running test: closed by its teardown */
static Trial *trial;
static Mem *mem;
static TrialSetup setup_here;
static Scene *scene;

static int set_up(void **state) {
    (void)state;
    mem = mem_new(1 << 20);
    trial = trial_new();
    scene = scene_new(200, 120);
    return mem != NULL && trial != NULL && scene != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    script_close(script);
    script = NULL;
    trial_free(trial);
    scene_free(scene);
    mem_free(mem);
    return 0;
}

/* Opens play.lua and begins a trial of level 1 with it, not yet prepared. */
static const GameOps *begin(const char *play) {
    script_close(script);
    script = must_open(play);
    setup_here = (TrialSetup){.manifest = script_manifest(script),
                              .params = script_levels(script)->rows[0].params,
                              .number = 3,
                              .level = 1,
                              .seed = 5,
                              .width_mm = 200,
                              .height_mm = 120,
                              .hand = HAND_LEFT};
    trial_begin(trial, &setup_here);
    return script_ops(script);
}

/* The error of the line that prepare runs; "" if it does well. body: what follows in prepare. */
static const char *error_of(const char *body) {
    static Fail fail;
    char play[2000];
    snprintf(play, sizeof play, "return { prepare = function(trial)\n%s\nend }", body);
    const GameOps *ops = begin(play);
    fail = (Fail){FAIL_NONE, ""};
    return ops->prepare(script, trial, &fail) ? "" : fail.text;
}

static void expect_error(const char *body, const char *sentence) {
    const char *text = error_of(body);
    if (strstr(text, sentence) == NULL) {
        fail_msg("%s\n  said: %s\n  not:  %s", body, text, sentence);
    }
}

static void expect_well(const char *body) {
    assert_string_equal(error_of(body), "");
}

/* The same in draw, with a pen. */
static void expect_draw_error(const char *body, const char *sentence) {
    char play[2000];
    Fail fail = {FAIL_NONE, ""};
    snprintf(play, sizeof play,
             "return { prepare = function(trial)\n trial.state = { n = 1, list = { 1, 2, { 3 } } }"
             "\nend, draw = function(trial, pen)\n%s\nend }",
             body);
    const GameOps *ops = begin(play);
    if (!ops->prepare(script, trial, &fail)) {
        fail_msg("%s", fail.text);
    }
    bool ok = ops->draw(script, trial, scene, &fail);
    if (sentence == NULL ? !ok : ok || strstr(fail.text, sentence) == NULL) {
        fail_msg("%s\n  said: %s\n  not:  %s", body, fail.text, sentence ? sentence : "nothing");
    }
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
