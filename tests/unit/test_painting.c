/* games/painting by real fingers: whose touch counts when, with the otter and with a friend. */
#include "app/files.h"
#include "app/library.h"
#include "run_fixture.h"

#include "games_fixture.h"

static const double LEFT = 4, TOP = 28;

typedef struct {
    Run *run;
    RunSetup setup;
    Collected all;
    double now_s;
} Table; /* at which they play */

static void pass(Table *table, double seconds) {
    Fail fail;
    table->now_s += seconds;
    assert_true(run_advance(table->run, (int64_t)(table->now_s * 1e6), &fail));
}

static void open_table(Table *table, int level) {
    Game game;
    Fail fail = {0};
    *table = (Table){0};
    assert_true(library_game(library, "painting", &game, &fail));
    table->setup = (RunSetup){.seed = 5,
                              .manifest = game.manifest,
                              .levels = game.levels,
                              .trials = 1,
                              .first_level = level,
                              .help = HELP_OFF,
                              .guard = guard_standard("5-6", ""),
                              .access = access_standard("5-6", ""),
                              .place = {218, 136, {4, 28, 200, 124}, {204, 0, 218, 136}, 2}};
    assert_true(
        adapt_begin(&table->setup.adapt, ADAPT_FIXED, 1, game.levels->count, level, 0.8, 0, &fail));
    Sink sink = sink_of(&table->all);
    table->run = run_new(&table->setup, game.ops, game.self, &sink, (Id){{0}}, 0, 0, &fail);
    if (table->run == NULL) {
        fail_msg("%s", fail.text);
    }
    Entry shown = {.kind = ENTRY_SHOWN};
    assert_true(run_feed(table->run, &shown, &fail));
}

static void close_table(Table *table) {
    run_free(table->run);
    collected_free(&table->all);
}

static void put(Table *table, SamplePhase phase, int finger, Point at) {
    Fail fail;
    Entry entry = {.kind = ENTRY_SAMPLE,
                   .time_us = journal_time((int64_t)(table->now_s * 1e6)),
                   .phase = phase,
                   .finger = finger,
                   .x_mm = journal_length(LEFT + at.x),
                   .y_mm = journal_length(TOP + at.y)};
    assert_true(run_feed(table->run, &entry, &fail));
}

static Point middle(const Table *table, const char *side, int part) {
    char id[NAME_MAX_BYTES];
    snprintf(id, sizeof id, "%s%d", side, part);
    const Target *target = trial_target_named(run_trial(table->run), id);
    assert_non_null(target);
    return target_centre(target);
}

static void paint(Table *table, const char *side, int part) {
    Point at = middle(table, side, part);
    put(table, SAMPLE_DOWN, 0, at);
    pass(table, 0.1);
    put(table, SAMPLE_UP, 0, at);
}

static double wait_of(const Table *table) {
    return trial_param_number(run_trial(table->run), "wait_s");
}

/* Lets the rest of the picture be painted by others. */
static const TrialRecord *end_of(Table *table) {
    pass(table, 400);
    assert_int_equal(table->all.count, 1);
    return &table->all.trials[0].record;
}

/* Whether this part is the one of a turn that begins after so many seconds: by trying. The game has
 * one state, so this must be known before a table is opened to stay. */
static bool is_part(int level, int part, double after_s, const int *before, int before_count) {
    Table table;
    char id[NAME_MAX_BYTES];
    open_table(&table, level);
    for (int i = 0; i < before_count; i++) {
        pass(&table, wait_of(&table) + 0.3);
        paint(&table, "mine", before[i]);
        pass(&table, 0.8);
    }
    pass(&table, after_s);
    snprintf(id, sizeof id, "mine%d", part);
    bool right = false;
    if (trial_target_named(run_trial(table.run), id) != NULL) {
        paint(&table, "mine", part);
        right = end_of(&table)->answers_right == before_count + 1;
    }
    close_table(&table);
    return right;
}

static int part_after(int level, double after_s, const int *before, int before_count) {
    for (int part = 1; part <= 6; part++) {
        if (is_part(level, part, after_s, before, before_count)) {
            return part;
        }
    }
    fail_msg("no part is right");
    return 0;
}

/* Opens a table, knowing which parts come first and second. */
static void open_knowing(Table *table, int level, int parts[2]) {
    open_table(table, level);
    double wait_s = wait_of(table);
    close_table(table);
    parts[0] = part_after(level, wait_s + 0.3, NULL, 0);
    parts[1] = part_after(level, wait_s + 0.3, parts, 1);
    open_table(table, level);
}

static double got(const TrialRecord *record, MeasureId id) {
    return measures_get(&record->measures, id);
}

static void one_touch_of_the_same_part_in_its_turn_earns_it(void **state) {
    (void)state;
    Table table;
    int parts[2];
    open_knowing(&table, 1, parts);
    pass(&table, wait_of(&table) + 0.5);
    paint(&table, "mine", parts[0]);
    const TrialRecord *record = end_of(&table);
    assert_int_equal(record->answers, 4);
    assert_true(got(record, MEASURE_TURNS_TAKEN) == 1);
    assert_true(got(record, MEASURE_EARLY_TOUCHES) == 0);
    assert_true(got(record, MEASURE_WAIT_KEPT_S) == 3);
    close_table(&table);
}

static void a_trial_let_pass_is_painted_by_others_and_ends_by_itself(void **state) {
    (void)state;
    Table table;
    open_table(&table, 10);
    const TrialRecord *record = end_of(&table);
    assert_int_equal(record->end, END_COMPLETED);
    assert_false(record->success);
    assert_true(got(record, MEASURE_SCORE) == 0);
    assert_true(got(record, MEASURE_EARLY_TOUCHES) == 0);
    close_table(&table);
}

static void a_touch_too_soon_costs_that_turn_and_no_other(void **state) {
    (void)state;
    Table table;
    int parts[2];
    open_knowing(&table, 1, parts);
    pass(&table, 1.5);
    paint(&table, "mine", parts[0]);
    pass(&table, 2);
    paint(&table, "mine", parts[0]); /* flows, but is not earned */
    pass(&table, 1 + wait_of(&table));
    paint(&table, "mine", parts[1]);
    const TrialRecord *record = end_of(&table);
    assert_true(got(record, MEASURE_TURNS_TAKEN) == 1);
    assert_true(got(record, MEASURE_EARLY_TOUCHES) == 1);
    close_table(&table);
}

static void painting_on_with_a_sliding_finger_is_too_soon_as_well(void **state) {
    (void)state;
    Table table;
    open_table(&table, 1);
    Point at = middle(&table, "mine", 1);
    pass(&table, 1);
    put(&table, SAMPLE_DOWN, 0, (Point){at.x - 12, at.y});
    for (int i = 0; i < 12; i++) {
        pass(&table, 0.05);
        put(&table, SAMPLE_MOVE, 0, (Point){at.x - 12 + 2 * i, at.y});
    }
    put(&table, SAMPLE_UP, 0, (Point){at.x + 12, at.y});
    assert_true(got(end_of(&table), MEASURE_EARLY_TOUCHES) == 1);
    close_table(&table);
}

static void a_resting_hand_a_late_lift_and_pointing_are_not_too_soon(void **state) {
    (void)state;
    Table table;
    int parts[2];
    open_knowing(&table, 2, parts);
    int part = parts[0];
    paint(&table, "mine", part); /* the last of what came before: within half a second */
    pass(&table, 0.6);
    put(&table, SAMPLE_DOWN, 1, middle(&table, "mine", 1)); /* a wrist */
    pass(&table, 1.5);
    put(&table, SAMPLE_UP, 1, middle(&table, "mine", 1));
    paint(&table, "other", part); /* "look there" */
    pass(&table, wait_of(&table) - table.now_s + 0.5);
    paint(&table, "mine", part);
    const TrialRecord *record = end_of(&table);
    assert_true(got(record, MEASURE_EARLY_TOUCHES) == 0);
    assert_true(got(record, MEASURE_TURNS_TAKEN) == 1);
    close_table(&table);
}

static void another_part_first_is_not_a_turn_and_the_other_side_is_asleep(void **state) {
    (void)state;
    Table table;
    int parts[2];
    open_knowing(&table, 1, parts);
    pass(&table, wait_of(&table) + 0.5);
    paint(&table, "mine", parts[1]);
    pass(&table, 1);
    paint(&table, "mine", parts[0]);
    pass(&table, 1 + wait_of(&table));
    paint(&table, "other", parts[0]);
    pass(&table, 1);
    paint(&table, "mine", parts[1]);
    const TrialRecord *record = end_of(&table);
    assert_true(got(record, MEASURE_TURNS_TAKEN) == 1);
    assert_true(got(record, MEASURE_EARLY_TOUCHES) == 0);
    close_table(&table);
}

static void a_friend_who_touches_in_the_childs_turn_takes_nothing_from_it(void **state) {
    (void)state;
    Table table;
    int parts[2];
    open_knowing(&table, 4, parts);
    int part = parts[0];
    pass(&table, 1);
    paint(&table, "other", part % 5 + 1); /* the friend's own mistakes */
    pass(&table, wait_of(&table) - table.now_s + 0.5);
    paint(&table, "other", part);
    pass(&table, 0.6);
    paint(&table, "mine", part);
    const TrialRecord *record = end_of(&table);
    assert_true(got(record, MEASURE_TURNS_TAKEN) == 1);
    assert_int_equal(record->answers, 4); /* the friend's are not the child's */
    close_table(&table);
}

/* Level 9: the sixth turn is both's. Lets five pass and the child wait for it. */
static int come_to_both(Table *table) {
    open_table(table, 9);
    double wait_s = wait_of(table);
    double act_s = trial_param_number(run_trial(table->run), "act_s");
    close_table(table);
    double after_s = 5 * (wait_s + act_s + 0.8) + wait_s + 0.5;
    int part = part_after(9, after_s, NULL, 0);
    open_table(table, 9);
    pass(table, after_s);
    return part;
}

static void both_at_once_within_the_time_is_a_turn(void **state) {
    (void)state;
    Table table;
    int part = come_to_both(&table);
    paint(&table, "other", part);
    pass(&table, 1);
    paint(&table, "mine", part);
    assert_true(got(end_of(&table), MEASURE_TURNS_TAKEN) == 1);
    close_table(&table);
}

static void both_but_one_long_after_the_other_is_not(void **state) {
    (void)state;
    Table table;
    int part = come_to_both(&table);
    paint(&table, "other", part);
    pass(&table, 3);
    paint(&table, "mine", part);
    pass(&table, 1);
    paint(&table, "other", part);
    assert_true(got(end_of(&table), MEASURE_TURNS_TAKEN) == 0);
    close_table(&table);
}

static void both_held_need_no_lift(void **state) {
    (void)state;
    Table table;
    int part = come_to_both(&table);
    put(&table, SAMPLE_DOWN, 0, middle(&table, "mine", part));
    pass(&table, 0.3);
    put(&table, SAMPLE_DOWN, 1, middle(&table, "other", part));
    pass(&table, 0.5);
    assert_int_equal(table.all.count, 0);
    pass(&table, 3); /* the last turn: the picture is done while they hold */
    assert_int_equal(table.all.count, 1);
    assert_true(got(&table.all.trials[0].record, MEASURE_TURNS_TAKEN) == 1);
    close_table(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_touch_of_the_same_part_in_its_turn_earns_it),
        cmocka_unit_test(a_trial_let_pass_is_painted_by_others_and_ends_by_itself),
        cmocka_unit_test(a_touch_too_soon_costs_that_turn_and_no_other),
        cmocka_unit_test(painting_on_with_a_sliding_finger_is_too_soon_as_well),
        cmocka_unit_test(a_resting_hand_a_late_lift_and_pointing_are_not_too_soon),
        cmocka_unit_test(another_part_first_is_not_a_turn_and_the_other_side_is_asleep),
        cmocka_unit_test(a_friend_who_touches_in_the_childs_turn_takes_nothing_from_it),
        cmocka_unit_test(both_at_once_within_the_time_is_a_turn),
        cmocka_unit_test(both_but_one_long_after_the_other_is_not),
        cmocka_unit_test(both_held_need_no_lift),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
