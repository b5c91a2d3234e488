/* After the goodbye: the tablet goes back to the adult. The session is closed and kept by now; what
 * lies below are names and records, so this screen leads there by the adult's gate alone, however
 * long a child is left with it. */
#include "app/screens/child.h"

#include <stdio.h>
#include <stdlib.h>

/* The sitting ends before this screen does: what is needed of it is kept here. */
typedef struct {
    ChildScreen child; /* with no sitting */
    Frame frame;
    Comfort comfort;
    const Texts *texts; /* the library's */
    char locale[8], then_picture[PLAN_NAME_MAX];
    bool mirrored, spoke;
} Handover;

static void say(const Handover *handover) {
    shell_say(handover->child.screen.shell, handover->locale, "", "goodbye.hand",
              handover->comfort.speech);
}

static bool handover_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Handover *handover = (const Handover *)screen;
    double w = scene_width_mm(scene), h = scene_height_mm(scene), middle = h / 2 - 4;
    bool then = handover->then_picture[0] != '\0';
    double aside = handover->mirrored ? -34 : 34; /* of the middle */
    part_ground(scene, handover->comfort.scenery);
    part_ear(scene, &handover->frame, screen->shell);
    scene_label(scene, 34, 14, w - 68, texts_get(handover->texts, "goodbye.hand"), EM_TITLE_CHILD,
                true, ALIGN_MIDDLE, COLOR_INK);
    if (handover->comfort.companion || !then) {
        scene_picture(scene, "otter", then ? w / 2 - aside : w / 2, middle, 52, 1);
    }
    if (then) {
        double x = handover->comfort.companion ? w / 2 + aside : w / 2;
        scene_label(scene, x, middle - 22, 0, texts_get(handover->texts, "then"), EM_LABEL, false,
                    ALIGN_MIDDLE, COLOR_INK2);
        scene_picture(scene, handover->then_picture, x, middle + 6, 40, 1);
    }
    scene_label(scene, 20, h - 14, w - 40, texts_get(handover->texts, "goodbye.gate"),
                EM_CHILD_LEAST, false, ALIGN_MIDDLE, COLOR_INK2);
    return true;
}

static void handover_tap(Screen *screen, const char *target) {
    (void)target; /* there is the ear alone */
    say((const Handover *)screen);
}

static void handover_presented(Screen *screen, int64_t now_us) {
    (void)now_us;
    Handover *handover = (Handover *)screen;
    if (!handover->spoke) {
        handover->spoke = true;
        say(handover);
    }
}

static void handover_adult(Screen *screen) {
    shell_pop(screen->shell);
}

static const char *handover_locale(const Screen *screen) {
    return ((const Handover *)screen)->locale;
}

static Look handover_look(const Screen *screen) {
    return ((const Handover *)screen)->comfort.look;
}

static const ScreenOps OPS = {.name = "handover",
                              .child = true,
                              .close = child_close,
                              .draw = handover_draw,
                              .tap = handover_tap,
                              .presented = handover_presented,
                              .adult = handover_adult,
                              .locale = handover_locale,
                              .look = handover_look};

Screen *handover_new(App *app, Sitting *sitting) {
    Handover *handover = calloc(1, sizeof *handover);
    if (handover == NULL) {
        return NULL;
    }
    ChildScreen child = {.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    handover->frame = child_frame(&child);
    handover->comfort = child_comfort(&child);
    handover->mirrored = child_mirrored(&child);
    handover->texts = library_texts(app->library, sitting_profile(sitting)->locale);
    snprintf(handover->locale, sizeof handover->locale, "%s", sitting_profile(sitting)->locale);
    snprintf(handover->then_picture, sizeof handover->then_picture, "%s",
             sitting_plan(sitting)->then_picture);
    child.sitting = NULL;
    handover->child = child;
    return &handover->child.screen;
}
