/* How the finger moved: speed, pauses, velocity peaks and smoothness, from readings at any rate.
 * Strokes are first resampled to a uniform KINEMATICS_RATE_HZ by straight lines between readings;
 * speed is the distance of neighbours times that rate. Time comes from the readings, never from
 * their number.
 *
 * SPARC, dimensionless jerk and its log: Balasubramanian, Melendez-Calderon, Roby-Brami & Burdet,
 * J NeuroEng Rehab 12:112, 2015; IEEE TBME 59:2126, 2012.
 *
 * Edge rules: fewer than 10 speeds, under 0.25 s, or no movement: smoothness is not measurable
 * (NaN). Constant speed: SPARC is defined, LDLJ is not. Both ignore amplitude. LDLJ must not be
 * compared across durations: show it beside the time. */
#ifndef OTTERPAW_MEASURE_KINEMATICS_H
#define OTTERPAW_MEASURE_KINEMATICS_H

#include "base/mem.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    KINEMATICS_RATE_HZ = 100,
    KINEMATICS_SPEEDS_MAX = 60000, /* ten minutes; a longer series is not measurable */
    KINEMATICS_SPEEDS_LEAST = 10,
    SMOOTHNESS_SPEEDS_MAX = 1 << 18, /* of the formulas alone */
};

typedef struct {
    double sparc, dj, ldlj;
} Smoothness;

/* The formulas themselves, for a speed series at hz; the length rules above are the caller's (use
 * smoothness_measure). NaN where the formula has no finite value. False only when mem is full. */
bool smoothness_formulas(Mem *mem, const double *speed, size_t count, double hz, Smoothness *out);
/* The same under the length rules: all NaN for a series that is too short, too long or still. */
bool smoothness_measure(Mem *mem, const double *speed, size_t count, double hz, Smoothness *out);

/* What a transform of `count` values (a power of two, at least 2) turns by: cos and sin of
 * -pi k / half for each half = 1, 2, 4 .. count / 2 and k < half, at half - 1 + k. */
void fourier_turns(double *cosine, double *sine, size_t count);
/* Discrete Fourier transform in place; count must be a power of two (assert). */
void fourier(double *real, double *imaginary, size_t count, const double *cosine,
             const double *sine);

/* A stroke's readings at a uniform rate: x, y and time by straight lines. Times must not go
 * backwards (later ones that do are skipped). Returns how many there are (at most
 * KINEMATICS_SPEEDS_MAX + 1), arrays from mem; 0 with *points NULL when mem is full or there are
 * none. */
size_t kinematics_resample(Mem *mem, const double *time_s, const Point *points, size_t count,
                           double hz, Point **resampled);

typedef struct {
    double contact_s, air_s, length_mm;
    double speed_mean, speed_peak, speed_cv; /* mm/s, mm/s, SD / mean */
    double speed_peaks;                      /* see below */
    double pauses, pause_s, pause_longest_s;
    Smoothness smoothness; /* of the stroke that lasts longest */
    double stroke_longest_s;
} Kinematics;

/* All of it for strokes (begins as in Path; time_s per point). A pause: KINEMATICS_PAUSE_S or
 * longer in which the finger stays within KINEMATICS_PAUSE_MM while touching; a gap without
 * readings counts, since devices are silent when a finger rests. A velocity peak: a maximum of the
 * smoothed speed (mean of 7) that rises over the lowest speed on either side of it by a tenth of
 * the highest. False only when mem (scratch) is full. */
#define KINEMATICS_PAUSE_S  0.2
#define KINEMATICS_PAUSE_MM 1.0
bool kinematics_measure(Mem *mem, const double *time_s, const Point *points, const bool *begins,
                        size_t count, Kinematics *out);

/* How many peaks a speed series has, by the rule above. Scratch from mem; -1 when it is full. */
int kinematics_peaks(Mem *mem, const double *speed, size_t count);

#endif
