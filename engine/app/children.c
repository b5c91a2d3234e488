/* Children in the store; see children.h. */
#include "app/children.h"

#include <stdio.h>
#include <string.h>

static bool text_of(Mem *mem, const Value *value, const char **text, Fail *fail) {
    Buffer out = {0};
    *text = value_write(&out, value) ? mem_text(mem, (const char *)out.bytes) : NULL;
    buffer_free(&out);
    return *text != NULL || fail_set(fail, FAIL_MEMORY, "there is no memory for a child's record");
}

static bool profile_text(Mem *mem, const Profile *profile, const char **text, Fail *fail) {
    Value value;
    return profile_value(mem, profile, &value)
               ? text_of(mem, &value, text, fail)
               : fail_set(fail, FAIL_MEMORY, "there is no memory for a child's record");
}

/* Letters and digits that are not taken for one another. */
static const char *make_pseudonym(const App *app, Mem *mem) {
    static const char signs[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    uint8_t chance[4];
    char name[] = "P-0000";
    app->chance(app->self, chance, sizeof chance);
    for (int i = 0; i < 4; i++) {
        name[2 + i] = signs[chance[i] % (sizeof signs - 1)];
    }
    return mem_text(mem, name);
}

bool child_make(App *app, Mem *mem, const char *symbol, const char *pseudonym,
                const Profile *profile, ChildRecord *child, Fail *fail) {
    *child = (ChildRecord){.id = app_new_id(app),
                           .symbol = mem_text(mem, symbol),
                           .pseudonym = pseudonym != NULL ? mem_text(mem, pseudonym)
                                                          : make_pseudonym(app, mem),
                           .age_band = mem_text(mem, profile->age_band),
                           .created_us = app_wall_us(app)};
    /* Whoever asks next for the children is to find this one. */
    return profile_text(mem, profile, &child->profile, fail) &&
           store_child(app->store, child, NULL, NULL, fail) && store_flush(app->store, fail);
}

bool child_save_profile(App *app, Mem *mem, ChildRecord *child, const Profile *profile,
                        Fail *fail) {
    child->age_band = mem_text(mem, profile->age_band);
    return profile_text(mem, profile, &child->profile, fail) &&
           store_child(app->store, child, NULL, NULL, fail);
}

bool child_profile(const ChildRecord *child, Profile *profile, Fail *fail) {
    *profile = profile_standard(child->age_band, "");
    Mem *mem = mem_new(1 << 20);
    Value value;
    bool ok =
        mem != NULL && (child->profile == NULL || child->profile[0] == '\0' ||
                        (value_read(mem, child->profile, strlen(child->profile), &value, fail) &&
                         profile_read(&value, profile, fail)));
    mem_free(mem);
    return ok;
}

bool children_or_trial(App *app, Mem *mem, ChildRecord **children, size_t *count, Fail *fail) {
    if (!history_children(app->store, mem, children, count, fail)) {
        return false;
    }
    if (*count > 0) {
        return true;
    }
    ChildRecord *child = mem_alloc(mem, sizeof *child);
    Profile profile = profile_standard("5-6", "");
    if (child == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a child's record");
    }
    if (!child_make(app, mem, "cat", "Trial child", &profile, child, fail)) {
        return false;
    }
    /* Its plan is kept too, so that one tap starts it. */
    Plan plan;
    *children = child;
    *count = 1;
    return child_plan(app, child, &plan, fail) && child_save_plan(app, child, &plan, fail) &&
           store_flush(app->store, fail);
}

bool child_find(App *app, Mem *mem, Id id, ChildRecord *child, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (!history_children(app->store, mem, &children, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (id_equal(children[i].id, id)) {
            *child = children[i];
            return true;
        }
    }
    return fail_set(fail, FAIL_INPUT, "there is no such child on this tablet");
}

bool child_is_forgotten(const ChildRecord *child) {
    return strncmp(child->pseudonym, "gone-", 5) == 0;
}

char *child_name(App *app, const ChildRecord *child, char name[CHILD_NAME_MAX]) {
    char text[KEYS_TEXT_MAX] = "";
    Fail ignored = {0};
    if (keys_state(app->keys) == KEYS_OPEN) {
        keys_read(app->keys, child->id, "name", text, &ignored);
    }
    snprintf(name, CHILD_NAME_MAX, "%.40s", text[0] != '\0' ? text : child->pseudonym);
    return name;
}

static void first_plan(App *app, Plan *plan) {
    *plan = plan_empty();
    double minutes = 0;
    for (size_t i = 0; i < library_count(app->library) && plan->count < PLAN_ITEMS_MAX; i++) {
        Script *script = library_script(app->library, library_id(app->library, i), NULL);
        const Manifest *manifest = script != NULL ? script_manifest(script) : NULL;
        if (manifest == NULL || manifest->hidden || manifest->two_players ||
            minutes + manifest->minutes > plan->minutes) {
            continue;
        }
        minutes += manifest->minutes;
        plan->items[plan->count++] = plan_item(manifest->id);
    }
    if (app->notice[0] == '\0') {
        snprintf(app->notice, sizeof app->notice, "%s", library_trouble(app->library));
    }
}

bool child_plan(App *app, const ChildRecord *child, Plan *plan, Fail *fail) {
    char key[ID_TEXT_SIZE];
    const char *text = NULL;
    id_text(child->id, key);
    Mem *mem = mem_new(1 << 20);
    Value value;
    bool ok = mem != NULL ? history_note(app->store, mem, "plan", key, &text, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory for a plan");
    if (ok && text != NULL) {
        ok = value_read(mem, text, strlen(text), &value, fail) && plan_read(&value, plan, fail);
    } else if (ok) {
        first_plan(app, plan);
    }
    mem_free(mem);
    return ok;
}

bool child_has_plan(App *app, const ChildRecord *child, bool *has, Fail *fail) {
    char key[ID_TEXT_SIZE];
    const char *text = NULL;
    id_text(child->id, key);
    Mem *mem = mem_new(1 << 20);
    bool ok = mem != NULL ? history_note(app->store, mem, "plan", key, &text, fail)
                          : fail_set(fail, FAIL_MEMORY, "there is no memory for a plan");
    *has = text != NULL;
    mem_free(mem);
    return ok;
}

bool child_save_plan(App *app, const ChildRecord *child, const Plan *plan, Fail *fail) {
    char key[ID_TEXT_SIZE];
    id_text(child->id, key);
    Mem *mem = mem_new(1 << 20);
    Value value;
    const char *text = NULL;
    bool ok = mem != NULL && plan_value(mem, plan, &value) && text_of(mem, &value, &text, fail) &&
              store_note(app->store, "plan", key, text, app_wall_us(app), NULL, NULL, fail);
    mem_free(mem);
    return ok;
}
