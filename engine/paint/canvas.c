/* A scene on pixels. The surface is cut into fixed squares, and a square is always drawn as a
 * whole, from the items that reach it and nothing else: so redrawing the damaged squares gives the
 * same pixels as drawing everything. (Cairo's anti-aliasing alone would not: how it rounds a row
 * of a shape depends on what else of the shape lies in that row and in the clip.) */
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
    unsigned char *tiles; /* one per tile: to be drawn; kept between calls */
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

static void draw_tile(Paint *paint, const Scene *scene, int column, int row) {
    double mm = 1 / paint->px_per_mm;
    paint->left = column * TILE_PX;
    paint->top = row * TILE_PX;
    paint->tile = box_grow(box_of(paint->left * mm, paint->top * mm, TILE_PX * mm, TILE_PX * mm),
                           PAINT_CULL_PX * mm);
    cairo_t *cr = paint->cr;
    cairo_reset_clip(cr);
    cairo_identity_matrix(cr);
    cairo_rectangle(cr, paint->left, paint->top, TILE_PX, TILE_PX);
    cairo_clip(cr);
    cairo_scale(cr, paint->px_per_mm, paint->px_per_mm);
    size_t first = scene_item_count(scene);
    while (first > 0 && !paint_item_covers(paint, scene_item(scene, first - 1))) {
        first--;
    }
    if (first == 0) {
        paint_color(paint, COLOR_CANVAS, 1);
        cairo_paint(cr);
    } else {
        first--;
    }
    for (size_t i = first; i < scene_item_count(scene); i++) {
        if (reaches(paint, scene_item(scene, i))) {
            paint_item(paint, scene_item(scene, i));
        }
    }
}

/* Pixels of the tiles that a damaged box touches. The whole tiles, because a line that grows may
 * round a pixel of its old part differently, in a row where its new part begins. */
static PixelRect pixels_of(Box box, double px_per_mm, int width_px, int height_px) {
    double left = fmax(0, floor(box.left * px_per_mm) - PAINT_DAMAGE_PX);
    double top = fmax(0, floor(box.top * px_per_mm) - PAINT_DAMAGE_PX);
    double right = fmin(width_px, ceil(box.right * px_per_mm) + PAINT_DAMAGE_PX);
    double bottom = fmin(height_px, ceil(box.bottom * px_per_mm) + PAINT_DAMAGE_PX);
    left = floor(left / TILE_PX) * TILE_PX;
    top = floor(top / TILE_PX) * TILE_PX;
    right = fmin(width_px, ceil(right / TILE_PX) * TILE_PX);
    bottom = fmin(height_px, ceil(bottom / TILE_PX) * TILE_PX);
    return (PixelRect){(int)left, (int)top, (int)fmax(0, right - left), (int)fmax(0, bottom - top)};
}

static void mark_tiles(Canvas *canvas, PixelRect rect, int columns) {
    if (rect.width == 0 || rect.height == 0) {
        return;
    }
    for (int row = rect.y / TILE_PX; row <= (rect.y + rect.height - 1) / TILE_PX; row++) {
        for (int column = rect.x / TILE_PX; column <= (rect.x + rect.width - 1) / TILE_PX;
             column++) {
            canvas->tiles[row * columns + column] = 1;
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

static bool draw_marked(Canvas *canvas, const Scene *scene, double px_per_mm,
                        cairo_surface_t *surface, int columns, int rows, Fail *fail) {
    cairo_t *cr = cairo_create(surface);
    Paint paint = canvas_paint(canvas, cr);
    paint.px_per_mm = px_per_mm;
    store_inks(canvas, &paint, scene, columns, rows);
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            if (canvas->tiles[row * columns + column] != 0) {
                draw_tile(&paint, scene, column, row);
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
        unsigned char *tiles = realloc(canvas->tiles, count);
        if (tiles == NULL) {
            return fail_set(fail, FAIL_MEMORY, "no memory to draw a surface of %zu tiles", count);
        }
        canvas->tiles = tiles;
        canvas->tiles_room = count;
    }
    memset(canvas->tiles, 0, count);
    return true;
}

/* Joins the last rectangles into one until `room` of them are left. */
static int fit_rects(const PixelRect *all, int count, PixelRect *rects, int room) {
    for (int i = 0; i < count; i++) {
        if (i < room) {
            rects[i] = all[i];
            continue;
        }
        PixelRect *last = &rects[room - 1];
        int right = (int)fmax(last->x + last->width, all[i].x + all[i].width);
        int bottom = (int)fmax(last->y + last->height, all[i].y + all[i].height);
        last->x = all[i].x < last->x ? all[i].x : last->x;
        last->y = all[i].y < last->y ? all[i].y : last->y;
        last->width = right - last->x;
        last->height = bottom - last->y;
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
    bool ok = draw_marked(canvas, now, px_per_mm, surface, columns, rows, fail);
    cairo_surface_destroy(surface);
    return ok ? fit_rects(all, count, rects, room) : -1;
}
