/* A session before the reader; see review.h. */
#include "app/screens/review.h"

#include "app/children.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVENTS_MAX = 500, SESSIONS_BACK = 12, SHORT_LABEL = 17 };

bool review_open(Review *review, App *app, Id session) {
    *review = (Review){.app = app, .session = session, .mem = mem_new((size_t)512 << 20)};
    if (review->mem == NULL) {
        return false;
    }
    review_load(review);
    return true;
}

void review_close(Review *review) {
    mem_free(review->mem);
    review->mem = NULL;
}

/* ---- the facts of the note ---- */

static void add_event(NoteFacts *facts, const Value *event) {
    const Value *kind = value_get(event, "kind"), *value = value_get(event, "value");
    if (kind == NULL || value == NULL || kind->kind != VALUE_TEXT || value->kind != VALUE_TEXT) {
        return;
    }
    const char *what = kind->as.text, *said = value->as.text;
    if (strcmp(what, "feeling_hello") == 0) {
        facts->feeling_hello = said;
    } else if (strcmp(what, "feeling_goodbye") == 0) {
        facts->feeling_goodbye = said;
    } else if (strcmp(what, "fatigue_hint") == 0) {
        facts->tiring = facts->tiring != NULL ? facts->tiring : said;
    } else if (strcmp(what, "home_went") == 0) {
        facts->home_went = said;
    } else if (strcmp(what, "home_helped") == 0) {
        facts->home_helped = said;
    } else if (strncmp(what, "calm_corner", 11) == 0) {
        facts->breaks++;
    } else if (strcmp(what, "calm_switch") == 0 && strcmp(said, "on") == 0) {
        facts->calm_switches++;
    }
}

static bool read_events(Review *review, Fail *fail) {
    char session[ID_TEXT_SIZE], key[96];
    id_text(review->session, session);
    for (int i = 0; i < EVENTS_MAX; i++) {
        const char *text = NULL;
        Value event;
        snprintf(key, sizeof key, "%s/%03d", session, i);
        if (!history_note(review->app->store, review->mem, "event", key, &text, fail)) {
            return false;
        }
        if (text == NULL) {
            break;
        }
        if (value_read(review->mem, text, strlen(text), &event, fail)) {
            add_event(&review->facts, &event);
        }
    }
    return true;
}

static double planned_minutes(const Review *review) {
    const char *text = review->log.line.session.plan;
    Value value;
    Plan plan;
    return text != NULL && value_read(review->mem, text, strlen(text), &value, NULL) &&
                   plan_read(&value, &plan, NULL)
               ? plan.minutes
               : 0;
}

static const char *level_name(const Review *review, const LogRun *run) {
    Script *script = library_script(review->app->library, run->run.game, NULL);
    const Levels *levels = script != NULL ? script_levels(script) : NULL;
    int level = run->summary.level_last;
    return levels != NULL && level >= 1 && level <= levels->count ? levels->rows[level - 1].name
                                                                  : "";
}

/* The child's sessions before this one, newest first, each read when it is first asked for. */
typedef struct {
    const SessionLine *lines;
    Log *logs;
    bool *read;
    size_t count;
} Past;

static bool open_past(Review *review, Past *past, Fail *fail) {
    SessionLine *lines;
    const SessionRecord *now = &review->log.line.session;
    if (!history_sessions(review->app->store, review->mem, &now->child, SESSIONS_BACK, &lines,
                          &past->count, fail)) {
        return false;
    }
    past->lines = lines;
    past->logs = mem_alloc_array(review->mem, past->count + 1, sizeof *past->logs);
    past->read = mem_alloc_array(review->mem, past->count + 1, sizeof *past->read);
    return (past->logs != NULL && past->read != NULL) ||
           fail_set(fail, FAIL_MEMORY, "there is no memory to read the session");
}

/* The main figure of the same game in the newest session before this one; "": there is none. */
static const char *main_before(Review *review, const LogRun *run, Past *past) {
    char words[LOG_WORDS];
    for (size_t i = 0; i < past->count; i++) {
        if (past->lines[i].session.started_us >= review->log.line.session.started_us) {
            continue;
        }
        Log *log = &past->logs[i];
        if (!past->read[i]) {
            past->read[i] = true;
            if (!log_read(review->app, review->mem, &past->lines[i], false, log, NULL)) {
                log->count = 0;
            }
        }
        for (size_t r = 0; r < log->count; r++) {
            double median = log->runs[r].summary.main_median;
            if (strcmp(log->runs[r].run.game, run->run.game) == 0 && isfinite(median)) {
                return mem_text(review->mem, log_measure(run->main_id, median, words));
            }
        }
    }
    return "";
}

static bool make_activities(Review *review, Fail *fail) {
    Past past = {0};
    Log *log = &review->log;
    if (!open_past(review, &past, fail)) {
        return false;
    }
    review->activities = mem_alloc_array(review->mem, log->count + 1, sizeof *review->activities);
    if (review->activities == NULL) {
        return fail_set(fail, FAIL_MEMORY, "there is no memory to read the session");
    }
    for (size_t i = 0; i < log->count; i++) {
        const LogRun *run = &log->runs[i];
        char words[LOG_WORDS];
        bool has = isfinite(run->summary.main_median);
        log_measure(run->main_id, run->summary.main_median, words);
        review->activities[i] = (NoteActivity){
            .title = run->title,
            .level_name = level_name(review, run),
            .main = has ? mem_text(review->mem, words) : "",
            .main_label = measure_info(run->main_id)->label,
            .main_last = main_before(review, run, &past),
            .summary = &run->summary,
            .next_level = run->summary.next_level,
            .minutes = run->summary.active_s / 60,
            .probe = run->run.probe,
        };
        review->facts.active_minutes += review->activities[i].minutes;
    }
    return true;
}

static bool make_facts(Review *review, Fail *fail) {
    const SessionRecord *s = &review->log.line.session;
    NoteFacts *facts = &review->facts;
    *facts = (NoteFacts){.tool = s->tool,
                         .hand = s->hand,
                         .setting = s->setting,
                         .planned_minutes = planned_minutes(review),
                         .end_reason = s->end_reason,
                         .feeling_hello = "",
                         .feeling_goodbye = ""};
    for (int i = 0; i < SUMMARY_HELP; i++) {
        facts->help_words[i] = assistance_word(review->log.scheme, i)->word;
    }
    facts->help_words[ASSISTANCE_MAX] = "not solved";
    bool ok = make_activities(review, fail) && read_events(review, fail);
    double wall = s->ended_us > 0 ? (double)(s->ended_us - s->started_us) / 60e6 : 0;
    facts->minutes = fmax(wall, facts->active_minutes);
    facts->activities = review->activities;
    facts->count = (int)review->log.count;
    return ok;
}

void review_load(Review *review) {
    Fail fail = {0};
    SessionLine line;
    char id[ID_TEXT_SIZE];
    mem_reset(review->mem);
    id_text(review->session, id);
    review->inks = NULL;
    review->loaded = store_flush(review->app->store, &fail) &&
                     history_find_session(review->app->store, review->mem, id, &line, &fail) &&
                     log_read(review->app, review->mem, &line, true, &review->log, &fail) &&
                     make_facts(review, &fail);
    if (review->loaded) {
        size_t count = review->log.count + 1;
        review->inks = mem_alloc_array(review->mem, count, sizeof *review->inks);
        review->ink_trouble = mem_alloc_array(review->mem, count, FAIL_TEXT_MAX);
        review->loaded = review->inks != NULL && review->ink_trouble != NULL;
    }
    snprintf(review->trouble, sizeof review->trouble, "%s", fail.text);
}

const TrialInk *review_inks(Review *review, size_t run) {
    if (review->inks[run] == NULL) {
        Fail fail = {0};
        const LogRun *log = &review->log.runs[run];
        TrialInk *inks = mem_alloc_array(review->mem, log->count + 1, sizeof *inks);
        if (inks != NULL && !rebuild_inks(review->app, review->mem, log, inks, &fail)) {
            snprintf(review->ink_trouble[run], FAIL_TEXT_MAX, "%s", fail.text);
        }
        review->inks[run] = inks;
    }
    return review->inks[run];
}

bool review_find(const Review *review, int number, size_t *run, size_t *index) {
    for (size_t r = 0; r < review->log.count; r++) {
        for (size_t i = 0; i < review->log.runs[r].count; i++) {
            if (review->log.runs[r].lines[i].trial.number == number) {
                *run = r;
                *index = i;
                return true;
            }
        }
    }
    return false;
}

const char *review_picture(const Review *review, size_t run) {
    Script *script = library_script(review->app->library, review->log.runs[run].run.game, NULL);
    const char *picture = script != NULL ? script_manifest(script)->picture : NULL;
    return picture != NULL ? picture : "puzzle";
}

const char *review_word(App *app, const char *game) {
    Script *script = library_script(app->library, game, NULL);
    return script == NULL
               ? game
               : texts_get(library_game_texts(app->library, app->tablet.adult_locale, game),
                           script_manifest(script)->word);
}

bool review_mark(Review *review, int number, const char *kind, int value, const char *reason,
                 Fail *fail) {
    MarkRecord mark = {.session = review->session,
                       .trial = number,
                       .at_us = app_wall_us(review->app),
                       .kind = kind,
                       .value = value,
                       .reason = reason};
    bool ok = store_mark(review->app->store, &mark, NULL, NULL, fail) &&
              store_flush(review->app->store, fail);
    review_load(review);
    return ok;
}

/* ---- words ---- */

char *review_date(const SessionRecord *session, bool year, char text[LOG_WORDS]) {
    time_t seconds =
        (time_t)(session->started_us / 1000000 + (int64_t)session->utc_offset_min * 60);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    char day[32];
    strftime(day, sizeof day, year ? "%B %Y, %H:%M" : "%B, %H:%M", &parts);
    snprintf(text, LOG_WORDS, "%d %s", parts.tm_mday, day);
    return text;
}

char *review_measure_name(MeasureId id, char text[LOG_WORDS]) {
    static const char *const units[] = {"_percent", "_mm_s", "_bits_s", "_bits", "_mm",
                                        "_ms",      "_s",    "_hz",     NULL};
    const MeasureInfo *info = measure_info(id);
    bool short_label = info != NULL && strlen(info->label) <= SHORT_LABEL;
    snprintf(text, LOG_WORDS, "%s", info == NULL ? "" : short_label ? info->label : info->name);
    if (short_label) {
        bool word = text[0] != '\0' && islower((unsigned char)text[1]);
        text[0] = word ? (char)tolower((unsigned char)text[0]) : text[0];
        return text;
    }
    size_t length = strlen(text);
    for (int i = 0; units[i] != NULL; i++) {
        size_t tail = strlen(units[i]);
        if (length > tail && strcmp(text + length - tail, units[i]) == 0) {
            text[length - tail] = '\0';
            break;
        }
    }
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    return text;
}
