/* The painter: pixels by damage against pixels drawn whole, text, pictures, pages, themes. */
#include "paint/canvas.h"

#include "base/rng.h"

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

static int read_themes(void **state) {
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

static int free_themes(void **state) {
    (void)state;
    free(themes);
    return 0;
}

static Theme theme_named(const char *name) {
    Theme theme;
    Fail fail = {0};
    if (!theme_read(themes, themes_length, name, &theme, &fail)) {
        fail_msg("%s", fail.text);
    }
    return theme;
}

/* A red disc on clear ground, of any size: what a decoded picture looks like. */
static const uint32_t *load_disc(void *self, const char *picture, int size_px, int *width_px,
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

static Canvas *new_canvas(const char *theme_name) {
    Theme theme = theme_named(theme_name);
    PictureSource pictures = {NULL, load_disc};
    Canvas *canvas = canvas_new(&theme, &pictures);
    assert_non_null(canvas);
    return canvas;
}

static int draw(Canvas *canvas, const Scene *before, const Scene *now, uint32_t *pixels,
                PixelRect *rects) {
    Fail fail = {0};
    int count = canvas_draw(canvas, before, now, SCALE, pixels, WIDTH, HEIGHT, WIDTH * 4, rects,
                            RECTS, &fail);
    if (count < 0) {
        fail_msg("%s", fail.text);
    }
    return count;
}

static void assert_same_pixels(const uint32_t *a, const uint32_t *b, const char *when, int step) {
    for (int i = 0; i < PIXELS; i++) {
        if ((a[i] & 0xFFFFFF) != (b[i] & 0xFFFFFF)) {
            fail_msg("%s, step %d: pixel %d,%d is %06x, but %06x when all is drawn", when, step,
                     i % WIDTH, i / WIDTH, a[i] & 0xFFFFFF, b[i] & 0xFFFFFF);
        }
    }
}

static bool in_rects(int x, int y, const PixelRect *rects, int count) {
    for (int i = 0; i < count; i++) {
        if (x >= rects[i].x && x < rects[i].x + rects[i].width && y >= rects[i].y &&
            y < rects[i].y + rects[i].height) {
            return true;
        }
    }
    return false;
}

static void assert_changed_inside(const uint32_t *was, const uint32_t *is, const PixelRect *rects,
                                  int count, int step) {
    for (int i = 0; i < PIXELS; i++) {
        if ((was[i] & 0xFFFFFF) != (is[i] & 0xFFFFFF) &&
            !in_rects(i % WIDTH, i / WIDTH, rects, count)) {
            fail_msg("step %d: pixel %d,%d changed outside the rectangles", step, i % WIDTH,
                     i / WIDTH);
        }
    }
}

static uint32_t *new_pixels(void) {
    uint32_t *pixels = calloc(PIXELS, sizeof *pixels);
    assert_non_null(pixels);
    return pixels;
}

static double pick(Rng *rng, double from, double to) {
    return from + (to - from) * rng_unit(rng);
}

static Color any_color(Rng *rng) {
    return (Color)(1 + (int)(rng_unit(rng) * (COLOR_COUNT - 1)));
}

enum { EDIT_ITEMS = 24, EDIT_POINTS = 40 };
static Point edit_points[EDIT_ITEMS][EDIT_POINTS];

static SceneItem any_item(Rng *rng, int slot) {
    static const char *const texts[] = {"Ava \xC2\xB7 30 min", "Go / wait and then go on for long",
                                        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 12", "g"};
    static const SceneKind kinds[] = {SCENE_RECT, SCENE_CIRCLE,  SCENE_PIE, SCENE_LINE,
                                      SCENE_LINE, SCENE_PICTURE, SCENE_TEXT};
    SceneItem item = {.kind = kinds[(int)(rng_unit(rng) * 7)],
                      .box = box_of(pick(rng, -10, WIDE), pick(rng, -10, HIGH), pick(rng, 1, 60),
                                    pick(rng, 1, 40)),
                      .radius_mm = pick(rng, 0, 12),
                      .fill = any_color(rng),
                      .line = any_color(rng),
                      .width_mm = pick(rng, 0.1, 6),
                      .share = rng_unit(rng),
                      .opacity = rng_unit(rng) < 0.3 ? 0.45 : 0,
                      .em_mm = pick(rng, 3, 9),
                      .lines_max = (int)pick(rng, 0, 4),
                      .bold = rng_unit(rng) < 0.5,
                      .align = (Align)(int)pick(rng, 0, 3)};
    if (item.kind == SCENE_LINE) {
        item.points = edit_points[slot];
        item.point_count = (size_t)pick(rng, 1, EDIT_POINTS);
        item.closed = rng_unit(rng) < 0.2;
        item.fill = item.closed ? item.fill : COLOR_NONE;
        if (rng_unit(rng) < 0.5) {
            item.dash_mm[0] = pick(rng, 0, 4);
            item.dash_mm[1] = pick(rng, 0.5, 4);
        }
        double x = pick(rng, 0, WIDE), y = pick(rng, 0, HIGH);
        for (int i = 0; i < EDIT_POINTS; i++) {
            edit_points[slot][i] = (Point){x += pick(rng, -6, 6), y += pick(rng, -6, 6)};
        }
    }
    item.text = item.kind == SCENE_PICTURE ? (rng_unit(rng) < 0.8 ? "disc" : "none")
                                           : texts[(int)(rng_unit(rng) * 4)];
    return item;
}

static void random_edits_draw_like_whole(const char *theme) {
    Canvas *canvas = new_canvas(theme);
    Scene *scenes[2] = {scene_new(WIDE, HIGH), scene_new(WIDE, HIGH)};
    uint32_t *kept = new_pixels(), *whole = new_pixels(), *was = new_pixels();
    SceneItem items[EDIT_ITEMS];
    PixelRect rects[RECTS], all[RECTS];
    Rng rng = rng_stream(20, theme, 0);
    for (int i = 0; i < EDIT_ITEMS; i++) {
        items[i] = any_item(&rng, i);
    }
    for (int step = 0; step < 60; step++) {
        Scene *before = scenes[step % 2], *now = scenes[(step + 1) % 2];
        int slot = (int)(rng_unit(&rng) * EDIT_ITEMS);
        bool grows = items[slot].kind == SCENE_LINE && items[slot].point_count < EDIT_POINTS;
        if (grows) {
            items[slot].point_count++;
        } else {
            items[slot] = any_item(&rng, slot);
        }
        scene_clear(now);
        scene_rect(now, 0, 0, WIDE, HIGH, 0, COLOR_CANVAS, COLOR_NONE, 0);
        scene_rect(now, 6, 6, WIDE - 12, HIGH - 12, 8, COLOR_SURFACE, COLOR_EDGE, 0.5);
        for (int i = 0; i < EDIT_ITEMS; i++) {
            assert_true(scene_add(now, &items[i]));
        }
        memcpy(was, kept, PIXELS * sizeof *was);
        int count = draw(canvas, step == 0 ? NULL : before, now, kept, rects);
        draw(canvas, NULL, now, whole, all);
        assert_same_pixels(kept, whole, theme, step);
        assert_changed_inside(was, kept, rects, count, step);
    }
    free(kept);
    free(whole);
    free(was);
    scene_free(scenes[0]);
    scene_free(scenes[1]);
    canvas_free(canvas);
}

static void redrawing_the_damage_equals_drawing_all(void **state) {
    (void)state;
    random_edits_draw_like_whole("calm");
    random_edits_draw_like_whole("contrast");
}

static Point scribble(int i) {
    return (Point){WIDE / 2 + 50 * sin(i * 0.071) + 3 * sin(i * 1.7),
                   HIGH / 2 + 30 * sin(i * 0.113) + 2 * cos(i * 2.3)};
}

static void growing_ink_equals_ink_drawn_whole(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    Scene *scenes[2] = {scene_new(WIDE, HIGH), scene_new(WIDE, HIGH)};
    uint32_t *kept = new_pixels(), *whole = new_pixels(), *was = new_pixels();
    Ink ink = {.id = 1};
    PixelRect rects[RECTS], all[RECTS];
    int given = 0;
    for (int step = 0; step < 120; step++) {
        for (int i = 0; i < 1 + step % 4; i++, given++) {
            assert_true(ink_add(&ink, scribble(given), given % 37 == 0));
        }
        Scene *before = scenes[step % 2], *now = scenes[(step + 1) % 2];
        scene_clear(now);
        scene_rect(now, 4, 4, WIDE - 8, HIGH - 8, 8, COLOR_SURFACE, COLOR_EDGE, 0.5);
        scene_circle(now, WIDE / 2, HIGH / 2, 30, COLOR_CORRIDOR, COLOR_CORRIDOR_EDGE, 0.8);
        scene_origin(now, 1.5, -0.7);
        scene_ink(now, &ink, 2.5, COLOR_INK_LINE);
        scene_origin(now, 0, 0);
        scene_label(now, 20, HIGH / 2, 0, "Over the line", 8, true, ALIGN_START, COLOR_INK);
        memcpy(was, kept, PIXELS * sizeof *was);
        int count = draw(canvas, step == 0 ? NULL : before, now, kept, rects);
        assert_in_range(count, 1, RECTS);
        if (step > 0) {
            assert_changed_inside(was, kept, rects, count, step);
            assert_true(rects[0].width * rects[0].height <= 4 * 128 * 128);
        }
        if (step % 5 == 4) { /* by a painter that has not seen it grow */
            Canvas *fresh = new_canvas("calm");
            draw(fresh, NULL, now, whole, all);
            assert_same_pixels(kept, whole, "ink", step);
            canvas_free(fresh);
        }
    }
    free(kept);
    free(whole);
    free(was);
    ink_free(&ink);
    scene_free(scenes[0]);
    scene_free(scenes[1]);
    canvas_free(canvas);
}

static void many_inks_look_the_same_kept_or_drawn_anew(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm"), *fresh = new_canvas("calm");
    Scene *scene = scene_new(WIDE, HIGH);
    uint32_t *kept = new_pixels(), *whole = new_pixels();
    Ink inks[4] = {{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4}};
    PixelRect rects[RECTS];
    for (int step = 0; step < 12; step++) {
        if (step == 7) {
            ink_clear(&inks[3]); /* begun anew at the same place in memory */
        }
        scene_clear(scene);
        for (int i = 0; i < 4; i++) {
            for (int point = 0; point < 20; point++) {
                ink_add(&inks[i], scribble(step * 20 + point + 90 * i), point == 0 && step == 7);
            }
            scene_add(scene, &(SceneItem){.kind = SCENE_INK,
                                          .ink = &inks[i],
                                          .ink_count = step % 4 == 3 ? inks[i].count / 2 + 1 : 0,
                                          .width_mm = 1 + i,
                                          .opacity = 0.6,
                                          .line = (Color)(COLOR_LEAF + i)});
        }
        draw(canvas, NULL, scene, kept, rects);
        canvas_free(fresh);
        fresh = new_canvas("calm");
        draw(fresh, NULL, scene, whole, rects);
        assert_same_pixels(kept, whole, "inks", step);
    }
    for (int i = 0; i < 4; i++) {
        ink_free(&inks[i]);
    }
    free(kept);
    free(whole);
    scene_free(scene);
    canvas_free(canvas);
    canvas_free(fresh);
}

static void scene_that_looks_the_same_draws_nothing(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    Scene *before = scene_new(WIDE, HIGH), *now = scene_new(WIDE, HIGH);
    uint32_t *pixels = new_pixels();
    PixelRect rects[RECTS];
    scene_rect(before, 4, 4, 20, 20, 4, COLOR_LEAF, COLOR_NONE, 0);
    scene_rect(now, 4, 4, 20, 20, 4, COLOR_LEAF, COLOR_NONE, 0);
    assert_int_equal(draw(canvas, before, now, pixels, rects), 0);
    assert_int_equal(pixels[40 * WIDTH + 40], 0);
    free(pixels);
    scene_free(before);
    scene_free(now);
    canvas_free(canvas);
}

/* Columns and rows that hold another colour than the canvas. */
typedef struct {
    int left, top, right, bottom;
} Extent;

static Extent extent_of(const uint32_t *pixels, uint32_t ground) {
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

static Extent drawn(Canvas *canvas, const SceneItem *item) {
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

static SceneItem text_item(const char *text, double em_mm, Align align) {
    return (SceneItem){.kind = SCENE_TEXT,
                       .box = box_of(20, 20, 100, 20),
                       .text = text,
                       .em_mm = em_mm,
                       .align = align,
                       .line = COLOR_INK};
}

static void capital_letters_stand_in_the_middle_of_their_box(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    SceneItem item = text_item("H", 12, ALIGN_START);
    Extent extent = drawn(canvas, &item);
    double middle = (extent.top + extent.bottom + 1) / 2.0, cap = extent.bottom + 1 - extent.top;
    assert_true(fabs(middle - 30 * SCALE) <= 1);
    assert_true(fabs(cap - 0.725 * 12 * SCALE) <= 1.6); /* Andika, and no other typeface */
    canvas_free(canvas);
}

static void labels_start_where_the_language_does(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    const char *texts[] = {"Hello", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 12", "12"};
    for (int i = 0; i < 3; i++) {
        SceneItem item = text_item(texts[i], 8, ALIGN_START);
        canvas_language(canvas, "en");
        Extent extent = drawn(canvas, &item);
        assert_in_range(extent.left, 20 * SCALE - 2, 20 * SCALE + 8);
        assert_true(extent.right < 70 * SCALE);
        canvas_language(canvas, "he");
        extent = drawn(canvas, &item);
        assert_in_range(extent.right, 120 * SCALE - 8, 120 * SCALE + 2);
        assert_true(extent.left > 70 * SCALE);
        item.align = ALIGN_END;
        assert_true(drawn(canvas, &item).right < 70 * SCALE);
    }
    canvas_free(canvas);
}

static void wrapped_words_start_where_their_own_direction_does(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    SceneItem latin = text_item("Hello", 8, ALIGN_START);
    SceneItem hebrew = text_item("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 12", 8, ALIGN_START);
    latin.lines_max = hebrew.lines_max = 2;
    const char *languages[] = {"en", "he"};
    for (int i = 0; i < 2; i++) {
        canvas_language(canvas, languages[i]);
        assert_true(drawn(canvas, &latin).right < 70 * SCALE);
        assert_true(drawn(canvas, &hebrew).left > 70 * SCALE);
    }
    hebrew.align = ALIGN_END;
    assert_true(drawn(canvas, &hebrew).right < 70 * SCALE);
    canvas_free(canvas);
}

static void wide_text_shrinks_and_then_is_cut_and_counted(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    TextMeasure measure = canvas_measure(canvas);
    SceneItem item = text_item("Wash hands", 8, ALIGN_START);
    double width = measure.width_mm(measure.self, item.text, 8, false);
    item.box.right = item.box.left + width;
    drawn(canvas, &item);
    assert_int_equal(canvas_clipped_texts(canvas), 0);
    item.box.right = item.box.left + 0.85 * width;
    Extent extent = drawn(canvas, &item);
    assert_int_equal(canvas_clipped_texts(canvas), 0);
    assert_true(extent.right <= item.box.right * SCALE + 1);
    item.box.right = item.box.left + 0.6 * width;
    extent = drawn(canvas, &item);
    assert_true(extent.right <= item.box.right * SCALE + 1);
    assert_int_equal(canvas_clipped_texts(canvas), 1);
    assert_int_equal(canvas_clipped_texts(canvas), 0);
    item.lines_max = 3; /* wrapped it fits */
    drawn(canvas, &item);
    assert_int_equal(canvas_clipped_texts(canvas), 0);
    item.lines_max = 2;
    item.text = "Many more words than two lines of so narrow a box have room for";
    drawn(canvas, &item);
    assert_int_equal(canvas_clipped_texts(canvas), 1);
    canvas_free(canvas);
}

static void width_grows_with_size_and_lines_with_narrowness(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    TextMeasure measure = canvas_measure(canvas);
    double small = measure.width_mm(measure.self, "Trace lines", 4, false);
    double large = measure.width_mm(measure.self, "Trace lines", 8, false);
    double bold = measure.width_mm(measure.self, "Trace lines", 8, true);
    assert_true(fabs(large - 2 * small) < 1e-9);
    assert_true(bold > large);
    assert_true(large > 30 && large < 50);
    assert_int_equal(canvas_lines(canvas, "Trace lines", 2 * large, 8, false), 1);
    assert_int_equal(canvas_lines(canvas, "Trace lines", 0.7 * large, 8, false), 2);
    assert_int_equal(canvas_lines(canvas, "", 10, 8, false), 0);
    canvas_free(canvas);
}

static void hebrew_and_accents_are_known_and_private_signs_are_counted(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    SceneItem item = text_item("\xD7\xA6\xD7\x91\xD7\xA2\xD7\x99\xD7\x9D 12%", 8, ALIGN_START);
    drawn(canvas, &item);
    item.text = "Ni\xC3\xB1o, \xC2\xBFlisto? \xC2\xB7 \xE2\x80\x93 \xE2\x89\xA4 5";
    drawn(canvas, &item);
    assert_int_equal(canvas_unknown_glyphs(canvas), 0);
    item.text = "a\xF4\x8F\xBF\xBD"
                "b"; /* U+10FFFD: private, no font has it */
    drawn(canvas, &item);
    assert_int_equal(canvas_unknown_glyphs(canvas), 1);
    canvas_free(canvas);
}

static void missing_picture_shows_a_card_and_dark_themes_a_plate(void **state) {
    (void)state;
    SceneItem item = {.kind = SCENE_PICTURE, .box = box_of(20, 20, 40, 40), .text = "none"};
    Canvas *canvas = new_canvas("calm");
    Extent extent = drawn(canvas, &item);
    assert_true(extent.left >= 20 * SCALE - 1 && extent.right <= 60 * SCALE + 1);
    assert_true(extent.right - extent.left > 30 * SCALE);
    canvas_free(canvas);
    item.text = "disc";
    const char *names[] = {"calm", "contrast"};
    for (int i = 0; i < 2; i++) {
        canvas = new_canvas(names[i]);
        Scene *scene = scene_new(WIDE, HIGH);
        uint32_t *pixels = new_pixels();
        PixelRect rects[RECTS];
        scene_add(scene, &item);
        draw(canvas, NULL, scene, pixels, rects);
        Theme theme = theme_named(names[i]);
        int corner = (int)(23 * SCALE) * WIDTH + (int)(23 * SCALE);
        assert_int_equal(pixels[corner] & 0xFFFFFF,
                         theme.color[i == 0 ? COLOR_CANVAS : COLOR_PLATE]);
        assert_int_equal(pixels[(int)(40 * SCALE) * WIDTH + (int)(40 * SCALE)] & 0xFFFFFF,
                         0xC02020);
        free(pixels);
        scene_free(scene);
        canvas_free(canvas);
    }
}

static void pie_begins_at_twelve_and_runs_clockwise(void **state) {
    (void)state;
    Canvas *canvas = new_canvas("calm");
    SceneItem item = {
        .kind = SCENE_PIE, .box = box_of(20, 20, 40, 40), .share = 0.25, .fill = COLOR_SKY};
    Extent extent = drawn(canvas, &item);
    assert_in_range(extent.left, 40 * SCALE - 2, 40 * SCALE + 2);
    assert_in_range(extent.bottom, 40 * SCALE - 2, 40 * SCALE + 2);
    assert_in_range(extent.top, 20 * SCALE - 2, 20 * SCALE + 2);
    assert_in_range(extent.right, 60 * SCALE - 2, 60 * SCALE + 2);
    canvas_free(canvas);
}

static Scene *report_page(const Ink *ink) {
    Scene *scene = scene_new(210, 297);
    Point wave[50];
    for (int i = 0; i < 50; i++) {
        wave[i] = (Point){20 + 3 * i, 120 + 10 * sin(i * 0.3)};
    }
    scene_rect(scene, 0, 0, 210, 297, 0, COLOR_SURFACE, COLOR_NONE, 0);
    scene_label(scene, 20, 20, 0, "Review of Ava", 8, true, ALIGN_START, COLOR_INK);
    scene_words(scene, 20, 40, 170, 40,
                "Traces between two lines 10 mm apart in four of five trials, without help.", 5.2,
                ALIGN_START, COLOR_INK, 3);
    scene_label(scene, 20, 100, 170, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 12", 5.2, false, ALIGN_START,
                COLOR_INK2);
    scene_dashes(scene, wave, 50, 0.7, 2, 3, COLOR_CORRIDOR_MID);
    scene_ink(scene, ink, 2, COLOR_INK_LINE);
    scene_picture(scene, "disc", 100, 200, 30, 0.45);
    scene_picture(scene, "disc", 150, 200, 30, 1);
    return scene;
}

static void assert_same_bytes(const Buffer *a, const Buffer *b) {
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->bytes, b->bytes, a->length);
}

static bool holds(const Buffer *buffer, const char *text) {
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= buffer->length; i++) {
        if (memcmp(buffer->bytes + i, text, length) == 0) {
            return true;
        }
    }
    return false;
}

static void files_have_the_same_bytes_twice(void **state) {
    (void)state;
    Ink ink = {.id = 1};
    for (int i = 0; i < 80; i++) {
        ink_add(&ink, (Point){60 + scribble(i).x / 2, 120 + scribble(i).y / 2}, i % 30 == 0);
    }
    Scene *page = report_page(&ink);
    const Scene *pages[] = {page};
    Buffer png[2] = {0}, svg[2] = {0}, pdf[2] = {0};
    for (int i = 0; i < 2; i++) {
        Canvas *canvas = new_canvas("calm");
        Fail fail = {0};
        if (!canvas_png(canvas, page, 3, &png[i], &fail) ||
            !canvas_svg(canvas, page, &svg[i], &fail) ||
            !canvas_pdf(canvas, pages, 1, "Review of Ava", "en", &pdf[i], &fail)) {
            fail_msg("%s", fail.text);
        }
        canvas_free(canvas);
    }
    assert_same_bytes(&png[0], &png[1]);
    assert_same_bytes(&svg[0], &svg[1]);
    assert_same_bytes(&pdf[0], &pdf[1]);
    assert_memory_equal(png[0].bytes, "\x89PNG", 4);
    assert_true(holds(&svg[0], "<svg"));
    assert_memory_equal(pdf[0].bytes, "%PDF-1.5", 8);
    assert_true(pdf[0].length < 200000);
    assert_true(holds(&pdf[0], "/Lang (en)"));
    assert_true(holds(&pdf[0], "/StructTreeRoot"));
    assert_true(holds(&pdf[0], "/S /H1"));
    assert_true(holds(&pdf[0], "/S /P"));
    assert_false(holds(&pdf[0], "Date"));
    for (int i = 0; i < 2; i++) {
        buffer_free(&png[i]);
        buffer_free(&svg[i]);
        buffer_free(&pdf[i]);
    }
    ink_free(&ink);
    scene_free(page);
}

/* What a command says of a file; poppler's tools read a PDF as a reader's program does. */
static const char *told(const char *command, const char *path) {
    static char text[16384];
    char line[256];
    snprintf(line, sizeof line, "%s '%s'%s 2>&1", command, path,
             strcmp(command, "pdftotext") == 0 ? " -" : "");
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    size_t length = fread(text, 1, sizeof text - 1, pipe);
    text[length] = 0;
    if (pclose(pipe) != 0) {
        fail_msg("%s: %s", line, text);
    }
    return text;
}

static void pdf_keeps_its_words_and_embeds_its_fonts(void **state) {
    (void)state;
    Ink ink = {0};
    ink_add(&ink, (Point){100, 240}, true);
    Scene *page = report_page(&ink);
    const Scene *pages[] = {page, page};
    Canvas *canvas = new_canvas("calm");
    Buffer pdf = {0};
    Fail fail = {0};
    assert_true(canvas_pdf(canvas, pages, 2, "Review of Ni\xC3\xB1o", "he", &pdf, &fail));
    char path[] = "/tmp/otterpaw-paint-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "wb");
    assert_int_equal(fwrite(pdf.bytes, 1, pdf.length, file), pdf.length);
    fclose(file);
    const char *words = told("pdftotext", path);
    assert_non_null(strstr(words, "Review of Ava"));
    assert_non_null(strstr(words, "four of five trials"));
    assert_non_null(strstr(words, "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"));
    const char *about = told("pdfinfo", path);
    assert_non_null(strstr(about, "Review of Ni\xC3\xB1o"));
    assert_non_null(strstr(about, "Pages:           2"));
    assert_non_null(strstr(about, "Tagged:          yes"));
    const char *structure = told("pdfinfo -struct-text", path);
    assert_non_null(strstr(structure, "H1"));
    assert_non_null(strstr(structure, "four of five"));
    const char *fonts = told("pdffonts", path);
    assert_non_null(strstr(fonts, "Andika-Bold"));
    assert_non_null(strstr(fonts, "Hebrew"));
    assert_null(strstr(fonts, " no  ")); /* the column of what is embedded */
    assert_null(strstr(fonts, "Type 3"));
    remove(path);
    buffer_free(&pdf);
    ink_free(&ink);
    scene_free(page);
    canvas_free(canvas);
}

static void file_that_has_no_room_fails_by_name(void **state) {
    (void)state;
    Ink ink = {0};
    Scene *page = report_page(&ink);
    const Scene *pages[] = {page};
    Canvas *canvas = new_canvas("calm");
    for (size_t limit = 10; limit < 3000; limit += 700) {
        Buffer out[3] = {{.limit = limit}, {.limit = limit}, {.limit = limit}};
        Fail fail = {0};
        assert_false(canvas_png(canvas, page, 3, &out[0], &fail));
        assert_non_null(strstr(fail.text, "PNG"));
        assert_false(canvas_svg(canvas, page, &out[1], &fail));
        assert_non_null(strstr(fail.text, "SVG"));
        assert_false(canvas_pdf(canvas, pages, 1, "Review", "en", &out[2], &fail));
        assert_non_null(strstr(fail.text, "PDF"));
        for (int i = 0; i < 3; i++) {
            buffer_free(&out[i]);
        }
    }
    Fail fail = {0};
    Buffer out = {0};
    assert_false(canvas_png(canvas, page, 1000, &out, &fail));
    assert_int_equal(fail.kind, FAIL_LIMIT);
    assert_false(canvas_pdf(canvas, pages, 0, "Review", "en", &out, &fail));
    assert_false(canvas_pdf(canvas, pages, 1, "Review", "e) /X (", &out, &fail));
    scene_free(page);
    canvas_free(canvas);
}

static void assert_theme_fails(const char *json, const char *name, const char *says) {
    Theme theme;
    Fail fail = {0};
    assert_false(theme_read(json, strlen(json), name, &theme, &fail));
    if (strstr(fail.text, says) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", fail.text, says);
    }
}

static void theme_names_what_is_wrong_with_it(void **state) {
    (void)state;
    assert_true(theme_named("contrast").dark && theme_named("dusk").dark);
    assert_false(theme_named("calm").dark);
    assert_int_equal(theme_named("calm").color[COLOR_PRIMARY], 0x1D6A73);
    assert_theme_fails(themes, "clam", "calm, contrast, dusk");
    assert_theme_fails(themes, "mm", "no theme \"mm\"");
    assert_theme_fails("{\"calm\":{\"canvas\":\"#F4EFE4\"}}", "calm",
                       "lacks the colour \"surface\"");
    assert_theme_fails("{\"calm\":{\"canvas\":\"#F4EFE\"}}", "calm", "\"canvas\" is \"#F4EFE\"");
    assert_theme_fails("{\"calm\":{\"canvas\":7}}", "calm", "\"canvas\" is no text");
    assert_theme_fails("{\"calm\":{\"cnvas\":\"#F4EFE4\"}}", "calm", "\"cnvas\"");
    assert_theme_fails("[]", "calm", "record of themes");
    assert_theme_fails("{", "calm", "themes.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redrawing_the_damage_equals_drawing_all),
        cmocka_unit_test(growing_ink_equals_ink_drawn_whole),
        cmocka_unit_test(many_inks_look_the_same_kept_or_drawn_anew),
        cmocka_unit_test(scene_that_looks_the_same_draws_nothing),
        cmocka_unit_test(capital_letters_stand_in_the_middle_of_their_box),
        cmocka_unit_test(labels_start_where_the_language_does),
        cmocka_unit_test(wrapped_words_start_where_their_own_direction_does),
        cmocka_unit_test(wide_text_shrinks_and_then_is_cut_and_counted),
        cmocka_unit_test(width_grows_with_size_and_lines_with_narrowness),
        cmocka_unit_test(hebrew_and_accents_are_known_and_private_signs_are_counted),
        cmocka_unit_test(missing_picture_shows_a_card_and_dark_themes_a_plate),
        cmocka_unit_test(pie_begins_at_twelve_and_runs_clockwise),
        cmocka_unit_test(files_have_the_same_bytes_twice),
        cmocka_unit_test(pdf_keeps_its_words_and_embeds_its_fonts),
        cmocka_unit_test(file_that_has_no_room_fails_by_name),
        cmocka_unit_test(theme_names_what_is_wrong_with_it),
    };
    return cmocka_run_group_tests(tests, read_themes, free_themes);
}
