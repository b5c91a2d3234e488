/* Text by pango, shaped once at a reference size and scaled when drawn: without hints a text has
 * the same shape at every size, so what is measured in millimetres is what is drawn at any
 * resolution. Internal to paint. */
#ifndef OTTERPAW_PAINT_TYPE_H
#define OTTERPAW_PAINT_TYPE_H

#include "play/scene.h"

#include <cairo.h>

enum {
    TYPE_LAYOUTS_MAX = 256,    /* shaped texts kept: a few kilobytes each */
    TYPE_TEXT_BYTES_MAX = 8192 /* longer texts are cut here and count as clipped */
};

typedef struct Type Type;

Type *type_new(void); /* NULL: no memory */
void type_free(Type *type);
void type_language(Type *type, const char *language);

double type_width_mm(Type *type, const char *text, double em_mm, bool bold);
int type_lines(Type *type, const char *text, double width_mm, double em_mm, bool bold);

/* Draws a SCENE_TEXT item with the source set on cr, whose unit is the millimetre. */
void type_draw(Type *type, cairo_t *cr, const SceneItem *item);

/* The box of the ink that type_draw would leave, empty if none; whether it would not fit. */
Box type_ink(Type *type, const SceneItem *item, bool *clipped);

/* A text that does not fit is counted once between two calls of this. */
void type_count_anew(Type *type);
int type_unknown(const Type *type); /* characters no font could show, of all texts drawn */
int type_clipped(Type *type);       /* since the last call */

#endif
