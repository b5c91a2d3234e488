/* Points, parts and axis of a single-case chart; see trendline.h. */
#include "care/trendline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Phase phase_of(const LineSession *session) {
    return session->phase == PHASE_FREE ? PHASE_TEACHING : session->phase;
}

static LineDot dot_of(const LineSession *session) {
    return session->home                         ? LINE_HOUSE
           : phase_of(session) == PHASE_BASELINE ? LINE_OPEN
           : session->probe                      ? LINE_DIAMOND
                                                 : LINE_FULL;
}

static bool same_word(const char *a, const char *b) {
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* ---- values ---- */

static void take_value(const Summary *summary, LineMetric metric, LinePoint *point) {
    if (metric == LINE_ON_OWN) {
        point->value = summary->on_own_share * 100;
        point->low = summary->on_own_low * 100;
        point->high = summary->on_own_high * 100;
    } else if (metric == LINE_SCORE) {
        point->value = point->low = point->high = summary->score_median;
    } else {
        point->value = summary->main_median;
        point->low = summary->main_median - summary->main_spread;
        point->high = summary->main_median + summary->main_spread;
    }
    point->counted = summary->counted;
}

static void name_metric(Trendline *line) {
    const MeasureInfo *info =
        measure_info(line->metric == LINE_SCORE ? MEASURE_SCORE : line->main_id);
    line->unit = "%";
    line->better = 1;
    if (line->metric != LINE_ON_OWN && info != NULL) {
        bool bare = strcmp(info->unit, "0-100") == 0 || strcmp(info->unit, "n") == 0 ||
                    strcmp(info->unit, "0/1") == 0;
        line->unit = bare ? "" : info->unit;
        line->better = info->better;
    }
}

/* The axis shows all the metric can be when that is known, else from 0 to a round number above. */
static void set_axis(Trendline *line) {
    const MeasureInfo *info =
        measure_info(line->metric == LINE_SCORE ? MEASURE_SCORE : line->main_id);
    bool hundred = line->metric == LINE_ON_OWN || info == NULL ||
                   strcmp(info->unit, "0-100") == 0 || strcmp(info->unit, "%") == 0;
    double low = 0, high = 0;
    for (size_t i = 0; i < line->count; i++) {
        low = fmin(low, line->points[i].value);
        high = fmax(high, line->points[i].value);
    }
    if (isfinite(line->goal)) {
        low = fmin(low, line->goal);
        high = fmax(high, line->goal);
    }
    if (hundred && high <= 100 && low >= 0) {
        line->axis_low = 0, line->axis_high = 100, line->axis_step = 25;
        return;
    }
    double rough = fmax(high - low, 1e-6) / 4, ten = pow(10, floor(log10(rough)));
    double times = rough / ten;
    line->axis_step = ten * (times <= 1     ? 1
                             : times <= 2   ? 2
                             : times <= 2.5 ? 2.5
                             : times <= 5   ? 5
                                            : 10);
    line->axis_low = floor(low / line->axis_step) * line->axis_step;
    line->axis_high = ceil(high / line->axis_step) * line->axis_step;
    if (line->axis_high <= line->axis_low) {
        line->axis_high = line->axis_low + line->axis_step;
    }
}

/* ---- parts ---- */

static bool alike(const LinePart *part, const LineSession *session) {
    return session->mark == NULL && part->phase == phase_of(session) &&
           part->level == session->level && same_word(part->tool, session->tool) &&
           same_word(part->help, session->help);
}

static const char *help_label(const char *help) {
    return same_word(help, "off")          ? "no help"
           : same_word(help, "help_first") ? "help first"
           : same_word(help, "try_first")  ? "try first"
                                           : help;
}

static void label_part(LinePart *part, const LinePart *before, const char *mark) {
    if (before == NULL || before->phase != part->phase) {
        snprintf(part->label, sizeof part->label, "%s", phase_word(part->phase));
        return;
    }
    size_t used = 0;
    const char *comma = "";
    if (mark != NULL) {
        used = (size_t)snprintf(part->label, sizeof part->label, "%.40s", mark);
        comma = ", ";
    }
    if (before->level != part->level) {
        used += (size_t)snprintf(part->label + used, sizeof part->label - used,
                                 "%slevel %d \xe2\x86\x92 %d", comma, before->level, part->level);
        comma = ", ";
    }
    if (!same_word(before->tool, part->tool) && used < sizeof part->label) {
        used += (size_t)snprintf(part->label + used, sizeof part->label - used, "%s%s", comma,
                                 part->tool);
        comma = ", ";
    }
    if (!same_word(before->help, part->help) && used < sizeof part->label) {
        snprintf(part->label + used, sizeof part->label - used, "%s%s", comma,
                 help_label(part->help));
    }
}

/* What stands beside the path: it neither makes a part nor is joined. */
static bool is_beside(LineDot dot) {
    return dot == LINE_DIAMOND || dot == LINE_HOUSE;
}

/* A probe opens a part only where a phase begins with it: its help is off by nature. */
static LinePart *part_for(Trendline *line, const LineSession *session, int x) {
    LinePart *now = line->part_count > 0 ? &line->parts[line->part_count - 1] : NULL;
    bool probe = is_beside(dot_of(session));
    if (now != NULL && now->n == 0 && !probe && now->phase == phase_of(session)) {
        now->level = session->level; /* so far it held probes alone */
        now->tool = session->tool;
        now->help = session->help;
    }
    if (now != NULL && (probe ? now->phase == phase_of(session) : alike(now, session))) {
        return now;
    }
    LinePart *part = &line->parts[line->part_count++];
    *part = (LinePart){.opens = now == NULL                       ? LINE_FIRST
                                : now->phase != phase_of(session) ? LINE_PHASE
                                                                  : LINE_CONDITION,
                       .phase = phase_of(session),
                       .level = session->level,
                       .tool = session->tool != NULL ? session->tool : "",
                       .help = session->help != NULL ? session->help : "",
                       .first = x,
                       .median = NAN,
                       .least = NAN,
                       .most = NAN};
    label_part(part, now, session->mark);
    return part;
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(double *values, int n) {
    if (n == 0) {
        return NAN;
    }
    qsort(values, (size_t)n, sizeof *values, compare_numbers);
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* A probe between teaching sessions stands beside them; later phases consist of probes. */
static bool is_aside(const Trendline *line, const LinePoint *point) {
    return point->dot == LINE_HOUSE ||
           (point->dot == LINE_DIAMOND && line->parts[point->part].phase == PHASE_TEACHING);
}

static void sum_parts(Trendline *line, double *scratch) {
    for (size_t p = 0; p < line->part_count; p++) {
        LinePart *part = &line->parts[p];
        int n = 0;
        for (size_t i = 0; i < line->count; i++) {
            const LinePoint *point = &line->points[i];
            if (point->part == (int)p && !is_aside(line, point)) {
                scratch[n++] = point->value;
                part->least = fmin(part->least, point->value); /* fmin passes over NaN */
                part->most = fmax(part->most, point->value);
            }
        }
        part->n = n;
        part->median = median_of(scratch, n);
    }
}

/* Joined: the point before of its kind of path lies in the same part and in the session before. */
static void join_points(Trendline *line) {
    const LinePoint *before = NULL;
    for (size_t i = 0; i < line->count; i++) {
        LinePoint *point = &line->points[i];
        if (is_beside(point->dot)) {
            continue;
        }
        point->joined = before != NULL && before->part == point->part &&
                        line->numbers[point->x] - line->numbers[before->x] <= 1;
        before = point;
    }
}

bool trendline_make(Mem *mem, const LineSession *sessions, size_t count, MeasureId main_id,
                    LineMetric metric, double goal, Trendline *line, Fail *fail) {
    if (count > TREND_POINTS_MAX) {
        return fail_set(fail, FAIL_LIMIT, "a chart shows at most %d sessions, not %zu",
                        TREND_POINTS_MAX, count);
    }
    *line = (Trendline){.metric = metric, .main_id = main_id, .goal = goal};
    line->points = mem_alloc_array(mem, count + 1, sizeof *line->points);
    line->parts = mem_alloc_array(mem, count + 1, sizeof *line->parts);
    line->numbers = mem_alloc_array(mem, count + 1, sizeof *line->numbers);
    double *scratch = mem_alloc_array(mem, count + 1, sizeof *scratch);
    if (line->points == NULL || line->parts == NULL || line->numbers == NULL || scratch == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory for a chart");
    }
    name_metric(line);
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && id_equal(sessions[i].session, sessions[i - 1].session);
        int x = same ? line->sessions - 1 : line->sessions++;
        line->numbers[x] = sessions[i].number > 0 ? sessions[i].number : x + 1;
        LinePart *part = part_for(line, &sessions[i], x);
        part->last = x;
        LinePoint point = {
            .x = x, .dot = dot_of(&sessions[i]), .part = (int)(part - line->parts), .source = i};
        take_value(&sessions[i].summary, metric, &point);
        part->n += !is_aside(line, &point);
        if (isfinite(point.value)) {
            line->points[line->count++] = point;
        }
    }
    sum_parts(line, scratch);
    join_points(line);
    set_axis(line);
    return true;
}

/* ---- figures ---- */

static size_t phase_values(const Trendline *line, Phase phase, double *values) {
    size_t n = 0;
    for (size_t i = 0; i < line->count; i++) {
        const LinePoint *point = &line->points[i];
        if (!is_aside(line, point) && line->parts[point->part].phase == phase) {
            values[n++] = point->value;
        }
    }
    return n;
}

bool trendline_phase(Mem *mem, const Trendline *line, Phase phase, LinePhase *out) {
    double *values = mem_alloc_array(mem, line->count + 1, sizeof *values);
    *out = (LinePhase){.median = NAN, .least = NAN, .most = NAN, .latest = NAN};
    if (values == NULL) {
        return false;
    }
    out->n = (int)phase_values(line, phase, values);
    if (out->n > 0) {
        out->latest = values[out->n - 1];
        out->median = median_of(values, out->n);
        out->least = values[0];
        out->most = values[out->n - 1];
    }
    return true;
}

bool trendline_change(Mem *mem, const Trendline *line, PhaseChange *change, bool *mixed) {
    double *a = mem_alloc_array(mem, line->count + 1, sizeof *a);
    double *b = mem_alloc_array(mem, line->count + 1, sizeof *b);
    *mixed = false;
    if (a == NULL || b == NULL) {
        return false;
    }
    size_t a_count = phase_values(line, PHASE_BASELINE, a);
    size_t b_count = phase_values(line, PHASE_TEACHING, b);
    const LinePart *first = NULL;
    for (size_t i = 0; i < line->part_count; i++) {
        const LinePart *part = &line->parts[i];
        if (part->n == 0 || (part->phase != PHASE_BASELINE && part->phase != PHASE_TEACHING)) {
            continue;
        }
        first = first == NULL ? part : first;
        *mixed = *mixed || part->level != first->level || !same_word(part->tool, first->tool);
    }
    if (!trend_phases(mem, a, a_count, b, b_count, line->better < 0, 0.95, change)) {
        return false;
    }
    if (line->better == 0 && change->verdict == TREND_FINE) {
        change->verdict = TREND_FEW_POINTS;
    }
    return true;
}

/* ---- words ---- */

void trendline_value(const Trendline *line, double value, char text[LINE_VALUE_MAX]) {
    if (!isfinite(value)) {
        snprintf(text, LINE_VALUE_MAX, "n/m");
        return;
    }
    bool whole = line->axis_high - line->axis_low >= 40;
    snprintf(text, LINE_VALUE_MAX, whole ? "%.0f%s%s" : "%.1f%s%s", value,
             line->unit[0] != '\0' ? " " : "", line->unit);
}

static size_t say_phase(const Trendline *line, const LinePhase *phase, const char *name, char *text,
                        size_t room) {
    char median[LINE_VALUE_MAX], least[LINE_VALUE_MAX], most[LINE_VALUE_MAX];
    trendline_value(line, phase->median, median);
    trendline_value(line, phase->least, least);
    trendline_value(line, phase->most, most);
    int n = phase->n == 0 ? 0
                          : snprintf(text, room, "; %s: median %s over %d session%s (%s to %s)",
                                     name, median, phase->n, phase->n == 1 ? "" : "s", least, most);
    return (size_t)n < room ? (size_t)n : room - 1;
}

bool trendline_sentence(Mem *mem, const Trendline *line, char text[LINE_SENTENCE_MAX]) {
    const MeasureInfo *info = measure_info(line->main_id);
    const char *what = line->metric == LINE_ON_OWN  ? "Trials on own"
                       : line->metric == LINE_SCORE ? "Score"
                       : info != NULL               ? info->label
                                                    : "Main measure";
    size_t used = (size_t)snprintf(text, LINE_SENTENCE_MAX, "%s in %d session%s", what,
                                   line->sessions, line->sessions == 1 ? "" : "s");
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        LinePhase figures;
        if (!trendline_phase(mem, line, (Phase)phase, &figures)) {
            return false;
        }
        used += say_phase(line, &figures, phase_word((Phase)phase), text + used,
                          LINE_SENTENCE_MAX - used);
    }
    char value[LINE_VALUE_MAX];
    if (line->count > 0) {
        trendline_value(line, line->points[line->count - 1].value, value);
        used += (size_t)snprintf(text + used, LINE_SENTENCE_MAX - used, "; latest %s", value);
    }
    if (isfinite(line->goal) && used < LINE_SENTENCE_MAX) {
        trendline_value(line, line->goal, value);
        used += (size_t)snprintf(text + used, LINE_SENTENCE_MAX - used, "; the goal is %s", value);
    }
    if (used < LINE_SENTENCE_MAX - 1) {
        snprintf(text + used, LINE_SENTENCE_MAX - used, ".");
    }
    return true;
}
