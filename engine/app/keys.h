/* Who may read names. Nothing here is needed to play: a tablet without a clinic has no secrets, and
 * with one the child's screens still ask for none.
 *
 * A clinic has one random key. Each therapist holds it wrapped under a passphrase (Argon2id), and
 * once more it is wrapped under a printed recovery key. Each child has a key of its own, wrapped by
 * the clinic's: name, birth date and notes are sealed under it, so that forgetting the key forgets
 * them. A PIN of six digits only reopens a tablet that a passphrase opened within eight hours; it
 * protects nothing that is stolen while switched off, for then the key is not in it. */
#ifndef OTTERPAW_APP_KEYS_H
#define OTTERPAW_APP_KEYS_H

#include "base/fail.h"
#include "base/id.h"
#include "store/history.h"
#include "vault/vault.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Keys Keys;

typedef enum {
    KEYS_NONE,   /* no clinic: there are no names, and nothing to open */
    KEYS_CLOSED, /* a passphrase is needed */
    KEYS_LOCKED, /* the PIN reopens it */
    KEYS_OPEN,
} KeysState;

enum {
    KEYS_NAME_MAX = 40,   /* of a therapist, 0-ended */
    KEYS_TEXT_MAX = 2000, /* bytes of a sealed text */
    KEYS_PIN_DIGITS = 6,
    KEYS_WRONG_WAIT = 5,  /* from so many wrong PINs on there is a wait */
    KEYS_WRONG_MOST = 10, /* then a passphrase is needed */
};

/* Reads what is stored. wall: now, since 1970 UTC; memory_bytes: of the machine, 0 unknown. NULL:
 * the machine gives no safe random numbers, or no memory. */
Keys *keys_open(Store *store, int64_t (*wall_us)(void *self), void *self, uint64_t memory_bytes,
                Fail *fail);
void keys_close(Keys *keys);            /* wipes; NULL is allowed */
KeysState keys_state(Keys *keys);       /* an unlocked tablet closes after eight hours */
const char *keys_who(const Keys *keys); /* the therapist that opened it; "" */

/* ---- clinic and therapists ---- */
/* Makes the clinic and its first therapist. recovery: to be printed, shown once. */
bool keys_set_up(Keys *keys, const char *therapist, const char *passphrase,
                 char recovery[VAULT_RECOVERY_TEXT], Fail *fail);
/* Another therapist, or a new passphrase for one; the keys must be open. */
bool keys_add(Keys *keys, const char *therapist, const char *passphrase, Fail *fail);
bool keys_unlock(Keys *keys, const char *therapist, const char *passphrase, Fail *fail);
/* The lost passphrase: the printed key opens it for a therapist, who gets a new passphrase. */
bool keys_recover(Keys *keys, const char *recovery, const char *therapist, const char *passphrase,
                  Fail *fail);
/* Their names, in mem. */
bool keys_therapists(Keys *keys, Mem *mem, const char ***names, size_t *count, Fail *fail);

/* ---- PIN ---- */
typedef enum { PIN_OPENED, PIN_WRONG, PIN_WAIT, PIN_SPENT, PIN_TROUBLE } PinAnswer;

bool keys_has_pin(const Keys *keys);
bool keys_set_pin(Keys *keys, const char *pin, Fail *fail); /* open; six digits */
void keys_lock(Keys *keys); /* with a PIN: it reopens; without: closed */
/* The counter is on the disk before the PIN is looked at. PIN_WAIT: keys_wait_s are left.
 * PIN_SPENT: a passphrase is needed. PIN_TROUBLE: the disk refused; *fail. */
PinAnswer keys_try_pin(Keys *keys, const char *pin, Fail *fail);
int keys_wait_s(const Keys *keys);

/* ---- a child's sealed texts ---- */
/* field: "name" "birth" "notes", "note/SESSION". False with FAIL_REFUSED when the keys are not
 * open. */
bool keys_seal(Keys *keys, Id child, const char *field, const char *text, Fail *fail);
/* text "" when nothing was sealed. */
bool keys_read(Keys *keys, Id child, const char *field, char text[KEYS_TEXT_MAX], Fail *fail);
/* The same for texts of any length up to VAULT_TEXT_MAX: signed notes. text lives in mem. */
bool keys_seal_long(Keys *keys, Id child, const char *field, const char *text, Fail *fail);
bool keys_read_long(Keys *keys, Mem *mem, Id child, const char *field, const char **text,
                    Fail *fail);

/* Opens a sealed backup of this clinic into a new plain file; the keys must be open. */
bool keys_open_backup(Keys *keys, const char *sealed, const char *to, Fail *fail);

#endif
