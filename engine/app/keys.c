/* Keys of the clinic, its therapists and its children; see keys.h. All of it lies in notes: what is
 * secret is wrapped, what is counted is written before it is used. */
#include "app/keys.h"

#include "app/keys_own.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t REOPEN_US = INT64_C(8) * 3600 * 1000000;
static const int64_t WAIT_FIRST_S = 30, WAIT_MOST_S = 900;

static int64_t now_us(const Keys *keys) {
    return keys->wall_us(keys->self);
}

/* ---- notes ---- */

bool keys_put_note(Keys *keys, const char *kind, const char *key, const char *text, Fail *fail) {
    return store_note(keys->store, kind, key, text, now_us(keys), NULL, NULL, fail) &&
           store_flush(keys->store, fail);
}

bool keys_get_note(Keys *keys, Mem *mem, const char *kind, const char *key, Value *record,
                   bool *found, Fail *fail) {
    const char *text;
    *found = false;
    if (!history_note(keys->store, mem, kind, key, &text, fail)) {
        return false;
    }
    *found = text != NULL && value_read(mem, text, strlen(text), record, fail);
    return text == NULL || *found;
}

bool keys_no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory for the keys");
}

/* ---- open and close ---- */

static bool read_counter(Keys *keys, Mem *mem, Fail *fail) {
    Value record;
    bool found;
    if (!keys_get_note(keys, mem, "pin", "tablet", &record, &found, fail)) {
        return false;
    }
    keys->wrong = found ? (int)key_number(&record, "wrong") : 0;
    keys->until_us = found ? key_number(&record, "until_us") : 0;
    return true;
}

Keys *keys_open(Store *store, int64_t (*wall_us)(void *self), void *self, uint64_t memory_bytes,
                Fail *fail) {
    Keys *keys = calloc(1, sizeof *keys);
    Mem *mem = mem_new(4 << 20);
    Value record;
    bool ok = keys != NULL && mem != NULL ? vault_begin(fail) : keys_no_memory(fail);
    if (ok) {
        *keys =
            (Keys){.store = store, .wall_us = wall_us, .self = self, .memory_bytes = memory_bytes};
        ok = keys_get_note(keys, mem, "clinic", "clinic", &record, &keys->exists, fail) &&
             read_counter(keys, mem, fail);
    }
    mem_free(mem);
    if (!ok) {
        free(keys);
        return NULL;
    }
    return keys;
}

static void wipe(Keys *keys) {
    vault_key_free(keys->clinic);
    keys->clinic = NULL;
    keys->locked = false;
    keys->who[0] = '\0';
    keys->pin[0] = '\0';
}

void keys_close(Keys *keys) {
    if (keys != NULL) {
        wipe(keys);
        free(keys);
    }
}

KeysState keys_state(Keys *keys) {
    int64_t open_us = now_us(keys) - keys->opened_us;
    /* A clock that went back tells nothing about how long it was open: it closes. */
    if (keys->clinic != NULL && (open_us < 0 || open_us > REOPEN_US)) {
        wipe(keys);
    }
    return !keys->exists          ? KEYS_NONE
           : keys->clinic == NULL ? KEYS_CLOSED
           : keys->locked         ? KEYS_LOCKED
                                  : KEYS_OPEN;
}

const char *keys_who(const Keys *keys) {
    return keys->who;
}

bool keys_need_open(Keys *keys, Fail *fail) {
    return keys_state(keys) == KEYS_OPEN ||
           fail_set(fail, FAIL_REFUSED, "names are locked: open them with a PIN or passphrase");
}

/* ---- therapists ---- */

static bool check_name(const char *therapist, Fail *fail) {
    size_t length = strlen(therapist);
    return (length >= 1 && length < KEYS_NAME_MAX && strchr(therapist, '/') == NULL) ||
           fail_set(fail, FAIL_INPUT, "a therapist's name has 1 to %d characters and no /",
                    KEYS_NAME_MAX - 1);
}

static void place_of(const char *therapist, char place[96]) {
    snprintf(place, 96, "therapist/%s", therapist);
}

/* Stores the clinic key wrapped under the passphrase; pin: a stored check, "". */
static bool keep_therapist(Keys *keys, const char *therapist, const VaultKey *clinic,
                           const char *passphrase, Fail *fail) {
    char place[96];
    VaultCost cost = vault_cost(keys->memory_bytes);
    VaultKey *by = vault_key_of_passphrase(passphrase, &cost, fail);
    Mem *mem = mem_new(1 << 20);
    Buffer wrapped = {0}, text = {0};
    Value record = value_record();
    place_of(therapist, place);
    bool ok = by != NULL && (mem != NULL || keys_no_memory(fail)) &&
              vault_wrap(by, place, clinic, &wrapped, fail);
    ok = ok &&
         ((value_put(mem, &record, "passes", value_int((int64_t)cost.passes)) &&
           value_put(mem, &record, "bytes", value_int((int64_t)cost.bytes)) &&
           value_put(mem, &record, "salt", value_text(key_hex(mem, cost.salt, sizeof cost.salt))) &&
           value_put(mem, &record, "wrapped",
                     value_text(key_hex(mem, wrapped.bytes, wrapped.length))) &&
           value_write(&text, &record)) ||
          keys_no_memory(fail)) &&
         keys_put_note(keys, "therapist", therapist, (const char *)text.bytes, fail);
    buffer_free(&wrapped);
    buffer_free(&text);
    vault_key_free(by);
    mem_free(mem);
    return ok;
}

static void read_pin(Keys *keys, Mem *mem) {
    Value record;
    bool found;
    keys->pin[0] = '\0';
    if (keys_get_note(keys, mem, "therapist_pin", keys->who, &record, &found, NULL) && found) {
        snprintf(keys->pin, sizeof keys->pin, "%s", key_text(&record, "check"));
    }
}

static bool reset_counter(Keys *keys, Fail *fail) {
    if (keys->wrong == 0) {
        return true;
    }
    keys->wrong = 0;
    keys->until_us = 0;
    return keys_put_note(keys, "pin", "tablet", "{\"wrong\":0,\"until_us\":0}", fail);
}

/* What backups are sealed with, so that making one needs no secret. */
static bool keep_public(Keys *keys, Mem *mem, Fail *fail) {
    uint8_t public_part[VAULT_PUBLIC_BYTES];
    char text[2 * VAULT_PUBLIC_BYTES + 32];
    Value record;
    bool found;
    vault_public(keys->clinic, public_part);
    char *hex = key_hex(mem, public_part, sizeof public_part);
    if (hex == NULL || !keys_get_note(keys, mem, "clinic", "public", &record, &found, fail)) {
        return hex != NULL || keys_no_memory(fail);
    }
    if (found && strcmp(key_text(&record, "public"), hex) == 0) {
        return true;
    }
    snprintf(text, sizeof text, "{\"public\":\"%s\"}", hex);
    return keys_put_note(keys, "clinic", "public", text, fail);
}

/* Takes the clinic key over as opened by this therapist. */
static bool opened(Keys *keys, VaultKey *clinic, const char *therapist, Mem *mem, Fail *fail) {
    wipe(keys);
    keys->clinic = clinic;
    keys->exists = true;
    keys->opened_us = now_us(keys);
    snprintf(keys->who, sizeof keys->who, "%s", therapist);
    read_pin(keys, mem);
    return reset_counter(keys, fail) && keep_public(keys, mem, fail);
}

static bool keep_recovery(Keys *keys, const VaultKey *clinic, const VaultKey *recovery,
                          Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Buffer wrapped = {0}, text = {0};
    Value record = value_record();
    bool ok = (mem != NULL || keys_no_memory(fail)) &&
              vault_wrap(recovery, "clinic/recovery", clinic, &wrapped, fail) &&
              ((value_put(mem, &record, "recovery",
                          value_text(key_hex(mem, wrapped.bytes, wrapped.length))) &&
                value_write(&text, &record)) ||
               keys_no_memory(fail)) &&
              keys_put_note(keys, "clinic", "clinic", (const char *)text.bytes, fail);
    buffer_free(&wrapped);
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

bool keys_set_up(Keys *keys, const char *therapist, const char *passphrase,
                 char recovery[VAULT_RECOVERY_TEXT], Fail *fail) {
    if (keys->exists) {
        return fail_set(fail, FAIL_REFUSED, "this tablet already belongs to a clinic");
    }
    VaultKey *clinic = vault_key_random(fail), *printed = vault_key_random(fail);
    Mem *mem = mem_new(1 << 20);
    /* The clinic's own note comes last: without it nothing was set up. */
    bool ok = clinic != NULL && printed != NULL && (mem != NULL || keys_no_memory(fail)) &&
              check_name(therapist, fail) && vault_recovery_text(printed, recovery) &&
              keep_therapist(keys, therapist, clinic, passphrase, fail) &&
              keep_recovery(keys, clinic, printed, fail);
    if (ok) {
        ok = opened(keys, clinic, therapist, mem, fail);
        clinic = NULL;
    }
    vault_key_free(clinic);
    vault_key_free(printed);
    mem_free(mem);
    return ok;
}

bool keys_add(Keys *keys, const char *therapist, const char *passphrase, Fail *fail) {
    return keys_need_open(keys, fail) && check_name(therapist, fail) &&
           keep_therapist(keys, therapist, keys->clinic, passphrase, fail);
}

bool keys_unlock(Keys *keys, const char *therapist, const char *passphrase, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Value record;
    VaultCost cost;
    uint8_t *wrapped;
    size_t length;
    char place[96];
    bool found = false;
    VaultKey *by = NULL, *clinic = NULL;
    place_of(therapist, place);
    bool ok = (mem != NULL || keys_no_memory(fail)) && check_name(therapist, fail) &&
              keys_get_note(keys, mem, "therapist", therapist, &record, &found, fail);
    if (ok && (!found || !key_cost(mem, &record, &cost) ||
               !key_bytes(mem, key_text(&record, "wrapped"), &wrapped, &length))) {
        ok = fail_set(fail, FAIL_INPUT, "there is no therapist \"%s\" on this tablet", therapist);
    }
    by = ok ? vault_key_of_passphrase(passphrase, &cost, fail) : NULL;
    clinic = by != NULL ? vault_unwrap(by, place, wrapped, length, fail) : NULL;
    if (by != NULL && clinic == NULL) {
        fail_set(fail, FAIL_INPUT, "the passphrase does not fit; try again");
    }
    ok = clinic != NULL && opened(keys, clinic, therapist, mem, fail);
    vault_key_free(by);
    mem_free(mem);
    return ok;
}

bool keys_recover(Keys *keys, const char *recovery, const char *therapist, const char *passphrase,
                  Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Value record;
    uint8_t *wrapped;
    size_t length;
    bool found = false;
    VaultKey *by = vault_recovery_read(recovery, fail), *clinic = NULL;
    bool ok = by != NULL && (mem != NULL || keys_no_memory(fail)) && check_name(therapist, fail) &&
              keys_get_note(keys, mem, "clinic", "clinic", &record, &found, fail);
    if (ok && (!found || !key_bytes(mem, key_text(&record, "recovery"), &wrapped, &length))) {
        ok = fail_set(fail, FAIL_INPUT, "this tablet belongs to no clinic");
    }
    clinic = ok ? vault_unwrap(by, "clinic/recovery", wrapped, length, fail) : NULL;
    if (ok && clinic == NULL) {
        fail_set(fail, FAIL_INPUT, "this is not the recovery key of this tablet's clinic");
    }
    ok = clinic != NULL && keep_therapist(keys, therapist, clinic, passphrase, fail);
    if (ok) {
        ok = opened(keys, clinic, therapist, mem, fail);
        clinic = NULL;
    }
    vault_key_free(clinic);
    vault_key_free(by);
    mem_free(mem);
    return ok;
}

bool keys_therapists(Keys *keys, Mem *mem, const char ***names, size_t *count, Fail *fail) {
    const char **texts;
    return history_notes(keys->store, mem, "therapist", names, &texts, count, fail);
}

/* ---- PIN ---- */

bool keys_has_pin(const Keys *keys) {
    return keys->pin[0] != '\0';
}

bool keys_set_pin(Keys *keys, const char *pin, Fail *fail) {
    char stored[VAULT_PIN_TEXT], text[VAULT_PIN_TEXT + 32];
    bool digits = strlen(pin) == KEYS_PIN_DIGITS;
    for (const char *at = pin; *at != '\0'; at++) {
        digits = digits && isdigit((unsigned char)*at);
    }
    if (!digits) {
        return fail_set(fail, FAIL_INPUT, "a PIN has %d digits", KEYS_PIN_DIGITS);
    }
    if (!keys_need_open(keys, fail) || !vault_pin_make(pin, stored, fail)) {
        return false;
    }
    snprintf(text, sizeof text, "{\"check\":\"%s\"}", stored);
    if (!keys_put_note(keys, "therapist_pin", keys->who, text, fail)) {
        return false;
    }
    snprintf(keys->pin, sizeof keys->pin, "%s", stored);
    return true;
}

void keys_lock(Keys *keys) {
    if (keys_state(keys) != KEYS_OPEN) {
        return;
    }
    if (keys_has_pin(keys)) {
        keys->locked = true;
    } else {
        wipe(keys);
    }
}

int keys_wait_s(const Keys *keys) {
    int64_t wait_s = (keys->until_us - now_us(keys) + 999999) / 1000000;
    return wait_s <= 0 ? 0 : wait_s > WAIT_MOST_S ? (int)WAIT_MOST_S : (int)wait_s;
}

/* From the fifth wrong one on: 30 s, doubling to 15 minutes. */
static int64_t wait_after(int wrong) {
    int64_t wait_s = WAIT_FIRST_S;
    if (wrong < KEYS_WRONG_WAIT) {
        return 0;
    }
    for (int i = KEYS_WRONG_WAIT; i < wrong && wait_s < WAIT_MOST_S; i++) {
        wait_s *= 2;
    }
    return wait_s < WAIT_MOST_S ? wait_s : WAIT_MOST_S;
}

PinAnswer keys_try_pin(Keys *keys, const char *pin, Fail *fail) {
    char text[96];
    KeysState state = keys_state(keys);
    if (state == KEYS_OPEN) {
        return PIN_OPENED;
    }
    if (state != KEYS_LOCKED || keys->wrong >= KEYS_WRONG_MOST) {
        wipe(keys);
        return PIN_SPENT;
    }
    if (keys_wait_s(keys) > 0) {
        return PIN_WAIT;
    }
    int64_t until_us = now_us(keys) + wait_after(keys->wrong + 1) * 1000000;
    snprintf(text, sizeof text, "{\"wrong\":%d,\"until_us\":%lld}", keys->wrong + 1,
             (long long)until_us);
    if (!keys_put_note(keys, "pin", "tablet", text, fail)) {
        return PIN_TROUBLE;
    }
    keys->wrong++;
    keys->until_us = until_us;
    if (vault_pin_is(pin, keys->pin)) {
        keys->locked = false;
        return reset_counter(keys, fail) ? PIN_OPENED : PIN_TROUBLE;
    }
    if (keys->wrong >= KEYS_WRONG_MOST) {
        wipe(keys);
        return PIN_SPENT;
    }
    return PIN_WRONG;
}

bool keys_open_backup(Keys *keys, const char *sealed, const char *to, Fail *fail) {
    return keys_need_open(keys, fail) && vault_open_path(keys->clinic, sealed, to, fail);
}
