/* Home plans out and results in; see home.h. */
#include "app/home.h"

#include "app/audit.h"
#include "app/files.h"
#include "app/keys.h"
#include "play/journal.h"
#include "store/history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FORMAT = 1 };
static const size_t ROOM = (size_t)512 << 20;

static bool no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory for a home file");
}

/* ---- the plan ---- */

Plan home_plan_of(const Plan *plan, const bool *chosen, double minutes) {
    Plan home = plan_empty();
    home.home = true;
    home.feelings = plan->feelings;
    home.tokens = plan->tokens;
    home.minutes = fmax(HOME_MINUTES_LEAST, fmin(HOME_MINUTES_MOST, minutes));
    for (int i = 0; i < plan->count && home.count < HOME_ITEMS_MOST; i++) {
        if (!chosen[i] || plan->items[i].calm_break) {
            continue;
        }
        PlanItem item = plan->items[i];
        item.rule = LEVEL_FIXED;
        item.probe = false;
        item.minutes = 0;
        home.items[home.count++] = item;
    }
    return home;
}

static bool put_plan(App *app, const char *kind, Id child, const Plan *plan, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value value;
    char key[ID_TEXT_SIZE];
    id_text(child, key);
    bool ok = (mem != NULL && plan_value(mem, plan, &value) && value_write(&text, &value)) ||
              no_memory(fail);
    ok = ok && store_note(app->store, kind, key, (const char *)text.bytes, app_wall_us(app), NULL,
                          NULL, fail);
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

bool home_plan_keep(App *app, const ChildRecord *child, const Plan *plan, Fail *fail) {
    return put_plan(app, "home_plan", child->id, plan, fail) && store_flush(app->store, fail);
}

bool home_plan_read(App *app, const ChildRecord *child, Plan *plan, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    const char *text = NULL;
    char key[ID_TEXT_SIZE];
    Value value;
    id_text(child->id, key);
    bool ok = mem != NULL ? history_note(app->store, mem, "home_plan", key, &text, fail)
                          : no_memory(fail);
    if (ok && text != NULL) {
        ok = value_read(mem, text, strlen(text), &value, fail) && plan_read(&value, plan, fail);
    } else if (ok) {
        bool all[PLAN_ITEMS_MAX];
        Plan clinic;
        memset(all, true, sizeof all);
        ok = child_plan(app, child, &clinic, fail);
        *plan = ok ? home_plan_of(&clinic, all, 10) : plan_empty();
    }
    mem_free(mem);
    return ok;
}

/* ---- writing ---- */

static bool put_text(Mem *mem, Value *record, const char *name, const char *text) {
    return value_put(mem, record, name, text != NULL ? value_text(text) : value_none());
}

static bool put_int(Mem *mem, Value *record, const char *name, int64_t number) {
    return value_put(mem, record, name, value_int(number));
}

static char *hex_of(Mem *mem, const uint8_t *bytes, size_t length) {
    static const char digits[] = "0123456789abcdef";
    char *text = mem_alloc(mem, 2 * length + 1);
    for (size_t i = 0; text != NULL && i < length; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    if (text != NULL) {
        text[2 * length] = '\0';
    }
    return text;
}

static bool trial_value(Mem *mem, const TrialLine *line, Value *trial) {
    *trial = value_record();
    return put_text(mem, trial, "record", line->record) &&
           put_text(mem, trial, "journal", hex_of(mem, line->journal, line->journal_length));
}

static bool run_value(App *app, Mem *mem, const RunRecord *run, Value *value, Fail *fail) {
    TrialLine *lines;
    size_t count;
    Value trials = value_list();
    if (!history_trials(app->store, mem, run->session, run->number, true, &lines, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        Value trial;
        if (!trial_value(mem, &lines[i], &trial) || !value_add(mem, &trials, trial)) {
            return no_memory(fail);
        }
    }
    *value = value_record();
    return (put_int(mem, value, "number", run->number) && put_text(mem, value, "game", run->game) &&
            put_text(mem, value, "game_version", run->game_version) &&
            put_text(mem, value, "game_hash", run->game_hash) &&
            put_text(mem, value, "phase", phase_word(run->phase)) &&
            put_text(mem, value, "setup", run->setup) &&
            put_int(mem, value, "started_us", run->started_us) &&
            put_int(mem, value, "ended_us", run->ended_us) &&
            value_put(mem, value, "trials", trials)) ||
           no_memory(fail);
}

static bool session_value(App *app, Mem *mem, const SessionRecord *s, Value *value, Fail *fail) {
    RunRecord *runs;
    size_t count;
    Value list = value_list();
    char id[ID_TEXT_SIZE];
    id_text(s->id, id);
    if (!history_runs(app->store, mem, s->id, &runs, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        Value run;
        if (!run_value(app, mem, &runs[i], &run, fail) || !value_add(mem, &list, run)) {
            return fail->kind != FAIL_NONE ? false : no_memory(fail);
        }
    }
    *value = value_record();
    return (put_text(mem, value, "id", mem_text(mem, id)) &&
            put_text(mem, value, "engine_version", s->engine_version) &&
            put_int(mem, value, "schema_version", s->schema_version) &&
            put_int(mem, value, "started_us", s->started_us) &&
            put_int(mem, value, "ended_us", s->ended_us) &&
            put_int(mem, value, "utc_offset_min", s->utc_offset_min) &&
            value_put(mem, value, "clock_doubt", value_bool(s->clock_doubt)) &&
            put_text(mem, value, "device", s->device) &&
            put_int(mem, value, "screen_width_px", s->screen_width_px) &&
            put_int(mem, value, "screen_height_px", s->screen_height_px) &&
            value_put(mem, value, "px_per_mm", value_number(s->px_per_mm)) &&
            value_put(mem, value, "calibrated", value_bool(s->calibrated)) &&
            put_text(mem, value, "tool", s->tool) && put_text(mem, value, "hand", s->hand) &&
            put_text(mem, value, "plan", s->plan) &&
            put_text(mem, value, "assistance_scheme", s->assistance_scheme) &&
            put_text(mem, value, "end_reason", s->end_reason) &&
            put_int(mem, value, "replayed", s->replayed) &&
            put_int(mem, value, "replay_total", s->replay_total) &&
            value_put(mem, value, "runs", list)) ||
           no_memory(fail);
}

static bool home_sessions(App *app, Mem *mem, const ChildRecord *child, Value *list, Fail *fail) {
    SessionLine *lines;
    size_t count;
    *list = value_list();
    if (!history_sessions(app->store, mem, &child->id, 0, &lines, &count, fail)) {
        return false;
    }
    for (size_t i = count; i-- > 0;) {
        const SessionRecord *session = &lines[i].session;
        Value value;
        if (session->setting == NULL || strcmp(session->setting, "home") != 0 ||
            session->end_reason == NULL) {
            continue;
        }
        if (!session_value(app, mem, session, &value, fail) || !value_add(mem, list, value)) {
            return fail->kind != FAIL_NONE ? false : no_memory(fail);
        }
    }
    return true;
}

static bool write_file(App *app, Mem *mem, const ChildRecord *child, Buffer *text, Fail *fail) {
    Value file = value_record(), sessions, plan_as_value;
    Plan plan;
    char id[ID_TEXT_SIZE];
    id_text(child->id, id);
    if (!home_plan_read(app, child, &plan, fail) ||
        !home_sessions(app, mem, child, &sessions, fail)) {
        return false;
    }
    return (put_int(mem, &file, "otterpaw_home", FORMAT) &&
            put_text(mem, &file, "child", mem_text(mem, id)) &&
            put_text(mem, &file, "symbol", child->symbol) &&
            put_text(mem, &file, "pseudonym", child->pseudonym) &&
            put_text(mem, &file, "age_band", child->age_band) &&
            put_text(mem, &file, "profile", child->profile) &&
            put_int(mem, &file, "created_us", child->created_us) &&
            plan_value(mem, &plan, &plan_as_value) &&
            value_put(mem, &file, "plan", plan_as_value) &&
            value_put(mem, &file, "sessions", sessions) && value_write(text, &file)) ||
           no_memory(fail);
}

/* ---- the key of a child's home files: only for the way between two tablets ---- */

static bool stored_words(App *app, Mem *mem, Id child, const char **words, Fail *fail) {
    char key[ID_TEXT_SIZE];
    const char *text;
    Value value;
    id_text(child, key);
    *words = NULL;
    if (!history_note(app->store, mem, "home_key", key, &text, fail)) {
        return false;
    }
    if (text != NULL && value_read(mem, text, strlen(text), &value, NULL)) {
        const Value *found = value_get(&value, "words");
        *words = found != NULL && found->kind == VALUE_TEXT ? found->as.text : NULL;
    }
    return true;
}

static bool keep_words(App *app, Id child, const char *words, Fail *fail) {
    char key[ID_TEXT_SIZE], text[VAULT_RECOVERY_TEXT + 16];
    id_text(child, key);
    snprintf(text, sizeof text, "{\"words\":\"%s\"}", words);
    return store_note(app->store, "home_key", key, text, app_wall_us(app), NULL, NULL, fail);
}

static VaultKey *home_key(App *app, Mem *mem, Id child, char words[VAULT_RECOVERY_TEXT],
                          Fail *fail) {
    const char *kept;
    if (!stored_words(app, mem, child, &kept, fail)) {
        return NULL;
    }
    if (kept != NULL) {
        snprintf(words, VAULT_RECOVERY_TEXT, "%s", kept);
        return vault_recovery_read(kept, fail);
    }
    VaultKey *key = vault_key_random(fail);
    if (key != NULL && (!vault_recovery_text(key, words) || !keep_words(app, child, words, fail))) {
        vault_key_free(key);
        return NULL;
    }
    return key;
}

bool home_export(App *app, const ChildRecord *child, const char *path,
                 char words[VAULT_RECOVERY_TEXT], Fail *fail) {
    Mem *mem = mem_new(ROOM);
    Buffer text = {0}, sealed = {0};
    VaultKey *key = mem != NULL ? home_key(app, mem, child->id, words, fail) : NULL;
    bool ok =
        key != NULL && write_file(app, mem, child, &text, fail) &&
        vault_seal_file(key, text.bytes, text.length, &sealed, fail) &&
        file_write(path, sealed.bytes, sealed.length, fail) &&
        audit_add(app->store, app_wall_us(app), keys_who(app->keys), AUDIT_HOME, &child->id, fail);
    buffer_free(&text);
    buffer_free(&sealed);
    vault_key_free(key);
    mem_free(mem);
    return ok;
}

/* ---- taking in ---- */

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
    return store_trial(app->store, &record, journal, length, NULL, NULL, fail);
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
    bool ok = store_session(app->store, &record, NULL, NULL, fail);
    for (size_t i = 0; ok && runs != NULL && i < value_count(runs); i++) {
        ok = take_run(app, mem, id, value_at(runs, i), taken, fail);
    }
    taken->sessions += ok;
    return ok;
}

static bool take_child(App *app, Mem *mem, const Value *file, Id id, HomeTaken *taken, Fail *fail) {
    Plan plan;
    const Value *planned = value_get(file, "plan");
    if (child_find(app, mem, id, &taken->child, NULL)) {
        return true;
    }
    taken->child = (ChildRecord){.id = id,
                                 .symbol = text_in(file, "symbol"),
                                 .pseudonym = text_in(file, "pseudonym"),
                                 .age_band = text_in(file, "age_band"),
                                 .profile = text_in(file, "profile"),
                                 .created_us = int_in(file, "created_us")};
    taken->child_made = true;
    return (planned != NULL && plan_read(planned, &plan, fail) && plan.home) ||
                   broken(fail, "its plan cannot be read")
               ? store_child(app->store, &taken->child, NULL, NULL, fail) &&
                     put_plan(app, "plan", id, &plan, fail) &&
                     put_plan(app, "home_plan", id, &plan, fail) && store_flush(app->store, fail)
               : false;
}

static bool take_file(App *app, Mem *mem, const Buffer *plain, const char *words, HomeTaken *taken,
                      Fail *fail) {
    Value file;
    Id id;
    if (!value_read(mem, (const char *)plain->bytes, plain->length, &file, NULL) ||
        int_in(&file, "otterpaw_home") != FORMAT || !id_parse(text_in(&file, "child"), &id)) {
        return broken(fail, "it is not a home file of this program");
    }
    const Value *sessions = value_get(&file, "sessions");
    bool ok = take_child(app, mem, &file, id, taken, fail) && keep_words(app, id, words, fail);
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
              take_file(app, mem, &plain, used, taken, fail);
    buffer_free(&plain);
    return ok;
}
