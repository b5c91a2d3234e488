/* How far a goal is: its rules over the stored sessions of a child, with the sentence that says
 * why one has fired or why not yet. Nothing is kept: it follows from what is stored. */
#ifndef OTTERPAW_APP_ATTAIN_H
#define OTTERPAW_APP_ATTAIN_H

#include "app/children.h"
#include "app/goals.h"
#include "measure/trend.h"

enum { ATTAIN_SESSIONS_MAX = 60 }; /* the newest that are looked at */

typedef struct {
    MasteryVerdict mastery;
    GoalProposal proposal;
    bool has_scale;
    GasProposal scale; /* when has_scale */
    int sessions, baselines;
} Standing;

/* Of one goal; what was played at home counts as a context of its own. */
bool attain_standing(App *app, const ChildRecord *child, const Goal *goal, Standing *standing,
                     Fail *fail);

/* The T-score over the goals that have a scale and enough trials, with its terms in words:
 * "54.4 = 50 + 10 (3 x +1 + 2 x 0) / ..., 2 goals". NaN with words that say why not. */
double attain_t_score(const GoalLine *goals, const Standing *standings, size_t count,
                      char words[GAS_TEXT_MAX]);

/* After a session: which goals would now change their phase. words "" when none would. */
bool attain_after_session(App *app, const ChildRecord *child, char words[FAIL_TEXT_MAX],
                          Fail *fail);

#endif
