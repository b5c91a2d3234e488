/* Random play for test_access.c: readings, keys and time over a table that keeps changing. */
#ifndef OTTERPAW_TESTS_ACCESS_FUZZ_H
#define OTTERPAW_TESTS_ACCESS_FUZZ_H

enum { FUZZ_STEPS = 200000, FUZZ_CHANGE_EVERY = 40, FUZZ_TRIAL_EVERY = 900 };

static void random_target(Rng *rng, Target *target, int number) {
    double size = 5 + 40 * rng_unit(rng);
    *target = (Target){.role = (Role)rng_between(rng, ROLE_NONE, ROLE_KEY),
                       .box = box_of(190 * rng_unit(rng), 90 * rng_unit(rng), size, size),
                       .player = (int)rng_between(rng, -1, 1),
                       .hidden = rng_between(rng, 0, 9) == 0};
    target->state = rng_between(rng, 0, 5) == 0 ? TARGET_DONE : 0;
    snprintf(target->id, sizeof target->id, "t%d", number);
}

/* Moves, hides, adds and takes away; now and then everything. */
static void change_view(Rng *rng) {
    if (rng_between(rng, 0, 9) == 0) {
        table->view.count = (int)rng_between(rng, 0, TARGETS_MAX);
    }
    for (int i = 0; i < table->view.count; i++) {
        if (table->targets[i].id[0] == '\0' || rng_between(rng, 0, 9) == 0) {
            random_target(rng, &table->targets[i], i);
        }
    }
    table->view.speech = rng_between(rng, 0, 4) == 0;
    table->view.assisted = rng_between(rng, 0, 1) == 0;
}

static void random_settings(Rng *rng) {
    const char *const motors[] = {"", "M1", "M2"};
    const char *motor = motors[rng_between(rng, 0, 2)];
    table->settings = access_standard("5-6", motor);
    table->guard = guard_standard("5-6", motor);
    table->settings.mode = (AccessMode)rng_between(rng, ACCESS_TOUCH, ACCESS_DWELL);
    table->settings.see_it = rng_between(rng, 0, 1) == 0;
    table->settings.scan_loops = (int)rng_between(rng, 1, 3);
    table->settings.scan_step_us = 500000;
    table->settings.debounce_us = 100000 * rng_between(rng, 0, 4);
    table->settings.accept_us = 50000 * rng_between(rng, 0, 2);
    table->guard.accept = (AcceptPolicy)rng_between(rng, ACCEPT_PRESS, ACCEPT_HOLD);
}

/* One entry. Fingers go near where they were, so that taps, holds and drags all happen. */
static void random_entry(Rng *rng, Point *fingers, int64_t time_us) {
    int finger = (int)rng_between(rng, 0, rng_between(rng, 0, 9) == 0 ? 15 : 2);
    Point *at = &fingers[finger];
    if (rng_between(rng, 0, 5) == 0) {
        *at = (Point){-5 + 206 * rng_unit(rng), -5 + 104 * rng_unit(rng)};
    } else {
        at->x += 3 * rng_normal(rng);
        at->y += 3 * rng_normal(rng);
    }
    switch (rng_between(rng, 0, 11)) {
    case 0:
        access_key(table->access, &table->view, (AccessKey)rng_between(rng, 0, 3), time_us);
        break;
    case 1:
        access_forget(table->access, (int32_t)rng_between(rng, -1, SAMPLE_FINGERS_MAX));
        break;
    default: {
        Sample sample = {time_us, at->x, at->y, finger, (SamplePhase)rng_between(rng, 0, 2)};
        access_reading(table->access, &table->view, &sample, finger % 2);
    }
    }
}

static void check_event(const AccessEvent *event, int64_t *last_us, int64_t now_us) {
    assert_true(event->time_us >= *last_us);
    assert_true(event->time_us <= now_us);
    *last_us = event->time_us;
    if (event->means == MEANS_CHOOSE || event->means == MEANS_DROP) {
        const Target *target = get(event->target);
        assert_true(target_is_active(target) && target_is_for(target, event->player));
        assert_int_equal(target->role == ROLE_SOURCE, event->means == MEANS_DROP);
    }
    if (event->means == MEANS_DROP) {
        const Target *zone = get(event->zone);
        assert_true(zone->role == ROLE_ZONE || zone->role == ROLE_SLOT);
        assert_true(target_is_active(zone) && target_is_for(zone, event->player));
    }
}

static void random_play_never_means_what_is_not_there(void **state) {
    (void)state;
    Rng rng = rng_stream(7, "access", 0);
    Point fingers[SAMPLE_FINGERS_MAX] = {{0, 0}};
    int64_t time_us = 0, last_us = 0;
    int seen[10] = {0}, ways[VIA_COUNT] = {0};
    for (int i = 0; i < FUZZ_STEPS; i++) {
        if (i % FUZZ_TRIAL_EVERY == 0) {
            random_settings(&rng);
            begin();
            access_new_trial(table->access, time_us);
        }
        if (i % FUZZ_CHANGE_EVERY == 0) {
            change_view(&rng);
        }
        time_us += rng_between(&rng, 0, 99) == 0 ? 3000000 : rng_between(&rng, 0, 120000);
        access_advance(table->access, &table->view, time_us);
        random_entry(&rng, fingers, time_us);
        AccessEvent event;
        while (access_next(table->access, &event)) {
            check_event(&event, &last_us, time_us);
            seen[event.means]++;
            ways[event.via] += event.means == MEANS_DROP;
        }
        for (int k = i % 8; k < table->view.count; k += 8) {
            Point middle;
            (void)access_state(table->access, table->targets[k].id);
            double fill = access_fill(table->access, table->targets[k].id, time_us);
            assert_true(fill >= 0 && fill <= 1);
            (void)access_position(table->access, &table->targets[k], time_us, &middle);
        }
    }
    for (int i = 0; i < 10; i++) { /* all of it was tried */
        assert_true(seen[i] > 0);
    }
    assert_true(ways[VIA_DRAG] > 0 && ways[VIA_TAPTAP] > 0);
    assert_true(ways[VIA_SWITCH] > 0 && ways[VIA_DWELL] > 0);
}

enum { LINES_MAX = 4000, LINE_BYTES = 160 };

/* The same inputs from the same seed, with `extra` more calls before each; what was meant. */
static int play(uint64_t seed, int extra, char (*lines)[LINE_BYTES]) {
    Rng rng = rng_stream(seed, "often", 0), asks = rng_stream(seed, "asks", 0);
    Point fingers[SAMPLE_FINGERS_MAX] = {{0, 0}};
    int64_t time_us = 0;
    int count = 0;
    memset(table->targets, 0, sizeof table->targets);
    table->view.count = 20;
    random_settings(&rng);
    change_view(&rng);
    begin();
    for (int i = 0; i < 2000; i++) {
        int64_t before_us = time_us;
        time_us += rng_between(&rng, 0, 49) == 0 ? 3000000 : rng_between(&rng, 0, 120000);
        int64_t asked_us = before_us;
        for (int k = 0; k < extra; k++) {
            int64_t wake_us = access_wake_us(table->access);
            asked_us = rng_between(&asks, 0, 2) == 0 && wake_us <= time_us && wake_us > asked_us
                           ? wake_us
                           : rng_between(&asks, asked_us, time_us);
            access_advance(table->access, &table->view, asked_us);
        }
        access_advance(table->access, &table->view, time_us);
        random_entry(&rng, fingers, time_us);
        AccessEvent event;
        while (access_next(table->access, &event)) {
            assert_true(count < LINES_MAX);
            char words[128];
            write_event(words, sizeof words, &event);
            snprintf(lines[count++], LINE_BYTES, "%lld %s %.3f %.3f", (long long)event.time_us,
                     words, event.at.x, event.at.y);
        }
        if (i % FUZZ_CHANGE_EVERY == FUZZ_CHANGE_EVERY - 1) {
            change_view(&rng);
        }
    }
    return count;
}

static void asking_more_often_changes_nothing(void **state) {
    (void)state;
    char(*once)[LINE_BYTES] = calloc(LINES_MAX, LINE_BYTES);
    char(*often)[LINE_BYTES] = calloc(LINES_MAX, LINE_BYTES);
    int all = 0;
    for (uint64_t seed = 0; seed < 24; seed++) {
        int few = play(seed, 0, once), many = play(seed, 5, often);
        for (int i = 0; i < few && i < many; i++) {
            assert_string_equal(often[i], once[i]);
        }
        assert_int_equal(few, many);
        all += few;
    }
    assert_true(all > 1000);
    free(once);
    free(often);
}

#endif
