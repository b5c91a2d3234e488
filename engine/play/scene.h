/* What to show: a list of drawing commands in millimetres, and the named targets on the screen.
 * A scene is built anew each time something changed; comparing it with the one before gives the
 * damage. Who draws it does not matter here: a window, a PNG, an SVG or a page of a report. */
#ifndef OTTERPAW_PLAY_SCENE_H
#define OTTERPAW_PLAY_SCENE_H

#include "base/fail.h"
#include "base/mem.h"
#include "measure/sample.h"
#include "play/ink.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
#define COLOR(id, name) COLOR_##id,
#include "play/colors.def"
#undef COLOR
    COLOR_COUNT
} Color;

const char *color_name(Color color);
bool color_by_name(const char *name, Color *color);

typedef enum {
    SCENE_RECT,    /* box, radius_mm, fill, line, width_mm, dash */
    SCENE_CIRCLE,  /* the ellipse in box; fill, line, width_mm, dash */
    SCENE_PIE,     /* the ellipse in box, from 12 o'clock clockwise, `share` of it; fill */
    SCENE_LINE,    /* points, line, width_mm, dash, closed, fill: round caps and joins */
    SCENE_INK,     /* *ink up to ink_count points, line, width_mm */
    SCENE_PICTURE, /* text = picture id, drawn to fit box, centred; opacity */
    SCENE_TEXT,    /* text in box: em_mm, bold, align, line = colour; baseline by cap height */
} SceneKind;

typedef enum { ALIGN_START, ALIGN_MIDDLE, ALIGN_END } Align;

/* One command. Everything it points to belongs to the scene's arena, except `ink`, which is
 * borrowed and must live until the scene is cleared. Unused fields are 0. */
typedef struct {
    SceneKind kind;
    Box box; /* the shape itself, without line width; for LINE and INK its points' box */
    double radius_mm;
    Color fill, line; /* COLOR_NONE: not drawn */
    double width_mm;
    double dash_mm[2]; /* on, off; {0,0}: solid */
    double share;      /* PIE: 0..1 */
    double opacity;    /* 0 means 1 */
    const Point *points;
    size_t point_count;
    bool closed;
    const Ink *ink;
    size_t ink_count; /* 0 in scene_add: all there are now */
    uint32_t ink_id;  /* set by scene_add */
    Point ink_at;     /* added to the ink's own points: the origin it was added at */
    const char *text;
    double em_mm;
    double leading_em; /* line distance for wrapped text; 0: 1.3 */
    bool bold;
    Align align;
    int lines_max; /* 0 or 1: one line, shrunk to fit down to 80 %; more: wrapped in box */
    uint64_t hash; /* of all the above; made by scene_add */
} SceneItem;

/* What a finger, a switch or a test may act on. Names are unique within a scene. */
typedef enum {
    ROLE_NONE, /* passive: shown in layout dumps, never touched */
    ROLE_CHOICE,
    ROLE_SOURCE,
    ROLE_ZONE,
    ROLE_SLOT,
    ROLE_KEY,
} Role;

enum {
    TARGET_PRESSED = 1,
    TARGET_PICKED = 2,
    TARGET_FOCUS = 4,
    TARGET_DONE = 8,
    TARGET_DISABLED = 16,
    TARGET_HINT = 32,
    TARGET_ADULT = 64, /* for the adult: gutter, rail, therapist's screens */
};

typedef struct {
    const char *name; /* e.g. "start", "level_up:goal-3" */
    Role role;
    Box box; /* millimetres of the screen */
    unsigned state;
    const char *voice; /* text key or words spoken for it; may be NULL */
} SceneTarget;

typedef struct Scene Scene;

enum { SCENE_ITEMS_MAX = 20000, SCENE_TARGETS_MAX = 1000, SCENE_BYTES_MAX = 32 << 20 };

/* An empty scene for a surface of that many millimetres. NULL: no memory. */
Scene *scene_new(double width_mm, double height_mm);
void scene_free(Scene *scene);
void scene_clear(Scene *scene); /* forgets items and targets; origin back to 0 */
double scene_width_mm(const Scene *scene);
double scene_height_mm(const Scene *scene);

/* Later commands' coordinates are relative to (x, y); calls do not nest. Right-to-left screens and
 * the play area use it. */
void scene_origin(Scene *scene, double x_mm, double y_mm);
Point scene_origin_now(const Scene *scene);

/* Adds a copy of *item (points and text are copied). False at SCENE_ITEMS_MAX, out of memory, or
 * for a number that is not finite; scene_ok then says which. */
bool scene_add(Scene *scene, const SceneItem *item);
bool scene_target(Scene *scene, const SceneTarget *target);
void scene_forget_targets(Scene *scene); /* what is there can no longer be touched */

/* Short forms; failures are kept and reported once by scene_ok. */
void scene_rect(Scene *scene, double x, double y, double w, double h, double radius, Color fill,
                Color line, double width);
void scene_circle(Scene *scene, double cx, double cy, double r, Color fill, Color line,
                  double width);
void scene_pie(Scene *scene, double cx, double cy, double r, double share, Color fill);
void scene_line(Scene *scene, const Point *points, size_t count, double width, Color line);
void scene_dashes(Scene *scene, const Point *points, size_t count, double width, double on,
                  double off, Color line);
void scene_ink(Scene *scene, const Ink *ink, double width, Color line);
void scene_picture(Scene *scene, const char *picture, double cx, double cy, double size,
                   double opacity);
/* One line of text whose cap height is centred on y, in the width w to the right of x. w 0: as wide
 * as the screen allows, beginning (START), centred (MIDDLE) or ending (END) at x. */
void scene_label(Scene *scene, double x, double y, double w, const char *text, double em, bool bold,
                 Align align, Color color);
/* Wrapped text from the top of the box down. lines_max 0: as many lines as the box has room for. */
void scene_words(Scene *scene, double x, double y, double w, double h, const char *text, double em,
                 Align align, Color color, int lines_max);
/* The three-layer key of the design system: lip, face, edge. state: TARGET_PRESSED lowers the face.
 */
void scene_key(Scene *scene, double x, double y, double w, double h, double radius, Color face,
               Color lip, Color edge, unsigned state);
bool scene_ok(const Scene *scene, Fail *fail);

size_t scene_item_count(const Scene *scene);
const SceneItem *scene_item(const Scene *scene, size_t index);
size_t scene_target_count(const Scene *scene);
const SceneTarget *scene_target_at(const Scene *scene, size_t index);
const SceneTarget *scene_target_named(const Scene *scene, const char *name);
/* The touchable target whose box, grown by slop_mm, holds the point; the nearest edge wins, and of
 * two that both hold it the later one, which lies on top. Disabled ones are no targets. NULL: none.
 */
const SceneTarget *scene_target_hit(const Scene *scene, double x_mm, double y_mm, double slop_mm);

uint64_t scene_hash(const Scene *scene); /* of what it looks like: targets do not count */
/* What must be drawn again when `before` (may be NULL: everything) becomes `now`: up to `room`
 * boxes in millimetres, line widths included; 0 when they look the same. */
size_t scene_damage(const Scene *before, const Scene *now, Box *boxes, size_t room);
/* One readable line per item and target, millimetres with two digits. For tests and layout linters.
 */
bool scene_dump(const Scene *scene, Buffer *out);

/* Box that an item can colour, line width included. */
Box scene_item_reach(const SceneItem *item);

/* How wide a text is: handed to whoever lays out. */
typedef struct {
    void *self;
    double (*width_mm)(void *self, const char *text, double em_mm, bool bold);
} TextMeasure;

#endif
