/* play/layout: what is too small, too near or in the wrong place is named. */
#include "play/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The reference tablet: strip above, wrist zone below, gutter at the right. */
static const Box PLAY = {4, 28, 200, 124}, GUTTER = {204, 0, 218, 136};
enum { ROOM = 40 };

static Scene *scene;
static LayoutFinding findings[ROOM];

static int setup(void **state) {
    (void)state;
    scene = scene_new(218, 136);
    return scene == NULL;
}

static int teardown(void **state) {
    (void)state;
    scene_free(scene);
    return 0;
}

static void put(const char *name, Role role, double x, double y, double w, double h,
                unsigned flags) {
    SceneTarget target = {.name = name, .role = role, .box = box_of(x, y, w, h), .state = flags};
    assert_true(scene_target(scene, &target));
}

/* All findings as "rule target other", one after the other. */
static const char *lint_with(const char *age, const char *motor, const TextMeasure *measure) {
    static char all[4096];
    LayoutRules rules = layout_rules(age, motor);
    LayoutFrame frame = layout_frame(PLAY, GUTTER);
    size_t count = layout_check(scene, &rules, &frame, measure, findings, ROOM), length = 0;
    assert_true(count <= ROOM);
    all[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const LayoutFinding *finding = &findings[i];
        length += (size_t)snprintf(all + length, sizeof all - length, "%s%s%s%s%s%s",
                                   i > 0 ? ", " : "", finding->rule, finding->target[0] ? " " : "",
                                   finding->target, finding->other[0] ? " " : "", finding->other);
        assert_true(length < sizeof all);
    }
    return all;
}

static const char *lint(const char *age, const char *motor) {
    return lint_with(age, motor, NULL);
}

static void a_good_layout_has_no_findings(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        char name[24];
        snprintf(name, sizeof name, "card-%d", i);
        put(name, ROLE_CHOICE, 20 + 50 * i, 50, 36, 36, 0);
    }
    put("tokens", ROLE_NONE, 20, 126, 40, 8, 0); /* passive things may lie anywhere */
    put("help", ROLE_KEY, 206, 60, 10, 10, TARGET_ADULT);
    assert_string_equal(lint("3-4", ""), "");
    assert_string_equal(lint("5-6", ""), "");
    assert_string_equal(lint("10-12", "M1"), "");
    assert_string_equal(lint("10-12", "M2"), "");
}

static void the_least_size_is_by_profile_and_role(void **state) {
    (void)state;
    put("card", ROLE_CHOICE, 20, 40, 19.9, 40, 0);
    assert_string_equal(lint("5-6", ""), "size card");
    assert_string_equal(findings[0].sentence, "card is 19.9 mm, but the least for 5-6 is 20.0 mm.");
    assert_string_equal(lint("7-9", ""), "");
    assert_string_equal(lint("7-9", "M1"), "size card");
    assert_non_null(strstr(findings[0].sentence, "7-9 M1 is 24.0 mm"));
    scene_clear(scene);
    put("apple", ROLE_SOURCE, 20, 40, 24, 24, 0);
    put("bin", ROLE_ZONE, 70, 40, 36, 36, 0);
    assert_string_equal(lint("5-6", ""), "");
    assert_string_equal(lint("3-4", ""), "size apple, size bin");
    scene_clear(scene);
    put("card", ROLE_CHOICE, 20, 40, 5, 5, TARGET_DISABLED); /* not touched now */
    put("gone", ROLE_CHOICE, 20, 60, 5, 5, TARGET_DONE);
    put("small", ROLE_KEY, 206, 60, 9, 9, TARGET_ADULT);
    assert_string_equal(lint("3-4", ""), "size small");
    assert_non_null(strstr(findings[0].sentence, "therapist is 10.0 mm"));
}

static void gaps_are_by_profile_and_overlaps_are_told(void **state) {
    (void)state;
    put("a", ROLE_CHOICE, 20, 40, 30, 30, 0);
    put("b", ROLE_CHOICE, 57, 40, 30, 30, 0);
    put("c", ROLE_CHOICE, 80, 62, 30, 30, 0);
    assert_string_equal(lint("5-6", ""), "overlap b c");
    assert_string_equal(lint("3-4", ""), "gap a b, overlap b c");
    assert_string_equal(findings[0].sentence,
                        "a and b are 7.0 mm apart, but the least for 3-4 is 8.0 mm.");
}

static void a_thing_in_its_place_is_no_overlap(void **state) {
    (void)state;
    put("bin", ROLE_ZONE, 60, 40, 44, 44, 0);
    put("apple", ROLE_SOURCE, 65, 45, 28, 28, 0);
    assert_string_equal(lint("3-4", ""), "");
    put("brick", ROLE_SOURCE, 90, 90, 28, 28, 0);
    assert_string_equal(lint("3-4", ""), "gap bin brick");
}

static void wrist_bezel_and_gutter_stay_free_of_child_targets(void **state) {
    (void)state;
    put("low", ROLE_CHOICE, 20, 98.1, 26, 26, 0);
    put("left", ROLE_CHOICE, 3.9, 50, 26, 26, 0);
    put("right", ROLE_CHOICE, 180, 50, 26, 26, 0);
    put("rail", ROLE_KEY, 206, 2, 10, 10, TARGET_ADULT);
    assert_string_equal(lint("5-6", ""), "wrist low, bezel left, gutter right");
    scene_clear(scene);
    put("low", ROLE_CHOICE, 20, 98, 26, 26, 0); /* just outside all three */
    put("left", ROLE_CHOICE, 4, 50, 26, 26, 0);
    put("right", ROLE_CHOICE, 178, 50, 26, 26, 0);
    assert_string_equal(lint("5-6", ""), "");
}

static void too_many_choices_are_counted(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        char name[24];
        snprintf(name, sizeof name, "card-%d", i);
        put(name, ROLE_CHOICE, 10 + 36 * i, 50, 28, 28, 0);
    }
    assert_string_equal(lint("5-6", ""), "choices");
    assert_string_equal(findings[0].sentence, "There are 5 choices, but the most for 5-6 is 4.");
    assert_string_equal(lint("7-9", ""), "");
    assert_string_equal(lint("7-9", "M1"), "choices"); /* the stricter of age and hands */
    assert_int_equal(layout_rules("3-4", "M1").choices, 3);
}

static void young_children_need_empty_space(void **state) {
    (void)state;
    put("left", ROLE_ZONE, 4, 28, 54, 96, 0);
    put("right", ROLE_ZONE, 146, 28, 54, 96, 0); /* 108 of 196 mm: 44.9 % is left */
    assert_string_equal(lint("5-6", ""), "empty");
    assert_string_equal(findings[0].sentence,
                        "44.9 % of the play area is empty, but the least for 5-6 is 45 %.");
    assert_string_equal(lint("7-9", ""), "");
    scene_clear(scene);
    put("left", ROLE_ZONE, 4, 28, 54, 96, 0);
    put("right", ROLE_ZONE, 147, 28, 53, 96, 0);
    assert_string_equal(lint("5-6", ""), "");
}

static void weak_hands_get_near_targets(void **state) {
    (void)state;
    put("apple", ROLE_SOURCE, 10, 40, 40, 40, 0);
    put("bin", ROLE_ZONE, 121, 30, 60, 60, 0); /* 121 mm: twice 60 is 120 */
    assert_string_equal(lint("7-9", "M2"), "difficulty apple bin");
    assert_string_equal(lint("7-9", "M1"), "");
    assert_string_equal(lint("7-9", ""), "");
    scene_clear(scene);
    put("a", ROLE_CHOICE, 10, 40, 36, 36, 0); /* the outer ones have a neighbour near by */
    put("b", ROLE_CHOICE, 70, 40, 36, 36, 0);
    put("c", ROLE_CHOICE, 130, 40, 36, 36, 0);
    assert_string_equal(lint("7-9", "M2"), "");
    scene_clear(scene);
    put("a", ROLE_CHOICE, 10, 40, 36, 36, 0);
    put("c", ROLE_CHOICE, 130, 40, 36, 36, 0);
    assert_string_equal(lint("7-9", "M2"), "difficulty a c, difficulty c a");
}

static double ten_a_letter(void *self, const char *text, double em_mm, bool bold) {
    (void)self;
    (void)bold;
    return em_mm * (double)strlen(text);
}

static void text_is_large_enough_to_read(void **state) {
    (void)state;
    scene_label(scene, 20, 40, 60, "cat", 6.4, false, ALIGN_MIDDLE, COLOR_INK);
    scene_label(scene, 205, 40, 12, "help", 4.4, false, ALIGN_MIDDLE, COLOR_INK);
    assert_string_equal(lint("5-6", ""), "text cat");
    assert_non_null(strstr(findings[0].sentence, "\"cat\" has an em of 6.4 mm"));
    assert_string_equal(lint("", ""), "");
    scene_clear(scene);
    scene_label(scene, 20, 40, 60, "hippopot", 8, false, ALIGN_MIDDLE, COLOR_INK);
    assert_string_equal(lint("5-6", ""), "");
    TextMeasure measure = {NULL, ten_a_letter}; /* 64 mm wide: shrunk to 7.5 */
    assert_string_equal(lint_with("5-6", "", &measure), "");
    scene_label(scene, 20, 60, 60, "hippopotamus", 8, false, ALIGN_MIDDLE, COLOR_INK);
    assert_string_equal(lint_with("5-6", "", &measure),
                        "text hippopotamus"); /* 96 mm: shrunk to 6.4 */
}

static void what_finds_no_room_is_still_counted(void **state) {
    (void)state;
    put("a", ROLE_CHOICE, 20, 40, 5, 5, 0);
    put("b", ROLE_CHOICE, 60, 40, 5, 5, 0);
    LayoutRules rules = layout_rules("5-6", "");
    LayoutFrame frame = layout_frame(PLAY, GUTTER);
    memset(findings, 0, sizeof findings);
    assert_int_equal(layout_check(scene, &rules, &frame, NULL, findings, 1), 2);
    assert_string_equal(findings[0].target, "a");
    assert_null(findings[1].rule);
}

int main(void) {
#define CLAIM(claim) cmocka_unit_test_setup_teardown(claim, setup, teardown)
    const struct CMUnitTest tests[] = {
        CLAIM(a_good_layout_has_no_findings),
        CLAIM(the_least_size_is_by_profile_and_role),
        CLAIM(gaps_are_by_profile_and_overlaps_are_told),
        CLAIM(a_thing_in_its_place_is_no_overlap),
        CLAIM(wrist_bezel_and_gutter_stay_free_of_child_targets),
        CLAIM(too_many_choices_are_counted),
        CLAIM(young_children_need_empty_space),
        CLAIM(weak_hands_get_near_targets),
        CLAIM(text_is_large_enough_to_read),
        CLAIM(what_finds_no_room_is_still_counted),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
