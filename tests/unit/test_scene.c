/* play: scenes, their damage, their text, and the growing line. */
#include "play/scene.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 8 };

static Scene *scene_200(void) {
    Scene *scene = scene_new(200, 130);
    assert_non_null(scene);
    scene_rect(scene, 0, 0, 200, 130, 0, COLOR_SURFACE, COLOR_NONE, 0);
    return scene;
}

static void assert_box(Box box, double left, double top, double right, double bottom) {
    if (fabs(box.left - left) > 1e-9 || fabs(box.top - top) > 1e-9 ||
        fabs(box.right - right) > 1e-9 || fabs(box.bottom - bottom) > 1e-9) {
        fail_msg("box is %g,%g..%g,%g instead of %g,%g..%g,%g", box.left, box.top, box.right,
                 box.bottom, left, top, right, bottom);
    }
}

static Point wave(int i) {
    return (Point){10 + i * 0.09, 60 + 30 * sin(i * 0.01)};
}

static void growing_ink_damages_its_tail_only_however_long(void **state) {
    (void)state;
    Ink ink = {.id = 1};
    Scene *scenes[2] = {scene_200(), scene_200()};
    double largest_mm2 = 0;
    for (int i = 0; i < 2000; i++) {
        assert_true(ink_add(&ink, wave(i), i == 0));
        Scene *before = scenes[i % 2], *now = scenes[(i + 1) % 2];
        scene_clear(now);
        scene_rect(now, 0, 0, 200, 130, 0, COLOR_SURFACE, COLOR_NONE, 0);
        scene_ink(now, &ink, 4, COLOR_INK_LINE);
        Box boxes[ROOM];
        assert_int_equal(scene_damage(before, now, boxes, ROOM), 1);
        /* The span before the new one bends towards it, so it looks different, too. */
        Point a = wave(i > 1 ? i - 2 : 0), b = wave(i > 0 ? i - 1 : 0), c = wave(i);
        assert_box(boxes[0], a.x - 2, fmin(a.y, fmin(b.y, c.y)) - 2, c.x + 2,
                   fmax(a.y, fmax(b.y, c.y)) + 2);
        double mm2 = (boxes[0].right - boxes[0].left) * (boxes[0].bottom - boxes[0].top);
        largest_mm2 = fmax(largest_mm2, mm2);
    }
    assert_true(largest_mm2 < 20); /* a 4 mm line's new end, at the 2,000th point as at the first */
    scene_free(scenes[0]);
    scene_free(scenes[1]);
    ink_free(&ink);
}

static void ink_begun_anew_damages_where_it_was(void **state) {
    (void)state;
    Ink ink = {.id = 1};
    Scene *before = scene_200(), *now = scene_200();
    ink_add(&ink, (Point){10, 10}, true);
    ink_add(&ink, (Point){50, 10}, false);
    scene_ink(before, &ink, 4, COLOR_INK_LINE);
    ink_clear(&ink);
    ink_add(&ink, (Point){100, 100}, true);
    ink_add(&ink, (Point){110, 100}, false);
    ink_add(&ink, (Point){120, 100}, false);
    scene_ink(now, &ink, 4, COLOR_INK_LINE);
    Box boxes[ROOM];
    assert_int_equal(scene_damage(before, now, boxes, ROOM), 2);
    assert_box(boxes[0], 8, 8, 52, 12);
    assert_box(boxes[1], 98, 98, 122, 102);
    scene_free(before);
    scene_free(now);
    ink_free(&ink);
}

static void ink_boxes_tell_what_is_new_across_chunks(void **state) {
    (void)state;
    Ink ink = {0};
    for (int i = 0; i < 200; i++) {
        ink_add(&ink, wave(i), i == 0 || i == 150);
    }
    for (size_t first = 0; first < 200; first++) {
        Box box = box_empty();
        for (size_t i = first == 0 || first == 150 ? first : first - 1; i < 200; i++) {
            box = box_join(box, box_of(ink.points[i].at.x, ink.points[i].at.y, 0, 0));
        }
        assert_box(ink_box_since(&ink, first), box.left, box.top, box.right, box.bottom);
    }
    assert_true(box_is_empty(ink_box_since(&ink, 200)));
    ink_free(&ink);
}

static void polyline_that_grows_or_moves_its_end_damages_the_end(void **state) {
    (void)state;
    Point points[] = {{10, 10}, {50, 10}, {90, 10}, {90, 50}};
    Scene *before = scene_200(), *now = scene_200();
    scene_line(before, points, 3, 2, COLOR_PRIMARY);
    scene_line(now, points, 4, 2, COLOR_PRIMARY);
    Box boxes[ROOM];
    assert_int_equal(scene_damage(before, now, boxes, ROOM), 1);
    assert_box(boxes[0], 89, 9, 91, 51);
    assert_int_equal(scene_damage(now, before, boxes, ROOM), 1); /* shrinking is the same */
    assert_box(boxes[0], 89, 9, 91, 51);
    scene_clear(before);
    scene_clear(now);
    scene_line(before, points, 3, 2, COLOR_PRIMARY);
    points[2].x = 80;
    scene_line(now, points, 3, 2, COLOR_PRIMARY);
    assert_int_equal(scene_damage(before, now, boxes, ROOM), 1);
    assert_box(boxes[0], 49, 9, 91, 11);
    scene_free(before);
    scene_free(now);
}

static void equal_scenes_have_no_damage_and_one_hash(void **state) {
    (void)state;
    Scene *a = scene_200(), *b = scene_200();
    scene_label(a, 10, 10, 50, "eat", 8, true, ALIGN_MIDDLE, COLOR_INK);
    scene_label(b, 10, 10, 50, "eat", 8, true, ALIGN_MIDDLE, COLOR_INK);
    scene_target(b, &(SceneTarget){.name = "eat", .role = ROLE_KEY, .box = box_of(1, 1, 9, 9)});
    Box boxes[ROOM];
    assert_int_equal(scene_damage(a, b, boxes, ROOM), 0);
    assert_true(scene_hash(a) == scene_hash(b));
    scene_label(b, 10, 10, 50, "eat", 8, true, ALIGN_MIDDLE, COLOR_INK2);
    assert_true(scene_hash(a) != scene_hash(b));
    scene_free(a);
    scene_free(b);
}

static void moved_item_damages_both_places_and_nothing_else(void **state) {
    (void)state;
    Scene *before = scene_200(), *now = scene_200();
    for (int i = 0; i < 5; i++) {
        scene_circle(before, 20 + 30 * i, 30, 5, COLOR_LEAF, COLOR_EDGE, 1);
        scene_circle(now, 20 + 30 * i, i == 2 ? 100 : 30, 5, COLOR_LEAF, COLOR_EDGE, 1);
    }
    Box boxes[ROOM];
    assert_int_equal(scene_damage(before, now, boxes, ROOM), 2);
    assert_box(boxes[0], 74.5, 24.5, 85.5, 35.5);
    assert_box(boxes[1], 74.5, 94.5, 85.5, 105.5);
    assert_int_equal(scene_damage(before, now, boxes, 1), 1); /* no room: one that holds both */
    assert_box(boxes[0], 74.5, 24.5, 85.5, 105.5);
    scene_free(before);
    scene_free(now);
}

static void inserted_item_leaves_its_neighbours_alone(void **state) {
    (void)state;
    Scene *before = scene_200(), *now = scene_200();
    for (int i = 0; i < 6; i++) {
        if (i == 3) {
            scene_circle(now, 100, 100, 4, COLOR_STAR, COLOR_NONE, 0);
            scene_circle(now, 110, 100, 4, COLOR_STAR, COLOR_NONE, 0);
        }
        scene_circle(before, 20 + 30 * i, 30, 5, COLOR_LEAF, COLOR_NONE, 0);
        scene_circle(now, 20 + 30 * i, 30, 5, COLOR_LEAF, COLOR_NONE, 0);
    }
    Box boxes[ROOM];
    assert_int_equal(scene_damage(before, now, boxes, ROOM), 2);
    assert_box(boxes[0], 96, 96, 104, 104);
    assert_int_equal(scene_damage(now, before, boxes, ROOM), 2);
    scene_free(before);
    scene_free(now);
}

static void first_scene_and_new_size_damage_everything(void **state) {
    (void)state;
    Scene *now = scene_200(), *other = scene_new(100, 100);
    Box boxes[ROOM];
    assert_int_equal(scene_damage(NULL, now, boxes, ROOM), 1);
    assert_box(boxes[0], 0, 0, 200, 130);
    assert_int_equal(scene_damage(other, now, boxes, ROOM), 1);
    assert_box(boxes[0], 0, 0, 200, 130);
    scene_free(now);
    scene_free(other);
}

static void dump_is_text_that_a_person_can_judge(void **state) {
    (void)state;
    Scene *scene = scene_new(200, 130);
    Ink ink = {.id = 3};
    ink_add(&ink, (Point){1, 2}, true);
    ink_add(&ink, (Point){3, 5}, false);
    scene_origin(scene, 10, 20);
    const Point road[] = {{0, 0}, {3, 4}};
    scene_key(scene, 0, 0, 26, 12, 4, COLOR_SURFACE, COLOR_LIP, COLOR_EDGE, TARGET_PRESSED);
    scene_dashes(scene, road, 2, 0.7, 2, 3, COLOR_CORRIDOR_MID);
    scene_ink(scene, &ink, 4, COLOR_INK_LINE);
    scene_pie(scene, 5, 5, 5, 0.25, COLOR_SKY);
    scene_picture(scene, "house", 50, 50, 20, 0.45);
    scene_label(scene, 0, 6, 26, "say \"hi\"", 8, true, ALIGN_MIDDLE, COLOR_INK);
    scene_words(scene, 0, 30, 60, 22, "two lines", 8, ALIGN_START, COLOR_INK2, 0);
    scene_target(scene, &(SceneTarget){.name = "start",
                                       .role = ROLE_KEY,
                                       .box = box_of(0, 0, 26, 12),
                                       .state = TARGET_PRESSED | TARGET_ADULT,
                                       .voice = "key.start"});
    Buffer out = {0};
    assert_true(scene_dump(scene, &out));
    assert_string_equal((char *)out.bytes,
                        "scene 200.00x130.00\n"
                        "rect 10.00,21.40 26.00x12.00 radius=4.00 fill=lip\n"
                        "rect 10.00,21.00 26.00x12.00 radius=4.00 fill=surface line=edge "
                        "width=0.50\n"
                        "line 10.00,20.00 3.00x4.00 2 points 10.00,20.00 13.00,24.00 length=5.00 "
                        "line=corridorMid width=0.70 dash=2.00,3.00\n"
                        "ink 11.00,22.00 2.00x3.00 2 points line=inkLine width=4.00\n"
                        "pie 10.00,20.00 10.00x10.00 share=0.250 fill=sky\n"
                        "picture 50.00,60.00 20.00x20.00 opacity=0.45 \"house\"\n"
                        "text 10.00,20.80 26.00x10.40 line=ink em=8.00 bold middle "
                        "\"say \\\"hi\\\"\"\n"
                        "text 10.00,50.00 60.00x22.00 line=ink2 em=8.00 start lines=2 "
                        "\"two lines\"\n"
                        "target start key 10.00,20.00 26.00x12.00 pressed,adult "
                        "voice=\"key.start\"\n");
    buffer_free(&out);
    scene_free(scene);
    ink_free(&ink);
}

static void nearest_target_within_the_slop_is_hit(void **state) {
    (void)state;
    Scene *scene = scene_200();
    const SceneTarget targets[] = {
        {.name = "left", .role = ROLE_CHOICE, .box = {10, 10, 30, 30}},
        {.name = "right", .role = ROLE_CHOICE, .box = {36, 10, 56, 30}},
        {.name = "sign", .role = ROLE_NONE, .box = {0, 50, 200, 60}},
        {.name = "off", .role = ROLE_KEY, .box = {0, 70, 20, 90}, .state = TARGET_DISABLED},
        {.name = "card", .role = ROLE_SOURCE, .box = {100, 10, 160, 40}},
        {.name = "on_card", .role = ROLE_KEY, .box = {110, 20, 120, 30}},
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        assert_true(scene_target(scene, &targets[i]));
    }
    assert_string_equal(scene_target_hit(scene, 32, 20, 4)->name, "left");
    assert_string_equal(scene_target_hit(scene, 34, 20, 4)->name, "right");
    assert_null(scene_target_hit(scene, 33, 20, 2));
    assert_string_equal(scene_target_hit(scene, 29, 20, 10)->name, "left");
    assert_null(scene_target_hit(scene, 100, 55, 4));
    assert_null(scene_target_hit(scene, 10, 80, 4));
    assert_string_equal(scene_target_hit(scene, 115, 25, 4)->name, "on_card");
    assert_string_equal(scene_target_hit(scene, 105, 25, 8)->name, "card");
    assert_false(scene_target(scene, &targets[0]));
    Fail fail = {0};
    assert_false(scene_ok(scene, &fail));
    assert_non_null(strstr(fail.text, "two targets have one name"));
    scene_free(scene);
}

static void limits_and_bad_numbers_are_told_once(void **state) {
    (void)state;
    Scene *scene = scene_new(200, 130);
    Fail fail = {0};
    for (int i = 0; i < SCENE_ITEMS_MAX; i++) {
        scene_rect(scene, 1, 1, 2, 2, 0, COLOR_INK, COLOR_NONE, 0);
    }
    assert_true(scene_ok(scene, &fail));
    scene_rect(scene, 1, 1, 2, 2, 0, COLOR_INK, COLOR_NONE, 0);
    assert_false(scene_ok(scene, &fail));
    assert_int_equal(fail.kind, FAIL_LIMIT);
    assert_int_equal(scene_item_count(scene), SCENE_ITEMS_MAX);
    scene_clear(scene);
    assert_true(scene_ok(scene, &fail));
    const Point bad[] = {{0, 0}, {NAN, 1}};
    scene_line(scene, bad, 2, 1, COLOR_INK);
    assert_int_equal(scene_item_count(scene), 0);
    assert_false(scene_ok(scene, &fail));
    assert_non_null(strstr(fail.text, "finite"));
    scene_free(scene);
}

static void scene_and_ink_survive_every_failed_allocation(void **state) {
    (void)state;
    int failures = 0;
    for (long n = 1; n < 12; n++) {
        mem_fail_after(n);
        Ink ink = {.id = 1};
        Scene *scene = scene_new(200, 130);
        bool ok = scene != NULL;
        for (int i = 0; i < 40; i++) {
            ok = ink_add(&ink, wave(i), i == 0) && ok;
        }
        if (scene != NULL) {
            scene_ink(scene, &ink, 4, COLOR_INK_LINE);
            scene_label(scene, 1, 1, 9, "word", 8, false, ALIGN_START, COLOR_INK);
            scene_target(scene, &(SceneTarget){.name = "a", .box = box_of(1, 1, 9, 9)});
            ok = scene_ok(scene, NULL) && ok;
        }
        failures += !ok;
        scene_free(scene);
        ink_free(&ink);
    }
    mem_fail_after(0);
    assert_true(failures >= 7); /* arena and block, four growing arrays, the ink's chunks */
}

static void color_names_read_back(void **state) {
    (void)state;
    for (int i = 0; i < COLOR_COUNT; i++) {
        Color color;
        assert_true(color_by_name(color_name((Color)i), &color));
        assert_int_equal(color, i);
    }
    Color color;
    assert_false(color_by_name("mauve", &color));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growing_ink_damages_its_tail_only_however_long),
        cmocka_unit_test(ink_begun_anew_damages_where_it_was),
        cmocka_unit_test(ink_boxes_tell_what_is_new_across_chunks),
        cmocka_unit_test(polyline_that_grows_or_moves_its_end_damages_the_end),
        cmocka_unit_test(equal_scenes_have_no_damage_and_one_hash),
        cmocka_unit_test(moved_item_damages_both_places_and_nothing_else),
        cmocka_unit_test(inserted_item_leaves_its_neighbours_alone),
        cmocka_unit_test(first_scene_and_new_size_damage_everything),
        cmocka_unit_test(dump_is_text_that_a_person_can_judge),
        cmocka_unit_test(nearest_target_within_the_slop_is_hit),
        cmocka_unit_test(limits_and_bad_numbers_are_told_once),
        cmocka_unit_test(scene_and_ink_survive_every_failed_allocation),
        cmocka_unit_test(color_names_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
