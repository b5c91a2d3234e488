/* The generalization ledger of a child: for each skill, where it was played, who was beside the
 * child, with what, and how help was given; each cell with its trials, its share on own and its
 * last day. A skill that is on own in one cell only is not yet the child's. Read from the sums that
 * are kept with each trial: no trial is touched. */
#ifndef OTTERPAW_APP_LEDGER_H
#define OTTERPAW_APP_LEDGER_H

#include "app/course.h"
#include "care/planner.h"

enum { LEDGER_CELLS_MAX = 256, LEDGER_TEXT_MAX = 240, LEDGER_LEAST = 5 };

typedef struct {
    const char *game, *title;            /* title in the adult's language */
    const char *setting, *person, *tool; /* words of care/plan */
    const char *help;                    /* "off" "try_first" "help_first"; "" not known */
    int sessions, trials, on_own;        /* valid trials */
    double low, high;                    /* of the share on own: Wilson 95 % */
    double minutes;                      /* from first to last trial of its runs */
    int64_t first_us;                    /* since 1970 UTC */
    int64_t last_us;                     /* since 1970 UTC */
    int utc_offset_min;
} LedgerCell;

typedef struct {
    LedgerCell *cells; /* a skill's cells lie together, most trials first */
    size_t count;
    bool cut; /* there were more */
} Ledger;

/* game NULL: of all. Everything lives in mem. */
bool ledger_read(App *app, Mem *mem, const ChildRecord *child, const char *game, Ledger *ledger,
                 Fail *fail);
/* What a skill has had so far, wherever it was played; today: days since 1970. */
Dose ledger_dose(const Ledger *ledger, const char *game, double target_hours, int today);
/* At least LEDGER_LEAST trials, four of five on own. */
bool ledger_holds(const LedgerCell *cell);
const char *ledger_help_words(const LedgerCell *cell); /* "without help" "tries first" ... */
/* "Stay on the road holds in one cell only: clinic, therapist, finger. A probe at home with a
 * parent would tell most." words "" when there is nothing to say. */
void ledger_advice(const Ledger *ledger, const char *game, char words[LEDGER_TEXT_MAX]);
/* CSV by RFC 4180, one line a cell. */
bool ledger_table(const Ledger *ledger, const char *pseudonym, Buffer *out);

#endif
