/* How quickly a half-hour session is played again from what was stored of it, and measured anew. */
#include "bench.h"

#include "app/children.h"
#include "app/commands/begin.h"
#include "app/rescore.h"
#include "app/screens/screens.h"
#include "app/visitor.h"
#include "base/mem.h"

static const double LONG_S = 1800;
enum { TRIALS = 200, ROUNDS = 5 };

static void stop(const Fail *fail) {
    fprintf(stderr, "bench_replay: %s\n", fail->text);
    exit(1);
}

/* Plays until the half hour is over or the trials are; returns the seconds it lasted. */
static double play(App *app) {
    Fail fail = {0};
    Beginning how = {.game = "tracing", .trials = TRIALS};
    Shell *shell = shell_new(app);
    Visitor *visitor = visitor_new(shell, pretend_named("careful"), 7);
    bool arrived = false;
    shell_push(shell, today_new(app));
    Sitting *sitting = begin_session(app, &how, 0, &fail);
    if (sitting == NULL) {
        stop(&fail);
    }
    sitting_extend(sitting, LONG_S / 60);
    flow_begin(shell, sitting);
    int64_t end_us = visitor_play(visitor, 0, "reward", LONG_S, NULL, NULL, &arrived);
    sitting = flow_sitting(shell);
    if (sitting == NULL || !sitting_close(sitting, "stopped", end_us, NULL, &fail)) {
        stop(&fail);
    }
    visitor_free(visitor);
    shell_free(shell);
    return (double)end_us / 1e6;
}

static void replay(App *app, double lasted_s, double fill) {
    Mem *mem = mem_new((size_t)256 << 20);
    Fail fail = {0};
    SessionLine line;
    ReplayVerdict verdict = {0};
    double took[ROUNDS], measured[ROUNDS];
    if (!store_flush(app->store, &fail) ||
        !history_find_session(app->store, mem, "last", &line, &fail)) {
        stop(&fail);
    }
    for (int i = 0; i < ROUNDS; i++) {
        Rescored rescored;
        double start = bench_wall_us();
        if (!replay_session(app, &line, &verdict, &fail)) {
            stop(&fail);
        }
        took[i] = bench_wall_us() - start;
        start = bench_wall_us();
        if (!rescore_session(app, &line, &rescored, &fail)) {
            stop(&fail);
        }
        measured[i] = bench_wall_us() - start;
    }
    double us = bench_share(took, ROUNDS, 0.5);
    printf("(%d trials in %.0f s of play, %d of them reproduced)\n", verdict.total, lasted_s,
           verdict.reproduced);
    bench_tell("replay.30min", "", us * LONG_S / lasted_s, "s", fill);
    bench_tell("replay.trial", "", us / verdict.total, "ms", fill);
    printf("replay.speed %.0f trials_a_s\n", verdict.total / (us / 1e6));
    printf("replay.times_real %.0f x\n", lasted_s / (us / 1e6));
    bench_tell("rescore.30min", "", bench_share(measured, ROUNDS, 0.5) * LONG_S / lasted_s, "s",
               fill);
    mem_free(mem);
}

int main(void) {
    char data[256];
    Fail fail = {0};
    App app;
    if (bench_folder(data) == NULL || !app_open(&app, data, &fail)) {
        stop(&fail);
    }
    app_screen(&app, BENCH_WIDTH, BENCH_HEIGHT, 8.83, 0);
    double lasted_s = play(&app);
    replay(&app, lasted_s, bench_fill_us());
    app_close(&app);
    return 0;
}
