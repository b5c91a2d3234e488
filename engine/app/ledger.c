/* Sums in cells; see ledger.h. */
#include "app/ledger.h"

#include "app/log.h"
#include "care/plan.h"
#include "measure/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double HOLDS_SHARE = 0.8;

typedef struct {
    App *app;
    Mem *mem, *scratch;
    Ledger *ledger;
    Fail *fail;
} Reader;

static bool no_memory(Fail *fail) {
    return fail_set(fail, FAIL_MEMORY, "there is no memory for the ledger");
}

/* Who was beside the child, by the plan that the session began with. */
static const char *person_of(Mem *scratch, const SessionRecord *session) {
    Value value;
    Plan plan;
    bool read = session->plan != NULL &&
                value_read(scratch, session->plan, strlen(session->plan), &value, NULL) &&
                plan_read(&value, &plan, NULL);
    return plan_person_word(read ? plan.person : PLAN_PERSON_THERAPIST);
}

static const char *help_of(Mem *scratch, const RunRecord *run) {
    static const char *const words[] = {"off", "try_first", "help_first"};
    Value setup;
    const Value *help;
    if (run->setup == NULL || !value_read(scratch, run->setup, strlen(run->setup), &setup, NULL) ||
        (help = value_get(&setup, "help")) == NULL || help->kind != VALUE_TEXT) {
        return "";
    }
    for (int i = 0; i < 3; i++) {
        if (strcmp(help->as.text, words[i]) == 0) {
            return words[i];
        }
    }
    return "";
}

static bool same_cell(const LedgerCell *cell, const LedgerCell *other) {
    return strcmp(cell->game, other->game) == 0 && strcmp(cell->setting, other->setting) == 0 &&
           strcmp(cell->person, other->person) == 0 && strcmp(cell->tool, other->tool) == 0 &&
           strcmp(cell->help, other->help) == 0;
}

static const char *title_of(App *app, const char *game) {
    Script *script = library_script(app->library, game, NULL);
    return script == NULL
               ? game
               : texts_get(library_game_texts(app->library, app->tablet.adult_locale, game),
                           script_manifest(script)->title);
}

static bool put(Reader *reader, const LedgerCell *where, const RunSums *sums) {
    Ledger *ledger = reader->ledger;
    size_t i = 0;
    while (i < ledger->count && !same_cell(&ledger->cells[i], where)) {
        i++;
    }
    if (i == LEDGER_CELLS_MAX) {
        ledger->cut = true;
        return true;
    }
    LedgerCell *cell = &ledger->cells[i];
    if (i == ledger->count) {
        *cell = *where;
        cell->game = mem_text(reader->mem, where->game);
        cell->setting = mem_text(reader->mem, where->setting);
        cell->tool = mem_text(reader->mem, where->tool);
        if (cell->game == NULL || cell->setting == NULL || cell->tool == NULL) {
            return no_memory(reader->fail);
        }
        cell->minutes = 0;
        cell->title = title_of(reader->app, cell->game);
        cell->first_us = sums->started_us;
        ledger->count++;
    }
    cell->sessions += cell->last_us != sums->started_us;
    cell->minutes += where->minutes;
    cell->trials += sums->n_valid;
    cell->on_own += sums->n_independent;
    cell->last_us = sums->started_us;
    cell->utc_offset_min = sums->utc_offset_min;
    return true;
}

/* The sums of one session, [first, end). */
static bool read_session(Reader *reader, const SessionRecord *session, const RunSums *sums,
                         size_t count, const char *game) {
    RunRecord *runs;
    size_t run_count;
    mem_reset(reader->scratch);
    if (!history_runs(reader->app->store, reader->scratch, session->id, &runs, &run_count,
                      reader->fail)) {
        return false;
    }
    const char *person = person_of(reader->scratch, session);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        if (sums[i].n_valid == 0 || (game != NULL && strcmp(sums[i].game, game) != 0)) {
            continue;
        }
        const char *help = "";
        double minutes = 0;
        for (size_t r = 0; r < run_count; r++) {
            if (runs[r].number == sums[i].run) {
                help = help_of(reader->scratch, &runs[r]);
                minutes = fmax(0, (double)(runs[r].ended_us - runs[r].started_us) / 60e6);
            }
        }
        LedgerCell where = {.game = sums[i].game,
                            .setting = session->setting != NULL ? session->setting : "",
                            .person = person,
                            .tool = session->tool != NULL ? session->tool : "",
                            .help = help,
                            .minutes = minutes};
        ok = put(reader, &where, &sums[i]);
    }
    return ok;
}

static void sort(Ledger *ledger) {
    for (size_t i = 1; i < ledger->count; i++) {
        for (size_t k = i; k > 0; k--) {
            LedgerCell *a = &ledger->cells[k - 1], *b = &ledger->cells[k];
            int order = strcmp(a->title, b->title);
            if (order < 0 || (order == 0 && a->trials >= b->trials)) {
                break;
            }
            LedgerCell moved = *a;
            *a = *b;
            *b = moved;
        }
    }
}

bool ledger_read(App *app, Mem *mem, const ChildRecord *child, const char *game, Ledger *ledger,
                 Fail *fail) {
    SessionLine *lines;
    RunSums *sums;
    size_t line_count = 0, sum_count = 0;
    *ledger = (Ledger){.cells = mem_alloc_array(mem, LEDGER_CELLS_MAX, sizeof *ledger->cells)};
    Reader reader = {
        .app = app, .mem = mem, .scratch = mem_new(16 << 20), .ledger = ledger, .fail = fail};
    bool ok = (ledger->cells != NULL && reader.scratch != NULL) || no_memory(fail);
    ok = ok &&
         history_sums(app->store, mem, child->id, INT64_MIN, INT64_MAX, &sums, &sum_count, fail) &&
         history_sessions(app->store, mem, &child->id, 0, &lines, &line_count, fail);
    size_t at = line_count; /* sessions come newest first, sums oldest first */
    for (size_t first = 0; ok && first < sum_count;) {
        size_t end = first;
        while (end < sum_count && id_equal(sums[end].session, sums[first].session)) {
            end++;
        }
        for (size_t tries = 0; tries < line_count; tries++) {
            at = at > 0 ? at - 1 : line_count - 1;
            if (id_equal(lines[at].session.id, sums[first].session)) {
                ok = read_session(&reader, &lines[at].session, &sums[first], end - first, game);
                break;
            }
        }
        first = end;
    }
    for (size_t i = 0; ok && i < ledger->count; i++) {
        LedgerCell *cell = &ledger->cells[i];
        Interval share = interval_wilson(cell->on_own, cell->trials, 0.95);
        cell->low = share.low;
        cell->high = share.high;
    }
    sort(ledger);
    mem_free(reader.scratch);
    return ok;
}

/* ---- what it says ---- */

bool ledger_holds(const LedgerCell *cell) {
    return cell->trials >= LEDGER_LEAST && cell->on_own >= HOLDS_SHARE * cell->trials;
}

static int day_of(int64_t at_us, int utc_offset_min) {
    return (int)((at_us / 1000000 + (int64_t)utc_offset_min * 60) / 86400);
}

Dose ledger_dose(const Ledger *ledger, const char *game, double target_hours, int today) {
    Dose dose = {.target_hours = target_hours, .first_day = today, .today = today};
    for (size_t i = 0; i < ledger->count; i++) {
        const LedgerCell *cell = &ledger->cells[i];
        if (strcmp(cell->game, game) == 0) {
            int day = day_of(cell->first_us, cell->utc_offset_min);
            dose.active_minutes += cell->minutes;
            dose.repetitions += cell->trials;
            dose.sessions += cell->sessions;
            dose.first_day = day < dose.first_day ? day : dose.first_day;
        }
    }
    return dose;
}

const char *ledger_help_words(const LedgerCell *cell) {
    return strcmp(cell->help, "off") == 0          ? "without help"
           : strcmp(cell->help, "help_first") == 0 ? "help first"
           : strcmp(cell->help, "try_first") == 0  ? "tries first"
                                                   : "not known";
}

static int trials_with(const Ledger *ledger, const char *game, const char *setting,
                       const char *person, const char *tool) {
    int trials = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const LedgerCell *cell = &ledger->cells[i];
        bool same = strcmp(cell->game, game) == 0 && strcmp(cell->setting, setting) == 0 &&
                    strcmp(cell->person, person) == 0 && strcmp(cell->tool, tool) == 0;
        trials += same ? cell->trials : 0;
    }
    return trials;
}

void ledger_advice(const Ledger *ledger, const char *game, char words[LEDGER_TEXT_MAX]) {
    /* One thing is changed at a time, in the order in which life changes it. */
    static const struct {
        const char *setting, *person, *tool, *words;
    } next[] = {{"home", "parent", NULL, "at home with a parent"},
                {NULL, NULL, "stylus", "with a stylus"},
                {"school", "teacher", NULL, "at school with a teacher"},
                {NULL, NULL, "paper", "on paper"}};
    const LedgerCell *holds = NULL;
    int count = 0;
    words[0] = '\0';
    for (size_t i = 0; i < ledger->count; i++) {
        const LedgerCell *cell = &ledger->cells[i];
        if (strcmp(cell->game, game) == 0 && ledger_holds(cell)) {
            holds = cell;
            count++;
        }
    }
    if (count != 1) {
        return;
    }
    const char *probe = NULL;
    for (int i = 0; i < 4 && probe == NULL; i++) {
        int trials = trials_with(ledger, game, next[i].setting ? next[i].setting : holds->setting,
                                 next[i].person ? next[i].person : holds->person,
                                 next[i].tool ? next[i].tool : holds->tool);
        probe = trials < LEDGER_LEAST ? next[i].words : NULL;
    }
    int used = snprintf(words, LEDGER_TEXT_MAX, "%.60s is on own in one cell only: %s, %s, %s, %s.",
                        holds->title, holds->setting, holds->person, holds->tool,
                        ledger_help_words(holds));
    if (probe != NULL) {
        snprintf(words + used, LEDGER_TEXT_MAX - (size_t)used, " A probe %s would tell most.",
                 probe);
    }
}

bool ledger_table(const Ledger *ledger, const char *pseudonym, Buffer *out) {
    bool ok =
        buffer_add_text(out, "child,game,setting,person,tool,help,sessions,minutes,trials,on_own,"
                             "share_percent,low_percent,high_percent,last_day\r\n");
    for (size_t i = 0; ok && i < ledger->count; i++) {
        const LedgerCell *cell = &ledger->cells[i];
        char day[LOG_WORDS];
        log_time(cell->last_us, cell->utc_offset_min, day);
        day[10] = '\0';
        ok = buffer_format(out, "%s,%s,%s,%s,%s,%s,%d,%.1f,%d,%d,%.1f,%.1f,%.1f,%s\r\n", pseudonym,
                           cell->game, cell->setting, cell->person, cell->tool, cell->help,
                           cell->sessions, cell->minutes, cell->trials, cell->on_own,
                           100.0 * cell->on_own / cell->trials, cell->low * 100, cell->high * 100,
                           day);
    }
    return ok;
}
