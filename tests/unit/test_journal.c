/* play/journal: what was recorded comes back, small; what is damaged is refused. */
#include "base/hash.h"
#include "base/rng.h"
#include "play/journal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const double PI = 3.14159265358979323846;

static void add(Journal *journal, Entry entry) {
    assert_true(journal_append(journal, &entry));
}

/* A child's loops at 120 Hz: stamps jitter by 1 ms, the hand trembles, a palm may rest beside it.
 */
static void draw_trace(Journal *journal, uint64_t seed, size_t samples, double tremor_mm,
                       bool palm) {
    Rng rng = rng_stream(seed, "trace", 0);
    double speed = 0.6 + rng_unit(&rng), phase = rng_unit(&rng) * 6;
    int64_t latest = 20000;
    add(journal, (Entry){.kind = ENTRY_SHOWN, .time_us = 10000});
    for (size_t i = 0; i < samples; i++) {
        double t = (double)i / 120.0;
        double jitter_us = rng_unit(&rng) * 2000 - 1000;
        double stamped = t + jitter_us / 1e6;
        double shake = tremor_mm * sin(2 * PI * 8.3 * stamped + rng_normal(&rng) * 0.05);
        double x = 90 + 40 * sin(speed * stamped * 2 + phase) + shake + rng_normal(&rng) * 0.01;
        double y = 60 + 30 * cos(speed * stamped * 3) + shake * 0.7 + rng_normal(&rng) * 0.01;
        int64_t time = journal_time(20000 + (int64_t)(t * 1e6 + jitter_us));
        latest = time > latest ? time : latest;
        SamplePhase part = i % 300 == 0 ? SAMPLE_DOWN : i % 300 == 299 ? SAMPLE_UP : SAMPLE_MOVE;
        add(journal, (Entry){.kind = ENTRY_SAMPLE,
                             .time_us = latest,
                             .phase = part,
                             .x_mm = journal_length(x),
                             .y_mm = journal_length(y)});
        if (palm && i % 5 == 0) {
            add(journal, (Entry){.kind = ENTRY_SAMPLE,
                                 .time_us = latest,
                                 .phase = i == 0 ? SAMPLE_DOWN : SAMPLE_MOVE,
                                 .finger = 1,
                                 .x_mm = journal_length(150 + rng_unit(&rng) * 0.1),
                                 .y_mm = journal_length(100)});
        }
    }
    add(journal, (Entry){.kind = ENTRY_ASSIST, .time_us = latest + 100, .value = -1});
    add(journal, (Entry){.kind = ENTRY_END, .time_us = latest + 1200});
}

static void expect_equal(const Entry *a, const Entry *b) {
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->time_us, b->time_us);
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->phase, b->phase);
    assert_int_equal(a->finger, b->finger);
    assert_memory_equal(&a->x_mm, &b->x_mm, sizeof a->x_mm); /* the same bits */
    assert_memory_equal(&a->y_mm, &b->y_mm, sizeof a->y_mm);
}

static size_t expect_round_trip(const Journal *journal) {
    Buffer bytes = {0};
    Journal again = {0};
    Fail fail = {0};
    assert_true(journal_encode(journal->entries, journal->count, &bytes));
    if (!journal_decode(bytes.bytes, bytes.length, &again, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_int_equal(again.count, journal->count);
    for (size_t i = 0; i < again.count; i++) {
        expect_equal(&again.entries[i], &journal->entries[i]);
    }
    size_t length = bytes.length;
    buffer_free(&bytes);
    journal_free(&again);
    return length;
}

static void a_recording_comes_back_bit_for_bit(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        Journal journal = {0};
        draw_trace(&journal, seed, 50 + seed * 40, (double)(seed % 4) * 0.2, seed % 2 == 1);
        expect_round_trip(&journal);
        journal_free(&journal);
    }
}

static void extreme_entries_come_back_too(void **state) {
    (void)state;
    Rng rng = rng_stream(7, "extreme", 0);
    Journal journal = {0};
    int64_t time = -0;
    expect_round_trip(&journal); /* nothing at all */
    for (int i = 0; i < 2000; i++) {
        Entry entry = {.kind = (EntryKind)rng_between(&rng, 0, ENTRY_COUNT - 1)};
        time += rng_between(&rng, 0, 3) == 0 ? rng_between(&rng, 0, (int64_t)1 << 40) : 0;
        entry.time_us = time;
        entry.phase = (SamplePhase)rng_between(&rng, 0, 2);
        entry.finger = (int32_t)rng_between(&rng, INT32_MIN, INT32_MAX);
        entry.value = i % 3 == 0 ? INT64_MIN : i % 3 == 1 ? INT64_MAX : i;
        entry.x_mm = (rng_unit(&rng) - 0.5) * pow(10, (double)rng_between(&rng, -3, 6));
        entry.y_mm = -0.001;
        add(&journal, entry);
    }
    expect_round_trip(&journal);
    journal_free(&journal);
}

static void quanta_are_kept_when_rounded_again(void **state) {
    (void)state;
    assert_int_equal(journal_time(149), 100);
    assert_int_equal(journal_time(150), 200);
    for (int i = -20000; i < 20000; i++) {
        double once = journal_length(i * 0.0137), twice = journal_length(once);
        assert_memory_equal(&once, &twice, sizeof once);
        assert_true(fabs(once - i * 0.0137) <= JOURNAL_LENGTH_MM / 2 + 1e-9);
    }
    assert_false(signbit(journal_length(-0.001)));
}

static void a_touch_sample_takes_at_most_three_bytes(void **state) {
    (void)state;
    static const double tremors[] = {0.0, 0.2, 0.5};
    for (size_t t = 0; t < sizeof tremors / sizeof tremors[0]; t++) {
        size_t bytes = 0, samples = 0;
        for (uint64_t seed = 0; seed < 10; seed++) {
            Journal journal = {0};
            draw_trace(&journal, seed, 600, tremors[t], false);
            bytes += expect_round_trip(&journal);
            samples += 600;
            journal_free(&journal);
        }
        double each = (double)bytes / (double)samples;
        print_message("tremor %.1f mm: %.2f bytes a sample\n", tremors[t], each);
        if (each > 3.0) {
            fail_msg("tremor %.1f mm: %.2f bytes a sample, but 3 are allowed", tremors[t], each);
        }
    }
}

static void every_single_flipped_bit_is_refused(void **state) {
    (void)state;
    Journal journal = {0}, kept = {0};
    Buffer bytes = {0};
    Fail fail = {0};
    draw_trace(&journal, 3, 200, 0.3, true);
    add(&kept, (Entry){.kind = ENTRY_NEXT, .time_us = 100});
    assert_true(journal_encode(journal.entries, journal.count, &bytes));
    for (size_t bit = 0; bit < bytes.length * 8; bit++) {
        bytes.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        fail_clear(&fail);
        assert_false(journal_decode(bytes.bytes, bytes.length, &kept, &fail));
        assert_int_equal(fail.kind, FAIL_CORRUPT);
        assert_int_equal(kept.count, 1); /* as it was */
        bytes.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t length = 0; length < bytes.length; length++) {
        assert_false(journal_decode(bytes.bytes, length, &kept, &fail));
    }
    assert_true(journal_decode(bytes.bytes, bytes.length, &kept, &fail));
    assert_int_equal(kept.count, journal.count + 1);
    buffer_free(&bytes);
    journal_free(&journal);
    journal_free(&kept);
}

/* A forger can make the check sum right: the columns must still be read safely. */
static void bytes_with_a_forged_check_sum_are_read_safely(void **state) {
    (void)state;
    Rng rng = rng_stream(11, "forge", 0);
    Journal journal = {0};
    Buffer bytes = {0};
    Fail fail = {0};
    int refused = 0;
    draw_trace(&journal, 3, 60, 0.3, true);
    assert_true(journal_encode(journal.entries, journal.count, &bytes));
    for (int i = 0; i < 4000; i++) {
        unsigned char forged[4096];
        Journal read = {0};
        memcpy(forged, bytes.bytes, bytes.length);
        for (int64_t n = rng_between(&rng, 1, 4); n > 0; n--) {
            forged[rng_between(&rng, 1, (int64_t)bytes.length - 5)] =
                (unsigned char)rng_between(&rng, 0, 255);
        }
        uint32_t crc = crc32_add(0, forged, bytes.length - 4);
        for (int b = 0; b < 4; b++) {
            forged[bytes.length - 4 + (size_t)b] = (unsigned char)(crc >> (8 * b));
        }
        if (journal_decode(forged, bytes.length, &read, &fail)) {
            for (size_t e = 1; e < read.count; e++) {
                assert_true(read.entries[e].time_us >= read.entries[e - 1].time_us);
            }
        } else {
            refused++;
        }
        journal_free(&read);
    }
    assert_in_range(refused, 100, 4000);
    buffer_free(&bytes);
    journal_free(&journal);
}

static void the_dump_is_a_line_an_entry(void **state) {
    (void)state;
    Journal journal = {0};
    Buffer text = {0};
    add(&journal, (Entry){.kind = ENTRY_SHOWN, .time_us = 0});
    add(&journal, (Entry){.kind = ENTRY_SAMPLE,
                          .time_us = 1234500,
                          .phase = SAMPLE_DOWN,
                          .x_mm = 12.34,
                          .y_mm = -0.5});
    add(&journal, (Entry){.kind = ENTRY_ASSIST, .time_us = 2000000, .value = 2});
    assert_true(journal_dump(&journal, &text));
    assert_string_equal((char *)text.bytes, "0.0000 shown 0\n"
                                            "1.2345 down 0 12.34 -0.50\n"
                                            "2.0000 assist 2\n");
    buffer_free(&text);
    journal_free(&journal);
}

static void a_recording_of_nothing_comes_back_as_nothing(void **state) {
    (void)state;
    Buffer out = {0};
    Journal journal = {0};
    Fail fail = {0};
    assert_true(journal_encode(NULL, 0, &out));
    if (!journal_decode(out.bytes, out.length, &journal, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_int_equal(journal.count, 0);
    journal_free(&journal);
    buffer_free(&out);
}

static void append_stops_when_memory_is_short(void **state) {
    (void)state;
    Journal journal = {0};
    Entry entry = {.kind = ENTRY_END, .time_us = 100};
    mem_fail_after(1);
    assert_false(journal_append(&journal, &entry));
    mem_fail_after(0);
    assert_int_equal(journal.count, 0);
    assert_true(journal_append(&journal, &entry));
    Buffer out = {.limit = 4};
    assert_false(journal_encode(journal.entries, journal.count, &out));
    assert_int_equal(out.length, 0);
    buffer_free(&out);
    journal_free(&journal);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recording_comes_back_bit_for_bit),
        cmocka_unit_test(extreme_entries_come_back_too),
        cmocka_unit_test(quanta_are_kept_when_rounded_again),
        cmocka_unit_test(a_touch_sample_takes_at_most_three_bytes),
        cmocka_unit_test(every_single_flipped_bit_is_refused),
        cmocka_unit_test(bytes_with_a_forged_check_sum_are_read_safely),
        cmocka_unit_test(the_dump_is_a_line_an_entry),
        cmocka_unit_test(a_recording_of_nothing_comes_back_as_nothing),
        cmocka_unit_test(append_stops_when_memory_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
