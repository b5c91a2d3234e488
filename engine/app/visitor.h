/* A pretend child before the real screens: touches and keys go through the shell as a real child's
 * would, and a therapist at its side skips what comes to nothing, so that a demo, a picture and a
 * test all take the road that fingers take. */
#ifndef OTTERPAW_APP_VISITOR_H
#define OTTERPAW_APP_VISITOR_H

#include "app/shell.h"
#include "play/pretend.h"
#include "play/profile.h"

typedef struct Visitor Visitor;

Visitor *visitor_new(Shell *shell, const PretendTraits *traits, uint64_t seed); /* NULL: memory */
void visitor_free(Visitor *visitor);
/* What a therapist would set for this child before the first activity: how it reaches targets. */
void visitor_profile(const PretendTraits *traits, Profile *profile);

/* Does what is due by now_us; returns when the next thing is due, INT64_MAX: nothing without input.
 */
int64_t visitor_step(Visitor *visitor, int64_t now_us);

/* Called after each drawn scene of visitor_play: for pictures. */
typedef void (*VisitorSeen)(void *self, Shell *shell, int64_t now_us);

/* Plays in a clock of its own, as fast as it can, until the screen of that name is on top or
 * `limit_s` of play have gone by. Returns the time at the end; *arrived tells which it was. */
int64_t visitor_play(Visitor *visitor, int64_t now_us, const char *until_screen, double limit_s,
                     VisitorSeen seen, void *self, bool *arrived);

#endif
