/* How the program is for one child: age and motor profile, hand, touch guard, access method and
 * comfort. One value, one canonical text, kept with the child and copied into every run. */
#ifndef OTTERPAW_PLAY_PROFILE_H
#define OTTERPAW_PLAY_PROFILE_H

#include "play/access.h"
#include "play/guard.h"

typedef enum { MOTION_FULL, MOTION_SOFT, MOTION_NONE } Motion;
typedef enum { CELEBRATE_OFF, CELEBRATE_QUIET, CELEBRATE_NORMAL } Celebrate;
typedef enum { LOOK_CALM, LOOK_CONTRAST, LOOK_DUSK } Look;

typedef struct {
    Motion motion;
    Celebrate celebrate;
    Look look;
    double speech, effects; /* volumes, 0 .. 1 */
    double speech_speed;    /* 1: as recorded */
    bool speak_on_arrival;  /* or only on the ear button */
    bool captions;
    bool schedule, timer, tokens, companion, scenery;
    bool sound_when_right;
    int choices_most;  /* 0: as the level says */
    double text_scale; /* 1, 1.2, 1.4 */
    double idle_s;     /* prompt again after this long; 0: never */
    double pause_s;    /* between trials */
    bool time_limits;  /* levels' time limits apply */
    bool calm_corner;  /* the child may go there at any time */
    bool calm_switch;  /* all of the above turned down */
} Comfort;

typedef struct {
    char age_band[8]; /* "3-4" "5-6" "7-9" "10-12" */
    char motor[4];    /* "" "M1" "M2" */
    char locale[8];   /* what the child hears and sees: "en" */
    GuardSettings guard;
    AccessSettings access;
    Comfort comfort;
} Profile;

/* The defaults of an age band and motor profile. */
Profile profile_standard(const char *age_band, const char *motor);
bool profile_value(Mem *mem, const Profile *profile, Value *value);
/* Starts from the standard of the age band and motor profile it names. */
bool profile_read(const Value *value, Profile *profile, Fail *fail);
/* Comfort as it is in force: the calm switch applied. */
Comfort profile_comfort(const Profile *profile);

#endif
