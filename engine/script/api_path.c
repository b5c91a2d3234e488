/* path: ready-made and own lines in millimetres. A path never changes once it is made; each method
 * that changes one gives a new one. Its points lie in Lua's own memory, so they count against the
 * game's limit and are freed with it. */
#include "measure/shape.h"
#include "script/own.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static Mem *scratch(lua_State *L) {
    Script *script = script_of(L);
    mem_reset(script->scratch);
    return script->scratch;
}

/* Pushes a copy of a path that was made in scratch. made: what the maker returned. */
static int push_path(lua_State *L, const char *function, bool made, const Path *path) {
    if (!made || path->count > PATH_POINTS_LUA_MAX) {
        return script_error(L, "%s: the path has more than %d points", function,
                            PATH_POINTS_LUA_MAX);
    }
    guard_charge(L, 16 + path->count * 2);
    size_t points = path->count * sizeof(Point), along = path->count * sizeof(double);
    size_t blocks = path_box_count(path->count) * sizeof(PathBox);
    Path *copy = lua_newuserdatauv(L, sizeof *copy + points + along + blocks + path->count, 0);
    *copy = *path;
    unsigned char *at = (unsigned char *)(copy + 1);
    if (path->count > 0) {
        copy->points = memcpy(at, path->points, points);
        copy->along_mm = memcpy(at + points, path->along_mm, along);
        copy->blocks = memcpy(at + points + along, path->blocks, blocks);
        copy->begins = memcpy(at + points + along + blocks, path->begins, path->count);
    }
    luaL_setmetatable(L, "path");
    return 1;
}

/* ---- path.shape(...) ---- */

static int make_line(lua_State *L) {
    Path path;
    double length = arg_above_zero(L, 1, "path.line", "length");
    double angle = arg_number_or(L, 2, "path.line", "angle", 0);
    return push_path(L, "path.line", shape_line(scratch(L), length, angle, &path), &path);
}

static int make_arc(lua_State *L) {
    Path path;
    double radius = arg_above_zero(L, 1, "path.arc", "radius");
    double sweep = arg_above_zero(L, 2, "path.arc", "sweep");
    return push_path(L, "path.arc", shape_arc(scratch(L), radius, sweep, &path), &path);
}

static int make_wave(lua_State *L) {
    Path path;
    double width = arg_above_zero(L, 1, "path.wave", "width");
    double height = arg_above_zero(L, 2, "path.wave", "height");
    double periods = arg_above_zero(L, 3, "path.wave", "periods");
    return push_path(L, "path.wave", shape_wave(scratch(L), width, height, periods, &path), &path);
}

static int make_zigzag(lua_State *L) {
    Path path;
    double width = arg_above_zero(L, 1, "path.zigzag", "width");
    double height = arg_above_zero(L, 2, "path.zigzag", "height");
    int teeth = (int)arg_integer(L, 3, "path.zigzag", "teeth", 1, SHAPE_COUNT_MAX);
    return push_path(L, "path.zigzag", shape_zigzag(scratch(L), width, height, teeth, &path),
                     &path);
}

static int make_square(lua_State *L) {
    Path path;
    double side = arg_above_zero(L, 1, "path.square", "side");
    return push_path(L, "path.square", shape_square(scratch(L), side, &path), &path);
}

static int make_rectangle(lua_State *L) {
    Path path;
    double width = arg_above_zero(L, 1, "path.rectangle", "width");
    double height = arg_above_zero(L, 2, "path.rectangle", "height");
    return push_path(L, "path.rectangle", shape_rectangle(scratch(L), width, height, &path), &path);
}

static int make_triangle(lua_State *L) {
    Path path;
    double side = arg_above_zero(L, 1, "path.triangle", "side");
    return push_path(L, "path.triangle", shape_triangle(scratch(L), side, &path), &path);
}

static int make_circle(lua_State *L) {
    Path path;
    double radius = arg_above_zero(L, 1, "path.circle", "radius");
    return push_path(L, "path.circle", shape_circle(scratch(L), radius, &path), &path);
}

static int make_spiral(lua_State *L) {
    Path path;
    double radius = arg_above_zero(L, 1, "path.spiral", "radius");
    double turns = arg_above_zero(L, 2, "path.spiral", "turns");
    return push_path(L, "path.spiral", shape_spiral(scratch(L), radius, turns, &path), &path);
}

static int make_polyline(lua_State *L) {
    Path path;
    size_t count;
    scratch(L);
    Point *points = arg_points(L, 1, "path.polyline", "points", 1, &count);
    bool closed = arg_flag_or(L, 2, "path.polyline", "closed", false);
    return push_path(L, "path.polyline",
                     shape_polyline(script_of(L)->scratch, points, count, closed, &path), &path);
}

/* path.strokes{ path, path...}: one path of several strokes, in that order. */
static int make_strokes(lua_State *L) {
    Mem *mem = scratch(L);
    Path path;
    arg_table(L, 1, "path.strokes", "paths");
    lua_Integer paths = (lua_Integer)lua_rawlen(L, 1);
    size_t count = 0, n = 0;
    for (int pass = 0; pass < 2; pass++) {
        Point *points = pass == 1 ? mem_alloc_array(mem, count + 1, sizeof *points) : NULL;
        bool *begins = pass == 1 ? mem_alloc_array(mem, count + 1, sizeof *begins) : NULL;
        for (lua_Integer i = 1; i <= paths; i++) {
            lua_rawgeti(L, 1, i);
            const Path *part = arg_path(L, lua_gettop(L), "path.strokes", "an item of the list");
            guard_charge(L, 4 + part->count / 8);
            if (pass == 0) {
                count += part->count;
            }
            for (size_t k = 0; points != NULL && begins != NULL && k < part->count; k++, n++) {
                points[n] = part->points[k];
                begins[n] = part->begins[k];
            }
            lua_pop(L, 1);
        }
        if (count > PATH_POINTS_LUA_MAX || (pass == 1 && n < count)) {
            return push_path(L, "path.strokes", false, NULL);
        }
        if (pass == 1) {
            bool made = path_make(mem, points, begins, count, &path);
            return push_path(L, "path.strokes", made, &path);
        }
    }
    return 0;
}

/* ---- methods ---- */

static const Path *self(lua_State *L, const char *function) {
    const Path *path = arg_path(L, 1, function, "self");
    guard_charge(L, 4 + path->count / 64);
    return path;
}

static int path_length_lua(lua_State *L) {
    lua_pushnumber(L, path_length(self(L, "path:length")));
    return 1;
}

static int push_point(lua_State *L, Point point) {
    lua_pushnumber(L, point.x);
    lua_pushnumber(L, point.y);
    return 2;
}

static int path_at_lua(lua_State *L) {
    const Path *path = self(L, "path:at");
    return push_point(L, path_at(path, arg_number(L, 2, "path:at", "along")));
}

static int path_tangent_lua(lua_State *L) {
    const Path *path = self(L, "path:tangent");
    return push_point(L, path_tangent(path, arg_number(L, 2, "path:tangent", "along")));
}

static int push_place(lua_State *L, PathPlace place) {
    lua_pushnumber(L, place.along_mm);
    lua_pushnumber(L, place.off_mm);
    lua_pushnumber(L, place.side_mm);
    return 3;
}

static int path_locate_lua(lua_State *L) {
    const Path *path = self(L, "path:locate");
    Point at = {arg_number(L, 2, "path:locate", "x"), arg_number(L, 3, "path:locate", "y")};
    guard_charge(L, path->count / 4);
    return push_place(L, path_locate(path, at));
}

static int path_locate_between_lua(lua_State *L) {
    const char *function = "path:locate_between";
    const Path *path = self(L, function);
    Point at = {arg_number(L, 2, function, "x"), arg_number(L, 3, function, "y")};
    double from = arg_number(L, 4, function, "from"), to = arg_number(L, 5, function, "to");
    guard_charge(L, path->count / 4);
    return push_place(L, path_locate_between(path, at, from, to));
}

static int path_upto_lua(lua_State *L) {
    Path part;
    const Path *path = self(L, "path:upto");
    double to = arg_number(L, 2, "path:upto", "along");
    return push_path(L, "path:upto", path_upto(scratch(L), path, to, &part), &part);
}

static int path_part_lua(lua_State *L) {
    Path part;
    const Path *path = self(L, "path:part");
    double from = arg_number(L, 2, "path:part", "from"), to = arg_number(L, 3, "path:part", "to");
    return push_path(L, "path:part", path_part(scratch(L), path, from, to, &part), &part);
}

static int path_reversed_lua(lua_State *L) {
    Path reversed;
    const Path *path = self(L, "path:reversed");
    return push_path(L, "path:reversed", path_reversed(scratch(L), path, &reversed), &reversed);
}

static int path_moved_lua(lua_State *L) {
    Path moved;
    const char *function = "path:moved";
    const Path *path = self(L, function);
    Point shift = {arg_number(L, 2, function, "x"), arg_number(L, 3, function, "y")};
    double scale = lua_isnoneornil(L, 4) ? 1 : arg_above_zero(L, 4, function, "scale");
    double angle = arg_number_or(L, 5, function, "angle", 0);
    bool made = path_moved(scratch(L), path, scale, angle, shift, &moved);
    return push_path(L, function, made, &moved);
}

static int path_centred_lua(lua_State *L) {
    Path moved;
    const char *function = "path:centred_in";
    const Path *path = self(L, function);
    arg_table(L, 2, function, "area");
    lua_getfield(L, 2, "width");
    lua_getfield(L, 2, "height");
    double width = arg_above_zero(L, 3, function, "area.width");
    double height = arg_above_zero(L, 4, function, "area.height");
    PathBox box = path_box(path);
    Point shift = {width / 2 - (box.left + box.right) / 2, height / 2 - (box.top + box.bottom) / 2};
    bool made = path_moved(scratch(L), path, 1, 0, shift, &moved);
    return push_path(L, function, made, &moved);
}

/* Left and right change places, about the path's own middle. */
static int path_mirrored_lua(lua_State *L) {
    Path mirrored;
    const Path *path = self(L, "path:mirrored");
    Mem *mem = scratch(L);
    PathBox box = path_box(path);
    Point *points = mem_copy(mem, path->points, path->count * sizeof *points);
    for (size_t i = 0; points != NULL && i < path->count; i++) {
        points[i].x = box.left + box.right - points[i].x;
    }
    bool made = points != NULL && path_make(mem, points, path->begins, path->count, &mirrored);
    return push_path(L, "path:mirrored", made || path->count == 0, made ? &mirrored : path);
}

static int path_points_lua(lua_State *L) {
    const Path *path = self(L, "path:points");
    guard_charge(L, path->count * 8);
    lua_createtable(L, (int)path->count, 0);
    for (size_t i = 0; i < path->count; i++) {
        lua_createtable(L, 2, 0);
        lua_pushnumber(L, path->points[i].x);
        lua_rawseti(L, -2, 1);
        lua_pushnumber(L, path->points[i].y);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int path_box_lua(lua_State *L) {
    PathBox box = path_box(self(L, "path:box"));
    lua_pushnumber(L, box.left);
    lua_pushnumber(L, box.top);
    lua_pushnumber(L, box.right);
    lua_pushnumber(L, box.bottom);
    return 4;
}

void api_path_open(lua_State *L) {
    const luaL_Reg methods[] = {{"at", path_at_lua},
                                {"box", path_box_lua},
                                {"centred_in", path_centred_lua},
                                {"length", path_length_lua},
                                {"locate", path_locate_lua},
                                {"locate_between", path_locate_between_lua},
                                {"mirrored", path_mirrored_lua},
                                {"moved", path_moved_lua},
                                {"part", path_part_lua},
                                {"points", path_points_lua},
                                {"reversed", path_reversed_lua},
                                {"tangent", path_tangent_lua},
                                {"upto", path_upto_lua},
                                {NULL, NULL}};
    const luaL_Reg makers[] = {
        {"arc", make_arc},           {"circle", make_circle},       {"line", make_line},
        {"polyline", make_polyline}, {"rectangle", make_rectangle}, {"spiral", make_spiral},
        {"square", make_square},     {"strokes", make_strokes},     {"triangle", make_triangle},
        {"wave", make_wave},         {"zigzag", make_zigzag},       {NULL, NULL}};
    object_open(L, "path", methods, NULL, NULL);
    lua_newtable(L);
    luaL_setfuncs(L, makers, 0);
    sandbox_freeze(L, "path.");
}
