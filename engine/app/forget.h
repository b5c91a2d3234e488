/* Forgetting a child everywhere on this tablet: in the database and in every plain copy of it that
 * lies beside it or among the backups. Sealed copies cannot be opened; they are removed, and a new
 * one is to be made. */
#ifndef OTTERPAW_APP_FORGET_H
#define OTTERPAW_APP_FORGET_H

#include "app/app.h"

typedef struct {
    int copies;  /* plain copies that were cleaned */
    int removed; /* sealed ones that were removed */
} Forgotten;

/* records: the sessions and scores too; else they stay, nameless. Waits until it is done. */
bool child_forget(App *app, Id child, bool records, Forgotten *forgotten, Fail *fail);

#endif
