/* A stored run played again headless up to any moment, so that what a trial left on the glass can
 * be looked at: the road, the finger's line, the contacts the guard refused, the game's drawing.
 * Needs the same files of the game that were played; without them the bare contacts remain. */
#ifndef OTTERPAW_APP_REBUILD_H
#define OTTERPAW_APP_REBUILD_H

#include "app/log.h"
#include "measure/path.h"
#include "play/scene.h"

/* One trial's traces, play area millimetres, times since its onset. */
typedef struct {
    bool rebuilt;               /* else: only raw contacts, on the whole screen */
    double width_mm, height_mm; /* of the play area; of the screen when not rebuilt */
    Path road;                  /* empty: nothing was to be followed */
    double road_mm;             /* its width */
    const Sample *samples;      /* what counted */
    size_t count;
    const Sample *raw; /* every contact that came while the trial was open */
    const bool *kept;  /* one for each raw reading: it is among the samples */
    size_t raw_count;
    const Box *targets; /* at the trial's end */
    size_t target_count;
} TrialInk;

/* Fills inks, one for each of the run's lines (read with their journals); everything lives in mem.
 * False: the run cannot be played again and *fail says why; the inks then hold raw contacts. */
bool rebuild_inks(App *app, Mem *mem, const LogRun *run, TrialInk *inks, Fail *fail);

/* The run at one moment. Going forward plays on; going back plays again from the run's start. */
typedef struct RunAt RunAt;

RunAt *run_at_open(App *app, const LogRun *run, Fail *fail); /* NULL: cannot be played again */
void run_at_close(RunAt *at);                                /* NULL is allowed */
/* To `since_us` after the onset of the run's trial `index` (from 0). */
bool run_at_go(RunAt *at, size_t index, int64_t since_us, Fail *fail);
/* The game's drawing, shrunk with its play area into `into`. */
bool run_at_draw(RunAt *at, Scene *scene, Box into, Fail *fail);

/* A place of the play area inside `into`: as large as fits, in the middle. */
typedef struct {
    double scale, x, y;
} InkFit;
InkFit ink_fit(double width_mm, double height_mm, Box into);
static inline Point ink_fit_point(const InkFit *fit, double x_mm, double y_mm) {
    return (Point){fit->x + x_mm * fit->scale, fit->y + y_mm * fit->scale};
}

#endif
