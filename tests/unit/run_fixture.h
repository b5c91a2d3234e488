/* Small games in C and a sink that collects, for the tests of trial, run and replay. */
#ifndef OTTERPAW_TESTS_RUN_FIXTURE_H
#define OTTERPAW_TESTS_RUN_FIXTURE_H

#include "play/run.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Each program uses some of these. */
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-const-variable"
#pragma GCC diagnostic ignored "-Wunused-variable"

enum { KEPT_MAX = 64, LEVELS_HERE = 6 };

typedef struct {
    int number;
    char *text; /* canonical record */
    Journal chunk;
    TrialRecord record; /* its strings: item, via, reasons copied below */
    char via[16], next_reason[200], invalid_reason[200], item[48];
} Kept;

typedef struct {
    Kept trials[KEPT_MAX];
    int count;
    Journal tail;
    int marks, mark_trial, mark_value;
    bool refuse;
} Collected;

static char *record_text(const TrialRecord *record) {
    Mem *mem = mem_new(8 << 20);
    Buffer out = {.limit = 1 << 20};
    Value value;
    assert_true(trial_record_value(mem, record, &value) && value_write(&out, &value));
    mem_free(mem);
    return (char *)out.bytes;
}

static bool collect_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                          Fail *fail) {
    Collected *all = self;
    if (all->refuse) {
        return fail_set(fail, FAIL_SYSTEM, "The disk is full.");
    }
    assert_true(all->count < KEPT_MAX);
    Kept *kept = &all->trials[all->count++];
    kept->number = record->number;
    kept->text = record_text(record);
    kept->record = *record;
    snprintf(kept->via, sizeof kept->via, "%s", record->via);
    snprintf(kept->item, sizeof kept->item, "%s", record->item);
    snprintf(kept->next_reason, sizeof kept->next_reason, "%s", record->next_reason);
    snprintf(kept->invalid_reason, sizeof kept->invalid_reason, "%s", record->invalid_reason);
    for (size_t i = 0; i < count; i++) {
        assert_true(journal_append(&kept->chunk, &chunk[i]));
    }
    return true;
}

static bool collect_mark(void *self, int trial, const char *kind, int value, Fail *fail) {
    Collected *all = self;
    if (all->refuse) {
        return fail_set(fail, FAIL_SYSTEM, "The disk is full.");
    }
    assert_string_equal(kind, "assistance");
    all->marks++;
    all->mark_trial = trial;
    all->mark_value = value;
    return true;
}

static bool collect_tail(void *self, const Entry *chunk, size_t count, Fail *fail) {
    (void)fail;
    Collected *all = self;
    journal_clear(&all->tail);
    for (size_t i = 0; i < count; i++) {
        assert_true(journal_append(&all->tail, &chunk[i]));
    }
    return true;
}

static void collected_free(Collected *all) {
    for (int i = 0; i < all->count; i++) {
        free(all->trials[i].text);
        journal_free(&all->trials[i].chunk);
    }
    journal_free(&all->tail);
    *all = (Collected){0};
}

static Sink sink_of(Collected *all) {
    return (Sink){all, collect_trial, collect_mark, collect_tail};
}

/* ---- setup ---- */

static Value level_params[LEVELS_HERE];
static ValueField level_fields[LEVELS_HERE];
static Levels levels_here;
static Manifest manifest_here;

static const Levels *some_levels(void) {
    for (int i = 0; i < LEVELS_HERE; i++) {
        level_fields[i] = (ValueField){"road_mm", value_number(20 - 2 * i)};
        level_params[i] = value_record();
        level_params[i].as.record.fields = &level_fields[i];
        level_params[i].as.record.count = 1;
        levels_here.rows[i] = (Level){"a road", &level_params[i]};
    }
    levels_here.count = LEVELS_HERE;
    return &levels_here;
}

static Manifest *some_manifest(void) {
    manifest_here =
        (Manifest){.id = "tracing",
                   .version = "1",
                   .api = GAME_API,
                   .trials = 3,
                   .param_count = 1,
                   .measure_count = 3,
                   .measures = {MEASURE_SCORE, MEASURE_COVERAGE_PERCENT, MEASURE_EXITS}};
    manifest_here.params[0] = (Param){.name = "road_mm",
                                      .kind = PARAM_NUMBER,
                                      .standard = value_number(15),
                                      .least = 4,
                                      .most = 25,
                                      .label = "Road"};
    return &manifest_here;
}

static RunSetup some_setup(void) {
    RunSetup setup = {
        .seed = 7,
        .manifest = some_manifest(),
        .levels = some_levels(),
        .trials = 3,
        .first_level = 2,
        .help = HELP_TRY_FIRST,
        .guard = guard_standard("5-6", ""),
        .access = access_standard("5-6", ""),
        .place = {.width_mm = 218, .height_mm = 136, .play = {4, 28, 204, 124}, .players = 1}};
    Fail fail;
    assert_true(adapt_begin(&setup.adapt, ADAPT_DEFAULT, 1, LEVELS_HERE, 2, 0.8, 0, &fail));
    return setup;
}

/* ---- games ---- */

typedef struct {
    int prepared, shown, touches, ticks, timers, chosen, dropped, helps, last_help, ups;
    int64_t tick_times_us[64], timer_times_us[64];
    int break_at; /* trial number whose prepare, touch or draw breaks */
    double random;
    bool draw_breaks;
    int prepare_breaks; /* trial number */
} Toy;

static bool road_prepare(void *self, Trial *trial, Fail *fail) {
    Toy *toy = self;
    toy->prepared++;
    if (toy->prepare_breaks == trial_number(trial)) {
        return fail_set(fail, FAIL_SCRIPT, "games/tracing/play.lua:5: no road");
    }
    Mem *mem = mem_new(1 << 20);
    Path path;
    bool ok = mem != NULL && path_make(mem, (Point[]){{20, 40}, {120, 40}}, NULL, 2, &path) &&
              trial_expect_path(trial, &path, trial_param_number(trial, "road_mm"));
    mem_free(mem);
    trial_item(trial, "road.straight");
    trial_say(trial, "road.ask");
    trial_limit_time(trial, 10);
    toy->random = rng_unit(trial_rng(trial, "trial"));
    return ok || fail_set(fail, FAIL_MEMORY, "no memory");
}

static bool road_touch(void *self, Trial *trial, const Sample *sample, int player, Fail *fail) {
    (void)player;
    Toy *toy = self;
    toy->touches++;
    toy->ups += sample->phase == SAMPLE_UP;
    if (toy->break_at == trial_number(trial)) {
        return fail_set(fail, FAIL_SCRIPT, "games/tracing/play.lua:12: road is nil");
    }
    if (sample->x_mm >= 118) {
        trial_finish(trial, END_COMPLETED, true);
    }
    return true;
}

static bool road_draw(void *self, const Trial *trial, Scene *scene, Fail *fail) {
    if (((Toy *)self)->draw_breaks) {
        return fail_set(fail, FAIL_SCRIPT, "games/tracing/play.lua:30: pen has no \"strok\"");
    }
    scene_ink(scene, trial_ink(trial), 4, COLOR_INK_LINE);
    return true;
}

static const GameOps road_ops = {.prepare = road_prepare, .touch = road_touch, .draw = road_draw};

static bool pick_prepare(void *self, Trial *trial, Fail *fail) {
    ((Toy *)self)->prepared++;
    for (int i = 0; i < 3; i++) {
        Target target = {.role = ROLE_CHOICE, .box = box_of(10 + 60 * i, 20, 40, 40), .player = -1};
        snprintf(target.id, sizeof target.id, "%c", 'a' + i);
        snprintf(target.picture, sizeof target.picture, "apple");
        if (!trial_target(trial, &target, fail)) {
            return false;
        }
    }
    trial_item(trial, "find.a");
    trial_say(trial, "find.ask");
    return true;
}

static bool pick_choose(void *self, Trial *trial, const Target *target, Fail *fail) {
    ((Toy *)self)->chosen++;
    Answer answer = {.right = target->id[0] == 'a'};
    snprintf(answer.item, sizeof answer.item, "a");
    snprintf(answer.choice, sizeof answer.choice, "%s", target->id);
    if (!trial_answer(trial, &answer, fail)) {
        return false;
    }
    if (answer.right) {
        trial_sound(trial, "ok");
        trial_finish(trial, END_COMPLETED, true);
    }
    return true;
}

static bool pick_help(void *self, Trial *trial, int rung, Fail *fail) {
    (void)fail;
    Toy *toy = self;
    toy->helps++;
    toy->last_help = rung;
    trial_target_state(trial, "a", TARGET_HINT, rung >= 2);
    return true;
}

static const GameOps pick_ops = {.prepare = pick_prepare, .choose = pick_choose, .help = pick_help};

static bool clock_prepare(void *self, Trial *trial, Fail *fail) {
    (void)fail;
    ((Toy *)self)->prepared++;
    trial_after(trial, 0.0333, 1);
    trial_after(trial, 0.0333, 2);
    trial_after(trial, 0.1, 3);
    trial_limit_time(trial, 0.25);
    return true;
}

static bool clock_tick(void *self, Trial *trial, Fail *fail) {
    (void)fail;
    Toy *toy = self;
    if (toy->ticks < 64) {
        toy->tick_times_us[toy->ticks] = trial_time_us(trial);
    }
    toy->ticks++;
    return true;
}

static bool clock_timer(void *self, Trial *trial, int tag, Fail *fail) {
    Toy *toy = self;
    toy->timer_times_us[toy->timers++ % 64] = trial_time_us(trial) * 10 + tag;
    Answer answer = {.right = tag != 2};
    snprintf(answer.item, sizeof answer.item, "beat%d", tag);
    return trial_answer(trial, &answer, fail);
}

static const GameOps clock_ops = {
    .prepare = clock_prepare, .tick = clock_tick, .timer = clock_timer};

/* One source, two zones: "eat" is right. */
static bool sort_prepare(void *self, Trial *trial, Fail *fail) {
    ((Toy *)self)->prepared++;
    static const struct {
        const char *id;
        Role role;
        double x, y;
    } targets[] = {
        {"apple", ROLE_SOURCE, 80, 5}, {"eat", ROLE_ZONE, 5, 50}, {"ride", ROLE_ZONE, 150, 50}};
    trial_expect_answers(trial, FAMILY_SORTING, 1, 2);
    for (int i = 0; i < 3; i++) {
        Target target = {.role = targets[i].role,
                         .box = box_of(targets[i].x, targets[i].y, 36, 36),
                         .player = -1};
        snprintf(target.id, sizeof target.id, "%s", targets[i].id);
        if (!trial_target(trial, &target, fail)) {
            return false;
        }
    }
    trial_say(trial, "sort.ask");
    return true;
}

static bool sort_drop(void *self, Trial *trial, const Target *source, const Target *zone,
                      Fail *fail) {
    ((Toy *)self)->dropped++;
    Answer answer = {.right = strcmp(zone->id, "eat") == 0};
    snprintf(answer.item, sizeof answer.item, "%s", source->id);
    snprintf(answer.choice, sizeof answer.choice, "%s", zone->id);
    if (!trial_answer(trial, &answer, fail)) {
        return false;
    }
    if (answer.right) {
        trial_finish(trial, END_COMPLETED, true);
    }
    return true;
}

static const GameOps sort_ops = {.prepare = sort_prepare, .drop = sort_drop};

/* ---- playing ---- */

static Run *run_of(const RunSetup *setup, const GameOps *ops, Toy *toy, Collected *all) {
    Fail fail = {FAIL_NONE, ""};
    Sink sink = sink_of(all);
    Id session = {{1, 2, 3}};
    Run *run = run_new(setup, ops, toy, &sink, session, 0, 0, &fail);
    if (run == NULL) {
        fail_msg("run_new: %s", fail.text);
    }
    return run;
}

static void feed(Run *run, EntryKind kind, int64_t ms, int64_t value) {
    Fail fail = {FAIL_NONE, ""};
    if (!run_feed(run, &(Entry){.kind = kind, .time_us = ms * 1000, .value = value}, &fail)) {
        fail_msg("run_feed: %s", fail.text);
    }
}

/* A run of the usual setup, with its first trial shown at 0 ms. */
static Run *shown_run(const GameOps *ops, Toy *toy, Collected *all) {
    RunSetup setup = some_setup();
    Run *run = run_of(&setup, ops, toy, all);
    feed(run, ENTRY_SHOWN, 0, 0);
    return run;
}

static void put_away(Run *run, Collected *all) {
    run_free(run);
    collected_free(all);
}

/* Play area millimetres. */
static Entry reading(int finger, SamplePhase phase, double x, double y, int64_t ms) {
    return (Entry){.kind = ENTRY_SAMPLE,
                   .time_us = ms * 1000,
                   .finger = finger,
                   .phase = phase,
                   .x_mm = x + 4,
                   .y_mm = y + 28};
}

static void touch(Run *run, int finger, SamplePhase phase, double x, double y, int64_t ms) {
    Fail fail = {FAIL_NONE, ""};
    Entry entry = reading(finger, phase, x, y, ms);
    if (!run_feed(run, &entry, &fail)) {
        fail_msg("run_feed: %s", fail.text);
    }
}

static void tap(Run *run, double x, double y, int64_t ms) {
    touch(run, 0, SAMPLE_DOWN, x, y, ms);
    touch(run, 0, SAMPLE_UP, x, y, ms + 80);
}

static int64_t drag(Run *run, Point from, Point to, int64_t ms) {
    touch(run, 0, SAMPLE_DOWN, from.x, from.y, ms);
    for (int i = 1; i <= 20 && run_state(run) == RUN_LIVE; i++) {
        double part = i / 20.0;
        touch(run, 0, SAMPLE_MOVE, from.x + part * (to.x - from.x), from.y + part * (to.y - from.y),
              ms += 20);
    }
    ms += 200;
    touch(run, 0, SAMPLE_UP, to.x, to.y, ms);
    return ms;
}

/* Draws along the road from x = 20 to the end, one reading every 10 ms. */
static int64_t draw_road(Run *run, int64_t ms) {
    touch(run, 0, SAMPLE_DOWN, 20, 40, ms);
    for (int x = 22; x <= 118 && run_state(run) == RUN_LIVE; x += 2) {
        touch(run, 0, SAMPLE_MOVE, x, 40 + (x % 4), ms += 10);
    }
    touch(run, 0, SAMPLE_UP, 118, 40, ms += 10);
    return ms;
}

#endif
