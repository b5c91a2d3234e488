/* measure/cases: the edge rules of every family, as anybody sees them through `otterpaw score`. */
#include "measure/cases.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What one key of the answer must be. */
typedef struct {
    const char *rule, *family, *in, *key, *is; /* is: JSON, or "finite" */
} Edge;

#define PATH(attempt, template)                                                                    \
    "{\"attempt\": " attempt ", \"template\": " template ", \"tolerance\": 2}"
#define TRACE(template, width, ink)                                                                \
    "{\"template\": " template ", \"width_mm\": " width ", \"ink\": " ink "}"
#define LINE                     "[[0,0],[50,0],[100,0]]"
#define INK                      "[[[0,0,0],[20,0,20],[40,0,40],[60,0,60],[80,0,80],[100,0,100]]]"
#define BACK                     "[[[100,0,0],[80,0,20],[60,0,40],[40,0,60],[20,0,80],[0,0,100]]]"
#define DOT                      "[[[5,0,0],[5,0,20],[5,0,40],[5,0,60],[5,0,80],[5,0,100]]]"
#define AIM                      "[0,0,50,0,51,0,500]"
#define AIM_2                    "[0,0,50,0,47,2,600]"
#define TIMES(list)              "{\"rt_ms\": " list ", \"min_ms\": 150, \"max_ms\": 3000, \"mad_k\": 2.5}"
#define PHASES(a, b)             "{\"A\": " a ", \"B\": " b ", \"improvement\": \"increase\"}"
#define COPY(attempt, templates) "{\"attempt\": " attempt ", \"templates\": " templates "}"
#define MODEL                    "{\"a\": [[[[0,0],[9,9]]]]}"

static const Edge edges[] = {
    {"no speeds", "smoothness", "{\"fs\": 100, \"speed\": []}", "sparc", "null"},
    {"no speeds", "smoothness", "{\"fs\": 100, \"speed\": []}", "valid", "false"},
    {"too few speeds", "smoothness", "{\"fs\": 100, \"speed\": [1,2,3,4,5,4,3,2,1]}", "valid",
     "false"},
    {"too short", "smoothness", "{\"fs\": 100, \"speed\": [1,2,3,4,5,6,5,4,3,2,1]}", "valid",
     "false"},
    {"no movement", "smoothness", "{\"fs\": 20, \"speed\": [0,0,0,0,0,0,0,0,0,0,0,0]}", "sparc",
     "null"},
    {"no movement", "smoothness", "{\"fs\": 20, \"speed\": [0,0,0,0,0,0,0,0,0,0,0,0]}", "valid",
     "false"},
    {"constant speed", "smoothness", "{\"fs\": 20, \"speed\": [5,5,5,5,5,5,5,5,5,5,5,5]}", "sparc",
     "finite"},
    {"constant speed", "smoothness", "{\"fs\": 20, \"speed\": [5,5,5,5,5,5,5,5,5,5,5,5]}", "ldlj",
     "null"},
    {"no rate", "smoothness", "{\"fs\": 0, \"speed\": [1,2,3,2,1,2,3,2,1,2]}", "sparc", "null"},
    {"one point", "path_deviation", PATH("[[1,1]]", LINE), "rmse_to_template", "1.0"},
    {"one point", "path_deviation", PATH("[[1,1]]", LINE), "frechet_discrete", "null"},
    {"one point", "path_deviation", PATH("[[1,1]]", LINE), "valid", "false"},
    {"no point", "path_deviation", PATH("[]", LINE), "rmse_to_template", "null"},
    {"no length", "path_deviation", PATH(LINE, "[[3,3],[3,3]]"), "coverage", "null"},
    {"no length", "path_deviation", PATH(LINE, "[[3,3],[3,3]]"), "valid", "false"},
    {"reversed", "path_deviation", PATH("[[100,0],[50,0],[0,0]]", LINE), "rmse_to_template", "0.0"},
    {"reversed", "path_deviation", PATH("[[100,0],[50,0],[0,0]]", LINE), "frechet_discrete",
     "100.0"},
    {"reversed", "path_deviation", PATH("[[100,0],[50,0],[0,0]]", LINE), "dtw", "200.0"},
    {"reversed", "path_deviation", PATH("[[100,0],[50,0],[0,0]]", LINE), "valid", "true"},
    {"four aims", "fitts", "{\"trials\": [" AIM "," AIM_2 "," AIM "," AIM_2 "]}", "tp_bits_s",
     "null"},
    {"five aims", "fitts", "{\"trials\": [" AIM "," AIM_2 "," AIM "," AIM_2 "," AIM "]}",
     "tp_bits_s", "finite"},
    {"no spread", "fitts", "{\"trials\": [" AIM "," AIM "," AIM "," AIM "," AIM "]}", "tp_bits_s",
     "null"},
    {"no aims", "fitts", "{\"trials\": []}", "mt_ms", "null"},
    {"width 0", "steering", "{\"kind\": \"straight\", \"A\": 100, \"W\": 0}", "id", "null"},
    {"width below 0", "steering", "{\"kind\": \"circle\", \"R\": 9, \"W\": -1}", "id", "null"},
    {"width 0", "steering", "{\"kind\": \"narrowing\", \"A\": 100, \"W1\": 9, \"W2\": 0}", "id",
     "null"},
    {"equal widths", "steering", "{\"kind\": \"narrowing\", \"A\": 100, \"W1\": 10, \"W2\": 10}",
     "id", "10.0"},
    {"one difficulty", "steering", "{\"kind\": \"fit\", \"ID\": [1,1], \"MT_ms\": [200,300]}",
     "b_ms_per_bit", "null"},
    {"n = 0", "wilson", "{\"x\": 0, \"n\": 0, \"conf\": 0.95}", "lo", "0.0"},
    {"n = 0", "wilson", "{\"x\": 0, \"n\": 0, \"conf\": 0.95}", "hi", "1.0"},
    {"n = 0", "wilson", "{\"x\": 0, \"n\": 0, \"conf\": 0.95}", "p", "null"},
    {"more right than asked", "wilson", "{\"x\": 3, \"n\": 2, \"conf\": 0.95}", "hi", "null"},
    {"n = 0", "dprime",
     "{\"hits\": 0, \"misses\": 0, \"false_alarms\": 0, \"correct_rejections\": 0}", "valid",
     "false"},
    {"all right", "dprime",
     "{\"hits\": 9, \"misses\": 0, \"false_alarms\": 0, \"correct_rejections\": 9}", "dprime",
     "finite"},
    {"MAD = 0", "rt_outliers", TIMES("[300,300,300,300,300,300,400]"), "n_kept_mad", "6.0"},
    {"MAD = 0", "rt_outliers", TIMES("[300,300,300,300,300,300,400]"), "mad", "0.0"},
    {"n = 0", "rt_outliers", TIMES("[]"), "median", "null"},
    {"four times", "rt_outliers", TIMES("[300,310,320,330]"), "median_only", "true"},
    {"five times", "rt_outliers", TIMES("[300,310,320,330,340]"), "median_only", "false"},
    {"anticipations", "rt_outliers", TIMES("[149,150,300,300,300,300]"), "n_kept_absolute", "5.0"},
    {"none right", "corsi_span",
     "{\"start_length\": 3, \"trials_per_length\": 2, \"max_length\": 9, \"trials\": "
     "[[3,0],[3,0]]}",
     "below_minimum", "true"},
    {"none right", "corsi_span",
     "{\"start_length\": 3, \"trials_per_length\": 2, \"max_length\": 9, \"trials\": "
     "[[3,0],[3,0]]}",
     "total_score", "0.0"},
    {"two sessions", "single_case", PHASES("[1,2]", "[3,4]"), "reportable", "false"},
    {"three sessions", "single_case", PHASES("[1,2,3]", "[3,4,5]"), "reportable", "true"},
    {"no session", "single_case", PHASES("[]", "[3,4,5]"), "nap", "null"},
    {"r = 1", "rci", "{\"pre\": 9, \"post\": 5, \"sd_pre\": 3, \"reliability\": 1}", "valid",
     "false"},
    {"r < 0", "rci", "{\"pre\": 9, \"post\": 5, \"sd_pre\": 3, \"reliability\": -0.1}", "rci",
     "null"},
    {"SD = 0", "rci", "{\"pre\": 9, \"post\": 5, \"sd_pre\": 0, \"reliability\": 0.8}", "valid",
     "false"},
    {"no goals", "gas_t", "{\"scores\": [], \"weights\": [], \"rho\": 0.3}", "valid", "false"},
    {"one goal", "gas_t", "{\"scores\": [0], \"weights\": [3], \"rho\": 0.3}", "t", "50.0"},
    {"equal strength", "hshs_elo",
     "{\"theta\": 1, \"beta\": 1, \"time_limit\": 20, \"rt\": 5, \"correct\": 1, "
     "\"uncertainty_person\": 0.7, \"uncertainty_item\": 0.3, \"K\": 0.0075, \"K_plus\": 4, "
     "\"K_minus\": 0.5}",
     "expected", "0.0"},
    {"four readings", "tracing", TRACE(LINE, "8", "[[[0,0],[9,0],[20,0],[99,0]]]"), "score",
     "null"},
    {"a dot", "tracing", TRACE(LINE, "8", DOT), "score", "null"},
    {"a dot", "tracing", TRACE(LINE, "8", DOT), "valid", "false"},
    {"no ink", "tracing", TRACE(LINE, "8", "[]"), "valid", "false"},
    {"width 0", "tracing", TRACE(LINE, "0", INK), "score", "null"},
    {"width below 0", "tracing", TRACE(LINE, "-4", INK), "score", "null"},
    {"no road", "tracing", TRACE("[[0,0],[0,0]]", "8", INK), "score", "null"},
    {"perfect", "tracing", TRACE(LINE, "8", INK), "score", "100.0"},
    {"backwards", "tracing", TRACE(LINE, "8", BACK), "score", "100.0"},
    {"backwards", "tracing", TRACE(LINE, "8", BACK), "direction_correct", "0.0"},
    {"no times", "tracing", TRACE(LINE, "8", "[[[0,0],[25,0],[50,0],[75,0],[100,0]]]"),
     "timing_valid", "false"},
    {"no times", "tracing", TRACE(LINE, "8", "[[[0,0],[25,0],[50,0],[75,0],[100,0]]]"),
     "duration_s", "null"},
    {"one point", "copying", COPY("[[[1,1]]]", MODEL), "best", "null"},
    {"no ink", "copying", COPY("[]", MODEL), "best", "null"},
    {"no shapes", "copying", COPY("[[[0,0],[9,9]]]", "{}"), "best", "null"},
    {"a dot as model", "copying", COPY("[[[0,0],[9,9]]]", "{\"a\": [[[[3,3]]]]}"), "best", "null"},
    {"itself", "copying", COPY("[[[0,0],[9,9]]]", MODEL), "best", "\"a\""},
    {"one shape alone", "copying", COPY("[[[0,0],[9,9]]]", MODEL), "margin", "null"},
};

static void hold_to(Mem *mem, const Edge *edge) {
    Buffer text = {0}, got = {0};
    Value file, answers;
    Fail fail = {0};
    assert_true(buffer_format(&text, "{\"cases\": [{\"id\": \"e\", \"in\": %s}]}", edge->in));
    if (!value_read(mem, (const char *)text.bytes, text.length, &file, &fail) ||
        !cases_answer(edge->family, &file, mem, &answers, &fail)) {
        fail_msg("%s, %s: %s", edge->family, edge->rule, fail.text);
    }
    const Value *value = value_get(value_get(&answers, "e"), edge->key);
    double number;
    if (value == NULL) {
        fail_msg("%s, %s: there is no \"%s\"", edge->family, edge->rule, edge->key);
    }
    assert_true(value_write(&got, value));
    bool finite = value_as_number(value, &number) && isfinite(number);
    if (strcmp(edge->is, "finite") == 0 ? !finite
                                        : strcmp((const char *)got.bytes, edge->is) != 0) {
        fail_msg("%s, %s: \"%s\" is %s, not %s", edge->family, edge->rule, edge->key,
                 (const char *)got.bytes, edge->is);
    }
    buffer_free(&text), buffer_free(&got);
}

static void edges_of_every_family_give_the_stated_verdict(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        Mem *mem = mem_new(16 << 20);
        hold_to(mem, &edges[i]);
        mem_free(mem);
    }
}

/* The first filtered value is the reading itself, and one reading is enough. */
static void one_euro_takes_one_reading(void **state) {
    (void)state;
    static const char text[] =
        "{\"cases\": [{\"id\": \"e\", \"in\": {\"freq\": 120, \"mincutoff\": "
        "1, \"beta\": 0, \"dcutoff\": 1, \"t\": [0], \"x\": [5]}}]}";
    Mem *mem = mem_new(1 << 20);
    Value file, answers;
    Fail fail = {0};
    double number = 0;
    assert_true(value_read(mem, text, sizeof text - 1, &file, &fail));
    assert_true(cases_answer("one_euro", &file, mem, &answers, &fail));
    assert_true(value_as_number(value_at(value_get(&answers, "e"), 0), &number) && number == 5);
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_of_every_family_give_the_stated_verdict),
        cmocka_unit_test(one_euro_takes_one_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
