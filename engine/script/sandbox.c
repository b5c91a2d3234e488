/* What a chunk may name: an allow-list. A name that is not there is an error with the nearest one
 * that is; nothing given to games can be changed by them; pairs visits keys in sorted order, since
 * Lua's own order differs from run to run. */
#include "script/own.h"

#include <lualib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- sorted keys ---- */

typedef struct {
    bool number;
    lua_Number value;
    const char *text;
    size_t length;
} Key;

static int key_order(const void *a, const void *b) {
    const Key *left = a, *right = b;
    if (left->number != right->number) {
        return left->number ? -1 : 1;
    }
    if (left->number) {
        return (left->value > right->value) - (left->value < right->value);
    }
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->text, right->text, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

void sandbox_sorted_keys(lua_State *L, int index) {
    index = lua_absindex(L, index);
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        count++;
    }
    guard_charge(L, 8 + count * 8);
    Key *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
    size_t n = 0;
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1), n++) {
        int type = lua_type(L, -2);
        if (type != LUA_TNUMBER && type != LUA_TSTRING) {
            script_error(L, "pairs: a key is a %s, but only texts and numbers have an order",
                         sandbox_type(L, -2));
        }
        keys[n] = (Key){.number = type == LUA_TNUMBER};
        if (keys[n].number) {
            keys[n].value = lua_tonumber(L, -2);
        } else {
            keys[n].text = lua_tolstring(L, -2, &keys[n].length);
        }
    }
    qsort(keys, n, sizeof *keys, key_order);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        if (!keys[i].number) {
            lua_pushlstring(L, keys[i].text, keys[i].length);
        } else if (keys[i].value == floor(keys[i].value) && fabs(keys[i].value) < 9e15) {
            lua_pushinteger(L, (lua_Integer)keys[i].value);
        } else {
            lua_pushnumber(L, keys[i].value);
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_remove(L, -2);
}

/* upvalues: the table, its sorted keys, how many have been given */
static int pairs_next(lua_State *L) {
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        if (lua_rawgeti(L, lua_upvalueindex(2), ++i) == LUA_TNIL) {
            return 1;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
            break; /* one that was removed meanwhile is passed over */
        }
        lua_pop(L, 2);
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    if (lua_toboolean(L, lua_upvalueindex(4))) {
        sandbox_view(L);
    }
    return 2;
}

static int safe_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    bool view = sandbox_is_view(L, 1);
    lua_settop(L, 1);
    arg_table(L, 1, "pairs", "table");
    sandbox_sorted_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushboolean(L, view);
    lua_pushcclosure(L, pairs_next, 4);
    return 1;
}

/* ---- values as texts ---- */

const char *sandbox_type(lua_State *L, int index) {
    if (lua_type(L, index) == LUA_TUSERDATA) {
        static const char *const objects[] = {"path", "trial", "pen", "child", NULL};
        for (int i = 0; objects[i] != NULL; i++) {
            if (luaL_testudata(L, index, objects[i]) != NULL) {
                return objects[i];
            }
        }
        return "table"; /* a view */
    }
    return lua_type(L, index) == LUA_TNONE ? "nothing" : luaL_typename(L, index);
}

void sandbox_text(lua_State *L, int index) {
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        lua_tostring(L, -1);
        return;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
        return;
    default:
        if (lua_type(L, index) == LUA_TTABLE &&
            luaL_getmetafield(L, index, "__tostring") == LUA_TFUNCTION) {
            lua_pushvalue(L, index);
            lua_call(L, 1, 1);
            if (lua_type(L, -1) != LUA_TSTRING) {
                script_error(L, "tostring: __tostring must return a text");
            }
            return;
        }
        lua_pushstring(L, sandbox_type(L, index));
    }
}

static int safe_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    sandbox_text(L, 1);
    return 1;
}

/* A whole text or nothing, as Lua's own; but no number needs more than 64 bytes. */
static int safe_tonumber(lua_State *L) {
    luaL_checkany(L, 1);
    size_t length = 0;
    if (lua_type(L, 1) == LUA_TSTRING) {
        lua_tolstring(L, 1, &length);
    }
    if (length > 64) {
        return script_error(L, "tonumber: the text is longer than 64 bytes");
    }
    if (lua_gettop(L) > 1) {
        return script_error(L, "tonumber: takes one value; other bases are not offered");
    }
    lua_pushvalue(L, 1);
    if (lua_type(L, 1) == LUA_TNUMBER ||
        (lua_type(L, 1) == LUA_TSTRING &&
         lua_stringtonumber(L, lua_tostring(L, 1)) == length + 1)) {
        return 1;
    }
    lua_pushnil(L);
    return 1;
}

/* upvalue 1: Lua's own function. Its arguments are numbers: texts are not taken for numbers. */
static int safe_math(lua_State *L) {
    for (int i = lua_gettop(L); i > 0; i--) {
        if (lua_type(L, i) == LUA_TSTRING) {
            script_error(L, "math: argument %d is a text, but must be a number", i);
        }
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int safe_type(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushstring(L, sandbox_type(L, 1));
    return 1;
}

/* ---- setmetatable ---- */

static const char *const METHODS[] = {
    "__add",  "__sub", "__mul",  "__div",      "__mod", "__pow",   "__unm",      "__idiv",
    "__band", "__bor", "__bxor", "__shl",      "__shr", "__bnot",  "__concat",   "__eq",
    "__lt",   "__le",  "__call", "__newindex", "__len", "__index", "__tostring", NULL};
static const char *const REFUSED[] = {"__gc",   "__mode",      "__close", "__pairs",
                                      "__name", "__metatable", NULL};

/* How many tables lie behind the table at index through __index. */
static int chain_length(lua_State *L, int index) {
    int length = 0;
    lua_pushvalue(L, index);
    while (luaL_getmetafield(L, -1, "__index") == LUA_TTABLE && length <= INDEX_CHAIN_MAX) {
        lua_replace(L, -2);
        length++;
    }
    lua_settop(L, index); /* index is the top of the caller's part of the stack */
    return length;
}

/* Every look-up through __index is one instruction however long the chain: so chains are short, and
 * a table at which an __index points gets no new metatable that would make them longer. */
static void check_chain(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &script_of(L)->slots[SLOT_TARGETS_OF_INDEX]);
    int targets = lua_gettop(L);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, targets) != LUA_TNIL) {
        script_error(L, "setmetatable: this table already stands behind another's __index; set its "
                        "own metatable first");
    }
    lua_pop(L, 1);
    lua_pushstring(L, "__index");
    if (lua_rawget(L, 2) == LUA_TTABLE) {
        if (chain_length(L, lua_gettop(L)) >= INDEX_CHAIN_MAX) {
            script_error(L, "setmetatable: more than %d tables stand behind one another",
                         INDEX_CHAIN_MAX);
        }
        if (lua_rawequal(L, -1, 1)) {
            script_error(L, "setmetatable: a table cannot stand behind itself");
        }
        lua_pushboolean(L, true);
        lua_rawset(L, targets);
    }
    lua_settop(L, 2);
}

/* A copy of the methods is what counts, so that no later change of the metatable escapes. */
static int safe_setmetatable(lua_State *L) {
    lua_settop(L, 2);
    if (sandbox_is_view(L, 1)) {
        return sandbox_view_refuse(L);
    }
    if (lua_type(L, 1) != LUA_TTABLE || lua_type(L, 2) != LUA_TTABLE) {
        return script_error(L, "setmetatable: needs two tables");
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return script_error(L, "setmetatable: this table is the engine's");
    }
    guard_charge(L, 30);
    for (int i = 0; REFUSED[i] != NULL; i++) {
        lua_pushstring(L, REFUSED[i]);
        if (lua_rawget(L, 2) != LUA_TNIL) {
            return script_error(L, "setmetatable: %s is not offered to games", REFUSED[i]);
        }
        lua_pop(L, 1);
    }
    check_chain(L);
    lua_newtable(L);
    for (int i = 0; METHODS[i] != NULL; i++) {
        lua_pushstring(L, METHODS[i]);
        int type = lua_rawget(L, 2);
        bool index = strcmp(METHODS[i], "__index") == 0;
        if (type != LUA_TNIL && type != LUA_TFUNCTION && !(index && type == LUA_TTABLE)) {
            return script_error(L, "setmetatable: %s must be a function%s", METHODS[i],
                                index ? " or a table" : "");
        }
        if (type != LUA_TNIL) {
            lua_setfield(L, -2, METHODS[i]);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

/* ---- environments ---- */

static int undeclared(lua_State *L) {
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    return script_error(L, "'%.60s' is not declared: write 'local %.60s'", word, word);
}

static int data_only(lua_State *L) {
    const char *word = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    return script_error(L, "this file is data only: there is no '%.60s' in it", word);
}

void sandbox_environment(lua_State *L, bool data) {
    lua_newtable(L);
    lua_newtable(L);
    if (data) {
        lua_pushcfunction(L, data_only);
    } else {
        script_push(script_of(L), SLOT_GLOBALS);
    }
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, undeclared);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

/* Copies fields named in `names` from the table on top to the one at index. */
static void take(lua_State *L, int index, const char *const *names) {
    for (int i = 0; names[i] != NULL; i++) {
        lua_getfield(L, -1, names[i]);
        lua_setfield(L, index, names[i]);
    }
}

static const char *const BASE[] = {"assert", "error", "ipairs", NULL};
static const char *const MATH[] = {"abs", "acos",       "asin", "atan", "ceil", "cos", "deg",
                                   "exp", "floor",      "fmod", "huge", "log",  "max", "maxinteger",
                                   "min", "mininteger", "modf", "pi",   "rad",  "sin", "sqrt",
                                   "tan", "tointeger",  "type", "ult",  NULL};

static void math_open(lua_State *L) {
    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_newtable(L);
    for (int i = 0; MATH[i] != NULL; i++) {
        if (lua_getfield(L, -2, MATH[i]) == LUA_TFUNCTION && strcmp(MATH[i], "type") != 0) {
            lua_pushcclosure(L, safe_math, 1);
        }
        lua_setfield(L, -2, MATH[i]);
    }
    lua_remove(L, -2);
    sandbox_freeze(L, "math.");
}

void sandbox_open(lua_State *L) {
    Script *script = script_of(L);
    sandbox_views_open(L);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    script_store(script, SLOT_TARGETS_OF_INDEX);
    lua_newtable(L);
    script_store(script, SLOT_LOADED);

    lua_newtable(L);
    int globals = lua_gettop(L);
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    take(L, globals, BASE);
    lua_pop(L, 1);
    const luaL_Reg own[] = {{"pairs", safe_pairs},       {"pcall", guard_pcall},
                            {"require", load_require},   {"setmetatable", safe_setmetatable},
                            {"tonumber", safe_tonumber}, {"tostring", safe_tostring},
                            {"type", safe_type},         {NULL, NULL}};
    luaL_setfuncs(L, own, 0);
    math_open(L);
    lua_setfield(L, globals, "math");
    safe_text_open(L);
    lua_setfield(L, globals, "string");
    safe_utf8_open(L);
    lua_setfield(L, globals, "utf8");
    safe_table_open(L);
    lua_setfield(L, globals, "table");
    api_path_open(L);
    lua_setfield(L, globals, "path");
    /* A name that is not there is an error; the table itself is out of reach of scripts. */
    sandbox_strict(L, "global ");
    script_store(script, SLOT_GLOBALS);
}
