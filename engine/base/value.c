/* The tagged value and its canonical text; see value.h. */
#include "base/value.h"

#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Value value_number(double number) {
    return isfinite(number) ? (Value){.kind = VALUE_NUMBER, .as.number = number} : value_none();
}

/* Doubles the room of an array that lives in the arena. NULL when the arena is full. */
static void *arena_grow(Mem *mem, void *items, size_t count, size_t *room, size_t bytes_each) {
    if (count < *room) {
        return items;
    }
    size_t wanted = *room < 4 ? 4 : *room * 2;
    void *grown = mem_alloc_array(mem, wanted, bytes_each);
    if (grown != NULL) {
        if (count > 0) {
            memcpy(grown, items, count * bytes_each);
        }
        *room = wanted;
    }
    return grown;
}

bool value_add(Mem *mem, Value *list, Value item) {
    assert(list->kind == VALUE_LIST);
    Value *items = arena_grow(mem, list->as.list.items, list->as.list.count, &list->as.list.room,
                              sizeof *items);
    if (items == NULL) {
        return false;
    }
    list->as.list.items = items;
    items[list->as.list.count++] = item;
    return true;
}

static bool append_field(Mem *mem, Value *record, const char *name, Value item) {
    ValueField *fields = arena_grow(mem, record->as.record.fields, record->as.record.count,
                                    &record->as.record.room, sizeof *fields);
    if (fields == NULL) {
        return false;
    }
    record->as.record.fields = fields;
    fields[record->as.record.count++] = (ValueField){name, item};
    return true;
}

bool value_put(Mem *mem, Value *record, const char *name, Value item) {
    assert(record->kind == VALUE_RECORD);
    for (size_t i = 0; i < record->as.record.count; i++) {
        if (strcmp(record->as.record.fields[i].name, name) == 0) {
            record->as.record.fields[i].value = item;
            return true;
        }
    }
    const char *copy = mem_text(mem, name);
    return copy != NULL && append_field(mem, record, copy, item);
}

const Value *value_get(const Value *record, const char *name) {
    if (record == NULL || record->kind != VALUE_RECORD) {
        return NULL;
    }
    for (size_t i = 0; i < record->as.record.count; i++) {
        if (strcmp(record->as.record.fields[i].name, name) == 0) {
            return &record->as.record.fields[i].value;
        }
    }
    return NULL;
}

size_t value_count(const Value *value) {
    if (value == NULL) {
        return 0;
    }
    return value->kind == VALUE_LIST     ? value->as.list.count
           : value->kind == VALUE_RECORD ? value->as.record.count
                                         : 0;
}

const Value *value_at(const Value *list, size_t index) {
    return list != NULL && list->kind == VALUE_LIST && index < list->as.list.count
               ? &list->as.list.items[index]
               : NULL;
}

bool value_as_number(const Value *value, double *number) {
    if (value != NULL && value->kind == VALUE_INT) {
        *number = (double)value->as.integer;
        return true;
    }
    if (value != NULL && value->kind == VALUE_NUMBER) {
        *number = value->as.number;
        return true;
    }
    return false;
}

static bool record_equal(const Value *a, const Value *b) {
    for (size_t i = 0; i < a->as.record.count; i++) {
        const ValueField *x = &a->as.record.fields[i], *y = &b->as.record.fields[i];
        if (strcmp(x->name, y->name) != 0 || !value_equal(&x->value, &y->value)) {
            return false;
        }
    }
    return true;
}

bool value_equal(const Value *a, const Value *b) {
    if (a->kind != b->kind || value_count(a) != value_count(b)) {
        return false;
    }
    switch (a->kind) {
    case VALUE_NONE:
        return true;
    case VALUE_BOOL:
        return a->as.flag == b->as.flag;
    case VALUE_INT:
        return a->as.integer == b->as.integer;
    case VALUE_NUMBER:
        return a->as.number == b->as.number;
    case VALUE_TEXT:
        return strcmp(a->as.text, b->as.text) == 0;
    case VALUE_LIST:
        for (size_t i = 0; i < a->as.list.count; i++) {
            if (!value_equal(&a->as.list.items[i], &b->as.list.items[i])) {
                return false;
            }
        }
        return true;
    case VALUE_RECORD:
        return record_equal(a, b);
    }
    return false;
}

char *value_number_text(double number, char text[VALUE_NUMBER_SIZE]) {
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, VALUE_NUMBER_SIZE, "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    if (strpbrk(text, ".eni") == NULL) {
        strcat(text, ".0");
    }
    return text;
}

static bool write_text(Buffer *out, const char *text) {
    bool ok = buffer_add_text(out, "\"");
    for (const char *c = text; ok && *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\') {
            ok = buffer_format(out, "\\%c", byte);
        } else if (byte == '\n') {
            ok = buffer_add_text(out, "\\n");
        } else if (byte < 0x20) {
            ok = buffer_format(out, "\\u%04x", byte);
        } else {
            ok = buffer_add(out, c, 1);
        }
    }
    return ok && buffer_add_text(out, "\"");
}

static bool write_list(Buffer *out, const Value *value) {
    bool ok = buffer_add_text(out, "[");
    for (size_t i = 0; ok && i < value->as.list.count; i++) {
        ok = (i == 0 || buffer_add_text(out, ",")) && value_write(out, &value->as.list.items[i]);
    }
    return ok && buffer_add_text(out, "]");
}

static bool write_record(Buffer *out, const Value *value) {
    bool ok = buffer_add_text(out, "{");
    for (size_t i = 0; ok && i < value->as.record.count; i++) {
        const ValueField *field = &value->as.record.fields[i];
        ok = (i == 0 || buffer_add_text(out, ",")) && write_text(out, field->name) &&
             buffer_add_text(out, ":") && value_write(out, &field->value);
    }
    return ok && buffer_add_text(out, "}");
}

bool value_write(Buffer *out, const Value *value) {
    char number[VALUE_NUMBER_SIZE];
    switch (value->kind) {
    case VALUE_NONE:
        return buffer_add_text(out, "null");
    case VALUE_BOOL:
        return buffer_add_text(out, value->as.flag ? "true" : "false");
    case VALUE_INT:
        return buffer_format(out, "%lld", (long long)value->as.integer);
    case VALUE_NUMBER:
        return buffer_add_text(out, value_number_text(value->as.number, number));
    case VALUE_TEXT:
        return write_text(out, value->as.text);
    case VALUE_LIST:
        return write_list(out, value);
    case VALUE_RECORD:
        return write_record(out, value);
    }
    return false;
}

/* ---- reading ---- */

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
        if (!append_field(reader->mem, value, name, item)) {
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
