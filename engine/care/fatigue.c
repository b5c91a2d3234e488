/* Signs of fatigue; see fatigue.h. */
#include "care/fatigue.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS_MAX = 200 };
static const double SLOW = 2, WORSE = 1.5, IDLE_S = 20;

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n) {
    if (n == 0) {
        return NAN;
    }
    qsort(values, n, sizeof *values, compare);
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

typedef enum { LATENCY, DEVIATION, LIFTS } Of;

static double value_of(const FatigueTrial *trial, Of of) {
    return of == LATENCY ? trial->latency_s : of == DEVIATION ? trial->deviation_mm : trial->lifts;
}

/* Of the trials [from, to), what was measurable. */
static double median_of(const FatigueTrial *trials, size_t from, size_t to, Of of) {
    double values[TRIALS_MAX];
    size_t n = 0;
    for (size_t i = from; i < to && n < TRIALS_MAX; i++) {
        double value = value_of(&trials[i], of);
        if (isfinite(value)) {
            values[n++] = value;
        }
    }
    return median(values, n);
}

static bool slower(const FatigueTrial *trials, size_t count) {
    /* The three slow ones are not to hide in their own median. */
    double usual = median_of(trials, 0, count - 3, LATENCY);
    for (size_t i = count - 3; i < count; i++) {
        if (!(trials[i].latency_s >= SLOW * usual)) {
            return false;
        }
    }
    return true;
}

static int much_helped(const FatigueTrial *trials, size_t count) {
    int helped = 0;
    for (size_t i = count - FATIGUE_TRIALS_LEAST; i < count; i++) {
        helped += trials[i].rung >= 3;
    }
    return helped;
}

static bool worse(const FatigueTrial *trials, size_t count, Of of) {
    double first = median_of(trials, 0, count / 3 > 0 ? count / 3 : 1, of);
    double last = median_of(trials, count - 3, count, of);
    return last >= WORSE * first && last > 0 && (first > 0 || of == LIFTS);
}

/* What came about before does not any more. */
static bool sinking(const FatigueTrial *trials, size_t count) {
    size_t before = count - 3, well = 0;
    for (size_t i = 0; i < before; i++) {
        well += trials[i].success;
    }
    return before >= 3 && 4 * well >= 3 * before && !trials[count - 1].success &&
           !trials[count - 2].success && !trials[count - 3].success;
}

static void add(char words[FATIGUE_TEXT_MAX], int *points, const char *reason) {
    size_t used = strlen(words);
    snprintf(words + used, FATIGUE_TEXT_MAX - used, "%s%s", used > 0 ? ", " : "", reason);
    (*points)++;
}

int fatigue_points(const FatigueTrial *trials, size_t count, const FatigueSigns *signs,
                   char words[FATIGUE_TEXT_MAX]) {
    int points = 0;
    char helped[48];
    words[0] = '\0';
    if (count >= FATIGUE_TRIALS_LEAST) {
        int n = much_helped(trials, count);
        if (slower(trials, count)) {
            add(words, &points, "slower");
        }
        if (n >= 3) {
            snprintf(helped, sizeof helped, "%d of 5 with much help", n);
            add(words, &points, helped);
        }
        if (worse(trials, count, DEVIATION) || worse(trials, count, LIFTS)) {
            add(words, &points, "the line drifts");
        }
        if (sinking(trials, count)) {
            add(words, &points, "three did not come about");
        }
    }
    if (signs->bursts > 0) {
        add(words, &points, "taps on one spot");
    }
    if (signs->idle_s >= IDLE_S) {
        add(words, &points, "20 s untouched");
    }
    if (signs->calm >= 3) {
        snprintf(helped, sizeof helped, "%d times to the calm corner", signs->calm);
        add(words, &points, helped);
    }
    return points;
}
