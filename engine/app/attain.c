/* A goal's standing from stored sessions; see attain.h. */
#include "app/attain.h"

#include "care/plan.h"
#include "care/summary.h"
#include "store/history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TRIALS_MAX = 4000 };

typedef struct {
    MasterySession sessions[ATTAIN_SESSIONS_MAX], probes[ATTAIN_SESSIONS_MAX];
    size_t count, probe_count;
    GasTrial *trials;
    size_t trial_count;
    int baselines;
} Evidence;

static int day_of(const SessionLine *line) {
    int64_t seconds =
        line->session.started_us / 1000000 + (int64_t)line->session.utc_offset_min * 60;
    return (int)(seconds / 86400);
}

/* Trials are read one by one only where the goal asks for it: a scale, or the first trial. */
static bool wants_trials(const Goal *goal) {
    return goal->has_scale || goal->mastery.first != MASTERY_FIRST_ANY;
}

typedef struct {
    App *app;
    Mem *mem, *scratch; /* of the evidence; of one run */
    const Goal *goal;
    Evidence *evidence;
    Fail *fail;
} Gatherer;

static bool take_trial(Gatherer *to, const TrialLine *line, const char *context,
                       MasterySession *session) {
    Evidence *evidence = to->evidence;
    TrialView view = {&line->trial, line->assistance, line->excluded};
    if (!summary_counts(&view)) {
        return true;
    }
    bool own = summary_on_own(&view);
    session->first_on_own = session->trials == 0 ? own : session->first_on_own;
    session->trials++;
    session->on_own += own;
    if (!to->goal->has_scale) {
        return true;
    }
    if (evidence->trial_count == TRIALS_MAX) { /* the newest count: the older half goes */
        evidence->trial_count = TRIALS_MAX / 2;
        memmove(evidence->trials, evidence->trials + TRIALS_MAX / 2,
                evidence->trial_count * sizeof *evidence->trials);
    }
    Measures *measures = mem_alloc(to->mem, sizeof *measures);
    if (measures == NULL) {
        return fail_set(to->fail, FAIL_MEMORY, "there is no memory to see how far a goal is");
    }
    *measures = line->trial.measures;
    evidence->trials[evidence->trial_count++] = (GasTrial){
        .measures = measures, .level = line->trial.level, .on_own = own, .context = context};
    return true;
}

static bool take_run(Gatherer *to, const RunSums *run, const char *context,
                     MasterySession *session) {
    TrialLine *lines;
    size_t count;
    if (!wants_trials(to->goal)) {
        session->trials += run->n_valid;
        session->on_own += run->n_independent;
        return true;
    }
    mem_reset(to->scratch);
    bool ok = history_trials(to->app->store, to->scratch, run->session, run->run, false, &lines,
                             &count, to->fail);
    for (size_t i = 0; ok && i < count; i++) {
        ok = take_trial(to, &lines[i], context, session);
    }
    return ok;
}

/* Runs of the goal's game in one session: teaching ones make a session, probes of maintenance make
 * one of their own, baselines are only counted. */
static bool take_session(Gatherer *to, const SessionLine *line, const RunSums *sums, size_t count,
                         const char *adult) {
    Evidence *evidence = to->evidence;
    const char *context = line->session.setting != NULL ? line->session.setting : "";
    MasterySession teaching = {.day = day_of(line), .adult = adult, .context = context};
    MasterySession probe = teaching;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        if (strcmp(sums[i].game, to->goal->game) != 0 ||
            !id_equal(sums[i].session, line->session.id)) {
            continue;
        }
        if (sums[i].phase == PHASE_BASELINE) {
            evidence->baselines++;
        } else {
            ok = take_run(to, &sums[i], context,
                          sums[i].phase == PHASE_MAINTENANCE ? &probe : &teaching);
        }
    }
    if (teaching.trials > 0) {
        evidence->sessions[evidence->count++] = teaching;
    }
    if (probe.trials > 0) {
        evidence->probes[evidence->probe_count++] = probe;
    }
    return ok;
}

/* Who was there, by the plan that the session began with; "" when that cannot be read. */
static const char *adult_of(Mem *mem, const SessionRecord *session) {
    Value value;
    Plan plan;
    return session->plan != NULL &&
                   value_read(mem, session->plan, strlen(session->plan), &value, NULL) &&
                   plan_read(&value, &plan, NULL)
               ? mem_text(mem, plan_adult(&plan))
               : "";
}

/* Sessions come newest first; rules want the oldest first. */
static bool gather(Gatherer *to, const ChildRecord *child) {
    App *app = to->app;
    SessionLine *lines;
    RunSums *sums;
    size_t count, sum_count;
    to->evidence->trials = mem_alloc_array(to->mem, TRIALS_MAX, sizeof *to->evidence->trials);
    if (to->evidence->trials == NULL || to->scratch == NULL) {
        return fail_set(to->fail, FAIL_MEMORY, "there is no memory to see how far a goal is");
    }
    if (!history_sessions(app->store, to->mem, &child->id, ATTAIN_SESSIONS_MAX, &lines, &count,
                          to->fail) ||
        !history_sums(app->store, to->mem, child->id,
                      count > 0 ? lines[count - 1].session.started_us : INT64_MIN, INT64_MAX, &sums,
                      &sum_count, to->fail)) {
        return false;
    }
    bool ok = true;
    for (size_t i = count; ok && i-- > 0;) {
        const char *adult = adult_of(to->mem, &lines[i].session);
        ok = adult != NULL
                 ? take_session(to, &lines[i], sums, sum_count, adult)
                 : fail_set(to->fail, FAIL_MEMORY, "there is no memory to see how far a goal is");
    }
    return ok;
}

bool attain_standing(App *app, const ChildRecord *child, const Goal *goal, Standing *standing,
                     Fail *fail) {
    Mem *mem = mem_new((size_t)512 << 20);
    Evidence *evidence = mem != NULL ? mem_alloc(mem, sizeof *evidence) : NULL;
    *standing = (Standing){0};
    bool ok = evidence != NULL;
    if (ok) {
        *evidence = (Evidence){0};
        Gatherer to = {.app = app,
                       .mem = mem,
                       .scratch = mem_new((size_t)64 << 20),
                       .goal = goal,
                       .evidence = evidence,
                       .fail = fail};
        ok = gather(&to, child);
        mem_free(to.scratch);
    } else {
        fail_set(fail, FAIL_MEMORY, "there is no memory to see how far a goal is");
    }
    if (ok) {
        int today = (int)((app_wall_us(app) / 1000000 + (int64_t)app->utc_offset_min * 60) / 86400);
        MaintenanceRule maintenance = maintenance_rule();
        standing->mastery = mastery_evaluate(&goal->mastery, evidence->sessions, evidence->count);
        int mastered = standing->mastery.fired ? evidence->sessions[standing->mastery.at].day : 0;
        standing->proposal = goal_propose(goal, evidence->sessions, evidence->count, &maintenance,
                                          mastered, evidence->probes, evidence->probe_count, today);
        standing->has_scale = goal->has_scale;
        if (goal->has_scale) {
            standing->scale = gas_propose(&goal->scale, evidence->trials, evidence->trial_count);
        }
        standing->sessions = (int)evidence->count;
        standing->baselines = evidence->baselines;
    }
    mem_free(mem);
    return ok;
}

double attain_t_score(const GoalLine *goals, const Standing *standings, size_t count,
                      char words[GAS_TEXT_MAX]) {
    enum { GOALS_MAX = 16 };
    double scores[GOALS_MAX] = {0}, weights[GOALS_MAX] = {0};
    size_t used = 0, length = 0;
    char terms[GAS_TEXT_MAX] = "";
    for (size_t i = 0; i < count && used < GOALS_MAX; i++) {
        if (!standings[i].has_scale || !standings[i].scale.known) {
            continue;
        }
        scores[used] = standings[i].scale.attained;
        weights[used] = goals[i].goal.scale.weight;
        if (length < sizeof terms - 40) {
            length +=
                (size_t)snprintf(terms + length, sizeof terms - length, "%s%g \xc3\x97 %+d",
                                 used > 0 ? ", " : "", weights[used], standings[i].scale.attained);
        }
        used++;
    }
    TrendVerdict verdict;
    double t = trend_gas_t(scores, weights, used, GAS_CORRELATION, &verdict);
    if (isnan(t)) {
        snprintf(words, GAS_TEXT_MAX, "No T-score: %s",
                 used == 0 ? "no goal has a scale and enough trials." : trend_sentence(verdict));
    } else {
        snprintf(words, GAS_TEXT_MAX, "T-score %.1f of %zu %s (weight \xc3\x97 attained: %.200s)",
                 t, used, used == 1 ? "goal" : "goals", terms);
    }
    return t;
}

bool attain_after_session(App *app, const ChildRecord *child, char words[FAIL_TEXT_MAX],
                          Fail *fail) {
    Mem *mem = mem_new(8 << 20);
    GoalLine *goals;
    size_t count = 0;
    words[0] = '\0';
    bool ok = mem != NULL ? goals_read(app, mem, child->id, &goals, &count, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory for the goals");
    for (size_t i = 0; ok && i < count; i++) {
        Standing standing;
        ok = attain_standing(app, child, &goals[i].goal, &standing, fail);
        if (ok && standing.proposal.phase != goals[i].goal.phase && words[0] == '\0') {
            snprintf(words, FAIL_TEXT_MAX, "Goal \"%.80s\": %s? %.400s", goals[i].goal.task,
                     phase_word(standing.proposal.phase), standing.proposal.why);
        }
    }
    mem_free(mem);
    return ok;
}
