/* Pieces that screens share: the child's strip, disc and ear, trial dots, gutter; the adult's keys,
 * cards and titles. They only add to a scene. */
#ifndef OTTERPAW_APP_SCREENS_PARTS_H
#define OTTERPAW_APP_SCREENS_PARTS_H

#include "app/frame.h"
#include "app/shell.h"
#include "app/sitting.h"

/* ---- the child's frame ---- */
typedef enum { STEP_HELLO = -1 } StripStep; /* else the plan's item; its count is the star */

/* The canvas colour over everything; hills on top if asked (home, reward and goodbye only). */
void part_ground(Scene *scene, bool hills);
/* The session's steps as pictures: hello, the plan's items, the star; ticks on those done. */
void part_strip(Scene *scene, const Frame *frame, Sitting *sitting, int step);
/* How much of the time box is left, in steps of five seconds. */
void part_disc(Scene *scene, const Frame *frame, double share);
/* The ear, target "ear". */
void part_ear(Scene *scene, const Frame *frame, Shell *shell);
/* One dot a planned trial, `done` of them filled. */
void part_dots(Scene *scene, const Frame *frame, int done, int planned);
/* Assistance dots, targets "assist:0".. ; marked: level or ASSISTANCE_UNMARKED; hint: amber dot. */
void part_gutter(Scene *scene, const Frame *frame, int marked, bool hint);
/* The last utterance, under the dots. */
void part_caption(Scene *scene, const Frame *frame, const char *text);
/* Tokens: `filled` of `count` stars, middles from x to the end side, size across. */
void part_tokens(Scene *scene, double x, double y, double size, double gap, int filled, int count);

/* ---- the adult's screens: text sizes and keys of the design system ---- */
typedef enum { KEY_PLAIN, KEY_PRIMARY, KEY_SOFT, KEY_QUIET, KEY_OUTLINE } KeyLook;
/* A key with a word in it and a target of that name. */
void part_key(Scene *scene, Shell *shell, const char *name, Box box, const char *word, KeyLook look,
              unsigned state);
/* A key with a picture on a plate and a word under it. */
void part_picture_key(Scene *scene, Shell *shell, const char *name, Box box, const char *picture,
                      const char *word, unsigned state);
/* A card: surface with its lip. */
void part_card(Scene *scene, Box box, double radius);
/* A picture on a soft panel. */
void part_panel(Scene *scene, Box box, const char *picture, Color tint);
void part_title(Scene *scene, double x, double y, double w, const char *text);
void part_text(Scene *scene, double x, double y, double w, const char *text, Color color);
void part_small(Scene *scene, double x, double y, double w, const char *text, Align align);
/* The back key of a screen above another: target "back", top start corner. */
void part_back(Scene *scene, Shell *shell);

static const double EM_TITLE_CHILD = 10.5, EM_LABEL = 8, EM_CHILD_LEAST = 6.5, EM_TITLE = 6.4,
                    EM_BODY = 5.2, EM_SMALL = 4.4;

#endif
