/* A session's life outside its runs: begin, order of the plan, stars, time, notes; see sitting.h.
 */
#include "app/sitting_own.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Sitting *sitting_new(App *app, Fail *fail) {
    Sitting *sitting = calloc(1, sizeof *sitting);
    Mem *mem = mem_new(64 << 20);
    if (sitting == NULL || mem == NULL) {
        free(sitting);
        mem_free(mem);
        fail_set(fail, FAIL_MEMORY, "there is no memory for a session");
        return NULL;
    }
    sitting->app = app;
    sitting->mem = mem;
    sitting_make_sink(sitting);
    return sitting;
}

void sitting_free(Sitting *sitting) {
    if (sitting != NULL) {
        sitting_drop_run(sitting);
        free(sitting->trials);
        mem_free(sitting->mem);
        free(sitting);
    }
}

static bool keep_child(Sitting *sitting, const ChildRecord *child, Fail *fail) {
    Mem *mem = sitting->mem;
    sitting->child = (ChildRecord){.id = child->id,
                                   .symbol = mem_text(mem, child->symbol),
                                   .pseudonym = mem_text(mem, child->pseudonym),
                                   .age_band = mem_text(mem, child->age_band),
                                   .profile = mem_text(mem, child->profile),
                                   .created_us = child->created_us};
    sitting->profile = profile_standard(child->age_band, "");
    Value value;
    return child->profile == NULL || child->profile[0] == '\0' ||
           (value_read(mem, child->profile, strlen(child->profile), &value, fail) &&
            profile_read(&value, &sitting->profile, fail));
}

static const char *text_of(Sitting *sitting, bool (*write)(void *from, Buffer *out), void *from) {
    Buffer out = {0};
    const char *text = write(from, &out) ? mem_text(sitting->mem, (const char *)out.bytes) : NULL;
    buffer_free(&out);
    return text;
}

static bool write_plan(void *from, Buffer *out) {
    Mem *mem = mem_new(1 << 20);
    Value value;
    bool ok = mem != NULL && plan_value(mem, from, &value) && value_write(out, &value);
    mem_free(mem);
    return ok;
}

static bool write_scheme(void *from, Buffer *out) {
    const Sitting *sitting = from;
    return assistance_scheme_text(sitting->plan.home ? SCHEME_HOME : sitting->app->tablet.scheme,
                                  out);
}

static bool fill_session(Sitting *sitting, Fail *fail) {
    App *app = sitting->app;
    static const char *const hands[] = {"right", "left", "both", "unknown"};
    sitting->session = (SessionRecord){
        .id = app_new_id(app),
        .child = sitting->child.id,
        .engine_version = OTTERPAW_VERSION,
        .started_us = app_wall_us(app),
        .utc_offset_min = app->utc_offset_min,
        .device = mem_text(sitting->mem, app->tablet.name),
        .screen_width_px = app->width_px,
        .screen_height_px = app->height_px,
        .px_per_mm = app->px_per_mm,
        .calibrated = app->tablet.calibrated,
        .setting = plan_setting_word(sitting->plan.setting),
        .tool = plan_tool_word(sitting->plan.tool),
        .hand = hands[sitting->profile.guard.hand],
        .plan = text_of(sitting, write_plan, &sitting->plan),
        .assistance_scheme = text_of(sitting, write_scheme, sitting),
        .replayed = -1,
        .replay_total = -1,
    };
    return (sitting->session.plan != NULL && sitting->session.assistance_scheme != NULL) ||
           fail_set(fail, FAIL_MEMORY, "there is no memory for a session");
}

Sitting *sitting_begin(App *app, const ChildRecord *child, const Plan *plan, int64_t now_us,
                       Fail *fail) {
    if (plan->count == 0) {
        fail_set(fail, FAIL_INPUT, "this plan has no activities; add one first");
        return NULL;
    }
    Sitting *sitting = sitting_new(app, fail);
    if (sitting == NULL) {
        return NULL;
    }
    sitting->plan = *plan;
    if (plan->home) {
        sitting->plan.setting = PLAN_SETTING_HOME;
    }
    if (plan->person == PLAN_PERSON_THERAPIST) {
        snprintf(sitting->plan.adult, sizeof sitting->plan.adult, "%s", keys_who(app->keys));
    }
    for (int i = 0; i < plan->count; i++) {
        /* A baseline and a look whether mastery lasts are taken without help. */
        PlanItem *item = &sitting->plan.items[i];
        item->probe =
            item->probe || item->phase == PHASE_BASELINE || item->phase == PHASE_MAINTENANCE;
    }
    sitting->began_us = now_us;
    if (!keep_child(sitting, child, fail) || !fill_session(sitting, fail) ||
        !store_session(app->store, &sitting->session, NULL, NULL, fail)) {
        sitting_free(sitting);
        return NULL;
    }
    return sitting;
}

/* ---- resuming what a crash left open ---- */

static bool find_child(Sitting *sitting, Id id, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (!history_children(sitting->app->store, sitting->mem, &children, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (id_equal(children[i].id, id)) {
            return keep_child(sitting, &children[i], fail);
        }
    }
    return fail_set(fail, FAIL_CORRUPT, "the child of the open session is not in the database");
}

static bool feed_stored(Sitting *sitting, const RunRecord *run, int64_t now_us, Fail *fail) {
    TrialLine *lines;
    size_t count;
    if (!history_trials(sitting->app->store, sitting->mem, run->session, run->number, true, &lines,
                        &count, fail) ||
        !sitting_open_run(sitting, run->setup, now_us, fail)) {
        return false;
    }
    sitting->quiet = true;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        Journal journal = {0};
        ok = journal_decode(lines[i].journal, lines[i].journal_length, &journal, fail);
        for (size_t e = 0; ok && e < journal.count; e++) {
            ok = run_feed(sitting->run, &journal.entries[e], fail);
            sitting_follow(sitting, &journal.entries[e]);
        }
        journal_free(&journal);
    }
    ok = ok && sitting_lift(sitting, run_time_us(sitting->run), fail);
    sitting->quiet = false;
    sitting->run_began_us = now_us - run_time_us(sitting->run);
    return ok;
}

static bool bring_back_runs(Sitting *sitting, int64_t now_us, Fail *fail) {
    RunRecord *runs;
    size_t count;
    if (!history_runs(sitting->app->store, sitting->mem, sitting->session.id, &runs, &count,
                      fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool last_open = i + 1 == count && runs[i].ended_us == 0;
        while (sitting->item < sitting->plan.count &&
               strcmp(sitting->plan.items[sitting->item].game, runs[i].game) != 0) {
            sitting->done[sitting->item++] = true;
        }
        if (last_open) {
            return feed_stored(sitting, &runs[i], now_us, fail);
        }
        sitting->run_number++;
        if (sitting->item < sitting->plan.count) {
            sitting->done[sitting->item++] = true;
            sitting->tokens++;
        }
    }
    return true;
}

Sitting *sitting_resume(App *app, const SessionLine *line, int64_t now_us, Fail *fail) {
    Sitting *sitting = sitting_new(app, fail);
    if (sitting == NULL) {
        return NULL;
    }
    Value value;
    const char *plan = line->session.plan;
    sitting->session = line->session;
    sitting->session.plan = mem_text(sitting->mem, plan);
    sitting->session.engine_version = mem_text(sitting->mem, line->session.engine_version);
    sitting->session.device = mem_text(sitting->mem, line->session.device);
    sitting->session.setting = mem_text(sitting->mem, line->session.setting);
    sitting->session.tool = mem_text(sitting->mem, line->session.tool);
    sitting->session.hand = mem_text(sitting->mem, line->session.hand);
    sitting->session.assistance_scheme = mem_text(sitting->mem, line->session.assistance_scheme);
    double gone_s = fmax(0, (double)(app_wall_us(app) - line->session.started_us) / 1e6);
    sitting->began_us = now_us - (int64_t)(gone_s * 1e6);
    if (!value_read(sitting->mem, plan, strlen(plan), &value, fail) ||
        !plan_read(&value, &sitting->plan, fail) ||
        !find_child(sitting, line->session.child, fail) ||
        !bring_back_runs(sitting, now_us, fail)) {
        sitting_free(sitting);
        return NULL;
    }
    return sitting;
}

/* ---- questions ---- */

const Plan *sitting_plan(const Sitting *sitting) {
    return &sitting->plan;
}

Profile *sitting_profile(Sitting *sitting) {
    return &sitting->profile;
}

const ChildRecord *sitting_child(const Sitting *sitting) {
    return &sitting->child;
}

Id sitting_id(const Sitting *sitting) {
    return sitting->session.id;
}

GuardPlace sitting_place(const Sitting *sitting) {
    const App *app = sitting->app;
    bool mirrored = texts_is_mirrored(library_texts(app->library, sitting->profile.locale));
    Frame frame = frame_of(app->width_mm, app->height_mm, sitting->profile.guard.hand, mirrored,
                           sitting->plan.home);
    int players = sitting->game.manifest != NULL && sitting->game.manifest->two_players ? 2 : 1;
    return frame_place(&frame, app->width_mm, app->height_mm, players);
}

int sitting_item(const Sitting *sitting) {
    return sitting->item;
}

bool sitting_item_done(const Sitting *sitting, int item) {
    return sitting->done[item];
}

static const Manifest *item_manifest(const Sitting *sitting, int item) {
    Script *script = library_script(sitting->app->library, sitting->plan.items[item].game, NULL);
    return script != NULL ? script_manifest(script) : NULL;
}

const char *sitting_item_picture(const Sitting *sitting, int item) {
    const Manifest *manifest = item_manifest(sitting, item);
    return manifest != NULL ? manifest->picture : NULL;
}

const char *sitting_item_word(const Sitting *sitting, int item) {
    const Manifest *manifest = item_manifest(sitting, item);
    return manifest == NULL ? NULL
                            : texts_get(library_game_texts(sitting->app->library,
                                                           sitting->profile.locale, manifest->id),
                                        manifest->word);
}

void sitting_choose(Sitting *sitting, int item) {
    if (sitting->run != NULL || item <= sitting->item || item >= sitting->plan.count) {
        return;
    }
    PlanItem chosen = sitting->plan.items[item];
    memmove(&sitting->plan.items[sitting->item + 1], &sitting->plan.items[sitting->item],
            (size_t)(item - sitting->item) * sizeof chosen);
    sitting->plan.items[sitting->item] = chosen;
}

int sitting_trial_count(const Sitting *sitting) {
    return (int)sitting->trial_count;
}

const TrialBrief *sitting_trial(const Sitting *sitting, int index) {
    return &sitting->trials[index];
}

int sitting_run_count(const Sitting *sitting) {
    return sitting->run_count;
}

const RunBrief *sitting_run_brief(const Sitting *sitting, int index) {
    return &sitting->runs[index];
}

int sitting_tokens(const Sitting *sitting) {
    return sitting->tokens < sitting->plan.tokens ? sitting->tokens : sitting->plan.tokens;
}

double sitting_seconds(const Sitting *sitting, int64_t now_us) {
    return (double)(now_us - sitting->began_us) / 1e6;
}

double sitting_seconds_left(const Sitting *sitting, int64_t now_us) {
    return fmax(0, sitting->plan.minutes * 60 - sitting_seconds(sitting, now_us));
}

void sitting_extend(Sitting *sitting, double minutes) {
    sitting->plan.minutes = fmin(sitting->plan.minutes + minutes, 180);
}

void sitting_wind_up(Sitting *sitting) {
    if (sitting->plan.count > sitting->item + 1) {
        sitting->plan.count = sitting->item + 1;
    }
    sitting->winding_up = true;
}

bool sitting_winds_up(const Sitting *sitting) {
    return sitting->winding_up;
}

void sitting_note(Sitting *sitting, const char *kind, const char *value, int64_t now_us) {
    char session[ID_TEXT_SIZE], key[96], text[320];
    id_text(sitting->session.id, session);
    sitting->calm += strncmp(kind, "calm_corner", 11) == 0;
    snprintf(key, sizeof key, "%s/%03d", session, sitting->events++);
    snprintf(text, sizeof text, "{\"at_s\":%.1f,\"kind\":\"%.40s\",\"value\":\"%.160s\"}",
             sitting_seconds(sitting, now_us), kind, value);
    store_note(sitting->app->store, "event", key, text, app_wall_us(sitting->app), NULL, NULL,
               NULL);
}
