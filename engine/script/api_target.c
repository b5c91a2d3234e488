/* trial's targets and answers: what a target game declares, and what the child's choices meant. */
#include "script/own.h"

#include <stdio.h>
#include <string.h>

static const char *const roles[] = {"none", "choice", "source", "zone", "slot", "key", NULL};
static const char *const states[] = {"done", "disabled", "hint", NULL};
static const unsigned state_flags[] = {TARGET_DONE, TARGET_DISABLED, TARGET_HINT};
static const char *const target_fields[] = {
    "id",    "x",     "y",    "w",      "h",    "role",     "picture", "voice", "player",
    "label", "plain", "tint", "hidden", "done", "disabled", "hint",    "adult", NULL};
static const char *const answer_fields[] = {"item", "right", "choice", "player", NULL};

/* Puts the field of the table at `table` on top; its place. */
static int field(lua_State *L, int table, const char *name) {
    lua_pushstring(L, name);
    lua_rawget(L, table);
    return lua_gettop(L);
}

static void field_name(lua_State *L, int table, const char *function, const char *name,
                       char into[NAME_MAX_BYTES]) {
    int at = field(L, table, name);
    into[0] = '\0';
    if (!lua_isnil(L, at)) {
        arg_name(L, at, function, name, into);
    }
    lua_pop(L, 1);
}

static bool field_flag(lua_State *L, int table, const char *function, const char *name,
                       bool standard) {
    bool flag = arg_flag_or(L, field(L, table, name), function, name, standard);
    lua_pop(L, 1);
    return flag;
}

static double field_number(lua_State *L, int table, const char *function, const char *name) {
    double number = arg_number(L, field(L, table, name), function, name);
    lua_pop(L, 1);
    return number;
}

static int field_player(lua_State *L, int table, const char *function, int least, int standard) {
    int at = field(L, table, "player");
    int player =
        lua_isnil(L, at) ? standard : (int)arg_integer(L, at, function, "player", least, 1);
    lua_pop(L, 1);
    return player;
}

static int target(lua_State *L) {
    const char *function = "trial:target";
    Trial *trial = api_writable(L, function);
    Fail fail = {FAIL_NONE, ""};
    lua_settop(L, 2);
    arg_table(L, 2, function, "the target");
    arg_fields(L, 2, function, target_fields);
    Target made = {.role = ROLE_CHOICE};
    arg_name(L, field(L, 2, "id"), function, "id", made.id);
    double x = field_number(L, 2, function, "x"), y = field_number(L, 2, function, "y");
    double w = field_number(L, 2, function, "w"), h = field_number(L, 2, function, "h");
    made.box = box_of(x - w / 2, y - h / 2, w, h);
    int role = field(L, 2, "role");
    if (!lua_isnil(L, role)) {
        made.role = (Role)arg_word(L, role, function, "role", roles);
    }
    field_name(L, 2, function, "picture", made.picture);
    field_name(L, 2, function, "voice", made.voice);
    made.player = field_player(L, 2, function, -1, -1);
    made.no_label = !field_flag(L, 2, function, "label", true);
    made.plain = field_flag(L, 2, function, "plain", false);
    made.hidden = field_flag(L, 2, function, "hidden", false);
    made.tint = arg_color_or(L, field(L, 2, "tint"), function, "tint", COLOR_NONE);
    made.state = field_flag(L, 2, function, "adult", false) ? TARGET_ADULT : 0;
    for (int i = 0; states[i] != NULL; i++) {
        if (field_flag(L, 2, function, states[i], false)) {
            made.state |= state_flags[i];
        }
    }
    if (!trial_target(trial, &made, &fail)) {
        return script_error(L, "%s: %s", function, fail.text);
    }
    return 0;
}

static void put_text(lua_State *L, const char *name, const char *text) {
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void put_number(lua_State *L, const char *name, double number) {
    lua_pushnumber(L, number);
    lua_setfield(L, -2, name);
}

static void put_flag(lua_State *L, const char *name, bool flag) {
    lua_pushboolean(L, flag);
    lua_setfield(L, -2, name);
}

void api_target_push(lua_State *L, const Target *target) {
    const Box *box = &target->box;
    lua_createtable(L, 0, 16);
    put_text(L, "id", target->id);
    put_number(L, "x", (box->left + box->right) / 2);
    put_number(L, "y", (box->top + box->bottom) / 2);
    put_number(L, "w", box->right - box->left);
    put_number(L, "h", box->bottom - box->top);
    put_text(L, "role", roles[target->role]);
    if (target->picture[0] != '\0') {
        put_text(L, "picture", target->picture);
    }
    if (target->voice[0] != '\0') {
        put_text(L, "voice", target->voice);
    }
    lua_pushinteger(L, target->player);
    lua_setfield(L, -2, "player");
    put_flag(L, "label", !target->no_label);
    put_flag(L, "plain", target->plain);
    put_flag(L, "hidden", target->hidden);
    put_flag(L, "adult", (target->state & TARGET_ADULT) != 0);
    put_text(L, "tint", color_name(target->tint));
    for (int i = 0; states[i] != NULL; i++) {
        put_flag(L, states[i], (target->state & state_flags[i]) != 0);
    }
}

static int targets(lua_State *L) {
    const Trial *trial = api_readable(L, "trial:targets");
    int count = trial_target_count(trial);
    guard_charge(L, (size_t)count * 20);
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        api_target_push(L, trial_target_at(trial, i));
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

static int remove_target(lua_State *L) {
    Trial *trial = api_writable(L, "trial:remove_target");
    lua_pushboolean(L, trial_target_remove(trial, arg_text(L, 2, "trial:remove_target", "id")));
    return 1;
}

static void no_such_target(lua_State *L, const Trial *trial, const char *function, const char *id) {
    const char *ids[TARGETS_MAX + 1] = {NULL};
    char near[96];
    for (int i = 0; i < trial_target_count(trial); i++) {
        ids[i] = trial_target_at(trial, i)->id;
    }
    script_error(L, "%s: there is no target '%.60s'%s", function, id, arg_nearest(id, ids, near));
}

static int target_state(lua_State *L) {
    const char *function = "trial:target_state";
    Trial *trial = api_writable(L, function);
    const char *id = arg_text(L, 2, function, "id");
    int word = arg_word(L, 3, function, "state", states);
    bool on = arg_flag_or(L, 4, function, "on", true);
    if (!trial_target_state(trial, id, state_flags[word], on)) {
        no_such_target(L, trial, function, id);
    }
    return 0;
}

static int answer(lua_State *L) {
    const char *function = "trial:answer";
    Trial *trial = api_writable(L, function);
    Fail fail = {FAIL_NONE, ""};
    lua_settop(L, 2);
    arg_table(L, 2, function, "the answer");
    arg_fields(L, 2, function, answer_fields);
    Answer made = {.right = false};
    field_name(L, 2, function, "item", made.item);
    field_name(L, 2, function, "choice", made.choice);
    int right = field(L, 2, "right");
    if (lua_type(L, right) != LUA_TBOOLEAN) {
        return script_error(L, "%s: right is %s, but must be true or false", function,
                            sandbox_type(L, right));
    }
    made.right = lua_toboolean(L, right);
    made.player = field_player(L, 2, function, 0, 0);
    if (!trial_answer(trial, &made, &fail)) {
        return script_error(L, "%s: %s", function, fail.text);
    }
    return 0;
}

const luaL_Reg *api_target_methods(void) {
    static const luaL_Reg methods[] = {{"answer", answer},   {"remove_target", remove_target},
                                       {"target", target},   {"target_state", target_state},
                                       {"targets", targets}, {NULL, NULL}};
    return methods;
}
