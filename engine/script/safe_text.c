/* Texts for scripts: Lua's own functions behind checks of what they would cost, since nothing can
 * stop them once they run. They are called in the checker's own frame, so that their messages name
 * the script's line. */
#include "script/own.h"

#include <ctype.h>
#include <lualib.h>
#include <math.h>
#include <string.h>

static int original(lua_State *L) {
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int cheap(lua_State *L) {
    size_t steps = 4;
    for (int i = lua_gettop(L); i > 0; i--) {
        size_t length = 0;
        if (lua_type(L, i) == LUA_TSTRING) {
            lua_tolstring(L, i, &length);
        }
        steps += length / 16;
    }
    guard_charge(L, steps);
    return original(L);
}

static int safe_rep(lua_State *L) {
    size_t length, gap = 0;
    luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &gap);
    if (count > TEXT_REPEATS_MAX ||
        (count > 0 && (length + gap) * (size_t)count > SCRIPT_TEXT_MAX)) {
        return script_error(L,
                            "string.rep: would make a text longer than %d bytes, or of more "
                            "than %d parts",
                            SCRIPT_TEXT_MAX, TEXT_REPEATS_MAX);
    }
    guard_charge(L, 4 + (count > 0 ? (size_t)count : 0));
    return original(L);
}

/* How many parts of the pattern may match more or less, and try again for each other choice. */
static int choices_of(const char *pattern, size_t length) {
    int choices = 0;
    bool set = false;
    for (size_t i = 0; i < length; i++) {
        char c = pattern[i];
        if (c == '%') {
            i++;
            choices += i < length && pattern[i] == 'b';
        } else if (c == '[' && !set) {
            set = true;
        } else if (c == ']' && set) {
            set = false;
        } else if (strchr("*+-?", c) != NULL && c != '\0') {
            choices++; /* inside a set too: one too many is only stricter */
        }
    }
    return choices;
}

static void check_pattern(lua_State *L, const char *function) {
    size_t length, pattern_length;
    luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    int choices = choices_of(pattern, pattern_length);
    double walk = (double)(length + 1) * (double)(pattern_length + 1) / 16;
    double cost = pow((double)length + 1, choices + 1) * (1 + (double)pattern_length / 16) + walk;
    if (cost > PATTERN_COST_MAX) {
        script_error(L,
                     "string.%s: a pattern with %d repetitions on a text of %zu bytes could "
                     "take too long",
                     function, choices, length);
    }
    guard_charge(L, 8 + (size_t)(cost / 16));
}

static int safe_find(lua_State *L) {
    check_pattern(L, "find");
    return original(L);
}

static int safe_match(lua_State *L) {
    check_pattern(L, "match");
    return original(L);
}

static int safe_gmatch(lua_State *L) {
    check_pattern(L, "gmatch");
    return original(L);
}

static int safe_gsub(lua_State *L) {
    check_pattern(L, "gsub");
    return original(L);
}

static int safe_byte(lua_State *L) {
    size_t length;
    luaL_checklstring(L, 1, &length);
    lua_Integer from = luaL_optinteger(L, 2, 1), to = luaL_optinteger(L, 3, from);
    if (length > UNPACK_MAX && (from != to)) {
        return script_error(L, "string.byte: gives at most %d numbers at once", UNPACK_MAX);
    }
    return cheap(L);
}

/* Tables and functions become texts without addresses before Lua's own function sees them. */
static int safe_format(lua_State *L) {
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length);
    size_t conversions = 0;
    for (size_t i = 0; i < length; i++) {
        if (format[i] == '%' && ++i < length && format[i] != '%') {
            conversions++;
            while (i < length && strchr("-+ #0123456789.", format[i]) != NULL) {
                i++;
            }
            if (i < length && format[i] == 'p') {
                return script_error(L, "string.format: %%p is not offered to games");
            }
        }
    }
    int count = lua_gettop(L);
    guard_charge(L, 8 + length / 4 + conversions * 300); /* %.99f of 1e300 is slow */
    for (int i = 2; i <= count; i++) {
        int type = lua_type(L, i);
        if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TNIL &&
            type != LUA_TBOOLEAN) {
            sandbox_text(L, i);
            lua_replace(L, i);
        }
    }
    return original(L);
}

typedef struct {
    const char *name;
    lua_CFunction checked;
} Checked;

/* Takes the checked functions from the library that `open` makes into a new frozen table. */
static void open_checked(lua_State *L, const char *name, const char *what, lua_CFunction open,
                         const Checked *functions) {
    lua_pushcfunction(L, open);
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
    lua_newtable(L);
    for (const Checked *function = functions; function->name != NULL; function++) {
        lua_getfield(L, -2, function->name);
        lua_pushcclosure(L, function->checked, 1);
        lua_setfield(L, -2, function->name);
    }
    lua_remove(L, -2);
    sandbox_freeze(L, what);
}

void safe_text_open(lua_State *L) {
    const Checked functions[] = {
        {"byte", safe_byte},     {"char", cheap},     {"find", safe_find}, {"format", safe_format},
        {"gmatch", safe_gmatch}, {"gsub", safe_gsub}, {"len", cheap},      {"lower", cheap},
        {"match", safe_match},   {"rep", safe_rep},   {"reverse", cheap},  {"sub", cheap},
        {"upper", cheap},        {NULL, NULL}};
    open_checked(L, "string", "string.", luaopen_string, functions);
    /* Methods of texts; their metatable is out of reach. */
    lua_pushliteral(L, "");
    lua_newtable(L);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static int safe_codepoint(lua_State *L) {
    size_t length;
    luaL_checklstring(L, 1, &length);
    lua_Integer from = luaL_optinteger(L, 2, 1), to = luaL_optinteger(L, 3, from);
    if (length > UNPACK_MAX && from != to) {
        return script_error(L, "utf8.codepoint: gives at most %d numbers at once", UNPACK_MAX);
    }
    return cheap(L);
}

void safe_utf8_open(lua_State *L) {
    const Checked functions[] = {{"char", cheap},
                                 {"codepoint", safe_codepoint},
                                 {"len", cheap},
                                 {"offset", cheap},
                                 {NULL, NULL}};
    open_checked(L, "utf8", "utf8.", luaopen_utf8, functions);
}
