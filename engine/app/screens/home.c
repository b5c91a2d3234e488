/* The first screen of a family's tablet: the child, what is planned, three sentences for whoever
 * sits beside it, and one key. No records, no levels, no figures; days that were missed are not
 * counted. Everything is in the middle, so that it reads alike in every direction. */
#include "app/home.h"
#include "app/screens/adult.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord *children;
    Plan *plans;
    size_t count, at;
    char locale[8], told[FAIL_TEXT_MAX];
} Home;

Screen *first_screen_new(App *app) {
    return app->tablet.home ? home_new(app) : today_new(app);
}

static void load(Home *home) {
    App *app = home->screen.app;
    Fail fail = {0};
    Profile profile;
    mem_reset(home->mem);
    home->count = 0;
    snprintf(home->locale, sizeof home->locale, "%s", app->tablet.adult_locale);
    if (!store_flush(app->store, &fail) ||
        !home_children(app, home->mem, &home->children, &home->plans, &home->count, &fail)) {
        snprintf(home->told, sizeof home->told, "%s", fail.text);
    }
    home->at = home->at < home->count ? home->at : 0;
    if (home->count > 0 && child_profile(&home->children[home->at], &profile, NULL) &&
        profile.locale[0] != '\0') {
        snprintf(home->locale, sizeof home->locale, "%s", profile.locale);
    }
}

static const char *say(const Home *home, const char *key) {
    return texts_get(library_texts(home->screen.app->library, home->locale), key);
}

/* ---- drawing ---- */

static void draw_activities(Home *home, Scene *scene) {
    const Plan *plan = &home->plans[home->at];
    App *app = home->screen.app;
    double side = 38, gap = 16, y = 27;
    double x = scene_width_mm(scene) / 2 - (plan->count * (side + gap) - gap) / 2;
    for (int i = 0; i < plan->count; i++) {
        Script *script = library_script(app->library, plan->items[i].game, NULL);
        const Manifest *manifest = script != NULL ? script_manifest(script) : NULL;
        part_panel(scene, box_of(x, y, side, side), manifest != NULL ? manifest->picture : "puzzle",
                   adult_tint((size_t)i));
        adult_lines(
            scene, home->screen.shell, box_of(x - gap / 2, y + side + 1, side + gap - 1, 11.4),
            manifest != NULL
                ? texts_get(library_game_texts(app->library, home->locale, plan->items[i].game),
                            manifest->title)
                : plan->items[i].game,
            true, ALIGN_MIDDLE, COLOR_INK);
        x += side + gap;
    }
}

static void draw_advice(Home *home, Scene *scene) {
    static const char *const pictures[] = {"child", "hand", "speech"};
    static const char *const keys[] = {"t.home.sit", "t.home.hand", "t.home.say"};
    double w = (scene_width_mm(scene) - 16) / 3;
    for (int i = 0; i < 3; i++) {
        double x = 8 + i * w;
        scene_picture(scene, pictures[i], x + w / 2, 82.5, 10, 1);
        adult_lines(scene, home->screen.shell, box_of(x + 2, 88, w - 4, 16.8), say(home, keys[i]),
                    false, ALIGN_MIDDLE, COLOR_INK);
    }
}

static bool home_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Home *home = (Home *)screen;
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    char words[64];
    part_ground(scene, false);
    scene_label(scene, w / 2, 12, 0, say(home, "t.home.title"), 8, true, ALIGN_MIDDLE, COLOR_INK);
    part_key(scene, screen->shell, "files", box_of(w - 22, 5, 14, 14), "", KEY_QUIET, 0);
    scene_picture(scene, "book", w - 15, 12, 8, 1);
    if (home->count == 0) {
        scene_picture(scene, "home", w / 2, 50, 30, 1);
        scene_words(scene, 20, 74, w - 40, 14, say(home, "t.home.empty"), EM_BODY, ALIGN_MIDDLE,
                    COLOR_INK, 2);
        part_key(scene, screen->shell, "files:take", box_of(w / 2 - 45, h - 30, 90, 20),
                 say(home, "t.home.take"), KEY_PRIMARY, 0);
        return true;
    }
    part_panel(scene, box_of(8, 5, 18, 18), home->children[home->at].symbol, COLOR_SKY_SOFT);
    if (home->count > 1) {
        adult_target(scene, screen->shell, "child", box_of(8, 5, 18, 18), "next child");
    }
    draw_activities(home, scene);
    draw_advice(home, scene);
    part_key(scene, screen->shell, "start", box_of(w / 2 - 45, h - 31, 90, 20),
             say(home, "t.home.start"), KEY_PRIMARY, 0);
    snprintf(words, sizeof words, "%.0f %s", home->plans[home->at].minutes,
             say(home, "t.home.minutes"));
    scene_label(scene, w / 2, h - 5.4, 0, home->told[0] != '\0' ? home->told : words, EM_SMALL,
                false, ALIGN_MIDDLE, COLOR_INK2);
    return true;
}

/* ---- taps ---- */

static void start(Screen *screen) {
    Home *home = (Home *)screen;
    Fail fail = {0};
    if (home->count > 0 &&
        !adult_start(screen->shell, &home->children[home->at], &home->plans[home->at], &fail)) {
        snprintf(home->told, sizeof home->told, "%s", fail.text);
    }
}

static void show_files(Screen *screen) {
    shell_push(screen->shell, home_files_new(screen->app));
}

static void home_tap(Screen *screen, const char *target) {
    Home *home = (Home *)screen;
    home->told[0] = '\0';
    if (strcmp(target, "child") == 0 && home->count > 0) {
        home->at = (home->at + 1) % home->count;
        load(home);
        return;
    }
    void (*then)(Screen *) = strcmp(target, "start") == 0 ? start : show_files;
    if (screen->app->tablet.home_pin[0] == '\0') {
        then(screen);
    } else {
        shell_push(screen->shell, home_pin_new(screen->app, false, screen, then));
    }
}

static void home_again(Screen *screen) {
    load((Home *)screen);
}

static const char *home_locale(const Screen *screen) {
    return ((const Home *)screen)->locale;
}

static void home_close(Screen *screen) {
    mem_free(((Home *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {.name = "home",
                              .close = home_close,
                              .draw = home_draw,
                              .tap = home_tap,
                              .shown_again = home_again,
                              .locale = home_locale};

Screen *home_new(App *app) {
    Home *home = calloc(1, sizeof *home);
    Mem *mem = mem_new(32 << 20);
    if (home == NULL || mem == NULL) {
        free(home);
        mem_free(mem);
        return NULL;
    }
    home->screen = (Screen){.ops = &OPS, .app = app};
    home->mem = mem;
    load(home);
    return &home->screen;
}
