/* Picture files of each kind, sound and broken, and the cache. */
#include "stage/picture.h"

#include <SDL_image.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/otterpaw-picture-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state) {
    (void)state;
    static const char *const names[] = {"a.svg", "b.svg", "a.png", "a.jpg", "broken"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static const char *path_of(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_text(const char *name, const char *text) {
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const char *const WIDE_SVG =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 72 36\" width=\"72\" height=\"36\">"
    "<rect x=\"0\" y=\"0\" width=\"36\" height=\"36\" fill=\"#ff0000\"/>"
    "<rect x=\"36\" y=\"0\" width=\"18\" height=\"36\" fill=\"#00ff00\" "
    "fill-opacity=\"0.5\"/></svg>";

static uint32_t pixel_of(const Picture *picture, int x, int y) {
    return picture->pixels[y * picture->width_px + x];
}

static const Picture *must_load(PictureCache *cache, const char *path, int size_px) {
    Fail fail = {0};
    const Picture *picture = picture_load(cache, path, size_px, &fail);
    if (picture == NULL) {
        fail_msg("%s: %s", path, fail.text);
    }
    return picture;
}

static void svg_is_drawn_at_the_size_asked_for_with_premultiplied_colours(void **state) {
    (void)state;
    write_text("a.svg", WIDE_SVG);
    PictureCache *cache = picture_cache_new(PICTURE_CACHE_BYTES);
    const Picture *picture = must_load(cache, path_of("a.svg"), 288);
    assert_int_equal(picture->width_px, 288);
    assert_int_equal(picture->height_px, 144);
    assert_int_equal(pixel_of(picture, 50, 70), 0xffff0000);
    assert_int_equal(pixel_of(picture, 270, 70), 0); /* nothing is drawn there */
    uint32_t half = pixel_of(picture, 180, 70);
    assert_in_range(half >> 24, 126, 129);
    assert_in_range(half >> 8 & 255, 126, 129); /* green times alpha */
    assert_int_equal(half & 0xff00ff, 0);
    picture_cache_free(cache);
}

static void png_is_scaled_down_by_area_and_never_up(void **state) {
    (void)state;
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, 64, 32, 32, SDL_PIXELFORMAT_ARGB8888);
    uint32_t *pixels = surface->pixels;
    for (int i = 0; i < 64 * 32; i++) {
        pixels[i] = (i + i / 64) % 2 ? 0xff0000ff : 0x0000ff00; /* a fine chessboard */
    }
    assert_int_equal(IMG_SavePNG(surface, path_of("a.png")), 0);
    assert_int_equal(IMG_SaveJPG(surface, path_of("a.jpg"), 90), 0);
    SDL_FreeSurface(surface);
    PictureCache *cache = picture_cache_new(PICTURE_CACHE_BYTES);
    const Picture *picture = must_load(cache, path_of("a.png"), 16);
    assert_int_equal(picture->width_px, 16);
    assert_int_equal(picture->height_px, 8);
    uint32_t mixed = pixel_of(picture, 5, 5);
    assert_in_range(mixed >> 24, 127, 128);
    assert_in_range(mixed & 255, 127, 128);
    assert_int_equal(mixed >> 8 & 255, 0); /* the unseen green of clear pixels stays out */
    picture = must_load(cache, path_of("a.png"), 500);
    assert_int_equal(picture->width_px, 64);
    picture = must_load(cache, path_of("a.jpg"), 32);
    assert_int_equal(picture->width_px, 32);
    assert_int_equal(pixel_of(picture, 3, 3) >> 24, 255);
    picture_cache_free(cache);
}

static void broken_file_is_named_once_and_not_read_again(void **state) {
    (void)state;
    static const char *const broken[] = {
        "no picture at all", "", "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect wid",
        "\x89PNG\r\n\x1a\n and then nothing", "\xff\xd8\xff\xe0 cut off"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        PictureCache *cache = picture_cache_new(PICTURE_CACHE_BYTES);
        write_text("broken", broken[i]);
        Fail fail = {0};
        assert_null(picture_load(cache, path_of("broken"), 100, &fail));
        assert_int_equal(fail.kind, FAIL_INPUT);
        assert_non_null(strstr(fail.text, path_of("broken")));
        write_text("broken", WIDE_SVG);
        assert_null(picture_load(cache, path_of("broken"), 50, &fail));
        assert_int_equal(fail.kind, FAIL_NONE);
        picture_cache_clear(cache); /* now it may be read again */
        assert_non_null(picture_load(cache, path_of("broken"), 50, &fail));
        picture_cache_free(cache);
    }
}

static void cache_keeps_what_was_used_last_and_never_passes_its_limit(void **state) {
    (void)state;
    write_text("a.svg", WIDE_SVG);
    write_text("b.svg", WIDE_SVG);
    const size_t one = 100 * 50 * 4;
    PictureCache *cache = picture_cache_new(2 * one + one / 2);
    const Picture *first = must_load(cache, path_of("a.svg"), 100);
    const uint32_t *kept = first->pixels;
    must_load(cache, path_of("b.svg"), 100);
    assert_int_equal(picture_cache_bytes(cache), 2 * one);
    must_load(cache, path_of("a.svg"), 100); /* a is used again: b is the oldest now */
    must_load(cache, path_of("a.svg"), 99);
    assert_true(picture_cache_bytes(cache) <= 2 * one + one / 2);
    assert_ptr_equal(must_load(cache, path_of("a.svg"), 100)->pixels, kept);
    unlink(path_of("b.svg"));
    Fail fail = {0};
    assert_null(picture_load(cache, path_of("b.svg"), 100, &fail));
    assert_int_equal(fail.kind, FAIL_INPUT);
    assert_null(picture_load(cache, path_of("a.svg"), 1000, &fail));
    assert_int_equal(fail.kind, FAIL_LIMIT);
    picture_cache_free(cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(svg_is_drawn_at_the_size_asked_for_with_premultiplied_colours),
        cmocka_unit_test(png_is_scaled_down_by_area_and_never_up),
        cmocka_unit_test(broken_file_is_named_once_and_not_read_again),
        cmocka_unit_test(cache_keeps_what_was_used_last_and_never_passes_its_limit),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
