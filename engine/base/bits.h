/* Numbers as bytes and bits: varints, and adaptive Rice codes (Weinberger, Seroussi & Sapiro 2000,
 * the k of JPEG-LS). What is read may be anything: every reader says when it ends too early. */
#ifndef OTTERPAW_BASE_BITS_H
#define OTTERPAW_BASE_BITS_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Small magnitudes of both signs become small codes. */
uint64_t bits_zigzag(int64_t number);
int64_t bits_unzigzag(uint64_t code);

typedef struct {
    const uint8_t *bytes;
    size_t length, at;
    int bit; /* of bytes[at], highest first */
} BitReader;

/* Seven bits a byte, low ones first. False: memory is full. */
bool bits_add_varint(Buffer *out, uint64_t number);
/* From whole bytes. False: the bytes end, or it is over 64 bits. */
bool bits_take_varint(BitReader *in, uint64_t *number);

typedef struct {
    Buffer *out; /* NULL: only count */
    uint64_t count;
    uint8_t pending;
    bool ok;
} BitWriter;

/* The lowest `count` of 64 bits, highest first. A last byte that is not full stays pending. */
void bits_put(BitWriter *writer, uint64_t bits, int count);
bool bits_take(BitReader *in, int count, uint64_t *bits);

typedef struct {
    uint64_t sum, count; /* of the latest codes */
} Rice;

extern const Rice RICE_START;

/* Both learn from each code, so writer and reader stay alike. */
void rice_put(Rice *rice, BitWriter *writer, uint64_t code);
bool rice_take(Rice *rice, BitReader *in, uint64_t *code);

#endif
