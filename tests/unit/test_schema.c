/* What authors of games are told when a declaration is wrong, and what comes of a right one. */
#include "care/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

typedef struct {
    Mem *mem;
    Manifest manifest;
    Levels levels;
    Fail fail;
} Bench;

#define HEAD                                                                                       \
    "{\"id\":\"tracing\",\"version\":\"1\",\"api\":1,\"title\":\"title\",\"word\":\"word\","       \
    "\"picture\":\"pencil\",\"domain\":\"fine_motor\",\"aim\":\"Aim.\",\"trial\":\"One road.\","   \
    "\"trials\":6,\"minutes\":4,\"measures\":[\"score\",\"inside_percent\"],"
#define ROAD                                                                                       \
    "{\"name\":\"road_mm\",\"type\":\"number\",\"min\":4,\"max\":25,\"default\":19,\"label\":"     \
    "\"Road\"}"
#define SHAPE                                                                                      \
    "{\"name\":\"shape\",\"type\":\"choice\",\"choices\":[\"line\",\"wave\"],"                     \
    "\"default\":\"line\",\"label\":\"Shape\"}"
#define TURNS                                                                                      \
    "{\"name\":\"turns\",\"type\":\"integer\",\"min\":1,\"max\":9,\"default\":2,\"label\":"        \
    "\"Turns\"}"
#define DOTS  "{\"name\":\"dots\",\"type\":\"bool\",\"default\":true,\"label\":\"Dots\"}"
#define NOTE  "{\"name\":\"note\",\"type\":\"text\",\"default\":\"\",\"label\":\"Note\"}"
#define WHOLE HEAD "\"parameters\":[" ROAD "," SHAPE "," TURNS "," DOTS "," NOTE "]}"

static int set_up(void **state) {
    static Bench bench;
    bench = (Bench){.mem = mem_new(1 << 20)};
    *state = &bench;
    return bench.mem == NULL;
}

static int tear_down(void **state) {
    mem_free(((Bench *)*state)->mem);
    return 0;
}

static bool read_manifest(Bench *bench, const char *json) {
    Value data;
    assert_true(value_read(bench->mem, json, strlen(json), &data, &bench->fail));
    return schema_manifest(bench->mem, &data, "games/tracing/game.lua", &bench->manifest,
                           &bench->fail);
}

static bool read_levels(Bench *bench, const char *json) {
    Value data;
    assert_true(read_manifest(bench, WHOLE));
    assert_true(value_read(bench->mem, json, strlen(json), &data, &bench->fail));
    return schema_levels(bench->mem, &data, &bench->manifest, "games/tracing/levels.lua",
                         &bench->levels, &bench->fail);
}

static void a_right_manifest_is_read_whole(void **state) {
    Bench *bench = *state;
    assert_true(read_manifest(bench, WHOLE));
    const Manifest *m = &bench->manifest;
    assert_string_equal(m->id, "tracing");
    assert_int_equal(m->trials, 6);
    assert_int_equal(m->measure_count, 2);
    assert_int_equal(m->measures[0], MEASURE_SCORE);
    assert_int_equal(m->param_count, 5);
    const Param *road = schema_find(m, "road_mm");
    assert_non_null(road);
    assert_int_equal(road->standard.kind, VALUE_NUMBER);
    assert_true(road->standard.as.number == 19.0);
    assert_string_equal(schema_find(m, "shape")->choices[1], "wave");
    assert_null(schema_find(m, "width_mm"));
}

static void levels_are_filled_with_defaults_in_declared_order(void **state) {
    Bench *bench = *state;
    assert_true(
        read_levels(bench, "[{\"name\":\"a\"},{\"name\":\"b\",\"turns\":3.0,\"road_mm\":4}]"));
    assert_int_equal(bench->levels.count, 2);
    Buffer out = {0};
    assert_true(value_write(&out, bench->levels.rows[1].params));
    assert_string_equal((char *)out.bytes, "{\"road_mm\":4.0,\"shape\":\"line\",\"turns\":3,"
                                           "\"dots\":true,\"note\":\"\"}");
    buffer_free(&out);
    assert_true(level_number(&bench->levels.rows[0], "road_mm") == 19.0);
}

static void each_wrong_manifest_is_told_its_place_and_remedy(void **state) {
    Bench *bench = *state;
    static const struct {
        const char *json, *text;
    } rows[] = {
        {"[]", "games/tracing/game.lua: must return a table such as { id = \"...\", ... }"},
        {HEAD "\"paramters\":[]}",
         "games/tracing/game.lua: there is no field paramters (did you mean parameters?)"},
        {HEAD "\"parameters\":[{\"name\":\"Road\"}]}",
         "games/tracing/game.lua: parameters: entry 1: needs a name of lower-case letters, digits "
         "and _ (with its unit: road_mm), other than \"name\""},
        {HEAD "\"parameters\":[" ROAD "," ROAD "]}",
         "games/tracing/game.lua: parameters.road_mm: is declared twice"},
        {HEAD "\"parameters\":[{\"name\":\"a_mm\",\"label\":\"A\",\"type\":\"float\"}]}",
         "games/tracing/game.lua: parameters.a_mm: type must be one of: bool, integer, number, "
         "choice, text"},
        {HEAD "\"parameters\":[{\"name\":\"a_mm\",\"label\":\"A\",\"type\":\"number\",\"min\":4}]}",
         "games/tracing/game.lua: parameters.a_mm: a number needs min and max, min not above max"},
        {HEAD "\"parameters\":[{\"name\":\"a_mm\",\"label\":\"A\",\"type\":\"number\",\"min\":4,"
              "\"max\":9,\"default\":10}]}",
         "games/tracing/game.lua: parameters: default of: a_mm is 10, but the most is 9"},
        {HEAD "\"parameters\":[{\"name\":\"a\",\"label\":\"A\",\"type\":\"choice\","
              "\"default\":\"x\"}]}",
         "games/tracing/game.lua: parameters.a: choices must be a list of texts"},
        {HEAD "\"parameters\":[{\"name\":\"a\",\"label\":\"A\",\"type\":\"bool\"}]}",
         "games/tracing/game.lua: parameters.a: needs a default"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_false(read_manifest(bench, rows[i].json));
        assert_string_equal(bench->fail.text, rows[i].text);
        assert_int_equal(bench->fail.kind, FAIL_INPUT);
    }
}

/* Changes one field of the right manifest and tells what is then said. */
static void expect_changed(Bench *bench, const char *from, const char *to, const char *text) {
    char json[4096];
    const char *at = strstr(WHOLE, from);
    assert_non_null(at);
    snprintf(json, sizeof json, "%.*s%s%s", (int)(at - WHOLE), WHOLE, to, at + strlen(from));
    assert_false(read_manifest(bench, json));
    assert_string_equal(bench->fail.text, text);
}

static void each_field_of_the_manifest_is_checked(void **state) {
    Bench *bench = *state;
    expect_changed(bench, "\"version\":\"1\",", "",
                   "games/tracing/game.lua: version must be a text, and is missing");
    expect_changed(bench, "\"api\":1", "\"api\":2",
                   "games/tracing/game.lua: api must be 1, the one this engine offers");
    expect_changed(bench, "fine_motor", "motor",
                   "games/tracing/game.lua: domain is \"motor\", but must be one of: fine_motor, "
                   "gross_motor, sensory, self_care, play, cognitive");
    expect_changed(bench, "\"id\":\"tracing\"", "\"id\":\"Tracing!\"",
                   "games/tracing/game.lua: id is \"Tracing!\", but must be lower-case letters, "
                   "digits and _");
    expect_changed(bench, "\"inside_percent\"", "\"inside_precent\"",
                   "games/tracing/game.lua: measures: there is no measure \"inside_precent\" (did "
                   "you mean inside_percent?)");
    expect_changed(bench, "\"trials\":6", "\"trials\":0",
                   "games/tracing/game.lua: trials must be a number from 1 to 200");
    expect_changed(bench, "\"trials\":6", "\"trials\":6,\"hidden\":\"yes\"",
                   "games/tracing/game.lua: hidden must be true or false");
    expect_changed(bench, "\"trials\":6", "\"trials\":6,\"skills\":[1]",
                   "games/tracing/game.lua: skills: entry 1 must be a text");
}

static void each_wrong_level_is_told_its_number_and_remedy(void **state) {
    Bench *bench = *state;
    static const struct {
        const char *json, *text;
    } rows[] = {
        {"{}", "games/tracing/levels.lua: must return a list of at least one level, the easiest "
               "first"},
        {"[{\"name\":\"a\"},{\"name\":\"b\",\"road_mm\":2}]",
         "games/tracing/levels.lua: level 2: road_mm is 2, but the least is 4"},
        {"[{\"road_mm\":5}]", "games/tracing/levels.lua: level 1: needs a name: a short sentence "
                              "that tells a therapist what it is"},
        {"[{\"name\":\"a\",\"raod_mm\":5}]", "games/tracing/levels.lua: level 1: game.lua declares "
                                             "no parameter raod_mm (did you mean road_mm?)"},
        {"[{\"name\":\"a\",\"road_mm\":\"wide\"}]",
         "games/tracing/levels.lua: level 1: road_mm must be a number, but is the text \"wide\""},
        {"[{\"name\":\"a\",\"turns\":2.5}]",
         "games/tracing/levels.lua: level 1: turns must be a whole number, but is 2.5"},
        {"[{\"name\":\"a\",\"shape\":\"vawe\"}]",
         "games/tracing/levels.lua: level 1: shape is \"vawe\", but must be one of: line, wave "
         "(did you mean wave?)"},
        {"[{\"name\":\"a\",\"dots\":1}]",
         "games/tracing/levels.lua: level 1: dots must be true or false, but is 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_false(read_levels(bench, rows[i].json));
        assert_string_equal(bench->fail.text, rows[i].text);
    }
}

static void too_little_memory_is_told_and_not_crashed_on(void **state) {
    Bench *bench = *state;
    Value data;
    assert_true(value_read(bench->mem, WHOLE, strlen(WHOLE), &data, NULL));
    size_t before = mem_used(bench->mem);
    assert_true(schema_manifest(bench->mem, &data, "g", &bench->manifest, &bench->fail));
    size_t needed = mem_used(bench->mem) - before;
    for (size_t limit = 0; limit < needed; limit += 40) {
        Mem *tight = mem_new(limit);
        assert_non_null(tight);
        assert_false(schema_manifest(tight, &data, "g", &bench->manifest, &bench->fail));
        assert_int_equal(bench->fail.kind, FAIL_LIMIT);
        mem_free(tight);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_right_manifest_is_read_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(levels_are_filled_with_defaults_in_declared_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_wrong_manifest_is_told_its_place_and_remedy, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_field_of_the_manifest_is_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_wrong_level_is_told_its_number_and_remedy, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(too_little_memory_is_told_and_not_crashed_on, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
