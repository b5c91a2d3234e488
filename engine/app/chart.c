/* Draws a trendline; see chart.h. */
#include "app/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    Scene *scene;
    const Trendline *line;
    const ChartPlace *place;
    Box plot;         /* where values are */
    double step, dot; /* between sessions; radius of a point */
} Chart;

static double width_of(const ChartPlace *place, const char *text, double em) {
    return place->measure.width_mm != NULL
               ? place->measure.width_mm(place->measure.self, text, em, false)
               : 0.55 * em * (double)strlen(text);
}

static double at_x(const Chart *chart, double x) {
    return chart->plot.left + (x + 0.5) * chart->step;
}

static double at_y(const Chart *chart, double value) {
    const Trendline *line = chart->line;
    double share = (value - line->axis_low) / (line->axis_high - line->axis_low);
    return chart->plot.bottom - share * (chart->plot.bottom - chart->plot.top);
}

static void stroke(const Chart *chart, Point from, Point to, double width, Color color) {
    Point points[] = {from, to};
    scene_line(chart->scene, points, 2, width, color);
}

static void dashes(const Chart *chart, Point from, Point to, double width, double on, double off,
                   Color color) {
    Point points[] = {from, to};
    scene_dashes(chart->scene, points, 2, width, on, off, color);
}

/* ---- axis ---- */

static void axis_number(const Trendline *line, double value, char text[32]) {
    bool whole = line->axis_step >= 1 && fabs(line->axis_step - round(line->axis_step)) < 1e-9;
    bool fine = line->axis_step < 0.1;
    snprintf(text, 32, whole ? "%.0f" : fine ? "%.2f" : "%.1f", value);
}

static double axis_width(const Trendline *line, const ChartPlace *place) {
    double most = 0;
    for (double value = line->axis_low; value <= line->axis_high + line->axis_step / 2;
         value += line->axis_step) {
        char text[32];
        axis_number(line, value, text);
        most = fmax(most, width_of(place, text, place->em_mm));
    }
    return most;
}

static void draw_axis(const Chart *chart) {
    const Trendline *line = chart->line;
    double em = chart->place->em_mm;
    for (int i = 0;; i++) {
        double value = line->axis_low + i * line->axis_step;
        if (value > line->axis_high + line->axis_step / 2) {
            break;
        }
        char text[32];
        double y = at_y(chart, value);
        axis_number(line, value, text);
        Point ends[] = {{chart->plot.left, y}, {chart->plot.right, y}};
        scene_add(chart->scene, &(SceneItem){.kind = SCENE_LINE,
                                             .points = ends,
                                             .point_count = 2,
                                             .width_mm = 0.25,
                                             .line = COLOR_EDGE,
                                             .opacity = 0.35});
        scene_label(chart->scene, chart->place->box.left, y,
                    chart->plot.left - chart->place->box.left - em * 0.4, text, em, false,
                    ALIGN_END, COLOR_INK2);
    }
}

/* Numbers of sessions under the axis: the first, the last, and every few that have room. */
static void draw_sessions(const Chart *chart) {
    const Trendline *line = chart->line;
    double em = chart->place->em_mm, y = chart->plot.bottom + em * 0.8, until = -1e9;
    double least = em * (line->sessions > 0 && line->numbers[line->sessions - 1] > 99 ? 2.6 : 1.8);
    int every = 1;
    while (every * chart->step < em * 2.6) {
        every += every == 1 ? 4 : 5;
    }
    double end = line->sessions > 0 ? at_x(chart, line->sessions - 1) : 0;
    for (int x = 0; x < line->sessions; x++) {
        bool last = x == line->sessions - 1,
             skipped = x > 0 && line->numbers[x] > line->numbers[x - 1] + 1;
        bool wanted = x == 0 || last || skipped || line->numbers[x] % every == 0;
        bool fits = at_x(chart, x) - until >= least && (last || end - at_x(chart, x) >= least);
        if (!wanted || !fits) {
            continue;
        }
        char text[16];
        snprintf(text, sizeof text, "%d", line->numbers[x]);
        double half = em * 1.3;
        scene_label(chart->scene, at_x(chart, x) - half, y, 2 * half, text, em, false, ALIGN_MIDDLE,
                    COLOR_INK2);
        until = at_x(chart, x);
    }
}

/* ---- parts ---- */

static void draw_band(const Chart *chart, const LinePart *part) {
    if (part->phase != PHASE_BASELINE || part->n == 0) {
        return;
    }
    double top = at_y(chart, part->most) - chart->dot,
           bottom = at_y(chart, part->least) + chart->dot;
    double left = at_x(chart, part->first) - chart->step * 0.4;
    double right = at_x(chart, part->last) + chart->step * 0.4;
    scene_rect(chart->scene, left, top, right - left, bottom - top, fmin(1.2, chart->dot),
               COLOR_HONEY_SOFT, COLOR_NONE, 0);
}

static void draw_middle(const Chart *chart, const LinePart *part) {
    if (part->n < 2) {
        return;
    }
    double y = at_y(chart, part->median);
    stroke(chart, (Point){at_x(chart, part->first) - chart->step * 0.4, y},
           (Point){at_x(chart, part->last) + chart->step * 0.4, y}, 0.3, COLOR_EDGE);
}

/* Solid from above the plot where a phase begins, dashed where a condition changes. */
static void draw_opening(const Chart *chart, const LinePart *part, double above) {
    double x = at_x(chart, part->first) - chart->step / 2;
    Point top = {x, chart->plot.top - above}, bottom = {x, chart->plot.bottom};
    if (part->opens == LINE_PHASE) {
        stroke(chart, top, bottom, 0.5, COLOR_INK);
    } else if (part->opens == LINE_CONDITION) {
        top.y = chart->plot.top;
        bool small = chart->place->small;
        dashes(chart, top, bottom, small ? 0.2 : 0.3, 1.2, 1.1, small ? COLOR_EDGE : COLOR_INK2);
    }
}

/* Where the phase that a part lies in ends. */
static double phase_end(const Chart *chart, size_t part) {
    const Trendline *line = chart->line;
    do {
        part++;
    } while (part < line->part_count && line->parts[part].opens == LINE_CONDITION);
    return part < line->part_count ? at_x(chart, line->parts[part].first) - chart->step / 2
                                   : chart->plot.right;
}

/* Words above the plot: the phase at its line; conditions on a second row where they fit. */
static void draw_words(const Chart *chart, double phase_y, double condition_y) {
    const Trendline *line = chart->line;
    double em = chart->place->em_mm, until = -1e9;
    for (size_t i = 0; i < line->part_count; i++) {
        const LinePart *part = &line->parts[i];
        bool phase = part->opens != LINE_CONDITION;
        const char *text = phase ? phase_word(part->phase) : part->label;
        double x = at_x(chart, part->first) - chart->step / 2 + em * (phase ? 0.35 : 0.1);
        double w = width_of(chart->place, text, em) + em * 0.1;
        double room = phase_end(chart, i) - x;
        bool fits = w <= room;
        if (phase && (fits || room >= 4 * em)) { /* what is too long ends in dots */
            scene_label(chart->scene, x, phase_y, fits ? w : room, text, em, false, ALIGN_START,
                        COLOR_INK);
        } else if (!phase && fits && !chart->place->small && x > until) {
            scene_label(chart->scene, x, condition_y, w, text, em, false, ALIGN_START, COLOR_INK2);
            until = x + w + em * 0.5;
        }
    }
}

/* ---- points ---- */

static void draw_path(const Chart *chart) {
    const LinePoint *before = NULL;
    for (size_t i = 0; i < chart->line->count; i++) {
        const LinePoint *point = &chart->line->points[i];
        if (point->dot == LINE_DIAMOND || point->dot == LINE_HOUSE) {
            continue;
        }
        if (point->joined && before != NULL) {
            stroke(chart, (Point){at_x(chart, before->x), at_y(chart, before->value)},
                   (Point){at_x(chart, point->x), at_y(chart, point->value)}, chart->dot * 0.35,
                   COLOR_INK2);
        }
        before = point;
    }
}

static void draw_diamond(Scene *scene, double x, double y, double r) {
    Point points[] = {{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}};
    SceneItem item = {.kind = SCENE_LINE,
                      .points = points,
                      .point_count = 4,
                      .closed = true,
                      .fill = COLOR_SURFACE,
                      .line = COLOR_PLUM,
                      .width_mm = r * 0.36};
    scene_add(scene, &item);
}

static void draw_house(Scene *scene, double x, double y, double r) {
    Point points[] = {
        {x - r, y + r}, {x - r, y - 0.1 * r}, {x, y - r}, {x + r, y - 0.1 * r}, {x + r, y + r}};
    SceneItem item = {.kind = SCENE_LINE,
                      .points = points,
                      .point_count = 5,
                      .closed = true,
                      .fill = COLOR_SURFACE,
                      .line = COLOR_INK2,
                      .width_mm = r * 0.36};
    scene_add(scene, &item);
}

static void draw_dot(Scene *scene, LineDot dot, double x, double y, double r) {
    if (dot == LINE_OPEN) {
        scene_circle(scene, x, y, r * 0.86, COLOR_SURFACE, COLOR_HONEY, r * 0.42);
    } else if (dot == LINE_FULL) {
        scene_circle(scene, x, y, r, COLOR_PRIMARY, COLOR_NONE, 0);
    } else if (dot == LINE_HOUSE) {
        draw_house(scene, x, y, r * 1.05);
    } else {
        draw_diamond(scene, x, y, r * 1.2);
    }
}

static void draw_points(const Chart *chart, bool targets) {
    for (size_t i = 0; i < chart->line->count; i++) {
        const LinePoint *point = &chart->line->points[i];
        double x = at_x(chart, point->x), y = at_y(chart, point->value);
        draw_dot(chart->scene, point->dot, x, y, chart->dot);
        if ((int)i == chart->place->picked) {
            scene_circle(chart->scene, x, y, chart->dot * 1.9, COLOR_NONE, COLOR_INK, 0.5);
        }
        if (targets) {
            char name[32];
            double half_w = fmin(fmax(chart->step / 2, chart->dot), 5), half_h = 5;
            snprintf(name, sizeof name, "point:%zu", i);
            SceneTarget target = {.name = name,
                                  .role = ROLE_KEY,
                                  .box = box_of(x - half_w, y - half_h, 2 * half_w, 2 * half_h),
                                  .state = TARGET_ADULT};
            scene_target(chart->scene, &target);
        }
    }
}

static void draw_goal(const Chart *chart) {
    const Trendline *line = chart->line;
    if (!isfinite(line->goal)) {
        return;
    }
    char value[LINE_VALUE_MAX], text[LINE_VALUE_MAX + 8];
    double y = at_y(chart, line->goal), em = chart->place->em_mm;
    dashes(chart, (Point){chart->plot.left, y}, (Point){chart->plot.right, y}, 0.45, 2.4, 1.4,
           COLOR_LEAF);
    trendline_value(line, line->goal, value);
    snprintf(text, sizeof text, "goal %s", value);
    double w = width_of(chart->place, text, em) + em * 0.2;
    scene_label(chart->scene, chart->plot.right + em * 0.4, y, w, text, em, false, ALIGN_START,
                COLOR_LEAF);
}

/* ---- the key under it ---- */

static void draw_key(const Chart *chart, double y) {
    static const char *const words[] = {"baseline", "training", "probe", "at home"};
    static const LineDot dots[] = {LINE_OPEN, LINE_FULL, LINE_DIAMOND, LINE_HOUSE};
    double em = chart->place->em_mm, x = chart->plot.left + chart->dot;
    for (int i = 0; i < 4; i++) {
        bool present = false;
        for (size_t p = 0; p < chart->line->count; p++) {
            present = present || chart->line->points[p].dot == dots[i];
        }
        if (!present) {
            continue;
        }
        double w = width_of(chart->place, words[i], em) + em * 0.2;
        draw_dot(chart->scene, dots[i], x, y, em * 0.26);
        scene_label(chart->scene, x + em * 0.6, y, w, words[i], em, false, ALIGN_START, COLOR_INK2);
        x += w + em * 1.8;
    }
    const char *lines = "thin line: middle of the phase";
    double w = width_of(chart->place, lines, em) + em * 0.2;
    if (x + em * 2.2 + w < chart->place->box.right) {
        stroke(chart, (Point){x - em * 0.3, y}, (Point){x + em * 1.1, y}, 0.3, COLOR_EDGE);
        scene_label(chart->scene, x + em * 1.6, y, w, lines, em, false, ALIGN_START, COLOR_INK2);
    }
}

static void lay_out(Chart *chart) {
    const ChartPlace *place = chart->place;
    const Trendline *line = chart->line;
    double em = place->em_mm, right = em * 0.6;
    if (isfinite(line->goal)) {
        char value[LINE_VALUE_MAX], text[LINE_VALUE_MAX + 8];
        trendline_value(line, line->goal, value);
        snprintf(text, sizeof text, "goal %s", value);
        right = width_of(place, text, em) + em * 0.8;
    }
    chart->plot = (Box){.left = place->box.left + axis_width(line, place) + em * 0.6,
                        .top = place->box.top + em * (place->small ? 1.5 : 2.9),
                        .right = place->box.right - right,
                        .bottom = place->box.bottom - em * (place->small ? 1.5 : 3.1)};
    int sessions = line->sessions > 1 ? line->sessions : 1;
    chart->step = (chart->plot.right - chart->plot.left) / sessions;
    chart->dot = fmin(em * 0.36, fmax(chart->step * 0.3, em * 0.18));
}

void chart_draw(Scene *scene, const Trendline *line, const ChartPlace *place, bool targets) {
    Chart chart = {.scene = scene, .line = line, .place = place};
    double em = place->em_mm, phase_y = place->box.top + em * 0.6;
    lay_out(&chart);
    draw_axis(&chart);
    for (size_t i = 0; i < line->part_count; i++) {
        draw_band(&chart, &line->parts[i]);
    }
    for (size_t i = 0; i < line->part_count; i++) {
        draw_middle(&chart, &line->parts[i]);
        draw_opening(&chart, &line->parts[i], chart.plot.top - place->box.top);
    }
    draw_goal(&chart);
    draw_path(&chart);
    draw_points(&chart, targets);
    draw_words(&chart, phase_y, phase_y + em * 1.3);
    draw_sessions(&chart);
    if (!place->small) {
        draw_key(&chart, place->box.bottom - em * 0.6);
    }
    if (line->count == 0) {
        scene_label(scene, chart.plot.left, (chart.plot.top + chart.plot.bottom) / 2,
                    chart.plot.right - chart.plot.left, "no session has been measured yet", em,
                    false, ALIGN_MIDDLE, COLOR_INK2);
    }
}
