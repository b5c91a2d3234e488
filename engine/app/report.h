/* Pages to print: one A4 page each, added to a scene in millimetres, so that PDF, SVG and PNG are
 * the same drawing. The figures are those of app/log and app/course. Nothing is compared with other
 * children. */
#ifndef OTTERPAW_APP_REPORT_H
#define OTTERPAW_APP_REPORT_H

#include "app/course.h"
#include "app/log.h"

static const double REPORT_WIDTH_MM = 210, REPORT_HEIGHT_MM = 297;

typedef struct {
    Scene *scene;                /* owned; report_free */
    char title[160];             /* of the document */
    const char *language;        /* "en": a literal or the library's */
    char alt[LINE_SENTENCE_MAX]; /* what the page says, in a sentence; "" */
} Report;

/* app->measure must be set: widths decide the layout. NULL scene and a sentence on failure. */
/* What happened in a session: who, when, each activity with its figures and assistance, the change
 * from baseline and last time, the plan; lines for the therapist's own words and signature. */
bool report_session(App *app, Mem *mem, const SessionLine *line, Report *report, Fail *fail);
/* How a skill goes: the trend and a table of the same numbers. game: as in course_read. */
bool report_goal(App *app, Mem *mem, const ChildRecord *child, const char *game, LineMetric metric,
                 Report *report, Fail *fail);
/* For the family, in plain words without figures to judge by: what was practised, the first and
 * the latest strokes of the same shape, what to do at home. locale: the family's language; NULL:
 * the child's. */
bool report_family(App *app, Mem *mem, const ChildRecord *child, const char *locale, Report *report,
                   Fail *fail);
void report_free(Report *report);

#endif
