/* Home plans out and results in; see home.h. */
#include "app/home_own.h"

#include "app/audit.h"
#include "app/files.h"
#include "app/keys.h"
#include "store/history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const size_t ROOM = (size_t)512 << 20;

static bool no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory for a home file");
}

/* ---- the plan ---- */

Plan home_plan_of(const Plan *plan, const bool *chosen, double minutes) {
    Plan home = plan_empty();
    home.home = true;
    home.setting = PLAN_SETTING_HOME;
    home.person = PLAN_PERSON_PARENT;
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

bool home_put_plan(App *app, const char *kind, Id child, const Plan *plan, Fail *fail) {
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
    return home_put_plan(app, "home_plan", child->id, plan, fail) && store_flush(app->store, fail);
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
    bool later = line->assistance != line->trial.assistance; /* marked after it was saved */
    return put_text(mem, trial, "record", line->record) &&
           (!later || put_int(mem, trial, "assistance", line->assistance)) &&
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

/* What was noted during and after it: feelings, breaks, how it went. In their order. */
static bool events_value(App *app, Mem *mem, const char *id, Value *events, Fail *fail) {
    *events = value_list();
    for (int i = 0; i < HOME_EVENTS_MAX; i++) {
        char key[ID_TEXT_SIZE + 24];
        const char *text;
        snprintf(key, sizeof key, "%s/%03d", id, i);
        if (!history_note(app->store, mem, "event", key, &text, fail)) {
            return false;
        }
        if (text == NULL) {
            break;
        }
        if (!value_add(mem, events, value_text(text))) {
            return no_memory(fail);
        }
    }
    return true;
}

static bool session_value(App *app, Mem *mem, const SessionRecord *s, Value *value, Fail *fail) {
    RunRecord *runs;
    size_t count;
    Value list = value_list(), events;
    char id[ID_TEXT_SIZE];
    id_text(s->id, id);
    if (!history_runs(app->store, mem, s->id, &runs, &count, fail) ||
        !events_value(app, mem, id, &events, fail)) {
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
            value_put(mem, value, "events", events) && value_put(mem, value, "runs", list)) ||
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
    return (put_int(mem, &file, "otterpaw_home", HOME_FORMAT) &&
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

bool home_keep_words(App *app, Id child, const char *words, Fail *fail) {
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
    if (key != NULL &&
        (!vault_recovery_text(key, words) || !home_keep_words(app, child, words, fail))) {
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
    bool ok = key != NULL && write_file(app, mem, child, &text, fail) &&
              vault_seal_file(key, text.bytes, text.length, &sealed, fail) &&
              file_write(path, sealed.bytes, sealed.length, fail) &&
              audit_add(app->store, app_wall_us(app), keys_who(app->keys),
                        app->tablet.home ? AUDIT_RESULTS : AUDIT_HOME, &child->id, fail);
    buffer_free(&text);
    buffer_free(&sealed);
    vault_key_free(key);
    mem_free(mem);
    return ok;
}

bool home_path(App *app, const ChildRecord *child, char path[PLACE_MAX], Fail *fail) {
    char folder[PLACE_MAX], name[64];
    snprintf(name, sizeof name, "%.12s%s.otterhome", child->pseudonym,
             app->tablet.home ? "-results" : "");
    for (char *at = name; *at != '\0'; at++) {
        *at = *at == ' ' || *at == '/' ? '-' : *at;
    }
    return place_join(folder, app->places.data, "home", fail) && file_make_folder(folder, fail) &&
           place_join(path, folder, name, fail);
}
