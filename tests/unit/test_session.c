/* play/session: whole runs played by pretend children, headless. */
#include "play/session.h"

#include "run_fixture.h"

/* ---- games that can be played without hands ---- */

static bool road_simulate(void *self, Trial *trial, Pretend *child, Fail *fail) {
    (void)self;
    Mem *mem = mem_new(1 << 20);
    Path path;
    bool ok = mem != NULL && path_make(mem, (Point[]){{20, 40}, {120, 40}}, NULL, 2, &path);
    if (ok) {
        pretend_follow(child, &path, trial_param_number(trial, "road_mm"));
    }
    mem_free(mem);
    return ok || fail_set(fail, FAIL_MEMORY, "no memory");
}

/* Three choices, three items: the right one moves on with every answer. */
static bool items_choose(void *self, Trial *trial, const Target *target, Fail *fail) {
    Toy *toy = self;
    Answer answer = {.right = target->id[0] == 'a' + toy->last_help % 3};
    snprintf(answer.item, sizeof answer.item, "item%d", toy->last_help);
    snprintf(answer.choice, sizeof answer.choice, "%s", target->id);
    toy->chosen++;
    toy->last_help++;
    if (!trial_answer(trial, &answer, fail)) {
        return false;
    }
    if (toy->last_help % 3 == 0) {
        trial_finish(trial, END_COMPLETED, true);
    }
    return true;
}

static bool items_simulate(void *self, Trial *trial, Pretend *child, Fail *fail) {
    (void)fail;
    Toy *toy = self;
    Target others[TARGETS_MAX];
    int count = 0, right = toy->last_help % 3;
    for (int i = 0; i < trial_target_count(trial); i++) {
        if (i != right) {
            others[count++] = *trial_target_at(trial, i);
        }
    }
    Target wanted = *trial_target_at(trial, right);
    pretend_choose(child, &wanted, others, count);
    return true;
}

/* Two sources that go to one of eight slots in two rows: more than a scan goes through one by one.
 */
static bool park_prepare(void *self, Trial *trial, Fail *fail) {
    ((Toy *)self)->prepared++;
    for (int i = 0; i < 10; i++) {
        Target target = {.role = i < 2 ? ROLE_SOURCE : ROLE_SLOT,
                         .box = i < 2 ? box_of(20 + 80 * i, 65, 24, 24)
                                      : box_of(10 + 45 * (i % 4), 2 + 31 * ((i - 2) / 4), 26, 26),
                         .player = -1};
        snprintf(target.id, sizeof target.id, "%s%d", i < 2 ? "car" : "slot", i);
        snprintf(target.picture, sizeof target.picture, "apple");
        if (!trial_target(trial, &target, fail)) {
            return false;
        }
    }
    return true;
}

static bool park_drop(void *self, Trial *trial, const Target *source, const Target *zone,
                      Fail *fail) {
    ((Toy *)self)->dropped++;
    Answer answer = {.right = strcmp(zone->id, "slot8") == 0 && strcmp(source->id, "car1") == 0};
    snprintf(answer.item, sizeof answer.item, "%s", source->id);
    snprintf(answer.choice, sizeof answer.choice, "%s", zone->id);
    bool ok = trial_answer(trial, &answer, fail);
    trial_finish(trial, END_COMPLETED, answer.right);
    return ok;
}

static bool park_simulate(void *self, Trial *trial, Pretend *child, Fail *fail) {
    (void)self;
    (void)fail;
    Target others[TARGETS_MAX];
    int count = 0;
    for (int i = 2; i < 10; i++) {
        if (i != 8) {
            others[count++] = *trial_target_at(trial, i);
        }
    }
    Target source = *trial_target_at(trial, 1), right = *trial_target_at(trial, 8);
    pretend_drop(child, &source, &right, others, count);
    return true;
}

static bool greedy_simulate(void *self, Trial *trial, Pretend *child, Fail *fail) {
    (void)self;
    (void)trial;
    (void)fail;
    for (int i = 0; i < 20; i++) {
        pretend_hold(child, (Point){100, 50}, 600);
    }
    return true;
}

static GameOps simulated(const GameOps *ops, bool (*simulate)(void *, Trial *, Pretend *, Fail *)) {
    GameOps with = *ops;
    with.simulate = simulate;
    return with;
}

static const GameOps items_ops = {
    .prepare = pick_prepare, .choose = items_choose, .simulate = items_simulate};
static const GameOps park_ops = {
    .prepare = park_prepare, .drop = park_drop, .simulate = park_simulate};

static bool play(const RunSetup *setup, const GameOps *ops, const PretendTraits *child,
                 uint64_t seed, Toy *toy, Collected *all, Fail *fail) {
    Game game = {setup->manifest, setup->levels, ops, toy, ""};
    Sink sink = sink_of(all);
    *toy = (Toy){0};
    return session_play_run(setup, &game, child, seed, 20, &sink, (Id){{1, 2, 3}}, 0, 0, fail);
}

static void play_named(const RunSetup *setup, const GameOps *ops, const char *name, uint64_t seed,
                       Toy *toy, Collected *all) {
    Fail fail = {FAIL_NONE, ""};
    if (!play(setup, ops, pretend_named(name), seed, toy, all, &fail)) {
        fail_msg("%s: %s", name, fail.text);
    }
}

/* ---- claims ---- */

static void every_child_plays_every_game_and_its_replay_reproduces(void **state) {
    (void)state;
    GameOps road = simulated(&road_ops, road_simulate);
    const GameOps *games[] = {&road, &items_ops, &park_ops};
    for (int g = 0; g < 3; g++) {
        for (int c = 0; c < pretend_count(); c++) {
            RunSetup setup = some_setup();
            Collected all = {0};
            Toy toy;
            setup.trials = 4;
            setup.pause_s = 1;
            play_named(&setup, games[g], pretend_at(c)->name, 31, &toy, &all);
            assert_int_equal(all.count, 4);
            StoredTrial stored[4];
            for (int i = 0; i < 4; i++) {
                const Kept *kept = &all.trials[i];
                stored[i] =
                    (StoredTrial){kept->number, kept->text, kept->chunk.entries, kept->chunk.count};
            }
            ReplayVerdict verdict;
            Fail fail;
            toy = (Toy){0};
            Game game = {setup.manifest, setup.levels, games[g], &toy, ""};
            assert_true(session_replay_run(&setup, &game, stored, 4, all.tail.entries,
                                           all.tail.count, (Id){{1, 2, 3}}, 0, &verdict, &fail));
            if (verdict.reproduced != 4) {
                fail_msg("game %d, %s: %s", g, pretend_at(c)->name, verdict.difference);
            }
            collected_free(&all);
        }
    }
}

static void same_seeds_give_the_same_records(void **state) {
    (void)state;
    Collected all[3] = {0};
    RunSetup setup = some_setup();
    GameOps road = simulated(&road_ops, road_simulate);
    Toy toy;
    for (int i = 0; i < 3; i++) {
        play_named(&setup, &road, "shaky", i < 2 ? 5 : 6, &toy, &all[i]);
        assert_int_equal(all[i].count, 3);
    }
    for (int i = 0; i < 3; i++) {
        assert_string_equal(all[0].trials[i].text, all[1].trials[i].text);
        assert_string_not_equal(all[0].trials[i].text, all[2].trials[i].text);
    }
    for (int i = 0; i < 3; i++) {
        collected_free(&all[i]);
    }
}

static void refuser_is_ended_by_the_limit_or_else_stopped_when_patience_ends(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    GameOps road = simulated(&road_ops, road_simulate);
    Collected limited = {0}, idle = {0};
    Toy toy;
    play_named(&setup, &road, "refuser", 1, &toy, &limited);
    play_named(&setup, &items_ops, "refuser", 1, &toy, &idle);
    assert_int_equal(limited.count, 3);
    assert_int_equal(idle.count, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(limited.trials[i].record.end, END_TIMED_OUT);
        assert_int_equal(limited.trials[i].record.duration_us, 10000000);
        assert_int_equal(idle.trials[i].record.end, END_STOPPED);
        assert_int_equal(idle.trials[i].record.duration_us, 20000000);
    }
    collected_free(&limited);
    collected_free(&idle);
}

static void simulate_is_asked_for_each_item_in_turn(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    PretendTraits sure = *pretend_named("careful");
    sure.ability = 50, sure.lapse = 0;
    Collected all = {0};
    Toy toy;
    Fail fail = {FAIL_NONE, ""};
    assert_true(play(&setup, &items_ops, &sure, 3, &toy, &all, &fail));
    assert_int_equal(toy.chosen, 9);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(all.trials[i].record.answers, 3);
        assert_int_equal(all.trials[i].record.answers_right, 3);
        assert_string_equal(all.trials[i].via, "tap");
    }
    collected_free(&all);
}

/* The switch child counts keys; access keeps focus: both must agree, with focus there from the
 * beginning or only with the first key, one by one and by rows, and with slow switches. */
static void switches_reach_what_a_finger_reaches(void **state) {
    (void)state;
    PretendTraits sure = *pretend_named("switches");
    sure.ability = 50, sure.lapse = 0;
    const AccessMode modes[] = {ACCESS_TOUCH, ACCESS_TWO_SWITCH};
    for (int m = 0; m < 4; m++) {
        RunSetup setup = some_setup();
        setup.access.mode = modes[m % 2];
        setup.access.accept_us = m < 2 ? 50000 : 1500000;
        setup.access.debounce_us = m < 2 ? 400000 : 2500000;
        Collected items = {0}, park = {0};
        Toy toy;
        Fail fail = {FAIL_NONE, ""};
        assert_true(play(&setup, &items_ops, &sure, 3, &toy, &items, &fail));
        assert_true(play(&setup, &park_ops, &sure, 3, &toy, &park, &fail));
        for (int i = 0; i < 3; i++) {
            assert_int_equal(items.trials[i].record.answers_right, 3);
            assert_string_equal(items.trials[i].via, "switch");
            assert_int_equal(park.trials[i].record.answers_right, 1);
            assert_string_equal(park.trials[i].via, "switch");
        }
        collected_free(&items);
        collected_free(&park);
    }
}

static void tapping_child_drops_by_two_taps_and_others_drag(void **state) {
    (void)state;
    const char *names[] = {"taps", "careful", "palm"}, *vias[] = {"taptap", "drag", "drag"};
    for (int n = 0; n < 3; n++) {
        PretendTraits sure = *pretend_named(names[n]);
        sure.ability = 50, sure.lapse = sure.impulsivity = 0;
        RunSetup setup = some_setup();
        setup.trials = 10;
        Collected all = {0};
        Toy toy;
        Fail fail = {FAIL_NONE, ""};
        assert_true(play(&setup, &park_ops, &sure, 3, &toy, &all, &fail));
        int right = 0;
        for (int i = 0; i < all.count; i++) {
            right += all.trials[i].record.answers_right;
            assert_string_equal(all.trials[i].via, vias[n]);
        }
        print_message("%s: %d of 10 right\n", names[n], right);
        assert_true(right >= 9);
        collected_free(&all);
    }
}

static void random_touching_earns_next_to_nothing_on_a_road(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    GameOps road = simulated(&road_ops, road_simulate);
    double means[2] = {0};
    const char *names[] = {"careful", "random"};
    for (int n = 0; n < 2; n++) {
        Collected all = {0};
        Toy toy;
        setup.trials = 10;
        play_named(&setup, &road, names[n], 2, &toy, &all);
        for (int i = 0; i < all.count; i++) {
            double score = measures_get(&all.trials[i].record.measures, MEASURE_SCORE);
            means[n] += isfinite(score) ? score / all.count : 0;
        }
        collected_free(&all);
    }
    print_message("careful %.1f, random %.1f\n", means[0], means[1]);
    assert_true(means[0] > 85);
    assert_true(means[1] < 30);
}

static void a_sink_that_refuses_and_a_game_that_asks_too_much_are_told(void **state) {
    (void)state;
    RunSetup setup = some_setup();
    GameOps road = simulated(&road_ops, road_simulate);
    GameOps greedy = simulated(&road_ops, greedy_simulate);
    Collected all = {.refuse = true};
    Toy toy;
    Fail fail = {FAIL_NONE, ""};
    assert_false(play(&setup, &road, pretend_named("careful"), 1, &toy, &all, &fail));
    assert_string_equal(fail.text, "The disk is full.");
    all.refuse = false;
    assert_false(play(&setup, &road_ops, pretend_named("careful"), 1, &toy, &all, &fail));
    assert_non_null(strstr(fail.text, "simulate"));
    PretendTraits sure = *pretend_named("shaky");
    sure.ability = 50, sure.lapse = 0;
    assert_false(play(&setup, &greedy, &sure, 1, &toy, &all, &fail));
    assert_non_null(strstr(fail.text, "asks for more than"));
    collected_free(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_child_plays_every_game_and_its_replay_reproduces),
        cmocka_unit_test(same_seeds_give_the_same_records),
        cmocka_unit_test(refuser_is_ended_by_the_limit_or_else_stopped_when_patience_ends),
        cmocka_unit_test(simulate_is_asked_for_each_item_in_turn),
        cmocka_unit_test(switches_reach_what_a_finger_reaches),
        cmocka_unit_test(tapping_child_drops_by_two_taps_and_others_drag),
        cmocka_unit_test(random_touching_earns_next_to_nothing_on_a_road),
        cmocka_unit_test(a_sink_that_refuses_and_a_game_that_asks_too_much_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
