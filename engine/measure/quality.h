/* Whether a trial's readings are good enough to be measured. An invalid trial is kept and shown,
 * but not averaged and not used to adapt; when only the timing is bad, its shape still counts.
 *
 * Invalid: the program was paused; a palm or second touch for more than a tenth of the trial; fewer
 * than 5 readings or less than 2 mm of ink where ink is expected. Timing only: no times at all; the
 * median gap between readings over 34 ms; a gap over 150 ms within a stroke across which the finger
 * moved over 2 mm (a resting finger sends no readings: that is a pause, not a loss); or, for
 * reaction time alone, a first touch sooner than 150 ms after the cue. */
#ifndef OTTERPAW_MEASURE_QUALITY_H
#define OTTERPAW_MEASURE_QUALITY_H

#include "measure/trace.h"

enum { QUALITY_TRIALS_LEAST = 5 }; /* valid trials that a session's figure needs */

#define QUALITY_REASONS(X)                                                                         \
    X(FINE, "The readings are good.")                                                              \
    X(PAUSED, "The program was paused during this trial.")                                         \
    X(SECOND_TOUCH, "A palm or second finger touched for more than a tenth of this trial.")        \
    X(FEW_SAMPLES, "There are fewer than 5 finger readings.")                                      \
    X(LITTLE_INK, "The drawn line is shorter than 2 mm.")                                          \
    X(NO_TIMES, "The readings carry no times.")                                                    \
    X(SLOW_READINGS, "The device sent readings more than 34 ms apart.")                            \
    X(LOST_READINGS, "Readings are missing for more than 150 ms while the finger moved.")          \
    X(ANTICIPATION, "The first touch came less than 150 ms after the cue.")

typedef enum {
#define X(NAME, SENTENCE) QUALITY_##NAME,
    QUALITY_REASONS(X)
#undef X
} QualityReason;

typedef struct {
    bool expects_ink;
    bool paused;
    double second_touch_share; /* of the trial's time, 0 .. 1 */
    double cue_to_touch_s;     /* NaN: no cue */
} QualityContext;

typedef struct {
    bool valid;                                  /* the trial may be averaged and may adapt */
    bool timing_valid;                           /* its speeds and times may */
    bool reaction_valid;                         /* its reaction time may */
    QualityReason why, why_timing, why_reaction; /* QUALITY_FINE where valid */
    double gap_median_ms, gap_longest_ms;        /* within strokes; NaN without */
} Quality;

/* False only when mem (scratch) is full. */
bool quality_judge(Mem *mem, const Trace *trace, const QualityContext *context, Quality *quality);
const char *quality_sentence(QualityReason reason);

#endif
