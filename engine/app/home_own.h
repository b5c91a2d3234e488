/* What home.c and home_take.c share; for them alone. */
#ifndef OTTERPAW_APP_HOME_OWN_H
#define OTTERPAW_APP_HOME_OWN_H

#include "app/home.h"

enum { HOME_FORMAT = 1, HOME_EVENTS_MAX = 500 };

bool home_put_plan(App *app, const char *kind, Id child, const Plan *plan, Fail *fail);
bool home_keep_words(App *app, Id child, const char *words, Fail *fail);

#endif
