/* Tapping at targets: throughput and where the taps landed.
 * ISO 9241-411; Soukoreff & MacKenzie, IJHCS 61:751, 2004. The effective width is 4.1327 SD.
 * Positions may be in any one unit (mm in the product); errors come back in it. */
#ifndef OTTERPAW_MEASURE_POINTING_H
#define OTTERPAW_MEASURE_POINTING_H

#include "measure/sample.h"
#include "measure/score.h"

#include <stdbool.h>
#include <stddef.h>

enum { POINTING_TAPS_LEAST = 5 }; /* for throughput and the variable error */

typedef struct {
    Point from, target, landed;
    double movement_s;
} Aim;

typedef struct {
    double throughput_bits_s, ae, we, ide_bits, sdx, movement_s;
} Throughput;

/* One sequence of aims. dx = (c^2 - b^2 - a^2) / 2a along the way from -> target; Ae = a + dx, plus
 * the previous dx when serial. Fewer than POINTING_TAPS_LEAST aims, no spread, a target at its own
 * start, no movement time, or a place that is not finite: what depends on it is NaN. */
Throughput pointing_throughput(const Aim *aims, size_t count, bool serial);

typedef struct {
    Point target, landed;
    double radius;     /* half the target's width */
    double shown_s;    /* when the target was shown; NaN if unknown */
    double down_s;     /* when the finger landed */
    double movement_s; /* NaN if unknown */
    Point from;        /* where the hand came from; NaN if unknown */
    bool hit;          /* as the game judged it */
} Tap;

/* What the finger's readings tell of one tap: where and when the finger last left the glass between
 * the target's showing and the tap (a hand that waited on the glass: what follows is movement), and
 * how often the finger came into the target again after leaving it (target re-entry: MacKenzie,
 * Kauppinen & Silfverberg, CHI 2001). NaN: the readings do not tell. Readings in the taps' time. */
typedef struct {
    double left_s;
    Point left;
    double reentries;
} TapWay;

TapWay pointing_way(const Sample *samples, size_t count, const Tap *tap);

/* Every pointing measure that the taps support, the score (hit rate) included. A tap within 0.3 s
 * of and within radius of the one before is a double tap: counted, and left out of everything else.
 * A reaction under 0.15 s is an anticipation: left out of the reaction time. */
void pointing_measure(const Tap *taps, size_t count, Measures *measures);

#endif
