/* otterpaw rescore SESSION: measures again from the raw ink and keeps both results. */
#include "app/rescore.h"
#include "app/commands/reading.h"

static bool rescore(App *app, Mem *mem, const SessionLine *line, int *status, Fail *fail) {
    (void)mem;
    (void)status;
    Rescored rescored;
    if (!rescore_session(app, line, &rescored, fail)) {
        return false;
    }
    printf("%d trials scored again with scorer %d, %d changed; both results are kept\n",
           rescored.trials, SCORER_VERSION, rescored.changed);
    if (rescored.changed > 0) {
        printf("%s\n", rescored.difference);
    }
    return true;
}

static int run(int argc, char **argv) {
    return reading_run(argc, argv, rescore);
}

const Command command_rescore = {"rescore", "SESSION [--data DIR]",
                                 "measures a session again from the raw ink, keeps both", run};
