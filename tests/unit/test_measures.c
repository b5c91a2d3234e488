/* measure/measures.def: no measure of the table is a promise. Each is measured from an example of
 * its family, or stands as a number in a recorded run of a shipped game. */
#include "app/files.h"
#include "base/value.h"
#include "measure/answers.h"
#include "measure/form.h"
#include "measure/shape.h"
#include "measure/tracing.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const double PI = 3.14159265358979323846;

static bool measured[MEASURE_COUNT];

static void take(const Measures *m) {
    for (int i = 0; i < m->count; i++) {
        measured[m->items[i].id] = measured[m->items[i].id] || isfinite(m->items[i].value);
    }
}

/* A spiral drawn with a tremor of 6 Hz and one pause. */
static void trace_a_spiral(Mem *mem) {
    enum { COUNT = 1200 };
    Sample samples[COUNT];
    Path spiral;
    assert_true(shape_spiral(mem, 60, 3, &spiral));
    Road road = {.path = &spiral, .width_mm = 10, .spiral = true};
    double length = path_length(&spiral);
    for (int i = 0; i < COUNT; i++) {
        double t = i / 100.0 + (i > 600 ? 0.5 : 0);
        Point at = path_at(&spiral, length * i / (COUNT - 1));
        double far = 1 + 2.5 * sin(2 * PI * 6 * t) / fmax(20, sqrt(at.x * at.x + at.y * at.y));
        samples[i] = (Sample){(int64_t)(t * 1e6), at.x * far, at.y * far, 0,
                              i == 0           ? SAMPLE_DOWN
                              : i == COUNT - 1 ? SAMPLE_UP
                                               : SAMPLE_MOVE};
    }
    Trace trace;
    Quality quality;
    Measures m = {0};
    assert_true(trace_from_samples(mem, samples, COUNT, -1, &trace));
    assert_true(quality_judge(mem, &trace, &(QualityContext){true, false, 0, NAN}, &quality));
    quality.timing_valid = true;
    assert_true(tracing_measure(mem, &trace, &road, &quality, &m));
    take(&m);
}

static Form form_of(Mem *mem, const Point *points, size_t count, int shape) {
    Path path;
    Form form;
    assert_true(path_make(mem, points, NULL, count, &path) && form_make(&path, &form));
    form.shape = shape;
    return form;
}

static void copy_a_square(Mem *mem) {
    Point square[] = {{0, 0}, {0, 9}, {9, 9}, {9, 0}, {0, 0}}, v[] = {{0, 0}, {4, 9}, {8, 0}};
    Point drawn[] = {{20, 21}, {20, 31}, {29, 31}, {29.5, 20}, {20, 20}};
    Form models[] = {form_of(mem, square, 5, 0), form_of(mem, v, 3, 4)};
    Form copy = form_of(mem, drawn, 5, 0);
    Measures m = {0};
    form_measure(&copy, models, 2, &m);
    take(&m);
}

/* What a family needs beyond plain answers, all at once. */
static AnswerContext full_context(MeasureFamily family, const Expected *expected, size_t count) {
    AnswerContext context = answer_context(family);
    context.expected = expected, context.expected_count = count;
    context.count = (int)count, context.choices = 4;
    context.middle_x_mm = context.middle_y_mm = 50;
    context.rating = 2, context.rating_max = 4, context.assistance = 1;
    context.repetitions = 3, context.prompts = 1;
    context.pair = (BimanualAim){40, 10, NAN, NAN};
    return context;
}

static void answer_every_family(Mem *mem) {
    enum { ANSWERS = 12 };
    static const char *const names[ANSWERS] = {"a", "b", "c", "d", "e", "f",
                                               "g", "h", "i", "j", "k", "l"};
    Expected expected[ANSWERS];
    Answered answers[ANSWERS];
    Sample samples[4 * ANSWERS], two[4 * ANSWERS];
    for (int i = 0; i < ANSWERS; i++) {
        double shown_s = 2.0 * i, down_s = shown_s + 1 + 0.05 * (i % 4);
        Point target = {10 + 37 * (i % 3), 20 + 23 * (i % 4)},
              landed = {target.x + i % 5 - 2, target.y + i % 2};
        unsigned mark = i % 4 == 1   ? ANSWERED_CONFLICT
                        : i % 4 == 2 ? ANSWERED_SWITCHED
                                     : (i % 4 == 3 ? ANSWERED_OLD_RULE : 0);
        expected[i] = (Expected){names[i], target, 6, down_s - 0.02 * (i % 3), shown_s + 2};
        answers[i] = (Answered){.item = names[i],
                                .choice = names[i % 5 == 4 ? i - 1 : i],
                                .right = i % 5 != 4,
                                .first = true,
                                .at_s = down_s,
                                .latency_s = down_s - shown_s,
                                .place = i + 1,
                                .at = landed,
                                .marks = mark};
        const double times_s[4] = {shown_s + 0.2, shown_s + 0.5, down_s - 0.1, down_s};
        const double off_mm[4] = {30, 0, 20, 1};
        for (int k = 0; k < 4; k++) {
            SamplePhase phase = k == 1 ? SAMPLE_UP : k == 2 ? SAMPLE_DOWN : SAMPLE_MOVE;
            samples[4 * i + k] =
                (Sample){(int64_t)(times_s[k] * 1e6), target.x + off_mm[k], target.y, 0, phase};
            two[4 * i + k] = (Sample){(int64_t)(1e5 * i + 1e4 * k), 30 + 40 * (k % 2) + i, 30,
                                      k % 2, i == 0 && k < 2 ? SAMPLE_DOWN : SAMPLE_MOVE};
        }
    }
    Point line[] = {{0, 0}, {5, 5}, {10, 3}, {30, 30}};
    Trace carried;
    assert_true(trace_make(mem, line, NULL, NULL, 4, &carried));
    for (int family = FAMILY_POINTING; family < FAMILY_COUNT; family++) {
        AnswerContext context = full_context((MeasureFamily)family, expected, ANSWERS);
        bool both = family == FAMILY_BIMANUAL;
        context.samples = both ? two : samples, context.sample_count = 4 * ANSWERS;
        context.trace = &carried;
        for (int plain = 0; plain < 2; plain++) { /* some need a plan, some need none */
            Measures m = {0};
            assert_true(answers_measure(mem, answers, ANSWERS, &context, &m));
            take(&m);
            context.expected = NULL, context.expected_count = 0;
        }
    }
}

/* Numbers in the records of tests/replays. */
static void read_recorded_runs(Mem *mem) {
    DIR *folder = opendir("tests/replays");
    int records = 0;
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[512];
        Fail fail = {0};
        size_t length;
        snprintf(path, sizeof path, "tests/replays/%.200s", entry->d_name);
        if (strstr(entry->d_name, ".txt") == NULL) {
            continue;
        }
        char *text = file_read(mem, path, &length, &fail);
        assert_non_null(text);
        for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
            Value record;
            Measures m;
            if (strncmp(line, "record ", 7) == 0) {
                assert_true(value_read(mem, line + 7, strlen(line + 7), &record, &fail));
                assert_true(measures_from_value(&m, value_get(&record, "measures"), &fail));
                take(&m);
                records++;
            }
        }
    }
    closedir(folder);
    assert_true(records > 20);
}

static void every_measure_of_the_table_is_measured_somewhere(void **state) {
    (void)state;
    Mem *mem = mem_new(64 << 20);
    trace_a_spiral(mem);
    copy_a_square(mem);
    answer_every_family(mem);
    read_recorded_runs(mem);
    int missing = 0;
    for (int id = 0; id < measure_count(); id++) {
        if (!measured[id]) {
            print_error("%s is measured nowhere\n", measure_info((MeasureId)id)->name);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_of_the_table_is_measured_somewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
