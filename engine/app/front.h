/* The front of the house: the window, the canvas and the sound card around a shell. The only place
 * that knows stage and paint together. */
#ifndef OTTERPAW_APP_FRONT_H
#define OTTERPAW_APP_FRONT_H

#include "app/shell.h"
#include "paint/canvas.h"

typedef struct Front Front;

typedef struct {
    int width_px, height_px; /* without meaning when fullscreen */
    bool fullscreen, hide_cursor, headless, silent;
    double px_per_mm; /* 0: the tablet's */
} FrontConfig;

/* Opens window, canvas and sound, tells the app its screen and its voice. NULL and a sentence. */
Front *front_open(App *app, const FrontConfig *config, Fail *fail);
void front_close(Front *front);
Canvas *front_canvas(Front *front);
int64_t front_now_us(void); /* the window's clock: what the shell is told */

/* Called in every turn of the loop and after every drawing; returns when it wants to be called next
 * (window time), INT64_MAX for only on input. */
typedef int64_t (*FrontStep)(void *self, int64_t now_us);
void front_step(Front *front, FrontStep step, void *self);

/* Runs until the shell has no screen left or somebody closes the window. Sleeps when nothing moves.
 */
bool front_run(Front *front, Shell *shell, Fail *fail);

/* ---- without a window: pictures of what a shell shows ---- */
/* A canvas that draws the app's pictures in a theme. */
Canvas *front_bare_canvas(App *app, const char *theme, void **pictures, Fail *fail);
void front_bare_close(Canvas *canvas, void *pictures);
/* The shell's scene as a PNG file. */
bool front_screenshot(Canvas *canvas, Shell *shell, const char *path, Fail *fail);

#endif
