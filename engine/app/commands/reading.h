/* What the commands about stored sessions share: the data option, and finding one session. */
#ifndef OTTERPAW_APP_COMMANDS_READING_H
#define OTTERPAW_APP_COMMANDS_READING_H

#include "app/commands/commands.h"
#include "app/log.h"

#define DATA_OPTION(place)                                                                         \
    { "--data", "DIR", "where the database is (else the XDG data home)", &(place), NULL }

/* Opens the app and finds the session: the whole UUID, a beginning of it, or "last". mem is made.
 * False: *status is the program's exit, everything is closed again. */
bool reading_open(const char *name, const char *data, const char *words, App *app, Mem **mem,
                  SessionLine *line, int *status);
void reading_close(App *app, Mem *mem);

#endif
