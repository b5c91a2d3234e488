/* Arguments from scripts, checked one way: a wrong one is an error that names the function, the
 * argument, what it is, and what it may be. Nothing is coerced: "2" is no number. */
#include "script/own.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How a wrong value is quoted. */
static const char *quote(lua_State *L, int index, char text[96]) {
    if (lua_type(L, index) == LUA_TSTRING) {
        snprintf(text, 96, "'%.60s'", lua_tostring(L, index));
    } else if (lua_type(L, index) == LUA_TNUMBER) {
        snprintf(text, 96, "%.10g", lua_tonumber(L, index));
    } else if (lua_type(L, index) == LUA_TBOOLEAN) {
        snprintf(text, 96, "%s", lua_toboolean(L, index) ? "true" : "false");
    } else {
        snprintf(text, 96, "%s", sandbox_type(L, index));
    }
    return text;
}

static void wrong(lua_State *L, int index, const char *function, const char *name,
                  const char *wanted) {
    char text[96];
    script_error(L, "%s: %s is %s, but must be %s", function, name, quote(L, index, text), wanted);
}

double arg_number(lua_State *L, int index, const char *function, const char *name) {
    if (lua_type(L, index) != LUA_TNUMBER || !isfinite(lua_tonumber(L, index))) {
        wrong(L, index, function, name, "a number");
    }
    return lua_tonumber(L, index);
}

double arg_number_or(lua_State *L, int index, const char *function, const char *name,
                     double standard) {
    return lua_isnoneornil(L, index) ? standard : arg_number(L, index, function, name);
}

double arg_above_zero(lua_State *L, int index, const char *function, const char *name) {
    double number = arg_number(L, index, function, name);
    if (number <= 0) {
        wrong(L, index, function, name, "above 0");
    }
    return number;
}

lua_Integer arg_integer(lua_State *L, int index, const char *function, const char *name,
                        lua_Integer least, lua_Integer most) {
    int whole = 0;
    lua_Integer integer = 0;
    if (lua_type(L, index) == LUA_TNUMBER) {
        integer = lua_tointegerx(L, index, &whole);
    }
    if (!whole || integer < least || integer > most) {
        char wanted[96];
        snprintf(wanted, sizeof wanted, "a whole number from %lld to %lld", (long long)least,
                 (long long)most);
        wrong(L, index, function, name, wanted);
    }
    return integer;
}

bool arg_flag_or(lua_State *L, int index, const char *function, const char *name, bool standard) {
    if (lua_isnoneornil(L, index)) {
        return standard;
    }
    if (lua_type(L, index) != LUA_TBOOLEAN) {
        wrong(L, index, function, name, "true or false");
    }
    return lua_toboolean(L, index);
}

const char *arg_text(lua_State *L, int index, const char *function, const char *name) {
    size_t length;
    if (lua_type(L, index) != LUA_TSTRING) {
        wrong(L, index, function, name, "a text");
    }
    const char *text = lua_tolstring(L, index, &length);
    if (strlen(text) != length) {
        script_error(L, "%s: %s holds a zero byte, which no text may", function, name);
    }
    return text;
}

void arg_name(lua_State *L, int index, const char *function, const char *name,
              char into[NAME_MAX_BYTES]) {
    const char *text = arg_text(L, index, function, name);
    if (strlen(text) >= NAME_MAX_BYTES) {
        script_error(L, "%s: %s '%.60s' is longer than %d bytes", function, name, text,
                     NAME_MAX_BYTES - 1);
    }
    snprintf(into, NAME_MAX_BYTES, "%s", text);
}

const char *arg_nearest(const char *word, const char *const *words, char text[96]) {
    const char *near = fail_nearest_word(word, words);
    text[0] = '\0';
    if (near != NULL) {
        snprintf(text, 96, "; did you mean '%.60s'?", near);
    }
    return text;
}

int arg_word(lua_State *L, int index, const char *function, const char *name,
             const char *const *words) {
    char list[512] = "", near[96] = "", text[96];
    if (lua_type(L, index) == LUA_TSTRING) {
        const char *word = lua_tostring(L, index);
        for (int i = 0; words[i] != NULL; i++) {
            if (strcmp(words[i], word) == 0) {
                return i;
            }
        }
        arg_nearest(word, words, near);
    }
    for (size_t i = 0, used = 0; words[i] != NULL && used < sizeof list; i++) {
        used +=
            (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    return script_error(L, "%s: %s is %s, but must be one of %s%s", function, name,
                        quote(L, index, text), list, near);
}

Color arg_color(lua_State *L, int index, const char *function, const char *name) {
    Color color;
    if (lua_type(L, index) == LUA_TSTRING && color_by_name(lua_tostring(L, index), &color)) {
        return color;
    }
    const char *words[COLOR_COUNT + 1] = {NULL};
    for (int i = 0; i < COLOR_COUNT; i++) {
        words[i] = color_name((Color)i);
    }
    return (Color)arg_word(L, index, function, name, words);
}

Color arg_color_or(lua_State *L, int index, const char *function, const char *name,
                   Color standard) {
    return lua_isnoneornil(L, index) ? standard : arg_color(L, index, function, name);
}

void arg_table(lua_State *L, int index, const char *function, const char *name) {
    sandbox_look_through(L, index);
    if (lua_type(L, index) != LUA_TTABLE) {
        wrong(L, index, function, name, "a table");
    }
}

void arg_fields(lua_State *L, int index, const char *function, const char *const *words) {
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        char near[96], text[96];
        const char *word = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        int i = 0;
        while (words[i] != NULL && strcmp(words[i], word) != 0) {
            i++;
        }
        if (words[i] == NULL) {
            script_error(L, "%s: there is no field %s%s", function, quote(L, -2, text),
                         arg_nearest(word, words, near));
        }
    }
}

const Path *arg_path(lua_State *L, int index, const char *function, const char *name) {
    const Path *path = luaL_testudata(L, index, "path");
    if (path == NULL) {
        wrong(L, index, function, name, "a path, such as path.line(100, 0)");
    }
    return path;
}

/* { 3, 4 } or { x = 3, y = 4 } at the top. */
static double coordinate(lua_State *L, const char *function, const char *name, lua_Integer i,
                         int axis) {
    lua_rawgeti(L, -1, axis + 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushstring(L, axis == 0 ? "x" : "y");
        lua_rawget(L, -2);
    }
    if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1))) {
        script_error(L, "%s: %s[%lld] must be a point such as { 10, 20 } in millimetres", function,
                     name, (long long)i);
    }
    double number = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return number;
}

Point *arg_points(lua_State *L, int index, const char *function, const char *name, size_t least,
                  size_t *count) {
    Script *script = script_of(L);
    arg_table(L, index, function, name);
    *count = lua_rawlen(L, index);
    if (*count < least || *count > PATH_POINTS_LUA_MAX) {
        script_error(L, "%s: %s has %zu points, but must have from %zu to %d", function, name,
                     *count, least, PATH_POINTS_LUA_MAX);
    }
    guard_charge(L, *count * 4);
    Point *points = mem_alloc_array(script->scratch, *count + 1, sizeof *points);
    if (points == NULL) {
        script_error(L, "%s: there is no memory for the points of %s", function, name);
    }
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        sandbox_look_through(L, lua_gettop(L));
        if (lua_type(L, -1) != LUA_TTABLE) {
            script_error(L, "%s: %s[%zu] must be a point such as { 10, 20 } in millimetres",
                         function, name, i + 1);
        }
        points[i].x = coordinate(L, function, name, (lua_Integer)i + 1, 0);
        points[i].y = coordinate(L, function, name, (lua_Integer)i + 1, 1);
        lua_pop(L, 1);
    }
    return points;
}
