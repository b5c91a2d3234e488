/* A scene as a file's bytes: PNG by the same tiles as the window, SVG and PDF as curves on
 * paper, which stays white where the scene draws no ground. The same scene gives the same bytes:
 * cairo's running numbers and times are taken out of what it writes. */
#include "paint/canvas.h"

#include "paint/page.h"
#include "paint/paint.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-svg.h>

enum { PNG_PX_MAX = 16384 };
static const double POINTS_PER_MM = 72 / 25.4;

cairo_status_t page_write(void *buffer, const unsigned char *bytes, unsigned length) {
    return buffer_add(buffer, bytes, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

bool page_status(cairo_status_t status, const char *what, Fail *fail) {
    if (status == CAIRO_STATUS_SUCCESS) {
        return true;
    }
    return fail_set(fail, status == CAIRO_STATUS_NO_MEMORY ? FAIL_MEMORY : FAIL_SYSTEM,
                    "the %s could not be made: %s", what, cairo_status_to_string(status));
}

bool canvas_png(Canvas *canvas, const Scene *scene, double px_per_mm, Buffer *out, Fail *fail) {
    double width = ceil(scene_width_mm(scene) * px_per_mm - 1e-6);
    double height = ceil(scene_height_mm(scene) * px_per_mm - 1e-6);
    if (!(width >= 1 && height >= 1 && width <= PNG_PX_MAX && height <= PNG_PX_MAX)) {
        return fail_set(fail, FAIL_LIMIT, "a PNG of %.0f x %.0f pixels cannot be made; 1 to %d can",
                        width, height, PNG_PX_MAX);
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    bool ok = page_status(cairo_surface_status(surface), "PNG", fail);
    if (ok) {
        PixelRect rect;
        cairo_surface_flush(surface);
        unsigned char *bytes = cairo_image_surface_get_data(surface);
        ok = canvas_draw(canvas, NULL, scene, px_per_mm, (uint32_t *)(void *)bytes, (int)width,
                         (int)height, (size_t)cairo_image_surface_get_stride(surface), &rect, 1,
                         fail) >= 0;
        cairo_surface_mark_dirty(surface);
    }
    if (ok) {
        ok = page_status(cairo_surface_write_to_png_stream(surface, page_write, out), "PNG", fail);
    }
    cairo_surface_destroy(surface);
    return ok;
}

void page_draw(Canvas *canvas, cairo_t *cr, const Scene *scene, PageTag tag, void *self) {
    Paint paint = canvas_paint(canvas, cr);
    paint.vector = true;
    paint.px_per_mm = 1;
    paint.tile = box_of(0, 0, scene_width_mm(scene), scene_height_mm(scene));
    cairo_save(cr);
    cairo_scale(cr, POINTS_PER_MM, POINTS_PER_MM);
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (box_meets(scene_item_reach(item), paint.tile)) {
            if (tag != NULL) {
                tag(self, cr, item, true);
            }
            paint_item(&paint, item);
            if (tag != NULL) {
                tag(self, cr, item, false);
            }
        }
    }
    cairo_restore(cr);
}

/* Cairo numbers a file's parts by a count that runs through the whole program. They are numbered
 * anew here, by their first appearance. */
typedef struct {
    char word[16];
    unsigned long number;
} SvgName;

typedef struct {
    SvgName *names;
    size_t count, room;
} SvgNames;

static size_t name_index(SvgNames *names, const char *word, unsigned long number) {
    for (size_t i = names->count; i > 0; i--) {
        const SvgName *name = &names->names[i - 1];
        if (name->number == number && strcmp(name->word, word) == 0) {
            return i;
        }
    }
    SvgName *grown =
        grow_array(names->names, names->count, &names->room, sizeof *grown, SCENE_ITEMS_MAX);
    if (grown == NULL) {
        return 0;
    }
    names->names = grown;
    strcpy(names->names[names->count].word, word);
    names->names[names->count].number = number;
    return ++names->count;
}

/* Reads word and number after id=" or #; false when it is not one of cairo's running names. */
static bool running_name(const char *at, char word[16], unsigned long *number, size_t *length) {
    static const char *const words[] = {"surface", "image",  "mask", "pattern", "source",
                                        "linear",  "radial", "clip", "filter"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t letters = strlen(words[i]);
        if (strncmp(at, words[i], letters) == 0 && isdigit((unsigned char)at[letters])) {
            char *end;
            *number = strtoul(at + letters, &end, 10);
            *length = (size_t)(end - at);
            strcpy(word, words[i]);
            return *end == '"' || *end == ')';
        }
    }
    return false;
}

static bool number_anew(const char *svg, Buffer *out) {
    SvgNames names = {0};
    bool ok = true;
    const char *from = svg;
    for (const char *at = svg; ok && *at != 0; at++) {
        size_t lead = strncmp(at, "id=\"", 4) == 0 ? 4 : *at == '#' ? 1 : 0, length;
        char word[16];
        unsigned long number;
        if (lead > 0 && running_name(at + lead, word, &number, &length)) {
            size_t index = name_index(&names, word, number);
            ok = index > 0 && buffer_add(out, from, (size_t)(at + lead - from)) &&
                 buffer_format(out, "%s%zu", word, index);
            from = at + lead + length;
            at = from - 1;
        }
    }
    free(names.names);
    return ok && buffer_add_text(out, from);
}

bool canvas_svg(Canvas *canvas, const Scene *scene, Buffer *out, Fail *fail) {
    Buffer raw = {0};
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(page_write, &raw, scene_width_mm(scene) * POINTS_PER_MM,
                                            scene_height_mm(scene) * POINTS_PER_MM);
    cairo_svg_surface_restrict_to_version(surface, CAIRO_SVG_VERSION_1_2);
    cairo_t *cr = cairo_create(surface);
    page_draw(canvas, cr, scene, NULL, NULL);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    status = status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(surface) : status;
    cairo_surface_destroy(surface);
    bool ok = page_status(status, "SVG", fail);
    if (ok && (raw.bytes == NULL || !number_anew((const char *)raw.bytes, out))) {
        ok = fail_set(fail, FAIL_MEMORY, "no memory for the SVG");
    }
    buffer_free(&raw);
    return ok;
}
