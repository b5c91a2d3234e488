/* What a Lua game may say of a trial and draw, and that the same run gives the same records. */
#include "script_bench.h"

/* ---- trial ---- */

static void a_trial_is_read_by_its_fields(void **state) {
    (void)state;
    expect_well("assert(trial.number == 3 and trial.level == 1 and trial.hand == 'left')\n"
                "assert(trial.area.width == 200 and trial.area.height == 120)\n"
                "assert(trial.params.road_mm == 19 and trial.time_s == 0)\n"
                "assert(not trial.probe and not trial.mirrored and not trial.reduced_motion)\n"
                "assert(trial.help_rung == 0 and #trial:fingers() == 0)\n"
                "local names = '' for k in pairs(trial.params) do names = names .. k end\n"
                "assert(names == 'road_mm')");
}

static void targets_are_centred_and_come_back_as_they_were_said(void **state) {
    (void)state;
    expect_well("trial:target{ id = 'a', x = 50, y = 40, w = 20, h = 10, role = 'zone',\n"
                "  picture = 'apple', voice = 'toy.apple', label = false, tint = 'leafSoft',\n"
                "  player = 1, hint = true }\n"
                "trial:target{ id = 'b', x = 9, y = 9, w = 4, h = 4 }\n"
                "local t = trial:targets()\n"
                "assert(#t == 2 and t[1].x == 50 and t[1].w == 20 and t[1].role == 'zone')\n"
                "assert(t[1].hint and not t[1].done and t[1].label == false)\n"
                "assert(t[1].player == 1 and t[2].player == -1 and t[2].role == 'choice')\n"
                "trial:target_state('b', 'done') assert(trial:targets()[2].done)\n"
                "assert(trial:remove_target('b') and not trial:remove_target('b'))");
    const Target *target = trial_target_named(trial, "a");
    assert_non_null(target);
    assert_true(target->box.left == 40 && target->box.bottom == 45);
    assert_true(target->no_label && target->tint == COLOR_LEAF_SOFT);
    assert_int_equal(target->state, TARGET_HINT);
    assert_int_equal(trial_target_count(trial), 1);
}

static void what_a_game_says_reaches_the_trial(void **state) {
    (void)state;
    expect_well("trial:item('road.a') trial:expect_path(path.line(100, 0), 12)\n"
                "trial:expect_spiral(50, 60) trial:expect_form(path.square(30))\n"
                "trial:expect_answers('sorting', 4, 3) trial:limit_time(9)\n"
                "trial:two_players() trial:practice() trial:say('toy.ask') trial:sound('ok')\n"
                "trial:answer{ item = 'a', right = true, choice = 'b', player = 1 }\n"
                "trial:measure('gates_passed', 2)\n"
                "trial:finish('completed', true)");
    assert_string_equal(trial->item, "road.a");
    assert_true(trial->expects_path && trial->road.width_mm == 12 && trial->road.spiral);
    assert_true(trial->form_count == 1 && trial->family == FAMILY_SORTING);
    assert_true(trial->answers_expected == 4 && trial->choices == 3);
    assert_true(trial->two_players && trial->practice && trial->limit_us == 9000000);
    assert_true(trial->answer_count == 1 && trial->answers[0].right);
    assert_int_equal(trial->answers[0].player, 1);
    assert_true(trial->ended && trial->success && trial->end == END_COMPLETED);
    assert_true(measures_get(&trial->own, MEASURE_GATES_PASSED) == 2);
    Cue cue;
    assert_true(trial_cue_take(trial, &cue) && cue.kind == CUE_SAY);
    assert_string_equal(cue.name, "toy.ask");
    expect_well("trial:finish('gave_up')");
    assert_true(trial->end == END_GAVE_UP && !trial->success);
}

static void chance_comes_from_the_trials_own_streams(void **state) {
    (void)state;
    const char *const body = "local t = trial:shuffle({ 1, 2, 3, 4, 5, 6, 7, 8 })\n"
                             "assert(trial:random('u') < 1)\n"
                             "local n = trial:random('n', 5, 9) assert(n >= 5 and n <= 9)\n"
                             "trial:item(table.concat(t) .. n)";
    char first[NAME_MAX_BYTES];
    expect_well(body);
    memcpy(first, trial->item, sizeof first);
    assert_int_equal(strlen(first), 9);
    expect_well(body);
    assert_string_equal(trial->item, first);
}

static void timers_call_their_function_once(void **state) {
    (void)state;
    const GameOps *ops = begin("return { prepare = function(trial)\n"
                               "  trial.state.n = 0\n"
                               "  trial:after(1, function(t) t.state.n = t.state.n + 1\n"
                               "    t:item('n' .. t.state.n) end)\n"
                               "  local late = trial:after(2, function(t) t:item('late') end)\n"
                               "  trial:cancel(late)\n"
                               "end }");
    Fail fail;
    assert_true(ops->prepare(script, trial, &fail));
    TrialTimer *timer = trial_timer_next(trial);
    assert_non_null(timer);
    timer->used = false;
    assert_null(trial_timer_next(trial));
    assert_true(ops->timer(script, trial, timer->tag, &fail));
    assert_string_equal(trial->item, "n1");
    assert_true(ops->timer(script, trial, timer->tag, &fail)); /* used up */
    assert_string_equal(trial->item, "n1");
}

static void drawing_changes_nothing(void **state) {
    (void)state;
    const char *words = "trial.state may not change here";
    expect_draw_error("trial.state.n = 2", words);
    expect_draw_error("trial.state.list[1] = 2", words);
    expect_draw_error("trial.state.list[3][1] = 2", words);
    expect_draw_error("for _, v in pairs(trial.state) do if type(v) == 'table' then v[1] = 3 end "
                      "end",
                      words);
    expect_draw_error("for _, v in ipairs(trial.state.list) do if type(v) == 'table' then v[1] = 3 "
                      "end end",
                      words);
    expect_draw_error("table.insert(trial.state.list, 4)", "may not change while drawing");
    expect_draw_error("table.sort(trial.state.list)", "may not change while drawing");
    expect_draw_error("setmetatable(trial.state.list, {})", words);
    expect_draw_error("trial.state = {}", "trial.state: may not be used in draw");
    expect_draw_error("trial:finish()", "trial:finish: may not be used in draw");
    expect_draw_error("trial:say('toy.ask')", "may not be used in draw");
    expect_draw_error("trial:random('x')", "may not be used in draw");
    expect_draw_error("local s = trial.state\n"
                      "assert(s.n == 1 and #s.list == 3 and s.list[3][1] == 3)\n"
                      "assert(s.list == s.list and type(s.list) == 'table')\n"
                      "local a, b = table.unpack(s.list) assert(a == 1 and b == 2)\n"
                      "local sum = 0 for i, v in ipairs(s.list) do sum = sum + i end\n"
                      "assert(sum == 6)",
                      NULL);
    expect_error("trial.state = 3", "trial.state must be a table");
}

static void a_pen_draws_into_the_scene(void **state) {
    (void)state;
    Buffer dump = {.limit = 1 << 16};
    expect_draw_error("pen:stroke(path.line(40, 0):moved(50, 50), 3, 'leaf', { 2, 3 })\n"
                      "pen:ink(4, 'inkLine')\n"
                      "pen:circle(10, 10, 5, 'leaf', 'ink', 1)\n"
                      "pen:rect(50, 30, 20, 10, 'sky', nil, 0, 3)\n"
                      "pen:pie(20, 20, 8, 0.25, 'honey')\n"
                      "pen:line(0, 0, 10, 10, 1, 'ink')\n"
                      "pen:image('apple', 30, 40, 12)\n"
                      "pen:text('toy.ask', 60, 60, 8)\n"
                      "pen:number(42, 70, 60, 8, 'ink', 'start', true)\n"
                      "pen:words('toy.ask', 80, 80, 40, 20, 6, 'ink2')\n"
                      "pen:stroke(path.strokes{ path.line(9, 0), path.polyline{ { 3, 3 } } }, 2, "
                      "'leaf')",
                      NULL);
    assert_true(scene_ok(scene, NULL));
    assert_int_equal(scene_item_count(scene), 12);
    assert_true(scene_item(scene, 3)->box.left == 40 && scene_item(scene, 3)->box.top == 25);
    assert_true(scene_dump(scene, &dump));
    assert_non_null(strstr((char *)dump.bytes, "42"));
    buffer_free(&dump);
}

static void paths_measure_and_move(void **state) {
    (void)state;
    expect_well("local road = path.line(100, 0):centred_in(trial.area)\n"
                "local x, y = road:at(0) assert(x == 50 and y == 60)\n"
                "assert(math.abs(road:length() - 100) < 1e-9)\n"
                "local along, off, side = road:locate(70, 64)\n"
                "assert(math.abs(along - 20) < 1e-9 and math.abs(off - 4) < 1e-9)\n"
                "local dx, dy = road:tangent(50) assert(dx == 1 and dy == 0)\n"
                "assert(math.abs(road:upto(30):length() - 30) < 1e-9)\n"
                "assert(math.abs(road:part(20, 50):length() - 30) < 1e-9)\n"
                "local bx = road:reversed():at(0) assert(bx == 150)\n"
                "local mx = path.polyline{ { 0, 0 }, { 10, 0 }, { 10, 5 } }:mirrored():at(0)\n"
                "assert(mx == 10)\n"
                "local a = road:locate_between(70, 64, 0, 10) assert(math.abs(a - 10) < 1e-9)\n"
                "local p = path.square(20):points() assert(#p > 4 and #p[1] == 2)\n"
                "local l, t, r, b = path.rectangle(20, 10):moved(50, 50, 2):box()\n"
                "assert(l == 30 and t == 40 and r == 70 and b == 60)\n"
                "for _, make in ipairs{ path.circle, path.triangle } do make(10) end\n"
                "path.arc(20, 1) path.wave(50, 10, 2) path.zigzag(50, 10, 3) path.spiral(30, 2)");
}

/* ---- whole runs ---- */

static void play_with(Script *game_script, const RunSetup *setup, const char *child,
                      Collected *all) {
    Game game = game_of(game_script);
    Fail fail = {FAIL_NONE, ""};
    Sink sink = sink_of(all);
    if (!session_play_run(setup, &game, pretend_named(child), 3, 20, &sink, (Id){{1}}, 0, 0,
                          &fail)) {
        fail_msg("session_play_run: %s", fail.text);
    }
}

static void a_game_is_played_and_replayed_to_the_same_records(void **state) {
    (void)state;
    Fail fail = {FAIL_NONE, ""};
    script = open_folder("games/tracing", &fail);
    if (script == NULL) {
        fail_msg("%s", fail.text);
    }
    Collected all = {0}, again = {0};
    RunSetup setup = setup_of(script, 4, 3);
    play_with(script, &setup, "careful", &all);
    assert_int_equal(all.count, 4);
    assert_int_equal(all.trials[0].record.end, END_COMPLETED);
    assert_true(measures_get(&all.trials[0].record.measures, MEASURE_INSIDE_PERCENT) > 90);

    StoredTrial stored[KEPT_MAX];
    for (int i = 0; i < all.count; i++) {
        stored[i] = (StoredTrial){all.trials[i].number, all.trials[i].text,
                                  all.trials[i].chunk.entries, all.trials[i].chunk.count};
    }
    ReplayVerdict verdict;
    Script *copy = open_folder("games/tracing", &fail);
    Game game = game_of(copy);
    assert_true(session_replay_run(&setup, &game, stored, (size_t)all.count, all.tail.entries,
                                   all.tail.count, (Id){{1}}, 0, &verdict, &fail));
    assert_string_equal(verdict.difference, "");
    assert_int_equal(verdict.reproduced, 4);
    script_close(copy);

    /* A restarted script begins as a fresh one does. */
    assert_true(script_restart(script, &fail));
    play_with(script, &setup, "careful", &again);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(again.trials[i].text, all.trials[i].text);
    }
    collected_free(&all);
    collected_free(&again);
}

static void a_restart_forgets_what_trials_left_behind(void **state) {
    (void)state;
    Fail fail;
    TextFiles files = {(const char *const[]){"game.lua", GAME_LUA, "levels.lua", LEVELS_LUA,
                                             "play.lua",
                                             "local n = 0 return { prepare = function(trial)\n"
                                             "n = n + 1 trial:item('n' .. n) end }",
                                             NULL},
                       0};
    script = script_open(&(ScriptFiles){&files, read_text}, "games/toy", &fail);
    assert_non_null(script);
    int reads = files.reads;
    trial_begin(trial, &(TrialSetup){.manifest = script_manifest(script),
                                     .params = script_levels(script)->rows[0].params});
    for (int i = 0; i < 2; i++) {
        assert_true(script_ops(script)->prepare(script, trial, &fail));
        assert_true(script_ops(script)->prepare(script, trial, &fail));
        assert_string_equal(trial->item, "n2");
        assert_true(script_restart(script, &fail));
    }
    assert_int_equal(files.reads, reads); /* from the kept bytes */
}

static void an_error_ends_the_trial_as_broken_and_the_run_goes_on(void **state) {
    (void)state;
    script = must_open("return { prepare = function(trial)\n"
                       "trial:target{ id = 'a', x = 50, y = 50, w = 30, h = 30 } end,\n"
                       "choose = function(trial, target) if trial.number == 1 then\n"
                       "trial:answer{ right = 3 } end\n"
                       "trial:answer{ item = target.id, right = true } trial:finish() end,\n"
                       "simulate = function(trial, child) child:choose('a') end }");
    Collected all = {0};
    RunSetup setup = setup_of(script, 2, 1);
    play_with(script, &setup, "careful", &all);
    assert_true(all.count >= 2);
    assert_int_equal(all.trials[0].record.end, END_BROKEN);
    assert_int_equal(all.trials[1].record.end, END_COMPLETED);
    collected_free(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(a_trial_is_read_by_its_fields),
        CLAIM(targets_are_centred_and_come_back_as_they_were_said),
        CLAIM(what_a_game_says_reaches_the_trial),
        CLAIM(chance_comes_from_the_trials_own_streams),
        CLAIM(timers_call_their_function_once),
        CLAIM(drawing_changes_nothing),
        CLAIM(a_pen_draws_into_the_scene),
        CLAIM(paths_measure_and_move),
        CLAIM(a_game_is_played_and_replayed_to_the_same_records),
        CLAIM(a_restart_forgets_what_trials_left_behind),
        CLAIM(an_error_ends_the_trial_as_broken_and_the_run_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
