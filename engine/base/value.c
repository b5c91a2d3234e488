/* The tagged value, and its canonical text written; see value.h. Reading it is value_read.c. */
#include "base/value.h"

#include <assert.h>
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

bool value_append(Mem *mem, Value *record, const char *name, Value item) {
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
    return copy != NULL && value_append(mem, record, copy, item);
}

const Value *value_get(const Value *record, const char *name) {
    if (record == NULL || record->kind != VALUE_RECORD) {
        return NULL;
    }
    for (size_t i = 0; i < record->as.record.count; i++) {
        const char *known = record->as.record.fields[i].name;
        if (known[0] == name[0] && strcmp(known, name) == 0) { /* most differ at once */
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
