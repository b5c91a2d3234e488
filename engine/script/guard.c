/* The limits a game lives under: memory by the allocator, instructions by a count hook, and steps
 * charged for work in C. No clock: the same call is cut off at the same place every time.
 *
 * Besides the bytes in use, the bytes that one call allocates are limited (a loop that makes and
 * drops tables costs time that instructions do not show), and the length of one text: comparing or
 * joining texts is one instruction however long they are. */
#include "script/own.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long allocations, refuse_at;

long script_fail_after(long n) {
    long made = allocations;
    allocations = 0;
    refuse_at = n;
    return made;
}

static bool refused_by_test(void) {
    allocations++;
    return refuse_at > 0 && allocations >= refuse_at;
}

Script *script_of(lua_State *L) {
    Script *script;
    memcpy(&script, lua_getextraspace(L), sizeof script);
    return script;
}

void script_push(Script *script, Slot slot) {
    lua_rawgetp(script->lua, LUA_REGISTRYINDEX, &script->slots[slot]);
}

void script_store(Script *script, Slot slot) {
    lua_rawsetp(script->lua, LUA_REGISTRYINDEX, &script->slots[slot]);
}

/* Lua collects and asks once more: only an error makes a refusal the end of the call. */
static void *refuse(Script *script, Cut cut) {
    script->refusal = cut;
    return NULL;
}

/* old_bytes is the kind of object when there is no block yet: that is how a text is known. */
static void *allocate(void *self, void *block, size_t old_bytes, size_t bytes) {
    Script *script = self;
    size_t had = block != NULL ? old_bytes : 0;
    if (bytes == 0) {
        free(block);
        script->bytes -= had;
        return NULL;
    }
    if (bytes > had) {
        bool text = block == NULL && old_bytes == LUA_TSTRING;
        if (text && bytes > SCRIPT_TEXT_MAX + 64 && !script->trusted) {
            return refuse(script, CUT_TEXT);
        }
        if (script->bytes - had + bytes > SCRIPT_BYTES_MAX) {
            return refuse(script, CUT_BYTES);
        }
        if (script->moment != MOMENT_IDLE && !script->trusted) {
            script->churn += bytes;
            if (script->churn > script->churn_max) {
                return refuse(script, CUT_CHURN);
            }
        }
        if (refused_by_test()) {
            return refuse(script, CUT_BYTES);
        }
    }
    void *moved = realloc(block, bytes);
    if (moved == NULL) {
        /* Lua counts on this: making a block smaller never fails. */
        return bytes <= had ? block : refuse(script, CUT_BYTES);
    }
    script->bytes += bytes - had;
    return moved;
}

static void cut_steps(lua_State *L, Script *script) {
    if (script->cut == CUT_NONE) {
        script->cut = CUT_STEPS;
    }
    script_error(L, "%s: takes more than %ld steps; is there a loop that does not end?",
                 script->doing, script->steps_max);
}

static void hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    Script *script = script_of(L);
    script->steps -= HOOK_STEPS;
    if (script->steps <= 0 || script->cut != CUT_NONE) {
        cut_steps(L, script);
    }
}

void guard_charge(lua_State *L, size_t steps) {
    Script *script = script_of(L);
    script->steps -= steps > SCRIPT_STEPS_LOAD ? SCRIPT_STEPS_LOAD : (long)steps;
    if (script->steps <= 0) {
        cut_steps(L, script);
    }
}

lua_State *guard_state(Script *script) {
    lua_State *L = lua_newstate(allocate, script);
    if (L != NULL) {
        memcpy(lua_getextraspace(L), &script, sizeof script);
        lua_sethook(L, hook, LUA_MASKCOUNT, HOOK_STEPS);
    }
    return L;
}

/* ---- errors ---- */

int script_error(lua_State *L, const char *format, ...) {
    char text[FAIL_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    lua_Debug ar;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0) {
            lua_pushfstring(L, "%s:%d: %s", ar.short_src, ar.currentline, text);
            lua_error(L);
        }
    }
    lua_pushstring(L, text);
    lua_error(L);
    abort(); /* lua_error does not return */
}

/* A thrown table says what it is by its field message, or its first item. */
static void sentence_of(lua_State *L) {
    if (lua_type(L, 1) == LUA_TSTRING) {
        return;
    }
    if (lua_type(L, 1) == LUA_TTABLE) {
        lua_pushstring(L, "message");
        lua_rawget(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            lua_rawgeti(L, 1, 1);
        }
    }
    if (lua_gettop(L) > 1 && lua_type(L, -1) == LUA_TSTRING) {
        lua_pushfstring(L, "an error was raised with a table: %s", lua_tostring(L, -1));
    } else if (lua_isnumber(L, 1)) {
        lua_pushfstring(L, "an error was raised with the number %s", lua_tostring(L, 1));
    } else {
        lua_pushfstring(L, "an error was raised with a %s instead of a sentence",
                        luaL_typename(L, 1));
    }
    lua_replace(L, 1);
    lua_settop(L, 1);
}

static int handle(lua_State *L) {
    Script *script = script_of(L);
    script->trusted = true;
    sentence_of(L);
    luaL_traceback(L, L, lua_tostring(L, 1), 1);
    snprintf(script->traceback, sizeof script->traceback, "%s", lua_tostring(L, -1));
    lua_settop(L, 1);
    script->trusted = false;
    return 1;
}

/* A full memory has no line: the sentence says which limit it was and in which handler. */
static void cut_sentence(const Script *script, Fail *fail) {
    switch (script->cut) {
    case CUT_TEXT:
        fail_set(fail, FAIL_SCRIPT, "%s: %s: makes a text longer than %d bytes", script->place,
                 script->doing, SCRIPT_TEXT_MAX);
        break;
    case CUT_CHURN:
        fail_set(fail, FAIL_SCRIPT, "%s: %s: makes more than %zu MB of tables and texts in one go",
                 script->place, script->doing, script->churn_max >> 20);
        break;
    default:
        fail_set(fail, FAIL_SCRIPT, "%s: %s: needs more than %d MB of memory", script->place,
                 script->doing, SCRIPT_BYTES_MAX >> 20);
    }
}

bool script_protected(Script *script, lua_CFunction body, void *data, Moment moment,
                      const char *doing, Fail *fail) {
    lua_State *L = script->lua;
    if (L == NULL) {
        return fail_set(fail, FAIL_SCRIPT, "%s: could not be loaded again", script->place);
    }
    bool load = moment == MOMENT_LOAD;
    script->moment = moment;
    script->doing = doing;
    script->steps = script->steps_max = load ? SCRIPT_STEPS_LOAD : SCRIPT_STEPS_CALL;
    script->churn = 0;
    script->churn_max = load ? SCRIPT_CHURN_LOAD : SCRIPT_CHURN_CALL;
    script->cut = script->refusal = CUT_NONE;
    script->trusted = false;
    mem_reset(script->scratch);
    lua_pushcfunction(L, handle);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, data);
    int status = lua_pcall(L, 1, 0, 1);
    script->moment = MOMENT_IDLE;
    script->trusted = false;
    if (status == LUA_ERRMEM) {
        script->cut = script->refusal;
    }
    if (status == LUA_OK) {
        lua_settop(L, 0);
        return true;
    }
    if (status == LUA_ERRRUN && lua_type(L, -1) == LUA_TSTRING &&
        (script->cut == CUT_NONE || script->cut == CUT_STEPS)) {
        fail_set(fail, FAIL_SCRIPT, "%s", lua_tostring(L, -1));
    } else if (script->cut == CUT_NONE) {
        fail_set(fail, FAIL_SCRIPT, "%s: %s: an error happened while an error was handled",
                 script->place, doing);
    } else {
        cut_sentence(script, fail);
    }
    if (status != LUA_ERRRUN && fail != NULL) {
        snprintf(script->traceback, sizeof script->traceback, "%s", fail->text);
    }
    lua_settop(L, 0);
    return false;
}

/* Lua walks all callers after an error: so it is paid for, however deep a game has gone. */
static void charge_unwinding(lua_State *L) {
    lua_Debug ar;
    int depth = 64;
    while (lua_getstack(L, depth, &ar)) {
        depth *= 2;
    }
    guard_charge(L, (size_t)depth);
}

int guard_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    guard_charge(L, 10);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    Script *script = script_of(L);
    if (status == LUA_ERRMEM) {
        script->cut = script->refusal;
    }
    if (status != LUA_OK && (script->cut != CUT_NONE || status != LUA_ERRRUN)) {
        return lua_error(L); /* a limit is no error that a game may go on after */
    }
    if (status != LUA_OK) {
        charge_unwinding(L);
    }
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}
