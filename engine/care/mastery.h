/* When is a goal mastered? One rule object with every term therapists write, evaluated over plain
 * session summaries, and one sentence for everyone that says why it has fired or why not yet.
 *
 * A session counts when it has enough trials; one that has fewer is passed over, neither for nor
 * against. A counted session that does not meet the threshold ends the row. */
#ifndef OTTERPAW_CARE_MASTERY_H
#define OTTERPAW_CARE_MASTERY_H

#include "base/fail.h"
#include "base/value.h"

#include <stdbool.h>
#include <stddef.h>

/* What the first trial of a session has to do with it. */
#define MASTERY_FIRSTS(X)                                                                          \
    X(ANY, "any")          /* a trial like the others */                                           \
    X(ON_OWN, "on_own")    /* it must be on own too */                                             \
    X(ALONE, "cold_probe") /* it alone decides */

typedef enum {
#define X(ID, word) MASTERY_FIRST_##ID,
    MASTERY_FIRSTS(X)
#undef X
        MASTERY_FIRST_COUNT
} MasteryFirst;

typedef struct {
    double threshold; /* least share of trials on own, above 0, at most 1 */
    int right, of;    /* instead of threshold: right of `of` trials; of 0: threshold */
    int sessions;     /* in a row, at least 1 */
    int days;         /* different days in that row, 1: any */
    int trials;       /* least per session, at least 1 */
    MasteryFirst first;
    int adults;   /* different adults in that row, 1: any */
    int contexts; /* different contexts (room, device, material) in that row, 1: any */
} MasteryRule;

/* One session's figures for the goal. Texts are borrowed. */
typedef struct {
    int day;           /* days since 1970, local */
    int trials;        /* counted trials */
    int on_own;        /* of these, succeeded without any help */
    bool first_on_own; /* the first counted trial was one of them */
    const char *adult; /* who was there; "" unknown, which is nobody new */
    const char *context;
} MasterySession;

enum {
    MASTERY_TERM_MAX = 20,       /* of sessions, days, adults, contexts */
    MASTERY_SESSIONS_MAX = 2000, /* only the newest are looked at */
    MASTERY_TEXT_MAX = 400
};

typedef struct {
    bool fired;
    int at;  /* index of the session at which it fired; -1 */
    int row; /* counted sessions in a row that meet the threshold, at the end or at `at` */
    int days, adults, contexts; /* different ones within that row */
    int passed_over;            /* sessions with too few trials */
    char why[MASTERY_TEXT_MAX]; /* one sentence */
} MasteryVerdict;

MasteryRule mastery_rule(void); /* 80 % on own, 3 sessions in a row, at least 5 trials each */
/* False with a sentence when a term is out of range. */
bool mastery_check(const MasteryRule *rule, Fail *fail);
/* sessions: oldest first. The rule must pass mastery_check. Once fired it stays fired: whether it
 * lasts is a question of maintenance. */
MasteryVerdict mastery_evaluate(const MasteryRule *rule, const MasterySession *sessions,
                                size_t count);
/* "At least 80 % on own in 3 sessions in a row, at least 5 trials each." */
void mastery_rule_text(const MasteryRule *rule, char text[MASTERY_TEXT_MAX]);

bool mastery_value(Mem *mem, const MasteryRule *rule, Value *value);
/* A field that is missing keeps the usual rule's; one out of range is refused by name. */
bool mastery_read(const Value *value, MasteryRule *rule, Fail *fail);

#endif
