/* The child's line as it grows: points in strokes, boxed in chunks, so that drawing what is new and
 * finding what a damaged rectangle holds cost the same however long the line is. */
#ifndef OTTERPAW_PLAY_INK_H
#define OTTERPAW_PLAY_INK_H

#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INK_CHUNK_POINTS = 32, INK_POINTS_MAX = 1 << 20 };

typedef struct {
    double left, top, right, bottom; /* empty when right < left */
} Box;

typedef struct {
    Point at;
    bool starts_stroke; /* no line from the point before */
} InkPoint;

/* Open for reading; changed only through these functions. Start from {0}. */
typedef struct {
    InkPoint *points; /* owned */
    Box *chunks;      /* owned: box of each INK_CHUNK_POINTS points and the one before them */
    size_t count, points_room, chunks_room;
    uint32_t id; /* differs for every line that is drawn at one time */
} Ink;

bool ink_add(Ink *ink, Point at, bool starts_stroke); /* false: INK_POINTS_MAX or no memory */
/* Box of the points from index `first` on, with the point before it: what is new since then. */
Box ink_box_since(const Ink *ink, size_t first);
void ink_clear(Ink *ink); /* keeps the memory, changes the id */
void ink_free(Ink *ink);

Box box_empty(void);
Box box_of(double x, double y, double width, double height);
Box box_join(Box a, Box b);
Box box_grow(Box box, double margin);
bool box_meets(Box a, Box b);
bool box_holds(Box box, double x, double y);
bool box_is_empty(Box box);

#endif
