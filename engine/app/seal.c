/* Sealing backups and opening them again; see seal.h. */
#include "app/seal.h"

#include "app/keys_own.h"
#include "store/history.h"

#include <stdio.h>
#include <string.h>

static bool no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory to seal or open a backup");
}

static bool put_text(Mem *mem, Value *record, const char *name, const char *text, Fail *fail) {
    Value value;
    return value_read(mem, text, strlen(text), &value, fail) &&
           (value_put(mem, record, name, value) || no_memory(fail));
}

static bool make_head(Store *store, Mem *mem, Buffer *head, Fail *fail) {
    Value record = value_record(), therapists = value_record();
    const char *clinic, **names, **texts;
    size_t count;
    if (!history_note(store, mem, "clinic", "clinic", &clinic, fail) ||
        !history_notes(store, mem, "therapist", &names, &texts, &count, fail)) {
        return false;
    }
    bool ok = clinic == NULL || put_text(mem, &record, "clinic", clinic, fail);
    for (size_t i = 0; ok && i < count; i++) {
        ok = put_text(mem, &therapists, names[i], texts[i], fail);
    }
    return ok &&
           ((value_put(mem, &record, "therapists", therapists) && value_write(head, &record)) ||
            no_memory(fail));
}

bool seal_read(Store *store, Seal *seal, Fail *fail) {
    Mem *mem = mem_new(4 << 20);
    const char *text = NULL;
    Value record;
    uint8_t *bytes;
    size_t length;
    *seal = (Seal){0};
    bool ok =
        mem != NULL ? history_note(store, mem, "clinic", "public", &text, fail) : no_memory(fail);
    if (ok && text != NULL) {
        ok = value_read(mem, text, strlen(text), &record, fail);
        if (ok && (!key_bytes(mem, key_text(&record, "public"), &bytes, &length) ||
                   length != sizeof seal->public_part)) {
            ok = fail_set(fail, FAIL_CORRUPT, "the public part of the clinic's key is spoilt");
        }
        ok = ok && make_head(store, mem, &seal->head, fail);
        if (ok) {
            memcpy(seal->public_part, bytes, length);
            seal->sealed = true;
        }
    }
    mem_free(mem);
    return ok;
}

void seal_free(Seal *seal) {
    buffer_free(&seal->head);
    *seal = (Seal){0};
}

static bool seal_file(void *self, const char *plain, const char *sealed, Fail *fail) {
    const Seal *seal = self;
    return vault_seal_path(seal->public_part, (const char *)seal->head.bytes, plain, sealed, fail);
}

BackupWay seal_way(Seal *seal, const atomic_bool *stop) {
    return seal->sealed ? (BackupWay){seal_file, seal, SEAL_SUFFIX, stop}
                        : (BackupWay){NULL, NULL, "", stop};
}

bool seal_is(const char *path, Buffer *head, Fail *fail) {
    Fail why = {0};
    if (vault_path_whole(path, head, &why)) {
        return true;
    }
    if (why.kind != FAIL_INPUT) {
        *fail = why;
    }
    return false;
}

/* The clinic's key, as the head holds it. */
static VaultKey *clinic_key(Mem *mem, const Value *record, const SealSecret *secret, Fail *fail) {
    uint8_t *wrapped;
    size_t length;
    VaultKey *by = NULL, *clinic = NULL;
    char place[96];
    if (secret->recovery != NULL) {
        const Value *note = value_get(record, "clinic");
        by = vault_recovery_read(secret->recovery, fail);
        if (by != NULL && key_bytes(mem, key_text(note, "recovery"), &wrapped, &length)) {
            clinic = vault_unwrap(by, "clinic/recovery", wrapped, length, fail);
        }
        if (by != NULL && clinic == NULL) {
            fail_set(fail, FAIL_INPUT, "this is not the recovery key of the backup's clinic");
        }
    } else {
        VaultCost cost;
        const Value *note = value_get(value_get(record, "therapists"), secret->therapist);
        if (note == NULL || !key_cost(mem, note, &cost) ||
            !key_bytes(mem, key_text(note, "wrapped"), &wrapped, &length)) {
            fail_set(fail, FAIL_INPUT, "the backup knows no therapist \"%.60s\"",
                     secret->therapist);
            return NULL;
        }
        snprintf(place, sizeof place, "therapist/%.60s", secret->therapist);
        by = vault_key_of_passphrase(secret->passphrase, &cost, fail);
        clinic = by != NULL ? vault_unwrap(by, place, wrapped, length, fail) : NULL;
        if (by != NULL && clinic == NULL) {
            fail_set(fail, FAIL_INPUT, "the passphrase does not fit; try again");
        }
    }
    vault_key_free(by);
    return clinic;
}

bool seal_open(const char *path, const char *head, const SealSecret *secret, const char *to,
               Fail *fail) {
    Mem *mem = mem_new(4 << 20);
    Value record;
    VaultKey *clinic = NULL;
    bool ok = (mem != NULL || no_memory(fail)) &&
              value_read(mem, head, strlen(head), &record, fail) &&
              (clinic = clinic_key(mem, &record, secret, fail)) != NULL &&
              vault_open_path(clinic, path, to, fail);
    vault_key_free(clinic);
    mem_free(mem);
    return ok;
}
