/* The therapist's review, driven by a finger over a real store: a pretend child plays a session,
 * then an adult looks, marks, notes and signs. */
#include "review_fixture.h"

#include "app/table.h"
#include "care/note.h"

static void tap_phrase(NotePhrase phrase) {
    char name[24];
    snprintf(name, sizeof name, "phrase:%d", (int)phrase);
    tap(name);
}

/* ---- in the order of a day: the first test finds the summary open ---- */

static void session_ends_at_its_summary_with_a_drafted_note(void **state) {
    (void)state;
    char words[LOG_WORDS];
    Mem *own = mem_new(64 << 20);
    Log log;
    read_log(own, false, &log);
    assert_string_equal(shell_top_name(shell), "summary");
    assert_int_equal(log.count, 2);
    assert_int_equal(log.runs[0].count, TRIALS);
    for (size_t i = 0; i < log.count; i++) {
        snprintf(words, sizeof words, "%d/%d on own", log.runs[i].summary.on_own,
                 log.runs[i].summary.counted);
        assert_reads(words);
        assert_reads(log.runs[i].title);
    }
    assert_reads("independent");
    assert_reads("trials reproduced");
    mem_free(own);
}

static void next_level_is_kept_in_the_plan_of_the_child(void **state) {
    (void)state;
    Plan plan;
    Fail fail = {0};
    tap("harder:0");
    store_flush(app.store, &fail);
    assert_true(child_plan(&app, &child, &plan, &fail));
    int level = plan.items[0].level;
    tap("harder:0");
    store_flush(app.store, &fail);
    assert_true(child_plan(&app, &child, &plan, &fail));
    assert_int_equal(plan.items[0].level, level + 1);
    tap("easier:0");
    tap("easier:0");
    store_flush(app.store, &fail);
    assert_true(child_plan(&app, &child, &plan, &fail));
    assert_int_equal(plan.items[0].level, level - 1);
    assert_string_equal(plan.items[1].game, "sorting");
}

static void unmarked_trials_are_marked_only_when_the_adult_says_so(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log before, after;
    read_log(own, false, &before);
    assert_true(before.runs[0].summary.unmarked > 0);
    tap("unmarked");
    read_log(own, false, &after);
    assert_int_equal(after.runs[0].summary.unmarked, 0);
    assert_int_equal(after.runs[1].summary.unmarked, 0);
    assert_int_equal(after.runs[0].summary.on_own, before.runs[0].summary.on_own);
    assert_int_equal(after.runs[0].lines[0].trial.assistance, ASSISTANCE_UNMARKED);
    assert_false(has_target("unmarked"));
    mem_free(own);
}

static void note_takes_three_chips_and_a_signature(void **state) {
    (void)state;
    char id[ID_TEXT_SIZE];
    const char *text = NULL;
    Fail fail = {0};
    int taps = shell_taps(shell);
    tap_phrase(NOTE_ENGAGED);
    tap_phrase(NOTE_FADED);
    tap_phrase(NOTE_TOLD_PARENT);
    tap("sign");
    assert_in_range(shell_taps(shell) - taps, 1, 5);
    assert_string_equal(shell_top_name(shell), "today");
    id_text(session, id);
    assert_true(history_note(app.store, mem, "note", id, &text, &fail));
    assert_non_null(text);
    Value note;
    assert_true(value_read(mem, text, strlen(text), &note, &fail));
    const char *words = value_get(&note, "text")->as.text;
    assert_non_null(strstr(words, "S: "));
    assert_non_null(strstr(words, "\nA: \n"));
    assert_non_null(strstr(words, "Full engagement in 12 trials"));
    assert_non_null(value_get(&note, "signed_at"));
    assert_null(value_get(&note, "amends"));
}

static void page_says_what_the_log_and_the_table_say(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log log;
    Buffer printed = {0}, table = {0};
    char words[LOG_WORDS];
    read_log(own, false, &log);
    assert_true(log_print(&app, &log, &printed));
    assert_true(table_trials(&app, &log, &table));
    go_to_today();
    tap("review");
    tap("session:0");
    for (size_t r = 0; r < log.count; r++) {
        const LogRun *run = &log.runs[r];
        snprintf(words, sizeof words, "run:%zu", r);
        tap(words);
        assert_reads(log_on_own(&run->summary, words));
        assert_non_null(strstr((const char *)printed.bytes, words));
        snprintf(words, sizeof words, "next %d", run->summary.next_level);
        assert_reads(words);
        assert_non_null(strstr((const char *)printed.bytes, words));
        log_measure(run->main_id, run->summary.main_median, words);
        assert_reads(words);
        assert_non_null(strstr((const char *)printed.bytes, words));
        for (size_t i = 0; i < 3; i++) {
            log_measure(run->main_id, measures_get(&run->lines[i].trial.measures, run->main_id),
                        words);
            assert_reads(words);
        }
        tap("back");
    }
    /* The table's own sum of what was on own, against the page's. */
    int on_own = 0, sum = 0, column = 0, at = 0;
    for (size_t r = 0; r < log.count; r++) {
        on_own += log.runs[r].summary.on_own;
    }
    char *text = mem_text(own, (const char *)table.bytes), *rest = NULL;
    for (char *cell = strtok_r(mem_text(own, strtok_r(text, "\r\n", &rest)), ",", &text);
         cell != NULL; cell = strtok_r(NULL, ",", &text), at++) {
        column = strcmp(cell, "outcome") == 0 ? at : column;
    }
    assert_true(column > 0);
    for (char *row = strtok_r(NULL, "\r\n", &rest); row != NULL;
         row = strtok_r(NULL, "\r\n", &rest)) {
        /* outcome, solved, on_own: the only place with a word and two flags in a row. */
        sum += strstr(row, ",on own,1,1,1,") != NULL;
    }
    assert_int_equal(sum, on_own);
    buffer_free(&printed);
    buffer_free(&table);
    mem_free(own);
}

static void excluded_trial_leaves_the_figures_and_may_come_back(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log before, without, again;
    read_log(own, false, &before);
    shell_push(shell, session_page_new(&app, session));
    tap("mark:1");
    tap("exclude:0");
    assert_reads("taken out later: interrupted by the room");
    read_log(own, false, &without);
    assert_int_equal(without.runs[0].summary.counted, before.runs[0].summary.counted - 1);
    assert_true(without.runs[0].lines[1].excluded);
    assert_string_equal(without.runs[0].lines[1].record, before.runs[0].lines[1].record);
    char words[LOG_WORDS];
    assert_reads(log_on_own(&without.runs[0].summary, words));
    tap("mark:1");
    tap("include");
    read_log(own, false, &again);
    assert_int_equal(again.runs[0].summary.counted, before.runs[0].summary.counted);
    mem_free(own);
}

static void late_assistance_is_an_amendment(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log log;
    tap("mark:2");
    tap("assist:2");
    read_log(own, false, &log);
    assert_int_equal(log.runs[0].lines[2].assistance, 2);
    assert_int_equal(log.runs[0].lines[2].trial.assistance, ASSISTANCE_UNMARKED);
    assert_reads("marked later: point (was not marked)");
    shell_pop(shell);
    mem_free(own);
}

static void marks_keep_the_words_they_were_made_in(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log log;
    app.tablet.scheme = SCHEME_ASSIST;
    read_log(own, false, &log);
    assert_int_equal(log.scheme, SCHEME_CUE);
    assert_string_equal(log_assistance(&log, 2), "point");
    app.tablet.scheme = SCHEME_CUE;
    mem_free(own);
}

static void raising_the_level_by_a_chip_raises_it_in_the_plan(void **state) {
    (void)state;
    Mem *own = mem_new(64 << 20);
    Log log;
    Plan plan;
    Fail fail = {0};
    read_log(own, false, &log);
    shell_push(shell, summary_new(&app, session, true));
    tap("amend");
    tap_phrase(NOTE_RAISE);
    store_flush(app.store, &fail);
    assert_true(child_plan(&app, &child, &plan, &fail));
    assert_int_equal(plan.items[0].level, log.runs[0].summary.level_last + 1);
    assert_int_equal(plan.items[1].level, log.runs[1].summary.level_last + 1);
    tap_phrase(NOTE_SAME);
    store_flush(app.store, &fail);
    assert_true(child_plan(&app, &child, &plan, &fail));
    assert_int_equal(plan.items[0].level, log.runs[0].summary.level_last);
    shell_pop(shell);
    mem_free(own);
}

static void best_and_worst_trial_are_one_tap_away(void **state) {
    (void)state;
    shell_push(shell, session_page_new(&app, session));
    static const char *const keys[] = {"best", "worst"};
    for (int i = 0; i < 2; i++) {
        tap(keys[i]);
        assert_string_equal(shell_top_name(shell), "ink");
        tap("back");
        assert_string_equal(shell_top_name(shell), "session_page");
    }
    shell_pop(shell);
}

static void signed_note_is_amended_and_never_edited(void **state) {
    (void)state;
    char id[ID_TEXT_SIZE];
    const char *first = NULL, *second = NULL;
    Fail fail = {0};
    id_text(session, id);
    assert_true(history_note(app.store, mem, "note", id, &first, &fail));
    go_to_today();
    tap("review");
    tap("session:0");
    tap("amend");
    shell_text(shell, "Mother called: tired since the morning.", shell_now_us(shell));
    tap("sign");
    assert_string_equal(shell_top_name(shell), "summary");
    assert_true(history_note(app.store, mem, "note", id, &second, &fail));
    Value before, after;
    assert_true(value_read(mem, first, strlen(first), &before, &fail));
    assert_true(value_read(mem, second, strlen(second), &after, &fail));
    assert_true(value_equal(value_get(&after, "amends"), &before));
    assert_string_equal(value_get(&after, "text")->as.text,
                        "Mother called: tired since the morning.");
    tap("whole");
    assert_reads("Full engagement");
    assert_reads("Mother called");
}

/* ---- what is drawn can be touched ---- */

static void assert_targets_fit(void) {
    const Scene *scene = seen();
    size_t count = scene_target_count(scene);
    for (size_t i = 0; i < count; i++) {
        const SceneTarget *a = scene_target_at(scene, i);
        double w = a->box.right - a->box.left, h = a->box.bottom - a->box.top;
        if (w < 10 - 1e-9 || h < 10 - 1e-9) {
            fail_msg("%s: %s is %.1f x %.1f mm", shell_top_name(shell), a->name, w, h);
        }
        if (a->box.left < 0 || a->box.top < 0 || a->box.right > app.width_mm ||
            a->box.bottom > app.height_mm) {
            fail_msg("%s: %s lies outside", shell_top_name(shell), a->name);
        }
        for (size_t j = 0; j < i; j++) {
            const SceneTarget *b = scene_target_at(scene, j);
            if (box_meets(box_grow(a->box, -0.01), b->box)) {
                fail_msg("%s: %s and %s overlap", shell_top_name(shell), a->name, b->name);
            }
            assert_string_not_equal(a->name, b->name);
        }
    }
}

static void targets_are_10_mm_and_apart_on_every_screen(void **state) {
    (void)state;
    static const struct { int width, height; } sizes[] = {{1280, 800}, {1920, 1200}};
    for (int s = 0; s < 2; s++) {
        app_screen(&app, sizes[s].width, sizes[s].height, 0, 0);
        shell_push(shell, sessions_new(&app, NULL));
        assert_targets_fit();
        tap("session:0");
        assert_targets_fit();
        tap("whole");
        assert_targets_fit();
        tap("note");
        tap("run:0");
        assert_targets_fit();
        tap("mark:0");
        assert_targets_fit();
        tap("close");
        tap("trial:0");
        assert_targets_fit();
        go_to_today();
        shell_push(shell, summary_new(&app, session, true));
        assert_targets_fit();
        go_to_today();
    }
    app_screen(&app, 1280, 800, 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_ends_at_its_summary_with_a_drafted_note),
        cmocka_unit_test(next_level_is_kept_in_the_plan_of_the_child),
        cmocka_unit_test(unmarked_trials_are_marked_only_when_the_adult_says_so),
        cmocka_unit_test(note_takes_three_chips_and_a_signature),
        cmocka_unit_test(page_says_what_the_log_and_the_table_say),
        cmocka_unit_test(excluded_trial_leaves_the_figures_and_may_come_back),
        cmocka_unit_test(late_assistance_is_an_amendment),
        cmocka_unit_test(marks_keep_the_words_they_were_made_in),
        cmocka_unit_test(best_and_worst_trial_are_one_tap_away),
        cmocka_unit_test(raising_the_level_by_a_chip_raises_it_in_the_plan),
        cmocka_unit_test(signed_note_is_amended_and_never_edited),
        cmocka_unit_test(targets_are_10_mm_and_apart_on_every_screen),
    };
    return cmocka_run_group_tests(tests, play_session, end_session);
}
