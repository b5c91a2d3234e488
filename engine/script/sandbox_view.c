/* Tables that a script may read but not change: what the engine gives (frozen), and a game's own
 * tables while it draws (views). */
#include "script/own.h"

static const char FROZEN; /* metatables of frozen tables hold the table under this address */

/* ---- read-only tables ---- */

/* upvalue 1: what the table is called */
static int no_such_name(lua_State *L) {
    const char *what = lua_tostring(L, lua_upvalueindex(1));
    char near[96] = "";
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    sandbox_sorted_keys(L, 1);
    int count = (int)lua_rawlen(L, -1);
    const char **words = mem_alloc_array(script_of(L)->scratch, (size_t)count + 1, sizeof *words);
    for (int i = 0; i < count && words != NULL; i++) {
        lua_rawgeti(L, -1, i + 1);
        words[i] = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
        lua_pop(L, 1); /* still held by its table */
    }
    if (words != NULL) {
        arg_nearest(word, words, near);
    }
    return script_error(L, "there is no %s%.60s%s", what, word, near);
}

/* upvalue 1: what the table is called */
static int no_change(lua_State *L) {
    const char *what = lua_tostring(L, lua_upvalueindex(1));
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    return script_error(L, "%s%.60s may not be set: the engine gave it to be read", what, word);
}

void sandbox_strict(lua_State *L, const char *what) {
    lua_newtable(L);
    lua_pushstring(L, what);
    lua_pushcclosure(L, no_such_name, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

void sandbox_freeze(lua_State *L, const char *what) {
    int table = lua_gettop(L);
    if (what != NULL) {
        sandbox_strict(L, what);
    }
    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, table);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, table);
    lua_rawsetp(L, -2, &FROZEN);
    lua_pushstring(L, what != NULL ? what : "");
    lua_pushcclosure(L, no_change, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_replace(L, table);
}

/* ---- read-only views of a game's own tables, for draw and simulate ---- */

bool sandbox_is_view(lua_State *L, int index) {
    return luaL_testudata(L, index, "view") != NULL;
}

void sandbox_look_through(lua_State *L, int index) {
    index = lua_absindex(L, index);
    if (sandbox_is_view(L, index)) {
        lua_getiuservalue(L, index, 1);
        lua_replace(L, index);
    } else if (lua_type(L, index) == LUA_TTABLE && lua_getmetatable(L, index)) {
        if (lua_rawgetp(L, -1, &FROZEN) == LUA_TTABLE) {
            lua_replace(L, index);
        } else {
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
}

void sandbox_view(lua_State *L) {
    if (lua_type(L, -1) != LUA_TTABLE) {
        return;
    }
    Script *script = script_of(L);
    guard_charge(L, 10);
    script_push(script, SLOT_VIEWS);
    lua_pushvalue(L, -2);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newuserdatauv(L, 0, 1);
        lua_pushvalue(L, -3);
        lua_setiuservalue(L, -2, 1);
        luaL_setmetatable(L, "view");
        lua_pushvalue(L, -3);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

static int view_index(lua_State *L) {
    lua_getiuservalue(L, 1, 1);
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
    sandbox_view(L);
    return 1;
}

static int view_length(lua_State *L) {
    lua_getiuservalue(L, 1, 1);
    lua_pushinteger(L, luaL_len(L, -1));
    return 1;
}

int sandbox_view_refuse(lua_State *L) {
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "an item of a list";
    return script_error(L,
                        "%s: trial.state may not change here (%.60s): drawing may happen any "
                        "number of times, so change it in touch, tick, choose, drop, adult, "
                        "help or a timer",
                        script_of(L)->doing, word);
}

void sandbox_views_open(lua_State *L) {
    Script *script = script_of(L);
    luaL_newmetatable(L, "view");
    const luaL_Reg methods[] = {{"__index", view_index},
                                {"__newindex", sandbox_view_refuse},
                                {"__len", view_length},
                                {NULL, NULL}};
    luaL_setfuncs(L, methods, 0);
    lua_pop(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, "kv");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    script_store(script, SLOT_VIEWS);
}
