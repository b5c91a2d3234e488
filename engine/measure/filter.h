/* The 1 euro filter: less jitter when the finger is slow, less lag when it is fast. For what is
 * SHOWN only; every measure is taken from the raw readings. Casiez, Roussel & Vogel, "1 euro
 * filter", CHI 2012. */
#ifndef OTTERPAW_MEASURE_FILTER_H
#define OTTERPAW_MEASURE_FILTER_H

#include <stdbool.h>

typedef struct {
    double rate_hz;         /* the rate until two readings have told a better one */
    double cutoff_least_hz; /* lower: less jitter at rest */
    double beta;            /* higher: less lag in motion */
    double cutoff_speed_hz; /* of the low-pass on the speed; 1 is usual */
} FilterSettings;

/* One coordinate. Start from {0} with settings. */
typedef struct {
    FilterSettings settings;
    bool begun;
    double rate_hz, time_s, shown, speed;
} Filter;

static inline Filter filter_start(FilterSettings settings) {
    return (Filter){.settings = settings, .rate_hz = settings.rate_hz};
}

/* The value to show for reading `value` at time_s. The first reading is shown as it is. The rate
 * only changes when time went forwards; the time is always remembered, also when it went backwards.
 * A value or time that is not finite shows the last value again; settings that are not above 0
 * count as 1e-9. */
double filter_next(Filter *filter, double value, double time_s);

#endif
