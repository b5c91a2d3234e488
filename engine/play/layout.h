/* The layout linter: is everything on this screen large enough, far enough apart and away from the
 * wrist, for this child's age and hands? It looks at a scene, so it works on every game. */
#ifndef OTTERPAW_PLAY_LAYOUT_H
#define OTTERPAW_PLAY_LAYOUT_H

#include "play/scene.h"

#include <stddef.h>

/* What a profile asks for, millimetres. */
typedef struct {
    double target, gap;  /* least size and distance of what is touched */
    double object, zone; /* least size of what is dragged, and of where it goes */
    int choices;         /* the most at once */
    double difficulty;   /* the highest index of difficulty between targets; 0: any */
    double empty;        /* the least share of the play area without targets */
    double label_em;     /* the least text */
    char words[24];      /* "5-6 M1": for sentences */
} LayoutRules;

/* age_band: "3-4" "5-6" "7-9" "10-12", or "" for a therapist's screen. motor: "" "M1" "M2". */
LayoutRules layout_rules(const char *age_band, const char *motor);

typedef struct {
    Box play, gutter; /* screen millimetres; empty if there is none */
    double wrist_mm, bezel_mm;
} LayoutFrame;
/* wrist 12 mm, bezel 4 mm, and the gutter: the usual frame of a play area. */
LayoutFrame layout_frame(Box play, Box gutter);

enum { LAYOUT_NAME_BYTES = 64, LAYOUT_SENTENCE_BYTES = 240 };

typedef struct {
    const char *rule; /* "size" "gap" "overlap" "wrist" "bezel" "gutter" "choices" "empty"
                         "difficulty" "text" */
    char target[LAYOUT_NAME_BYTES], other[LAYOUT_NAME_BYTES]; /* "" if none */
    char sentence[LAYOUT_SENTENCE_BYTES];                     /* what, how much, how much it must */
} LayoutFinding;

/* Writes the first `room` findings and returns how many there are. Targets for the adult, and text
 * on them or in the gutter, are held to a therapist's rules. measure may be NULL: then text that
 * is shrunk to fit is taken at its full size. */
size_t layout_check(const Scene *scene, const LayoutRules *rules, const LayoutFrame *frame,
                    const TextMeasure *measure, LayoutFinding *findings, size_t room);

#endif
