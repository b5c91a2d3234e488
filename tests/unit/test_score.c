/* measure/score: the table of measures and the bag of one trial. */
#include "measure/score.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_measure_has_a_name_of_its_own_that_finds_it(void **state) {
    (void)state;
    for (int i = 0; i < measure_count(); i++) {
        const MeasureInfo *info = measure_info((MeasureId)i);
        assert_int_equal(measure_by_name(info->name), i);
        assert_true(info->better >= -1 && info->better <= 1);
        assert_true(info->version >= 1 && info->version <= SCORER_VERSION);
        assert_true(strspn(info->name, "abcdefghijklmnopqrstuvwxyz0123456789_") ==
                    strlen(info->name));
        assert_true(strlen(info->label) > 0 && strlen(info->unit) > 0);
    }
    assert_null(measure_info(MEASURE_COUNT));
    assert_null(measure_info(MEASURE_NONE));
    assert_int_equal(measure_by_name("no_such"), MEASURE_NONE);
    assert_int_equal(measure_by_name(NULL), MEASURE_NONE);
}

static void a_measure_that_could_not_be_taken_is_kept_as_such(void **state) {
    (void)state;
    Measures bag = {0};
    measures_put(&bag, MEASURE_SCORE, 81.5);
    measures_put(&bag, MEASURE_SPARC, (double)INFINITY);
    measures_put(&bag, MEASURE_SCORE, 82.5);
    assert_int_equal(bag.count, 2);
    assert_true(measures_get(&bag, MEASURE_SCORE) == 82.5);
    assert_true(isnan(measures_get(&bag, MEASURE_SPARC)));
    assert_true(measures_has(&bag, MEASURE_SPARC));
    assert_false(measures_has(&bag, MEASURE_EXITS));
}

static void measures_read_back_from_their_text(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Measures bag = {0}, again;
    Value record;
    Fail fail = {0};
    Buffer out = {0};
    measures_put(&bag, MEASURE_SCORE, 81.5);
    measures_put(&bag, MEASURE_SPARC, (double)NAN);
    assert_true(measures_to_value(&bag, mem, &record));
    assert_true(value_write(&out, &record));
    assert_string_equal((char *)out.bytes, "{\"score\":81.5,\"sparc\":null}");
    assert_true(measures_from_value(&again, &record, &fail));
    assert_int_equal(again.count, 2);
    assert_true(isnan(measures_get(&again, MEASURE_SPARC)));
    buffer_free(&out);
    mem_free(mem);
}

static void an_unknown_measure_is_refused_with_the_nearest_name(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Measures bag;
    Value record = value_record();
    Fail fail = {0};
    value_put(mem, &record, "inside_percnt", value_int(3));
    assert_false(measures_from_value(&bag, &record, &fail));
    assert_non_null(strstr(fail.text, "inside_percent"));
    record = value_record();
    value_put(mem, &record, "score", value_text("high"));
    assert_false(measures_from_value(&bag, &record, &fail));
    assert_non_null(strstr(fail.text, "score must be a number"));
    assert_false(measures_from_value(&bag, NULL, &fail));
    mem_free(mem);
}

static void the_documentation_names_every_measure(void **state) {
    (void)state;
    Buffer out = {0};
    assert_true(measures_document(&out));
    for (int i = 0; i < measure_count(); i++) {
        char row[80];
        snprintf(row, sizeof row, "| `%s` |", measure_info((MeasureId)i)->name);
        assert_non_null(strstr((char *)out.bytes, row));
    }
    buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_has_a_name_of_its_own_that_finds_it),
        cmocka_unit_test(a_measure_that_could_not_be_taken_is_kept_as_such),
        cmocka_unit_test(measures_read_back_from_their_text),
        cmocka_unit_test(an_unknown_measure_is_refused_with_the_nearest_name),
        cmocka_unit_test(the_documentation_names_every_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
