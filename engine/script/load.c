/* A game's files as chunks: each is read once, kept, and run under the sandbox; a restart runs the
 * kept bytes. Text only, and no functions of variable arguments: passing many values on costs time
 * that neither instructions nor memory show. */
#include "base/hash.h"
#include "script/own.h"

#include <stdio.h>
#include <string.h>

static const Source *find(const Script *script, const char *name) {
    for (int i = 0; i < script->source_count; i++) {
        if (strcmp(script->sources[i].name, name) == 0) {
            return &script->sources[i];
        }
    }
    return NULL;
}

static const Source *source(lua_State *L, const char *name) {
    Script *script = script_of(L);
    const Source *known = find(script, name);
    if (known != NULL) {
        return known;
    }
    Fail fail = {FAIL_NONE, ""};
    if (script->files == NULL || script->source_count == SOURCES_MAX) {
        script_error(L,
                     "%s: %s cannot be read any more: a game has at most %d files, read as it "
                     "is loaded",
                     script->place, name, SOURCES_MAX);
    }
    Source *made = &script->sources[script->source_count];
    made->bytes = script->files->read(script->files->self, script->mem, name, &made->length, &fail);
    if (made->bytes == NULL) {
        script_error(L, "%s", fail.text);
    }
    if (made->length > SOURCE_BYTES_MAX) {
        script_error(L, "%s: %s is longer than %d KB", script->place, name, SOURCE_BYTES_MAX >> 10);
    }
    made->name = mem_text(script->mem, name);
    if (made->name == NULL) {
        script_error(L, "%s: there is no memory to read %s", script->place, name);
    }
    script->source_count++;
    return made;
}

/* ---- the search for "..." outside texts and comments ---- */

typedef struct {
    const char *at, *end;
    int line;
} Scan;

static char peek(const Scan *scan, size_t ahead) {
    return (size_t)(scan->end - scan->at) > ahead ? scan->at[ahead] : '\0';
}

static void step(Scan *scan) {
    scan->line += *scan->at == '\n';
    scan->at++;
}

/* At "[": passes over a long bracket, if it is one. */
static bool pass_long(Scan *scan) {
    size_t level = 0;
    while (peek(scan, 1 + level) == '=') {
        level++;
    }
    if (peek(scan, 1 + level) != '[') {
        return false;
    }
    for (scan->at += 2 + level; scan->at < scan->end; step(scan)) {
        size_t equals = 0;
        while (*scan->at == ']' && peek(scan, 1 + equals) == '=') {
            equals++;
        }
        if (*scan->at == ']' && equals == level && peek(scan, 1 + level) == ']') {
            scan->at += 2 + level;
            return true;
        }
    }
    return true;
}

static void pass_quoted(Scan *scan) {
    char quote = *scan->at;
    for (step(scan); scan->at < scan->end && *scan->at != quote && *scan->at != '\n'; step(scan)) {
        if (*scan->at != '\\' || scan->at + 1 == scan->end) {
            continue;
        }
        step(scan);
        if (*scan->at == '\r' && peek(scan, 1) == '\n') {
            step(scan);
        }
        while (*scan->at == 'z' && peek(scan, 1) != '\0' && strchr(" \t\r\n\v\f", peek(scan, 1))) {
            do {
                step(scan);
            } while (peek(scan, 1) != '\0' && strchr(" \t\r\n\v\f", peek(scan, 1)) != NULL);
        }
    }
    scan->at += scan->at < scan->end && *scan->at == quote;
}

/* The line of the first "...", or 0. */
static int variable_arguments(const char *bytes, size_t length) {
    Scan scan = {bytes, bytes + length, 1};
    while (scan.at < scan.end) {
        if (peek(&scan, 0) == '-' && peek(&scan, 1) == '-') {
            scan.at += 2;
            if (peek(&scan, 0) == '[' && pass_long(&scan)) {
                continue;
            }
            while (scan.at < scan.end && *scan.at != '\n') {
                scan.at++;
            }
        } else if (*scan.at == '"' || *scan.at == '\'') {
            pass_quoted(&scan);
        } else if (*scan.at == '[' && pass_long(&scan)) {
            continue;
        } else if (*scan.at == '.' && peek(&scan, 1) == '.' && peek(&scan, 2) == '.') {
            return scan.line;
        } else {
            step(&scan);
        }
    }
    return 0;
}

void load_run(lua_State *L, const char *name, int env) {
    Script *script = script_of(L);
    env = lua_absindex(L, env);
    const Source *chunk = source(L, name);
    char place[300];
    bool shared = strncmp(name, "lib/", 4) == 0;
    snprintf(place, sizeof place, "@%s/%s", shared ? "scripts" : script->place, name);
    int line = variable_arguments(chunk->bytes, chunk->length);
    if (line > 0) {
        script_error(L,
                     "%s:%d: functions of variable arguments (...) are not offered to games; "
                     "pass a list",
                     place + 1, line);
    }
    if (luaL_loadbufferx(L, chunk->bytes, chunk->length, place, "t") != LUA_OK) {
        lua_error(L);
    }
    lua_pushvalue(L, env);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 1);
}

int load_require(lua_State *L) {
    Script *script = script_of(L);
    const char *name = arg_text(L, 1, "require", "name");
    size_t length = strlen(name);
    if (strncmp(name, "lib.", 4) != 0 || length < 5 || length > 40 ||
        strspn(name + 4, "abcdefghijklmnopqrstuvwxyz0123456789_") != length - 4) {
        return script_error(L,
                            "require: '%.60s' is no name such as 'lib.grid', which is "
                            "scripts/lib/grid.lua",
                            name);
    }
    script_push(script, SLOT_LOADED);
    lua_getfield(L, -1, name);
    if (lua_toboolean(L, -1)) {
        return 1;
    }
    if (lua_isboolean(L, -1)) {
        return script_error(L, "require: %s requires itself, by way of others", name);
    }
    if (script->moment != MOMENT_LOAD) {
        return script_error(L, "require: belongs at the top of the file, outside functions");
    }
    lua_pushboolean(L, false);
    lua_setfield(L, -3, name);
    char file[64];
    snprintf(file, sizeof file, "lib/%s.lua", name + 4);
    sandbox_environment(L, false);
    load_run(L, file, -1);
    if (!lua_toboolean(L, -1)) {
        return script_error(L, "require: scripts/%s must return a table", file);
    }
    script_push(script, SLOT_LOADED);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
    return 1;
}

bool load_hash(Script *script) {
    Sha256 hash;
    uint8_t digest[SHA256_BYTES];
    sha256_begin(&hash);
    for (int i = 0; i < script->source_count; i++) {
        const Source *read = &script->sources[i];
        uint8_t length[8];
        for (int b = 0; b < 8; b++) {
            length[b] = (uint8_t)((uint64_t)read->length >> (8 * b));
        }
        sha256_add(&hash, read->name, strlen(read->name) + 1);
        sha256_add(&hash, length, sizeof length);
        sha256_add(&hash, read->bytes, read->length);
    }
    sha256_end(&hash, digest);
    sha256_text(digest, script->hash);
    return true;
}
