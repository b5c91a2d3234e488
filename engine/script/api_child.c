/* child: what a pretend child would try in this trial; its traits decide how well that goes. */
#include "script/own.h"

#include <string.h>

static Pretend *child_of(lua_State *L, const char *function) {
    Script *script = script_of(L);
    if (luaL_testudata(L, 1, "child") == NULL) {
        script_error(L, "%s: write child:name(...), with a colon", function);
    }
    if (script->child == NULL) {
        script_error(L, "%s: a child is there only in simulate", function);
    }
    guard_charge(L, 50);
    return script->child;
}

static int follow(lua_State *L) {
    const char *function = "child:follow";
    Pretend *child = child_of(L, function);
    const Path *path = arg_path(L, 2, function, "path");
    guard_charge(L, path->count);
    pretend_follow(child, path, arg_number_or(L, 3, function, "width", 10));
    return 0;
}

static int follow_both(lua_State *L) {
    const char *function = "child:follow_both";
    Pretend *child = child_of(L, function);
    const Path *left = arg_path(L, 2, function, "left");
    const Path *right = arg_path(L, 3, function, "right");
    guard_charge(L, left->count + right->count);
    pretend_follow_both(child, left, right, arg_number_or(L, 4, function, "width", 10));
    return 0;
}

static Point point_at(lua_State *L, int index, const char *function, const char *x, const char *y) {
    return (Point){arg_number(L, index, function, x), arg_number(L, index + 1, function, y)};
}

static int tap(lua_State *L) {
    const char *function = "child:tap";
    Pretend *child = child_of(L, function);
    Point at = point_at(L, 2, function, "x", "y");
    pretend_tap(child, at, arg_number_or(L, 4, function, "size", 0));
    return 0;
}

static int drag(lua_State *L) {
    const char *function = "child:drag";
    Pretend *child = child_of(L, function);
    Point from = point_at(L, 2, function, "from_x", "from_y");
    pretend_drag(child, from, point_at(L, 4, function, "to_x", "to_y"));
    return 0;
}

static int hold(lua_State *L) {
    const char *function = "child:hold";
    Pretend *child = child_of(L, function);
    Point at = point_at(L, 2, function, "x", "y");
    pretend_hold(child, at, arg_above_zero(L, 4, function, "seconds"));
    return 0;
}

static int wait_for(lua_State *L) {
    Pretend *child = child_of(L, "child:wait");
    pretend_wait(child, arg_number(L, 2, "child:wait", "seconds"));
    return 0;
}

static int adult(lua_State *L) {
    Pretend *child = child_of(L, "child:adult");
    pretend_adult(child, (int)arg_integer(L, 2, "child:adult", "mark", 0, 100));
    return 0;
}

/* The active target of that id, or an error with the nearest one. */
static const Target *target_named(lua_State *L, int index, const char *function, const char *name) {
    const Trial *trial = script_of(L)->seen;
    const char *id = arg_text(L, index, function, name), *ids[TARGETS_MAX + 1] = {NULL};
    char near[96];
    const Target *target = trial_target_named(trial, id);
    if (target == NULL) {
        for (int i = 0; i < trial_target_count(trial); i++) {
            ids[i] = trial_target_at(trial, i)->id;
        }
        script_error(L, "%s: %s: there is no target '%.60s'%s", function, name, id,
                     arg_nearest(id, ids, near));
    }
    return target;
}

/* The other targets of the same role that this child might take instead. */
static int others(lua_State *L, const Target *right, Target found[TARGETS_MAX]) {
    const Trial *trial = script_of(L)->seen;
    int count = 0;
    for (int i = 0; i < trial_target_count(trial); i++) {
        const Target *target = trial_target_at(trial, i);
        if (target->role == right->role && target_is_active(target) &&
            strcmp(target->id, right->id) != 0) {
            found[count++] = *target;
        }
    }
    return count;
}

static int choose(lua_State *L) {
    Target wrong[TARGETS_MAX];
    Pretend *child = child_of(L, "child:choose");
    const Target *right = target_named(L, 2, "child:choose", "right");
    pretend_choose(child, right, wrong, others(L, right, wrong));
    return 0;
}

static int drop(lua_State *L) {
    Target wrong[TARGETS_MAX];
    Pretend *child = child_of(L, "child:drop");
    const Target *source = target_named(L, 2, "child:drop", "source");
    const Target *zone = target_named(L, 3, "child:drop", "zone");
    pretend_drop(child, source, zone, wrong, others(L, zone, wrong));
    return 0;
}

static int random_number(lua_State *L) {
    const char *function = "child:random";
    Pretend *child = child_of(L, function);
    lua_Integer least = arg_integer(L, 2, function, "least", -INT32_MAX, INT32_MAX);
    lua_Integer most = arg_integer(L, 3, function, "most", least, INT32_MAX);
    lua_pushinteger(L, rng_between(pretend_rng(child), least, most));
    return 1;
}

static int remembers(lua_State *L) {
    Pretend *child = child_of(L, "child:remembers");
    int items = (int)arg_integer(L, 2, "child:remembers", "items", 0, 1000);
    lua_pushboolean(L, pretend_remembers(child, items));
    return 1;
}

/* upvalue 1: the methods */
static int child_index(lua_State *L) {
    static const char *const fields[] = {"will_succeed", NULL};
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
        return 1;
    }
    if (lua_type(L, 2) != LUA_TSTRING || strcmp(lua_tostring(L, 2), fields[0]) != 0) {
        object_no_member(L, "child", lua_upvalueindex(1), fields);
    }
    lua_pushboolean(L, pretend_will_succeed(child_of(L, "child.will_succeed")));
    return 1;
}

void api_child_open(lua_State *L) {
    const luaL_Reg methods[] = {
        {"adult", adult}, {"choose", choose},        {"drag", drag},
        {"drop", drop},   {"follow", follow},        {"follow_both", follow_both},
        {"hold", hold},   {"random", random_number}, {"remembers", remembers},
        {"tap", tap},     {"wait", wait_for},        {NULL, NULL}};
    object_open(L, "child", methods, child_index, NULL);
    lua_newuserdatauv(L, 0, 0);
    luaL_setmetatable(L, "child");
    script_store(script_of(L), SLOT_CHILD);
}
