/* The clinic's keys: setting up, PIN, further therapists, the recovery key, and whether the audit
 * is whole. */
#include "app/audit.h"
#include "app/screens/adult.h"
#include "app/screens/typing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { WANT_SET_UP, WANT_ADD, WANT_RECOVER } Want;

typedef struct {
    Screen screen;
    Want want;
    char name[KEYS_NAME_MAX], passphrase[TYPING_MAX], pin[KEYS_PIN_DIGITS + 2];
    char recovery[VAULT_RECOVERY_TEXT]; /* to be shown once */
    char printed[TYPING_MAX];           /* typed in to recover */
    char told[FAIL_TEXT_MAX];
    AuditVerdict audit;
} Clinic;

static void tell(Clinic *clinic, const char *words) {
    snprintf(clinic->told, sizeof clinic->told, "%s", words);
}

static void note(Clinic *clinic, AuditDeed deed) {
    App *app = clinic->screen.app;
    Fail fail = {0};
    if (!audit_add(app->store, app_wall_us(app), keys_who(app->keys), deed, NULL, &fail)) {
        tell(clinic, fail.text);
    }
    audit_verify(app->store, &clinic->audit, NULL);
}

static void ask(Clinic *clinic, const char *title, const char *hint, bool secret, int most,
                void (*typed)(Screen *, const char *)) {
    Typing typing = {.title = title,
                     .hint = hint,
                     .secret = secret,
                     .most = most,
                     .below = &clinic->screen,
                     .typed = typed};
    shell_push(clinic->screen.shell, typing_new(clinic->screen.app, &typing));
}

/* ---- a name, then a passphrase twice ---- */

static void finish(Clinic *clinic) {
    Keys *keys = clinic->screen.app->keys;
    Fail fail = {0};
    bool ok = false;
    AuditDeed deed = AUDIT_ADD;
    if (clinic->want == WANT_SET_UP) {
        ok = keys_set_up(keys, clinic->name, clinic->passphrase, clinic->recovery, &fail);
        deed = AUDIT_SET_UP;
    } else if (clinic->want == WANT_ADD) {
        ok = keys_add(keys, clinic->name, clinic->passphrase, &fail);
    } else {
        ok = keys_recover(keys, clinic->printed, clinic->name, clinic->passphrase, &fail);
        deed = AUDIT_RECOVER;
    }
    memset(clinic->passphrase, 0, sizeof clinic->passphrase);
    memset(clinic->printed, 0, sizeof clinic->printed);
    if (!ok) {
        clinic->recovery[0] = '\0';
        tell(clinic, fail.text);
        return;
    }
    note(clinic, deed);
    tell(clinic, deed == AUDIT_ADD ? "Added. The new passphrase opens names on this tablet." : "");
    if (deed == AUDIT_RECOVER) {
        shell_pop(clinic->screen.shell);
    }
}

static void again_typed(Screen *below, const char *text) {
    Clinic *clinic = (Clinic *)below;
    if (strcmp(text, clinic->passphrase) == 0) {
        finish(clinic);
    } else {
        memset(clinic->passphrase, 0, sizeof clinic->passphrase);
        tell(clinic, "The two passphrases differ; nothing was changed.");
    }
}

static void passphrase_typed(Screen *below, const char *text) {
    Clinic *clinic = (Clinic *)below;
    if (strlen(text) < VAULT_PASSPHRASE_LEAST) {
        tell(clinic, "A passphrase needs at least 12 characters: four words are good.");
        return;
    }
    snprintf(clinic->passphrase, sizeof clinic->passphrase, "%s", text);
    ask(clinic, "The same passphrase once more", "", true, 200, again_typed);
}

static void name_typed(Screen *below, const char *text) {
    Clinic *clinic = (Clinic *)below;
    snprintf(clinic->name, sizeof clinic->name, "%s", text);
    if (clinic->name[0] == '\0') {
        tell(clinic, "A name is needed.");
        return;
    }
    ask(clinic, "A passphrase",
        "At least 12 characters. Four words that belong together for "
        "nobody but you.",
        true, 200, passphrase_typed);
}

static void begin(Clinic *clinic, Want want) {
    clinic->want = want;
    clinic->told[0] = '\0';
    ask(clinic, "Your name, as colleagues say it", "It stands on notes and in the audit.", false,
        KEYS_NAME_MAX - 1, name_typed);
}

/* ---- PIN ---- */

static void pin_again_typed(Screen *below, const char *text) {
    Clinic *clinic = (Clinic *)below;
    Fail fail = {0};
    if (strcmp(text, clinic->pin) != 0) {
        tell(clinic, "The two PINs differ; nothing was changed.");
    } else if (keys_set_pin(below->app->keys, text, &fail)) {
        note(clinic, AUDIT_PIN);
        tell(clinic, "The PIN reopens this tablet for eight hours after the passphrase.");
    } else {
        tell(clinic, fail.text);
    }
    memset(clinic->pin, 0, sizeof clinic->pin);
}

static void pin_typed(Screen *below, const char *text) {
    Clinic *clinic = (Clinic *)below;
    if (strlen(text) != KEYS_PIN_DIGITS || strspn(text, "0123456789") != KEYS_PIN_DIGITS) {
        tell(clinic, "A PIN has six digits.");
        return;
    }
    snprintf(clinic->pin, sizeof clinic->pin, "%s", text);
    ask(clinic, "The same PIN once more", "", true, KEYS_PIN_DIGITS + 1, pin_again_typed);
}

/* ---- drawing ---- */

static void draw_recovery(Clinic *clinic, Scene *scene) {
    double w = scene_width_mm(scene);
    part_title(scene, 26, 11, w - 40, "Write this recovery key down");
    part_card(scene, box_of(12, 30, w - 24, 34), 6);
    scene_words(scene, 18, 37, w - 36, 24, clinic->recovery, 7.6, ALIGN_MIDDLE, COLOR_INK, 2);
    scene_words(scene, 14, 72, w - 28, 30,
                "It opens names when every passphrase is lost. It is shown this once and kept "
                "nowhere: print it or write it down, and lock it away outside this tablet.",
                EM_BODY, ALIGN_START, COLOR_INK, 4);
    part_key(scene, clinic->screen.shell, "written", box_of(w / 2 - 45, 112, 90, 14),
             "I have written it down", KEY_PRIMARY, 0);
}

static void draw_rows(Clinic *clinic, Scene *scene, KeysState state) {
    static const char *const states[] = {
        ("No clinic is set up. Children are called by a symbol and a short code, and nothing has "
         "to be opened. With a clinic, first names, birth dates and notes can be kept, sealed."),
        "Names are locked. A passphrase opens them.", "Names are locked. The PIN opens them.", ""};
    Shell *shell = clinic->screen.shell;
    App *app = clinic->screen.app;
    double w = scene_width_mm(scene);
    char words[160];
    snprintf(words, sizeof words, "Names are open, by %s.%s", keys_who(app->keys),
             keys_has_pin(app->keys)
                 ? ""
                 : " No PIN is set: after two minutes the passphrase is asked for.");
    part_card(scene, box_of(8, 24, w - 16, 24), 6);
    scene_words(scene, 13, 26, w - 26, 21, state == KEYS_OPEN ? words : states[state], EM_BODY,
                ALIGN_START, COLOR_INK, 3);
    if (state == KEYS_NONE) {
        part_key(scene, shell, "set_up", box_of(8, 54, 70, 14), "Set up a clinic", KEY_PRIMARY, 0);
    } else if (state == KEYS_OPEN) {
        part_key(scene, shell, "pin", box_of(8, 54, 48, 13),
                 keys_has_pin(app->keys) ? "Change PIN" : "Set a PIN",
                 keys_has_pin(app->keys) ? KEY_QUIET : KEY_PRIMARY, 0);
        part_key(scene, shell, "add", box_of(59, 54, 60, 13), "Add a therapist", KEY_QUIET, 0);
        part_key(scene, shell, "lock", box_of(122, 54, 40, 13), "Lock now", KEY_QUIET, 0);
    } else {
        part_key(scene, shell, "open", box_of(8, 54, 48, 14), "Open", KEY_PRIMARY, 0);
    }
    snprintf(words, sizeof words, "Audit: %d entries, %s", clinic->audit.entries,
             clinic->audit.whole ? "whole" : "changed by somebody");
    scene_label(scene, 10, 82, w - 20, words, EM_BODY, false, ALIGN_START,
                clinic->audit.whole ? COLOR_INK2 : COLOR_CORAL);
    scene_words(scene, 10, 90, w - 20, 30,
                clinic->told[0] != '\0' ? clinic->told : clinic->audit.why, EM_BODY, ALIGN_START,
                COLOR_INK, 3);
}

static bool clinic_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Clinic *clinic = (Clinic *)screen;
    part_ground(scene, false);
    if (clinic->recovery[0] != '\0') {
        draw_recovery(clinic, scene);
        return true;
    }
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, scene_width_mm(scene) - 40, "Clinic and names");
    draw_rows(clinic, scene, keys_state(screen->app->keys));
    return true;
}

static void clinic_tap(Screen *screen, const char *target) {
    Clinic *clinic = (Clinic *)screen;
    clinic->told[0] = '\0';
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "set_up") == 0) {
        begin(clinic, WANT_SET_UP);
    } else if (strcmp(target, "add") == 0) {
        begin(clinic, WANT_ADD);
    } else if (strcmp(target, "written") == 0) {
        memset(clinic->recovery, 0, sizeof clinic->recovery);
    } else if (strcmp(target, "pin") == 0) {
        ask(clinic, "A PIN of six digits", "It only reopens; it protects nothing that is stolen.",
            true, KEYS_PIN_DIGITS + 1, pin_typed);
    } else if (strcmp(target, "open") == 0) {
        shell_push(screen->shell, unlock_new(screen->app, false));
    } else if (strcmp(target, "lock") == 0) {
        note(clinic, AUDIT_LOCK);
        keys_lock(screen->app->keys);
    }
}

static bool clinic_key(Screen *screen, const char *word, bool pressed) {
    (void)pressed;
    /* The recovery key is not to be lost by a slip. */
    return strcmp(word, "Escape") == 0 && ((Clinic *)screen)->recovery[0] != '\0';
}

static void clinic_close(Screen *screen) {
    memset(screen, 0, sizeof(Clinic));
    free(screen);
}

static const ScreenOps OPS = {.name = "clinic",
                              .close = clinic_close,
                              .draw = clinic_draw,
                              .tap = clinic_tap,
                              .key = clinic_key};

Screen *clinic_new(App *app) {
    Clinic *clinic = calloc(1, sizeof *clinic);
    if (clinic == NULL) {
        return NULL;
    }
    clinic->screen = (Screen){.ops = &OPS, .app = app};
    clinic->audit.whole = true;
    audit_verify(app->store, &clinic->audit, NULL);
    return &clinic->screen;
}

/* ---- recovery: the same questions, from the lock ---- */

static bool recover_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Clinic *clinic = (Clinic *)screen;
    double w = scene_width_mm(scene);
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 40, "A new passphrase");
    scene_words(scene, 12, 28, w - 24, 30,
                "The recovery key was typed in. Choose who it is for and a new passphrase; the "
                "audit keeps that it was used.",
                EM_BODY, ALIGN_START, COLOR_INK, 3);
    part_key(scene, screen->shell, "go", box_of(12, 62, 60, 14), "Go on", KEY_PRIMARY, 0);
    scene_words(scene, 12, 84, w - 24, 30, clinic->told, EM_BODY, ALIGN_START, COLOR_CORAL, 3);
    return true;
}

static void recover_tap(Screen *screen, const char *target) {
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "go") == 0) {
        begin((Clinic *)screen, WANT_RECOVER);
    }
}

static const ScreenOps RECOVER = {
    .name = "recover", .close = clinic_close, .draw = recover_draw, .tap = recover_tap};

Screen *recover_new(App *app, const char *printed) {
    Clinic *clinic = calloc(1, sizeof *clinic);
    if (clinic == NULL) {
        return NULL;
    }
    clinic->screen = (Screen){.ops = &RECOVER, .app = app};
    snprintf(clinic->printed, sizeof clinic->printed, "%s", printed);
    return &clinic->screen;
}
