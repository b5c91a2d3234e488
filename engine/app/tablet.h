/* The settings of this tablet: how many pixels a millimetre has, who speaks which language, the
 * clinic's words for assistance. Kept in the database under one key. */
#ifndef OTTERPAW_APP_TABLET_H
#define OTTERPAW_APP_TABLET_H

#include "base/value.h"
#include "store/history.h"

#include <stdbool.h>

#define ASSISTANCE_SCHEMES(X)                                                                      \
    X(CUE, "cue")                                                                                  \
    X(ASSIST, "assist")                                                                            \
    X(HOME, "home") /* a caregiver's two words; never the clinic's choice */

typedef enum {
#define X(ID, word) SCHEME_##ID,
    ASSISTANCE_SCHEMES(X)
#undef X
        SCHEME_COUNT
} AssistanceScheme;

enum { TABLET_PIN_TEXT = 128 };

typedef struct {
    double px_per_mm; /* 0: never set */
    bool calibrated;  /* by the card, not a guess */
    char name[48];    /* of the tablet */
    char adult_locale[8];
    int look; /* of the therapist's screens: Look */
    AssistanceScheme scheme;
    double volume;                  /* of everything, 0 .. 1 */
    bool author;                    /* games are loaded again when their files change */
    bool flat;                      /* lies flat; else on a stand */
    bool home;                      /* a family's: it plays the home plan and shows no records */
    char home_pin[TABLET_PIN_TEXT]; /* the caregiver's, as vault_pin_make stores it; "" none */
} Tablet;

Tablet tablet_standard(void);
bool tablet_value(Mem *mem, const Tablet *tablet, Value *value);
bool tablet_read(const Value *value, Tablet *tablet, Fail *fail);
/* From and to the database. Settings that cannot be read are named in *fail and the standard ones
 * are used (false). */
bool tablet_load(Store *store, Tablet *tablet, Fail *fail);
bool tablet_save(Store *store, const Tablet *tablet, int64_t at_us, Fail *fail);

/* One level of assistance in a scheme: its letter, its short word and its definition. */
typedef struct {
    const char *letter, *word, *definition, *picture;
} AssistanceWord;
/* level 0 .. ASSISTANCE_MAX. */
const AssistanceWord *assistance_word(AssistanceScheme scheme, int level);
const char *assistance_scheme_word(AssistanceScheme scheme); /* "cue" */
/* The whole scheme as canonical text, stored with every session. */
bool assistance_scheme_text(AssistanceScheme scheme, Buffer *out);

#endif
