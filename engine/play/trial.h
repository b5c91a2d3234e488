/* One attempt, as a game sees and shapes it: its parameters, what is expected of the child, its
 * targets, answers, prompts and timers. The engine measures, scores and saves; a game only says
 * what happened. */
#ifndef OTTERPAW_PLAY_TRIAL_H
#define OTTERPAW_PLAY_TRIAL_H

#include "base/rng.h"
#include "base/value.h"
#include "care/records.h"
#include "care/schema.h"
#include "measure/path.h"
#include "measure/sample.h"
#include "play/ink.h"
#include "play/scene.h"
#include "play/target.h"

#include <stdbool.h>

typedef struct Trial Trial;

enum { TIMERS_MAX = 32, ANSWERS_MAX = 256, CUES_MAX = 64, TEMPLATES_MAX = 16 };

typedef struct {
    char item[NAME_MAX_BYTES]; /* what was asked: exemplar id */
    char choice[NAME_MAX_BYTES];
    bool right;
    int64_t at_us;      /* since the trial's onset */
    int64_t latency_us; /* since the item was offered */
    int player;
} Answer;

typedef enum { CUE_SAY, CUE_SOUND } CueKind;
typedef struct {
    CueKind kind;
    char name[NAME_MAX_BYTES]; /* text key, or sound id */
} Cue;

/* ---- what a game may read ---- */
const Value *trial_params(const Trial *trial);                   /* record of every parameter */
double trial_param_number(const Trial *trial, const char *name); /* asserts that it is one */
int trial_number(const Trial *trial);                            /* 1 .. trials of this run */
int trial_level(const Trial *trial);
double trial_width_mm(const Trial *trial); /* of the play area */
double trial_height_mm(const Trial *trial);
int64_t trial_time_us(const Trial *trial);        /* since onset, of what is being delivered now */
Rng *trial_rng(Trial *trial, const char *stream); /* its own stream for this seed, name and trial */
bool trial_is_probe(const Trial *trial);
int trial_help_rung(const Trial *trial);  /* in force now */
const Ink *trial_ink(const Trial *trial); /* guarded line of this trial, play area millimetres */
/* What of the finger's readings is measured: play area millimetres, times since onset. Borrowed. */
const Sample *trial_samples(const Trial *trial, size_t *count);
/* The road that is expected of the child; empty, width 0, if there is none. Borrowed. */
const Path *trial_road(const Trial *trial, double *width_mm);
int trial_fingers(const Trial *trial, Point *at, int room); /* playing fingers now down */
const char *trial_hand(const Trial *trial);                 /* "right" "left" */
/* What a text key says in the child's language: for draw only. */
const char *trial_text(const Trial *trial, const char *key);
bool trial_mirrored(const Trial *trial); /* right-to-left screen */
bool trial_reduced_motion(const Trial *trial);

/* ---- what a game may say in prepare ---- */
void trial_item(Trial *trial, const char *item); /* what is shown, for the record */
/* The engine measures the finger against this path with tracing's measures. Takes a copy. */
bool trial_expect_path(Trial *trial, const Path *path, double width_mm);
/* The road last expected winds round this point: its tremor is measured too. */
void trial_expect_spiral(Trial *trial, Point centre);
/* Copying: several allographs of the model, each standing where it should be written; form
 * measures. A completed copy is a success only when its score is FORM_SUCCESS_LEAST or more. shape
 * 0: the model; 1 and more: other shapes that the copy may be taken for. */
bool trial_expect_form(Trial *trial, const Path *template, int shape);
/* Which family scores the answers: FAMILY_SORTING, FAMILY_SEQUENCING, FAMILY_SPAN... choices: how
 * many there were to choose from (chance). */
void trial_expect_answers(Trial *trial, MeasureFamily family, int count, int choices);
void trial_limit_time(Trial *trial, double seconds); /* then it ends as timed out */
/* Waiting is what is asked of the child now: stillness brings no help. */
void trial_waiting(Trial *trial, bool on);
bool trial_is_waiting(const Trial *trial);
void trial_two_players(Trial *trial);
void trial_practice(Trial *trial); /* not counted: kept and shown only */

/* ---- at any time while it is open ---- */
bool trial_target(Trial *trial, const Target *target, Fail *fail); /* adds, or replaces by id */
bool trial_target_remove(Trial *trial, const char *id);
int trial_target_count(const Trial *trial);
const Target *trial_target_at(const Trial *trial, int index);
const Target *trial_target_named(const Trial *trial, const char *id);
bool trial_target_state(Trial *trial, const char *id, unsigned state, bool on);
bool trial_answer(Trial *trial, const Answer *answer,
                  Fail *fail);                          /* item, choice, right, player are read */
void trial_say(Trial *trial, const char *key);          /* speak and caption a text key */
void trial_sound(Trial *trial, const char *sound);      /* one of the sounds of assets */
int trial_after(Trial *trial, double seconds, int tag); /* id of a timer; -1 at TIMERS_MAX */
void trial_cancel(Trial *trial, int timer);
/* A value the game itself knows and the measure table names, e.g. a ratio of breaths kept. */
bool trial_measure(Trial *trial, MeasureId id, double value, Fail *fail);
/* The child did what was asked. Anything after it is ignored. "completed" or "gave_up". */
void trial_finish(Trial *trial, EndReason reason, bool success);
bool trial_ended(const Trial *trial);

#endif
