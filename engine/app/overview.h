/* What one card of the adult's first screen tells of a child: its plan in words, how the last
 * session went, a line of the last sessions. Read once when the screen is shown, never while it is
 * drawn. */
#ifndef OTTERPAW_APP_OVERVIEW_H
#define OTTERPAW_APP_OVERVIEW_H

#include "app/children.h"

enum { OVERVIEW_WORDS = 160, OVERVIEW_POINTS = 8 };

typedef struct {
    ChildRecord child;
    char name[48];                  /* first name while names are open, else the pseudonym */
    bool planned;                   /* a plan was stored or a session was played: it can start */
    double minutes;                 /* of the plan */
    char plan[OVERVIEW_WORDS];      /* "draw · sort"; or why it cannot be read */
    char state[OVERVIEW_WORDS];     /* "ready", "last: stopped early", "no plan yet" */
    char game[PLAN_NAME_MAX];       /* whose line it is; "" */
    char goal[ID_TEXT_SIZE];        /* of that game in the plan; "" */
    double points[OVERVIEW_POINTS]; /* mean score of the last sessions, 0..100, oldest first */
    int count;
    int64_t last_us; /* start of the last session; 0: never */
} Overview;

/* Fills from the store. child's texts must live as long. False: only memory; what cannot be read
 * is said in the texts. */
bool overview_make(App *app, const ChildRecord *child, Overview *overview, Fail *fail);
/* All children, those of the latest sessions first. Lives in mem. */
bool overview_all(App *app, Mem *mem, Overview **overviews, size_t *count, Fail *fail);

#endif
