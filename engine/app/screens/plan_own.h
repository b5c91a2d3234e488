/* The plan's sheets: they change the draft of the plan's screen, which lies below them. */
#ifndef OTTERPAW_APP_SCREENS_PLAN_OWN_H
#define OTTERPAW_APP_SCREENS_PLAN_OWN_H

#include "app/draft.h"
#include "app/screens/adult.h"

Screen *plan_item_new(Draft *draft, int item); /* everything that can be set about one activity */
Screen *plan_context_new(Draft *draft);        /* where, with whom, with what */
Screen *plan_add_new(Draft *draft);            /* choose an activity to add */

#endif
