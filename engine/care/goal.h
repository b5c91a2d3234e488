/* A goal: a skill target with its criterion, as therapists write it, and the rules by which the
 * program can say how far it is. Kept as one canonical text; older revisions stay in the store. */
#ifndef OTTERPAW_CARE_GOAL_H
#define OTTERPAW_CARE_GOAL_H

#include "care/gas.h"
#include "care/maintenance.h"
#include "care/mastery.h"
#include "care/records.h"

#include <stdbool.h>

enum { GOAL_TEXT_MAX = 240, GOAL_SENTENCE_MAX = 1200, GOAL_WEEKS_MAX = 104, GOAL_HOURS_MAX = 60 };

typedef struct {
    char task[GOAL_TEXT_MAX];      /* "trace curved roads": never empty, never a name */
    char condition[GOAL_TEXT_MAX]; /* "with the left hand, sitting"; "" none */
    char settings[GOAL_TEXT_MAX];  /* "in the clinic and at home"; "" none */
    int hours;                     /* of practice aimed at; 0 none set */
    int weeks;                     /* from the start to when it should be reached; 0 open */
    char game[GOAL_TEXT_MAX];      /* the activity that measures it; "" none yet */
    Phase phase;
    int scorer_version; /* baseline and now are measured by the same ruler until a person changes it
                         */
    MasteryRule mastery;
    bool has_scale;
    GasScale scale; /* when has_scale */
} Goal;

Goal goal_usual(void); /* no task yet: baseline, the usual mastery rule, no scale */
bool goal_check(const Goal *goal, Fail *fail);
/* "Within 12 weeks the child will trace curved roads, sitting: at least 80 % on own in ...". */
void goal_sentence(const Goal *goal, char text[GOAL_SENTENCE_MAX]);

/* The phase that follows from what happened, with why; the phase itself changes only when a person
 * agrees. probes: maintenance probes since mastery; sessions: since teaching began. */
typedef struct {
    Phase phase; /* the same when nothing is to change */
    char why[MASTERY_TEXT_MAX];
} GoalProposal;

GoalProposal goal_propose(const Goal *goal, const MasterySession *sessions, size_t count,
                          const MaintenanceRule *maintenance, int mastered_day,
                          const MasterySession *probes, size_t probe_count, int today);

bool goal_value(Mem *mem, const Goal *goal, Value *value);
/* Refuses what is missing or out of range by name; *goal is then as it was. */
bool goal_read(const Value *value, Goal *goal, Fail *fail);

#endif
