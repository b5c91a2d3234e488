/* The calm corner: dark and quiet. A shape that breathes, and three toys without a goal. The child
 * leaves by "ready"; a planned break ends by itself. */
#include "app/screens/child.h"
#include "play/layout.h"
#include "play/widget.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARKS_MAX = 240 };
typedef enum { TOY_BREATH, TOY_BUBBLES, TOY_SAND, TOY_COLOUR } Toy;

typedef struct {
    ChildScreen child;
    Toy toy;
    double seconds; /* 0: until the child is ready */
    int64_t since_us;
    bool finger;
    struct {
        Point at;
        int64_t at_us;
        bool begins;
    } marks[MARKS_MAX]; /* what the toys were touched with; a ring */
    int mark_count;
} Calm;

static const double IN_S = 4, OUT_S = 6, WIDE_MM = 92, NARROW_MM = 44;
static const int64_t FRAME_US = 33000, STILL_FRAME_US = 200000;

static double calm_s(const Calm *calm) {
    return (double)(child_now_us(&calm->child) - calm->since_us) / 1e6;
}

/* 0: breathed out, 1: breathed in. */
static double breath(const Calm *calm) {
    double t = fmod(calm_s(calm), IN_S + OUT_S);
    double share = t < IN_S ? t / IN_S : 1 - (t - IN_S) / OUT_S;
    return 0.5 - 0.5 * cos(share * 3.14159265358979);
}

static bool breathing_in(const Calm *calm) {
    return fmod(calm_s(calm), IN_S + OUT_S) < IN_S;
}

static void draw_breath(const Calm *calm, Scene *scene, double x, double y) {
    bool still = child_comfort(&calm->child).motion == MOTION_NONE;
    double share = breath(calm);
    double r = still ? 36 : (NARROW_MM + (WIDE_MM - NARROW_MM) * share) / 2;
    scene_circle(scene, x, y, WIDE_MM / 2, COLOR_NONE, COLOR_EDGE, 0.5);
    scene_circle(scene, x, y, r, still && share < 0.5 ? COLOR_SUNK : COLOR_PRIMARY_SOFT,
                 COLOR_PRIMARY, 1);
    scene_circle(scene, x, y, 17, COLOR_PLATE, COLOR_NONE, 0);
    scene_picture(scene, "turtle", x, y, 27, 1);
    scene_label(scene, x, y + WIDE_MM / 2 + 7, 0,
                child_text(&calm->child, breathing_in(calm) ? "calm.in" : "calm.out"), EM_LABEL,
                false, ALIGN_MIDDLE, COLOR_INK);
}

static void draw_marks(const Calm *calm, Scene *scene) {
    static const Color washes[] = {COLOR_SKY_SOFT, COLOR_LEAF_SOFT, COLOR_PLUM_SOFT,
                                   COLOR_HONEY_SOFT};
    int count = calm->mark_count < MARKS_MAX ? calm->mark_count : MARKS_MAX;
    int64_t now_us = child_now_us(&calm->child);
    Point line[MARKS_MAX];
    int points = 0;
    for (int i = 0; i < count; i++) {
        int index = (calm->mark_count - count + i) % MARKS_MAX;
        Point at = calm->marks[index].at;
        double age_s = (double)(now_us - calm->marks[index].at_us) / 1e6;
        if (calm->toy == TOY_BUBBLES && age_s < 6) {
            /* A bubble grows slowly, rises a little and is gone. */
            scene_circle(scene, at.x, at.y - age_s * 4, 4 + age_s * 1.6, COLOR_NONE, COLOR_SKY,
                         0.8);
        } else if (calm->toy == TOY_COLOUR) {
            scene_circle(scene, at.x, at.y, 11, washes[index % 4], COLOR_NONE, 0);
        } else if (calm->toy == TOY_SAND) {
            if (calm->marks[index].begins && points > 0) {
                scene_line(scene, line, (size_t)points, 5, COLOR_STAR);
                points = 0;
            }
            line[points++] = at;
        }
    }
    if (points > 0) {
        scene_line(scene, line, (size_t)points, 5, COLOR_STAR);
    }
}

static bool calm_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Calm *calm = (const Calm *)screen;
    const ChildScreen *child = &calm->child;
    static const struct {
        const char *name, *picture, *label;
    } toys[] = {{"breath", "turtle", "calm.slow"},
                {"bubbles", "bubbles", "calm.bubbles"},
                {"sand", "footprints", "calm.sand"},
                {"colour", "palette", "calm.colour"}};
    double w = screen->app->width_mm, h = screen->app->height_mm;
    part_ground(scene, false);
    if (calm->toy == TOY_BREATH) {
        draw_breath(calm, scene, w / 2, h / 2 - 8);
    } else {
        draw_marks(calm, scene);
    }
    /* For hands that need large places there is room for two toys. */
    bool large = layout_rules(sitting_profile(child->sitting)->age_band,
                              sitting_profile(child->sitting)->motor)
                     .target > 30;
    double size = large ? 36 : 28, step = large ? 52 : 36;
    for (int i = 1; i < (large ? 3 : 4); i++) {
        Toy other = calm->toy == (Toy)i ? TOY_BREATH : (Toy)i;
        child_tile(child, scene, toys[other].name,
                   child_box(child, 6, 10 + (i - 1) * step, size, size), toys[other].picture, NULL,
                   COLOR_PLATE, 0);
    }
    Widget ready = {.name = "ready",
                    .role = ROLE_KEY,
                    .box = child_box(child, w - 44, h - 56, 36, 40),
                    .state = shell_target_state(child->screen.shell, "ready"),
                    .picture = "strong",
                    .label = child_text(child, "calm.ready"),
                    .voice = "calm.ready",
                    .tint = COLOR_PLATE,
                    .em_mm = EM_LABEL,
                    .mirrored = child_mirrored(child)};
    widget_draw(scene, &ready);
    Frame frame = child_frame(child);
    part_ear(scene, &frame, screen->shell);
    return true;
}

static void leave(Calm *calm) {
    Sitting *sitting = calm->child.sitting;
    Shell *shell = calm->child.screen.shell;
    sitting_note(sitting, "calm_corner_s", "", child_now_us(&calm->child));
    if (calm->seconds > 0) {
        flow_next(shell, sitting);
    } else {
        shell_pop(shell);
    }
}

static void calm_tap(Screen *screen, const char *target) {
    Calm *calm = (Calm *)screen;
    static const char *const toys[] = {"breath", "bubbles", "sand", "colour"};
    if (strcmp(target, "ready") == 0) {
        leave(calm);
        return;
    }
    if (strcmp(target, "ear") == 0) {
        child_say(&calm->child, breathing_in(calm) ? "calm.in" : "calm.out");
        return;
    }
    for (int i = 0; i < 4; i++) {
        if (strcmp(target, toys[i]) == 0) {
            calm->toy = (Toy)i;
            calm->mark_count = 0;
        }
    }
}

static bool calm_touch(Screen *screen, const Sample *raw) {
    Calm *calm = (Calm *)screen;
    double w = screen->app->width_mm;
    bool middle = raw->x_mm > 44 && raw->x_mm < w - 46;
    if (calm->toy == TOY_BREATH || (!middle && !calm->finger)) {
        return false;
    }
    calm->finger = raw->phase != SAMPLE_UP;
    bool takes =
        raw->phase == SAMPLE_DOWN || (raw->phase == SAMPLE_MOVE && calm->toy != TOY_BUBBLES);
    if (takes && middle) {
        int index = calm->mark_count++ % MARKS_MAX;
        calm->marks[index].at = (Point){raw->x_mm, raw->y_mm};
        calm->marks[index].at_us = raw->time_us;
        calm->marks[index].begins = raw->phase == SAMPLE_DOWN;
        shell_change(screen->shell);
    }
    return true;
}

static bool is_moving(const Calm *calm) {
    if (calm->toy == TOY_BREATH) {
        return true;
    }
    int last = (calm->mark_count - 1 + MARKS_MAX) % MARKS_MAX;
    return calm->toy == TOY_BUBBLES && calm->mark_count > 0 &&
           child_now_us(&calm->child) < calm->marks[last].at_us + 6000000;
}

static int64_t calm_wake(const Screen *screen) {
    const Calm *calm = (const Calm *)screen;
    int64_t end_us =
        calm->seconds > 0 ? calm->since_us + (int64_t)(calm->seconds * 1e6) : INT64_MAX;
    if (!is_moving(calm)) {
        return end_us;
    }
    bool still = child_comfort(&calm->child).motion == MOTION_NONE;
    int64_t frame_us = child_now_us(&calm->child) + (still ? STILL_FRAME_US : FRAME_US);
    return frame_us < end_us ? frame_us : end_us;
}

static void calm_advance(Screen *screen, int64_t now_us) {
    Calm *calm = (Calm *)screen;
    if (calm->seconds > 0 && now_us >= calm->since_us + (int64_t)(calm->seconds * 1e6)) {
        leave(calm);
    } else if (is_moving(calm)) {
        shell_change(screen->shell);
    }
}

static void calm_presented(Screen *screen, int64_t now_us) {
    Calm *calm = (Calm *)screen;
    if (calm->since_us == 0) {
        calm->since_us = now_us > 0 ? now_us : 1;
        child_say(&calm->child, "calm.slow");
    }
}

static Look calm_look(const Screen *screen) {
    Look own = child_look(screen);
    return own == LOOK_CONTRAST ? own : LOOK_DUSK;
}

static const ScreenOps OPS = {.name = "calm",
                              .child = true,
                              .close = child_close,
                              .draw = calm_draw,
                              .tap = calm_tap,
                              .touch = calm_touch,
                              .advance = calm_advance,
                              .wake_us = calm_wake,
                              .presented = calm_presented,
                              .adult = child_adult,
                              .locale = child_locale,
                              .look = calm_look};

Screen *calm_new(App *app, Sitting *sitting, double seconds) {
    Calm *calm = calloc(1, sizeof *calm);
    if (calm == NULL) {
        return NULL;
    }
    calm->child = (ChildScreen){.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    calm->seconds = seconds;
    return &calm->child.screen;
}
