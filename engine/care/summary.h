/* What a run's trials add up to: the one computation behind the therapist's page, the score log and
 * the exported table. Only counted trials enter a figure: valid, not practice, not excluded. */
#ifndef OTTERPAW_CARE_SUMMARY_H
#define OTTERPAW_CARE_SUMMARY_H

#include "care/records.h"

#include <stdbool.h>
#include <stddef.h>

/* A trial as it stands now: late assistance and exclusions applied. */
typedef struct {
    const TrialRecord *trial;
    int assistance; /* ASSISTANCE_UNMARKED: nobody marked it */
    bool excluded;
} TrialView;

enum { SUMMARY_LAST = 5, SUMMARY_HELP = ASSISTANCE_MAX + 1 };

typedef struct {
    int trials, counted, invalid, excluded, practice, probes;
    int on_own;                            /* counted, succeeded, no help of engine or adult */
    int unmarked;                          /* counted, no mark: assumed on own, never silently so */
    int successes;                         /* counted */
    int by_assistance[ASSISTANCE_MAX + 1]; /* counted; unmarked ones are under 0 */
    int by_rung[HELP_RUNG_MAX + 1];        /* counted; highest rung of help */
    int by_help[SUMMARY_HELP]; /* counted, by summary_help; the first is on_own, their sum counted
                                */
    double on_own_share, on_own_low, on_own_high; /* Wilson 95 %; NaN without counted trials */
    int answers, answers_right;
    double score_median, main_median, main_spread; /* median and median deviation; NaN without */
    MeasureId main_id;
    double duration_median_s, latency_median_s, active_s;
    int level_first, level_last, next_level;
    const char *next_reason; /* of the last trial; borrowed */
    int best, worst;         /* index into the trials by score, counted ones; -1 */
    int last[SUMMARY_LAST];  /* indices of the last counted trials, oldest first */
    int last_count;
} Summary;

/* main_id: the game's first measure. */
void summary_make(const TrialView *views, size_t count, MeasureId main_id, Summary *summary);
bool summary_counts(const TrialView *view); /* enters the figures */
bool summary_on_own(const TrialView *view); /* succeeded without any help */
/* The most help that adult or activity gave, as a level of assistance: a rung stands for its level
 * (prompt = word, hint = point, model = show, together = hand). ASSISTANCE_MAX: what was asked did
 * not come about, or nothing was seen. */
int summary_help(const TrialView *view);

/* One word for how a trial went, for tables: "on own" "with help" "together" "not now". */
const char *summary_outcome(const TrialView *view);

#endif
