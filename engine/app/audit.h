/* The trail of who did what: notes that only grow, each holding the hash of the one before. It
 * shows changes made by others than this program, not by somebody who owns the whole machine. No
 * health text and no names of children are in it: ids only. */
#ifndef OTTERPAW_APP_AUDIT_H
#define OTTERPAW_APP_AUDIT_H

#include "base/id.h"
#include "store/history.h"

/* X(ID, "word"): what was done. */
#define AUDIT_DEEDS(X)                                                                             \
    X(SET_UP, "clinic set up")                                                                     \
    X(UNLOCK, "names opened")                                                                      \
    X(RECOVER, "recovery key used")                                                                \
    X(ADD, "therapist added")                                                                      \
    X(PIN, "PIN set")                                                                              \
    X(PIN_WRONG, "wrong PIN")                                                                      \
    X(LOCK, "locked")                                                                              \
    X(NAME, "sealed text changed")                                                                 \
    X(EXPORT, "records exported")                                                                  \
    X(REPORT, "report made")                                                                       \
    X(SIGN, "note signed")                                                                         \
    X(AMEND, "note amended")                                                                       \
    X(HOME, "home plan handed over")                                                               \
    X(RESULTS, "home results written")                                                             \
    X(IMPORT, "home file taken in")                                                                \
    X(RESTORE, "backup restored")                                                                  \
    X(FORGET, "child forgotten")

typedef enum {
#define X(ID, word) AUDIT_##ID,
    AUDIT_DEEDS(X)
#undef X
} AuditDeed;

/* who: therapist, "" for nobody. child: NULL for none. Waits until it is written. */
bool audit_add(Store *store, int64_t at_us, const char *who, AuditDeed deed, const Id *child,
               Fail *fail);

typedef struct {
    int entries;
    bool whole;
    char why[FAIL_TEXT_MAX]; /* which entry does not follow from the one before; "" */
} AuditVerdict;

/* False only when it could not be read at all. */
bool audit_verify(Store *store, AuditVerdict *verdict, Fail *fail);

#endif
