/* What the tests of the painter share: a canvas with a picture, a surface, what is coloured on it.
 */
#ifndef OTTERPAW_TESTS_PAINT_SCENE_H
#define OTTERPAW_TESTS_PAINT_SCENE_H

#include "paint/canvas.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WIDTH = 640, HEIGHT = 400, PIXELS = WIDTH * HEIGHT, RECTS = 8 };
static const double SCALE = 4.37; /* pixels per mm that never fall on whole pixels */
static const double WIDE = WIDTH / 4.37, HIGH = HEIGHT / 4.37;

static char *themes;
static size_t themes_length;

static inline int read_themes(void **state) {
    (void)state;
    FILE *file = fopen("assets/themes.json", "rb");
    themes = calloc(1, 1 << 16);
    if (file == NULL || themes == NULL) {
        return -1;
    }
    themes_length = fread(themes, 1, (1 << 16) - 1, file);
    fclose(file);
    return 0;
}

static inline int free_themes(void **state) {
    (void)state;
    free(themes);
    return 0;
}

static inline Theme theme_named(const char *name) {
    Theme theme;
    Fail fail = {0};
    if (!theme_read(themes, themes_length, name, &theme, &fail)) {
        fail_msg("%s", fail.text);
    }
    return theme;
}

/* A red disc on clear ground, of any size: what a decoded picture looks like. */
static inline const uint32_t *load_disc(void *self, const char *picture, int size_px, int *width_px,
                                        int *height_px) {
    static uint32_t pixels[512 * 512];
    (void)self;
    if (strcmp(picture, "disc") != 0 || size_px > 512) {
        return NULL;
    }
    for (int y = 0; y < size_px; y++) {
        for (int x = 0; x < size_px; x++) {
            double dx = x + 0.5 - size_px / 2.0, dy = y + 0.5 - size_px / 2.0;
            pixels[y * size_px + x] = hypot(dx, dy) < size_px / 2.0 ? 0xFFC02020 : 0;
        }
    }
    *width_px = *height_px = size_px;
    return pixels;
}

static inline Canvas *new_canvas(const char *theme_name) {
    Theme theme = theme_named(theme_name);
    PictureSource pictures = {NULL, load_disc};
    Canvas *canvas = canvas_new(&theme, &pictures);
    assert_non_null(canvas);
    return canvas;
}

static inline int draw(Canvas *canvas, const Scene *before, const Scene *now, uint32_t *pixels,
                       PixelRect *rects) {
    Fail fail = {0};
    int count = canvas_draw(canvas, before, now, SCALE, pixels, WIDTH, HEIGHT, WIDTH * 4, rects,
                            RECTS, &fail);
    if (count < 0) {
        fail_msg("%s", fail.text);
    }
    return count;
}

static inline uint32_t *new_pixels(void) {
    uint32_t *pixels = calloc(PIXELS, sizeof *pixels);
    assert_non_null(pixels);
    return pixels;
}

static inline Point scribble(int i) {
    return (Point){WIDE / 2 + 50 * sin(i * 0.071) + 3 * sin(i * 1.7),
                   HIGH / 2 + 30 * sin(i * 0.113) + 2 * cos(i * 2.3)};
}

/* Columns and rows that hold another colour than the canvas. */
typedef struct {
    int left, top, right, bottom;
} Extent;

static inline Extent extent_of(const uint32_t *pixels, uint32_t ground) {
    Extent extent = {WIDTH, HEIGHT, -1, -1};
    for (int i = 0; i < PIXELS; i++) {
        if ((pixels[i] & 0xFFFFFF) != ground) {
            int x = i % WIDTH, y = i / WIDTH;
            extent.left = x < extent.left ? x : extent.left;
            extent.right = x > extent.right ? x : extent.right;
            extent.top = y < extent.top ? y : extent.top;
            extent.bottom = y > extent.bottom ? y : extent.bottom;
        }
    }
    return extent;
}

static inline Extent drawn(Canvas *canvas, const SceneItem *item) {
    Scene *scene = scene_new(WIDE, HIGH);
    uint32_t *pixels = new_pixels();
    PixelRect rects[RECTS];
    assert_true(scene_add(scene, item));
    draw(canvas, NULL, scene, pixels, rects);
    Extent extent = extent_of(pixels, theme_named("calm").color[COLOR_CANVAS]);
    free(pixels);
    scene_free(scene);
    return extent;
}

#endif
