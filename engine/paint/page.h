/* What page.c and pdf.c share. Internal to paint. */
#ifndef OTTERPAW_PAINT_PAGE_H
#define OTTERPAW_PAINT_PAGE_H

#include "paint/canvas.h"

#include <cairo.h>

/* Called before and after each item that is drawn. */
typedef void (*PageTag)(void *self, cairo_t *cr, const SceneItem *item, bool begins);

/* Draws the scene on a page whose unit is the point. tag may be NULL. */
void page_draw(Canvas *canvas, cairo_t *cr, const Scene *scene, PageTag tag, void *self);

cairo_status_t page_write(void *buffer, const unsigned char *bytes, unsigned length);
bool page_status(cairo_status_t status, const char *what, Fail *fail);

#endif
