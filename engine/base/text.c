/* Text tables; see text.h. Entries in the order they came, found through a table of slots, so that
 * a screen may ask for every text again at every drawing. */
#include "base/text.h"

#include "base/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* How many bytes follow a leading byte, and between which bounds the first of them must lie; -1: no
 * character begins so. */
static int bytes_after(unsigned char lead, unsigned char *least, unsigned char *most) {
    *least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return lead < 0x80                  ? 0
           : lead < 0xC2 || lead > 0xF4 ? -1
           : lead < 0xE0                ? 1
           : lead < 0xF0                ? 2
                                        : 3;
}

bool text_is_utf8(const char *text, size_t length) {
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        unsigned char least, most;
        int after = bytes_after(*at++, &least, &most);
        if (after < 0 || end - at < after) {
            return false;
        }
        for (int i = 0; i < after; i++, at++) {
            if (*at < (i == 0 ? least : 0x80) || *at > (i == 0 ? most : 0xBF)) {
                return false;
            }
        }
    }
    return true;
}

enum { SLOTS = 2 * TEXTS_MAX, LOCALE_MAX = 15, TEXTS_BYTES_MAX = 16 << 20 };

typedef struct {
    const char *key, *text;
} TextEntry;

struct Texts {
    char locale[LOCALE_MAX + 1];
    Mem *mem;
    TextEntry entries[TEXTS_MAX];
    size_t count;
    uint16_t slots[SLOTS]; /* index + 1 of an entry; 0: free */
};

Texts *texts_new(const char *locale) {
    Texts *texts = calloc(1, sizeof *texts);
    if (texts == NULL) {
        return NULL;
    }
    texts->mem = mem_new(TEXTS_BYTES_MAX);
    if (texts->mem == NULL) {
        free(texts);
        return NULL;
    }
    strncpy(texts->locale, locale, LOCALE_MAX);
    return texts;
}

void texts_free(Texts *texts) {
    if (texts != NULL) {
        mem_free(texts->mem);
        free(texts);
    }
}

const char *texts_locale(const Texts *texts) {
    return texts->locale;
}

bool texts_is_mirrored(const Texts *texts) {
    static const char *const mirrored[] = {"he", "ar", "fa", "ur", "yi"};
    for (size_t i = 0; i < sizeof mirrored / sizeof mirrored[0]; i++) {
        if (strncmp(texts->locale, mirrored[i], 2) == 0) {
            return true;
        }
    }
    return false;
}

/* FNV-1a. */
static size_t slot_of(const Texts *texts, const char *key) {
    uint32_t hash = 2166136261u;
    for (const char *c = key; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    }
    size_t slot = hash % SLOTS;
    while (texts->slots[slot] != 0 &&
           strcmp(texts->entries[texts->slots[slot] - 1].key, key) != 0) {
        slot = (slot + 1) % SLOTS;
    }
    return slot;
}

static const TextEntry *entry_of(const Texts *texts, const char *key) {
    size_t slot = slot_of(texts, key);
    return texts->slots[slot] != 0 ? &texts->entries[texts->slots[slot] - 1] : NULL;
}

bool texts_put(Texts *texts, const char *key, const char *text, Fail *fail) {
    if (key[0] == '\0' || strlen(key) > TEXT_KEY_MAX) {
        return fail_set(fail, FAIL_INPUT, "the key \"%.80s\" must have 1 to %d bytes", key,
                        TEXT_KEY_MAX);
    }
    if (strlen(text) > TEXT_MAX) {
        return fail_set(fail, FAIL_INPUT, "the text of %s is longer than %d bytes", key, TEXT_MAX);
    }
    size_t slot = slot_of(texts, key);
    bool is_new = texts->slots[slot] == 0;
    if (is_new && texts->count == TEXTS_MAX) {
        return fail_set(fail, FAIL_LIMIT, "there are more than %d texts", TEXTS_MAX);
    }
    TextEntry *entry = &texts->entries[is_new ? texts->count : texts->slots[slot] - 1u];
    const char *kept_key = is_new ? mem_text(texts->mem, key) : entry->key;
    const char *kept_text = mem_text(texts->mem, text);
    if (kept_key == NULL || kept_text == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for the text of %s", key);
    }
    *entry = (TextEntry){kept_key, kept_text};
    if (is_new) {
        texts->slots[slot] = (uint16_t)++texts->count;
    }
    return true;
}

/* The accented form of a Latin vowel; NULL: it is none. */
static const char *accented(char c) {
    static const char *const forms[] = {"\xc3\xa5", "\xc3\xa9", "\xc3\xae", "\xc3\xb6", "\xc3\xbc",
                                        "\xc3\x85", "\xc3\x89", "\xc3\x8e", "\xc3\x96", "\xc3\x9c"};
    static const char vowels[] = "aeiouAEIOU";
    const char *at = c != '\0' ? strchr(vowels, c) : NULL;
    return at != NULL ? forms[at - vowels] : NULL;
}

/* Letters are doubled as they come until the text is long enough; signs and spaces are not. */
static void lengthen(const char *text, double share, char out[TEXT_MAX + 1]) {
    double owed = 0;
    size_t used = 0;
    for (const char *at = text; *at != '\0';) {
        size_t length = 1;
        while (((unsigned char)at[length] & 0xC0) == 0x80) {
            length++;
        }
        const char *form = length == 1 ? accented(*at) : NULL;
        const char *letter = form != NULL ? form : at;
        size_t bytes = form != NULL ? strlen(form) : length;
        bool sign = length == 1 && strchr(" .,:;!?{}-'", *at) != NULL;
        owed += share;
        for (int times = !sign && owed >= 1 ? 2 : 1; times > 0 && used + bytes <= TEXT_MAX;
             times--) {
            memcpy(out + used, letter, bytes);
            used += bytes;
            owed -= times == 2 ? 1 : 0;
        }
        at += length;
    }
    out[used] = '\0';
}

bool texts_lengthen(Texts *texts, double share, Fail *fail) {
    char longer[TEXT_MAX + 1];
    for (size_t i = 0; i < texts->count; i++) {
        lengthen(texts->entries[i].text, share, longer);
        const char *kept = mem_text(texts->mem, longer);
        if (kept == NULL) {
            return fail_set(fail, FAIL_MEMORY, "there is no memory for longer texts");
        }
        texts->entries[i].text = kept;
    }
    return true;
}

/* One line without its end; number counts from 1. */
static bool add_line(Texts *texts, const char *line, size_t length, const char *prefix,
                     Fail *fail) {
    if (length == 0 || line[0] == '#') {
        return true;
    }
    const char *tab = memchr(line, '\t', length);
    if (tab == NULL) {
        return fail_set(fail, FAIL_INPUT, "needs a tab between the key and its text");
    }
    size_t key_length = (size_t)(tab - line), text_length = length - key_length - 1;
    size_t prefix_length = strlen(prefix);
    if (key_length == 0 || prefix_length + key_length > TEXT_KEY_MAX) {
        return fail_set(fail, FAIL_INPUT, "its key must have 1 to %d bytes", TEXT_KEY_MAX);
    }
    if (text_length == 0 || text_length > TEXT_MAX) {
        return fail_set(fail, FAIL_INPUT, "its text must have 1 to %d bytes", TEXT_MAX);
    }
    char key[TEXT_KEY_MAX + 1], text[TEXT_MAX + 1];
    memcpy(key, prefix, prefix_length);
    memcpy(key + prefix_length, line, key_length);
    key[prefix_length + key_length] = '\0';
    memcpy(text, tab + 1, text_length);
    text[text_length] = '\0';
    return texts_put(texts, key, text, fail);
}

bool texts_add(Texts *texts, const char *table, size_t length, const char *prefix,
               const char *place, Fail *fail) {
    size_t at = 0;
    for (int number = 1; at < length; number++) {
        const char *line = table + at;
        const char *end = memchr(line, '\n', length - at);
        size_t whole = end != NULL ? (size_t)(end - line) : length - at;
        size_t bare = whole > 0 && line[whole - 1] == '\r' ? whole - 1 : whole;
        if (memchr(line, '\0', bare) != NULL) {
            return fail_set(fail, FAIL_INPUT, "%s: line %d: holds a zero byte", place, number);
        }
        if (!text_is_utf8(line, bare)) {
            return fail_set(fail, FAIL_INPUT,
                            "%s: line %d: is not UTF-8: save the file in that encoding", place,
                            number);
        }
        if (!add_line(texts, line, bare, prefix, fail)) {
            return fail_prefix(fail, "%s: line %d", place, number);
        }
        at += whole + 1;
    }
    return true;
}

const char *texts_get(const Texts *texts, const char *key) {
    const TextEntry *entry = texts != NULL ? entry_of(texts, key) : NULL;
    return entry != NULL ? entry->text : key;
}

bool texts_has(const Texts *texts, const char *key) {
    return entry_of(texts, key) != NULL;
}

size_t texts_count(const Texts *texts) {
    return texts->count;
}

const char *texts_key_at(const Texts *texts, size_t index) {
    assert(index < texts->count);
    return texts->entries[index].key;
}

enum { FILLS_MAX = 16 };

typedef struct {
    const char *names[FILLS_MAX], *values[FILLS_MAX];
    int count;
} Fills;

/* The value for a place "{name}" that begins at `text`; NULL if it is none of ours. */
static const char *fill_at(const Fills *fills, const char *text, size_t *length) {
    const char *end = *text == '{' ? strchr(text, '}') : NULL;
    for (int i = 0; end != NULL && i < fills->count; i++) {
        size_t name_length = (size_t)(end - text - 1);
        if (strlen(fills->names[i]) == name_length &&
            strncmp(text + 1, fills->names[i], name_length) == 0) {
            *length = name_length + 2;
            return fills->values[i];
        }
    }
    return NULL;
}

char *texts_fill(const Texts *texts, const char *key, char *out, size_t size, ...) {
    assert(size > 0);
    Fills fills = {.count = 0};
    va_list args;
    va_start(args, size);
    for (const char *name; fills.count < FILLS_MAX && (name = va_arg(args, const char *)) != NULL;
         fills.count++) {
        fills.names[fills.count] = name;
        fills.values[fills.count] = va_arg(args, const char *);
    }
    va_end(args);
    size_t used = 0;
    for (const char *at = texts_get(texts, key); *at != '\0';) {
        size_t taken = 1;
        const char *value = fill_at(&fills, at, &taken);
        const char *from = value != NULL ? value : at;
        size_t length = value != NULL ? strlen(value) : 1;
        size_t room = size - 1 - used, fits = length < room ? length : room;
        memcpy(out + used, from, fits);
        used += fits;
        if (fits < length) {
            break;
        }
        at += taken;
    }
    /* A cut must not leave part of a character. */
    if (used == size - 1) {
        size_t start = used;
        while (start > 0 && ((unsigned char)out[start - 1] & 0xC0) == 0x80) {
            start--;
        }
        if (start > 0) {
            unsigned char lead = (unsigned char)out[start - 1];
            size_t needs = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
            used = used - (start - 1) < needs ? start - 1 : used;
        }
    }
    out[used] = '\0';
    return out;
}
