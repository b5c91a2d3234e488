/* A scene as text that a person can judge: one line per item and per target. */
#include "play/scene.h"

#include <math.h>

enum { POINTS_SHOWN = 6 };

static const char *const kind_names[] = {
    [SCENE_RECT] = "rect", [SCENE_CIRCLE] = "circle", [SCENE_PIE] = "pie",
    [SCENE_LINE] = "line", [SCENE_INK] = "ink",       [SCENE_PICTURE] = "picture",
    [SCENE_TEXT] = "text",
};
static const char *const align_names[] = {"start", "middle", "end"};
static const char *const role_names[] = {
    [ROLE_NONE] = "passive", [ROLE_CHOICE] = "choice", [ROLE_SOURCE] = "source",
    [ROLE_ZONE] = "zone",    [ROLE_SLOT] = "slot",     [ROLE_KEY] = "key",
};
static const char *const state_names[] = {"pressed",  "picked", "focus", "done",
                                          "disabled", "hint",   "adult"};

/* Two digits, and never "-0.00". */
static double shown(double mm) {
    return fabs(mm) < 0.005 ? 0 : mm;
}

static bool dump_box(Buffer *out, Box box) {
    return buffer_format(out, " %.2f,%.2f %.2fx%.2f", shown(box.left), shown(box.top),
                         shown(box.right - box.left), shown(box.bottom - box.top));
}

static bool dump_quoted(Buffer *out, const char *name, const char *text) {
    bool ok = buffer_format(out, " %s\"", name);
    for (; ok && *text != 0; text++) {
        ok = *text == '\n'                   ? buffer_add_text(out, "\\n")
             : *text == '"' || *text == '\\' ? buffer_format(out, "\\%c", *text)
                                             : buffer_add(out, text, 1);
    }
    return ok && buffer_add_text(out, "\"");
}

static bool dump_points(Buffer *out, const SceneItem *item) {
    double length_mm = 0;
    bool ok = buffer_format(out, " %zu points", item->point_count);
    for (size_t i = 0; ok && i < item->point_count; i++) {
        Point at = item->points[i];
        if (i > 0) {
            length_mm += hypot(at.x - item->points[i - 1].x, at.y - item->points[i - 1].y);
        }
        if (item->point_count <= POINTS_SHOWN || i == 0 || i + 1 == item->point_count) {
            ok = buffer_format(out, " %.2f,%.2f", shown(at.x), shown(at.y));
        } else if (i == 1) {
            ok = buffer_add_text(out, " ..");
        }
    }
    return ok && buffer_format(out, " length=%.2f%s", length_mm, item->closed ? " closed" : "");
}

static bool dump_item(Buffer *out, const SceneItem *item) {
    bool ok = buffer_add_text(out, kind_names[item->kind]) && dump_box(out, item->box);
    if (item->kind == SCENE_LINE) {
        ok = ok && dump_points(out, item);
    } else if (item->kind == SCENE_INK) {
        ok = ok && buffer_format(out, " %zu points", item->ink_count);
    } else if (item->kind == SCENE_PIE) {
        ok = ok && buffer_format(out, " share=%.3f", item->share);
    }
    if (item->radius_mm > 0) {
        ok = ok && buffer_format(out, " radius=%.2f", item->radius_mm);
    }
    if (item->fill != COLOR_NONE) {
        ok = ok && buffer_format(out, " fill=%s", color_name(item->fill));
    }
    if (item->line != COLOR_NONE) {
        ok = ok && buffer_format(out, " line=%s", color_name(item->line));
        if (item->kind != SCENE_TEXT) {
            ok = ok && buffer_format(out, " width=%.2f", item->width_mm);
        }
    }
    if (item->dash_mm[0] > 0 || item->dash_mm[1] > 0) {
        ok = ok && buffer_format(out, " dash=%.2f,%.2f", item->dash_mm[0], item->dash_mm[1]);
    }
    if (item->opacity > 0 && item->opacity < 1) {
        ok = ok && buffer_format(out, " opacity=%.2f", item->opacity);
    }
    if (item->kind == SCENE_TEXT) {
        ok = ok && buffer_format(out, " em=%.2f%s %s", item->em_mm, item->bold ? " bold" : "",
                                 align_names[item->align]);
        if (item->lines_max > 1) {
            ok = ok && buffer_format(out, " lines=%d", item->lines_max);
        }
    }
    if (item->text != NULL) {
        ok = ok && dump_quoted(out, "", item->text);
    }
    return ok && buffer_add_text(out, "\n");
}

static bool dump_target(Buffer *out, const SceneTarget *target) {
    bool ok = buffer_format(out, "target %s %s", target->name, role_names[target->role]) &&
              dump_box(out, target->box);
    const char *between = " ";
    for (size_t i = 0; i < sizeof state_names / sizeof *state_names; i++) {
        if ((target->state & 1u << i) != 0) {
            ok = ok && buffer_format(out, "%s%s", between, state_names[i]);
            between = ",";
        }
    }
    if (target->voice != NULL) {
        ok = ok && dump_quoted(out, "voice=", target->voice);
    }
    return ok && buffer_add_text(out, "\n");
}

bool scene_dump(const Scene *scene, Buffer *out) {
    bool ok =
        buffer_format(out, "scene %.2fx%.2f\n", scene_width_mm(scene), scene_height_mm(scene));
    for (size_t i = 0; ok && i < scene_item_count(scene); i++) {
        ok = dump_item(out, scene_item(scene, i));
    }
    for (size_t i = 0; ok && i < scene_target_count(scene); i++) {
        ok = dump_target(out, scene_target_at(scene, i));
    }
    return ok;
}
