/* Records with something in every field, for the tests of the store: all of them made from a few
 * numbers, so that what is read back can be compared with what was written. */
#ifndef OTTERPAW_TESTS_STORE_RECORDS_H
#define OTTERPAW_TESTS_STORE_RECORDS_H

#include "base/rng.h"
#include "play/journal.h"
#include "store/history.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RECORDS_WALL_US INT64_C(1790000000000000) /* 2026-09-21 */

static inline Id records_id(int kind, int number) {
    uint8_t random[10] = {(uint8_t)kind, (uint8_t)(number >> 8), (uint8_t)number, 7, 7, 7, 7, 7};
    return id_make(1790000000000u + (uint64_t)number, random);
}

static inline ChildRecord records_child(int number) {
    static _Thread_local char name[24];
    snprintf(name, sizeof name, "child-%d", number);
    return (ChildRecord){.id = records_id(1, number),
                         .symbol = "otter",
                         .pseudonym = name,
                         .age_band = "5-6",
                         .profile = "{\"volume\":0.5}",
                         .created_us = RECORDS_WALL_US - 5};
}

static inline SessionRecord records_session(int number, int child) {
    return (SessionRecord){.id = records_id(2, number),
                           .child = records_id(1, child),
                           .engine_version = "0.1.0",
                           .schema_version = 1,
                           .started_us = RECORDS_WALL_US + number * INT64_C(86400000000),
                           .utc_offset_min = -180,
                           .device = "tablet 2",
                           .screen_width_px = 1280,
                           .screen_height_px = 800,
                           .px_per_mm = 4.25,
                           .calibrated = true,
                           .setting = "clinic",
                           .tool = "finger",
                           .hand = "left",
                           .plan = "{\"games\":[\"tracing\"]}",
                           .assistance_scheme = "[\"none\",\"word\"]",
                           .replayed = -1,
                           .replay_total = -1};
}

static inline RunRecord records_run(int session, int number) {
    return (RunRecord){.session = records_id(2, session),
                       .number = number,
                       .game = "tracing",
                       .game_version = "1.2.0",
                       .game_hash = "0123456789abcdef",
                       .phase = PHASE_TEACHING,
                       .probe = number % 2 == 1,
                       .setup = "{\"seed\":-7}",
                       .started_us = 100};
}

/* mem: holds the parameters. */
static inline TrialRecord records_trial(Mem *mem, int session, int number, int run) {
    Value *params = mem_alloc(mem, sizeof *params);
    *params = value_record();
    value_put(mem, params, "road_mm", value_number(13.5));
    value_put(mem, params, "shape", value_text("wave"));
    TrialRecord trial = {.session = records_id(2, session),
                         .number = number,
                         .run = run,
                         .level = 1 + number % 9,
                         .placement = 1.25 + number,
                         .params = params,
                         .seed = UINT64_C(0xfedcba9876543210),
                         .item = "road.wave",
                         .onset_us = 1000000 + 100 * number,
                         .duration_us = 2500100,
                         .end = number % 5 == 4 ? END_TIMED_OUT : END_COMPLETED,
                         .outcome = number % 3 == 2 ? OUTCOME_HELPED : OUTCOME_INDEPENDENT,
                         .success = number % 4 != 3,
                         .answers = 3,
                         .answers_right = 2,
                         .help_rung = number % 3,
                         .assistance = number % 3 == 0 ? ASSISTANCE_UNMARKED : number % 3 - 1,
                         .valid = true,
                         .invalid_reason = "",
                         .gaps = 1,
                         .touches_kept = 40,
                         .touches_rested = 2,
                         .touches_refused = 1,
                         .via = "ink",
                         .scorer_version = 1,
                         .next_level = 2,
                         .next_placement = 2.5,
                         .next_reason = "two in a row without help"};
    measures_put(&trial.measures, MEASURE_SCORE, 50.125 + number % 40);
    measures_put(&trial.measures, MEASURE_INSIDE_PERCENT, 100.0 / 3);
    measures_put(&trial.measures, MEASURE_SPARC, (double)NAN);
    return trial;
}

/* A journal of some bytes that belong to this trial alone; returns how many (at most 4096). */
static inline size_t records_journal(uint8_t bytes[4096], int session, int number) {
    Rng rng = rng_stream((uint64_t)session, "journal", (uint64_t)number);
    size_t length = 40 + rng_u32(&rng) % 900;
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (uint8_t)rng_u32(&rng);
    }
    return length;
}

#endif
