/* What the therapist should know now of the records on this tablet: a disk that refuses, rows that
 * are damaged, backups that are missing. One sentence, the gravest. */
#ifndef OTTERPAW_APP_TROUBLE_H
#define OTTERPAW_APP_TROUBLE_H

#include "app/app.h"

/* Into `words`; false and "" when all is well. */
bool trouble_now(App *app, char words[FAIL_TEXT_MAX]);
/* The same into app->notice, unless something else is told there. */
void trouble_tell(App *app);

#endif
