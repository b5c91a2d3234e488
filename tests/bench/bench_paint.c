/* How long drawing takes: a whole tracing screen, one more point of ink, a text shaped anew. */
#include "paint/canvas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 1920, HEIGHT = 1200, ROAD_POINTS = 200 };
static const double SCALE = 8.8, WIDE = 1920 / 8.8, HIGH = 1200 / 8.8;

static double now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static bool read_theme(Theme *theme) {
    static char json[1 << 16];
    FILE *file = fopen("assets/themes.json", "rb");
    if (file == NULL) {
        fprintf(stderr, "bench_paint: run it in the source folder\n");
        return false;
    }
    size_t length = fread(json, 1, sizeof json, file);
    fclose(file);
    Fail fail = {0};
    bool ok = theme_read(json, length, "calm", theme, &fail);
    if (!ok) {
        fprintf(stderr, "bench_paint: %s\n", fail.text);
    }
    return ok;
}

static void tracing_screen(Scene *scene, const Ink *ink) {
    static Point road[ROAD_POINTS];
    for (int i = 0; i < ROAD_POINTS; i++) {
        double at = (double)i / (ROAD_POINTS - 1);
        road[i] = (Point){40 + 134 * at, 70 - 28 * sin(at * 9.42)};
    }
    scene_clear(scene);
    scene_rect(scene, 0, 0, WIDE, HIGH, 0, COLOR_CANVAS, COLOR_NONE, 0);
    scene_rect(scene, 6, 5, 154, 20, 10, COLOR_SURFACE, COLOR_NONE, 0);
    for (int i = 0; i < 6; i++) {
        scene_key(scene, 12 + 25 * i, 6, 18, 17, 4, COLOR_HONEY_SOFT, COLOR_LIP, COLOR_HONEY, 0);
        scene_picture(scene, "none", 21 + 25 * i, 14, 13, 1);
    }
    scene_circle(scene, 174, 15, 9, COLOR_SURFACE, COLOR_EDGE, 0.5);
    scene_pie(scene, 174, 15, 7.5, 0.6, COLOR_SKY);
    scene_circle(scene, 200, 16, 12, COLOR_SURFACE, COLOR_PRIMARY, 0.8);
    scene_rect(scene, 6, 30, 190, 88, 8, COLOR_SURFACE, COLOR_NONE, 0);
    scene_line(scene, road, ROAD_POINTS, 20.8, COLOR_CORRIDOR_EDGE);
    scene_line(scene, road, ROAD_POINTS, 20, COLOR_CORRIDOR);
    scene_dashes(scene, road, ROAD_POINTS, 0.7, 2, 3, COLOR_CORRIDOR_MID);
    scene_ink(scene, ink, 4, COLOR_INK_LINE);
    scene_label(scene, 80, 126, 60, "Follow the road home", 8, false, ALIGN_MIDDLE, COLOR_INK);
}

static Point finger(size_t i) {
    double t = (double)i * 0.02;
    return (Point){100 + 80 * sin(t * 0.31) + 4 * sin(t * 3), 74 + 38 * sin(t * 0.53)};
}

static void bench_whole(Canvas *canvas, Scene *scene, uint32_t *pixels) {
    Ink ink = {.id = 1};
    PixelRect rect;
    for (size_t i = 0; i < 400; i++) {
        ink_add(&ink, finger(i), i == 0);
    }
    tracing_screen(scene, &ink);
    double least = HUGE_VAL, sum = 0;
    for (int i = 0; i < 20; i++) {
        double start = now_ms();
        canvas_draw(canvas, NULL, scene, SCALE, pixels, WIDTH, HEIGHT, WIDTH * 4, &rect, 1, NULL);
        double took = now_ms() - start;
        least = fmin(least, took);
        sum += took;
    }
    printf("whole tracing screen, %d x %d: least %.2f ms, mean %.2f ms\n", WIDTH, HEIGHT, least,
           sum / 20);
    ink_free(&ink);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void bench_ink(Canvas *canvas, Scene *scenes[2], uint32_t *pixels, size_t length) {
    enum { POINTS = 400 };
    Ink ink = {.id = 1};
    PixelRect rects[8];
    double took[POINTS], scene_ms = 0;
    for (size_t i = 0; i < length; i++) {
        ink_add(&ink, finger(i), i == 0);
    }
    tracing_screen(scenes[1], &ink);
    canvas_draw(canvas, NULL, scenes[1], SCALE, pixels, WIDTH, HEIGHT, WIDTH * 4, rects, 8, NULL);
    for (size_t i = 0; i < POINTS; i++) {
        double start = now_ms();
        ink_add(&ink, finger(length + i), false);
        tracing_screen(scenes[i % 2], &ink);
        double built = now_ms();
        canvas_draw(canvas, scenes[1 - i % 2], scenes[i % 2], SCALE, pixels, WIDTH, HEIGHT,
                    WIDTH * 4, rects, 8, NULL);
        took[i] = now_ms() - built;
        scene_ms += built - start;
    }
    qsort(took, POINTS, sizeof *took, by_size);
    printf("one more point on %6zu: draw p50 %.0f us, p95 %.0f us; scene made in %.0f us\n", length,
           1e3 * took[POINTS / 2], 1e3 * took[POINTS * 95 / 100], 1e3 * scene_ms / POINTS);
    ink_free(&ink);
}

static void bench_text(Canvas *canvas) {
    TextMeasure measure = canvas_measure(canvas);
    double start = now_ms(), width = 0;
    char text[64];
    for (int i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "Trace lines with the other hand %d", i);
        width += measure.width_mm(measure.self, text, 5.2, false);
    }
    double anew = (now_ms() - start) / 200;
    start = now_ms();
    for (int i = 0; i < 20000; i++) {
        width += measure.width_mm(measure.self, text, 5.2, false);
    }
    printf("one line of text: shaped anew %.3f ms, known already %.2f us (%.0f mm)\n", anew,
           (now_ms() - start) / 20, width / 20200);
}

int main(void) {
    Theme theme;
    if (!read_theme(&theme)) {
        return 1;
    }
    double start = now_ms();
    Canvas *canvas = canvas_new(&theme, NULL);
    Scene *scenes[2] = {scene_new(WIDE, HIGH), scene_new(WIDE, HIGH)};
    uint32_t *pixels = calloc((size_t)WIDTH * HEIGHT, sizeof *pixels);
    if (canvas == NULL || scenes[0] == NULL || scenes[1] == NULL || pixels == NULL) {
        return 1;
    }
    canvas_lines(canvas, "first", 100, 5, false);
    printf("canvas with its fonts: %.1f ms\n", now_ms() - start);
    bench_whole(canvas, scenes[0], pixels);
    for (size_t length = 1000; length <= 100000; length *= 10) {
        bench_ink(canvas, scenes, pixels, length);
    }
    bench_text(canvas);
    free(pixels);
    scene_free(scenes[0]);
    scene_free(scenes[1]);
    canvas_free(canvas);
    return 0;
}
