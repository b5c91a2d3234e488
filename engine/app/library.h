/* What is on the shelf: the games that can be played, the texts of every language, themes, and
 * where pictures, sounds and spoken clips lie. A broken game is kept with the sentence that says
 * why. */
#ifndef OTTERPAW_APP_LIBRARY_H
#define OTTERPAW_APP_LIBRARY_H

#include "app/places.h"
#include "base/text.h"
#include "paint/theme.h"
#include "play/session.h"
#include "script/host.h"

typedef struct Library Library;

/* Reads the shared texts and lists games/ (each is loaded when first asked for). */
Library *library_open(const Places *places, Fail *fail);
void library_close(Library *library);

size_t library_count(const Library *library); /* game folders, sorted by name */
const char *library_id(const Library *library, size_t index);
/* The loaded game, or NULL and the sentence that says what is wrong with it. game borrows from the
 * library; its script is shared: one run at a time may use it. */
Script *library_script(Library *library, const char *id, Fail *fail);
bool library_game(Library *library, const char *id, Game *game, Fail *fail);
/* A second, independent copy of a game, for replay beside play. script_close it. */
Script *library_fresh(const Library *library, const char *id, Fail *fail);
/* Author mode: a copy of the game if its files changed and are well, else NULL: unchanged
 * (fail->kind FAIL_NONE) or broken (*fail says how). */
Script *library_changed(Library *library, const char *id, Fail *fail);
/* Takes the copy in the old one's place; no run may use the old one any more. */
void library_adopt(Library *library, const char *id, Script *script);
/* The game a Script offers. */
Game library_game_of(Script *script);

/* Shared texts of a locale ("en" when there is no such locale), and the same with a game's own. */
const Texts *library_texts(Library *library, const char *locale);
const Texts *library_game_texts(Library *library, const char *locale, const char *game);
/* All texts from now on are that much longer (0.4: by 40 %): for tests of layout. Texts that were
 * borrowed before are gone. */
bool library_lengthen(Library *library, double share, Fail *fail);
const char *const *library_locales(const Library *library); /* NULL-ended */

/* The first thing that was wrong on the shelf and was gone around: a sentence for the therapist; ""
 * if all is well. */
const char *library_trouble(const Library *library);

/* A theme that cannot be read is replaced by a plain one, and told as the library's trouble. */
bool library_theme(Library *library, const char *name, Theme *theme, Fail *fail);
/* Whole path of a picture id's file; false if there is none. game may be NULL. */
bool library_picture(const Library *library, const char *game, const char *picture,
                     char path[PLACE_MAX]);
bool library_sound(const Library *library, const char *sound, bool calm, char path[PLACE_MAX]);
/* The spoken clip of a key: the game's own, else the shared one, in the locale. */
bool library_voice(const Library *library, const char *locale, const char *game, const char *key,
                   char path[PLACE_MAX]);

#endif
