/* Begins a child's session from the command line, without the Today screen: for kiosks, demos and
 * tests. */
#ifndef OTTERPAW_APP_COMMANDS_BEGIN_H
#define OTTERPAW_APP_COMMANDS_BEGIN_H

#include "app/sitting.h"

typedef struct {
    const char *game; /* NULL: the child's plan */
    long trials;      /* of each activity; 0: the game's own number */
    long level;       /* of every trial; 0: where the child is, and adapting */
} Beginning;

/* The first child there is, or the trial child. NULL and a sentence. */
Sitting *begin_session(App *app, const Beginning *how, int64_t now_us, Fail *fail);

#endif
