/* A tour of everything there is to see: each screen and each level of a game, on the tablets the
 * program is made for, through the real shell. Whoever comes along looks at the scenes. */
#ifndef OTTERPAW_APP_TOUR_H
#define OTTERPAW_APP_TOUR_H

#include "app/shell.h"
#include "play/layout.h"

typedef struct {
    const char *name;
    int width_px, height_px;
    double px_per_mm;
} TourTablet;

enum { TOUR_TABLETS = 5 };
extern const TourTablet TOUR_TABLET[TOUR_TABLETS];

typedef struct {
    const TourTablet *tablet;
    const char *locale; /* of the child */
    const char *age, *motor;
    Hand hand;
    const char *session; /* the stored session that screens show; NULL: the last */
    const char *child; /* who plays along: a pretend child's name; NULL: nobody touches anything */
    double seconds;    /* how long a level is looked at */
    bool still;        /* the profile asks for the least motion */
    bool child_only;   /* no adult's screens */
    bool all_frames;   /* every drawing is shown; else only when targets or texts are others */
} TourHow;

typedef struct {
    char place[96]; /* "sorting:3", "hello > feel.happy" */
    bool child;     /* a child's screen */
    bool level;     /* a level of a game */
    Shell *shell;
    const Scene *scene;
    LayoutFrame frame;
    int players;
    bool keeps_sides; /* of the game: see its manifest */
    int64_t now_us;
} TourStop;

typedef void (*TourSee)(void *self, const TourStop *stop);

/* The usual tour: the first tablet, English, 5-6 years, right hand, nobody plays, 1 s. */
TourHow tour_usual(void);
/* One level of a game. The same how gives the same scenes. */
bool tour_level(App *app, const TourHow *how, const char *game, int level, TourSee see, void *self,
                Fail *fail);
/* Every other screen, and what lies behind some of its keys. The app needs a stored session. */
bool tour_screens(App *app, const TourHow *how, TourSee see, void *self, Fail *fail);

#endif
