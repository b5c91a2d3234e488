/* The audit's chain; see audit.h. */
#include "app/audit.h"

#include "vault/vault.h"

#include <stdio.h>
#include <string.h>

static const char *deed_word(AuditDeed deed) {
    static const char *const words[] = {
#define X(ID, word) word,
        AUDIT_DEEDS(X)
#undef X
    };
    return words[deed];
}

static void hex_hash(const uint8_t hash[VAULT_HASH_BYTES], char text[2 * VAULT_HASH_BYTES + 1]) {
    for (int i = 0; i < VAULT_HASH_BYTES; i++) {
        snprintf(text + 2 * (size_t)i, 3, "%02x", hash[i]);
    }
}

static bool read_hash(const char *text, uint8_t hash[VAULT_HASH_BYTES]) {
    for (int i = 0; i < VAULT_HASH_BYTES; i++) {
        unsigned byte;
        if (sscanf(text + 2 * (size_t)i, "%2x", &byte) != 1) {
            return false;
        }
        hash[i] = (uint8_t)byte;
    }
    return strlen(text) == 2 * VAULT_HASH_BYTES;
}

/* An entry is "BODY HASH" as one text value: what is hashed is what is stored, byte for byte. */
typedef struct {
    const char *body;
    uint8_t hash[VAULT_HASH_BYTES];
} Entry;

static bool read_entry(Mem *mem, const char *text, Entry *entry) {
    Value value;
    if (!value_read(mem, text, strlen(text), &value, NULL)) {
        return false;
    }
    const Value *body = value_get(&value, "body"), *hash = value_get(&value, "hash");
    if (body == NULL || hash == NULL || body->kind != VALUE_TEXT || hash->kind != VALUE_TEXT) {
        return false;
    }
    entry->body = body->as.text;
    return read_hash(hash->as.text, entry->hash);
}

/* The trail so far in its order; keys have the same width, so their order is the trail's. */
static bool read_all(Store *store, Mem *mem, const char ***keys, const char ***texts, size_t *count,
                     Fail *fail) {
    if (!history_notes(store, mem, "audit", keys, texts, count, fail)) {
        return false;
    }
    for (size_t i = 1; i < *count; i++) {
        for (size_t k = i; k > 0 && strcmp((*keys)[k - 1], (*keys)[k]) > 0; k--) {
            const char *key = (*keys)[k], *text = (*texts)[k];
            (*keys)[k] = (*keys)[k - 1];
            (*texts)[k] = (*texts)[k - 1];
            (*keys)[k - 1] = key;
            (*texts)[k - 1] = text;
        }
    }
    return true;
}

static bool write_body(Mem *mem, int64_t at_us, const char *who, AuditDeed deed, const Id *child,
                       Buffer *out) {
    Value body = value_record();
    char id[ID_TEXT_SIZE] = "";
    if (child != NULL) {
        id_text(*child, id);
    }
    return value_put(mem, &body, "at_us", value_int(at_us)) &&
           value_put(mem, &body, "who", value_text(who)) &&
           value_put(mem, &body, "what", value_text(deed_word(deed))) &&
           value_put(mem, &body, "child", value_text(id)) && value_write(out, &body);
}

bool audit_add(Store *store, int64_t at_us, const char *who, AuditDeed deed, const Id *child,
               Fail *fail) {
    Mem *mem = mem_new(64 << 20);
    const char **keys, **texts;
    size_t count = 0;
    Buffer body = {0}, text = {0};
    Entry last = {0};
    Value entry = value_record();
    uint8_t hash[VAULT_HASH_BYTES];
    char hex[2 * VAULT_HASH_BYTES + 1], key[24];
    bool ok = mem != NULL
                  ? store_flush(store, fail) && read_all(store, mem, &keys, &texts, &count, fail)
                  : fail_set(fail, FAIL_MEMORY, "there is no memory for the audit");
    if (ok && count > 0 && !read_entry(mem, texts[count - 1], &last)) {
        /* What is broken stays as it is; the chain begins anew behind it and a check says so. */
        last = (Entry){0};
    }
    ok = ok && (write_body(mem, at_us, who, deed, child, &body) ||
                fail_set(fail, FAIL_MEMORY, "there is no memory for the audit"));
    if (ok) {
        vault_chain(last.hash, body.bytes, body.length, hash);
        hex_hash(hash, hex);
        snprintf(key, sizeof key, "%010zu", count);
        ok =
            ((value_put(mem, &entry, "body", value_text(mem_text(mem, (const char *)body.bytes))) &&
              value_put(mem, &entry, "hash", value_text(hex)) && value_write(&text, &entry)) ||
             fail_set(fail, FAIL_MEMORY, "there is no memory for the audit")) &&
            store_note(store, "audit", key, (const char *)text.bytes, at_us, NULL, NULL, fail) &&
            store_flush(store, fail);
    }
    buffer_free(&body);
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

bool audit_verify(Store *store, AuditVerdict *verdict, Fail *fail) {
    Mem *mem = mem_new(64 << 20);
    const char **keys, **texts;
    size_t count = 0;
    *verdict = (AuditVerdict){.whole = true};
    bool ok = mem != NULL ? read_all(store, mem, &keys, &texts, &count, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory for the audit");
    uint8_t before[VAULT_HASH_BYTES] = {0};
    for (size_t i = 0; ok && verdict->whole && i < count; i++) {
        Entry entry;
        uint8_t hash[VAULT_HASH_BYTES];
        char key[24];
        snprintf(key, sizeof key, "%010zu", i);
        bool readable = strcmp(key, keys[i]) == 0 && read_entry(mem, texts[i], &entry);
        if (readable) {
            vault_chain(before, entry.body, strlen(entry.body), hash);
            readable = memcmp(hash, entry.hash, sizeof hash) == 0;
            memcpy(before, hash, sizeof before);
        }
        if (!readable) {
            verdict->whole = false;
            snprintf(verdict->why, sizeof verdict->why,
                     "entry %zu of the audit does not follow from the one before it: it was "
                     "changed, or one is missing",
                     i);
        }
    }
    verdict->entries = (int)count;
    mem_free(mem);
    return ok;
}
