/* A plan that is being changed: levels, order, minutes, parameters set over the level's. Every
 * change is one function, so that the picker only draws and tells what was tapped; what was changed
 * is stored when the screen is left. */
#ifndef OTTERPAW_APP_DRAFT_H
#define OTTERPAW_APP_DRAFT_H

#include "app/children.h"

typedef struct {
    App *app;
    Mem *mem; /* the child's texts */
    ChildRecord child;
    char name[CHILD_NAME_MAX];
    Plan plan;
    bool changed;
} Draft;

enum { DRAFT_WORDS = 128 };

bool draft_open(App *app, Id child, Draft *draft, Fail *fail);
void draft_close(Draft *draft); /* forgets what was not kept */
bool draft_keep(Draft *draft, Fail *fail);

/* The game of an item; NULL: none (a calm break) or broken. */
const Manifest *draft_manifest(const Draft *draft, int item);
const Levels *draft_levels(const Draft *draft, int item);
/* Title and level in the adult's words. */
void draft_title(const Draft *draft, int item, char words[DRAFT_WORDS]);
void draft_level_words(const Draft *draft, int item, char words[DRAFT_WORDS]);

void draft_level(Draft *draft, int item, int step);
void draft_minutes(Draft *draft, double step);
void draft_move(Draft *draft, int item, int step);
void draft_remove(Draft *draft, int item);
bool draft_add(Draft *draft, const char *game); /* game NULL: a calm break. False: no room */
bool draft_probes(const Draft *draft);          /* every activity is a probe */
void draft_set_probes(Draft *draft, bool probe);
/* The plan of the child's last session. False with a sentence: there was none. */
bool draft_same_as_last(Draft *draft, Fail *fail);
/* Packs the time box anew from these activities, by what each still lacks this week. words: what
 * came of it. */
bool draft_pack(Draft *draft, char words[DRAFT_WORDS], Fail *fail);

/* ---- parameters set over the level's ---- */
/* The value in force, in words; *set: it is set over the level's. */
void draft_param_words(const Draft *draft, int item, const Param *param, char words[DRAFT_WORDS],
                       bool *set);
/* To the next value, up or down; a bool or a choice goes round. False: it is at its end. */
bool draft_param_step(Draft *draft, int item, const Param *param, int step);
void draft_param_clear(Draft *draft, int item); /* all as the level says */

#endif
