/* Forgetting a child everywhere on this tablet: in the database and in every plain copy of it that
 * lies beside it or among the backups. Sealed copies are opened, cleaned and sealed anew while the
 * keys are open; else they are removed, and a new one is made. A copy that was carried elsewhere is
 * cleaned when it is restored here, by the tombstone. */
#ifndef OTTERPAW_APP_FORGET_H
#define OTTERPAW_APP_FORGET_H

#include "app/app.h"

typedef struct {
    int copies;  /* copies that were cleaned */
    int removed; /* those that could not be, and were removed */
} Forgotten;

/* records: the sessions and scores too; else they stay, nameless. Waits until it is done. */
bool child_forget(App *app, Id child, bool records, Forgotten *forgotten, Fail *fail);

#endif
