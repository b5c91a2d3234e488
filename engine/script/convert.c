/* Lua values and Values, both ways. From Lua a table is a list (keys 1, 2, 3...) or a record of
 * texts; anything else, a hole, a function or a cycle is an error with its place. */
#include "script/own.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    Mem *mem;
    const char *what;
    char path[200];
    int items;
} Reader;

static void read_value(lua_State *L, Reader *reader, int index, int depth, Value *value);

static void full(lua_State *L, const Reader *reader) {
    script_error(L, "%s: is larger than the memory allowed for it", reader->what);
}

static void refuse(lua_State *L, const Reader *reader, const char *why) {
    script_error(L, "%s: %s%s%s", reader->what, reader->path, reader->path[0] != '\0' ? " " : "",
                 why);
}

/* Reads the value on top as the part `step` of what reader->path names. */
static void read_part(lua_State *L, Reader *reader, const char *step, int depth, Value *value) {
    size_t length = 0;
    while (reader->path[length] != '\0') {
        length++;
    }
    snprintf(reader->path + length, sizeof reader->path - length, "%s%s",
             length > 0 && step[0] != '[' ? "." : "", step);
    read_value(L, reader, lua_gettop(L), depth + 1, value);
    reader->path[length] = '\0';
}

static void read_list(lua_State *L, Reader *reader, int index, int depth, Value *value) {
    *value = value_list();
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);
    for (lua_Integer i = 1; i <= count; i++) {
        char step[32];
        Value item;
        snprintf(step, sizeof step, "[%lld]", (long long)i);
        lua_rawgeti(L, index, i);
        read_part(L, reader, step, depth, &item);
        lua_pop(L, 1);
        if (!value_add(reader->mem, value, item)) {
            full(L, reader);
        }
    }
}

static void read_record(lua_State *L, Reader *reader, int index, int depth, Value *value) {
    *value = value_record();
    sandbox_sorted_keys(L, index);
    int keys = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
    for (lua_Integer i = 1; i <= count; i++) {
        Value field;
        lua_rawgeti(L, keys, i);
        const char *name = lua_tostring(L, -1);
        lua_pushvalue(L, -1);
        lua_rawget(L, index);
        read_part(L, reader, name, depth, &field);
        if (!value_put(reader->mem, value, name, field)) {
            full(L, reader);
        }
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
}

static void read_table(lua_State *L, Reader *reader, int index, int depth, Value *value) {
    lua_Integer named = 0, numbered = 0;
    if (depth > CONVERT_DEPTH_MAX) {
        refuse(L, reader, "holds tables in tables too deep");
    }
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        bool number = lua_isinteger(L, -2);
        named += lua_type(L, -2) == LUA_TSTRING;
        numbered += number;
        if (!number && lua_type(L, -2) != LUA_TSTRING) {
            refuse(L, reader, "has a key that is neither a text nor a whole number");
        }
    }
    if (named > 0 && numbered > 0) {
        refuse(L, reader, "mixes a list with named fields");
    }
    if (numbered > 0 && numbered != (lua_Integer)lua_rawlen(L, index)) {
        refuse(L, reader, "is a list with a hole in it");
    }
    if (named > 0) {
        read_record(L, reader, index, depth, value);
    } else {
        read_list(L, reader, index, depth, value);
    }
}

static void read_value(lua_State *L, Reader *reader, int index, int depth, Value *value) {
    luaL_checkstack(L, 12, NULL);
    if (++reader->items > CONVERT_ITEMS_MAX) {
        refuse(L, reader, "is one value too many for a file of data");
    }
    sandbox_look_through(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        *value = value_none();
        return;
    case LUA_TBOOLEAN:
        *value = value_bool(lua_toboolean(L, index));
        return;
    case LUA_TNUMBER:
        if (!isfinite(lua_tonumber(L, index))) {
            refuse(L, reader, "is not a finite number");
        }
        *value = lua_isinteger(L, index) ? value_int(lua_tointeger(L, index))
                                         : value_number(lua_tonumber(L, index));
        return;
    case LUA_TSTRING: {
        size_t length;
        const char *text = lua_tolstring(L, index, &length);
        char *copy = mem_text_n(reader->mem, text, length);
        if (copy == NULL) {
            full(L, reader);
        }
        *value = value_text(copy);
        return;
    }
    case LUA_TTABLE:
        read_table(L, reader, index, depth, value);
        return;
    default: {
        char why[64];
        snprintf(why, sizeof why, "is a %s, but this file is data only", sandbox_type(L, index));
        refuse(L, reader, why);
    }
    }
}

void convert_to_value(lua_State *L, int index, Mem *mem, const char *what, Value *value) {
    Reader reader = {.mem = mem, .what = what};
    read_value(L, &reader, lua_absindex(L, index), 0, value);
}

void convert_push(lua_State *L, const Value *value) {
    luaL_checkstack(L, 4, NULL);
    switch (value->kind) {
    case VALUE_NONE:
        lua_pushnil(L);
        return;
    case VALUE_BOOL:
        lua_pushboolean(L, value->as.flag);
        return;
    case VALUE_INT:
        lua_pushinteger(L, value->as.integer);
        return;
    case VALUE_NUMBER:
        lua_pushnumber(L, value->as.number);
        return;
    case VALUE_TEXT:
        lua_pushstring(L, value->as.text);
        return;
    case VALUE_LIST:
        lua_newtable(L);
        for (size_t i = 0; i < value->as.list.count; i++) {
            convert_push(L, &value->as.list.items[i]);
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        return;
    case VALUE_RECORD:
        lua_newtable(L);
        for (size_t i = 0; i < value->as.record.count; i++) {
            lua_pushstring(L, value->as.record.fields[i].name);
            convert_push(L, &value->as.record.fields[i].value);
            lua_rawset(L, -3);
        }
    }
}
