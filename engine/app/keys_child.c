/* A child's own key, and the texts sealed under it; see keys.h. */
#include "app/keys_own.h"

#include <stdio.h>
#include <string.h>

static void child_places(Id child, const char *field, char key[96], char place[112]) {
    char id[ID_TEXT_SIZE];
    id_text(child, id);
    snprintf(key, 96, "%s/%.48s", id, field);
    snprintf(place, 112, "child/%s", key);
}

/* The child's own key; made when there is none and `make`. NULL without *fail: there is none. */
static VaultKey *child_key(Keys *keys, Mem *mem, Id child, bool make, Fail *fail) {
    char id[ID_TEXT_SIZE], place[64];
    Value record;
    uint8_t *wrapped;
    size_t length;
    bool found;
    id_text(child, id);
    snprintf(place, sizeof place, "child_key/%s", id);
    if (!keys_get_note(keys, mem, "child_key", id, &record, &found, fail)) {
        return NULL;
    }
    if (found) {
        return key_bytes(mem, key_text(&record, "wrapped"), &wrapped, &length)
                   ? vault_unwrap(keys->clinic, place, wrapped, length, fail)
                   : (keys_no_memory(fail), NULL);
    }
    VaultKey *key = make ? vault_key_random(fail) : NULL;
    Buffer bytes = {0}, text = {0};
    record = value_record();
    bool ok =
        key != NULL && vault_wrap(keys->clinic, place, key, &bytes, fail) &&
        ((value_put(mem, &record, "wrapped", value_text(key_hex(mem, bytes.bytes, bytes.length))) &&
          value_write(&text, &record)) ||
         keys_no_memory(fail)) &&
        keys_put_note(keys, "child_key", id, (const char *)text.bytes, fail);
    buffer_free(&bytes);
    buffer_free(&text);
    if (!ok) {
        vault_key_free(key);
        return NULL;
    }
    return key;
}

bool keys_seal_long(Keys *keys, Id child, const char *field, const char *text, Fail *fail) {
    char note_key[96], place[112];
    if (!keys_need_open(keys, fail)) {
        return false;
    }
    Mem *mem = mem_new(8 << 20);
    Buffer sealed = {0}, note = {0};
    Value record = value_record();
    child_places(child, field, note_key, place);
    VaultKey *key = mem != NULL ? child_key(keys, mem, child, true, fail) : NULL;
    bool ok = key != NULL && vault_seal(key, place, text, strlen(text), &sealed, fail) &&
              ((value_put(mem, &record, "sealed",
                          value_text(key_hex(mem, sealed.bytes, sealed.length))) &&
                value_write(&note, &record)) ||
               keys_no_memory(fail)) &&
              keys_put_note(keys, "sealed", note_key, (const char *)note.bytes, fail);
    buffer_free(&sealed);
    buffer_free(&note);
    vault_key_free(key);
    mem_free(mem);
    return ok;
}

bool keys_seal(Keys *keys, Id child, const char *field, const char *text, Fail *fail) {
    if (strlen(text) >= KEYS_TEXT_MAX) {
        return keys_need_open(keys, fail) &&
               fail_set(fail, FAIL_INPUT, "this text is too long: at most %d bytes",
                        KEYS_TEXT_MAX - 1);
    }
    return keys_seal_long(keys, child, field, text, fail);
}

bool keys_read_long(Keys *keys, Mem *mem, Id child, const char *field, const char **text,
                    Fail *fail) {
    char note_key[96], place[112];
    *text = "";
    if (!keys_need_open(keys, fail)) {
        return false;
    }
    Value record;
    Buffer plain = {0};
    uint8_t *sealed;
    size_t length;
    bool found = false;
    VaultKey *key = NULL;
    child_places(child, field, note_key, place);
    bool ok = keys_get_note(keys, mem, "sealed", note_key, &record, &found, fail);
    if (ok && found) {
        key = child_key(keys, mem, child, false, fail);
        ok = key != NULL && key_bytes(mem, key_text(&record, "sealed"), &sealed, &length) &&
             vault_open(key, place, sealed, length, &plain, fail);
        char *copy = ok ? mem_alloc(mem, plain.length + 1) : NULL;
        if (copy != NULL) {
            memcpy(copy, plain.bytes, plain.length);
            copy[plain.length] = '\0';
            *text = copy;
        }
        ok = ok && (copy != NULL || keys_no_memory(fail));
    }
    buffer_free(&plain);
    vault_key_free(key);
    return ok;
}

bool keys_read(Keys *keys, Id child, const char *field, char text[KEYS_TEXT_MAX], Fail *fail) {
    Mem *mem = mem_new(8 << 20);
    const char *read;
    text[0] = '\0';
    bool ok = (mem != NULL || keys_no_memory(fail)) &&
              keys_read_long(keys, mem, child, field, &read, fail);
    if (ok) {
        snprintf(text, KEYS_TEXT_MAX, "%s", read);
    }
    mem_free(mem);
    return ok;
}
