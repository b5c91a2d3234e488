/* Years of plausible data: pretend children who learn, on scripted dates, through the real way from
 * finger to store. For pictures, reports and benches; the same seed gives the same records. */
#ifndef OTTERPAW_APP_FIXTURE_H
#define OTTERPAW_APP_FIXTURE_H

#include "app/app.h"

enum { FIXTURE_GAMES_MAX = 4, FIXTURE_CHILDREN_MAX = 200, FIXTURE_SESSIONS_MAX = 2000 };

typedef struct {
    int children, sessions; /* sessions of each child: two a week */
    int trials;             /* of each activity */
    int64_t from_us;        /* the first day, since 1970 */
    const char *games[FIXTURE_GAMES_MAX];
    int game_count;
    uint64_t seed;
} FixtureSetup;

typedef struct {
    int children, sessions, trials, reproduced;
} FixtureCount;

FixtureSetup fixture_usual(void); /* 2 children, 24 sessions, tracing */
/* Meanwhile the app's clock and chance are the script's. */
bool fixture_make(App *app, const FixtureSetup *setup, FixtureCount *count, Fail *fail);

#endif
