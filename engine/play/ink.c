/* The growing line and the boxes it is found by; see ink.h. */
#include "play/ink.h"

#include "base/mem.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

Box box_empty(void) {
    return (Box){HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
}

Box box_of(double x, double y, double width, double height) {
    return (Box){x, y, x + width, y + height};
}

bool box_is_empty(Box box) {
    return box.right < box.left || box.bottom < box.top;
}

Box box_join(Box a, Box b) {
    if (box_is_empty(a)) {
        return b;
    }
    if (box_is_empty(b)) {
        return a;
    }
    return (Box){fmin(a.left, b.left), fmin(a.top, b.top), fmax(a.right, b.right),
                 fmax(a.bottom, b.bottom)};
}

Box box_grow(Box box, double margin) {
    if (box_is_empty(box)) {
        return box;
    }
    return (Box){box.left - margin, box.top - margin, box.right + margin, box.bottom + margin};
}

bool box_meets(Box a, Box b) {
    return !box_is_empty(a) && !box_is_empty(b) && a.left <= b.right && b.left <= a.right &&
           a.top <= b.bottom && b.top <= a.bottom;
}

bool box_holds(Box box, double x, double y) {
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

static Box with_point(Box box, Point at) {
    return box_join(box, box_of(at.x, at.y, 0, 0));
}

/* Box of points first..end-1 and of the point that the first one is joined to. */
static Box box_of_run(const Ink *ink, size_t first, size_t end) {
    Box box = box_empty();
    if (first > 0 && first < end && !ink->points[first].starts_stroke) {
        box = with_point(box, ink->points[first - 1].at);
    }
    for (size_t i = first; i < end; i++) {
        box = with_point(box, ink->points[i].at);
    }
    return box;
}

bool ink_add(Ink *ink, Point at, bool starts_stroke) {
    assert(isfinite(at.x) && isfinite(at.y));
    InkPoint *points =
        grow_array(ink->points, ink->count, &ink->points_room, sizeof *points, INK_POINTS_MAX);
    if (points == NULL) {
        return false;
    }
    ink->points = points;
    size_t chunk = ink->count / INK_CHUNK_POINTS;
    Box *chunks = grow_array(ink->chunks, chunk, &ink->chunks_room, sizeof *chunks,
                             INK_POINTS_MAX / INK_CHUNK_POINTS);
    if (chunks == NULL) {
        return false;
    }
    ink->chunks = chunks;
    points[ink->count] = (InkPoint){at, starts_stroke || ink->count == 0};
    Box before = ink->count % INK_CHUNK_POINTS == 0 ? box_empty() : chunks[chunk];
    chunks[chunk] = box_join(before, box_of_run(ink, ink->count, ink->count + 1));
    ink->count++;
    return true;
}

Box ink_box_since(const Ink *ink, size_t first) {
    if (first >= ink->count) {
        return box_empty();
    }
    size_t chunk = (first + INK_CHUNK_POINTS - 1) / INK_CHUNK_POINTS;
    size_t loose_end = chunk * INK_CHUNK_POINTS;
    Box box = box_of_run(ink, first, loose_end < ink->count ? loose_end : ink->count);
    for (; chunk * INK_CHUNK_POINTS < ink->count; chunk++) {
        box = box_join(box, ink->chunks[chunk]);
    }
    return box;
}

void ink_clear(Ink *ink) {
    ink->count = 0;
    ink->id = ink->id * 1664525u + 1013904223u; /* a full cycle: no id comes back soon */
}

void ink_free(Ink *ink) {
    free(ink->points);
    free(ink->chunks);
    *ink = (Ink){.id = ink->id};
}
