/* The inside of a script, shared by the files of this folder and by nobody else.
 *
 * Everything that may raise a Lua error runs below script_protected: no error and no full memory
 * ever reaches the host as more than a sentence. */
#ifndef OTTERPAW_SCRIPT_OWN_H
#define OTTERPAW_SCRIPT_OWN_H

#include "play/pretend.h"
#include "script/host.h"

#include <lauxlib.h>
#include <lua.h>

enum {
    SOURCES_MAX = 32,
    SOURCE_BYTES_MAX = 256 << 10,
    HOOK_STEPS = 1000,          /* instructions between two looks at the limit */
    PATTERN_COST_MAX = 2000000, /* worst-case steps of one pattern match */
    TEXT_REPEATS_MAX = 65536,
    UNPACK_MAX = 200,      /* values at once: what a stack holds without growing */
    INDEX_CHAIN_MAX = 8,   /* tables behind tables through __index */
    CONVERT_DEPTH_MAX = 8, /* tables in tables from Lua to Value */
    CONVERT_ITEMS_MAX = 10000,
    PATH_POINTS_LUA_MAX = 20000,
    TRACEBACK_MAX = 4096,
};

/* What the game is doing: decides what it may change. */
typedef enum { MOMENT_IDLE, MOMENT_LOAD, MOMENT_CALL, MOMENT_DRAW, MOMENT_SIMULATE } Moment;

typedef enum {
    HANDLER_PREPARE,
    HANDLER_SHOWN,
    HANDLER_TOUCH,
    HANDLER_TICK,
    HANDLER_CHOOSE,
    HANDLER_DROP,
    HANDLER_ADULT,
    HANDLER_HELP,
    HANDLER_DRAW,
    HANDLER_SIMULATE,
    HANDLER_COUNT
} Handler;

/* Why a call was cut off; such errors cannot be caught by pcall. */
typedef enum { CUT_NONE, CUT_STEPS, CUT_BYTES, CUT_CHURN, CUT_TEXT } Cut;

/* Places of the registry, keyed by the address of Script.slots[slot]. */
typedef enum {
    SLOT_GLOBALS,          /* what every chunk may name */
    SLOT_HANDLERS,         /* the table that play.lua returned */
    SLOT_LOADED,           /* what require returned, by name */
    SLOT_TARGETS_OF_INDEX, /* weak set: tables that another's __index leads to */
    SLOT_VIEWS,            /* weak: table -> its read-only view */
    SLOT_TRIAL,            /* the one trial object */
    SLOT_PEN,
    SLOT_CHILD,
    SLOT_TOUCH, /* the one touch table, filled anew for each reading */
    SLOT_STATE, /* trial.state */
    SLOT_PARAMS,
    SLOT_AREA,
    SLOT_TIMERS,     /* tag -> function */
    SLOT_TIMER_TAGS, /* handle -> tag */
    SLOT_COUNT
} Slot;

typedef struct {
    const char *name;
    const char *bytes;
    size_t length;
} Source;

struct Script {
    lua_State *lua;
    Mem *mem;     /* place, sources, manifest, levels */
    Mem *scratch; /* of one call into C */
    const char *place;
    const ScriptFiles *files; /* NULL once open: a restart reads nothing new */
    Source sources[SOURCES_MAX];
    int source_count;
    Manifest manifest;
    Levels levels;
    GameOps ops;
    char hash[65];

    size_t bytes, churn, churn_max; /* in use; allocated in this call, and the most of that */
    long steps;                     /* left in this call */
    long steps_max;
    Cut cut, refusal; /* refusal: what the allocator last refused */
    bool trusted;     /* the engine's own allocation: the limit of one text does not count */

    Moment moment;
    const char *doing; /* "touch": for sentences about limits */
    const Trial *seen; /* the trial that may be read now */
    Trial *trial;      /* the same when it may be changed, or NULL */
    Scene *scene;      /* in draw */
    Pretend *child;    /* in simulate */
    int timer_tag;     /* the last one given */
    char slots[SLOT_COUNT];
    char traceback[TRACEBACK_MAX];
};

Script *script_of(lua_State *L);
void script_push(Script *script, Slot slot);
void script_store(Script *script, Slot slot); /* pops the value */

/* ---- guard.c: memory, steps, errors ---- */
lua_State *guard_state(Script *script); /* an empty state under the limits; NULL: no memory */
/* Runs body(L), with `data` as its light userdata argument, under fresh limits. */
bool script_protected(Script *script, lua_CFunction body, void *data, Moment moment,
                      const char *doing, Fail *fail);
/* Takes steps for work done in C, so that no loop around a slow function escapes. */
void guard_charge(lua_State *L, size_t steps);
/* pcall for scripts: what cut a call off goes through it. */
int guard_pcall(lua_State *L);
/* Raises an error that begins with the file and line of the script that called. */
int script_error(lua_State *L, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

/* ---- load.c: sources and chunks ---- */
/* Pushes what the chunk returned. env: index of its environment. Raises errors. */
void load_run(lua_State *L, const char *name, int env);
int load_require(lua_State *L);
bool load_hash(Script *script);

/* ---- sandbox.c, safe_table.c, safe_text.c ---- */
void sandbox_open(lua_State *L); /* makes SLOT_GLOBALS */
/* Pushes a fresh environment for a chunk; data: for game.lua and levels.lua, which see nothing. */
void sandbox_environment(lua_State *L, bool data);
/* Replaces the table on top by one through which it can be read but not changed. A name it does not
 * hold is an error that begins with `what`, unless what is NULL. */
void sandbox_freeze(lua_State *L, const char *what);
/* A name that the table on top does not hold becomes an error that begins with `what`. */
void sandbox_strict(lua_State *L, const char *what);
void sandbox_views_open(lua_State *L);
int sandbox_view_refuse(lua_State *L); /* the error for a change of a view: (view, key) */
/* Replaces the value on top by its read-only view, if it is a table. */
void sandbox_view(lua_State *L);
bool sandbox_is_view(lua_State *L, int index);
/* If the value at index is a view or frozen, puts the table itself there. */
void sandbox_look_through(lua_State *L, int index);
/* Word for the type of the value at index, as a script sees it. */
const char *sandbox_type(lua_State *L, int index);
/* Pushes the text of a value; without addresses. */
void sandbox_text(lua_State *L, int index);
/* Puts the keys of the table at index, sorted, into a new list on top; numbers, then texts. */
void sandbox_sorted_keys(lua_State *L, int index);
void safe_text_open(lua_State *L);  /* pushes the table `string`; sets strings' methods */
void safe_utf8_open(lua_State *L);  /* pushes the table `utf8` */
void safe_table_open(lua_State *L); /* pushes the table `table` */

/* ---- convert.c ---- */
/* Reads the value at index into mem; what: how messages call it ("games/x/game.lua"). Raises. */
void convert_to_value(lua_State *L, int index, Mem *mem, const char *what, Value *value);
void convert_push(lua_State *L, const Value *value);

/* ---- args.c: checked arguments; every message names function and argument ---- */
double arg_number(lua_State *L, int index, const char *function, const char *name);
double arg_number_or(lua_State *L, int index, const char *function, const char *name,
                     double standard);
double arg_above_zero(lua_State *L, int index, const char *function, const char *name);
lua_Integer arg_integer(lua_State *L, int index, const char *function, const char *name,
                        lua_Integer least, lua_Integer most);
bool arg_flag_or(lua_State *L, int index, const char *function, const char *name, bool standard);
const char *arg_text(lua_State *L, int index, const char *function, const char *name);
/* A text that fits a name (NAME_MAX_BYTES); copied there. */
void arg_name(lua_State *L, int index, const char *function, const char *name,
              char into[NAME_MAX_BYTES]);
/* Index into words (NULL-ended). */
int arg_word(lua_State *L, int index, const char *function, const char *name,
             const char *const *words);
Color arg_color(lua_State *L, int index, const char *function, const char *name);
Color arg_color_or(lua_State *L, int index, const char *function, const char *name, Color standard);
void arg_table(lua_State *L, int index, const char *function, const char *name);
/* Refuses fields of the table at index that are not in words. */
void arg_fields(lua_State *L, int index, const char *function, const char *const *words);
const Path *arg_path(lua_State *L, int index, const char *function, const char *name);
/* Points from a list of { x, y }, in scratch. */
Point *arg_points(lua_State *L, int index, const char *function, const char *name, size_t least,
                  size_t *count);
/* "; did you mean 'road'?" or "", into text. */
const char *arg_nearest(const char *word, const char *const *words, char text[96]);

/* ---- the objects that games see ---- */
/* index NULL: methods alone; else upvalue 1 of index is the table of methods. */
void object_open(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction index,
                 lua_CFunction new_index);
_Noreturn void object_no_member(lua_State *L, const char *object, int methods,
                                const char *const *fields);
extern const char *const api_trial_fields[]; /* NULL-ended */
void api_trial_open(lua_State *L);
void api_trial_begin(lua_State *L); /* a new trial: state, params, area, timers */
const luaL_Reg *api_target_methods(void);
void api_target_push(lua_State *L, const Target *target);
void api_path_open(lua_State *L); /* pushes the table `path` */
void api_pen_open(lua_State *L);
void api_child_open(lua_State *L);
/* The trial that may be changed now, or an error that names what was tried. */
Trial *api_writable(lua_State *L, const char *function);
const Trial *api_readable(lua_State *L, const char *function);

/* ---- ops.c ---- */
extern const char *const handler_names[]; /* NULL-ended */
void ops_check(lua_State *L); /* the table on top, from play.lua, is made SLOT_HANDLERS */

#endif
