/* Values from JSON text, with the line and byte of what is wrong in it; see value.h. */
#include "base/text.h"
#include "base/value.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Mem *mem;
    const char *start, *at, *end;
    int depth;
    Fail *fail;
} Reader;

static bool read_value(Reader *reader, Value *value);

static bool wrong(Reader *reader, const char *what) {
    size_t line = 1;
    for (const char *c = reader->start; c < reader->at; c++) {
        line += *c == '\n';
    }
    return fail_set(reader->fail, FAIL_INPUT, "line %zu, byte %zu: %s", line,
                    (size_t)(reader->at - reader->start), what);
}

static bool no_memory(Reader *reader) {
    return fail_set(reader->fail, FAIL_LIMIT, "the text is larger than the memory allowed for it");
}

static void skip_space(Reader *reader) {
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) != NULL &&
           *reader->at != '\0') {
        reader->at++;
    }
}

static bool take(Reader *reader, char c) {
    skip_space(reader);
    if (reader->at < reader->end && *reader->at == c) {
        reader->at++;
        return true;
    }
    return false;
}

static bool read_word(Reader *reader, const char *word, Value made, Value *value) {
    size_t length = strlen(word);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) {
        return wrong(reader, "expected a value");
    }
    reader->at += length;
    *value = made;
    return true;
}

/* Copies a number's characters out first: the text need not end with 0, and strtod must not run on.
 */
static bool read_number(Reader *reader, Value *value) {
    char digits[64];
    size_t length = 0;
    bool whole = true;
    const char *at = reader->at;
    while (at < reader->end && *at != '\0' && strchr("+-0123456789.eE", *at) != NULL) {
        if (length + 1 >= sizeof digits) {
            return wrong(reader, "this number is too long");
        }
        whole = whole && strchr(".eE", *at) == NULL;
        digits[length++] = *at++;
    }
    digits[length] = '\0';
    const char *first = digits[0] == '-' ? digits + 1 : digits;
    bool leading_zero = first[0] == '0' && first[1] >= '0' && first[1] <= '9';
    char *stop;
    double number = strtod(digits, &stop);
    if (length == 0 || *stop != '\0' || *first < '0' || *first > '9' || leading_zero) {
        return wrong(reader, "this is not a number");
    }
    if (!isfinite(number)) {
        return wrong(reader, "this number is too large");
    }
    errno = 0;
    long long integer = whole ? strtoll(digits, NULL, 10) : 0;
    *value = whole && errno == 0 ? value_int(integer) : value_number(number);
    reader->at = at;
    return true;
}

static bool read_hex4(Reader *reader, unsigned *code) {
    if (reader->end - reader->at < 4) {
        return wrong(reader, "a \\u needs four hexadecimal digits");
    }
    *code = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        const char *digits = "0123456789abcdef";
        char c = *reader->at;
        char low = c >= 'A' && c <= 'F' ? (char)(c + 32) : c;
        const char *found = low != '\0' ? strchr(digits, low) : NULL;
        if (found == NULL) {
            return wrong(reader, "a \\u needs four hexadecimal digits");
        }
        *code = *code * 16 + (unsigned)(found - digits);
    }
    return true;
}

static size_t encode_utf8(unsigned code, char *out) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

static bool read_unicode_escape(Reader *reader, char *out, size_t *length) {
    unsigned code;
    if (!read_hex4(reader, &code)) {
        return false;
    }
    if (code >= 0xD800 && code < 0xDC00) {
        unsigned low;
        if (reader->end - reader->at < 2 || reader->at[0] != '\\' || reader->at[1] != 'u') {
            return wrong(reader, "half of a surrogate pair");
        }
        reader->at += 2;
        if (!read_hex4(reader, &low)) {
            return false;
        }
        if (low < 0xDC00 || low > 0xDFFF) {
            return wrong(reader, "half of a surrogate pair");
        }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code == 0 || (code >= 0xDC00 && code < 0xE000)) {
        return wrong(reader, "a character that text cannot hold");
    }
    *length += encode_utf8(code, out + *length);
    return true;
}

static bool read_escape(Reader *reader, char *out, size_t *length) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = reader->at < reader->end ? *reader->at++ : '\0';
    if (c == 'u') {
        return read_unicode_escape(reader, out, length);
    }
    const char *found = c != '\0' ? strchr(from, c) : NULL;
    if (found == NULL) {
        return wrong(reader, "an unknown escape in a text");
    }
    out[(*length)++] = to[found - from];
    return true;
}

static bool read_text(Reader *reader, const char **text) {
    reader->at++; /* the opening quote */
    const char *scan = reader->at;
    while (scan < reader->end && *scan != '"') {
        scan += *scan == '\\' && scan + 1 < reader->end ? 2 : 1;
    }
    if (scan >= reader->end) {
        return wrong(reader, "a text that does not end");
    }
    char *out = mem_alloc(reader->mem, (size_t)(scan - reader->at) + 1);
    if (out == NULL) {
        return no_memory(reader);
    }
    size_t length = 0;
    while (*reader->at != '"') {
        if ((unsigned char)*reader->at < 0x20) {
            return wrong(reader, "a control character in a text");
        }
        if (*reader->at != '\\') {
            out[length++] = *reader->at++;
            continue;
        }
        reader->at++;
        if (!read_escape(reader, out, &length)) {
            return false;
        }
    }
    if (!text_is_utf8(out, length)) {
        return wrong(reader, "a text that is not UTF-8");
    }
    reader->at++;
    out[length] = '\0';
    *text = out;
    return true;
}

static bool read_list(Reader *reader, Value *value) {
    reader->at++;
    *value = value_list();
    if (take(reader, ']')) {
        return true;
    }
    do {
        Value item;
        if (!read_value(reader, &item)) {
            return false;
        }
        if (!value_add(reader->mem, value, item)) {
            return no_memory(reader);
        }
    } while (take(reader, ','));
    return take(reader, ']') || wrong(reader, "expected ',' or ']'");
}

static bool read_record(Reader *reader, Value *value) {
    reader->at++;
    *value = value_record();
    if (take(reader, '}')) {
        return true;
    }
    do {
        const char *name;
        Value item;
        skip_space(reader);
        if (reader->at >= reader->end || *reader->at != '"') {
            return wrong(reader, "expected a name in quotes");
        }
        if (!read_text(reader, &name)) {
            return false;
        }
        if (value_get(value, name) != NULL) {
            return wrong(reader, "the same name twice");
        }
        if (!take(reader, ':')) {
            return wrong(reader, "expected ':'");
        }
        if (!read_value(reader, &item)) {
            return false;
        }
        if (!value_append(reader->mem, value, name, item)) {
            return no_memory(reader);
        }
    } while (take(reader, ','));
    return take(reader, '}') || wrong(reader, "expected ',' or '}'");
}

static bool read_value(Reader *reader, Value *value) {
    skip_space(reader);
    if (reader->at >= reader->end) {
        return wrong(reader, "the text ends too early");
    }
    if (++reader->depth > VALUE_DEPTH_MAX) {
        return wrong(reader, "nested too deeply");
    }
    bool ok;
    switch (*reader->at) {
    case '{':
        ok = read_record(reader, value);
        break;
    case '[':
        ok = read_list(reader, value);
        break;
    case '"':
        *value = (Value){.kind = VALUE_TEXT};
        ok = read_text(reader, &value->as.text);
        break;
    case 't':
        ok = read_word(reader, "true", value_bool(true), value);
        break;
    case 'f':
        ok = read_word(reader, "false", value_bool(false), value);
        break;
    case 'n':
        ok = read_word(reader, "null", value_none(), value);
        break;
    default:
        ok = read_number(reader, value);
    }
    reader->depth--;
    return ok;
}

bool value_read(Mem *mem, const char *text, size_t length, Value *value, Fail *fail) {
    Reader reader = {mem, text, text, text + length, 0, fail};
    if (!read_value(&reader, value)) {
        return false;
    }
    skip_space(&reader);
    return reader.at == reader.end || wrong(&reader, "something follows the value");
}
