/* Condition lines in the store; see lines.h. */
#include "app/lines.h"

#include "store/history.h"

#include <stdio.h>
#include <string.h>

static void key_of(Id child, const char *game, char key[128]) {
    char id[ID_TEXT_SIZE];
    id_text(child, id);
    snprintf(key, 128, "%s/%.60s", id, game);
}

static void insert(ConditionLines *lines, const ConditionLine *line) {
    int at = 0;
    while (at < lines->count && lines->lines[at].at_us < line->at_us) {
        at++;
    }
    memmove(&lines->lines[at + 1], &lines->lines[at],
            (size_t)(lines->count - at) * sizeof lines->lines[0]);
    lines->lines[at] = *line;
    lines->count++;
}

static void take_list(const Value *list, ConditionLines *lines) {
    for (size_t i = 0; i < value_count(list) && lines->count < LINES_MAX; i++) {
        const Value *at = value_get(value_at(list, i), "at_us");
        const Value *words = value_get(value_at(list, i), "words");
        if (at != NULL && words != NULL && at->kind == VALUE_INT && words->kind == VALUE_TEXT) {
            ConditionLine line = {.at_us = at->as.integer};
            snprintf(line.words, sizeof line.words, "%s", words->as.text);
            insert(lines, &line);
        }
    }
}

bool lines_read(App *app, Id child, const char *game, ConditionLines *lines, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    const char *text = NULL;
    char key[128];
    Value value;
    lines->count = 0;
    key_of(child, game, key);
    bool ok = (mem != NULL || fail_set(fail, FAIL_MEMORY, "there is no memory for the lines")) &&
              history_note(app->store, mem, "line", key, &text, fail);
    const Value *list = ok && text != NULL && value_read(mem, text, strlen(text), &value, NULL)
                            ? value_get(&value, "lines")
                            : NULL;
    if (list != NULL && list->kind == VALUE_LIST) {
        take_list(list, lines);
    }
    mem_free(mem);
    return ok;
}

static bool keep(App *app, Id child, const char *game, const ConditionLines *lines, Fail *fail) {
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value list = value_list(), note = value_record();
    char key[128];
    key_of(child, game, key);
    bool ok = mem != NULL;
    for (int i = 0; ok && i < lines->count; i++) {
        Value line = value_record();
        ok = value_put(mem, &line, "at_us", value_int(lines->lines[i].at_us)) &&
             value_put(mem, &line, "words", value_text(lines->lines[i].words)) &&
             value_add(mem, &list, line);
    }
    ok = (ok && value_put(mem, &note, "lines", list) && value_write(&text, &note)) ||
         fail_set(fail, FAIL_MEMORY, "there is no memory for the lines");
    ok = ok &&
         store_note(app->store, "line", key, (const char *)text.bytes, app_wall_us(app), NULL, NULL,
                    fail) &&
         store_flush(app->store, fail);
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

static void take_out(ConditionLines *lines, int64_t at_us) {
    for (int i = 0; i < lines->count; i++) {
        if (lines->lines[i].at_us == at_us) {
            memmove(&lines->lines[i], &lines->lines[i + 1],
                    (size_t)(lines->count - i - 1) * sizeof lines->lines[0]);
            lines->count--;
            return;
        }
    }
}

bool lines_add(App *app, Id child, const char *game, int64_t at_us, const char *words, Fail *fail) {
    ConditionLines lines;
    ConditionLine line = {.at_us = at_us};
    snprintf(line.words, sizeof line.words, "%s", words);
    if (!lines_read(app, child, game, &lines, fail)) {
        return false;
    }
    take_out(&lines, at_us);
    if (lines.count == LINES_MAX) {
        return fail_set(fail, FAIL_LIMIT, "there are %d lines in this trend, which is the most",
                        LINES_MAX);
    }
    insert(&lines, &line);
    return keep(app, child, game, &lines, fail);
}

bool lines_remove(App *app, Id child, const char *game, int64_t at_us, Fail *fail) {
    ConditionLines lines;
    if (!lines_read(app, child, game, &lines, fail)) {
        return false;
    }
    take_out(&lines, at_us);
    return keep(app, child, game, &lines, fail);
}
