/* otterpaw demo: a pretend child plays a whole session on the real screens, headless or in the
 * window. */
#include "app/commands/begin.h"
#include "app/commands/commands.h"
#include "app/files.h"
#include "app/front.h"
#include "app/log.h"
#include "app/screens/screens.h"
#include "app/visitor.h"

#include <string.h>

typedef struct {
    const char *data, *out, *child, *game, *seed, *size, *scale, *look, *trials;
    bool headless;
} DemoOptions;

typedef struct {
    DemoOptions o;
    int width, height;
    double px_per_mm;
    long seed, trials;
    const PretendTraits *traits;
} Demo;

/* ---- pictures on the way ---- */

typedef struct {
    Canvas *canvas;
    const char *folder;
    char last[64]; /* screen of the last picture */
    int pictures, trial_pictures;
    int64_t activity_us;
    bool middle;
} Album;

static void keep_picture(Album *album, Shell *shell, const char *name) {
    char path[PLACE_MAX], file[128];
    Fail fail = {0};
    snprintf(file, sizeof file, "%02d_%s.png", ++album->pictures, name);
    if (!place_join(path, album->folder, file, &fail) ||
        !front_screenshot(album->canvas, shell, path, &fail)) {
        fprintf(stderr, "otterpaw demo: %s\n", fail.text);
    }
}

/* One picture a screen, and one in the middle of an activity's second trial. */
static void look(void *self, Shell *shell, int64_t now_us) {
    Album *album = self;
    const char *name = shell_top_name(shell);
    Sitting *sitting = flow_sitting(shell);
    Run *run = sitting != NULL ? sitting_run(sitting) : NULL;
    if (strcmp(name, album->last) != 0) {
        snprintf(album->last, sizeof album->last, "%s", name);
        album->middle = false;
        if (run == NULL) {
            keep_picture(album, shell, name);
        }
    }
    if (run != NULL && run_trials_done(run) != 1) {
        album->activity_us = now_us;
    }
    bool ripe = run != NULL && run_state(run) == RUN_LIVE && run_trials_done(run) == 1 &&
                now_us > album->activity_us + 3000000;
    if (ripe && !album->middle) {
        album->middle = true;
        keep_picture(album, shell, sitting_game_id(sitting));
    }
}

/* ---- the session ---- */

/* Headless play runs ahead of the clock on the wall: its days and minutes go with the play. */
typedef struct {
    const Shell *shell;
    int64_t began_us;
} PlayClock;

static int64_t played_wall_us(void *self) {
    const PlayClock *clock = self;
    return clock->began_us + (clock->shell != NULL ? shell_now_us(clock->shell) : 0);
}

static void tell_result(App *app, const char *folder) {
    Mem *mem = mem_new((size_t)256 << 20);
    SessionLine line;
    Log log;
    Buffer text = {0};
    Fail fail = {0};
    char path[PLACE_MAX];
    if (mem != NULL && history_find_session(app->store, mem, "last", &line, &fail) &&
        log_read(app, mem, &line, false, &log, &fail) && log_print(app, &log, &text)) {
        fwrite(text.bytes, 1, text.length, stdout);
        if (folder != NULL && place_join(path, folder, "session.txt", &fail)) {
            file_write(path, text.bytes, text.length, &fail);
        }
    }
    if (fail.kind != FAIL_NONE) {
        fprintf(stderr, "otterpaw demo: %s\n", fail.text);
    }
    buffer_free(&text);
    mem_free(mem);
}

static bool play_headless(App *app, const Demo *demo, Fail *fail) {
    static const char *const looks[] = {"calm", "contrast", "dusk"};
    void *pictures = NULL;
    const char *theme = demo->o.look != NULL ? demo->o.look : looks[app->tablet.look];
    app_screen(app, demo->width, demo->height, demo->px_per_mm, 0);
    Canvas *canvas = front_bare_canvas(app, theme, &pictures, fail);
    Shell *shell = canvas != NULL ? shell_new(app) : NULL;
    Visitor *visitor =
        shell != NULL ? visitor_new(shell, demo->traits, (uint64_t)demo->seed) : NULL;
    Beginning how = {.game = demo->o.game, .trials = demo->trials};
    bool ok = visitor != NULL;
    PlayClock clock = {shell, app_wall_us(app)};
    if (ok) {
        app->wall_us = played_wall_us;
        app->self = &clock;
        shell_push(shell, today_new(app));
        Sitting *sitting = begin_session(app, &how, 0, fail);
        ok = sitting != NULL;
        if (ok) {
            visitor_profile(demo->traits, sitting_profile(sitting));
            flow_begin(shell, sitting);
            Album album = {.canvas = canvas, .folder = demo->o.out};
            bool arrived;
            visitor_play(visitor, 0, "summary", 4 * 3600, demo->o.out != NULL ? look : NULL, &album,
                         &arrived);
            if (arrived && demo->o.out != NULL) {
                keep_picture(&album, shell, "summary");
            }
            ok = arrived || fail_set(fail, FAIL_SYSTEM,
                                     "the session did not come to its end; it stands at \"%s\"",
                                     shell_top_name(shell));
        }
    }
    visitor_free(visitor);
    clock = (PlayClock){NULL, app_wall_us(app)};
    shell_free(shell);
    front_bare_close(canvas, pictures);
    app->measure = (TextMeasure){0};
    if (ok) {
        tell_result(app, demo->o.out);
    }
    app_own_clock(app);
    if (app->notice[0] != '\0') {
        fprintf(stderr, "otterpaw demo: %s\n", app->notice);
    }
    return ok;
}

static int64_t step(void *self, int64_t now_us) {
    return visitor_step(self, now_us);
}

static bool play_window(App *app, const Demo *demo, Fail *fail) {
    FrontConfig config = {.width_px = demo->width,
                          .height_px = demo->height,
                          .px_per_mm = demo->px_per_mm,
                          .fullscreen = demo->o.size == NULL};
    Front *front = front_open(app, &config, fail);
    Shell *shell = front != NULL ? shell_new(app) : NULL;
    Visitor *visitor =
        shell != NULL ? visitor_new(shell, demo->traits, (uint64_t)demo->seed) : NULL;
    Beginning how = {.game = demo->o.game, .trials = demo->trials};
    bool ok = visitor != NULL;
    if (ok) {
        shell_advance(shell, front_now_us());
        shell_push(shell, today_new(app));
        Sitting *sitting = begin_session(app, &how, shell_now_us(shell), fail);
        ok = sitting != NULL;
        if (ok) {
            visitor_profile(demo->traits, sitting_profile(sitting));
            flow_begin(shell, sitting);
            front_step(front, step, visitor);
            ok = front_run(front, shell, fail);
        }
    }
    visitor_free(visitor);
    shell_free(shell);
    front_close(front);
    return ok;
}

static bool read_options(Demo *demo, Fail *fail) {
    const DemoOptions *o = &demo->o;
    demo->width = 1280;
    demo->height = 800;
    demo->seed = 7;
    demo->traits = pretend_named(o->child != NULL ? o->child : "careful");
    if (demo->traits == NULL) {
        const char *near = fail_nearest_word(o->child, pretend_names());
        return fail_set(fail, FAIL_INPUT, "there is no pretend child \"%s\"%s%s%s", o->child,
                        near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
                        near != NULL ? "\"?" : "");
    }
    return (o->size == NULL || option_size("--size", o->size, &demo->width, &demo->height, fail)) &&
           (o->scale == NULL ||
            option_number("--px-per-mm", o->scale, 1, 40, &demo->px_per_mm, fail)) &&
           (o->seed == NULL || option_int("--seed", o->seed, 0, 1L << 40, &demo->seed, fail)) &&
           (o->trials == NULL || option_int("--trials", o->trials, 1, 200, &demo->trials, fail)) &&
           (o->out == NULL || file_make_folder(o->out, fail));
}

static int run(int argc, char **argv) {
    Demo demo = {0};
    DemoOptions *o = &demo.o;
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--data", "DIR", "where the session is kept (else the XDG data home)", &o->data, NULL},
        {"--headless", NULL, "without a window, as fast as it can", NULL, &o->headless},
        {"--out", "DIR", "headless: write pictures and the score log there", &o->out, NULL},
        {"--child", "NAME", "which pretend child (careful)", &o->child, NULL},
        {"--game", "ID", "one game only (else the child's plan)", &o->game, NULL},
        {"--trials", "N", "trials of each activity (else the game's own)", &o->trials, NULL},
        {"--seed", "N", "of the pretend child (7)", &o->seed, NULL},
        {"--size", "WxH", "pixels (1280x800)", &o->size, NULL},
        {"--px-per-mm", "N", "pixels a millimetre", &o->scale, NULL},
        {"--look", "THEME", "headless: calm, contrast or dusk", &o->look, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    Fail fail = {0};
    App app;
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status) ||
        !command_words("demo", count, 0, &status)) {
        return status;
    }
    if (!read_options(&demo, &fail) || !app_open(&app, o->data, &fail)) {
        return command_fail("demo", &fail);
    }
    bool ok = o->headless ? play_headless(&app, &demo, &fail) : play_window(&app, &demo, &fail);
    if (!ok) {
        status = command_fail("demo", &fail);
    }
    app_close(&app);
    return status;
}

const Command command_demo = {"demo", "[--headless] [--child NAME] [--out DIR]",
                              "a pretend child plays a whole session", run};
