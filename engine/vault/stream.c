/* Sealed files: chunks in a stream, so that none can be moved, changed or cut off; see vault.h. */
#include "vault/vault.h"

#include <sodium.h>
#include <string.h>

enum { CHUNK = 65536, TAG = crypto_secretstream_xchacha20poly1305_ABYTES };
static const char MAGIC[8] = "OTTERSF1";

/* The key's bytes are its only member. */
static const uint8_t *key_bytes(const VaultKey *key) {
    return (const uint8_t *)key;
}

static bool no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory to seal or open a file");
}

bool vault_seal_file(const VaultKey *key, const void *bytes, size_t length, Buffer *out,
                     Fail *fail) {
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t header[crypto_secretstream_xchacha20poly1305_HEADERBYTES], sealed[CHUNK + TAG];
    const uint8_t *from = bytes;
    crypto_secretstream_xchacha20poly1305_init_push(&state, header, key_bytes(key));
    bool ok = buffer_add(out, MAGIC, sizeof MAGIC) && buffer_add(out, header, sizeof header);
    size_t done = 0;
    do {
        size_t now = length - done < CHUNK ? length - done : CHUNK;
        bool last = done + now == length;
        unsigned long long written;
        crypto_secretstream_xchacha20poly1305_push(
            &state, sealed, &written, from + done, now, NULL, 0,
            last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        ok = ok && buffer_add(out, sealed, (size_t)written);
        done += now;
    } while (ok && done < length);
    sodium_memzero(&state, sizeof state);
    return ok || no_memory(fail);
}

static bool broken(Fail *fail) {
    return fail_set(fail, FAIL_CORRUPT,
                    "this sealed file does not open: another key, changed, or cut off");
}

bool vault_open_file(const VaultKey *key, const void *sealed, size_t length, Buffer *out,
                     Fail *fail) {
    crypto_secretstream_xchacha20poly1305_state state;
    enum { HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES };
    const uint8_t *from = sealed;
    size_t start = out->length, done = sizeof MAGIC + HEADER;
    uint8_t plain[CHUNK];
    if (length < done + TAG || memcmp(from, MAGIC, sizeof MAGIC) != 0) {
        return fail_set(fail, FAIL_INPUT, "this is no sealed file of this program");
    }
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state, from + sizeof MAGIC,
                                                        key_bytes(key)) != 0) {
        return broken(fail);
    }
    uint8_t tag = 0;
    bool ok = true;
    while (ok && done < length && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
        size_t now = length - done < CHUNK + TAG ? length - done : CHUNK + TAG;
        unsigned long long written;
        ok = crypto_secretstream_xchacha20poly1305_pull(&state, plain, &written, &tag, from + done,
                                                        now, NULL, 0) == 0;
        if (ok && !buffer_add(out, plain, (size_t)written)) {
            sodium_memzero(plain, sizeof plain);
            return no_memory(fail);
        }
        done += now;
    }
    sodium_memzero(plain, sizeof plain);
    sodium_memzero(&state, sizeof state);
    if (!ok || tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL || done != length) {
        if (out->bytes != NULL) {
            sodium_memzero(out->bytes + start, out->length - start);
        }
        out->length = start;
        return broken(fail);
    }
    return true;
}
