/* How one skill went over sessions, by the conventions of single-case charts: which points there
 * are, where phases and conditions change, where the path must break, the middle of each phase.
 * Nothing is smoothed and nothing is joined that is not alike: a change of level, tool or help
 * starts a new part. */
#ifndef OTTERPAW_CARE_TRENDLINE_H
#define OTTERPAW_CARE_TRENDLINE_H

#include "care/summary.h"
#include "measure/trend.h"

#include <stdbool.h>
#include <stddef.h>

/* The trials of one session that belong together: the same phase, probe or not. */
typedef struct {
    Id session;
    int number;         /* of the session among all of this skill, from 1; 0: as they come */
    int64_t started_us; /* since 1970 UTC */
    int utc_offset_min;
    Phase phase;
    bool probe;
    int level;        /* the one most trials had; 0 not known */
    const char *tool; /* finger stylus; "" not known. Borrowed */
    const char *help; /* the run's help rule: "try_first" ...; "" not known. Borrowed */
    bool home;        /* played at home: another table, another helper, so beside the path */
    const char *mark; /* words of a line that was drawn before it; NULL: none. Borrowed */
    Summary summary;  /* of the trials, by main_id */
} LineSession;

#define LINE_METRICS(X)                                                                            \
    X(MAIN, "main", "main measure")                                                                \
    X(ON_OWN, "on_own", "% on own")                                                                \
    X(SCORE, "score", "score")

typedef enum {
#define X(ID, word, label) LINE_##ID,
    LINE_METRICS(X)
#undef X
        LINE_METRIC_COUNT
} LineMetric;

typedef enum {
    LINE_OPEN,    /* baseline */
    LINE_FULL,    /* training */
    LINE_DIAMOND, /* probe */
    LINE_HOUSE,   /* at home */
} LineDot;

typedef struct {
    int x; /* session, from 0; a probe shares the session's */
    double value;
    double low, high; /* on own: Wilson 95 %; else median -/+ median deviation */
    int counted;      /* trials behind it */
    LineDot dot;
    bool joined;   /* to the training or baseline point before it */
    int part;      /* index into parts */
    size_t source; /* index into the sessions handed in */
} LinePoint;

typedef enum { LINE_FIRST, LINE_PHASE, LINE_CONDITION } LineOpening; /* nothing, solid, dashed */

enum { LINE_LABEL_MAX = 64, LINE_SENTENCE_MAX = 640, LINE_VALUE_MAX = 48 };

/* Points in a row that are alike. Probes lie in it but do not make it. */
typedef struct {
    LineOpening opens;
    Phase phase;
    int level;
    const char *tool, *help;
    int first, last; /* x */
    int n;           /* points, without probes beside teaching */
    double median, least, most;
    char label[LINE_LABEL_MAX]; /* what begins here: "teaching", "level 3 > 4", "stylus" */
} LinePart;

typedef struct {
    LineMetric metric;
    MeasureId main_id;
    const char *unit; /* "%" "mm" ""; a literal */
    int better;       /* +1 -1 0 */
    LinePoint *points;
    size_t count;
    LinePart *parts;
    size_t part_count;
    int sessions; /* different x */
    int *numbers; /* of the session at each x: some may be left out between */
    double axis_low, axis_high, axis_step; /* 0-100, or all the metric spans */
    double goal;                           /* NaN: none */
} Trendline;

/* sessions: oldest first, at most TREND_POINTS_MAX; those of a phase of free play count as
 * teaching. goal: NaN for none. Everything lives in mem. A session whose metric could not be
 * measured keeps its place and has no point. */
bool trendline_make(Mem *mem, const LineSession *sessions, size_t count, MeasureId main_id,
                    LineMetric metric, double goal, Trendline *line, Fail *fail);

/* All points of a phase, without probes beside teaching; n 0: the others are NaN. */
typedef struct {
    int n;
    double median, least, most, latest;
} LinePhase;
bool trendline_phase(Mem *mem, const Trendline *line, Phase phase, LinePhase *out);

/* Teaching against baseline. The verdict is FEW_POINTS too when there is no direction to judge.
 * mixed: the levels or the tool were not all the same, so that it must be said beside the figure.
 */
bool trendline_change(Mem *mem, const Trendline *line, PhaseChange *change, bool *mixed);

/* "81 %", "4.2 mm"; "n/m" */
void trendline_value(const Trendline *line, double value, char text[LINE_VALUE_MAX]);
/* One sentence with the figures of the chart, for those who do not see it. */
bool trendline_sentence(Mem *mem, const Trendline *line, char text[LINE_SENTENCE_MAX]);

#endif
