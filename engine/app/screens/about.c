/* Who made what this program stands on: assets/credits.txt, a page at a time. */
#include "app/files.h"
#include "app/screens/parts.h"
#include "app/screens/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CREDITS_MAX = 64, ROWS = 5 };

typedef struct {
    const char *name, *version, *licence, *use;
} Credit;

typedef struct {
    Screen screen;
    Mem *mem;
    Credit credits[CREDITS_MAX];
    int count, first;
    char trouble[FAIL_TEXT_MAX];
} About;

static void take_line(About *about, char *line) {
    char *fields[4];
    int n = 0;
    for (char *at = line; n < 4; at++) {
        fields[n++] = at;
        at = strchr(at, '\t');
        if (at == NULL) {
            break;
        }
        *at = '\0';
    }
    if (line[0] != '#' && n == 4 && about->count < CREDITS_MAX) {
        about->credits[about->count++] = (Credit){fields[0], fields[1], fields[2], fields[3]};
    }
}

static void read_credits(About *about, const App *app) {
    Fail fail = {0};
    char path[PLACE_MAX];
    size_t length;
    char *text = place_join(path, app->places.root, "assets/credits.txt", &fail)
                     ? file_read(about->mem, path, &length, &fail)
                     : NULL;
    snprintf(about->trouble, sizeof about->trouble, "%s", fail.text);
    while (text != NULL && *text != '\0') {
        char *next = strchr(text, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        take_line(about, text);
        text = next;
    }
}

static bool about_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const About *about = (const About *)screen;
    double w = screen->app->width_mm;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w * 0.6, "Otterpaw " OTTERPAW_VERSION ": made with");
    part_key(scene, screen->shell, "up", box_of(w - 40, 5, 14, 11), "\xe2\x80\xb9", KEY_QUIET,
             about->first == 0 ? TARGET_DISABLED : 0);
    part_key(scene, screen->shell, "down", box_of(w - 22, 5, 14, 11), "\xe2\x80\xba", KEY_QUIET,
             about->first + ROWS >= about->count ? TARGET_DISABLED : 0);
    for (int i = 0; i < ROWS && about->first + i < about->count; i++) {
        const Credit *credit = &about->credits[about->first + i];
        double y = 22 + i * 22.2;
        char words[160];
        part_card(scene, box_of(8, y, w - 16, 20.2), 4);
        snprintf(words, sizeof words, "%s %s", credit->name, credit->version);
        scene_label(scene, 13, y + 4.5, 100, words, EM_BODY, true, ALIGN_START, COLOR_INK);
        part_small(scene, w - 13, y + 4.5, 0, credit->licence, ALIGN_END);
        scene_words(scene, 13, y + 8, w - 26, 11.5, credit->use, EM_SMALL, ALIGN_START, COLOR_INK2,
                    2);
    }
    part_small(scene, 10, 40, w - 20, about->trouble, ALIGN_START);
    return true;
}

static void about_tap(Screen *screen, const char *target) {
    About *about = (About *)screen;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "down") == 0 && about->first + ROWS < about->count) {
        about->first += ROWS;
    } else if (strcmp(target, "up") == 0 && about->first >= ROWS) {
        about->first -= ROWS;
    }
}

static void about_close(Screen *screen) {
    mem_free(((About *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "about", .close = about_close, .draw = about_draw, .tap = about_tap};

Screen *about_new(App *app) {
    About *about = calloc(1, sizeof *about);
    Mem *mem = mem_new(1 << 20);
    if (about == NULL || mem == NULL) {
        free(about);
        mem_free(mem);
        return NULL;
    }
    about->screen = (Screen){.ops = &OPS, .app = app};
    about->mem = mem;
    read_credits(about, app);
    return &about->screen;
}
