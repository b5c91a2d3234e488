/* The ordered bytes of all that a run consumed: every reading, key, adult's command and gap, in the
 * order in which they were delivered. Feeding them again gives the same records, bit for bit.
 *
 * One chunk a trial: from the end of the trial before to the end of this one. Times and places are
 * whole quanta (JOURNAL_TIME_US, JOURNAL_LENGTH_MM) so that what is stored is what was acted on.
 * Columns apart, second differences, adaptive Rice codes, a CRC at the end. */
#ifndef OTTERPAW_PLAY_JOURNAL_H
#define OTTERPAW_PLAY_JOURNAL_H

#include "base/fail.h"
#include "base/mem.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JOURNAL_TIME_US = 100, JOURNAL_ENTRIES_MAX = 1 << 20, JOURNAL_VERSION = 1 };
#define JOURNAL_LENGTH_MM 0.02

/* X(ID, "word"). The numbers are stored: add at the end only. */
#define ENTRY_KINDS(X)                                                                             \
    X(SAMPLE, "sample") /* a raw finger reading */                                                 \
    X(SHOWN, "shown")   /* the prepared trial's first picture is on the screen: time zero */       \
    X(KEY, "key")       /* access switch or keyboard: value = AccessKey */                         \
    X(ASSIST, "assist") /* adult: value = assistance level, -1 takes it back */                    \
    X(ADULT, "adult")   /* adult's score of this trial in an adult-scored game: value */           \
    X(HELP, "help")     /* adult asked for the next rung of help */                                \
    X(LEVEL, "level")   /* adult armed a level for the next trial: value */                        \
    X(SKIP, "skip")     /* adult ends this trial and goes on */                                    \
    X(AGAIN, "again")   /* adult ends this trial and has the same once more */                     \
    X(STOP, "stop")     /* the run ends now: value = EndReason of the open trial */                \
    X(LAST, "last")     /* the run ends after this trial */                                        \
    X(PAUSE, "pause")   /* play stood still: value = how long, in quanta of time */                \
    X(GAP, "gap")       /* the tablet fell behind: value = how long, in quanta of time */          \
    X(NEXT, "next")     /* the pause between trials is over: prepare the next */                   \
    X(SPEECH, "speech") /* the spoken prompt began (1) or ended (0): value */                      \
    X(END, "end")       /* time ran on to here with nothing else happening */

typedef enum {
#define X(ID, word) ENTRY_##ID,
    ENTRY_KINDS(X)
#undef X
        ENTRY_COUNT
} EntryKind;

typedef struct {
    EntryKind kind;
    int64_t time_us; /* logic time since the run began, a multiple of JOURNAL_TIME_US, never smaller
                        than the entry's before */
    int64_t value;
    /* SAMPLE only; x and y are multiples of JOURNAL_LENGTH_MM, from the screen's top left corner */
    SamplePhase phase;
    int32_t finger;
    double x_mm, y_mm;
} Entry;

/* Rounds to the journal's quanta: do this before anyone acts on a reading. */
int64_t journal_time(int64_t time_us);
double journal_length(double mm);

typedef struct {
    Entry *entries; /* owned */
    size_t count, room;
} Journal;

bool journal_append(Journal *journal, const Entry *entry); /* false: JOURNAL_ENTRIES_MAX, memory */
void journal_clear(Journal *journal);
void journal_free(Journal *journal);

bool journal_encode(const Entry *entries, size_t count, Buffer *out);
/* Adds what the bytes hold to *journal. Damaged or foreign bytes: false, FAIL_CORRUPT, and *journal
 * as it was. */
bool journal_decode(const uint8_t *bytes, size_t length, Journal *journal, Fail *fail);
const char *entry_word(EntryKind kind);
/* One line an entry, for people and for goldens. */
bool journal_dump(const Journal *journal, Buffer *out);

#endif
