/* The activity frame: one run as the child sees it, with the adult's gutter beside it. It stamps
 * and hands on every finger, shows the prepared trial, and tells the run when its picture is on the
 * glass. */
#include "app/screens/child.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t CAPTION_US = 4000000, SLOWER_US = 3000000, IDLE_US = 20000000;
enum { DISC_STEPS = 72 }; /* the disc shrinks by 5 degrees at a time */

typedef struct {
    Screen screen;
    Sitting *sitting;                      /* as in every child's screen: see flow.c */
    bool frame_finger[SAMPLE_FINGERS_MAX]; /* began on the ear or in the gutter: not the run's */
    bool shown;                            /* SHOWN was fed for the trial that is ready */
    int64_t between_us;                    /* since when the last trial is over; -1: it is not */
    int64_t speech_until_us;               /* INT64_MAX: nobody speaks */
    char said[NAME_MAX_BYTES];             /* last key that was spoken */
    int64_t said_us, ear_us, disc_us, touched_us; /* the last: or since the trial is shown */
    bool muted;
} Activity;

static Frame frame_now(const Activity *activity) {
    const App *app = activity->screen.app;
    const Profile *profile = sitting_profile(activity->sitting);
    bool mirrored = texts_is_mirrored(sitting_texts(activity->sitting));
    return frame_of(app->width_mm, app->height_mm, profile->guard.hand, mirrored,
                    sitting_plan(activity->sitting)->home);
}

static int64_t now_us(const Activity *activity) {
    return shell_now_us(activity->screen.shell);
}

/* ---- speech and sound ---- */

static void speak(Activity *activity, const char *key) {
    const Profile *profile = sitting_profile(activity->sitting);
    const Voice *voice = &activity->screen.app->voice;
    Comfort comfort = profile_comfort(profile);
    snprintf(activity->said, sizeof activity->said, "%s", key);
    activity->said_us = now_us(activity);
    int64_t lasts_us =
        voice->say == NULL || activity->muted
            ? 0
            : voice->say(voice->self, profile->locale, sitting_game_id(activity->sitting), key,
                         comfort.speech * activity->screen.app->tablet.volume);
    if (lasts_us > 0) {
        activity->speech_until_us = now_us(activity) + lasts_us;
        sitting_tell(activity->sitting, ENTRY_SPEECH, 1, now_us(activity), NULL);
    }
    shell_change(activity->screen.shell);
}

static void take_cues(Activity *activity) {
    Cue cue;
    Run *run = sitting_run(activity->sitting);
    Comfort comfort = profile_comfort(sitting_profile(activity->sitting));
    while (run != NULL && run_take_cue(run, &cue)) {
        if (cue.kind == CUE_SAY) {
            speak(activity, cue.name);
        } else if (!activity->muted && (comfort.sound_when_right || strcmp(cue.name, "ok") != 0)) {
            shell_sound(activity->screen.shell, cue.name, comfort.calm_switch, comfort.effects);
        }
    }
}

/* ---- the run's life ---- */

static void run_over(Activity *activity) {
    Fail fail = {0};
    Sitting *sitting = activity->sitting;
    if (!sitting_end_run(sitting, now_us(activity), &fail)) {
        snprintf(activity->screen.app->notice, sizeof activity->screen.app->notice, "%s",
                 fail.text);
    }
    flow_next(activity->screen.shell, sitting);
}

/* The adult's hint; the child's side of the glass stays as it is. */
static void watch(Activity *activity) {
    Run *run = sitting_run(activity->sitting);
    bool asked = run != NULL && run_state(run) == RUN_LIVE;
    double idle_s = asked ? (double)(now_us(activity) - activity->touched_us) / 1e6 : 0;
    sitting_watch(activity->sitting, idle_s, now_us(activity));
}

/* After anything that the run consumed. */
static void settle(Activity *activity) {
    Run *run = sitting_run(activity->sitting);
    if (run == NULL) {
        return;
    }
    take_cues(activity);
    switch (run_state(run)) {
    case RUN_BETWEEN:
        if (activity->between_us < 0) {
            activity->between_us = now_us(activity);
            activity->shown = false;
            watch(activity);
        }
        break;
    case RUN_READY:
    case RUN_LIVE:
        activity->between_us = -1;
        break;
    case RUN_OVER:
        run_over(activity);
        break;
    }
    shell_change(activity->screen.shell);
}

static void tell(Activity *activity, EntryKind kind, int64_t value) {
    Fail fail = {0};
    if (!sitting_tell(activity->sitting, kind, value, now_us(activity), &fail)) {
        snprintf(activity->screen.app->notice, sizeof activity->screen.app->notice, "%s",
                 fail.text);
    }
    settle(activity);
}

static void activity_tell(Screen *screen, EntryKind kind, int64_t value) {
    tell((Activity *)screen, kind, value);
}

static int64_t pause_us(const Activity *activity) {
    Comfort comfort = profile_comfort(sitting_profile(activity->sitting));
    return (int64_t)(comfort.pause_s * 1e6);
}

static void activity_advance(Screen *screen, int64_t time_us) {
    Activity *activity = (Activity *)screen;
    Run *run = sitting_run(activity->sitting);
    if (run == NULL || sitting_is_paused(activity->sitting)) {
        return;
    }
    if (time_us >= activity->speech_until_us) {
        activity->speech_until_us = INT64_MAX;
        tell(activity, ENTRY_SPEECH, 0);
        return;
    }
    if (run_state(run) == RUN_BETWEEN && activity->between_us >= 0 &&
        time_us >= activity->between_us + pause_us(activity) &&
        activity->speech_until_us == INT64_MAX) {
        activity->between_us = -1;
        if (screen->app->tablet.author && sitting_reload(activity->sitting, time_us)) {
            if (sitting_run(activity->sitting) == NULL) {
                flow_next(screen->shell, activity->sitting);
                return;
            }
            settle(activity);
        } else {
            tell(activity, ENTRY_NEXT, 0);
        }
        return;
    }
    if (run_state(run) == RUN_LIVE && time_us >= activity->touched_us + IDLE_US) {
        activity->touched_us = time_us - IDLE_US; /* said once; a touch begins anew */
        watch(activity);
        activity->touched_us = INT64_MAX - 2 * IDLE_US;
        shell_change(screen->shell);
    }
    if (time_us >= sitting_wake_us(activity->sitting)) {
        Fail fail = {0};
        if (!sitting_advance(activity->sitting, time_us, &fail)) {
            snprintf(screen->app->notice, sizeof screen->app->notice, "%s", fail.text);
        }
        settle(activity);
        return;
    }
    if (time_us >= activity->disc_us ||
        (activity->said[0] != '\0' && time_us >= activity->said_us + CAPTION_US)) {
        activity->disc_us = INT64_MAX; /* drawing says when it shrinks again */
        if (time_us >= activity->said_us + CAPTION_US) {
            activity->said[0] = '\0';
        }
        shell_change(screen->shell);
    }
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static int64_t activity_wake(const Screen *screen) {
    const Activity *activity = (const Activity *)screen;
    if (sitting_is_paused(activity->sitting)) {
        return INT64_MAX;
    }
    int64_t wake_us = earlier(sitting_wake_us(activity->sitting), activity->speech_until_us);
    if (profile_comfort(sitting_profile(activity->sitting)).timer) {
        wake_us = earlier(wake_us, activity->disc_us);
    }
    if (activity->said[0] != '\0') {
        wake_us = earlier(wake_us, activity->said_us + CAPTION_US);
    }
    if (sitting_run(activity->sitting) != NULL &&
        run_state(sitting_run(activity->sitting)) == RUN_LIVE) {
        wake_us = earlier(wake_us, activity->touched_us + IDLE_US);
    }
    if (activity->between_us >= 0 && activity->speech_until_us == INT64_MAX) {
        wake_us = earlier(wake_us, activity->between_us + pause_us(activity));
    }
    return wake_us;
}

static void activity_presented(Screen *screen, int64_t time_us) {
    Activity *activity = (Activity *)screen;
    Run *run = sitting_run(activity->sitting);
    if (run != NULL && run_state(run) == RUN_READY && !activity->shown &&
        !sitting_is_paused(activity->sitting)) {
        activity->shown = true;
        activity->touched_us = time_us;
        tell(activity, ENTRY_SHOWN, 0);
    } else if (run != NULL && run_state(run) == RUN_BETWEEN && activity->between_us < 0) {
        settle(activity); /* a session that goes on after a crash may stand here */
    }
}

/* ---- what fingers and keys do ---- */

static bool in_frame(const Activity *activity, const Sample *raw) {
    Frame frame = frame_now(activity);
    return box_holds(frame.ear, raw->x_mm, raw->y_mm) ||
           (!box_is_empty(frame.gutter) && box_holds(frame.gutter, raw->x_mm, raw->y_mm));
}

static bool activity_touch(Screen *screen, const Sample *raw) {
    Activity *activity = (Activity *)screen;
    if (raw->phase == SAMPLE_DOWN) {
        activity->frame_finger[raw->finger] = in_frame(activity, raw);
    }
    if (activity->frame_finger[raw->finger]) {
        return false;
    }
    Fail fail = {0};
    activity->touched_us = now_us(activity);
    if (raw->phase == SAMPLE_DOWN) {
        sitting_tapped(activity->sitting, raw->x_mm, raw->y_mm, now_us(activity));
    }
    if (!sitting_sample(activity->sitting, raw, &fail)) {
        snprintf(screen->app->notice, sizeof screen->app->notice, "%s", fail.text);
    }
    settle(activity);
    return true;
}

static void ear(Activity *activity) {
    /* The current instruction again; a second tap soon after shows how it is done. */
    bool again = now_us(activity) - activity->ear_us < SLOWER_US;
    activity->ear_us = now_us(activity);
    const Manifest *manifest = sitting_game(activity->sitting)->manifest;
    const char *key = activity->said[0] != '\0'    ? activity->said
                      : manifest->voice[0] != NULL ? manifest->voice[0]
                                                   : manifest->title;
    char copy[NAME_MAX_BYTES];
    snprintf(copy, sizeof copy, "%s", key);
    speak(activity, copy);
    if (again) {
        tell(activity, ENTRY_HELP, 0);
    }
}

static void activity_tap(Screen *screen, const char *target) {
    Activity *activity = (Activity *)screen;
    int level;
    if (strcmp(target, "ear") == 0) {
        ear(activity);
    } else if (sscanf(target, "assist:%d", &level) == 1) {
        tell(activity, ENTRY_ASSIST, level);
    } else if (strcmp(target, "hint") == 0 && shell_touch_alone(activity->screen.shell)) {
        child_adult(screen); /* the rail says why, and has what may help */
    }
}

static void arm_level(Activity *activity, int step) {
    Run *run = sitting_run(activity->sitting);
    int armed = run_level_armed(run);
    int level = (armed > 0 ? armed : run_level(run)) + step;
    int levels = sitting_game(activity->sitting)->levels->count;
    tell(activity, ENTRY_LEVEL, level < 1 ? 1 : level > levels ? levels : level);
}

/* Keys that an adult may press without being seen. They count when they are let go. */
static void adult_key(Activity *activity, const char *word) {
    AccessMode mode = sitting_profile(activity->sitting)->access.mode;
    bool switches = mode == ACCESS_ONE_SWITCH || mode == ACCESS_TWO_SWITCH;
    if (word[0] >= '1' && word[0] <= '6' && word[1] == '\0' && !switches) {
        tell(activity, ENTRY_ASSIST, word[0] - '1');
    } else if (strcmp(word, "+") == 0 || strcmp(word, "=") == 0 || strcmp(word, "-") == 0) {
        arm_level(activity, word[0] == '-' ? -1 : 1);
    } else if (strcmp(word, "N") == 0) {
        tell(activity, ENTRY_SKIP, 0);
    } else if (strcmp(word, "P") == 0) {
        sitting_pause(activity->sitting, !sitting_is_paused(activity->sitting), now_us(activity));
        shell_change(activity->screen.shell);
    } else if (strcmp(word, "M") == 0) {
        activity->muted = !activity->muted;
    }
}

static bool activity_key(Screen *screen, const char *word, bool pressed) {
    Activity *activity = (Activity *)screen;
    if (sitting_run(activity->sitting) == NULL) {
        return true;
    }
    if (strcmp(word, "Space") == 0 || strcmp(word, "Return") == 0) {
        tell(activity, ENTRY_KEY, pressed ? KEY_SELECT : KEY_SELECT_UP);
    } else if (pressed && (strcmp(word, "Tab") == 0 || strcmp(word, "Right") == 0)) {
        tell(activity, ENTRY_KEY, KEY_NEXT);
    } else if (pressed && strcmp(word, "Left") == 0) {
        tell(activity, ENTRY_KEY, KEY_PREVIOUS);
    } else if (pressed && (strcmp(word, "Asleep") == 0 || strcmp(word, "Awake") == 0)) {
        sitting_pause(activity->sitting, word[1] == 's', now_us(activity));
        shell_change(screen->shell);
    } else if (!pressed && shell_key_alone(screen->shell, word)) {
        adult_key(activity, word);
    }
    return true;
}

/* ---- drawing ---- */

static bool activity_draw(Screen *screen, Scene *scene, Fail *fail) {
    Activity *activity = (Activity *)screen;
    Sitting *sitting = activity->sitting;
    Run *run = sitting_run(sitting);
    Frame frame = frame_now(activity);
    Comfort comfort = profile_comfort(sitting_profile(sitting));
    part_ground(scene, false);
    if (comfort.schedule) {
        part_strip(scene, &frame, sitting, sitting_item(sitting));
    }
    if (comfort.timer) {
        double step_s = sitting_plan(sitting)->minutes * 60 / DISC_STEPS;
        double left_s = sitting_seconds_left(sitting, now_us(activity));
        double steps = floor(left_s / step_s);
        part_disc(scene, &frame, steps / DISC_STEPS);
        /* A millisecond later it is surely one step smaller. */
        activity->disc_us =
            left_s > 0 ? now_us(activity) + 1000 + (int64_t)((left_s - steps * step_s) * 1e6)
                       : INT64_MAX;
    }
    scene_rect(scene, frame.card.left, frame.card.top, frame.card.right - frame.card.left,
               frame.card.bottom - frame.card.top, 8, COLOR_SURFACE, COLOR_NONE, 0);
    bool ok = run == NULL || run_draw(run, scene, fail);
    scene_origin(scene, 0, 0);
    if (run != NULL) {
        part_dots(scene, &frame, run_trials_done(run), run_trials_planned(run));
        part_gutter(scene, &frame, run_assistance(run), sitting_hint(sitting)[0] != '\0');
    }
    part_ear(scene, &frame, screen->shell);
    if (screen->app->tablet.author && screen->app->notice[0] != '\0') {
        part_small(scene, 6, scene_height_mm(scene) - 2.6, scene_width_mm(scene) - 12,
                   screen->app->notice, ALIGN_START);
    } else if (comfort.captions && activity->said[0] != '\0') {
        part_caption(scene, &frame, texts_get(sitting_texts(sitting), activity->said));
    }
    return ok;
}

static void activity_again(Screen *screen) {
    Activity *activity = (Activity *)screen;
    sitting_pause(activity->sitting, false, now_us(activity));
    settle(activity);
}

static void activity_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {.name = "activity",
                              .child = true,
                              .close = activity_close,
                              .draw = activity_draw,
                              .tap = activity_tap,
                              .touch = activity_touch,
                              .key = activity_key,
                              .tell = activity_tell,
                              .advance = activity_advance,
                              .wake_us = activity_wake,
                              .shown_again = activity_again,
                              .presented = activity_presented,
                              .adult = child_adult,
                              .locale = child_locale,
                              .look = child_look};

Screen *activity_new(App *app, Sitting *sitting) {
    Activity *activity = calloc(1, sizeof *activity);
    if (activity == NULL) {
        return NULL;
    }
    activity->screen = (Screen){.ops = &OPS, .app = app};
    activity->sitting = sitting;
    activity->between_us = -1;
    activity->speech_until_us = activity->disc_us = INT64_MAX;
    activity->ear_us = -SLOWER_US;
    return &activity->screen;
}
