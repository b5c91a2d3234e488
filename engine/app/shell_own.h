/* The inside of a shell, for shell.c, shell_input.c and shell_gate.c alone. */
#ifndef OTTERPAW_APP_SHELL_OWN_H
#define OTTERPAW_APP_SHELL_OWN_H

#include "app/shell.h"
#include "play/gate.h"

enum { NAME_SIZE = 96 };

typedef struct {
    bool down, on_target;
    char target[NAME_SIZE];
    Point from, at;
    bool wandered;
} Press;

struct Shell {
    App *app;
    Screen *screens[SHELL_DEPTH_MAX];
    size_t depth;
    Screen *closing[SHELL_DEPTH_MAX * 2]; /* freed when no screen's function is running */
    size_t closing_count;
    int busy;
    Scene *scenes[2];
    int now; /* index of the scene that was made last */
    bool drawn[2];
    bool changed;
    int64_t now_us;
    Press press[SAMPLE_FINGERS_MAX];
    char focus[NAME_SIZE];
    Gate gate;       /* the adult's way out of a child's screen */
    int64_t gate_us; /* since when its key is held, and no other; 0: it is not */
    /* The last key that went down and is no switch of the child's. */
    char key[NAME_SIZE];
    int64_t key_us;
    bool key_alone;   /* none before it for a moment */
    int64_t touch_us; /* of the last reading of any finger */
    int touch_finger; /* the last that came down */
    bool touch_alone; /* nothing else touched for a while before it, nor since */
    int taps;
    void (*idle)(Shell *shell, int64_t idle_us);
    int64_t input_us, idle_told_us; /* the last touch or key; how long it was told */
};

/* Around every call of a screen's function: what is to be closed waits until none is running. */
void shell_enter(Shell *shell);
void shell_leave(Shell *shell);
void shell_pass_time(Shell *shell, int64_t now_us);

/* shell_gate.c */
void shell_seen(Shell *shell); /* somebody is there */
bool shell_has_gate(Shell *shell);
void shell_open_gate(Shell *shell);
void shell_draw_gate(Shell *shell, Scene *scene);

#endif
