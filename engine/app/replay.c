/* Stored sessions played again headless: the closing verdict and `otterpaw replay`; see sitting.h.
 */
#include "app/sitting.h"

#include <stdio.h>
#include <string.h>

bool replay_setup(Mem *mem, const RunRecord *run, const Game *game, RunSetup *setup, Fail *fail) {
    Value value;
    if (strcmp(run->game_hash, game->hash) != 0) {
        return fail_set(fail, FAIL_REFUSED,
                        "run %d was played with %s %s (files %.8s), but %s is here (files %.8s); "
                        "only the same files give the same result",
                        run->number, run->game, run->game_version, run->game_hash,
                        game->manifest->version, game->hash);
    }
    return value_read(mem, run->setup, strlen(run->setup), &value, fail) &&
           run_setup_read(mem, &value, game->manifest, game->levels, setup, fail);
}

/* Decodes the chunk of each stored trial; the journals own the entries. */
static bool read_chunks(const TrialLine *lines, size_t count, Journal *journals,
                        StoredTrial *trials, Fail *fail) {
    for (size_t i = 0; i < count; i++) {
        if (!journal_decode(lines[i].journal, lines[i].journal_length, &journals[i], fail)) {
            return fail_prefix(fail, "trial %d", lines[i].trial.number + 1);
        }
        trials[i] = (StoredTrial){.number = lines[i].trial.number,
                                  .record = lines[i].record,
                                  .chunk = journals[i].entries,
                                  .count = journals[i].count};
    }
    return true;
}

static bool replay_run(App *app, Mem *mem, const SessionLine *line, const RunRecord *run,
                       ReplayVerdict *verdict, Fail *fail) {
    TrialLine *lines;
    size_t count, tail_length;
    const uint8_t *tail;
    if (!history_trials(app->store, mem, line->session.id, run->number, true, &lines, &count,
                        fail) ||
        !history_tail(app->store, mem, line->session.id, run->number, &tail, &tail_length, fail)) {
        return false;
    }
    Journal *journals = mem_alloc_array(mem, count + 1, sizeof *journals);
    StoredTrial *trials = mem_alloc_array(mem, count + 1, sizeof *trials);
    if (journals == NULL || trials == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory to replay run %d", run->number);
    }
    Script *script = library_fresh(app->library, run->game, fail);
    bool ok = script != NULL;
    if (ok) {
        Game game = library_game_of(script);
        RunSetup setup;
        ok =
            replay_setup(mem, run, &game, &setup, fail) &&
            read_chunks(lines, count, journals, trials, fail) &&
            (tail_length == 0 || journal_decode(tail, tail_length, &journals[count], fail)) &&
            session_replay_run(&setup, &game, trials, count, journals[count].entries,
                               journals[count].count, line->session.id, run->number, verdict, fail);
    }
    for (size_t i = 0; i <= count; i++) {
        journal_free(&journals[i]);
    }
    script_close(script);
    return ok;
}

bool replay_session(App *app, const SessionLine *line, ReplayVerdict *verdict, Fail *fail) {
    *verdict = (ReplayVerdict){.first_different = -1};
    Mem *mem = mem_new((size_t)512 << 20);
    RunRecord *runs = NULL;
    size_t count = 0;
    bool ok = mem != NULL ? history_runs(app->store, mem, line->session.id, &runs, &count, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory to replay a session");
    for (size_t i = 0; ok && i < count; i++) {
        ReplayVerdict one = {.first_different = -1};
        ok = replay_run(app, mem, line, &runs[i], &one, fail);
        verdict->reproduced += one.reproduced;
        verdict->total += one.total;
        if (verdict->first_different < 0 && one.first_different >= 0) {
            verdict->first_different = one.first_different;
            snprintf(verdict->difference, sizeof verdict->difference, "%s", one.difference);
        }
    }
    mem_free(mem);
    return ok;
}
