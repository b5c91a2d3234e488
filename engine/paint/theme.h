/* The colours of a theme: every colour token gets a value. Themes are data (assets/themes.json),
 * read by whoever may read files and handed in as text. */
#ifndef OTTERPAW_PAINT_THEME_H
#define OTTERPAW_PAINT_THEME_H

#include "play/scene.h"

typedef struct {
    char name[24];
    uint32_t color[COLOR_COUNT]; /* 0xRRGGBB */
    bool dark;                   /* pictures stand on a light plate */
} Theme;

/* "calm" "contrast" "dusk" from the text of themes.json. False names what is missing or wrong. */
bool theme_read(const char *json, size_t length, const char *name, Theme *theme, Fail *fail);
/* Black on white, for when themes.json cannot be read: everything can still be told apart. */
void theme_plain(Theme *theme);

#endif
