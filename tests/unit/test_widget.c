/* play/widget: how things to touch look and are named. */
#include "play/widget.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const Widget tile = {.name = "apple",
                            .role = ROLE_CHOICE,
                            .box = {20, 20, 60, 70},
                            .picture = "apple",
                            .label = "apple",
                            .voice = "word.apple",
                            .tint = COLOR_LEAF_SOFT};

static Scene *drawn(const Widget *widget) {
    Scene *scene = scene_new(218, 136);
    Fail fail;
    assert_non_null(scene);
    widget_draw(scene, widget);
    assert_true(scene_ok(scene, &fail));
    return scene;
}

/* The first item of that kind and colour of line or fill, or NULL. */
static const SceneItem *find(const Scene *scene, SceneKind kind, Color color) {
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (item->kind == kind && (item->line == color || item->fill == color)) {
            return item;
        }
    }
    return NULL;
}

static bool near(double a, double b) {
    return fabs(a - b) < 1e-9;
}

static void a_tile_is_three_layers_a_panel_a_picture_and_a_label(void **state) {
    (void)state;
    Scene *scene = drawn(&tile);
    assert_non_null(find(scene, SCENE_RECT, COLOR_LIP));
    assert_non_null(find(scene, SCENE_RECT, COLOR_SURFACE));
    const SceneItem *panel = find(scene, SCENE_RECT, COLOR_LEAF_SOFT);
    const SceneItem *picture = find(scene, SCENE_PICTURE, COLOR_NONE);
    const SceneItem *label = find(scene, SCENE_TEXT, COLOR_INK);
    assert_non_null(panel);
    assert_non_null(picture);
    assert_non_null(label);
    assert_true(picture->box.left >= panel->box.left && picture->box.right <= panel->box.right);
    assert_true(picture->box.top >= panel->box.top && picture->box.bottom <= panel->box.bottom);
    assert_true(label->box.top >= panel->box.bottom - 1e-9);
    assert_true(label->em_mm >= 6.5);
    const SceneTarget *target = scene_target_named(scene, "apple");
    assert_non_null(target);
    assert_string_equal(target->voice, "word.apple");
    assert_true(near(target->box.right, 60));
    scene_free(scene);
}

static void pressing_lowers_the_face_and_moves_nothing_else(void **state) {
    (void)state;
    Widget widget = tile;
    Scene *up = drawn(&widget);
    widget.state = TARGET_PRESSED;
    Scene *down = drawn(&widget);
    assert_true(near(find(down, SCENE_RECT, COLOR_SURFACE)->box.top -
                         find(up, SCENE_RECT, COLOR_SURFACE)->box.top,
                     1.0));
    assert_true(
        near(find(down, SCENE_RECT, COLOR_LIP)->box.top, find(up, SCENE_RECT, COLOR_LIP)->box.top));
    assert_true(near(find(down, SCENE_PICTURE, COLOR_NONE)->box.top -
                         find(up, SCENE_PICTURE, COLOR_NONE)->box.top,
                     1.0));
    scene_free(up);
    scene_free(down);
}

static void focus_is_three_rings_that_touch(void **state) {
    (void)state;
    Widget widget = tile;
    widget.state = TARGET_FOCUS;
    Scene *scene = drawn(&widget);
    size_t count = scene_item_count(scene);
    const SceneItem *outer = scene_item(scene, count - 3), *middle = scene_item(scene, count - 2);
    const SceneItem *inner = scene_item(scene, count - 1);
    assert_int_equal(outer->line, COLOR_FOCUS_OUT);
    assert_int_equal(middle->line, COLOR_FOCUS_MID);
    assert_int_equal(inner->line, COLOR_FOCUS_IN);
    assert_true(near(outer->width_mm, 0.6) && near(middle->width_mm, 1.2));
    assert_true(near(inner->width_mm, 0.6));
    double inner_edge = inner->box.left - 0.3, middle_in = middle->box.left + 0.6;
    double middle_out = middle->box.left - 0.6, outer_in = outer->box.left + 0.3;
    assert_true(near(inner_edge, middle_in));
    assert_true(near(middle_out, outer_in));
    scene_free(scene);
}

static void what_is_not_for_now_is_dashed_and_faded_and_still_in_its_place(void **state) {
    (void)state;
    Widget widget = tile;
    widget.state = TARGET_DISABLED;
    Scene *scene = drawn(&widget);
    assert_null(find(scene, SCENE_RECT, COLOR_LIP));
    const SceneItem *edge = find(scene, SCENE_RECT, COLOR_EDGE);
    assert_true(edge->dash_mm[0] > 0);
    assert_true(near(find(scene, SCENE_PICTURE, COLOR_NONE)->opacity, 0.45));
    assert_true(near(edge->box.left, 20) && near(edge->box.bottom, 70));
    scene_free(scene);
}

static void the_tick_sits_at_the_lower_end_corner(void **state) {
    (void)state;
    Widget widget = tile;
    widget.state = TARGET_DONE;
    Scene *scene = drawn(&widget);
    const SceneItem *badge = find(scene, SCENE_CIRCLE, COLOR_LEAF);
    assert_true(near(badge->box.right - badge->box.left, 6.4));
    assert_true(badge->box.right > 55 && badge->box.bottom > 65);
    assert_true(near(find(scene, SCENE_PICTURE, COLOR_NONE)->opacity, 0.45));
    scene_free(scene);
    widget.mirrored = true;
    scene = drawn(&widget);
    badge = find(scene, SCENE_CIRCLE, COLOR_LEAF);
    assert_true(badge->box.left < 25 && badge->box.bottom > 65);
    scene_free(scene);
}

static void a_category_is_told_by_colour_and_by_the_shape_of_its_tag(void **state) {
    (void)state;
    static const Color soft[] = {COLOR_LEAF_SOFT, COLOR_SKY_SOFT, COLOR_HONEY_SOFT, COLOR_PLUM_SOFT,
                                 COLOR_CORAL_SOFT};
    static const size_t corners[] = {0, 4, 3, 10, 6};
    for (int i = 0; i < 5; i++) {
        Widget widget = {.role = ROLE_ZONE,
                         .box = {10, 40, 76, 98},
                         .label = "eat",
                         .tint = soft[i],
                         .mirrored = i == 2};
        Scene *scene = drawn(&widget);
        const SceneItem *tag =
            find(scene, corners[i] == 0 ? SCENE_CIRCLE : SCENE_LINE, COLOR_ON_CATEGORY);
        assert_non_null(tag);
        assert_int_equal(tag->point_count, corners[i]);
        assert_true((tag->box.left > 43) == widget.mirrored); /* at the start of the line */
        assert_non_null(find(scene, SCENE_TEXT, COLOR_ON_CATEGORY));
        scene_free(scene);
    }
}

static void a_plain_one_gets_its_marks_only(void **state) {
    (void)state;
    Widget widget = tile;
    widget.plain = true;
    Scene *scene = drawn(&widget);
    assert_int_equal(scene_item_count(scene), 0);
    assert_non_null(scene_target_named(scene, "apple"));
    scene_free(scene);
    widget.state = TARGET_FOCUS | TARGET_HINT | TARGET_PICKED | TARGET_PRESSED;
    scene = drawn(&widget);
    assert_int_equal(scene_item_count(scene), 6);
    assert_non_null(find(scene, SCENE_RECT, COLOR_HONEY));
    scene_free(scene);
}

static void a_dwell_fills_clockwise_from_the_top(void **state) {
    (void)state;
    Widget widget = tile;
    widget.fill = 0.25;
    Scene *scene = drawn(&widget);
    assert_true(near(find(scene, SCENE_PIE, COLOR_SKY)->share, 0.25));
    scene_free(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tile_is_three_layers_a_panel_a_picture_and_a_label),
        cmocka_unit_test(pressing_lowers_the_face_and_moves_nothing_else),
        cmocka_unit_test(focus_is_three_rings_that_touch),
        cmocka_unit_test(what_is_not_for_now_is_dashed_and_faded_and_still_in_its_place),
        cmocka_unit_test(the_tick_sits_at_the_lower_end_corner),
        cmocka_unit_test(a_category_is_told_by_colour_and_by_the_shape_of_its_tag),
        cmocka_unit_test(a_plain_one_gets_its_marks_only),
        cmocka_unit_test(a_dwell_fills_clockwise_from_the_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
