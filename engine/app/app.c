/* Wires the house; see app.h. */
#include "app/app.h"

#include "app/backups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

/* 149 pixels an inch: a 10.1 inch tablet of 1280 x 800. */
static const double GUESS_PX_PER_MM = 5.88;

static int64_t machine_wall_us(void *self) {
    (void)self;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void machine_chance(void *self, void *bytes, size_t count) {
    (void)self;
    unsigned char *at = bytes;
    while (count > 0) {
        ssize_t got = getrandom(at, count, 0);
        if (got > 0) {
            at += got;
            count -= (size_t)got;
        }
    }
}

static int machine_utc_offset_min(void) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    struct tm utc;
    gmtime_r(&now, &utc);
    int minutes = (local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min;
    int days = local.tm_yday - utc.tm_yday;
    if (days != 0) {
        minutes += (days == 1 || days < -1) ? 24 * 60 : -24 * 60;
    }
    return minutes;
}

/* The keys ask the app, so that a test's clock is theirs too. */
static int64_t keys_wall_us(void *self) {
    return app_wall_us(self);
}

static uint64_t machine_memory(void) {
    long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? (uint64_t)pages * (uint64_t)bytes : 0;
}

static void tell(App *app, const char *sentence) {
    snprintf(app->notice, sizeof app->notice, "%s", sentence);
}

bool app_open(App *app, const char *data, Fail *fail) {
    *app = (App){.wall_us = machine_wall_us,
                 .chance = machine_chance,
                 .utc_offset_min = machine_utc_offset_min()};
    if (!places_find(&app->places, data, fail)) {
        return false;
    }
    app->store = store_open(app->places.data, app_wall_us(app), NULL, fail);
    app->library = app->store != NULL ? library_open(&app->places, fail) : NULL;
    if (app->library == NULL) {
        app_close(app);
        return false;
    }
    app->keys = keys_open(app->store, keys_wall_us, app, machine_memory(), fail);
    if (app->keys == NULL) {
        app_close(app);
        return false;
    }
    StoreState state;
    store_state(app->store, &state);
    Fail settings = {0};
    if (state.set_aside[0] != '\0') {
        Fail notice;
        fail_set(&notice, FAIL_CORRUPT,
                 "The database was damaged: it is kept as %s, and a new one was begun.",
                 state.set_aside);
        tell(app, notice.text);
    } else if (state.read_only) {
        tell(app, state.trouble);
    }
    if (library_trouble(app->library)[0] != '\0') {
        tell(app, library_trouble(app->library));
    }
    if (!tablet_load(app->store, &app->tablet, &settings)) {
        tell(app, settings.text);
    }
    app_screen(app, 1280, 800, 0, 0);
    return true;
}

void app_close(App *app) {
    backups_end(app->backups);
    app->backups = NULL;
    keys_close(app->keys);
    app->keys = NULL;
    library_close(app->library);
    if (app->store != NULL) {
        store_close(app->store);
    }
    app->library = NULL;
    app->store = NULL;
}

void app_screen(App *app, int width_px, int height_px, double px_per_mm, double guess) {
    double scale = px_per_mm > 0               ? px_per_mm
                   : app->tablet.px_per_mm > 0 ? app->tablet.px_per_mm
                   : guess > 0                 ? guess
                                               : GUESS_PX_PER_MM * width_px / 1280.0;
    app->width_px = width_px;
    app->height_px = height_px;
    app->px_per_mm = scale;
    app->width_mm = width_px / scale;
    app->height_mm = height_px / scale;
}

void app_own_clock(App *app) {
    app->wall_us = machine_wall_us;
    app->self = NULL;
}

int64_t app_wall_us(const App *app) {
    return app->wall_us(app->self);
}

Id app_new_id(const App *app) {
    uint8_t random[10];
    app->chance(app->self, random, sizeof random);
    return id_make((uint64_t)(app_wall_us(app) / 1000), random);
}

uint64_t app_seed(const App *app) {
    uint64_t seed;
    app->chance(app->self, &seed, sizeof seed);
    return seed;
}

const Texts *app_texts(const App *app) {
    return library_texts(app->library, app->tablet.adult_locale);
}
