/* How long drawing takes: a whole tracing screen, one more point of ink, a text shaped anew. */
#include "bench.h"

#include "paint/canvas.h"

#include <math.h>
#include <string.h>

enum { WIDTH = BENCH_WIDTH, HEIGHT = BENCH_HEIGHT, ROAD_POINTS = 200 };
static const double SCALE = 8.8, WIDE = 1920 / 8.8, HIGH = 1200 / 8.8;

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

static void bench_whole(Canvas *canvas, Scene *scene, double fill) {
    enum { TIMES = 20 };
    Ink ink = {.id = 1};
    PixelRect rect;
    double took[TIMES];
    for (size_t i = 0; i < 400; i++) {
        ink_add(&ink, finger(i), i == 0);
    }
    tracing_screen(scene, &ink);
    for (int i = 0; i < TIMES; i++) {
        double start = bench_cpu_us();
        canvas_draw(canvas, NULL, scene, SCALE, bench_pixels, WIDTH, HEIGHT, WIDTH * 4, &rect, 1,
                    NULL);
        took[i] = bench_cpu_us() - start;
    }
    bench_tell("screen.whole", "p50", bench_share(took, TIMES, 0.5), "ms", fill);
    ink_free(&ink);
}

/* One more point on a line of that length. */
static void bench_ink(Canvas *canvas, Scene *scenes[2], size_t length, double fill) {
    enum { POINTS = 1000 };
    Ink ink = {.id = 1};
    PixelRect rects[8];
    double took[POINTS], made[POINTS];
    char name[40];
    for (size_t i = 0; i < length; i++) {
        ink_add(&ink, finger(i), i == 0);
    }
    tracing_screen(scenes[1], &ink);
    canvas_draw(canvas, NULL, scenes[1], SCALE, bench_pixels, WIDTH, HEIGHT, WIDTH * 4, rects, 8,
                NULL);
    for (size_t i = 0; i < POINTS; i++) {
        double start = bench_cpu_us();
        ink_add(&ink, finger(length + i), false);
        tracing_screen(scenes[i % 2], &ink);
        double built = bench_cpu_us();
        canvas_draw(canvas, scenes[1 - i % 2], scenes[i % 2], SCALE, bench_pixels, WIDTH, HEIGHT,
                    WIDTH * 4, rects, 8, NULL);
        took[i] = bench_cpu_us() - built;
        made[i] = built - start;
    }
    snprintf(name, sizeof name, "ink.%zu", length);
    bench_tell(name, "p50", bench_share(took, POINTS, 0.5), "ms", fill);
    bench_tell(name, "p95", bench_share(took, POINTS, 0.95), "ms", fill);
    bench_tell(name, "scene", bench_share(made, POINTS, 0.5), "ms", fill);
    ink_free(&ink);
}

static void bench_text(Canvas *canvas, double fill) {
    enum { ANEW = 200, KNOWN = 20000 };
    TextMeasure measure = canvas_measure(canvas);
    double start = bench_cpu_us(), width = 0;
    char text[64];
    for (int i = 0; i < ANEW; i++) {
        snprintf(text, sizeof text, "Trace lines with the other hand %d", i);
        width += measure.width_mm(measure.self, text, 5.2, false);
    }
    double anew = (bench_cpu_us() - start) / ANEW;
    start = bench_cpu_us();
    for (int i = 0; i < KNOWN; i++) {
        width += measure.width_mm(measure.self, text, 5.2, false);
    }
    bench_tell("text.anew", "", anew, "us", fill);
    bench_tell("text.known", "", (bench_cpu_us() - start) / KNOWN, "us", fill);
    printf("(a line of text is %.0f mm wide)\n", width / (ANEW + KNOWN));
}

int main(void) {
    Theme theme;
    if (!read_theme(&theme)) {
        return 1;
    }
    double fill = bench_fill_us(), start = bench_cpu_us();
    Canvas *canvas = canvas_new(&theme, NULL);
    Scene *scenes[2] = {scene_new(WIDE, HIGH), scene_new(WIDE, HIGH)};
    if (canvas == NULL || scenes[0] == NULL || scenes[1] == NULL) {
        return 1;
    }
    canvas_lines(canvas, "first", 100, 5, false);
    bench_tell("canvas.open", "", bench_cpu_us() - start, "ms", fill);
    bench_whole(canvas, scenes[0], fill);
    for (size_t length = 1000; length <= 100000; length *= 10) {
        bench_ink(canvas, scenes, length, fill);
    }
    bench_text(canvas, fill);
    scene_free(scenes[0]);
    scene_free(scenes[1]);
    canvas_free(canvas);
    return 0;
}
