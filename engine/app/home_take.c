/* Taking a home file in; see home.h. */
#include "app/audit.h"
#include "app/files.h"
#include "app/home_own.h"
#include "app/keys.h"
#include "play/journal.h"
#include "store/history.h"

#include <stdio.h>
#include <string.h>

static const char *text_in(const Value *record, const char *name) {
    const Value *value = value_get(record, name);
    return value != NULL && value->kind == VALUE_TEXT ? value->as.text : "";
}

static int64_t int_in(const Value *record, const char *name) {
    const Value *value = value_get(record, name);
    return value != NULL && value->kind == VALUE_INT ? value->as.integer : 0;
}

static bool flag_in(const Value *record, const char *name) {
    const Value *value = value_get(record, name);
    return value != NULL && value->kind == VALUE_BOOL && value->as.flag;
}

static double number_in(const Value *record, const char *name) {
    double number = 0;
    value_as_number(value_get(record, name), &number);
    return number;
}

static bool broken(Fail *fail, const char *what) {
    return fail_set(fail, FAIL_CORRUPT, "the home file has a fault: %s; ask for it anew", what);
}

static int digit_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool bytes_of(Mem *mem, const char *hex, uint8_t **bytes, size_t *length) {
    *length = strlen(hex) / 2;
    *bytes = mem_alloc(mem, *length + 1);
    for (size_t i = 0; *bytes != NULL && i < *length; i++) {
        int high = digit_of(hex[2 * i]), low = digit_of(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        (*bytes)[i] = (uint8_t)(high << 4 | low);
    }
    return *bytes != NULL && strlen(hex) % 2 == 0;
}

/* A journal is decoded before it is kept: what cannot be replayed is refused. */
static bool take_trial(App *app, Mem *mem, Id session, const Value *trial, Fail *fail) {
    const char *text = text_in(trial, "record");
    uint8_t *journal;
    size_t length;
    Value value;
    TrialRecord record = {0};
    Journal decoded = {0};
    if (!bytes_of(mem, text_in(trial, "journal"), &journal, &length) ||
        !journal_decode(journal, length, &decoded, NULL)) {
        return broken(fail, "a journal cannot be read");
    }
    journal_free(&decoded);
    if (!value_read(mem, text, strlen(text), &value, NULL) ||
        !trial_record_read(&value, &record, fail)) {
        return broken(fail, "a trial cannot be read");
    }
    record.session = session;
    const Value *later = value_get(trial, "assistance");
    MarkRecord mark = {.session = session,
                       .trial = record.number,
                       .at_us = app_wall_us(app),
                       .kind = "assistance",
                       .value = (int)int_in(trial, "assistance"),
                       .reason = "marked at home"};
    return store_trial(app->store, &record, journal, length, NULL, NULL, fail) &&
           (later == NULL || mark.value < 0 || mark.value > ASSISTANCE_MAX ||
            store_mark(app->store, &mark, NULL, NULL, fail));
}

static bool take_run(App *app, Mem *mem, Id session, const Value *run, HomeTaken *taken,
                     Fail *fail) {
    int phase = phase_by_word(text_in(run, "phase"));
    const Value *trials = value_get(run, "trials");
    if (phase < 0 || text_in(run, "game")[0] == '\0') {
        return broken(fail, "an activity cannot be read");
    }
    RunRecord record = {.session = session,
                        .number = (int)int_in(run, "number"),
                        .game = text_in(run, "game"),
                        .game_version = text_in(run, "game_version"),
                        .game_hash = text_in(run, "game_hash"),
                        .phase = (Phase)phase,
                        .setup = text_in(run, "setup"),
                        .started_us = int_in(run, "started_us"),
                        .ended_us = int_in(run, "ended_us")};
    bool ok = store_run(app->store, &record, NULL, NULL, fail);
    for (size_t i = 0; ok && trials != NULL && i < value_count(trials); i++) {
        ok = take_trial(app, mem, session, value_at(trials, i), fail);
        taken->trials += ok;
    }
    return ok && store_flush(app->store, fail);
}

static bool take_events(App *app, Mem *mem, const Value *session, Fail *fail) {
    const Value *events = value_get(session, "events");
    bool ok = true;
    for (size_t i = 0; ok && events != NULL && i < value_count(events) && i < HOME_EVENTS_MAX;
         i++) {
        const Value *event = value_at(events, i);
        char key[ID_TEXT_SIZE + 24];
        Value read;
        snprintf(key, sizeof key, "%.36s/%03zu", text_in(session, "id"), i);
        if (event->kind != VALUE_TEXT ||
            !value_read(mem, event->as.text, strlen(event->as.text), &read, NULL)) {
            return broken(fail, "a note of a session cannot be read");
        }
        ok = store_note(app->store, "event", key, event->as.text, app_wall_us(app), NULL, NULL,
                        fail);
    }
    return ok;
}

static bool take_session(App *app, Mem *mem, Id child, const Value *session, HomeTaken *taken,
                         Fail *fail) {
    Id id;
    SessionLine there;
    const Value *runs = value_get(session, "runs");
    if (!id_parse(text_in(session, "id"), &id)) {
        return broken(fail, "a session has no name");
    }
    if (history_find_session(app->store, mem, text_in(session, "id"), &there, NULL)) {
        return true; /* taken in before */
    }
    SessionRecord record = {.id = id,
                            .child = child,
                            .engine_version = text_in(session, "engine_version"),
                            .schema_version = (int)int_in(session, "schema_version"),
                            .started_us = int_in(session, "started_us"),
                            .ended_us = int_in(session, "ended_us"),
                            .utc_offset_min = (int)int_in(session, "utc_offset_min"),
                            .clock_doubt = flag_in(session, "clock_doubt"),
                            .device = text_in(session, "device"),
                            .screen_width_px = (int)int_in(session, "screen_width_px"),
                            .screen_height_px = (int)int_in(session, "screen_height_px"),
                            .px_per_mm = number_in(session, "px_per_mm"),
                            .calibrated = flag_in(session, "calibrated"),
                            .setting = "home",
                            .tool = text_in(session, "tool"),
                            .hand = text_in(session, "hand"),
                            .plan = text_in(session, "plan"),
                            .assistance_scheme = text_in(session, "assistance_scheme"),
                            .end_reason = text_in(session, "end_reason"),
                            .replayed = (int)int_in(session, "replayed"),
                            .replay_total = (int)int_in(session, "replay_total")};
    bool ok = store_session(app->store, &record, NULL, NULL, fail) &&
              take_events(app, mem, session, fail);
    for (size_t i = 0; ok && runs != NULL && i < value_count(runs); i++) {
        ok = take_run(app, mem, id, value_at(runs, i), taken, fail);
    }
    taken->sessions += ok;
    return ok;
}

/* A family's tablet goes by the newest plan and profile it was given; a clinic's own stay. */
static bool take_plan(App *app, const Value *file, const HomeTaken *taken, Fail *fail) {
    const Value *planned = value_get(file, "plan");
    Plan plan;
    Id id = taken->child.id;
    if (!taken->child_made && !app->tablet.home) {
        return true;
    }
    if (planned == NULL || !plan_read(planned, &plan, fail) || !plan.home) {
        return broken(fail, "its plan cannot be read");
    }
    return store_child(app->store, &taken->child, NULL, NULL, fail) &&
           home_put_plan(app, "plan", id, &plan, fail) &&
           home_put_plan(app, "home_plan", id, &plan, fail) && store_flush(app->store, fail);
}

/* Codes are unique on a tablet: where another child has it, the id tells them apart. */
static bool free_code(App *app, Mem *mem, Id id, const char **code, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (!history_children(app->store, mem, &children, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(children[i].pseudonym, *code) == 0) {
            char other[16];
            snprintf(other, sizeof other, "%.6s-%02X%02X", *code, id.bytes[14], id.bytes[15]);
            *code = mem_text(mem, other);
            return true;
        }
    }
    return true;
}

static bool take_child(App *app, Mem *mem, const Value *file, Id id, HomeTaken *taken, Fail *fail) {
    taken->child_made = !child_find(app, mem, id, &taken->child, NULL);
    if (taken->child_made) {
        taken->child = (ChildRecord){.id = id,
                                     .symbol = text_in(file, "symbol"),
                                     .pseudonym = text_in(file, "pseudonym"),
                                     .age_band = text_in(file, "age_band"),
                                     .created_us = int_in(file, "created_us")};
        if (!free_code(app, mem, id, &taken->child.pseudonym, fail)) {
            return false;
        }
    }
    if (taken->child_made || app->tablet.home) {
        taken->child.profile = text_in(file, "profile");
    }
    return take_plan(app, file, taken, fail);
}

bool home_take(App *app, Mem *mem, const void *text, size_t length, const char *words,
               HomeTaken *taken, Fail *fail) {
    Value file;
    Id id;
    *taken = (HomeTaken){0};
    if (!value_read(mem, text, length, &file, NULL) ||
        int_in(&file, "otterpaw_home") != HOME_FORMAT || !id_parse(text_in(&file, "child"), &id)) {
        return broken(fail, "it is not a home file of this program");
    }
    const Value *sessions = value_get(&file, "sessions");
    bool ok = take_child(app, mem, &file, id, taken, fail) && home_keep_words(app, id, words, fail);
    for (size_t i = 0; ok && sessions != NULL && i < value_count(sessions); i++) {
        ok = take_session(app, mem, id, value_at(sessions, i), taken, fail);
    }
    return ok &&
           audit_add(app->store, app_wall_us(app), keys_who(app->keys), AUDIT_IMPORT, &id, fail);
}

/* The key in words, or else each key that is kept here. */
static bool open_file(App *app, Mem *mem, const char *sealed, size_t length, const char *words,
                      Buffer *plain, char used[VAULT_RECOVERY_TEXT], Fail *fail) {
    const char **keys = NULL, **texts = NULL;
    size_t count = 0;
    if (words == NULL && !history_notes(app->store, mem, "home_key", &keys, &texts, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < (words != NULL ? 1 : count); i++) {
        const char *at = words;
        Value value;
        if (words == NULL && value_read(mem, texts[i], strlen(texts[i]), &value, NULL)) {
            at = text_in(&value, "words");
        }
        VaultKey *key = at != NULL ? vault_recovery_read(at, fail) : NULL;
        buffer_free(plain);
        bool ok = key != NULL && vault_open_file(key, sealed, length, plain, fail);
        if (ok) {
            vault_recovery_text(key, used);
        }
        vault_key_free(key);
        if (ok) {
            fail_clear(fail);
            return true;
        }
    }
    return fail_set(fail, FAIL_INPUT,
                    words != NULL ? "the key does not open this file"
                                  : "no key on this tablet opens this file: give it with --key");
}

bool home_import(App *app, Mem *mem, const char *path, const char *words, HomeTaken *taken,
                 Fail *fail) {
    Buffer plain = {0};
    size_t length;
    const char *sealed = file_read(mem, path, &length, fail);
    char used[VAULT_RECOVERY_TEXT];
    *taken = (HomeTaken){0};
    if (sealed == NULL) {
        return false;
    }
    bool ok = open_file(app, mem, sealed, length, words, &plain, used, fail) &&
              home_take(app, mem, plain.bytes, plain.length, used, taken, fail);
    buffer_free(&plain);
    return ok;
}
