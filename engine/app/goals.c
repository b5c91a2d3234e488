/* Goals as notes; see goals.h. */
#include "app/goals.h"

#include "store/history.h"

#include <stdio.h>
#include <string.h>

static bool read_one(Mem *mem, const char *id, const char *text, GoalLine *line, Fail *fail) {
    Value value;
    line->goal = goal_usual();
    snprintf(line->id, sizeof line->id, "%s", id);
    return value_read(mem, text, strlen(text), &value, fail) &&
           goal_read(&value, &line->goal, fail);
}

bool goals_read(App *app, Mem *mem, Id child, GoalLine **goals, size_t *count, Fail *fail) {
    const char **keys, **texts;
    size_t all;
    char prefix[ID_TEXT_SIZE];
    id_text(child, prefix);
    *count = 0;
    if (!history_notes(app->store, mem, "goal", &keys, &texts, &all, fail)) {
        return false;
    }
    *goals = mem_alloc_array(mem, all + 1, sizeof **goals);
    if (*goals == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for the goals");
    }
    size_t length = strlen(prefix);
    for (size_t i = 0; i < all; i++) {
        if (strncmp(keys[i], prefix, length) == 0 && keys[i][length] == '/' &&
            read_one(mem, keys[i] + length + 1, texts[i], &(*goals)[*count], fail)) {
            (*count)++;
        }
    }
    return true;
}

bool goals_save(App *app, Id child, GoalLine *line, Fail *fail) {
    char key[2 * ID_TEXT_SIZE], owner[ID_TEXT_SIZE];
    Mem *mem = mem_new(1 << 20);
    Buffer text = {0};
    Value value;
    id_text(child, owner);
    if (line->id[0] == '\0') {
        id_text(app_new_id(app), line->id);
    }
    snprintf(key, sizeof key, "%s/%s", owner, line->id);
    bool ok = goal_check(&line->goal, fail);
    if (ok &&
        (mem == NULL || !goal_value(mem, &line->goal, &value) || !value_write(&text, &value))) {
        ok = fail_set(fail, FAIL_MEMORY, "there is no memory to keep a goal");
    }
    ok = ok && store_note(app->store, "goal", key, (const char *)text.bytes, app_wall_us(app), NULL,
                          NULL, fail);
    buffer_free(&text);
    mem_free(mem);
    return ok;
}

const GoalLine *goals_find(const GoalLine *goals, size_t count, const char *words) {
    const GoalLine *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(goals[i].goal.game, words) == 0) {
            return &goals[i];
        }
        if (words[0] != '\0' && strncmp(goals[i].id, words, strlen(words)) == 0) {
            if (found != NULL) {
                return NULL;
            }
            found = &goals[i];
        }
    }
    return found;
}
