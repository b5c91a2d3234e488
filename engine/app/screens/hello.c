/* Hello, and how do you feel: communication, not measurement; "not now" is always an answer. The
 * same faces ask again at the goodbye. */
#include "app/screens/child.h"
#include "play/layout.h"
#include "play/widget.h"

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

static LayoutRules rules_of(const Hello *hello) {
    const Profile *profile = sitting_profile(hello->child.sitting);
    return layout_rules(profile->age_band, profile->motor);
}

static int face_count(const Hello *hello) {
    const char *age = sitting_profile(hello->child.sitting)->age_band;
    int most = rules_of(hello).choices;
    return strcmp(age, "3-4") == 0 || strcmp(age, "5-6") == 0 ? 3 : most < 5 ? most : 5;
}

/* "Not now" is a key below the faces; for hands that need large places it stands beside them. */
static void draw_faces(const Hello *hello, Scene *scene) {
    const ChildScreen *child = &hello->child;
    int count = face_count(hello);
    bool thanks = hello->answered_us > 0, beside = rules_of(hello).target > 30;
    double w = scene_width_mm(scene), y = scene_height_mm(scene) / 2;
    double size = beside ? 42 : count == 3 ? 46 : 34;
    double gap = beside ? 12 : count == 3 ? 10 : count == 4 ? 8 : 6;
    double row = count * size + (count - 1) * gap, later_w = beside ? 36 : 60;
    double left = w / 2 - (row + (beside ? gap + later_w : 0)) / 2;
    double top = y - (beside ? 18 : 26.5);
    for (int i = 0; i < count; i++) {
        Box box = child_box(child, left + i * (size + gap), top, size, size + 4);
        bool chosen = strcmp(hello->answer, FACES[i].key) == 0;
        child_tile(child, scene, FACES[i].key, box, FACES[i].picture,
                   child_text(child, FACES[i].key), FACES[i].tint,
                   chosen   ? TARGET_DONE
                   : thanks ? TARGET_DISABLED
                            : 0);
    }
    Box later = beside ? child_box(child, left + row + gap, top, later_w, size + 4)
                       : child_box(child, w / 2 - later_w / 2, top + size + 4 + 8, later_w, 24);
    Widget widget = {.name = "feel.later",
                     .role = ROLE_KEY,
                     .box = later,
                     .state = (thanks ? TARGET_DISABLED : 0u) |
                              shell_target_state(child->screen.shell, "feel.later"),
                     .label = child_text(child, "feel.later"),
                     .voice = "feel.later",
                     .mirrored = child_mirrored(child)};
    widget_draw(scene, &widget);
}

static bool hello_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Hello *hello = (Hello *)screen;
    const ChildScreen *child = &hello->child;
    double w = screen->app->width_mm;
    Frame frame = child_frame(child);
    part_ground(scene, child_comfort(child).scenery);
    part_ear(scene, &frame, screen->shell);
    bool thanks = hello->answered_us > 0;
    scene_label(scene, 34, 16, w - 68,
                child_text(child, thanks           ? "feel.thanks"
                                  : hello->goodbye ? "goodbye.done"
                                                   : "hello"),
                EM_TITLE_CHILD, true, ALIGN_MIDDLE, COLOR_INK);
    scene_label(scene, w / 2, 33, 0, child_text(child, "feel.ask"), EM_LABEL, false, ALIGN_MIDDLE,
                COLOR_INK);
    draw_faces(hello, scene);
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
