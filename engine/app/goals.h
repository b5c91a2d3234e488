/* The goals of a child in the store: notes of kind "goal", keyed by child and goal id. */
#ifndef OTTERPAW_APP_GOALS_H
#define OTTERPAW_APP_GOALS_H

#include "app/app.h"
#include "care/goal.h"

typedef struct {
    char id[ID_TEXT_SIZE]; /* what a plan's item names */
    Goal goal;
} GoalLine;

/* All goals of a child, by id, in mem. One that cannot be read is left out and named in *fail with
 * true. */
bool goals_read(App *app, Mem *mem, Id child, GoalLine **goals, size_t *count, Fail *fail);
/* Stores it as the newest revision. id "": a new one is made and written there. */
bool goals_save(App *app, Id child, GoalLine *line, Fail *fail);
/* By id, a beginning of it that is unique, or the game it is measured by; NULL: none. */
const GoalLine *goals_find(const GoalLine *goals, size_t count, const char *words);

#endif
