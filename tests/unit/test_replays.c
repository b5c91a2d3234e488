/* Recorded runs of the shipped games and their readable expected records, compared as text. A
 * record that differs is either a fault or a change that old sessions will feel: judge the
 * difference, then record anew with OTTERPAW_RECORD=1.
 *
 * tests/replays/GAME.CHILD.LEVEL.txt: the setup, every entry, every record, one a line. */
#include "app/files.h"
#include "app/library.h"
#include "play/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "games_fixture.h"

enum { TRIALS = 3 };

typedef struct {
    const char *game, *child;
    int level;
} Recording;

static const Recording RECORDINGS[] = {
    {"tracing", "careful", 1}, {"tracing", "shaky", 6},   {"tracing", "impulsive", 9},
    {"letters", "careful", 2}, {"letters", "shaky", 8},   {"sorting", "careful", 4},
    {"sorting", "wrong", 2},   {"washing", "careful", 6}, {"washing", "impulsive", 3},
    {"breath", "careful", 7},  {"trail", "careful", 3},   {"painting", "careful", 4},
};
enum { COUNT = sizeof RECORDINGS / sizeof RECORDINGS[0] };

/* ---- a run as text ---- */

typedef struct {
    Buffer text;
    Mem *mem;
    Journal journal;
} Writer;

static bool write_trial(void *self, const TrialRecord *record, const Entry *chunk, size_t count,
                        Fail *fail) {
    (void)fail;
    Writer *writer = self;
    Value value;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = journal_append(&writer->journal, &chunk[i]);
    }
    mem_reset(writer->mem);
    return ok && trial_record_value(writer->mem, record, &value) &&
           buffer_add_text(&writer->text, "record ") && value_write(&writer->text, &value) &&
           buffer_add_text(&writer->text, "\n");
}

static RunSetup setup_of(const Recording *recording, const Game *game) {
    Fail fail = {0};
    const GuardPlace place = {.width_mm = 218,
                              .height_mm = 136,
                              .play = {6, 30, 196, 118},
                              .gutter = {198, 30, 212, 118},
                              .players = game->manifest->two_players ? 2 : 1};
    RunSetup setup = {.seed = 20260304,
                      .manifest = game->manifest,
                      .levels = game->levels,
                      .trials = TRIALS,
                      .first_level = recording->level,
                      .idle_help_s = 8,
                      .pause_s = 1,
                      .guard = guard_standard("5-6", ""),
                      .access = access_standard("5-6", ""),
                      .place = place};
    assert_true(adapt_begin(&setup.adapt, ADAPT_DEFAULT, 1, game->levels->count, recording->level,
                            0.8, 0, &fail));
    return setup;
}

static void path_of(const Recording *recording, char path[160]) {
    snprintf(path, 160, "tests/replays/%s.%s.%d.txt", recording->game, recording->child,
             recording->level);
}

/* Played by the pretend child: what a recording holds. The journal is text in hexadecimal. */
static void record_anew(const Recording *recording, Script *script) {
    Game game = library_game_of(script);
    Fail fail = {0};
    Writer writer = {.mem = mem_new(16 << 20)};
    RunSetup setup = setup_of(recording, &game);
    Sink sink = {.self = &writer, .trial = write_trial};
    if (!session_play_run(&setup, &game, pretend_named(recording->child), 11, 90, &sink, (Id){{0}},
                          0, 0, &fail)) {
        fail_msg("%s", fail.text);
    }
    Buffer journal = {0}, whole = {0};
    assert_true(journal_encode(writer.journal.entries, writer.journal.count, &journal));
    assert_true(buffer_add_text(&whole, "journal "));
    for (size_t i = 0; i < journal.length; i++) {
        assert_true(buffer_format(&whole, "%02x", journal.bytes[i]));
    }
    assert_true(buffer_add_text(&whole, "\n") &&
                buffer_add(&whole, writer.text.bytes, writer.text.length));
    char path[160];
    path_of(recording, path);
    if (!file_write(path, whole.bytes, whole.length, &fail)) {
        fail_msg("%s", fail.text);
    }
    buffer_free(&journal);
    buffer_free(&whole);
    buffer_free(&writer.text);
    journal_free(&writer.journal);
    mem_free(writer.mem);
}

static void read_journal(const char *line, Journal *journal) {
    Buffer bytes = {0};
    unsigned byte;
    for (const char *at = line; sscanf(at, "%2x", &byte) == 1 && at[0] != '\n'; at += 2) {
        unsigned char one = (unsigned char)byte;
        assert_true(buffer_add(&bytes, &one, 1));
    }
    Fail fail = {0};
    if (!journal_decode(bytes.bytes, bytes.length, journal, &fail)) {
        fail_msg("%s", fail.text);
    }
    buffer_free(&bytes);
}

/* The first line that differs, both sides. */
static void compare(const char *path, const char *expected, const char *now) {
    while (*expected != '\0' || *now != '\0') {
        size_t a = strcspn(expected, "\n"), b = strcspn(now, "\n");
        if (a != b || memcmp(expected, now, a) != 0) {
            size_t same = 0;
            while (same < a && same < b && expected[same] == now[same]) {
                same++;
            }
            size_t from = same > 60 ? same - 60 : 0;
            fail_msg("%s:\n  was ...%.160s\n  is  ...%.160s", path, expected + from, now + from);
        }
        expected += a + (expected[a] == '\n');
        now += b + (now[b] == '\n');
    }
}

static void replay(const Recording *recording, Script *script) {
    Game game = library_game_of(script);
    Fail fail = {0};
    char path[160];
    size_t length;
    Mem *mem = mem_new(64 << 20);
    path_of(recording, path);
    char *text = file_read(mem, path, &length, &fail);
    if (text == NULL) {
        fail_msg("%s (record it with OTTERPAW_RECORD=1)", fail.text);
    }
    Writer writer = {.mem = mem_new(16 << 20)};
    Journal journal = {0};
    assert_int_equal(strncmp(text, "journal ", 8), 0);
    read_journal(text + 8, &journal);
    RunSetup setup = setup_of(recording, &game);
    Sink sink = {.self = &writer, .trial = write_trial};
    Run *run = run_new(&setup, game.ops, game.self, &sink, (Id){{0}}, 0, 0, &fail);
    if (run == NULL) {
        fail_msg("%s", fail.text);
    }
    for (size_t i = 0; i < journal.count; i++) {
        if (!run_feed(run, &journal.entries[i], &fail)) {
            fail_msg("%s", fail.text);
        }
    }
    assert_int_equal(run_trials_done(run), TRIALS);
    compare(path, strchr(text, '\n') + 1, (const char *)writer.text.bytes);
    run_free(run);
    journal_free(&journal);
    journal_free(&writer.journal);
    buffer_free(&writer.text);
    mem_free(writer.mem);
    mem_free(mem);
}

static void recorded_runs_give_the_records_they_gave(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        Fail fail = {0};
        Script *script = library_fresh(library, RECORDINGS[i].game, &fail);
        if (script == NULL) {
            fail_msg("%s", fail.text);
        }
        if (getenv("OTTERPAW_RECORD") != NULL) {
            record_anew(&RECORDINGS[i], script);
            assert_true(script_restart(script, &fail));
        }
        replay(&RECORDINGS[i], script);
        script_close(script);
    }
}

static void every_level_is_played_by_every_kind_of_child(void **state) {
    (void)state;
    static const char *const children[] = {"careful", "shaky", "impulsive", "absent", "refuser"};
    Fail fail = {0};
    Script *script = library_fresh(library, "tracing", &fail);
    assert_non_null(script);
    Game game = library_game_of(script);
    for (int level = 1; level <= game.levels->count; level++) {
        for (int c = 0; c < 5; c++) {
            Recording recording = {"tracing", children[c], level};
            Writer writer = {.mem = mem_new(16 << 20)};
            RunSetup setup = setup_of(&recording, &game);
            setup.trials = 1;
            Sink sink = {.self = &writer, .trial = write_trial};
            if (!session_play_run(&setup, &game, pretend_named(children[c]), (uint64_t)level, 60,
                                  &sink, (Id){{0}}, 0, 0, &fail)) {
                fail_msg("level %d, %s: %s", level, children[c], fail.text);
            }
            const char *record = (const char *)writer.text.bytes;
            assert_non_null(record);
            assert_null(strstr(record, "\"end\":\"broken\""));
            if (c == 0 && level <= 5) { /* what a careful child finds easy */
                assert_non_null(strstr(record, "\"end\":\"completed\""));
            }
            if (c == 4) {
                assert_non_null(strstr(record, "\"success\":false"));
            }
            buffer_free(&writer.text);
            journal_free(&writer.journal);
            mem_free(writer.mem);
            assert_true(script_restart(script, &fail));
        }
    }
    script_close(script);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_runs_give_the_records_they_gave),
        cmocka_unit_test(every_level_is_played_by_every_kind_of_child),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
