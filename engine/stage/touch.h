/* The fingers on the glass: whatever ids the system gives become small numbers that stay with one
 * finger from down to up, and every stroke has exactly one down and one up.
 * Knows no library: the window hands in what arrived. */
#ifndef OTTERPAW_STAGE_TOUCH_H
#define OTTERPAW_STAGE_TOUCH_H

#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOUCH_FINGERS_MAX = SAMPLE_FINGERS_MAX };

/* Who the system says it is: its device and its finger there. Any numbers. */
typedef struct {
    int64_t device, id;
} TouchSource;

/* One reading in the pixels of the window; (0,0) is its top left corner. */
typedef struct {
    int64_t time_us; /* window_now_us at arrival */
    double x_px, y_px;
    int32_t finger; /* 0 .. TOUCH_FINGERS_MAX - 1, the smallest free number at its down */
    SamplePhase phase;
} TouchReading;

/* Open for reading; changed only by the functions below. Start with touch_init. */
typedef struct {
    struct {
        TouchSource source;
        double x_px, y_px;
        bool down;
    } fingers[TOUCH_FINGERS_MAX];
    double width_px, height_px;
    size_t refused; /* readings not passed on: see touch_take */
} Touch;

void touch_init(Touch *touch, double width_px, double height_px);
void touch_resize(Touch *touch, double width_px, double height_px);

/* Turns one arrival into a reading; false if there is none. Coordinates are clamped to the window.
 * A down of a finger that never left becomes a move; an up repeats the finger's last position.
 * Refused and counted: a move or an up of a finger that is not down (it was lifted by
 * touch_lift_all), and a down when all TOUCH_FINGERS_MAX numbers are taken. */
bool touch_take(Touch *touch, TouchSource source, SamplePhase phase, double x_px, double y_px,
                int64_t time_us, TouchReading *reading);

/* Ends every stroke where its finger was last (the window lost the input). Returns how many
 * readings were written to `readings`. A lifted finger counts again at its next down. */
size_t touch_lift_all(Touch *touch, int64_t time_us, TouchReading readings[TOUCH_FINGERS_MAX]);

size_t touch_count(const Touch *touch); /* fingers down now */

#endif
