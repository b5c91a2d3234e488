/* Statistics of one series of numbers: medians and spread, rates with their interval, reaction
 * times. Nothing here knows what the numbers mean; none of it allocates.
 *
 * Quantiles: Hyndman & Fan, Am Stat 50:361, 1996, type 7 (R's and most programs' default). MAD:
 * times 1.4826, so that it estimates the SD of a normal spread. Interval of a rate: Wilson, JASA
 * 22:209, 1927. Reaction times: an anticipation is under 150 ms (Whelan, Psychol Rec 58:475, 2008);
 * outliers lie over 2.5 MAD from the median (Leys et al., J Exp Soc Psychol 49:764, 2013).
 *
 * Edge rules: numbers that are not finite must not be in a series (series_finite takes them out);
 * an empty series has no figure (NaN), one number has no SD. n = 0: the interval is all of [0, 1].
 * MAD = 0: only values equal to the median stay. Under 5 reaction times: the median alone counts.
 */
#ifndef OTTERPAW_MEASURE_SERIES_H
#define OTTERPAW_MEASURE_SERIES_H

#include <stdbool.h>
#include <stddef.h>

/* Moves the finite values to the front, order kept; returns how many. */
size_t series_finite(double *values, size_t count);
void series_sort(double *values, size_t count); /* smallest first */

/* Reorders the values so that the one at `place` (below count) is the one a sort would put there,
 * none before it greater and none after it less; returns it. */
double series_pick(double *values, size_t count, size_t place);

double series_mean(const double *values, size_t count);
double series_sd(const double *values, size_t count); /* n - 1; NaN below 2 */
/* share 0 .. 1 of sorted values. */
double series_quantile(const double *sorted, size_t count, double share);
/* Sorts the values. */
double series_median(double *values, size_t count);
/* 1.4826 times the median distance from the median, of sorted values. */
double series_mad(const double *sorted, size_t count);
/* Least-squares slope of y over x; NaN below 2 different x. */
double series_slope(const double *x, const double *y, size_t count);
/* Pearson's r; NaN below 2 values or when either does not vary. */
double series_correlation(const double *x, const double *y, size_t count);

/* The standard normal distribution's inverse; NaN outside 0 < p < 1. */
double normal_quantile(double p);

typedef struct {
    double rate, low, high;
} Interval;

/* right of count at a confidence such as 0.95. count 0: [0, 1] and no rate. Impossible counts or
 * confidences: all NaN. */
Interval interval_wilson(double right, double count, double confidence);

enum { REACTIONS_LEAST = 5 };
#define REACTION_LEAST_S 0.15
#define REACTION_MADS    2.5

typedef struct {
    double least, most; /* outside: dropped; most may be INFINITY */
    double mads;        /* how many MAD from the median are still kept */
} ReactionRules;

/* In the unit of the times. */
typedef struct {
    size_t kept_absolute; /* within least .. most */
    size_t kept;          /* of those, near the median */
    double median, mad;   /* of kept_absolute */
    double mean, sd, cv;  /* of kept */
    double trimmed_mean;  /* of kept_absolute without a tenth at each end */
    double quartiles;     /* interquartile range of kept_absolute */
    bool median_only;     /* kept < REACTIONS_LEAST: report nothing but the median */
} Reactions;

/* Sorts the times. What cannot be computed is NaN. */
Reactions reactions_summarize(double *times, size_t count, ReactionRules rules);

#endif
