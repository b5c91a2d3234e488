/* Spectral arc length and jerk of a speed series; declared in kinematics.h. */
#include "measure/kinematics.h"

#include <assert.h>
#include <math.h>

static const double PI = 3.14159265358979323846;
static const double SPARC_CUTOFF_HZ = 10, SPARC_AMPLITUDE_LEAST = 0.05;

static void reverse_bits(double *real, double *imaginary, size_t count) {
    for (size_t i = 1, j = 0; i < count; i++) {
        size_t bit = count >> 1;
        for (; (j & bit) != 0; bit >>= 1) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            double r = real[i], m = imaginary[i];
            real[i] = real[j], imaginary[i] = imaginary[j];
            real[j] = r, imaginary[j] = m;
        }
    }
}

void fourier_turns(double *cosine, double *sine, size_t count) {
    size_t half = count / 2;
    for (size_t k = 0; k < half; k++) {
        double angle = -PI * (double)k / (double)half;
        cosine[half - 1 + k] = cos(angle), sine[half - 1 + k] = sin(angle);
    }
    for (half /= 2; half > 0; half /= 2) {
        for (size_t k = 0; k < half; k++) {
            cosine[half - 1 + k] = cosine[2 * half - 1 + 2 * k];
            sine[half - 1 + k] = sine[2 * half - 1 + 2 * k];
        }
    }
}

enum { LANES = 16 };

/* One step for two runs of `half` values. They never overlap, so several are done at a time. */
static void butterflies(double *restrict real, double *restrict imaginary, double *restrict real_2,
                        double *restrict imaginary_2, size_t half, const double *restrict cosine,
                        const double *restrict sine) {
    size_t k = 0;
    for (; k + LANES <= half; k += LANES) {
        for (size_t lane = k; lane < k + LANES; lane++) {
            double r = cosine[lane] * real_2[lane] - sine[lane] * imaginary_2[lane];
            double m = cosine[lane] * imaginary_2[lane] + sine[lane] * real_2[lane];
            real_2[lane] = real[lane] - r, imaginary_2[lane] = imaginary[lane] - m;
            real[lane] += r, imaginary[lane] += m;
        }
    }
    for (; k < half; k++) {
        double r = cosine[k] * real_2[k] - sine[k] * imaginary_2[k];
        double m = cosine[k] * imaginary_2[k] + sine[k] * real_2[k];
        real_2[k] = real[k] - r, imaginary_2[k] = imaginary[k] - m;
        real[k] += r, imaginary[k] += m;
    }
}

/* The steps from runs of `half` values on, of values in reversed order. */
static void transform_from(size_t half, double *real, double *imaginary, size_t count,
                           const double *cosine, const double *sine) {
    for (; half < count; half *= 2) {
        for (size_t from = 0; from < count; from += 2 * half) {
            butterflies(real + from, imaginary + from, real + from + half, imaginary + from + half,
                        half, cosine + half - 1, sine + half - 1);
        }
    }
}

void fourier(double *real, double *imaginary, size_t count, const double *cosine,
             const double *sine) {
    assert(count > 0 && (count & (count - 1)) == 0);
    reverse_bits(real, imaginary, count);
    transform_from(1, real, imaginary, count, cosine, sine);
}

enum { PADDING = 16 }; /* the transform is at least so many times as long as the series */

/* The packed series (`count` pairs) in reversed order, followed by zeros up to `half` pairs and
 * through the steps that only meet zeros: those copy each pair PADDING times. */
static void place_padded(const double *series, size_t count, size_t half, double *even,
                         double *odd) {
    size_t places = half / PADDING;
    for (size_t i = 0, j = 0; i < places; i++) {
        double e = 2 * i < count ? series[2 * i] : 0, o = 2 * i + 1 < count ? series[2 * i + 1] : 0;
        for (size_t k = 0; k < PADDING; k++) {
            even[j * PADDING + k] = e, odd[j * PADDING + k] = o;
        }
        size_t bit = places >> 1;
        for (; (j & bit) != 0; bit >>= 1) {
            j ^= bit;
        }
        j ^= bit;
    }
}

/* |FFT|^2 of the series, followed by zeros up to `size`, at bins 0 .. bins - 1. Neighbours of the
 * real series are packed as one complex series, which halves the work. */
static bool spectrum(Mem *mem, const double *series, size_t count, size_t size, size_t bins,
                     double **square) {
    size_t half = size / 2;
    double *even = mem_alloc_array(mem, half, sizeof *even);
    double *odd = mem_alloc_array(mem, half, sizeof *odd);
    double *out = mem_alloc_array(mem, bins, sizeof *out);
    double *cosine = mem_alloc_array(mem, half, sizeof *cosine);
    double *sine = mem_alloc_array(mem, half, sizeof *sine);
    if (even == NULL || odd == NULL || out == NULL || cosine == NULL || sine == NULL) {
        return false;
    }
    fourier_turns(cosine, sine, half);
    place_padded(series, count, half, even, odd);
    transform_from(PADDING, even, odd, half, cosine, sine);
    const double *c_even = cosine + half / 2 - 1, *s_even = sine + half / 2 - 1;
    for (size_t k = 0; k < bins; k++) {
        size_t a = k % half, b = (half - k) % half;
        double er = (even[a] + even[b]) / 2, ei = (odd[a] - odd[b]) / 2;
        double or = (odd[a] + odd[b]) / 2, oi = (even[b] - even[a]) / 2;
        bool known = k % 2 == 0 && k < half;
        double angle = -2 * PI * (double)k / (double)size;
        double c = known ? c_even[k / 2] : cos(angle), s = known ? s_even[k / 2] : sin(angle);
        double re = er + c * or -s * oi, im = ei + c * oi + s * or ;
        out[k] = re * re + im * im;
    }
    *square = out;
    return true;
}

/* How many of the bins up to the Nyquist frequency lie no higher than the cutoff. */
static size_t bins_below_cutoff(size_t size, double df) {
    size_t bins = (size_t)fmin(SPARC_CUTOFF_HZ / df + 2, (double)(size / 2 + 1));
    while (bins > 0 && (double)(bins - 1) * df > SPARC_CUTOFF_HZ) {
        bins--;
    }
    return bins;
}

/* Whether no bin above the cutoff can be as large as the first, so that they need not be computed.
 * The first is the sum of speeds that are not negative; at a frequency f two neighbours of at least
 * `least` each lose 2 least (1 - cos(pi f / hz)) of it, which must be far more than rounding. */
static bool first_is_largest(const double *speed, size_t count, double hz) {
    double sum = 0, least = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(speed[i] >= 0)) {
            return false;
        }
        double lesser = i > 0 && speed[i - 1] < speed[i] ? speed[i - 1] : speed[i];
        least = i > 0 && lesser > least ? lesser : least;
        sum += speed[i];
    }
    double lost = 2 * least * (1 - cos(PI * SPARC_CUTOFF_HZ / hz));
    return hz > 2 * SPARC_CUTOFF_HZ && lost > 1e-8 * sum;
}

static bool measure_sparc(Mem *mem, const double *speed, size_t count, double hz, double *sparc) {
    size_t size = PADDING;
    while (size < PADDING * count) {
        size *= 2; /* 2 ^ (ceil(log2 count) + 4) */
    }
    double *magnitude, largest = 0, df = hz / (double)size;
    size_t low = bins_below_cutoff(size, df);
    size_t bins = first_is_largest(speed, count, hz) ? low : size / 2 + 1;
    if (!spectrum(mem, speed, count, size, bins, &magnitude)) {
        return false;
    }
    for (size_t k = 0; k < bins; k++) {
        largest = magnitude[k] > largest ? magnitude[k] : largest;
    }
    largest = sqrt(largest);
    if (!(largest > 0) || !isfinite(largest)) {
        return true;
    }
    size_t first = 0, last = 0;
    bool found = false;
    for (size_t k = 0; k < low; k++) {
        magnitude[k] = sqrt(magnitude[k]) / largest;
        if (magnitude[k] >= SPARC_AMPLITUDE_LEAST) {
            first = found ? first : k;
            last = k;
            found = true;
        }
    }
    if (!found || last == first) {
        return true;
    }
    double sum = 0, step = 1 / (double)(last - first);
    for (size_t k = first; k < last; k++) {
        double rise = magnitude[k + 1] - magnitude[k];
        sum += sqrt(step * step + rise * rise);
    }
    *sparc = -sum;
    return true;
}

static void measure_jerk(const double *speed, size_t count, double hz, double peak,
                         Smoothness *out) {
    double squares = 0, duration = (double)count / hz;
    for (size_t i = 0; i + 2 < count; i++) {
        double jerk = (speed[i + 2] - 2 * speed[i + 1] + speed[i]) * hz * hz;
        squares += jerk * jerk;
    }
    double dj = -(duration * duration * duration) / (peak * peak) * squares / hz;
    double ldlj = -log(fabs(dj));
    out->dj = isfinite(dj) ? dj : NAN;
    out->ldlj = isfinite(ldlj) ? ldlj : NAN;
}

bool smoothness_formulas(Mem *mem, const double *speed, size_t count, double hz, Smoothness *out) {
    *out = (Smoothness){NAN, NAN, NAN};
    double peak = 0, largest = 0;
    for (size_t i = 0; i < count; i++) {
        peak = i == 0 || speed[i] > peak ? speed[i] : peak;
        largest = isfinite(speed[i]) ? fmax(largest, fabs(speed[i])) : INFINITY;
    }
    if (count < 2 || count > SMOOTHNESS_SPEEDS_MAX || !(hz > 0) || !isfinite(hz) ||
        !(largest > 0) || !isfinite(largest)) {
        return true;
    }
    if (peak != 0) {
        measure_jerk(speed, count, hz, peak, out);
    }
    return measure_sparc(mem, speed, count, hz, &out->sparc);
}

bool smoothness_measure(Mem *mem, const double *speed, size_t count, double hz, Smoothness *out) {
    *out = (Smoothness){NAN, NAN, NAN};
    if (count < KINEMATICS_SPEEDS_LEAST || (double)count < 0.25 * hz) {
        return true;
    }
    return smoothness_formulas(mem, speed, count, hz, out);
}
