/* Lines of many points: round caps and joins, dashes. On pixels only the pieces that reach the tile
 * are handed to cairo, so a tile costs what it shows and never depends on what lies beyond it. */
#include "paint/paint.h"

#include <math.h>

typedef struct {
    const Paint *paint;
    Box near; /* a piece whose box does not meet it leaves no colour in the tile */
    Point pen;
    bool pen_is_down;
} Pieces;

/* One straight piece; it joins the one before when that was drawn and ended here. */
static void add_piece(Pieces *pieces, Point from, Point to) {
    cairo_t *cr = pieces->paint->cr;
    Box box = box_join(box_of(from.x, from.y, 0, 0), box_of(to.x, to.y, 0, 0));
    if (!pieces->paint->vector && !box_meets(box, pieces->near)) {
        pieces->pen_is_down = false;
        return;
    }
    if (!pieces->pen_is_down || pieces->pen.x != from.x || pieces->pen.y != from.y) {
        cairo_move_to(cr, from.x, from.y);
    }
    cairo_line_to(cr, to.x, to.y);
    pieces->pen = to;
    pieces->pen_is_down = true;
}

/* A dash pattern is walked here and not by cairo, which would have to know the whole line. */
typedef struct {
    double on_mm, off_mm;
    double left_mm; /* of the dash or gap we are in */
    bool is_on;
} Dash;

static Point between(Point a, Point b, double share) {
    return (Point){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

static void add_dashed(Pieces *pieces, Dash *dash, Point from, Point to) {
    double length = hypot(to.x - from.x, to.y - from.y), done = 0;
    while (length - done > dash->left_mm) {
        double next = done + dash->left_mm;
        if (dash->is_on) {
            add_piece(pieces, between(from, to, done / length), between(from, to, next / length));
        }
        pieces->pen_is_down = false;
        done = next;
        dash->is_on = !dash->is_on;
        dash->left_mm = dash->is_on ? dash->on_mm : dash->off_mm;
    }
    if (dash->is_on && length > 0) {
        add_piece(pieces, between(from, to, done / length), to);
    }
    dash->left_mm -= length - done;
}

static void add_all(const Paint *paint, const SceneItem *item) {
    Pieces pieces = {.paint = paint, .near = box_grow(paint->tile, item->width_mm / 2)};
    /* A period below a tenth of a millimetre cannot be seen but would take for ever. */
    bool dashed =
        item->dash_mm[0] >= 0 && item->dash_mm[1] > 0 && item->dash_mm[0] + item->dash_mm[1] >= 0.1;
    Dash dash = {item->dash_mm[0], item->dash_mm[1], item->dash_mm[0], true};
    size_t count = item->point_count, end = count + (item->closed && count > 2 ? 1 : 0);
    for (size_t i = 1; i < end; i++) {
        Point from = item->points[i - 1], to = item->points[i % count];
        if (dashed) {
            add_dashed(&pieces, &dash, from, to);
        } else {
            add_piece(&pieces, from, to);
        }
    }
    if (count == 1) {
        add_piece(&pieces, item->points[0], item->points[0]);
    }
}

static double distance(Point at, Point a, Point b) {
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double along = square > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / square : 0;
    along = fmin(fmax(along, 0), 1);
    return hypot(at.x - a.x - along * dx, at.y - a.y - along * dy);
}

static bool piece_covers(Box tile, Point a, Point b, double radius) {
    return distance((Point){tile.left, tile.top}, a, b) < radius &&
           distance((Point){tile.right, tile.bottom}, a, b) < radius &&
           distance((Point){tile.right, tile.top}, a, b) < radius &&
           distance((Point){tile.left, tile.bottom}, a, b) < radius;
}

bool paint_line_covers(const Paint *paint, const SceneItem *item) {
    double radius = item->width_mm / 2, half = (paint->tile.right - paint->tile.left) / 2;
    bool solid = item->line != COLOR_NONE && (item->opacity == 0 || item->opacity >= 1) &&
                 item->dash_mm[1] <= 0;
    if (!solid || radius < half * 1.5 || !box_meets(scene_item_reach(item), paint->tile)) {
        return false;
    }
    /* Only a piece that comes near the middle can cover all corners. */
    double middle = radius - half;
    Point centre = {paint->tile.left + half, paint->tile.top + half};
    Box near = box_grow(box_of(centre.x, centre.y, 0, 0), middle);
    for (size_t i = 1; i < item->point_count; i++) {
        Point a = item->points[i - 1], b = item->points[i];
        Box box = {fmin(a.x, b.x), fmin(a.y, b.y), fmax(a.x, b.x), fmax(a.y, b.y)};
        if (box_meets(box, near) && piece_covers(paint->tile, a, b, radius)) {
            return true;
        }
    }
    return false;
}

void paint_line(const Paint *paint, const SceneItem *item) {
    cairo_t *cr = paint->cr;
    double opacity = item->opacity == 0 ? 1 : fmin(fmax(item->opacity, 0), 1);
    if (item->fill != COLOR_NONE && item->point_count > 2) {
        for (size_t i = 0; i < item->point_count; i++) {
            cairo_line_to(cr, item->points[i].x, item->points[i].y);
        }
        cairo_close_path(cr);
        paint_color(paint, item->fill, opacity);
        cairo_fill(cr);
    }
    if (item->line != COLOR_NONE && item->width_mm > 0) {
        add_all(paint, item);
        cairo_set_dash(cr, NULL, 0, 0);
        cairo_set_line_width(cr, item->width_mm);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
        cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
        paint_color(paint, item->line, opacity);
        cairo_stroke(cr);
    }
}
