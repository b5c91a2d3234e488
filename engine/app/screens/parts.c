/* The child's frame; see parts.h. Measures are the design system's, in millimetres. */
#include "app/screens/parts.h"

#include "play/widget.h"

#include <math.h>
#include <stdio.h>

static double middle_x(Box box) {
    return (box.left + box.right) / 2;
}

static double middle_y(Box box) {
    return (box.top + box.bottom) / 2;
}

static void hill(Scene *scene, double base, double rise, double phase, Color color) {
    enum { POINTS = 60 };
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    Point points[POINTS + 3];
    for (int i = 0; i <= POINTS; i++) {
        double x = w * i / POINTS;
        points[i] = (Point){x, base - rise * sin(phase + 2.6 * i / POINTS * 3.14159265)};
    }
    points[POINTS + 1] = (Point){w, h};
    points[POINTS + 2] = (Point){0, h};
    SceneItem item = {.kind = SCENE_LINE,
                      .fill = color,
                      .points = points,
                      .point_count = POINTS + 3,
                      .closed = true};
    scene_add(scene, &item);
}

void part_ground(Scene *scene, bool hills) {
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    scene_rect(scene, 0, 0, w, h, 0, COLOR_CANVAS, COLOR_NONE, 0);
    if (hills) {
        hill(scene, h - 26, 4.5, 5.5, COLOR_HILL1);
        hill(scene, h - 18, 2.8, 0.2, COLOR_HILL2);
    }
}

static const char *step_picture(Sitting *sitting, int step) {
    const Plan *plan = sitting_plan(sitting);
    if (step < 0) {
        return "wave";
    }
    if (step >= plan->count) {
        return "star";
    }
    if (plan->items[step].calm_break) {
        return "bubbles";
    }
    const char *picture = sitting_item_picture(sitting, step);
    return picture != NULL ? picture : "puzzle";
}

/* How the strip's steps lie: as wide as their number allows, the fifth wide apart as drawn. */
static double step_x(Box strip, int index, int count, bool mirrored) {
    double margin = 15.8, width = strip.right - strip.left - 2 * margin;
    double share = count > 1 ? (double)index / (count - 1) : 0.5;
    return mirrored ? strip.right - margin - share * width : strip.left + margin + share * width;
}

void part_strip(Scene *scene, const Frame *frame, Sitting *sitting, int step) {
    Box strip = frame->strip;
    double y = middle_y(strip);
    scene_rect(scene, strip.left, strip.top, strip.right - strip.left, strip.bottom - strip.top, 10,
               COLOR_SURFACE, COLOR_NONE, 0);
    int count = sitting_plan(sitting)->count + 2;
    double size = fmin(19, (strip.right - strip.left) / count - 2);
    for (int i = 0; i < count; i++) {
        double x = step_x(strip, i, count, frame->mirrored);
        bool now = i - 1 == step, done = i - 1 < step;
        if (i + 1 < count) {
            double next = step_x(strip, i + 1, count, frame->mirrored);
            double side = next > x ? 1 : -1;
            Point dash[] = {{x + side * size * 0.44, y}, {next - side * size * 0.55, y}};
            scene_dashes(scene, dash, 2, 0.6, 1.6, 1.6, COLOR_EDGE);
        }
        if (now) {
            scene_rect(scene, x - size / 2, y - size / 2, size, size, 6, COLOR_HONEY_SOFT,
                       COLOR_HONEY, 0.9);
        }
        scene_picture(scene, step_picture(sitting, i - 1), x, y, size * 0.72, done ? 0.45 : 1);
        if (done) {
            widget_tick(scene,
                        (Point){x + (frame->mirrored ? -1 : 1) * size * 0.2, y + size * 0.24});
        }
    }
}

void part_disc(Scene *scene, const Frame *frame, double share) {
    double x = middle_x(frame->disc), y = middle_y(frame->disc);
    double r = (frame->disc.right - frame->disc.left) / 2;
    scene_circle(scene, x, y, r, COLOR_SURFACE, COLOR_EDGE, 0.6);
    scene_pie(scene, x, y, r - 1.2, fmax(0, fmin(1, share)), COLOR_SKY);
}

void part_ear(Scene *scene, const Frame *frame, Shell *shell) {
    double x = middle_x(frame->ear), y = middle_y(frame->ear);
    unsigned state = shell_target_state(shell, "ear");
    double down = (state & TARGET_PRESSED) != 0 ? 1 : 0;
    scene_circle(scene, x, y + 1.4, 12, COLOR_LIP, COLOR_NONE, 0);
    scene_circle(scene, x, y + down, 11.7, COLOR_SURFACE, COLOR_PRIMARY, 0.8);
    scene_picture(scene, "ear", x, y + down, 13.5, 1);
    SceneTarget target = {
        .name = "ear", .role = ROLE_KEY, .box = frame->ear, .state = state, .voice = "picture.ear"};
    scene_target(scene, &target);
}

void part_dots(Scene *scene, const Frame *frame, int done, int planned) {
    double room = frame->dots.right - frame->dots.left;
    double step = fmin(11, room / (planned > 0 ? planned : 1)), width = fmin(8, step - 2);
    double x = middle_x(frame->dots) - step * (planned - 1) / 2.0, y = frame->dots.top + 0.6;
    for (int i = 0; i < planned; i++) {
        int place = frame->mirrored ? planned - 1 - i : i;
        scene_rect(scene, x + step * place - width / 2, y, width, 5, 2.5,
                   i < done ? COLOR_LEAF : COLOR_SUNK, COLOR_EDGE, 0.4);
    }
}

void part_gutter(Scene *scene, const Frame *frame, int marked, bool hint) {
    if (box_is_empty(frame->gutter)) {
        return;
    }
    enum { DOTS = ASSISTANCE_MAX };
    /* What is touched is less than what is seen of each: 2 mm lie between two of them. */
    const double step = 13.2, key = 11.2;
    double x = middle_x(frame->gutter), top = frame->gutter.top + 1;
    scene_rect(scene, x - 6.5, top, 13, step * DOTS + 2, 6.5, COLOR_SUNK, COLOR_NONE, 0);
    for (int i = 0; i < DOTS; i++) {
        double y = top + 1 + step * (i + 0.5);
        if (i == marked) {
            scene_circle(scene, x, y, 4.2, COLOR_INK, COLOR_NONE, 0);
        } else {
            scene_circle(scene, x, y, 3.3, COLOR_CANVAS, COLOR_EDGE, 0.8);
        }
        char name[24];
        snprintf(name, sizeof name, "assist:%d", i);
        SceneTarget target = {.name = name,
                              .role = ROLE_KEY,
                              .box = box_of(x - key / 2, y - key / 2, key, key),
                              .state = TARGET_ADULT};
        scene_target(scene, &target);
    }
    if (hint) {
        double y = top + 1 + step * (DOTS + 0.6);
        scene_circle(scene, x, y, 2, COLOR_STAR, COLOR_NONE, 0);
        SceneTarget target = {.name = "hint",
                              .role = ROLE_KEY,
                              .box = box_of(x - key / 2, y - key / 2, key, key),
                              .state = TARGET_ADULT};
        scene_target(scene, &target);
    }
}

void part_caption(Scene *scene, const Frame *frame, const char *text) {
    if (text == NULL || text[0] == '\0') {
        return;
    }
    /* Below the dots, in the wrist zone: never over what is touched. */
    scene_label(scene, middle_x(frame->card), frame->dots.bottom + 4, 0, text, EM_CHILD_LEAST,
                false, ALIGN_MIDDLE, COLOR_INK2);
}

void part_tokens(Scene *scene, double x, double y, double size, double gap, int filled, int count) {
    for (int i = 0; i < count; i++) {
        double at = x + i * (size + gap);
        scene_circle(scene, at, y, size / 2, COLOR_SURFACE, COLOR_EDGE, 0.5);
        if (i < filled) {
            scene_picture(scene, "star", at, y, size * 0.86, 1);
        }
    }
}
