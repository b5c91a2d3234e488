/* A stored session read whole, with its figures: what the page, `show` and the export are made of.
 */
#ifndef OTTERPAW_APP_LOG_H
#define OTTERPAW_APP_LOG_H

#include "app/app.h"
#include "care/summary.h"
#include "store/history.h"

typedef struct {
    RunRecord run;
    const TrialLine *lines;
    const TrialView *views; /* one for each line */
    size_t count;
    Summary summary;
    const char *title; /* of the game, in the adult's language; its id if the game is gone */
    MeasureId main_id;
} LogRun;

typedef struct {
    SessionLine line;
    LogRun *runs;
    size_t count;
    int trials;
    const char *person;      /* who was beside the child: a word of care/plan */
    AssistanceScheme scheme; /* the words in force when the session was marked */
} Log;

/* Everything lives in mem. with_journals: the ink too. */
bool log_read(App *app, Mem *mem, const SessionLine *line, bool with_journals, Log *log,
              Fail *fail);

/* ---- words, the same everywhere ---- */
enum { LOG_WORDS = 96 };
/* "81.5" by the unit of the measure, "n/m" when not measurable. */
char *log_measure(MeasureId id, double value, char text[LOG_WORDS]);
/* "2026-03-04 09:30" in the session's own time zone. */
char *log_time(int64_t wall_us, int utc_offset_min, char text[LOG_WORDS]);
/* "7/10 on own (70 %, 40-89 %)" */
char *log_on_own(const Summary *summary, char text[LOG_WORDS]);
/* "word" or "not marked" in the session's scheme */
const char *log_assistance(const Log *log, int assistance);

/* The score log as text. */
bool log_print(App *app, const Log *log, Buffer *out);

#endif
