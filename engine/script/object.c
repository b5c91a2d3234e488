/* The objects that games see (path, trial, pen, child): methods by name, and an error with the
 * nearest name for any other. */
#include "script/own.h"

#include <string.h>

_Noreturn void object_no_member(lua_State *L, const char *object, int methods,
                                const char *const *fields) {
    const char *words[96];
    int count = 0;
    char near[96] = "";
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    for (; fields != NULL && *fields != NULL && count < 95; fields++) {
        words[count++] = *fields;
    }
    sandbox_sorted_keys(L, methods);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -1) && count < 95; i++) {
        lua_rawgeti(L, -1, i);
        words[count++] = lua_tostring(L, -1);
        lua_pop(L, 1); /* still held by methods */
    }
    words[count] = NULL;
    arg_nearest(word, words, near);
    script_error(L, "%s has no '%.60s'%s", object, word, near);
}

/* __index of the methods; upvalue 1: the object's name */
static int no_member(lua_State *L) {
    object_no_member(L, lua_tostring(L, lua_upvalueindex(1)), 1, NULL);
}

static int no_new_member(lua_State *L) {
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    return script_error(L, "%s.%.60s may not be set: what a game keeps belongs in trial.state",
                        lua_tostring(L, lua_upvalueindex(1)), word);
}

void object_open(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction index,
                 lua_CFunction new_index) {
    luaL_newmetatable(L, name);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    if (index != NULL) {
        lua_pushcclosure(L, index, 1);
    } else {
        lua_newtable(L);
        lua_pushstring(L, name);
        lua_pushcclosure(L, no_member, 1);
        lua_setfield(L, -2, "__index");
        lua_setmetatable(L, -2);
    }
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, new_index != NULL ? new_index : no_new_member, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
