/* What a frame of every game costs, what a reading costs on its way through a run and its script,
 * and how quickly a session is replayed. One line a figure: NAME VALUE UNIT; "fill" is the time in
 * which this machine fills the same screen with one colour: figures in fills hardly depend on it.
 * bench_games [GAME...] */
#include "app/children.h"
#include "app/commands/begin.h"
#include "app/front.h"
#include "app/screens/screens.h"
#include "app/visitor.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 1920, HEIGHT = 1200, FRAMES_MAX = 200000, RECTS = 64, TURNS_MAX = 2000000 };
static const double SCALE = 8.83;

static uint32_t pixels[WIDTH * HEIGHT];
static double frames[FRAMES_MAX], scenes[FRAMES_MAX];

/* Time on the processor: others who use the machine do not count. */
static double now_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double share(double *values, int count, double part) {
    qsort(values, (size_t)count, sizeof *values, by_size);
    return count > 0 ? values[(int)(part * (count - 1) + 0.5)] : 0;
}

static double fill_us(void) {
    double least = 1e9;
    for (int n = 0; n < 20; n++) {
        double start = now_us();
        for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
            ((volatile uint32_t *)pixels)[i] = 0xfff0e0u + (uint32_t)n;
        }
        double took = now_us() - start;
        least = took < least ? took : least;
    }
    return least;
}

typedef struct {
    Shell *shell;
    Visitor *visitor;
    Canvas *canvas;
    int count;
    bool fresh; /* a new screen: everything is drawn */
    char last[64];
} Player;

/* As the window does it: the scene, its damage, and only that on the pixels. */
static bool frame(Player *player, Fail *fail) {
    const Scene *now, *before;
    PixelRect rects[RECTS];
    bool fresh = strcmp(player->last, shell_top_name(player->shell)) != 0;
    snprintf(player->last, sizeof player->last, "%s", shell_top_name(player->shell));
    double start = now_us();
    bool ok = shell_scene(player->shell, &now, &before, fail);
    double made = now_us();
    ok = ok && canvas_draw(player->canvas, fresh ? NULL : before, now, SCALE, pixels, WIDTH, HEIGHT,
                           WIDTH * 4, rects, RECTS, fail) >= 0;
    double drawn = now_us();
    if (ok && !fresh && strcmp(player->last, "activity") == 0 && player->count < FRAMES_MAX) {
        scenes[player->count] = made - start;
        frames[player->count++] = drawn - start;
    }
    return ok;
}

static bool play(Player *player, Fail *fail) {
    int64_t time_us = 0;
    for (int turn = 0; turn < TURNS_MAX; turn++) {
        if (!shell_top(player->shell)->ops->child) {
            return true;
        }
        if (shell_needs_drawing(player->shell)) {
            if (!frame(player, fail)) {
                return false;
            }
            shell_presented(player->shell, time_us);
        }
        int64_t due_us = visitor_step(player->visitor, time_us);
        int64_t wake_us = shell_wake_us(player->shell);
        int64_t next_us = due_us < wake_us ? due_us : wake_us;
        if (next_us != INT64_MAX && next_us > time_us) {
            time_us = next_us;
        }
        shell_advance(player->shell, time_us);
    }
    return fail_set(fail, FAIL_LIMIT, "the session does not end; it stands at \"%s\"",
                    shell_top_name(player->shell));
}

static bool bench_game(App *app, Canvas *canvas, const char *id, double fill) {
    Fail fail = {0};
    Beginning how = {.game = id, .trials = 6};
    Player player = {.canvas = canvas, .shell = shell_new(app)};
    player.visitor = visitor_new(player.shell, pretend_named("careful"), 7);
    shell_push(player.shell, today_new(app));
    Sitting *sitting = begin_session(app, &how, 0, &fail);
    bool ok = sitting != NULL;
    if (ok) {
        flow_begin(player.shell, sitting);
        ok = play(&player, &fail);
    }
    if (ok) {
        double p50 = share(frames, player.count, 0.5), p95 = share(frames, player.count, 0.95);
        printf("frame.%s.p50 %.3f ms %.2f fill\n", id, p50 / 1e3, p50 / fill);
        printf("frame.%s.p95 %.3f ms %.2f fill\n", id, p95 / 1e3, p95 / fill);
        printf("frame.%s.most %.3f ms %.2f fill\n", id, frames[player.count - 1] / 1e3,
               frames[player.count - 1] / fill);
        double scene = share(scenes, player.count, 0.5);
        printf("scene.%s.p50 %.4f ms %.3f fill\n", id, scene / 1e3, scene / fill);
    } else {
        fprintf(stderr, "bench_games: %s: %s\n", id, fail.text);
    }
    visitor_free(player.visitor);
    shell_free(player.shell);
    return ok;
}

/* ---- a reading's way through guard, journal and script ---- */

static bool keep_nothing(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                         Fail *fail) {
    (void)self, (void)record, (void)chunk, (void)count, (void)fail;
    return true;
}

static bool script_touch(void *self, Trial *trial, const Sample *sample, int player, Fail *fail) {
    (void)self, (void)trial, (void)sample, (void)player, (void)fail;
    return true;
}

static double reading_us(const Game *game, const GameOps *ops, double *draw_us, Fail *fail) {
    enum { READINGS = 20000, DRAWS = 300 };
    Box play = box_of(0, 0, 190, 118);
    RunSetup setup = {.seed = 5,
                      .manifest = game->manifest,
                      .levels = game->levels,
                      .trials = 5,
                      .first_level = 3,
                      .guard = guard_standard("7-9", ""),
                      .place = {.width_mm = 217, .height_mm = 136, .play = play, .players = 1}};
    Sink sink = {.trial = keep_nothing};
    if (!adapt_begin(&setup.adapt, ADAPT_FIXED, 3, 3, 3, 0.8, 0, fail)) {
        return -1;
    }
    Run *run = run_new(&setup, ops, game->self, &sink, (Id){{0}}, 0, 0, fail);
    Scene *scene = scene_new(200, 130);
    Entry entry = {.kind = ENTRY_SHOWN};
    bool ok = run != NULL && scene != NULL && run_feed(run, &entry, fail);
    entry = (Entry){.kind = ENTRY_SAMPLE, .phase = SAMPLE_DOWN, .x_mm = 20, .y_mm = 20};
    double start = now_us();
    for (int i = 0; ok && i < READINGS; i++) {
        entry.time_us = 100000 + i * 400;
        entry.x_mm = 20 + (i % 100) * 0.2;
        ok = run_feed(run, &entry, fail);
        entry.phase = SAMPLE_MOVE;
    }
    double took = (now_us() - start) / READINGS;
    start = now_us();
    for (int i = 0; ok && i < DRAWS; i++) {
        scene_clear(scene);
        ok = run_draw(run, scene, fail);
    }
    *draw_us = (now_us() - start) / DRAWS;
    scene_free(scene);
    run_free(run);
    return ok ? took : -1;
}

static bool bench_script(App *app, double fill) {
    Fail fail = {0};
    Game game;
    double draw_us, no_draw_us;
    if (!library_game(app->library, "tracing", &game, &fail)) {
        fprintf(stderr, "bench_games: %s\n", fail.text);
        return false;
    }
    double lua = reading_us(&game, game.ops, &draw_us, &fail);
    GameOps bare = *game.ops;
    bare.touch = script_touch;
    double c = lua < 0 ? -1 : reading_us(&game, &bare, &no_draw_us, &fail);
    if (c < 0) {
        fprintf(stderr, "bench_games: %s\n", fail.text);
        return false;
    }
    printf("reading.run %.3f us %.5f fill\n", c, c / fill);
    printf("reading.script %.3f us %.5f fill\n", lua - c, (lua - c) / fill);
    printf("draw.script %.2f us %.4f fill\n", draw_us, draw_us / fill);
    return true;
}

/* ---- replay ---- */

static bool bench_replay(App *app, double fill) {
    Fail fail = {0};
    Mem *mem = mem_new((size_t)256 << 20);
    SessionLine line;
    ReplayVerdict verdict;
    bool ok = store_flush(app->store, &fail) &&
              history_find_session(app->store, mem, "last", &line, &fail);
    double start = now_us();
    int rounds = 0, trials = 0;
    while (ok && rounds < 20) {
        ok = replay_session(app, &line, &verdict, &fail);
        trials += verdict.total;
        rounds++;
    }
    double took = now_us() - start;
    if (ok && trials > 0) {
        printf("replay.trial %.3f ms %.3f fill\n", took / trials / 1e3, took / trials / fill);
        printf("replay.speed %.0f trials_per_s -\n", trials / (took / 1e6));
    } else {
        fprintf(stderr, "bench_games: %s\n", fail.text);
    }
    mem_free(mem);
    return ok;
}

int main(int argc, char **argv) {
    char data[] = "/tmp/otterpaw-bench-XXXXXX";
    Fail fail = {0};
    App app;
    void *pictures;
    if (mkdtemp(data) == NULL || !app_open(&app, data, &fail)) {
        fprintf(stderr, "bench_games: %s\n", fail.text);
        return 1;
    }
    app_screen(&app, WIDTH, HEIGHT, SCALE, 0);
    double fill = fill_us();
    printf("fill %.3f ms -\n", fill / 1e3);
    Canvas *canvas = front_bare_canvas(&app, "calm", &pictures, &fail);
    bool ok = canvas != NULL && bench_script(&app, fill);
    for (size_t i = 0; canvas != NULL && i < library_count(app.library); i++) {
        const char *id = library_id(app.library, i);
        Script *script = library_script(app.library, id, NULL);
        bool wanted = argc < 2 && script != NULL && !script_manifest(script)->hidden;
        for (int a = 1; a < argc; a++) {
            wanted = wanted || strcmp(argv[a], id) == 0;
        }
        ok = (!wanted || bench_game(&app, canvas, id, fill)) && ok;
        fflush(stdout);
    }
    ok = bench_replay(&app, fill) && ok;
    front_bare_close(canvas, pictures);
    app_close(&app);
    return ok ? 0 : 1;
}
