/* Where things lie on this machine: the program's own files and the person's data. */
#ifndef OTTERPAW_APP_PLACES_H
#define OTTERPAW_APP_PLACES_H

#include "base/fail.h"

#include <stdbool.h>

enum { PLACE_MAX = 1024 };

typedef struct {
    char root[PLACE_MAX];   /* holds games/, assets/, scripts/lib/ */
    char assets[PLACE_MAX]; /* made at build time: pictures/, sounds/, voice/ */
    char data[PLACE_MAX];   /* the database and what is written */
} Places;

/* root: $OTTERPAW_ROOT, else the nearest folder above the program that holds games/ and
 * assets/themes.json. assets: $OTTERPAW_ASSETS_OUT, else build/assets there. data: `data` if not
 * NULL, else $XDG_DATA_HOME/otterpaw, else ~/.local/share/otterpaw; made when it is missing. */
bool places_find(Places *places, const char *data, Fail *fail);

/* Joins a folder and a name into out (PLACE_MAX); false when it is too long. */
bool place_join(char out[PLACE_MAX], const char *folder, const char *name, Fail *fail);

#endif
