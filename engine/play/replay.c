/* The closing replay: stored trials are run again from their journal, and every record is compared
 * as text; see session.h. */
#include "play/session.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { REPLAY_BYTES = 64 << 20, SHOWN_BYTES = 60 };

typedef struct {
    const StoredTrial *trials;
    size_t count, at; /* at: the next that should come */
    ReplayVerdict *verdict;
    Mem *mem;
    Buffer text;
} Replay;

/* The first difference only: later ones often follow from it. */
static void differ(Replay *replay, int trial, const char *what) {
    ReplayVerdict *verdict = replay->verdict;
    if (verdict->first_different < 0) {
        verdict->first_different = trial;
        snprintf(verdict->difference, sizeof verdict->difference, "trial %d: %s", trial, what);
    }
}

static void show(const Value *value, char out[SHOWN_BYTES]) {
    Buffer text = {.limit = 1 << 20};
    if (value == NULL) {
        snprintf(out, SHOWN_BYTES, "absent");
    } else if (value_write(&text, value)) {
        snprintf(out, SHOWN_BYTES, "%s", (const char *)text.bytes);
    } else {
        snprintf(out, SHOWN_BYTES, "too long to show");
    }
    buffer_free(&text);
}

/* Writes where and how `now` first differs from `was`. False: they are equal. */
static bool describe(const char *name, const Value *now, const Value *was, char *out, size_t size) {
    if (now != NULL && was != NULL && now->kind == VALUE_RECORD && was->kind == VALUE_RECORD) {
        for (int side = 0; side < 2; side++) {
            const Value *of = side == 0 ? was : now;
            for (size_t i = 0; i < value_count(of); i++) {
                const char *field = of->as.record.fields[i].name;
                char inner[128];
                snprintf(inner, sizeof inner, "%.60s%s%.60s", name, name[0] != '\0' ? "." : "",
                         field);
                if (describe(inner, value_get(now, field), value_get(was, field), out, size)) {
                    return true;
                }
            }
        }
        return false;
    }
    if (now != NULL && was != NULL && value_equal(now, was)) {
        return false;
    }
    char now_text[SHOWN_BYTES], was_text[SHOWN_BYTES];
    show(now, now_text);
    show(was, was_text);
    snprintf(out, size, "%s is %s, but was %s", name, now_text, was_text);
    return true;
}

static void compare(Replay *replay, const StoredTrial *stored, const char *text) {
    if (strcmp(text, stored->record) == 0) {
        replay->verdict->reproduced++;
        return;
    }
    Value now, was;
    char what[200];
    Fail error;
    if (!value_read(replay->mem, stored->record, strlen(stored->record), &was, &error)) {
        differ(replay, stored->number, "its stored record cannot be read");
    } else if (value_read(replay->mem, text, strlen(text), &now, &error) &&
               describe("", &now, &was, what, sizeof what)) {
        differ(replay, stored->number, what);
    } else {
        differ(replay, stored->number, "its fields come in another order");
    }
}

static bool take_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                       Fail *fail) {
    (void)chunk;
    (void)count;
    Replay *replay = self;
    if (replay->at >= replay->count) {
        differ(replay, record->number, "it was not there before");
        return true;
    }
    const StoredTrial *stored = &replay->trials[replay->at++];
    Value value;
    replay->text.length = 0;
    mem_reset(replay->mem);
    if (!trial_record_value(replay->mem, record, &value) || !value_write(&replay->text, &value)) {
        return fail_set(fail, FAIL_MEMORY, "There is no memory to compare trial %d.",
                        record->number);
    }
    compare(replay, stored, (const char *)replay->text.bytes);
    return true;
}

static bool feed_all(Run *run, const Entry *entries, size_t count, Fail *fail) {
    for (size_t i = 0; i < count; i++) {
        if (!run_feed(run, &entries[i], fail)) {
            return false;
        }
    }
    return true;
}

static bool play_again(Replay *replay, Run *run, const Entry *tail, size_t tail_count, Fail *fail) {
    for (size_t i = 0; i < replay->count; i++) {
        const StoredTrial *stored = &replay->trials[i];
        if (!feed_all(run, stored->chunk, stored->count, fail)) {
            return fail_prefix(fail, "trial %d could not be run again", stored->number);
        }
        if (replay->at <= i) {
            differ(replay, stored->number, "it did not end where it had ended");
            return true; /* what follows would be compared with the wrong trials */
        }
    }
    return feed_all(run, tail, tail_count, fail);
}

bool session_replay_run(const RunSetup *setup, const Game *game, const StoredTrial *trials,
                        size_t count, const Entry *tail, size_t tail_count, Id session,
                        int run_number, ReplayVerdict *verdict, Fail *fail) {
    *verdict = (ReplayVerdict){.total = (int)count, .first_different = -1};
    Replay replay = {.trials = trials,
                     .count = count,
                     .verdict = verdict,
                     .mem = mem_new(REPLAY_BYTES),
                     .text = {.limit = 4 << 20}};
    if (replay.mem == NULL) {
        return fail_set(fail, FAIL_MEMORY, "There is no memory to run the session again.");
    }
    Sink sink = {.self = &replay, .trial = take_trial};
    int first = count > 0 ? trials[0].number : 0;
    Run *run = run_new(setup, game->ops, game->self, &sink, session, run_number, first, fail);
    bool ok = run != NULL && play_again(&replay, run, tail, tail_count, fail);
    run_free(run);
    buffer_free(&replay.text);
    mem_free(replay.mem);
    return ok;
}
