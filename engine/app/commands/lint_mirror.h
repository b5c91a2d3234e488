/* A screen from right to left against the same screen from left to right. */
#ifndef OTTERPAW_APP_COMMANDS_LINT_MIRROR_H
#define OTTERPAW_APP_COMMANDS_LINT_MIRROR_H

#include "app/tour.h"

/* What lies where on the screens of one direction. */
typedef struct MirrorSide MirrorSide;

MirrorSide *mirror_new(void); /* NULL: no memory */
void mirror_free(MirrorSide *side);
/* Keeps the newest scene of each place. */
void mirror_keep(MirrorSide *side, const TourStop *stop);
/* Targets and pictures of each place must lie mirrored: those of a level within its card, others on
 * the whole screen. Not the gutter, which goes by the hand, and not what a game keeps physical. */
void mirror_compare(const MirrorSide *left, const MirrorSide *right,
                    void (*tell)(void *self, const char *place, const char *sentence), void *self);

#endif
