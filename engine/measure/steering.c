/* The steering law; see steering.h. */
#include "measure/steering.h"

#include <math.h>

static double positive(double value) {
    return value > 0 && isfinite(value) ? value : NAN;
}

double steering_straight(double length, double width) {
    return positive(length) / positive(width);
}

double steering_circle(double radius, double width) {
    return 2 * 3.14159265358979323846 * positive(radius) / positive(width);
}

double steering_narrowing(double length, double width_start, double width_end) {
    double w1 = positive(width_start), w2 = positive(width_end), change = (w2 - w1) / w1;
    /* ln(1 + x) / x keeps its figures when the width hardly changes */
    return positive(length) / w1 * (change == 0 ? 1 : log1p(change) / change);
}

double steering_sampled(double length, const double *widths, size_t count) {
    if (count == 1) {
        return steering_straight(length, widths[0]);
    }
    double sum = count > 1 ? 0 : NAN;
    for (size_t i = 0; i + 1 < count; i++) {
        sum += (1 / positive(widths[i]) + 1 / positive(widths[i + 1])) / 2;
    }
    return positive(length) * sum / (double)(count - 1);
}

double steering_rate(double id_bits, double time_s) {
    return positive(id_bits) / positive(time_s);
}

SteeringFit steering_fit(const double *id_bits, const double *time_s, size_t count) {
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0, yy = 0;
    for (size_t i = 0; i < count; i++) {
        mean_x += id_bits[i] / (double)count;
        mean_y += time_s[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double x = id_bits[i] - mean_x, y = time_s[i] - mean_y;
        xx += x * x, xy += x * y, yy += y * y;
    }
    if (count < 2 || !(xx > 0)) {
        return (SteeringFit){NAN, NAN, NAN, NAN};
    }
    double slope = xy / xx;
    return (SteeringFit){mean_y - slope * mean_x, slope, slope > 0 ? 1 / slope : NAN,
                         yy > 0 ? xy * xy / (xx * yy) : NAN};
}
