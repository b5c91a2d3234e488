/* The engine's own finger: a child who plays by switches goes along the expected path a part at a
 * time; see run.h. Only the KEY entries are journaled, so replay walks the same way. */
#include "play/run_life.h"

#include <math.h>

static const double READING_MM = 2;

double run_pen_step_mm(double length_mm) {
    return fmax(10, length_mm / 8);
}

/* What is to be drawn: the road, or the model of a copy; NULL: nothing. */
static const Path *path_of(const Trial *trial) {
    const Path *path = trial->expects_path     ? &trial->road_path
                       : trial->form_count > 0 ? &trial->form_path
                                               : NULL;
    return path != NULL && path_length(path) > 0 ? path : NULL;
}

bool run_pen_plays(const Run *run) {
    const Trial *trial = run->trial;
    const Path *path = path_of(trial);
    AccessMode mode = run->setup.access.mode;
    if (run->ops.touch == NULL || trial->ended || path == NULL ||
        (mode != ACCESS_TWO_SWITCH && mode != ACCESS_ONE_SWITCH)) {
        return false;
    }
    if (!trial->expects_path) {
        return run->pen_mm < path_length(path); /* a copy is drawn once; then keys choose */
    }
    for (int i = 0; i < trial->target_count; i++) {
        if (target_is_active(&trial->targets[i])) {
            return false; /* keys choose here */
        }
    }
    return true;
}

/* To the game alone: what this finger draws is seen, but is no line of the child's to measure. */
static bool put(Run *run, SamplePhase phase, Point at) {
    Trial *trial = run->trial;
    Sample sample = {.time_us = run->logic_us, .x_mm = at.x, .y_mm = at.y, .phase = phase};
    Fail error = {FAIL_NONE, ""};
    run_after(run, run->ops.touch(run->game, trial, &sample, 0, &error), &error);
    return phase == SAMPLE_UP || ink_add(&trial->ink, at, phase == SAMPLE_DOWN);
}

/* Arc length at which the stroke that holds `along` ends. */
static double stroke_end(const Path *path, double along_mm) {
    for (size_t i = 1; i < path->count; i++) {
        if (path->begins[i] && path->along_mm[i] > along_mm + 1e-6) {
            return path->along_mm[i];
        }
    }
    return path_length(path);
}

/* Just after a stroke's end the arc length is that of the next one's first point. */
static Point place_after(const Path *path, double along_mm) {
    for (size_t i = 1; i < path->count; i++) {
        if (path->begins[i] && fabs(path->along_mm[i] - along_mm) <= 1e-6) {
            return path->points[i];
        }
    }
    return path_at(path, along_mm);
}

bool run_pen_step(Run *run, Fail *fail) {
    if (run->pen_used && run->logic_us - run->pen_us < run->setup.access.debounce_us) {
        return true; /* the switch bounced */
    }
    run->pen_us = run->logic_us;
    const Path *path = path_of(run->trial);
    double length = path_length(path), from = run->pen_mm >= length ? 0 : run->pen_mm;
    double to = fmin(from + run_pen_step_mm(length), length);
    run->pen_used = true;
    run->via = access_via_word(VIA_SWITCH);
    bool ok = true;
    while (ok && from < to - 1e-6 && !run->trial->ended) {
        double end = fmin(to, stroke_end(path, from));
        ok = put(run, SAMPLE_DOWN, place_after(path, from));
        for (double at = from + READING_MM; ok && at < end && !run->trial->ended;
             at += READING_MM) {
            ok = put(run, SAMPLE_MOVE, path_at(path, at));
        }
        if (ok && !run->trial->ended) {
            ok = put(run, SAMPLE_MOVE, path_at(path, end));
        }
        if (ok && !run->trial->ended) {
            ok = put(run, SAMPLE_UP, path_at(path, end));
        }
        from = end;
    }
    run->pen_mm = to;
    return ok || fail_set(fail, FAIL_MEMORY, "There is no memory for more of the drawn line.");
}
