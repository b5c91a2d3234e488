/* Settings by a table of members; see settings.h. */
#include "base/settings.h"

#include <assert.h>
#include <string.h>

enum { SETTINGS_SIZE_MAX = 1024, SETTINGS_COUNT_MAX = 32 };

typedef enum { SETTING_WORD_ZERO } AnyEnum;
static_assert(sizeof(AnyEnum) == sizeof(int), "an enum is kept as an int");

bool settings_value(Mem *mem, const Setting *table, int count, const void *settings, Value *value) {
    Value record = value_record();
    for (int i = 0; i < count; i++) {
        const Setting *setting = &table[i];
        const char *member = (const char *)settings + setting->offset;
        Value item;
        double number;
        int64_t time;
        int whole;
        bool flag;
        static_assert(sizeof(AnyEnum) == sizeof(int), "an enum is kept as an int");
        switch (setting->kind) {
        case SETTING_NUMBER:
            memcpy(&number, member, sizeof number);
            item = value_number(number);
            break;
        case SETTING_TIME:
            memcpy(&time, member, sizeof time);
            item = value_int(time);
            break;
        case SETTING_INT:
            memcpy(&whole, member, sizeof whole);
            item = value_int(whole);
            break;
        case SETTING_BOOL:
            memcpy(&flag, member, sizeof flag);
            item = value_bool(flag);
            break;
        case SETTING_WORD:
            memcpy(&whole, member, sizeof whole);
            item = value_text(setting->words[whole]);
            break;
        case SETTING_TEXT:
            item = value_text(mem_text(mem, member));
            if (item.as.text == NULL) {
                return false;
            }
            break;
        }
        if (!value_put(mem, &record, setting->name, item)) {
            return false;
        }
    }
    *value = record;
    return true;
}

static bool read_number(const Value *item, const char *what, const Setting *setting, char *member,
                        Fail *fail) {
    double number;
    if (!value_as_number(item, &number) ||
        (setting->kind != SETTING_NUMBER && item->kind != VALUE_INT)) {
        return fail_set(fail, FAIL_INPUT, "%s: %s must be a %s.", what, setting->name,
                        setting->kind == SETTING_NUMBER ? "number" : "whole number");
    }
    if (number < setting->least || number > setting->most) {
        bool low = number < setting->least;
        return fail_set(fail, FAIL_INPUT, "%s: %s is %.10g, but the %s is %.10g.", what,
                        setting->name, number, low ? "least" : "most",
                        low ? setting->least : setting->most);
    }
    if (setting->kind == SETTING_NUMBER) {
        memcpy(member, &number, sizeof number);
    } else if (setting->kind == SETTING_TIME) {
        memcpy(member, &item->as.integer, sizeof(int64_t));
    } else {
        int whole = (int)item->as.integer;
        memcpy(member, &whole, sizeof whole);
    }
    return true;
}

static bool read_word(const Value *item, const char *what, const Setting *setting, char *member,
                      Fail *fail) {
    if (item->kind != VALUE_TEXT) {
        return fail_set(fail, FAIL_INPUT, "%s: %s must be a word, such as \"%s\".", what,
                        setting->name, setting->words[0]);
    }
    for (int i = 0; setting->words[i] != NULL; i++) {
        if (strcmp(setting->words[i], item->as.text) == 0) {
            memcpy(member, &i, sizeof i);
            return true;
        }
    }
    const char *near = fail_nearest_word(item->as.text, setting->words);
    return fail_set(fail, FAIL_INPUT, "%s: %s cannot be \"%.60s\"; one choice is \"%s\".", what,
                    setting->name, item->as.text, near != NULL ? near : setting->words[0]);
}

static bool read_text(const Value *item, const char *what, const Setting *setting, char *member,
                      Fail *fail) {
    if (item->kind != VALUE_TEXT) {
        return fail_set(fail, FAIL_INPUT, "%s: %s must be a text.", what, setting->name);
    }
    size_t length = strlen(item->as.text);
    if (length >= (size_t)setting->most) {
        return fail_set(fail, FAIL_INPUT, "%s: %s has %zu bytes, but the most is %zu.", what,
                        setting->name, length, (size_t)setting->most - 1);
    }
    memset(member, 0, (size_t)setting->most);
    memcpy(member, item->as.text, length);
    return true;
}

static bool read_one(const Value *item, const char *what, const Setting *setting, char *member,
                     Fail *fail) {
    switch (setting->kind) {
    case SETTING_BOOL:
        if (item->kind != VALUE_BOOL) {
            return fail_set(fail, FAIL_INPUT, "%s: %s must be true or false.", what, setting->name);
        }
        memcpy(member, &item->as.flag, sizeof(bool));
        return true;
    case SETTING_WORD:
        return read_word(item, what, setting, member, fail);
    case SETTING_TEXT:
        return read_text(item, what, setting, member, fail);
    case SETTING_NUMBER:
    case SETTING_TIME:
    case SETTING_INT:
        return read_number(item, what, setting, member, fail);
    }
    return false;
}

bool settings_read(const Value *value, const char *what, const Setting *table, int count,
                   void *settings, size_t size, Fail *fail) {
    assert(size <= SETTINGS_SIZE_MAX && count < SETTINGS_COUNT_MAX);
    if (value->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "%s must be a record of names and values.", what);
    }
    union {
        char bytes[SETTINGS_SIZE_MAX];
        double aligned;
    } copy;
    memcpy(copy.bytes, settings, size);
    const char *names[SETTINGS_COUNT_MAX] = {NULL};
    for (int i = 0; i < count; i++) {
        names[i] = table[i].name;
    }
    for (size_t f = 0; f < value->as.record.count; f++) {
        const ValueField *field = &value->as.record.fields[f];
        int i = 0;
        while (i < count && strcmp(table[i].name, field->name) != 0) {
            i++;
        }
        if (i == count) {
            const char *near = fail_nearest_word(field->name, names);
            return near != NULL
                       ? fail_set(fail, FAIL_INPUT, "%s know no \"%.60s\"; did you mean \"%s\"?",
                                  what, field->name, near)
                       : fail_set(fail, FAIL_INPUT, "%s know no \"%.60s\".", what, field->name);
        }
        if (!read_one(&field->value, what, &table[i], copy.bytes + table[i].offset, fail)) {
            return false;
        }
    }
    memcpy(settings, copy.bytes, size);
    return true;
}
