/* The painter on pixels: by damage against drawn whole, ink, pictures, shapes. */
#include "paint_scene.h"

#include "base/rng.h"

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

/* On the card and on a wide line that fills a tile: both are one colour. */
static void ink_on_one_colour_is_drawn_only_where_it_grew(void **state) {
    (void)state;
    const Point road[] = {{10, HIGH / 2}, {WIDE - 10, HIGH / 2}};
    for (int wide = 0; wide < 2; wide++) {
        Canvas *canvas = new_canvas("calm"), *fresh = new_canvas("calm");
        Scene *scenes[2] = {scene_new(WIDE, HIGH), scene_new(WIDE, HIGH)};
        uint32_t *kept = new_pixels(), *whole = new_pixels();
        Ink ink = {.id = 1};
        PixelRect rects[RECTS], all[RECTS];
        for (int step = 0; step < 50; step++) {
            Scene *now = scenes[(step + 1) % 2];
            ink_add(&ink, (Point){WIDE / 3 + step * 0.4, HIGH / 2 + step % 3}, step == 0);
            scene_clear(now);
            scene_rect(now, 0, 0, WIDE, HIGH, 0, COLOR_SURFACE, COLOR_NONE, 0);
            if (wide == 1) {
                scene_line(now, road, 2, HIGH - 20, COLOR_CORRIDOR);
            }
            scene_ink(now, &ink, 2.5, COLOR_INK_LINE);
            int count = draw(canvas, step == 0 ? NULL : scenes[step % 2], now, kept, rects);
            if (step > 0) {
                assert_int_equal(count, 1);
                assert_in_range(rects[0].width, 1, 60);
                assert_in_range(rects[0].height, 1, 60);
            }
        }
        draw(fresh, NULL, scenes[0], whole, all);
        assert_same_pixels(kept, whole, wide == 1 ? "on a road" : "on a card", 50);
        ink_free(&ink);
        free(kept);
        free(whole);
        scene_free(scenes[0]);
        scene_free(scenes[1]);
        canvas_free(canvas);
        canvas_free(fresh);
    }
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redrawing_the_damage_equals_drawing_all),
        cmocka_unit_test(growing_ink_equals_ink_drawn_whole),
        cmocka_unit_test(ink_on_one_colour_is_drawn_only_where_it_grew),
        cmocka_unit_test(many_inks_look_the_same_kept_or_drawn_anew),
        cmocka_unit_test(scene_that_looks_the_same_draws_nothing),
        cmocka_unit_test(missing_picture_shows_a_card_and_dark_themes_a_plate),
        cmocka_unit_test(pie_begins_at_twelve_and_runs_clockwise),
    };
    return cmocka_run_group_tests(tests, read_themes, free_themes);
}
