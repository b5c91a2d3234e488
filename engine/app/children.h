/* Children, their profiles and plans in the store; and a trial child, so that somebody plays within
 * half a minute of the first start, without an account. */
#ifndef OTTERPAW_APP_CHILDREN_H
#define OTTERPAW_APP_CHILDREN_H

#include "app/app.h"
#include "care/plan.h"
#include "play/profile.h"

/* The children there are; with none, a trial child of 5-6 years is made and stored first. */
bool children_or_trial(App *app, Mem *mem, ChildRecord **children, size_t *count, Fail *fail);

/* A new child's row, stored. pseudonym NULL: a free one is made ("P-7K3Q"). */
bool child_make(App *app, Mem *mem, const char *symbol, const char *pseudonym,
                const Profile *profile, ChildRecord *child, Fail *fail);
/* Stores a changed profile. */
bool child_save_profile(App *app, Mem *mem, ChildRecord *child, const Profile *profile, Fail *fail);
bool child_profile(const ChildRecord *child, Profile *profile, Fail *fail);
/* The child of that id; its texts live in mem. False: there is none. */
bool child_find(App *app, Mem *mem, Id id, ChildRecord *child, Fail *fail);
/* Forgotten but for its scores, which stand under a name that says nothing. */
bool child_is_forgotten(const ChildRecord *child);
/* What the adult's screens call the child: the first name while names are open, else the
 * pseudonym. */
enum { CHILD_NAME_MAX = 48 };
char *child_name(App *app, const ChildRecord *child, char name[CHILD_NAME_MAX]);

/* The child's plan: the stored one, else the first plan: every game that is not hidden, by name, as
 * far as the minutes go. */
bool child_plan(App *app, const ChildRecord *child, Plan *plan, Fail *fail);
/* Whether a plan was ever stored for the child: child_plan gives one to all. */
bool child_has_plan(App *app, const ChildRecord *child, bool *has, Fail *fail);
bool child_save_plan(App *app, const ChildRecord *child, const Plan *plan, Fail *fail);

#endif
