/* After playing at home: how did it go, did you help? Two taps and it is told; then the file for
 * the clinic lies ready. */
#include "app/home.h"
#include "app/screens/adult.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHOICES = 3 };

typedef struct {
    Screen screen;
    Id child, session;
    char locale[8];
    int went, helped; /* -1: not said */
    bool told;
    char words[PLACE_MAX + FAIL_TEXT_MAX];
} HomeAfter;

static const char *const WENT[CHOICES] = {"well", "so-so", "hard"};
static const char *const HELPED[CHOICES] = {"none", "a little", "a lot"};

static const char *say(const HomeAfter *after, const char *key) {
    return texts_get(library_texts(after->screen.app->library, after->locale), key);
}

static void draw_choices(const HomeAfter *after, Scene *scene, double y, const char *name,
                         const char *const pictures[CHOICES], const char *const keys[CHOICES],
                         int chosen) {
    double w = scene_width_mm(scene), side = 52, gap = 8, x = w / 2 - 1.5 * side - gap;
    for (int i = 0; i < CHOICES; i++) {
        char target[24];
        Box box = box_of(x + i * (side + gap), y, side, 26);
        snprintf(target, sizeof target, "%s:%d", name, i);
        part_key(scene, after->screen.shell, target, box, "", i == chosen ? KEY_SOFT : KEY_QUIET,
                 i == chosen ? TARGET_PICKED : 0);
        scene_picture(scene, pictures[i], box.left + 13, y + 13, 17, 1);
        scene_label(scene, box.left + 23, y + 13, side - 25, say(after, keys[i]), EM_BODY,
                    i == chosen, ALIGN_MIDDLE, COLOR_INK);
    }
}

static bool after_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    static const char *const faces[] = {"happy", "okay", "sad"};
    static const char *const face_keys[] = {"t.home.well", "t.home.soso", "t.home.hard"};
    static const char *const hands[] = {"child", "point", "handshake"};
    static const char *const hand_keys[] = {"t.home.no", "t.home.some", "t.home.much"};
    const HomeAfter *after = (const HomeAfter *)screen;
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    part_ground(scene, false);
    if (after->told) {
        scene_picture(scene, "home", w / 2, 38, 26, 1);
        scene_words(scene, 20, 58, w - 40, 40, after->words, EM_BODY, ALIGN_MIDDLE, COLOR_INK, 4);
        part_key(scene, screen->shell, "done", box_of(w / 2 - 45, h - 31, 90, 20),
                 say(after, "t.home.done"), KEY_PRIMARY, 0);
        return true;
    }
    scene_label(scene, w / 2, 12, 0, say(after, "t.home.went"), EM_TITLE, true, ALIGN_MIDDLE,
                COLOR_INK);
    draw_choices(after, scene, 20, "went", faces, face_keys, after->went);
    scene_label(scene, w / 2, 60, 0, say(after, "t.home.help"), EM_TITLE, true, ALIGN_MIDDLE,
                COLOR_INK);
    draw_choices(after, scene, 68, "helped", hands, hand_keys, after->helped);
    part_key(scene, screen->shell, "skip", box_of(w / 2 - 30, h - 24, 60, 14),
             say(after, "t.home.done"), KEY_QUIET, 0);
    return true;
}

/* What could not be written is named; what was played is kept in any case. */
static void finish(HomeAfter *after) {
    Fail fail = {0};
    char path[PLACE_MAX];
    if (home_tell(after->screen.app, after->child, after->session,
                  after->went >= 0 ? WENT[after->went] : "",
                  after->helped >= 0 ? HELPED[after->helped] : "", path, &fail)) {
        snprintf(after->words, sizeof after->words, "%s %s", say(after, "t.home.thanks"), path);
    } else {
        snprintf(after->words, sizeof after->words, "%s", fail.text);
    }
    after->told = true;
}

static void after_tap(Screen *screen, const char *target) {
    HomeAfter *after = (HomeAfter *)screen;
    int number;
    if (strcmp(target, "done") == 0) {
        shell_pop(screen->shell);
    } else if (sscanf(target, "went:%d", &number) == 1) {
        after->went = number;
    } else if (sscanf(target, "helped:%d", &number) == 1) {
        after->helped = number;
    } else if (strcmp(target, "skip") == 0) {
        finish(after);
        return;
    }
    if (!after->told && after->went >= 0 && after->helped >= 0) {
        finish(after);
    }
}

static const char *after_locale(const Screen *screen) {
    return ((const HomeAfter *)screen)->locale;
}

static void after_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {.name = "home_after",
                              .close = after_close,
                              .draw = after_draw,
                              .tap = after_tap,
                              .locale = after_locale};

Screen *home_after_new(App *app, Id child, Id session) {
    HomeAfter *after = calloc(1, sizeof *after);
    Mem *mem = mem_new(1 << 20);
    ChildRecord record;
    Profile profile;
    if (after == NULL || mem == NULL) {
        free(after);
        mem_free(mem);
        return NULL;
    }
    after->screen = (Screen){.ops = &OPS, .app = app};
    after->child = child;
    after->session = session;
    after->went = after->helped = -1;
    bool known = child_find(app, mem, child, &record, NULL) &&
                 child_profile(&record, &profile, NULL) && profile.locale[0] != '\0';
    snprintf(after->locale, sizeof after->locale, "%s",
             known ? profile.locale : app->tablet.adult_locale);
    mem_free(mem);
    return &after->screen;
}
