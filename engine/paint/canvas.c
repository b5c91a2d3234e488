/* A scene on pixels. The surface is cut into fixed squares, and a square is drawn as a whole, from
 * the items that reach it and nothing else: so redrawing the damaged squares gives the same pixels
 * as drawing everything. (Cairo's anti-aliasing alone would not: how it rounds a row of a shape
 * depends on what else of the shape lies in that row and in the clip.)
 * Where there is only ink on one colour, cairo rounds nothing, and the damaged part is enough: a
 * finger draws there most of the time. */
#include "paint/canvas.h"

#include "paint/paint.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAMAGE_MAX = 32, SURFACE_PX_MAX = 16384 };

struct Canvas {
    Theme theme;
    PictureSource pictures;
    Type *type;
    PixelRect *tiles; /* of each tile the damaged part, width 0: none; kept between calls */
    size_t tiles_room;
    CoverStore *stores[COVER_STORES];
    unsigned char coverage[COVER_BYTES];
};

Canvas *canvas_new(const Theme *theme, const PictureSource *pictures) {
    Canvas *canvas = calloc(1, sizeof *canvas);
    if (canvas == NULL) {
        return NULL;
    }
    canvas->theme = *theme;
    if (pictures != NULL) {
        canvas->pictures = *pictures;
    }
    canvas->type = type_new();
    bool ok = canvas->type != NULL;
    for (size_t i = 0; i < COVER_STORES; i++) {
        canvas->stores[i] = cover_store_new();
        ok = ok && canvas->stores[i] != NULL;
    }
    if (!ok) {
        canvas_free(canvas);
        return NULL;
    }
    return canvas;
}

void canvas_free(Canvas *canvas) {
    if (canvas != NULL) {
        type_free(canvas->type);
        for (size_t i = 0; i < COVER_STORES; i++) {
            cover_store_free(canvas->stores[i]);
        }
        free(canvas->tiles);
        free(canvas);
    }
}

void canvas_theme(Canvas *canvas, const Theme *theme) {
    canvas->theme = *theme;
}

void canvas_language(Canvas *canvas, const char *language) {
    type_language(canvas->type, language);
}

static double measure_width(void *self, const char *text, double em_mm, bool bold) {
    return type_width_mm(((Canvas *)self)->type, text, em_mm, bold);
}

TextMeasure canvas_measure(Canvas *canvas) {
    return (TextMeasure){canvas, measure_width};
}

int canvas_lines(Canvas *canvas, const char *text, double width_mm, double em_mm, bool bold) {
    return type_lines(canvas->type, text, width_mm, em_mm, bold);
}

Box canvas_text_ink(Canvas *canvas, const SceneItem *item, bool *clipped) {
    return type_ink(canvas->type, item, clipped);
}

int canvas_unknown_glyphs(const Canvas *canvas) {
    return type_unknown(canvas->type);
}

int canvas_clipped_texts(Canvas *canvas) {
    return type_clipped(canvas->type);
}

Paint canvas_paint(Canvas *canvas, cairo_t *cr) {
    type_count_anew(canvas->type);
    return (Paint){.cr = cr,
                   .theme = &canvas->theme,
                   .pictures = &canvas->pictures,
                   .type = canvas->type,
                   .stores = canvas->stores,
                   .coverage = canvas->coverage};
}

static bool reaches(const Paint *paint, const SceneItem *item) {
    return box_meets(scene_item_reach(item), paint->tile);
}

/* Of the items from `first` on only ink reaches the tile. */
static bool only_ink(const Paint *paint, const Scene *scene, size_t first) {
    for (size_t i = first; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (item->kind != SCENE_INK && reaches(paint, item)) {
            return false;
        }
    }
    return true;
}

/* The one colour under everything else in the tile: of the item that covers it, or of no item. */
static void draw_ground(const Paint *paint, const SceneItem *ground) {
    paint_color(paint,
                ground == NULL               ? COLOR_CANVAS
                : ground->kind == SCENE_LINE ? ground->line
                                             : ground->fill,
                1);
    cairo_paint(paint->cr);
}

/* True: only `part` of it was drawn. */
static bool draw_tile(Paint *paint, const Scene *scene, int column, int row, PixelRect part) {
    double mm = 1 / paint->px_per_mm;
    paint->left = column * TILE_PX;
    paint->top = row * TILE_PX;
    paint->tile = box_grow(box_of(paint->left * mm, paint->top * mm, TILE_PX * mm, TILE_PX * mm),
                           PAINT_CULL_PX * mm);
    cairo_t *cr = paint->cr;
    cairo_reset_clip(cr);
    cairo_identity_matrix(cr);
    size_t over = scene_item_count(scene);
    while (over > 0 && !paint_item_covers(paint, scene_item(scene, over - 1))) {
        over--;
    }
    bool partly = only_ink(paint, scene, over);
    if (partly) {
        cairo_rectangle(cr, part.x, part.y, part.width, part.height);
    } else {
        cairo_rectangle(cr, paint->left, paint->top, TILE_PX, TILE_PX);
    }
    cairo_clip(cr);
    cairo_scale(cr, paint->px_per_mm, paint->px_per_mm);
    draw_ground(paint, over > 0 ? scene_item(scene, over - 1) : NULL);
    for (size_t i = over; i < scene_item_count(scene); i++) {
        if (reaches(paint, scene_item(scene, i))) {
            paint_item(paint, scene_item(scene, i));
        }
    }
    return partly;
}

static PixelRect pixels_of(Box box, double px_per_mm, int width_px, int height_px) {
    double left = fmax(0, floor(box.left * px_per_mm) - PAINT_DAMAGE_PX);
    double top = fmax(0, floor(box.top * px_per_mm) - PAINT_DAMAGE_PX);
    double right = fmin(width_px, ceil(box.right * px_per_mm) + PAINT_DAMAGE_PX);
    double bottom = fmin(height_px, ceil(box.bottom * px_per_mm) + PAINT_DAMAGE_PX);
    return (PixelRect){(int)left, (int)top, (int)fmax(0, right - left), (int)fmax(0, bottom - top)};
}

static int least(int a, int b) {
    return a < b ? a : b;
}

static int most(int a, int b) {
    return a > b ? a : b;
}

/* Grown to the tiles it touches, because a line that grows may round a pixel of its old part
 * differently, in a row where its new part begins. */
static PixelRect whole_tiles(PixelRect rect, int width_px, int height_px) {
    int left = rect.x / TILE_PX * TILE_PX, top = rect.y / TILE_PX * TILE_PX;
    int right = (rect.x + rect.width + TILE_PX - 1) / TILE_PX * TILE_PX;
    int bottom = (rect.y + rect.height + TILE_PX - 1) / TILE_PX * TILE_PX;
    return (PixelRect){left, top, least(right, width_px) - left, least(bottom, height_px) - top};
}

static PixelRect join_rects(PixelRect a, PixelRect b) {
    int left = least(a.x, b.x), top = least(a.y, b.y);
    return (PixelRect){left, top, most(a.x + a.width, b.x + b.width) - left,
                       most(a.y + a.height, b.y + b.height) - top};
}

static void mark_tile(PixelRect *tile, PixelRect rect, int left, int top) {
    int x = most(rect.x, left), y = most(rect.y, top);
    PixelRect part = {x, y, least(rect.x + rect.width, left + TILE_PX) - x,
                      least(rect.y + rect.height, top + TILE_PX) - y};
    *tile = tile->width > 0 ? join_rects(*tile, part) : part;
}

static void mark_tiles(Canvas *canvas, PixelRect rect, int columns) {
    if (rect.width == 0 || rect.height == 0) {
        return;
    }
    for (int row = rect.y / TILE_PX; row <= (rect.y + rect.height - 1) / TILE_PX; row++) {
        for (int column = rect.x / TILE_PX; column <= (rect.x + rect.width - 1) / TILE_PX;
             column++) {
            mark_tile(&canvas->tiles[row * columns + column], rect, column * TILE_PX,
                      row * TILE_PX);
        }
    }
}

/* Gives the topmost long inks a store each: the one that holds it already, or one that is free. */
static void store_inks(Canvas *canvas, Paint *paint, const Scene *scene, int columns, int rows) {
    const SceneItem *inks[COVER_STORES] = {0};
    size_t count = 0;
    for (size_t i = scene_item_count(scene); i > 0 && count < COVER_STORES; i--) {
        const SceneItem *item = scene_item(scene, i - 1);
        if (item->kind == SCENE_INK && item->ink_count >= COVER_STORE_POINTS_LEAST &&
            item->line != COLOR_NONE && item->width_mm > 0) {
            inks[count++] = item;
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < COVER_STORES; j++) {
            if (inks[i] != NULL && paint->stored[j] == NULL &&
                cover_store_holds(canvas->stores[j], inks[i], paint->px_per_mm)) {
                paint->stored[j] = inks[i];
                inks[i] = NULL;
            }
        }
    }
    for (size_t j = 0, i = 0; j < COVER_STORES; j++) {
        for (; paint->stored[j] == NULL && i < count; i++) {
            paint->stored[j] = inks[i];
        }
        if (paint->stored[j] != NULL && !cover_store_take(canvas->stores[j], paint->stored[j],
                                                          paint->px_per_mm, columns, rows)) {
            paint->stored[j] = NULL;
        }
    }
}

/* *partly: nothing beyond the damaged parts was drawn anywhere. */
static bool draw_marked(Canvas *canvas, const Scene *scene, double px_per_mm,
                        cairo_surface_t *surface, int columns, int rows, bool *partly, Fail *fail) {
    cairo_t *cr = cairo_create(surface);
    Paint paint = canvas_paint(canvas, cr);
    paint.px_per_mm = px_per_mm;
    store_inks(canvas, &paint, scene, columns, rows);
    *partly = true;
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            PixelRect part = canvas->tiles[row * columns + column];
            if (part.width > 0) {
                *partly = draw_tile(&paint, scene, column, row, part) && *partly;
            }
        }
    }
    cairo_surface_flush(surface);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    if (status != CAIRO_STATUS_SUCCESS) {
        return fail_set(fail, status == CAIRO_STATUS_NO_MEMORY ? FAIL_MEMORY : FAIL_SYSTEM,
                        "the screen could not be drawn: %s", cairo_status_to_string(status));
    }
    return true;
}

static bool make_tiles(Canvas *canvas, size_t count, Fail *fail) {
    if (count > canvas->tiles_room) {
        PixelRect *tiles = realloc(canvas->tiles, count * sizeof *tiles);
        if (tiles == NULL) {
            return fail_set(fail, FAIL_MEMORY, "no memory to draw a surface of %zu tiles", count);
        }
        canvas->tiles = tiles;
        canvas->tiles_room = count;
    }
    memset(canvas->tiles, 0, count * sizeof *canvas->tiles);
    return true;
}

/* Joins the last rectangles into one until `room` of them are left. */
static int fit_rects(const PixelRect *all, int count, PixelRect *rects, int room) {
    for (int i = 0; i < count; i++) {
        if (i < room) {
            rects[i] = all[i];
            continue;
        }
        rects[room - 1] = join_rects(rects[room - 1], all[i]);
    }
    return count < room ? count : room;
}

int canvas_draw(Canvas *canvas, const Scene *before, const Scene *now, double px_per_mm,
                uint32_t *pixels, int width_px, int height_px, size_t stride, PixelRect *rects,
                int room, Fail *fail) {
    assert(px_per_mm > 0 && room > 0);
    if (width_px < 1 || height_px < 1 || width_px > SURFACE_PX_MAX || height_px > SURFACE_PX_MAX) {
        fail_set(fail, FAIL_LIMIT, "a surface of %d x %d pixels cannot be drawn on; 1 to %d can",
                 width_px, height_px, SURFACE_PX_MAX);
        return -1;
    }
    int columns = (width_px + TILE_PX - 1) / TILE_PX, rows = (height_px + TILE_PX - 1) / TILE_PX;
    if (!make_tiles(canvas, (size_t)columns * (size_t)rows, fail)) {
        return -1;
    }
    Box boxes[DAMAGE_MAX];
    PixelRect all[DAMAGE_MAX];
    int count = 0;
    if (before == NULL || scene_width_mm(before) != scene_width_mm(now) ||
        scene_height_mm(before) != scene_height_mm(now)) {
        all[count++] = (PixelRect){0, 0, width_px, height_px};
    } else {
        size_t found = scene_damage(before, now, boxes, DAMAGE_MAX);
        for (size_t i = 0; i < found; i++) {
            all[count] = pixels_of(boxes[i], px_per_mm, width_px, height_px);
            count += all[count].width > 0 && all[count].height > 0;
        }
    }
    if (count == 0) {
        return 0;
    }
    for (int i = 0; i < count; i++) {
        mark_tiles(canvas, all[i], columns);
    }
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)pixels, CAIRO_FORMAT_RGB24, width_px, height_px, (int)stride);
    bool partly;
    bool ok = draw_marked(canvas, now, px_per_mm, surface, columns, rows, &partly, fail);
    cairo_surface_destroy(surface);
    for (int i = 0; ok && !partly && i < count; i++) {
        all[i] = whole_tiles(all[i], width_px, height_px);
    }
    return ok ? fit_rects(all, count, rects, room) : -1;
}
