/* play/pretend: children made of a seed and a few traits. */
#include "measure/spiral.h"
#include "measure/tracing.h"
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

static Pretend *child_of(const char *name, uint64_t seed) {
    const PretendTraits *traits = pretend_named(name);
    assert_non_null(traits);
    Pretend *child = pretend_new(traits, seed, PLAY, PRETEND_LEVELS);
    assert_non_null(child);
    return child;
}

static void collect(Pretend *child, Journal *journal) {
    Entry entry;
    while (pretend_next(child, INT64_MAX, &entry)) {
        assert_true(journal_append(journal, &entry));
    }
    assert_false(pretend_is_full(child));
}

/* A road with a corner and a curve, in play area millimetres. */
static Path road(Mem *mem) {
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

static Target choice(const char *id, double x, double y) {
    Target target = {.role = ROLE_CHOICE, .box = box_of(x - 13, y - 13, 26, 26), .player = -1};
    snprintf(target.id, sizeof target.id, "%s", id);
    return target;
}

/* Everything a game may ask for, in one trial. */
static void ask_all(Pretend *child, Mem *mem) {
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

static void journal_of_all(const char *name, uint64_t seed, int trials, Journal *journal) {
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

static void same_seed_gives_the_same_bytes_and_another_seed_does_not(void **state) {
    (void)state;
    for (int i = 0; i < pretend_count(); i++) {
        Journal journals[3] = {{0}};
        Buffer bytes[3] = {{0}};
        for (int k = 0; k < 3; k++) {
            journal_of_all(pretend_at(i)->name, k < 2 ? 7 : 8, 4, &journals[k]);
            assert_true(journal_encode(journals[k].entries, journals[k].count, &bytes[k]));
        }
        assert_int_equal(bytes[0].length, bytes[1].length);
        assert_memory_equal(bytes[0].bytes, bytes[1].bytes, bytes[0].length);
        bool same = bytes[0].length == bytes[2].length &&
                    memcmp(bytes[0].bytes, bytes[2].bytes, bytes[0].length) == 0;
        assert_int_equal(same, strcmp(pretend_at(i)->name, "refuser") == 0);
        for (int k = 0; k < 3; k++) {
            journal_free(&journals[k]);
            buffer_free(&bytes[k]);
        }
    }
}

/* Order, quanta, screen, and one down and one up a stroke with its readings between. */
static void assert_well_formed(const Journal *journal, const char *name) {
    bool down[SAMPLE_FINGERS_MAX] = {false};
    int64_t time_us = 0;
    for (size_t i = 0; i < journal->count; i++) {
        const Entry *entry = &journal->entries[i];
        assert_true(entry->time_us >= time_us);
        assert_int_equal(entry->time_us % JOURNAL_TIME_US, 0);
        time_us = entry->time_us;
        if (entry->kind != ENTRY_SAMPLE) {
            continue;
        }
        assert_true(entry->x_mm == journal_length(entry->x_mm));
        assert_true(entry->y_mm == journal_length(entry->y_mm));
        assert_true(entry->x_mm >= 0 && entry->x_mm <= 218 && entry->y_mm >= 0 &&
                    entry->y_mm <= 136);
        if (down[entry->finger] == (entry->phase == SAMPLE_DOWN)) {
            fail_msg("%s: entry %zu: phase %d of finger %d, which is %s", name, i, entry->phase,
                     entry->finger, down[entry->finger] ? "down" : "up");
        }
        down[entry->finger] = entry->phase != SAMPLE_UP;
    }
    for (int finger = 0; finger < SAMPLE_FINGERS_MAX; finger++) {
        assert_false(down[finger]);
    }
}

static void entries_are_in_order_in_quanta_with_one_down_and_one_up(void **state) {
    (void)state;
    for (int i = 0; i < pretend_count(); i++) {
        Journal journal = {0};
        journal_of_all(pretend_at(i)->name, 3, 12, &journal);
        assert_well_formed(&journal, pretend_at(i)->name);
        journal_free(&journal);
    }
}

static void fingers_lift_when_a_new_trial_cuts_them_off(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    const char *names[] = {"careful", "palm", "random"};
    for (int n = 0; n < 3; n++) {
        Pretend *child = child_of(names[n], 5);
        Journal journal = {0};
        Entry entry;
        for (int i = 0; i < 30; i++) {
            int64_t begin_us = 1700000 * (int64_t)i;
            pretend_begin_trial(child, begin_us, 3, i + 1);
            ask_all(child, mem);
            while (pretend_next(child, begin_us + 1650000, &entry)) {
                assert_true(entry.time_us >= begin_us);
                assert_true(journal_append(&journal, &entry));
            }
        }
        pretend_begin_trial(child, 60000000, 3, 31);
        collect(child, &journal);
        assert_well_formed(&journal, names[n]);
        journal_free(&journal);
        pretend_free(child);
    }
    mem_free(mem);
}

/* Readings come 8.3 ms apart, or later where the finger stood still. */
static void a_moving_finger_is_read_120_times_a_second(void **state) {
    (void)state;
    Mem *mem = mem_new(1 << 20);
    Pretend *child = child_of("shaky", 2);
    Journal journal = {0};
    pretend_begin_trial(child, 0, 1, 1);
    pretend_hold(child, MIDDLE, 3);
    collect(child, &journal);
    assert_true(journal.count > 340 && journal.count < 364);
    for (size_t i = 1; i < journal.count; i++) {
        int64_t gap = journal.entries[i].time_us - journal.entries[i - 1].time_us;
        assert_true(gap % 8333 <= 200 || gap % 8333 >= 8133);
    }
    journal_free(&journal);
    pretend_free(child);
    mem_free(mem);
}

static size_t samples_of(const Journal *journal, int finger, Sample *samples, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < journal->count; i++) {
        const Entry *e = &journal->entries[i];
        if (e->kind == ENTRY_SAMPLE && e->finger == finger && count < room) {
            samples[count++] =
                (Sample){e->time_us, e->x_mm - PLAY.left, e->y_mm - PLAY.top, finger, e->phase};
        }
    }
    return count;
}

enum { SAMPLES_ROOM = 20000 };

static void tremor_shakes_at_the_rate_and_as_far_as_the_traits_say(void **state) {
    (void)state;
    double rates[] = {5, 7, 10};
    for (int i = 0; i < 3; i++) {
        Mem *mem = mem_new(16 << 20);
        PretendTraits traits = *pretend_named("careful");
        traits.tremor_hz = rates[i], traits.tremor_mm = 1.5, traits.lapse = 0;
        traits.ability = 50;
        Pretend *child = pretend_new(&traits, 11 + (uint64_t)i, PLAY, 10);
        Journal journal = {0};
        pretend_begin_trial(child, 0, 1, 1);
        pretend_hold(child, MIDDLE, 10);
        collect(child, &journal);
        Sample *samples = mem_alloc_array(mem, SAMPLES_ROOM, sizeof *samples);
        size_t count = samples_of(&journal, 0, samples, SAMPLES_ROOM);
        Trace trace;
        assert_true(trace_from_samples(mem, samples, count, 0, &trace));
        SpiralTremor tremor;
        /* Seen from far away, the radius is one axis of the shake. */
        assert_true(spiral_tremor(mem, trace.time_s, trace.points, trace.count,
                                  (Point){-5000, -5000}, &tremor));
        assert_true(fabs(tremor.peak_hz - rates[i]) <= 0.8);
        assert_true(tremor.ratio_4_12 > 0.8);
        double widest = 0;
        for (size_t k = 0; k < trace.count; k++) {
            widest = fmax(widest, point_distance(trace.points[k], MIDDLE));
        }
        assert_true(widest > 1.3 && widest <= 1.55);
        journal_free(&journal);
        pretend_free(child);
        mem_free(mem);
    }
}

typedef struct {
    double score, away, worst; /* means of 0..100 and mm; worst of all */
    int strokes;
} Traced;

/* Means over some trials of one child on one road. which: 1 meant to succeed, 0 to fail, -1 all. */
static Traced traced(const char *name, double width_mm, int which) {
    Traced result = {0};
    int taken = 0;
    Pretend *child = child_of(name, 21);
    for (int i = 0; i < 400 && taken < 20; i++) {
        Mem *mem = mem_new(64 << 20);
        Path path = road(mem);
        Journal journal = {0};
        pretend_begin_trial(child, 1000000 * (int64_t)i, 1 + i % 10, i + 1);
        bool succeeds = pretend_will_succeed(child);
        if (which < 0 || succeeds == (which == 1)) {
            pretend_follow(child, &path, width_mm);
            collect(child, &journal);
            Sample *samples = mem_alloc_array(mem, SAMPLES_ROOM, sizeof *samples);
            size_t count = samples_of(&journal, 0, samples, SAMPLES_ROOM);
            Trace trace;
            assert_true(trace_from_samples(mem, samples, count, -1, &trace));
            TracingScore score = tracing_score(&trace, &(Road){&path, width_mm, false, {0, 0}});
            result.score += isfinite(score.score) ? score.score : 0;
            double away = 0;
            for (size_t k = 0; k < trace.count; k++) {
                double off = path_locate(&path, trace.points[k]).off_mm;
                away += off / (double)trace.count;
                result.worst = fmax(result.worst, off);
                result.strokes += trace.begins[k];
            }
            result.away += away;
            taken++;
        }
        journal_free(&journal);
        mem_free(mem);
    }
    assert_int_equal(taken, 20);
    result.score /= taken;
    result.away /= taken;
    pretend_free(child);
    return result;
}

static void careful_traces_well_shaky_worse_random_not_at_all(void **state) {
    (void)state;
    Traced careful = traced("careful", 13, 1), shaky = traced("shaky", 13, 1);
    Traced random = traced("random", 13, -1);
    print_message("careful %.1f %.2f mm, shaky %.1f %.2f mm, random %.1f\n", careful.score,
                  careful.away, shaky.score, shaky.away, random.score);
    assert_true(careful.score > 90);
    assert_true(shaky.score < careful.score - 5);
    assert_true(shaky.away > 2 * careful.away);
    assert_true(random.score < 10);
    assert_int_equal(careful.strokes, 20);
    assert_true(shaky.strokes > 28);
}

static void trial_meant_to_succeed_stays_inside_and_one_to_fail_does_not_get_through(void **state) {
    (void)state;
    const char *names[] = {"careful", "shaky", "impulsive", "slow", "overshooter", "tired"};
    for (int i = 0; i < 6; i++) {
        for (double width = 4; width <= 25; width += 7) {
            PretendTraits traits = *pretend_named(names[i]);
            traits.impulsivity = 0; /* an early touch falls anywhere */
            Pretend *child = pretend_new(&traits, 4, PLAY, 10);
            int failed = 0, left = 0;
            for (int k = 0; k < 40; k++) {
                Mem *mem = mem_new(64 << 20);
                Path path = road(mem);
                Journal journal = {0};
                pretend_begin_trial(child, 1000000 * (int64_t)k, 5, k + 1);
                bool succeeds = pretend_will_succeed(child);
                pretend_follow(child, &path, width);
                pretend_follow(child, &path, 0.1); /* after a failure nothing more is tried */
                Entry entry;
                double worst = 0, along = 0;
                for (bool first = true; pretend_next(child, INT64_MAX, &entry);) {
                    Point at = {entry.x_mm - PLAY.left, entry.y_mm - PLAY.top};
                    PathPlace place = path_locate(&path, at);
                    if (first) {
                        worst = fmax(worst, place.off_mm);
                        along = fmax(along, place.along_mm);
                    }
                    first = first && entry.phase != SAMPLE_UP;
                }
                if (succeeds) {
                    assert_true(worst < width / 2);
                } else {
                    failed++;
                    left += worst > width / 2;
                    assert_true(worst > width / 2 || along < 0.8 * path_length(&path));
                }
                journal_free(&journal);
                mem_free(mem);
            }
            assert_true(i == 0 || failed > 0);
            assert_true(failed < 5 || left > 0);
            pretend_free(child);
        }
    }
}

/* Binomial: 500 trials at .5 have an SD of .022; three of them are allowed. */
static void success_share_follows_the_curve_over_500_trials(void **state) {
    (void)state;
    PretendTraits traits = *pretend_named("tired");
    traits.fatigue = 0, traits.impulsivity = 0;
    for (int level = 1; level <= 10; level++) {
        Pretend *child = pretend_new(&traits, 99, PLAY, 10);
        Target right = choice("r", 40, 47);
        Target others[3] = {choice("x", 80, 47), choice("y", 120, 47), choice("z", 160, 47)};
        int hits = 0, decided = 0;
        for (int i = 0; i < 500; i++) {
            pretend_begin_trial(child, 10000000 * (int64_t)i, level, i + 1);
            decided += pretend_will_succeed(child);
            pretend_choose(child, &right, others, 3);
            Entry entry;
            assert_true(pretend_next(child, INT64_MAX, &entry));
            hits += fabs(entry.x_mm - PLAY.left - 40) < 13;
        }
        double curve = 1 / (1 + exp(-traits.slope * (traits.ability - level)));
        double guessed = 0.25 + (0.75 - traits.lapse) * curve;
        assert_true(fabs(pretend_chance(child, level, 0.25) - guessed) < 1e-12);
        assert_true(fabs(hits / 500.0 - guessed) < 0.067);
        assert_true(fabs(decided / 500.0 - (1 - traits.lapse) * curve) < 0.067);
        pretend_free(child);
    }
}

static void learner_gains_and_tired_child_fades(void **state) {
    (void)state;
    Pretend *learner = child_of("learner", 1), *tired = child_of("tired", 1);
    pretend_begin_trial(learner, 0, 5, 1);
    pretend_begin_trial(tired, 0, 5, 1);
    double learner_first = pretend_chance(learner, 5, 0), tired_first = pretend_chance(tired, 5, 0);
    for (int i = 2; i <= 40; i++) {
        pretend_begin_trial(learner, 15000000 * (int64_t)i, 5, i);
        pretend_begin_trial(tired, 15000000 * (int64_t)i, 5, i);
    }
    assert_true(pretend_chance(learner, 5, 0) > learner_first + 0.3);
    assert_true(pretend_chance(tired, 5, 0) < tired_first - 0.3);
    pretend_free(learner);
    pretend_free(tired);
}

static void neglecting_child_never_touches_the_neglected_side(void **state) {
    (void)state;
    for (int side = 0; side < 2; side++) {
        Journal journal = {0};
        journal_of_all(side == 0 ? "left_neglect" : "right_neglect", 6, 60, &journal);
        assert_true(journal.count > 1000);
        for (size_t i = 0; i < journal.count; i++) {
            double x = journal.entries[i].x_mm - PLAY.left;
            assert_true(side == 0 ? x >= 0.9 * 98 : x <= 196 - 0.9 * 98);
        }
        journal_free(&journal);
    }
}

static void refuser_does_nothing_at_all(void **state) {
    (void)state;
    Journal journal = {0};
    journal_of_all("refuser", 1, 20, &journal);
    assert_int_equal(journal.count, 0);
    Pretend *child = child_of("refuser", 1);
    pretend_begin_trial(child, 0, 1, 1);
    assert_true(pretend_due_us(child) == INT64_MAX);
    assert_false(pretend_will_succeed(child));
    pretend_free(child);
}

static void tapping_child_never_moves_while_down(void **state) {
    (void)state;
    Journal journal = {0};
    journal_of_all("taps", 9, 20, &journal);
    Point start = {0, 0};
    int taps = 0;
    for (size_t i = 0; i < journal.count; i++) {
        Point at = {journal.entries[i].x_mm, journal.entries[i].y_mm};
        if (journal.entries[i].phase == SAMPLE_DOWN) {
            start = at;
            taps++;
        }
        assert_true(point_distance(start, at) <= 3);
    }
    assert_true(taps > 60);
    journal_free(&journal);
}

static void switching_child_sends_keys_only_and_counts_them_by_focus(void **state) {
    (void)state;
    Journal journal = {0};
    journal_of_all("switches", 9, 20, &journal);
    assert_true(journal.count > 60);
    for (size_t i = 0; i < journal.count; i++) {
        assert_int_equal(journal.entries[i].kind, ENTRY_KEY);
    }
    journal_clear(&journal);

    PretendTraits traits = *pretend_named("switches");
    traits.ability = 50, traits.lapse = 0;
    Pretend *child = pretend_new(&traits, 1, PLAY, 10);
    Target seen[5] = {choice("done", 20, 40), choice("source", 50, 40), choice("a", 80, 40),
                      choice("zone", 120, 40), choice("zone2", 170, 40)};
    seen[0].state = TARGET_DONE, seen[1].role = ROLE_SOURCE;
    seen[3].role = seen[4].role = ROLE_ZONE;
    pretend_begin_trial(child, 0, 1, 1);
    pretend_see(child, seen, 5);
    pretend_choose(child, &seen[2], NULL, 0);         /* NEXT NEXT SELECT */
    pretend_drop(child, &seen[1], &seen[4], NULL, 0); /* SELECT NEXT SELECT */
    collect(child, &journal);
    const int keys[] = {KEY_NEXT,   KEY_NEXT,      KEY_SELECT, KEY_SELECT_UP, /* a */
                        KEY_SELECT, KEY_SELECT_UP, KEY_NEXT,   KEY_SELECT,    KEY_SELECT_UP};
    assert_int_equal(journal.count, sizeof keys / sizeof keys[0]);
    for (size_t i = 0; i < journal.count; i++) {
        assert_int_equal(journal.entries[i].value, keys[i]);
    }
    journal_free(&journal);
    pretend_free(child);
}

static void wrong_child_chooses_wrong_wherever_it_can(void **state) {
    (void)state;
    Pretend *child = child_of("wrong", 3);
    Target right = choice("r", 40, 47), other = choice("x", 150, 47);
    for (int i = 0; i < 50; i++) {
        Entry entry;
        pretend_begin_trial(child, 5000000 * (int64_t)i, 1, i + 1);
        pretend_choose(child, &right, &other, 1);
        assert_true(pretend_next(child, INT64_MAX, &entry));
        assert_true(fabs(entry.x_mm - PLAY.left - 150) < 13);
    }
    pretend_free(child);
}

static void palm_rests_all_the_while_off_targets(void **state) {
    (void)state;
    Pretend *child = child_of("palm", 3);
    Target target = choice("r", 98, 75);
    int inside = 0;
    for (int i = 0; i < 60; i++) {
        Entry entry;
        int64_t begin_us = 60000000 * (int64_t)i, down_us = -1, up_us = -1, hand_us = 0;
        pretend_begin_trial(child, begin_us, 1, i + 1);
        pretend_see(child, &target, 1);
        pretend_wait(child, 5);
        pretend_choose(child, &target, NULL, 0);
        Point start = {0, 0};
        while (pretend_next(child, INT64_MAX, &entry)) {
            Point at = {entry.x_mm, entry.y_mm};
            if (entry.finger == 0) {
                hand_us = entry.time_us;
                continue;
            }
            if (entry.phase == SAMPLE_DOWN) {
                start = at;
                down_us = entry.time_us;
            }
            up_us = entry.phase == SAMPLE_UP ? entry.time_us : up_us;
            assert_true(point_distance(start, at) < 3);
            assert_true(target_distance_mm(&target, (Point){at.x - 4, at.y - 28}) > 7);
        }
        inside += start.y < PLAY.bottom;
        assert_true(down_us >= begin_us && down_us - begin_us < 500000);
        assert_true(up_us > hand_us);
    }
    assert_true(inside > 5 && inside < 40);
    pretend_free(child);
}

static void impulsive_child_is_fast_and_touches_more(void **state) {
    (void)state;
    int downs[2] = {0};
    double first_s[2] = {0};
    const char *names[2] = {"careful", "impulsive"};
    for (int n = 0; n < 2; n++) {
        Pretend *child = child_of(names[n], 17);
        Target right = choice("r", 40, 47), other = choice("x", 150, 47);
        for (int i = 0; i < 100; i++) {
            Entry entry;
            int64_t begin_us = 5000000 * (int64_t)i;
            pretend_begin_trial(child, begin_us, 1, i + 1);
            pretend_choose(child, &right, &other, 1);
            for (bool first = true; pretend_next(child, INT64_MAX, &entry); first = false) {
                first_s[n] += first ? (double)(entry.time_us - begin_us) / 1e8 : 0;
                downs[n] += entry.phase == SAMPLE_DOWN;
            }
        }
        pretend_free(child);
    }
    assert_int_equal(downs[0], 100);
    assert_true(downs[1] > 140);
    assert_true(first_s[1] < first_s[0] / 2);
}

static void span_bounds_what_is_remembered(void **state) {
    (void)state;
    Pretend *child = child_of("short_span", 3);
    int remembered[6] = {0};
    for (int items = 1; items <= 5; items++) {
        for (int i = 0; i < 200; i++) {
            remembered[items] += pretend_remembers(child, items);
        }
    }
    assert_true(remembered[2] > 150 && remembered[3] < 50 && remembered[5] == 0);
    pretend_free(child);
}

static void a_drag_that_is_to_arrive_ends_near_its_goal(void **state) {
    (void)state;
    const char *names[] = {"careful", "shaky", "overshooter"};
    for (int n = 0; n < 3; n++) {
        PretendTraits traits = *pretend_named(names[n]);
        traits.ability = 50, traits.lapse = 0;
        Pretend *child = pretend_new(&traits, 8, PLAY, 10);
        double farthest = 0;
        for (int i = 0; i < 40; i++) {
            Entry entry = {0};
            pretend_begin_trial(child, 20000000 * (int64_t)i, 1, i + 1);
            pretend_drag(child, (Point){30, 47}, (Point){120, 47});
            while (pretend_next(child, INT64_MAX, &entry)) {
                farthest = fmax(farthest, entry.x_mm - PLAY.left);
            }
            assert_true(point_distance((Point){entry.x_mm - 4, entry.y_mm - 28}, (Point){120, 47}) <
                        6);
        }
        assert_true(n < 2 || farthest > 135); /* the overshooter went well past it */
        pretend_free(child);
    }
}

static void what_does_not_fit_is_said_and_the_finger_still_lifts(void **state) {
    (void)state;
    Pretend *child = child_of("shaky", 1);
    pretend_set_ability(child, 50);
    pretend_begin_trial(child, 0, 1, 1);
    for (int i = 0; i < 8; i++) {
        pretend_hold(child, MIDDLE, 120);
    }
    Entry entry;
    size_t count = 0;
    int downs = 0, ups = 0;
    while (pretend_next(child, INT64_MAX, &entry)) {
        count++;
        downs += entry.phase == SAMPLE_DOWN;
        ups += entry.phase == SAMPLE_UP;
    }
    assert_true(pretend_is_full(child));
    assert_true(count <= PRETEND_ENTRIES_MAX && count > 30000);
    assert_int_equal(downs, ups);
    pretend_begin_trial(child, 2000000000, 1, 2);
    assert_false(pretend_is_full(child));
    pretend_free(child);
}

static void names_and_table_agree(void **state) {
    (void)state;
    for (int i = 0; i < pretend_count(); i++) {
        assert_string_equal(pretend_names()[i], pretend_at(i)->name);
        assert_ptr_equal(pretend_named(pretend_at(i)->name), pretend_at(i));
        assert_true(strlen(pretend_at(i)->description) > 10);
    }
    assert_null(pretend_names()[pretend_count()]);
    assert_null(pretend_named("nobody"));
    assert_null(pretend_at(-1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_gives_the_same_bytes_and_another_seed_does_not),
        cmocka_unit_test(entries_are_in_order_in_quanta_with_one_down_and_one_up),
        cmocka_unit_test(fingers_lift_when_a_new_trial_cuts_them_off),
        cmocka_unit_test(a_moving_finger_is_read_120_times_a_second),
        cmocka_unit_test(tremor_shakes_at_the_rate_and_as_far_as_the_traits_say),
        cmocka_unit_test(careful_traces_well_shaky_worse_random_not_at_all),
        cmocka_unit_test(trial_meant_to_succeed_stays_inside_and_one_to_fail_does_not_get_through),
        cmocka_unit_test(success_share_follows_the_curve_over_500_trials),
        cmocka_unit_test(learner_gains_and_tired_child_fades),
        cmocka_unit_test(neglecting_child_never_touches_the_neglected_side),
        cmocka_unit_test(refuser_does_nothing_at_all),
        cmocka_unit_test(tapping_child_never_moves_while_down),
        cmocka_unit_test(switching_child_sends_keys_only_and_counts_them_by_focus),
        cmocka_unit_test(wrong_child_chooses_wrong_wherever_it_can),
        cmocka_unit_test(palm_rests_all_the_while_off_targets),
        cmocka_unit_test(impulsive_child_is_fast_and_touches_more),
        cmocka_unit_test(span_bounds_what_is_remembered),
        cmocka_unit_test(a_drag_that_is_to_arrive_ends_near_its_goal),
        cmocka_unit_test(what_does_not_fit_is_said_and_the_finger_still_lifts),
        cmocka_unit_test(names_and_table_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
