/* What the files of paint share: executing one item of a scene on a cairo surface. */
#ifndef OTTERPAW_PAINT_PAINT_H
#define OTTERPAW_PAINT_PAINT_H

#include "paint/canvas.h"
#include "paint/cover.h"
#include "paint/type.h"

#include <cairo.h>

enum {
    PAINT_CULL_PX = 1,   /* what lies farther than this from a tile is not drawn there */
    PAINT_DAMAGE_PX = 2, /* damage is grown by more, so no tile keeps what looks different */
};

/* Where drawing happens. On pixels cr is clipped to one tile and `tile` holds its box; on a page
 * `tile` is the whole page. cr's unit is the millimetre. */
typedef struct {
    cairo_t *cr;
    double px_per_mm;
    Box tile;      /* millimetres, grown by PAINT_CULL_PX */
    bool vector;   /* a page: curves stay curves, pictures are kept by the file */
    int left, top; /* the tile's pixels; on a page 0 */
    const Theme *theme;
    const PictureSource *pictures;
    Type *type;
    const SceneItem *stored[COVER_STORES]; /* inks that `stores` hold; NULL: none */
    CoverStore *const *stores;
    unsigned char *coverage; /* TILE_PX x TILE_PX bytes for the line that is being drawn */
} Paint;

/* The canvas's theme, pictures and texts for one drawing on cr; the caller adds place and scale. */
Paint canvas_paint(Canvas *canvas, cairo_t *cr);

void paint_color(const Paint *paint, Color color, double opacity);
void paint_item(const Paint *paint, const SceneItem *item);
void paint_line(const Paint *paint, const SceneItem *item);
/* A wide line whose middle fills the tile. */
bool paint_line_covers(const Paint *paint, const SceneItem *item);
void paint_ink(const Paint *paint, const SceneItem *item);

/* True when the item hides all below it in this tile. */
bool paint_item_covers(const Paint *paint, const SceneItem *item);

#endif
