/* Scenes as files, and the themes they are drawn in. */
#include "paint_scene.h"

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

static void filled_shape_after_a_text_begins_at_its_own_corner(void **state) {
    (void)state;
    Point corners[] = {{70, 20}, {75, 25}, {70, 30}, {65, 25}};
    SceneItem diamond = {
        .kind = SCENE_LINE, .points = corners, .point_count = 4, .closed = true, .fill = COLOR_INK};
    Buffer svg[2] = {0};
    for (int i = 0; i < 2; i++) {
        Scene *scene = scene_new(80, 50);
        Canvas *canvas = new_canvas("calm");
        Fail fail = {0};
        if (i == 1) {
            scene_label(scene, 5, 10, 20, "a", 4, false, ALIGN_START, COLOR_SURFACE);
        }
        scene_add(scene, &diamond);
        assert_true(canvas_svg(canvas, scene, &svg[i], &fail));
        canvas_free(canvas);
        scene_free(scene);
    }
    /* The diamond alone is the last path of the first file: it must be in the second one too. */
    const char *path = NULL;
    for (const char *at = (const char *)svg[0].bytes; (at = strstr(at, " d=\"")) != NULL; at++) {
        path = at;
    }
    assert_non_null(path);
    char wanted[200] = "";
    memcpy(wanted, path, strcspn(path + 4, "\"") + 4);
    if (!holds(&svg[1], wanted)) {
        fail_msg("%s is not in %s", wanted, (const char *)svg[1].bytes);
    }
    buffer_free(&svg[0]);
    buffer_free(&svg[1]);
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
        cmocka_unit_test(files_have_the_same_bytes_twice),
        cmocka_unit_test(filled_shape_after_a_text_begins_at_its_own_corner),
        cmocka_unit_test(pdf_keeps_its_words_and_embeds_its_fonts),
        cmocka_unit_test(file_that_has_no_room_fails_by_name),
        cmocka_unit_test(theme_names_what_is_wrong_with_it),
    };
    return cmocka_run_group_tests(tests, read_themes, free_themes);
}
