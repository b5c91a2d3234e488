/* Statistics of a series; see series.h. */
#include "measure/series.h"

#include <math.h>
#include <stdlib.h>

static const double MAD_TO_SD = 1.4826;

size_t series_finite(double *values, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            values[n++] = values[i];
        }
    }
    return n;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void series_sort(double *values, size_t count) {
    if (count > 1) {
        qsort(values, count, sizeof *values, by_size);
    }
}

/* Hoare 1961; what many rounds leave is sorted, so no order of the values is slow. */
double series_pick(double *values, size_t count, size_t place) {
    ptrdiff_t from = 0, to = (ptrdiff_t)count - 1, wanted = (ptrdiff_t)place;
    for (int round = 0; from < to && round < 64; round++) {
        double pivot = values[wanted];
        ptrdiff_t i = from, k = to;
        while (i <= k) {
            for (; values[i] < pivot; i++) {}
            for (; values[k] > pivot; k--) {}
            if (i <= k) {
                double held = values[i];
                values[i++] = values[k], values[k--] = held;
            }
        }
        from = k < wanted ? i : from;
        to = wanted < i ? k : to;
    }
    if (from < to) {
        series_sort(values + from, (size_t)(to - from + 1));
    }
    return values[place];
}

double series_mean(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return count > 0 ? sum / (double)count : NAN;
}

double series_sd(const double *values, size_t count) {
    if (count < 2) {
        return NAN;
    }
    double mean = series_mean(values, count), squares = 0;
    for (size_t i = 0; i < count; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
    }
    return sqrt(squares / (double)(count - 1));
}

double series_quantile(const double *sorted, size_t count, double share) {
    if (count == 0 || !(share >= 0 && share <= 1)) {
        return NAN;
    }
    double place = share * (double)(count - 1), low = floor(place);
    size_t i = (size_t)low;
    return i + 1 < count ? sorted[i] + (place - low) * (sorted[i + 1] - sorted[i]) : sorted[i];
}

static double middle(const double *sorted, size_t count) {
    return count == 0       ? NAN
           : count % 2 == 1 ? sorted[count / 2]
                            : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

double series_median(double *values, size_t count) {
    series_sort(values, count);
    return middle(values, count);
}

double series_mad(const double *sorted, size_t count) {
    if (count == 0) {
        return NAN;
    }
    /* On either side of the median the distances are in order already: merge the two sides. */
    double median = middle(sorted, count), before = 0, here = 0;
    size_t right = 0;
    while (right < count && sorted[right] < median) {
        right++;
    }
    for (size_t taken = 0, left = right; taken <= count / 2; taken++) {
        before = here;
        bool from_left =
            right == count || (left > 0 && median - sorted[left - 1] <= sorted[right] - median);
        here = from_left ? median - sorted[--left] : sorted[right++] - median;
    }
    return MAD_TO_SD * (count % 2 == 1 ? here : (before + here) / 2);
}

double series_slope(const double *x, const double *y, size_t count) {
    double mean_x = series_mean(x, count), mean_y = series_mean(y, count), xx = 0, xy = 0;
    for (size_t i = 0; i < count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    return xx > 0 ? xy / xx : NAN;
}

double series_correlation(const double *x, const double *y, size_t count) {
    double mean_x = series_mean(x, count), mean_y = series_mean(y, count), xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    double r = xy / sqrt(xx * yy);
    return xx > 0 && yy > 0 && isfinite(r) ? fmin(fmax(r, -1), 1) : NAN;
}

double normal_quantile(double p) {
    static const double PI = 3.14159265358979323846;
    if (!(p > 0 && p < 1)) {
        return NAN;
    }
    /* A rough start (Hastings 1955, Abramowitz & Stegun 26.2.23), then Halley's steps on erfc. */
    double tail = fmin(p, 1 - p), t = sqrt(-2 * log(tail));
    double x = (2.515517 + t * (0.802853 + t * 0.010328)) /
                   (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
               t;
    for (int i = 0; i < 3; i++) {
        double error = 0.5 * erfc(-x / sqrt(2)) - tail;
        double step = error * sqrt(2 * PI) * exp(x * x / 2);
        x -= step / (1 + x * step / 2);
    }
    return p < 0.5 ? x : p > 0.5 ? -x : 0;
}

Interval interval_wilson(double right, double count, double confidence) {
    bool possible = right >= 0 && count >= right && isfinite(count);
    if (!possible || !(confidence > 0 && confidence < 1)) {
        return (Interval){NAN, NAN, NAN};
    }
    if (count == 0) {
        return (Interval){NAN, 0, 1};
    }
    double p = right / count, z = normal_quantile(1 - (1 - confidence) / 2);
    double square = z * z / count;
    double middle_of = (p + square / 2) / (1 + square);
    double half = z * sqrt(p * (1 - p) / count + square / (4 * count)) / (1 + square);
    return (Interval){p, right == 0 ? 0 : fmax(0, middle_of - half),
                      right == count ? 1 : fmin(1, middle_of + half)};
}

static double trimmed_mean(const double *sorted, size_t count) {
    size_t off = count / 10;
    return series_mean(sorted + off, count - 2 * off);
}

Reactions reactions_summarize(double *times, size_t count, ReactionRules rules) {
    size_t n = series_finite(times, count), first = 0;
    series_sort(times, n);
    while (first < n && times[first] < rules.least) {
        first++;
    }
    while (n > first && times[n - 1] > rules.most) {
        n--;
    }
    const double *kept = times + first;
    size_t from = 0, to = n - first;
    Reactions out = {.kept_absolute = to, .median = middle(kept, to), .mad = series_mad(kept, to)};
    out.trimmed_mean = trimmed_mean(kept, to);
    out.quartiles = series_quantile(kept, to, 0.75) - series_quantile(kept, to, 0.25);
    double reach = rules.mads * out.mad;
    while (from < to && fabs(kept[from] - out.median) > reach) {
        from++;
    }
    while (to > from && fabs(kept[to - 1] - out.median) > reach) {
        to--;
    }
    out.kept = to - from;
    out.mean = series_mean(kept + from, out.kept);
    out.sd = series_sd(kept + from, out.kept);
    out.cv = out.mean > 0 ? out.sd / out.mean : NAN;
    out.median_only = out.kept < REACTIONS_LEAST;
    return out;
}
