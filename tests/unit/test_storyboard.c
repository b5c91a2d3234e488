/* A whole session as it should be lived: thirty minutes, a pretend child and a scripted therapist,
 * through the real screens; it ends with a signed note, the goal's trend, the ink of the worst
 * trial and the printed pages. The taps that a therapist needs are counted on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/audit.h"
#include "app/children.h"
#include "app/files.h"
#include "app/front.h"
#include "app/goals.h"
#include "app/report.h"
#include "app_fixture.h"
#include "care/note.h"

enum { PROBE, TEACHING, SORTING, WASHING, ACTS_MAX = 12 };
static const double MINUTES = 30;

/* What the therapist does when that trial of that activity is before the child. */
typedef struct {
    int run, trial;
    const char *key; /* as on a presenter or the keyboard */
    bool done;
} Act;

typedef struct {
    House house;
    char data[64];
    Mem *mem;
    ChildRecord child;
    Id session;
    int64_t lasted_us;
    Act acts[ACTS_MAX];
    int act_count;
} Day;

static Day day;

static void tap(const char *name) {
    house_tap(&day.house, name, shell_now_us(day.house.shell) + 100000);
}

static void expect(const char *screen) {
    assert_string_equal(shell_top_name(day.house.shell), screen);
}

static void do_acts(void *self, Shell *shell, int64_t now_us) {
    (void)self;
    Sitting *sitting = flow_sitting(shell);
    Run *run = sitting != NULL ? sitting_run(sitting) : NULL;
    if (run == NULL || strcmp(shell_top_name(shell), "activity") != 0 ||
        run_state(run) != RUN_LIVE) {
        return;
    }
    for (int i = 0; i < day.act_count; i++) {
        Act *act = &day.acts[i];
        if (!act->done && act->run == sitting_run_count(sitting) - 1 &&
            act->trial == run_trials_done(run)) {
            act->done = true;
            shell_key(shell, act->key, true, now_us);
            shell_key(shell, act->key, false, now_us);
        }
    }
}

static void play_until(const char *screen) {
    bool arrived = false;
    Visitor *visitor = visitor_new(day.house.shell, pretend_named("learner"), 11);
    visitor_play(visitor, shell_now_us(day.house.shell), screen, 2 * 3600, do_acts, NULL, &arrived);
    visitor_free(visitor);
    if (!arrived) {
        fail_msg("the session stands at \"%s\"", shell_top_name(day.house.shell));
    }
}

static void type_pin(void) {
    static const char *const digits[] = {"digit:2", "digit:4", "digit:6",
                                         "digit:8", "digit:1", "digit:0"};
    for (int i = 0; i < 6; i++) {
        tap(digits[i]);
    }
}

static Plan storyboard_plan(const char *goal) {
    Plan plan = plan_empty();
    static const char *const games[] = {"tracing", "tracing", "sorting", "", "washing"};
    static const int trials[] = {2, 6, 6, 0, 4}, levels[] = {3, 3, 2, 1, 1};
    plan.minutes = MINUTES;
    plan.tokens = 5;
    snprintf(plan.then_text, sizeof plan.then_text, "Shoes");
    for (int i = 0; i < 5; i++) {
        PlanItem *item = &plan.items[plan.count++];
        *item = plan_item(games[i]);
        item->calm_break = games[i][0] == '\0';
        item->minutes = item->calm_break ? 1.5 : 0;
        item->trials = trials[i];
        item->level = levels[i];
        item->rule = LEVEL_FIXED;
        item->probe = i == 0;
        if (i < 2) {
            snprintf(item->goal, sizeof item->goal, "%s", goal);
        }
    }
    return plan;
}

static int open_day(void **state) {
    (void)state;
    ChildRecord *children;
    size_t count;
    Fail fail = {0};
    char recovery[VAULT_RECOVERY_TEXT];
    house_folder(day.data);
    house_open(&day.house, day.data);
    App *app = &day.house.app;
    day.mem = mem_new((size_t)512 << 20);
    assert_true(children_or_trial(app, day.mem, &children, &count, &fail));
    day.child = children[0];
    GoalLine goal = {.goal = goal_usual()};
    snprintf(goal.goal.task, sizeof goal.goal.task, "stay on the road");
    snprintf(goal.goal.game, sizeof goal.goal.game, "tracing");
    goal.goal.phase = PHASE_TEACHING;
    assert_true(goals_save(app, day.child.id, &goal, &fail));
    Plan plan = storyboard_plan(goal.id);
    assert_true(child_save_plan(app, &day.child, &plan, &fail));
    assert_true(keys_set_up(app->keys, "Ana", "a long passphrase", recovery, &fail));
    assert_true(keys_set_pin(app->keys, "246810", &fail));
    assert_true(store_flush(app->store, &fail));
    shell_replace(day.house.shell, today_new(app));
    return 0;
}

static int close_day(void **state) {
    (void)state;
    mem_free(day.mem);
    house_close(&day.house);
    house_forget(day.data);
    return 0;
}

/* Two sessions of the days before, so that the third has something to be compared with. */
static void the_week_before(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        tap("start:0");
        play_until("unlock");
        type_pin();
        expect("summary");
        tap("sign");
        expect("today");
        day.house.wall_us += INT64_C(2) * 86400000000;
        Fail fail = {0}; /* on another day the passphrase comes first */
        assert_true(keys_unlock(day.house.app.keys, "Ana", "a long passphrase", &fail));
        assert_true(keys_set_pin(day.house.app.keys, "246810", &fail));
    }
}

static void a_session_of_thirty_minutes_needs_eight_touches_of_the_therapist(void **state) {
    (void)state;
    static const Act acts[] = {
        {TEACHING, 1, "2", false}, /* "slow at the corner" */
        {TEACHING, 2, "5", false}, /* hand over hand */
        {TEACHING, 3, "+", false}, /* the next one harder */
        {SORTING, 3, "-", false},  /* the next one easier */
        {WASHING, 1, "3", false},  {WASHING, 2, "3", false},
    };
    day.act_count = (int)(sizeof acts / sizeof acts[0]);
    memcpy(day.acts, acts, sizeof acts);
    int taps = shell_taps(day.house.shell);
    int64_t began_us = shell_now_us(day.house.shell);
    tap("start:0");
    assert_int_equal(shell_taps(day.house.shell) - taps, 1); /* a known child: one tap */
    expect("hello");
    day.session = sitting_id(flow_sitting(day.house.shell));
    play_until("unlock");
    day.lasted_us = shell_now_us(day.house.shell) - began_us;
    for (int i = 0; i < day.act_count; i++) {
        if (!day.acts[i].done) {
            fail_msg("nobody came to do \"%s\"", day.acts[i].key);
        }
    }
    assert_true(day.act_count <= 8);
    assert_true(day.lasted_us <= (int64_t)(MINUTES * 60e6));
}

static void read_log_of_the_day(Log *log) {
    SessionLine line;
    char id[ID_TEXT_SIZE];
    Fail fail = {0};
    id_text(day.session, id);
    assert_true(store_flush(day.house.app.store, &fail));
    if (!history_find_session(day.house.app.store, day.mem, id, &line, &fail) ||
        !log_read(&day.house.app, day.mem, &line, true, log, &fail)) {
        fail_msg("%s", fail.text);
    }
}

static void each_mark_is_one_touch_and_lands_on_its_trial(void **state) {
    (void)state;
    Log log;
    read_log_of_the_day(&log);
    assert_int_equal(log.count, 4);
    assert_true(log.runs[PROBE].run.probe);
    assert_int_equal(log.runs[TEACHING].views[0].assistance, ASSISTANCE_UNMARKED);
    assert_int_equal(log.runs[TEACHING].views[1].assistance, 1);
    assert_int_equal(log.runs[TEACHING].views[2].assistance, 4);
    assert_int_equal(log.runs[TEACHING].views[3].trial->level, 3); /* armed, not yet applied */
    assert_int_equal(log.runs[TEACHING].views[4].trial->level, 4);
    assert_int_equal(log.runs[SORTING].views[4].trial->level, 1);
    assert_int_equal(log.runs[WASHING].views[1].assistance, 2);
    assert_int_equal(log.line.session.replayed, log.line.session.replay_total);
}

/* What a report or a re-scoring needs is with every trial. */
static void every_stored_trial_is_complete(void **state) {
    (void)state;
    static const char *const settings[] = {"seed", "guard", "place", "access", "help", "adapt"};
    Log log;
    read_log_of_the_day(&log);
    const SessionRecord *s = &log.line.session;
    assert_true(s->px_per_mm > 0);
    assert_string_equal(s->tool, "finger");
    assert_non_null(s->hand);
    assert_non_null(strstr(s->assistance_scheme, "hand over hand"));
    for (size_t r = 0; r < log.count; r++) {
        const LogRun *run = &log.runs[r];
        Value setup;
        assert_true(strlen(run->run.game_hash) > 0 && strlen(run->run.game_version) > 0);
        assert_true(value_read(day.mem, run->run.setup, strlen(run->run.setup), &setup, NULL));
        for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
            if (value_get(&setup, settings[i]) == NULL) {
                fail_msg("%s is stored without its \"%s\"", run->run.game, settings[i]);
            }
        }
        for (size_t i = 0; i < run->count; i++) {
            const TrialRecord *t = &run->lines[i].trial;
            Journal journal = {0};
            Fail fail = {0};
            size_t samples = 0;
            assert_non_null(t->params);
            assert_true(t->level >= 1 && t->scorer_version > 0 && t->duration_us >= 0);
            assert_true(journal_decode(run->lines[i].journal, run->lines[i].journal_length,
                                       &journal, &fail));
            for (size_t e = 0; e < journal.count; e++) {
                samples += journal.entries[e].kind == ENTRY_SAMPLE;
            }
            assert_true(samples > 0 || t->touches_kept == 0); /* the raw touches are there */
            journal_free(&journal);
        }
    }
}

static void three_chips_and_a_signature_make_the_note(void **state) {
    (void)state;
    Fail fail = {0};
    const char *note;
    char id[ID_TEXT_SIZE], field[64], chip[24];
    App *app = &day.house.app;
    type_pin();
    expect("summary");
    int taps = shell_taps(day.house.shell);
    static const NotePhrase chips[] = {NOTE_ENGAGED, NOTE_FADED, NOTE_RAISE};
    for (int i = 0; i < 3; i++) {
        snprintf(chip, sizeof chip, "phrase:%d", chips[i]);
        tap(chip);
    }
    tap("sign");
    assert_int_equal(shell_taps(day.house.shell) - taps, 4);
    expect("today"); /* where the next child starts with one tap more */
    id_text(day.session, id);
    snprintf(field, sizeof field, "note/%s", id);
    assert_true(history_note(app->store, day.mem, "note", id, &note, &fail));
    assert_non_null(strstr(note, "\"sealed\":true"));
    assert_null(strstr(note, "engagement"));
    if (!keys_read_long(app->keys, day.mem, day.child.id, field, &note, &fail)) {
        fail_msg("%s", fail.text);
    }
    assert_non_null(strstr(note, "Full engagement"));
    AuditVerdict verdict;
    assert_true(audit_verify(app->store, &verdict, &fail));
    assert_true(verdict.whole);
}

static void the_goals_trend_is_one_tap_and_the_worst_trials_ink_three_more(void **state) {
    (void)state;
    char point[24];
    const Scene *now, *before;
    Fail fail = {0};
    int last = -1, taps = shell_taps(day.house.shell);
    tap("spark:0");
    expect("trend");
    assert_int_equal(shell_taps(day.house.shell) - taps, 1);
    assert_true(shell_scene(day.house.shell, &now, &before, &fail));
    for (int i = 0; i < 16; i++) {
        snprintf(point, sizeof point, "point:%d", i);
        last = scene_target_named(now, point) != NULL ? i : last;
    }
    assert_true(last >= 2); /* three sessions */
    snprintf(point, sizeof point, "point:%d", last);
    taps = shell_taps(day.house.shell);
    tap(point);
    tap(point);
    expect("session_page");
    tap("worst");
    expect("ink");
    assert_int_equal(shell_taps(day.house.shell) - taps, 3);
    tap("back");
    tap("back");
    tap("back");
    expect("today");
}

static void write_page(Canvas *canvas, const Report *report, const char *name) {
    const Scene *pages[] = {report->scene};
    Buffer pdf = {0}, again = {0};
    Fail fail = {0};
    assert_non_null(report->scene);
    canvas_language(canvas, report->language);
    if (!canvas_pdf(canvas, pages, 1, report->title, report->language, &pdf, &fail) ||
        !canvas_pdf(canvas, pages, 1, report->title, report->language, &again, &fail)) {
        fail_msg("%s: %s", name, fail.text);
    }
    assert_memory_equal(pdf.bytes, "%PDF", 4);
    assert_true(pdf.length > 2000 && pdf.length <= 200 * 1000);
    assert_int_equal(pdf.length, again.length);
    assert_memory_equal(pdf.bytes, again.bytes, pdf.length);
    buffer_free(&pdf);
    buffer_free(&again);
}

static void the_three_pages_print(void **state) {
    (void)state;
    Log log;
    Report report;
    Fail fail = {0};
    void *pictures = NULL;
    App *app = &day.house.app;
    read_log_of_the_day(&log);
    Canvas *canvas = front_bare_canvas(app, "calm", &pictures, &fail);
    assert_non_null(canvas);
    assert_true(report_session(app, day.mem, &log.line, &report, &fail));
    write_page(canvas, &report, "session");
    report_free(&report);
    assert_true(report_goal(app, day.mem, &day.child, "tracing", LINE_MAIN, &report, &fail));
    write_page(canvas, &report, "goal");
    report_free(&report);
    assert_true(report_family(app, day.mem, &day.child, NULL, &report, &fail));
    write_page(canvas, &report, "family");
    report_free(&report);
    assert_int_equal(canvas_unknown_glyphs(canvas), 0);
    front_bare_close(canvas, pictures);
    app->measure = (TextMeasure){0};
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_week_before),
        cmocka_unit_test(a_session_of_thirty_minutes_needs_eight_touches_of_the_therapist),
        cmocka_unit_test(each_mark_is_one_touch_and_lands_on_its_trial),
        cmocka_unit_test(every_stored_trial_is_complete),
        cmocka_unit_test(three_chips_and_a_signature_make_the_note),
        cmocka_unit_test(the_goals_trend_is_one_tap_and_the_worst_trials_ink_three_more),
        cmocka_unit_test(the_three_pages_print),
    };
    return cmocka_run_group_tests(tests, open_day, close_day);
}
