/* What is to be seen in a line beside its shape: where it left the road, how fast it went, where it
 * paused. Only for the eye: figures come from the record. */
#ifndef OTTERPAW_APP_SCREENS_INK_MARKS_H
#define OTTERPAW_APP_SCREENS_INK_MARKS_H

#include "app/rebuild.h"

enum { INK_PACES = 4, INK_PAUSES_MAX = 24, INK_PAUSE_US = 1000000 };

typedef struct {
    int64_t from_us, to_us;
    Point at;
    bool lifted; /* the finger was in the air */
} InkPause;

/* Arrays of one entry a sample. */
typedef struct {
    const bool *outside; /* off the road; all false without a road */
    const uint8_t *pace; /* 0 fast .. INK_PACES - 1 slow, against the line's own median */
    InkPause pauses[INK_PAUSES_MAX];
    int pause_count;
} InkMarks;

bool ink_marks(Mem *mem, const TrialInk *ink, InkMarks *marks); /* false: no memory */

#endif
