/* Fingerprints of bytes: SHA-256 (FIPS 180-4) names a game's files and a record for good; CRC-32
 * (ISO-HDLC, as in PNG and zip) notices damage. Neither keeps a secret. */
#ifndef OTTERPAW_BASE_HASH_H
#define OTTERPAW_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32, SHA256_TEXT_SIZE = 65 };

/* Open so that it can lie on the stack; only the functions below touch it. */
typedef struct {
    uint32_t state[8];
    uint64_t length; /* bytes taken so far */
    uint8_t block[64];
} Sha256;

void sha256_begin(Sha256 *hash);
void sha256_add(Sha256 *hash, const void *bytes, size_t count);
void sha256_end(Sha256 *hash, uint8_t digest[SHA256_BYTES]);
void sha256(const void *bytes, size_t count, uint8_t digest[SHA256_BYTES]);
/* 64 lower-case hexadecimal digits and the ending 0; returns text. */
char *sha256_text(const uint8_t digest[SHA256_BYTES], char text[SHA256_TEXT_SIZE]);

/* Start with crc 0; pass the result on to go on with more bytes. */
uint32_t crc32_add(uint32_t crc, const void *bytes, size_t count);

#endif
