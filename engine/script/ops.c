/* A Lua game as play knows games: each meaning becomes a call of the handler of that name, below
 * script_protected. */
#include "script/own.h"

#include <stdio.h>
#include <string.h>

const char *const handler_names[] = {"prepare", "shown", "touch", "tick",     "choose", "drop",
                                     "adult",   "help",  "draw",  "simulate", NULL};

/* One call and its arguments; only those of its handler are set. */
typedef struct {
    Handler handler;
    const Sample *sample;
    int player, number; /* number: mark, rung, timer's tag */
    const Target *target, *zone;
} Call;

static void put_touch(lua_State *L, Script *script, const Call *call) {
    static const char *const phases[] = {"down", "move", "up"};
    script_push(script, SLOT_TOUCH);
    lua_pushnumber(L, call->sample->x_mm);
    lua_setfield(L, -2, "x");
    lua_pushnumber(L, call->sample->y_mm);
    lua_setfield(L, -2, "y");
    lua_pushinteger(L, call->sample->finger);
    lua_setfield(L, -2, "finger");
    lua_pushstring(L, phases[call->sample->phase]);
    lua_setfield(L, -2, "phase");
    lua_pushnumber(L, (double)trial_time_us(script->seen) / 1e6);
    lua_setfield(L, -2, "time_s");
    lua_pushinteger(L, call->player);
    lua_setfield(L, -2, "player");
}

/* Pushes what follows trial; how many. */
static int put_arguments(lua_State *L, Script *script, const Call *call) {
    switch (call->handler) {
    case HANDLER_TOUCH:
        put_touch(L, script, call);
        return 1;
    case HANDLER_CHOOSE:
        api_target_push(L, call->target);
        return 1;
    case HANDLER_DROP:
        api_target_push(L, call->target);
        api_target_push(L, call->zone);
        return 2;
    case HANDLER_ADULT:
    case HANDLER_HELP:
        lua_pushinteger(L, call->number);
        return 1;
    case HANDLER_DRAW:
        script_push(script, SLOT_PEN);
        return 1;
    case HANDLER_SIMULATE:
        script_push(script, SLOT_CHILD);
        return 1;
    default:
        return 0;
    }
}

static int call_handler(lua_State *L) {
    const Call *call = lua_touserdata(L, 1);
    Script *script = script_of(L);
    if (call->handler == HANDLER_PREPARE) {
        api_trial_begin(L);
    }
    script_push(script, SLOT_HANDLERS);
    lua_getfield(L, -1, handler_names[call->handler]);
    if (!lua_isnil(L, -1)) { /* prepare is called whether the game has one or not */
        script_push(script, SLOT_TRIAL);
        lua_call(L, 1 + put_arguments(L, script, call), 0);
    }
    return 0;
}

static int call_timer(lua_State *L) {
    const Call *call = lua_touserdata(L, 1);
    Script *script = script_of(L);
    script_push(script, SLOT_TIMERS);
    if (lua_rawgeti(L, -1, call->number) == LUA_TFUNCTION) {
        lua_pushnil(L);
        lua_rawseti(L, -3, call->number);
        script_push(script, SLOT_TRIAL);
        lua_call(L, 1, 0);
    }
    return 0;
}

static bool run_call(Script *script, lua_CFunction body, Call *call, Moment moment,
                     const char *doing, const Trial *seen, Trial *trial, Fail *fail) {
    script->seen = seen;
    script->trial = trial;
    bool ok = script_protected(script, body, call, moment, doing, fail);
    script->seen = script->trial = NULL;
    return ok;
}

static bool live(void *self, Trial *trial, Call *call, Fail *fail) {
    return run_call(self, call_handler, call, MOMENT_CALL, handler_names[call->handler], trial,
                    trial, fail);
}

static bool op_prepare(void *self, Trial *trial, Fail *fail) {
    return live(self, trial, &(Call){.handler = HANDLER_PREPARE}, fail);
}

static bool op_shown(void *self, Trial *trial, Fail *fail) {
    return live(self, trial, &(Call){.handler = HANDLER_SHOWN}, fail);
}

static bool op_touch(void *self, Trial *trial, const Sample *sample, int player, Fail *fail) {
    Call call = {.handler = HANDLER_TOUCH, .sample = sample, .player = player};
    return live(self, trial, &call, fail);
}

static bool op_tick(void *self, Trial *trial, Fail *fail) {
    return live(self, trial, &(Call){.handler = HANDLER_TICK}, fail);
}

static bool op_timer(void *self, Trial *trial, int tag, Fail *fail) {
    return run_call(self, call_timer, &(Call){.number = tag}, MOMENT_CALL, "a timer", trial, trial,
                    fail);
}

static bool op_choose(void *self, Trial *trial, const Target *target, Fail *fail) {
    return live(self, trial, &(Call){.handler = HANDLER_CHOOSE, .target = target}, fail);
}

static bool op_drop(void *self, Trial *trial, const Target *source, const Target *zone,
                    Fail *fail) {
    Call call = {.handler = HANDLER_DROP, .target = source, .zone = zone};
    return live(self, trial, &call, fail);
}

static bool op_adult(void *self, Trial *trial, int mark, Fail *fail) {
    return live(self, trial, &(Call){.handler = HANDLER_ADULT, .number = mark}, fail);
}

static bool op_help(void *self, Trial *trial, int rung, Fail *fail) {
    return live(self, trial, &(Call){.handler = HANDLER_HELP, .number = rung}, fail);
}

static bool op_draw(void *self, const Trial *trial, Scene *scene, Fail *fail) {
    Script *script = self;
    script->scene = scene;
    bool ok = run_call(script, call_handler, &(Call){.handler = HANDLER_DRAW}, MOMENT_DRAW, "draw",
                       trial, NULL, fail);
    script->scene = NULL;
    return ok;
}

static bool op_simulate(void *self, Trial *trial, Pretend *child, Fail *fail) {
    Script *script = self;
    script->child = child;
    bool ok = run_call(script, call_handler, &(Call){.handler = HANDLER_SIMULATE}, MOMENT_SIMULATE,
                       "simulate", trial, NULL, fail);
    script->child = NULL;
    return ok;
}

static bool has(lua_State *L, int handlers, Handler handler) {
    lua_pushstring(L, handler_names[handler]);
    bool found = lua_rawget(L, handlers) == LUA_TFUNCTION;
    lua_pop(L, 1);
    return found;
}

void ops_check(lua_State *L) {
    Script *script = script_of(L);
    int handlers = lua_gettop(L);
    if (lua_type(L, handlers) != LUA_TTABLE) {
        script_error(L, "%s/play.lua: must return the table of its handlers, but returns %s",
                     script->place, sandbox_type(L, handlers));
    }
    for (lua_pushnil(L); lua_next(L, handlers) != 0; lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "a number";
        char near[96];
        bool known = false;
        for (int i = 0; i < HANDLER_COUNT; i++) {
            known = known || strcmp(handler_names[i], name) == 0;
        }
        if (!known) {
            script_error(L, "%s/play.lua: '%.60s' is no handler%s; keep other functions local",
                         script->place, name, arg_nearest(name, handler_names, near));
        }
        if (lua_type(L, -1) != LUA_TFUNCTION) {
            script_error(L, "%s/play.lua: %s must be a function, but is %s", script->place, name,
                         sandbox_type(L, -1));
        }
    }
    script->ops = (GameOps){.prepare = op_prepare, /* always: a new trial begins with it */
                            .shown = has(L, handlers, HANDLER_SHOWN) ? op_shown : NULL,
                            .touch = has(L, handlers, HANDLER_TOUCH) ? op_touch : NULL,
                            .tick = has(L, handlers, HANDLER_TICK) ? op_tick : NULL,
                            .timer = op_timer, /* any game may use trial:after */
                            .choose = has(L, handlers, HANDLER_CHOOSE) ? op_choose : NULL,
                            .drop = has(L, handlers, HANDLER_DROP) ? op_drop : NULL,
                            .adult = has(L, handlers, HANDLER_ADULT) ? op_adult : NULL,
                            .help = has(L, handlers, HANDLER_HELP) ? op_help : NULL,
                            .draw = has(L, handlers, HANDLER_DRAW) ? op_draw : NULL,
                            .simulate = has(L, handlers, HANDLER_SIMULATE) ? op_simulate : NULL};
    /* A copy: the game cannot change its handlers later. */
    lua_newtable(L);
    for (int i = 0; i < HANDLER_COUNT; i++) {
        lua_getfield(L, handlers, handler_names[i]);
        lua_setfield(L, -2, handler_names[i]);
    }
    script_store(script, SLOT_HANDLERS);
    lua_settop(L, handlers);
}
