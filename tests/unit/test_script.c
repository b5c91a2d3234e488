/* Lua games as guests: what a game must be, and what its author is told when it is not. Limits and
 * hostile games are in test_sandbox. */
#include "script_bench.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
