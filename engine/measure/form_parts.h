/* What a form is made of, beside its likeness: corners and places where lines meet. Counted on the
 * evenly spaced points of form.h, so size and rate do not matter.
 *
 * A corner: the line's direction turns by FORM_CORNER_DEG or more within three points on either
 * side, once for each bend; the join of a closed shape can be one. A meeting: two pieces of line
 * cross, or would cross if each stroke went on by a fifth of the radius at its ends (hands fall
 * short of a T); meetings nearer to each other than a quarter of the radius are one.
 *
 * Edge rules: a form without strokes has none. */
#ifndef OTTERPAW_MEASURE_FORM_PARTS_H
#define OTTERPAW_MEASURE_FORM_PARTS_H

#include "measure/form.h"

enum { FORM_CORNER_DEG = 50, FORM_MEETINGS_MAX = 64 };

int form_corners(const Form *form);
int form_meetings(const Form *form); /* at most FORM_MEETINGS_MAX */

#endif
