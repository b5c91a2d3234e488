/* Lists for scripts: what walks a list in C is paid for in steps, and a length that a script makes
 * up (__len) is refused. */
#include "script/own.h"

#include <lualib.h>
#include <math.h>

static int original(lua_State *L) {
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* The true length of the list that is the first argument. */
static size_t list_length(lua_State *L, const char *function, bool changes) {
    if (changes && sandbox_is_view(L, 1)) {
        script_error(L, "%s: a list of trial.state may not change while %s", function,
                     script_of(L)->moment == MOMENT_DRAW ? "drawing" : "a child is simulated");
    }
    if (!changes) {
        sandbox_look_through(L, 1);
    }
    if (lua_type(L, 1) != LUA_TTABLE) {
        script_error(L, "%s: list is %s, but must be a table", function, sandbox_type(L, 1));
    }
    if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL ||
        luaL_getmetafield(L, 1, "__newindex") != LUA_TNIL) {
        script_error(L, "%s: a list with __len or __newindex is not taken", function);
    }
    return lua_rawlen(L, 1);
}

static int safe_insert(lua_State *L) {
    size_t length = list_length(L, "table.insert", true);
    guard_charge(L, lua_gettop(L) > 2 ? 4 + length : 4);
    return original(L);
}

static int safe_remove(lua_State *L) {
    size_t length = list_length(L, "table.remove", true);
    guard_charge(L, lua_gettop(L) > 1 ? 4 + length : 4);
    return original(L);
}

static int safe_sort(lua_State *L) {
    double length = (double)list_length(L, "table.sort", true);
    guard_charge(L, 8 + (size_t)(length * (2 + log2(length + 1)) * 2));
    return original(L);
}

static int safe_concat(lua_State *L) {
    lua_Integer length = (lua_Integer)list_length(L, "table.concat", false);
    lua_Integer from = luaL_optinteger(L, 3, 1), to = luaL_optinteger(L, 4, length);
    if (from < 1 || to > length) {
        return script_error(L, "table.concat: the list has no items from %lld to %lld",
                            (long long)from, (long long)to);
    }
    guard_charge(L, 4 + (size_t)length * 4);
    return original(L);
}

static int safe_unpack(lua_State *L) {
    lua_Integer length = (lua_Integer)list_length(L, "table.unpack", false);
    lua_Integer from = luaL_optinteger(L, 2, 1), to = luaL_optinteger(L, 3, length);
    if (from < -UNPACK_MAX || to > INT32_MAX || to - from >= UNPACK_MAX) {
        return script_error(L, "table.unpack: gives at most %d values at once", UNPACK_MAX);
    }
    guard_charge(L, 4 + (to > from ? (size_t)(to - from) : 0));
    return original(L);
}

void safe_table_open(lua_State *L) {
    const luaL_Reg functions[] = {{"concat", safe_concat}, {"insert", safe_insert},
                                  {"remove", safe_remove}, {"sort", safe_sort},
                                  {"unpack", safe_unpack}, {NULL, NULL}};
    lua_pushcfunction(L, luaopen_table);
    lua_pushstring(L, "table");
    lua_call(L, 1, 1);
    lua_newtable(L);
    for (const luaL_Reg *function = functions; function->name != NULL; function++) {
        lua_getfield(L, -2, function->name);
        lua_pushcclosure(L, function->func, 1);
        lua_setfield(L, -2, function->name);
    }
    lua_remove(L, -2);
    sandbox_freeze(L, "table.");
}
