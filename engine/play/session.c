/* A run played headless by a pretend child; see session.h. Time is only ever the next thing that
 * is due: the child's entry, the next question what to do, or the end of patience. */
#include "play/session.h"

enum { SHOW_US = 200000 };  /* from prepared to seen: what drawing takes on a slow tablet */
enum { GOING_ON_MOST = 8 }; /* idle limits that a game may go on by itself */

typedef struct {
    Run *run;
    Pretend *child;
    const RunSetup *setup;
    int64_t idle_limit_us;
    int64_t acted_us, going_us; /* when child and game last did something in this trial */
    int asks, trials;
} Play;

static int64_t latest(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static int64_t soonest(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static bool feed(Play *play, EntryKind kind, int64_t time_us, Fail *fail) {
    Cue cue;
    Entry entry = {.kind = kind, .time_us = journal_time(time_us)};
    bool ok = run_feed(play->run, &entry, fail);
    while (run_take_cue(play->run, &cue)) { /* nobody listens */
    }
    return ok;
}

static bool ask(Play *play, Fail *fail) {
    Target targets[TARGETS_MAX];
    const Trial *trial = run_trial(play->run);
    int count = trial_target_count(trial);
    for (int i = 0; i < count && i < TARGETS_MAX; i++) {
        targets[i] = *trial_target_at(trial, i);
    }
    pretend_see(play->child, targets, count);
    play->asks++;
    if (!run_simulate(play->run, play->child, fail)) {
        return false;
    }
    return !pretend_is_full(play->child) ||
           fail_set(fail, FAIL_LIMIT,
                    "%s: simulate asks for more than %d readings at once in trial %d; ask for less "
                    "at a time.",
                    play->setup->manifest->id, PRETEND_ENTRIES_MAX, trial_number(trial));
}

static bool begin(Play *play, Fail *fail) {
    int64_t time_us = journal_time(run_time_us(play->run) + SHOW_US);
    play->acted_us = play->going_us = time_us;
    play->asks = 0;
    play->trials++;
    if (!feed(play, ENTRY_SHOWN, time_us, fail)) {
        return false;
    }
    if (run_state(play->run) != RUN_LIVE) {
        return true; /* it ended as it began */
    }
    pretend_begin_trial(play->child, run_time_us(play->run), run_level(play->run), play->trials);
    return ask(play, fail);
}

/* One step of a live trial. A child who waits because it is asked to does something. */
static bool live(Play *play, Fail *fail) {
    bool waits = trial_is_waiting(run_trial(play->run));
    if (waits) {
        play->acted_us = latest(play->acted_us, run_time_us(play->run));
    }
    if (run_wake_us(play->run) < INT64_MAX) { /* a model is shown, a breath is counted */
        play->going_us = run_time_us(play->run);
    }
    int64_t end_us = soonest(latest(play->acted_us, play->going_us) + play->idle_limit_us,
                             play->acted_us + GOING_ON_MOST * play->idle_limit_us);
    int64_t due_us = pretend_due_us(play->child);
    Entry entry;
    if (due_us <= end_us) {
        bool acts = pretend_next(play->child, due_us, &entry);
        play->acted_us = latest(play->acted_us, due_us);
        return !acts || run_feed(play->run, &entry, fail);
    }
    bool asks = due_us == INT64_MAX && play->asks < SESSION_ASKS_MAX;
    int64_t ask_us = latest(run_time_us(play->run), play->acted_us) + SESSION_ASK_US;
    int64_t until_us = asks || waits ? soonest(ask_us, end_us) : end_us;
    pretend_next(play->child, until_us, &entry); /* lets the child's time pass */
    if (!run_advance(play->run, until_us, fail)) {
        return false;
    }
    if (run_state(play->run) != RUN_LIVE) {
        return true; /* its time was up */
    }
    if (until_us >= end_us) {
        return feed(play, ENTRY_SKIP, end_us, fail);
    }
    return !asks || ask(play, fail);
}

static bool play_on(Play *play, Fail *fail) {
    bool ok = true;
    while (ok && run_state(play->run) != RUN_OVER) {
        switch (run_state(play->run)) {
        case RUN_READY:
            ok = begin(play, fail);
            break;
        case RUN_LIVE:
            ok = live(play, fail);
            break;
        case RUN_BETWEEN: {
            bool last = play->trials >= RUN_TRIALS_MAX;
            int64_t pause_us = (int64_t)(play->setup->pause_s * 1e6);
            ok =
                feed(play, last ? ENTRY_LAST : ENTRY_NEXT, run_time_us(play->run) + pause_us, fail);
            break;
        }
        case RUN_OVER:
            break;
        }
    }
    return ok;
}

bool session_play(Run *run, const RunSetup *setup, Pretend *child, double idle_limit_s,
                  Fail *fail) {
    Play play = {
        .run = run, .child = child, .setup = setup, .idle_limit_us = (int64_t)(idle_limit_s * 1e6)};
    return play_on(&play, fail);
}

bool session_play_run(const RunSetup *setup, const Game *game, const PretendTraits *traits,
                      uint64_t child_seed, double idle_limit_s, const Sink *sink, Id session,
                      int run_number, int first_trial, Fail *fail) {
    Pretend *child = pretend_new(traits, child_seed, setup->place.play, setup->levels->count);
    if (child == NULL) {
        return fail_set(fail, FAIL_MEMORY, "There is no memory for a pretend child.");
    }
    pretend_access(child, &setup->access);
    Run *run = run_new(setup, game->ops, game->self, sink, session, run_number, first_trial, fail);
    bool ok = run != NULL && session_play(run, setup, child, idle_limit_s, fail);
    run_free(run);
    pretend_free(child);
    return ok;
}
