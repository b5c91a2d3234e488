/* base: values, ids, random streams, arenas and failures. */
#include "base/fail.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/rng.h"
#include "base/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_round_trip(const char *json) {
    Mem *mem = mem_new(1 << 20);
    Value value;
    Fail fail = {0};
    Buffer out = {0};
    if (!value_read(mem, json, strlen(json), &value, &fail)) {
        fail_msg("%s: %s", json, fail.text);
    }
    assert_true(value_write(&out, &value));
    assert_string_equal((char *)out.bytes, json);
    buffer_free(&out);
    mem_free(mem);
}

static void value_text_reads_back_to_the_same_text(void **state) {
    (void)state;
    expect_round_trip(
        "{\"a\":[1,-2,0.1,1e+300,true,false,null],\"b\":{\"c\":\"x\\\"\\\\\\n\\u0001é\"}}");
    expect_round_trip("[]");
    expect_round_trip("{}");
    expect_round_trip("[0.30000000000000004,5.0,-0.0]");
}

static void whole_numbers_stay_whole_to_the_last_bit(void **state) {
    (void)state;
    expect_round_trip("[9223372036854775807,-9223372036854775808,9015054253203427437]");
    Mem *mem = mem_new(1 << 12);
    Value value;
    assert_true(value_read(mem, "9223372036854775808", 19, &value, NULL));
    assert_int_equal(value.kind, VALUE_NUMBER);
    mem_free(mem);
}

static void value_read_refuses_bad_text_with_its_place(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",     "[1,",        "{\"a\" 1}",         "[01]",    "\"\\ud800x\"", "[1]x",
        "nul",  "\"a",        "{\"a\":1,\"a\":2}", "[1e999]", "\"\t\"",       "[-]",
        "[+1]", "\"\\u0000\""};
    Mem *mem = mem_new(1 << 20);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Value value;
        Fail fail = {0};
        if (value_read(mem, bad[i], strlen(bad[i]), &value, &fail)) {
            fail_msg("accepted: %s", bad[i]);
        }
        assert_non_null(strstr(fail.text, "line 1"));
    }
    char deep[200];
    memset(deep, '[', sizeof deep);
    Value value;
    Fail fail = {0};
    assert_false(value_read(mem, deep, sizeof deep, &value, &fail));
    assert_non_null(strstr(fail.text, "deep"));
    mem_free(mem);
}

static void value_survives_every_failed_allocation(void **state) {
    (void)state;
    const char *json = "{\"a\":[1,2,3,4,5,6,7,8,9,\"text\"],\"b\":{\"c\":\"d\"}}";
    int failures = 0;
    for (long n = 1; n < 20; n++) {
        mem_fail_after(n);
        Mem *mem = mem_new(1 << 20);
        Value value;
        if (mem == NULL || !value_read(mem, json, strlen(json), &value, NULL)) {
            failures++;
        }
        mem_free(mem);
    }
    mem_fail_after(0);
    assert_int_equal(failures, 2); /* the arena and its one block */
}

static void id_orders_by_time_and_round_trips(void **state) {
    (void)state;
    const uint8_t random[10] = {0xFF, 1, 0xFF, 3, 4, 5, 6, 7, 8, 9};
    Id a = id_make(1700000000000u, random), b = id_make(1700000000001u, random), c;
    char text[ID_TEXT_SIZE];
    id_text(a, text);
    assert_int_equal(text[14], '7');
    assert_true(id_parse(text, &c));
    assert_true(id_equal(a, c));
    assert_true(memcmp(a.bytes, b.bytes, 16) < 0);
    assert_false(id_parse("018bcfe5-6800-7f01", &c));
    assert_false(id_parse("018bcfe5x6800-7f01-bf03-040506070809", &c));
}

static void rng_streams_repeat_and_differ_by_name(void **state) {
    (void)state;
    Rng a = rng_stream(42, "trial", 4), again = rng_stream(42, "trial", 4),
        other = rng_stream(42, "trial", 5);
    int same = 0;
    for (int i = 0; i < 100; i++) {
        uint32_t draw = rng_u32(&a);
        assert_int_equal(draw, rng_u32(&again));
        same += draw == rng_u32(&other);
    }
    assert_in_range(same, 0, 1);
    double sum = 0, squares = 0;
    for (int i = 0; i < 100000; i++) {
        double x = rng_normal(&a);
        sum += x;
        squares += x * x;
        assert_in_range(rng_between(&a, -3, 3) + 3, 0, 6);
    }
    assert_true(sum / 100000 > -0.02 && sum / 100000 < 0.02);
    assert_true(squares / 100000 > 0.97 && squares / 100000 < 1.03);
}

static void mem_stops_at_its_limit(void **state) {
    (void)state;
    Mem *mem = mem_new(1000);
    assert_non_null(mem_alloc(mem, 900));
    assert_null(mem_alloc(mem, 200));
    assert_null(mem_alloc_array(mem, SIZE_MAX / 2, 4));
    mem_reset(mem);
    assert_non_null(mem_alloc(mem, 900));
    mem_free(mem);
    Buffer buffer = {.limit = 10};
    assert_true(buffer_add_text(&buffer, "0123456789"));
    assert_false(buffer_add_text(&buffer, "x"));
    assert_string_equal((char *)buffer.bytes, "0123456789");
    buffer_free(&buffer);
}

static void fail_suggests_the_nearest_word_only(void **state) {
    (void)state;
    static const char *const words[] = {"demo", "sessions", "show", "export", NULL};
    assert_string_equal(fail_nearest_word("sesions", words), "sessions");
    assert_null(fail_nearest_word("quux", words));
    Fail fail = {0};
    fail_set(&fail, FAIL_INPUT, "%d is too many", 3);
    fail_prefix(&fail, "games/x");
    assert_string_equal(fail.text, "games/x: 3 is too many");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value_text_reads_back_to_the_same_text),
        cmocka_unit_test(whole_numbers_stay_whole_to_the_last_bit),
        cmocka_unit_test(value_read_refuses_bad_text_with_its_place),
        cmocka_unit_test(value_survives_every_failed_allocation),
        cmocka_unit_test(id_orders_by_time_and_round_trips),
        cmocka_unit_test(rng_streams_repeat_and_differ_by_name),
        cmocka_unit_test(mem_stops_at_its_limit),
        cmocka_unit_test(fail_suggests_the_nearest_word_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
