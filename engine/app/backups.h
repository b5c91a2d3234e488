/* The tablet's backups: made by themselves once a day at the start and after each session, on a
 * thread of their own that yields to everything else; sealed when the tablet belongs to a clinic.
 */
#ifndef OTTERPAW_APP_BACKUPS_H
#define OTTERPAW_APP_BACKUPS_H

#include "app/app.h"
#include "app/seal.h"

enum { BACKUPS_LATE_DAYS = 7 };

/* Lets backups be made by themselves from now on, the first at once when none is of today; sets
 * app->backups. Trouble is told by backups_news, not here. */
void backups_begin(App *app);
void backups_after_session(App *app); /* nothing without backups_begin */
/* Lets one under way come to its end for a few seconds, then stops it. NULL is allowed. */
void backups_end(Backups *backups);
/* Stops one under way: what it copied is no longer right. */
void backups_stop(App *app);
void backups_wait(App *app); /* until the one under way is done */

/* One now, on this thread. to: NULL: the tablet's own folder, by the rule of rotation; a folder: in
 * it, by its day; else a file of that name, which must not be there. path: where it went. */
bool backups_make(App *app, const char *to, char path[BACKUP_PATH_MAX], bool *sealed, Fail *fail);

typedef struct {
    bool any, sealed;
    char date[16];               /* of the newest, "2026-11-24"; "" */
    long days_old;               /* below 0: dated after today */
    char trouble[FAIL_TEXT_MAX]; /* why the last try made none; "" */
} BackupNews;

void backups_news(App *app, BackupNews *news);

bool backups_folder(const App *app, char folder[PLACE_MAX], Fail *fail);

#endif
