/* otterpaw replay SESSION: plays a stored session again, headless, and compares every trial. */
#include "app/commands/reading.h"
#include "app/sitting.h"

static int run(int argc, char **argv) {
    const char *data = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data)};
    size_t count;
    int status = STATUS_WELL;
    App app;
    Mem *mem;
    SessionLine line;
    if (!command_begin(argc, argv, options, 1, words, &count, &status) ||
        !command_words("replay", count, 1, &status) ||
        !reading_open("replay", data, words[0], &app, &mem, &line, &status)) {
        return status;
    }
    Fail fail = {0};
    ReplayVerdict verdict;
    if (replay_session(&app, &line, &verdict, &fail)) {
        printf("%d/%d trials reproduced\n", verdict.reproduced, verdict.total);
        if (verdict.reproduced != verdict.total) {
            printf("%s\n", verdict.difference);
            status = STATUS_FAILED;
        }
    } else {
        status = command_fail("replay", &fail);
    }
    reading_close(&app, mem);
    return status;
}

const Command command_replay = {"replay", "SESSION [--data DIR]",
                                "plays a stored session again and compares every trial", run};
