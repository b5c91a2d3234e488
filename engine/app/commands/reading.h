/* What the commands about stored sessions share: the data option, and finding one session. */
#ifndef OTTERPAW_APP_COMMANDS_READING_H
#define OTTERPAW_APP_COMMANDS_READING_H

#include "app/commands/commands.h"
#include "app/log.h"

#define DATA_OPTION(place)                                                                         \
    { "--data", "DIR", "where the database is (else the XDG data home)", &(place), NULL }

/* What a command does with a stored session; *status: the program's exit when it did work. */
typedef bool (*Reading)(App *app, Mem *mem, const SessionLine *line, int *status, Fail *fail);

/* A whole command "NAME SESSION [--data DIR]": reads the line, opens the database, finds the
 * session by its UUID, a beginning of it or "last", and does the work. Returns the program's exit.
 */
int reading_run(int argc, char **argv, Reading work);

/* The same in parts, for commands with more options. False: *status is the program's exit,
 * everything is closed again. */
bool reading_open(const char *name, const char *data, const char *words, App *app, Mem **mem,
                  SessionLine *line, int *status);
void reading_close(App *app, Mem *mem);

#endif
