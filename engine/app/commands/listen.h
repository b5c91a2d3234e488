/* Playing a game for its words: what it says, which pictures it shows and what a probe holds back.
 */
#ifndef OTTERPAW_APP_COMMANDS_LISTEN_H
#define OTTERPAW_APP_COMMANDS_LISTEN_H

#include "play/session.h"

enum { HEARD_MAX = 512, HEARD_FAULTS_MAX = 16 };

typedef struct {
    char name[NAME_MAX_BYTES];
    int level; /* where it came first */
} HeardName;

/* Each name once; more than HEARD_MAX are not kept. */
typedef struct {
    HeardName names[HEARD_MAX];
    int count;
} HeardNames;

typedef struct {
    HeardNames words;    /* text keys said, and those of targets */
    HeardNames pictures; /* of targets */
    HeardNames items;
    bool held_back; /* a probe showed an item or picture that practice did not */
    char faults[HEARD_FAULTS_MAX][256];
    int fault_count;
} Heard;

/* Plays every level headless: trials that a careful child plays, trials that help ends, and a
 * probe. A fault is a sentence: a trial that broke, a simulate that asks for what is not there. */
void listen(const Game *game, Heard *heard);

#endif
