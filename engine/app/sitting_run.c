/* The open run of a session: its setup from plan and profile, its input, its sink; see sitting.h.
 */
#include "app/sitting_own.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the sink: everything that is scored goes to the store at once ---- */

void sitting_keep_brief(Sitting *sitting, const TrialRecord *record) {
    TrialBrief *grown = grow_array(sitting->trials, sitting->trial_count, &sitting->trial_room,
                                   sizeof *grown, SITTING_TRIALS_MAX);
    if (grown == NULL) {
        return; /* the record is saved; only the strip of this sitting lacks it */
    }
    sitting->trials = grown;
    MeasureId main_id = sitting->game.manifest->measure_count > 0
                            ? sitting->game.manifest->measures[0]
                            : MEASURE_SCORE;
    TrialBrief *brief = &grown[sitting->trial_count++];
    *brief =
        (TrialBrief){.number = record->number,
                     .run = record->run,
                     .level = record->level,
                     .next_level = record->next_level,
                     .end = record->end,
                     .outcome = record->outcome,
                     .success = record->success,
                     .valid = record->valid,
                     .probe = record->probe,
                     .practice = record->practice,
                     .assistance = record->assistance,
                     .help_rung = record->help_rung,
                     .answers = record->answers,
                     .answers_right = record->answers_right,
                     .score = measures_get(&record->measures, MEASURE_SCORE),
                     .main = measures_get(&record->measures, main_id),
                     .main_id = main_id,
                     .duration_s = (double)record->duration_us / 1e6,
                     .latency_s = measures_get(&record->measures, MEASURE_LATENCY_S),
                     .deviation_mm = measures_get(&record->measures, MEASURE_DEVIATION_MEAN_MM),
                     .lifts = measures_get(&record->measures, MEASURE_LIFTS)};
    snprintf(brief->item, sizeof brief->item, "%s", record->item);
    snprintf(brief->next_reason, sizeof brief->next_reason, "%s", record->next_reason);
    RunBrief *run = &sitting->runs[sitting->run_count - 1];
    run->level_first = run->trials == 0 ? record->level : run->level_first;
    run->level_last = record->level;
    run->trials++;
    run->active_s += brief->duration_s;
}

static bool save_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                       Fail *fail) {
    Sitting *sitting = self;
    Buffer journal = {0};
    bool ok =
        sitting->quiet || (journal_encode(chunk, count, &journal) ||
                           fail_set(fail, FAIL_MEMORY, "there is no memory to keep a journal"));
    ok = ok && (sitting->quiet || store_trial(sitting->app->store, record, journal.bytes,
                                              journal.length, NULL, NULL, fail));
    buffer_free(&journal);
    if (ok) {
        sitting_keep_brief(sitting, record);
    }
    return ok;
}

static bool save_mark(void *self, int trial, const char *kind, int value, Fail *fail) {
    Sitting *sitting = self;
    for (size_t i = sitting->trial_count; i-- > 0;) {
        if (sitting->trials[i].number == trial && strcmp(kind, "assistance") == 0) {
            sitting->trials[i].assistance = value;
        }
    }
    MarkRecord mark = {.session = sitting->session.id,
                       .trial = trial,
                       .at_us = app_wall_us(sitting->app),
                       .kind = kind,
                       .value = value,
                       .reason = ""};
    return sitting->quiet || store_mark(sitting->app->store, &mark, NULL, NULL, fail);
}

static bool save_tail(void *self, const Entry *chunk, size_t count, Fail *fail) {
    Sitting *sitting = self;
    Buffer journal = {0};
    bool ok = journal_encode(chunk, count, &journal)
                  ? store_tail(sitting->app->store, sitting->session.id, sitting->run_number,
                               journal.bytes, journal.length, NULL, NULL, fail)
                  : fail_set(fail, FAIL_MEMORY, "there is no memory to keep a journal");
    buffer_free(&journal);
    return ok;
}

void sitting_make_sink(Sitting *sitting) {
    sitting->sink =
        (Sink){.self = sitting, .trial = save_trial, .mark = save_mark, .tail = save_tail};
}

/* ---- adaptation is remembered per child and goal, or per child and game ---- */

static void adapt_key(const Sitting *sitting, const PlanItem *item, char key[128]) {
    char child[ID_TEXT_SIZE];
    id_text(sitting->child.id, child);
    snprintf(key, 128, "%s/%s", child, item->goal[0] != '\0' ? item->goal : item->game);
}

static bool begin_adapt(Sitting *sitting, const PlanItem *item, const Game *game, Adapt *adapt,
                        Fail *fail) {
    int levels = game->levels->count;
    int least = item->least > 0 ? item->least : 1;
    int most = item->most > 0 && item->most < levels ? item->most : levels;
    int level = item->level < 1 ? 1 : item->level > levels ? levels : item->level;
    AdaptRule rule = item->rule == LEVEL_AUTOMATIC && !item->probe ? ADAPT_DEFAULT : ADAPT_FIXED;
    least = least > level ? level : least;
    most = most < level ? level : most;
    if (!adapt_begin(adapt, rule, least, most, level, item->target, 0, fail)) {
        return false;
    }
    char key[128];
    const char *text = NULL;
    adapt_key(sitting, item, key);
    Value value;
    Adapt stored;
    if (rule != ADAPT_FIXED &&
        history_note(sitting->app->store, sitting->run_mem, "adapt", key, &text, NULL) &&
        text != NULL && value_read(sitting->run_mem, text, strlen(text), &value, NULL) &&
        adapt_read(&value, &stored, NULL) && stored.least == least && stored.most == most &&
        stored.target == item->target) {
        *adapt = stored;
        adapt_next_session(adapt);
        if (adapt_level(adapt) != level) {
            adapt_set_level(adapt, level);
        }
    }
    return true;
}

static void keep_adapt(Sitting *sitting, const PlanItem *item) {
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value value;
    char key[128];
    adapt_key(sitting, item, key);
    if (mem != NULL && !item->probe && item->rule == LEVEL_AUTOMATIC &&
        adapt_value(mem, run_adapt(sitting->run), &value) && value_write(&text, &value)) {
        store_note(sitting->app->store, "adapt", key, (const char *)text.bytes,
                   app_wall_us(sitting->app), NULL, NULL, NULL);
    }
    buffer_free(&text);
    mem_free(mem);
}

/* ---- opening and ending ---- */

static bool make_setup(Sitting *sitting, const PlanItem *item, Fail *fail) {
    Comfort comfort = profile_comfort(&sitting->profile);
    RunSetup *setup = &sitting->setup;
    *setup = (RunSetup){
        .seed = app_seed(sitting->app) >> 1,
        .manifest = sitting->game.manifest,
        .levels = sitting->game.levels,
        .trials = item->trials > 0 ? item->trials : sitting->game.manifest->trials,
        .probe = item->probe,
        .help = item->probe        ? HELP_OFF
                : item->help_first ? HELP_HELP_FIRST
                                   : HELP_TRY_FIRST,
        .idle_help_s = item->probe ? 0 : comfort.idle_s,
        .pause_s = comfort.pause_s,
        .guard = sitting->profile.guard,
        .place = sitting_place(sitting),
        .access = sitting->profile.access,
        .mirrored =
            texts_is_mirrored(library_texts(sitting->app->library, sitting->profile.locale)),
        .reduced_motion = comfort.motion != MOTION_FULL,
        .choices_most = comfort.choices_most,
    };
    memcpy(setup->age_band, sitting->profile.age_band, sizeof setup->age_band);
    memcpy(setup->motor, sitting->profile.motor, sizeof setup->motor);
    if (!begin_adapt(sitting, item, &sitting->game, &setup->adapt, fail)) {
        return false;
    }
    setup->first_level = adapt_level(&setup->adapt);
    if (item->overrides[0] != '\0') {
        Value *overrides = mem_alloc(sitting->run_mem, sizeof *overrides);
        if (overrides == NULL || !value_read(sitting->run_mem, item->overrides,
                                             strlen(item->overrides), overrides, fail)) {
            return false;
        }
        setup->overrides = overrides;
    }
    return true;
}

static bool store_run_row(Sitting *sitting, const PlanItem *item, Fail *fail) {
    Buffer text = {0};
    Value value;
    bool ok =
        run_setup_value(sitting->run_mem, &sitting->setup, &value) && value_write(&text, &value);
    if (!ok) {
        fail_set(fail, FAIL_MEMORY, "there is no memory to keep how the activity was set");
    }
    RunRecord record = {.session = sitting->session.id,
                        .number = sitting->run_number,
                        .game = sitting->game.manifest->id,
                        .game_version = sitting->game.manifest->version,
                        .game_hash = sitting->game.hash,
                        .phase = item->phase,
                        .probe = item->probe,
                        .setup = ok ? (const char *)text.bytes : "",
                        .started_us = app_wall_us(sitting->app)};
    ok = ok && store_run(sitting->app->store, &record, NULL, NULL, fail);
    buffer_free(&text);
    return ok;
}

/* stored_setup: of a run that goes on after a crash; NULL: a new run by the plan. */
bool sitting_open_run(Sitting *sitting, const char *stored_setup, int64_t now_us, Fail *fail) {
    const PlanItem *item = &sitting->plan.items[sitting->item];
    sitting->run_mem = mem_new(32 << 20);
    Script *script = library_script(sitting->app->library, item->game, fail);
    if (sitting->run_mem == NULL || script == NULL || !script_restart(script, fail)) {
        return false;
    }
    sitting->game = library_game_of(script);
    memset(sitting->down, 0, sizeof sitting->down);
    Value value;
    bool ready =
        stored_setup == NULL
            ? make_setup(sitting, item, fail) && store_run_row(sitting, item, fail)
            : value_read(sitting->run_mem, stored_setup, strlen(stored_setup), &value, fail) &&
                  run_setup_read(sitting->run_mem, &value, sitting->game.manifest,
                                 sitting->game.levels, &sitting->setup, fail);
    if (!ready || sitting->run_count == SITTING_RUNS_MAX) {
        return false;
    }
    RunBrief *brief = &sitting->runs[sitting->run_count++];
    *brief = (RunBrief){.item = sitting->item, .first_trial = (int)sitting->trial_count};
    memcpy(brief->game, item->game, sizeof brief->game);
    int first = sitting->trial_count > 0 ? sitting->trials[sitting->trial_count - 1].number + 1 : 0;
    sitting->run = run_new(&sitting->setup, sitting->game.ops, sitting->game.self, &sitting->sink,
                           sitting->session.id, sitting->run_number, first, fail);
    if (sitting->run == NULL) {
        return false;
    }
    run_texts(sitting->run, sitting_texts(sitting));
    sitting->run_began_us = now_us;
    sitting->paused_us = 0;
    sitting->paused = false;
    return true;
}

void sitting_drop_run(Sitting *sitting) {
    run_free(sitting->run);
    sitting->run = NULL;
    mem_free(sitting->run_mem);
    sitting->run_mem = NULL;
    sitting->game = (Game){0};
}

bool sitting_start(Sitting *sitting, int64_t now_us, Fail *fail) {
    if (sitting->run != NULL || sitting->item >= sitting->plan.count) {
        return fail_set(fail, FAIL_REFUSED, "there is no activity to start now");
    }
    if (sitting_open_run(sitting, NULL, now_us, fail)) {
        return true;
    }
    sitting_drop_run(sitting);
    sitting->done[sitting->item++] = true;
    return false;
}

void sitting_pass(Sitting *sitting) {
    sitting->done[sitting->item++] = true;
}

bool sitting_end_run(Sitting *sitting, int64_t now_us, Fail *fail) {
    (void)now_us;
    if (sitting->run == NULL) {
        return true;
    }
    bool ok = true;
    if (run_state(sitting->run) != RUN_OVER) {
        ok = sitting_tell(sitting, ENTRY_STOP, END_STOPPED, now_us, fail);
    }
    const PlanItem *item = &sitting->plan.items[sitting->item];
    keep_adapt(sitting, item);
    RunRecord record = {.session = sitting->session.id,
                        .number = sitting->run_number,
                        .game = sitting->game.manifest->id,
                        .game_version = sitting->game.manifest->version,
                        .game_hash = sitting->game.hash,
                        .phase = item->phase,
                        .probe = item->probe,
                        .setup = "",
                        .ended_us = app_wall_us(sitting->app)};
    ok = store_run(sitting->app->store, &record, NULL, NULL, fail) && ok;
    sitting->runs[sitting->run_count - 1].finished =
        run_trials_done(sitting->run) >= run_trials_planned(sitting->run);
    sitting_drop_run(sitting);
    sitting->run_number++;
    sitting->done[sitting->item++] = true;
    sitting->tokens++;
    return ok;
}

bool sitting_reload(Sitting *sitting, int64_t now_us) {
    App *app = sitting->app;
    Fail fail = {0};
    char game[PLAN_NAME_MAX];
    memcpy(game, sitting->plan.items[sitting->item].game, sizeof game);
    Script *changed = library_changed(app->library, game, &fail);
    if (changed == NULL) {
        if (fail.kind != FAIL_NONE) {
            snprintf(app->notice, sizeof app->notice, "%s", fail.text);
        }
        return false;
    }
    int item = sitting->item, tokens = sitting->tokens;
    if (!sitting_end_run(sitting, now_us, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
    library_adopt(app->library, game, changed);
    sitting->item = item;
    sitting->tokens = tokens;
    sitting->done[item] = false;
    if (!sitting_start(sitting, now_us, &fail)) {
        snprintf(app->notice, sizeof app->notice, "%s", fail.text);
    }
    return true;
}

/* ---- input ---- */

static int64_t logic_us(const Sitting *sitting, int64_t now_us) {
    int64_t time_us = now_us - sitting->run_began_us - sitting->paused_us;
    return journal_time(time_us > 0 ? time_us : 0);
}

int64_t sitting_run_us(const Sitting *sitting, int64_t now_us) {
    return logic_us(sitting, now_us);
}

bool sitting_sample(Sitting *sitting, const Sample *raw, Fail *fail) {
    if (sitting->run == NULL || sitting->paused) {
        return true;
    }
    Entry entry = {.kind = ENTRY_SAMPLE,
                   .time_us = logic_us(sitting, raw->time_us),
                   .phase = raw->phase,
                   .finger = raw->finger,
                   .x_mm = journal_length(raw->x_mm),
                   .y_mm = journal_length(raw->y_mm)};
    sitting_follow(sitting, &entry);
    return run_feed(sitting->run, &entry, fail);
}

void sitting_follow(Sitting *sitting, const Entry *entry) {
    if (entry->kind == ENTRY_SAMPLE) {
        sitting->fingers[entry->finger] = *entry;
        sitting->down[entry->finger] = entry->phase != SAMPLE_UP;
    }
}

bool sitting_lift(Sitting *sitting, int64_t time_us, Fail *fail) {
    bool ok = true;
    for (int i = 0; ok && i < SAMPLE_FINGERS_MAX; i++) {
        Entry up = sitting->fingers[i];
        up.phase = SAMPLE_UP;
        up.time_us = time_us;
        ok = !sitting->down[i] || run_feed(sitting->run, &up, fail);
        sitting->down[i] = false;
    }
    return ok;
}

bool sitting_tell(Sitting *sitting, EntryKind kind, int64_t value, int64_t now_us, Fail *fail) {
    if (sitting->run == NULL) {
        return true;
    }
    Entry entry = {.kind = kind, .time_us = logic_us(sitting, now_us), .value = value};
    return run_feed(sitting->run, &entry, fail);
}

bool sitting_advance(Sitting *sitting, int64_t now_us, Fail *fail) {
    if (sitting->run == NULL || sitting->paused) {
        return true;
    }
    int64_t time_us = logic_us(sitting, now_us);
    int64_t late_us =
        run_wake_us(sitting->run) < INT64_MAX ? time_us - run_wake_us(sitting->run) : 0;
    if (late_us > RUN_GAP_US) {
        return sitting_tell(sitting, ENTRY_GAP, journal_time(late_us) / JOURNAL_TIME_US, now_us,
                            fail);
    }
    return run_advance(sitting->run, time_us, fail);
}

int64_t sitting_wake_us(const Sitting *sitting) {
    if (sitting->run == NULL || sitting->paused) {
        return INT64_MAX;
    }
    int64_t wake_us = run_wake_us(sitting->run);
    if (wake_us == INT64_MAX) {
        return INT64_MAX;
    }
    /* Logic time moves in whole quanta: a wake between two of them would never be reached. */
    int64_t rounded_us = journal_time(wake_us);
    rounded_us += rounded_us < wake_us ? JOURNAL_TIME_US : 0;
    return rounded_us + sitting->run_began_us + sitting->paused_us;
}

void sitting_pause(Sitting *sitting, bool paused, int64_t now_us) {
    if (sitting->run == NULL || sitting->paused == paused) {
        return;
    }
    Fail unsaved; /* is said where the trial ends */
    if (paused) {
        sitting_lift(sitting, logic_us(sitting, now_us), &unsaved);
    }
    sitting->paused = paused;
    if (paused) {
        sitting->pause_began_us = now_us;
        return;
    }
    int64_t lasted_us = journal_time(now_us - sitting->pause_began_us);
    sitting->paused_us += lasted_us;
    sitting_tell(sitting, ENTRY_PAUSE, lasted_us / JOURNAL_TIME_US, now_us, NULL);
}

bool sitting_is_paused(const Sitting *sitting) {
    return sitting->paused;
}

Run *sitting_run(Sitting *sitting) {
    return sitting->run;
}

const RunSetup *sitting_setup(const Sitting *sitting) {
    return sitting->run != NULL ? &sitting->setup : NULL;
}

const Game *sitting_game(const Sitting *sitting) {
    return sitting->run != NULL ? &sitting->game : NULL;
}

const Texts *sitting_texts(const Sitting *sitting) {
    Library *library = sitting->app->library;
    return sitting->game.manifest != NULL
               ? library_game_texts(library, sitting->profile.locale, sitting->game.manifest->id)
               : library_texts(library, sitting->profile.locale);
}

const char *sitting_game_id(const Sitting *sitting) {
    return sitting->game.manifest != NULL ? sitting->game.manifest->id : "";
}

/* ---- closing ---- */

bool sitting_close(Sitting *sitting, const char *reason, int64_t now_us, ReplayVerdict *verdict,
                   Fail *fail) {
    ReplayVerdict own;
    verdict = verdict != NULL ? verdict : &own;
    *verdict = (ReplayVerdict){.first_different = -1};
    /* On a disk that refuses the session still closes: its last record waits with the others, and
     * nothing of it can be replayed from there. */
    bool kept = sitting_end_run(sitting, now_us, fail) && store_flush(sitting->app->store, fail);
    SessionLine line = {.session = sitting->session};
    bool replayed = kept && replay_session(sitting->app, &line, verdict, fail);
    sitting->session.replayed = replayed ? verdict->reproduced : -1;
    sitting->session.replay_total = replayed ? verdict->total : -1;
    sitting->session.ended_us = app_wall_us(sitting->app);
    sitting->session.clock_doubt =
        sitting->session.clock_doubt || sitting->session.ended_us < sitting->session.started_us;
    sitting->session.end_reason = reason;
    Fail later;
    Fail *why = kept ? fail : &later;
    return store_session(sitting->app->store, &sitting->session, NULL, NULL, why) &&
           store_flush(sitting->app->store, why) && kept;
}
