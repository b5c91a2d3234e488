/* Where the fixed things of the child's frame are, in millimetres of this screen: strip, disc, ear,
 * play card, gutter, trial dots. The play card has one size on every screen that has room for it,
 * so that a level is the same everywhere; what is left goes to the margins. */
#ifndef OTTERPAW_APP_FRAME_H
#define OTTERPAW_APP_FRAME_H

#include "play/guard.h"

typedef struct {
    Box strip, disc, ear, card, gutter, dots;
    Point companion; /* middle of the companion, bottom start corner */
    bool gutter_left, mirrored;
} Frame;

/* hand: the gutter lies on the other side. home: without a gutter. */
Frame frame_of(double width_mm, double height_mm, Hand hand, bool mirrored, bool home);
GuardPlace frame_place(const Frame *frame, double width_mm, double height_mm, int players);
/* A box mirrored for a right-to-left screen of that width. */
Box frame_mirror(Box box, double width_mm);

#endif
