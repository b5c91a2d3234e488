/* Ready-made paths for roads and tracing templates, as dense polylines in millimetres (a point at
 * least every SHAPE_STEP_MM, corners exact). Each is centred on the origin and begins where a
 * right- handed writer would: at the left, or at the top for closed shapes; use path_moved to place
 * it. A size that is not finite, or not above 0, is taken as SHAPE_STEP_MM; sizes end at
 * SHAPE_SIZE_MAX_MM and counts at SHAPE_COUNT_MAX. False only when mem is full. */
#ifndef OTTERPAW_MEASURE_SHAPE_H
#define OTTERPAW_MEASURE_SHAPE_H

#include "measure/path.h"

enum { SHAPE_STEP_MM = 1, SHAPE_SIZE_MAX_MM = 2000, SHAPE_COUNT_MAX = 50 };

bool shape_polyline(Mem *mem, const Point *corners, size_t count, bool closed, Path *path);
bool shape_line(Mem *mem, double length_mm, double angle_rad, Path *path);
/* An arch of a circle: sweep_rad of it (at most a full turn), the arch's middle on top. */
bool shape_arc(Mem *mem, double radius_mm, double sweep_rad, Path *path);
/* A sine wave from left to right: periods 1 is an S lying down. height is from trough to crest. */
bool shape_wave(Mem *mem, double width_mm, double height_mm, double periods, Path *path);
bool shape_zigzag(Mem *mem, double width_mm, double height_mm, int teeth, Path *path);
bool shape_rectangle(Mem *mem, double width_mm, double height_mm, Path *path);
bool shape_square(Mem *mem, double side_mm, Path *path);
bool shape_triangle(Mem *mem, double side_mm, Path *path); /* equilateral, apex up */
bool shape_circle(Mem *mem, double radius_mm,
                  Path *path); /* anticlockwise from the top, as for o and c */
bool shape_spiral(Mem *mem, double radius_mm, double turns,
                  Path *path); /* Archimedean, from the middle */

#endif
