/* The table of fingers; see touch.h. */
#include "stage/touch.h"

#include <assert.h>
#include <string.h>

void touch_init(Touch *touch, double width_px, double height_px) {
    memset(touch, 0, sizeof *touch);
    touch_resize(touch, width_px, height_px);
}

void touch_resize(Touch *touch, double width_px, double height_px) {
    assert(width_px > 0 && height_px > 0);
    touch->width_px = width_px;
    touch->height_px = height_px;
}

static int finger_of(const Touch *touch, TouchSource source) {
    for (int i = 0; i < TOUCH_FINGERS_MAX; i++) {
        if (touch->fingers[i].down && touch->fingers[i].source.device == source.device &&
            touch->fingers[i].source.id == source.id) {
            return i;
        }
    }
    return -1;
}

static int free_finger(const Touch *touch) {
    for (int i = 0; i < TOUCH_FINGERS_MAX; i++) {
        if (!touch->fingers[i].down) {
            return i;
        }
    }
    return -1;
}

/* Written so that a value that is no number becomes 0 and not a wild coordinate. */
static double clamp(double value, double most) {
    return value > most ? most : value > 0 ? value : 0;
}

static TouchReading reading_of(const Touch *touch, int finger, SamplePhase phase, int64_t time_us) {
    return (TouchReading){.time_us = time_us,
                          .x_px = touch->fingers[finger].x_px,
                          .y_px = touch->fingers[finger].y_px,
                          .finger = finger,
                          .phase = phase};
}

bool touch_take(Touch *touch, TouchSource source, SamplePhase phase, double x_px, double y_px,
                int64_t time_us, TouchReading *reading) {
    int finger = finger_of(touch, source);
    if (phase == SAMPLE_DOWN && finger >= 0) {
        phase = SAMPLE_MOVE;
    } else if (phase == SAMPLE_DOWN) {
        finger = free_finger(touch);
    }
    if (finger < 0) {
        touch->refused++;
        return false;
    }
    if (phase == SAMPLE_UP) {
        touch->fingers[finger].down = false;
    } else {
        touch->fingers[finger].source = source;
        touch->fingers[finger].down = true;
        touch->fingers[finger].x_px = clamp(x_px, touch->width_px);
        touch->fingers[finger].y_px = clamp(y_px, touch->height_px);
    }
    *reading = reading_of(touch, finger, phase, time_us);
    return true;
}

size_t touch_lift_all(Touch *touch, int64_t time_us, TouchReading readings[TOUCH_FINGERS_MAX]) {
    size_t count = 0;
    for (int i = 0; i < TOUCH_FINGERS_MAX; i++) {
        if (touch->fingers[i].down) {
            touch->fingers[i].down = false;
            readings[count++] = reading_of(touch, i, SAMPLE_UP, time_us);
        }
    }
    return count;
}

size_t touch_count(const Touch *touch) {
    size_t count = 0;
    for (int i = 0; i < TOUCH_FINGERS_MAX; i++) {
        count += touch->fingers[i].down;
    }
    return count;
}
