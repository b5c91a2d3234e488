/* What a call from C to Lua and one from Lua to C cost, and what a reading costs on its way through
 * guard, journal, run and a real game's script. */
#include "bench.h"

#include "app/app.h"
#include "play/trial_life.h"
#include "script/host.h"

#include <string.h>

enum { CALLS_OUT = 200000, CALLS_IN = 100, READINGS = 20000, DRAWS = 1000 };

static void stop(const Fail *fail) {
    fprintf(stderr, "bench_calls: %s\n", fail->text);
    exit(1);
}

/* ---- a game held in memory ---- */

static const char *read_text(void *self, Mem *mem, const char *name, size_t *length, Fail *fail) {
    const char *const texts[][2] = {
        {"game.lua",
         "return { id = 'toy', version = '1', api = 1, title = 'toy.title', word = 'toy.word',\n"
         "  picture = 'pencil', domain = 'fine_motor', aim = 'Aim.', trial = 'One.', trials = 2,\n"
         "  minutes = 1, measures = { 'score' }, voice = { 'toy.ask' },\n"
         "  parameters = { { name = 'road_mm', type = 'number', min = 4, max = 25, default = 19,\n"
         "    label = 'Road' } } }\n"},
        {"levels.lua", "return { { name = 'wide' } }\n"},
        {"play.lua", self}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i][0], name) == 0) {
            *length = strlen(texts[i][1]);
            return mem_copy(mem, texts[i][1], *length + 1);
        }
    }
    fail_set(fail, FAIL_SYSTEM, "there is no file %s", name);
    return NULL;
}

/* One touch handler with that body, called again and again: microseconds a call. */
static double touch_us(const char *body, int calls) {
    char play[600];
    Fail fail = {0};
    snprintf(play, sizeof play,
             "local road\n"
             "return { prepare = function(trial) road = path.line(50, 0) end,\n"
             "  touch = function(trial, touch) %s end }\n",
             body);
    Script *script = script_open(&(ScriptFiles){play, read_text}, "games/toy", &fail);
    Trial *trial = trial_new();
    if (script == NULL || trial == NULL) {
        stop(&fail);
    }
    TrialSetup setup = {.manifest = script_manifest(script),
                        .params = script_levels(script)->rows[0].params,
                        .number = 1,
                        .level = 1,
                        .seed = 5,
                        .width_mm = 200,
                        .height_mm = 120};
    trial_begin(trial, &setup);
    const GameOps *ops = script_ops(script);
    bool ok = ops->prepare(script, trial, &fail);
    Sample sample = {.x_mm = 20, .y_mm = 30, .phase = SAMPLE_MOVE};
    double start = bench_cpu_us();
    for (int i = 0; ok && i < calls; i++) {
        ok = ops->touch(script, trial, &sample, 0, &fail);
    }
    double took = (bench_cpu_us() - start) / calls;
    if (!ok) {
        stop(&fail);
    }
    trial_free(trial);
    script_close(script);
    return took;
}

static void bench_calls(double fill) {
    double empty = touch_us("", CALLS_OUT);
    double loop = touch_us("local n = 0; for i = 1, 100 do n = n + i end", CALLS_OUT / CALLS_IN);
    double calls =
        touch_us("local n = 0; for i = 1, 100 do n = n + road:length() end", CALLS_OUT / CALLS_IN);
    bench_tell("call.c_to_lua", "", empty, "us", fill);
    bench_tell("call.lua_to_c", "", (calls - loop) / CALLS_IN, "us", fill);
}

/* ---- a reading's way ---- */

static bool keep_nothing(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                         Fail *fail) {
    (void)self, (void)record, (void)chunk, (void)count, (void)fail;
    return true;
}

static bool no_touch(void *self, Trial *trial, const Sample *sample, int player, Fail *fail) {
    (void)self, (void)trial, (void)sample, (void)player, (void)fail;
    return true;
}

static double reading_us(const Game *game, const GameOps *ops, double *draw_us) {
    Fail fail = {0};
    RunSetup setup = {
        .seed = 5,
        .manifest = game->manifest,
        .levels = game->levels,
        .trials = 5,
        .first_level = 3,
        .guard = guard_standard("7-9", ""),
        .place = {.width_mm = 217, .height_mm = 136, .play = box_of(0, 0, 190, 118), .players = 1}};
    Sink sink = {.trial = keep_nothing};
    bool ok = adapt_begin(&setup.adapt, ADAPT_FIXED, 3, 3, 3, 0.8, 0, &fail);
    Run *run = ok ? run_new(&setup, ops, game->self, &sink, (Id){{0}}, 0, 0, &fail) : NULL;
    Scene *scene = scene_new(200, 130);
    Entry entry = {.kind = ENTRY_SHOWN};
    ok = run != NULL && scene != NULL && run_feed(run, &entry, &fail);
    entry = (Entry){.kind = ENTRY_SAMPLE, .phase = SAMPLE_DOWN, .x_mm = 20, .y_mm = 20};
    double start = bench_cpu_us();
    for (int i = 0; ok && i < READINGS; i++) {
        entry.time_us = 100000 + i * 400;
        entry.x_mm = 20 + (i % 100) * 0.2;
        ok = run_feed(run, &entry, &fail);
        entry.phase = SAMPLE_MOVE;
    }
    double took = (bench_cpu_us() - start) / READINGS;
    start = bench_cpu_us();
    for (int i = 0; ok && i < DRAWS; i++) {
        scene_clear(scene);
        ok = run_draw(run, scene, &fail);
    }
    *draw_us = (bench_cpu_us() - start) / DRAWS;
    if (!ok) {
        stop(&fail);
    }
    scene_free(scene);
    run_free(run);
    return took;
}

static void bench_readings(App *app, double fill) {
    Fail fail = {0};
    Game game;
    double draw, no_draw;
    if (!library_game(app->library, "tracing", &game, &fail)) {
        stop(&fail);
    }
    double whole = reading_us(&game, game.ops, &draw);
    GameOps bare = *game.ops;
    bare.touch = no_touch;
    double without = reading_us(&game, &bare, &no_draw);
    bench_tell("reading.run", "", without, "us", fill);
    bench_tell("reading.script", "", whole - without, "us", fill);
    bench_tell("draw.script", "", draw, "us", fill);
}

int main(void) {
    char data[256];
    Fail fail = {0};
    App app;
    if (bench_folder(data) == NULL || !app_open(&app, data, &fail)) {
        stop(&fail);
    }
    double fill = bench_fill_us();
    bench_calls(fill);
    bench_readings(&app, fill);
    app_close(&app);
    return 0;
}
