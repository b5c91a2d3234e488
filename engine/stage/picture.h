/* Picture files made into pixels: SVG drawn at the size asked for, PNG and JPEG scaled down to it.
 * A cache keeps the most recently used; a broken file is reported once and not read again. */
#ifndef OTTERPAW_STAGE_PICTURE_H
#define OTTERPAW_STAGE_PICTURE_H

#include "base/fail.h"

#include <stddef.h>
#include <stdint.h>

enum {
    PICTURE_CACHE_BYTES = 16 << 20, /* a good limit for picture_cache_new */
    PICTURE_CACHE_FILES_MAX = 1024,
    PICTURE_SIZE_MAX = 4096, /* pixels */
    PICTURE_FILE_BYTES_MAX = 32 << 20,
};

/* Rows follow each other without gaps: width_px words each, top row first. */
typedef struct {
    int width_px, height_px;
    const uint32_t *pixels; /* native words 0xAARRGGBB, colours multiplied by alpha */
} Picture;

typedef struct PictureCache PictureCache;

PictureCache *picture_cache_new(size_t limit_bytes); /* NULL: no memory */
void picture_cache_free(PictureCache *cache);        /* NULL is allowed */

/* The picture fitted into size_px x size_px (1 .. PICTURE_SIZE_MAX), its proportions kept: an SVG
 * fills the square one way, a smaller PNG or JPEG keeps its own size. Borrowed until the next call.
 * NULL with *fail filled: the file cannot be read or is no such picture. NULL with fail->kind
 * FAIL_NONE: that was already reported for this file. */
const Picture *picture_load(PictureCache *cache, const char *path, int size_px, Fail *fail);

/* Forgets everything, failures included: the files may have changed. */
void picture_cache_clear(PictureCache *cache);
size_t picture_cache_bytes(const PictureCache *cache); /* never above the limit */

#endif
