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

void fourier(double *real, double *imaginary, size_t count) {
    assert(count > 0 && (count & (count - 1)) == 0);
    reverse_bits(real, imaginary, count);
    for (size_t half = 1; half < count; half *= 2) {
        for (size_t k = 0; k < half; k++) {
            double angle = -PI * (double)k / (double)half, c = cos(angle), s = sin(angle);
            for (size_t i = k; i < count; i += 2 * half) {
                double r = c * real[i + half] - s * imaginary[i + half];
                double m = c * imaginary[i + half] + s * real[i + half];
                real[i + half] = real[i] - r, imaginary[i + half] = imaginary[i] - m;
                real[i] += r, imaginary[i] += m;
            }
        }
    }
}

/* The same to the same bits with a table of cos and sin of -pi k / count: long series are read in
 * order, and no angle is computed twice. */
static void fourier_by_table(double *real, double *imaginary, size_t count, const double *cosine,
                             const double *sine) {
    reverse_bits(real, imaginary, count);
    for (size_t half = 1; half < count; half *= 2) {
        size_t stride = count / half;
        for (size_t from = 0; from < count; from += 2 * half) {
            for (size_t k = 0; k < half; k++) {
                size_t i = from + k, j = i + half;
                double c = cosine[k * stride], s = sine[k * stride];
                double r = c * real[j] - s * imaginary[j];
                double m = c * imaginary[j] + s * real[j];
                real[j] = real[i] - r, imaginary[j] = imaginary[i] - m;
                real[i] += r, imaginary[i] += m;
            }
        }
    }
}

/* |FFT| of the zero-padded series at bins 0 .. size/2, written over `magnitude`. Two halves of the
 * real series are packed as one complex series, which halves the work. */
static bool spectrum(Mem *mem, const double *series, size_t count, size_t size,
                     double **magnitude) {
    size_t half = size / 2;
    double *even = mem_alloc_array(mem, half, sizeof *even);
    double *odd = mem_alloc_array(mem, half, sizeof *odd);
    double *out = mem_alloc_array(mem, half + 1, sizeof *out);
    double *cosine = mem_alloc_array(mem, half + 1, sizeof *cosine);
    double *sine = mem_alloc_array(mem, half + 1, sizeof *sine);
    if (even == NULL || odd == NULL || out == NULL || cosine == NULL || sine == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        (i % 2 == 0 ? even : odd)[i / 2] = series[i];
    }
    for (size_t k = 0; k <= half; k++) {
        double angle = -2 * PI * (double)k / (double)size;
        cosine[k] = cos(angle), sine[k] = sin(angle);
    }
    fourier_by_table(even, odd, half, cosine, sine);
    for (size_t k = 0; k <= half; k++) {
        size_t a = k % half, b = (half - k) % half;
        double er = (even[a] + even[b]) / 2, ei = (odd[a] - odd[b]) / 2;
        double or = (odd[a] + odd[b]) / 2, oi = (even[b] - even[a]) / 2;
        double c = cosine[k], s = sine[k];
        double re = er + c * or -s * oi, im = ei + c * oi + s * or ;
        out[k] = sqrt(re * re + im * im);
    }
    *magnitude = out;
    return true;
}

static bool measure_sparc(Mem *mem, const double *speed, size_t count, double hz, double *sparc) {
    size_t size = 16;
    while (size < 16 * count) {
        size *= 2; /* 2 ^ (ceil(log2 count) + 4) */
    }
    double *magnitude;
    if (!spectrum(mem, speed, count, size, &magnitude)) {
        return false;
    }
    double largest = 0, df = hz / (double)size;
    for (size_t k = 0; k <= size / 2; k++) {
        largest = fmax(largest, magnitude[k]);
    }
    if (!(largest > 0) || !isfinite(largest)) {
        return true;
    }
    size_t first = 0, last = 0;
    bool found = false;
    for (size_t k = 0; k <= size / 2 && (double)k * df <= SPARC_CUTOFF_HZ; k++) {
        magnitude[k] /= largest;
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
