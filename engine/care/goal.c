/* Goals; see goal.h. */
#include "care/goal.h"

#include <stdio.h>
#include <string.h>

/* X(field): the texts of a goal in stored order. */
#define TEXTS(X)                                                                                   \
    X(task)                                                                                        \
    X(condition)                                                                                   \
    X(settings)                                                                                    \
    X(game)

enum { BASELINE_SESSIONS = 3 };

Goal goal_usual(void) {
    Goal goal;
    memset(&goal, 0, sizeof goal);
    goal.phase = PHASE_BASELINE;
    goal.scorer_version = SCORER_VERSION;
    goal.mastery = mastery_rule();
    goal.scale = gas_scale(MEASURE_NONE);
    return goal;
}

bool goal_check(const Goal *goal, Fail *fail) {
    if (goal->task[0] == '\0') {
        return fail_set(fail, FAIL_INPUT, "goal: say what the child will do");
    }
    if (goal->hours < 0 || goal->hours > GOAL_HOURS_MAX) {
        return fail_set(fail, FAIL_INPUT, "goal: hours is %d, but must lie from 0 to %d",
                        goal->hours, GOAL_HOURS_MAX);
    }
    if (goal->weeks < 0 || goal->weeks > GOAL_WEEKS_MAX) {
        return fail_set(fail, FAIL_INPUT, "goal: weeks is %d, but must lie from 0 to %d",
                        goal->weeks, GOAL_WEEKS_MAX);
    }
    if ((unsigned)goal->phase >= PHASE_COUNT || goal->scorer_version < 1) {
        return fail_set(fail, FAIL_INPUT, "goal: the phase or the scorer's version is unknown");
    }
    return mastery_check(&goal->mastery, fail) &&
           (!goal->has_scale || gas_check(&goal->scale, fail));
}

void goal_sentence(const Goal *goal, char text[GOAL_SENTENCE_MAX]) {
    char rule[MASTERY_TEXT_MAX], within[48] = "The child";
    mastery_rule_text(&goal->mastery, rule);
    rule[0] = (char)(rule[0] == 'A' ? 'a' : 't'); /* it goes on inside the sentence */
    if (goal->weeks > 0) {
        snprintf(within, sizeof within, "Within %d week%s the child", goal->weeks,
                 goal->weeks == 1 ? "" : "s");
    }
    snprintf(text, GOAL_SENTENCE_MAX, "%s will %s%s%s%s%s: %s", within, goal->task,
             goal->condition[0] != '\0' ? ", " : "", goal->condition,
             goal->settings[0] != '\0' ? ", " : "", goal->settings, rule);
}

GoalProposal goal_propose(const Goal *goal, const MasterySession *sessions, size_t count,
                          const MaintenanceRule *maintenance, int mastered_day,
                          const MasterySession *probes, size_t probe_count, int today) {
    GoalProposal proposal = {.phase = goal->phase};
    if (goal->phase == PHASE_BASELINE) {
        bool enough = count >= BASELINE_SESSIONS;
        proposal.phase = enough ? PHASE_TEACHING : PHASE_BASELINE;
        snprintf(proposal.why, sizeof proposal.why,
                 enough ? "%zu baseline sessions are there (at least %d): teaching can begin."
                        : "%zu of %d baseline sessions so far.",
                 count, BASELINE_SESSIONS);
    } else if (goal->phase == PHASE_TEACHING) {
        MasteryVerdict verdict = mastery_evaluate(&goal->mastery, sessions, count);
        proposal.phase = verdict.fired ? PHASE_MASTERED : PHASE_TEACHING;
        snprintf(proposal.why, sizeof proposal.why, "%s", verdict.why);
    } else if (goal->phase == PHASE_MASTERED || goal->phase == PHASE_MAINTENANCE) {
        MaintenanceVerdict verdict =
            maintenance_evaluate(maintenance, mastered_day, probes, probe_count, today);
        proposal.phase = verdict.state == MAINTENANCE_REOPEN ? PHASE_TEACHING
                         : verdict.state == MAINTENANCE_HELD ? PHASE_GENERALIZATION
                                                             : PHASE_MAINTENANCE;
        snprintf(proposal.why, sizeof proposal.why, "%s", verdict.why);
    } else {
        snprintf(proposal.why, sizeof proposal.why, "No rule changes this phase.");
    }
    return proposal;
}

/* ---- storing ---- */

bool goal_value(Mem *mem, const Goal *goal, Value *value) {
    Value mastery, scale = value_none();
    *value = value_record();
    bool ok = true;
#define X(field) ok = ok && value_put(mem, value, #field, value_text(goal->field));
    TEXTS(X)
#undef X
    ok = ok && value_put(mem, value, "hours", value_int(goal->hours)) &&
         value_put(mem, value, "weeks", value_int(goal->weeks)) &&
         value_put(mem, value, "phase", value_text(phase_word(goal->phase))) &&
         value_put(mem, value, "scorer_version", value_int(goal->scorer_version)) &&
         mastery_value(mem, &goal->mastery, &mastery) && value_put(mem, value, "mastery", mastery);
    if (ok && goal->has_scale) {
        ok = gas_value(mem, &goal->scale, &scale);
    }
    return ok && value_put(mem, value, "scale", scale);
}

static bool read_text(const Value *value, const char *name, char text[GOAL_TEXT_MAX], Fail *fail) {
    const Value *field = value_get(value, name);
    if (field == NULL || field->kind != VALUE_TEXT || strlen(field->as.text) >= GOAL_TEXT_MAX) {
        return fail_set(fail, FAIL_INPUT, "goal: \"%s\" is missing or longer than %d bytes", name,
                        GOAL_TEXT_MAX - 1);
    }
    memset(text, 0, GOAL_TEXT_MAX);
    memcpy(text, field->as.text, strlen(field->as.text));
    return true;
}

static bool read_whole(const Value *value, const char *name, int *whole, Fail *fail) {
    const Value *field = value_get(value, name);
    if (field == NULL || field->kind != VALUE_INT || field->as.integer < 0 ||
        field->as.integer > 1000000) {
        return fail_set(fail, FAIL_INPUT, "goal: \"%s\" is missing or not a whole number", name);
    }
    *whole = (int)field->as.integer;
    return true;
}

bool goal_read(const Value *value, Goal *goal, Fail *fail) {
    Goal read = goal_usual();
    const Value *phase = value_get(value, "phase"), *scale = value_get(value, "scale");
    int number = phase != NULL && phase->kind == VALUE_TEXT ? phase_by_word(phase->as.text) : -1;
    bool ok = true;
#define X(field) ok = ok && read_text(value, #field, read.field, fail);
    TEXTS(X)
#undef X
    if (!ok) {
        return false;
    }
    if (number < 0) {
        return fail_set(fail, FAIL_INPUT, "goal: \"phase\" is missing or unknown");
    }
    read.phase = (Phase)number;
    read.has_scale = scale != NULL && scale->kind != VALUE_NONE;
    /* Older goals do not say how many hours. */
    bool hours = value_get(value, "hours") != NULL;
    if ((hours && !read_whole(value, "hours", &read.hours, fail)) ||
        !read_whole(value, "weeks", &read.weeks, fail) ||
        !read_whole(value, "scorer_version", &read.scorer_version, fail) ||
        !mastery_read(value_get(value, "mastery"), &read.mastery, fail) ||
        (read.has_scale && !gas_read(scale, &read.scale, fail)) || !goal_check(&read, fail)) {
        return false;
    }
    *goal = read;
    return true;
}
