/* Plain structs of settings as values and back, by a table of their members: name, type, range.
 * One table serves writing, reading and the refusal of what does not fit. */
#ifndef OTTERPAW_BASE_SETTINGS_H
#define OTTERPAW_BASE_SETTINGS_H

#include "base/value.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    SETTING_NUMBER, /* double, least .. most */
    SETTING_TIME,   /* int64_t, least .. most, microseconds */
    SETTING_INT,    /* int, least .. most */
    SETTING_BOOL,   /* bool */
    SETTING_WORD,   /* an enum counted from 0; words[value], NULL-ended */
    SETTING_TEXT,   /* char array of `most` bytes, its ending 0 included */
} SettingKind;

typedef struct {
    const char *name;
    SettingKind kind;
    size_t offset; /* offsetof the member */
    double least, most;
    const char *const *words;
} Setting;

bool settings_value(Mem *mem, const Setting *table, int count, const void *settings, Value *value);
/* Starts from *settings and changes it only if all of `value` fits. what: begins the sentence of
 * *fail, e.g. "touch settings". */
bool settings_read(const Value *value, const char *what, const Setting *table, int count,
                   void *settings, size_t size, Fail *fail);

#endif
