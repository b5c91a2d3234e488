/* Secrets by libsodium: sealed texts, keys wrapped by keys and by passphrases, PINs, sealed files,
 * and the chain of an audit. Keys live in locked memory and are wiped when freed.
 *
 * XChaCha20-Poly1305 seals; Argon2id (RFC 9106) stretches passphrases and PINs; BLAKE2b chains.
 * What is sealed is bound to its place: the row's name goes in as associated data, so that a sealed
 * text moved to another row does not open. */
#ifndef OTTERPAW_VAULT_VAULT_H
#define OTTERPAW_VAULT_VAULT_H

#include "base/fail.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    VAULT_KEY_BYTES = 32,
    VAULT_SALT_BYTES = 16,
    VAULT_HASH_BYTES = 32,
    VAULT_PUBLIC_BYTES = 32,
    VAULT_SEAL_OVERHEAD = 40, /* nonce and tag */
    VAULT_PIN_TEXT = 128,     /* a stored PIN check, 0-ended */
    VAULT_RECOVERY_TEXT = 72, /* the printed recovery key, 0-ended */
    VAULT_PASSPHRASE_LEAST = 12,
    VAULT_TEXT_MAX = 1 << 20,
};

/* A secret key. NULL is never returned without *fail. */
typedef struct VaultKey VaultKey;

bool vault_begin(Fail *fail); /* once, before anything else */
VaultKey *vault_key_random(Fail *fail);
VaultKey *vault_key_copy(const VaultKey *key, Fail *fail);
void vault_key_free(VaultKey *key); /* wipes; NULL is allowed */
bool vault_key_equal(const VaultKey *a, const VaultKey *b);

/* ---- texts ---- */
/* Appends nonce, tag and sealed bytes to out. place: e.g. "child/UUID/name". */
bool vault_seal(const VaultKey *key, const char *place, const void *bytes, size_t length,
                Buffer *out, Fail *fail);
/* False with FAIL_CORRUPT: another key, another place, or changed bytes. */
bool vault_open(const VaultKey *key, const char *place, const void *sealed, size_t length,
                Buffer *out, Fail *fail);

/* ---- keys in keys ---- */
bool vault_wrap(const VaultKey *by, const char *place, const VaultKey *key, Buffer *out,
                Fail *fail);
VaultKey *vault_unwrap(const VaultKey *by, const char *place, const void *wrapped, size_t length,
                       Fail *fail);

/* How much a guess at a passphrase costs: stored beside what it wraps. */
typedef struct {
    uint64_t passes, bytes;
    uint8_t salt[VAULT_SALT_BYTES];
} VaultCost;

/* 256 MiB, 3 passes; 64 MiB where memory_bytes (0: unknown) is under 2 GB. A new salt. */
VaultCost vault_cost(uint64_t memory_bytes);
/* A key made of a passphrase. Refuses one under VAULT_PASSPHRASE_LEAST characters. Takes about a
 * second by design. */
VaultKey *vault_key_of_passphrase(const char *passphrase, const VaultCost *cost, Fail *fail);

/* A key as text to print: groups of base 32 without look-alikes, with a check. */
bool vault_recovery_text(const VaultKey *key, char text[VAULT_RECOVERY_TEXT]);
VaultKey *vault_recovery_read(const char *text, Fail *fail); /* spaces, dashes, case are ignored */

/* ---- PINs: only reopen what a passphrase opened before ---- */
bool vault_pin_make(const char *pin, char stored[VAULT_PIN_TEXT], Fail *fail);
bool vault_pin_is(const char *pin, const char *stored);

/* ---- files: sealed in a stream, in order, cut off nowhere ---- */
bool vault_seal_file(const VaultKey *key, const void *bytes, size_t length, Buffer *out,
                     Fail *fail);
bool vault_open_file(const VaultKey *key, const void *sealed, size_t length, Buffer *out,
                     Fail *fail);

/* ---- large files, sealed for a key's holder by whoever knows its public part ---- */
/* Says nothing of the key. */
void vault_public(const VaultKey *key, uint8_t public_part[VAULT_PUBLIC_BYTES]);
/* Seals the file `from` into a new file `to`, synced, read again and compared. Needs no secret.
 * head: text that stays readable in it and cannot be changed unnoticed. */
bool vault_seal_path(const uint8_t public_part[VAULT_PUBLIC_BYTES], const char *head,
                     const char *from, const char *to, Fail *fail);
/* Is it as it was made? Needs no secret; appends its head. FAIL_INPUT: no such file of ours;
 * FAIL_CORRUPT: changed or cut off. */
bool vault_path_whole(const char *sealed, Buffer *head, Fail *fail);
/* Opens it into a new file `to`, synced. False: nothing is left there. */
bool vault_open_path(const VaultKey *key, const char *sealed, const char *to, Fail *fail);

/* ---- audit: each entry's hash holds the one before ---- */
void vault_chain(const uint8_t before[VAULT_HASH_BYTES], const void *entry, size_t length,
                 uint8_t hash[VAULT_HASH_BYTES]);

#endif
