/* The way back to names and records: a PIN pad while the tablet was opened by a passphrase, else
 * the therapists' names and a passphrase. It lies over what was open; the child's screens never see
 * it. */
#include "app/audit.h"
#include "app/screens/adult.h"
#include "app/screens/typing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MOST = 8 };
static const int64_t IDLE_PIN_US = 60000000, IDLE_US = 120000000;

typedef struct {
    Screen screen;
    bool must; /* no way out but the right answer */
    char pin[KEYS_PIN_DIGITS + 1];
    char told[FAIL_TEXT_MAX];
    char names[NAMES_MOST][KEYS_NAME_MAX];
    int count, chosen;
} Unlock;

static void tell(Unlock *unlock, const char *words) {
    snprintf(unlock->told, sizeof unlock->told, "%s", words);
}

static void note(Unlock *unlock, AuditDeed deed) {
    App *app = unlock->screen.app;
    Fail fail = {0};
    if (!audit_add(app->store, app_wall_us(app), keys_who(app->keys), deed, NULL, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
}

/* ---- drawing ---- */

static void draw_pad(Unlock *unlock, Scene *scene) {
    static const char *const keys[] = {"1", "2", "3", "4", "5", "6",
                                       "7", "8", "9", "",  "0", "\xe2\x86\x90"};
    double x = scene_width_mm(scene) / 2, h = (scene_height_mm(scene) - 62) / 4 - 3, w = 26;
    bool waits = keys_wait_s(unlock->screen.app->keys) > 0;
    for (int i = 0; i < KEYS_PIN_DIGITS; i++) {
        scene_circle(scene, x + (i - 2.5) * 9, 42, 2.6,
                     i < (int)strlen(unlock->pin) ? COLOR_PRIMARY : COLOR_SUNK, COLOR_EDGE, 0.4);
    }
    for (int i = 0; i < 12; i++) {
        char name[16];
        if (keys[i][0] == '\0') {
            continue;
        }
        snprintf(name, sizeof name, i == 11 ? "erase" : "digit:%s", keys[i]);
        Box box = box_of(x - 1.5 * w - 3 + i % 3 * (w + 3), 54 + i / 3 * (h + 3), w, h);
        part_key(scene, unlock->screen.shell, name, box, keys[i], KEY_QUIET,
                 waits ? TARGET_DISABLED : 0);
    }
    part_key(scene, unlock->screen.shell, "passphrase",
             box_of(scene_width_mm(scene) - 56, scene_height_mm(scene) - 17, 48, 12), "Passphrase",
             KEY_QUIET, 0);
}

static void draw_names(Unlock *unlock, Scene *scene) {
    double x = scene_width_mm(scene) / 2, pitch = 15;
    part_small(scene, x - 60, 36, 120, "Who are you? A passphrase is asked for next.",
               ALIGN_MIDDLE);
    for (int i = 0; i < unlock->count; i++) {
        char name[16];
        snprintf(name, sizeof name, "who:%d", i);
        double side = unlock->count > 5 ? (i % 2 == 0 ? -63 : 3) : -30;
        double row = unlock->count > 5 ? i / 2 : i;
        part_key(scene, unlock->screen.shell, name, box_of(x + side, 44 + row * pitch, 60, 12.5),
                 unlock->names[i], KEY_PLAIN, 0);
    }
    part_key(scene, unlock->screen.shell, "recover", box_of(8, scene_height_mm(scene) - 17, 62, 12),
             "Passphrase lost", KEY_QUIET, 0);
}

static bool unlock_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Unlock *unlock = (Unlock *)screen;
    Keys *keys = screen->app->keys;
    double x = scene_width_mm(scene) / 2;
    bool pad = keys_state(keys) == KEYS_LOCKED;
    char title[96];
    part_ground(scene, false);
    if (!unlock->must) {
        part_back(scene, screen->shell);
    }
    scene_picture(scene, "lock", x, 12, 13, 1);
    snprintf(title, sizeof title, pad ? "PIN of %s" : "Names are locked", keys_who(keys));
    scene_label(scene, x, 27, 0, title, EM_TITLE, true, ALIGN_MIDDLE, COLOR_INK);
    int wait_s = keys_wait_s(keys);
    if (pad && wait_s > 0) {
        snprintf(unlock->told, sizeof unlock->told, "Too many wrong PINs: wait %d s.", wait_s);
    }
    scene_label(scene, x, pad ? 49 : scene_height_mm(scene) - 24, 0, unlock->told, EM_SMALL, false,
                ALIGN_MIDDLE, COLOR_CORAL);
    if (pad) {
        draw_pad(unlock, scene);
    } else {
        draw_names(unlock, scene);
    }
    return true;
}

/* ---- PIN ---- */

static void leave(Unlock *unlock) {
    shell_pop(unlock->screen.shell);
}

static void try_pin(Unlock *unlock) {
    App *app = unlock->screen.app;
    Fail fail = {0};
    PinAnswer answer = keys_try_pin(app->keys, unlock->pin, &fail);
    memset(unlock->pin, 0, sizeof unlock->pin);
    unlock->told[0] = '\0';
    if (answer == PIN_OPENED) {
        leave(unlock);
        return;
    }
    if (answer == PIN_WRONG) {
        tell(unlock, "This PIN does not fit.");
        note(unlock, AUDIT_PIN_WRONG);
    } else if (answer == PIN_SPENT) {
        tell(unlock, "Too many wrong PINs: the passphrase is needed now.");
        note(unlock, AUDIT_PIN_WRONG);
    } else if (answer == PIN_TROUBLE) {
        tell(unlock, fail.text);
    }
}

static void add_digit(Unlock *unlock, char digit) {
    size_t length = strlen(unlock->pin);
    if (keys_state(unlock->screen.app->keys) != KEYS_LOCKED || length >= KEYS_PIN_DIGITS ||
        keys_wait_s(unlock->screen.app->keys) > 0) {
        return;
    }
    unlock->pin[length] = digit;
    unlock->pin[length + 1] = '\0';
    if (length + 1 == KEYS_PIN_DIGITS) {
        try_pin(unlock);
    }
}

/* ---- passphrase ---- */

static void passphrase_typed(Screen *below, const char *text) {
    Unlock *unlock = (Unlock *)below;
    Fail fail = {0};
    if (keys_unlock(below->app->keys, unlock->names[unlock->chosen], text, &fail)) {
        note(unlock, AUDIT_UNLOCK);
        leave(unlock);
    } else {
        tell(unlock, fail.text);
    }
}

static void ask_passphrase(Unlock *unlock) {
    char title[96];
    snprintf(title, sizeof title, "Passphrase of %s", unlock->names[unlock->chosen]);
    Typing typing = {.title = title,
                     .hint = "",
                     .secret = true,
                     .most = 200,
                     .below = &unlock->screen,
                     .typed = passphrase_typed};
    shell_push(unlock->screen.shell, typing_new(unlock->screen.app, &typing));
}

static void recovery_typed(Screen *below, const char *text) {
    shell_push(below->shell, recover_new(below->app, text));
}

static void ask_recovery(Unlock *unlock) {
    Typing typing = {.title = "The printed recovery key",
                     .hint = "Spaces, dashes and capitals do not matter.",
                     .most = 120,
                     .below = &unlock->screen,
                     .typed = recovery_typed};
    shell_push(unlock->screen.shell, typing_new(unlock->screen.app, &typing));
}

/* ---- input ---- */

static void unlock_tap(Screen *screen, const char *target) {
    Unlock *unlock = (Unlock *)screen;
    int index;
    if (strcmp(target, "back") == 0) {
        leave(unlock);
    } else if (strncmp(target, "digit:", 6) == 0) {
        add_digit(unlock, target[6]);
    } else if (strcmp(target, "erase") == 0) {
        size_t length = strlen(unlock->pin);
        unlock->pin[length > 0 ? length - 1 : 0] = '\0';
    } else if (strcmp(target, "passphrase") == 0) {
        const char *who = keys_who(screen->app->keys);
        for (int i = 0; i < unlock->count; i++) {
            unlock->chosen = strcmp(unlock->names[i], who) == 0 ? i : unlock->chosen;
        }
        ask_passphrase(unlock);
    } else if (sscanf(target, "who:%d", &index) == 1 && index < unlock->count) {
        unlock->chosen = index;
        ask_passphrase(unlock);
    } else if (strcmp(target, "recover") == 0) {
        ask_recovery(unlock);
    }
}

static bool unlock_key(Screen *screen, const char *word, bool pressed) {
    Unlock *unlock = (Unlock *)screen;
    if (pressed && strcmp(word, "Backspace") == 0) {
        unlock_tap(screen, "erase");
        return true;
    }
    return strcmp(word, "Escape") == 0 && unlock->must;
}

static void unlock_text(Screen *screen, const char *utf8) {
    for (const char *at = utf8; *at != '\0'; at++) {
        if (isdigit((unsigned char)*at)) {
            add_digit((Unlock *)screen, *at);
            return; /* the screen may be gone after it */
        }
    }
}

/* While a wait runs, the seconds are counted down. */
static int64_t unlock_wake(const Screen *screen) {
    return keys_wait_s(screen->app->keys) > 0
               ? (shell_now_us(screen->shell) / 1000000 + 1) * 1000000
               : INT64_MAX;
}

static void unlock_advance(Screen *screen, int64_t now_us) {
    (void)now_us;
    Unlock *unlock = (Unlock *)screen;
    if (strncmp(unlock->told, "Too many wrong PINs: wait", 25) == 0) {
        unlock->told[0] = '\0';
        shell_change(screen->shell);
    }
}

static void unlock_again(Screen *screen) {
    /* A recovery opened it meanwhile. */
    if (keys_state(screen->app->keys) == KEYS_OPEN) {
        leave((Unlock *)screen);
    }
}

static void unlock_close(Screen *screen) {
    memset(((Unlock *)screen)->pin, 0, sizeof((Unlock *)screen)->pin);
    free(screen);
}

static const ScreenOps OPS = {.name = "unlock",
                              .close = unlock_close,
                              .draw = unlock_draw,
                              .tap = unlock_tap,
                              .key = unlock_key,
                              .text = unlock_text,
                              .advance = unlock_advance,
                              .wake_us = unlock_wake,
                              .shown_again = unlock_again};

Screen *unlock_new(App *app, bool must) {
    Unlock *unlock = calloc(1, sizeof *unlock);
    Mem *mem = mem_new(1 << 20);
    const char **names;
    size_t count = 0;
    if (unlock == NULL || mem == NULL) {
        free(unlock);
        mem_free(mem);
        return NULL;
    }
    unlock->screen = (Screen){.ops = &OPS, .app = app};
    unlock->must = must;
    if (keys_therapists(app->keys, mem, &names, &count, NULL)) {
        for (size_t i = 0; i < count && i < NAMES_MOST; i++) {
            snprintf(unlock->names[unlock->count++], KEYS_NAME_MAX, "%s", names[i]);
        }
    }
    mem_free(mem);
    return &unlock->screen;
}

/* ---- when it is asked for ---- */

bool unlock_passed(Shell *shell) {
    App *app = shell_app(shell);
    KeysState state = keys_state(app->keys);
    if (state == KEYS_NONE || state == KEYS_OPEN) {
        return true;
    }
    shell_push(shell, unlock_new(app, false));
    return false;
}

void unlock_demand(Shell *shell) {
    App *app = shell_app(shell);
    if (keys_state(app->keys) == KEYS_OPEN && keys_has_pin(app->keys)) {
        keys_lock(app->keys);
    }
    KeysState state = keys_state(app->keys);
    if (state == KEYS_LOCKED || state == KEYS_CLOSED) {
        shell_push(shell, unlock_new(app, true));
    }
}

void unlock_idle(Shell *shell, int64_t idle_us) {
    App *app = shell_app(shell);
    bool pin = keys_has_pin(app->keys);
    if (keys_state(app->keys) == KEYS_OPEN && idle_us >= (pin ? IDLE_PIN_US : IDLE_US)) {
        keys_lock(app->keys);
        shell_push(shell, unlock_new(app, true));
    }
}
