/* The inside of the summary, shared by summary.c (what it does) and summary_draw.c (how it looks).
 */
#ifndef OTTERPAW_APP_SCREENS_SUMMARY_H
#define OTTERPAW_APP_SCREENS_SUMMARY_H

#include "app/screens/review.h"

enum { NOTE_LINE_MAX = 400 };

typedef struct {
    Screen screen;
    Review review;
    bool after;               /* the session has just ended */
    size_t first;             /* first activity shown */
    uint32_t phrases;         /* chosen: bit 1 << NotePhrase */
    char line[NOTE_LINE_MAX]; /* the adult's own words */
    bool reading;             /* the whole note is before the reader */
    int page;                 /* of it */
    bool amending;            /* a signed note gets more */
    bool confirmed;           /* unmarked trials are taken as without help */
    const Value *note;        /* as it was signed; NULL: not yet. Lives in note_mem. */
    Mem *note_mem;
} SummaryScreen;

void summary_draw_all(SummaryScreen *summary, Scene *scene);
size_t summary_rows(const SummaryScreen *summary); /* activities that fit */
int summary_unmarked(const SummaryScreen *summary);
/* The note as it would be signed now. */
bool summary_note(const SummaryScreen *summary, Buffer *out);
/* Every text of a signed note, what amends it after it. */
bool summary_signed(const Value *note, Buffer *out);
/* summary_note.c: the note as it is stored. */
void summary_load(SummaryScreen *summary);
/* Signs it: sealed under the child's key where there is a clinic; the trail names it. */
bool summary_store(SummaryScreen *summary, Fail *fail);
int summary_levels(const SummaryScreen *summary, size_t run); /* of its game; 0: unknown */

#endif
