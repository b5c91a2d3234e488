/* libFuzzer: the measures on hostile readings and answers, and the reference cases on hostile text.
 * First byte: what is fed. Second byte: which allocation fails, 0 none. Whatever comes, every call
 * ends, every measure is a number or nothing, and every score lies in 0 .. 100. */
#include "measure/answers.h"
#include "measure/cases.h"
#include "measure/form.h"
#include "measure/shape.h"
#include "measure/tracing.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { READINGS_MAX = 4096, ANSWERS_FED_MAX = 200, MEM_LIMIT = 64 << 20 };

typedef struct {
    const uint8_t *bytes;
    size_t length, at;
} Feed;

static uint8_t take(Feed *feed) {
    return feed->at < feed->length ? feed->bytes[feed->at++] : 0;
}

/* Mostly tame numbers, some of every wild kind. */
static double take_number(Feed *feed) {
    static const double wild[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308, 1e-308, 0, 1e7};
    uint8_t kind = take(feed);
    int16_t plain = (int16_t)(take(feed) | take(feed) << 8);
    if (kind < 8) {
        return wild[kind];
    }
    if (kind == 8) {
        double any;
        uint8_t raw[sizeof any];
        for (size_t i = 0; i < sizeof raw; i++) {
            raw[i] = take(feed);
        }
        memcpy(&any, raw, sizeof any);
        return any;
    }
    return plain / 128.0;
}

static void check(const Measures *m) {
    for (int i = 0; i < m->count; i++) {
        if (isinf(m->items[i].value)) {
            abort();
        }
    }
    double score = measures_get(m, MEASURE_SCORE);
    if (score < 0 || score > 100) {
        abort();
    }
}

static void feed_samples(Feed *feed, Mem *mem) {
    static Sample samples[READINGS_MAX];
    size_t count = 0;
    Path wave;
    Road road = {.path = &wave, .width_mm = take_number(feed), .spiral = (take(feed) & 1) != 0};
    int64_t time_us = 0;
    while (feed->at < feed->length && count < READINGS_MAX) {
        uint8_t how = take(feed);
        time_us += how == 255 ? INT32_MAX : how == 254 ? -100000 : how * 1000;
        samples[count++] = (Sample){time_us, take_number(feed), take_number(feed), how % 3,
                                    (SamplePhase)(how / 3 % 3)};
    }
    Trace trace;
    Quality quality;
    Form copy, model;
    Measures ink = {0}, form = {0}, both = {0};
    QualityContext context = {true, false, take_number(feed), take_number(feed)};
    BimanualAim aim = {take_number(feed), take_number(feed), NAN, NAN};
    bimanual_measure(samples, count, &aim, &both);
    check(&both);
    if (!trace_from_samples(mem, samples, count, -1, &trace) ||
        !shape_wave(mem, take_number(feed), take_number(feed), 1, &wave) ||
        !quality_judge(mem, &trace, &context, &quality) ||
        !tracing_measure(mem, &trace, &road, &quality, &ink)) {
        return;
    }
    check(&ink);
    if (form_make(&trace.path, &copy) && form_make(&wave, &model)) {
        form_measure(&copy, &model, 1, &form);
        check(&form);
        form_measure(&model, &copy, 1, &form);
        check(&form);
    }
}

static void feed_answers(Feed *feed, Mem *mem, MeasureFamily family) {
    static const char *const names[] = {"", "a", "b", "c", "d", "e", NULL};
    static Answered answers[ANSWERS_FED_MAX];
    static Expected expected[ANSWERS_FED_MAX];
    AnswerContext context = answer_context(family);
    context.count = (int8_t)take(feed);
    context.choices = (int8_t)take(feed);
    context.expected_count = take(feed) % 40;
    context.expected = expected;
    context.tolerance_s = take_number(feed);
    context.rating = take_number(feed), context.rating_max = take_number(feed);
    context.middle_x_mm = take_number(feed);
    for (size_t i = 0; i < context.expected_count; i++) {
        expected[i] = (Expected){names[take(feed) % 7],
                                 {take_number(feed), take_number(feed)},
                                 take_number(feed),
                                 take_number(feed),
                                 take_number(feed)};
    }
    size_t count = 0;
    while (feed->at < feed->length && count < ANSWERS_FED_MAX) {
        uint8_t how = take(feed);
        answers[count++] = (Answered){.item = names[take(feed) % 7],
                                      .choice = names[take(feed) % 7],
                                      .right = (how & 1) != 0,
                                      .first = (how & 2) != 0,
                                      .player = how >> 2 & 1,
                                      .place = (int8_t)take(feed),
                                      .marks = how >> 4,
                                      .at_s = take_number(feed),
                                      .latency_s = take_number(feed),
                                      .at = {take_number(feed), take_number(feed)}};
    }
    Measures m = {0};
    if (answers_measure(mem, answers, count, &context, &m)) {
        check(&m);
    }
}

static void feed_cases(Feed *feed, Mem *mem) {
    size_t families = 0;
    while (cases_families()[families] != NULL) {
        families++;
    }
    const char *family = cases_families()[take(feed) % families];
    Value file, answers;
    Buffer out = {0};
    Fail fail = {0};
    const char *text = (const char *)feed->bytes + feed->at;
    if (value_read(mem, text, feed->length - feed->at, &file, &fail) &&
        cases_answer(family, &file, mem, &answers, &fail)) {
        value_write(&out, &answers);
    } else if (fail.text[0] == '\0') {
        abort(); /* refused without a sentence */
    }
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Feed feed = {data, size, 0};
    uint8_t what = take(&feed), fails = take(&feed);
    Mem *mem = mem_new(MEM_LIMIT);
    if (mem == NULL) {
        return 0;
    }
    mem_fail_after(fails);
    if (what < 85) {
        feed_samples(&feed, mem);
    } else if (what < 170) {
        feed_answers(&feed, mem, (MeasureFamily)(what % FAMILY_COUNT));
    } else {
        feed_cases(&feed, mem);
    }
    mem_fail_after(0);
    mem_free(mem);
    return 0;
}
