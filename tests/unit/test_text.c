/* base/text: keys to what a person reads. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool add(Texts *texts, const char *table, const char *prefix, Fail *fail) {
    return texts_add(texts, table, strlen(table), prefix, "assets/text/en.txt", fail);
}

static void a_key_gives_its_text_and_an_unknown_one_itself(void **state) {
    (void)state;
    Texts *texts = texts_new("en");
    Fail fail = {FAIL_NONE, ""};
    assert_true(add(texts, "# children\n\nhello\tHello!\r\nbye\tSee you soon.", "", &fail));
    assert_true(add(texts, "ask\tDrive the car.\n", "tracing.", &fail));
    assert_string_equal(texts_get(texts, "hello"), "Hello!");
    assert_string_equal(texts_get(texts, "bye"), "See you soon.");
    assert_string_equal(texts_get(texts, "tracing.ask"), "Drive the car.");
    assert_string_equal(texts_get(texts, "ask"), "ask");
    assert_string_equal(texts_get(NULL, "hello"), "hello");
    assert_false(texts_has(texts, "ask"));
    assert_int_equal(texts_count(texts), 3);
    assert_string_equal(texts_key_at(texts, 2), "tracing.ask");
    texts_free(texts);
}

static void a_later_table_takes_the_place_of_a_text(void **state) {
    (void)state;
    Texts *texts = texts_new("es");
    Fail fail = {FAIL_NONE, ""};
    assert_true(add(texts, "hello\tHello!\n", "", &fail));
    assert_true(add(texts, "hello\tHola!\n", "", &fail));
    assert_string_equal(texts_get(texts, "hello"), "Hola!");
    assert_int_equal(texts_count(texts), 1);
    texts_free(texts);
}

static void a_wrong_line_is_named(void **state) {
    (void)state;
    Texts *texts = texts_new("en");
    Fail fail = {FAIL_NONE, ""};
    assert_false(add(texts, "hello\tHello!\nno tab here\n", "", &fail));
    assert_string_equal(fail.text,
                        "assets/text/en.txt: line 2: needs a tab between the key and its text");
    assert_false(add(texts, "\tno key\n", "", &fail));
    assert_string_equal(fail.text, "assets/text/en.txt: line 1: its key must have 1 to 64 bytes");
    assert_false(add(texts, "hello\t\n", "", &fail));
    assert_string_equal(fail.text, "assets/text/en.txt: line 1: its text must have 1 to 400 bytes");
    assert_false(texts_add(texts, "a\tb\0c", 5, "", "x", &fail));
    texts_free(texts);
}

static void hebrew_is_mirrored_and_english_is_not(void **state) {
    (void)state;
    static const char *const locales[] = {"he", "en", "es"};
    for (int i = 0; i < 3; i++) {
        Texts *texts = texts_new(locales[i]);
        assert_string_equal(texts_locale(texts), locales[i]);
        assert_int_equal(texts_is_mirrored(texts), i == 0);
        texts_free(texts);
    }
}

static void places_are_filled_and_cuts_keep_whole_characters(void **state) {
    (void)state;
    Texts *texts = texts_new("en");
    Fail fail = {FAIL_NONE, ""};
    char out[64], small[8];
    assert_true(texts_put(texts, "of", "{done} of {all} {trials}", &fail));
    texts_fill(texts, "of", out, sizeof out, "done", "3", "all", "10", NULL);
    assert_string_equal(out, "3 of 10 {trials}");
    assert_true(texts_put(texts, "x", "ab{n}", &fail));
    texts_fill(texts, "x", small, sizeof small, "n", "\xc3\xa9\xc3\xa9\xc3\xa9", NULL);
    assert_string_equal(small, "ab\xc3\xa9\xc3\xa9"); /* a third would be cut in half */
    texts_fill(texts, "x", small, sizeof small, "n", "cdefg", NULL);
    assert_string_equal(small, "abcdefg");
    texts_free(texts);
}

static void every_shipped_table_is_read_whole(void **state) {
    (void)state;
    static const char *const locales[] = {"en", "es", "he"};
    size_t english = 0;
    for (int i = 0; i < 3; i++) {
        char path[64];
        snprintf(path, sizeof path, "assets/text/%s.txt", locales[i]);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        static char table[1 << 20];
        size_t length = fread(table, 1, sizeof table, file);
        fclose(file);
        Texts *texts = texts_new(locales[i]);
        Fail fail = {FAIL_NONE, ""};
        if (!texts_add(texts, table, length, "", path, &fail)) {
            fail_msg("%s", fail.text);
        }
        english = i == 0 ? texts_count(texts) : english;
        assert_true(english > 50);
        assert_int_equal(texts_count(texts), english);
        texts_free(texts);
    }
}

static void there_are_no_more_texts_than_the_limit(void **state) {
    (void)state;
    Texts *texts = texts_new("en");
    Fail fail = {FAIL_NONE, ""};
    char key[16];
    for (int i = 0; i < TEXTS_MAX; i++) {
        snprintf(key, sizeof key, "key%d", i);
        assert_true(texts_put(texts, key, key, &fail));
    }
    assert_string_equal(texts_get(texts, "key777"), "key777");
    assert_false(texts_put(texts, "one more", "x", &fail));
    assert_int_equal(fail.kind, FAIL_LIMIT);
    assert_true(texts_put(texts, "key1", "y", &fail));
    texts_free(texts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_gives_its_text_and_an_unknown_one_itself),
        cmocka_unit_test(a_later_table_takes_the_place_of_a_text),
        cmocka_unit_test(a_wrong_line_is_named),
        cmocka_unit_test(hebrew_is_mirrored_and_english_is_not),
        cmocka_unit_test(places_are_filled_and_cuts_keep_whole_characters),
        cmocka_unit_test(every_shipped_table_is_read_whole),
        cmocka_unit_test(there_are_no_more_texts_than_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
