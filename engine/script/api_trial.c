/* trial: what a game may read of the open trial, and say of it. Reading is always allowed; whatever
 * changes the trial is refused while drawing and simulating, which may happen any number of times.
 */
#include "script/own.h"

#include <math.h>
#include <string.h>

const Trial *api_readable(lua_State *L, const char *function) {
    Script *script = script_of(L);
    if (luaL_testudata(L, 1, "trial") == NULL) {
        script_error(L, "%s: write trial:name(...), with a colon", function);
    }
    if (script->seen == NULL) {
        script_error(L, "%s: there is no trial now", function);
    }
    return script->seen;
}

Trial *api_writable(lua_State *L, const char *function) {
    api_readable(L, function);
    Script *script = script_of(L);
    if (script->trial == NULL) {
        script_error(L, "%s: may not be used in %s, which must not change the trial", function,
                     script->doing);
    }
    guard_charge(L, 10);
    return script->trial;
}

/* ---- fields ---- */

const char *const api_trial_fields[] = {"area",           "hand",   "help_rung", "level",
                                        "mirrored",       "number", "params",    "probe",
                                        "reduced_motion", "state",  "time_s",    NULL};

static void push_state(lua_State *L, Script *script) {
    script_push(script, SLOT_STATE);
    if (script->trial == NULL) {
        sandbox_view(L);
    }
}

/* upvalue 1: the methods */
static int trial_index(lua_State *L) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
        return 1;
    }
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    Script *script = script_of(L);
    const Trial *trial = api_readable(L, "trial");
    int field = 0;
    while (api_trial_fields[field] != NULL && strcmp(api_trial_fields[field], name) != 0) {
        field++;
    }
    switch (field) {
    case 0:
        script_push(script, SLOT_AREA);
        break;
    case 1:
        lua_pushstring(L, trial_hand(trial));
        break;
    case 2:
        lua_pushinteger(L, trial_help_rung(trial));
        break;
    case 3:
        lua_pushinteger(L, trial_level(trial));
        break;
    case 4:
        lua_pushboolean(L, trial_mirrored(trial));
        break;
    case 5:
        lua_pushinteger(L, trial_number(trial));
        break;
    case 6:
        script_push(script, SLOT_PARAMS);
        break;
    case 7:
        lua_pushboolean(L, trial_is_probe(trial));
        break;
    case 8:
        lua_pushboolean(L, trial_reduced_motion(trial));
        break;
    case 9:
        push_state(L, script);
        break;
    case 10:
        lua_pushnumber(L, (double)trial_time_us(trial) / 1e6);
        break;
    default:
        object_no_member(L, "trial", lua_upvalueindex(1), api_trial_fields);
    }
    return 1;
}

static int trial_new_index(lua_State *L) {
    Script *script = script_of(L);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    if (strcmp(name, "state") != 0) {
        return script_error(L,
                            "trial.%.60s may not be set: what a game keeps belongs in "
                            "trial.state",
                            name);
    }
    api_writable(L, "trial.state");
    if (lua_type(L, 3) != LUA_TTABLE) {
        return script_error(L, "trial.state must be a table, but is %s", sandbox_type(L, 3));
    }
    script_store(script, SLOT_STATE);
    return 0;
}

void api_trial_begin(lua_State *L) {
    Script *script = script_of(L);
    const Trial *trial = script->seen;
    lua_newtable(L);
    script_store(script, SLOT_STATE);
    lua_newtable(L);
    script_store(script, SLOT_TIMERS);
    lua_newtable(L);
    script_store(script, SLOT_TIMER_TAGS);
    script->timer_tag = 0;
    convert_push(L, trial_params(trial));
    sandbox_freeze(L, "parameter ");
    script_store(script, SLOT_PARAMS);
    lua_newtable(L);
    lua_pushnumber(L, trial_width_mm(trial));
    lua_setfield(L, -2, "width");
    lua_pushnumber(L, trial_height_mm(trial));
    lua_setfield(L, -2, "height");
    sandbox_freeze(L, "trial.area.");
    script_store(script, SLOT_AREA);
}

/* ---- what is expected ---- */

static int say_item(lua_State *L) {
    Trial *trial = api_writable(L, "trial:item");
    char item[NAME_MAX_BYTES];
    arg_name(L, 2, "trial:item", "item", item);
    trial_item(trial, item);
    return 0;
}

static int expect_path(lua_State *L) {
    Trial *trial = api_writable(L, "trial:expect_path");
    const Path *path = arg_path(L, 2, "trial:expect_path", "path");
    double width = arg_above_zero(L, 3, "trial:expect_path", "width");
    if (!trial_expect_path(trial, path, width)) {
        return script_error(L, "trial:expect_path: there is no memory for this path");
    }
    return 0;
}

static int expect_spiral(lua_State *L) {
    Trial *trial = api_writable(L, "trial:expect_spiral");
    trial_expect_spiral(trial, (Point){arg_number(L, 2, "trial:expect_spiral", "x"),
                                       arg_number(L, 3, "trial:expect_spiral", "y")});
    return 0;
}

static int expect_form(lua_State *L) {
    Trial *trial = api_writable(L, "trial:expect_form");
    const Path *path = arg_path(L, 2, "trial:expect_form", "path");
    lua_Integer shape =
        lua_isnoneornil(L, 3) ? 0 : arg_integer(L, 3, "trial:expect_form", "shape", 0, 1000);
    if (!trial_expect_form(trial, path, (int)shape)) {
        return script_error(L,
                            "trial:expect_form: path has no length, or there are more than %d "
                            "models",
                            TEMPLATES_MAX);
    }
    return 0;
}

static int expect_answers(lua_State *L) {
    const char *function = "trial:expect_answers";
    Trial *trial = api_writable(L, function);
    const char *words[FAMILY_COUNT + 1] = {NULL};
    for (int i = 0; i < FAMILY_COUNT; i++) {
        words[i] = measure_family_name((MeasureFamily)i);
    }
    int family = arg_word(L, 2, function, "family", words);
    int count = (int)arg_integer(L, 3, function, "count", 1, ANSWERS_MAX);
    int choices = (int)arg_integer(L, 4, function, "choices", 0, 1000);
    trial_expect_answers(trial, (MeasureFamily)family, count, choices);
    return 0;
}

static int limit_time(lua_State *L) {
    Trial *trial = api_writable(L, "trial:limit_time");
    trial_limit_time(trial, arg_number(L, 2, "trial:limit_time", "seconds"));
    return 0;
}

static int waiting(lua_State *L) {
    Trial *trial = api_writable(L, "trial:waiting");
    trial_waiting(trial, arg_flag_or(L, 2, "trial:waiting", "on", true));
    return 0;
}

static int two_players(lua_State *L) {
    trial_two_players(api_writable(L, "trial:two_players"));
    return 0;
}

static int practice(lua_State *L) {
    trial_practice(api_writable(L, "trial:practice"));
    return 0;
}

/* ---- cues, timers ---- */

static int say(lua_State *L) {
    Trial *trial = api_writable(L, "trial:say");
    char key[NAME_MAX_BYTES];
    arg_name(L, 2, "trial:say", "key", key);
    trial_say(trial, key);
    return 0;
}

static int sound(lua_State *L) {
    Trial *trial = api_writable(L, "trial:sound");
    char id[NAME_MAX_BYTES];
    arg_name(L, 2, "trial:sound", "id", id);
    trial_sound(trial, id);
    return 0;
}

static int after(lua_State *L) {
    Script *script = script_of(L);
    Trial *trial = api_writable(L, "trial:after");
    double seconds = arg_number(L, 2, "trial:after", "seconds");
    if (lua_type(L, 3) != LUA_TFUNCTION) {
        return script_error(L, "trial:after: call is %s, but must be a function",
                            sandbox_type(L, 3));
    }
    if (trial_ended(trial)) {
        lua_pushinteger(L, 0);
        return 1;
    }
    int tag = ++script->timer_tag;
    script_push(script, SLOT_TIMERS);
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, tag);
    int timer = trial_after(trial, seconds, tag);
    if (timer < 0) {
        return script_error(L, "trial:after: a trial may have at most %d timers at a time",
                            TIMERS_MAX);
    }
    script_push(script, SLOT_TIMER_TAGS);
    lua_pushinteger(L, tag);
    lua_rawseti(L, -2, timer);
    lua_pushinteger(L, timer);
    return 1;
}

static int cancel(lua_State *L) {
    Script *script = script_of(L);
    Trial *trial = api_writable(L, "trial:cancel");
    int timer = (int)arg_integer(L, 2, "trial:cancel", "timer", 0, INT32_MAX);
    trial_cancel(trial, timer);
    script_push(script, SLOT_TIMER_TAGS);
    if (lua_rawgeti(L, -1, timer) == LUA_TNUMBER) {
        script_push(script, SLOT_TIMERS);
        lua_pushnil(L);
        lua_rawseti(L, -2, lua_tointeger(L, -3));
    }
    return 0;
}

/* ---- measures, the end ---- */

static int measure(lua_State *L) {
    Trial *trial = api_writable(L, "trial:measure");
    Fail fail = {FAIL_NONE, ""};
    const char *name = arg_text(L, 2, "trial:measure", "name");
    double value = arg_number(L, 3, "trial:measure", "value");
    MeasureId id = measure_by_name(name);
    if (id == MEASURE_NONE) {
        const char *near = measure_nearest_name(name);
        return script_error(L, "trial:measure: there is no measure '%.60s'%s%s%s", name,
                            near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                            near != NULL ? "'?" : "");
    }
    if (!trial_measure(trial, id, value, &fail)) {
        return script_error(L, "trial:measure: %s", fail.text);
    }
    return 0;
}

static int finish(lua_State *L) {
    Trial *trial = api_writable(L, "trial:finish");
    static const char *const reasons[] = {"completed", "gave_up", NULL};
    int reason = lua_isnoneornil(L, 2) ? 0 : arg_word(L, 2, "trial:finish", "reason", reasons);
    bool success = arg_flag_or(L, 3, "trial:finish", "success", reason == 0);
    trial_finish(trial, reason == 0 ? END_COMPLETED : END_GAVE_UP, success);
    return 0;
}

/* ---- chance ---- */

static int random_number(lua_State *L) {
    Trial *trial = api_writable(L, "trial:random");
    char stream[NAME_MAX_BYTES];
    arg_name(L, 2, "trial:random", "stream", stream);
    Rng *rng = trial_rng(trial, stream);
    if (lua_gettop(L) <= 2) {
        lua_pushnumber(L, rng_unit(rng));
        return 1;
    }
    lua_Integer least = arg_integer(L, 3, "trial:random", "least", -INT32_MAX, INT32_MAX);
    lua_Integer most = arg_integer(L, 4, "trial:random", "most", -INT32_MAX, INT32_MAX);
    if (most < least) {
        return script_error(L, "trial:random: most is %lld, which is below least, %lld",
                            (long long)most, (long long)least);
    }
    lua_pushinteger(L, rng_between(rng, least, most));
    return 1;
}

/* Fisher and Yates, in place. */
static int shuffle(lua_State *L) {
    Trial *trial = api_writable(L, "trial:shuffle");
    char stream[NAME_MAX_BYTES] = "shuffle";
    if (lua_type(L, 2) != LUA_TTABLE || luaL_getmetafield(L, 2, "__newindex") != LUA_TNIL) {
        return script_error(L, "trial:shuffle: list is %s, but must be a table that may change",
                            sandbox_type(L, 2));
    }
    if (!lua_isnoneornil(L, 3)) {
        arg_name(L, 3, "trial:shuffle", "stream", stream);
    }
    Rng *rng = trial_rng(trial, stream);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 2);
    guard_charge(L, (size_t)count * 4);
    for (lua_Integer i = count; i > 1; i--) {
        lua_Integer other = rng_between(rng, 1, i);
        lua_rawgeti(L, 2, i);
        lua_rawgeti(L, 2, other);
        lua_rawseti(L, 2, i);
        lua_rawseti(L, 2, other);
    }
    lua_settop(L, 2);
    return 1;
}

static int fingers(lua_State *L) {
    const Trial *trial = api_readable(L, "trial:fingers");
    Point at[SAMPLE_FINGERS_MAX];
    int count = trial_fingers(trial, at, SAMPLE_FINGERS_MAX);
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        lua_createtable(L, 0, 2);
        lua_pushnumber(L, at[i].x);
        lua_setfield(L, -2, "x");
        lua_pushnumber(L, at[i].y);
        lua_setfield(L, -2, "y");
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

void api_trial_open(lua_State *L) {
    const luaL_Reg none[] = {{NULL, NULL}};
    const luaL_Reg methods[] = {{"after", after},
                                {"cancel", cancel},
                                {"expect_answers", expect_answers},
                                {"expect_form", expect_form},
                                {"expect_path", expect_path},
                                {"expect_spiral", expect_spiral},
                                {"fingers", fingers},
                                {"finish", finish},
                                {"item", say_item},
                                {"limit_time", limit_time},
                                {"measure", measure},
                                {"practice", practice},
                                {"random", random_number},
                                {"say", say},
                                {"shuffle", shuffle},
                                {"sound", sound},
                                {"two_players", two_players},
                                {"waiting", waiting},
                                {NULL, NULL}};
    Script *script = script_of(L);
    object_open(L, "trial", none, trial_index, trial_new_index);
    luaL_getmetatable(L, "trial");
    lua_getfield(L, -1, "__index");
    lua_getupvalue(L, -1, 1);
    luaL_setfuncs(L, methods, 0);
    luaL_setfuncs(L, api_target_methods(), 0);
    lua_settop(L, 0);
    lua_newuserdatauv(L, 0, 0);
    luaL_setmetatable(L, "trial");
    script_store(script, SLOT_TRIAL);
}
