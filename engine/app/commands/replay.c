/* otterpaw replay SESSION: plays a stored session again, headless, and compares every trial. */
#include "app/commands/reading.h"
#include "app/sitting.h"

static bool replay(App *app, Mem *mem, const SessionLine *line, int *status, Fail *fail) {
    (void)mem;
    ReplayVerdict verdict;
    if (!replay_session(app, line, &verdict, fail)) {
        return false;
    }
    printf("%d/%d trials reproduced\n", verdict.reproduced, verdict.total);
    if (verdict.reproduced != verdict.total) {
        printf("%s\n", verdict.difference);
        *status = STATUS_FAILED;
    }
    return true;
}

static int run(int argc, char **argv) {
    return reading_run(argc, argv, replay);
}

const Command command_replay = {"replay", "SESSION [--data DIR]",
                                "plays a stored session again and compares every trial", run};
