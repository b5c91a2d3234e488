/* Changes to a plan; see draft.h. */
#include "app/draft.h"

#include "care/planner.h"
#include "store/history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const int64_t DAY_US = 86400000000;

bool draft_open(App *app, Id child, Draft *draft, Fail *fail) {
    *draft = (Draft){.app = app, .mem = mem_new(16 << 20)};
    if (draft->mem == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a plan");
    }
    if (!child_find(app, draft->mem, child, &draft->child, fail) ||
        !child_plan(app, &draft->child, &draft->plan, fail)) {
        return false;
    }
    child_name(app, &draft->child, draft->name);
    return true;
}

void draft_close(Draft *draft) {
    mem_free(draft->mem);
    draft->mem = NULL;
}

bool draft_keep(Draft *draft, Fail *fail) {
    bool has = true;
    if (!draft->changed && (!child_has_plan(draft->app, &draft->child, &has, fail) || has)) {
        return true;
    }
    if (!child_save_plan(draft->app, &draft->child, &draft->plan, fail) ||
        !store_flush(draft->app->store, fail)) {
        return false;
    }
    draft->changed = false;
    return true;
}

/* ---- what an item is ---- */

static Script *script_of(const Draft *draft, int item) {
    const PlanItem *at = &draft->plan.items[item];
    return at->calm_break ? NULL : library_script(draft->app->library, at->game, NULL);
}

const Manifest *draft_manifest(const Draft *draft, int item) {
    Script *script = script_of(draft, item);
    return script != NULL ? script_manifest(script) : NULL;
}

const Levels *draft_levels(const Draft *draft, int item) {
    Script *script = script_of(draft, item);
    return script != NULL ? library_game_of(script).levels : NULL;
}

void draft_title(const Draft *draft, int item, char words[DRAFT_WORDS]) {
    const PlanItem *at = &draft->plan.items[item];
    const Manifest *manifest = draft_manifest(draft, item);
    const App *app = draft->app;
    snprintf(words, DRAFT_WORDS, "%.100s",
             at->calm_break ? "Calm break"
             : manifest == NULL
                 ? at->game
                 : texts_get(library_game_texts(app->library, app->tablet.adult_locale, at->game),
                             manifest->title));
}

static int level_of(const Draft *draft, int item) {
    const Levels *levels = draft_levels(draft, item);
    int level = draft->plan.items[item].level, most = levels != NULL ? levels->count : 1;
    return level < 1 ? 1 : level > most ? most : level;
}

void draft_level_words(const Draft *draft, int item, char words[DRAFT_WORDS]) {
    const PlanItem *at = &draft->plan.items[item];
    const Levels *levels = draft_levels(draft, item);
    if (at->calm_break) {
        snprintf(words, DRAFT_WORDS, "%.0f s in the calm corner",
                 at->minutes > 0 ? at->minutes * 60 : 90);
    } else if (levels == NULL) {
        snprintf(words, DRAFT_WORDS, "this activity has a fault and will be passed over");
    } else {
        snprintf(words, DRAFT_WORDS, "%.90s%s%s", levels->rows[level_of(draft, item) - 1].name,
                 at->overrides[0] != '\0' ? ", changed" : "", at->probe ? " \xc2\xb7 probe" : "");
    }
}

/* ---- changes ---- */

void draft_level(Draft *draft, int item, int step) {
    const Levels *levels = draft_levels(draft, item);
    PlanItem *at = &draft->plan.items[item];
    int wanted = level_of(draft, item) + step;
    if (levels == NULL || wanted < 1 || wanted > levels->count) {
        return;
    }
    at->level = wanted;
    /* The bounds give way to what the therapist sets. */
    at->least = at->least > wanted ? wanted : at->least;
    at->most = at->most > 0 && at->most < wanted ? wanted : at->most;
    draft->changed = true;
}

void draft_minutes(Draft *draft, double step) {
    double wanted = fmax(5, fmin(180, draft->plan.minutes + step));
    draft->changed = draft->changed || wanted != draft->plan.minutes;
    draft->plan.minutes = wanted;
}

void draft_move(Draft *draft, int item, int step) {
    int to = item + step;
    if (to < 0 || to >= draft->plan.count) {
        return;
    }
    PlanItem moved = draft->plan.items[item];
    draft->plan.items[item] = draft->plan.items[to];
    draft->plan.items[to] = moved;
    draft->changed = true;
}

void draft_remove(Draft *draft, int item) {
    memmove(&draft->plan.items[item], &draft->plan.items[item + 1],
            (size_t)(draft->plan.count - item - 1) * sizeof draft->plan.items[0]);
    draft->plan.count--;
    draft->changed = true;
}

bool draft_add(Draft *draft, const char *game) {
    if (draft->plan.count == PLAN_ITEMS_MAX) {
        return false;
    }
    PlanItem *item = &draft->plan.items[draft->plan.count++];
    *item = plan_item(game != NULL ? game : "");
    if (game == NULL) {
        item->calm_break = true;
        item->minutes = 1.5;
    }
    draft->changed = true;
    return true;
}

bool draft_probes(const Draft *draft) {
    bool any = false;
    for (int i = 0; i < draft->plan.count; i++) {
        if (!draft->plan.items[i].calm_break && !draft->plan.items[i].probe) {
            return false;
        }
        any = any || draft->plan.items[i].probe;
    }
    return any;
}

void draft_set_probes(Draft *draft, bool probe) {
    for (int i = 0; i < draft->plan.count; i++) {
        draft->plan.items[i].probe = probe && !draft->plan.items[i].calm_break;
    }
    draft->changed = true;
}

bool draft_same_as_last(Draft *draft, Fail *fail) {
    Mem *mem = mem_new(8 << 20);
    SessionLine *lines;
    size_t count = 0;
    Value value;
    Plan plan;
    bool ok = mem != NULL ? history_sessions(draft->app->store, mem, &draft->child.id, 1, &lines,
                                             &count, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory for a plan");
    ok = ok && (count > 0 || fail_set(fail, FAIL_INPUT, "there was no session before this one"));
    ok = ok &&
         value_read(mem, lines[0].session.plan, strlen(lines[0].session.plan), &value, fail) &&
         plan_read(&value, &plan, fail);
    if (ok) {
        if (plan.home) {
            plan.home = false;
            plan.setting = PLAN_SETTING_CLINIC;
            plan.person = PLAN_PERSON_THERAPIST;
        }
        plan.adult[0] = '\0';
        draft->plan = plan;
        draft->changed = true;
    }
    mem_free(mem);
    return ok;
}

/* ---- packing ---- */

/* Minutes that each item's game was played within the last seven days. */
static bool played(Draft *draft, Mem *mem, double minutes[PLAN_ITEMS_MAX], Fail *fail) {
    SessionLine *lines;
    size_t count;
    int64_t since = app_wall_us(draft->app) - 7 * DAY_US;
    if (!history_sessions(draft->app->store, mem, &draft->child.id, 40, &lines, &count, fail)) {
        return false;
    }
    for (size_t s = 0; s < count && lines[s].session.started_us >= since; s++) {
        RunRecord *runs;
        size_t run_count;
        if (!history_runs(draft->app->store, mem, lines[s].session.id, &runs, &run_count, fail)) {
            return false;
        }
        for (size_t r = 0; r < run_count; r++) {
            for (int i = 0; i < draft->plan.count; i++) {
                if (strcmp(runs[r].game, draft->plan.items[i].game) == 0) {
                    minutes[i] += fmax(0, (double)(runs[r].ended_us - runs[r].started_us) / 6e7);
                }
            }
        }
    }
    return true;
}

/* What an activity should get in a week when nobody said otherwise: three usual rounds. */
static const double ROUNDS_A_WEEK = 3;

bool draft_pack(Draft *draft, char words[DRAFT_WORDS], Fail *fail) {
    Mem *mem = mem_new(32 << 20);
    double minutes[PLAN_ITEMS_MAX] = {0};
    bool ok = mem != NULL ? played(draft, mem, minutes, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory to pack a plan");
    PlanWish wishes[PLAN_ITEMS_MAX];
    int count = 0;
    for (int i = 0; ok && i < draft->plan.count; i++) {
        const Manifest *manifest = draft_manifest(draft, i);
        if (manifest == NULL) {
            continue; /* breaks are put in anew; what is broken has no place */
        }
        PlanItem item = draft->plan.items[i];
        double usual = item.minutes > 0 ? item.minutes : manifest->minutes;
        item.minutes = manifest->minutes;
        wishes[count++] = (PlanWish){.item = item,
                                     .kind = manifest->domain,
                                     .owed_minutes = fmax(0, ROUNDS_A_WEEK * usual - minutes[i]),
                                     .least_minutes = fmin(2, manifest->minutes),
                                     .must = item.probe,
                                     .load = manifest->no_score ? 0.2 : 0.8};
    }
    mem_free(mem);
    if (!ok) {
        return false;
    }
    if (count == 0) {
        return fail_set(fail, FAIL_INPUT, "there is no activity to pack; add one first");
    }
    PlanBox box = planner_box(draft->plan.minutes);
    PlanReport report;
    planner_pack(wishes, count, &box, &draft->plan, &report);
    draft->changed = true;
    snprintf(words, DRAFT_WORDS, "%.0f min active, %.0f min breaks%s", report.active_minutes,
             report.break_minutes, report.left_out > 0 ? "; " : "");
    if (report.left_out > 0) {
        size_t at = strlen(words);
        snprintf(words + at, DRAFT_WORDS - at, "%d found no room", report.left_out);
    }
    return true;
}

/* ---- parameters ---- */

static bool read_overrides(Mem *mem, const PlanItem *item, Value *overrides) {
    *overrides = value_record();
    return item->overrides[0] == '\0' ||
           value_read(mem, item->overrides, strlen(item->overrides), overrides, NULL);
}

static const Value *in_force(const Draft *draft, int item, const Value *overrides,
                             const Param *param) {
    const Levels *levels = draft_levels(draft, item);
    const Value *value = value_get(overrides, param->name);
    if (value == NULL && levels != NULL) {
        value = value_get(levels->rows[level_of(draft, item) - 1].params, param->name);
    }
    return value != NULL ? value : &param->standard;
}

static void words_of(const Value *value, char words[DRAFT_WORDS]) {
    double number;
    if (value->kind == VALUE_BOOL) {
        snprintf(words, DRAFT_WORDS, "%s", value->as.flag ? "on" : "off");
    } else if (value->kind == VALUE_TEXT) {
        snprintf(words, DRAFT_WORDS, "%.100s", value->as.text);
        for (char *at = words; *at != '\0'; at++) {
            *at = *at == '_' ? ' ' : *at;
        }
    } else if (value_as_number(value, &number)) {
        snprintf(words, DRAFT_WORDS, "%.6g", number);
    } else {
        snprintf(words, DRAFT_WORDS, "-");
    }
}

void draft_param_words(const Draft *draft, int item, const Param *param, char words[DRAFT_WORDS],
                       bool *set) {
    Mem *mem = mem_new(1 << 20);
    Value overrides;
    words[0] = '\0';
    *set = false;
    if (mem != NULL && read_overrides(mem, &draft->plan.items[item], &overrides)) {
        *set = value_get(&overrides, param->name) != NULL;
        words_of(in_force(draft, item, &overrides, param), words);
    }
    mem_free(mem);
}

/* A step that a hand can see, in round numbers. */
static double step_size(const Param *param) {
    double range = param->most - param->least;
    if (param->kind == PARAM_INTEGER) {
        return range > 60 ? 5 : 1;
    }
    return range <= 2 ? 0.1 : range <= 10 ? 0.5 : range <= 40 ? 1 : 5;
}

static bool next_number(const Param *param, const Value *now, int step, Value *next) {
    double number, size = step_size(param);
    if (!value_as_number(now, &number)) {
        return false;
    }
    double wanted = (step > 0 ? floor(number / size + 1e-9) + 1 : ceil(number / size - 1e-9) - 1);
    wanted = fmax(param->least, fmin(param->most, wanted * size));
    if (fabs(wanted - number) < 1e-9) {
        return false;
    }
    *next = param->kind == PARAM_INTEGER ? value_int((int64_t)llround(wanted))
                                         : value_number(round(wanted * 1000) / 1000);
    return true;
}

static bool next_choice(const Param *param, const Value *now, int step, Value *next) {
    int count = 0, at = 0;
    for (; param->choices[count] != NULL; count++) {
        at = now->kind == VALUE_TEXT && strcmp(param->choices[count], now->as.text) == 0 ? count
                                                                                         : at;
    }
    *next = value_text(param->choices[(at + step + count) % count]);
    return count > 1;
}

bool draft_param_step(Draft *draft, int item, const Param *param, int step) {
    PlanItem *at = &draft->plan.items[item];
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value overrides, next;
    bool ok = mem != NULL && read_overrides(mem, at, &overrides);
    const Value *now = ok ? in_force(draft, item, &overrides, param) : NULL;
    if (ok && param->kind == PARAM_BOOL) {
        next = value_bool(!now->as.flag);
    } else if (ok && param->kind == PARAM_CHOICE) {
        ok = next_choice(param, now, step, &next);
    } else if (ok) {
        ok = param->kind != PARAM_TEXT && next_number(param, now, step, &next);
    }
    ok = ok && value_put(mem, &overrides, param->name, next) && value_write(&text, &overrides) &&
         text.length < PLAN_TEXT_MAX;
    if (ok) {
        snprintf(at->overrides, sizeof at->overrides, "%.*s", (int)text.length,
                 (const char *)text.bytes);
        draft->changed = true;
    }
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

void draft_param_clear(Draft *draft, int item) {
    draft->changed = draft->changed || draft->plan.items[item].overrides[0] != '\0';
    draft->plan.items[item].overrides[0] = '\0';
}
