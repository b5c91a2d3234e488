/* Reads and groups the trials of a skill; see course.h. */
#include "app/course.h"

#include "app/lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS_MAX = 2 * PHASE_COUNT, GAMES_MAX = 64, GAMES_SESSIONS = 60 };

bool course_child(App *app, Mem *mem, const char *words, ChildRecord *child, Fail *fail) {
    ChildRecord *children;
    size_t count;
    if (!history_children(app->store, mem, &children, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        char id[ID_TEXT_SIZE];
        id_text(children[i].id, id);
        if (strcmp(children[i].pseudonym, words) == 0 || strcmp(id, words) == 0) {
            *child = children[i];
            return true;
        }
    }
    return fail_set(fail, FAIL_INPUT, "there is no child \"%.60s\"; otterpaw sessions lists them",
                    words);
}

/* ---- one session's trials in groups: the same phase, probe or not ---- */

typedef struct {
    Phase phase;
    bool probe;
    const char *help;
    TrialView *views;
    size_t count;
} Group;

typedef struct {
    App *app;
    Mem *mem;     /* of the course */
    Mem *scratch; /* of one session */
    Course *course;
    size_t room;
    Fail *fail;
} Reader;

static const char *help_word(Reader *reader, const RunRecord *run) {
    Value setup;
    if (run->setup == NULL ||
        !value_read(reader->scratch, run->setup, strlen(run->setup), &setup, NULL)) {
        return "";
    }
    const Value *help = value_get(&setup, "help");
    return help != NULL && help->kind == VALUE_TEXT ? mem_text(reader->mem, help->as.text) : "";
}

static bool read_run(Reader *reader, const RunRecord *run, Group *group) {
    TrialLine *lines;
    size_t count;
    if (!history_trials(reader->app->store, reader->scratch, run->session, run->number, false,
                        &lines, &count, reader->fail)) {
        return false;
    }
    TrialView *views =
        mem_alloc_array(reader->scratch, group->count + count + 1, sizeof *group->views);
    if (views == NULL) {
        return fail_set(reader->fail, FAIL_MEMORY, "there is no memory to read a session");
    }
    if (group->count > 0) {
        memcpy(views, group->views, group->count * sizeof *views);
    }
    for (size_t i = 0; i < count; i++) {
        views[group->count + i] =
            (TrialView){&lines[i].trial, lines[i].assistance, lines[i].excluded};
    }
    group->views = views;
    group->count += count;
    return true;
}

static int usual_level(const Group *group) {
    int best = 0, most = 0;
    for (size_t i = 0; i < group->count; i++) {
        int level = group->views[i].trial->level, n = 0;
        for (size_t k = 0; k < group->count; k++) {
            n += group->views[k].trial->level == level;
        }
        if (n > most || (n == most && level > best)) {
            most = n;
            best = level;
        }
    }
    return best;
}

static bool keep_group(Reader *reader, const SessionRecord *session, const Group *group) {
    Course *course = reader->course;
    if (group->count == 0 || course->count == reader->room) {
        return true;
    }
    LineSession *line = &course->sessions[course->count];
    *line =
        (LineSession){.session = session->id,
                      .started_us = session->started_us,
                      .utc_offset_min = session->utc_offset_min,
                      .phase = group->phase,
                      .probe = group->probe,
                      .level = usual_level(group),
                      .tool = mem_text(reader->mem, session->tool != NULL ? session->tool : ""),
                      .help = group->help,
                      .home = session->setting != NULL && strcmp(session->setting, "home") == 0};
    summary_make(group->views, group->count, course->main_id, &line->summary);
    const char *reason = line->summary.next_reason;
    line->summary.next_reason = mem_text(reader->mem, reason != NULL ? reason : "");
    course->count += line->summary.counted > 0;
    return (line->tool != NULL && line->summary.next_reason != NULL) ||
           fail_set(reader->fail, FAIL_MEMORY, "there is no memory to read a session");
}

static bool read_session(Reader *reader, const SessionRecord *session) {
    RunRecord *runs;
    size_t run_count, groups_used = 0;
    Group groups[GROUPS_MAX] = {0};
    mem_reset(reader->scratch);
    if (!history_runs(reader->app->store, reader->scratch, session->id, &runs, &run_count,
                      reader->fail)) {
        return false;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < run_count; i++) {
        if (strcmp(runs[i].game, reader->course->game) != 0) {
            continue;
        }
        size_t g = 0;
        while (g < groups_used &&
               (groups[g].phase != runs[i].phase || groups[g].probe != runs[i].probe)) {
            g++;
        }
        if (g == groups_used) {
            groups[groups_used++] = (Group){.phase = runs[i].phase,
                                            .probe = runs[i].probe,
                                            .help = help_word(reader, &runs[i])};
        }
        ok = read_run(reader, &runs[i], &groups[g]);
    }
    for (int probes = 0; probes < 2; probes++) {
        for (size_t g = 0; ok && g < groups_used; g++) {
            ok = groups[g].probe != (probes == 1) || keep_group(reader, session, &groups[g]);
        }
    }
    return ok;
}

static void name_course(App *app, Course *course) {
    Script *script = library_script(app->library, course->game, NULL);
    course->title = course->game;
    course->main_id = MEASURE_SCORE;
    if (script != NULL) {
        const Manifest *manifest = script_manifest(script);
        course->title =
            texts_get(library_game_texts(app->library, app->tablet.adult_locale, course->game),
                      manifest->title);
        course->main_id = manifest->measure_count > 0 ? manifest->measures[0] : MEASURE_SCORE;
    }
}

static bool read_goal(App *app, Mem *mem, Course *course, Fail *fail) {
    GoalLine *goals;
    size_t count;
    if (!goals_read(app, mem, course->child.id, &goals, &count, fail)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(goals[i].goal.game, course->game) == 0) {
            course->goal = goals[i];
            course->has_goal = true;
        }
    }
    return true;
}

/* Which sessions hold the game, and in which of them it was in its baseline, is told by the sums:
 * no trial is touched for it. */
typedef struct {
    Id session;
    bool baseline;
} Held;

static Held *list_held(Mem *mem, const RunSums *sums, size_t sum_count, const char *game,
                       size_t *count) {
    Held *held = mem_alloc_array(mem, sum_count + 1, sizeof *held);
    *count = 0;
    for (size_t i = 0; held != NULL && i < sum_count; i++) {
        if (strcmp(sums[i].game, game) != 0 || sums[i].n == 0) {
            continue;
        }
        if (*count == 0 || !id_equal(held[*count - 1].session, sums[i].session)) {
            held[(*count)++] = (Held){.session = sums[i].session};
        }
        held[*count - 1].baseline = held[*count - 1].baseline || sums[i].phase == PHASE_BASELINE;
    }
    return held;
}

static const SessionRecord *session_of(const SessionLine *lines, size_t count, Id id) {
    for (size_t i = 0; i < count; i++) {
        if (id_equal(lines[i].session.id, id)) {
            return &lines[i].session;
        }
    }
    return NULL;
}

static bool read_held(Reader *reader, const Held *held, size_t held_count, size_t newest,
                      const SessionLine *lines, size_t line_count) {
    for (size_t i = 0; i < held_count; i++) {
        const SessionRecord *session = session_of(lines, line_count, held[i].session);
        if ((held_count - i > newest && !held[i].baseline) || session == NULL) {
            continue;
        }
        size_t first = reader->course->count;
        if (!read_session(reader, session)) {
            return false;
        }
        for (size_t k = first; k < reader->course->count; k++) {
            reader->course->sessions[k].number = (int)i + 1;
        }
    }
    return true;
}

/* A line belongs to the first session on the path that began after it. */
static bool put_lines(App *app, Mem *mem, Course *course, Fail *fail) {
    ConditionLines lines;
    int next = 0;
    const char *words = NULL;
    if (!lines_read(app, course->child.id, course->game, &lines, fail)) {
        return false;
    }
    for (size_t i = 0; i < course->count; i++) {
        LineSession *session = &course->sessions[i];
        while (next < lines.count && lines.lines[next].at_us <= session->started_us) {
            words = mem_text(mem, lines.lines[next++].words);
        }
        if (words != NULL && !session->home && !session->probe) {
            session->mark = words;
            words = NULL;
        }
    }
    return true;
}

bool course_read(App *app, Mem *mem, const ChildRecord *child, const char *game, size_t newest,
                 int64_t until_us, Course *course, Fail *fail) {
    SessionLine *lines;
    RunSums *sums;
    size_t line_count, sum_count, held_count;
    *course = (Course){.child = *child, .game = game};
    name_course(app, course);
    newest = newest == 0 || newest > TREND_POINTS_MAX / 2 ? TREND_POINTS_MAX / 2 : newest;
    int64_t end_us = until_us > 0 ? until_us + 1 : INT64_MAX;
    if (!read_goal(app, mem, course, fail) ||
        !history_sums(app->store, mem, child->id, INT64_MIN, end_us, &sums, &sum_count, fail) ||
        !history_sessions(app->store, mem, &child->id, 0, &lines, &line_count, fail)) {
        return false;
    }
    Held *held = list_held(mem, sums, sum_count, game, &held_count);
    Reader reader = {.app = app,
                     .mem = mem,
                     .scratch = mem_new((size_t)256 << 20),
                     .course = course,
                     .room = TREND_POINTS_MAX,
                     .fail = fail};
    course->sessions = mem_alloc_array(mem, TREND_POINTS_MAX, sizeof *course->sessions);
    bool ok = (held != NULL && course->sessions != NULL && reader.scratch != NULL) ||
              fail_set(fail, FAIL_MEMORY, "there is no memory to read how a skill went");
    ok = ok && read_held(&reader, held, held_count, newest, lines, line_count) &&
         put_lines(app, mem, course, fail);
    mem_free(reader.scratch);
    return ok;
}

bool course_games(App *app, Mem *mem, Id child, const char ***games, size_t *count, Fail *fail) {
    RunSums *sums;
    size_t sum_count;
    int played[GAMES_MAX];
    *count = 0;
    *games = mem_alloc_array(mem, GAMES_MAX, sizeof **games);
    if (*games == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory to read what was played");
    }
    if (!history_sums(app->store, mem, child, INT64_MIN, INT64_MAX, &sums, &sum_count, fail)) {
        return false;
    }
    size_t first = sum_count > GAMES_SESSIONS * 4 ? sum_count - GAMES_SESSIONS * 4 : 0;
    for (size_t i = first; i < sum_count; i++) {
        size_t g = 0;
        while (g < *count && strcmp((*games)[g], sums[i].game) != 0) {
            g++;
        }
        if (g == GAMES_MAX) {
            continue;
        }
        if (g == *count) {
            (*games)[g] = sums[i].game;
            played[g] = 0;
            (*count)++;
        }
        played[g]++;
        for (; g > 0 && played[g] > played[g - 1]; g--) {
            const char *name = (*games)[g];
            int n = played[g];
            (*games)[g] = (*games)[g - 1], (*games)[g - 1] = name;
            played[g] = played[g - 1], played[g - 1] = n;
        }
    }
    return true;
}

double course_goal(const Course *course, LineMetric metric) {
    const Goal *goal = &course->goal.goal;
    if (!course->has_goal) {
        return NAN;
    }
    if (metric == LINE_ON_OWN) {
        const MasteryRule *rule = &goal->mastery;
        return rule->of > 0 ? 100.0 * rule->right / rule->of : rule->threshold * 100;
    }
    if (metric == LINE_MAIN && goal->has_scale && goal->scale.measure == course->main_id) {
        return goal->scale.steps[-GAS_LEAST].value;
    }
    return NAN;
}

bool course_line(Mem *mem, const Course *course, LineMetric metric, Trendline *line, Fail *fail) {
    return trendline_make(mem, course->sessions, course->count, course->main_id, metric,
                          course_goal(course, metric), line, fail);
}

const char *course_metric(const Course *course, LineMetric metric) {
    const MeasureInfo *info = measure_info(course->main_id);
    return metric == LINE_ON_OWN  ? "Trials on own"
           : metric == LINE_SCORE ? "Score"
           : info != NULL         ? info->label
                                  : "Main measure";
}
