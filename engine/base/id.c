/* UUIDv7; see id.h. */
#include "base/id.h"

#include <stdio.h>
#include <string.h>

Id id_make(uint64_t unix_ms, const uint8_t random[10]) {
    Id id;
    for (int i = 0; i < 6; i++) {
        id.bytes[i] = (uint8_t)(unix_ms >> (40 - 8 * i));
    }
    memcpy(id.bytes + 6, random, 10);
    id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0F) | 0x70);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3F) | 0x80);
    return id;
}

/* RFC 9562, 6.2, method 1: a counter in rand_a; when it is used up the time is moved ahead. */
Id id_next(IdClock *clock, uint64_t unix_ms, const uint8_t random[10], bool *doubt) {
    if (doubt != NULL) {
        *doubt = unix_ms < clock->seen_ms;
    }
    uint64_t least = unix_ms > clock->seen_ms ? unix_ms : clock->seen_ms;
    clock->seen_ms = least;
    if (least > clock->used_ms) {
        clock->used_ms = least;
        clock->counter = (uint16_t)((random[0] << 8 | random[1]) & 0x7FF);
    } else if (++clock->counter > 0xFFF) {
        clock->used_ms++;
        clock->counter = 0;
    }
    Id id = id_make(clock->used_ms, random);
    id.bytes[6] = (uint8_t)(0x70 | clock->counter >> 8);
    id.bytes[7] = (uint8_t)clock->counter;
    return id;
}

void id_text(Id id, char text[ID_TEXT_SIZE]) {
    const uint8_t *b = id.bytes;
    snprintf(text, ID_TEXT_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool id_parse(const char *text, Id *id) {
    if (strlen(text) != ID_TEXT_SIZE - 1) {
        return false;
    }
    Id parsed;
    int n = 0;
    for (int i = 0; i < ID_TEXT_SIZE - 1;) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i++] != '-') {
                return false;
            }
            continue;
        }
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        parsed.bytes[n++] = (uint8_t)(high << 4 | low);
        i += 2;
    }
    *id = parsed;
    return true;
}

bool id_equal(Id a, Id b) {
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool id_is_nil(Id id) {
    static const Id nil = {{0}};
    return id_equal(id, nil);
}
