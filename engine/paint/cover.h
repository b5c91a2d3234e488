/* Coverage of ink on one tile of pixels, from the distance of each pixel to the line. The largest
 * of all spans counts, so drawing span by span gives the same bytes as drawing the whole line, in
 * any order; and a store of what is drawn already makes a new point cost the same however long and
 * dense the line is. Internal to paint. */
#ifndef OTTERPAW_PAINT_COVER_H
#define OTTERPAW_PAINT_COVER_H

#include "play/scene.h"

enum {
    TILE_PX = 128,                   /* a screen is drawn in squares of this many pixels */
    COVER_BYTES = TILE_PX * TILE_PX, /* one byte a pixel */
    COVER_STORES = 2,                /* inks of one scene that are kept */
    COVER_STORE_TILES_MAX = 512,     /* 8 MB an ink; a larger surface is drawn without a store */
    COVER_STORE_POINTS_LEAST = 32    /* shorter lines are drawn anew each time */
};

/* Where a tile lies and how large a millimetre is. */
typedef struct {
    double px_per_mm;
    int left, top; /* pixels */
} CoverPlace;

/* Raises bytes where the item's points first..end-1 (with the span that leads to each) cover. */
void cover_points(unsigned char *bytes, CoverPlace place, const SceneItem *item, size_t first,
                  size_t end);

/* The same for the whole item; only what meets `near` (the item's millimetres, half a width
 * included) is looked at. False when nothing does: then bytes are untouched, else all are set. */
bool cover_item(unsigned char *bytes, CoverPlace place, const SceneItem *item, Box near);

/* What earlier calls covered. */
typedef struct CoverStore CoverStore;

CoverStore *cover_store_new(void); /* NULL: no memory */
void cover_store_free(CoverStore *store);

/* Brings the store up to the item on a surface of that many tiles; false when it cannot be kept. */
bool cover_store_take(CoverStore *store, const SceneItem *item, double px_per_mm, int columns,
                      int rows);
/* True when the store holds this line, taken by cover_store_take. */
bool cover_store_holds(const CoverStore *store, const SceneItem *item, double px_per_mm);
/* As cover_item, from the store. */
bool cover_store_copy(const CoverStore *store, unsigned char *bytes, CoverPlace place,
                      const SceneItem *item, Box near);

#endif
