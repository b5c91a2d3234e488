/* Files sealed for the holder of a key by anybody who knows its public part; see vault.h.
 *
 * "OTTERBK1", the head's length (4 bytes, low first) and text, a new stream key in a sealed box,
 * the stream's header, its chunks (the head's hash bound to the first), and the hash of all of
 * that. */
#include "vault/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK = 65536,
    TAG = crypto_secretstream_xchacha20poly1305_ABYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    BOX = crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES,
    HASH = VAULT_HASH_BYTES,
};
static const char MAGIC[8] = "OTTERBK1";

_Static_assert(crypto_box_PUBLICKEYBYTES == VAULT_PUBLIC_BYTES, "public part");

/* The pair that belongs to a key. The key's bytes are its only member. */
static void pair_of(const VaultKey *key, uint8_t public_part[VAULT_PUBLIC_BYTES],
                    uint8_t secret[crypto_box_SECRETKEYBYTES]) {
    static const char what[] = "otterpaw backup";
    uint8_t seed[crypto_box_SEEDBYTES];
    crypto_generichash(seed, sizeof seed, (const uint8_t *)what, sizeof what, (const uint8_t *)key,
                       VAULT_KEY_BYTES);
    crypto_box_seed_keypair(public_part, secret, seed);
    sodium_memzero(seed, sizeof seed);
}

void vault_public(const VaultKey *key, uint8_t public_part[VAULT_PUBLIC_BYTES]) {
    uint8_t secret[crypto_box_SECRETKEYBYTES];
    pair_of(key, public_part, secret);
    sodium_memzero(secret, sizeof secret);
}

static bool world(Fail *fail, const char *what, const char *path) {
    return fail_set(fail, FAIL_SYSTEM, "%.600s: %s: %s", path, what, strerror(errno));
}

/* ---- writing ---- */

typedef struct {
    FILE *file;
    crypto_generichash_state hash;
    bool ok;
} Out;

static void put(Out *out, const void *bytes, size_t length) {
    crypto_generichash_update(&out->hash, bytes, length);
    out->ok = out->ok && fwrite(bytes, 1, length, out->file) == length;
}

static void put_head(Out *out, const char *head, uint8_t hash[HASH]) {
    uint8_t length[4];
    size_t n = strlen(head);
    for (int i = 0; i < 4; i++) {
        length[i] = (uint8_t)(n >> (8 * i));
    }
    put(out, MAGIC, sizeof MAGIC);
    put(out, length, sizeof length);
    put(out, head, n);
    crypto_generichash(hash, HASH, (const uint8_t *)head, n, NULL, 0);
}

static void put_stream(Out *out, const uint8_t public_part[VAULT_PUBLIC_BYTES],
                       const uint8_t bound[HASH], FILE *in) {
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES], box[BOX], header[HEADER];
    static _Thread_local uint8_t plain[CHUNK], sealed[CHUNK + TAG];
    bool last = false, first = true;
    crypto_secretstream_xchacha20poly1305_keygen(key);
    out->ok = out->ok && crypto_box_seal(box, key, sizeof key, public_part) == 0;
    crypto_secretstream_xchacha20poly1305_init_push(&state, header, key);
    put(out, box, sizeof box);
    put(out, header, sizeof header);
    while (out->ok && !last) {
        unsigned long long written;
        size_t got = fread(plain, 1, sizeof plain, in);
        int next = getc(in);
        last = next == EOF;
        if (!last) {
            ungetc(next, in);
        }
        out->ok = !ferror(in);
        crypto_secretstream_xchacha20poly1305_push(
            &state, sealed, &written, plain, got, first ? bound : NULL, first ? HASH : 0,
            last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        put(out, sealed, (size_t)written);
        first = false;
    }
    sodium_memzero(key, sizeof key);
    sodium_memzero(plain, sizeof plain);
    sodium_memzero(&state, sizeof state);
}

/* The hash of all but the last HASH bytes, and these. False: cannot be read, or shorter. */
static bool hash_again(const char *path, uint8_t hash[HASH], uint8_t said[HASH]) {
    static _Thread_local uint8_t bytes[CHUNK];
    crypto_generichash_state state;
    FILE *file = fopen(path, "rb");
    size_t kept = 0, got;
    crypto_generichash_init(&state, NULL, 0, HASH);
    while (file != NULL && (got = fread(bytes + kept, 1, sizeof bytes - kept, file)) > 0) {
        size_t all = kept + got, now = all > HASH ? all - HASH : 0;
        crypto_generichash_update(&state, bytes, now);
        memmove(bytes, bytes + now, all - now);
        kept = all - now;
    }
    bool ok = file != NULL && !ferror(file) && kept == HASH;
    if (file != NULL) {
        fclose(file);
    }
    crypto_generichash_final(&state, hash, HASH);
    memcpy(said, bytes, HASH);
    return ok;
}

bool vault_seal_path(const uint8_t public_part[VAULT_PUBLIC_BYTES], const char *head,
                     const char *from, const char *to, Fail *fail) {
    uint8_t bound[HASH], hash[HASH], again[HASH], said[HASH];
    FILE *in = fopen(from, "rb");
    Out out = {.file = in != NULL ? fopen(to, "wb") : NULL, .ok = true};
    if (in == NULL || out.file == NULL || strlen(head) > VAULT_TEXT_MAX) {
        world(fail, "cannot be sealed", in == NULL ? from : to);
        if (in != NULL) {
            fclose(in);
        }
        if (out.file != NULL) {
            fclose(out.file);
        }
        return false;
    }
    crypto_generichash_init(&out.hash, NULL, 0, HASH);
    put_head(&out, head, bound);
    put_stream(&out, public_part, bound, in);
    crypto_generichash_final(&out.hash, hash, HASH);
    bool ok = out.ok && fwrite(hash, 1, HASH, out.file) == HASH && fflush(out.file) == 0 &&
              fsync(fileno(out.file)) == 0;
    if (ok) {
        /* Read again from the disk, where the kernel heeds the advice. */
        posix_fadvise(fileno(out.file), 0, 0, POSIX_FADV_DONTNEED);
    }
    ok = ok || world(fail, "cannot be written", to);
    fclose(in);
    ok = fclose(out.file) == 0 && ok;
    if (ok && (!hash_again(to, again, said) || memcmp(again, hash, HASH) != 0 ||
               memcmp(said, hash, HASH) != 0)) {
        ok = fail_set(fail, FAIL_SYSTEM,
                      "%.600s: the disk gives back other bytes than were written: replace it", to);
    }
    return ok;
}

/* ---- reading ---- */

/* After the magic and the head. */
static bool read_head(FILE *in, Buffer *head, const char *path, Fail *fail) {
    char magic[sizeof MAGIC];
    uint8_t length[4];
    if (fread(magic, 1, sizeof magic, in) != sizeof magic ||
        memcmp(magic, MAGIC, sizeof magic) != 0) {
        return fail_set(fail, FAIL_INPUT, "%.600s: this is no sealed backup", path);
    }
    size_t n = 0;
    bool ok = fread(length, 1, 4, in) == 4;
    for (int i = 0; i < 4; i++) {
        n |= (size_t)length[i] << (8 * i);
    }
    ok = ok && n <= VAULT_TEXT_MAX;
    for (size_t i = 0; ok && i < n; i++) {
        int c = getc(in);
        uint8_t byte = (uint8_t)c;
        ok = c != EOF && buffer_add(head, &byte, 1);
    }
    return ok || fail_set(fail, FAIL_CORRUPT, "%.600s: the sealed backup is damaged", path);
}

bool vault_path_whole(const char *sealed, Buffer *head, Fail *fail) {
    uint8_t hash[HASH], said[HASH];
    FILE *in = fopen(sealed, "rb");
    bool ok =
        in != NULL ? read_head(in, head, sealed, fail) : world(fail, "cannot be opened", sealed);
    if (in != NULL) {
        fclose(in);
    }
    if (ok && (!hash_again(sealed, hash, said) || memcmp(hash, said, HASH) != 0)) {
        ok = fail_set(fail, FAIL_CORRUPT,
                      "%.600s: the sealed backup was changed or cut off since it was made", sealed);
    }
    return ok;
}

static bool open_box(const VaultKey *by, FILE *in, uint8_t *key) {
    uint8_t public_part[VAULT_PUBLIC_BYTES], secret[crypto_box_SECRETKEYBYTES], box[BOX];
    pair_of(by, public_part, secret);
    bool ok = fread(box, 1, sizeof box, in) == sizeof box &&
              crypto_box_seal_open(key, box, sizeof box, public_part, secret) == 0;
    sodium_memzero(secret, sizeof secret);
    return ok;
}

/* Up to the final chunk; what follows must be the hash alone. */
static bool open_stream(FILE *in, const uint8_t *key, const uint8_t bound[HASH], FILE *out) {
    crypto_secretstream_xchacha20poly1305_state state;
    static _Thread_local uint8_t plain[CHUNK], sealed[CHUNK + TAG + HASH];
    uint8_t header[HEADER], tag = 0;
    size_t kept = 0, got;
    bool first = true;
    bool ok = fread(header, 1, sizeof header, in) == sizeof header &&
              crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0;
    while (ok && (got = fread(sealed + kept, 1, sizeof sealed - kept, in)) + kept > HASH) {
        size_t all = kept + got, now = all - HASH < CHUNK + TAG ? all - HASH : CHUNK + TAG;
        unsigned long long written;
        ok = tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL && now >= TAG &&
             crypto_secretstream_xchacha20poly1305_pull(&state, plain, &written, &tag, sealed, now,
                                                        first ? bound : NULL,
                                                        first ? HASH : 0) == 0 &&
             fwrite(plain, 1, (size_t)written, out) == written;
        kept = all - now;
        memmove(sealed, sealed + now, kept);
        first = false;
    }
    sodium_memzero(plain, sizeof plain);
    sodium_memzero(&state, sizeof state);
    return ok && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL && kept == HASH;
}

bool vault_open_path(const VaultKey *key, const char *sealed, const char *to, Fail *fail) {
    uint8_t stream_key[crypto_secretstream_xchacha20poly1305_KEYBYTES], bound[HASH];
    Buffer head = {0};
    FILE *in = fopen(sealed, "rb"), *out = NULL;
    bool ok =
        in != NULL ? read_head(in, &head, sealed, fail) : world(fail, "cannot be opened", sealed);
    if (ok && !open_box(key, in, stream_key)) {
        ok = fail_set(fail, FAIL_REFUSED, "%.600s: it was sealed for another clinic's key", sealed);
    }
    int fd = ok ? open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (ok && (fd < 0 || (out = fdopen(fd, "wb")) == NULL)) {
        ok = world(fail, "cannot be written", to);
    }
    if (ok) {
        crypto_generichash(bound, HASH, head.bytes != NULL ? head.bytes : (const uint8_t *)"",
                           head.length, NULL, 0);
        ok = open_stream(in, stream_key, bound, out) && fflush(out) == 0 && fsync(fd) == 0;
        ok = ok || fail_set(fail, FAIL_CORRUPT,
                            "%.600s: the sealed backup does not open: changed, cut off, or no room "
                            "for it",
                            sealed);
    }
    sodium_memzero(stream_key, sizeof stream_key);
    if (in != NULL) {
        fclose(in);
    }
    if (out != NULL) {
        ok = fclose(out) == 0 && ok;
    }
    if (!ok && fd >= 0) {
        unlink(to);
    }
    buffer_free(&head);
    return ok;
}
