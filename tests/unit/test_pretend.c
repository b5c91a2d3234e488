/* play/pretend: children made of a seed and a few traits, and what each of them does. */
#include "pretend_fixture.h"

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
        cmocka_unit_test(names_and_table_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
