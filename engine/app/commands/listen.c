/* Playing a game for its words; see listen.h. */
#include "app/commands/listen.h"

#include <stdio.h>
#include <string.h>

/* Some games begin and end otherwise than they go on; a probe goes through what is held back. */
enum { PRACTICE_TRIALS = 5, PROBE_TRIALS = 3, ASKS_MAX = 60, TRIAL_MOST_US = 180000000 };
enum { STEP_US = 1000000, HELP_US = 3000000, RUNGS = 4 };

static const GuardPlace TABLET = {.width_mm = 218,
                                  .height_mm = 136,
                                  .play = {4, 28, 200, 124},
                                  .gutter = {204, 0, 218, 136},
                                  .players = 1};

typedef struct {
    Heard *heard;
    Run *run;
    Pretend *child;
    int level;
    bool probe;
} Ear;

/* True: it was not there before. */
static bool keep(HeardNames *list, const char *name, int level) {
    if (name[0] == '\0' || list->count == HEARD_MAX) {
        return false;
    }
    for (int i = 0; i < list->count; i++) {
        if (strcmp(list->names[i].name, name) == 0) {
            return false;
        }
    }
    HeardName *kept = &list->names[list->count++];
    kept->level = level;
    snprintf(kept->name, sizeof kept->name, "%s", name);
    return true;
}

static void keep_fault(Ear *ear, const char *what) {
    Heard *heard = ear->heard;
    if (heard->fault_count < HEARD_FAULTS_MAX) {
        snprintf(heard->faults[heard->fault_count++], sizeof heard->faults[0], "level %d: %.200s",
                 ear->level, what);
    }
}

static bool item_ended(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                       Fail *fail) {
    (void)chunk;
    (void)count;
    (void)fail;
    Ear *ear = self;
    bool is_new = keep(&ear->heard->items, record->item, ear->level);
    ear->heard->held_back = ear->heard->held_back || (is_new && ear->probe);
    if (record->end == END_BROKEN) {
        keep_fault(ear, run_game_error(ear->run));
    }
    return true;
}

static void hear(Ear *ear) {
    Cue cue;
    while (run_take_cue(ear->run, &cue)) {
        if (cue.kind == CUE_SAY) {
            keep(&ear->heard->words, cue.name, ear->level);
        }
    }
    const Trial *trial = run_trial(ear->run);
    for (int i = 0; run_state(ear->run) == RUN_LIVE && i < trial_target_count(trial); i++) {
        const Target *target = trial_target_at(trial, i);
        keep(&ear->heard->words, target->voice, ear->level);
        char place[NAME_MAX_BYTES]; /* what is held back may be where things lie */
        snprintf(place, sizeof place, "at %.0f %.0f", target->box.left, target->box.top);
        bool is_new = keep(&ear->heard->pictures, target->picture, ear->level);
        is_new = keep(&ear->heard->items, place, ear->level) || is_new;
        ear->heard->held_back = ear->heard->held_back || (is_new && ear->probe);
    }
}

static bool feed(Ear *ear, EntryKind kind, int64_t after_us, Fail *fail) {
    Entry entry = {.kind = kind, .time_us = run_time_us(ear->run) + after_us};
    bool ok = run_feed(ear->run, &entry, fail);
    hear(ear);
    return ok;
}

static bool ask(Ear *ear, Fail *fail) {
    Target targets[TARGETS_MAX];
    const Trial *trial = run_trial(ear->run);
    int count = trial_target_count(trial);
    for (int i = 0; i < count; i++) {
        targets[i] = *trial_target_at(trial, i);
    }
    pretend_see(ear->child, targets, count);
    return run_simulate(ear->run, ear->child, fail);
}

static bool play_on(Ear *ear, Fail *fail) {
    int64_t end_us = run_time_us(ear->run) + TRIAL_MOST_US;
    bool ok = true;
    for (int asks = 0; ok && asks < ASKS_MAX && run_time_us(ear->run) < end_us;) {
        int64_t due_us = pretend_due_us(ear->child);
        Entry entry;
        if (run_state(ear->run) != RUN_LIVE) {
            return true;
        }
        if (due_us < INT64_MAX) {
            ok = !pretend_next(ear->child, due_us, &entry) || run_feed(ear->run, &entry, fail);
        } else {
            int64_t until_us = run_time_us(ear->run) + STEP_US;
            pretend_next(ear->child, until_us, &entry);
            ok = run_advance(ear->run, until_us, fail) &&
                 (run_state(ear->run) != RUN_LIVE || ask(ear, fail));
            asks++;
        }
        hear(ear);
    }
    return ok && (run_state(ear->run) != RUN_LIVE || feed(ear, ENTRY_SKIP, STEP_US, fail));
}

/* Every rung; and a child is still asked what it would do, as in a session. */
static bool help_on(Ear *ear, Fail *fail) {
    bool ok = true;
    for (int i = 0; ok && i < RUNGS && run_state(ear->run) == RUN_LIVE; i++) {
        ok = feed(ear, ENTRY_HELP, HELP_US, fail) &&
             (run_state(ear->run) != RUN_LIVE || ask(ear, fail));
    }
    ok = ok && run_advance(ear->run, run_time_us(ear->run) + HELP_US, fail);
    hear(ear);
    return ok && (run_state(ear->run) != RUN_LIVE || feed(ear, ENTRY_SKIP, HELP_US, fail));
}

static bool play_trials(Ear *ear, Fail *fail) {
    bool ok = true;
    for (int trial = 1; ok && run_state(ear->run) != RUN_OVER; trial++) {
        ok = feed(ear, ENTRY_SHOWN, STEP_US, fail);
        if (ok && run_state(ear->run) == RUN_LIVE) {
            pretend_begin_trial(ear->child, run_time_us(ear->run), ear->level, trial);
            ok = ask(ear, fail) &&
                 (trial % 2 == 1 || ear->probe ? play_on(ear, fail) : help_on(ear, fail));
        }
        ok = ok && (run_state(ear->run) == RUN_OVER || feed(ear, ENTRY_NEXT, STEP_US, fail));
    }
    return ok;
}

static void listen_level(const Game *game, Ear *ear) {
    Fail fail = {0};
    RunSetup setup = {.seed = (uint64_t)ear->level,
                      .manifest = game->manifest,
                      .levels = game->levels,
                      .trials = ear->probe ? PROBE_TRIALS : PRACTICE_TRIALS,
                      .first_level = ear->level,
                      .probe = ear->probe,
                      .pause_s = 1,
                      .guard = guard_standard("5-6", ""),
                      .place = TABLET,
                      .access = access_standard("5-6", "")};
    setup.place.players = game->manifest->two_players ? 2 : 1;
    Sink sink = {.self = ear, .trial = item_ended};
    ear->child = pretend_new(pretend_named("adult_like"), 5, setup.place.play, game->levels->count);
    bool ok = ear->child != NULL && adapt_begin(&setup.adapt, ADAPT_FIXED, 1, game->levels->count,
                                                ear->level, 0.8, 0, &fail);
    ear->run = ok ? run_new(&setup, game->ops, game->self, &sink, (Id){{0}}, 0, 0, &fail) : NULL;
    if (ear->run == NULL || !play_trials(ear, &fail)) {
        keep_fault(ear, fail.text);
    }
    run_free(ear->run);
    pretend_free(ear->child);
}

void listen(const Game *game, Heard *heard) {
    *heard = (Heard){.words = {.count = 0}};
    if (game->ops->simulate == NULL) {
        keep_fault(&(Ear){.heard = heard, .level = 1}, "play.lua has no simulate");
        return;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (int level = 1; level <= game->levels->count; level++) {
            listen_level(game, &(Ear){.heard = heard, .level = level, .probe = pass == 1});
        }
    }
}
