/* A play area, pretend children in it, and everything that a game may ask of them. */
#ifndef OTTERPAW_TESTS_PRETEND_FIXTURE_H
#define OTTERPAW_TESTS_PRETEND_FIXTURE_H

#include "play/access.h"
#include "play/pretend.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const Box PLAY = {4, 28, 200, 122}; /* 196 x 94 mm */
static const Point MIDDLE = {98, 47};

static inline Pretend *child_of(const char *name, uint64_t seed) {
    const PretendTraits *traits = pretend_named(name);
    assert_non_null(traits);
    Pretend *child = pretend_new(traits, seed, PLAY, PRETEND_LEVELS);
    assert_non_null(child);
    return child;
}

static inline void collect(Pretend *child, Journal *journal) {
    Entry entry;
    while (pretend_next(child, INT64_MAX, &entry)) {
        assert_true(journal_append(journal, &entry));
    }
    assert_false(pretend_is_full(child));
}

/* A road with a corner and a curve, in play area millimetres. */
static inline Path road(Mem *mem) {
    Point points[140];
    size_t count = 0;
    for (int i = 0; i <= 50; i++) {
        points[count++] = (Point){20 + i * 1.6, 20};
    }
    for (int i = 1; i <= 30; i++) {
        points[count++] = (Point){100, 20 + i};
    }
    for (int i = 1; i <= 40; i++) {
        double angle = 3.14159265358979 * i / 40;
        points[count++] = (Point){75 + 25 * cos(angle), 50 + 25 * sin(angle)};
    }
    Path path;
    assert_true(path_make(mem, points, NULL, count, &path));
    return path;
}

static inline Target choice(const char *id, double x, double y) {
    Target target = {.role = ROLE_CHOICE, .box = box_of(x - 13, y - 13, 26, 26), .player = -1};
    snprintf(target.id, sizeof target.id, "%s", id);
    return target;
}

/* Everything a game may ask for, in one trial. */
static inline void ask_all(Pretend *child, Mem *mem) {
    Path path = road(mem);
    Target targets[4] = {choice("a", 30, 40), choice("b", 80, 40), choice("c", 130, 40),
                         choice("d", 170, 40)};
    Target source = choice("s", 40, 70), zone = choice("z", 150, 70);
    source.role = ROLE_SOURCE, zone.role = ROLE_ZONE;
    pretend_wait(child, 0.5);
    pretend_choose(child, &targets[1], &targets[2], 2);
    pretend_tap(child, MIDDLE, 20);
    pretend_drag(child, (Point){30, 30}, (Point){150, 70});
    pretend_drop(child, &source, &zone, NULL, 0);
    pretend_follow(child, &path, 13);
    pretend_follow_both(child, &path, &path, 13);
    pretend_hold(child, MIDDLE, 2);
}

static inline void journal_of_all(const char *name, uint64_t seed, int trials, Journal *journal) {
    Mem *mem = mem_new(1 << 20);
    Pretend *child = child_of(name, seed);
    int64_t time_us = 500000;
    for (int i = 0; i < trials; i++) {
        pretend_begin_trial(child, time_us, 1 + i % 10, i + 1);
        ask_all(child, mem);
        collect(child, journal);
        time_us =
            1000000 + (journal->count > 0 ? journal->entries[journal->count - 1].time_us : time_us);
    }
    pretend_free(child);
    mem_free(mem);
}

#endif
