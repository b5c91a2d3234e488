/* libFuzzer: any bytes as a language's table are taken or refused with a sentence that names the
 * line; what is taken can be shown: whole UTF-8, and a template never runs over its place. */
#include "base/fail.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void show(const Texts *texts, const char *key) {
    char filled[40];
    const char *text = texts_get(texts, key);
    if (!texts_has(texts, key) || text[0] == '\0' || !text_is_utf8(text, strlen(text)) ||
        !text_is_utf8(key, strlen(key))) {
        abort();
    }
    texts_fill(texts, key, filled, sizeof filled, "name", "Z\xc3\xb6", "n", "12", "count", "",
               (const char *)NULL);
    if (strlen(filled) >= sizeof filled || !text_is_utf8(filled, strlen(filled))) {
        abort();
    }
}

/* First byte: whether the keys get a game's prefix, and the language. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const locales[] = {"en", "es", "he", ""};
    uint8_t how = size > 0 ? data[0] : 0;
    Texts *texts = texts_new(locales[how % 4]);
    if (texts == NULL) {
        return 0;
    }
    Fail fail = {FAIL_NONE, ""};
    const char *table = (const char *)data + (size > 0);
    if (!texts_add(texts, table, size > 0 ? size - 1 : 0, how & 4 ? "tracing." : "",
                   "games/x/text/en.txt", &fail) &&
        fail.text[0] == '\0') {
        abort();
    }
    for (size_t i = 0; i < texts_count(texts); i++) {
        show(texts, texts_key_at(texts, i));
    }
    texts_is_mirrored(texts);
    texts_free(texts);
    return 0;
}
