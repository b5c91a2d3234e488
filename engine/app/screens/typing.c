/* Typing; see typing.h. */
#include "app/screens/typing.h"

#include "app/screens/parts.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const ROWS[] = {"1234567890", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.-"};
enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0], LETTERS = 10 };

typedef struct {
    Screen screen;
    char title[96], hint[160], text[TYPING_MAX];
    bool secret, shift;
    int most;
    Screen *below;
    void (*typed)(Screen *below, const char *text);
} TypingScreen;

/* ---- the text ---- */

static void add(TypingScreen *typing, const char *utf8) {
    size_t length = strlen(typing->text), more = strlen(utf8);
    for (const char *at = utf8; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20) {
            return; /* no control characters */
        }
    }
    if (length + more < (size_t)typing->most) {
        memcpy(typing->text + length, utf8, more + 1);
    }
}

/* The last whole character, however many bytes it has. */
static void take_back(TypingScreen *typing) {
    size_t length = strlen(typing->text);
    while (length > 0 && ((unsigned char)typing->text[length - 1] & 0xC0) == 0x80) {
        length--;
    }
    typing->text[length > 0 ? length - 1 : 0] = '\0';
}

static void done(TypingScreen *typing) {
    char text[TYPING_MAX];
    Screen *below = typing->below;
    void (*typed)(Screen *, const char *) = typing->typed;
    memcpy(text, typing->text, sizeof text);
    memset(typing->text, 0, sizeof typing->text);
    shell_pop(typing->screen.shell);
    typed(below, text);
    memset(text, 0, sizeof text);
}

/* ---- drawing ---- */

static void draw_field(const TypingScreen *typing, Scene *scene) {
    double w = scene_width_mm(scene);
    char shown[TYPING_MAX * 3 + 4];
    size_t at = 0;
    for (const char *c = typing->text; *c != '\0' && at + 8 < sizeof shown; c++) {
        bool first = ((unsigned char)*c & 0xC0) != 0x80;
        if (!typing->secret) {
            shown[at++] = *c;
        } else if (first) {
            at += (size_t)snprintf(shown + at, sizeof shown - at, "\xe2\x80\xa2");
        }
    }
    snprintf(shown + at, sizeof shown - at, "|");
    scene_rect(scene, 8, 22, w - 16, 14, 4, COLOR_SURFACE, COLOR_PRIMARY, 0.5);
    scene_label(scene, 13, 29, w - 26, shown, 6, false, ALIGN_START, COLOR_INK);
    scene_words(scene, 10, 38, w - 20, 10, typing->hint, EM_SMALL, ALIGN_START, COLOR_INK2, 1);
}

static void draw_keys(const TypingScreen *typing, Scene *scene) {
    Shell *shell = typing->screen.shell;
    double w = scene_width_mm(scene), top = 46, h = (scene_height_mm(scene) - top - 5) / 5 - 2;
    double key = (w - 16 - 2.0 * (LETTERS - 1)) / LETTERS;
    for (int row = 0; row < ROW_COUNT; row++) {
        for (int i = 0; i < LETTERS; i++) {
            char letter[2] = {ROWS[row][i], '\0'}, name[16];
            letter[0] = typing->shift ? (char)toupper((unsigned char)letter[0]) : letter[0];
            snprintf(name, sizeof name, "type:%s", letter);
            part_key(scene, shell, name, box_of(8 + i * (key + 2), top + row * (h + 2), key, h),
                     letter, KEY_QUIET, 0);
        }
    }
    double y = top + 4 * (h + 2);
    part_key(scene, shell, "shift", box_of(8, y, 2 * key + 2, h), "Abc",
             typing->shift ? KEY_SOFT : KEY_QUIET, typing->shift ? TARGET_PICKED : 0);
    part_key(scene, shell, "type: ", box_of(8 + 2 * (key + 2), y, 4 * key + 6, h), "space",
             KEY_QUIET, 0);
    part_key(scene, shell, "erase", box_of(8 + 6 * (key + 2), y, 2 * key + 2, h), "\xe2\x86\x90",
             KEY_QUIET, 0);
    part_key(scene, shell, "done", box_of(8 + 8 * (key + 2), y, 2 * key + 2, h), "Done",
             KEY_PRIMARY, 0);
}

static bool typing_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    TypingScreen *typing = (TypingScreen *)screen;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, scene_width_mm(scene) - 40, typing->title);
    draw_field(typing, scene);
    draw_keys(typing, scene);
    return true;
}

/* ---- input ---- */

static void typing_tap(Screen *screen, const char *target) {
    TypingScreen *typing = (TypingScreen *)screen;
    if (strncmp(target, "type:", 5) == 0) {
        add(typing, target + 5);
        typing->shift = false;
    } else if (strcmp(target, "shift") == 0) {
        typing->shift = !typing->shift;
    } else if (strcmp(target, "erase") == 0) {
        take_back(typing);
    } else if (strcmp(target, "done") == 0) {
        done(typing);
    } else if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    }
}

/* Letters come as text; a key that is a letter must not act as well. */
static bool typing_key(Screen *screen, const char *word, bool pressed) {
    TypingScreen *typing = (TypingScreen *)screen;
    if (strcmp(word, "Escape") == 0 || strcmp(word, "Tab") == 0) {
        return false;
    }
    if (pressed && strcmp(word, "Backspace") == 0) {
        take_back(typing);
    } else if (pressed && strcmp(word, "Return") == 0) {
        done(typing);
    }
    return true;
}

static void typing_text(Screen *screen, const char *utf8) {
    add((TypingScreen *)screen, utf8);
}

static void typing_close(Screen *screen) {
    memset(((TypingScreen *)screen)->text, 0, TYPING_MAX);
    free(screen);
}

static const ScreenOps OPS = {.name = "typing",
                              .close = typing_close,
                              .draw = typing_draw,
                              .tap = typing_tap,
                              .key = typing_key,
                              .text = typing_text};

Screen *typing_new(App *app, const Typing *asked) {
    TypingScreen *typing = calloc(1, sizeof *typing);
    if (typing == NULL) {
        return NULL;
    }
    typing->screen = (Screen){.ops = &OPS, .app = app};
    snprintf(typing->title, sizeof typing->title, "%s", asked->title);
    snprintf(typing->hint, sizeof typing->hint, "%s", asked->hint);
    typing->secret = asked->secret;
    typing->most = asked->most < TYPING_MAX ? asked->most : TYPING_MAX - 1;
    typing->below = asked->below;
    typing->typed = asked->typed;
    if (asked->start != NULL) {
        add(typing, asked->start);
    }
    return &typing->screen;
}
