/* otterpaw rescore SESSION: measures again from the raw ink and keeps both results. */
#include "app/rescore.h"
#include "app/commands/reading.h"

static int run(int argc, char **argv) {
    const char *data = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data)};
    size_t count;
    int status = STATUS_WELL;
    App app;
    Mem *mem;
    SessionLine line;
    if (!command_begin(argc, argv, options, 1, words, &count, &status) ||
        !command_words("rescore", count, 1, &status) ||
        !reading_open("rescore", data, words[0], &app, &mem, &line, &status)) {
        return status;
    }
    Fail fail = {0};
    Rescored rescored;
    if (rescore_session(&app, &line, &rescored, &fail)) {
        printf("%d trials scored again with scorer %d, %d changed; both results are kept\n",
               rescored.trials, SCORER_VERSION, rescored.changed);
        if (rescored.changed > 0) {
            printf("%s\n", rescored.difference);
        }
    } else {
        status = command_fail("rescore", &fail);
    }
    reading_close(&app, mem);
    return status;
}

const Command command_rescore = {"rescore", "SESSION [--data DIR]",
                                 "measures a session again from the raw ink, keeps both", run};
