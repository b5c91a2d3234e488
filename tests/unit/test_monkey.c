/* The child's screens under hands that drum on everything: nobody gets out but an adult, no setting
 * changes, every trial is stored once, and nothing grows. With a number: that many touches and keys
 * instead of the usual ones, e.g. build/torture/tests/test_monkey 1000000 (scripts/dev/monkey). */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_fixture.h"
#include "monkey_hands.h"

#include "app/children.h"

#include <malloc.h>
#include <sqlite3.h>

/* The sanitizer's own count, where there is one: malloc's does not see its memory. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static long inputs_wanted = 20000;
static uint64_t seed = 1;

enum { TRIALS_EACH = 3, GROWTH_MOST = 512 << 10, DATABASE_MOST = 8 << 20, SESSIONS_UNTIL_WARM = 2 };

typedef struct {
    House house;
    char data[64];
    Hands hands;
    Mem *mem;
    int64_t now_us;
    Buffer settings;    /* as they were before anybody touched the glass */
    size_t warm, bytes; /* in use between two sessions: early on, and now */
    int sessions, exits, rails, trials;
} Play;

/* ---- what may not change ---- */

/* Less the database's own cache, which fills up to a bound of its own. */
static size_t bytes_in_use(void) {
    size_t all = __sanitizer_get_current_allocated_bytes != NULL
                     ? __sanitizer_get_current_allocated_bytes()
                     : mallinfo2().uordblks;
    return all - (size_t)sqlite3_memory_used();
}

static void add_notes(Play *play, const char *kind, Buffer *out) {
    const char **keys, **texts;
    size_t count;
    Fail fail = {0};
    assert_true(
        history_notes(play->house.app.store, play->mem, kind, &keys, &texts, &count, &fail));
    for (size_t i = 0; i < count; i++) {
        buffer_format(out, "%s/%s: %s\n", kind, keys[i], texts[i]);
    }
}

/* The levels in a plan go on after a session by themselves: they are no setting of an adult's. */
static void hide_levels(Buffer *out) {
    static const char name[] = "\"level\":";
    char *at = (char *)out->bytes;
    while (at != NULL && (at = strstr(at, name)) != NULL) {
        at += sizeof name - 1;
        size_t digits = strspn(at, "0123456789");
        memmove(at, at + digits, strlen(at + digits) + 1);
        out->length -= digits;
    }
}

/* Everything an adult sets, as it is in the database and in memory. */
static void read_settings(Play *play, Buffer *out) {
    static const char *const kinds[] = {"settings", "plan",      "goal",
                                        "note",     "home_plan", "therapist"};
    ChildRecord *children;
    size_t count;
    Value tablet;
    Fail fail = {0};
    assert_true(store_flush(play->house.app.store, &fail));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        add_notes(play, kinds[i], out);
    }
    assert_true(history_children(play->house.app.store, play->mem, &children, &count, &fail));
    for (size_t i = 0; i < count; i++) {
        buffer_format(out, "%s %s %s\n", children[i].symbol, children[i].pseudonym,
                      children[i].profile);
    }
    hide_levels(out);
    assert_true(tablet_value(play->mem, &play->house.app.tablet, &tablet));
    assert_true(value_write(out, &tablet));
}

static void expect_the_same_settings(Play *play) {
    Buffer now = {0};
    read_settings(play, &now);
    assert_string_equal((char *)now.bytes, (char *)play->settings.bytes);
    buffer_free(&now);
}

/* ---- sessions ---- */

static void begin(Play *play) {
    Fail fail = {0};
    Beginning how = {.trials = TRIALS_EACH};
    App *app = &play->house.app;
    Sitting *sitting = begin_session(app, &how, shell_now_us(play->house.shell), &fail);
    if (sitting == NULL) {
        fail_msg("%s", fail.text);
    }
    shell_pop_to(play->house.shell, "today");
    flow_begin(play->house.shell, sitting);
    play->sessions++;
}

/* The session came to its own end: all its trials are there once, and come out again the same. */
static void look_at_the_last_session(Play *play) {
    SessionLine line;
    TrialLine *lines;
    size_t count;
    Fail fail = {0};
    Store *store = play->house.app.store;
    assert_true(store_flush(store, &fail));
    assert_true(history_find_session(store, play->mem, "last", &line, &fail));
    assert_true(
        history_trials(store, play->mem, line.session.id, -1, false, &lines, &count, &fail));
    assert_non_null(line.session.end_reason);
    assert_string_equal(line.session.end_reason, "done");
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(lines[i].trial.number, (int)i);
    }
    if (line.session.replayed != (int)count || line.session.replay_total != (int)count) {
        fail_msg("session %d: %d of %d trials reproduced, %zu stored: %s", play->sessions,
                 line.session.replayed, line.session.replay_total, count, play->house.app.notice);
    }
    play->trials += (int)count;
}

static void expect_no_record_lost(Play *play) {
    SessionLine *lines;
    size_t count;
    int trials = 0, damaged;
    Buffer report = {0};
    Fail fail = {0};
    Store *store = play->house.app.store;
    assert_true(history_sessions(store, play->mem, NULL, 0, &lines, &count, &fail));
    for (size_t i = 0; i < count; i++) {
        trials += lines[i].session.end_reason != NULL ? lines[i].trials : 0;
    }
    assert_int_equal(trials, play->trials);
    assert_true(
        history_check(store, &report, &damaged, &fail)); /* the sums count each trial once */
    if (damaged > 0) {
        fail_msg("%d rows are damaged: %s", damaged, (char *)report.bytes);
    }
    buffer_free(&report);
}

/* The session is over and the child still has the tablet: now it rests for minutes, now it drums.
 */
static void drum_on_after_the_goodbye(Play *play) {
    for (int i = 0; i < 200; i++) {
        if (i % 50 != 49) {
            hands_step(&play->hands, play->now_us);
        } else {
            hands_lift(&play->hands, play->now_us);
            play->now_us += INT64_C(300000000);
            play->hands.next_us = play->now_us;
        }
        play->now_us += 100000;
        house_frame(&play->house, play->now_us);
        assert_string_equal(shell_top_name(play->house.shell), "handover");
    }
}

/* An adult's hands: two still fingers in the top corners. */
static void hold_both_corners(Play *play) {
    double x_mm[] = {8, play->house.app.width_mm - 8};
    hands_lift(&play->hands, play->now_us);
    play->now_us += 200000;
    for (int i = 0; i < 2; i++) {
        Sample raw = {play->now_us + i * 300000, x_mm[i], 8, i, SAMPLE_DOWN};
        shell_touch(play->house.shell, &raw);
    }
    play->now_us += 1300000;
    house_frame(&play->house, play->now_us);
    for (int i = 0; i < 2; i++) {
        Sample raw = {play->now_us, x_mm[i], 8, i, SAMPLE_UP};
        shell_touch(play->house.shell, &raw);
    }
}

static void session_over(Play *play) {
    drum_on_after_the_goodbye(play);
    hold_both_corners(play);
    assert_string_equal(shell_top_name(play->house.shell), "summary");
    look_at_the_last_session(play);
    expect_the_same_settings(play);
    shell_pop_to(play->house.shell, "today");
    mem_reset(play->mem);
    play->bytes = bytes_in_use();
    play->warm = play->sessions == SESSIONS_UNTIL_WARM ? play->bytes : play->warm;
    if (getenv("MONKEY_TELL") != NULL) {
        print_message("session %d: %zu bytes, and %lld of the database\n", play->sessions,
                      play->bytes, (long long)sqlite3_memory_used());
    }
    begin(play);
}

/* An adult's way out, while the hands are away, and back by the rail. */
static void adult_gets_out_and_back(Play *play) {
    Shell *shell = play->house.shell;
    hold_both_corners(play);
    assert_string_equal(shell_top_name(shell), "rail");
    shell_key(shell, "Escape", true, play->now_us + 100000);
    play->now_us += 200000;
    play->hands.next_us = play->now_us;
    house_frame(&play->house, play->now_us);
    assert_string_not_equal(shell_top_name(shell), "rail");
    play->rails++;
}

/* ---- the test ---- */

static void open_play(Play *play) {
    memset(play, 0, sizeof *play);
    house_folder(play->data);
    house_open(&play->house, play->data);
    play->mem = mem_new((size_t)256 << 20);
    ChildRecord *children;
    size_t count;
    Plan plan;
    Fail fail = {0};
    App *app = &play->house.app;
    assert_true(children_or_trial(app, play->mem, &children, &count, &fail));
    assert_true(child_plan(app, &children[0], &plan, &fail));
    assert_true(child_save_plan(app, &children[0], &plan, &fail));
    play->hands = (Hands){.rng = rng_stream(seed, "monkey", 0), .shell = play->house.shell};
    begin(play);
    read_settings(play, &play->settings);
}

static void close_play(Play *play) {
    buffer_free(&play->settings);
    mem_free(play->mem);
    house_close(&play->house);
    house_forget(play->data);
}

static void step(Play *play) {
    Shell *shell = play->house.shell;
    int64_t hands_us = hands_step(&play->hands, play->now_us);
    if (strcmp(shell_top_name(shell), "rail") == 0) {
        play->exits++;
        shell_pop(shell);
    }
    house_frame(&play->house, play->now_us);
    if (strcmp(shell_top_name(shell), "handover") == 0) {
        session_over(play);
        return;
    }
    int64_t wake_us = shell_wake_us(shell);
    int64_t next_us = wake_us < hands_us ? wake_us : hands_us;
    play->now_us = next_us > play->now_us ? next_us : play->now_us + 1000;
}

static void hands_that_drum_change_nothing_and_get_nowhere(void **state) {
    (void)state;
    static Play play;
    open_play(&play);
    long inputs = 0, adult_at = inputs_wanted / 21;
    while (inputs < inputs_wanted) {
        step(&play);
        inputs = play.hands.touches + play.hands.keys_pressed;
        if (inputs >= adult_at && play.rails < 20 && flow_sitting(play.house.shell) != NULL &&
            shell_top(play.house.shell)->ops->adult != NULL) {
            adult_gets_out_and_back(&play);
            adult_at += inputs_wanted / 21;
        }
    }
    expect_the_same_settings(&play);
    expect_no_record_lost(&play);
    long grown = play.sessions > SESSIONS_UNTIL_WARM ? (long)play.bytes - (long)play.warm : 0;
    print_message(
        "%ld touches (%ld on targets, %ld in a corner) and %ld keys (%ld times F10) in %.1f hours "
        "of play: %d sessions, %d trials, %d exits, an adult got out %d times of 20, memory %+ld "
        "bytes\n",
        play.hands.touches, play.hands.on_targets, play.hands.in_corners, play.hands.keys_pressed,
        play.hands.f10, (double)play.now_us / 3.6e9, play.sessions, play.trials, play.exits,
        play.rails, grown);
    assert_int_equal(play.exits, 0);
    assert_int_equal(play.rails, 20);
    assert_true(play.trials > inputs_wanted / 2000); /* it was played */
    assert_true(grown < GROWTH_MOST);
    assert_true(sqlite3_memory_used() < DATABASE_MOST);
    close_play(&play);
}

int main(int count, char **words) {
    if (count > 1) {
        inputs_wanted = strtol(words[1], NULL, 10);
    }
    if (count > 2) {
        seed = strtoull(words[2], NULL, 10);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_that_drum_change_nothing_and_get_nowhere),
    };
    return cmocka_run_group_tests_name("monkey", tests, NULL, NULL);
}
