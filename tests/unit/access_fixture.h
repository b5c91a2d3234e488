/* A play area with targets on it, and hands for it: for the tests of play/access. */
#ifndef OTTERPAW_TESTS_ACCESS_FIXTURE_H
#define OTTERPAW_TESTS_ACCESS_FIXTURE_H

#include "base/rng.h"
#include "play/access.h"

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

/* A play area of 196 x 94 mm and what is in it; every call goes through here. */
typedef struct {
    Access *access;
    AccessSettings settings;
    GuardSettings guard;
    Target targets[TARGETS_MAX];
    AccessView view;
} Table;

static Table *table;

static void put(const char *id, Role role, double x, double y, double size) {
    Target *target = &table->targets[table->view.count++];
    *target = (Target){.role = role, .box = box_of(x, y, size, size), .player = -1};
    snprintf(target->id, sizeof target->id, "%s", id);
}

static Target *get(const char *id) {
    int index = target_index(table->targets, table->view.count, id);
    assert_true(index >= 0);
    return &table->targets[index];
}

static int setup(void **state) {
    (void)state;
    table = calloc(1, sizeof *table);
    table->settings = access_standard("5-6", "");
    table->guard = guard_standard("5-6", "");
    table->view.targets = table->targets;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    access_free(table->access);
    free(table);
    return 0;
}

static void begin(void) {
    access_free(table->access);
    table->access = access_new(&table->settings, &table->guard);
    assert_non_null(table->access);
    access_new_trial(table->access, 0);
}

/* Two choices, 6 mm apart. */
static void choices(void) {
    put("cat", ROLE_CHOICE, 20, 20, 26);
    put("dog", ROLE_CHOICE, 52, 20, 26);
}

/* Two sources at the left, two zones at the right. */
static void sorting(void) {
    put("apple", ROLE_SOURCE, 10, 10, 24);
    put("brick", ROLE_SOURCE, 10, 60, 24);
    put("bin", ROLE_ZONE, 120, 10, 36);
    put("box", ROLE_ZONE, 120, 56, 36);
}

static void by(int player, int finger, SamplePhase phase, double x, double y, int64_t ms) {
    Sample sample = {ms * 1000, x, y, finger, phase};
    access_reading(table->access, &table->view, &sample, player);
}

static void give(int finger, SamplePhase phase, double x, double y, int64_t ms) {
    by(0, finger, phase, x, y, ms);
}

static void tap(double x, double y, int64_t ms) {
    give(0, SAMPLE_DOWN, x, y, ms);
    give(0, SAMPLE_UP, x, y, ms + 80);
}

/* From one point to another in ten readings over 500 ms, lifted at the end. */
static void drag(int finger, Point from, Point to, int64_t ms) {
    give(finger, SAMPLE_DOWN, from.x, from.y, ms);
    for (int i = 1; i <= 10; i++) {
        give(finger, SAMPLE_MOVE, from.x + (to.x - from.x) * i / 10,
             from.y + (to.y - from.y) * i / 10, ms + 50 * i);
    }
    give(finger, SAMPLE_UP, to.x, to.y, ms + 505);
}

static void advance(int64_t ms) {
    access_advance(table->access, &table->view, ms * 1000);
}

static void key(AccessKey pressed, int64_t ms) {
    access_key(table->access, &table->view, pressed, ms * 1000);
}

/* A switch pressed for 100 ms. */
static void press(int64_t ms) {
    key(KEY_SELECT, ms);
    key(KEY_SELECT_UP, ms + 100);
}

static const char *const MEANS[] = {"choose", "drop",  "pick", "lay",   "regrab",
                                    "home",   "early", "tie",  "focus", "tired"};

static void write_event(char *text, size_t room, const AccessEvent *event) {
    snprintf(text, room, "%s %s%s%s %s", MEANS[event->means], event->target,
             event->zone[0] ? ">" : "", event->zone, access_via_word(event->via));
}

/* All that was meant since the last call, in words; focus moves only when asked for. */
static const char *meant_with(bool focus) {
    static char all[8192];
    size_t length = 0;
    all[0] = '\0';
    AccessEvent event;
    while (access_next(table->access, &event)) {
        if (event.means != MEANS_FOCUS || focus) {
            char one[256];
            write_event(one, sizeof one, &event);
            int more = snprintf(all + length, sizeof all - length, "%s%s", length ? ", " : "", one);
            length += (size_t)more;
            assert_true(length < sizeof all);
        }
    }
    return all;
}

#define assert_meant(expected) assert_string_equal(meant_with(false), expected)
#define assert_focus(expected) assert_string_equal(meant_with(true), expected)

#define CLAIM(claim) cmocka_unit_test_setup_teardown(claim, setup, teardown)

#endif
