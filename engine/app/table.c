/* Writes the tables of a session; see table.h. A row is a record first and text afterwards, so the
 * order of columns has one home: COLUMNS. */
#include "app/table.h"

#include "play/journal.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name, *unit, *description;
} Column;

static const Column COLUMNS[] = {
    {"session", "", "UUID of the session"},
    {"trial", "n", "number within the session, from 1"},
    {"child", "", "pseudonym"},
    {"run", "n", "number of the activity within the session, from 1"},
    {"game", "", "game"},
    {"game_version", "", "its version"},
    {"phase", "", "phase of the goal"},
    {"level", "level", "level of the trial"},
    {"placement", "level", "continuous level of the adaptation"},
    {"item", "", "what was shown"},
    {"params", "json", "every parameter of the trial"},
    {"seed", "", "seed of the run"},
    {"onset_s", "s", "first picture, since the run began"},
    {"trial_s", "s", "from onset to end"},
    {"end", "", "why it ended"},
    {"outcome", "", "how it went, late marks applied"},
    {"solved", "0/1", "the child did what was asked"},
    {"on_own", "0/1", "solved without any help"},
    {"counted", "0/1", "enters the figures"},
    {"answered", "n", "scored answers"},
    {"answered_right", "n", "of them right"},
    {"help_rung", "rung", "highest rung of help given by the activity"},
    {"assistance_given", "", "by the adult"},
    {"assistance_from", "", "marked or assumed"},
    {"probe", "0/1", "without help, never adapts"},
    {"practice", "0/1", "kept and shown only"},
    {"valid", "0/1", "by the data-quality rules"},
    {"invalid_reason", "", "why it is not valid"},
    {"excluded", "0/1", "taken out by an adult"},
    {"excluded_why", "", "why it was taken out"},
    {"gaps", "n", "times the tablet fell behind"},
    {"touches_kept", "n", "contacts that counted"},
    {"touches_rested", "n", "resting fingers and palms"},
    {"touches_refused", "n", "contacts in a zone, or repeated"},
    {"via", "", "how answers came"},
    {"scorer_version", "", "of the formulas"},
    {"next_level", "level", "level that followed"},
    {"next_reason", "", "why"},
    {"px_per_mm", "px/mm", "of the screen"},
    {"calibrated", "0/1", "px/mm was measured, not guessed"},
    {"setting", "", "where"},
    {"person", "", "who was beside the child"},
    {"tool", "", "finger or stylus"},
    {"hand", "", "hand"},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

static const Column SAMPLE_COLUMNS[] = {
    {"session", "", "UUID of the session"},
    {"trial", "n", "number within the session, from 1"},
    {"time_s", "s", "since the run began"},
    {"finger", "", "small number that stays from down to up"},
    {"phase", "", "down, move or up"},
    {"x_mm", "mm", "from the screen's left edge"},
    {"y_mm", "mm", "from the screen's top edge, growing downwards"},
};
enum { SAMPLE_COLUMN_COUNT = sizeof SAMPLE_COLUMNS / sizeof SAMPLE_COLUMNS[0] };

/* ---- CSV ---- */

static bool put_text(Buffer *out, const char *text) {
    if (strpbrk(text, ",\"\r\n") == NULL) {
        return buffer_add_text(out, text);
    }
    bool ok = buffer_add_text(out, "\"");
    for (; ok && *text != '\0'; text++) {
        ok = (*text != '"' || buffer_add_text(out, "\"")) && buffer_add(out, text, 1);
    }
    return ok && buffer_add_text(out, "\"");
}

static bool put_field(Buffer *out, const Value *value) {
    char number[VALUE_NUMBER_SIZE];
    switch (value->kind) {
    case VALUE_NONE:
        return true;
    case VALUE_BOOL:
        return buffer_add_text(out, value->as.flag ? "1" : "0");
    case VALUE_INT:
        return buffer_format(out, "%lld", (long long)value->as.integer);
    case VALUE_NUMBER:
        return buffer_add_text(out, value_number_text(value->as.number, number));
    case VALUE_TEXT:
        return put_text(out, value->as.text);
    case VALUE_LIST:
    case VALUE_RECORD:
        break;
    }
    Buffer text = {0};
    bool ok = value_write(&text, value) && put_text(out, (const char *)text.bytes);
    buffer_free(&text);
    return ok;
}

static bool put_row(Buffer *out, const Value *row) {
    bool ok = true;
    for (size_t i = 0; ok && i < row->as.record.count; i++) {
        ok = (i == 0 || buffer_add_text(out, ",")) &&
             put_field(out, &row->as.record.fields[i].value);
    }
    return ok && buffer_add_text(out, "\r\n");
}

static bool put_names(Buffer *out, const Column *columns, size_t count) {
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = (i == 0 || buffer_add_text(out, ",")) && buffer_add_text(out, columns[i].name);
    }
    return ok;
}

/* ---- a trial's row ---- */

typedef struct {
    Mem *mem;
    Value *row;
    size_t next; /* column */
    bool ok;
} Filler;

static void fill(Filler *filler, Value value) {
    filler->ok =
        filler->ok && value_put(filler->mem, filler->row, COLUMNS[filler->next++].name, value);
}

static Value text_value(const char *text) {
    return value_text(text != NULL ? text : "");
}

static void fill_names(App *app, const Log *log, const LogRun *run, size_t index, Filler *to) {
    (void)app;
    const TrialRecord *t = &run->lines[index].trial;
    char id[ID_TEXT_SIZE];
    id_text(log->line.session.id, id);
    fill(to, value_text(mem_text(to->mem, id)));
    fill(to, value_int(t->number + 1));
    fill(to, text_value(log->line.child_pseudonym));
    fill(to, value_int(t->run + 1));
    fill(to, text_value(run->run.game));
    fill(to, text_value(run->run.game_version));
    fill(to, value_text(phase_word(run->run.phase)));
    fill(to, value_int(t->level));
    fill(to, value_number(t->placement));
    fill(to, text_value(t->item));
    fill(to, t->params != NULL ? *t->params : value_none());
    fill(to, value_int((int64_t)t->seed));
    fill(to, value_number((double)t->onset_us / 1e6));
    fill(to, value_number((double)t->duration_us / 1e6));
}

static void fill_outcome(const Log *log, const LogRun *run, size_t index, Filler *to) {
    const TrialRecord *t = &run->lines[index].trial;
    const TrialView *view = &run->views[index];
    fill(to, value_text(end_reason_word(t->end)));
    fill(to, value_text(summary_outcome(view)));
    fill(to, value_bool(t->success));
    fill(to, value_bool(summary_on_own(view)));
    fill(to, value_bool(summary_counts(view)));
    fill(to, value_int(t->answers));
    fill(to, value_int(t->answers_right));
    fill(to, value_int(t->help_rung));
    fill(to, value_text(log_assistance(log, view->assistance)));
    fill(to, value_text(view->assistance == ASSISTANCE_UNMARKED ? "assumed" : "marked"));
    fill(to, value_bool(t->probe));
    fill(to, value_bool(t->practice));
    fill(to, value_bool(t->valid));
    fill(to, text_value(t->invalid_reason));
    fill(to, value_bool(view->excluded));
    fill(to, text_value(run->lines[index].excluded_why));
}

static void fill_rest(const Log *log, const LogRun *run, size_t index, Filler *to) {
    const TrialRecord *t = &run->lines[index].trial;
    const SessionRecord *s = &log->line.session;
    fill(to, value_int(t->gaps));
    fill(to, value_int(t->touches_kept));
    fill(to, value_int(t->touches_rested));
    fill(to, value_int(t->touches_refused));
    fill(to, text_value(t->via));
    fill(to, value_int(t->scorer_version));
    fill(to, value_int(t->next_level));
    fill(to, text_value(t->next_reason));
    fill(to, value_number(s->px_per_mm));
    fill(to, value_bool(s->calibrated));
    fill(to, text_value(s->setting));
    fill(to, text_value(log->person));
    fill(to, text_value(s->tool));
    fill(to, text_value(s->hand));
}

/* Which measures the session's trials carry: each is a column. */
typedef struct {
    bool measure[MEASURE_COUNT];
} Used;

static Used used_measures(const Log *log) {
    Used used = {{false}};
    for (size_t r = 0; r < log->count; r++) {
        for (size_t i = 0; i < log->runs[r].count; i++) {
            const Measures *measures = &log->runs[r].lines[i].trial.measures;
            for (int m = 0; m < measures->count; m++) {
                used.measure[measures->items[m].id] = true;
            }
        }
    }
    return used;
}

static bool put_trial(App *app, const Log *log, const Used *used, const LogRun *run, size_t index,
                      Mem *mem, Buffer *out) {
    Value row = value_record();
    Filler filler = {mem, &row, 0, true};
    fill_names(app, log, run, index, &filler);
    fill_outcome(log, run, index, &filler);
    fill_rest(log, run, index, &filler);
    bool ok = filler.ok && filler.next == COLUMN_COUNT;
    for (int id = 0; ok && id < MEASURE_COUNT; id++) {
        if (used->measure[id]) {
            double value = measures_get(&run->lines[index].trial.measures, (MeasureId)id);
            ok = value_put(mem, &row, measure_info((MeasureId)id)->name, value_number(value));
        }
    }
    return ok && put_row(out, &row);
}

bool table_trials(App *app, const Log *log, Buffer *out) {
    Used used = used_measures(log);
    bool ok = put_names(out, COLUMNS, COLUMN_COUNT);
    for (int id = 0; ok && id < MEASURE_COUNT; id++) {
        if (used.measure[id]) {
            ok = buffer_format(out, ",%s", measure_info((MeasureId)id)->name);
        }
    }
    ok = ok && buffer_add_text(out, "\r\n");
    Mem *mem = mem_new(16 << 20);
    for (size_t r = 0; ok && mem != NULL && r < log->count; r++) {
        for (size_t i = 0; ok && i < log->runs[r].count; i++) {
            ok = put_trial(app, log, &used, &log->runs[r], i, mem, out);
            mem_reset(mem);
        }
    }
    ok = ok && mem != NULL;
    mem_free(mem);
    return ok;
}

static bool put_samples(const char *session, const TrialLine *line, Buffer *out, Fail *fail) {
    static const char *const phases[] = {"down", "move", "up"};
    Journal journal = {0};
    if (!journal_decode(line->journal, line->journal_length, &journal, fail)) {
        return fail_prefix(fail, "trial %d", line->trial.number + 1);
    }
    bool ok = true;
    for (size_t i = 0; ok && i < journal.count; i++) {
        const Entry *e = &journal.entries[i];
        if (e->kind == ENTRY_SAMPLE) {
            ok = buffer_format(out, "%s,%d,%.4f,%d,%s,%.2f,%.2f\r\n", session,
                               line->trial.number + 1, (double)e->time_us / 1e6, e->finger,
                               phases[e->phase], e->x_mm, e->y_mm);
        }
    }
    journal_free(&journal);
    return ok || fail_set(fail, FAIL_LIMIT, "the table of samples is too large");
}

bool table_samples(const Log *log, Buffer *out, Fail *fail) {
    char session[ID_TEXT_SIZE];
    id_text(log->line.session.id, session);
    bool ok = put_names(out, SAMPLE_COLUMNS, SAMPLE_COLUMN_COUNT) && buffer_add_text(out, "\r\n");
    for (size_t r = 0; ok && r < log->count; r++) {
        for (size_t i = 0; ok && i < log->runs[r].count; i++) {
            ok = put_samples(session, &log->runs[r].lines[i], out, fail);
        }
    }
    return ok;
}

static bool put_dictionary(Buffer *out, const char *file, const char *name, const char *unit,
                           const char *description) {
    return buffer_format(out, "%s,%s,%s,", file, name, unit) && put_text(out, description) &&
           buffer_add_text(out, "\r\n");
}

bool table_dictionary(const Log *log, Buffer *out) {
    Used used = used_measures(log);
    bool ok = buffer_add_text(out, "file,column,unit,description\r\n");
    for (size_t i = 0; ok && i < COLUMN_COUNT; i++) {
        ok = put_dictionary(out, "trials.csv", COLUMNS[i].name, COLUMNS[i].unit,
                            COLUMNS[i].description);
    }
    for (int id = 0; ok && id < MEASURE_COUNT; id++) {
        const MeasureInfo *info = measure_info((MeasureId)id);
        if (used.measure[id]) {
            ok = put_dictionary(out, "trials.csv", info->name, info->unit, info->label);
        }
    }
    for (size_t i = 0; ok && i < SAMPLE_COLUMN_COUNT; i++) {
        ok = put_dictionary(out, "samples.csv", SAMPLE_COLUMNS[i].name, SAMPLE_COLUMNS[i].unit,
                            SAMPLE_COLUMNS[i].description);
    }
    return ok;
}
