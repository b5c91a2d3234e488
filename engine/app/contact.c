/* Draws a contact sheet by the program's own canvas; see contact.h. */
#include "app/contact.h"

#include "app/files.h"
#include "paint/canvas.h"
#include "stage/picture.h"

#include <stdio.h>
#include <string.h>

static const double CELL_MM = 64, CELL_HIGH_MM = 40, GAP_MM = 4, WORDS_MM = 7, EM_MM = 3.6;
static const double PX_PER_MM = 5;

typedef struct {
    const char *folder;
    PictureCache *cache;
} Files;

static const uint32_t *load(void *self, const char *picture, int size_px, int *width_px,
                            int *height_px) {
    Files *files = self;
    char path[PLACE_MAX];
    Fail fail = {0};
    const Picture *loaded = place_join(path, files->folder, picture, &fail)
                                ? picture_load(files->cache, path, size_px, &fail)
                                : NULL;
    if (loaded == NULL) {
        return NULL;
    }
    *width_px = loaded->width_px;
    *height_px = loaded->height_px;
    return loaded->pixels;
}

static bool is_png(const char *name) {
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".png") == 0;
}

/* A picture is fitted into a square: one as wide as the cell, that stands out above and below it.
 */
static void add_cell(Scene *scene, const char *name, int index) {
    double x = GAP_MM + index % CONTACT_COLUMNS * (CELL_MM + GAP_MM);
    double y = GAP_MM + (double)(index / CONTACT_COLUMNS) * (CELL_HIGH_MM + WORDS_MM + GAP_MM);
    char words[80];
    snprintf(words, sizeof words, "%.*s", (int)(strlen(name) - 4), name);
    scene_rect(scene, x, y, CELL_MM, CELL_HIGH_MM, 0, COLOR_SUNK, COLOR_NONE, 0);
    scene_add(scene,
              &(SceneItem){.kind = SCENE_PICTURE,
                           .box = box_of(x, y - (CELL_MM - CELL_HIGH_MM) / 2, CELL_MM, CELL_MM),
                           .text = name,
                           .opacity = 1});
    scene_rect(scene, x, y, CELL_MM, CELL_HIGH_MM, 0, COLOR_NONE, COLOR_EDGE, 0.3);
    scene_label(scene, x, y + CELL_HIGH_MM + WORDS_MM / 2, CELL_MM, words, EM_MM, false,
                ALIGN_START, COLOR_INK);
}

bool contact_sheet(App *app, const char *folder, const char *path, Fail *fail) {
    Mem *mem = mem_new(4 << 20);
    char **names = NULL;
    size_t count = 0;
    int shown = 0;
    Theme theme;
    if (mem == NULL || !file_names(mem, folder, &names, &count, fail) ||
        !library_theme(app->library, "calm", &theme, fail)) {
        mem_free(mem);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        shown += is_png(names[i]) && shown < CONTACT_PICTURES_MAX;
    }
    int rows = (shown + CONTACT_COLUMNS - 1) / CONTACT_COLUMNS;
    Files files = {folder, picture_cache_new((size_t)256 << 20)};
    Canvas *canvas = canvas_new(&theme, &(PictureSource){&files, load});
    Scene *scene = scene_new(GAP_MM + CONTACT_COLUMNS * (CELL_MM + GAP_MM),
                             GAP_MM + rows * (CELL_HIGH_MM + WORDS_MM + GAP_MM));
    bool ok = files.cache != NULL && canvas != NULL && scene != NULL;
    ok = ok ? shown > 0 || fail_set(fail, FAIL_INPUT, "%s holds no PNG picture", folder)
            : fail_set(fail, FAIL_MEMORY, "there is no memory for a contact sheet");
    for (size_t i = 0, at = 0; ok && i < count && at < (size_t)shown; i++) {
        if (is_png(names[i])) {
            add_cell(scene, names[i], (int)at++);
        }
    }
    Buffer png = {0};
    ok = ok && scene_ok(scene, fail) && canvas_png(canvas, scene, PX_PER_MM, &png, fail) &&
         file_write(path, png.bytes, png.length, fail);
    buffer_free(&png);
    scene_free(scene);
    canvas_free(canvas);
    picture_cache_free(files.cache);
    mem_free(mem);
    return ok;
}
