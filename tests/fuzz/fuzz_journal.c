/* libFuzzer: any bytes, with and without a right check sum, are decoded safely; what decodes
 * encodes to something that decodes to the same. */
#include "base/hash.h"
#include "play/journal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const uint8_t *bytes, size_t length) {
    Journal journal = {0}, again = {0};
    Buffer out = {0};
    if (journal_decode(bytes, length, &journal, NULL)) {
        if (!journal_encode(journal.entries, journal.count, &out) ||
            !journal_decode(out.bytes, out.length, &again, NULL) || again.count != journal.count) {
            abort();
        }
        for (size_t i = 0; i < again.count; i++) {
            const Entry *a = &journal.entries[i], *b = &again.entries[i];
            if (a->kind != b->kind || a->time_us != b->time_us || a->value != b->value ||
                a->phase != b->phase || a->finger != b->finger ||
                memcmp(&a->x_mm, &b->x_mm, sizeof a->x_mm) != 0 ||
                memcmp(&a->y_mm, &b->y_mm, sizeof a->y_mm) != 0) {
                abort();
            }
        }
    }
    buffer_free(&out);
    journal_free(&journal);
    journal_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check(data, size);
    uint8_t *signed_bytes = malloc(size + 4);
    if (signed_bytes != NULL) {
        if (size > 0) {
            memcpy(signed_bytes, data, size);
        }
        uint32_t crc = crc32_add(0, data, size);
        for (int i = 0; i < 4; i++) {
            signed_bytes[size + (size_t)i] = (uint8_t)(crc >> (8 * i));
        }
        check(signed_bytes, size + 4);
        free(signed_bytes);
    }
    return 0;
}
