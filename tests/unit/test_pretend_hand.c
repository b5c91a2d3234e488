/* play/pretend: the hand of a pretend child: readings in order, tremor, roads and drags. */
#include "pretend_fixture.h"

#include "measure/spiral.h"
#include "measure/tracing.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_in_order_in_quanta_with_one_down_and_one_up),
        cmocka_unit_test(fingers_lift_when_a_new_trial_cuts_them_off),
        cmocka_unit_test(a_moving_finger_is_read_120_times_a_second),
        cmocka_unit_test(tremor_shakes_at_the_rate_and_as_far_as_the_traits_say),
        cmocka_unit_test(careful_traces_well_shaky_worse_random_not_at_all),
        cmocka_unit_test(trial_meant_to_succeed_stays_inside_and_one_to_fail_does_not_get_through),
        cmocka_unit_test(a_drag_that_is_to_arrive_ends_near_its_goal),
        cmocka_unit_test(what_does_not_fit_is_said_and_the_finger_still_lifts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
