/* The words of a session's note, made from facts alone: what was done (O) and a skeleton of what
 * comes next (P). What it means (A) is a person's to write, so nothing here drafts it. Phrases are
 * chosen by a tap and say the session's own numbers. */
#ifndef OTTERPAW_CARE_NOTE_H
#define OTTERPAW_CARE_NOTE_H

#include "base/mem.h"
#include "care/summary.h"

#include <stdbool.h>
#include <stdint.h>

/* One activity of the session. Texts are borrowed; formatted by whoever shows them elsewhere, so
 * that the note and the page say the same. */
typedef struct {
    const char *title;
    const char *level_name; /* of the last level: "13 mm road, curves"; "" */
    const char *main;       /* median of the main measure: "92 %"; "" when there is none */
    const char *main_label; /* "Drawn line inside the road" */
    const char *main_last;  /* the same median in the session before; "" */
    const Summary *summary;
    int next_level; /* as the adult left it */
    double minutes; /* of play */
    bool probe;
} NoteActivity;

typedef struct {
    const NoteActivity *activities;
    int count;
    const char *help_words[SUMMARY_HELP]; /* of the scheme in force */
    const char *tool, *hand, *setting;
    double minutes, active_minutes, planned_minutes; /* planned 0: not known */
    int breaks, calm_switches;
    const char *tiring;     /* the first hint of fatigue, its reasons; "" or NULL */
    const char *end_reason; /* the session's; NULL or "" while it is open */
    const char *feeling_hello, *feeling_goodbye; /* "" when nobody was asked */
    const char *home_went, *home_helped;         /* a caregiver's words; "" or NULL: not at home */
} NoteFacts;

/* X(ID, group, "word on the chip"), in the order of the note. */
#define NOTE_PHRASES(X)                                                                            \
    X(PARENT_SAYS, 'S', "parent says")                                                             \
    X(ENGAGED, 'O', "engaged")                                                                     \
    X(REDIRECTED, 'O', "redirected")                                                               \
    X(CALM, 'O', "calm")                                                                           \
    X(TIRED, 'O', "tired")                                                                         \
    X(RECOVERED, 'O', "recovered")                                                                 \
    X(FADED, 'O', "help faded")                                                                    \
    X(MORE_HELP, 'O', "more help")                                                                 \
    X(TOLD_PARENT, 'P', "told parent")                                                             \
    X(RAISE, 'P', "raise level")                                                                   \
    X(SAME, 'P', "same level")                                                                     \
    X(PROBE, 'P', "probe next")

typedef enum {
#define X(ID, group, word) NOTE_##ID,
    NOTE_PHRASES(X)
#undef X
        NOTE_PHRASE_COUNT
} NotePhrase;

const char *note_phrase_word(NotePhrase phrase);
char note_phrase_group(NotePhrase phrase); /* 'S' 'O' 'P' */

/* Each appends whole sentences; false when out is full. */
bool note_phrase(NotePhrase phrase, const NoteFacts *facts, Buffer *out);
bool note_activity(const NoteActivity *activity, const NoteFacts *facts, Buffer *out);
/* Every activity on a line of its own, then the session. */
bool note_objective(const NoteFacts *facts, Buffer *out);
bool note_plan(const NoteFacts *facts, Buffer *out); /* the next level of every activity */

/* The whole note, a line for each of S, O, A and P. phrases: bit 1 << NotePhrase for each that was
 * chosen; free_line: the adult's own words, which are the whole of A. Empty S and A keep their
 * letter, so that what is missing is seen. */
bool note_text(const NoteFacts *facts, uint32_t phrases, const char *free_line, Buffer *out);

#endif
