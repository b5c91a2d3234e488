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
