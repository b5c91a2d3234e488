/* Kinematics of strokes; see kinematics.h. The spectral part is in smoothness.c. */
#include "measure/kinematics.h"

#include <math.h>

enum { PAUSE_SCAN_MAX = 4096 };

size_t kinematics_resample(Mem *mem, const double *time_s, const Point *points, size_t count,
                           double hz, Point **resampled) {
    *resampled = NULL;
    if (count == 0 || !(hz > 0)) {
        return 0;
    }
    double span = time_s[count - 1] - time_s[0];
    double steps = span > 0 ? floor(span * hz + 1e-9) : 0;
    size_t n = (size_t)fmin(steps, KINEMATICS_SPEEDS_MAX) + 1;
    Point *out = mem_alloc_array(mem, n, sizeof *out);
    if (out == NULL) {
        return 0;
    }
    size_t i = 0; /* the reading at or before the moment */
    for (size_t k = 0; k < n; k++) {
        double t = time_s[0] + (double)k / hz;
        while (i + 1 < count && time_s[i + 1] <= t) {
            i++;
        }
        size_t j = i + 1 < count ? i + 1 : i;
        double part = time_s[j] > time_s[i] ? (t - time_s[i]) / (time_s[j] - time_s[i]) : 0;
        part = part > 0 ? (part < 1 ? part : 1) : 0;
        out[k] = (Point){points[i].x + part * (points[j].x - points[i].x),
                         points[i].y + part * (points[j].y - points[i].y)};
    }
    *resampled = out;
    return n;
}

int kinematics_peaks(Mem *mem, const double *speed, size_t count) {
    double *smooth = mem_alloc_array(mem, count, sizeof *smooth);
    if (smooth == NULL) {
        return -1;
    }
    double highest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = i < 3 ? 0 : i - 3, to = i + 3 < count ? i + 3 : count - 1;
        double sum = 0;
        for (size_t k = from; k <= to; k++) {
            sum += speed[k];
        }
        smooth[i] = sum / (double)(to - from + 1);
        highest = smooth[i] > highest ? smooth[i] : highest;
    }
    double rise = highest / 10, low = 0, high = 0; /* the finger stands still before and after */
    bool rising = true;
    int peaks = 0;
    for (size_t i = 0; i <= count && highest > 0; i++) {
        double here = i < count ? smooth[i] : 0;
        if (rising) {
            high = here > high ? here : high;
            if (high - low > rise && high - here > rise) {
                peaks++, rising = false, low = here;
            }
        } else {
            low = here < low ? here : low;
            if (here - low > rise) {
                rising = true, high = here;
            }
        }
    }
    return peaks;
}

/* No further than KINEMATICS_PAUSE_MM; the root is only drawn where rounding may decide. */
static bool within_pause(Point a, Point b) {
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double most = KINEMATICS_PAUSE_MM * KINEMATICS_PAUSE_MM;
    return square <= most || (square < 1.001 * most && sqrt(square) <= KINEMATICS_PAUSE_MM);
}

/* Pauses of one stroke: from each reading, how long the finger stays within reach of it. */
static void count_pauses(const double *time_s, const Point *points, size_t count, Kinematics *out) {
    size_t i = 0;
    while (i < count) {
        size_t j = i;
        while (j + 1 < count && within_pause(points[i], points[j + 1])) {
            j++;
        }
        double stay = time_s[j] - time_s[i];
        if (stay >= KINEMATICS_PAUSE_S - 1e-9) {
            out->pauses += 1;
            out->pause_s += stay;
            out->pause_longest_s = fmax(out->pause_longest_s, stay);
            i = j + 1;
        } else {
            i = j - i > PAUSE_SCAN_MAX ? j : i + 1; /* keeps a hostile crowd of readings linear */
        }
    }
}

typedef struct {
    double sum, squares, peak, peaks;
    size_t count;
} SpeedSums;

static bool measure_stroke(Mem *mem, const double *time_s, const Point *points, size_t count,
                           SpeedSums *sums, Kinematics *out) {
    double lasts_s = time_s[count - 1] - time_s[0];
    out->contact_s += lasts_s;
    for (size_t i = 1; i < count; i++) {
        out->length_mm += point_distance(points[i - 1], points[i]);
    }
    count_pauses(time_s, points, count, out);
    Point *even;
    size_t n = kinematics_resample(mem, time_s, points, count, KINEMATICS_RATE_HZ, &even);
    if (even == NULL) {
        return false;
    }
    if (n < 2) {
        return true;
    }
    double *speed = mem_alloc_array(mem, n - 1, sizeof *speed);
    if (speed == NULL) {
        return false;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        speed[i] = point_distance(even[i], even[i + 1]) * KINEMATICS_RATE_HZ;
        sums->sum += speed[i];
        sums->squares += speed[i] * speed[i];
        sums->peak = speed[i] > sums->peak ? speed[i] : sums->peak;
    }
    sums->count += n - 1;
    int peaks = kinematics_peaks(mem, speed, n - 1);
    if (peaks < 0) {
        return false;
    }
    sums->peaks += peaks;
    if (lasts_s > out->stroke_longest_s) {
        out->stroke_longest_s = lasts_s;
        return smoothness_measure(mem, speed, n - 1, KINEMATICS_RATE_HZ, &out->smoothness);
    }
    return true;
}

bool kinematics_measure(Mem *mem, const double *time_s, const Point *points, const bool *begins,
                        size_t count, Kinematics *out) {
    *out = (Kinematics){.smoothness = {NAN, NAN, NAN}};
    SpeedSums sums = {0};
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count && !begins[end]; end++) {}
        if (start > 0) {
            out->air_s += fmax(0, time_s[start] - time_s[start - 1]);
        }
        if (!measure_stroke(mem, time_s + start, points + start, end - start, &sums, out)) {
            return false;
        }
    }
    out->speed_mean = out->contact_s > 0 ? out->length_mm / out->contact_s : NAN;
    out->speed_peak = out->speed_cv = out->speed_peaks = NAN;
    if (sums.count >= KINEMATICS_SPEEDS_LEAST) {
        double n = (double)sums.count, mean = sums.sum / n;
        double variance = fmax(0, sums.squares / n - mean * mean);
        out->speed_peak = sums.peak;
        out->speed_cv = mean > 0 ? sqrt(variance) / mean : NAN;
        out->speed_peaks = sums.peaks;
    }
    if (!(out->contact_s > 0)) {
        out->pauses = out->pause_s = out->pause_longest_s = NAN;
    }
    return true;
}
