/* Games as texts for the tests of script: files held in memory or read from games/ and scripts/lib.
 */
#ifndef OTTERPAW_TESTS_SCRIPT_FIXTURE_H
#define OTTERPAW_TESTS_SCRIPT_FIXTURE_H

#include "run_fixture.h"

#include "play/session.h"
#include "play/trial_life.h"
#include "script/host.h"

/* name, text, name, text..., NULL */
typedef struct {
    const char *const *texts;
    int reads;
} TextFiles;

static const char *read_text(void *self, Mem *mem, const char *name, size_t *length, Fail *fail) {
    TextFiles *files = self;
    files->reads++;
    for (const char *const *at = files->texts; *at != NULL; at += 2) {
        if (strcmp(at[0], name) == 0) {
            *length = strlen(at[1]);
            return mem_copy(mem, at[1], *length + 1);
        }
    }
    fail_set(fail, FAIL_SYSTEM, "there is no file %s", name);
    return NULL;
}

static char *read_whole(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *bytes = malloc(1 << 20);
    assert_non_null(bytes);
    *length = fread(bytes, 1, (1 << 20) - 1, file);
    bytes[*length] = '\0';
    fclose(file);
    return bytes;
}

/* self: "games/tracing" */
static const char *read_folder(void *self, Mem *mem, const char *name, size_t *length, Fail *fail) {
    char path[300];
    bool shared = strncmp(name, "lib/", 4) == 0;
    snprintf(path, sizeof path, "%s/%s", shared ? "scripts" : (const char *)self, name);
    char *bytes = read_whole(path, length);
    if (bytes == NULL) {
        fail_set(fail, FAIL_SYSTEM, "%s: cannot be read", path);
        return NULL;
    }
    const char *copy = mem_copy(mem, bytes, *length + 1);
    free(bytes);
    return copy;
}

#define GAME_LUA                                                                                   \
    "return { id = 'toy', version = '1', api = 1, title = 'toy.title', word = 'toy.word',\n"       \
    "  picture = 'pencil', domain = 'fine_motor', aim = 'Aim.', trial = 'One.', trials = 2,\n"     \
    "  minutes = 1, measures = { 'score', 'items', 'gates_passed' }, voice = { 'toy.ask' },\n"     \
    "  parameters = { { name = 'road_mm', type = 'number', min = 4, max = 25, default = 19,\n"     \
    "    label = 'Road' } } }\n"
#define LEVELS_LUA "return { { name = 'wide' }, { name = 'narrow', road_mm = 5 } }\n"

static Script *open_texts(const char *const *texts, Fail *fail) {
    TextFiles files = {texts, 0};
    *fail = (Fail){FAIL_NONE, ""};
    return script_open(&(ScriptFiles){&files, read_text}, "games/toy", fail);
}

static Script *open_play(const char *play, Fail *fail) {
    return open_texts((const char *const[]){"game.lua", GAME_LUA, "levels.lua", LEVELS_LUA,
                                            "play.lua", play, NULL},
                      fail);
}

static Script *open_folder(const char *folder, Fail *fail) {
    char name[200];
    snprintf(name, sizeof name, "%s", folder);
    *fail = (Fail){FAIL_NONE, ""};
    return script_open(&(ScriptFiles){name, read_folder}, folder, fail);
}

static Script *must_open(const char *play) {
    Fail fail;
    Script *script = open_play(play, &fail);
    if (script == NULL) {
        fail_msg("script_open: %s", fail.text);
    }
    return script;
}

static Game game_of(Script *script) {
    return (Game){script_manifest(script), script_levels(script), script_ops(script), script,
                  script_hash(script)};
}

static RunSetup setup_of(const Script *script, int trials, int level) {
    RunSetup setup = some_setup();
    Fail fail;
    setup.manifest = script_manifest(script);
    setup.levels = script_levels(script);
    setup.trials = trials;
    setup.first_level = level;
    assert_true(
        adapt_begin(&setup.adapt, ADAPT_DEFAULT, 1, setup.levels->count, level, 0.8, 0, &fail));
    return setup;
}

#endif
