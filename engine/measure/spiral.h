/* Spiral drawing: distance from the template, enclosed area, velocities, and tremor.
 * Features after Messan et al., Front Med Technol 3:714682, 2022 (Hausdorff distances between
 * vertices; velocities linear, radial and angular with sum, median, variation, skewness and excess
 * kurtosis of the population). Tremor: the radius at 100 Hz less the straight line through radius
 * over angle, its spectrum by Welch's method (Hann windows of 256, half overlapping, mean removed
 * from each): the share of the power of 0.5-20 Hz that lies in 4-12 Hz.
 *
 * Edge rules: under 2.56 s there is no tremor figure; the strongest frequency means nothing unless
 * the ratio is high. Readings whose time does not go forwards carry no velocity. Fewer than 2
 * readings: nothing is measurable. */
#ifndef OTTERPAW_MEASURE_SPIRAL_H
#define OTTERPAW_MEASURE_SPIRAL_H

#include "measure/path.h"

enum { SPIRAL_TEMPLATE_POINTS = 400, SPIRAL_POINTS_MAX = 4096, SPIRAL_RATE_HZ = 100 };

typedef struct {
    double sum, median, coefficient_of_variation, skewness, kurtosis; /* sum and median of |v| */
} SpiralVelocity;

typedef struct {
    double residual_rms, power_4_12, ratio_4_12, peak_hz;
} SpiralTremor;

typedef struct {
    double hausdorff_maximum, hausdorff_sum, hausdorff_sum_per_second,
        hausdorff_interquartile_range;
    double hausdorff_start_normalized, hausdorff_end_normalized;
    double hausdorff_middle, hausdorff_middle_per_second;
    double area;
    SpiralVelocity linear, radial, angular;
    double duration_s;
    SpiralTremor tremor;
} Spiral;

/* The template r = growth * angle over `turns`, points equidistant in arc length. */
void spiral_template(double growth, double turns, Point *points, size_t count);

/* time_s and points: readings with the template's centre as origin. The template is the given path.
 * More than SPIRAL_POINTS_MAX readings: the first ones. False only when mem (scratch) is full. */
bool spiral_measure(Mem *mem, const double *time_s, const Point *points, size_t count,
                    const Path *template_path, Spiral *out);

/* The tremor part alone, for a stroke around `centre`. */
bool spiral_tremor(Mem *mem, const double *time_s, const Point *points, size_t count, Point centre,
                   SpiralTremor *out);

#endif
