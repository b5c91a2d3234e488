/* Lua games as guests: a folder of text files becomes a game that play can run, inside a sandbox.
 * One state per opened game; text chunks only; an allow-list environment; strict globals; a memory
 * and an instruction limit that no coroutine, pattern or string function escapes.
 *
 * Errors carry file, line, argument and the allowed words. A broken call ends the trial as BROKEN:
 * the host itself never dies. */
#ifndef OTTERPAW_SCRIPT_HOST_H
#define OTTERPAW_SCRIPT_HOST_H

#include "care/schema.h"
#include "play/run.h"

/* How files reach the host: the app reads a folder, a test hands in texts. name is relative:
 * "game.lua", "levels.lua", "play.lua", "lib/grid.lua" (from scripts/lib). Returns bytes in mem, or
 * NULL with a sentence. */
typedef struct {
    void *self;
    const char *(*read)(void *self, Mem *mem, const char *name, size_t *length, Fail *fail);
} ScriptFiles;

enum {
    SCRIPT_BYTES_MAX = 16 << 20, /* memory of one state */
    SCRIPT_STEPS_CALL = 1000000, /* instructions of one handler call, and steps for work in C */
    SCRIPT_STEPS_LOAD = 2000000,
    SCRIPT_CHURN_CALL = 6 << 20, /* bytes that one handler call may allocate, kept or not */
    SCRIPT_CHURN_LOAD = 8 << 20,
    SCRIPT_TEXT_MAX = 2048, /* bytes of one text that a script makes */
};

typedef struct Script Script;

/* Loads and checks the whole game: manifest, levels, handlers. place: what messages call the
 * folder, "games/tracing". NULL and a sentence if anything is wrong; nothing is half loaded. */
Script *script_open(const ScriptFiles *files, const char *place, Fail *fail);
void script_close(Script *script); /* NULL is allowed */

const Manifest *script_manifest(const Script *script);
const Levels *script_levels(const Script *script);
/* Only the handlers that play.lua has are set, so that a game without `tick` costs no ticks. self:
 * the Script. */
const GameOps *script_ops(const Script *script);
/* SHA-256, in hexadecimal, over names and bytes of every file read. */
const char *script_hash(const Script *script);
/* Forgets all that trials left behind, so that a new run begins as a fresh state would. */
bool script_restart(Script *script, Fail *fail);
const char *script_traceback(const Script *script); /* of the last error; "" if none */
size_t script_bytes(const Script *script);          /* Lua memory in use */

/* Test seam: the nth allocation of Lua from now on and all after it are refused (one alone would
 * only make Lua collect and ask again); 0 switches it off. Returns how many were made since the
 * last call. */
long script_fail_after(long n);

#endif
