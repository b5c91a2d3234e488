/* Playing at home: a sealed file carries a child's home plan to another tablet and its results
 * back. One format for both ways: the child by its code, the plan, and every session that was
 * played at home. Whoever takes a file in keeps what it lacks; nothing is ever overwritten, so
 * that the same file may be taken twice. No names are in it. */
#ifndef OTTERPAW_APP_HOME_H
#define OTTERPAW_APP_HOME_H

#include "app/children.h"
#include "vault/vault.h"

enum { HOME_ITEMS_MOST = 3, HOME_MINUTES_LEAST = 5, HOME_MINUTES_MOST = 15 };

/* The plan for home: the first activities that are chosen, at fixed levels, no gutter. chosen: one
 * flag for each item of *plan. */
Plan home_plan_of(const Plan *plan, const bool *chosen, double minutes);
bool home_plan_keep(App *app, const ChildRecord *child, const Plan *plan, Fail *fail);
/* The home plan as it was kept; without one, the first activities of the child's plan. */
bool home_plan_read(App *app, const ChildRecord *child, Plan *plan, Fail *fail);

/* Writes the sealed file; words: the key to type in there, the same for this child each time. */
bool home_export(App *app, const ChildRecord *child, const char *path,
                 char words[VAULT_RECOVERY_TEXT], Fail *fail);

typedef struct {
    bool child_made;
    int sessions, trials; /* that were new here */
    ChildRecord child;    /* texts live in mem */
} HomeTaken;

/* words NULL: the key that this tablet keeps for the file's child is tried. */
bool home_import(App *app, Mem *mem, const char *path, const char *words, HomeTaken *taken,
                 Fail *fail);

#endif
