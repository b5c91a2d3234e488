/* Executes one item: rounded rectangles, ellipses, pies, pictures and text. Lines and ink have
 * files of their own. */
#include "paint/paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double PI = 3.14159265358979323846;
static const double PLATE_RADIUS_MM = 4, PLATE_EDGE_MM = 1.5; /* a plate is 3 mm wider */
static const double PAGE_PICTURE_PX_PER_MM = 10;

void paint_color(const Paint *paint, Color color, double opacity) {
    uint32_t rgb = paint->theme->color[color];
    cairo_set_source_rgba(paint->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                          (rgb & 255) / 255.0, opacity);
}

static double opacity_of(const SceneItem *item) {
    return item->opacity == 0 ? 1 : fmin(fmax(item->opacity, 0), 1);
}

static double width_of(Box box) {
    return box.right - box.left;
}

static double height_of(Box box) {
    return box.bottom - box.top;
}

static double radius_of(const SceneItem *item) {
    double most = fmin(width_of(item->box), height_of(item->box)) / 2;
    return fmax(0, fmin(item->radius_mm, most));
}

static void rounded_path(cairo_t *cr, Box box, double radius) {
    if (radius <= 0) {
        cairo_rectangle(cr, box.left, box.top, width_of(box), height_of(box));
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, box.right - radius, box.top + radius, radius, -PI / 2, 0);
    cairo_arc(cr, box.right - radius, box.bottom - radius, radius, 0, PI / 2);
    cairo_arc(cr, box.left + radius, box.bottom - radius, radius, PI / 2, PI);
    cairo_arc(cr, box.left + radius, box.top + radius, radius, PI, 3 * PI / 2);
    cairo_close_path(cr);
}

static void fill_and_line(const Paint *paint, const SceneItem *item) {
    cairo_t *cr = paint->cr;
    double opacity = opacity_of(item);
    if (item->fill != COLOR_NONE) {
        paint_color(paint, item->fill, opacity);
        cairo_fill_preserve(cr);
    }
    if (item->line != COLOR_NONE && item->width_mm > 0) {
        paint_color(paint, item->line, opacity);
        cairo_set_line_width(cr, item->width_mm);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
        cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
        bool dashed = item->dash_mm[0] > 0 || item->dash_mm[1] > 0;
        cairo_set_dash(cr, item->dash_mm, dashed ? 2 : 0, 0);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

/* The part of a rectangle in which neither its corners nor its edge show. */
static Box plain_inside(const SceneItem *item) {
    double edge = item->line == COLOR_NONE ? 0 : item->width_mm / 2;
    double corner = radius_of(item) * (1 - sqrt(0.5));
    return box_grow(item->box, -fmax(edge, corner));
}

static bool box_holds_box(Box outer, Box inner) {
    return !box_is_empty(outer) && outer.left <= inner.left && outer.top <= inner.top &&
           outer.right >= inner.right && outer.bottom >= inner.bottom;
}

bool paint_item_covers(const Paint *paint, const SceneItem *item) {
    if (item->kind == SCENE_LINE) {
        return paint_line_covers(paint, item);
    }
    return item->kind == SCENE_RECT && item->fill != COLOR_NONE && opacity_of(item) == 1 &&
           box_holds_box(plain_inside(item), paint->tile);
}

static void paint_rect(const Paint *paint, const SceneItem *item) {
    if (width_of(item->box) <= 0 || height_of(item->box) <= 0) {
        return;
    }
    if (!paint->vector && box_holds_box(plain_inside(item), paint->tile)) {
        if (item->fill != COLOR_NONE) {
            paint_color(paint, item->fill, opacity_of(item));
            cairo_paint(paint->cr);
        }
        return;
    }
    rounded_path(paint->cr, item->box, radius_of(item));
    fill_and_line(paint, item);
}

static void ellipse_path(cairo_t *cr, Box box, double from, double to) {
    cairo_save(cr);
    cairo_translate(cr, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
    cairo_scale(cr, width_of(box) / 2, height_of(box) / 2);
    cairo_arc(cr, 0, 0, 1, from, to);
    cairo_restore(cr);
}

static void paint_circle(const Paint *paint, const SceneItem *item) {
    if (width_of(item->box) <= 0 || height_of(item->box) <= 0) {
        return;
    }
    cairo_new_sub_path(paint->cr);
    ellipse_path(paint->cr, item->box, 0, 2 * PI);
    cairo_close_path(paint->cr);
    fill_and_line(paint, item);
}

/* From 12 o'clock, clockwise in every language. */
static void paint_pie(const Paint *paint, const SceneItem *item) {
    double share = fmin(fmax(item->share, 0), 1);
    if (share <= 0 || width_of(item->box) <= 0 || height_of(item->box) <= 0) {
        return;
    }
    if (share < 1) {
        cairo_move_to(paint->cr, (item->box.left + item->box.right) / 2,
                      (item->box.top + item->box.bottom) / 2);
    }
    ellipse_path(paint->cr, item->box, -PI / 2, -PI / 2 + 2 * PI * share);
    cairo_close_path(paint->cr);
    fill_and_line(paint, item);
}

static void free_pixels(void *pixels) {
    free(pixels);
}

/* A page keeps its own copy of the pixels, once for all places the picture stands at. */
static cairo_surface_t *picture_surface(const Paint *paint, const SceneItem *item,
                                        const uint32_t *pixels, int width, int height) {
    static const cairo_user_data_key_t key;
    size_t bytes = (size_t)width * (size_t)height * sizeof *pixels;
    uint32_t *copy = malloc(bytes);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, pixels, bytes);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)copy, CAIRO_FORMAT_ARGB32, width, height, width * 4);
    if (cairo_surface_set_user_data(surface, &key, copy, free_pixels) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(surface);
        free(copy);
        return NULL;
    }
    if (paint->vector) {
        char *name = malloc(strlen(item->text) + 32);
        if (name != NULL) {
            sprintf(name, "%s-%dx%d", item->text, width, height);
            cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_UNIQUE_ID,
                                        (const unsigned char *)name, strlen(name), free_pixels,
                                        name);
        }
    }
    return surface;
}

static void paint_missing(const Paint *paint, Box box, double opacity) {
    SceneItem card = {.kind = SCENE_RECT,
                      .box = box_grow(box, -0.06 * width_of(box)),
                      .radius_mm = 0.12 * width_of(box),
                      .fill = COLOR_SUNK,
                      .line = COLOR_EDGE,
                      .width_mm = fmin(0.5, 0.03 * width_of(box)),
                      .opacity = opacity};
    if (width_of(card.box) > 0 && height_of(card.box) > 0) {
        paint_rect(paint, &card);
    }
}

/* On dark themes a picture's dark outline would vanish: it stands on a light plate that fills the
 * item's box, so that the picture itself is a little smaller there. */
static Box paint_plate(const Paint *paint, const SceneItem *item) {
    double size = fmin(width_of(item->box), height_of(item->box));
    SceneItem plate = {.kind = SCENE_RECT,
                       .box = item->box,
                       .radius_mm = fmin(PLATE_RADIUS_MM, size / 5),
                       .fill = COLOR_PLATE,
                       .opacity = opacity_of(item)};
    paint_rect(paint, &plate);
    return box_grow(item->box, -fmin(PLATE_EDGE_MM, size / 10));
}

static void paint_picture(const Paint *paint, const SceneItem *item) {
    Box box = item->box;
    if (width_of(box) <= 0 || height_of(box) <= 0 || item->text == NULL) {
        return;
    }
    if (paint->theme->dark) {
        box = paint_plate(paint, item);
    }
    double scale = paint->vector ? PAGE_PICTURE_PX_PER_MM : paint->px_per_mm;
    int size = (int)lround(fmin(width_of(box), height_of(box)) * scale), width = 0, height = 0;
    const uint32_t *pixels = NULL;
    if (paint->pictures != NULL && paint->pictures->load != NULL && size > 0) {
        pixels = paint->pictures->load(paint->pictures->self, item->text, size, &width, &height);
    }
    cairo_surface_t *surface = NULL;
    if (pixels != NULL && width > 0 && height > 0) {
        surface = paint->vector ? picture_surface(paint, item, pixels, width, height) : NULL;
        if (!paint->vector) { /* used up before the next load */
            surface = cairo_image_surface_create_for_data(
                (unsigned char *)(uintptr_t)pixels, CAIRO_FORMAT_ARGB32, width, height, width * 4);
        }
    }
    if (surface == NULL) {
        paint_missing(paint, box, opacity_of(item));
        return;
    }
    /* Whole pixels: a picture drawn for its size is never scaled again. */
    double left = (box.left + box.right) / 2 * scale - width / 2.0;
    double top = (box.top + box.bottom) / 2 * scale - height / 2.0;
    cairo_save(paint->cr);
    if (paint->vector) {
        cairo_scale(paint->cr, 1 / scale, 1 / scale);
    } else {
        cairo_identity_matrix(paint->cr);
    }
    cairo_set_source_surface(paint->cr, surface, paint->vector ? left : round(left),
                             paint->vector ? top : round(top));
    cairo_pattern_set_filter(cairo_get_source(paint->cr),
                             paint->vector ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    if (opacity_of(item) == 1) {
        cairo_paint(paint->cr);
    } else {
        cairo_paint_with_alpha(paint->cr, opacity_of(item));
    }
    cairo_restore(paint->cr);
    cairo_set_source_rgb(paint->cr, 0, 0, 0); /* lets go of the borrowed pixels */
    cairo_surface_destroy(surface);
}

static void paint_text(const Paint *paint, const SceneItem *item) {
    cairo_t *cr = paint->cr;
    if (item->line == COLOR_NONE) {
        return;
    }
    cairo_save(cr);
    if (!paint->vector) { /* nothing beyond what scene_damage knows of */
        Box reach = scene_item_reach(item);
        double scale = paint->px_per_mm;
        double left = floor(reach.left * scale), top = floor(reach.top * scale);
        cairo_matrix_t matrix;
        cairo_get_matrix(cr, &matrix);
        cairo_identity_matrix(cr);
        cairo_rectangle(cr, left, top, ceil(reach.right * scale) - left,
                        ceil(reach.bottom * scale) - top);
        cairo_set_matrix(cr, &matrix);
        cairo_clip(cr);
    }
    paint_color(paint, item->line, opacity_of(item));
    type_draw(paint->type, cr, item);
    cairo_restore(cr);
}

void paint_item(const Paint *paint, const SceneItem *item) {
    switch (item->kind) {
    case SCENE_RECT:
        paint_rect(paint, item);
        break;
    case SCENE_CIRCLE:
        paint_circle(paint, item);
        break;
    case SCENE_PIE:
        paint_pie(paint, item);
        break;
    case SCENE_LINE:
        paint_line(paint, item);
        break;
    case SCENE_INK:
        paint_ink(paint, item);
        break;
    case SCENE_PICTURE:
        paint_picture(paint, item);
        break;
    case SCENE_TEXT:
        paint_text(paint, item);
        break;
    }
}
