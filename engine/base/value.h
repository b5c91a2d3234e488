/* The one tagged type that crosses Lua, C, JSON and SQLite, with one canonical text form.
 * Values are made in an arena and never freed one by one; they are immutable once handed on. */
#ifndef OTTERPAW_BASE_VALUE_H
#define OTTERPAW_BASE_VALUE_H

#include "base/fail.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    VALUE_NONE, /* null: absent or not measurable */
    VALUE_BOOL,
    VALUE_INT,
    VALUE_NUMBER, /* always finite */
    VALUE_TEXT,
    VALUE_LIST,
    VALUE_RECORD, /* names to values, in the order they were put */
} ValueKind;

typedef struct Value Value;
typedef struct ValueField ValueField;

struct Value {
    ValueKind kind;
    union {
        bool flag;
        int64_t integer;
        double number;
        const char *text; /* UTF-8, 0-ended */
        struct {
            Value *items;
            size_t count, room;
        } list;
        struct {
            ValueField *fields;
            size_t count, room;
        } record;
    } as;
};

struct ValueField {
    const char *name;
    Value value;
};

static inline Value value_none(void) {
    return (Value){.kind = VALUE_NONE};
}
static inline Value value_bool(bool flag) {
    return (Value){.kind = VALUE_BOOL, .as.flag = flag};
}
static inline Value value_int(int64_t integer) {
    return (Value){.kind = VALUE_INT, .as.integer = integer};
}
Value value_number(double number); /* NaN and infinity become VALUE_NONE: not measurable */
/* Borrows `text`: use mem_text first if it does not live as long as the value. */
static inline Value value_text(const char *text) {
    return (Value){.kind = VALUE_TEXT, .as.text = text};
}
static inline Value value_list(void) {
    return (Value){.kind = VALUE_LIST};
}
static inline Value value_record(void) {
    return (Value){.kind = VALUE_RECORD};
}

/* Append to a list, or put a field (replacing one of that name). Room comes from the arena; the
 * name is copied. False when the arena is full. */
bool value_add(Mem *mem, Value *list, Value item);
bool value_put(Mem *mem, Value *record, const char *name, Value item);
/* A field that is known to be new; borrows the name. False when the arena is full. */
bool value_append(Mem *mem, Value *record, const char *name, Value item);

/* The field of that name, or NULL if there is none or `record` is no record. */
const Value *value_get(const Value *record, const char *name);
size_t value_count(const Value *list_or_record);        /* 0 for other kinds */
const Value *value_at(const Value *list, size_t index); /* NULL outside */

/* Reads INT or NUMBER as double; false for anything else. */
bool value_as_number(const Value *value, double *number);
bool value_equal(const Value *a, const Value *b); /* INT 1 and NUMBER 1.0 differ */

/* The canonical text form is JSON: no spaces, record fields in stored order, numbers in the
 * shortest form that reads back to the same bits (a NUMBER always has '.', 'e' or both).
 * value_write appends it; value_read parses any JSON text (depth <= VALUE_DEPTH_MAX). */
enum { VALUE_DEPTH_MAX = 64 };
bool value_write(Buffer *out, const Value *value);
bool value_read(Mem *mem, const char *text, size_t length, Value *value, Fail *fail);

/* Writes `number` in that shortest form into text; returns text. */
enum { VALUE_NUMBER_SIZE = 32 };
char *value_number_text(double number, char text[VALUE_NUMBER_SIZE]);

#endif
