/* The words of a session's note. */
#include "care/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static NoteFacts facts_of(const NoteActivity *activities, int count) {
    return (NoteFacts){.activities = activities,
                       .count = count,
                       .help_words = {"on own", "word", "point", "show", "hand", "not solved"},
                       .tool = "stylus",
                       .hand = "right",
                       .setting = "clinic",
                       .minutes = 28,
                       .active_minutes = 23,
                       .planned_minutes = 30,
                       .end_reason = "done",
                       .feeling_hello = "",
                       .feeling_goodbye = ""};
}

static Summary ten_trials(void) {
    return (Summary){.trials = 11,
                     .counted = 10,
                     .on_own = 7,
                     .by_help = {7, 1, 2, 0, 0, 0},
                     .level_first = 4,
                     .level_last = 4,
                     .next_level = 5};
}

static NoteActivity road(const Summary *summary) {
    return (NoteActivity){.title = "Road Tracer",
                          .level_name = "8 mm, curved",
                          .main = "92 %",
                          .main_label = "Drawn line inside the road",
                          .main_last = "84 %",
                          .summary = summary,
                          .next_level = 5};
}

static void signs_of_tiring_stand_in_the_objective_line(void **state) {
    (void)state;
    NoteFacts facts = facts_of(NULL, 0);
    Buffer out = {0};
    facts.tiring = "slower, 3 of 5 with much help";
    assert_true(note_objective(&facts, &out) && buffer_add(&out, "", 1));
    assert_non_null(
        strstr((const char *)out.bytes, "; signs of tiring: slower, 3 of 5 with much help"));
    buffer_free(&out);
}

static void objective_line_gives_level_trials_help_and_the_last_figure(void **state) {
    (void)state;
    Summary summary = ten_trials();
    NoteActivity activity = road(&summary);
    NoteFacts facts = facts_of(&activity, 1);
    facts.breaks = 1;
    facts.end_reason = "stopped";
    Buffer out = {0};
    assert_true(note_objective(&facts, &out));
    assert_string_equal((const char *)out.bytes,
                        "Road Tracer L4 (8 mm, curved), 10 trials: 7 independent, 1 word, 2 point; "
                        "drawn line inside the road, median 92 % (last: 84 %); 1 not counted. \n"
                        "Stylus, right hand, clinic; 28 min (active 23, planned 30); calm corner "
                        "1x; stopped early by the adult. ");
    buffer_free(&out);
}

static void trials_that_nobody_marked_are_named_as_such(void **state) {
    (void)state;
    Summary summary = ten_trials();
    summary.unmarked = 3;
    NoteActivity activity = road(&summary);
    NoteFacts facts = facts_of(&activity, 1);
    Buffer out = {0};
    assert_true(note_objective(&facts, &out));
    assert_non_null(
        strstr((const char *)out.bytes, "3 trials not marked, taken as without an adult's help"));
    buffer_free(&out);
}

static void assessment_is_left_to_the_human(void **state) {
    (void)state;
    Summary summary = ten_trials();
    NoteActivity activity = road(&summary);
    NoteFacts facts = facts_of(&activity, 1);
    Buffer out = {0};
    uint32_t all = (1U << NOTE_PHRASE_COUNT) - 1;
    assert_true(note_text(&facts, all, "", &out));
    assert_non_null(strstr((const char *)out.bytes, "\nA: \nP: "));
    out.length = 0;
    assert_true(note_text(&facts, 0, "Grips the pen more loosely.", &out));
    assert_non_null(strstr((const char *)out.bytes, "\nA: Grips the pen more loosely.\nP: Next: "
                                                    "Road Tracer L5. "));
    buffer_free(&out);
}

static void every_phrase_is_a_sentence_and_stands_under_its_letter(void **state) {
    (void)state;
    Summary summary = ten_trials();
    NoteActivity activity = road(&summary);
    NoteFacts facts = facts_of(&activity, 1);
    for (int i = 0; i < NOTE_PHRASE_COUNT; i++) {
        Buffer one = {0}, whole = {0};
        assert_true(note_phrase((NotePhrase)i, &facts, &one));
        assert_true(one.length > 2);
        assert_memory_equal(one.bytes + one.length - 2, ". ", 2);
        assert_true(note_text(&facts, 1U << i, "", &whole));
        char letter[8] = {'\n', note_phrase_group((NotePhrase)i), ':', '\0'};
        const char *text = (const char *)whole.bytes;
        const char *group = letter[1] == 'S' ? text : strstr(text, letter);
        const char *found = strstr(text, (const char *)one.bytes);
        assert_non_null(group);
        assert_non_null(found);
        const char *end = strstr(group + 3, letter[1] == 'O' ? "\nA:" : "\nO:");
        assert_true(found > group && (letter[1] == 'P' || found < end));
        buffer_free(&one);
        buffer_free(&whole);
    }
}

static void phrases_say_the_numbers_of_this_session(void **state) {
    (void)state;
    Summary summary = ten_trials();
    NoteActivity activity = road(&summary);
    NoteFacts facts = facts_of(&activity, 1);
    Buffer out = {0};
    assert_true(note_phrase(NOTE_FADED, &facts, &out) &&
                note_phrase(NOTE_TOLD_PARENT, &facts, &out) &&
                note_phrase(NOTE_RAISE, &facts, &out));
    assert_string_equal((const char *)out.bytes, "Help faded: 3 of 10 with help, 7 on own. "
                                                 "Told the parent, on own: Road Tracer 7 of 10. "
                                                 "Raise the level: Road Tracer L5. ");
    buffer_free(&out);
}

static TrialRecord trial_of(bool success, int rung, Outcome outcome) {
    return (TrialRecord){.valid = true,
                         .success = success,
                         .help_rung = rung,
                         .outcome = outcome,
                         .end = END_COMPLETED,
                         .assistance = ASSISTANCE_UNMARKED,
                         .level = 1};
}

static void help_bar_adds_up_to_the_counted_trials(void **state) {
    (void)state;
    TrialRecord trials[] = {
        trial_of(true, 0, OUTCOME_INDEPENDENT),  trial_of(true, 2, OUTCOME_HELPED),
        trial_of(true, 0, OUTCOME_HELPED),       trial_of(false, 4, OUTCOME_TOGETHER),
        trial_of(false, 0, OUTCOME_INDEPENDENT), trial_of(false, 0, OUTCOME_NOT_NOW)};
    enum { COUNT = sizeof trials / sizeof trials[0] };
    static const int expected[SUMMARY_HELP] = {1, 0, 1, 1, 1, 2};
    TrialView views[COUNT];
    for (int i = 0; i < COUNT; i++) {
        views[i] = (TrialView){&trials[i], i == 2 ? 3 : ASSISTANCE_UNMARKED, false};
    }
    Summary summary;
    summary_make(views, COUNT, MEASURE_SCORE, &summary);
    int sum = 0;
    for (int i = 0; i < SUMMARY_HELP; i++) {
        assert_int_equal(summary.by_help[i], expected[i]);
        sum += summary.by_help[i];
    }
    assert_int_equal(sum, summary.counted);
    assert_int_equal(summary.by_help[0], summary.on_own);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_of_tiring_stand_in_the_objective_line),
        cmocka_unit_test(objective_line_gives_level_trials_help_and_the_last_figure),
        cmocka_unit_test(trials_that_nobody_marked_are_named_as_such),
        cmocka_unit_test(assessment_is_left_to_the_human),
        cmocka_unit_test(every_phrase_is_a_sentence_and_stands_under_its_letter),
        cmocka_unit_test(phrases_say_the_numbers_of_this_session),
        cmocka_unit_test(help_bar_adds_up_to_the_counted_trials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
