/* otterpaw show SESSION: the score log as text. */
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
        !command_words("show", count, 1, &status) ||
        !reading_open("show", data, words[0], &app, &mem, &line, &status)) {
        return status;
    }
    Fail fail = {0};
    Log log;
    Buffer text = {0};
    if (log_read(&app, mem, &line, false, &log, &fail) && log_print(&app, &log, &text)) {
        fwrite(text.bytes, 1, text.length, stdout);
    } else {
        status = command_fail("show", &fail);
    }
    buffer_free(&text);
    reading_close(&app, mem);
    return status;
}

const Command command_show = {"show", "SESSION [--data DIR]", "prints a session's score log", run};
