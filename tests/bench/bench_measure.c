/* What measuring one trial costs: every measure of a 2,000-reading trace together, its parts, and
 * the answers of a trial. Prints the best and the median of many runs in processor milliseconds,
 * which a busy machine disturbs least. */
#include "measure/answers.h"
#include "measure/form.h"
#include "measure/kinematics.h"
#include "measure/series.h"
#include "measure/shape.h"
#include "measure/tracing.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { READINGS = 2000, RUNS = 101, ANSWERS = 60, ALLOGRAPHS = 3 };

typedef struct {
    Mem *mem;
    Path road_path;
    Road road;
    Sample samples[READINGS];
    Trace trace;
    Quality quality;
    Form copy, models[ALLOGRAPHS];
    Answered answers[ANSWERS];
} Bench;

typedef bool (*Work)(Bench *bench);

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static bool take_trace(Bench *b) {
    QualityContext context = {true, false, 0, 0.4};
    return trace_from_samples(b->mem, b->samples, READINGS, -1, &b->trace) &&
           quality_judge(b->mem, &b->trace, &context, &b->quality);
}

static bool measure_tracing(Bench *b) {
    Measures m = {0};
    return tracing_measure(b->mem, &b->trace, &b->road, &b->quality, &m);
}

static bool measure_movement(Bench *b) {
    Measures m = {0};
    return tracing_measure_movement(b->mem, &b->trace, &b->quality, &m);
}

static bool measure_form(Bench *b) {
    Measures m = {0};
    bool formed = form_make(&b->trace.path, &b->copy);
    form_measure(&b->copy, b->models, ALLOGRAPHS, &m);
    return formed;
}

static bool measure_answers(Bench *b) {
    bool well = true;
    for (int f = FAMILY_POINTING; f < FAMILY_COUNT; f++) {
        Measures m = {0};
        AnswerContext context = answer_context((MeasureFamily)f);
        context.samples = b->samples, context.sample_count = READINGS;
        context.trace = &b->trace;
        well = well && answers_measure(b->mem, b->answers, ANSWERS, &context, &m);
    }
    return well;
}

static bool measure_everything(Bench *b) {
    return take_trace(b) && measure_tracing(b) && measure_form(b);
}

static void run(Bench *bench, const char *what, Work work) {
    double times[RUNS];
    for (int i = 0; i < RUNS; i++) {
        Mem *kept = bench->mem;
        bench->mem = mem_new(64 << 20);
        double began = now_ms();
        bool well = work(bench);
        times[i] = well ? now_ms() - began : NAN;
        mem_free(bench->mem);
        bench->mem = kept;
        take_trace(bench); /* the parts read it */
    }
    size_t count = series_finite(times, RUNS);
    double median = series_median(times, count); /* sorts */
    printf("%-46s %8.3f %8.3f ms%s\n", what, count > 0 ? times[0] : NAN, median,
           count < RUNS ? "  (some runs failed)" : "");
}

int main(void) {
    static Bench bench;
    bench.mem = mem_new((size_t)1 << 30);
    if (bench.mem == NULL || !shape_spiral(bench.mem, 70, 3, &bench.road_path)) {
        return 1;
    }
    bench.road = (Road){.path = &bench.road_path, .width_mm = 10, .spiral = true};
    double length = path_length(&bench.road_path);
    for (int i = 0; i < READINGS; i++) {
        Point at = path_at(&bench.road_path, length * i / (READINGS - 1));
        SamplePhase phase = i == 0 ? SAMPLE_DOWN : i == READINGS - 1 ? SAMPLE_UP : SAMPLE_MOVE;
        bench.samples[i] = (Sample){i * 8333, at.x + sin(i / 11.0), at.y + cos(i / 7.0), 0, phase};
    }
    for (int i = 0; i < ALLOGRAPHS; i++) {
        Path model;
        if (!shape_spiral(bench.mem, 60, 2.5 + i * 0.3, &model) ||
            !form_make(&model, &bench.models[i])) {
            return 1;
        }
    }
    for (int i = 0; i < ANSWERS; i++) {
        bench.answers[i] = (Answered){
            "item",          i % 7 == 0 ? "" : "choice", i % 3 != 0, true, i * 1.1, 0.6, 0, i + 1,
            {i * 9 % 100, i}};
    }
    if (!take_trace(&bench)) {
        return 1;
    }
    printf("One trial of %d readings, release build, best and median of %d runs:\n", READINGS,
           RUNS);
    run(&bench, "every measure of a traced and copied spiral", measure_everything);
    run(&bench, "  readings to trace, and their quality", take_trace);
    run(&bench, "  tracing, movement and tremor", measure_tracing);
    run(&bench, "  of that, movement alone", measure_movement);
    run(&bench, "  form against 3 allographs", measure_form);
    run(&bench, "60 answers, all eleven families", measure_answers);
    mem_free(bench.mem);
    return 0;
}
