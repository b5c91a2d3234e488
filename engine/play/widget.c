/* Widgets of the design system; see widget.h. */
#include "play/widget.h"

#include <math.h>

static const double RADIUS_CARD = 8, RADIUS_KEY = 4, RADIUS_BIN = 10, INSET = 3;
static const double EDGE = 0.5, EDGE_STRONG = 0.8, PRESS = 1.0, LABEL_EM = 8, LABEL_EM_LEAST = 6.5;
static const double FOCUS_THIN = 0.6, FOCUS_WIDE = 1.2, HINT_WIDTH = 1.2, TICK = 6.4;
static const double TAG = 6, HEADER = 14, BIN_EDGE = 1.1, BIN_NARROW = 44, LABEL_LINE_EM = 1.15;
static const double TURN = 2 * 3.14159265358979323846;
static const double FADED = 0.45, DASH_ON = 2, DASH_OFF = 2;

static double width(const Box *box) {
    return box->right - box->left;
}

static double height(const Box *box) {
    return box->bottom - box->top;
}

static bool has(const char *text) {
    return text != NULL && text[0] != '\0';
}

static bool is_place(const Widget *w) {
    return w->role == ROLE_ZONE || w->role == ROLE_SLOT;
}

static double radius_of(const Widget *w) {
    double radius = w->role == ROLE_ZONE                          ? RADIUS_BIN
                    : w->role == ROLE_KEY || w->role == ROLE_SLOT ? RADIUS_KEY
                                                                  : RADIUS_CARD;
    return fmin(radius, fmin(width(&w->box), height(&w->box)) / 3);
}

static void outline(Scene *scene, Box box, double radius, double line, const double dash[2],
                    Color color) {
    scene_add(scene, &(SceneItem){.kind = SCENE_RECT,
                                  .box = box,
                                  .radius_mm = radius,
                                  .width_mm = line,
                                  .dash_mm = {dash[0], dash[1]},
                                  .line = color});
}

static void ring(Scene *scene, Box box, double radius, double out, double line, Color color) {
    outline(scene, box_grow(box, out), radius + fmax(0, out), line, (double[]){0, 0}, color);
}

void widget_focus(Scene *scene, Box box, double radius) {
    ring(scene, box, radius, FOCUS_WIDE + FOCUS_THIN, FOCUS_THIN, COLOR_FOCUS_OUT);
    ring(scene, box, radius, FOCUS_WIDE - FOCUS_THIN / 2, FOCUS_WIDE, COLOR_FOCUS_MID);
    ring(scene, box, radius, 0, FOCUS_THIN, COLOR_FOCUS_IN);
}

void widget_tick(Scene *scene, Point middle) {
    double r = TICK / 2;
    scene_circle(scene, middle.x, middle.y, r, COLOR_LEAF, COLOR_SURFACE, EDGE);
    Point tick[] = {{middle.x - 0.45 * r, middle.y + 0.05 * r},
                    {middle.x - 0.1 * r, middle.y + 0.4 * r},
                    {middle.x + 0.5 * r, middle.y - 0.35 * r}};
    scene_line(scene, tick, 3, EDGE_STRONG, COLOR_ON_PRIMARY);
}

/* The pictogram on its tinted panel, and the label below it. */
static void contents(Scene *scene, const Widget *w, double down) {
    double wide = width(&w->box), high = height(&w->box);
    double em = w->em_mm > 0 ? w->em_mm : fmax(LABEL_EM_LEAST, fmin(LABEL_EM, 0.2 * wide));
    double left = w->box.left, top = w->box.top + down;
    double inset = fmin(INSET, wide / 10);
    bool faded = (w->state & (TARGET_DISABLED | TARGET_DONE)) != 0;
    Color ink = faded ? COLOR_INK2 : COLOR_INK;
    if (!has(w->picture)) {
        if (has(w->label)) {
            scene_label(scene, left + inset, top + high / 2, wide - 2 * inset, w->label, em,
                        w->role == ROLE_KEY, ALIGN_MIDDLE, ink);
        }
        return;
    }
    double label_mm = has(w->label) ? LABEL_LINE_EM * em : 0;
    double panel = high - 2 * inset - label_mm;
    if (w->tint != COLOR_NONE) {
        scene_rect(scene, left + inset, top + inset, wide - 2 * inset, panel,
                   fmax(0, radius_of(w) - 2), w->tint, COLOR_NONE, 0);
    }
    double size = fmin(0.72 * wide, panel * (w->tint != COLOR_NONE ? 0.92 : 0.98));
    scene_picture(scene, w->picture, left + wide / 2, top + inset + panel / 2, size,
                  faded ? FADED : 1);
    if (has(w->label)) {
        scene_label(scene, left + inset, top + high - inset / 2 - label_mm / 2, wide - 2 * inset,
                    w->label, em, false, ALIGN_MIDDLE, ink);
    }
}

/* ---- places ---- */

/* A category is told by colour and by shape, never by colour alone. */
typedef struct {
    Color soft, deep;
    int corners; /* of its white tag; 0: a circle */
    double inner, turn;
} Category;

static const Category categories[] = {
    {COLOR_LEAF_SOFT, COLOR_LEAF, 0, 1, 0},     {COLOR_SKY_SOFT, COLOR_SKY, 4, 1, 0.125},
    {COLOR_HONEY_SOFT, COLOR_HONEY, 3, 1, 0},   {COLOR_PLUM_SOFT, COLOR_PLUM, 10, 0.45, 0},
    {COLOR_CORAL_SOFT, COLOR_CORAL, 6, 1, 0.5},
};

static const Category *category_of(Color tint) {
    for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++) {
        if (categories[i].soft == tint) {
            return &categories[i];
        }
    }
    return NULL;
}

static void tag(Scene *scene, const Category *category, double x, double y) {
    Point points[10];
    if (category->corners == 0) {
        scene_circle(scene, x, y, TAG / 2, COLOR_ON_CATEGORY, COLOR_NONE, 0);
        return;
    }
    for (int i = 0; i < category->corners; i++) {
        double r = TAG / 2 * (i % 2 == 1 ? category->inner : 1) * 1.15;
        double angle = TURN * ((double)i / category->corners + category->turn) - TURN / 4;
        points[i] = (Point){x + r * cos(angle), y + r * sin(angle)};
    }
    scene_add(scene, &(SceneItem){.kind = SCENE_LINE,
                                  .points = points,
                                  .point_count = (size_t)category->corners,
                                  .closed = true,
                                  .fill = COLOR_ON_CATEGORY});
}

/* The upper end of a bin: round above, straight below. */
static void header(Scene *scene, const Widget *w, const Category *category, double deep) {
    enum { ARC = 8 };
    Point points[2 * (ARC + 1) + 2];
    double radius = radius_of(w);
    size_t n = 0;
    points[n++] = (Point){w->box.left, w->box.top + deep};
    for (int side = 0; side < 2; side++) {
        double x = side == 0 ? w->box.left + radius : w->box.right - radius;
        for (int i = 0; i <= ARC; i++) {
            double angle = TURN / 4 * (2 + side + (double)i / ARC);
            points[n++] =
                (Point){x + radius * cos(angle), w->box.top + radius + radius * sin(angle)};
        }
    }
    points[n++] = (Point){w->box.right, w->box.top + deep};
    scene_add(scene, &(SceneItem){.kind = SCENE_LINE,
                                  .points = points,
                                  .point_count = n,
                                  .closed = true,
                                  .fill = category->deep});
    double y = w->box.top + deep / 2, start = TAG / 2 + radius / 2 + 1;
    tag(scene, category, w->mirrored ? w->box.right - start : w->box.left + start, y);
    /* In the middle where there is room for it; a narrow bin gives it what the tag leaves. */
    double aside = start + TAG / 2 + 1, end = width(&w->box) < BIN_NARROW ? 2 : aside;
    double left = w->box.left + (w->mirrored ? end : aside);
    double em = w->em_mm > 0 ? w->em_mm : fmin(LABEL_EM, deep / LABEL_LINE_EM);
    scene_label(scene, left, y, width(&w->box) - aside - end, w->label, em, true, ALIGN_MIDDLE,
                COLOR_ON_CATEGORY);
}

static void bin(Scene *scene, const Widget *w, const Category *category) {
    double radius = radius_of(w), wide = width(&w->box), high = height(&w->box);
    double deep = fmax(fmin(HEADER, high / 3), radius);
    scene_key(scene, w->box.left, w->box.top, wide, high, radius, category->soft, COLOR_LIP,
              COLOR_NONE, 0);
    header(scene, w, category, deep);
    outline(scene, box_grow(w->box, -BIN_EDGE / 2), radius - BIN_EDGE / 2, BIN_EDGE,
            (double[]){0, 0}, category->deep);
    if (has(w->picture)) {
        double size = fmin(0.8 * (high - deep - 2), 0.6 * wide);
        scene_picture(scene, w->picture, w->box.left + wide / 2,
                      w->box.top + deep + (high - deep) / 2, size, 1);
    }
}

static void place(Scene *scene, const Widget *w) {
    const Category *category = category_of(w->tint);
    double radius = radius_of(w);
    if (w->role == ROLE_ZONE && category != NULL && has(w->label)) {
        bin(scene, w, category);
        return;
    }
    Color face = w->tint != COLOR_NONE ? w->tint : COLOR_SUNK;
    scene_rect(scene, w->box.left, w->box.top, width(&w->box), height(&w->box), radius, face,
               COLOR_NONE, 0);
    outline(scene, w->box, radius, EDGE_STRONG,
            w->role == ROLE_SLOT ? (double[]){DASH_ON, DASH_OFF} : (double[]){0, 0}, COLOR_EDGE);
    Widget inside = *w;
    inside.tint = COLOR_NONE; /* the place itself has it */
    contents(scene, &inside, 0);
}

void widget_face(Scene *scene, const Widget *w) {
    double radius = radius_of(w);
    if ((w->state & TARGET_DISABLED) != 0) {
        scene_rect(scene, w->box.left, w->box.top, width(&w->box), height(&w->box), radius,
                   is_place(w) ? COLOR_SUNK : COLOR_SURFACE, COLOR_NONE, 0);
        outline(scene, w->box, radius, EDGE, (double[]){DASH_ON, DASH_OFF}, COLOR_EDGE);
        contents(scene, w, 0);
        return;
    }
    if (is_place(w)) {
        place(scene, w);
        return;
    }
    bool pressed = (w->state & TARGET_PRESSED) != 0;
    scene_key(scene, w->box.left, w->box.top, width(&w->box), height(&w->box), radius,
              COLOR_SURFACE, COLOR_LIP, COLOR_EDGE, w->state);
    contents(scene, w, pressed ? PRESS : 0);
}

static void marks(Scene *scene, const Widget *w) {
    double radius = radius_of(w);
    if ((w->state & TARGET_HINT) != 0) {
        ring(scene, w->box, radius, HINT_WIDTH, HINT_WIDTH, COLOR_HONEY);
    }
    if ((w->state & TARGET_PICKED) != 0) {
        ring(scene, w->box, radius, HINT_WIDTH / 2, HINT_WIDTH, COLOR_PRIMARY);
    }
    if (w->plain && (w->state & TARGET_PRESSED) != 0) {
        ring(scene, w->box, radius, 0, EDGE_STRONG, COLOR_PRIMARY);
    }
    if (w->fill > 0) {
        double r = fmin(width(&w->box), height(&w->box)) / 8;
        Point at = {(w->box.left + w->box.right) / 2, w->box.top + r + 1};
        scene_circle(scene, at.x, at.y, r, COLOR_SURFACE, COLOR_EDGE, EDGE);
        scene_pie(scene, at.x, at.y, r - EDGE, fmin(w->fill, 1), COLOR_SKY);
    }
    if ((w->state & TARGET_DONE) != 0) {
        double end = w->mirrored ? w->box.left + TICK / 3 : w->box.right - TICK / 3;
        widget_tick(scene, (Point){end, w->box.bottom - TICK / 3});
    }
    if ((w->state & TARGET_FOCUS) != 0) {
        widget_focus(scene, w->box, radius);
    }
}

void widget_draw(Scene *scene, const Widget *w) {
    if (!w->plain) {
        widget_face(scene, w);
    }
    marks(scene, w);
    if (w->name != NULL) {
        scene_target(scene, &(SceneTarget){.name = w->name,
                                           .role = w->role,
                                           .box = w->box,
                                           .state = w->state,
                                           .voice = w->voice});
    }
}
