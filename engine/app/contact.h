/* A contact sheet: all PNG pictures of a folder on one, with their names, in rows. */
#ifndef OTTERPAW_APP_CONTACT_H
#define OTTERPAW_APP_CONTACT_H

#include "app/app.h"

enum { CONTACT_PICTURES_MAX = 400, CONTACT_COLUMNS = 5 };

/* Sorted by name. False: none is there, a file cannot be read or written. */
bool contact_sheet(App *app, const char *folder, const char *path, Fail *fail);

#endif
