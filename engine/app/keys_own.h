/* How keys lie in notes and in the open head of a sealed backup. Private to keys and seal. */
#ifndef OTTERPAW_APP_KEYS_OWN_H
#define OTTERPAW_APP_KEYS_OWN_H

#include "base/value.h"
#include "vault/vault.h"

char *key_hex(Mem *mem, const void *bytes, size_t length); /* NULL: no memory */
bool key_bytes(Mem *mem, const char *hex, uint8_t **bytes, size_t *length);
const char *key_text(const Value *record, const char *name);   /* "" when there is none */
int64_t key_number(const Value *record, const char *name);     /* 0 when there is none */
bool key_cost(Mem *mem, const Value *record, VaultCost *cost); /* of a passphrase */

#endif
