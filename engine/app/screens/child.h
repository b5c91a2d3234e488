/* What the child's screens have in common: their sitting, their frame, their language and voice. */
#ifndef OTTERPAW_APP_SCREENS_CHILD_H
#define OTTERPAW_APP_SCREENS_CHILD_H

#include "app/screens/parts.h"
#include "app/screens/screens.h"

/* Every child's screen begins with this. */
typedef struct {
    Screen screen;
    Sitting *sitting;
} ChildScreen;

Frame child_frame(const ChildScreen *child);
Comfort child_comfort(const ChildScreen *child);
bool child_mirrored(const ChildScreen *child);
int64_t child_now_us(const ChildScreen *child);
Look child_look(const Screen *screen);
const char *child_locale(const Screen *screen);
/* A text of the child's language. */
const char *child_text(const ChildScreen *child, const char *key);
/* Speaks it, unless the child hears only the ear; returns how long it takes, microseconds. */
int64_t child_say(const ChildScreen *child, const char *key);
void child_sound(const ChildScreen *child, const char *sound);

/* Strip, disc and ear as the child's profile wants them; step as in part_strip. */
void child_frame_draw(const ChildScreen *child, Scene *scene, int step, bool hills);
void child_companion(const ChildScreen *child, Scene *scene, double size);
/* A tile with a picture on a tinted panel and a label; mirrored with the screen. */
void child_tile(const ChildScreen *child, Scene *scene, const char *name, Box box,
                const char *picture, const char *label, Color tint, unsigned state);
/* A box given as on a left-to-right screen, where it lies on this one. */
Box child_box(const ChildScreen *child, double x, double y, double w, double h);
void child_close(Screen *screen); /* frees it */
void child_adult(Screen *screen); /* the rail over it; time stands still */

#endif
