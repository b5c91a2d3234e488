/* Tells another program what is on the glass: one line of JSON whenever the screen or what can be
 * touched on it changes. End-to-end tests and benches press keys by name with it; nothing in the
 * program depends on it. */
#ifndef OTTERPAW_APP_COMMANDS_WATCH_H
#define OTTERPAW_APP_COMMANDS_WATCH_H

#include "app/front.h"

typedef struct Watch Watch;

/* Appends to the file at path. NULL and a sentence when it cannot be written. */
Watch *watch_open(const char *path, Front *front, Shell *shell, Fail *fail);
void watch_close(Watch *watch); /* NULL is allowed */

#endif
