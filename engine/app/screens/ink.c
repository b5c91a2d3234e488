/* The replay of one trial: the road under it, the line as it grew, where it left the road, where it
 * paused, the contacts that did not count, and its measures beside it. */
#include "app/screens/ink.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double SPEEDS[] = {0.5, 1, 2};
enum { FRAME_US = 33333, SPEED_COUNT = 3 };

/* ---- which trial ---- */

static void show_trial(InkScreen *ink, size_t index) {
    ink->index = index;
    ink->playing = false;
    ink->measures_page = 0;
    mem_reset(ink->mem);
    ink->marked = ink_marks(ink->mem, &ink->inks[index], &ink->marks);
    ink->at_us = ink_trial(ink)->duration_us;
}

const TrialRecord *ink_trial(const InkScreen *ink) {
    return &ink_run(ink)->lines[ink->index].trial;
}

const LogRun *ink_run(const InkScreen *ink) {
    return &ink->review.log.runs[ink->run];
}

size_t ink_other(const InkScreen *ink) {
    return ink->index > 0 ? 0 : ink_run(ink)->count - 1;
}

static void find_trial(InkScreen *ink, int trial) {
    size_t index;
    Fail fail = {0};
    if (!ink->review.loaded || !review_find(&ink->review, trial, &ink->run, &index)) {
        return;
    }
    ink->inks = review_inks(&ink->review, ink->run);
    if (ink->inks == NULL) {
        return;
    }
    ink->player = run_at_open(ink->screen.app, ink_run(ink), &fail);
    ink->found = true;
    show_trial(ink, index);
}

/* ---- time ---- */

static void scrub(InkScreen *ink, double x) {
    Box track = ink_track(ink->screen.app->width_mm, ink->screen.app->height_mm);
    double share = (x - track.left) / (track.right - track.left);
    ink->at_us = (int64_t)(fmax(0, fmin(1, share)) * (double)ink_trial(ink)->duration_us);
    ink->playing = false;
    shell_change(ink->screen.shell);
}

static bool ink_touch(Screen *screen, const Sample *raw) {
    InkScreen *ink = (InkScreen *)screen;
    Box track = box_grow(ink_track(screen->app->width_mm, screen->app->height_mm), 6);
    if (ink->found && raw->phase == SAMPLE_DOWN && box_holds(track, raw->x_mm, raw->y_mm)) {
        scrub(ink, raw->x_mm);
    }
    return false;
}

static void ink_drag(Screen *screen, const char *target, Point from, Point to) {
    (void)from;
    if (((InkScreen *)screen)->found && strcmp(target, "scrub") == 0) {
        scrub((InkScreen *)screen, to.x);
    }
}

static void ink_advance(Screen *screen, int64_t now_us) {
    InkScreen *ink = (InkScreen *)screen;
    if (!ink->playing) {
        return;
    }
    int64_t end_us = ink_trial(ink)->duration_us;
    ink->at_us += (int64_t)((double)(now_us - ink->told_us) * SPEEDS[ink->speed]);
    ink->told_us = now_us;
    if (ink->at_us >= end_us) {
        ink->at_us = end_us;
        ink->playing = false;
    }
    shell_change(screen->shell);
}

static int64_t ink_wake(const Screen *screen) {
    const InkScreen *ink = (const InkScreen *)screen;
    return ink->playing ? ink->told_us + FRAME_US : INT64_MAX;
}

static void play(InkScreen *ink) {
    ink->playing = !ink->playing;
    ink->told_us = shell_now_us(ink->screen.shell);
    if (ink->playing && ink->at_us >= ink_trial(ink)->duration_us) {
        ink->at_us = 0;
    }
}

/* ---- taps ---- */

static void switch_on_off(InkScreen *ink, const char *target) {
    if (strcmp(target, "raw") == 0) {
        ink->raw = !ink->raw;
    } else if (strcmp(target, "template") == 0) {
        ink->bare = !ink->bare;
    } else if (strcmp(target, "overlay") == 0) {
        ink->overlay = !ink->overlay;
    } else if (strcmp(target, "measures") == 0) {
        ink->measures_page++;
    }
}

static void ink_tap(Screen *screen, const char *target) {
    InkScreen *ink = (InkScreen *)screen;
    int speed;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (!ink->found) {
        return;
    } else if (strcmp(target, "play") == 0) {
        play(ink);
    } else if (strcmp(target, "previous") == 0 && ink->index > 0) {
        show_trial(ink, ink->index - 1);
    } else if (strcmp(target, "next") == 0 && ink->index + 1 < ink_run(ink)->count) {
        show_trial(ink, ink->index + 1);
    } else if (sscanf(target, "speed:%d", &speed) == 1 && speed >= 0 && speed < SPEED_COUNT) {
        ink->speed = speed;
    } else {
        switch_on_off(ink, target);
    }
}

static bool ink_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    ink_draw_all((InkScreen *)screen, scene);
    return true;
}

static void ink_close(Screen *screen) {
    InkScreen *ink = (InkScreen *)screen;
    run_at_close(ink->player);
    review_close(&ink->review);
    mem_free(ink->mem);
    free(ink);
}

static const ScreenOps OPS = {.name = "ink",
                              .close = ink_close,
                              .draw = ink_draw,
                              .tap = ink_tap,
                              .touch = ink_touch,
                              .drag = ink_drag,
                              .advance = ink_advance,
                              .wake_us = ink_wake};

Screen *ink_new(App *app, Id session, int trial) {
    InkScreen *ink = calloc(1, sizeof *ink);
    Mem *mem = mem_new((size_t)128 << 20);
    if (ink == NULL || mem == NULL || !review_open(&ink->review, app, session)) {
        free(ink);
        mem_free(mem);
        return NULL;
    }
    ink->screen = (Screen){.ops = &OPS, .app = app};
    ink->mem = mem;
    ink->speed = 1;
    find_trial(ink, trial);
    return &ink->screen;
}
