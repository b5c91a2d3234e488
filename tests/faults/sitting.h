/* What every fault test does: a child, a session, a run, and trials one after the other, keeping
 * count of what was acknowledged; then, with the fault gone, whether all of that is there. */
#ifndef OTTERPAW_TESTS_SITTING_H
#define OTTERPAW_TESTS_SITTING_H

#include "store/internal.h"
#include "store_records.h"

enum { SITTING_TRIALS_MAX = 4096 };

typedef struct Sitting Sitting;

typedef struct {
    Sitting *sitting;
    int number;
} Ack;

struct Sitting {
    char folder[64];
    const char *vfs;
    Store *store;
    Mem *mem;
    int next; /* number of the next trial */
    bool acked[SITTING_TRIALS_MAX];
    Ack acks[SITTING_TRIALS_MAX];
    int acked_count, refused_count;
    int notes_sent;
    Ack note_acks[SITTING_TRIALS_MAX];
    int note_acked; /* the newest note that was acknowledged; 0: none */
    Fail fail;
    char loss[300]; /* "" while nothing was lost */
};

Sitting *sitting_new(const char *vfs); /* a folder of its own under /tmp; NULL: none */
void sitting_free(Sitting *sitting);
void sitting_clear_folder(Sitting *sitting);
void sitting_forget(Sitting *sitting); /* the disk was erased: nothing was ever acknowledged */
bool sitting_open(Sitting *sitting);
void sitting_close(Sitting *sitting);
/* Sends child, session and run again: harmless when they are there. */
void sitting_begin(Sitting *sitting);
void sitting_put(Sitting *sitting); /* one trial, and now and then a note, a mark or a tail */
bool sitting_flush(Sitting *sitting);
/* Everything acknowledged is there, as it was given, nothing is half done, no file was set aside.
 * Opens and closes the store. *trials: how many were found. */
bool sitting_verify(Sitting *sitting, int *trials);

#endif
