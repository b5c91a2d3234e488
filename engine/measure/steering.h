/* Steering through a tunnel: difficulty ID = integral of ds / W(s), and rate ID / time.
 * Accot & Zhai, "Beyond Fitts' law", CHI 1997. A width or length that is not above 0: NaN. */
#ifndef OTTERPAW_MEASURE_STEERING_H
#define OTTERPAW_MEASURE_STEERING_H

#include <stddef.h>

double steering_straight(double length, double width);
double steering_circle(double radius, double width);
double steering_narrowing(double length, double width_start, double width_end);
/* A tunnel given by its width at equally spaced places (trapezoids of 1 / W). */
double steering_sampled(double length, const double *widths, size_t count);
double steering_rate(double id_bits, double time_s); /* index of performance, bits/s */

/* MT = a + b ID by least squares; IP = 1 / b. NaN below 2 different IDs. */
typedef struct {
    double intercept_s, slope_s, ip_bits_s, r_squared;
} SteeringFit;
SteeringFit steering_fit(const double *id_bits, const double *time_s, size_t count);

#endif
