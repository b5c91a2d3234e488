/* Time and entries: what is due is done in order, then the entry is written down and delivered; see
 * run.h. */
#include "play/run_life.h"

#include <assert.h>
#include <string.h>

enum { CHUNK_FULL = JOURNAL_ENTRIES_MAX - 4096 }; /* room is left for how the trial ends */

static int64_t quantum_up(int64_t time_us) {
    int64_t rounded = journal_time(time_us);
    return rounded < time_us ? rounded + JOURNAL_TIME_US : rounded;
}

void run_after(Run *run, bool ok, const Fail *error) {
    if (!ok) {
        memcpy(run->error, error->text, sizeof run->error);
        trial_close(run->trial, END_BROKEN, false);
    } else {
        run_help_answers(run);
    }
}

/* ---- what time brings ---- */

typedef enum { DUE_TIMER, DUE_TICK, DUE_ACCESS, DUE_IDLE, DUE_TOGETHER, DUE_LIMIT } DueKind;

typedef struct {
    DueKind kind;
    int64_t at_us; /* since the run began; INT64_MAX: nothing */
} Due;

static void sooner(Due *due, DueKind kind, int64_t at_us) {
    if (at_us < due->at_us) {
        *due = (Due){kind, at_us};
    }
}

/* Of two at one time, the earlier in DueKind comes first. */
static Due next_due(const Run *run) {
    Due due = {DUE_LIMIT, INT64_MAX};
    const Trial *trial = run->trial;
    if (run->state != RUN_LIVE || trial->ended) {
        return due;
    }
    const TrialTimer *timer = trial_timer_next(run->trial);
    if (timer != NULL && run->ops.timer != NULL) {
        sooner(&due, DUE_TIMER, trial->onset_us + timer->due_us);
    }
    if (run->ops.tick != NULL) {
        sooner(&due, DUE_TICK, run->tick_us + RUN_TICK_US);
    }
    int64_t access = access_wake_us(run->access);
    /* Access is told each time once: one that wakes again at the same time cannot stop time. */
    sooner(&due, DUE_ACCESS, access <= run->access_us ? run->access_us + 1 : access);
    sooner(&due, DUE_IDLE, run_help_idle_us(run));
    sooner(&due, DUE_TOGETHER, run->help.together_us);
    if (trial->limit_us != INT64_MAX) {
        sooner(&due, DUE_LIMIT, trial->onset_us + trial->limit_us);
    }
    if (due.at_us < run->logic_us) {
        due.at_us = run->logic_us;
    }
    return due;
}

static void do_due(Run *run, const Due *due) {
    Trial *trial = run->trial;
    Fail error = {FAIL_NONE, ""};
    switch (due->kind) {
    case DUE_TIMER: {
        TrialTimer *timer = trial_timer_next(trial);
        timer->used = false;
        run_after(run, run->ops.timer(run->game, trial, timer->tag, &error), &error);
        break;
    }
    case DUE_TICK:
        run->tick_us = due->at_us;
        run_after(run, run->ops.tick(run->game, trial, &error), &error);
        break;
    case DUE_ACCESS:
        run_access_pass(run, due->at_us);
        break;
    case DUE_IDLE:
        run_help_raise(run);
        break;
    case DUE_TOGETHER:
        run_help_together(run);
        break;
    case DUE_LIMIT:
        trial_close(trial, END_TIMED_OUT, false);
        break;
    }
}

/* The trial ended because time passed: the journal says so, since no entry would. */
static bool close_by_time(Run *run, Fail *fail) {
    int64_t time_us = quantum_up(run->logic_us);
    run->logic_us = time_us;
    run->end_written_us = time_us;
    if (!journal_append(&run->chunk, &(Entry){.kind = ENTRY_END, .time_us = time_us})) {
        return fail_set(fail, FAIL_LIMIT, "The journal of this trial is full.");
    }
    return run_close(run, fail);
}

static bool pass_time(Run *run, int64_t until_us, Fail *fail) {
    for (Due due = next_due(run); due.at_us <= until_us && due.at_us != INT64_MAX;
         due = next_due(run)) {
        run->logic_us = run->trial->now_us = due.at_us;
        do_due(run, &due);
        if (run->trial->ended && !close_by_time(run, fail)) {
            return false;
        }
    }
    return true;
}

bool run_advance(Run *run, int64_t time_us, Fail *fail) {
    bool ok = pass_time(run, time_us, fail);
    run->time_us = time_us > run->time_us ? time_us : run->time_us;
    if (run->state == RUN_LIVE && !run->trial->ended && run->time_us > run->trial->now_us) {
        /* Only a reader (draw) sees this; the next thing delivered sets it back to its own time. */
        run->trial->now_us = run->time_us;
    }
    return ok;
}

int64_t run_wake_us(const Run *run) {
    return next_due(run).at_us;
}

/* ---- entries ---- */

static void show(Run *run) {
    run->state = RUN_LIVE;
    run->tick_us = run->access_us = run->logic_us;
    trial_onset(run->trial, run->logic_us);
    guard_new_trial(run->guard);
    guard_counts_reset(run->guard);
    access_new_trial(run->access, run->logic_us);
    Fail error = {FAIL_NONE, ""};
    if (!run->trial->ended && run->ops.shown != NULL) {
        run_after(run, run->ops.shown(run->game, run->trial, &error), &error);
    }
    if (!run->trial->ended) {
        run_help_begin(run);
    }
}

static void again(Run *run, bool live) {
    bool allowed = run->repeats < RUN_REPEATS_MAX && run->state != RUN_OVER;
    if (live) {
        trial_close(run->trial, END_STOPPED, false);
        run->again = allowed;
    } else if (run->state == RUN_BETWEEN && allowed && !run->again) {
        run->again = true;
        run->items_done--;
    }
}

/* A drawing that fails ends its trial as broken, not the run: see run_draw. */
static bool stop(Run *run, const Entry *entry, bool live, Fail *fail) {
    run->stop = !(live && entry->value == END_BROKEN);
    if (live) {
        trial_close(run->trial, (EndReason)entry->value, false);
        return true;
    }
    run->state = RUN_OVER;
    return run_tail(run, fail);
}

static void speech(Run *run, bool begins) {
    if (!begins && run->speaking) {
        run->first_prompt_over = true;
    }
    run->speaking = begins;
    run->help.idle_since_us = run->logic_us;
}

static bool deliver_adult(Run *run, const Entry *entry, bool live, Fail *fail) {
    Fail error = {FAIL_NONE, ""};
    switch (entry->kind) {
    case ENTRY_ASSIST:
        return run_assist(run, (int)entry->value, fail);
    case ENTRY_ADULT:
        run->rated = run->rated || live;
        run->rating = live ? (int)entry->value : run->rating;
        if (live && run->ops.adult != NULL) {
            run_after(run, run->ops.adult(run->game, run->trial, (int)entry->value, &error),
                      &error);
        }
        return true;
    case ENTRY_HELP:
        if (live && run->trial->rung < RUNG_TOGETHER) {
            run_help_raise(run);
        }
        return true;
    case ENTRY_LEVEL:
        run->armed = (int)entry->value;
        return true;
    case ENTRY_SKIP:
        if (live) {
            trial_close(run->trial, END_STOPPED, false);
        }
        return true;
    case ENTRY_AGAIN:
        again(run, live);
        return true;
    case ENTRY_STOP:
        return run->state == RUN_OVER || stop(run, entry, live, fail);
    case ENTRY_LAST:
        run->last = true;
        if (run->state == RUN_BETWEEN) {
            run->state = RUN_OVER;
            return run_tail(run, fail);
        }
        return true;
    default:
        return true;
    }
}

static bool deliver(Run *run, const Entry *entry, Fail *fail) {
    bool live = run->state == RUN_LIVE;
    switch (entry->kind) {
    case ENTRY_SAMPLE:
        return run_sample(run, entry, fail);
    case ENTRY_SHOWN:
        if (run->state == RUN_READY) {
            show(run);
        }
        return true;
    case ENTRY_KEY:
        return !live || run_key(run, entry, fail);
    case ENTRY_PAUSE:
        run->paused = run->paused || live;
        return true;
    case ENTRY_GAP:
        run->gaps += live;
        return true;
    case ENTRY_NEXT:
        return run->state != RUN_BETWEEN || run_prepare_next(run, fail);
    case ENTRY_SPEECH:
        speech(run, entry->value != 0);
        return true;
    default:
        return deliver_adult(run, entry, live, fail);
    }
}

static bool entry_fits(const Run *run, const Entry *entry, Fail *fail) {
    int64_t value = entry->value;
    switch (entry->kind) {
    case ENTRY_LEVEL:
        return (value >= 0 && value <= run->setup.levels->count) ||
               fail_set(fail, FAIL_INPUT, "Level %lld cannot be armed: %s has levels 1 to %d.",
                        (long long)value, run->setup.manifest->id, run->setup.levels->count);
    case ENTRY_ASSIST:
        return (value >= ASSISTANCE_UNMARKED && value <= ASSISTANCE_MAX) ||
               fail_set(fail, FAIL_INPUT, "Assistance %lld is not one of -1 to %d.",
                        (long long)value, ASSISTANCE_MAX);
    case ENTRY_STOP:
        return (value >= 0 && value < END_COUNT) ||
               fail_set(fail, FAIL_INPUT, "End reason %lld is unknown.", (long long)value);
    case ENTRY_KEY:
        return (value >= KEY_SELECT && value <= KEY_SELECT_UP) ||
               fail_set(fail, FAIL_INPUT, "Access key %lld is unknown.", (long long)value);
    case ENTRY_SAMPLE:
        return (entry->finger >= 0 && entry->finger < SAMPLE_FINGERS_MAX) ||
               fail_set(fail, FAIL_INPUT, "Finger %d is not one of 0 to %d.", (int)entry->finger,
                        SAMPLE_FINGERS_MAX - 1);
    default:
        return true;
    }
}

static bool hold(Run *run, const Entry *entry, Fail *fail) {
    Entry later = *entry;
    if (run->held.count > 0 && run->held.entries[run->held.count - 1].time_us > later.time_us) {
        later.time_us = run->held.entries[run->held.count - 1].time_us;
    }
    return journal_append(&run->held, &later) ||
           fail_set(fail, FAIL_LIMIT, "Too much happened while nothing could be saved.");
}

static bool is_stuck(const Run *run) {
    return run->unsaved || run->mark_unsaved || run->tail_unsaved;
}

static bool feed_one(Run *run, Entry entry, Fail *fail) {
    int64_t earliest = quantum_up(run->logic_us);
    entry.time_us = entry.time_us > earliest ? entry.time_us : earliest;
    run->time_us = entry.time_us > run->time_us ? entry.time_us : run->time_us;
    run->end_written_us = -1;
    bool ok = pass_time(run, entry.time_us, fail);
    if (ok && run->state == RUN_LIVE) {
        run->logic_us = run->trial->now_us = entry.time_us;
        run_access_pass(run, entry.time_us);
        ok = !run->trial->ended || close_by_time(run, fail);
    }
    if (entry.kind == ENTRY_END && run->end_written_us == entry.time_us) {
        return ok; /* it is the entry that the run has just written itself */
    }
    if (!ok) {
        Fail ignored;
        hold(run, &entry, &ignored);
        return false;
    }
    if (!journal_append(&run->chunk, &entry)) {
        return fail_set(fail, FAIL_LIMIT, "The journal of this trial is full.");
    }
    entry = run->chunk.entries[run->chunk.count - 1];
    run->logic_us = entry.time_us;
    if (run->state == RUN_LIVE) {
        run->trial->now_us = entry.time_us;
    }
    bool was_over = run->state == RUN_OVER;
    ok = deliver(run, &entry, fail);
    if (ok && run->state == RUN_LIVE && run->chunk.count >= CHUNK_FULL && !run->trial->ended) {
        trial_close(run->trial, END_INTERRUPTED, false);
    }
    if (run->state == RUN_LIVE && run->trial->ended && !run->unsaved) {
        ok = run_close(run, fail) && ok;
    }
    return was_over ? run_tail(run, fail) && ok : ok;
}

bool run_feed(Run *run, const Entry *given, Fail *fail) {
    if (!entry_fits(run, given, fail)) {
        return false;
    }
    Entry entry = *given;
    entry.time_us = journal_time(entry.time_us);
    if (is_stuck(run)) {
        return hold(run, &entry, fail) && run_retry(run, fail);
    }
    return feed_one(run, entry, fail);
}

bool run_retry(Run *run, Fail *fail) {
    if (run->unsaved && !run_save(run, fail)) {
        return false;
    }
    if (run->mark_unsaved && !run_mark(run, fail)) {
        return false;
    }
    if (run->tail_unsaved && !run_tail(run, fail)) {
        return false;
    }
    size_t done = 0;
    bool ok = true;
    Journal held = run->held;
    run->held = (Journal){0};
    while (ok && done < held.count) {
        ok = feed_one(run, held.entries[done++], fail);
    }
    for (; done < held.count; done++) {
        Fail ignored;
        hold(run, &held.entries[done], &ignored);
    }
    journal_free(&held);
    return ok;
}
