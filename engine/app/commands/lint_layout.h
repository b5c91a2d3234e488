/* otterpaw lint --layout: see lint_layout.c. */
#ifndef OTTERPAW_APP_COMMANDS_LINT_LAYOUT_H
#define OTTERPAW_APP_COMMANDS_LINT_LAYOUT_H

#include "base/fail.h"

#include <stddef.h>

typedef struct {
    const char *const *games; /* none: all, and every other screen */
    size_t game_count;
    const char *dump; /* a file for what is on each screen, as lines of JSON; NULL: none */
} LintLayout;

/* Prints what is wrong, and which levels are not for whom. Returns how much is wrong; -1 and a
 * sentence: it could not be found out. */
int lint_layout(const LintLayout *what, Fail *fail);

#endif
