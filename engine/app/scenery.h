/* Any screen of the program with what it needs behind it: a child, a stored session, or a sitting
 * that is under way. For pictures, the layout linter and tests. */
#ifndef OTTERPAW_APP_SCENERY_H
#define OTTERPAW_APP_SCENERY_H

#include "app/children.h"
#include "app/screens/screens.h"

typedef enum { SCENERY_ALONE, SCENERY_CHILD, SCENERY_SESSION, SCENERY_SITTING } SceneryNeed;

/* What is to be behind a screen: filled in by the caller down to `locale`. */
typedef struct {
    App *app;
    Shell *shell;
    Mem *mem;
    char game[PLAN_NAME_MAX]; /* "": the child's own plan */
    int level;                /* 0: the first */
    int look;
    bool still;              /* the profile asks for the least motion */
    const char *age, *motor; /* NULL: the child's own profile */
    Hand hand;               /* with an age */
    const char *locale;      /* NULL: the child's own */
    ChildRecord child;
    SessionLine session;
    Sitting *sitting; /* the screen's now; a sitting that was closed is not to be freed */
} Scenery;

int scenery_count(void);
const char *scenery_name(int screen);
SceneryNeed scenery_need(int screen);
/* -1 and a sentence with the nearest name. */
int scenery_find(const char *word, Fail *fail);
/* Pushes the screen. session: a prefix of its id, NULL: the last one. */
bool scenery_open(Scenery *scenery, int screen, const char *session, Fail *fail);
/* Removes a folder of data and the files in it. */
void scenery_remove(const char *folder);

#endif
