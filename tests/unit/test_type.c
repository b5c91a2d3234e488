/* Text: where it stands, how it is measured, shrunk, cut and counted. */
#include "paint_scene.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capital_letters_stand_in_the_middle_of_their_box),
        cmocka_unit_test(labels_start_where_the_language_does),
        cmocka_unit_test(wrapped_words_start_where_their_own_direction_does),
        cmocka_unit_test(wide_text_shrinks_and_then_is_cut_and_counted),
        cmocka_unit_test(width_grows_with_size_and_lines_with_narrowness),
        cmocka_unit_test(hebrew_and_accents_are_known_and_private_signs_are_counted),
    };
    return cmocka_run_group_tests(tests, read_themes, free_themes);
}
