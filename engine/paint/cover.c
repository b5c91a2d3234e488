/* Coverage of ink by distance; see cover.h. */
#include "paint/cover.h"

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
    unsigned char *bytes;
    double radius; /* pixels */
    double most;   /* coverage in the middle: a line thinner than a pixel is paler */
} Cover;

/* A straight piece in pixels of the tile, with what each of its rows needs. */
typedef struct {
    Point a, b;
    double dx, dy, length, share_of; /* share_of: 1 / length squared */
} Piece;

typedef struct {
    double from, to; /* empty when to < from */
} Run;

static void run_take(Run *run, double x) {
    run->from = x < run->from ? x : run->from;
    run->to = x > run->to ? x : run->to;
}

static void run_take_disc(Run *run, Point centre, double radius, double y) {
    double square = radius * radius - (y - centre.y) * (y - centre.y);
    if (square > 0) {
        double half = sqrt(square);
        run_take(run, centre.x - half);
        run_take(run, centre.x + half);
    }
}

static void run_take_edge(Run *run, Point from, Point to, double y) {
    if ((from.y < y) != (to.y < y)) {
        run_take(run, from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y));
    }
}

/* The part of a row that lies within the radius of the piece: one run, as the shape is convex. */
static Run run_of(const Piece *piece, double radius, double y) {
    Run run = {HUGE_VAL, -HUGE_VAL};
    run_take_disc(&run, piece->a, radius, y);
    if (piece->length > 0) {
        double nx = -piece->dy / piece->length * radius, ny = piece->dx / piece->length * radius;
        Point a = piece->a, b = piece->b;
        run_take_disc(&run, b, radius, y);
        run_take_edge(&run, (Point){a.x + nx, a.y + ny}, (Point){b.x + nx, b.y + ny}, y);
        run_take_edge(&run, (Point){a.x - nx, a.y - ny}, (Point){b.x - nx, b.y - ny}, y);
    }
    return run;
}

static void cover_rim(const Cover *cover, const Piece *piece, unsigned char *row, int y, int from,
                      int to) {
    double reach = cover->radius + 0.5;
    for (int x = from; x < to; x++) {
        double px = x + 0.5 - piece->a.x, py = y + 0.5 - piece->a.y;
        double along = (px * piece->dx + py * piece->dy) * piece->share_of;
        along = along < 0 ? 0 : along > 1 ? 1 : along;
        px -= along * piece->dx;
        py -= along * piece->dy;
        double part = reach - sqrt(px * px + py * py);
        if (part > 0) {
            part = part > 1 ? 1 : part;
            unsigned char byte = (unsigned char)(255 * cover->most * part + 0.5);
            row[x] = byte > row[x] ? byte : row[x];
        }
    }
}

static int clamp_px(double x, int least, int most) {
    return x < least ? least : x > most ? most : (int)x;
}

/* Covers what lies within the radius of the straight piece a-b: whole in the middle of each row,
 * by distance at its rim. */
static void cover_piece(const Cover *cover, Point a, Point b) {
    double reach = cover->radius + 0.5, core = cover->radius - 0.5;
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    Piece piece = {a, b, dx, dy, sqrt(square), square > 0 ? 1 / square : 0};
    int top = clamp_px(floor(fmin(a.y, b.y) - reach), 0, TILE_PX);
    int bottom = clamp_px(ceil(fmax(a.y, b.y) + reach), 0, TILE_PX);
    int full = (int)(255 * cover->most + 0.5);
    for (int y = top; y < bottom; y++) {
        unsigned char *row = cover->bytes + y * TILE_PX;
        Run outer = run_of(&piece, reach, y + 0.5);
        if (outer.to < outer.from) {
            continue;
        }
        int from = clamp_px(floor(outer.from - 0.5), 0, TILE_PX);
        int to = clamp_px(ceil(outer.to + 0.5), 0, TILE_PX);
        Run inner = core > 0 ? run_of(&piece, core, y + 0.5) : (Run){1, 0};
        int core_from = clamp_px(ceil(inner.from - 0.499), from, to);
        int core_to = clamp_px(floor(inner.to - 0.501) + 1, from, to);
        if (inner.to < inner.from || core_to <= core_from) {
            cover_rim(cover, &piece, row, y, from, to);
        } else {
            cover_rim(cover, &piece, row, y, from, core_from);
            memset(row + core_from, full, (size_t)(core_to - core_from));
            cover_rim(cover, &piece, row, y, core_to, to);
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

static Point placed(Point at, const SceneItem *item, CoverPlace place) {
    return (Point){(at.x + item->ink_at.x) * place.px_per_mm - place.left,
                   (at.y + item->ink_at.y) * place.px_per_mm - place.top};
}

static void cover_span(const Cover *cover, CoverPlace place, const SceneItem *item, size_t index) {
    Curve curve = curve_at(item->ink->points, item->ink_count, index);
    curve.from = placed(curve.from, item, place);
    curve.first_handle = placed(curve.first_handle, item, place);
    curve.second_handle = placed(curve.second_handle, item, place);
    curve.to = placed(curve.to, item, place);
    int count = pieces_of(&curve);
    Point from = curve.from;
    for (int i = 1; i <= count; i++) {
        Point to = i == count ? curve.to : on_curve(&curve, (double)i / count);
        cover_piece(cover, from, to);
        from = to;
    }
}

void cover_points(unsigned char *bytes, CoverPlace place, const SceneItem *item, size_t first,
                  size_t end) {
    double radius = item->width_mm / 2 * place.px_per_mm;
    Cover cover = {bytes, fmax(radius, 0.5), fmin(2 * radius, 1)};
    for (size_t i = first; i < end; i++) {
        if (item->ink->points[i].starts_stroke) {
            Point at = placed(item->ink->points[i].at, item, place);
            cover_piece(&cover, at, at);
        } else {
            cover_span(&cover, place, item, i);
        }
    }
}

static Box span_box(const SceneItem *item, size_t index) {
    const InkPoint *points = item->ink->points;
    Point at = points[index].at, from = points[index].starts_stroke ? at : points[index - 1].at;
    return (Box){fmin(at.x, from.x) + item->ink_at.x, fmin(at.y, from.y) + item->ink_at.y,
                 fmax(at.x, from.x) + item->ink_at.x, fmax(at.y, from.y) + item->ink_at.y};
}

static bool span_meets(const SceneItem *item, size_t index, Box near) {
    return box_meets(span_box(item, index), near);
}

bool cover_item(unsigned char *bytes, CoverPlace place, const SceneItem *item, Box near) {
    Box ink_near = {near.left - item->ink_at.x, near.top - item->ink_at.y,
                    near.right - item->ink_at.x, near.bottom - item->ink_at.y};
    bool any = false;
    for (size_t first = 0; first < item->ink_count; first += INK_CHUNK_POINTS) {
        if (!box_meets(item->ink->chunks[first / INK_CHUNK_POINTS], ink_near)) {
            continue;
        }
        for (size_t i = first; i < first + INK_CHUNK_POINTS && i < item->ink_count; i++) {
            if (span_meets(item, i, near)) {
                if (!any) {
                    memset(bytes, 0, COVER_BYTES);
                    any = true;
                }
                cover_points(bytes, place, item, i, i + 1);
            }
        }
    }
    return any;
}
