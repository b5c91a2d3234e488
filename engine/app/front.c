/* The event loop, and the hands of stage and paint joined; see front.h. */
#include "app/front.h"

#include "app/files.h"
#include "stage/picture.h"
#include "stage/sound.h"
#include "stage/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECTS_MAX = 64, EVENTS_AT_ONCE = 512 };
/* While writes are on their way to the disk the loop looks for their outcome this often. */
static const int64_t STORE_POLL_US = 50000;

typedef struct {
    App *app;
    PictureCache *cache;
} Pictures;

struct Front {
    App *app;
    Window *window;
    Canvas *canvas;
    Sound *sound;
    void *pictures;
    bool redraw_all;
    int look; /* theme the canvas has now */
    char locale[8];
    FrontStep step;
    void *step_self;
    int64_t step_us; /* when it wants to be called next */
};

static const uint32_t *load_picture(void *self, const char *picture, int size_px, int *width_px,
                                    int *height_px) {
    Pictures *pictures = self;
    char path[PLACE_MAX];
    /* "game/picture" is a game's own picture. */
    const char *slash = strchr(picture, '/');
    char game[64] = "";
    if (slash != NULL && (size_t)(slash - picture) < sizeof game) {
        memcpy(game, picture, (size_t)(slash - picture));
    }
    if (!library_picture(pictures->app->library, game[0] != '\0' ? game : NULL,
                         slash != NULL ? slash + 1 : picture, path)) {
        return NULL;
    }
    Fail fail = {0};
    size_px = size_px < 1 ? 1 : size_px > PICTURE_SIZE_MAX ? PICTURE_SIZE_MAX : size_px;
    const Picture *loaded = picture_load(pictures->cache, path, size_px, &fail);
    if (loaded == NULL) {
        if (fail.kind != FAIL_NONE) {
            fprintf(stderr, "otterpaw: %s\n", fail.text);
        }
        return NULL;
    }
    *width_px = loaded->width_px;
    *height_px = loaded->height_px;
    return loaded->pixels;
}

static int64_t say(void *self, const char *locale, const char *game, const char *key,
                   double volume) {
    Front *front = self;
    char path[PLACE_MAX];
    Fail fail = {0};
    if (front->sound == NULL || !library_voice(front->app->library, locale, game, key, path)) {
        return 0;
    }
    if (!sound_voice(front->sound, path, volume, &fail)) {
        fprintf(stderr, "otterpaw: %s\n", fail.text);
        return 0;
    }
    return sound_voice_left_us(front->sound);
}

static void effect(void *self, const char *name, bool calm, double volume) {
    Front *front = self;
    char path[PLACE_MAX];
    Fail fail = {0};
    if (front->sound != NULL && volume > 0 &&
        library_sound(front->app->library, name, calm, path) &&
        !sound_effect(front->sound, path, volume, &fail)) {
        fprintf(stderr, "otterpaw: %s\n", fail.text);
    }
}

static void hush(void *self) {
    Front *front = self;
    if (front->sound != NULL) {
        sound_stop(front->sound, MIX_VOICE);
        sound_stop(front->sound, MIX_EFFECT);
    }
}

static const char *look_name(int look) {
    static const char *const names[] = {"calm", "contrast", "dusk"};
    return names[look];
}

Canvas *front_bare_canvas(App *app, const char *theme_name, void **pictures, Fail *fail) {
    Theme theme;
    Pictures *own = calloc(1, sizeof *own);
    PictureCache *cache = picture_cache_new(PICTURE_CACHE_BYTES);
    Canvas *canvas = NULL;
    if (own == NULL || cache == NULL) {
        fail_set(fail, FAIL_MEMORY, "there is no memory to draw");
    } else if (library_theme(app->library, theme_name, &theme, fail)) {
        *own = (Pictures){app, cache};
        canvas = canvas_new(&theme, &(PictureSource){own, load_picture});
        if (canvas == NULL) {
            fail_set(fail, FAIL_MEMORY, "there is no memory to draw");
        }
    }
    if (canvas == NULL) {
        picture_cache_free(cache);
        free(own);
        return NULL;
    }
    app->measure = canvas_measure(canvas);
    *pictures = own;
    return canvas;
}

void front_bare_close(Canvas *canvas, void *pictures) {
    Pictures *own = pictures;
    canvas_free(canvas);
    if (own != NULL) {
        picture_cache_free(own->cache);
        free(own);
    }
}

bool front_screenshot(Canvas *canvas, Shell *shell, const char *path, Fail *fail) {
    Theme theme;
    if (!library_theme(shell_app(shell)->library, look_name(shell_look(shell)), &theme, fail)) {
        return false;
    }
    canvas_theme(canvas, &theme);
    canvas_language(canvas, shell_locale(shell));
    const Scene *now, *before;
    Buffer png = {0};
    bool ok = shell_scene(shell, &now, &before, fail) &&
              canvas_png(canvas, now, shell_app(shell)->px_per_mm, &png, fail) &&
              file_write(path, png.bytes, png.length, fail);
    buffer_free(&png);
    return ok;
}

Front *front_open(App *app, const FrontConfig *config, Fail *fail) {
    Front *front = calloc(1, sizeof *front);
    if (front == NULL) {
        fail_set(fail, FAIL_MEMORY, "there is no memory for the window");
        return NULL;
    }
    front->app = app;
    WindowConfig window = {.title = "Otterpaw",
                           .width_px = config->width_px,
                           .height_px = config->height_px,
                           .fullscreen = config->fullscreen,
                           .hide_cursor = config->hide_cursor,
                           .headless = config->headless};
    front->window = window_open(&window, fail);
    uint32_t *pixels;
    int width, height;
    size_t stride;
    if (front->window == NULL ||
        !window_pixels(front->window, &pixels, &width, &height, &stride, fail) ||
        (front->canvas =
             front_bare_canvas(app, look_name(app->tablet.look), &front->pictures, fail)) == NULL) {
        front_close(front);
        return NULL;
    }
    app_screen(app, width, height, config->px_per_mm, window_px_per_mm(front->window));
    if (!config->silent) {
        Fail silence = {0};
        front->sound = sound_open(&silence);
        if (front->sound == NULL) {
            fprintf(stderr, "otterpaw: %s; going on in silence\n", silence.text);
        }
    }
    app->voice = (Voice){front, say, effect, hush};
    front->look = app->tablet.look;
    front->redraw_all = true;
    return front;
}

void front_close(Front *front) {
    if (front == NULL) {
        return;
    }
    front->app->voice = (Voice){0};
    front->app->measure = (TextMeasure){0};
    sound_close(front->sound);
    front_bare_close(front->canvas, front->pictures);
    window_close(front->window);
    free(front);
}

void front_step(Front *front, FrontStep step, void *self) {
    front->step = step;
    front->step_self = self;
    front->step_us = 0;
}

int64_t front_now_us(void) {
    return window_now_us();
}

Canvas *front_canvas(Front *front) {
    return front->canvas;
}

/* A child may see other colours and another language than the adult: the top screen says which. */
static void put_on_look(Front *front, Shell *shell) {
    Theme theme;
    int look = shell_look(shell);
    if (look != front->look && library_theme(front->app->library, look_name(look), &theme, NULL)) {
        canvas_theme(front->canvas, &theme);
        front->look = look;
        front->redraw_all = true;
    }
    const char *locale = shell_locale(shell);
    if (strcmp(front->locale, locale) != 0) {
        snprintf(front->locale, sizeof front->locale, "%s", locale);
        canvas_language(front->canvas, locale);
        front->redraw_all = true;
    }
}

static bool draw(Front *front, Shell *shell, Fail *fail) {
    put_on_look(front, shell);
    const Scene *now, *before;
    Fail screen = {0};
    if (!shell_scene(shell, &now, &before, &screen)) {
        fprintf(stderr, "otterpaw: %s\n", screen.text);
    }
    uint32_t *pixels;
    int width, height;
    size_t stride;
    PixelRect rects[RECTS_MAX];
    if (!window_pixels(front->window, &pixels, &width, &height, &stride, fail)) {
        return false;
    }
    int count =
        canvas_draw(front->canvas, front->redraw_all ? NULL : before, now, front->app->px_per_mm,
                    pixels, width, height, stride, rects, RECTS_MAX, fail);
    if (count < 0) {
        return false;
    }
    front->redraw_all = false;
    WindowRect shown[RECTS_MAX];
    for (int i = 0; i < count; i++) {
        shown[i] = (WindowRect){rects[i].x, rects[i].y, rects[i].width, rects[i].height};
    }
    if (!window_update(front->window, shown, (size_t)count, fail)) {
        return false;
    }
    shell_presented(shell, window_now_us());
    return true;
}

static void take_finger(Front *front, Shell *shell, const WindowEvent *event) {
    double scale = front->app->px_per_mm;
    Sample raw = {.time_us = event->time_us,
                  .x_mm = event->touch.x_px / scale,
                  .y_mm = event->touch.y_px / scale,
                  .finger = event->touch.finger,
                  .phase = event->touch.phase};
    shell_touch(shell, &raw);
}

/* False: the program is to end. */
static bool take(Front *front, Shell *shell, const WindowEvent *event) {
    switch (event->kind) {
    case WINDOW_FINGER:
        take_finger(front, shell, event);
        break;
    case WINDOW_KEY:
        if (!event->repeat) {
            shell_key(shell, event->word, event->pressed, event->time_us);
        }
        break;
    case WINDOW_TEXT:
        shell_text(shell, event->word, event->time_us);
        break;
    case WINDOW_QUIT: {
        /* While a child plays, only the adult's way leads out. */
        Screen *top = shell_top(shell);
        return top != NULL && top->ops->child;
    }
    case WINDOW_EXPOSED:
        front->redraw_all = true;
        shell_change(shell);
        break;
    case WINDOW_RESIZED:
        app_screen(front->app, event->width_px, event->height_px, 0, front->app->px_per_mm);
        front->redraw_all = true;
        shell_change(shell);
        break;
    case WINDOW_ASLEEP:
    case WINDOW_AWAKE:
        shell_asleep(shell, event->kind == WINDOW_ASLEEP, event->time_us);
        break;
    case WINDOW_NONE:
        break;
    }
    return true;
}

static int64_t timeout_us(Front *front, Shell *shell) {
    int64_t wake_us = shell_wake_us(shell), now_us = window_now_us();
    if (front->step != NULL && front->step_us < wake_us) {
        wake_us = front->step_us;
    }
    int64_t wait_us = wake_us == INT64_MAX ? -1 : wake_us > now_us ? wake_us - now_us : 0;
    int64_t rest_us = front->sound != NULL ? sound_rest(front->sound, now_us) : INT64_MAX;
    if (rest_us != INT64_MAX && (wait_us < 0 || rest_us - now_us < wait_us)) {
        wait_us = rest_us > now_us ? rest_us - now_us : 0;
    }
    StoreState state;
    store_state(front->app->store, &state);
    if (state.waiting > 0 && (wait_us < 0 || wait_us > STORE_POLL_US)) {
        wait_us = STORE_POLL_US;
    }
    return wait_us;
}

static void call_step(Front *front) {
    if (front->step != NULL) {
        front->step_us = front->step(front->step_self, window_now_us());
    }
}

bool front_run(Front *front, Shell *shell, Fail *fail) {
    bool going = true;
    while (going && shell_top(shell) != NULL) {
        if (shell_needs_drawing(shell) || front->redraw_all) {
            if (!draw(front, shell, fail)) {
                return false;
            }
            call_step(front);
        }
        WindowEvent event;
        int64_t wait_us = shell_needs_drawing(shell) ? 0 : timeout_us(front, shell);
        bool more = window_wait(front->window, wait_us, &event);
        /* Whatever has arrived is taken before anything is drawn, oldest first. */
        for (int n = 0; more && going; n++) {
            going = take(front, shell, &event);
            more = n < EVENTS_AT_ONCE && window_wait(front->window, 0, &event);
        }
        shell_advance(shell, window_now_us());
        call_step(front);
    }
    return true;
}
