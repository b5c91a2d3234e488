/* play/run: fingers, switches and palms on their way to a game, and what is drawn. */
#include "run_fixture.h"

static const Point apple = {98, 23}, eat = {23, 68}, nowhere = {98, 80};

static void readings_between_trials_reach_no_game(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    Toy toy = {0};
    Collected all = {0};
    Run *run = run_of(&setup, &road_ops, &toy, &all);
    touch(run, 0, SAMPLE_DOWN, 20, 40, 50);
    feed(run, ENTRY_SHOWN, 100, 0);
    touch(run, 0, SAMPLE_MOVE, 60, 40, 200); /* still down from before: spent until it lifts */
    assert_int_equal(toy.touches, 0);
    touch(run, 0, SAMPLE_UP, 60, 40, 300);
    touch(run, 0, SAMPLE_DOWN, 20, 40, 400);
    assert_int_equal(toy.touches, 1);
    put_away(run, &all);
}

static void a_second_finger_on_the_line_makes_it_invalid(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&road_ops, &toy, &all);
    touch(run, 1, SAMPLE_DOWN, 60, 10, 200);
    draw_road(run, 500);
    assert_string_equal(all.trials[0].invalid_reason,
                        "A palm or second finger touched for more than a tenth of this trial.");
    assert_true(measures_get(&all.trials[0].record.measures, MEASURE_SECOND_TOUCH_PERCENT) > 10);
    put_away(run, &all);
}

static void a_source_comes_to_its_zone_by_drag_by_taps_and_by_switches(void **state) {
    (void)state;
    static const char *const vias[] = {"drag", "taptap", "switch"};
    for (int i = 0; i < 3; i++) {
        RunSetup setup = some_setup();
        setup.access.mode = i == 2 ? ACCESS_TWO_SWITCH : ACCESS_TOUCH;
        Toy toy = {0};
        Collected all = {0};
        Fail fail;
        Run *run = run_of(&setup, &sort_ops, &toy, &all);
        feed(run, ENTRY_SHOWN, 0, 0);
        if (i == 0) {
            drag(run, apple, eat, 1000);
        } else if (i == 1) {
            tap(run, apple.x, apple.y, 1000);
            tap(run, eat.x, eat.y, 3000);
        }
        for (int64_t ms = 1000; i == 2 && ms < 60000 && run_state(run) == RUN_LIVE; ms += 1000) {
            /* On to the source, then on to the zone; select each when focus is there. */
            Scene *scene = scene_new(218, 136);
            assert_true(run_draw(run, scene, &fail));
            const SceneTarget *want = scene_target_named(scene, "apple");
            if ((want->state & TARGET_PICKED) != 0) {
                want = scene_target_named(scene, "eat");
            }
            bool there = (want->state & TARGET_FOCUS) != 0;
            scene_free(scene);
            feed(run, ENTRY_KEY, ms, there ? KEY_SELECT : KEY_NEXT);
            if (there) {
                feed(run, ENTRY_KEY, ms + 300, KEY_SELECT_UP);
            }
        }
        assert_true(run_advance(run, 60000000, &fail));
        assert_int_equal(all.count, 1);
        assert_string_equal(all.trials[0].via, vias[i]);
        assert_true(all.trials[0].record.success);
        assert_true(fabs(measures_get(&all.trials[0].record.measures, MEASURE_SCORE) - 100) < 1e-9);
        put_away(run, &all);
    }
}

static void a_held_source_is_drawn_where_the_finger_is_and_its_place_stays(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = shown_run(&sort_ops, &toy, &all);
    Scene *scene = scene_new(218, 136);
    touch(run, 0, SAMPLE_DOWN, apple.x, apple.y, 1000);
    for (int i = 1; i <= 20; i++) {
        touch(run, 0, SAMPLE_MOVE, apple.x, apple.y + 2 * i, 1000 + 20 * i);
    }
    assert_true(run_draw(run, scene, &fail));
    assert_true(scene_ok(scene, &fail));
    const SceneTarget *held = scene_target_named(scene, "apple");
    assert_non_null(held);
    assert_true(held->state & TARGET_PICKED);
    assert_true(held->box.top > 28 + 5 + 20);
    assert_string_equal(scene_target_at(scene, scene_target_count(scene) - 1)->name, "apple");
    Cue cue;
    bool picked = false;
    while (run_take_cue(run, &cue)) {
        picked = picked || strcmp(cue.name, "pick") == 0;
    }
    assert_true(picked);
    scene_free(scene);
    put_away(run, &all);
}

static void a_touch_under_the_first_prompt_is_seen_but_not_scored(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Run *run = shown_run(&pick_ops, &toy, &all);
    feed(run, ENTRY_SPEECH, 0, 1);
    tap(run, 90, 40, 700);
    assert_int_equal(toy.chosen, 0);
    feed(run, ENTRY_SPEECH, 2000, 0);
    tap(run, 30, 40, 3000);
    assert_int_equal(toy.chosen, 1);
    feed(run, ENTRY_NEXT, 5000, 0);
    feed(run, ENTRY_SHOWN, 5100, 0);
    feed(run, ENTRY_SPEECH, 5100, 1);
    tap(run, 30, 40, 6000); /* from the second trial on it may interrupt */
    assert_int_equal(toy.chosen, 2);
    assert_int_equal(all.count, 2);
    put_away(run, &all);
}

static void a_resting_palm_changes_no_choice(void **state) {
    (void)state;
    Collected all[2] = {0};
    for (int palm = 0; palm < 2; palm++) {
        Toy toy = {0};
        Run *run = shown_run(&pick_ops, &toy, &all[palm]);
        if (palm) {
            touch(run, 5, SAMPLE_DOWN, 100, 80, 100);
        }
        tap(run, 30, 40, 2000);
        const TrialRecord *record = &all[palm].trials[0].record;
        assert_true(record->success && record->valid);
        assert_int_equal(record->outcome, OUTCOME_INDEPENDENT);
        assert_int_equal(record->touches_rested, palm);
        run_free(run);
    }
    assert_int_equal(all[0].trials[0].record.next_level, all[1].trials[0].record.next_level);
    collected_free(&all[0]);
    collected_free(&all[1]);
}

static void every_target_is_named_on_the_screen(void **state) {
    (void)state;
    Toy toy = {0};
    Collected all = {0};
    Fail fail;
    Run *run = shown_run(&pick_ops, &toy, &all);
    Scene *scene = scene_new(218, 136);
    assert_true(run_draw(run, scene, &fail));
    const SceneTarget *b = scene_target_named(scene, "b");
    assert_non_null(b);
    assert_true(b->box.left == 74 && b->box.top == 48);
    assert_int_equal(b->role, ROLE_CHOICE);
    assert_true(scene_ok(scene, &fail));
    scene_free(scene);
    put_away(run, &all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_between_trials_reach_no_game),
        cmocka_unit_test(a_second_finger_on_the_line_makes_it_invalid),
        cmocka_unit_test(a_source_comes_to_its_zone_by_drag_by_taps_and_by_switches),
        cmocka_unit_test(a_held_source_is_drawn_where_the_finger_is_and_its_place_stays),
        cmocka_unit_test(a_touch_under_the_first_prompt_is_seen_but_not_scored),
        cmocka_unit_test(a_resting_palm_changes_no_choice),
        cmocka_unit_test(every_target_is_named_on_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
