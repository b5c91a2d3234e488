/* pen: what a game draws, in millimetres of the play area. x and y are always the middle of a
 * thing. Colours are tokens of the theme, words are text keys in the child's language. */
#include "script/own.h"

#include <math.h>
#include <stdio.h>

static Scene *scene_of(lua_State *L, const char *function) {
    Script *script = script_of(L);
    if (luaL_testudata(L, 1, "pen") == NULL) {
        script_error(L, "%s: write pen:name(...), with a colon", function);
    }
    if (script->scene == NULL) {
        script_error(L, "%s: a pen draws only in draw", function);
    }
    guard_charge(L, 20);
    return script->scene;
}

/* { on, off } in millimetres, or nothing: solid. */
static void dash_of(lua_State *L, int index, const char *function, double dash_mm[2]) {
    dash_mm[0] = dash_mm[1] = 0;
    if (lua_isnoneornil(L, index)) {
        return;
    }
    lua_settop(L, index);
    arg_table(L, index, function, "dash");
    lua_rawgeti(L, index, 1);
    lua_rawgeti(L, index, 2);
    dash_mm[0] = arg_above_zero(L, index + 1, function, "dash[1]");
    dash_mm[1] = arg_above_zero(L, index + 2, function, "dash[2]");
}

static void draw_points(Scene *scene, const Point *points, size_t count, double width,
                        const double dash_mm[2], Color color) {
    if (count == 1) {
        scene_circle(scene, points[0].x, points[0].y, width / 2, color, COLOR_NONE, 0);
    } else if (dash_mm[0] > 0) {
        scene_dashes(scene, points, count, width, dash_mm[0], dash_mm[1], color);
    } else {
        scene_line(scene, points, count, width, color);
    }
}

static int stroke(lua_State *L) {
    const char *function = "pen:stroke";
    Scene *scene = scene_of(L, function);
    const Path *path = arg_path(L, 2, function, "path");
    double width = arg_above_zero(L, 3, function, "width"), dash_mm[2];
    Color color = arg_color(L, 4, function, "color");
    dash_of(L, 5, function, dash_mm);
    guard_charge(L, path->count * 2);
    for (size_t first = 0; first < path->count;) {
        size_t next = first + 1;
        while (next < path->count && !path->begins[next]) {
            next++;
        }
        draw_points(scene, path->points + first, next - first, width, dash_mm, color);
        first = next;
    }
    return 0;
}

static int ink(lua_State *L) {
    Scene *scene = scene_of(L, "pen:ink");
    double width = arg_above_zero(L, 2, "pen:ink", "width");
    scene_ink(scene, trial_ink(script_of(L)->seen), width, arg_color(L, 3, "pen:ink", "color"));
    return 0;
}

static int circle(lua_State *L) {
    const char *function = "pen:circle";
    Scene *scene = scene_of(L, function);
    double x = arg_number(L, 2, function, "x"), y = arg_number(L, 3, function, "y");
    double r = arg_above_zero(L, 4, function, "radius");
    Color fill = arg_color_or(L, 5, function, "fill", COLOR_NONE);
    Color line = arg_color_or(L, 6, function, "line", COLOR_NONE);
    scene_circle(scene, x, y, r, fill, line, arg_number_or(L, 7, function, "width", 0.7));
    return 0;
}

static int rect(lua_State *L) {
    const char *function = "pen:rect";
    Scene *scene = scene_of(L, function);
    double x = arg_number(L, 2, function, "x"), y = arg_number(L, 3, function, "y");
    double w = arg_above_zero(L, 4, function, "w"), h = arg_above_zero(L, 5, function, "h");
    Color fill = arg_color_or(L, 6, function, "fill", COLOR_NONE);
    Color line = arg_color_or(L, 7, function, "line", COLOR_NONE);
    double width = arg_number_or(L, 8, function, "width", 0.7);
    double radius = arg_number_or(L, 9, function, "radius", 0);
    scene_rect(scene, x - w / 2, y - h / 2, w, h, radius, fill, line, width);
    return 0;
}

static int pie(lua_State *L) {
    const char *function = "pen:pie";
    Scene *scene = scene_of(L, function);
    double x = arg_number(L, 2, function, "x"), y = arg_number(L, 3, function, "y");
    double r = arg_above_zero(L, 4, function, "radius");
    double share = arg_number(L, 5, function, "share");
    share = fmin(fmax(share, 0), 1);
    scene_pie(scene, x, y, r, share, arg_color(L, 6, function, "color"));
    return 0;
}

static int line(lua_State *L) {
    const char *function = "pen:line";
    Scene *scene = scene_of(L, function);
    Point points[2] = {{arg_number(L, 2, function, "x1"), arg_number(L, 3, function, "y1")},
                       {arg_number(L, 4, function, "x2"), arg_number(L, 5, function, "y2")}};
    double width = arg_above_zero(L, 6, function, "width"), dash_mm[2];
    Color color = arg_color(L, 7, function, "color");
    dash_of(L, 8, function, dash_mm);
    draw_points(scene, points, 2, width, dash_mm, color);
    return 0;
}

static int image(lua_State *L) {
    const char *function = "pen:image";
    Scene *scene = scene_of(L, function);
    char picture[NAME_MAX_BYTES];
    arg_name(L, 2, function, "picture", picture);
    double x = arg_number(L, 3, function, "x"), y = arg_number(L, 4, function, "y");
    double size = arg_above_zero(L, 5, function, "size");
    scene_picture(scene, picture, x, y, size, arg_number_or(L, 6, function, "opacity", 1));
    return 0;
}

static Align align_of(lua_State *L, int index, const char *function, Align standard) {
    static const char *const words[] = {"start", "middle", "end", NULL};
    return lua_isnoneornil(L, index) ? standard
                                     : (Align)arg_word(L, index, function, "align", words);
}

static int label(lua_State *L, const char *function, const char *words) {
    Scene *scene = scene_of(L, function);
    double x = arg_number(L, 3, function, "x"), y = arg_number(L, 4, function, "y");
    double em = arg_above_zero(L, 5, function, "em");
    Color color = arg_color_or(L, 6, function, "color", COLOR_INK);
    Align align = align_of(L, 7, function, ALIGN_MIDDLE);
    bool bold = arg_flag_or(L, 8, function, "bold", false);
    scene_label(scene, x, y, 0, words, em, bold, align, color);
    return 0;
}

static int text(lua_State *L) {
    scene_of(L, "pen:text");
    const char *key = arg_text(L, 2, "pen:text", "key");
    return label(L, "pen:text", trial_text(script_of(L)->seen, key));
}

static int number(lua_State *L) {
    char words[48];
    scene_of(L, "pen:number");
    double value = arg_number(L, 2, "pen:number", "number");
    snprintf(words, sizeof words, "%.10g", value);
    return label(L, "pen:number", words);
}

static int words(lua_State *L) {
    const char *function = "pen:words";
    Scene *scene = scene_of(L, function);
    const char *key = arg_text(L, 2, function, "key");
    double x = arg_number(L, 3, function, "x"), y = arg_number(L, 4, function, "y");
    double w = arg_above_zero(L, 5, function, "w"), h = arg_above_zero(L, 6, function, "h");
    double em = arg_above_zero(L, 7, function, "em");
    Color color = arg_color_or(L, 8, function, "color", COLOR_INK);
    Align align = align_of(L, 9, function, ALIGN_MIDDLE);
    scene_words(scene, x - w / 2, y - h / 2, w, h, trial_text(script_of(L)->seen, key), em, align,
                color, 0);
    return 0;
}

void api_pen_open(lua_State *L) {
    const luaL_Reg methods[] = {{"circle", circle}, {"image", image},   {"ink", ink},
                                {"line", line},     {"number", number}, {"pie", pie},
                                {"rect", rect},     {"stroke", stroke}, {"text", text},
                                {"words", words},   {NULL, NULL}};
    object_open(L, "pen", methods, NULL, NULL);
    lua_newuserdatauv(L, 0, 0);
    luaL_setmetatable(L, "pen");
    script_store(script_of(L), SLOT_PEN);
}
