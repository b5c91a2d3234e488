/* The reference vectors of tests/vectors: every family is answered and compared by their own
 * tolerance rules (|a - b| <= abs + rel |b|, from each file's "tolerance", with the special ones
 * below). */
#include "measure/cases.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEM_LIMIT = 256 << 20 };

typedef struct {
    double abs, rel;
} Tolerance;

static bool number_in(const Value *record, const char *name, double *number) {
    return value_as_number(value_get(record, name), number);
}

static Tolerance tolerance_of(const Value *rules, const char *key) {
    Tolerance t = {1e-6, 1e-6};
    if (!number_in(rules, "abs", &t.abs)) {
        number_in(rules, "estimate_abs", &t.abs);
    }
    if (!number_in(rules, "rel", &t.rel) && value_get(rules, "abs") != NULL) {
        t.rel = 0;
    }
    static const struct {
        const char *key;
        double abs, rel;
    } special[] = {{"coverage", .004, 0}, {"area_under_curve", 0, .01}, {"score", 2e-6, 0},
                   {"p_dist", 0, 2e-3},   {"p_plus_dist", 0, 2e-3},     {"q_dist", 0, 5e-3}};
    for (size_t i = 0; key != NULL && i < sizeof special / sizeof special[0]; i++) {
        if (strcmp(key, special[i].key) == 0) {
            t.abs = fmax(t.abs, special[i].abs);
            t.rel = fmax(t.rel, special[i].rel);
        }
    }
    if (key != NULL && (strstr(key, "skew") != NULL || strstr(key, "kurt") != NULL)) {
        t.rel = fmax(t.rel, 1e-3);
    }
    return t;
}

static bool skipped(const char *key) {
    static const char *const skip[] = {"note", "shapely_hausdorff_check", "expected_min_entropy",
                                       "p_js", "tie"};
    for (size_t i = 0; key != NULL && i < sizeof skip / sizeof skip[0]; i++) {
        if (strcmp(key, skip[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void print_value(const char *what, const Value *value) {
    Buffer text = {0};
    if (value != NULL && value_write(&text, value)) {
        print_error("    %s %.200s\n", what, (char *)text.bytes);
    } else {
        print_error("    %s nothing\n", what);
    }
    buffer_free(&text);
}

static int mismatch(const char *path, const Value *expected, const Value *got) {
    print_error("  %s\n", path);
    print_value("expected", expected);
    print_value("got     ", got);
    return 1;
}

/* How many places of `got` differ from `expected`. */
static int differences(const Value *expected, const Value *got, const Value *rules, const char *key,
                       const char *path) {
    char deeper[256];
    int bad = 0;
    if (skipped(key)) {
        return 0;
    }
    switch (expected->kind) {
    case VALUE_RECORD:
        for (size_t i = 0; i < expected->as.record.count; i++) {
            const ValueField *field = &expected->as.record.fields[i];
            snprintf(deeper, sizeof deeper, "%s.%s", path, field->name);
            bad +=
                differences(&field->value, value_get(got, field->name), rules, field->name, deeper);
        }
        return bad;
    case VALUE_LIST:
        if (got == NULL || got->kind != VALUE_LIST || value_count(got) != value_count(expected)) {
            return mismatch(path, expected, got);
        }
        for (size_t i = 0; i < value_count(expected); i++) {
            snprintf(deeper, sizeof deeper, "%s[%zu]", path, i);
            bad += differences(value_at(expected, i), value_at(got, i), rules, key, deeper);
        }
        return bad;
    case VALUE_NONE:
        return got == NULL || got->kind == VALUE_NONE ? 0 : mismatch(path, expected, got);
    case VALUE_TEXT:
    case VALUE_BOOL:
        return got != NULL && value_equal(expected, got) ? 0 : mismatch(path, expected, got);
    default:
        break;
    }
    double e, g;
    Tolerance t = tolerance_of(rules, key);
    bool near = value_as_number(expected, &e) && got != NULL && value_as_number(got, &g) &&
                fabs(g - e) <= t.abs + t.rel * fabs(e);
    return near ? 0 : mismatch(path, expected, got);
}

static Value read_file(Mem *mem, const char *path) {
    FILE *file = fopen(path, "rb");
    Buffer text = {0};
    Value value = value_none();
    Fail fail = {0};
    if (file == NULL) {
        fail_msg("%s cannot be opened", path);
    }
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;) {
        assert_true(buffer_add(&text, part, n));
    }
    fclose(file);
    if (!value_read(mem, (char *)text.bytes, text.length, &value, &fail)) {
        fail_msg("%s: %s", path, fail.text);
    }
    buffer_free(&text);
    return value;
}

static void family_agrees(void **state) {
    const char *family = *state;
    char path[160];
    snprintf(path, sizeof path, "tests/vectors/%s.json", family);
    Mem *mem = mem_new(MEM_LIMIT);
    Value file = read_file(mem, path), answers, none = value_none();
    Fail fail = {0};
    if (!cases_answer(family, &file, mem, &answers, &fail)) {
        fail_msg("%s", fail.text);
    }
    const Value *cases = value_get(&file, "cases"), *rules = value_get(&file, "tolerance");
    int bad = 0;
    assert_true(value_count(cases) > 0);
    for (size_t i = 0; i < value_count(cases); i++) {
        const Value *id = value_get(value_at(cases, i), "id");
        bad += differences(value_get(value_at(cases, i), "out"), value_get(&answers, id->as.text),
                           rules != NULL ? rules : &none, NULL, id->as.text);
    }
    mem_free(mem);
    assert_int_equal(bad, 0);
}

static void comparison_notices_a_wrong_number(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 16);
    Value expected, got, none = value_none();
    assert_true(value_read(mem, "{\"a\":1.0,\"b\":null}", 18, &expected, NULL));
    assert_true(value_read(mem, "{\"a\":1.00001}", 13, &got, NULL));
    assert_int_equal(differences(&expected, &got, &none, NULL, "wrong on purpose"), 1);
    assert_true(value_read(mem, "{\"a\":1,\"b\":2}", 13, &got, NULL));
    assert_int_equal(differences(&expected, &got, &none, NULL, "wrong on purpose"), 1);
    assert_int_equal(differences(&expected, &expected, &none, NULL, ""), 0);
    mem_free(mem);
}

static void bad_files_are_refused_with_a_sentence(void **state) {
    (void)state;
    static const struct {
        const char *family, *text, *says;
    } bad[] = {
        {"smoothnes", "{}", "did you mean \"smoothness\""},
        {"fitts", "[]", "no list \"cases\""},
        {"fitts", "{\"in\":{}}", "no list \"cases\""},
        {"fitts", "{\"cases\":[{\"in\":{}}]}", "case 1"},
        {"fitts", "{\"cases\":[{\"id\":\"a\",\"in\":{\"trials\":[[1,2]]}}]}",
         "case \"a\": trial 1"},
        {"one_euro", "{\"cases\":[{\"id\":\"a\",\"in\":3}]}", "\"freq\" is missing"},
        {"tracing", "{\"cases\":[{\"id\":\"a\",\"in\":{\"template\":[[1]]}}]}", "point 1"},
        {"copying", "{\"cases\":[{\"id\":\"a\",\"in\":{\"attempt\":[7]}}]}", "stroke 1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        Mem *mem = mem_new(1 << 20);
        Value file, answers;
        Fail fail = {0};
        assert_true(value_read(mem, bad[i].text, strlen(bad[i].text), &file, &fail));
        assert_false(cases_answer(bad[i].family, &file, mem, &answers, &fail));
        if (strstr(fail.text, bad[i].says) == NULL) {
            fail_msg("expected \"...%s...\", got \"%s\"", bad[i].says, fail.text);
        }
        mem_free(mem);
    }
}

int main(void) {
    static const char *const families[] = {
        "one_euro",
        "smoothness",
        "path_deviation",
        "spiral",
        "fitts",
        "steering",
        "recognizers_synth",
        "staircase_transformed",
        "staircase_weighted",
        "quest",
        "questplus",
        "hshs_elo",
        "wilson",
        "rt_outliers",
        "dprime",
        "corsi_span",
        "single_case",
        "rci",
        "gas_t",
    };
    enum { COUNT = sizeof families / sizeof families[0], MORE = 2 };
    struct CMUnitTest tests[COUNT + MORE] = {
        cmocka_unit_test(comparison_notices_a_wrong_number),
        cmocka_unit_test(bad_files_are_refused_with_a_sentence),
    };
    for (size_t i = 0; i < COUNT; i++) {
        union {
            const char *name;
            void *state;
        } family = {families[i]};
        tests[MORE + i] = (struct CMUnitTest){families[i], family_agrees, NULL, NULL, family.state};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
