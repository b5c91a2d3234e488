/* Symbols, bars and small pictures of ink; see review.h. */
#include "app/screens/review.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void review_symbol(Scene *scene, double x, double y, double r, int help) {
    if (help >= ASSISTANCE_MAX) {
        Point dash[] = {{x - r, y}, {x + r, y}};
        scene_line(scene, dash, 2, r * 0.5, COLOR_INK);
        return;
    }
    bool ring = help == ASSISTANCE_MAX - 1;
    scene_circle(scene, x, y, r, help == 0 ? COLOR_INK : COLOR_SURFACE, COLOR_INK,
                 ring ? r * 0.42 : r * 0.26);
    if (help > 0 && !ring) {
        scene_pie(scene, x, y, r, 0.5, COLOR_INK);
    }
}

/* Upright lines, lines across, dots, both: each kind of help has its own pattern. */
static void draw_pattern(Scene *scene, Box box, int help) {
    bool upright = help == 1 || help == 4, across = help == 2 || help == 4;
    const double step = 2.2;
    for (double x = box.left + step; upright && x < box.right - 0.4; x += step) {
        Point line[] = {{x, box.top + 0.3}, {x, box.bottom - 0.3}};
        scene_line(scene, line, 2, 0.25, COLOR_EDGE);
    }
    for (double y = box.top + step; across && y < box.bottom - 0.4; y += step) {
        Point line[] = {{box.left + 0.3, y}, {box.right - 0.3, y}};
        scene_line(scene, line, 2, 0.25, COLOR_EDGE);
    }
    for (double y = box.top + 1.5; help == 3 && y < box.bottom - 0.6; y += step) {
        for (double x = box.left + 1.5; x < box.right - 0.6; x += step) {
            scene_circle(scene, x, y, 0.35, COLOR_EDGE, COLOR_NONE, 0);
        }
    }
}

void review_bar(Scene *scene, AssistanceScheme scheme, Box box, const Summary *summary) {
    static const Color fills[SUMMARY_HELP] = {COLOR_PRIMARY,    COLOR_PRIMARY_SOFT,
                                              COLOR_HONEY_SOFT, COLOR_CORAL_SOFT,
                                              COLOR_PLUM_SOFT,  COLOR_SURFACE};
    double w = box.right - box.left, h = box.bottom - box.top, x = box.left;
    scene_rect(scene, box.left, box.top, w, h, 1.5, COLOR_SUNK, COLOR_NONE, 0);
    for (int i = 0; i < SUMMARY_HELP && summary->counted > 0; i++) {
        int count = summary->by_help[i];
        double share = w * count / summary->counted;
        if (count == 0) {
            continue;
        }
        Box part = box_of(x, box.top, share, h);
        scene_rect(scene, x, box.top, share, h, 1.5, fills[i], COLOR_EDGE, 0.35);
        if (i > 0) {
            draw_pattern(scene, part, i);
        }
        char words[24];
        const char *letter =
            i == ASSISTANCE_MAX ? "\xe2\x80\x93" : assistance_word(scheme, i)->letter;
        snprintf(words, sizeof words, share > 13 ? "%s %d" : "%s", letter, count);
        double plate = share > 13 ? 10 : 4.6;
        if (i > 0 && share > 5) {
            scene_rect(scene, x + share / 2 - plate / 2, box.top + 0.7, plate, h - 1.4, 1, fills[i],
                       COLOR_NONE, 0);
        }
        if (share > 3.5) {
            scene_label(scene, x + share / 2, box.top + h / 2, 0, words, EM_SMALL, true,
                        ALIGN_MIDDLE, i == 0 ? COLOR_ON_PRIMARY : COLOR_INK);
        }
        x += share;
    }
}

double review_last(Scene *scene, double x, double y, double r, const LogRun *run) {
    const Summary *s = &run->summary;
    for (int i = 0; i < s->last_count; i++) {
        review_symbol(scene, x + r, y, r, summary_help(&run->views[s->last[i]]));
        x += 2 * r + 1.4;
    }
    return x;
}

/* ---- ink, small ---- */

static void draw_road(Scene *scene, const InkFit *fit, const TrialInk *ink) {
    Point *points = malloc((ink->road.count + 1) * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; points != NULL && i <= ink->road.count; i++) {
        bool ends = i == ink->road.count || (ink->road.begins[i] && i > 0);
        if (ends && count > 0) {
            scene_line(scene, points, count, fmax(1, ink->road_mm * fit->scale), COLOR_CORRIDOR);
            count = 0;
        }
        if (i < ink->road.count) {
            points[count++] = ink_fit_point(fit, ink->road.points[i].x, ink->road.points[i].y);
        }
    }
    free(points);
}

static void draw_line(Scene *scene, const InkFit *fit, const TrialInk *ink) {
    Point *points = malloc((ink->count + 1) * sizeof *points);
    size_t count = 0;
    for (size_t i = 0; points != NULL && i <= ink->count; i++) {
        const Sample *s = &ink->samples[i];
        if ((i == ink->count || s->phase == SAMPLE_DOWN) && count > 0) {
            scene_line(scene, points, count, 0.7, COLOR_INK_LINE);
            if (point_distance(points[0], points[count - 1]) < 0.8) { /* a tap, or a closed line */
                scene_circle(scene, points[0].x, points[0].y, 0.8, COLOR_INK_LINE, COLOR_NONE, 0);
            }
            count = 0;
        }
        if (i < ink->count) {
            points[count++] = ink_fit_point(fit, s->x_mm, s->y_mm);
        }
    }
    free(points);
}

void review_thumb(Scene *scene, Box box, const TrialInk *ink) {
    scene_rect(scene, box.left, box.top, box.right - box.left, box.bottom - box.top, 2,
               COLOR_CANVAS, COLOR_NONE, 0);
    InkFit fit = ink_fit(ink->width_mm, ink->height_mm, box_grow(box, -0.8));
    for (size_t i = 0; i < ink->target_count; i++) {
        Box t = ink->targets[i];
        Point corner = ink_fit_point(&fit, t.left, t.top);
        scene_rect(scene, corner.x, corner.y, (t.right - t.left) * fit.scale,
                   (t.bottom - t.top) * fit.scale, 0.6, COLOR_SURFACE, COLOR_EDGE, 0.25);
    }
    draw_road(scene, &fit, ink);
    draw_line(scene, &fit, ink);
}

/* ---- head ---- */

static void minutes_words(const Review *review, char *words, size_t size) {
    const NoteFacts *f = &review->facts;
    const SessionRecord *s = &review->log.line.session;
    char when[LOG_WORDS];
    int n = snprintf(words, size, "%s \xc2\xb7 %.0f min (active %.0f, rest %.0f)",
                     review_date(s, true, when), f->minutes, f->active_minutes,
                     f->minutes - f->active_minutes);
    if (f->breaks > 0) {
        snprintf(words + n, size - (size_t)n, " \xc2\xb7 calm corner %d\xc3\x97", f->breaks);
    }
}

void review_head(Scene *scene, const Review *review, double x) {
    const SessionRecord *s = &review->log.line.session;
    const NoteFacts *f = &review->facts;
    double w = scene_width_mm(scene);
    char words[LOG_WORDS * 3];
    part_panel(scene, box_of(x, 4, 14, 14), review->log.line.child_symbol, COLOR_SKY_SOFT);
    part_title(scene, x + 17, 7.6, 50, review->log.line.child_pseudonym);
    minutes_words(review, words, sizeof words);
    part_small(scene, x + 17, 14.6, w - x - 17 - 66, words, ALIGN_START);
    if (f->feeling_hello[0] != '\0' || f->feeling_goodbye[0] != '\0') {
        snprintf(words, sizeof words, "hello: %s \xe2\x86\x92 goodbye: %s",
                 f->feeling_hello[0] != '\0' ? f->feeling_hello : "not asked",
                 f->feeling_goodbye[0] != '\0' ? f->feeling_goodbye : "not asked");
        scene_label(scene, w - 8, 7.6, 0, words, EM_BODY, false, ALIGN_END, COLOR_INK);
    }
    if (s->replay_total >= 0) {
        snprintf(words, sizeof words, "%d/%d trials reproduced", s->replayed, s->replay_total);
    } else {
        snprintf(words, sizeof words, "%s",
                 s->ended_us > 0 ? "not replayed yet" : "this session is still open");
    }
    bool doubt = s->replay_total >= 0 && s->replayed != s->replay_total;
    scene_label(scene, w - 8, 14.6, 0, words, EM_SMALL, doubt, ALIGN_END,
                doubt ? COLOR_CORAL : COLOR_INK2);
}
