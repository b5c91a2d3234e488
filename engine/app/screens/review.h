/* What the screens of the therapist's review share: a session read whole with its ink, the facts of
 * its note, symbols, the bar of help and small pictures of ink. */
#ifndef OTTERPAW_APP_SCREENS_REVIEW_H
#define OTTERPAW_APP_SCREENS_REVIEW_H

#include "app/rebuild.h"
#include "app/screens/parts.h"
#include "app/screens/screens.h"
#include "care/note.h"

/* A session before the reader. Read again after each mark, so that every screen shows what is
 * stored and nothing else. */
typedef struct {
    App *app;
    Mem *mem;
    Id session;
    bool loaded;
    char trouble[FAIL_TEXT_MAX]; /* why it could not be read */
    Log log;
    NoteFacts facts;
    NoteActivity *activities;           /* one for each run */
    TrialInk **inks;                    /* by run; NULL until review_inks */
    char (*ink_trouble)[FAIL_TEXT_MAX]; /* by run: why it cannot be played again; "" */
} Review;

bool review_open(Review *review, App *app, Id session); /* false: no memory */
void review_close(Review *review);
void review_load(Review *review); /* reads it (again) */
/* The ink of every trial of a run, made when first asked for. */
const TrialInk *review_inks(Review *review, size_t run);
/* Run and index within it of a trial by its number in the session. */
bool review_find(const Review *review, int number, size_t *run, size_t *index);
const char *review_word(App *app, const char *game); /* its one word, in the adult's language */
const char *review_picture(const Review *review, size_t run); /* of the game */

/* Adds to a trial what an adult says afterwards; waits until it is stored, then reads again. */
bool review_mark(Review *review, int number, const char *kind, int value, const char *reason,
                 Fail *fail);

/* "4 March 2026, 09:30" in the session's own time zone. */
char *review_date(const SessionRecord *session, bool year, char text[LOG_WORDS]);
/* For narrow places: the label of a measure if it is short, else its name without the unit:
 * "deviation mean". */
char *review_measure_name(MeasureId id, char text[LOG_WORDS]);

/* ---- drawing ---- */
/* Filled = on own, half = with cue, ring = together, dash = not now: read without colour. */
void review_symbol(Scene *scene, double x, double y, double r, int help);
/* How many trials went with which help: letters and patterns, not colour alone. */
void review_bar(Scene *scene, AssistanceScheme scheme, Box box, const Summary *summary);
/* Symbols of the last trials that counted, oldest first, from x on. Returns where they end. */
double review_last(Scene *scene, double x, double y, double r, const LogRun *run);
/* Road and line in a small box. */
void review_thumb(Scene *scene, Box box, const TrialInk *ink);
/* Symbol, pseudonym, date, minutes, feelings, verdict: from x on, in the top 17 mm. */
void review_head(Scene *scene, const Review *review, double x);

/* ---- the sheet for what an adult says of a trial afterwards; over the page that shows it ---- */
void mark_sheet_draw(Scene *scene, Shell *shell, const Review *review, int number);
/* True: the sheet is done. A mark that could not be stored is told in the app's notice. */
bool mark_sheet_tap(Review *review, int number, const char *target);
/* "marked later: word", "taken out: ..." for what was added to a trial; "" if nothing was. */
char *mark_words(const Log *log, const TrialLine *line, char text[LOG_WORDS * 2]);

#endif
