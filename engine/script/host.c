/* A game's life as a script: opened and checked, restarted for each run, closed; see host.h. */
#include "script/host.h"

#include "script/own.h"

#include <stdlib.h>
#include <string.h>

enum { SCRIPT_MEM_BYTES = 16 << 20, SCRATCH_BYTES = 16 << 20 };

/* game.lua and levels.lua are data: read, turned into Values, checked, forgotten. */
static int read_data(lua_State *L) {
    Script *script = lua_touserdata(L, 1);
    Fail fail = {FAIL_NONE, ""};
    Value data;
    char place[300];
    bool manifest = strcmp(script->doing, "game.lua") == 0;
    lua_pushfstring(L, "%s/%s", script->place, script->doing);
    strncpy(place, lua_tostring(L, -1), sizeof place - 1);
    place[sizeof place - 1] = '\0';
    sandbox_environment(L, true);
    load_run(L, script->doing, -1);
    convert_to_value(L, -1, script->scratch, place, &data);
    bool ok = manifest ? schema_manifest(script->mem, &data, place, &script->manifest, &fail)
                       : schema_levels(script->mem, &data, &script->manifest, place,
                                       &script->levels, &fail);
    if (!ok) {
        lua_pushstring(L, fail.text);
        return lua_error(L);
    }
    return 0;
}

static int open_state(lua_State *L) {
    Script *script = script_of(L);
    sandbox_open(L);
    api_trial_open(L);
    api_pen_open(L);
    api_child_open(L);
    lua_newtable(L);
    script_store(script, SLOT_TOUCH);
    return 0;
}

static int load_play(lua_State *L) {
    sandbox_environment(L, false);
    load_run(L, "play.lua", -1);
    ops_check(L);
    return 0;
}

static bool load(Script *script, bool data, Fail *fail) {
    script->lua = guard_state(script);
    if (script->lua == NULL) {
        return fail_set(fail, FAIL_MEMORY, "%s: there is no memory for a script", script->place);
    }
    return script_protected(script, open_state, script, MOMENT_LOAD, "opening", fail) &&
           (!data ||
            (script_protected(script, read_data, script, MOMENT_LOAD, "game.lua", fail) &&
             script_protected(script, read_data, script, MOMENT_LOAD, "levels.lua", fail))) &&
           script_protected(script, load_play, script, MOMENT_LOAD, "play.lua", fail);
}

Script *script_open(const ScriptFiles *files, const char *place, Fail *fail) {
    Script *script = calloc(1, sizeof *script);
    if (script != NULL) {
        script->mem = mem_new(SCRIPT_MEM_BYTES);
        script->scratch = mem_new(SCRATCH_BYTES);
    }
    if (script == NULL || script->mem == NULL || script->scratch == NULL ||
        (script->place = mem_text(script->mem, place)) == NULL) {
        fail_set(fail, FAIL_MEMORY, "%s: there is no memory to open it", place);
        script_close(script);
        return NULL;
    }
    script->files = files;
    bool ok = load(script, true, fail);
    script->files = NULL;
    if (!ok) {
        script_close(script);
        return NULL;
    }
    load_hash(script);
    return script;
}

static void close_state(Script *script) {
    if (script->lua != NULL) {
        lua_close(script->lua);
        script->lua = NULL;
    }
}

void script_close(Script *script) {
    if (script != NULL) {
        close_state(script);
        mem_free(script->mem);
        mem_free(script->scratch);
        free(script);
    }
}

bool script_restart(Script *script, Fail *fail) {
    close_state(script);
    script->bytes = 0;
    script->traceback[0] = '\0';
    return load(script, false, fail);
}

const Manifest *script_manifest(const Script *script) {
    return &script->manifest;
}

const Levels *script_levels(const Script *script) {
    return &script->levels;
}

const GameOps *script_ops(const Script *script) {
    return &script->ops;
}

const char *script_hash(const Script *script) {
    return script->hash;
}

const char *script_traceback(const Script *script) {
    return script->traceback;
}

size_t script_bytes(const Script *script) {
    return script->bytes;
}
