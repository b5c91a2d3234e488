/* Hello, and how do you feel: communication, not measurement; "not now" is always an answer. The
 * same faces ask again at the goodbye. */
#include "app/screens/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    ChildScreen child;
    bool goodbye, spoke;
    int64_t answered_us; /* 0: not yet */
    char answer[24];
} Hello;

typedef struct {
    const char *key, *picture;
    Color tint;
} Face;

/* Three clear faces for the youngest, five from six years on. */
static const Face FACES[] = {
    {"feel.happy", "happy", COLOR_HONEY_SOFT}, {"feel.okay", "okay", COLOR_SKY_SOFT},
    {"feel.sad", "sad", COLOR_PLUM_SOFT},      {"feel.tired", "tired", COLOR_LEAF_SOFT},
    {"feel.angry", "angry", COLOR_CORAL_SOFT},
};
static const int64_t THANKS_US = 1600000;

static int face_count(const Hello *hello) {
    const char *age = sitting_profile(hello->child.sitting)->age_band;
    return strcmp(age, "3-4") == 0 || strcmp(age, "5-6") == 0 ? 3 : 5;
}

static bool hello_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Hello *hello = (Hello *)screen;
    const ChildScreen *child = &hello->child;
    int count = face_count(hello);
    double w = screen->app->width_mm, h = screen->app->height_mm;
    Frame frame = child_frame(child);
    part_ground(scene, child_comfort(child).scenery);
    part_ear(scene, &frame, screen->shell);
    bool thanks = hello->answered_us > 0;
    scene_label(scene, w / 2, 16, 0,
                child_text(child, thanks           ? "feel.thanks"
                                  : hello->goodbye ? "goodbye.done"
                                                   : "hello"),
                EM_TITLE_CHILD, true, ALIGN_MIDDLE, COLOR_INK);
    scene_label(scene, w / 2, 33, 0, child_text(child, "feel.ask"), EM_LABEL, false, ALIGN_MIDDLE,
                COLOR_INK);
    double size = count == 3 ? 46 : 34, gap = count == 3 ? 10 : 6;
    double left = w / 2 - (count * size + (count - 1) * gap) / 2;
    for (int i = 0; i < count; i++) {
        Box box = child_box(child, left + i * (size + gap), h * 0.33, size, size + 6);
        bool chosen = strcmp(hello->answer, FACES[i].key) == 0;
        child_tile(child, scene, FACES[i].key, box, FACES[i].picture,
                   child_text(child, FACES[i].key), FACES[i].tint,
                   chosen   ? TARGET_DONE
                   : thanks ? TARGET_DISABLED
                            : 0);
    }
    child_tile(child, scene, "feel.later",
               child_box(child, w / 2 - 30, h * 0.33 + size + 14, 60, 24), NULL,
               child_text(child, "feel.later"), COLOR_NONE, thanks ? TARGET_DISABLED : 0);
    child_companion(child, scene, 30);
    return true;
}

static void hello_tap(Screen *screen, const char *target) {
    Hello *hello = (Hello *)screen;
    if (strcmp(target, "ear") == 0) {
        child_say(&hello->child, "feel.ask");
    } else if (strncmp(target, "feel.", 5) == 0 && hello->answered_us == 0) {
        hello->answered_us = child_now_us(&hello->child);
        snprintf(hello->answer, sizeof hello->answer, "%s", target);
        sitting_note(hello->child.sitting, hello->goodbye ? "feeling_goodbye" : "feeling_hello",
                     target + 5, hello->answered_us);
        child_say(&hello->child, target);
    }
}

static void hello_advance(Screen *screen, int64_t now_us) {
    Hello *hello = (Hello *)screen;
    if (hello->answered_us > 0 && now_us >= hello->answered_us + THANKS_US) {
        flow_next(screen->shell, hello->child.sitting);
    }
}

static int64_t hello_wake(const Screen *screen) {
    const Hello *hello = (const Hello *)screen;
    return hello->answered_us > 0 ? hello->answered_us + THANKS_US : INT64_MAX;
}

static void hello_presented(Screen *screen, int64_t now_us) {
    Hello *hello = (Hello *)screen;
    (void)now_us;
    if (!hello->spoke) {
        hello->spoke = true;
        child_say(&hello->child, hello->goodbye ? "feel.ask" : "hello");
    }
}

#define OPS_OF(NAME)                                                                               \
    {                                                                                              \
        .name = NAME, .child = true, .close = child_close, .draw = hello_draw, .tap = hello_tap,   \
        .advance = hello_advance, .wake_us = hello_wake, .presented = hello_presented,             \
        .locale = child_locale, .look = child_look                                                 \
    }
static const ScreenOps HELLO = OPS_OF("hello"), GOODBYE = OPS_OF("goodbye");

Screen *hello_new(App *app, Sitting *sitting, bool goodbye) {
    Hello *hello = calloc(1, sizeof *hello);
    if (hello == NULL) {
        return NULL;
    }
    hello->child = (ChildScreen){.screen = {.ops = goodbye ? &GOODBYE : &HELLO, .app = app},
                                 .sitting = sitting};
    hello->goodbye = goodbye;
    return &hello->child.screen;
}
