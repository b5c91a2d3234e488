/* Plans as values and back; see plan.h. */
#include "care/plan.h"

#include "base/settings.h"

#include <stddef.h>
#include <string.h>

#define X(ID, word) word,
static const char *const RULE_WORDS[] = {LEVEL_RULES(X) NULL};
#undef X
#define X(ID, word, label) word,
static const char *const PHASE_WORDS[] = {PHASES(X) NULL};
#undef X
#define X(ID, word) word,
static const char *const SETTING_WORDS[] = {PLAN_SETTINGS(X) NULL};
static const char *const PERSON_WORDS[] = {PLAN_PERSONS(X) NULL};
static const char *const TOOL_WORDS[] = {PLAN_TOOLS(X) NULL};
#undef X

#define AT(member)      offsetof(PlanItem, member)
#define TEXT_AT(member) SETTING_TEXT, AT(member), 0, sizeof((PlanItem *)0)->member, NULL
static const Setting ITEM_TABLE[] = {
    {"game", TEXT_AT(game)},
    {"goal", TEXT_AT(goal)},
    {"rule", SETTING_WORD, AT(rule), 0, 0, RULE_WORDS},
    {"level", SETTING_INT, AT(level), 1, 40, NULL},
    {"least", SETTING_INT, AT(least), 0, 40, NULL},
    {"most", SETTING_INT, AT(most), 0, 40, NULL},
    {"target", SETTING_NUMBER, AT(target), 0.70, 0.90, NULL},
    {"trials", SETTING_INT, AT(trials), 0, 200, NULL},
    {"minutes", SETTING_NUMBER, AT(minutes), 0, 180, NULL},
    {"phase", SETTING_WORD, AT(phase), 0, 0, PHASE_WORDS},
    {"probe", SETTING_BOOL, AT(probe), 0, 0, NULL},
    {"help_first", SETTING_BOOL, AT(help_first), 0, 0, NULL},
    {"calm_break", SETTING_BOOL, AT(calm_break), 0, 0, NULL},
    {"overrides", TEXT_AT(overrides)},
};
enum { ITEM_FIELDS = sizeof ITEM_TABLE / sizeof ITEM_TABLE[0] };
#undef AT
#undef TEXT_AT

#define AT(member)      offsetof(Plan, member)
#define TEXT_AT(member) SETTING_TEXT, AT(member), 0, sizeof((Plan *)0)->member, NULL
static const Setting PLAN_TABLE[] = {
    {"minutes", SETTING_NUMBER, AT(minutes), 1, 180, NULL},
    {"choice", SETTING_INT, AT(choice), 0, 1, NULL},
    {"home", SETTING_BOOL, AT(home), 0, 0, NULL},
    {"feelings", SETTING_BOOL, AT(feelings), 0, 0, NULL},
    {"tokens", SETTING_INT, AT(tokens), 0, 10, NULL},
    {"then_text", TEXT_AT(then_text)},
    {"then_picture", TEXT_AT(then_picture)},
    {"setting", SETTING_WORD, AT(setting), 0, 0, SETTING_WORDS},
    {"person", SETTING_WORD, AT(person), 0, 0, PERSON_WORDS},
    {"tool", SETTING_WORD, AT(tool), 0, 0, TOOL_WORDS},
    {"adult", TEXT_AT(adult)},
};
enum { PLAN_FIELDS = sizeof PLAN_TABLE / sizeof PLAN_TABLE[0], PLAN_HEAD = offsetof(Plan, items) };

PlanItem plan_item(const char *game) {
    PlanItem item = {.level = 1, .target = 0.8, .phase = PHASE_TEACHING};
    strncpy(item.game, game, sizeof item.game - 1);
    return item;
}

Plan plan_empty(void) {
    return (Plan){.minutes = 30, .feelings = true, .tokens = 5};
}

const char *plan_setting_word(PlanSetting setting) {
    return SETTING_WORDS[setting];
}

const char *plan_person_word(PlanPerson person) {
    return PERSON_WORDS[person];
}

const char *plan_tool_word(PlanTool tool) {
    return TOOL_WORDS[tool];
}

const char *plan_adult(const Plan *plan) {
    return plan->adult[0] != '\0' ? plan->adult : plan_person_word(plan->person);
}

bool plan_value(Mem *mem, const Plan *plan, Value *value) {
    Value items = value_list();
    for (int i = 0; i < plan->count; i++) {
        Value item;
        if (!settings_value(mem, ITEM_TABLE, ITEM_FIELDS, &plan->items[i], &item) ||
            !value_add(mem, &items, item)) {
            return false;
        }
    }
    return settings_value(mem, PLAN_TABLE, PLAN_FIELDS, plan, value) &&
           value_put(mem, value, "items", items);
}

static bool read_items(const Value *items, Plan *plan, Fail *fail) {
    if (items->kind != VALUE_LIST) {
        return fail_set(fail, FAIL_INPUT, "plan: items must be a list of activities.");
    }
    size_t count = value_count(items);
    if (count > PLAN_ITEMS_MAX) {
        return fail_set(fail, FAIL_LIMIT, "plan: there are %zu activities, but the most is %d.",
                        count, PLAN_ITEMS_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        plan->items[i] = plan_item("");
        if (!settings_read(value_at(items, i), "plan's activity", ITEM_TABLE, ITEM_FIELDS,
                           &plan->items[i], sizeof plan->items[i], fail)) {
            return fail_prefix(fail, "activity %zu", i + 1);
        }
        if (plan->items[i].game[0] == '\0' && !plan->items[i].calm_break) {
            return fail_set(fail, FAIL_INPUT, "plan: activity %zu names no game.", i + 1);
        }
    }
    plan->count = (int)count;
    return true;
}

bool plan_read(const Value *value, Plan *plan, Fail *fail) {
    if (value->kind != VALUE_RECORD) {
        return fail_set(fail, FAIL_INPUT, "plan must be a record of names and values.");
    }
    Plan read = plan_empty();
    Value head = value_record();
    /* The head's fields and the list are read apart: one table for each. */
    ValueField fields[PLAN_FIELDS + 1];
    size_t count = 0;
    for (size_t i = 0; i < value->as.record.count; i++) {
        const ValueField *field = &value->as.record.fields[i];
        if (strcmp(field->name, "items") == 0) {
            if (!read_items(&field->value, &read, fail)) {
                return false;
            }
        } else if (count <= PLAN_FIELDS) {
            fields[count++] = *field;
        }
    }
    head.as.record.fields = fields;
    head.as.record.count = count;
    if (!settings_read(&head, "plan", PLAN_TABLE, PLAN_FIELDS, &read, PLAN_HEAD, fail)) {
        return false;
    }
    *plan = read;
    return true;
}
