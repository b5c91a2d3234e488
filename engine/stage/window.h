/* The one window of the program: its pixels, and everything that people do to it, stamped in whole
 * microseconds the moment it arrives. Nothing that arrives is merged or reordered.
 * Pixels are the window surface and not a renderer's texture: without a graphics card that is
 * twenty times faster, and the same on every machine. */
#ifndef OTTERPAW_STAGE_WINDOW_H
#define OTTERPAW_STAGE_WINDOW_H

#include "base/fail.h"
#include "stage/touch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Window Window;

typedef struct {
    const char *title;
    int width_px, height_px; /* 1 .. WINDOW_SIDE_MAX; without meaning when fullscreen */
    bool fullscreen;         /* the whole display, whatever its size */
    bool hide_cursor;
    bool headless; /* nothing is shown and nobody can touch: tests and pretend children only */
} WindowConfig;

typedef enum {
    WINDOW_NONE,    /* the time is up and nothing arrived */
    WINDOW_FINGER,  /* touch */
    WINDOW_KEY,     /* key, pressed, repeat, modifiers */
    WINDOW_TEXT,    /* text: what the keyboard means, for text fields */
    WINDOW_QUIT,    /* somebody wants the program to end */
    WINDOW_EXPOSED, /* pixels were lost: update everything */
    WINDOW_RESIZED, /* width_px, height_px; pixels handed out before are gone */
    WINDOW_ASLEEP,  /* the window lost the input; fingers were lifted just before */
    WINDOW_AWAKE,   /* it has the input again */
} WindowEventKind;

enum { WINDOW_SHIFT = 1, WINDOW_CONTROL = 2, WINDOW_ALT = 4 };
enum { WINDOW_WORD_MAX = 32, WINDOW_SIDE_MAX = 16384 };

typedef struct {
    WindowEventKind kind;
    int64_t time_us;            /* window_now_us at arrival */
    TouchReading touch;         /* FINGER */
    char word[WINDOW_WORD_MAX]; /* KEY: "Space", "Return", "Left", "PageDown", "A"; TEXT: UTF-8 */
    bool pressed, repeat;       /* KEY */
    unsigned modifiers;         /* KEY */
    int width_px, height_px;    /* RESIZED */
} WindowEvent;

typedef struct {
    int x, y, width, height; /* pixels */
} WindowRect;

/* Opens the window. Only one may be open at a time. NULL: there is no display (the program must not
 * run where a child sees nothing, so drivers that show nothing are refused unless headless), or the
 * display cannot be used; *fail says why. */
Window *window_open(const WindowConfig *config, Fail *fail);
void window_close(Window *window); /* NULL is allowed */

/* The pixels to draw on: native 32-bit words 0x00RRGGBB, rows `stride` bytes apart, borrowed until
 * the next RESIZED or window_close. They keep what was drawn. False: the display refused. */
bool window_pixels(Window *window, uint32_t **pixels, int *width_px, int *height_px, size_t *stride,
                   Fail *fail);

/* Shows these rectangles of the pixels; parts outside the window are cut off. count 0 does nothing.
 */
bool window_update(Window *window, const WindowRect *rects, size_t count, Fail *fail);

/* Waits for the next event, oldest first, sleeping meanwhile. timeout_us: -1 as long as it takes, 0
 * not at all; else at most that long (up to 1 ms more). False when the time is up (kind NONE). */
bool window_wait(Window *window, int64_t timeout_us, WindowEvent *event);

/* Takes in and stamps what has arrived, for window_wait to hand out later. To be called amid work
 * that takes longer than a few milliseconds, so that the stamps stay true. */
void window_gather(Window *window);

/* Microseconds of a clock that never goes back; its zero has no meaning. */
int64_t window_now_us(void);

/* Pixels per millimetre as the display claims, 0 if it claims nothing believable. A guess to start
 * the calibration from, never a measure. */
double window_px_per_mm(const Window *window);

/* Readings that did not become events; see touch_take. */
size_t window_refused_touches(const Window *window);

#endif
