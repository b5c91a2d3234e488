/* Texts of a scene against everything beside them; see fit.h. */
#include "app/fit.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define HAIR_MM 0.1 /* of rounding, and of letters that lean out of their box */

typedef struct {
    const SceneItem *item;
    Box ink;
    size_t index;
} Line;

typedef struct {
    const Scene *scene;
    LayoutFinding *findings;
    size_t room, count;
} Fit;

static void __attribute__((format(printf, 5, 6)))
find(Fit *fit, const char *rule, const char *target, const char *other, const char *format, ...) {
    if (fit->count++ >= fit->room) {
        return;
    }
    LayoutFinding *finding = &fit->findings[fit->count - 1];
    *finding = (LayoutFinding){.rule = rule};
    snprintf(finding->target, sizeof finding->target, "%.60s", target);
    snprintf(finding->other, sizeof finding->other, "%.60s", other);
    va_list values;
    va_start(values, format);
    vsnprintf(finding->sentence, sizeof finding->sentence, format, values);
    va_end(values);
}

static bool lies_in(Box a, Box b) {
    b = box_grow(b, HAIR_MM);
    return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}

static bool meets(Box a, Box b) {
    return box_meets(box_grow(a, -HAIR_MM), b);
}

static bool is_face(const SceneItem *item) {
    return item->kind == SCENE_RECT && item->fill != COLOR_NONE;
}

/* A face that was drawn over it later hides a text; one that dims the whole screen makes all below
 * it scenery. */
static bool is_hidden(const Scene *scene, const Line *line) {
    Box screen = box_of(0, 0, scene_width_mm(scene), scene_height_mm(scene));
    for (size_t i = line->index + 1; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (is_face(item) &&
            (item->opacity == 0 ? lies_in(line->ink, item->box) : lies_in(screen, item->box))) {
            return true;
        }
    }
    return false;
}

/* The first item that is not hidden by the face the text stands on. */
static size_t ground_of(const Scene *scene, const Line *line) {
    for (size_t i = line->index; i > 0; i--) {
        const SceneItem *item = scene_item(scene, i - 1);
        if (is_face(item) && item->opacity == 0 && lies_in(line->ink, item->box)) {
            return i;
        }
    }
    return 0;
}

/* How much of a line of text a picture takes. */
static double share_under(Box ink, Box picture) {
    double w = fmin(ink.right, picture.right) - fmax(ink.left, picture.left);
    double h = fmin(ink.bottom, picture.bottom) - fmax(ink.top, picture.top);
    double all = (ink.right - ink.left) * (ink.bottom - ink.top);
    return w > 0 && h > 0 && all > 0 ? w * h / all : 0;
}

/* Words of a card of which only a part is touched. */
static bool share_a_card(const Scene *scene, const Line *line, const SceneTarget *target) {
    size_t ground = ground_of(scene, line);
    return ground > 0 && (target->state & TARGET_ADULT) != 0 &&
           lies_in(target->box, scene_item(scene, ground - 1)->box) &&
           scene_item(scene, ground - 1)->box.right - scene_item(scene, ground - 1)->box.left <
               0.9 * scene_width_mm(scene);
}

static void check_targets(Fit *fit, const Line *line) {
    for (size_t i = 0; i < scene_target_count(fit->scene); i++) {
        const SceneTarget *target = scene_target_at(fit->scene, i);
        if (target->role != ROLE_NONE && meets(line->ink, target->box) &&
            !lies_in(line->ink, target->box) && !share_a_card(fit->scene, line, target)) {
            find(fit, "target", line->item->text, target->name,
                 "The text \"%.60s\" crosses the edge of %s.", line->item->text, target->name);
        }
    }
}

static void check_pictures(Fit *fit, const Line *line) {
    for (size_t i = ground_of(fit->scene, line); i < scene_item_count(fit->scene); i++) {
        const SceneItem *item = scene_item(fit->scene, i);
        if (item->kind == SCENE_PICTURE && share_under(line->ink, item->box) > 0.2) {
            find(fit, "picture", line->item->text, item->text,
                 "The text \"%.60s\" lies on the picture %s.", line->item->text, item->text);
        }
    }
}

static void check_screen(Fit *fit, const Line *line) {
    Box screen = box_of(0, 0, scene_width_mm(fit->scene), scene_height_mm(fit->scene));
    if (!lies_in(line->ink, screen)) {
        find(fit, "edge", line->item->text, "", "The text \"%.60s\" leaves the screen.",
             line->item->text);
    }
}

size_t fit_check(Canvas *canvas, const Scene *scene, LayoutFinding *findings, size_t room) {
    Fit fit = {scene, findings, room, 0};
    size_t items = scene_item_count(scene), count = 0;
    Line *lines = malloc((items + 1) * sizeof *lines);
    for (size_t i = 0; lines != NULL && i < items; i++) {
        const SceneItem *item = scene_item(scene, i);
        bool clipped = false;
        Line line = {item, box_empty(), i};
        if (item->kind == SCENE_TEXT) {
            line.ink = canvas_text_ink(canvas, item, &clipped);
        }
        if (box_is_empty(line.ink) || is_hidden(scene, &line)) {
            continue;
        }
        if (clipped) {
            find(&fit, "clipped", item->text, "",
                 "The text \"%.60s\" does not fit into its %.1f mm.", item->text,
                 item->box.right - item->box.left);
        }
        check_screen(&fit, &line);
        check_targets(&fit, &line);
        check_pictures(&fit, &line);
        for (size_t k = 0; k < count; k++) {
            if (meets(line.ink, lines[k].ink) && lines[k].index >= ground_of(scene, &line)) {
                find(&fit, "text", item->text, lines[k].item->text,
                     "The texts \"%.60s\" and \"%.60s\" lie on each other.", item->text,
                     lines[k].item->text);
            }
        }
        lines[count++] = line;
    }
    free(lines);
    return fit.count;
}
