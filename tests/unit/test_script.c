/* Lua games as guests: what they may say, what they are told when it is wrong, and that the same
 * run gives the same records. Limits and hostile games are in test_sandbox. */
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

/* ---- opening ---- */

static void a_game_opens_with_its_manifest_and_levels(void **state) {
    (void)state;
    script = must_open("return {}");
    assert_string_equal(script_manifest(script)->id, "toy");
    assert_int_equal(script_levels(script)->count, 2);
    assert_true(level_number(&script_levels(script)->rows[1], "road_mm") == 5);
    assert_int_equal(strlen(script_hash(script)), 64);
    assert_true(script_bytes(script) > 10000 && script_bytes(script) < 200000);
}

static void only_the_handlers_of_the_game_are_set(void **state) {
    (void)state;
    script = must_open("return { touch = function() end, draw = function() end }");
    const GameOps *ops = script_ops(script);
    assert_true(ops->touch != NULL && ops->draw != NULL && ops->prepare != NULL);
    assert_true(ops->tick == NULL && ops->choose == NULL && ops->simulate == NULL);
}

static void expect_closed(const char *game, const char *levels, const char *play,
                          const char *sentence) {
    Fail fail;
    Script *opened = open_texts(
        (const char *const[]){"game.lua", game, "levels.lua", levels, "play.lua", play, NULL},
        &fail);
    script_close(opened);
    if (opened != NULL || strstr(fail.text, sentence) == NULL) {
        fail_msg("said: %s\n  not:  %s", fail.text, sentence);
    }
}

static void what_is_wrong_with_a_game_is_said_with_its_place(void **state) {
    (void)state;
    expect_closed("return { id = 'toy', }", LEVELS_LUA, "return {}", "games/toy/game.lua: ");
    expect_closed(GAME_LUA, "return { { name = 'a', road_mm = 2 } }", "return {}",
                  "games/toy/levels.lua: level 1: road_mm is 2, but the least is 4");
    expect_closed(GAME_LUA, "return { { name = 'a', raod_mm = 5 } }", "return {}",
                  "did you mean road_mm?");
    expect_closed(GAME_LUA, LEVELS_LUA, "return { tuoch = function() end }",
                  "games/toy/play.lua: 'tuoch' is no handler; did you mean 'touch'?");
    expect_closed(GAME_LUA, LEVELS_LUA, "return { touch = 3 }", "touch must be a function");
    expect_closed(GAME_LUA, LEVELS_LUA, "return 4", "must return the table of its handlers");
    expect_closed(GAME_LUA, LEVELS_LUA, "local x = = 1", "games/toy/play.lua:1: ");
    expect_closed("return { id = math.pi }", LEVELS_LUA, "return {}",
                  "games/toy/game.lua:1: this file is data only: there is no 'math' in it");
    expect_closed("return { id = function() end }", LEVELS_LUA, "return {}",
                  "games/toy/game.lua: id is a function, but this file is data only");
    expect_closed("return { skills = { 'a', nil, 'b' }, a = { [2.5] = 1 } }", LEVELS_LUA,
                  "return {}", "neither a text nor a whole number");
    expect_closed("return { skills = { 'a', [3] = 'b' } }", LEVELS_LUA, "return {}",
                  "skills is a list with a hole in it");
    expect_closed("return { skills = { 'a', x = 'b' } }", LEVELS_LUA, "return {}",
                  "skills mixes a list with named fields");
    expect_closed("local a = {} a.a = a return a", LEVELS_LUA, "return {}", "too deep");
}

static void the_hash_is_of_every_file_that_was_read(void **state) {
    (void)state;
    const char *play = "local grid = require 'lib.grid' return {}";
    char first[65];
    Fail fail;
    const char *files[] = {"game.lua", GAME_LUA,       "levels.lua",   LEVELS_LUA, "play.lua",
                           play,       "lib/grid.lua", "return { 1 }", NULL};
    script = open_texts(files, &fail);
    assert_non_null(script);
    memcpy(first, script_hash(script), sizeof first);
    script_close(script);
    script = open_texts(files, &fail);
    assert_string_equal(script_hash(script), first);
    files[7] = "return { 2 }";
    script_close(script);
    script = open_texts(files, &fail);
    assert_string_not_equal(script_hash(script), first);
}

static void require_takes_only_names_of_shared_files(void **state) {
    (void)state;
    static const char *const wrong[] = {"lib.../secret", "lib/grid", "grid",        "lib.",
                                        "lib.a.b",       "lib.A",    "../lib.grid", "",
                                        "lib.a\\0b",     NULL};
    for (int i = 0; wrong[i] != NULL; i++) {
        char play[100];
        snprintf(play, sizeof play, "require '%s' return {}", wrong[i]);
        expect_closed(GAME_LUA, LEVELS_LUA, play, "games/toy/play.lua:1: require: ");
    }
    expect_closed(GAME_LUA, LEVELS_LUA, "require 'lib.none' return {}",
                  "there is no file lib/none.lua");
    expect_error("require 'lib.grid'", "belongs at the top of the file");
}

static void a_shared_file_runs_once_under_the_same_sandbox(void **state) {
    (void)state;
    Fail fail;
    const char *files[] = {"game.lua",
                           GAME_LUA,
                           "levels.lua",
                           LEVELS_LUA,
                           "play.lua",
                           "local a, b = require 'lib.a', require 'lib.b'\n"
                           "assert(a == b.a and a.n == 1) return {}",
                           "lib/a.lua",
                           "return { n = 1 }",
                           "lib/b.lua",
                           "return { a = require 'lib.a' }",
                           NULL};
    script = open_texts(files, &fail);
    if (script == NULL) {
        fail_msg("%s", fail.text);
    }
    assert_true(script_restart(script, &fail));
    files[7] = "return io.open('x')";
    Script *broken = open_texts(files, &fail);
    assert_null(broken);
    assert_string_equal(fail.text, "scripts/lib/a.lua:1: there is no global io");
    files[7] = "return require 'lib.b'";
    broken = open_texts(files, &fail);
    assert_null(broken);
    assert_non_null(strstr(fail.text, "requires itself"));
}

/* ---- errors ---- */

static void errors_name_file_line_argument_and_allowed_words(void **state) {
    (void)state;
    expect_draw_error("pen:stroke(path.line(10, 0), 3, 'lef')",
                      "games/toy/play.lua:4: pen:stroke: color is 'lef', but must be one of none, "
                      "canvas, ");
    expect_draw_error("pen:stroke(path.line(10, 0), 3, 'lef')", "; did you mean 'leaf'?");
    expect_draw_error("pen:stroke(path.line(10, 0), nil, 'leaf')",
                      "pen:stroke: width is nil, but must be a number");
    expect_draw_error("pen:stroke({}, 3, 'leaf')", "path is table, but must be a path");
    expect_draw_error("pen:strok()", "play.lua:4: pen has no 'strok'; did you mean 'stroke'?");
    expect_draw_error("pen.circle(1, 2, 3)", "pen:circle: write pen:name(...), with a colon");
    expect_draw_error("return pen:circle(0 / 0, 2, 3)", "x is -nan");
    expect_error("trial:finish('done')", "play.lua:2: trial:finish: reason is 'done', but must be "
                                         "one of completed, gave_up");
    expect_error("trial:expect_answers('sortin', 3, 2)", "did you mean 'sorting'?");
    expect_error("trial:measure('gates_pased', 2)", "did you mean 'gates_passed'?");
    expect_error("trial:measure('inside_percent', 2)", "not among the measures");
    expect_error("trial:target{ id = 'a', x = 1, y = 1, w = 3, h = 4, roel = 'zone' }",
                 "there is no field 'roel'; did you mean 'role'?");
    expect_error("trial:target{ id = 'a', x = 1, y = 1, w = 0, h = 4 }",
                 "its box needs a width and a height above 0");
    expect_error("trial:target{ id = 'apple', x = 1, y = 1, w = 5, h = 4 }\n"
                 "trial:target_state('aple', 'hint')",
                 "play.lua:3: trial:target_state: there is no target 'aple'; did you mean "
                 "'apple'?");
    expect_error("local x = trial.params.raod_mm", "there is no parameter raod_mm; did you mean "
                                                   "'road_mm'?");
    expect_error("local x = trial.nubmer", "trial has no 'nubmer'; did you mean 'number'?");
    expect_error("trial.foo = 1", "trial.foo may not be set");
    expect_error("trial.params.road_mm = 1", "parameter road_mm may not be set");
    expect_error("trial:answer{ item = 'a' }", "right is nil, but must be true or false");
    expect_error("trial:after(1, 'x')", "call is string, but must be a function");
    expect_error("path.line('10', 0)", "path.line: length is '10', but must be a number");
    expect_error("path.zigzag(10, 10, 1.5)", "teeth is 1.5, but must be a whole number from 1");
    expect_error("path.polyline{ { 1, 2 }, { 3 } }", "points[2] must be a point");
    expect_error("path.lnie(1)", "there is no path.lnie; did you mean 'line'?");
    expect_error("local t = nil; t.x = 1", "games/toy/play.lua:2: attempt to index a nil value");
    expect_error("return trial:finish('done')", "games/toy/play.lua:");
    expect_error("trial:random('x', 5, 2)", "most is 2, which is below least, 5");
    assert_non_null(strstr(script_traceback(script), "stack traceback"));
    assert_non_null(strstr(script_traceback(script), "games/toy/play.lua:2"));
}

static void names_that_are_not_declared_are_errors(void **state) {
    (void)state;
    expect_error("score = 1", "play.lua:2: 'score' is not declared: write 'local score'");
    expect_error("local x = socre", "there is no global socre");
    expect_error("local x = tabel.concat", "there is no global tabel; did you mean 'table'?");
    expect_error("math.floor = nil", "math.floor may not be set");
    expect_error("string.rep = nil", "string.rep may not be set");
    expect_error("math.random()", "there is no math.random");
    static const char *const absent[] = {
        "load",     "loadstring",     "dofile",       "loadfile", "rawset", "rawget",
        "rawequal", "rawlen",         "xpcall",       "next",     "io",     "os",
        "debug",    "package",        "coroutine",    "print",    "_G",     "_VERSION",
        "warn",     "collectgarbage", "getmetatable", "select",   NULL};
    for (int i = 0; absent[i] != NULL; i++) {
        char body[60], sentence[60];
        snprintf(body, sizeof body, "local x = %s", absent[i]);
        snprintf(sentence, sizeof sentence, "there is no global %s", absent[i]);
        expect_error(body, sentence);
    }
}

static void thrown_tables_become_sentences(void **state) {
    (void)state;
    expect_error("error({ message = 'no road' })", "raised with a table: no road");
    expect_error("error({ 'first' })", "raised with a table: first");
    expect_error("error({})", "raised with a table instead of a sentence");
    expect_error("error(nil)", "raised with a nil instead of a sentence");
    expect_error("error(4)", "4");
    expect_well("local ok, e = pcall(error, { code = 7 }) assert(not ok and e.code == 7)");
}

/* ---- the order of things ---- */

static void pairs_visits_keys_in_sorted_order(void **state) {
    (void)state;
    const char *const body =
        "local t, keys = {}, {}\n"
        "for i = 1, 1000 do t['k' .. trial:random('keys', 1, 1000000)] = i end\n"
        "for i = 1, 20 do t[21 - i] = i end t[2.5] = 1 t[-3] = 1\n"
        "local before, count = nil, 0\n"
        "for k, v in pairs(t) do\n"
        "  assert(t[k] == v) count = count + 1\n"
        "  if before ~= nil and type(before) == type(k) then assert(before < k) end\n"
        "  if before ~= nil then assert(type(before) ~= 'string' or type(k) == 'string') end\n"
        "  before = k keys[#keys + 1] = tostring(k)\n"
        "end\n"
        "local h = 7 for _, k in ipairs(keys) do for i = 1, #k do\n"
        "  h = (h * 31 + string.byte(k, i)) % 1000003 end end\n"
        "trial:item(count .. ':' .. h)";
    char first[NAME_MAX_BYTES];
    expect_well(body);
    memcpy(first, trial->item, sizeof first);
    assert_non_null(strchr(first, ':'));
    for (int i = 0; i < 5; i++) { /* a new state, other hash seeds: the same order */
        expect_well(body);
        assert_string_equal(trial->item, first);
    }
    expect_well("local t = { a = 1, b = 2, c = 3 }\n"
                "local seen = '' for k in pairs(t) do seen = seen .. k t.b = nil t[k] = nil end\n"
                "assert(seen == 'ac')");
    expect_error("for k in pairs({ [{}] = 1 }) do end", "a key is a table");
    expect_error("for k in pairs(nil) do end", "pairs: table is nil, but must be a table");
}

static void texts_of_values_show_no_addresses(void **state) {
    (void)state;
    expect_well("assert(tostring({}) == 'table') assert(tostring(error) == 'function')\n"
                "assert(tostring(trial) == 'trial') assert(tostring(path.line(1, 0)) == 'path')\n"
                "assert(string.format('%s', {}) == 'table')\n"
                "assert(type(path.line(1, 0)) == 'path' and type({}) == 'table')\n"
                "local t = setmetatable({}, { __tostring = function() return 'road' end })\n"
                "assert(tostring(t) == 'road')");
    expect_error("string.format('%p', {})", "%p is not offered");
}

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

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(a_game_opens_with_its_manifest_and_levels),
        CLAIM(only_the_handlers_of_the_game_are_set),
        CLAIM(what_is_wrong_with_a_game_is_said_with_its_place),
        CLAIM(the_hash_is_of_every_file_that_was_read),
        CLAIM(require_takes_only_names_of_shared_files),
        CLAIM(a_shared_file_runs_once_under_the_same_sandbox),
        CLAIM(errors_name_file_line_argument_and_allowed_words),
        CLAIM(names_that_are_not_declared_are_errors),
        CLAIM(thrown_tables_become_sentences),
        CLAIM(pairs_visits_keys_in_sorted_order),
        CLAIM(texts_of_values_show_no_addresses),
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
