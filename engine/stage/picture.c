/* SDL_image's surfaces made into plain pixels, and their cache; see picture.h. */
#include "stage/picture.h"

#include <SDL_image.h>
#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *path; /* owned */
    int size_px;
    Picture picture;
    uint32_t *pixels; /* owned; NULL: the file is broken, and that was said */
    size_t bytes;
    uint64_t used; /* when, in calls */
} Entry;

struct PictureCache {
    Entry entries[PICTURE_CACHE_FILES_MAX];
    size_t count, bytes, limit_bytes;
    uint64_t calls;
};

PictureCache *picture_cache_new(size_t limit_bytes) {
    PictureCache *cache = calloc(1, sizeof *cache);
    if (cache != NULL) {
        cache->limit_bytes = limit_bytes;
    }
    return cache;
}

static void drop(PictureCache *cache, size_t index) {
    Entry *entry = &cache->entries[index];
    cache->bytes -= entry->bytes;
    free(entry->path);
    free(entry->pixels);
    *entry = cache->entries[--cache->count];
}

void picture_cache_clear(PictureCache *cache) {
    while (cache->count > 0) {
        drop(cache, cache->count - 1);
    }
}

void picture_cache_free(PictureCache *cache) {
    if (cache != NULL) {
        picture_cache_clear(cache);
        free(cache);
        IMG_Quit();
    }
}

size_t picture_cache_bytes(const PictureCache *cache) {
    return cache->bytes;
}

/* ---- files ---- */

/* A cut-off SVG would be drawn as far as it goes, and none of it at all leaks in SDL_image. */
static bool svg_is_whole(SDL_RWops *file) {
    size_t size = 0;
    char *text = SDL_LoadFile_RW(file, &size, 0); /* 0-ended by SDL */
    bool whole = text != NULL && strstr(text, "</svg>") != NULL;
    SDL_free(text);
    SDL_RWseek(file, 0, RW_SEEK_SET);
    if (!whole) {
        SDL_SetError("the file is cut off");
    }
    return whole;
}

static SDL_Surface *decode(SDL_RWops *file, int size_px) {
    if (IMG_isSVG(file)) {
        return svg_is_whole(file) ? IMG_LoadSizedSVG_RW(file, size_px, size_px) : NULL;
    }
    if (IMG_isPNG(file)) {
        return IMG_LoadPNG_RW(file);
    }
    if (IMG_isJPG(file)) {
        return IMG_LoadJPG_RW(file);
    }
    SDL_SetError("it is no SVG, PNG or JPEG");
    return NULL;
}

/* The file's picture in 32 bits, colours not yet multiplied by alpha. NULL: *fail says why. */
static SDL_Surface *read_file(const char *path, int size_px, Fail *fail) {
    SDL_RWops *file = SDL_RWFromFile(path, "rb");
    if (file == NULL) {
        fail_set(fail, FAIL_INPUT, "The picture %s cannot be opened: check that the file exists.",
                 path);
        return NULL;
    }
    SDL_Surface *raw = NULL;
    if (SDL_RWsize(file) > PICTURE_FILE_BYTES_MAX) {
        SDL_SetError("the file is larger than %d bytes", (int)PICTURE_FILE_BYTES_MAX);
    } else {
        raw = decode(file, size_px);
    }
    SDL_RWclose(file);
    SDL_Surface *surface =
        raw == NULL ? NULL : SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_ARGB8888, 0);
    SDL_FreeSurface(raw);
    if (surface == NULL || surface->w < 1 || surface->h < 1) {
        fail_set(fail, FAIL_INPUT,
                 "The picture %s cannot be read (%s): save it again as SVG, PNG "
                 "or JPEG.",
                 path, SDL_GetError());
        SDL_FreeSurface(surface);
        return NULL;
    }
    return surface;
}

static const uint32_t *row_of(const SDL_Surface *surface, int y) {
    return (const uint32_t *)(const void *)((const char *)surface->pixels +
                                            (size_t)y * (size_t)surface->pitch);
}

typedef struct {
    double alpha, red, green, blue, weight; /* colours multiplied by alpha */
} Sum;

static void sum_add(Sum *sum, uint32_t pixel, double weight) {
    double alpha = pixel >> 24;
    sum->alpha += weight * alpha;
    sum->red += weight * alpha * (pixel >> 16 & 255) / 255;
    sum->green += weight * alpha * (pixel >> 8 & 255) / 255;
    sum->blue += weight * alpha * (pixel & 255) / 255;
    sum->weight += weight;
}

static uint32_t sum_pixel(const Sum *sum) {
    double part = 1 / sum->weight;
    return (uint32_t)(sum->alpha * part + 0.5) << 24 | (uint32_t)(sum->red * part + 0.5) << 16 |
           (uint32_t)(sum->green * part + 0.5) << 8 | (uint32_t)(sum->blue * part + 0.5);
}

/* How much of [from, to) the cell [at, at + 1) covers. */
static double cover(double from, double to, int at) {
    return fmin(to, at + 1.0) - fmax(from, at);
}

/* Each pixel becomes the mean of the source area it stands for; 1:1 when the sizes are equal. */
static void shrink(const SDL_Surface *from, uint32_t *to, int width, int height) {
    double across = (double)from->w / width, down = (double)from->h / height;
    for (int y = 0; y < height; y++) {
        double top = y * down, bottom = fmin(top + down, from->h);
        for (int x = 0; x < width; x++) {
            double left = x * across, right = fmin(left + across, from->w);
            Sum sum = {0};
            for (int sy = (int)top; sy < bottom; sy++) {
                const uint32_t *row = row_of(from, sy);
                double weight_y = cover(top, bottom, sy);
                for (int sx = (int)left; sx < right; sx++) {
                    sum_add(&sum, row[sx], weight_y * cover(left, right, sx));
                }
            }
            to[(size_t)y * (size_t)width + (size_t)x] = sum_pixel(&sum);
        }
    }
}

/* Fills the entry's picture from its file. */
static bool load(Entry *entry, Fail *fail) {
    SDL_Surface *surface = read_file(entry->path, entry->size_px, fail);
    if (surface == NULL) {
        return false;
    }
    int larger = surface->w > surface->h ? surface->w : surface->h;
    double scale = larger > entry->size_px ? (double)entry->size_px / larger : 1;
    int width = (int)fmax(1, floor(surface->w * scale + 0.5));
    int height = (int)fmax(1, floor(surface->h * scale + 0.5));
    size_t bytes = (size_t)width * (size_t)height * sizeof(uint32_t);
    entry->pixels = malloc(bytes);
    if (entry->pixels != NULL) {
        shrink(surface, entry->pixels, width, height);
        entry->bytes = bytes;
        entry->picture = (Picture){width, height, entry->pixels};
    } else {
        fail_set(fail, FAIL_MEMORY, "There is no memory for the picture %s.", entry->path);
    }
    SDL_FreeSurface(surface);
    return entry->pixels != NULL;
}

/* ---- the cache ---- */

static Entry *find(PictureCache *cache, const char *path, int size_px) {
    for (size_t i = 0; i < cache->count; i++) {
        Entry *entry = &cache->entries[i];
        /* A broken file is broken at every size. */
        if ((entry->size_px == size_px || entry->pixels == NULL) &&
            strcmp(entry->path, path) == 0) {
            return entry;
        }
    }
    return NULL;
}

static void drop_oldest(PictureCache *cache) {
    size_t oldest = 0;
    for (size_t i = 1; i < cache->count; i++) {
        if (cache->entries[i].used < cache->entries[oldest].used) {
            oldest = i;
        }
    }
    drop(cache, oldest);
}

const Picture *picture_load(PictureCache *cache, const char *path, int size_px, Fail *fail) {
    assert(size_px >= 1 && size_px <= PICTURE_SIZE_MAX);
    fail_clear(fail);
    Entry *found = find(cache, path, size_px);
    if (found != NULL) {
        found->used = ++cache->calls;
        return found->pixels == NULL ? NULL : &found->picture;
    }
    Entry entry = {.size_px = size_px, .used = ++cache->calls};
    entry.path = strdup(path);
    if (entry.path == NULL) {
        fail_set(fail, FAIL_MEMORY, "There is no memory for the picture %s.", path);
        return NULL;
    }
    load(&entry, fail);
    if (entry.bytes > cache->limit_bytes) {
        fail_set(fail, FAIL_LIMIT,
                 "The picture %s needs %zu bytes, more than all pictures together may have (%zu): "
                 "show it smaller.",
                 path, entry.bytes, cache->limit_bytes);
        free(entry.pixels);
        free(entry.path);
        return NULL;
    }
    while (cache->count > 0 && (cache->count == PICTURE_CACHE_FILES_MAX ||
                                cache->bytes + entry.bytes > cache->limit_bytes)) {
        drop_oldest(cache);
    }
    cache->bytes += entry.bytes;
    cache->entries[cache->count++] = entry;
    return entry.pixels == NULL ? NULL : &cache->entries[cache->count - 1].picture;
}
