/* games/api.lua, which authors read, and the engine say the same; the games at hand open, and the
 * template plays. */
#include "script_fixture.h"

#include "script/own.h"

#include <dirent.h>

static char *stubs;
static Script *script;

static int set_up(void **state) {
    (void)state;
    size_t length;
    stubs = read_whole("games/api.lua", &length);
    script = must_open("return {}");
    return stubs != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    free(stubs);
    script_close(script);
    return 0;
}

/* Whether a line of the stubs begins with these words and the name, as a whole word. */
static bool stub_says(const char *before, const char *name) {
    char wanted[100];
    int length = snprintf(wanted, sizeof wanted, "\n%s%s", before, name);
    for (const char *at = strstr(stubs, wanted); at != NULL; at = strstr(at + 1, wanted)) {
        if (strchr("( ?\n", at[length]) != NULL) {
            return true;
        }
    }
    return false;
}

static int stub_count(const char *before) {
    char wanted[100];
    int count = 0;
    snprintf(wanted, sizeof wanted, "\n%s", before);
    for (const char *at = strstr(stubs, wanted); at != NULL; at = strstr(at + 1, wanted)) {
        count++;
    }
    return count;
}

/* Every function of the table on top has a stub, and there are no more stubs; pops it. */
static void compare(lua_State *L, const char *before) {
    int count = 0;
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        count++;
        if (!stub_says(before, lua_tostring(L, -2))) {
            fail_msg("games/api.lua has no \"%s%s(\"", before, lua_tostring(L, -2));
        }
    }
    lua_pop(L, 1);
    assert_int_equal(stub_count(before), count);
}

static void methods_of(lua_State *L, const char *object) {
    luaL_getmetatable(L, object);
    if (lua_getfield(L, -1, "__index") == LUA_TFUNCTION) {
        assert_non_null(lua_getupvalue(L, -1, 1));
    }
}

static void the_stubs_have_every_method_and_no_other(void **state) {
    (void)state;
    lua_State *L = script->lua;
    methods_of(L, "trial");
    compare(L, "function trial:");
    methods_of(L, "path");
    compare(L, "function a_path:");
    methods_of(L, "pen");
    compare(L, "function pen:");
    methods_of(L, "child");
    compare(L, "function child:");
    script_push(script, SLOT_GLOBALS);
    lua_getfield(L, -1, "path");
    sandbox_look_through(L, lua_gettop(L));
    compare(L, "function path.");
    lua_settop(L, 0);
}

/* Part of the stubs from a line to the next that is no ---@field. */
static int fields_of(const char *class) {
    char wanted[60];
    int count = 0;
    snprintf(wanted, sizeof wanted, "---@class %s\n", class);
    const char *at = strstr(stubs, wanted);
    assert_non_null(at);
    for (at += strlen(wanted); strncmp(at, "---@field ", 10) == 0; at = strchr(at, '\n') + 1) {
        count++;
    }
    return count;
}

static void the_stubs_have_every_field_handler_and_color(void **state) {
    (void)state;
    int count = 0;
    for (; api_trial_fields[count] != NULL; count++) {
        if (!stub_says("---@field ", api_trial_fields[count])) {
            fail_msg("games/api.lua has no field %s", api_trial_fields[count]);
        }
    }
    assert_int_equal(fields_of("Trial"), count);
    assert_int_equal(fields_of("Game"), HANDLER_COUNT);
    for (int i = 0; i < HANDLER_COUNT; i++) {
        assert_true(stub_says("---@field ", handler_names[i]));
    }
    char token[60], *line = strstr(stubs, "---@alias Token ");
    assert_non_null(line);
    size_t length = strlen("---@alias Token "), end = strcspn(line, "\n");
    for (int i = 0; i < COLOR_COUNT; i++) {
        int n = snprintf(token, sizeof token, "%s\"%s\"", i > 0 ? "|" : "", color_name((Color)i));
        assert_memory_equal(line + length, token, (size_t)n);
        length += (size_t)n;
    }
    assert_int_equal(length, end);
}

/* The names of a line "-- math: abs acos ..." are those of the library. */
static void compare_library(lua_State *L, const char *name) {
    char before[40];
    snprintf(before, sizeof before, "\n-- %s", name);
    const char *line = strstr(stubs, before);
    assert_non_null(line);
    line += strlen(before);
    size_t end = strcspn(line, "\n");
    int said = 0, offered = 0;
    for (size_t i = 0; i < end; i++) {
        said += line[i] == ' ';
    }
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        char word[60];
        if (lua_type(L, -1) == LUA_TTABLE) {
            continue; /* a library of its own */
        }
        offered++;
        int n = snprintf(word, sizeof word, " %s", lua_tostring(L, -2));
        const char *at = strstr(line, word);
        while (at != NULL && at < line + end && at[n] != ' ' && at[n] != '\n') {
            at = strstr(at + 1, word);
        }
        if (at == NULL || at >= line + end) {
            fail_msg("games/api.lua: \"-- %s\" lacks %s", name, lua_tostring(L, -2));
        }
    }
    assert_int_equal(said, offered);
    lua_pop(L, 1);
}

static void the_stubs_name_what_there_is_of_lua(void **state) {
    (void)state;
    lua_State *L = script->lua;
    static const char *const libraries[] = {"math", "string", "table", "utf8", NULL};
    script_push(script, SLOT_GLOBALS);
    compare_library(L, "Of Lua there is:");
    for (int i = 0; libraries[i] != NULL; i++) {
        char name[20];
        snprintf(name, sizeof name, "%s:", libraries[i]);
        script_push(script, SLOT_GLOBALS);
        lua_getfield(L, -1, libraries[i]);
        sandbox_look_through(L, lua_gettop(L));
        compare_library(L, name);
    }
    lua_settop(L, 0);
}

static void luacheck_knows_the_same_names(void **state) {
    (void)state;
    size_t length;
    char *rules = read_whole(".luacheckrc", &length);
    assert_non_null(rules);
    lua_State *L = script->lua;
    script_push(script, SLOT_GLOBALS);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        char word[60];
        if (lua_type(L, -1) == LUA_TTABLE) {
            snprintf(word, sizeof word, " %s = fields(", lua_tostring(L, -2));
            const char *line = strstr(rules, word);
            assert_non_null(line);
            sandbox_look_through(L, lua_gettop(L));
            for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
                const char *at = strstr(line, lua_tostring(L, -2));
                assert_true(at != NULL && at < strchr(line, '\n'));
            }
        } else {
            snprintf(word, sizeof word, "\"%s\"", lua_tostring(L, -2));
            assert_non_null(strstr(rules, word));
        }
    }
    lua_settop(L, 0);
    free(rules);
}

static void every_game_opens(void **state) {
    (void)state;
    DIR *folder = opendir("games");
    assert_non_null(folder);
    int count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char place[300], file[320];
        snprintf(place, sizeof place, "games/%s", entry->d_name);
        snprintf(file, sizeof file, "%s/game.lua", place);
        FILE *there = fopen(file, "rb");
        if (there == NULL) {
            continue;
        }
        fclose(there);
        Fail fail;
        Script *game = open_folder(place, &fail);
        if (game == NULL) {
            fail_msg("%s", fail.text);
        }
        assert_string_equal(script_manifest(game)->id, entry->d_name);
        script_close(game);
        count++;
    }
    closedir(folder);
    assert_true(count >= 2);
}

static void play_template(const char *child, int level, Collected *all) {
    Fail fail = {FAIL_NONE, ""};
    Script *game_script = open_folder("games/template", &fail);
    if (game_script == NULL) {
        fail_msg("%s", fail.text);
    }
    RunSetup setup = setup_of(game_script, 4, level);
    Game game = game_of(game_script);
    Sink sink = sink_of(all);
    assert_true(session_play_run(&setup, &game, pretend_named(child), 3, 20, &sink, (Id){{1}}, 0, 0,
                                 &fail));
    script_close(game_script);
}

static void
the_template_is_played_by_a_careful_child_and_not_by_one_who_is_always_wrong(void **state) {
    (void)state;
    for (int level = 1; level <= 3; level++) {
        Collected all = {0};
        play_template("careful", level, &all);
        assert_int_equal(all.count, 4);
        for (int i = 0; i < all.count; i++) {
            assert_int_equal(all.trials[i].record.end, END_COMPLETED);
        }
        assert_true(measures_get(&all.trials[0].record.measures, MEASURE_SUCCESS) == 1);
        collected_free(&all);
    }
    Collected all = {0};
    play_template("wrong", 1, &all);
    for (int i = 0; i < all.count; i++) {
        assert_false(all.trials[i].record.success);
    }
    collected_free(&all);
}

static void the_template_is_hidden_from_children(void **state) {
    (void)state;
    Fail fail;
    Script *game = open_folder("games/template", &fail);
    assert_non_null(game);
    assert_true(script_manifest(game)->hidden);
    script_close(game);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(the_stubs_have_every_method_and_no_other),
        CLAIM(the_stubs_have_every_field_handler_and_color),
        CLAIM(the_stubs_name_what_there_is_of_lua),
        CLAIM(luacheck_knows_the_same_names),
        CLAIM(every_game_opens),
        CLAIM(the_template_is_played_by_a_careful_child_and_not_by_one_who_is_always_wrong),
        CLAIM(the_template_is_hidden_from_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
