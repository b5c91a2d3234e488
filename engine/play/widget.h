/* Things to touch, drawn one way everywhere: the tile of a choice or source, the place of a zone or
 * slot, the key; with what shows that one is pressed, picked, in focus, hinted at, done or not for
 * now. Games and screens say what it is; how it looks is here. */
#ifndef OTTERPAW_PLAY_WIDGET_H
#define OTTERPAW_PLAY_WIDGET_H

#include "play/scene.h"

typedef struct {
    const char *name; /* of the scene target; NULL: it is only drawn */
    Role role;
    Box box;
    unsigned state;      /* TARGET_* flags */
    const char *picture; /* id; NULL or "": none */
    const char *label;   /* words; NULL or "": none */
    const char *voice;   /* what speaks its name; may be NULL */
    Color tint;          /* panel under the picture; COLOR_NONE: none */
    double fill;         /* how far a hold or dwell has come, 0 .. 1 */
    double em_mm;        /* of the label; 0: the child's label size */
    bool plain;          /* its face is drawn by someone else: only marks are added */
    bool mirrored;       /* the tick sits at the lower end corner */
} Widget;

/* Face, marks and scene target. */
void widget_draw(Scene *scene, const Widget *widget);
/* Only the face, e.g. where a held source rides. */
void widget_face(Scene *scene, const Widget *widget);
/* The three rings round what a switch or keyboard has come to. */
void widget_focus(Scene *scene, Box box, double radius_mm);
/* The badge of what is done. */
void widget_tick(Scene *scene, Point middle);

#endif
