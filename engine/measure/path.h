/* Geometry of polylines in millimetres: what a road, a template or the child's ink is made of.
 * A path is one or more strokes; arc length runs through all of them and does not grow over the gap
 * between two strokes. Every quantity here is taken over arc length, so it does not depend on how
 * many readings a device sends per second.
 *
 * Edge rules: points that are not finite or lie further than PATH_REACH_MM from the origin are left
 * out; a path may be empty (length 0, every place not measurable); a stroke of one point is a dot.
 */
#ifndef OTTERPAW_MEASURE_PATH_H
#define OTTERPAW_MEASURE_PATH_H

#include "base/mem.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>

enum { PATH_REACH_MM = 10000000, PATH_POINTS_MAX = 1 << 20, PATH_BLOCK = 16, PATH_REGION = 8 };

typedef struct {
    double left, top, right, bottom;
} PathBox;

typedef struct {
    size_t count;
    size_t strokes;
    const Point *points;
    const double *along_mm; /* arc length at each point */
    const bool *begins;     /* true at the first point of each stroke */
    const PathBox *blocks;  /* one box for every PATH_BLOCK segments, then one for every PATH_REGION
                               of those: most can be skipped in a search */
} Path;

static inline size_t path_block_count(size_t points) {
    return (points + PATH_BLOCK - 1) / PATH_BLOCK;
}

/* Boxes of both sizes that a path of so many points has. */
static inline size_t path_box_count(size_t points) {
    size_t blocks = path_block_count(points);
    return blocks + (blocks + PATH_REGION - 1) / PATH_REGION;
}

/* Where on a path something is. All NaN for an empty path. */
typedef struct {
    double along_mm; /* arc length from the start */
    double off_mm;   /* distance from the path, >= 0 */
    double side_mm; /* the same, plus on the right of travel as seen on screen, minus on the left */
    Point point;    /* the nearest point of the path */
} PathPlace;

/* Copies points into mem. begins: true where a stroke begins, NULL for one stroke. False only when
 * mem is full or count is over PATH_POINTS_MAX; *path is then empty. */
bool path_make(Mem *mem, const Point *points, const bool *begins, size_t count, Path *path);

double path_length(const Path *path);
PathBox path_box(const Path *path); /* all zero for an empty path */
/* The point at an arc length, clamped to the path's ends; NaN, NaN for an empty path. */
Point path_at(const Path *path, double along_mm);
/* Unit vector of travel there (1, 0 if the path has no length). */
Point path_tangent(const Path *path, double along_mm);

/* The nearest place of the path; the earliest one of equals. */
PathPlace path_locate(const Path *path, Point point);
/* The same answer, sooner when it is near the last one: *segment is where the search begins (0 at
 * first) and then where it ended. */
PathPlace path_locate_next(const Path *path, Point point, size_t *segment);
/* Whether any place of the path is no further than reach_mm from the point; *segment likewise. */
bool path_reaches(const Path *path, Point point, double reach_mm, size_t *segment);
/* The same within from_mm <= along <= to_mm: for a road that crosses or touches itself. */
PathPlace path_locate_between(const Path *path, Point point, double from_mm, double to_mm);

/* Parts, copies and moves; false only when mem is full. */
bool path_part(Mem *mem, const Path *path, double from_mm, double to_mm, Path *part);
static inline bool path_upto(Mem *mem, const Path *path, double to_mm, Path *part) {
    return path_part(mem, path, 0, to_mm, part);
}
bool path_reversed(Mem *mem, const Path *path, Path *reversed);
/* Scaled, then turned by angle_rad (clockwise on screen) about the origin, then shifted. */
bool path_moved(Mem *mem, const Path *path, double scale, double angle_rad, Point shift,
                Path *moved);

/* Writes `count` points equally spaced in arc length, both ends included; NaN for an empty path. */
void path_resample(const Path *path, Point *out, size_t count);

#endif
