/* One line of text, typed on the glass or on a keyboard: names, passphrases, a goal's words. */
#ifndef OTTERPAW_APP_SCREENS_TYPING_H
#define OTTERPAW_APP_SCREENS_TYPING_H

#include "app/shell.h"

enum { TYPING_MAX = 400 };

typedef struct {
    const char *title, *hint; /* copied */
    const char *start;        /* what stands there at first; NULL: nothing */
    bool secret;              /* shown as dots */
    int most;                 /* bytes, at most TYPING_MAX - 1 */
    Screen *below;            /* the screen that asked; it lies right below */
    /* Called when Done was tapped, with the typing screen already gone. */
    void (*typed)(Screen *below, const char *text);
} Typing;

Screen *typing_new(App *app, const Typing *typing);

#endif
