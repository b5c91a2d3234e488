/* The adult's gate out of the child's screens: one finger held still in each top corner. Two still
 * fingers far apart at the top are rare by accident, and take an adult a second. It reads raw
 * contacts beside the touch guard and takes nothing from the child. Deterministic. */
#ifndef OTTERPAW_PLAY_GATE_H
#define OTTERPAW_PLAY_GATE_H

#include "measure/sample.h"

#include <stdbool.h>
#include <stdint.h>

enum { GATE_HOLD_US = 800000, GATE_TOGETHER_US = 100000, GATE_BLIND_US = 300000 };
#define GATE_CORNER_MM 18.0
#define GATE_STILL_MM  4.0

typedef enum { GATE_LEFT, GATE_RIGHT, GATE_ELSEWHERE } GateCorner;

typedef struct {
    bool down, moved;
    GateCorner corner; /* where it began */
    Point start;
    int64_t start_us;
} GateContact;

/* Plain and owned by the caller; changed only through these functions. */
typedef struct {
    double width_mm;
    GateContact contacts[SAMPLE_FINGERS_MAX];
    int64_t begun_us[2];  /* of the last contacts; newest first */
    int64_t looked_us;    /* when it was last told of the time */
    bool spoiled, opened; /* until every finger has lifted */
} Gate;

/* Forgets all fingers. width_mm: of the screen. */
void gate_begin(Gate *gate, double width_mm);
/* A raw reading (screen millimetres, times that do not go back). True: the gate opens, once. A
 * reading that comes after nobody looked for GATE_BLIND_US may be late itself: what was held
 * meanwhile does not count. */
bool gate_take(Gate *gate, const Sample *raw);
/* Time passed without a reading. True: the gate opens, once. */
bool gate_pass_time(Gate *gate, int64_t time_us);
/* How far both rings are filled, 0 .. 1; 0 while the two fingers are not there. */
double gate_progress(const Gate *gate, int64_t time_us);
/* When it would open; INT64_MAX: not by waiting. */
int64_t gate_wake_us(const Gate *gate);

#endif
