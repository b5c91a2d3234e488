/* Every screen's opening function. A screen borrows what it is given; NULL: no memory. */
#ifndef OTTERPAW_APP_SCREENS_SCREENS_H
#define OTTERPAW_APP_SCREENS_SCREENS_H

#include "app/shell.h"
#include "app/sitting.h"

/* ---- the child's session; who comes next is decided in flow.c ---- */
/* Begins to show a sitting; the first of its screens takes the sitting over and the last frees it.
 */
void flow_begin(Shell *shell, Sitting *sitting);
/* The item that was shown is over (its run is ended): replaces the top screen by what comes next.
 */
void flow_next(Shell *shell, Sitting *sitting);
/* Ends kindly, now: closes the sitting and shows what the adult sees then. */
void flow_finish(Shell *shell, Sitting *sitting, const char *reason);

Screen *hello_new(App *app, Sitting *sitting, bool goodbye); /* how do you feel? */
Screen *schedule_new(App *app, Sitting *sitting);
Screen *activity_new(App *app, Sitting *sitting);
Screen *changeover_new(App *app, Sitting *sitting);
/* seconds 0: until the child is ready; else a planned break of that length. */
Screen *calm_new(App *app, Sitting *sitting, double seconds);
Screen *reward_new(App *app, Sitting *sitting);
/* Over an adult's screen, until an adult takes the tablet. The sitting may end before it does. */
Screen *handover_new(App *app, Sitting *sitting);
/* Over the activity `below`, whose sitting is paused meanwhile. */
Screen *rail_new(App *app, Sitting *sitting, Screen *below);
/* The sitting that the shell's top screen shows; NULL if it is none of the child's. */
Sitting *flow_sitting(Shell *shell);

/* ---- at home: a caregiver's ---- */
Screen *home_new(App *app); /* in place of Today on a family's tablet */
/* As rail_new, with three keys only. */
Screen *home_rail_new(App *app, Sitting *sitting, Screen *below);
Screen *home_after_new(App *app, Id child, Id session); /* how did it go? */
/* Asks for the caregiver's PIN, or for a new one (make). passed is called with the pad gone. */
Screen *home_pin_new(App *app, bool make, Screen *below, void (*passed)(Screen *below));
/* Today, or on a family's tablet the home screen. */
Screen *first_screen_new(App *app);

/* ---- the adult's ---- */
Screen *today_new(App *app);
Screen *new_child_new(App *app); /* symbol, age, hand; then the touch check */
Screen *touch_check_new(App *app, Id child);
Screen *profile_new(App *app, Id child);
/* The way back to names and records; must: no way out of it but the right answer. */
Screen *unlock_new(App *app, bool must);
Screen *recover_new(App *app, const char *printed); /* a new passphrase by the recovery key */
/* True when names and records may be seen; else asks for the PIN or passphrase. */
bool unlock_passed(Shell *shell);
/* After a child's session: with a PIN or a closed clinic, asks before records are seen. */
void unlock_demand(Shell *shell);
void unlock_idle(Shell *shell, int64_t idle_us); /* for shell_on_idle */
Screen *clinic_new(App *app);
Screen *forgetting_new(App *app, const ChildRecord *child);
Screen *goals_new(App *app, Id child);
Screen *goal_new(App *app, Id child, const char *id); /* id NULL: a new one */
/* session: the activities of that session are chosen; NULL: the first of the plan. */
Screen *home_plan_new(App *app, Id child, const Id *session);
Screen *home_files_new(App *app); /* sealed files that may be taken in; the tablet's use at home */
Screen *plan_new(App *app, Id child); /* what the child's next session holds */
Screen *session_page_new(App *app, Id session);
Screen *session_page_at(App *app, Id session, size_t run); /* with that run before the reader */
Screen *sessions_new(App *app, const Id *child);           /* NULL: of all children */
/* after: the session has just ended, so the next levels may be set and the next child may come. */
Screen *summary_new(App *app, Id session, bool after);
/* The trial of that number (within the session) as it was drawn or touched. */
Screen *ink_new(App *app, Id session, int trial);
Screen *ledger_new(App *app, Id child); /* where which skill holds */
/* How a skill went over the sessions; game NULL: the one that was played most. */
Screen *trend_new(App *app, Id child, const char *game);
/* Whether this adult may sign a note. */
bool adult_may_sign(App *app);
Screen *calibrate_new(App *app);
Screen *settings_new(App *app);
Screen *about_new(App *app);

#endif
