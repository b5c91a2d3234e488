/* Polyline geometry; see path.h. Segment i joins point i to point i + 1, or is the dot at point i
 * when that point ends its stroke: so every point belongs to a segment and no gap does. */
#include "measure/path.h"

#include <math.h>

static const PathPlace NOWHERE = {NAN, NAN, NAN, {NAN, NAN}};

static bool usable(Point p) {
    return fabs(p.x) <= PATH_REACH_MM && fabs(p.y) <= PATH_REACH_MM;
}

static size_t segment_end(const Path *path, size_t i) {
    return i + 1 < path->count && !path->begins[i + 1] ? i + 1 : i;
}

static void box_add(PathBox *box, Point p) {
    box->left = p.x < box->left ? p.x : box->left;
    box->right = p.x > box->right ? p.x : box->right;
    box->top = p.y < box->top ? p.y : box->top;
    box->bottom = p.y > box->bottom ? p.y : box->bottom;
}

static const PathBox NO_BOX = {INFINITY, INFINITY, -INFINITY, -INFINITY};

static bool make_blocks(Mem *mem, Path *path) {
    size_t count = path_block_count(path->count);
    PathBox *blocks = mem_alloc_array(mem, path_box_count(path->count), sizeof *blocks);
    if (blocks == NULL) {
        return false;
    }
    PathBox *region = blocks + count - 1;
    for (size_t b = 0; b < count; b++) {
        size_t from = b * PATH_BLOCK, to = from + PATH_BLOCK;
        PathBox box = NO_BOX;
        to = to < path->count ? to : path->count;
        for (size_t i = from; i < to; i++) {
            box_add(&box, path->points[i]);
        }
        box_add(&box, path->points[segment_end(path, to - 1)]);
        blocks[b] = box;
        if (b % PATH_REGION == 0) {
            *++region = NO_BOX;
        }
        box_add(region, (Point){box.left, box.top});
        box_add(region, (Point){box.right, box.bottom});
    }
    path->blocks = blocks;
    return true;
}

bool path_make(Mem *mem, const Point *points, const bool *begins, size_t count, Path *path) {
    *path = (Path){0};
    if (count > PATH_POINTS_MAX) {
        return false;
    }
    Point *kept = mem_alloc_array(mem, count, sizeof *kept);
    double *along = mem_alloc_array(mem, count, sizeof *along);
    bool *first = mem_alloc_array(mem, count, sizeof *first);
    if (kept == NULL || along == NULL || first == NULL) {
        return false;
    }
    size_t n = 0, strokes = 0;
    bool new_stroke = true;
    for (size_t i = 0; i < count; i++) {
        new_stroke = new_stroke || (begins != NULL && begins[i]);
        if (!usable(points[i])) {
            continue;
        }
        kept[n] = points[i];
        first[n] = new_stroke;
        strokes += new_stroke;
        double step = n > 0 && !new_stroke ? point_distance(kept[n - 1], kept[n]) : 0;
        along[n] = n > 0 ? along[n - 1] + step : 0;
        new_stroke = false;
        n++;
    }
    Path made = {
        .count = n, .strokes = strokes, .points = kept, .along_mm = along, .begins = first};
    if (!make_blocks(mem, &made)) {
        return false;
    }
    *path = made;
    return true;
}

double path_length(const Path *path) {
    return path->count > 0 ? path->along_mm[path->count - 1] : 0;
}

PathBox path_box(const Path *path) {
    if (path->count == 0) {
        return (PathBox){0};
    }
    PathBox box = NO_BOX;
    for (size_t i = 0; i < path->count; i++) {
        box_add(&box, path->points[i]);
    }
    return box;
}

/* The last point whose arc length is <= along: the start of the segment that holds it. */
static size_t find_segment(const Path *path, double along_mm) {
    size_t low = 0, high = path->count - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (path->along_mm[middle] <= along_mm) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static double clamp_along(const Path *path, double along_mm) {
    double length = path_length(path);
    return along_mm > 0 ? (along_mm < length ? along_mm : length) : 0; /* NaN becomes 0 */
}

Point path_at(const Path *path, double along_mm) {
    if (path->count == 0) {
        return (Point){NAN, NAN};
    }
    along_mm = clamp_along(path, along_mm);
    size_t i = find_segment(path, along_mm), j = segment_end(path, i);
    double span = path->along_mm[j] - path->along_mm[i];
    double t = span > 0 ? (along_mm - path->along_mm[i]) / span : 0;
    Point a = path->points[i], b = path->points[j];
    return (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

Point path_tangent(const Path *path, double along_mm) {
    if (!(path_length(path) > 0)) {
        return (Point){1, 0};
    }
    size_t i = find_segment(path, clamp_along(path, along_mm));
    while (i > 0 && !(path->along_mm[segment_end(path, i)] > path->along_mm[i])) {
        i--; /* at a stroke's end, or on a repeated point: the way it was going */
    }
    while (i + 1 < path->count && !(path->along_mm[segment_end(path, i)] > path->along_mm[i])) {
        i++;
    }
    Point a = path->points[i], b = path->points[segment_end(path, i)];
    double length = point_distance(a, b);
    return length > 0 ? (Point){(b.x - a.x) / length, (b.y - a.y) / length} : (Point){1, 0};
}

/* The nearest point of one segment to p, within the part t0..t1 of it; returns the squared
 * distance. */
static double near_segment(Point a, Point b, Point p, double t0, double t1, double *t) {
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double at = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    *t = at > t0 ? (at < t1 ? at : t1) : t0;
    double ex = a.x + *t * dx - p.x, ey = a.y + *t * dy - p.y;
    return ex * ex + ey * ey;
}

static double box_square(const PathBox *box, Point p) {
    double dx = p.x < box->left ? box->left - p.x : (p.x > box->right ? p.x - box->right : 0);
    double dy = p.y < box->top ? box->top - p.y : (p.y > box->bottom ? p.y - box->bottom : 0);
    return dx * dx + dy * dy;
}

static PathPlace place_on(const Path *path, size_t i, double t, double square, Point p) {
    Point a = path->points[i], b = path->points[segment_end(path, i)];
    PathPlace place = {.off_mm = sqrt(square)};
    place.point = (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    place.along_mm =
        path->along_mm[i] + t * (path->along_mm[segment_end(path, i)] - path->along_mm[i]);
    /* y grows downwards, so a positive cross product is on the right hand of travel */
    double cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    place.side_mm = cross < 0 ? -place.off_mm : place.off_mm;
    return place;
}

/* The distance to one segment, squared. */
static double segment_square(const Path *path, size_t i, Point point) {
    double t;
    return near_segment(path->points[i], path->points[segment_end(path, i)], point, 0, 1, &t);
}

/* Rounding may bring a place a hair nearer than the box around it. */
static const double A_LITTLE_OVER = 1 + 1e-9;

/* The next block from b on that may hold a place no further than `most` and nearer than `best`,
 * both squared; the count or more when none does. */
static size_t next_block(const Path *path, size_t b, Point point, double most, double best) {
    size_t count = path_block_count(path->count);
    for (; b < count; b++) {
        if (b % PATH_REGION == 0 &&
            box_square(&path->blocks[count + b / PATH_REGION], point) > most) {
            b += PATH_REGION - 1;
            continue;
        }
        double least = box_square(&path->blocks[b], point);
        if (least <= most && least < best) {
            break;
        }
    }
    return b;
}

PathPlace path_locate_next(const Path *path, Point point, size_t *segment) {
    if (path->count == 0 || !usable(point)) {
        return NOWHERE;
    }
    size_t first = *segment < path->count ? *segment : 0, found = first;
    double most = segment_square(path, first, point) * A_LITTLE_OVER, best = INFINITY, best_t = 0;
    for (size_t b = 0; (b = next_block(path, b, point, most, best)) * PATH_BLOCK < path->count;
         b++) {
        size_t from = b * PATH_BLOCK, to = from + PATH_BLOCK;
        for (size_t i = from; i < to && i < path->count; i++) {
            Point end = path->points[segment_end(path, i)];
            double t, square = near_segment(path->points[i], end, point, 0, 1, &t);
            if (square < best) {
                best = square, best_t = t, found = i;
            }
        }
    }
    *segment = found;
    return isfinite(best) ? place_on(path, found, best_t, best, point) : NOWHERE;
}

PathPlace path_locate(const Path *path, Point point) {
    size_t segment = 0;
    return path_locate_next(path, point, &segment);
}

bool path_reaches(const Path *path, Point point, double reach_mm, size_t *segment) {
    if (path->count == 0 || !usable(point)) {
        return false;
    }
    size_t first = *segment < path->count ? *segment : 0;
    double most = reach_mm < 0 ? -1 : reach_mm * reach_mm * A_LITTLE_OVER;
    if (sqrt(segment_square(path, first, point)) <= reach_mm) {
        return true;
    }
    for (size_t b = 0; (b = next_block(path, b, point, most, INFINITY)) * PATH_BLOCK < path->count;
         b++) {
        size_t from = b * PATH_BLOCK, to = from + PATH_BLOCK;
        for (size_t i = from; i < to && i < path->count; i++) {
            if (sqrt(segment_square(path, i, point)) <= reach_mm) {
                *segment = i;
                return true;
            }
        }
    }
    return false;
}

PathPlace path_locate_between(const Path *path, Point point, double from_mm, double to_mm) {
    if (path->count == 0 || !usable(point) || !(from_mm <= to_mm)) {
        return NOWHERE;
    }
    from_mm = clamp_along(path, from_mm);
    to_mm = clamp_along(path, to_mm);
    double best = INFINITY, best_t = 0;
    size_t best_segment = 0;
    for (size_t i = 0; i < path->count; i++) {
        if (i % PATH_BLOCK == 0 && box_square(&path->blocks[i / PATH_BLOCK], point) >= best) {
            i += PATH_BLOCK - 1;
            continue;
        }
        size_t j = segment_end(path, i);
        double start = path->along_mm[i], span = path->along_mm[j] - start;
        if (start > to_mm || start + span < from_mm) {
            continue;
        }
        double t0 = span > 0 && from_mm > start ? (from_mm - start) / span : 0;
        double t1 = span > 0 && to_mm < start + span ? (to_mm - start) / span : 1;
        double t, square = near_segment(path->points[i], path->points[j], point, t0, t1, &t);
        if (square < best) {
            best = square, best_t = t, best_segment = i;
        }
    }
    return isfinite(best) ? place_on(path, best_segment, best_t, best, point) : NOWHERE;
}

bool path_part(Mem *mem, const Path *path, double from_mm, double to_mm, Path *part) {
    *part = (Path){0};
    if (path->count == 0 || !(to_mm >= from_mm)) {
        return path_make(mem, NULL, NULL, 0, part);
    }
    from_mm = clamp_along(path, from_mm);
    to_mm = clamp_along(path, to_mm);
    Point *points = mem_alloc_array(mem, path->count + 2, sizeof *points);
    bool *begins = mem_alloc_array(mem, path->count + 2, sizeof *begins);
    if (points == NULL || begins == NULL) {
        return false;
    }
    size_t n = 0, first = find_segment(path, from_mm);
    points[n] = path_at(path, from_mm);
    begins[n++] = true;
    for (size_t i = first + 1; i < path->count && path->along_mm[i] <= to_mm; i++) {
        points[n] = path->points[i];
        begins[n++] = path->begins[i];
    }
    size_t last = find_segment(path, to_mm);
    if (to_mm > path->along_mm[last] && segment_end(path, last) != last) {
        points[n] = path_at(path, to_mm);
        begins[n++] = false;
    }
    return path_make(mem, points, begins, n, part);
}

bool path_reversed(Mem *mem, const Path *path, Path *reversed) {
    *reversed = (Path){0};
    Point *points = mem_alloc_array(mem, path->count, sizeof *points);
    bool *begins = mem_alloc_array(mem, path->count, sizeof *begins);
    if (points == NULL || begins == NULL) {
        return false;
    }
    for (size_t i = 0; i < path->count; i++) {
        size_t from = path->count - 1 - i;
        points[i] = path->points[from];
        begins[i] = segment_end(path, from) == from;
    }
    return path_make(mem, points, begins, path->count, reversed);
}

bool path_moved(Mem *mem, const Path *path, double scale, double angle_rad, Point shift,
                Path *moved) {
    *moved = (Path){0};
    Point *points = mem_alloc_array(mem, path->count, sizeof *points);
    if (points == NULL) {
        return false;
    }
    double c = scale * cos(angle_rad), s = scale * sin(angle_rad);
    for (size_t i = 0; i < path->count; i++) {
        Point p = path->points[i];
        points[i] = (Point){c * p.x - s * p.y + shift.x, s * p.x + c * p.y + shift.y};
    }
    return path_make(mem, points, path->begins, path->count, moved);
}

void path_resample(const Path *path, Point *out, size_t count) {
    double length = path_length(path);
    size_t i = 0;
    for (size_t k = 0; k < count; k++) {
        double along = count > 1 ? length * (double)k / (double)(count - 1) : 0;
        if (path->count == 0) {
            out[k] = (Point){NAN, NAN};
            continue;
        }
        while (i + 1 < path->count && path->along_mm[i + 1] <= along) {
            i++;
        }
        size_t j = segment_end(path, i);
        double span = path->along_mm[j] - path->along_mm[i];
        double t = span > 0 ? (along - path->along_mm[i]) / span : 0;
        t = t < 1 ? t : 1;
        Point a = path->points[i], b = path->points[j];
        out[k] = (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    }
}
