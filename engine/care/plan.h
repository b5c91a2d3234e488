/* What a session is to hold: activities in order, each with its goal, its level rule and its
 * bounds, and the minutes there are. Written as canonical text with the session it was used in. */
#ifndef OTTERPAW_CARE_PLAN_H
#define OTTERPAW_CARE_PLAN_H

#include "base/fail.h"
#include "base/value.h"
#include "care/records.h"
#include "measure/adapt.h"

#include <stdbool.h>

enum { PLAN_ITEMS_MAX = 16, PLAN_NAME_MAX = 48, PLAN_TEXT_MAX = 400 };

/* Who chooses the level. */
#define LEVEL_RULES(X)                                                                             \
    X(AUTOMATIC, "automatic") /* within least .. most, towards the target */                       \
    X(FIXED, "fixed")                                                                              \
    X(CHILD, "child") /* the child chooses, within least .. most */

typedef enum {
#define X(ID, word) LEVEL_##ID,
    LEVEL_RULES(X)
#undef X
        LEVEL_RULE_COUNT
} LevelRule;

typedef struct {
    char game[PLAN_NAME_MAX];
    char goal[ID_TEXT_SIZE]; /* "" for none */
    LevelRule rule;
    int level, least, most; /* least 0, most 0: all the game has */
    double target;          /* share of successes, 0.70 .. 0.90 */
    int trials;             /* 0: the game's usual number */
    double minutes;         /* 0: the game's usual time */
    Phase phase;
    bool probe; /* no help, neutral, never adapts */
    bool help_first;
    bool calm_break;               /* no game: the calm corner for `minutes` */
    char overrides[PLAN_TEXT_MAX]; /* canonical text of parameters set over the level's; "" */
} PlanItem;

/* Where it is played, who is beside the child, and with what: the cells of the ledger. The words
 * are stored with every session. */
#define PLAN_SETTINGS(X)                                                                           \
    X(CLINIC, "clinic")                                                                            \
    X(HOME, "home")                                                                                \
    X(SCHOOL, "school")                                                                            \
    X(COMMUNITY, "community")
#define PLAN_PERSONS(X)                                                                            \
    X(THERAPIST, "therapist")                                                                      \
    X(PARENT, "parent")                                                                            \
    X(TEACHER, "teacher")                                                                          \
    X(ASSISTANT, "assistant")
#define PLAN_TOOLS(X)                                                                              \
    X(FINGER, "finger")                                                                            \
    X(STYLUS, "stylus")                                                                            \
    X(PAPER, "paper")                                                                              \
    X(OBJECT, "object") /* the real thing, scored by an adult */

#define X(ID, word) PLAN_SETTING_##ID,
typedef enum { PLAN_SETTINGS(X) PLAN_SETTING_COUNT } PlanSetting;
#undef X
#define X(ID, word) PLAN_PERSON_##ID,
typedef enum { PLAN_PERSONS(X) PLAN_PERSON_COUNT } PlanPerson;
#undef X
#define X(ID, word) PLAN_TOOL_##ID,
typedef enum { PLAN_TOOLS(X) PLAN_TOOL_COUNT } PlanTool;
#undef X

typedef struct {
    double minutes;                   /* the time box */
    int choice;                       /* 0 therapist's order, 1 child picks the order */
    bool home;                        /* played at home: no gutter, three adult keys */
    bool feelings;                    /* ask how the child feels at hello and goodbye */
    int tokens;                       /* stars to fill; 0: none */
    char then_text[PLAN_NAME_MAX];    /* what comes after in the room: "Swing"; "" */
    char then_picture[PLAN_NAME_MAX]; /* its picture id; "" */
    PlanSetting setting;
    PlanPerson person;
    PlanTool tool;
    char adult[PLAN_NAME_MAX]; /* who that was, where it is known: set when a session begins; "" */
    PlanItem items[PLAN_ITEMS_MAX];
    int count;
} Plan;

/* One item with the usual settings. */
PlanItem plan_item(const char *game);
Plan plan_empty(void); /* 30 minutes, no items, in the clinic with the therapist */
const char *plan_setting_word(PlanSetting setting);
const char *plan_person_word(PlanPerson person);
const char *plan_tool_word(PlanTool tool);
/* Who was there, for rules that ask for different adults: the adult's name, else what they are. */
const char *plan_adult(const Plan *plan);
bool plan_value(Mem *mem, const Plan *plan, Value *value);
/* Unknown names, wrong types and values out of range are refused by name; *plan is then as it was.
 */
bool plan_read(const Value *value, Plan *plan, Fail *fail);

#endif
