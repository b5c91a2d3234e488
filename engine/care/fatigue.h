/* Is a child getting tired or upset? A hint for the adult, never a verdict: the child's last trials
 * of one skill beside the same session's own, and what its hands do between. It compares with
 * nobody else and changes nothing. */
#ifndef OTTERPAW_CARE_FATIGUE_H
#define OTTERPAW_CARE_FATIGUE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double latency_s;    /* NaN: not measurable */
    double deviation_mm; /* of a drawn line; NaN */
    double lifts;        /* of the finger; NaN */
    int rung;            /* highest help of the activity */
    bool success;
} FatigueTrial;

typedef struct {
    int bursts;    /* six quick taps on one spot, so many times */
    int calm;      /* times in the calm corner */
    double idle_s; /* nothing was touched for so long though something was asked */
} FatigueSigns;

enum { FATIGUE_TRIALS_LEAST = 5, FATIGUE_POINTS = 2, FATIGUE_TEXT_MAX = 160 };

/* One point each: taps on one spot; three trials in a row at twice the median time to begin; three
 * of the last five with much help; a line half again as far off, or lifted half again as often, as
 * in the first third; 20 s untouched; three times in the calm corner; three of four came about
 * before, none of the last three. What is compared waits for FATIGUE_TRIALS_LEAST trials. From
 * FATIGUE_POINTS on there is a hint. words: the reasons, "" for none. */
int fatigue_points(const FatigueTrial *trials, size_t count, const FatigueSigns *signs,
                   char words[FATIGUE_TEXT_MAX]);

#endif
