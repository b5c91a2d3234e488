/* SDL's window and its events, made into plain values; see window.h. */
#include "stage/window.h"

#include <SDL.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Events taken in and not yet handed out. What finds no room stays in SDL's own queue. */
enum { QUEUE_MAX = 512, QUEUE_SPARE = TOUCH_FINGERS_MAX + 1, RECTS_MAX = 64 };

static const int64_t MOUSE_DEVICE = -1;

struct Window {
    SDL_Window *sdl;
    Touch touch;
    WindowEvent queue[QUEUE_MAX];
    size_t first, count;
    int width_px, height_px;
    bool cursor_hidden;
};

int64_t window_now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- opening ---- */

static void set_hints(const WindowConfig *config) {
    /* A signal ends the program at once, like a power cut; SDL would make a request of it that a
     * child's screen refuses. */
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    /* "1" (the default) shows the surface through OpenGL: slow and large without a graphics card.
     */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    /* A touch is never also a click; the mouse becomes a finger in this file. */
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    if (config->headless) {
        SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "dummy", SDL_HINT_OVERRIDE);
    } else {
        SDL_ResetHint(SDL_HINT_VIDEODRIVER);
    }
}

static bool start_video(const WindowConfig *config, Fail *fail) {
    set_hints(config);
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return fail_set(fail, FAIL_SYSTEM,
                        "The display could not be opened (%s): start the program on a desktop or "
                        "set DISPLAY.",
                        SDL_GetError());
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    static const char *const blind[] = {"offscreen", "dummy", "evdev"};
    for (size_t i = 0; !config->headless && i < sizeof blind / sizeof *blind; i++) {
        if (driver == NULL || strcmp(driver, blind[i]) == 0) {
            fail_set(fail, FAIL_SYSTEM,
                     "There is no display (the video driver is \"%s\", which shows nothing): start "
                     "the program on a desktop, set DISPLAY, or unset SDL_VIDEODRIVER.",
                     driver == NULL ? "none" : driver);
            SDL_QuitSubSystem(SDL_INIT_VIDEO);
            return false;
        }
    }
    if (driver != NULL && strcmp(driver, "wayland") == 0) {
        /* SDL has no plain pixels there, only a texture's. */
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "1");
    }
    return true;
}

static SDL_Surface *surface_of(Window *window, Fail *fail) {
    SDL_Surface *surface = SDL_GetWindowSurface(window->sdl);
    if (surface == NULL) {
        fail_set(fail, FAIL_SYSTEM, "The window has no pixels to draw on: %s.", SDL_GetError());
        return NULL;
    }
    const SDL_PixelFormat *format = surface->format;
    if (format->BytesPerPixel != 4 || format->Rmask != 0xff0000 || format->Gmask != 0xff00 ||
        format->Bmask != 0xff) {
        fail_set(fail, FAIL_SYSTEM,
                 "The display's pixels are %s, and this program needs 24 bits of red, green and "
                 "blue: set the display to 24-bit colour.",
                 SDL_GetPixelFormatName(format->format));
        return NULL;
    }
    return surface;
}

static bool create(Window *window, const WindowConfig *config, Fail *fail) {
    int width = config->width_px, height = config->height_px;
    Uint32 flags = SDL_WINDOW_ALLOW_HIGHDPI;
    SDL_DisplayMode mode;
    if (config->fullscreen) {
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS;
        if (SDL_GetDesktopDisplayMode(0, &mode) == 0 && mode.w > 0 && mode.h > 0) {
            width = mode.w;
            height = mode.h;
        }
    } else {
        flags |= SDL_WINDOW_RESIZABLE;
    }
    window->sdl = SDL_CreateWindow(config->title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                   width, height, flags);
    if (window->sdl == NULL) {
        return fail_set(fail, FAIL_SYSTEM, "No window of %d x %d pixels could be opened: %s.",
                        width, height, SDL_GetError());
    }
    SDL_Surface *surface = surface_of(window, fail);
    if (surface == NULL) {
        return false;
    }
    window->width_px = surface->w;
    window->height_px = surface->h;
    touch_init(&window->touch, surface->w, surface->h);
    window->cursor_hidden = config->hide_cursor;
    SDL_ShowCursor(config->hide_cursor ? SDL_DISABLE : SDL_ENABLE);
    return true;
}

Window *window_open(const WindowConfig *config, Fail *fail) {
    assert(config->title != NULL);
    assert(config->fullscreen || (config->width_px > 0 && config->width_px <= WINDOW_SIDE_MAX &&
                                  config->height_px > 0 && config->height_px <= WINDOW_SIDE_MAX));
    assert(!SDL_WasInit(SDL_INIT_VIDEO) && "one window at a time");
    Window *window = calloc(1, sizeof *window);
    if (window == NULL) {
        fail_set(fail, FAIL_MEMORY, "There is no memory for the window.");
        return NULL;
    }
    if (!start_video(config, fail)) {
        free(window);
        return NULL;
    }
    if (!create(window, config, fail)) {
        window_close(window);
        return NULL;
    }
    return window;
}

void window_close(Window *window) {
    if (window == NULL) {
        return;
    }
    if (window->cursor_hidden) {
        SDL_ShowCursor(SDL_ENABLE);
    }
    if (window->sdl != NULL) {
        SDL_DestroyWindow(window->sdl);
    }
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    free(window);
}

/* ---- pixels ---- */

bool window_pixels(Window *window, uint32_t **pixels, int *width_px, int *height_px, size_t *stride,
                   Fail *fail) {
    SDL_Surface *surface = surface_of(window, fail);
    if (surface == NULL) {
        return false;
    }
    *pixels = surface->pixels;
    *width_px = surface->w;
    *height_px = surface->h;
    *stride = (size_t)surface->pitch;
    return true;
}

bool window_update(Window *window, const WindowRect *rects, size_t count, Fail *fail) {
    SDL_Rect cut[RECTS_MAX];
    SDL_Surface *surface = surface_of(window, fail);
    if (surface == NULL) {
        return false;
    }
    SDL_Rect all = {0, 0, surface->w, surface->h};
    for (size_t i = 0; i < count;) {
        int used = 0;
        for (; i < count && used < RECTS_MAX; i++) {
            SDL_Rect rect = {rects[i].x, rects[i].y, rects[i].width, rects[i].height};
            used += SDL_IntersectRect(&rect, &all, &cut[used]) ? 1 : 0;
        }
        if (used > 0 && SDL_UpdateWindowSurfaceRects(window->sdl, cut, used) != 0) {
            return fail_set(fail, FAIL_SYSTEM, "The window could not be drawn: %s.",
                            SDL_GetError());
        }
    }
    return true;
}

double window_px_per_mm(const Window *window) {
    float across = 0, down = 0;
    int display = SDL_GetWindowDisplayIndex(window->sdl);
    if (display < 0 || SDL_GetDisplayDPI(display, NULL, &across, &down) != 0) {
        return 0;
    }
    /* Displays that do not know say 0, 96 either way or a postcard's size. */
    bool believable = across > 80 && across < 700 && down > 0.9f * across && down < 1.1f * across;
    return believable ? (double)across / 25.4 : 0;
}

size_t window_refused_touches(const Window *window) {
    return window->touch.refused;
}

/* ---- events ---- */

static WindowEvent *put(Window *window, WindowEventKind kind, int64_t time_us) {
    assert(window->count < QUEUE_MAX);
    WindowEvent *event = &window->queue[(window->first + window->count++) % QUEUE_MAX];
    *event = (WindowEvent){.kind = kind, .time_us = time_us};
    return event;
}

static void put_finger(Window *window, TouchSource source, SamplePhase phase, double x_px,
                       double y_px, int64_t time_us) {
    TouchReading reading;
    if (touch_take(&window->touch, source, phase, x_px, y_px, time_us, &reading)) {
        put(window, WINDOW_FINGER, time_us)->touch = reading;
    }
}

static void put_mouse(Window *window, SamplePhase phase, double x, double y, int64_t time_us) {
    int width = 0, height = 0; /* the mouse moves in points, not pixels */
    SDL_GetWindowSize(window->sdl, &width, &height);
    double across = width > 0 ? (double)window->width_px / width : 1;
    double down = height > 0 ? (double)window->height_px / height : 1;
    put_finger(window, (TouchSource){MOUSE_DEVICE, 0}, phase, x * across, y * down, time_us);
}

static void put_key(Window *window, const SDL_KeyboardEvent *key, int64_t time_us) {
    WindowEvent *event = put(window, WINDOW_KEY, time_us);
    SDL_strlcpy(event->word, SDL_GetKeyName(key->keysym.sym), sizeof event->word);
    event->pressed = key->state == SDL_PRESSED;
    event->repeat = key->repeat != 0;
    event->modifiers = (key->keysym.mod & KMOD_SHIFT ? WINDOW_SHIFT : 0U) |
                       (key->keysym.mod & KMOD_CTRL ? WINDOW_CONTROL : 0U) |
                       (key->keysym.mod & KMOD_ALT ? WINDOW_ALT : 0U);
}

static void lift_fingers(Window *window, int64_t time_us) {
    TouchReading readings[TOUCH_FINGERS_MAX];
    size_t count = touch_lift_all(&window->touch, time_us, readings);
    for (size_t i = 0; i < count; i++) {
        put(window, WINDOW_FINGER, time_us)->touch = readings[i];
    }
}

static void put_size(Window *window, int64_t time_us) {
    int width = 0, height = 0;
    SDL_GetWindowSizeInPixels(window->sdl, &width, &height);
    if (width < 1 || height < 1 || (width == window->width_px && height == window->height_px)) {
        return;
    }
    window->width_px = width;
    window->height_px = height;
    touch_resize(&window->touch, width, height);
    WindowEvent *event = put(window, WINDOW_RESIZED, time_us);
    event->width_px = width;
    event->height_px = height;
}

static void put_window(Window *window, const SDL_WindowEvent *event, int64_t time_us) {
    switch (event->event) {
    case SDL_WINDOWEVENT_EXPOSED:
        put(window, WINDOW_EXPOSED, time_us);
        break;
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        put_size(window, time_us);
        break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
        lift_fingers(window, time_us);
        put(window, WINDOW_ASLEEP, time_us);
        break;
    case SDL_WINDOWEVENT_FOCUS_GAINED:
        put(window, WINDOW_AWAKE, time_us);
        break;
    default:
        break;
    }
}

static void take_touch(Window *window, const SDL_TouchFingerEvent *finger, int64_t time_us) {
    SamplePhase phase = finger->type == SDL_FINGERDOWN ? SAMPLE_DOWN
                        : finger->type == SDL_FINGERUP ? SAMPLE_UP
                                                       : SAMPLE_MOVE;
    put_finger(window, (TouchSource){finger->touchId, finger->fingerId}, phase,
               (double)finger->x * window->width_px, (double)finger->y * window->height_px,
               time_us);
}

/* One arrival becomes no, one or (input lost) several events; there is room for them. */
static void take(Window *window, const SDL_Event *event, int64_t time_us) {
    switch (event->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        take_touch(window, &event->tfinger, time_us);
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (event->button.which != SDL_TOUCH_MOUSEID && event->button.button == SDL_BUTTON_LEFT) {
            bool down = event->type == SDL_MOUSEBUTTONDOWN;
            put_mouse(window, down ? SAMPLE_DOWN : SAMPLE_UP, event->button.x, event->button.y,
                      time_us);
        }
        break;
    case SDL_MOUSEMOTION:
        if (event->motion.which != SDL_TOUCH_MOUSEID && (event->motion.state & SDL_BUTTON_LMASK)) {
            put_mouse(window, SAMPLE_MOVE, event->motion.x, event->motion.y, time_us);
        }
        break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        put_key(window, &event->key, time_us);
        break;
    case SDL_TEXTINPUT:
        SDL_utf8strlcpy(put(window, WINDOW_TEXT, time_us)->word, event->text.text, WINDOW_WORD_MAX);
        break;
    case SDL_QUIT:
        put(window, WINDOW_QUIT, time_us);
        break;
    case SDL_WINDOWEVENT:
        put_window(window, &event->window, time_us);
        break;
    default:
        break;
    }
}

/* From SDL's own queue, whatever it holds by now. */
static void take_all(Window *window) {
    SDL_Event event;
    while (window->count + QUEUE_SPARE <= QUEUE_MAX &&
           SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1) {
        take(window, &event, window_now_us());
    }
}

void window_gather(Window *window) {
    SDL_PumpEvents();
    take_all(window);
}

static bool hand_out(Window *window, WindowEvent *event) {
    if (window->count == 0) {
        return false;
    }
    *event = window->queue[window->first];
    window->first = (window->first + 1) % QUEUE_MAX;
    window->count--;
    return true;
}

bool window_wait(Window *window, int64_t timeout_us, WindowEvent *event) {
    const int64_t HOUR_MS = 3600000;
    int64_t deadline_us = timeout_us < 0 ? INT64_MAX : window_now_us() + timeout_us;
    if (window->count == 0) { /* the display is asked only when nothing is at hand */
        window_gather(window);
    }
    while (!hand_out(window, event)) {
        int64_t now_us = window_now_us();
        if (now_us >= deadline_us) {
            *event = (WindowEvent){.kind = WINDOW_NONE, .time_us = now_us};
            return false;
        }
        int64_t left_ms = timeout_us < 0 ? HOUR_MS : (deadline_us - now_us + 999) / 1000;
        SDL_Event arrived;
        if (SDL_WaitEventTimeout(&arrived, (int)(left_ms > HOUR_MS ? HOUR_MS : left_ms))) {
            take(window, &arrived, window_now_us());
            take_all(window); /* SDL has asked the display just now */
        }
    }
    return true;
}
