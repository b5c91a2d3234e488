/* Maintenance after mastery; see maintenance.h. */
#include "care/maintenance.h"

#include <assert.h>
#include <stdio.h>

#define SAY(...) snprintf(verdict.why, sizeof verdict.why, __VA_ARGS__)

static const char *plural(int count) {
    return count == 1 ? "" : "s";
}

MaintenanceRule maintenance_rule(void) {
    return (MaintenanceRule){.weeks = {1, 2, 4, 8}, .count = 4, .right = 4, .of = 5};
}

MaintenanceVerdict maintenance_evaluate(const MaintenanceRule *rule, int mastered_day,
                                        const MasterySession *probes, size_t count, int today) {
    assert(rule->count >= 1 && rule->count <= MAINTENANCE_PROBES_MAX && rule->of >= 1);
    MaintenanceVerdict verdict = {.state = MAINTENANCE_WAITING};
    int held = 0, last_day = mastered_day;
    for (size_t i = 0; i < count && held < rule->count; i++) {
        if (probes[i].trials < rule->of) {
            continue;
        }
        if ((long)probes[i].on_own * rule->of < (long)rule->right * probes[i].trials) {
            verdict.state = MAINTENANCE_REOPEN;
            SAY("Back to teaching: probe %d had %d of %d on own, at least %d of %d is needed.",
                held + 1, probes[i].on_own, probes[i].trials, rule->right, rule->of);
            return verdict;
        }
        held++;
        last_day = probes[i].day;
    }
    if (held == rule->count) {
        verdict.state = MAINTENANCE_HELD;
        SAY("It lasts: %d probe%s held, the last %d weeks after the one before.", held,
            plural(held), rule->weeks[held - 1]);
        return verdict;
    }
    verdict.due_day = last_day + 7 * rule->weeks[held];
    int days = verdict.due_day - today;
    verdict.state = days <= 0 ? MAINTENANCE_DUE : MAINTENANCE_WAITING;
    if (days > 0) {
        SAY("%d of %d probes held; the next is due in %d day%s.", held, rule->count, days,
            plural(days));
    } else {
        SAY("%d of %d probes held; the next is due%s.", held, rule->count,
            days < 0 ? " since some days" : " today");
    }
    return verdict;
}
