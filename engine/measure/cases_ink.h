/* The reference cases of ink: filters, smoothness, paths, spirals, pointing, recognizers, tracing
 * and copying. Each answers one case's "in" with its "out"; see cases.h. */
#ifndef OTTERPAW_MEASURE_CASES_INK_H
#define OTTERPAW_MEASURE_CASES_INK_H

#include "measure/cases.h"
#include "measure/sample.h"

/* Points read from a case: lists of [x, y], [x, y, stroke] or, in strokes, [x, y, t_ms]. */
typedef struct {
    Point *points;
    double *time_s; /* NaN where none was given */
    bool *begins;   /* true where a stroke begins */
    size_t count;
} CaseInk;

/* One list of points; a third number is the stroke the point belongs to. */
bool cases_points(const Value *in, const char *name, Mem *mem, CaseInk *ink, Fail *fail);
/* A list of strokes of points; a third number is the time in milliseconds. `what` names it in a
 * Fail. */
bool cases_strokes(const Value *strokes, const char *what, Mem *mem, CaseInk *ink, Fail *fail);

bool cases_one_euro(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_smoothness(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_path_deviation(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_spiral(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_fitts(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_steering(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
bool cases_recognizers_synth(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);

/* in: {"template": [[x, y], ...], "width_mm": w, "ink": [[[x, y, t_ms], ...] per stroke, ...]} ->
 * every measure of tracing.h in one record, with "valid" and, if not, "why". */
bool cases_tracing(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);
/* in: {"attempt": strokes, "templates": {name: [strokes per allograph, ...]}} -> {"scores": {name:
 * 0-100}, "distances": {name: d}, "best": name}. Nothing to compare: null. */
bool cases_copying(const Value *in, const Value *file, Mem *mem, Value *out, Fail *fail);

#endif
