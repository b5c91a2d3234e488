/* The table of measures (name, unit, better direction, label, scorer version) and the small bag of
 * measures that one trial carries. The table is measures.def; nothing here knows a formula.
 * A measure that could not be taken is kept as NaN, so that "not measurable" differs from "absent".
 */
#ifndef OTTERPAW_MEASURE_SCORE_H
#define OTTERPAW_MEASURE_SCORE_H

#include "base/fail.h"
#include "base/mem.h"
#include "base/value.h"

#include <stdbool.h>

/* Stored with every trial; raised when any formula changes (the changed line's own version too). */
enum { SCORER_VERSION = 1 };

typedef enum {
#define MEASURE(ID, NAME, UNIT, BETTER, LABEL, FAMILY, VERSION) MEASURE_##ID,
#include "measure/measures.def"
#undef MEASURE
    MEASURE_COUNT,
    MEASURE_NONE = -1, /* no such measure */
} MeasureId;

typedef enum {
    FAMILY_COMMON,
    FAMILY_TRACING,
    FAMILY_KINEMATICS,
    FAMILY_FORM,
    FAMILY_POINTING,
    FAMILY_DRAG,
    FAMILY_BIMANUAL,
    FAMILY_SORTING,
    FAMILY_SEQUENCING,
    FAMILY_SPAN,
    FAMILY_INHIBITION,
    FAMILY_SEARCH,
    FAMILY_RHYTHM,
    FAMILY_TURNS,
    FAMILY_RATED,
    FAMILY_COUNT,
} MeasureFamily;

typedef struct {
    MeasureId id;
    const char *name;  /* Lua name and database key, e.g. "inside_percent" */
    const char *unit;  /* "0/1" for yes and no, "n" for counts */
    int better;        /* +1 more is better, -1 less is better, 0 describes */
    const char *label; /* for people */
    MeasureFamily family;
    int version; /* of its formula */
} MeasureInfo;

int measure_count(void);
const MeasureInfo *measure_info(MeasureId id); /* NULL outside the table */
MeasureId measure_by_name(const char *name);   /* MEASURE_NONE if there is none; NULL allowed */
const char *measure_nearest_name(const char *name); /* for "did you mean"; NULL if none is near */
const char *measure_family_name(MeasureFamily family); /* "tracing"; "" outside */

typedef struct {
    MeasureId id;
    double value; /* NaN: not measurable */
} Measure;

enum { MEASURES_PER_TRIAL_MAX = 64 };

/* In the order they were put. Start from {0}. */
typedef struct {
    Measure items[MEASURES_PER_TRIAL_MAX];
    int count;
} Measures;

/* Puts or replaces. Infinity becomes NaN. More than MEASURES_PER_TRIAL_MAX different ones is our
 * mistake (assert); a release build keeps the first ones. */
void measures_put(Measures *measures, MeasureId id, double value);
/* NaN when it is absent or not measurable; measures_has tells the two apart. */
double measures_get(const Measures *measures, MeasureId id);
bool measures_has(const Measures *measures, MeasureId id);

/* {"score": 81.5, "sparc": null}: the form in which measures are stored and compared. */
bool measures_to_value(const Measures *measures, Mem *mem, Value *record);
/* Refuses an unknown name (with the nearest one) and anything but a number or null. */
bool measures_from_value(Measures *measures, const Value *record, Fail *fail);

/* The documentation's chapter: a Markdown table for each family. False when out is full. */
bool measures_document(Buffer *out);

/* A value clipped to [least, most]; NaN stays NaN. Every score ends in score_clip(x, 0, 100). */
double score_clip(double value, double least, double most);

#endif
