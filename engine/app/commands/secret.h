/* What opens a sealed backup, from the command line or asked for. */
#ifndef OTTERPAW_APP_COMMANDS_SECRET_H
#define OTTERPAW_APP_COMMANDS_SECRET_H

#include "app/seal.h"

enum { SECRET_MAX = 512 };

#define SECRET_OPTIONS(key_place, therapist_place)                                                 \
    {"--key", "WORDS", "the printed recovery key (else it is asked for)", &(key_place), NULL}, {   \
        "--therapist", "NAME", "open it with that therapist's passphrase, read from stdin",        \
            &(therapist_place), NULL                                                               \
    }

/* key, therapist: the options' values or NULL. Asks on the terminal without showing what is typed,
 * or reads one line of stdin; line holds it. */
bool secret_ask(const char *key, const char *therapist, char line[SECRET_MAX], SealSecret *secret,
                Fail *fail);

#endif
