/* Two still fingers in the top corners; see gate.h. A palm or a hand that lands brings three or
 * more contacts: then nothing opens until every finger has lifted. */
#include "play/gate.h"

#include <math.h>

void gate_begin(Gate *gate, double width_mm) {
    *gate = (Gate){.width_mm = width_mm, .begun_us = {INT64_MIN / 2, INT64_MIN / 2}};
}

static GateCorner corner_of(const Gate *gate, Point at) {
    if (!(at.y >= 0 && at.y <= GATE_CORNER_MM && at.x >= 0 && at.x <= gate->width_mm)) {
        return GATE_ELSEWHERE;
    }
    if (at.x <= GATE_CORNER_MM) {
        return GATE_LEFT;
    }
    return at.x >= gate->width_mm - GATE_CORNER_MM ? GATE_RIGHT : GATE_ELSEWHERE;
}

static int count_down(const Gate *gate) {
    int count = 0;
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        count += gate->contacts[i].down;
    }
    return count;
}

/* Since when both fingers have been there; INT64_MAX: they are not. */
static int64_t since_us(const Gate *gate) {
    int64_t since[2] = {INT64_MAX, INT64_MAX};
    for (int i = 0; i < SAMPLE_FINGERS_MAX; i++) {
        const GateContact *contact = &gate->contacts[i];
        if (contact->down && contact->corner != GATE_ELSEWHERE && !contact->moved) {
            since[contact->corner] = contact->start_us;
        }
    }
    bool both = since[0] != INT64_MAX && since[1] != INT64_MAX;
    if (!both || gate->spoiled || gate->opened || count_down(gate) != 2) {
        return INT64_MAX;
    }
    return since[0] > since[1] ? since[0] : since[1];
}

int64_t gate_wake_us(const Gate *gate) {
    int64_t since = since_us(gate);
    return since == INT64_MAX ? INT64_MAX : since + GATE_HOLD_US;
}

bool gate_pass_time(Gate *gate, int64_t time_us) {
    gate->looked_us = time_us;
    if (gate_wake_us(gate) > time_us || gate_wake_us(gate) == INT64_MAX) {
        return false;
    }
    gate->opened = true;
    return true;
}

double gate_progress(const Gate *gate, int64_t time_us) {
    int64_t since = since_us(gate);
    if (since == INT64_MAX) {
        return 0;
    }
    return fmin(1, fmax(0, (double)(time_us - since) / GATE_HOLD_US));
}

static void land(Gate *gate, GateContact *contact, Point at, int64_t time_us) {
    *contact = (GateContact){
        .down = true, .corner = corner_of(gate, at), .start = at, .start_us = time_us};
    if (count_down(gate) > 2 || time_us - gate->begun_us[1] <= GATE_TOGETHER_US) {
        gate->spoiled = true;
    }
    gate->begun_us[1] = gate->begun_us[0];
    gate->begun_us[0] = time_us;
}

/* A program that stood still is told of everything at once, by the time at which it was told. */
static void forget_blind_time(Gate *gate, int64_t time_us) {
    int64_t blind_us = time_us - gate->looked_us;
    for (int i = 0; blind_us > GATE_BLIND_US && i < SAMPLE_FINGERS_MAX; i++) {
        if (gate->contacts[i].down) {
            gate->contacts[i].start_us += blind_us;
        }
    }
}

bool gate_take(Gate *gate, const Sample *raw) {
    forget_blind_time(gate, raw->time_us);
    bool opens = gate_pass_time(gate, raw->time_us);
    if (raw->finger < 0 || raw->finger >= SAMPLE_FINGERS_MAX) {
        return opens;
    }
    GateContact *contact = &gate->contacts[raw->finger];
    Point at = {raw->x_mm, raw->y_mm};
    if (!contact->down && raw->phase == SAMPLE_DOWN) {
        land(gate, contact, at, raw->time_us);
    } else if (contact->down) {
        contact->moved = contact->moved || !(point_distance(at, contact->start) < GATE_STILL_MM);
        contact->down = raw->phase != SAMPLE_UP;
    }
    if (count_down(gate) == 0) {
        gate->spoiled = gate->opened = false;
    }
    return opens;
}
