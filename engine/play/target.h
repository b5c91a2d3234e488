/* A target of a target game: what a finger, a switch or a pretend child may act on. */
#ifndef OTTERPAW_PLAY_TARGET_H
#define OTTERPAW_PLAY_TARGET_H

#include "play/ink.h"
#include "play/scene.h"

#include <stdbool.h>

enum { TARGETS_MAX = 48, NAME_MAX_BYTES = 48 };

/* In millimetres of the play area. */
typedef struct {
    char id[NAME_MAX_BYTES];
    Role role;
    Box box;
    char picture[NAME_MAX_BYTES]; /* "" for none */
    char voice[NAME_MAX_BYTES];   /* text key: its spoken name; also its label unless no_label */
    int player;                   /* 0 or 1; -1: both */
    unsigned state; /* TARGET_* flags: PRESSED PICKED FOCUS are the engine's, the rest the game's */
    bool no_label, hidden; /* hidden: keeps its place, is neither drawn nor touched */
    bool plain;            /* the game draws it; the engine adds only focus and pressed marks */
    Color tint;            /* panel under the picture; COLOR_NONE: surface */
} Target;

/* May be acted on at all: has a role, is not hidden, neither disabled nor done. */
bool target_is_active(const Target *target);
bool target_is_for(const Target *target, int player);
Point target_centre(const Target *target);
/* From the nearest edge; 0 inside. */
double target_distance_mm(const Target *target, Point at);
/* Index of that id, or -1. */
int target_index(const Target *targets, int count, const char *id);

#endif
