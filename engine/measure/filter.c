/* The 1 euro filter; see filter.h. */
#include "measure/filter.h"

#include <math.h>

static double alpha(double cutoff_hz, double rate_hz) {
    double tau = 1 / (2 * 3.14159265358979323846 * fmax(cutoff_hz, 1e-9));
    return 1 / (1 + tau * fmax(rate_hz, 1e-9));
}

double filter_next(Filter *filter, double value, double time_s) {
    if (!isfinite(value) || !isfinite(time_s)) {
        return filter->shown;
    }
    if (!filter->begun) {
        filter->begun = true;
        filter->time_s = time_s;
        filter->shown = value;
        return value;
    }
    if (time_s > filter->time_s) {
        filter->rate_hz = 1 / (time_s - filter->time_s);
    }
    filter->time_s = time_s;
    const FilterSettings *set = &filter->settings;
    double speed = (value - filter->shown) * filter->rate_hz;
    double a = alpha(set->cutoff_speed_hz, filter->rate_hz);
    filter->speed = a * speed + (1 - a) * filter->speed;
    a = alpha(set->cutoff_least_hz + set->beta * fabs(filter->speed), filter->rate_hz);
    filter->shown = a * value + (1 - a) * filter->shown;
    return filter->shown;
}
