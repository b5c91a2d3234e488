/* The caregiver's PIN: four digits on large keys. It keeps a child from starting again alone; it
 * protects no secret, for a family's tablet has none. */
#include "app/screens/adult.h"
#include "vault/vault.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 4, FREE_TRIES = 3 };

typedef struct {
    Screen screen;
    bool make;
    char pin[DIGITS + 1];
    const char *told; /* a text key; NULL */
    char trouble[FAIL_TEXT_MAX];
    Screen *below;
    void (*passed)(Screen *below);
} HomePin;

static const char *say(const HomePin *pin, const char *key) {
    return texts_get(app_texts(pin->screen.app), key);
}

/* After three wrong ones 5, 15, then 60 seconds. */
static int64_t wait_us(int wrong) {
    return wrong < FREE_TRIES        ? 0
           : wrong == FREE_TRIES     ? 5000000
           : wrong == FREE_TRIES + 1 ? 15000000
                                     : 60000000;
}

static bool waits(const HomePin *pin) {
    App *app = pin->screen.app;
    int64_t left_us = app->home_until_us - app_wall_us(app);
    return !pin->make && left_us > 0 && left_us <= 60000000; /* a clock set back holds nobody */
}

static bool pin_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    static const char *const keys[] = {"1", "2", "3", "4", "5", "6",
                                       "7", "8", "9", "",  "0", "\xe2\x86\x90"};
    HomePin *pin = (HomePin *)screen;
    double x = scene_width_mm(scene) / 2, h = (scene_height_mm(scene) - 56) / 4 - 3, w = 30;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    scene_label(scene, x, 12, 0, say(pin, pin->make ? "t.home.newpin" : "t.home.pin"), EM_TITLE,
                true, ALIGN_MIDDLE, COLOR_INK);
    for (int i = 0; i < DIGITS; i++) {
        scene_circle(scene, x + (i - 1.5) * 10, 26, 3,
                     i < (int)strlen(pin->pin) ? COLOR_PRIMARY : COLOR_SUNK, COLOR_EDGE, 0.4);
    }
    const char *told = waits(pin)          ? say(pin, "t.home.wait")
                       : pin->told != NULL ? say(pin, pin->told)
                                           : pin->trouble;
    scene_label(scene, x, 37, 0, told, EM_BODY, false, ALIGN_MIDDLE, COLOR_CORAL);
    for (int i = 0; i < 12; i++) {
        char name[16];
        if (keys[i][0] == '\0') {
            continue;
        }
        snprintf(name, sizeof name, i == 11 ? "erase" : "digit:%s", keys[i]);
        part_key(scene, screen->shell, name,
                 box_of(x - 1.5 * w - 3 + i % 3 * (w + 3), 46 + i / 3 * (h + 3), w, h), keys[i],
                 KEY_QUIET, waits(pin) ? TARGET_DISABLED : 0);
    }
    return true;
}

static void pass(HomePin *pin) {
    Screen *below = pin->below;
    void (*passed)(Screen *) = pin->passed;
    shell_pop(pin->screen.shell);
    passed(below);
}

static void typed(HomePin *pin) {
    App *app = pin->screen.app;
    char text[DIGITS + 1];
    Fail fail = {0};
    memcpy(text, pin->pin, sizeof text);
    memset(pin->pin, 0, sizeof pin->pin);
    pin->told = NULL;
    if (pin->make) {
        if (!vault_pin_make(text, app->tablet.home_pin, &fail) ||
            !tablet_save(app->store, &app->tablet, app_wall_us(app), &fail)) {
            snprintf(pin->trouble, sizeof pin->trouble, "%s", fail.text);
            return;
        }
        pass(pin);
    } else if (vault_pin_is(text, app->tablet.home_pin)) {
        app->home_wrong = 0;
        pass(pin);
    } else {
        pin->told = "t.home.wrong";
        app->home_wrong++;
        app->home_until_us = app_wall_us(app) + wait_us(app->home_wrong);
    }
}

static void add_digit(HomePin *pin, char digit) {
    size_t length = strlen(pin->pin);
    if (waits(pin) || length >= DIGITS) {
        return;
    }
    pin->pin[length] = digit;
    pin->pin[length + 1] = '\0';
    if (length + 1 == DIGITS) {
        typed(pin);
    }
}

static void pin_tap(Screen *screen, const char *target) {
    HomePin *pin = (HomePin *)screen;
    size_t length = strlen(pin->pin);
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strncmp(target, "digit:", 6) == 0) {
        add_digit(pin, target[6]);
    } else if (strcmp(target, "erase") == 0) {
        pin->pin[length > 0 ? length - 1 : 0] = '\0';
    }
}

static void pin_text(Screen *screen, const char *utf8) {
    if (isdigit((unsigned char)utf8[0])) {
        add_digit((HomePin *)screen, utf8[0]);
    }
}

static int64_t pin_wake(const Screen *screen) {
    return waits((const HomePin *)screen) ? (shell_now_us(screen->shell) / 1000000 + 1) * 1000000
                                          : INT64_MAX;
}

static void pin_advance(Screen *screen, int64_t now_us) {
    (void)now_us;
    shell_change(screen->shell);
}

static void pin_close(Screen *screen) {
    memset(((HomePin *)screen)->pin, 0, sizeof((HomePin *)screen)->pin);
    free(screen);
}

static const ScreenOps OPS = {.name = "home_pin",
                              .close = pin_close,
                              .draw = pin_draw,
                              .tap = pin_tap,
                              .text = pin_text,
                              .advance = pin_advance,
                              .wake_us = pin_wake};

Screen *home_pin_new(App *app, bool make, Screen *below, void (*passed)(Screen *below)) {
    HomePin *pin = calloc(1, sizeof *pin);
    if (pin == NULL) {
        return NULL;
    }
    pin->screen = (Screen){.ops = &OPS, .app = app};
    pin->make = make;
    pin->below = below;
    pin->passed = passed;
    return &pin->screen;
}
