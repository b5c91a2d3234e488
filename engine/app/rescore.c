/* Measures stored sessions again; see rescore.h. */
#include "app/rescore.h"

#include "app/log.h"
#include "app/sitting.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    App *app;
    const TrialLine *lines;
    size_t count, next;
    Rescored *rescored;
} Rescore;

static bool same_number(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

static void compare(Rescore *rescore, const TrialRecord *old, const TrialRecord *now) {
    Rescored *found = rescore->rescored;
    for (int id = 0; id < MEASURE_COUNT; id++) {
        double was = measures_get(&old->measures, (MeasureId)id);
        double is = measures_get(&now->measures, (MeasureId)id);
        if (same_number(was, is)) {
            continue;
        }
        found->changed++;
        if (found->first_changed < 0) {
            char a[LOG_WORDS], b[LOG_WORDS];
            found->first_changed = old->number;
            snprintf(found->difference, sizeof found->difference,
                     "trial %d: %s was %s (scorer %d), is %s (scorer %d)", old->number + 1,
                     measure_info((MeasureId)id)->name, log_measure((MeasureId)id, was, a),
                     old->scorer_version, log_measure((MeasureId)id, is, b), now->scorer_version);
        }
        return;
    }
}

static bool take_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                       Fail *fail) {
    (void)chunk;
    (void)count;
    Rescore *rescore = self;
    if (rescore->next >= rescore->count) {
        return true;
    }
    const TrialLine *line = &rescore->lines[rescore->next++];
    rescore->rescored->trials++;
    compare(rescore, &line->trial, record);
    return store_rescore(rescore->app->store, line->trial.session, line->trial.number,
                         record->scorer_version, app_wall_us(rescore->app), &record->measures, NULL,
                         NULL, fail);
}

static bool feed(Run *run, const TrialLine *lines, size_t count, Fail *fail) {
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        Journal journal = {0};
        ok = journal_decode(lines[i].journal, lines[i].journal_length, &journal, fail);
        for (size_t e = 0; ok && e < journal.count; e++) {
            ok = run_feed(run, &journal.entries[e], fail);
        }
        journal_free(&journal);
    }
    return ok;
}

static bool rescore_run(App *app, Mem *mem, const RunRecord *record, Rescored *rescored,
                        Fail *fail) {
    Rescore rescore = {.app = app, .rescored = rescored};
    TrialLine *lines;
    if (!history_trials(app->store, mem, record->session, record->number, true, &lines,
                        &rescore.count, fail)) {
        return false;
    }
    rescore.lines = lines;
    Script *script = rescore.count > 0 ? library_fresh(app->library, record->game, fail) : NULL;
    if (script == NULL) {
        return rescore.count == 0;
    }
    Game game = library_game_of(script);
    RunSetup setup;
    Sink sink = {.self = &rescore, .trial = take_trial};
    Run *run = NULL;
    bool ok = replay_setup(mem, record, &game, &setup, fail);
    if (ok) {
        run = run_new(&setup, game.ops, game.self, &sink, record->session, record->number,
                      lines[0].trial.number, fail);
        ok = run != NULL && feed(run, lines, rescore.count, fail);
    }
    run_free(run);
    script_close(script);
    return ok;
}

bool rescore_session(App *app, const SessionLine *line, Rescored *rescored, Fail *fail) {
    *rescored = (Rescored){.first_changed = -1};
    Mem *mem = mem_new((size_t)512 << 20);
    RunRecord *runs = NULL;
    size_t count = 0;
    bool ok = mem != NULL ? history_runs(app->store, mem, line->session.id, &runs, &count, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory to score a session");
    for (size_t i = 0; ok && i < count; i++) {
        ok = rescore_run(app, mem, &runs[i], rescored, fail);
    }
    mem_free(mem);
    return ok && store_flush(app->store, fail);
}
