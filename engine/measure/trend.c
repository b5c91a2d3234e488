/* Change over sessions; see trend.h. */
#include "measure/trend.h"

#include "measure/series.h"

#include <float.h>
#include <math.h>

static const double RELIABLE_Z = 1.96, END_OFF = 1e-9;

const char *trend_sentence(TrendVerdict verdict) {
    static const char *const sentences[] = {
#define X(NAME, SENTENCE) SENTENCE,
        TREND_VERDICTS(X)
#undef X
    };
    size_t i = (size_t)verdict;
    return i < sizeof sentences / sizeof sentences[0] ? sentences[i] : "";
}

/* One phase: values turned so that more is better, with the session each belongs to. */
typedef struct {
    double *values, *sessions;
    size_t count;
} Phase;

static bool take_phase(Mem *mem, const double *from, size_t count, double sign, size_t first,
                       Phase *phase) {
    *phase = (Phase){mem_alloc_array(mem, count, sizeof *phase->values),
                     mem_alloc_array(mem, count, sizeof *phase->sessions), 0};
    if (phase->values == NULL || phase->sessions == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (isfinite(from[i])) {
            phase->values[phase->count] = sign * from[i];
            phase->sessions[phase->count++] = (double)(first + i + 1);
        }
    }
    return true;
}

static double pair_share(double a, double b) {
    return b > a ? 1 : b == a ? 0.5 : 0;
}

static double nonoverlap(const Phase *a, const Phase *b) {
    double sum = 0;
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            sum += pair_share(a->values[i], b->values[j]);
        }
    }
    return sum / ((double)a->count * (double)b->count);
}

/* The unbiased variance; a NAP of 0 or 1 is first drawn in by half a pair. */
static double nonoverlap_se(const Phase *a, const Phase *b, double nap) {
    double m = (double)a->count, n = (double)b->count, q1 = 0, q2 = 0, x = 0;
    if (a->count < 2 || b->count < 2) {
        return NAN;
    }
    for (size_t i = 0; i < a->count; i++) {
        double row = 0;
        for (size_t j = 0; j < b->count; j++) {
            double off = pair_share(a->values[i], b->values[j]) - nap;
            row += off, x += off * off;
        }
        q1 += row * row;
    }
    for (size_t j = 0; j < b->count; j++) {
        double column = 0;
        for (size_t i = 0; i < a->count; i++) {
            column += pair_share(a->values[i], b->values[j]) - nap;
        }
        q2 += column * column;
    }
    double least = 0.5 / (m * n), p = fmin(fmax(nap, least), 1 - least);
    double variance = p * (1 - p) + q1 / (m * n) + q2 / (m * n) - 2 * x / (m * n);
    return variance >= 0 ? sqrt(variance / ((m - 1) * (n - 1))) : NAN;
}

/* Newcombe's condition for an end of the interval is that this is 0. */
typedef struct {
    double nap, pairs, h, z;
} Ends;

static double ends_at(const Ends *e, double x) {
    double off = e->nap - x;
    return e->pairs * off * off * (2 - x) * (1 + x) -
           e->z * e->z * x * (1 - x) * (2 + e->h + (1 + 2 * e->h) * x * (1 - x));
}

/* The step of Brent's zeroin (Algorithms for Minimization Without Derivatives, 1973, ch. 4) from b
 * with its counterpoint c and the place before, a; 0 where interpolation is not to be trusted. */
static double interpolated(double a, double b, double c, double fa, double fb, double fc,
                           double near) {
    double span = c - b, before = b - a, p, q;
    if (!(fabs(before) >= near && fabs(fa) > fabs(fb))) {
        return 0;
    }
    if (a == c) {
        p = span * (fb / fa), q = 1 - fb / fa;
    } else {
        double r = fa / fc, s = fb / fc, t = fb / fa;
        p = t * (span * r * (r - s) - before * (s - 1));
        q = (r - 1) * (s - 1) * (t - 1);
    }
    q = p > 0 ? -q : q;
    p = fabs(p);
    bool safe = p < 0.75 * span * q - fabs(near * q) / 2 && p < fabs(before * q / 2);
    return safe ? p / q : 0;
}

/* To the tolerance that the published reference works with, a ten-thousandth. */
static double find_end(const Ends *e, double from, double to) {
    double tolerance = pow(DBL_EPSILON, 0.25), a = from, b = to;
    double fa = ends_at(e, a), fb = ends_at(e, b), c = a, fc = fa;
    if (fa == 0) {
        return a;
    }
    for (int i = 0; i < 1000 && fb != 0; i++) {
        if (fabs(fc) < fabs(fb)) {
            a = b, b = c, c = a;
            fa = fb, fb = fc, fc = fa;
        }
        double near = 2 * DBL_EPSILON * fabs(b) + tolerance / 2, half = (c - b) / 2;
        if (fabs(half) <= near || fb == 0) {
            break;
        }
        double step = interpolated(a, b, c, fa, fb, fc, near);
        step = step == 0 ? half : step;
        step = fabs(step) < near ? copysign(near, step) : step;
        a = b, fa = fb;
        b += step, fb = ends_at(e, b);
        if ((fb > 0) == (fc > 0) && fb != 0) {
            c = a, fc = fa;
        }
    }
    return b;
}

static double sign_of(double x) {
    return (x > 0) - (x < 0);
}

/* S of Kendall within one phase. */
static double trend_within(const Phase *phase) {
    double s = 0;
    for (size_t i = 0; i < phase->count; i++) {
        for (size_t j = i + 1; j < phase->count; j++) {
            s += sign_of(phase->values[j] - phase->values[i]);
        }
    }
    return s;
}

static bool theil_sen(Mem *mem, const Phase *phase, double *slope, double *intercept) {
    size_t n = phase->count, pairs = n * (n - 1) / 2, k = 0;
    double *room = mem_alloc_array(mem, pairs, sizeof *room);
    if (room == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            room[k++] =
                (phase->values[j] - phase->values[i]) / (phase->sessions[j] - phase->sessions[i]);
        }
    }
    *slope = series_median(room, pairs);
    double *rest = mem_alloc_array(mem, n, sizeof *rest);
    for (size_t i = 0; rest != NULL && i < n; i++) {
        rest[i] = phase->values[i] - phase->sessions[i] * *slope;
    }
    *intercept = rest != NULL ? series_median(rest, n) : NAN;
    return rest != NULL;
}

static void take_off(Phase *phase, double slope, double intercept) {
    for (size_t i = 0; i < phase->count; i++) {
        phase->values[i] = phase->values[i] - intercept - slope * phase->sessions[i];
    }
}

bool trend_phases(Mem *mem, const double *a, size_t a_count, const double *b, size_t b_count,
                  bool less_is_better, double confidence, PhaseChange *out) {
    *out = (PhaseChange){TREND_MANY_POINTS, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (a_count > TREND_POINTS_MAX || b_count > TREND_POINTS_MAX) {
        return true;
    }
    double sign = less_is_better ? -1 : 1;
    Phase pa, pb;
    if (!take_phase(mem, a, a_count, sign, 0, &pa) ||
        !take_phase(mem, b, b_count, sign, a_count, &pb)) {
        return false;
    }
    out->verdict = TREND_EMPTY;
    if (pa.count == 0 || pb.count == 0) {
        return true;
    }
    bool few = pa.count < TREND_POINTS_LEAST || pb.count < TREND_POINTS_LEAST;
    out->verdict = few ? TREND_FEW_POINTS : TREND_FINE;
    double m = (double)pa.count, n = (double)pb.count;
    out->nap = nonoverlap(&pa, &pb);
    out->nap_se = nonoverlap_se(&pa, &pb, out->nap);
    Ends ends = {out->nap, m * n, (m + n) / 2 - 1, normal_quantile(1 - (1 - confidence) / 2)};
    if (isfinite(ends.z)) {
        /* Where nothing overlaps NAP itself is a root too, which says nothing: keep off it. */
        double low_to = out->nap == 1 ? 1 - END_OFF : out->nap;
        double high_from = out->nap == 0 ? END_OFF : out->nap;
        out->nap_low = out->nap > 0 ? find_end(&ends, 0, low_to) : 0;
        out->nap_high = out->nap < 1 ? find_end(&ends, high_from, 1) : 1;
    }
    out->tau = 2 * out->nap - 1;
    out->tau_u = out->tau - trend_within(&pa) / (m * n);
    if (pa.count < 2) {
        return true;
    }
    double slope, intercept;
    if (!theil_sen(mem, &pa, &slope, &intercept)) {
        return false;
    }
    take_off(&pa, slope, intercept);
    take_off(&pb, slope, intercept);
    out->tau_corrected = 2 * nonoverlap(&pa, &pb) - 1;
    return true;
}

bool trend_line(Mem *mem, const double *values, size_t count, TrendLine *out) {
    *out = (TrendLine){NAN, NAN};
    Phase all;
    if (!take_phase(mem, values, count, 1, 0, &all)) {
        return false;
    }
    size_t n = all.count, half = n / 2;
    double *room = mem_alloc_array(mem, n, sizeof *room);
    if (room == NULL || n < TREND_POINTS_LEAST) {
        return room != NULL;
    }
    double x[2], y[2];
    for (int side = 0; side < 2; side++) {
        size_t from = side == 0 ? 0 : n - half;
        x[side] = series_quantile(all.sessions + from, half, 0.5) - 1;
        for (size_t i = 0; i < half; i++) {
            room[i] = all.values[from + i];
        }
        y[side] = series_median(room, half);
    }
    out->slope = (y[1] - y[0]) / (x[1] - x[0]);
    for (size_t i = 0; i < n; i++) {
        room[i] = all.values[i] - out->slope * (all.sessions[i] - 1);
    }
    out->intercept = series_median(room, n);
    return true;
}

ReliableChange trend_reliable(double before, double after, double sd, double reliability) {
    ReliableChange out = {TREND_FINE, NAN, NAN, NAN, false};
    if (!(sd > 0) || !isfinite(sd)) {
        out.verdict = TREND_NO_SPREAD;
    } else if (!(reliability >= 0 && reliability < 1)) {
        out.verdict = TREND_NO_RELIABILITY;
    } else if (!isfinite(before) || !isfinite(after)) {
        out.verdict = TREND_NO_NUMBER;
    } else {
        out.sem = sd * sqrt(1 - reliability);
        out.difference_sd = sqrt(2 * out.sem * out.sem);
        out.rci = (after - before) / out.difference_sd;
        out.reliable = fabs(out.rci) > RELIABLE_Z;
    }
    return out;
}

double trend_gas_t(const double *scores, const double *weights, size_t count, double correlation,
                   TrendVerdict *verdict) {
    double sum = 0, squares = 0, products = 0, all = 0;
    *verdict = count == 0 ? TREND_NO_GOALS : TREND_FINE;
    for (size_t i = 0; i < count; i++) {
        bool well = scores[i] >= -2 && scores[i] <= 2 && weights[i] >= 0 && isfinite(weights[i]);
        *verdict = well ? *verdict : TREND_BAD_SCORE;
        all += weights[i];
    }
    for (size_t i = 0; i < count; i++) {
        double w = all == 0 ? 1 : weights[i];
        sum += w, squares += w * w, products += w * scores[i];
    }
    double under = (1 - correlation) * squares + correlation * sum * sum;
    if (*verdict == TREND_FINE && !(under > 0 && isfinite(under))) {
        *verdict = TREND_NO_NUMBER;
    }
    return *verdict == TREND_FINE ? 50 + 10 * products / sqrt(under) : NAN;
}
