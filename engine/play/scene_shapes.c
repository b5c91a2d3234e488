/* The short forms of scene.h: shapes, labels and the three-layer key, as items. A failure of
 * scene_add is kept by the scene and told once by scene_ok, so these return nothing. */
#include "play/scene.h"

#include <math.h>

/* The key of the design system: how far the lip shows, and how far a pressed face goes down. */
static const double KEY_LIP_MM = 1.4, KEY_PRESS_MM = 1.0, KEY_EDGE_MM = 0.5;
static const double LINE_EM = 1.3; /* distance of wrapped lines */

void scene_rect(Scene *scene, double x, double y, double w, double h, double radius, Color fill,
                Color line, double width) {
    scene_add(scene, &(SceneItem){.kind = SCENE_RECT,
                                  .box = box_of(x, y, w, h),
                                  .radius_mm = radius,
                                  .fill = fill,
                                  .line = line,
                                  .width_mm = width});
}

void scene_circle(Scene *scene, double cx, double cy, double r, Color fill, Color line,
                  double width) {
    scene_add(scene, &(SceneItem){.kind = SCENE_CIRCLE,
                                  .box = box_of(cx - r, cy - r, 2 * r, 2 * r),
                                  .fill = fill,
                                  .line = line,
                                  .width_mm = width});
}

void scene_pie(Scene *scene, double cx, double cy, double r, double share, Color fill) {
    scene_add(scene, &(SceneItem){.kind = SCENE_PIE,
                                  .box = box_of(cx - r, cy - r, 2 * r, 2 * r),
                                  .share = share,
                                  .fill = fill});
}

void scene_line(Scene *scene, const Point *points, size_t count, double width, Color line) {
    scene_dashes(scene, points, count, width, 0, 0, line);
}

void scene_dashes(Scene *scene, const Point *points, size_t count, double width, double on,
                  double off, Color line) {
    scene_add(scene, &(SceneItem){.kind = SCENE_LINE,
                                  .points = points,
                                  .point_count = count,
                                  .width_mm = width,
                                  .dash_mm = {on, off},
                                  .line = line});
}

void scene_ink(Scene *scene, const Ink *ink, double width, Color line) {
    scene_add(scene, &(SceneItem){.kind = SCENE_INK, .ink = ink, .width_mm = width, .line = line});
}

void scene_picture(Scene *scene, const char *picture, double cx, double cy, double size,
                   double opacity) {
    scene_add(scene, &(SceneItem){.kind = SCENE_PICTURE,
                                  .box = box_of(cx - size / 2, cy - size / 2, size, size),
                                  .text = picture,
                                  .opacity = opacity});
}

void scene_label(Scene *scene, double x, double y, double w, const char *text, double em, bool bold,
                 Align align, Color color) {
    if (w <= 0) {
        double here = scene_origin_now(scene).x + x, room = scene_width_mm(scene);
        double before = fmax(here, em), after = fmax(room - here, em);
        double half = fmin(before, after);
        w = align == ALIGN_START ? after : align == ALIGN_END ? before : 2 * half;
        x -= align == ALIGN_START ? 0 : align == ALIGN_END ? before : half;
    }
    scene_add(scene, &(SceneItem){.kind = SCENE_TEXT,
                                  .box = box_of(x, y - em * LINE_EM / 2, w, em * LINE_EM),
                                  .text = text,
                                  .em_mm = em,
                                  .bold = bold,
                                  .align = align,
                                  .line = color});
}

void scene_words(Scene *scene, double x, double y, double w, double h, const char *text, double em,
                 Align align, Color color, int lines_max) {
    if (lines_max <= 0) {
        lines_max = (int)fmax(1, floor(h / (em * LINE_EM) + 1e-6));
    }
    if (lines_max == 1) {
        h = em * LINE_EM; /* one line is centred in its box: keep it at the top */
    }
    scene_add(scene, &(SceneItem){.kind = SCENE_TEXT,
                                  .box = box_of(x, y, w, h),
                                  .text = text,
                                  .em_mm = em,
                                  .align = align,
                                  .lines_max = lines_max,
                                  .line = color});
}

void scene_key(Scene *scene, double x, double y, double w, double h, double radius, Color face,
               Color lip, Color edge, unsigned state) {
    double down = (state & TARGET_PRESSED) != 0 ? KEY_PRESS_MM : 0;
    if (lip != COLOR_NONE) {
        scene_rect(scene, x, y + KEY_LIP_MM, w, h, radius, lip, COLOR_NONE, 0);
    }
    scene_rect(scene, x, y + down, w, h, radius, face, edge, KEY_EDGE_MM);
}

Box scene_item_reach(const SceneItem *item) {
    switch (item->kind) {
    case SCENE_TEXT: /* tall marks, long tails and slanting ends; the painter cuts what is beyond */
        return (Box){item->box.left - 0.3 * item->em_mm, item->box.top - 0.5 * item->em_mm,
                     item->box.right + 0.3 * item->em_mm, item->box.bottom + 0.5 * item->em_mm};
    case SCENE_PICTURE:
    case SCENE_PIE:
        return item->box;
    default:
        return item->line == COLOR_NONE ? item->box : box_grow(item->box, item->width_mm / 2);
    }
}
