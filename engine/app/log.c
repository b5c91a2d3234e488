/* Reads a session and says it in words; see log.h. */
#include "app/log.h"

#include "care/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void name_run(App *app, LogRun *run) {
    Script *script = library_script(app->library, run->run.game, NULL);
    run->title = run->run.game;
    run->main_id = MEASURE_SCORE;
    if (script != NULL) {
        const Manifest *manifest = script_manifest(script);
        const Texts *texts =
            library_game_texts(app->library, app->tablet.adult_locale, run->run.game);
        run->title = texts_get(texts, manifest->title);
        if (manifest->measure_count > 0) {
            run->main_id = manifest->measures[0];
        }
    }
}

static bool read_run(App *app, Mem *mem, Id session, bool with_journals, LogRun *run, Fail *fail) {
    TrialLine *lines;
    if (!history_trials(app->store, mem, session, run->run.number, with_journals, &lines,
                        &run->count, fail)) {
        return false;
    }
    TrialView *views = mem_alloc_array(mem, run->count + 1, sizeof *views);
    if (views == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory to read the session");
    }
    for (size_t i = 0; i < run->count; i++) {
        views[i] = (TrialView){&lines[i].trial, lines[i].assistance, lines[i].excluded};
    }
    run->lines = lines;
    run->views = views;
    name_run(app, run);
    summary_make(views, run->count, run->main_id, &run->summary);
    return true;
}

/* What a mark means was settled when it was made, whatever this tablet says today. */
static AssistanceScheme scheme_of(const App *app, Mem *mem, const SessionLine *line) {
    const char *text = line->session.assistance_scheme;
    Value value;
    if (text != NULL && value_read(mem, text, strlen(text), &value, NULL)) {
        const Value *word = value_get(&value, "scheme");
        for (int i = 0; word != NULL && word->kind == VALUE_TEXT && i < SCHEME_COUNT; i++) {
            if (strcmp(assistance_scheme_word((AssistanceScheme)i), word->as.text) == 0) {
                return (AssistanceScheme)i;
            }
        }
    }
    return app->tablet.scheme;
}

static const char *person_of(Mem *mem, const SessionRecord *session) {
    Value value;
    Plan plan;
    bool read = session->plan != NULL &&
                value_read(mem, session->plan, strlen(session->plan), &value, NULL) &&
                plan_read(&value, &plan, NULL);
    return plan_person_word(read ? plan.person : PLAN_PERSON_THERAPIST);
}

bool log_read(App *app, Mem *mem, const SessionLine *line, bool with_journals, Log *log,
              Fail *fail) {
    RunRecord *runs;
    size_t count;
    if (!history_runs(app->store, mem, line->session.id, &runs, &count, fail)) {
        return false;
    }
    *log = (Log){.line = *line,
                 .count = count,
                 .person = person_of(mem, &line->session),
                 .scheme = scheme_of(app, mem, line)};
    log->runs = mem_alloc_array(mem, count + 1, sizeof *log->runs);
    if (log->runs == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory to read the session");
    }
    for (size_t i = 0; i < count; i++) {
        log->runs[i].run = runs[i];
        if (!read_run(app, mem, line->session.id, with_journals, &log->runs[i], fail)) {
            return false;
        }
        log->trials += (int)log->runs[i].count;
    }
    return true;
}

char *log_measure(MeasureId id, double value, char text[LOG_WORDS]) {
    const MeasureInfo *info = measure_info(id);
    if (!isfinite(value)) {
        snprintf(text, LOG_WORDS, "n/m");
    } else if (info != NULL && strcmp(info->unit, "0/1") == 0) {
        snprintf(text, LOG_WORDS, "%s", value != 0 ? "yes" : "no");
    } else if (info != NULL && strcmp(info->unit, "n") == 0) {
        snprintf(text, LOG_WORDS, "%.0f", value);
    } else {
        bool whole = info == NULL || strcmp(info->unit, "0-100") == 0 ||
                     strcmp(info->unit, "%") == 0 || strcmp(info->unit, "ms") == 0;
        bool bare = info == NULL || strcmp(info->unit, "0-100") == 0;
        snprintf(text, LOG_WORDS, whole ? "%.0f%s%s" : "%.1f%s%s", value, bare ? "" : " ",
                 bare ? "" : info->unit);
    }
    return text;
}

char *log_time(int64_t wall_us, int utc_offset_min, char text[LOG_WORDS]) {
    time_t seconds = (time_t)(wall_us / 1000000 + (int64_t)utc_offset_min * 60);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(text, LOG_WORDS, "%Y-%m-%d %H:%M", &parts);
    return text;
}

char *log_on_own(const Summary *summary, char text[LOG_WORDS]) {
    if (summary->counted == 0) {
        snprintf(text, LOG_WORDS, "no counted trials");
    } else {
        snprintf(text, LOG_WORDS, "%d/%d on own (%.0f %%, interval %.0f-%.0f %%)", summary->on_own,
                 summary->counted, summary->on_own_share * 100, summary->on_own_low * 100,
                 summary->on_own_high * 100);
    }
    return text;
}

const char *log_assistance(const Log *log, int assistance) {
    const AssistanceWord *word = assistance_word(log->scheme, assistance);
    return word != NULL ? word->word : "not marked";
}

static bool print_head(const Log *log, Buffer *out) {
    const SessionRecord *s = &log->line.session;
    char id[ID_TEXT_SIZE], when[LOG_WORDS];
    id_text(s->id, id);
    bool ok =
        buffer_format(out, "session   %s\n", id) &&
        buffer_format(out, "child     %s\n", log->line.child_pseudonym) &&
        buffer_format(out, "started   %s\n", log_time(s->started_us, s->utc_offset_min, when));
    if (s->ended_us > 0) {
        ok = ok && buffer_format(out, "ended     %s, %s, %.0f min\n",
                                 log_time(s->ended_us, s->utc_offset_min, when),
                                 s->end_reason != NULL ? s->end_reason : "",
                                 (double)(s->ended_us - s->started_us) / 60e6);
    } else {
        ok = ok && buffer_add_text(out, "ended     still open\n");
    }
    ok = ok && buffer_format(out, "screen    %d x %d px, %.2f px/mm (%s)\n", s->screen_width_px,
                             s->screen_height_px, s->px_per_mm,
                             s->calibrated ? "measured" : "a guess: calibrate this tablet");
    ok = ok && buffer_format(out, "setting   %s, %s, hand %s\n", s->setting, s->tool, s->hand);
    if (s->replay_total >= 0) {
        ok = ok && buffer_format(out, "replay    %d/%d trials reproduced\n", s->replayed,
                                 s->replay_total);
    }
    return ok;
}

static bool print_trial(const Log *log, const LogRun *run, size_t index, Buffer *out) {
    const TrialRecord *t = &run->lines[index].trial;
    const TrialView *view = &run->views[index];
    char score[LOG_WORDS], main[LOG_WORDS];
    double value = measures_get(&t->measures, run->main_id);
    return buffer_format(
        out, "  %5d  %5d  %-10s  %-10s  %-10s  rung %d  %6.1f s  %5s  %10s  %s%s\n", t->number + 1,
        t->level, summary_outcome(view), end_reason_label(t->end),
        log_assistance(log, view->assistance), t->help_rung, (double)t->duration_us / 1e6,
        log_measure(MEASURE_SCORE, measures_get(&t->measures, MEASURE_SCORE), score),
        log_measure(run->main_id, value, main), t->probe ? "probe " : "",
        view->excluded ? run->lines[index].excluded_why : (t->valid ? "" : t->invalid_reason));
}

static bool print_run(const Log *log, const LogRun *run, Buffer *out) {
    char words[LOG_WORDS], more[LOG_WORDS];
    const Summary *s = &run->summary;
    const MeasureInfo *info = measure_info(run->main_id);
    bool ok =
        buffer_format(out, "\n%s (%s %s), %s%s\n", run->title, run->run.game, run->run.game_version,
                      phase_word(run->run.phase), run->run.probe ? ", probe" : "") &&
        buffer_format(out, "  %s, %d not marked, %d not counted\n", log_on_own(s, words),
                      s->unmarked, s->trials - s->counted) &&
        buffer_format(out, "  %s: median %s; level %d to %d, next %d: %s\n", info->label,
                      log_measure(run->main_id, s->main_median, more), s->level_first,
                      s->level_last, s->next_level, s->next_reason) &&
        buffer_format(out, "  %5s  %5s  %-10s  %-10s  %-10s  %-6s  %8s  %5s  %10s\n", "trial",
                      "level", "outcome", "end", "assistance", "help", "time", "score", info->name);
    for (size_t i = 0; ok && i < run->count; i++) {
        ok = print_trial(log, run, i, out);
    }
    return ok;
}

bool log_print(App *app, const Log *log, Buffer *out) {
    (void)app;
    bool ok = print_head(log, out);
    for (size_t i = 0; ok && i < log->count; i++) {
        ok = print_run(log, &log->runs[i], out);
    }
    return ok;
}
