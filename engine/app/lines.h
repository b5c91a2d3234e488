/* Lines that a therapist draws into a trend: from that day on something else was so (a new chair, a
 * splint, medication). One list for each child and game; every revision stays in the store. */
#ifndef OTTERPAW_APP_LINES_H
#define OTTERPAW_APP_LINES_H

#include "app/app.h"

enum { LINES_MAX = 40, LINE_WORDS_MAX = 40 };

typedef struct {
    int64_t at_us; /* since 1970 UTC: what began by then is after it */
    char words[LINE_WORDS_MAX];
} ConditionLine;

typedef struct {
    ConditionLine lines[LINES_MAX]; /* oldest first */
    int count;
} ConditionLines;

bool lines_read(App *app, Id child, const char *game, ConditionLines *lines, Fail *fail);
/* A line at the same time is replaced. Waits until it is stored. */
bool lines_add(App *app, Id child, const char *game, int64_t at_us, const char *words, Fail *fail);
bool lines_remove(App *app, Id child, const char *game, int64_t at_us, Fail *fail);

#endif
