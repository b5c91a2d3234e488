/* otterpaw [play]: the window. */
#include "app/backups.h"
#include "app/commands/begin.h"
#include "app/commands/commands.h"
#include "app/commands/watch.h"
#include "app/front.h"
#include "app/screens/screens.h"

typedef struct {
    const char *data, *size, *scale, *game, *trials, *level, *watch;
    bool windowed, author, silent, cursor;
} PlayOptions;

static bool read_config(const PlayOptions *o, FrontConfig *config, Fail *fail) {
    *config = (FrontConfig){.width_px = 1280,
                            .height_px = 800,
                            .fullscreen = !o->windowed,
                            .hide_cursor = !o->windowed && !o->cursor,
                            .silent = o->silent};
    if (o->size != NULL) {
        config->fullscreen = false;
        if (!option_size("--size", o->size, &config->width_px, &config->height_px, fail)) {
            return false;
        }
    }
    return o->scale == NULL ||
           option_number("--px-per-mm", o->scale, 1, 40, &config->px_per_mm, fail);
}

/* A kiosk's and a test's beginning: one game at once. The level is checked when the run starts. */
static bool read_beginning(const PlayOptions *o, Beginning *how, Fail *fail) {
    *how = (Beginning){.game = o->game};
    return (o->trials == NULL || option_int("--trials", o->trials, 1, 200, &how->trials, fail)) &&
           (o->level == NULL || option_int("--level", o->level, 1, 100, &how->level, fail));
}

/* A session that a crash left open goes on where it was; else the day begins. */
static bool first_screen(App *app, Shell *shell, const Beginning *how, Fail *fail) {
    Mem *mem = mem_new(64 << 20);
    SessionLine line;
    bool found = false;
    bool ok = mem != NULL && history_open_session(app->store, mem, &line, &found, fail);
    shell_advance(shell, front_now_us());
    shell_push(shell, first_screen_new(app));
    if (ok && found) {
        Fail resume = {0};
        Sitting *sitting = sitting_resume(app, &line, shell_now_us(shell), &resume);
        if (sitting != NULL) {
            flow_begin(shell, sitting);
        } else {
            snprintf(app->notice, sizeof app->notice,
                     "The session that was open cannot go on: %.900s", resume.text);
        }
    }
    mem_free(mem);
    if (!found && how->game != NULL) {
        Sitting *sitting = begin_session(app, how, shell_now_us(shell), fail);
        if (sitting == NULL) {
            return false;
        }
        flow_begin(shell, sitting);
    }
    return shell_top(shell) != NULL ||
           fail_set(fail, FAIL_MEMORY, "there is no memory for the first screen");
}

static int run(int argc, char **argv) {
    PlayOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--data", "DIR", "where the database is (else the XDG data home)", &o.data, NULL},
        {"--size", "WxH", "a window of that many pixels", &o.size, NULL},
        {"--px-per-mm", "N", "pixels a millimetre, over the calibration", &o.scale, NULL},
        {"--windowed", NULL, "a window instead of the whole display", NULL, &o.windowed},
        {"--author", NULL, "games are loaded again when their files change", NULL, &o.author},
        {"--silent", NULL, "without sound", NULL, &o.silent},
        {"--game", "ID", "begin a session with that game at once", &o.game, NULL},
        {"--trials", "N", "with --game: how many", &o.trials, NULL},
        {"--level", "N", "with --game: kept at that level", &o.level, NULL},
        {"--watch", "FILE", "tell there what is on the screen, for tests", &o.watch, NULL},
        {"--cursor", NULL, "show the mouse cursor", NULL, &o.cursor},
    };
    size_t count;
    int status = STATUS_WELL;
    FrontConfig config;
    Beginning how;
    Watch *watch = NULL;
    Fail fail = {0};
    App app;
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status) ||
        !command_words("play", count, 0, &status)) {
        return status;
    }
    if (!read_config(&o, &config, &fail) || !read_beginning(&o, &how, &fail) ||
        !app_open(&app, o.data, &fail)) {
        return command_fail("play", &fail);
    }
    app.tablet.author = app.tablet.author || o.author;
    backups_begin(&app);
    Front *front = front_open(&app, &config, &fail);
    Shell *shell = front != NULL ? shell_new(&app) : NULL;
    if (shell != NULL) {
        shell_on_idle(shell, unlock_idle);
    }
    bool ok = shell != NULL && first_screen(&app, shell, &how, &fail) &&
              (o.watch == NULL || (watch = watch_open(o.watch, front, shell, &fail)) != NULL) &&
              front_run(front, shell, &fail);
    if (!ok) {
        status = command_fail("play", &fail);
    }
    watch_close(watch);
    shell_free(shell);
    front_close(front);
    app_close(&app);
    return status;
}

const Command command_play = {"play", "[--data DIR] [--size WxH] [--windowed]",
                              "opens the window (the same as no command)", run};
