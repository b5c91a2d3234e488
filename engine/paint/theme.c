/* Reads a theme from the text of themes.json: every token must be there, and nothing else, so that
 * a misspelt colour is told by name instead of showing as black. */
#include "paint/theme.h"

#include "base/value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { THEME_BYTES_MAX = 4 << 20 };

/* The members of themes.json that are measures, not themes. */
static const char *const not_themes[] = {"mm", "em_mm", "ms"};

static bool is_theme(const ValueField *field) {
    for (size_t i = 0; i < sizeof not_themes / sizeof *not_themes; i++) {
        if (strcmp(field->name, not_themes[i]) == 0) {
            return false;
        }
    }
    return field->value.kind == VALUE_RECORD;
}

static bool color_from_text(const char *text, uint32_t *color) {
    if (text[0] != '#' || strlen(text) != 7) {
        return false;
    }
    for (const char *digit = text + 1; *digit != 0; digit++) {
        if (!isxdigit((unsigned char)*digit)) {
            return false;
        }
    }
    *color = (uint32_t)strtoul(text + 1, NULL, 16);
    return true;
}

static bool unknown_theme(const Value *themes, const char *name, Fail *fail) {
    Buffer names = {0};
    for (size_t i = 0; i < themes->as.record.count; i++) {
        const ValueField *field = &themes->as.record.fields[i];
        if (is_theme(field)) {
            buffer_format(&names, "%s%s", names.length == 0 ? "" : ", ", field->name);
        }
    }
    fail_set(fail, FAIL_INPUT, "themes.json: there is no theme \"%s\"; there are: %s", name,
             names.length == 0 ? "none" : (const char *)names.bytes);
    buffer_free(&names);
    return false;
}

static bool take_colors(const Value *from, const char *name, Theme *theme, Fail *fail) {
    bool given[COLOR_COUNT] = {[COLOR_NONE] = true};
    for (size_t i = 0; i < from->as.record.count; i++) {
        const ValueField *field = &from->as.record.fields[i];
        Color color;
        if (!color_by_name(field->name, &color) || color == COLOR_NONE) {
            return fail_set(fail, FAIL_INPUT,
                            "themes.json: theme \"%s\" has \"%s\", which is no colour token; "
                            "remove it or correct its name",
                            name, field->name);
        }
        if (field->value.kind != VALUE_TEXT ||
            !color_from_text(field->value.as.text, &theme->color[color])) {
            return fail_set(fail, FAIL_INPUT,
                            "themes.json: theme \"%s\": \"%s\" is %s%s%s, but must be a text "
                            "like \"#25323A\"",
                            name, field->name, field->value.kind == VALUE_TEXT ? "\"" : "",
                            field->value.kind == VALUE_TEXT ? field->value.as.text : "no text",
                            field->value.kind == VALUE_TEXT ? "\"" : "");
        }
        given[color] = true;
    }
    for (int i = 0; i < COLOR_COUNT; i++) {
        if (!given[i]) {
            return fail_set(fail, FAIL_INPUT,
                            "themes.json: theme \"%s\" lacks the colour \"%s\"; add it", name,
                            color_name((Color)i));
        }
    }
    return true;
}

/* By the eye's weights for red, green and blue. */
static bool is_dark(uint32_t color) {
    return 0.30 * (color >> 16 & 255) + 0.59 * (color >> 8 & 255) + 0.11 * (color & 255) < 128;
}

bool theme_read(const char *json, size_t length, const char *name, Theme *theme, Fail *fail) {
    Mem *mem = mem_new(THEME_BYTES_MAX);
    if (mem == NULL) {
        return fail_set(fail, FAIL_MEMORY, "no memory to read themes.json");
    }
    Value themes;
    Theme made = {0};
    bool ok = value_read(mem, json, length, &themes, fail);
    if (!ok) {
        fail_prefix(fail, "themes.json");
    } else if (themes.kind != VALUE_RECORD) {
        ok = fail_set(fail, FAIL_INPUT, "themes.json: it must be a record of themes by name");
    } else {
        const Value *found = value_get(&themes, name);
        if (found == NULL || !is_theme(&(ValueField){name, *found})) {
            ok = unknown_theme(&themes, name, fail);
        } else if (strlen(name) >= sizeof made.name) {
            ok = fail_set(fail, FAIL_INPUT, "themes.json: the name \"%s\" has more than %zu bytes",
                          name, sizeof made.name - 1);
        } else {
            strcpy(made.name, name);
            ok = take_colors(found, name, &made, fail);
        }
    }
    if (ok) {
        made.dark = is_dark(made.color[COLOR_CANVAS]);
        *theme = made;
    }
    mem_free(mem);
    return ok;
}

void theme_plain(Theme *theme) {
    static const Color light[] = {
        COLOR_CANVAS,     COLOR_SURFACE,     COLOR_SUNK,       COLOR_LIP,        COLOR_PRIMARY_SOFT,
        COLOR_ON_PRIMARY, COLOR_LEAF_SOFT,   COLOR_HONEY_SOFT, COLOR_CORAL_SOFT, COLOR_PLUM_SOFT,
        COLOR_SKY_SOFT,   COLOR_CORRIDOR,    COLOR_HILL1,      COLOR_HILL2,      COLOR_FOCUS_MID,
        COLOR_RAIL_TEXT,  COLOR_ON_CATEGORY, COLOR_PLATE};
    *theme = (Theme){.name = "plain"};
    for (size_t i = 0; i < sizeof light / sizeof *light; i++) {
        theme->color[light[i]] = 0xffffff;
    }
    theme->color[COLOR_SUNK] = theme->color[COLOR_LIP] = theme->color[COLOR_CORRIDOR] = 0xdddddd;
    theme->color[COLOR_RAIL_KEY] = theme->color[COLOR_EDGE] = 0x555555;
}
