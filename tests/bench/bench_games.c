/* What a frame of every game costs while a pretend child plays: the scene made, its damage found
 * and drawn on the pixels of a large screen. bench_games [GAME...] */
#include "bench.h"

#include "app/children.h"
#include "app/commands/begin.h"
#include "app/front.h"
#include "app/screens/screens.h"
#include "app/visitor.h"
#include "base/mem.h"

#include <string.h>

enum { FRAMES_MAX = 200000, RECTS = 64, TURNS_MAX = 2000000 };
static const double SCALE = 8.83;

static double frames[FRAMES_MAX], scenes[FRAMES_MAX];

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
    double start = bench_cpu_us();
    bool ok = shell_scene(player->shell, &now, &before, fail);
    double made = bench_cpu_us();
    ok = ok && canvas_draw(player->canvas, fresh ? NULL : before, now, SCALE, bench_pixels,
                           BENCH_WIDTH, BENCH_HEIGHT, BENCH_WIDTH * 4, rects, RECTS, fail) >= 0;
    double drawn = bench_cpu_us();
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
    size_t count = (size_t)player.count;
    if (ok) {
        static const struct {
            const char *name;
            double part;
        } parts[] = {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"most", 1}};
        char name[80];
        snprintf(name, sizeof name, "frame.%s", id);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            bench_tell(name, parts[i].name, bench_share(frames, count, parts[i].part), "ms", fill);
        }
        snprintf(name, sizeof name, "scene.%s", id);
        bench_tell(name, "p50", bench_share(scenes, count, 0.5), "ms", fill);
    } else {
        fprintf(stderr, "bench_games: %s: %s\n", id, fail.text);
    }
    visitor_free(player.visitor);
    shell_free(player.shell);
    return ok;
}

int main(int argc, char **argv) {
    char data[256];
    Fail fail = {0};
    App app;
    void *pictures;
    if (bench_folder(data) == NULL || !app_open(&app, data, &fail)) {
        fprintf(stderr, "bench_games: %s\n", fail.text);
        return 1;
    }
    app_screen(&app, BENCH_WIDTH, BENCH_HEIGHT, SCALE, 0);
    double fill = bench_fill_us();
    printf("fill %.3f ms -\n", fill / 1e3);
    Canvas *canvas = front_bare_canvas(&app, "calm", &pictures, &fail);
    bool ok = canvas != NULL;
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
    front_bare_close(canvas, pictures);
    app_close(&app);
    return ok ? 0 : 1;
}
