/* How the ink replay looks; see ink.h. */
#include "app/screens/ink.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double SIDE = 58, EDGE = 8, GAP = 4, TOP = 20, BAR = 14, KEYS = 12;

static Box panel_box(double w, double h) {
    return box_of(EDGE, TOP, w - 2 * EDGE - GAP - SIDE, h - TOP - BAR - KEYS - 4 - 2 * GAP);
}

static Box bar_box(double w, double h) {
    Box panel = panel_box(w, h);
    return box_of(panel.left, panel.bottom + GAP, panel.right - panel.left, BAR);
}

Box ink_track(double w, double h) {
    Box bar = bar_box(w, h);
    double y = (bar.top + bar.bottom) / 2;
    return box_of(bar.left + 20, y - 1, bar.right - bar.left - 20 - 46, 2);
}

/* ---- the line ---- */

typedef struct {
    Scene *scene;
    const InkScreen *ink;
    const TrialInk *trial;
    InkFit fit;
    Point *points;
    size_t count;
} Pen;

static void pen_flush(Pen *pen, bool outside, int pace) {
    static const double widths[INK_PACES] = {0.9, 1.3, 1.8, 2.4};
    if (pen->count > 1 && outside) {
        scene_dashes(pen->scene, pen->points, pen->count, 2.6, 1.6, 3.6, COLOR_INK_OUT);
    } else if (pen->count > 1) {
        scene_line(pen->scene, pen->points, pen->count, widths[pace], COLOR_INK_LINE);
    } else if (pen->count == 1) {
        scene_circle(pen->scene, pen->points[0].x, pen->points[0].y, widths[pace] / 2,
                     COLOR_INK_LINE, COLOR_NONE, 0);
    }
    pen->count = 0;
}

/* One finger's line up to now, a piece for each width; returns whether it has any. */
static void draw_finger(Pen *pen, int finger, int64_t at_us, const Sample **last) {
    const InkMarks *marks = &pen->ink->marks;
    bool outside = false;
    int pace = 1;
    for (size_t i = 0; i < pen->trial->count && pen->trial->samples[i].time_us <= at_us; i++) {
        const Sample *s = &pen->trial->samples[i];
        if (s->finger != finger) {
            continue;
        }
        Point at = ink_fit_point(&pen->fit, s->x_mm, s->y_mm);
        if (s->phase == SAMPLE_DOWN) {
            pen_flush(pen, outside, pace);
            if (pen->trial->road.count == 0) {
                scene_circle(pen->scene, at.x, at.y, 1.5, COLOR_NONE, COLOR_INK_LINE, 0.6);
            }
        } else if (pen->count > 0 && (marks->outside[i] != outside || marks->pace[i] != pace)) {
            Point from = pen->points[pen->count - 1];
            if (pen->count > 1) {
                pen_flush(pen, outside, pace);
            }
            pen->points[0] = from;
            pen->count = 1;
        }
        outside = marks->outside[i];
        pace = marks->pace[i];
        pen->points[pen->count++] = at;
        *last = s;
    }
    pen_flush(pen, outside, pace);
}

static void draw_now(Scene *scene, const InkFit *fit, const Sample *last) {
    if (last != NULL) {
        Point at = ink_fit_point(fit, last->x_mm, last->y_mm);
        bool up = last->phase == SAMPLE_UP;
        scene_circle(scene, at.x, at.y, 2.5, COLOR_SURFACE, up ? COLOR_EDGE : COLOR_INK, 1.1);
    }
}

static void draw_pauses(const InkScreen *ink, Scene *scene, const InkFit *fit, Box panel) {
    /* Between two taps the finger is always in the air: only a line can be interrupted. */
    bool draws = ink->inks[ink->index].road.count > 0 || ink->inks[ink->index].target_count == 0;
    for (int i = 0; i < ink->marks.pause_count; i++) {
        const InkPause *pause = &ink->marks.pauses[i];
        if (pause->to_us > ink->at_us || (pause->lifted && !draws)) {
            continue;
        }
        char words[48];
        Point at = ink_fit_point(fit, pause->at.x, pause->at.y);
        double up = at.y - 12 < panel.top + 4 ? -1 : 1;
        Point stem[] = {{at.x, at.y - up * 1.5}, {at.x, at.y - up * 8}};
        Point head[] = {{at.x - 1.6, at.y - up * 8}, {at.x + 1.6, at.y - up * 8}};
        scene_line(scene, stem, 2, 0.6, COLOR_INK);
        scene_line(scene, head, 2, 0.6, COLOR_INK);
        snprintf(words, sizeof words, "%s %.1f s", pause->lifted ? "lifted" : "pause",
                 (double)(pause->to_us - pause->from_us) / 1e6);
        double x = fmax(panel.left + 16, fmin(panel.right - 16, at.x));
        scene_rect(scene, x - 14, at.y - up * 11.5 - 2.8, 28, 5.6, 2, COLOR_SURFACE, COLOR_NONE, 0);
        scene_label(scene, x, at.y - up * 11.5, 0, words, EM_SMALL, false, ALIGN_MIDDLE, COLOR_INK);
    }
}

static void draw_overlay(const InkScreen *ink, Scene *scene, const InkFit *fit, Point *points) {
    const TrialInk *other = &ink->inks[ink_other(ink)];
    size_t count = 0;
    for (size_t i = 0; i <= other->count; i++) {
        bool ends = i == other->count || other->samples[i].phase == SAMPLE_DOWN;
        if (ends && count > 1) {
            scene_dashes(scene, points, count, 0.8, 2, 1.6, COLOR_PLUM);
        }
        count = ends ? 0 : count;
        if (i < other->count) {
            points[count++] = ink_fit_point(fit, other->samples[i].x_mm, other->samples[i].y_mm);
        }
    }
}

/* Resting fingers, palms and what began in a zone: hollow and grey. */
static void draw_refused(const InkScreen *ink, Scene *scene, const InkFit *fit, Box panel) {
    const TrialInk *trial = &ink->inks[ink->index];
    Point last = {-1e6, -1e6};
    for (size_t i = 0; i < trial->raw_count && trial->raw[i].time_us <= ink->at_us; i++) {
        Point at = ink_fit_point(fit, trial->raw[i].x_mm, trial->raw[i].y_mm);
        at.x = fmax(panel.left + 2, fmin(panel.right - 2, at.x));
        at.y = fmax(panel.top + 2, fmin(panel.bottom - 2, at.y));
        if (!trial->kept[i] && point_distance(at, last) > 2.4) {
            scene_circle(scene, at.x, at.y, 1.7, COLOR_NONE, COLOR_EDGE, 0.5);
            last = at;
        }
    }
}

/* ---- what lies under it ---- */

static void draw_plain_road(Scene *scene, const InkFit *fit, const TrialInk *trial, Point *points) {
    const Path *road = &trial->road;
    for (int layer = 0; layer < 2; layer++) {
        size_t count = 0;
        for (size_t i = 0; i <= road->count; i++) {
            bool ends = i == road->count || road->begins[i];
            if (ends && count > 0) {
                scene_line(scene, points, count,
                           trial->road_mm * fit->scale + (layer == 0 ? 0.8 : 0),
                           layer == 0 ? COLOR_CORRIDOR_EDGE : COLOR_CORRIDOR);
            }
            count = ends ? 0 : count;
            if (i < road->count) {
                points[count++] = ink_fit_point(fit, road->points[i].x, road->points[i].y);
            }
        }
    }
}

/* A road is drawn as it was at the beginning, so that the line is seen on it; everything else as it
 * was at the moment that is looked at. */
static bool draw_game(InkScreen *ink, Scene *scene, Box inner) {
    Fail fail = {0};
    bool road = ink->inks[ink->index].road.count > 0;
    int64_t at_us = road ? 0 : ink->at_us;
    return ink->player != NULL && run_at_go(ink->player, ink->index, at_us, &fail) &&
           run_at_draw(ink->player, scene, inner, &fail);
}

static void draw_ground(InkScreen *ink, Scene *scene, Box panel, Box inner, const InkFit *fit,
                        Point *points) {
    const TrialInk *trial = &ink->inks[ink->index];
    if (!ink->bare && !draw_game(ink, scene, inner)) {
        draw_plain_road(scene, fit, trial, points);
        const char *why = ink->review.ink_trouble[ink->run];
        scene_words(scene, panel.left + 4, panel.bottom - 15, panel.right - panel.left - 8, 13, why,
                    EM_SMALL, ALIGN_START, COLOR_INK2, 2);
    }
}

static void draw_panel(InkScreen *ink, Scene *scene, Box panel) {
    const TrialInk *trial = &ink->inks[ink->index];
    size_t room = trial->count + trial->road.count + ink->inks[ink_other(ink)].count + 2;
    Pen pen = {.scene = scene,
               .ink = ink,
               .trial = trial,
               .fit = ink_fit(trial->width_mm, trial->height_mm, box_grow(panel, -3)),
               .points = malloc(room * sizeof(Point))};
    scene_rect(scene, panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8,
               COLOR_SURFACE, COLOR_NONE, 0);
    if (pen.points == NULL) {
        return;
    }
    draw_ground(ink, scene, panel, box_grow(panel, -3), &pen.fit, pen.points);
    if (ink->overlay) {
        draw_overlay(ink, scene, &pen.fit, pen.points);
    }
    const Sample *last = NULL;
    for (int finger = 0; ink->marked && finger < SAMPLE_FINGERS_MAX; finger++) {
        const Sample *at = NULL;
        draw_finger(&pen, finger, ink->at_us, &at);
        last = at != NULL && (last == NULL || at->time_us > last->time_us) ? at : last;
    }
    if (ink->raw) {
        draw_refused(ink, scene, &pen.fit, panel);
    }
    draw_pauses(ink, scene, &pen.fit, panel);
    draw_now(scene, &pen.fit, last);
    scene_label(scene, panel.right - 5, panel.bottom - 4, 0,
                trial->road.count > 0 ? "thicker: slower \xc2\xb7 dashed: off the road"
                                      : "thicker: slower",
                EM_SMALL, false, ALIGN_END, COLOR_INK2);
    free(pen.points);
}

/* ---- the time ---- */

static void draw_track(const InkScreen *ink, Scene *scene, Box track) {
    const TrialInk *trial = &ink->inks[ink->index];
    double end_us = fmax(1, (double)ink_trial(ink)->duration_us);
    double w = track.right - track.left, y = (track.top + track.bottom) / 2;
    double x = track.left + w * fmin(1, (double)ink->at_us / end_us);
    scene_rect(scene, track.left, track.top, w, 2, 1, COLOR_SUNK, COLOR_NONE, 0);
    scene_rect(scene, track.left, track.top, x - track.left, 2, 1, COLOR_PRIMARY, COLOR_NONE, 0);
    for (size_t i = 0; ink->marked && i < trial->count;) {
        size_t end = i;
        while (end < trial->count && ink->marks.outside[end]) {
            end++;
        }
        if (end > i) {
            double a = track.left + w * (double)trial->samples[i].time_us / end_us;
            double b = track.left + w * (double)trial->samples[end - 1].time_us / end_us;
            scene_rect(scene, a - 0.4, y - 4, 0.8, 8, 0.4, COLOR_INK_OUT, COLOR_NONE, 0);
            scene_rect(scene, a, y - 1, fmax(0.1, b - a), 2, 0, COLOR_INK_OUT, COLOR_NONE, 0);
        }
        i = end + 1;
    }
    scene_circle(scene, x, y, 3, COLOR_PRIMARY, COLOR_SURFACE, 0.6);
    SceneTarget target = {.name = "scrub",
                          .role = ROLE_KEY,
                          .box = {track.left - 3, track.top - 5, track.right + 3, track.bottom + 5},
                          .state = TARGET_ADULT | shell_target_state(ink->screen.shell, "scrub")};
    scene_target(scene, &target);
}

static void draw_play_key(const InkScreen *ink, Scene *scene, Box box) {
    Shell *shell = ink->screen.shell;
    part_key(scene, shell, "play", box, "", KEY_PRIMARY, 0);
    double x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    y += (shell_target_state(shell, "play") & TARGET_PRESSED) != 0 ? 1 : 0;
    if (ink->playing) {
        scene_rect(scene, x - 2.4, y - 2.6, 1.7, 5.2, 0.3, COLOR_ON_PRIMARY, COLOR_NONE, 0);
        scene_rect(scene, x + 0.7, y - 2.6, 1.7, 5.2, 0.3, COLOR_ON_PRIMARY, COLOR_NONE, 0);
        return;
    }
    Point points[] = {{x - 1.8, y - 2.6}, {x + 2.8, y}, {x - 1.8, y + 2.6}};
    SceneItem item = {.kind = SCENE_LINE,
                      .fill = COLOR_ON_PRIMARY,
                      .points = points,
                      .point_count = 3,
                      .closed = true};
    scene_add(scene, &item);
}

static void draw_bar(const InkScreen *ink, Scene *scene, Box bar) {
    static const char *const speeds[] = {"\xc2\xbd\xc3\x97", "1\xc3\x97", "2\xc3\x97"};
    Shell *shell = ink->screen.shell;
    double w = bar.right - bar.left;
    scene_rect(scene, bar.left, bar.top, w, BAR, 6, COLOR_SURFACE, COLOR_NONE, 0);
    draw_play_key(ink, scene, box_of(bar.left + 2, bar.top + 1.4, 13, 10.6));
    draw_track(ink, scene, ink_track(ink->screen.app->width_mm, ink->screen.app->height_mm));
    for (int i = 0; i < 3; i++) {
        char name[24];
        snprintf(name, sizeof name, "speed:%d", i);
        part_key(scene, shell, name, box_of(bar.right - 39.5 + i * 13, bar.top + 1.5, 11, 11),
                 speeds[i], i == ink->speed ? KEY_SOFT : KEY_QUIET, 0);
    }
}

/* Contacts of which something did not count. */
static int count_refused(const TrialInk *trial) {
    bool told[SAMPLE_FINGERS_MAX] = {false};
    int count = 0;
    for (size_t i = 0; i < trial->raw_count; i++) {
        const Sample *raw = &trial->raw[i];
        told[raw->finger] = told[raw->finger] && raw->phase != SAMPLE_DOWN;
        count += !trial->kept[i] && !told[raw->finger];
        told[raw->finger] = told[raw->finger] || !trial->kept[i];
    }
    return count;
}

static void draw_switches(const InkScreen *ink, Scene *scene, Box bar, double y) {
    Shell *shell = ink->screen.shell;
    const TrialInk *trial = &ink->inks[ink->index];
    double w = (bar.right - bar.left - 4) / 3;
    char words[48];
    int refused = count_refused(trial);
    snprintf(words, sizeof words, "raw touches (%d)", refused);
    part_key(scene, shell, "raw", box_of(bar.left, y, w, KEYS), words,
             ink->raw ? KEY_SOFT : KEY_QUIET, 0);
    part_key(scene, shell, "template", box_of(bar.left + w + 2, y, w, KEYS), "template",
             ink->bare ? KEY_QUIET : KEY_SOFT, 0);
    snprintf(words, sizeof words, "overlay trial %d",
             ink_run(ink)->lines[ink_other(ink)].trial.number + 1);
    part_key(scene, shell, "overlay", box_of(bar.left + 2 * (w + 2), y, w, KEYS), words,
             ink->overlay ? KEY_SOFT : KEY_QUIET, ink_run(ink)->count < 2 ? TARGET_DISABLED : 0);
}

/* ---- the measures ---- */

static int list_measures(const InkScreen *ink, MeasureId ids[MEASURES_PER_TRIAL_MAX]) {
    const Measures *measures = &ink_trial(ink)->measures;
    Script *script = library_script(ink->screen.app->library, ink_run(ink)->run.game, NULL);
    const Manifest *manifest = script != NULL ? script_manifest(script) : NULL;
    bool taken[MEASURE_COUNT] = {false};
    int count = 0;
    if (measures_has(measures, MEASURE_SCORE)) {
        ids[count++] = MEASURE_SCORE;
        taken[MEASURE_SCORE] = true;
    }
    for (int i = 0; manifest != NULL && i < manifest->measure_count; i++) {
        MeasureId id = manifest->measures[i];
        if (measures_has(measures, id) && !taken[id]) {
            ids[count++] = id;
            taken[id] = true;
        }
    }
    for (int i = 0; i < measures->count; i++) {
        if (!taken[measures->items[i].id]) {
            ids[count++] = measures->items[i].id;
        }
    }
    return count;
}

static double text_width(const App *app, const char *text, double em) {
    const TextMeasure *measure = &app->measure;
    return measure->width_mm != NULL ? measure->width_mm(measure->self, text, em, true)
                                     : (double)strlen(text) * em * 0.6;
}

static void draw_measures(const InkScreen *ink, Scene *scene, Box box) {
    MeasureId ids[MEASURES_PER_TRIAL_MAX];
    int count = list_measures(ink, ids), rows = (int)((box.bottom - box.top - 14) / 9.2);
    int pages = (count + rows - 1) / rows, page = pages > 0 ? ink->measures_page % pages : 0;
    double w = box.right - box.left;
    scene_rect(scene, box.left, box.top, w, box.bottom - box.top, 8, COLOR_SURFACE, COLOR_NONE, 0);
    for (int i = 0; i < rows && page * rows + i < count; i++) {
        MeasureId id = ids[page * rows + i];
        char words[LOG_WORDS];
        double y = box.top + 8 + i * 9.2;
        log_measure(id, measures_get(&ink_trial(ink)->measures, id), words);
        char value[LOG_WORDS];
        snprintf(value, sizeof value, "%s", words);
        double name_w = text_width(ink->screen.app, review_measure_name(id, words), EM_SMALL);
        double em =
            text_width(ink->screen.app, value, EM_BODY) + name_w > w - 10 ? EM_SMALL : EM_BODY;
        double taken = text_width(ink->screen.app, value, em);
        scene_label(scene, box.right - 4 - taken - 1, y, taken + 1, value, em, true, ALIGN_END,
                    COLOR_INK);
        scene_label(scene, box.left + 4, y, w - 9 - taken, review_measure_name(id, words), EM_SMALL,
                    false, ALIGN_START, COLOR_INK2);
    }
    if (pages > 1) {
        char words[48];
        snprintf(words, sizeof words, "more (%d of %d)", page + 1, pages);
        part_key(scene, ink->screen.shell, "measures",
                 box_of(box.left + 3, box.bottom - 13.5, w - 6, 10.5), words, KEY_QUIET, 0);
    }
}

/* ---- all of it ---- */

static void draw_head(const InkScreen *ink, Scene *scene) {
    const TrialRecord *t = ink_trial(ink);
    const TrialLine *line = &ink_run(ink)->lines[ink->index];
    const TrialView *view = &ink_run(ink)->views[ink->index];
    char words[LOG_WORDS * 4], more[LOG_WORDS], when[LOG_WORDS];
    double w = scene_width_mm(scene);
    snprintf(words, sizeof words, "%s \xc2\xb7 trial %zu of %zu", ink_run(ink)->title,
             ink->index + 1, ink_run(ink)->count);
    part_title(scene, 26, 7.6, w - 26 - 70, words);
    MeasureId main_id = ink_run(ink)->main_id;
    snprintf(words, sizeof words, "level %d \xc2\xb7 %s \xc2\xb7 %s %s \xc2\xb7 %.1f s", t->level,
             line->assistance < 0 ? "assumed no help"
                                  : log_assistance(&ink->review.log, line->assistance),
             measure_info(main_id)->label,
             log_measure(main_id, measures_get(&t->measures, main_id), more),
             (double)t->duration_us / 1e6);
    part_small(scene, 26, 14.6, w - 26 - 48, words, ALIGN_START);
    scene_label(scene, w - 8, 7.6, 0, ink->review.log.line.child_pseudonym, EM_BODY, false,
                ALIGN_END, COLOR_INK);
    bool counts = summary_counts(view);
    scene_label(scene, w - 8, 14.6, 0,
                counts ? review_date(&ink->review.log.line.session, false, when)
                       : "not in the figures",
                EM_SMALL, !counts, ALIGN_END, counts ? COLOR_INK2 : COLOR_CORAL);
}

static void draw_neighbours(const InkScreen *ink, Scene *scene, double w, double y) {
    Shell *shell = ink->screen.shell;
    char words[48];
    double x = w - EDGE - SIDE, key = (SIDE - 2) / 2;
    snprintf(words, sizeof words, "\xe2\x80\xb9 %zu", ink->index);
    part_key(scene, shell, "previous", box_of(x, y, key, KEYS),
             ink->index > 0 ? words : "\xe2\x80\xb9", KEY_QUIET,
             ink->index == 0 ? TARGET_DISABLED : 0);
    bool last = ink->index + 1 >= ink_run(ink)->count;
    snprintf(words, sizeof words, "%zu \xe2\x80\xba", ink->index + 2);
    part_key(scene, shell, "next", box_of(x + key + 2, y, key, KEYS), last ? "\xe2\x80\xba" : words,
             KEY_QUIET, last ? TARGET_DISABLED : 0);
}

void ink_draw_all(InkScreen *ink, Scene *scene) {
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    part_ground(scene, false);
    part_back(scene, ink->screen.shell);
    if (!ink->found) {
        scene_words(scene, 10, 30, w - 20, 60,
                    ink->review.loaded ? "This trial is not in the session." : ink->review.trouble,
                    EM_BODY, ALIGN_START, COLOR_INK, 0);
        return;
    }
    Box panel = panel_box(w, h), bar = bar_box(w, h);
    double keys_y = bar.bottom + GAP;
    draw_head(ink, scene);
    draw_panel(ink, scene, panel);
    draw_bar(ink, scene, bar);
    draw_switches(ink, scene, bar, keys_y);
    draw_measures(ink, scene, box_of(panel.right + GAP, TOP, SIDE, keys_y - GAP - TOP));
    draw_neighbours(ink, scene, w, keys_y);
}
