/* How keys lie in notes and in the open head of a sealed backup. Private to keys and seal. */
#ifndef OTTERPAW_APP_KEYS_OWN_H
#define OTTERPAW_APP_KEYS_OWN_H

#include "app/keys.h"
#include "base/value.h"
#include "vault/vault.h"

char *key_hex(Mem *mem, const void *bytes, size_t length); /* NULL: no memory */
bool key_bytes(Mem *mem, const char *hex, uint8_t **bytes, size_t *length);
const char *key_text(const Value *record, const char *name);   /* "" when there is none */
int64_t key_number(const Value *record, const char *name);     /* 0 when there is none */
bool key_cost(Mem *mem, const Value *record, VaultCost *cost); /* of a passphrase */

struct Keys {
    Store *store;
    int64_t (*wall_us)(void *self);
    void *self;
    uint64_t memory_bytes;
    VaultKey *clinic; /* NULL: closed */
    bool locked, exists;
    int64_t opened_us; /* by a passphrase */
    char who[KEYS_NAME_MAX];
    char pin[VAULT_PIN_TEXT]; /* of whoever opened it; "" */
    int wrong;
    int64_t until_us;
};

/* A note, on the disk when this comes back. */
bool keys_put_note(Keys *keys, const char *kind, const char *key, const char *text, Fail *fail);
/* *found: there is such a note and it can be read. */
bool keys_get_note(Keys *keys, Mem *mem, const char *kind, const char *key, Value *record,
                   bool *found, Fail *fail);
bool keys_need_open(Keys *keys, Fail *fail); /* false: closed or locked, as *fail says */
bool keys_no_memory(Fail *fail);             /* false, always */

#endif
