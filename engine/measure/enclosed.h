/* The area that two lines enclose between them: everything that a line drawn along both of them and
 * along the two straight joins of their ends shuts in, loops included. This is the sum of the areas
 * of all polygons that polygonizing those lines would give. */
#ifndef OTTERPAW_MEASURE_ENCLOSED_H
#define OTTERPAW_MEASURE_ENCLOSED_H

#include "measure/path.h"

enum { ENCLOSED_POINTS_MAX = 4096, ENCLOSED_CROSSINGS_MAX = 60000 };

/* Both as one stroke each. *area is NaN when either is empty, or a limit above is passed.
 * False only when mem (scratch) is full. */
bool enclosed_area(Mem *mem, const Path *a, const Path *b, double *area);

#endif
