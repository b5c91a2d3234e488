/* Keys and costs as they lie in notes; see keys_own.h. */
#include "app/keys_own.h"

#include <stdio.h>
#include <string.h>

char *key_hex(Mem *mem, const void *bytes, size_t length) {
    char *text = mem_alloc(mem, 2 * length + 1);
    for (size_t i = 0; text != NULL && i < length; i++) {
        snprintf(text + 2 * i, 3, "%02x", ((const uint8_t *)bytes)[i]);
    }
    return text;
}

bool key_bytes(Mem *mem, const char *hex, uint8_t **bytes, size_t *length) {
    size_t digits = hex != NULL ? strlen(hex) : 1;
    *length = digits / 2;
    *bytes = digits % 2 == 0 ? mem_alloc(mem, *length + 1) : NULL;
    for (size_t i = 0; *bytes != NULL && i < *length; i++) {
        unsigned byte;
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) {
            return false;
        }
        (*bytes)[i] = (uint8_t)byte;
    }
    return *bytes != NULL;
}

const char *key_text(const Value *record, const char *name) {
    const Value *value = value_get(record, name);
    return value != NULL && value->kind == VALUE_TEXT ? value->as.text : "";
}

int64_t key_number(const Value *record, const char *name) {
    const Value *value = value_get(record, name);
    return value != NULL && value->kind == VALUE_INT ? value->as.integer : 0;
}

bool key_cost(Mem *mem, const Value *record, VaultCost *cost) {
    uint8_t *salt;
    size_t length;
    cost->passes = (uint64_t)key_number(record, "passes");
    cost->bytes = (uint64_t)key_number(record, "bytes");
    if (!key_bytes(mem, key_text(record, "salt"), &salt, &length) || length != sizeof cost->salt) {
        return false;
    }
    memcpy(cost->salt, salt, sizeof cost->salt);
    return true;
}
