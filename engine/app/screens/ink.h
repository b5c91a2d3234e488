/* The inside of the ink replay, shared by ink.c (what it does) and ink_draw.c (how it looks). */
#ifndef OTTERPAW_APP_SCREENS_INK_H
#define OTTERPAW_APP_SCREENS_INK_H

#include "app/screens/ink_marks.h"
#include "app/screens/review.h"

typedef struct {
    Screen screen;
    Review review;
    Mem *mem; /* of the marks of the shown trial */
    size_t run, index;
    const TrialInk *inks; /* of the run */
    RunAt *player;        /* NULL: cannot be played again */
    InkMarks marks;
    bool found, marked;
    int64_t at_us, told_us; /* since onset; shell time when at_us was right */
    bool playing, raw, bare, overlay;
    int speed, measures_page;
} InkScreen;

const LogRun *ink_run(const InkScreen *ink);
const TrialRecord *ink_trial(const InkScreen *ink);
size_t ink_other(const InkScreen *ink); /* the trial to lay over: the first, or the last */
Box ink_track(double width_mm, double height_mm); /* of the time slider */
void ink_draw_all(InkScreen *ink, Scene *scene);

#endif
