/* Calibration: a bank card held to the glass tells how many pixels a millimetre has. The edge of
 * the drawn card is dragged, or moved by keys, until it meets the real one (ID-1: 85.60 x 53.98
 * mm). */
#include "app/screens/parts.h"
#include "app/screens/screens.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double CARD_WIDTH_MM = 85.60, CARD_HEIGHT_MM = 53.98, LEAST_PX_PER_MM = 2.5,
                    MOST_PX_PER_MM = 30;

typedef struct {
    Screen screen;
    double px_per_mm; /* as the edge says now */
    bool dragging;
    char trouble[FAIL_TEXT_MAX];
} Calibrate;

/* Millimetres of the new scale in those of the present one. */
static double factor(const Calibrate *calibrate) {
    return calibrate->px_per_mm / calibrate->screen.app->px_per_mm;
}

static Box card_box(const Calibrate *calibrate) {
    double f = factor(calibrate);
    return box_of(14, 34, CARD_WIDTH_MM * f, CARD_HEIGHT_MM * f);
}

static void draw_card(const Calibrate *calibrate, Scene *scene) {
    Box card = card_box(calibrate);
    double f = factor(calibrate), w = card.right - card.left;
    scene_rect(scene, card.left, card.top, w, card.bottom - card.top, 3 * f, COLOR_SURFACE,
               COLOR_PRIMARY, 0.8);
    scene_rect(scene, card.left, card.top + 8 * f, w, 9 * f, 0, COLOR_SUNK, COLOR_NONE, 0);
    scene_label(scene, card.left + w / 2, card.top + 33 * f, 0, "hold a bank card here", EM_BODY,
                false, ALIGN_MIDDLE, COLOR_INK2);
    double x = card.right, y = (card.top + card.bottom) / 2;
    Point edge[] = {{x, card.top - 6}, {x, card.bottom + 6}};
    scene_dashes(scene, edge, 2, 0.6, 2, 2, COLOR_PRIMARY);
    scene_circle(scene, x, y, 8, COLOR_PRIMARY, COLOR_NONE, 0);
    Point arrows[] = {{x - 5, y}, {x + 5, y}};
    scene_line(scene, arrows, 2, 1, COLOR_ON_PRIMARY);
    SceneTarget target = {.name = "edge",
                          .role = ROLE_KEY,
                          .box = box_of(x - 10, y - 14, 20, 28),
                          .state = TARGET_ADULT,
                          .voice = "edge of the card"};
    scene_target(scene, &target);
}

static bool calibrate_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Calibrate *calibrate = (const Calibrate *)screen;
    double w = screen->app->width_mm, h = screen->app->height_mm, f = factor(calibrate);
    char words[96];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 40, "Measure this screen");
    part_small(
        scene, 26, 20, w - 30,
        "Hold a bank card to the drawn one, left edges together. Drag the right edge to meet it.",
        ALIGN_START);
    draw_card(calibrate, scene);
    double square = 20 * f, x = w - 20 - square;
    scene_rect(scene, x, 40, square, square, 0, COLOR_HONEY_SOFT, COLOR_HONEY, 0.4);
    scene_label(scene, x + square / 2, 40 + square + 6, 0, "20 mm: check with a ruler", EM_SMALL,
                false, ALIGN_MIDDLE, COLOR_INK2);
    snprintf(words, sizeof words, "%.2f px/mm \xc2\xb7 %.0f \xc3\x97 %.0f mm", calibrate->px_per_mm,
             screen->app->width_px / calibrate->px_per_mm,
             screen->app->height_px / calibrate->px_per_mm);
    part_text(scene, 14, h - 30, 100, words, COLOR_INK);
    part_key(scene, screen->shell, "narrower", box_of(14, h - 20, 20, 12), "\xe2\x88\x92", KEY_SOFT,
             0);
    part_key(scene, screen->shell, "wider", box_of(38, h - 20, 20, 12), "+", KEY_SOFT, 0);
    part_key(scene, screen->shell, "save", box_of(w - 50, h - 20, 40, 12.5), "Keep", KEY_PRIMARY,
             0);
    part_small(scene, 64, h - 14, w - 120, calibrate->trouble, ALIGN_START);
    return true;
}

static void set_scale(Calibrate *calibrate, double px_per_mm) {
    calibrate->px_per_mm = fmin(fmax(px_per_mm, LEAST_PX_PER_MM), MOST_PX_PER_MM);
    shell_change(calibrate->screen.shell);
}

static bool calibrate_touch(Screen *screen, const Sample *raw) {
    Calibrate *calibrate = (Calibrate *)screen;
    Box card = card_box(calibrate);
    if (raw->phase == SAMPLE_DOWN) {
        calibrate->dragging = fabs(raw->x_mm - card.right) < 12 && raw->y_mm > card.top - 8 &&
                              raw->y_mm < card.bottom + 8;
    }
    if (!calibrate->dragging) {
        return false;
    }
    double width_px = (raw->x_mm - card.left) * screen->app->px_per_mm;
    set_scale(calibrate, width_px / CARD_WIDTH_MM);
    calibrate->dragging = raw->phase != SAMPLE_UP;
    return true;
}

static void save(Calibrate *calibrate) {
    App *app = calibrate->screen.app;
    Fail fail = {0};
    Tablet tablet = app->tablet;
    tablet.px_per_mm = calibrate->px_per_mm;
    tablet.calibrated = true;
    if (!tablet_save(app->store, &tablet, app_wall_us(app), &fail)) {
        snprintf(calibrate->trouble, sizeof calibrate->trouble, "%s", fail.text);
        return;
    }
    app->tablet = tablet;
    app_screen(app, app->width_px, app->height_px, 0, 0);
    shell_pop(calibrate->screen.shell);
}

static void calibrate_tap(Screen *screen, const char *target) {
    Calibrate *calibrate = (Calibrate *)screen;
    /* One step is a tenth of a millimetre at the card's edge. */
    double step = calibrate->px_per_mm * 0.1 / CARD_WIDTH_MM;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "save") == 0) {
        save(calibrate);
    } else if (strcmp(target, "wider") == 0) {
        set_scale(calibrate, calibrate->px_per_mm + step);
    } else if (strcmp(target, "narrower") == 0) {
        set_scale(calibrate, calibrate->px_per_mm - step);
    }
}

static void calibrate_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {.name = "calibrate",
                              .close = calibrate_close,
                              .draw = calibrate_draw,
                              .tap = calibrate_tap,
                              .touch = calibrate_touch};

Screen *calibrate_new(App *app) {
    Calibrate *calibrate = calloc(1, sizeof *calibrate);
    if (calibrate == NULL) {
        return NULL;
    }
    calibrate->screen = (Screen){.ops = &OPS, .app = app};
    calibrate->px_per_mm = app->px_per_mm;
    return &calibrate->screen;
}
