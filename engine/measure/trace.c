/* Cleaning of ink; see trace.h. */
#include "measure/trace.h"

#include <math.h>

static bool allocate(Mem *mem, size_t count, Trace *trace) {
    *trace = (Trace){0};
    if (count > PATH_POINTS_MAX) {
        return false;
    }
    trace->points = mem_alloc_array(mem, count, sizeof *trace->points);
    trace->time_s = mem_alloc_array(mem, count, sizeof *trace->time_s);
    trace->begins = mem_alloc_array(mem, count, sizeof *trace->begins);
    return trace->points != NULL && trace->time_s != NULL && trace->begins != NULL;
}

static void add(Trace *trace, Point point, double time_s, bool begins) {
    size_t n = trace->count;
    if (n > 0) {
        time_s = time_s > trace->time_s[n - 1] ? time_s : trace->time_s[n - 1];
        if (!begins && time_s == trace->time_s[n - 1] && point.x == trace->points[n - 1].x &&
            point.y == trace->points[n - 1].y) {
            return;
        }
    }
    trace->points[n] = point;
    trace->time_s[n] = time_s;
    trace->begins[n] = begins || n == 0;
    trace->count++;
}

static bool near_enough(Point p) {
    return fabs(p.x) <= PATH_REACH_MM && fabs(p.y) <= PATH_REACH_MM;
}

bool trace_make(Mem *mem, const Point *points, const double *time_s, const bool *begins,
                size_t count, Trace *trace) {
    if (!allocate(mem, count, trace)) {
        return false;
    }
    trace->timed = time_s != NULL && count > 0;
    size_t without = 0;
    for (size_t i = 0; trace->timed && i < count; i++) {
        without += isnan(time_s[i]);
    }
    trace->timed = trace->timed && without < count;
    bool waiting = true; /* a stroke has begun whose first readings were left out */
    for (size_t i = 0; i < count; i++) {
        waiting = waiting || (begins != NULL && begins[i]);
        double t = trace->timed ? time_s[i] : 0;
        if (!near_enough(points[i]) || !isfinite(t) || fabs(t) > 1e9) {
            continue;
        }
        if (!trace->timed && trace->count > 0 && !waiting &&
            points[i].x == trace->points[trace->count - 1].x &&
            points[i].y == trace->points[trace->count - 1].y) {
            continue;
        }
        add(trace, points[i], t, waiting);
        waiting = false;
    }
    return path_make(mem, trace->points, trace->begins, trace->count, &trace->path);
}

/* One bit for each finger that has readings. */
static unsigned fingers_of(const Sample *samples, size_t count) {
    unsigned fingers = 0;
    for (size_t i = 0; i < count; i++) {
        int finger = samples[i].finger;
        fingers |= finger >= 0 && finger < SAMPLE_FINGERS_MAX ? 1U << finger : 0;
    }
    return fingers;
}

static void add_finger(const Sample *samples, size_t count, int finger, Trace *trace) {
    bool waiting = true, down = false;
    double before = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        const Sample *s = &samples[i];
        Point p = {s->x_mm, s->y_mm};
        if (s->finger != finger) {
            continue;
        }
        waiting = waiting || s->phase == SAMPLE_DOWN || !down;
        down = s->phase != SAMPLE_UP;
        double t = (double)s->time_us / 1e6;
        t = t > before ? t : before;
        before = t;
        if (near_enough(p)) {
            add(trace, p, t, waiting);
            waiting = false;
        }
    }
}

bool trace_from_samples(Mem *mem, const Sample *samples, size_t count, int finger, Trace *trace) {
    if (!allocate(mem, count, trace)) {
        return false;
    }
    trace->timed = true;
    unsigned fingers = finger < 0 ? fingers_of(samples, count) : 0;
    for (int f = 0; f < SAMPLE_FINGERS_MAX && finger < 0; f++) {
        if ((fingers >> f & 1U) != 0) {
            add_finger(samples, count, f, trace);
        }
    }
    if (finger >= 0) {
        add_finger(samples, count, finger, trace);
    }
    return path_make(mem, trace->points, trace->begins, trace->count, &trace->path);
}
