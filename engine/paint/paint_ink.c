/* The child's line: on pixels by its coverage (cover.h), on a page as a path like any other. */
#include "paint/cover.h"
#include "paint/curve.h"
#include "paint/paint.h"

#include <math.h>

static void ink_on_tile(const Paint *paint, const SceneItem *item) {
    CoverPlace place = {paint->px_per_mm, paint->left, paint->top};
    Box near = box_grow(paint->tile, item->width_mm / 2);
    bool any = false, found = false;
    for (size_t i = 0; i < COVER_STORES && !found; i++) {
        if (paint->stored[i] == item) {
            found = true;
            any = cover_store_copy(paint->stores[i], paint->coverage, place, item, near);
        }
    }
    if (!found) {
        any = cover_item(paint->coverage, place, item, near);
    }
    if (any) {
        cairo_surface_t *mask = cairo_image_surface_create_for_data(
            paint->coverage, CAIRO_FORMAT_A8, TILE_PX, TILE_PX, TILE_PX);
        cairo_save(paint->cr);
        cairo_identity_matrix(paint->cr);
        cairo_mask_surface(paint->cr, mask, paint->left, paint->top);
        cairo_restore(paint->cr);
        cairo_surface_destroy(mask);
    }
}

static void ink_on_page(const Paint *paint, const SceneItem *item) {
    cairo_t *cr = paint->cr;
    const InkPoint *points = item->ink->points;
    cairo_save(cr);
    cairo_translate(cr, item->ink_at.x, item->ink_at.y);
    for (size_t i = 0; i < item->ink_count; i++) {
        if (points[i].starts_stroke) {
            cairo_move_to(cr, points[i].at.x, points[i].at.y);
            cairo_line_to(cr, points[i].at.x, points[i].at.y);
        } else {
            Curve curve = curve_at(points, item->ink_count, i);
            cairo_curve_to(cr, curve.first_handle.x, curve.first_handle.y, curve.second_handle.x,
                           curve.second_handle.y, curve.to.x, curve.to.y);
        }
    }
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_width(cr, item->width_mm);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
    cairo_restore(cr);
}

void paint_ink(const Paint *paint, const SceneItem *item) {
    if (item->line == COLOR_NONE || item->width_mm <= 0 || item->ink_count == 0) {
        return;
    }
    double opacity = item->opacity == 0 ? 1 : fmin(fmax(item->opacity, 0), 1);
    paint_color(paint, item->line, opacity);
    if (paint->vector) {
        ink_on_page(paint, item);
    } else {
        ink_on_tile(paint, item);
    }
}
