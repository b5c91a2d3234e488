/* A trial's end: outcome, adaptation, the record, and the sink; see run.h. */
#include "play/run_life.h"

#include <string.h>

static Outcome outcome_of(const Trial *trial, int assistance) {
    if (trial->end != END_COMPLETED && trial->end != END_TIMED_OUT) {
        return OUTCOME_NOT_NOW;
    }
    if (trial->rung_highest >= RUNG_TOGETHER) {
        return OUTCOME_TOGETHER;
    }
    return trial->rung_highest > 0 || assistance > 0 ? OUTCOME_HELPED : OUTCOME_INDEPENDENT;
}

/* What adaptation may learn. Help that follows a wrong answer must not hide it: a first try that
 * failed is a failure, whatever was shown afterwards; otherwise a child who needs an easier level
 * would never come down. With help, success says nothing, and never leads up. */
static AdaptOutcome adapt_outcome(const Run *run, const TrialRecord *record) {
    int right, tries = trial_first_tries(run->trial, &right);
    bool several = tries > 1; /* one answer says no more than `success` does */
    bool lived = record->end == END_COMPLETED || record->end == END_TIMED_OUT;
    bool helped = record->help_rung > 0 || record->assistance > 0;
    bool missed = tries > 0 && right < run->adapt.target * tries;
    return (AdaptOutcome){.answers = several ? tries : 0,
                          .right = several ? right : 0,
                          .success = record->success && !(helped && missed),
                          .helped = helped && !missed,
                          .invalid = !record->valid || !lived || record->probe || record->practice};
}

static const char *keep_sentence(Run *run, const char *sentence) {
    const char *kept = mem_text(run->trial->mem, sentence);
    return kept != NULL ? kept : "";
}

/* What comes next, and why. The level of a repeated trial is the adult's choice, not a result. */
static void decide_next(Run *run, TrialRecord *record) {
    run->adapt_before = run->adapt;
    run->outcome = adapt_outcome(run, record);
    if (run->setup.manifest->no_score) {
        record->next_level = run->level;
        record->next_reason = "Nothing is scored here, so the level stays.";
    } else {
        AdaptStep step = adapt_step(&run->adapt, run->level, &run->outcome);
        record->next_level = step.level;
        record->next_reason = keep_sentence(run, step.reason);
    }
    if (run->again) {
        record->next_level = run->level;
        record->next_reason = "An adult asked for the same once more.";
    } else if (run->armed > 0) {
        adapt_set_level(&run->adapt, run->armed);
        record->next_level = run->armed;
        record->next_reason = "An adult set the level.";
    }
    record->next_placement = run->adapt.placement;
}

static bool score(Run *run, Fail *fail) {
    Trial *trial = run->trial;
    TrialRecord *record = &run->record;
    *record = (TrialRecord){.session = run->session,
                            .number = run->first_trial + run->trials_saved,
                            .run = run->run_number,
                            .level = run->level,
                            .placement = run->placement,
                            .params = trial->setup.params,
                            .seed = run->setup.seed,
                            .item = trial->item,
                            .onset_us = trial->onset_us,
                            .duration_us = run->logic_us - trial->onset_us,
                            .end = trial->end,
                            .outcome = outcome_of(trial, run->assistance),
                            .success = trial->success,
                            .help_rung = trial->rung_highest,
                            .assistance = run->assistance,
                            .probe = run->setup.probe,
                            .practice = trial->practice,
                            .gaps = run->gaps,
                            .via = run->via,
                            .scorer_version = SCORER_VERSION};
    if (record->via[0] == '\0' && run->ops.touch != NULL && trial->sample_count > 0) {
        record->via = "ink";
    }
    guard_counts(run->guard, &record->touches_kept, &record->touches_rested,
                 &record->touches_refused);
    if (!run_measure(run, record, fail)) {
        return false;
    }
    if (run->tapped) {
        record->via = access_via_word(VIA_TAP);
    }
    decide_next(run, record);
    return true;
}

static bool is_over(const Run *run) {
    return run->stop || run->last || run->broken_row >= RUN_BROKEN_MAX ||
           run->items_done >= run->setup.trials || run->trials_saved >= RUN_TRIALS_MAX;
}

bool run_close(Run *run, Fail *fail) {
    run->ended_us = run->logic_us;
    run->unsaved = true;
    run->scored = false;
    return run_save(run, fail);
}

bool run_save(Run *run, Fail *fail) {
    if (!run->scored && !score(run, fail)) {
        return false;
    }
    run->scored = true;
    if (run->sink.trial != NULL && !run->sink.trial(run->sink.self, &run->record,
                                                    run->chunk.entries, run->chunk.count, fail)) {
        return false;
    }
    run->unsaved = false;
    journal_clear(&run->chunk);
    run->trials_saved++;
    run->items_done += !run->again;
    run->broken_row = run->record.end == END_BROKEN ? run->broken_row + 1 : 0;
    run_help_ended(run);
    run->again = run->again && !run->stop && !run->last;
    run->state = !run->again && is_over(run) ? RUN_OVER : RUN_BETWEEN;
    if (run->trials_saved >= RUN_TRIALS_MAX || run->broken_row >= RUN_BROKEN_MAX) {
        run->state = RUN_OVER;
    }
    return true;
}

bool run_tail(Run *run, Fail *fail) {
    run->tail_unsaved = run->sink.tail != NULL && run->chunk.count > 0 &&
                        !run->sink.tail(run->sink.self, run->chunk.entries, run->chunk.count, fail);
    return !run->tail_unsaved;
}

/* ---- assistance ---- */

static bool is_late(const Run *run) {
    return run->state != RUN_LIVE && run->trials_saved > 0 &&
           run->logic_us - run->ended_us <= RUN_LATE_US;
}

static int marked(int before, int level) {
    return level < 0 ? ASSISTANCE_UNMARKED : level > before ? level : before;
}

/* The record stays as it was saved; what was decided from it is decided again. */
static void decide_again(Run *run) {
    bool decided = run->state == RUN_BETWEEN && !run->setup.manifest->no_score;
    if (decided) {
        run->adapt = run->adapt_before;
        run->outcome = adapt_outcome(run, &run->record);
        adapt_step(&run->adapt, run->record.level, &run->outcome);
    }
}

bool run_mark(Run *run, Fail *fail) {
    run->mark_unsaved =
        run->sink.mark != NULL && !run->sink.mark(run->sink.self, run->record.number, "assistance",
                                                  run->record.assistance, fail);
    return !run->mark_unsaved;
}

bool run_assist(Run *run, int level, Fail *fail) {
    if (!is_late(run)) {
        run->assistance = marked(run->assistance, level);
        return true;
    }
    int before = run->record.assistance, now = marked(before, level);
    if (now == before) {
        return true;
    }
    run->record.assistance = now;
    decide_again(run);
    return run_mark(run, fail);
}

int run_assistance(const Run *run) {
    bool late = run->state != RUN_LIVE && run->trials_saved > 0 &&
                run->time_us - run->ended_us <= RUN_LATE_US;
    return late ? run->record.assistance : run->assistance;
}
