/* The child's line. On pixels its coverage is computed here, from the distance of each pixel to the
 * line: the largest of all spans counts, so drawing span by span gives the same pixels as drawing
 * the whole line, in any order. On a page it is a path like any other. */
#include "paint/paint.h"

#include "paint/curve.h"

#include <math.h>
#include <string.h>

static double within(double value, double a, double b) {
    return fmin(fmax(value, fmin(a, b)), fmax(a, b));
}

Curve curve_at(const InkPoint *points, size_t count, size_t index) {
    Point from = points[index - 1].at, to = points[index].at;
    Point before = points[index - 1].starts_stroke ? from : points[index - 2].at;
    bool is_last = index + 1 >= count || points[index + 1].starts_stroke;
    Point after = is_last ? to : points[index + 1].at;
    return (Curve){from,
                   {within(from.x + (to.x - before.x) / 6, from.x, to.x),
                    within(from.y + (to.y - before.y) / 6, from.y, to.y)},
                   {within(to.x - (after.x - from.x) / 6, from.x, to.x),
                    within(to.y - (after.y - from.y) / 6, from.y, to.y)},
                   to};
}

typedef struct {
    unsigned char *bytes; /* TILE_PX x TILE_PX */
    double radius;        /* pixels */
    double most;          /* coverage in the middle: a line thinner than a pixel is paler */
} Cover;

/* Covers what lies within the radius of the straight piece a-b; pixels of the tile. */
static void cover_piece(const Cover *cover, Point a, Point b) {
    double reach = cover->radius + 0.5;
    int left = (int)fmax(0, floor(fmin(a.x, b.x) - reach));
    int right = (int)fmin(TILE_PX, ceil(fmax(a.x, b.x) + reach));
    int top = (int)fmax(0, floor(fmin(a.y, b.y) - reach));
    int bottom = (int)fmin(TILE_PX, ceil(fmax(a.y, b.y) + reach));
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double share_of = square > 0 ? 1 / square : 0;
    double core = cover->radius - 0.5, core_square = core > 0 ? core * core : -1;
    unsigned char full = (unsigned char)lround(255 * cover->most);
    for (int y = top; y < bottom; y++) {
        unsigned char *row = cover->bytes + y * TILE_PX;
        for (int x = left; x < right; x++) {
            if (row[x] >= full) {
                continue;
            }
            double px = x + 0.5 - a.x, py = y + 0.5 - a.y;
            double along = (px * dx + py * dy) * share_of;
            along = along < 0 ? 0 : along > 1 ? 1 : along;
            px -= along * dx;
            py -= along * dy;
            double away = px * px + py * py;
            unsigned char byte = full;
            if (away >= reach * reach) {
                continue;
            } else if (away > core_square) {
                double part = reach - sqrt(away);
                byte = (unsigned char)(255 * cover->most * (part > 1 ? 1 : part) + 0.5);
            }
            row[x] = byte > row[x] ? byte : row[x];
        }
    }
}

static Point on_curve(const Curve *curve, double t) {
    double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return (Point){a * curve->from.x + b * curve->first_handle.x + c * curve->second_handle.x +
                       d * curve->to.x,
                   a * curve->from.y + b * curve->first_handle.y + c * curve->second_handle.y +
                       d * curve->to.y};
}

/* How far the handles pull the line from the chord, in pixels, decides the number of pieces. */
static int pieces_of(const Curve *curve) {
    double dx = curve->to.x - curve->from.x, dy = curve->to.y - curve->from.y;
    double length = hypot(dx, dy);
    if (length < 1) {
        return 1;
    }
    double first = fabs((curve->first_handle.x - curve->from.x) * dy -
                        (curve->first_handle.y - curve->from.y) * dx);
    double second = fabs((curve->second_handle.x - curve->from.x) * dy -
                         (curve->second_handle.y - curve->from.y) * dx);
    double bow = fmax(first, second) / length;
    return (int)fmin(fmax(ceil(sqrt(bow * 8)), 1), 32);
}

static void cover_curve(const Cover *cover, const Curve *curve) {
    int count = pieces_of(curve);
    Point from = curve->from;
    for (int i = 1; i <= count; i++) {
        Point to = i == count ? curve->to : on_curve(curve, (double)i / count);
        cover_piece(cover, from, to);
        from = to;
    }
}

static Point moved(Point at, const SceneItem *item, const Paint *paint) {
    return (Point){(at.x + item->ink_at.x) * paint->px_per_mm - paint->left,
                   (at.y + item->ink_at.y) * paint->px_per_mm - paint->top};
}

static Box piece_box(const Ink *ink, size_t index) {
    const InkPoint *point = &ink->points[index];
    Box box = box_of(point->at.x, point->at.y, 0, 0);
    if (!point->starts_stroke) {
        Point before = ink->points[index - 1].at;
        box = box_join(box, box_of(before.x, before.y, 0, 0));
    }
    return box;
}

static void cover_point(const Cover *cover, const Paint *paint, const SceneItem *item,
                        size_t index) {
    const InkPoint *points = item->ink->points;
    if (points[index].starts_stroke) {
        Point at = moved(points[index].at, item, paint);
        cover_piece(cover, at, at);
        return;
    }
    Curve curve = curve_at(points, item->ink_count, index);
    curve.from = moved(curve.from, item, paint);
    curve.first_handle = moved(curve.first_handle, item, paint);
    curve.second_handle = moved(curve.second_handle, item, paint);
    curve.to = moved(curve.to, item, paint);
    cover_curve(cover, &curve);
}

static void ink_on_tile(const Paint *paint, const SceneItem *item) {
    const Ink *ink = item->ink;
    double radius = item->width_mm / 2 * paint->px_per_mm;
    Cover cover = {paint->coverage, fmax(radius, 0.5), fmin(2 * radius, 1)};
    Box near = box_grow(paint->tile, item->width_mm / 2);
    near = (Box){near.left - item->ink_at.x, near.top - item->ink_at.y, near.right - item->ink_at.x,
                 near.bottom - item->ink_at.y};
    bool any = false;
    for (size_t first = 0; first < item->ink_count; first += INK_CHUNK_POINTS) {
        if (!box_meets(ink->chunks[first / INK_CHUNK_POINTS], near)) {
            continue;
        }
        for (size_t i = first; i < first + INK_CHUNK_POINTS && i < item->ink_count; i++) {
            if (box_meets(piece_box(ink, i), near)) {
                if (!any) {
                    memset(paint->coverage, 0, TILE_PX * TILE_PX);
                    any = true;
                }
                cover_point(&cover, paint, item, i);
            }
        }
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
