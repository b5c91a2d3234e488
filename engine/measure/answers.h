/* From answers to the measures and the 0-100 score of their family: the one door for whoever holds
 * a trial. What a game says of each response is enough for most measures; what the context adds
 * makes the rest measurable, and what nobody said stays NaN.
 *
 * How a family reads its answers (item, choice, right; `first` marks the first response to an
 * item): POINTING    a tap: item = the target aimed at. Places of targets from `expected`. DRAG a
 * release: item = what was carried, choice = the zone, "" outside every zone. SORTING     a
 * placement: item = what was sorted, choice = the bin. SEQUENCING  a step: choice = what was put
 * next. The right order from `expected`, or from SPAN        `place`, or else from the items (each
 * answer's item is then what belonged there). INHIBITION  a stimulus: choice "" = not touched. So
 * touched and right is a hit, untouched and right a correct rejection, touched and wrong a
 * commission, untouched and wrong an omission. SEARCH      a touch: choice = what was touched,
 * right = a target. RHYTHM      a tap at at_s. The beats from `expected` (from_s). TURNS       a
 * touch at at_s by `player`. Own windows from `expected`; without, item = the turn, whose first
 * response decides: right = taken in its window, wrong = out of turn, "" = let pass. RATED       a
 * step of the body, right = done. BIMANUAL needs the readings themselves: see `samples`, `pair`.
 * TRACING, FORM and KINEMATICS are measured from ink (tracing.h, form.h), not here. */
#ifndef OTTERPAW_MEASURE_ANSWERS_H
#define OTTERPAW_MEASURE_ANSWERS_H

#include "measure/bimanual.h"
#include "measure/score.h"
#include "measure/trace.h"

/* What else may be said of an answer, for the measures that need it. */
typedef enum {
    ANSWERED_CONFLICT = 1, /* the item asks against habit (incongruent) */
    ANSWERED_SWITCHED = 2, /* the first item after a change of rule */
    ANSWERED_OLD_RULE = 4, /* wrong, but right by the rule before */
    ANSWERED_HELPED = 8,   /* an adult or the engine helped */
} AnsweredMark;

typedef struct {
    const char *item, *choice; /* NULL is "" */
    bool right, first;
    double at_s;      /* since the trial's onset */
    double latency_s; /* since the item was offered; NaN: unknown */
    int player;
    int place; /* where the choice belongs in the right order, from 1; 0: nowhere, or unknown */
    Point at;  /* where it landed, mm; NaN, NaN: unknown */
    unsigned marks; /* AnsweredMark */
} Answered;

/* One thing that was expected, in order. Only what the family reads need be filled. */
typedef struct {
    const char *item;
    Point at;            /* where it lies, mm; NaN, NaN: unknown */
    double radius_mm;    /* half its width */
    double from_s, to_s; /* when: a beat is from_s; a turn's window is both */
} Expected;

typedef struct {
    MeasureFamily family;
    const Expected *expected; /* NULL: nothing is known but `count` */
    size_t expected_count;
    int count;   /* how many responses were asked for; 0: as many as `expected`, or as answered */
    int choices; /* how many there were to choose from; below 2: chance is not corrected */
    double middle_x_mm, middle_y_mm; /* of the field, for its halves; NaN: unknown */
    int player;                      /* whose turns are measured */
    double tolerance_s;              /* rhythm: how far off still meets a beat; 0: half the gap */
    double rating, rating_max, assistance, repetitions, prompts; /* NaN: unknown */
    const Trace *trace;    /* drag: the line of all carries, one stroke each; NULL: none */
    const Sample *samples; /* bimanual, pointing: the trial's readings */
    size_t sample_count;
    BimanualAim pair;
} AnswerContext;

/* Everything unknown. */
AnswerContext answer_context(MeasureFamily family);

/* Puts every measure of the family, NaN where it cannot be taken, and MEASURE_SCORE. A family that
 * is not measured from answers puts nothing. Answers in the order they were given. Quadratic in
 * the number of answers. False only when mem (scratch) is full. */
bool answers_measure(Mem *mem, const Answered *answers, size_t count, const AnswerContext *context,
                     Measures *measures);

/* ---- the families, each in its own module; here so that they share Answered ---- */
static inline bool answered_nothing(const Answered *answer) {
    return answer->choice == NULL || answer->choice[0] == '\0';
}
bool answered_same(const char *a, const char *b); /* NULL is "" */

#endif
