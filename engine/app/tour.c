/* Opens one screen after another and lets time pass; see tour.h. Clock and chance are the tour's
 * own, so that two tours see the same. */
#include "app/tour.h"

#include "app/scenery.h"
#include "app/visitor.h"
#include "base/hash.h"
#include "base/rng.h"

#include <stdio.h>
#include <string.h>

/* Screens of clinics: the figures of the touch design. */
const TourTablet TOUR_TABLET[TOUR_TABLETS] = {
    {"10.1 inch 1280x800", 1280, 800, 5.88},  {"10.1 inch 1920x1200", 1920, 1200, 8.83},
    {"11 inch 2560x1600", 2560, 1600, 10.80}, {"12.4 inch 2560x1600", 2560, 1600, 9.58},
    {"13 inch 2560x1600", 2560, 1600, 9.14},
};

typedef struct {
    const TourHow *how;
    TourSee see;
    void *self;
    Scenery scenery;
    TourStop stop;
    uint64_t seen; /* what the last scene had to touch and to read */
} Tour;

/* ---- a clock and a chance that are always the same ---- */

typedef struct {
    Rng rng;
    int64_t wall_us;
} Fate;

static int64_t fate_wall_us(void *self) {
    Fate *fate = self;
    return fate->wall_us += 1000;
}

static void fate_chance(void *self, void *bytes, size_t count) {
    Fate *fate = self;
    for (size_t i = 0; i < count; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)rng_u32(&fate->rng);
    }
}

TourHow tour_usual(void) {
    return (TourHow){.tablet = &TOUR_TABLET[0],
                     .locale = "en",
                     .age = "5-6",
                     .motor = "",
                     .hand = HAND_RIGHT,
                     .seconds = 1};
}

/* ---- looking ---- */

static uint64_t to_touch_and_read(const Scene *scene) {
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < scene_target_count(scene); i++) {
        const SceneTarget *target = scene_target_at(scene, i);
        for (const char *c = target->name; *c != '\0'; c++) {
            hash = (hash ^ (unsigned char)*c) * 1099511628211u;
        }
        double parts[] = {target->box.left, target->box.top, target->box.right, target->box.bottom,
                          target->state};
        for (int k = 0; k < 5; k++) {
            hash = (hash ^ (uint64_t)(int64_t)(parts[k] * 100)) * 1099511628211u;
        }
    }
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        hash = item->kind == SCENE_TEXT ? (hash ^ item->hash) * 1099511628211u : hash;
    }
    return hash;
}

static const Manifest *manifest_now(Shell *shell) {
    const Sitting *sitting = flow_sitting(shell);
    const Game *game = sitting != NULL ? sitting_game(sitting) : NULL;
    return game != NULL ? game->manifest : NULL;
}

static LayoutFrame frame_now(const Tour *tour, const Shell *shell) {
    (void)shell;
    const App *app = tour->scenery.app;
    Sitting *sitting = flow_sitting(tour->scenery.shell);
    LayoutFrame frame = layout_frame(box_of(0, 0, app->width_mm, app->height_mm), box_empty());
    if (sitting != NULL && tour->stop.level && sitting_run(sitting) != NULL) {
        GuardPlace place = sitting_place(sitting);
        frame = layout_frame(place.play, place.gutter);
    }
    if (!tour->stop.child) { /* an adult may reach into every corner */
        frame.wrist_mm = frame.bezel_mm = 0;
    }
    return frame;
}

static void look(void *self, Shell *shell, int64_t now_us) {
    Tour *tour = self;
    const Scene *before;
    Fail fail = {0};
    TourStop *stop = &tour->stop;
    if (shell_top(shell) == NULL || !shell_scene(shell, &stop->scene, &before, &fail)) {
        return;
    }
    uint64_t seen = to_touch_and_read(stop->scene);
    if (seen == tour->seen && !tour->how->all_frames) {
        return;
    }
    tour->seen = seen;
    const char *name = shell_top_name(shell);
    stop->child =
        shell_top(shell)->ops->child && strcmp(name, "rail") != 0 && strcmp(name, "home_rail") != 0;
    stop->shell = shell;
    stop->now_us = now_us;
    stop->frame = frame_now(tour, shell);
    const Manifest *manifest = manifest_now(shell);
    stop->players = manifest != NULL && manifest->two_players ? 2 : 1;
    stop->keeps_sides = stop->level && manifest != NULL && manifest->keeps_sides;
    tour->see(tour->self, stop);
}

static bool anything_offered(const Scene *scene) {
    for (size_t i = 0; i < scene_target_count(scene); i++) {
        const SceneTarget *target = scene_target_at(scene, i);
        if (target->role != ROLE_NONE && strcmp(target->name, "ear") != 0 &&
            strncmp(target->name, "assist:", 7) != 0) {
            return true;
        }
    }
    return false;
}

/* As the window would, but as fast as it goes; returns the time at the end. */
static int64_t let_pass(Tour *tour, int64_t now_us, double seconds) {
    Shell *shell = tour->scenery.shell;
    int64_t end_us = now_us + (int64_t)(seconds * 1e6);
    while (now_us < end_us && shell_top(shell) != NULL) {
        if (shell_needs_drawing(shell)) {
            look(tour, shell, now_us);
            shell_presented(shell, now_us);
        }
        int64_t next_us = shell_wake_us(shell);
        if (shell_needs_drawing(shell) && next_us <= now_us) {
            next_us = now_us + 1000;
        }
        now_us = next_us < end_us ? (next_us > now_us ? next_us : now_us + 1000) : end_us;
        shell_advance(shell, now_us);
    }
    return now_us;
}

/* ---- opening ---- */

static bool open_screen(Tour *tour, const char *screen, Fail *fail) {
    Scenery *scenery = &tour->scenery;
    int index = scenery_find(screen, fail);
    const App *app = scenery->app;
    /* Chance begins anew with every screen; the clock goes on, so that no two sessions are one. */
    static int64_t opened;
    *(Fate *)app->self =
        (Fate){rng_stream(7, "tour", 0), INT64_C(1772616600000000) + ++opened * INT64_C(1000000)};
    scenery->shell = shell_new(scenery->app);
    scenery->mem = mem_new((size_t)64 << 20);
    tour->seen = 0;
    return index >= 0 && scenery->shell != NULL && scenery->mem != NULL &&
           scenery_open(scenery, index, tour->how->session, fail);
}

static void close_screen(Tour *tour) {
    Shell *shell = tour->scenery.shell;
    Sitting *open = shell != NULL ? flow_sitting(shell) : NULL;
    shell_free(shell);
    sitting_free(open);
    mem_free(tour->scenery.mem);
    tour->scenery.shell = NULL;
    tour->scenery.mem = NULL;
    tour->scenery.sitting = NULL;
}

static Tour tour_of(App *app, const TourHow *how, TourSee see, void *self) {
    app_screen(app, how->tablet->width_px, how->tablet->height_px, how->tablet->px_per_mm, 0);
    return (Tour){.how = how,
                  .see = see,
                  .self = self,
                  .scenery = {.app = app,
                              .locale = how->locale,
                              .age = how->age,
                              .motor = how->motor,
                              .hand = how->hand,
                              .still = how->still}};
}

/* What of the app is the tour's meanwhile. */
typedef struct {
    App *app;
    int64_t (*wall_us)(void *self);
    void (*chance)(void *self, void *bytes, size_t count);
    void *self;
    int utc_offset_min;
} Kept;

static Kept lend(App *app, Fate *fate) {
    Kept kept = {app, app->wall_us, app->chance, app->self, app->utc_offset_min};
    app->wall_us = fate_wall_us;
    app->chance = fate_chance;
    app->self = fate;
    app->utc_offset_min = 0;
    return kept;
}

static void give_back(const Kept *kept) {
    kept->app->wall_us = kept->wall_us;
    kept->app->chance = kept->chance;
    kept->app->self = kept->self;
    kept->app->utc_offset_min = kept->utc_offset_min;
}

bool tour_level(App *app, const TourHow *how, const char *game, int level, TourSee see, void *self,
                Fail *fail) {
    enum { OFFER_S = 30 }; /* a trail of six moves is shown first */
    Fate fate = {0};
    Kept kept = lend(app, &fate);
    Tour tour = tour_of(app, how, see, self);
    tour.stop.level = true;
    snprintf(tour.stop.place, sizeof tour.stop.place, "%.60s:%d", game, level);
    snprintf(tour.scenery.game, sizeof tour.scenery.game, "%s", game);
    tour.scenery.level = level;
    bool ok = open_screen(&tour, "activity", fail);
    if (ok && how->child != NULL) {
        Visitor *visitor = visitor_new(tour.scenery.shell, pretend_named(how->child), 7);
        bool arrived;
        ok = visitor != NULL || fail_set(fail, FAIL_MEMORY, "there is no memory for a child");
        if (ok) {
            visitor_profile(pretend_named(how->child),
                            sitting_profile(flow_sitting(tour.scenery.shell)));
            visitor_play(visitor, 0, "changeover", how->seconds, look, &tour, &arrived);
        }
        visitor_free(visitor);
    } else if (ok) {
        int64_t now_us = let_pass(&tour, 0, how->seconds);
        for (int s = 0; s < OFFER_S && !anything_offered(tour.stop.scene) &&
                        sitting_game(flow_sitting(tour.scenery.shell))->manifest->trials > 0;
             s++) {
            const Trial *trial = run_trial(sitting_run(flow_sitting(tour.scenery.shell)));
            double width_mm;
            if (trial_road(trial, &width_mm)->count > 0) {
                break; /* a road is what is offered */
            }
            now_us = let_pass(&tour, now_us, 1);
        }
    }
    close_screen(&tour);
    give_back(&kept);
    return ok;
}

/* ---- the other screens ---- */

static const struct {
    const char *screen;
    const char *taps[8];
} WAYS[] = {
    {"hello", {"feel.happy"}},
    {"goodbye", {"feel.later"}},
    {"schedule", {NULL}},
    {"changeover", {NULL}},
    {"calm", {"bubbles", "sand"}},
    {"reward", {"sticker:0"}},
    {"handover", {NULL}},
    {"rail", {"calm_switch", "finish"}},
    {"today", {"children"}},
    {"settings", {NULL}},
    {"calibrate", {NULL}},
    {"about", {NULL}},
    {"new_child", {NULL}},
    {"touch_check", {NULL}},
    {"profile", {"tab:1", "tab:2", "tab:3"}},
    {"plan", {"item:0", "back", "add"}},
    {"goals", {NULL}},
    {"goal", {"tab:1", "tab:2"}},
    {"home_plan", {NULL}},
    {"clinic", {NULL}},
    {"sessions", {NULL}},
    {"trend", {NULL}},
    {"session_page", {"mark:0"}},
    {"summary", {"note"}},
    {"ink", {NULL}},
    {"ledger", {NULL}},
    {"home", {NULL}},
    {"home_rail", {NULL}},
    {"home_after", {NULL}},
    {"home_pin", {NULL}},
    {"home_files", {NULL}},
};

static bool tap(Tour *tour, const char *name, int64_t now_us) {
    const Scene *scene, *before;
    Fail fail = {0};
    Shell *shell = tour->scenery.shell;
    const SceneTarget *target =
        shell_scene(shell, &scene, &before, &fail) ? scene_target_named(scene, name) : NULL;
    if (target == NULL) {
        return false;
    }
    Sample raw = {.time_us = now_us,
                  .x_mm = (target->box.left + target->box.right) / 2,
                  .y_mm = (target->box.top + target->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 80000;
    shell_touch(shell, &raw);
    return true;
}

static bool go_along(Tour *tour, size_t way, Fail *fail) {
    char *place = tour->stop.place;
    snprintf(place, sizeof tour->stop.place, "%s", WAYS[way].screen);
    if (!open_screen(tour, WAYS[way].screen, fail)) {
        return false;
    }
    int64_t now_us = let_pass(tour, 0, tour->how->seconds);
    for (int i = 0; i < 8 && WAYS[way].taps[i] != NULL; i++) {
        if (!tap(tour, WAYS[way].taps[i], now_us)) {
            return fail_set(fail, FAIL_INPUT, "%s has no target \"%s\"", place, WAYS[way].taps[i]);
        }
        size_t length = strlen(place);
        snprintf(place + length, sizeof tour->stop.place - length, " > %s", WAYS[way].taps[i]);
        now_us = let_pass(tour, now_us + 80000, 0.5);
    }
    return true;
}

bool tour_screens(App *app, const TourHow *how, TourSee see, void *self, Fail *fail) {
    Fate fate = {0};
    Kept kept = lend(app, &fate);
    bool ok = true;
    bool home = app->tablet.home; /* some screens make it a family's tablet */
    for (size_t way = 0; ok && way < sizeof WAYS / sizeof WAYS[0]; way++) {
        Tour tour = tour_of(app, how, see, self);
        int screen = scenery_find(WAYS[way].screen, fail);
        if (screen < 0 || !how->child_only || scenery_need(screen) == SCENERY_SITTING) {
            ok = go_along(&tour, way, fail);
            close_screen(&tour);
            app->tablet.home = home;
        }
    }
    give_back(&kept);
    return ok;
}
