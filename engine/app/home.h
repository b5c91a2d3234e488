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

/* Where this tablet writes its file of the child: DATA/home/CODE.otterhome, at home
 * CODE-results.otterhome, so that neither takes the other's place. Makes the folder. */
bool home_path(App *app, const ChildRecord *child, char path[PLACE_MAX], Fail *fail);
/* Writes the sealed file; words: the key to type in there, the same for this child each time. */
bool home_export(App *app, const ChildRecord *child, const char *path,
                 char words[VAULT_RECOVERY_TEXT], Fail *fail);

typedef struct {
    bool child_made;
    int sessions, trials; /* that were new here */
    ChildRecord child;    /* texts live in mem */
} HomeTaken;

/* Takes plan and profile too where the child is new or the tablet is a family's.
 * words NULL: the key that this tablet keeps for the file's child is tried. */
bool home_import(App *app, Mem *mem, const char *path, const char *words, HomeTaken *taken,
                 Fail *fail);
/* The same for what was inside the seal; words: the key it was sealed with, kept for the way back.
 */
bool home_take(App *app, Mem *mem, const void *text, size_t length, const char *words,
               HomeTaken *taken, Fail *fail);

/* ---- a family's tablet ---- */
/* Files that could be taken in: of the data folder, of sticks, of the downloads. */
bool home_files(App *app, Mem *mem, const char ***paths, size_t *count, Fail *fail);
/* From now on it plays the home plan and shows no records; refused where a clinic has set up names.
 */
bool home_begin(App *app, Fail *fail);
bool home_end(App *app, Fail *fail); /* the clinic's screens again; the PIN is dropped */
/* The children that have a home plan here, with their plans. */
bool home_children(App *app, Mem *mem, ChildRecord **children, Plan **plans, size_t *count,
                   Fail *fail);
/* How it went, in a caregiver's words, kept with the session; then the file for the clinic is
 * written anew. path: where it is. */
bool home_tell(App *app, Id child, Id session, const char *went, const char *helped,
               char path[PLACE_MAX], Fail *fail);

#endif
