/* What of an ink is covered already, tile by tile; see cover.h. All but the last span is kept: that
 * one bends when the next point comes, so it is drawn on a copy. */
#include "paint/cover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct CoverStore {
    const Ink *ink; /* only compared */
    uint32_t id;
    Point at, first, last; /* of what is kept: a line that begins anew at this place is noticed */
    double width_mm, px_per_mm;
    int columns, rows;
    size_t done;           /* points whose spans are in the tiles */
    unsigned char **tiles; /* columns x rows; NULL where there is no ink */
};

CoverStore *cover_store_new(void) {
    return calloc(1, sizeof(CoverStore));
}

static void forget(CoverStore *store) {
    for (int i = 0; store->tiles != NULL && i < store->columns * store->rows; i++) {
        free(store->tiles[i]);
    }
    free(store->tiles);
    *store = (CoverStore){0};
}

void cover_store_free(CoverStore *store) {
    if (store != NULL) {
        forget(store);
        free(store);
    }
}

static bool same_point(Point a, Point b) {
    return a.x == b.x && a.y == b.y;
}

bool cover_store_holds(const CoverStore *store, const SceneItem *item, double px_per_mm) {
    return store->tiles != NULL && store->ink == item->ink && store->id == item->ink_id &&
           same_point(store->at, item->ink_at) && store->width_mm == item->width_mm &&
           store->px_per_mm == px_per_mm && store->done < item->ink_count &&
           same_point(store->first, item->ink->points[0].at) &&
           (store->done == 0 || same_point(store->last, item->ink->points[store->done - 1].at));
}

static bool take_span(CoverStore *store, const SceneItem *item, size_t index) {
    const InkPoint *point = &item->ink->points[index];
    Point a = point->at, b = point->starts_stroke ? a : item->ink->points[index - 1].at;
    /* A pixel and a half more than the radius: at least all that cover.c may touch. */
    double scale = store->px_per_mm, reach = item->width_mm / 2 * scale + 1.5;
    double left = (fmin(a.x, b.x) + item->ink_at.x) * scale - reach;
    double top = (fmin(a.y, b.y) + item->ink_at.y) * scale - reach;
    double right = (fmax(a.x, b.x) + item->ink_at.x) * scale + reach;
    double bottom = (fmax(a.y, b.y) + item->ink_at.y) * scale + reach;
    int row_end = (int)fmin(store->rows, floor(bottom / TILE_PX) + 1);
    int column_end = (int)fmin(store->columns, floor(right / TILE_PX) + 1);
    for (int row = (int)fmax(0, floor(top / TILE_PX)); row < row_end; row++) {
        for (int column = (int)fmax(0, floor(left / TILE_PX)); column < column_end; column++) {
            unsigned char **tile = &store->tiles[row * store->columns + column];
            if (*tile == NULL) {
                *tile = calloc(1, COVER_BYTES);
            }
            if (*tile == NULL) {
                return false;
            }
            CoverPlace place = {scale, column * TILE_PX, row * TILE_PX};
            cover_points(*tile, place, item, index, index + 1);
        }
    }
    return true;
}

bool cover_store_take(CoverStore *store, const SceneItem *item, double px_per_mm, int columns,
                      int rows) {
    if (store->columns != columns || store->rows != rows ||
        !cover_store_holds(store, item, px_per_mm)) {
        forget(store);
        if (columns * rows > COVER_STORE_TILES_MAX) {
            return false;
        }
        store->tiles = calloc((size_t)columns * (size_t)rows, sizeof *store->tiles);
        if (store->tiles == NULL) {
            return false;
        }
        store->columns = columns;
        store->rows = rows;
        store->ink = item->ink;
        store->id = item->ink_id;
        store->at = item->ink_at;
        store->first = item->ink->points[0].at;
        store->width_mm = item->width_mm;
        store->px_per_mm = px_per_mm;
    }
    while (store->done + 1 < item->ink_count) {
        if (!take_span(store, item, store->done)) {
            forget(store);
            return false;
        }
        store->last = item->ink->points[store->done++].at;
    }
    return true;
}

bool cover_store_copy(const CoverStore *store, unsigned char *bytes, CoverPlace place,
                      const SceneItem *item, Box near) {
    const unsigned char *tile =
        store->tiles[place.top / TILE_PX * store->columns + place.left / TILE_PX];
    const InkPoint *end = &item->ink->points[item->ink_count - 1];
    Point from = end->starts_stroke ? end->at : end[-1].at;
    Box box = {fmin(end->at.x, from.x) + item->ink_at.x, fmin(end->at.y, from.y) + item->ink_at.y,
               fmax(end->at.x, from.x) + item->ink_at.x, fmax(end->at.y, from.y) + item->ink_at.y};
    bool meets = box_meets(box, near);
    if (tile == NULL && !meets) {
        return false;
    }
    if (tile == NULL) {
        memset(bytes, 0, COVER_BYTES);
    } else {
        memcpy(bytes, tile, COVER_BYTES);
    }
    if (meets) {
        cover_points(bytes, place, item, item->ink_count - 1, item->ink_count);
    }
    return true;
}
