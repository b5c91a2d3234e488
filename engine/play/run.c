/* A run's beginning, its trials' preparation and its end; see run.h. */
#include "play/run.h"

#include "play/run_life.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool setup_fits(const RunSetup *setup, Fail *fail) {
    const char *game = setup->manifest->id;
    if (setup->trials < 1 || setup->trials > RUN_TRIALS_MAX) {
        return fail_set(fail, FAIL_INPUT, "%s: a run may have 1 to %d trials, not %d.", game,
                        RUN_TRIALS_MAX, setup->trials);
    }
    if (setup->first_level < 1 || setup->first_level > setup->levels->count) {
        return fail_set(fail, FAIL_INPUT, "%s: level is %d, but the game has levels 1 to %d.", game,
                        setup->first_level, setup->levels->count);
    }
    return true;
}

/* The level's parameters as they are for this child, with the therapist's own over them. */
static bool merge_params(Run *run, const Level *level, Fail *fail) {
    const RunSetup *setup = &run->setup;
    const Manifest *manifest = setup->manifest;
    Value params = value_record();
    for (int i = 0; i < manifest->param_count; i++) {
        const Param *param = &manifest->params[i];
        const Value *own =
            setup->overrides != NULL ? value_get(setup->overrides, param->name) : NULL;
        const Value *usual = value_get(level->params, param->name);
        Value checked = schema_fit(param, setup->age_band, setup->motor, setup->choices_most,
                                   usual != NULL ? *usual : param->standard);
        if (own != NULL && !schema_param(param, own, &checked, fail)) {
            return fail_prefix(fail, "%s", manifest->id);
        }
        if (!value_put(run->trial->mem, &params, param->name, checked)) {
            return fail_set(fail, FAIL_MEMORY, "There is no memory for the trial's parameters.");
        }
    }
    const Value *kept = mem_copy(run->trial->mem, &params, sizeof params);
    run->trial->setup.params = kept;
    return kept != NULL ||
           fail_set(fail, FAIL_MEMORY, "There is no memory for the trial's parameters.");
}

static void choose_level(Run *run) {
    if (run->again) {
        run->repeats++;
        return;
    }
    run->repeats = 0;
    if (run->trials_saved == 0) {
        run->level = run->setup.first_level;
    } else if (run->armed > 0) {
        run->level = run->armed;
        adapt_set_level(&run->adapt, run->armed);
    } else if (!run->setup.manifest->no_score) {
        run->level = adapt_level(&run->adapt);
    }
    run->armed = 0;
    run->item_index++;
}

static void forget_trial(Run *run) {
    run->again = false;
    run->paused = run->speaking = run->first_prompt_over = run->rated = false;
    run->gaps = 0;
    run->contacts = (RunContacts){0};
    run->first_touch_us = -1;
    run->via = "";
    run->pen_mm = 0;
    run->pen_used = false;
    run->assistance = ASSISTANCE_UNMARKED;
    run->help.together_us = INT64_MAX;
    guard_counts_reset(run->guard);
}

static bool begin_trial(Run *run, Fail *fail) {
    choose_level(run);
    forget_trial(run);
    run->placement = run->adapt.placement;
    const RunSetup *setup = &run->setup;
    const Box *play = &setup->place.play;
    trial_begin(run->trial, &(TrialSetup){.manifest = setup->manifest,
                                          .number = run->trials_saved + 1,
                                          .level = run->level,
                                          .seed = setup->seed,
                                          .item_index = run->item_index,
                                          .width_mm = play->right - play->left,
                                          .height_mm = play->bottom - play->top,
                                          .probe = setup->probe,
                                          .practice = setup->practice,
                                          .mirrored = setup->mirrored,
                                          .reduced_motion = setup->reduced_motion,
                                          .hand = setup->guard.hand});
    return merge_params(run, &setup->levels->rows[run->level - 1], fail);
}

bool run_prepare_next(Run *run, Fail *fail) {
    if (!begin_trial(run, fail)) {
        return false;
    }
    Fail error = {FAIL_NONE, ""};
    run->state = RUN_READY;
    bool ok = run->ops.prepare == NULL || run->ops.prepare(run->game, run->trial, &error);
    if (ok && run->trial->out_of_memory) {
        ok = fail_set(&error, FAIL_LIMIT, "What is expected of the child is too large to keep.");
    }
    run_after(run, ok, &error);
    if (run->trial->ended && run->trial->end == END_BROKEN) {
        trial_onset(run->trial, run->logic_us); /* nothing was shown: it lasted no time */
        return run_close(run, fail);
    }
    return true;
}

static bool make_parts(Run *run) {
    run->scratch = mem_new(RUN_SCRATCH_BYTES);
    run->guard = guard_new(&run->setup.guard, &run->setup.place);
    run->access = access_new(&run->setup.access, &run->setup.guard);
    run->trial = trial_new();
    return run->scratch != NULL && run->guard != NULL && run->access != NULL && run->trial != NULL;
}

Run *run_new(const RunSetup *setup, const GameOps *ops, void *game, const Sink *sink, Id session,
             int run_number, int first_trial, Fail *fail) {
    if (!setup_fits(setup, fail)) {
        return NULL;
    }
    Run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        fail_set(fail, FAIL_MEMORY, "There is no memory to begin %s.", setup->manifest->id);
        return NULL;
    }
    run->setup = *setup;
    run->ops = *ops;
    run->game = game;
    run->sink = *sink;
    run->session = session;
    run->run_number = run_number;
    run->first_trial = first_trial;
    run->adapt = setup->adapt;
    run->end_written_us = -1;
    run->help.start_rung = setup->help == HELP_HELP_FIRST && !setup->probe ? RUNG_MODEL : 0;
    if (!make_parts(run)) {
        fail_set(fail, FAIL_MEMORY, "There is no memory to begin %s.", setup->manifest->id);
        run_free(run);
        return NULL;
    }
    Fail error = {FAIL_NONE, ""};
    bool ok = begin_trial(run, fail);
    if (ok && run->ops.prepare != NULL && !run->ops.prepare(game, run->trial, &error)) {
        ok = fail_set(fail, error.kind, "%s", error.text);
    }
    if (ok && run->trial->out_of_memory) {
        ok = fail_set(fail, FAIL_LIMIT, "%s: what is expected of the child is too large to keep.",
                      setup->manifest->id);
    }
    if (!ok) {
        run_free(run);
        return NULL;
    }
    return run;
}

void run_free(Run *run) {
    if (run != NULL) {
        mem_free(run->scratch);
        guard_free(run->guard);
        access_free(run->access);
        trial_free(run->trial);
        journal_free(&run->chunk);
        journal_free(&run->held);
        free(run);
    }
}

RunState run_state(const Run *run) {
    return run->state;
}

int64_t run_time_us(const Run *run) {
    return run->time_us;
}

const Entry *run_chunk(const Run *run, size_t *count) {
    *count = run->chunk.count;
    return run->chunk.entries;
}

const Trial *run_trial(const Run *run) {
    return run->trial;
}

int run_trials_done(const Run *run) {
    return run->items_done;
}

int run_trials_planned(const Run *run) {
    return run->setup.trials;
}

int run_level(const Run *run) {
    return run->level;
}

int run_level_armed(const Run *run) {
    return run->armed;
}

const Adapt *run_adapt(const Run *run) {
    return &run->adapt;
}

void run_texts(Run *run, const Texts *texts) {
    run->trial->texts = texts;
}

bool run_take_cue(Run *run, Cue *cue) {
    return trial_cue_take(run->trial, cue);
}

bool run_simulate(Run *run, Pretend *child, Fail *fail) {
    if (run->ops.simulate == NULL) {
        return fail_set(fail, FAIL_INPUT,
                        "%s has no simulate: it cannot be played by a pretend child.",
                        run->setup.manifest->id);
    }
    return run->ops.simulate(run->game, run->trial, child, fail);
}

const char *run_game_error(const Run *run) {
    return run->error;
}
