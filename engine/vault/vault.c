/* Keys, seals, PINs and the audit's chain; see vault.h. */
#include "vault/vault.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

struct VaultKey {
    uint8_t bytes[VAULT_KEY_BYTES];
};

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == VAULT_KEY_BYTES, "key size");
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                      crypto_aead_xchacha20poly1305_ietf_ABYTES ==
                  VAULT_SEAL_OVERHEAD,
              "overhead");
static_assert(crypto_pwhash_SALTBYTES == VAULT_SALT_BYTES, "salt size");
static_assert(crypto_pwhash_STRBYTES <= VAULT_PIN_TEXT, "PIN text");

bool vault_begin(Fail *fail) {
    return sodium_init() >= 0 ||
           fail_set(fail, FAIL_SYSTEM,
                    "this machine gives no safe random numbers; nothing is sealed");
}

/* ---- keys ---- */

static VaultKey *key_new(Fail *fail) {
    /* Guarded, locked, wiped when freed. */
    VaultKey *key = sodium_malloc(sizeof *key);
    if (key == NULL) {
        fail_set(fail, FAIL_MEMORY, "there is no locked memory for a key");
    }
    return key;
}

VaultKey *vault_key_random(Fail *fail) {
    VaultKey *key = key_new(fail);
    if (key != NULL) {
        randombytes_buf(key->bytes, sizeof key->bytes);
    }
    return key;
}

VaultKey *vault_key_copy(const VaultKey *key, Fail *fail) {
    VaultKey *copy = key_new(fail);
    if (copy != NULL) {
        memcpy(copy->bytes, key->bytes, sizeof copy->bytes);
    }
    return copy;
}

void vault_key_free(VaultKey *key) {
    sodium_free(key);
}

bool vault_key_equal(const VaultKey *a, const VaultKey *b) {
    return sodium_memcmp(a->bytes, b->bytes, VAULT_KEY_BYTES) == 0;
}

/* ---- texts ---- */

static bool no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory to seal or open");
}

bool vault_seal(const VaultKey *key, const char *place, const void *bytes, size_t length,
                Buffer *out, Fail *fail) {
    if (length > VAULT_TEXT_MAX) {
        return fail_set(fail, FAIL_LIMIT, "%s: %zu bytes are too many to seal; the most is %d",
                        place, length, VAULT_TEXT_MAX);
    }
    size_t start = out->length, sealed = length + VAULT_SEAL_OVERHEAD;
    uint8_t nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
    randombytes_buf(nonce, sizeof nonce);
    uint8_t *room = sodium_malloc(sealed);
    if (room == NULL) {
        return no_memory(fail);
    }
    memcpy(room, nonce, sizeof nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(room + sizeof nonce, NULL, bytes, length,
                                               (const uint8_t *)place, strlen(place), NULL, nonce,
                                               key->bytes);
    bool ok = buffer_add(out, room, sealed);
    sodium_free(room);
    if (!ok) {
        out->length = start;
        return no_memory(fail);
    }
    return true;
}

bool vault_open(const VaultKey *key, const char *place, const void *sealed, size_t length,
                Buffer *out, Fail *fail) {
    const uint8_t *bytes = sealed;
    enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
    if (length < VAULT_SEAL_OVERHEAD || length > VAULT_TEXT_MAX + VAULT_SEAL_OVERHEAD) {
        return fail_set(fail, FAIL_CORRUPT, "%s: this is no sealed text", place);
    }
    size_t plain = length - VAULT_SEAL_OVERHEAD;
    uint8_t *room = sodium_malloc(plain + 1);
    if (room == NULL) {
        return no_memory(fail);
    }
    bool ok = crypto_aead_xchacha20poly1305_ietf_decrypt(room, NULL, NULL, bytes + NONCE,
                                                         length - NONCE, (const uint8_t *)place,
                                                         strlen(place), bytes, key->bytes) == 0;
    if (!ok) {
        fail_set(fail, FAIL_CORRUPT,
                 "%s does not open: it was sealed with another key, for another place, or changed",
                 place);
    } else if (!buffer_add(out, room, plain)) {
        ok = no_memory(fail);
    }
    sodium_free(room);
    return ok;
}

bool vault_wrap(const VaultKey *by, const char *place, const VaultKey *key, Buffer *out,
                Fail *fail) {
    return vault_seal(by, place, key->bytes, sizeof key->bytes, out, fail);
}

VaultKey *vault_unwrap(const VaultKey *by, const char *place, const void *wrapped, size_t length,
                       Fail *fail) {
    Buffer plain = {0};
    VaultKey *key = NULL;
    if (vault_open(by, place, wrapped, length, &plain, fail)) {
        if (plain.length == VAULT_KEY_BYTES) {
            key = key_new(fail);
        } else {
            fail_set(fail, FAIL_CORRUPT, "%s holds no key", place);
        }
        if (key != NULL) {
            memcpy(key->bytes, plain.bytes, VAULT_KEY_BYTES);
        }
        sodium_memzero(plain.bytes, plain.length);
    }
    buffer_free(&plain);
    return key;
}

/* ---- passphrases and PINs ---- */

VaultCost vault_cost(uint64_t memory_bytes) {
    const uint64_t mebibyte = 1 << 20;
    bool small = memory_bytes > 0 && memory_bytes < 2048 * mebibyte;
    VaultCost cost = {.passes = 3, .bytes = (small ? 64 : 256) * mebibyte};
    randombytes_buf(cost.salt, sizeof cost.salt);
    return cost;
}

static size_t characters(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

VaultKey *vault_key_of_passphrase(const char *passphrase, const VaultCost *cost, Fail *fail) {
    if (characters(passphrase) < VAULT_PASSPHRASE_LEAST) {
        fail_set(fail, FAIL_INPUT, "a passphrase needs at least %d characters; this one has %zu",
                 VAULT_PASSPHRASE_LEAST, characters(passphrase));
        return NULL;
    }
    if (cost->bytes < crypto_pwhash_MEMLIMIT_MIN || cost->bytes > (uint64_t)4 << 30 ||
        cost->passes < 1 || cost->passes > 16) {
        fail_set(fail, FAIL_CORRUPT, "the stored cost of the passphrase is out of range");
        return NULL;
    }
    VaultKey *key = key_new(fail);
    if (key != NULL &&
        crypto_pwhash(key->bytes, sizeof key->bytes, passphrase, strlen(passphrase), cost->salt,
                      cost->passes, (size_t)cost->bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        fail_set(fail, FAIL_MEMORY, "there are not %llu MB of memory to check a passphrase",
                 (unsigned long long)(cost->bytes >> 20));
        vault_key_free(key);
        key = NULL;
    }
    return key;
}

bool vault_pin_make(const char *pin, char stored[VAULT_PIN_TEXT], Fail *fail) {
    size_t length = strlen(pin);
    if (length < 4 || length > 12 || strspn(pin, "0123456789") != length) {
        return fail_set(fail, FAIL_INPUT, "a PIN is 4 to 12 digits");
    }
    memset(stored, 0, VAULT_PIN_TEXT);
    return crypto_pwhash_str(stored, pin, length, 2, (size_t)19 << 20) == 0 ||
           fail_set(fail, FAIL_MEMORY, "there is no memory to keep a PIN");
}

bool vault_pin_is(const char *pin, const char *stored) {
    char padded[crypto_pwhash_STRBYTES] = {0};
    strncpy(padded, stored, sizeof padded - 1);
    return crypto_pwhash_str_verify(padded, pin, strlen(pin)) == 0;
}

/* ---- the printed recovery key ---- */

/* Crockford's base 32: no I, L, O, U. */
static const char SIGNS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { RECOVERY_CHECK = 3, RECOVERY_BYTES = VAULT_KEY_BYTES + RECOVERY_CHECK };
/* 35 bytes are 56 signs: 14 groups of 4. */
enum { RECOVERY_SIGNS = RECOVERY_BYTES * 8 / 5 };
static_assert(RECOVERY_BYTES * 8 % 5 == 0, "whole signs");
static_assert(RECOVERY_SIGNS + RECOVERY_SIGNS / 4 <= VAULT_RECOVERY_TEXT, "text size");

static void recovery_check(const uint8_t *key, uint8_t check[RECOVERY_CHECK]) {
    uint8_t hash[crypto_generichash_BYTES];
    crypto_generichash(hash, sizeof hash, key, VAULT_KEY_BYTES, NULL, 0);
    memcpy(check, hash, RECOVERY_CHECK);
    sodium_memzero(hash, sizeof hash);
}

bool vault_recovery_text(const VaultKey *key, char text[VAULT_RECOVERY_TEXT]) {
    uint8_t bytes[RECOVERY_BYTES];
    memcpy(bytes, key->bytes, VAULT_KEY_BYTES);
    recovery_check(key->bytes, bytes + VAULT_KEY_BYTES);
    size_t at = 0;
    for (int sign = 0; sign < RECOVERY_SIGNS; sign++) {
        unsigned value = 0;
        for (int bit = sign * 5; bit < sign * 5 + 5; bit++) {
            value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1u);
        }
        if (sign > 0 && sign % 4 == 0) {
            text[at++] = '-';
        }
        text[at++] = SIGNS[value];
    }
    text[at] = '\0';
    sodium_memzero(bytes, sizeof bytes);
    return true;
}

static int sign_value(char sign) {
    if (sign >= 'a' && sign <= 'z') {
        sign = (char)(sign - 'a' + 'A');
    }
    sign = sign == 'O' ? '0' : sign == 'I' || sign == 'L' ? '1' : sign;
    const char *found = sign != '\0' ? strchr(SIGNS, sign) : NULL;
    return found != NULL ? (int)(found - SIGNS) : -1;
}

VaultKey *vault_recovery_read(const char *text, Fail *fail) {
    uint8_t bytes[RECOVERY_BYTES] = {0}, check[RECOVERY_CHECK];
    int signs = 0;
    for (; *text != '\0'; text++) {
        if (*text == '-' || *text == ' ' || *text == '\n' || *text == '\t') {
            continue;
        }
        int value = sign_value(*text);
        if (value < 0 || signs == RECOVERY_SIGNS) {
            signs = -1;
            break;
        }
        for (int i = 0; i < 5; i++) {
            int bit = signs * 5 + i;
            bytes[bit / 8] |= (uint8_t)((value >> (4 - i) & 1) << (7 - bit % 8));
        }
        signs++;
    }
    recovery_check(bytes, check);
    VaultKey *key = NULL;
    if (signs != RECOVERY_SIGNS || memcmp(check, bytes + VAULT_KEY_BYTES, RECOVERY_CHECK) != 0) {
        fail_set(fail, FAIL_INPUT,
                 "this is not a recovery key: it has %d signs in groups of 4, and one is wrong or "
                 "missing; read it again from the paper",
                 RECOVERY_SIGNS);
    } else if ((key = key_new(fail)) != NULL) {
        memcpy(key->bytes, bytes, VAULT_KEY_BYTES);
    }
    sodium_memzero(bytes, sizeof bytes);
    return key;
}

/* ---- audit ---- */

void vault_chain(const uint8_t before[VAULT_HASH_BYTES], const void *entry, size_t length,
                 uint8_t hash[VAULT_HASH_BYTES]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, VAULT_HASH_BYTES);
    crypto_generichash_update(&state, before, VAULT_HASH_BYTES);
    crypto_generichash_update(&state, entry, length);
    crypto_generichash_final(&state, hash, VAULT_HASH_BYTES);
}
