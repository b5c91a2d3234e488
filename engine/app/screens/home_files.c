/* Sealed files of home plans and results: a tap takes one in. Here a tablet also becomes a
 * family's, and a clinic's again. */
#include "app/home.h"
#include "app/screens/adult.h"
#include "app/screens/typing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 5 };

typedef struct {
    Screen screen;
    Mem *mem;
    const char **paths;
    size_t count, page;
    char wanted[PLACE_MAX]; /* the file whose key is asked for */
    char told[FAIL_TEXT_MAX];
} HomeFiles;

static void look(HomeFiles *files) {
    Fail fail = {0};
    mem_reset(files->mem);
    files->count = 0;
    if (!home_files(files->screen.app, files->mem, &files->paths, &files->count, &fail)) {
        snprintf(files->told, sizeof files->told, "%s", fail.text);
    }
}

static size_t pages(const HomeFiles *files) {
    return files->count == 0 ? 1 : (files->count + ROWS - 1) / ROWS;
}

static bool files_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    HomeFiles *files = (HomeFiles *)screen;
    Shell *shell = screen->shell;
    bool home = screen->app->tablet.home;
    double w = scene_width_mm(scene), y = scene_height_mm(scene) - 16;
    part_ground(scene, false);
    part_back(scene, shell);
    part_title(scene, 26, 11, w - 60, home ? "The clinic's files" : "Home files");
    scene_picture(scene, "home", w - 18, 11, 14, 1);
    for (size_t i = 0; i < ROWS && files->page * ROWS + i < files->count; i++) {
        size_t index = files->page * ROWS + i;
        char name[32];
        const char *slash = strrchr(files->paths[index], '/');
        Box box = box_of(8, 23 + (double)i * 16, w - 16, 13.5);
        snprintf(name, sizeof name, "file:%zu", index);
        adult_card(scene, shell, name, box, 5, files->paths[index]);
        scene_label(scene, 13, box.top + 6.75, 74, slash != NULL ? slash + 1 : files->paths[index],
                    EM_BODY, true, ALIGN_START, COLOR_INK);
        part_small(scene, 90, box.top + 6.75, w - 104, files->paths[index], ALIGN_START);
    }
    if (files->count == 0) {
        scene_words(scene, 12, 30, w - 24, 30,
                    "No home file was found. Put the file on a stick, or into the folder of "
                    "downloads, and look again.",
                    EM_BODY, ALIGN_START, COLOR_INK2, 3);
    }
    scene_words(scene, 12, y - 13.5, w - 24, 12, files->told, EM_SMALL, ALIGN_START, COLOR_INK, 2);
    part_key(scene, shell, "look", box_of(8, y, 34, 12), "Look again", KEY_QUIET, 0);
    part_key(scene, shell, home ? "end" : "begin", box_of(45, y, 50, 12),
             home ? "Back to the clinic" : "Use at home", KEY_QUIET, 0);
    if (home) {
        part_key(scene, shell, "pin", box_of(98, y, 26, 12), "PIN", KEY_QUIET, 0);
        if (screen->app->tablet.home_pin[0] != '\0') {
            part_key(scene, shell, "no_pin", box_of(127, y, 32, 12), "No PIN", KEY_QUIET, 0);
        }
    }
    adult_pages(scene, shell, y, files->page, pages(files));
    return true;
}

/* ---- taking in ---- */

static bool take(HomeFiles *files, const char *path, const char *words, Fail *fail) {
    Mem *mem = mem_new((size_t)512 << 20);
    HomeTaken taken;
    bool ok = mem != NULL ? home_import(files->screen.app, mem, path, words, &taken, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory to take a file in");
    if (ok) {
        snprintf(files->told, sizeof files->told, "%s: %s%d new session%s.", taken.child.pseudonym,
                 taken.child_made || files->screen.app->tablet.home ? "the plan is here; " : "",
                 taken.sessions, taken.sessions == 1 ? "" : "s");
    }
    mem_free(mem);
    return ok;
}

static void key_typed(Screen *below, const char *text) {
    HomeFiles *files = (HomeFiles *)below;
    Fail fail = {0};
    if (!take(files, files->wanted, text, &fail)) {
        snprintf(files->told, sizeof files->told, "%s", fail.text);
    }
}

/* The key that is kept here opens it, or else the one that is typed. */
static void open_file(HomeFiles *files, size_t index) {
    Fail fail = {0};
    snprintf(files->wanted, sizeof files->wanted, "%s", files->paths[index]);
    if (take(files, files->wanted, NULL, &fail)) {
        return;
    }
    if (fail.kind != FAIL_INPUT) {
        snprintf(files->told, sizeof files->told, "%s", fail.text);
        return;
    }
    Typing typing = {.title = "The key of this file",
                     .hint = "As the clinic gave it; spaces, dashes and capitals do not matter.",
                     .most = 120,
                     .below = &files->screen,
                     .typed = key_typed};
    shell_push(files->screen.shell, typing_new(files->screen.app, &typing));
}

/* ---- whose tablet it is ---- */

/* The first screen is another one then. */
static void change_hands(HomeFiles *files, bool home) {
    Screen *screen = &files->screen;
    Shell *shell = screen->shell;
    App *app = screen->app;
    Fail fail = {0};
    if (!(home ? home_begin(app, &fail) : home_end(app, &fail))) {
        snprintf(files->told, sizeof files->told, "%s", fail.text);
        return;
    }
    shell_pop_to(shell, home ? "today" : "home");
    shell_replace(shell, first_screen_new(app));
}

static void pin_made(Screen *below) {
    HomeFiles *files = (HomeFiles *)below;
    snprintf(files->told, sizeof files->told, "The PIN is asked for before playing.");
}

static void files_tap(Screen *screen, const char *target) {
    HomeFiles *files = (HomeFiles *)screen;
    App *app = screen->app;
    Fail fail = {0};
    size_t index;
    files->told[0] = '\0';
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (sscanf(target, "file:%zu", &index) == 1 && index < files->count) {
        open_file(files, index);
    } else if (strcmp(target, "look") == 0) {
        look(files);
    } else if (strcmp(target, "begin") == 0 || strcmp(target, "end") == 0) {
        change_hands(files, target[0] == 'b');
    } else if (strcmp(target, "pin") == 0) {
        shell_push(screen->shell, home_pin_new(app, true, screen, pin_made));
    } else if (strcmp(target, "no_pin") == 0) {
        app->tablet.home_pin[0] = '\0';
        if (!tablet_save(app->store, &app->tablet, app_wall_us(app), &fail)) {
            snprintf(files->told, sizeof files->told, "%s", fail.text);
        }
    } else if (strcmp(target, "after") == 0 && files->page + 1 < pages(files)) {
        files->page++;
    } else if (strcmp(target, "before") == 0 && files->page > 0) {
        files->page--;
    }
}

static void files_close(Screen *screen) {
    mem_free(((HomeFiles *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "home_files", .close = files_close, .draw = files_draw, .tap = files_tap};

Screen *home_files_new(App *app) {
    HomeFiles *files = calloc(1, sizeof *files);
    Mem *mem = mem_new(4 << 20);
    if (files == NULL || mem == NULL) {
        free(files);
        mem_free(mem);
        return NULL;
    }
    files->screen = (Screen){.ops = &OPS, .app = app};
    files->mem = mem;
    look(files);
    return &files->screen;
}
