/* otterpaw fixture: years of data by pretend children. */
#include "app/fixture.h"
#include "app/commands/commands.h"

#include <string.h>

typedef struct {
    const char *data, *children, *sessions, *trials, *games, *seed;
} FixtureOptions;

/* "tracing,sorting": cut in place. */
static bool read_games(char *words, FixtureSetup *setup, Fail *fail) {
    setup->game_count = 0;
    for (char *word = strtok(words, ","); word != NULL; word = strtok(NULL, ",")) {
        if (setup->game_count == FIXTURE_GAMES_MAX) {
            return fail_set(fail, FAIL_INPUT, "--games takes at most %d games", FIXTURE_GAMES_MAX);
        }
        setup->games[setup->game_count++] = word;
    }
    return setup->game_count > 0 ||
           fail_set(fail, FAIL_INPUT, "--games wants names, e.g. tracing,sorting");
}

static bool read_setup(const FixtureOptions *o, char *games, FixtureSetup *setup, Fail *fail) {
    long children = setup->children, sessions = setup->sessions, trials = setup->trials, seed = 1;
    bool ok = (o->children == NULL ||
               option_int("--children", o->children, 1, FIXTURE_CHILDREN_MAX, &children, fail)) &&
              (o->sessions == NULL ||
               option_int("--sessions", o->sessions, 1, FIXTURE_SESSIONS_MAX, &sessions, fail)) &&
              (o->trials == NULL || option_int("--trials", o->trials, 1, 100, &trials, fail)) &&
              (o->seed == NULL || option_int("--seed", o->seed, 0, 1L << 40, &seed, fail)) &&
              (o->games == NULL || read_games(games, setup, fail));
    setup->children = (int)children;
    setup->sessions = (int)sessions;
    setup->trials = (int)trials;
    setup->seed = (uint64_t)seed;
    return ok;
}

static int run(int argc, char **argv) {
    FixtureOptions o = {0};
    const char *words[WORDS_MAX];
    const Option options[] = {
        {"--data", "DIR", "where the data are put", &o.data, NULL},
        {"--children", "N", "how many pretend children (2)", &o.children, NULL},
        {"--sessions", "M", "of each child, two a week (24)", &o.sessions, NULL},
        {"--trials", "N", "of each activity (6)", &o.trials, NULL},
        {"--games", "A,B", "which activities (tracing)", &o.games, NULL},
        {"--seed", "N", "of everything (1)", &o.seed, NULL},
    };
    size_t count;
    int status = STATUS_WELL;
    App app;
    Fail fail = {0};
    FixtureSetup setup = fixture_usual();
    FixtureCount made;
    char games[256];
    if (!command_begin(argc, argv, options, sizeof options / sizeof options[0], words, &count,
                       &status) ||
        !command_words("fixture", count, 0, &status)) {
        return status;
    }
    if (o.data == NULL) {
        fail_set(&fail, FAIL_INPUT, "say where pretend data may go: --data DIR");
        return command_fail("fixture", &fail);
    }
    snprintf(games, sizeof games, "%s", o.games != NULL ? o.games : "");
    if (!read_setup(&o, games, &setup, &fail) || !app_open(&app, o.data, &fail)) {
        return command_fail("fixture", &fail);
    }
    if (fixture_make(&app, &setup, &made, &fail)) {
        printf("%d children, %d sessions, %d trials, %d of them reproduced\n", made.children,
               made.sessions, made.trials, made.reproduced);
    } else {
        status = command_fail("fixture", &fail);
    }
    app_close(&app);
    return status;
}

const Command command_fixture = {"fixture", "--data DIR [--children N] [--sessions M]",
                                 "makes years of data by pretend children", run};
