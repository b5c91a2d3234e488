/* otterpaw show SESSION: the score log as text. */
#include "app/commands/reading.h"

static bool show(App *app, Mem *mem, const SessionLine *line, int *status, Fail *fail) {
    (void)status;
    Log log;
    Buffer text = {0};
    bool ok = log_read(app, mem, line, false, &log, fail) &&
              (log_print(app, &log, &text) ||
               fail_set(fail, FAIL_MEMORY, "there is no memory to print the session"));
    if (ok) {
        fwrite(text.bytes, 1, text.length, stdout);
    }
    buffer_free(&text);
    return ok;
}

static int run(int argc, char **argv) {
    return reading_run(argc, argv, show);
}

const Command command_show = {"show", "SESSION [--data DIR]", "prints a session's score log", run};
