/* Opens a stored session for a command; see reading.h. */
#include "app/commands/reading.h"

bool reading_open(const char *name, const char *data, const char *words, App *app, Mem **mem,
                  SessionLine *line, int *status) {
    Fail fail = {0};
    if (!app_open(app, data, &fail)) {
        *status = command_fail(name, &fail);
        return false;
    }
    if (app->notice[0] != '\0') {
        fprintf(stderr, "otterpaw %s: %s\n", name, app->notice);
    }
    *mem = mem_new((size_t)512 << 20);
    if (*mem == NULL || !history_find_session(app->store, *mem, words, line, &fail)) {
        *status = command_fail(name, &fail);
        reading_close(app, *mem);
        return false;
    }
    return true;
}

void reading_close(App *app, Mem *mem) {
    mem_free(mem);
    app_close(app);
}

int reading_run(int argc, char **argv, Reading work) {
    const char *data = NULL, *words[WORDS_MAX];
    const Option options[] = {DATA_OPTION(data)};
    size_t count;
    int status = STATUS_WELL;
    App app;
    Mem *mem;
    SessionLine line;
    Fail fail = {0};
    if (!command_begin(argc, argv, options, 1, words, &count, &status) ||
        !command_words(argv[0], count, 1, &status) ||
        !reading_open(argv[0], data, words[0], &app, &mem, &line, &status)) {
        return status;
    }
    if (!work(&app, mem, &line, &status, &fail)) {
        status = command_fail(argv[0], &fail);
    }
    reading_close(&app, mem);
    return status;
}
