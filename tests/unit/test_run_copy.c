/* play/run: lines by switches, copies by switches and taps, and what a copy must be to succeed. */
#include "run_fixture.h"

#include "measure/form.h"

/* A letter of two strokes, to be copied freely; "done" ends it, and the game believes any copy. */
static const Point LETTER[] = {{60, 20}, {60, 70}, {60, 20}, {100, 20}};
static const bool BEGINS[] = {true, false, true, false};

static bool copy_prepare(void *self, Trial *trial, Fail *fail) {
    ((Toy *)self)->prepared++;
    Mem *mem = mem_new(1 << 20);
    Path path;
    bool ok = mem != NULL && path_make(mem, LETTER, BEGINS, 4, &path) &&
              trial_expect_form(trial, &path, 0);
    mem_free(mem);
    Target done = {.role = ROLE_KEY, .box = box_of(160, 60, 26, 24), .player = -1};
    snprintf(done.id, sizeof done.id, "done");
    return ok && trial_target(trial, &done, fail);
}

static bool copy_touch(void *self, Trial *trial, const Sample *sample, int player, Fail *fail) {
    (void)trial;
    (void)sample;
    (void)player;
    (void)fail;
    ((Toy *)self)->touches++;
    return true;
}

static bool copy_choose(void *self, Trial *trial, const Target *target, Fail *fail) {
    (void)target;
    (void)fail;
    ((Toy *)self)->chosen++;
    trial_finish(trial, END_COMPLETED, true);
    return true;
}

static const GameOps copy_ops = {
    .prepare = copy_prepare, .touch = copy_touch, .choose = copy_choose};

typedef struct {
    RunSetup setup;
    Toy toy;
    Collected all;
    Run *run;
} Copy;

static void begin(Copy *copy, const GameOps *ops, AccessMode mode) {
    *copy = (Copy){.setup = some_setup()};
    copy->setup.trials = 1;
    copy->setup.access.mode = mode;
    copy->run = run_of(&copy->setup, ops, &copy->toy, &copy->all);
    feed(copy->run, ENTRY_SHOWN, 0, 0);
}

static void end(Copy *copy) {
    run_free(copy->run);
    collected_free(&copy->all);
}

static int64_t press(Run *run, int64_t ms) {
    feed(run, ENTRY_KEY, ms + 500, KEY_SELECT);
    feed(run, ENTRY_KEY, ms + 700, KEY_SELECT_UP);
    return ms + 1000;
}

static double measured(const Copy *copy, MeasureId id) {
    return measures_get(&copy->all.trials[0].record.measures, id);
}

static void a_switch_walks_along_a_road_and_its_line_is_not_measured(void **state) {
    (void)state;
    Copy copy;
    begin(&copy, &road_ops, ACCESS_TWO_SWITCH);
    int presses = 0;
    for (int64_t ms = 0; run_state(copy.run) == RUN_LIVE && presses < 20; presses++) {
        ms = press(copy.run, ms);
        assert_true(copy.toy.touches > 0);
    }
    /* The road is 100 mm: eight steps of 12.5 mm. */
    assert_int_equal(presses, 8);
    assert_int_equal(copy.all.count, 1);
    assert_true(copy.all.trials[0].record.success);
    assert_string_equal(copy.all.trials[0].via, "switch");
    assert_true(isnan(measured(&copy, MEASURE_COVERAGE_PERCENT)));
    assert_true(copy.all.trials[0].record.valid);
    end(&copy);
}

static void a_switch_draws_a_copy_once_and_then_chooses(void **state) {
    (void)state;
    Copy copy;
    begin(&copy, &copy_ops, ACCESS_TWO_SWITCH);
    int presses = 0, length = 90;
    for (int64_t ms = 0; run_state(copy.run) == RUN_LIVE && presses < 20; presses++) {
        ms = press(copy.run, ms);
        assert_true(copy.toy.chosen == 0 || presses * run_pen_step_mm(length) >= length);
    }
    assert_int_equal(copy.all.count, 1);
    assert_int_equal(copy.toy.chosen, 1);
    assert_true(copy.all.trials[0].record.success);
    assert_string_equal(copy.all.trials[0].via, "switch");
    end(&copy);
}

static void a_copy_of_taps_is_left_to_the_game(void **state) {
    (void)state;
    Copy copy;
    begin(&copy, &copy_ops, ACCESS_TOUCH);
    for (int i = 0; i < 6; i++) {
        tap(copy.run, 60, 20 + 10 * i, 1000 + 800 * i);
    }
    tap(copy.run, 172, 72, 9000);
    assert_int_equal(copy.all.count, 1);
    assert_true(copy.all.trials[0].record.success);
    assert_string_equal(copy.all.trials[0].via, "tap");
    assert_true(isnan(measured(&copy, MEASURE_SCORE)));
    end(&copy);
}

/* Draws the letter with its second stroke turned down by `turn` mm, then says "done". */
static void draw_letter(Copy *copy, double turn) {
    int64_t ms = drag(copy->run, (Point){60, 20}, (Point){60, 70}, 1000);
    ms = drag(copy->run, (Point){60, 20}, (Point){100, 20 + turn}, ms + 800);
    tap(copy->run, 172, 72, ms + 2000);
    assert_int_equal(copy->all.count, 1);
}

static void a_copy_succeeds_by_its_score_whatever_the_game_says(void **state) {
    (void)state;
    Copy copy;
    begin(&copy, &copy_ops, ACCESS_TOUCH);
    draw_letter(&copy, 0);
    assert_true(copy.all.trials[0].record.success);
    assert_true(measured(&copy, MEASURE_SCORE) >= FORM_SUCCESS_LEAST);
    end(&copy);
    bool succeeded = true;
    for (double turn = 4; turn < 80; turn += 4) { /* from a little bent to another shape */
        begin(&copy, &copy_ops, ACCESS_TOUCH);
        draw_letter(&copy, turn);
        double score = measured(&copy, MEASURE_SCORE);
        succeeded = copy.all.trials[0].record.success;
        assert_int_equal(succeeded, score >= FORM_SUCCESS_LEAST);
        end(&copy);
    }
    assert_false(succeeded);
}

static void one_stroke_somewhere_is_no_copy(void **state) {
    (void)state;
    Copy copy;
    begin(&copy, &copy_ops, ACCESS_TOUCH);
    int64_t ms = drag(copy.run, (Point){20, 80}, (Point){40, 30}, 1000);
    tap(copy.run, 172, 72, ms + 2000);
    assert_int_equal(copy.all.count, 1);
    assert_false(copy.all.trials[0].record.success);
    end(&copy);
}

static void without_help_eight_misses_end_a_trial_kindly(void **state) {
    (void)state;
    Copy copy = {.setup = some_setup()};
    copy.setup.help = HELP_OFF;
    copy.run = run_of(&copy.setup, &pick_ops, &copy.toy, &copy.all);
    feed(copy.run, ENTRY_SHOWN, 0, 0);
    for (int miss = 1; miss <= 8; miss++) {
        assert_int_equal(run_state(copy.run), RUN_LIVE);
        tap(copy.run, miss % 2 == 0 ? 90 : 150, 40, 2000 * miss);
    }
    assert_int_equal(copy.all.count, 1);
    assert_int_equal(copy.all.trials[0].record.end, END_GAVE_UP);
    assert_int_equal(copy.toy.helps, 0);
    assert_false(copy.all.trials[0].record.success);
    end(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_switch_walks_along_a_road_and_its_line_is_not_measured),
        cmocka_unit_test(a_switch_draws_a_copy_once_and_then_chooses),
        cmocka_unit_test(a_copy_of_taps_is_left_to_the_game),
        cmocka_unit_test(a_copy_succeeds_by_its_score_whatever_the_game_says),
        cmocka_unit_test(one_stroke_somewhere_is_no_copy),
        cmocka_unit_test(without_help_eight_misses_end_a_trial_kindly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
