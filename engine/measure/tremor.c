/* The tremor figures of a spiral; declared in spiral.h. */
#include "measure/kinematics.h"
#include "measure/spiral.h"

#include <math.h>

enum { WINDOW = 256, STEP = 128 };
static const double PI = 3.14159265358979323846;

/* Mean power density over the windows, bins 0 .. WINDOW / 2, one-sided. */
static void welch(const double *series, size_t count, double hz, double density[WINDOW / 2 + 1]) {
    double squares = 0, windows = 0, hann[WINDOW], cosine[WINDOW], sine[WINDOW];
    fourier_turns(cosine, sine, WINDOW);
    for (int i = 0; i < WINDOW; i++) {
        hann[i] = 0.5 - 0.5 * cos(2 * PI * i / WINDOW);
        squares += hann[i] * hann[i];
        if (i <= WINDOW / 2) {
            density[i] = 0;
        }
    }
    for (size_t from = 0; from + WINDOW <= count; from += STEP) {
        double real[WINDOW], imaginary[WINDOW], mean = 0;
        for (int i = 0; i < WINDOW; i++) {
            mean += series[from + (size_t)i] / WINDOW;
        }
        for (int i = 0; i < WINDOW; i++) {
            real[i] = (series[from + (size_t)i] - mean) * hann[i];
            imaginary[i] = 0;
        }
        fourier(real, imaginary, WINDOW, cosine, sine);
        for (int k = 0; k <= WINDOW / 2; k++) {
            double sides = k == 0 || k == WINDOW / 2 ? 1 : 2;
            density[k] +=
                sides * (real[k] * real[k] + imaginary[k] * imaginary[k]) / (hz * squares);
        }
        windows += 1;
    }
    for (int k = 0; k <= WINDOW / 2; k++) {
        density[k] /= windows;
    }
}

static double band_power(const double *density, double hz, double from_hz, double to_hz) {
    double df = hz / WINDOW, power = 0;
    for (int k = 0; k < WINDOW / 2; k++) {
        if (k * df >= from_hz && (k + 1) * df <= to_hz) {
            power += (density[k] + density[k + 1]) / 2 * df;
        }
    }
    return power;
}

/* radius less the least-squares line of radius over angle; returns the root mean square of the
 * rest. */
static double straighten(double *radius, const double *angle, size_t count) {
    double n = (double)count, mean_r = 0, mean_a = 0, aa = 0, ar = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        mean_r += radius[i] / n, mean_a += angle[i] / n;
    }
    for (size_t i = 0; i < count; i++) {
        aa += (angle[i] - mean_a) * (angle[i] - mean_a);
        ar += (angle[i] - mean_a) * (radius[i] - mean_r);
    }
    double slope = aa > 0 ? ar / aa : 0;
    for (size_t i = 0; i < count; i++) {
        radius[i] -= mean_r + slope * (angle[i] - mean_a);
        squares += radius[i] * radius[i];
    }
    return sqrt(squares / n);
}

bool spiral_tremor(Mem *mem, const double *time_s, const Point *points, size_t count, Point centre,
                   SpiralTremor *out) {
    *out = (SpiralTremor){NAN, NAN, NAN, NAN};
    if (count < 2 || !(time_s[count - 1] > time_s[0])) {
        return true;
    }
    Point *even;
    size_t n = kinematics_resample(mem, time_s, points, count, SPIRAL_RATE_HZ, &even);
    double *radius = mem_alloc_array(mem, n, sizeof *radius);
    double *angle = mem_alloc_array(mem, n, sizeof *angle);
    if (even == NULL || radius == NULL || angle == NULL) {
        return false;
    }
    if (n > 1 && (double)(n - 1) >= (time_s[count - 1] - time_s[0]) * SPIRAL_RATE_HZ - 1e-9) {
        n--; /* the moments are from the start up to, not including, the end */
    }
    double turns = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        double x = even[i].x - centre.x, y = even[i].y - centre.y, a = atan2(y, x);
        turns += i > 0 && a - last > PI ? -1 : (i > 0 && a - last < -PI ? 1 : 0);
        last = a;
        radius[i] = sqrt(x * x + y * y);
        angle[i] = a + 2 * PI * turns;
    }
    out->residual_rms = straighten(radius, angle, n);
    if (n < WINDOW) {
        return true;
    }
    double density[WINDOW / 2 + 1], df = (double)SPIRAL_RATE_HZ / WINDOW, best = -1;
    welch(radius, n, SPIRAL_RATE_HZ, density);
    double all = band_power(density, SPIRAL_RATE_HZ, 0.5, 20);
    out->power_4_12 = band_power(density, SPIRAL_RATE_HZ, 4, 12);
    out->ratio_4_12 = all > 0 ? out->power_4_12 / all : NAN;
    for (int k = 0; k <= WINDOW / 2; k++) {
        if (k * df >= 4 && k * df <= 12 && density[k] > best) {
            best = density[k];
            out->peak_hz = k * df;
        }
    }
    return true;
}
