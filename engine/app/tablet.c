/* The tablet's settings and the words for assistance; see tablet.h. */
#include "app/tablet.h"

#include "base/settings.h"

#include <stddef.h>
#include <string.h>

#define X(ID, word) word,
static const char *const SCHEME_WORDS[] = {ASSISTANCE_SCHEMES(X) NULL};
#undef X
static const char *const LOOK_WORDS[] = {"calm", "contrast", "dusk", NULL};

#define AT(member)      offsetof(Tablet, member)
#define TEXT_AT(member) SETTING_TEXT, AT(member), 0, sizeof((Tablet *)0)->member, NULL
static const Setting TABLE[] = {
    {"px_per_mm", SETTING_NUMBER, AT(px_per_mm), 0, 40, NULL},
    {"calibrated", SETTING_BOOL, AT(calibrated), 0, 0, NULL},
    {"name", TEXT_AT(name)},
    {"adult_locale", TEXT_AT(adult_locale)},
    {"look", SETTING_WORD, AT(look), 0, 0, LOOK_WORDS},
    {"scheme", SETTING_WORD, AT(scheme), 0, 0, SCHEME_WORDS},
    {"volume", SETTING_NUMBER, AT(volume), 0, 1, NULL},
    {"author", SETTING_BOOL, AT(author), 0, 0, NULL},
    {"flat", SETTING_BOOL, AT(flat), 0, 0, NULL},
    {"home", SETTING_BOOL, AT(home), 0, 0, NULL},
    {"home_pin", TEXT_AT(home_pin)},
};
enum { COUNT = sizeof TABLE / sizeof TABLE[0] };

Tablet tablet_standard(void) {
    return (Tablet){.name = "tablet", .adult_locale = "en", .volume = 0.8};
}

bool tablet_value(Mem *mem, const Tablet *tablet, Value *value) {
    return settings_value(mem, TABLE, COUNT, tablet, value);
}

bool tablet_read(const Value *value, Tablet *tablet, Fail *fail) {
    Tablet read = tablet_standard();
    if (!settings_read(value, "tablet settings", TABLE, COUNT, &read, sizeof read, fail)) {
        return false;
    }
    *tablet = read;
    return true;
}

bool tablet_load(Store *store, Tablet *tablet, Fail *fail) {
    *tablet = tablet_standard();
    Mem *mem = mem_new(1 << 20);
    const char *text = NULL;
    Value value;
    bool ok = mem != NULL && history_note(store, mem, "settings", "tablet", &text, fail) &&
              (text == NULL || (value_read(mem, text, strlen(text), &value, fail) &&
                                tablet_read(&value, tablet, fail)));
    mem_free(mem);
    return ok;
}

bool tablet_save(Store *store, const Tablet *tablet, int64_t at_us, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value value;
    bool ok = mem != NULL && tablet_value(mem, tablet, &value) && value_write(&text, &value);
    if (!ok) {
        fail_set(fail, FAIL_MEMORY, "there is no memory to save the tablet's settings");
    }
    ok = ok &&
         store_note(store, "settings", "tablet", (const char *)text.bytes, at_us, NULL, NULL, fail);
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

/* Published definitions of these words disagree, so the clinic's own go into every session. */
static const AssistanceWord CUE[] = {
    {"I", "on own", "no help at all", "child"},
    {"V", "word", "a word or a question", "speech"},
    {"G", "point", "pointing or showing a picture", "point"},
    {"M", "show", "showing how it is done", "eyes"},
    {"P", "hand", "hand over hand", "handshake"},
    {"N", "n/o", "not observed, or refused", "question"},
};
static const AssistanceWord ASSIST[] = {
    {"I", "independent", "the child does all of it", "child"},
    {"S", "set-up", "supervision, or things made ready", "eyes"},
    {"Min", "minimal", "the child does 75 % or more", "point"},
    {"Mod", "moderate", "the child does 50 to 74 %", "hand"},
    {"Max", "maximal", "the child does 25 to 49 %", "handshake"},
    {"T", "total", "the child does less than 25 %", "adult"},
};

static const AssistanceWord HOME[] = {
    {"I", "on own", "no help at all", "child"},
    {"W", "a word", "a word from the family", "speech"},
    {"L", "a little", "the family helped a little", "point"},
    {"S", "shown", "the family showed it", "eyes"},
    {"H", "a lot", "the family helped a lot", "handshake"},
    {"N", "n/o", "not observed, or refused", "question"},
};

const AssistanceWord *assistance_word(AssistanceScheme scheme, int level) {
    if (level < 0 || level > ASSISTANCE_MAX) {
        return NULL;
    }
    return scheme == SCHEME_ASSIST ? &ASSIST[level]
           : scheme == SCHEME_HOME ? &HOME[level]
                                   : &CUE[level];
}

const char *assistance_scheme_word(AssistanceScheme scheme) {
    return SCHEME_WORDS[scheme];
}

bool assistance_scheme_text(AssistanceScheme scheme, Buffer *out) {
    bool ok = buffer_format(out, "{\"scheme\":\"%s\",\"levels\":[", SCHEME_WORDS[scheme]);
    for (int i = 0; i <= ASSISTANCE_MAX; i++) {
        const AssistanceWord *word = assistance_word(scheme, i);
        ok = ok && buffer_format(out, "%s[\"%s\",\"%s\",\"%s\"]", i > 0 ? "," : "", word->letter,
                                 word->word, word->definition);
    }
    return ok && buffer_add_text(out, "]}");
}
