/* Text tables: keys to what a person reads, in one language. A table is lines of KEY <tab> TEXT;
 * empty lines and lines that begin with # are passed over. Games and screens name keys, never
 * texts. */
#ifndef OTTERPAW_BASE_TEXT_H
#define OTTERPAW_BASE_TEXT_H

#include "base/fail.h"

#include <stdbool.h>
#include <stddef.h>

/* Whole characters only, none overlong, no half of a surrogate pair. */
bool text_is_utf8(const char *text, size_t length);

typedef struct Texts Texts;

enum { TEXT_KEY_MAX = 64, TEXT_MAX = 400, TEXTS_MAX = 8192 };

/* locale: "en" "es" "he". NULL: no memory. */
Texts *texts_new(const char *locale);
void texts_free(Texts *texts);
const char *texts_locale(const Texts *texts);
bool texts_is_mirrored(const Texts *texts); /* written from right to left */

/* Adds a table's lines; a key that is already there takes the new text. prefix: put before every
 * key, may be "". place: the file's name in messages. False names the line that is wrong. */
bool texts_add(Texts *texts, const char *table, size_t length, const char *prefix,
               const char *place, Fail *fail);
bool texts_put(Texts *texts, const char *key, const char *text, Fail *fail);

/* Makes every word that much longer (0.4: by 40 %), with accents on Latin vowels: what another
 * language may need, for tests of layout. */
bool texts_lengthen(Texts *texts, double share, Fail *fail);

/* The text of a key; the key itself when there is none, or when texts is NULL. Borrowed. */
const char *texts_get(const Texts *texts, const char *key);
bool texts_has(const Texts *texts, const char *key);
size_t texts_count(const Texts *texts);
const char *texts_key_at(const Texts *texts, size_t index); /* in the order they came */

/* Fills {name} places of a key's text from name, value pairs ending in NULL, into out; returns out.
 * Cut at size - 1 on a character's edge. */
char *texts_fill(const Texts *texts, const char *key, char *out, size_t size, ...);

#endif
