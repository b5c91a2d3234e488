/* Gestures as clouds of points: the distances of the $P, $P+ and $Q recognizers, which care neither
 * for the number and order of strokes nor for their direction. Vatavu, Anthony & Wobbrock, ICMI
 * 2012 ($P); Vatavu, CHI 2017 ($P+); Vatavu, Anthony & Wobbrock, MobileHCI 2018 ($Q, without its
 * short cuts). Single precision, as the published programs compute; these fix the order: scale by
 * the larger side of the box (uniform, so thin shapes stay thin), move the centroid of the given
 * points to the origin, then resample by arc length through all strokes.
 *
 * Edge rules: fewer than 2 points, a box without size, or no ink between points: no cloud, never a
 * match. */
#ifndef OTTERPAW_MEASURE_CLOUD_H
#define OTTERPAW_MEASURE_CLOUD_H

#include "measure/path.h"

enum { CLOUD_POINTS = 32, CLOUD_POINTS_MAX = 64 };

typedef struct {
    int count;
    float x[CLOUD_POINTS_MAX], y[CLOUD_POINTS_MAX];
    float turn[CLOUD_POINTS_MAX]; /* 0 straight on .. 1 back, $P+ */
} Cloud;

/* points: how many to resample to, 2 .. CLOUD_POINTS_MAX. False: no cloud can be made of this ink.
 */
bool cloud_make(const Path *ink, int points, Cloud *cloud);

/* Distances of two clouds of the same number of points; not the same unit from one to the other. */
double cloud_distance_p(const Cloud *a, const Cloud *b);
double cloud_distance_plus(const Cloud *a, const Cloud *b);
double cloud_distance_q(const Cloud *a, const Cloud *b);

#endif
