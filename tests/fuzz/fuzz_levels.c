/* libFuzzer: any two texts as game.lua and levels.lua (parted by a zero byte) are either refused
 * with a sentence or give a manifest and levels that keep their own promises. */
#include "script/host.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const uint8_t *game, *levels;
    size_t game_length, levels_length;
} Files;

static const char *read_part(void *self, Mem *mem, const char *name, size_t *length, Fail *fail) {
    const Files *files = self;
    static const char play[] = "return {}";
    const void *bytes = play;
    *length = sizeof play - 1;
    if (strcmp(name, "game.lua") == 0) {
        bytes = files->game;
        *length = files->game_length;
    } else if (strcmp(name, "levels.lua") == 0) {
        bytes = files->levels;
        *length = files->levels_length;
    }
    char *copy = mem_text_n(mem, bytes, *length);
    if (copy == NULL) {
        fail_set(fail, FAIL_MEMORY, "there is no memory for %s", name);
    }
    return copy;
}

static void check(const Script *script) {
    const Manifest *manifest = script_manifest(script);
    const Levels *levels = script_levels(script);
    if (levels->count < 1 || levels->count > LEVELS_MAX || manifest->param_count > PARAMS_MAX ||
        strlen(script_hash(script)) != 64) {
        abort();
    }
    for (int i = 0; i < levels->count; i++) {
        for (int p = 0; p < manifest->param_count; p++) {
            const Param *param = &manifest->params[p];
            const Value *value = value_get(levels->rows[i].params, param->name);
            Value checked;
            if (value == NULL || !schema_param(param, value, &checked, NULL)) {
                abort();
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *gap = size > 0 ? memchr(data, 0, size) : NULL;
    size_t first = gap != NULL ? (size_t)(gap - data) : size;
    Files files = {.game = data, .game_length = first};
    files.levels = gap != NULL ? gap + 1 : data + size;
    files.levels_length = gap != NULL ? size - first - 1 : 0;
    Fail fail = {FAIL_NONE, ""};
    Script *script = script_open(&(ScriptFiles){&files, read_part}, "games/fuzzed", &fail);
    if (script != NULL) {
        check(script);
    } else if (fail.text[0] == '\0') {
        abort();
    }
    script_close(script);
    return 0;
}
