/* Executes a scene on a surface: the pixels of a window by damage rectangles, or a whole PNG, SVG
 * or PDF page. One drawing code for all of them, so a screen, its picture in a test and its printed
 * page are the same drawing. Millimetres in, px_per_mm decides.
 *
 * What it keeps: shaped texts (TYPE_LAYOUTS_MAX in type.h) and the coverage of the two topmost inks
 * (cover.h), at most a byte for each pixel of the surface and ink. */
#ifndef OTTERPAW_PAINT_CANVAS_H
#define OTTERPAW_PAINT_CANVAS_H

#include "paint/theme.h"
#include "play/scene.h"

/* Where decoded pictures come from: native 0xAARRGGBB words, premultiplied, rows without gaps,
 * borrowed until the next call. NULL: there is none; a plain rounded card is drawn instead. */
typedef struct {
    void *self;
    const uint32_t *(*load)(void *self, const char *picture, int size_px, int *width_px,
                            int *height_px);
} PictureSource;

typedef struct Canvas Canvas;

/* The theme is copied. NULL: no memory. */
Canvas *canvas_new(const Theme *theme, const PictureSource *pictures);
void canvas_free(Canvas *canvas);
void canvas_theme(Canvas *canvas, const Theme *theme);

typedef struct {
    int x, y, width, height;
} PixelRect;

/* Draws the scene on native 32-bit 0x00RRGGBB pixels, rows `stride` bytes apart: whatever differs
 * from `before` (NULL: everything). The same pixels, bit for bit, as drawing everything. Where the
 * scene draws nothing is COLOR_CANVAS. Writes the rectangles that may have changed (up to room;
 * they may overlap) and returns how many; if only an ink line grew, the cost does not depend on how
 * long it is. -1 and *fail on error. In dark themes a picture stands on a light plate that fills
 * its box, the picture itself is up to 3 mm smaller. */
int canvas_draw(Canvas *canvas, const Scene *before, const Scene *now, double px_per_mm,
                uint32_t *pixels, int width_px, int height_px, size_t stride, PixelRect *rects,
                int room, Fail *fail);

/* The whole scene as a file's bytes, added to out; the same scene gives the same bytes. SVG and PDF
 * are paper: white where the scene draws no ground. */
bool canvas_png(Canvas *canvas, const Scene *scene, double px_per_mm, Buffer *out, Fail *fail);
bool canvas_svg(Canvas *canvas, const Scene *scene, Buffer *out, Fail *fail);
/* Pages of one document, tagged: texts are paragraphs in the order of the scene, a page's first
 * bold text that none is larger than is its heading. Fonts embedded, no time stamps. */
bool canvas_pdf(Canvas *canvas, const Scene *const *pages, size_t count, const char *title,
                const char *language, Buffer *out, Fail *fail);

/* How wide a text is, by the same shaping that draws it. Borrowed; lives as long as the canvas. */
TextMeasure canvas_measure(Canvas *canvas);
/* Lines that `text` takes when wrapped in width_mm. */
int canvas_lines(Canvas *canvas, const char *text, double width_mm, double em_mm, bool bold);
/* Where the ink of a SCENE_TEXT item comes to lie, empty if there is none; *clipped: it does not
 * fit its box although shrunk. For layout tests: nothing is drawn. */
Box canvas_text_ink(Canvas *canvas, const SceneItem *item, bool *clipped);
/* How many characters of the texts drawn so far no font could show; counted at each drawing. */
int canvas_unknown_glyphs(const Canvas *canvas);
/* Text that did not fit its box although shrunk, since the last call: counted for layout tests. */
int canvas_clipped_texts(Canvas *canvas);
/* Language of the screen: "en" "es" "he". One-line texts START at its side; wrapped texts at the
 * side of their own first letter. */
void canvas_language(Canvas *canvas, const char *language);

#endif
