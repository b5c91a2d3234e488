/* A stored session measured again from its raw ink by the scorer of this build. What was saved
 * stays; the new figures are kept beside it. */
#ifndef OTTERPAW_APP_RESCORE_H
#define OTTERPAW_APP_RESCORE_H

#include "app/app.h"
#include "store/history.h"

typedef struct {
    int trials, changed;
    int first_changed;    /* trial number; -1 */
    char difference[256]; /* "trial 4: score was 81 (scorer 1), is 80 (scorer 2)" */
} Rescored;

bool rescore_session(App *app, const SessionLine *line, Rescored *rescored, Fail *fail);

#endif
