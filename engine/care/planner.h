/* Packs a time box: which activities, in what order, with which breaks, for the minutes there are.
 * By need first (hours still owed to a goal), with variety (not the same kind twice in a row) and
 * against fatigue (a break after so many active minutes). Shrinks gracefully when a child comes
 * late and never eats into the goodbye. Pure: the same wishes give the same plan. */
#ifndef OTTERPAW_CARE_PLANNER_H
#define OTTERPAW_CARE_PLANNER_H

#include "care/plan.h"

enum { PLANNER_WISHES_MAX = 64 };

/* What might be done today. */
typedef struct {
    PlanItem item;    /* its minutes: the usual length of one round */
    const char *kind; /* domain: two of one kind do not follow each other if that can be helped */
    double owed_minutes;  /* active minutes the goal still lacks this week; 0: none */
    double least_minutes; /* shorter than this it is not worth beginning */
    bool must;            /* probes due today, the therapist's own choice: before all others */
    double load;          /* 0 restful .. 1 demanding */
} PlanWish;

typedef struct {
    double minutes;         /* the time box, 10 .. 180 */
    double late_minutes;    /* of it already gone */
    double hello_minutes;   /* greeting and feelings */
    double goodbye_minutes; /* never given away */
    double change_minutes;  /* between two activities */
    double break_after;     /* active minutes of load 1 after which a break is due */
    double break_minutes;
} PlanBox;

PlanBox planner_box(double minutes); /* the usual box */

typedef struct {
    double active_minutes, break_minutes, spare_minutes;
    int left_out; /* wishes that found no room */
    int shortened;
} PlanReport;

/* Fills plan->items (its other members stay). What finds no room is left out, the least needed
 * first; what is too long is shortened to its least_minutes before anything is left out. */
void planner_pack(const PlanWish *wishes, int count, const PlanBox *box, Plan *plan,
                  PlanReport *report);

/* The items after `next` fitted anew into the seconds that are left: shortened from the end, then
 * dropped from the end. Returns how many were dropped. */
int planner_refit(Plan *plan, int next, double seconds_left, const PlanBox *box);

/* ---- dose: what a goal has had, and what it still needs ---- */

typedef struct {
    double active_minutes; /* so far */
    int repetitions, sessions;
    double target_hours;  /* 0: none was set */
    int first_day, today; /* days since 1970 */
} Dose;

typedef struct {
    double hours, share; /* of the target; NaN without one */
    double hours_a_week; /* so far */
    int due_day;         /* when the target is reached at this rate; -1: cannot be said yet */
} DoseOutlook;

/* A rate needs at least three sessions and seven days. */
DoseOutlook dose_outlook(const Dose *dose);

#endif
