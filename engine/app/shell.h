/* The shell: a stack of screens, of which the top one is seen and touched. It knows no window: what
 * happens to it comes as millimetres and words, what it shows is a scene. So the window, a test and
 * a pretend child drive the same program. */
#ifndef OTTERPAW_APP_SHELL_H
#define OTTERPAW_APP_SHELL_H

#include "app/app.h"
#include "measure/sample.h"
#include "play/journal.h"
#include "play/profile.h"
#include "play/scene.h"

typedef struct Shell Shell;
typedef struct Screen Screen;

/* What a screen does. Members may be NULL, but for name, close and draw. */
typedef struct {
    const char *name;              /* "today": for dumps and tests */
    bool child;                    /* a child is before it: ways out are swallowed */
    void (*close)(Screen *screen); /* frees it */
    /* Everything there is to see, targets included, from what is so now. Changes nothing. */
    bool (*draw)(Screen *screen, Scene *scene, Fail *fail);
    /* A target was tapped: finger up inside it, or chosen by key. The name is the scene's. */
    void (*tap)(Screen *screen, const char *target);
    /* A raw reading in screen millimetres, before any tap. True: taken, no tap comes of it. */
    bool (*touch)(Screen *screen, const Sample *raw);
    /* A finger moves on a target that has the name: sliders, scrolling. */
    void (*drag)(Screen *screen, const char *target, Point from, Point to);
    bool (*key)(Screen *screen, const char *word, bool pressed); /* true: taken */
    void (*text)(Screen *screen, const char *utf8);
    /* What an adult says of the open trial: its score in an adult-scored game, a level. */
    void (*tell)(Screen *screen, EntryKind kind, int64_t value);
    void (*advance)(Screen *screen, int64_t now_us); /* time passes */
    int64_t (*wake_us)(const Screen *screen); /* when it wants advance; INT64_MAX: only on input */
    void (*adult)(Screen *screen);            /* child's screens: the adult's gate opened */
    void (*shown_again)(Screen *screen);      /* the screen above it closed */
    void (*presented)(Screen *screen, int64_t now_us); /* its scene is on the glass now */
    Look (*look)(const Screen *screen);                /* NULL: the tablet's */
    const char *(*locale)(const Screen *screen);       /* NULL: the adult's language */
} ScreenOps;

/* First member of every screen's own struct. */
struct Screen {
    const ScreenOps *ops;
    Shell *shell;
    App *app;
};

enum { SHELL_DEPTH_MAX = 12 };

Shell *shell_new(App *app); /* NULL: no memory */
void shell_free(Shell *shell);
App *shell_app(Shell *shell);

/* The shell owns what is pushed and closes it. NULL is ignored, so that
 * shell_push(shell, screen_new(...)) may fail. Only to be called from a screen's own functions or
 * from outside; the closing happens after the call that asked for it. */
void shell_push(Shell *shell, Screen *screen);
void shell_replace(Shell *shell, Screen *screen); /* instead of the top one */
void shell_pop(Shell *shell);
void shell_pop_to(Shell *shell, const char *name); /* down to the screen of that name */
Screen *shell_top(Shell *shell);                   /* NULL: the program may end */
const char *shell_top_name(Shell *shell);          /* "" */
size_t shell_depth(const Shell *shell);

/* ---- what comes in; now_us is the shell's own clock, never going back ---- */
void shell_touch(Shell *shell, const Sample *raw); /* time_us, x_mm, y_mm of the screen */
void shell_key(Shell *shell, const char *word, bool pressed, int64_t now_us);
/* An arm on a keyboard presses many keys: true if this one came with no other before it for a tenth
 * of a second and none since. For keys of adults on a child's screen, when they are let go. */
bool shell_key_alone(const Shell *shell, const char *word);
void shell_text(Shell *shell, const char *utf8, int64_t now_us);
void shell_tell(Shell *shell, EntryKind kind, int64_t value, int64_t now_us);
void shell_advance(Shell *shell, int64_t now_us);
/* Called with how long nobody has touched an adult's screen, at every whole half minute of it. */
void shell_on_idle(Shell *shell, void (*idle)(Shell *shell, int64_t idle_us));
/* Whether the tap that is handed to a screen is of a finger before which nothing was touched for a
 * second, nor since it came: hands that drum never are. */
bool shell_touch_alone(const Shell *shell);
void shell_asleep(Shell *shell, bool asleep, int64_t now_us); /* the window lost or has the input */
int64_t shell_wake_us(Shell *shell);
int64_t shell_now_us(const Shell *shell);

/* ---- what goes out ---- */
/* The scene of the top screen, made anew if anything happened since; borrowed until the next
 * drawing call. before: the scene drawn before it (NULL: none), for its damage. False: a screen
 * failed; *fail says how, the scene shows the sentence. */
bool shell_scene(Shell *shell, const Scene **now, const Scene **before, Fail *fail);
void shell_presented(Shell *shell, int64_t now_us); /* the last scene is on the glass */
bool shell_needs_drawing(const Shell *shell);
Look shell_look(Shell *shell);          /* theme of the top screen */
const char *shell_locale(Shell *shell); /* language of the top screen: "en" */
void shell_change(Shell *shell);        /* something changed: draw again */

/* The pressed target, for draws: TARGET_PRESSED if name is held down. Focus by keyboard too. */
unsigned shell_target_state(const Shell *shell, const char *name);
/* Taps the shell has handed to screens: for tests that count them. */
int shell_taps(const Shell *shell);

/* Speaks and sounds through app->voice. */
void shell_say(Shell *shell, const char *locale, const char *game, const char *key, double volume);
void shell_sound(Shell *shell, const char *sound, bool calm, double volume);

#endif
