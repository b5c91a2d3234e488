/* What the adult's screens share beyond the pieces of parts.h: cards that are touched whole, rows
 * with a value between two keys, and the way into a session. */
#ifndef OTTERPAW_APP_SCREENS_ADULT_H
#define OTTERPAW_APP_SCREENS_ADULT_H

#include "app/screens/parts.h"
#include "app/screens/screens.h"

/* A target without a look of its own; with the keyboard's focus it gets a ring. */
void adult_target(Scene *scene, Shell *shell, const char *name, Box box, const char *word);
/* One or two lines of text in the middle of the box's height. */
void adult_words(Scene *scene, Shell *shell, Box box, const char *text, double em, bool bold,
                 Color color);
/* Lines from the top of the box down, in the usual size, or in the least if they are many. */
void adult_lines(Scene *scene, Shell *shell, Box box, const char *text, bool bold, Align align,
                 Color color);
/* A card that is one target. */
void adult_card(Scene *scene, Shell *shell, const char *name, Box box, double radius,
                const char *word);
/* A label, and its value between the keys "less:NAME" and "more:NAME". less, more: 0 or
 * TARGET_DISABLED; both TARGET_DISABLED: the value alone. */
void adult_row(Scene *scene, Shell *shell, const char *name, Box box, const char *label,
               const char *value, unsigned less, unsigned more);
/* A label and its value on a key "NAME": a tap goes to the next choice. */
void adult_choice(Scene *scene, Shell *shell, const char *name, Box box, const char *label,
                  const char *value);
/* "before" and "after" at the lower end corner and "2 / 3" between them; nothing for one page.
 * Returns the x that is still free to the left of them. */
double adult_pages(Scene *scene, Shell *shell, double y, size_t page, size_t pages);
/* Takes "less:NAME" or "more:NAME" apart: -1 or +1 and the name; 0 for another target. */
int adult_step(const char *target, const char **name);
/* Begins a session of the plan and shows its first screen. */
bool adult_start(Shell *shell, const ChildRecord *child, const Plan *plan, Fail *fail);
/* A child's tint on panels, by its place. */
Color adult_tint(size_t index);

#endif
