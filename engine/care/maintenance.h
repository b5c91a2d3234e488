/* Does a mastered goal last? Probes at growing intervals; one that does not hold sends the goal
 * back to teaching. */
#ifndef OTTERPAW_CARE_MAINTENANCE_H
#define OTTERPAW_CARE_MAINTENANCE_H

#include "care/mastery.h"

enum { MAINTENANCE_PROBES_MAX = 8 };

/* Probes at growing intervals after mastery. */
typedef struct {
    int weeks[MAINTENANCE_PROBES_MAX]; /* from mastery (or the last probe) to the next */
    int count;
    int right, of; /* a probe holds when `right` of its `of` trials are on own */
} MaintenanceRule;

typedef enum {
    MAINTENANCE_WAITING, /* the next probe is not due yet */
    MAINTENANCE_DUE,
    MAINTENANCE_HELD,   /* every probe held */
    MAINTENANCE_REOPEN, /* the last one did not: back to teaching */
} MaintenanceState;

typedef struct {
    MaintenanceState state;
    int due_day; /* days since 1970; 0 when nothing is due any more */
    char why[MASTERY_TEXT_MAX];
} MaintenanceVerdict;

MaintenanceRule maintenance_rule(void); /* after 1, 2, 4 and 8 weeks; 4 of 5 trials */
/* probes: probe sessions since mastery, oldest first. One with fewer than `of` trials is passed
 * over. */
MaintenanceVerdict maintenance_evaluate(const MaintenanceRule *rule, int mastered_day,
                                        const MasterySession *probes, size_t count, int today);

#endif
