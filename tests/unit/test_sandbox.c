/* A game cannot harm the host, whatever it does: every file of tests/hostile is a play.lua that
 * tries. Its first line says which error must end it: "-- expect: a sentence" ("a|b": either), or
 * "nothing" where no harm is done. Afterwards an innocent game must play as if nothing had been.
 *
 * test_sandbox --times prints the processor time of the longest call of each: with -O2 it is to
 * stay below 100 ms. */
#include "script_fixture.h"

#include <dirent.h>
#include <time.h>

enum { HOSTILE_MAX = 400 };

static char *names[HOSTILE_MAX];
static int name_count;

typedef struct {
    char text[FAIL_TEXT_MAX]; /* of the first error; "" if there was none */
    size_t bytes;             /* of Lua at the end */
} Ending;

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_hostile(void) {
    DIR *folder = opendir("tests/hostile");
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        size_t length = strlen(entry->d_name);
        if (length > 4 && strcmp(entry->d_name + length - 4, ".lua") == 0) {
            assert_true(name_count < HOSTILE_MAX);
            names[name_count] = malloc(length + 1);
            assert_non_null(names[name_count]);
            memcpy(names[name_count++], entry->d_name, length + 1);
        }
    }
    closedir(folder);
    qsort(names, (size_t)name_count, sizeof *names, by_name);
}

static double longest_ms; /* one call into the game, processor time */

static bool timed(clock_t begin, bool ok) {
    double ms = (double)(clock() - begin) * 1e3 / CLOCKS_PER_SEC;
    longest_ms = ms > longest_ms ? ms : longest_ms;
    return ok;
}

#define TIMED(call) timed(clock(), call)

/* Everything a trial may ask of a game, until the first error. */
static bool live_through(Script *script, Trial *trial, Scene *scene, Pretend *child, Fail *fail) {
    const GameOps *ops = script_ops(script);
    Sample sample = {.time_us = 1, .x_mm = 50, .y_mm = 50, .phase = SAMPLE_DOWN};
    if (!TIMED(ops->prepare(script, trial, fail))) {
        return false;
    }
    trial_onset(trial, 0);
    bool ok = ops->shown == NULL || TIMED(ops->shown(script, trial, fail));
    for (int i = 0; i < 40 && ok; i++) {
        scene_clear(scene);
        trial->now_us = 10000 * i;
        ok = (ops->touch == NULL || ops->touch(script, trial, &sample, 0, fail)) &&
             (ops->draw == NULL || TIMED(ops->draw(script, trial, scene, fail))) &&
             (ops->simulate == NULL || TIMED(ops->simulate(script, trial, child, fail))) &&
             (ops->tick == NULL || TIMED(ops->tick(script, trial, fail)));
        TrialTimer *timer = trial_timer_next(trial);
        if (ok && timer != NULL) {
            timer->used = false;
            ok = TIMED(ops->timer(script, trial, timer->tag, fail));
        }
        if (ok && ops->choose != NULL && trial_target_count(trial) > 0) {
            ok = TIMED(ops->choose(script, trial, trial_target_at(trial, 0), fail));
        }
    }
    return ok;
}

static void play_hostile(const char *play, Ending *outcome) {
    Fail fail = {FAIL_NONE, ""};
    const char *const files[] = {"game.lua", GAME_LUA, "levels.lua",   LEVELS_LUA,
                                 "play.lua", play,     "lib/self.lua", "return require 'lib.self'",
                                 NULL};
    clock_t begin = clock();
    Script *script = open_texts(files, &fail);
    timed(begin, true);
    *outcome = (Ending){.bytes = 0};
    if (script != NULL) {
        Trial *trial = trial_new();
        Scene *scene = scene_new(200, 120);
        Pretend *child = pretend_new(pretend_named("careful"), 1, box_of(0, 0, 200, 120), 2);
        assert_true(trial != NULL && scene != NULL && child != NULL);
        trial_begin(trial, &(TrialSetup){.manifest = script_manifest(script),
                                         .params = script_levels(script)->rows[0].params,
                                         .number = 1,
                                         .level = 1,
                                         .seed = 1,
                                         .width_mm = 200,
                                         .height_mm = 120});
        pretend_begin_trial(child, 0, 1, 1);
        bool ok = live_through(script, trial, scene, child, &fail);
        assert_int_equal(ok, fail.kind == FAIL_NONE);
        outcome->bytes = script_bytes(script);
        assert_true(outcome->bytes <= SCRIPT_BYTES_MAX);
        trial_free(trial);
        scene_free(scene);
        pretend_free(child);
    }
    memcpy(outcome->text, fail.text, sizeof outcome->text);
    script_close(script);
}

static bool says_one_of(const char *text, const char *wanted) {
    char words[300];
    snprintf(words, sizeof words, "%s", wanted);
    if (strcmp(words, "nothing") == 0) {
        return text[0] == '\0';
    }
    for (char *word = strtok(words, "|"); word != NULL; word = strtok(NULL, "|")) {
        if (strstr(text, word) != NULL) {
            return true;
        }
    }
    return false;
}

static char *read_hostile(const char *name, char wanted[300]) {
    char path[300];
    size_t length;
    snprintf(path, sizeof path, "tests/hostile/%s", name);
    char *play = read_whole(path, &length);
    assert_non_null(play);
    if (sscanf(play, "-- expect: %299[^\n]", wanted) != 1) {
        fail_msg("%s: its first line must be \"-- expect: a sentence\"", path);
    }
    return play;
}

static void every_hostile_game_ends_as_it_must(void **state) {
    (void)state;
    int wrong = 0;
    for (int i = 0; i < name_count; i++) {
        Ending outcome;
        char wanted[300];
        char *play = read_hostile(names[i], wanted);
        play_hostile(play, &outcome);
        free(play);
        if (!says_one_of(outcome.text, wanted)) {
            print_error("%s\n  said: %s\n  not:  %s\n", names[i], outcome.text, wanted);
            wrong++;
        }
    }
    assert_true(name_count > 100);
    assert_int_equal(wrong, 0);
}

#define INNOCENT                                                                                   \
    "return { prepare = function(trial) local s = '' for k, v in pairs({ b = 1, a = 2 }) do\n"     \
    "s = s .. k .. v end trial:item(s .. trial:random('x', 1, 1000) .. #trial:targets()) end }"

static void the_next_game_is_as_if_nothing_had_been(void **state) {
    (void)state;
    char before[NAME_MAX_BYTES] = "";
    for (int i = -1; i < name_count; i += i < 0 ? 1 : 7) {
        Fail fail = {FAIL_NONE, ""};
        if (i >= 0) {
            Ending outcome;
            char wanted[300];
            char *play = read_hostile(names[i], wanted);
            play_hostile(play, &outcome);
            free(play);
        }
        Script *script = must_open(INNOCENT);
        Trial *trial = trial_new();
        trial_begin(trial, &(TrialSetup){.manifest = script_manifest(script),
                                         .params = script_levels(script)->rows[0].params,
                                         .seed = 1});
        assert_true(script_ops(script)->prepare(script, trial, &fail));
        if (i < 0) {
            memcpy(before, trial->item, sizeof before);
        }
        assert_string_equal(trial->item, before);
        trial_free(trial);
        script_close(script);
    }
}

/* The same script goes on after each of its errors: the next call starts with whole limits. */
static void a_script_that_was_cut_off_works_in_the_next_trial(void **state) {
    (void)state;
    Fail fail = {FAIL_NONE, ""};
    Script *script = must_open("return { prepare = function(trial)\n"
                               "if trial.number == 1 then while true do end end\n"
                               "if trial.number == 2 then local t = {} while true do\n"
                               "t[#t + 1] = {} end end\n"
                               "if trial.number == 3 then local s = 'x' while true do s = s .. s\n"
                               "end end\n"
                               "for i = 1, 9999 do trial.state.n = i end trial:item('well') end }");
    Trial *trial = trial_new();
    for (int number = 1; number <= 4; number++) {
        trial_begin(trial, &(TrialSetup){.manifest = script_manifest(script),
                                         .params = script_levels(script)->rows[0].params,
                                         .number = number});
        assert_int_equal(script_ops(script)->prepare(script, trial, &fail), number == 4);
    }
    assert_string_equal(trial->item, "well");
    trial_free(trial);
    script_close(script);
}

/* Cut off at the same instruction each time: the count it reached is the same. */
static void limits_do_not_depend_on_the_machine(void **state) {
    (void)state;
    char first[NAME_MAX_BYTES] = "";
    for (int i = 0; i < 3; i++) {
        Fail fail = {FAIL_NONE, ""};
        Script *script =
            must_open("local n = 0\nreturn { prepare = function(trial)\n"
                      "if trial.number == 2 then trial:item('n' .. n) return end\n"
                      "while true do n = n + 1 local t = string.rep('x', n % 50) end end }");
        Trial *trial = trial_new();
        TrialSetup setup = {.manifest = script_manifest(script),
                            .params = script_levels(script)->rows[0].params,
                            .number = 1};
        trial_begin(trial, &setup);
        assert_false(script_ops(script)->prepare(script, trial, &fail));
        setup.number = 2;
        trial_begin(trial, &setup);
        assert_true(script_ops(script)->prepare(script, trial, &fail));
        if (i == 0) {
            memcpy(first, trial->item, sizeof first);
        }
        assert_string_equal(trial->item, first);
        assert_string_not_equal(trial->item, "n0");
        trial_free(trial);
        script_close(script);
    }
}

/* Wherever memory ends, opening and playing end with a sentence and nothing leaks. */
static void every_refused_allocation_is_an_error_and_no_more(void **state) {
    (void)state;
    Fail fail;
    script_fail_after(0);
    Script *script = open_folder("games/tracing", &fail);
    assert_non_null(script);
    long opening = script_fail_after(0);
    script_close(script);
    assert_true(opening > 500);
    for (long n = 1; n <= opening; n += n < 200 ? 1 : 37) {
        script_fail_after(n);
        script = open_folder("games/tracing", &fail);
        script_fail_after(0);
        assert_null(script);
        assert_true(fail.text[0] != '\0');
        script_close(script);
    }
    script = open_folder("games/tracing", &fail);
    Trial *trial = trial_new();
    Scene *scene = scene_new(200, 120);
    int refused = 0;
    for (long n = 1; n <= 60; n++) {
        trial_begin(trial, &(TrialSetup){.manifest = script_manifest(script),
                                         .params = script_levels(script)->rows[3].params,
                                         .width_mm = 200,
                                         .height_mm = 120});
        fail = (Fail){FAIL_NONE, ""};
        script_fail_after(n);
        bool ok = script_ops(script)->prepare(script, trial, &fail) &&
                  script_ops(script)->draw(script, trial, scene, &fail);
        script_fail_after(0);
        assert_int_equal(ok, fail.kind == FAIL_NONE);
        refused += !ok;
        scene_clear(scene);
    }
    assert_true(refused > 40);
    trial_free(trial);
    scene_free(scene);
    script_close(script);
}

static void bytecode_is_refused(void **state) {
    (void)state;
    Fail fail;
    assert_null(open_play("\033Lua\x54", &fail));
    assert_non_null(strstr(fail.text, "binary chunk"));
}

static int print_times(void) {
    for (int i = 0; i < name_count; i++) {
        Ending outcome;
        char wanted[300];
        struct timespec begin, end;
        char *play = read_hostile(names[i], wanted);
        clock_gettime(CLOCK_MONOTONIC, &begin);
        play_hostile(play, &outcome);
        clock_gettime(CLOCK_MONOTONIC, &end);
        free(play);
        double ms =
            (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6;
        printf("%8.2f ms %9zu bytes  %s\n", ms, outcome.bytes, names[i]);
    }
    return 0;
}

int main(int argc, char **argv) {
    list_hostile();
    if (argc > 1 && strcmp(argv[1], "--times") == 0) {
        return print_times();
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_hostile_game_ends_as_it_must),
        cmocka_unit_test(the_next_game_is_as_if_nothing_had_been),
        cmocka_unit_test(a_script_that_was_cut_off_works_in_the_next_trial),
        cmocka_unit_test(limits_do_not_depend_on_the_machine),
        cmocka_unit_test(every_refused_allocation_is_an_error_and_no_more),
        cmocka_unit_test(bytecode_is_refused),
    };
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    for (int i = 0; i < name_count; i++) {
        free(names[i]);
    }
    return result;
}
