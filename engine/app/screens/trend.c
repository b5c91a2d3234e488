/* The goal trend: one skill over its sessions, by single-case conventions. A tapped point tells its
 * session's figures; tapped again, or by the key, it opens that session. */
#include "app/chart.h"
#include "app/children.h"
#include "app/course.h"
#include "app/lines.h"
#include "app/log.h"
#include "app/screens/adult.h"
#include "app/screens/screens.h"
#include "app/screens/typing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 240, RANGES = 3 };
static const size_t RANGE_SESSIONS[RANGES] = {12, 30, 0};
static const char *const RANGE_WORDS[RANGES] = {"last 12", "last 30", "all"};

typedef struct {
    Screen screen;
    Mem *mem;
    Id child_id;
    char name[CHILD_NAME_MAX];
    char wanted[PLAN_NAME_MAX]; /* the game asked for */
    const char **games;
    size_t game_count, game;
    int range;
    LineMetric metric;
    Course course;
    Trendline line;
    bool loaded;
    char figures[WORDS];
    char trouble[FAIL_TEXT_MAX];
    int picked; /* point; -1 */
} Trend;

/* ---- reading, once for each choice, never while drawing ---- */

static void tell_change(Trend *trend) {
    char baseline[LINE_VALUE_MAX], teaching[LINE_VALUE_MAX];
    LinePhase a, b;
    PhaseChange change;
    bool mixed;
    trend->figures[0] = '\0';
    if (!trendline_phase(trend->mem, &trend->line, PHASE_BASELINE, &a) ||
        !trendline_phase(trend->mem, &trend->line, PHASE_TEACHING, &b) ||
        !trendline_change(trend->mem, &trend->line, &change, &mixed)) {
        return;
    }
    trendline_value(&trend->line, a.median, baseline);
    trendline_value(&trend->line, b.median, teaching);
    size_t used = 0;
    if (a.n > 0) {
        used += (size_t)snprintf(trend->figures, WORDS, "baseline %s (n %d)", baseline, a.n);
    }
    if (b.n > 0) {
        used += (size_t)snprintf(trend->figures + used, WORDS - used, "%steaching %s (n %d)",
                                 used > 0 ? " \xc2\xb7 " : "", teaching, b.n);
    }
    if (change.verdict == TREND_FINE) {
        snprintf(trend->figures + used, WORDS - used,
                 " \xc2\xb7 better in %.0f %% of pairs (%.0f-%.0f %%)%s", change.nap * 100,
                 change.nap_low * 100, change.nap_high * 100, mixed ? ", levels differ" : "");
    }
}

static void load(Trend *trend) {
    App *app = trend->screen.app;
    Fail fail = {0};
    ChildRecord child;
    mem_reset(trend->mem);
    trend->picked = -1;
    trend->trouble[0] = '\0';
    trend->loaded =
        child_find(app, trend->mem, trend->child_id, &child, &fail) &&
        course_games(app, trend->mem, child.id, &trend->games, &trend->game_count, &fail);
    if (trend->loaded) {
        child_name(app, &child, trend->name);
        for (size_t i = 0; i < trend->game_count; i++) {
            trend->game = strcmp(trend->games[i], trend->wanted) == 0 ? i : trend->game;
        }
        trend->game = trend->game < trend->game_count ? trend->game : 0;
        const char *game = trend->game_count > 0 ? trend->games[trend->game] : trend->wanted;
        trend->loaded = course_read(app, trend->mem, &child, game, RANGE_SESSIONS[trend->range], 0,
                                    &trend->course, &fail) &&
                        course_line(trend->mem, &trend->course, trend->metric, &trend->line, &fail);
    }
    if (trend->loaded) {
        tell_change(trend);
    } else {
        snprintf(trend->trouble, sizeof trend->trouble, "%s", fail.text);
    }
}

/* ---- drawing ---- */

static void picked_words(const Trend *trend, char words[WORDS]) {
    const LinePoint *point = &trend->line.points[trend->picked];
    const LineSession *session = &trend->course.sessions[point->source];
    const Summary *s = &session->summary;
    char day[LOG_WORDS], value[LINE_VALUE_MAX];
    log_time(session->started_us, session->utc_offset_min, day);
    day[10] = '\0';
    trendline_value(&trend->line, point->value, value);
    snprintf(words, WORDS,
             "%s \xc2\xb7 level %d \xc2\xb7 %s \xc2\xb7 %d/%d on own (%.0f-%.0f %%)%s", day,
             session->level, value, s->on_own, s->counted, s->on_own_low * 100,
             s->on_own_high * 100, session->home ? " \xc2\xb7 at home" : "");
}

static void draw_keys(const Trend *trend, Scene *scene) {
    static const char *const words[] = {"measure", "on own", "score"};
    static const char *const names[] = {"metric:0", "metric:1", "metric:2"};
    Shell *shell = trend->screen.shell;
    double w = scene_width_mm(scene), x = w - 8;
    x -= 26;
    part_key(scene, shell, "range", box_of(x, 4.8, 26, 12), RANGE_WORDS[trend->range], KEY_QUIET,
             0);
    x -= 4;
    for (int i = LINE_METRIC_COUNT - 1; i >= 0; i--) {
        x -= 25.5;
        part_key(scene, shell, names[i], box_of(x, 4.8, 23.5, 12), words[i],
                 (int)trend->metric == i ? KEY_SOFT : KEY_QUIET, 0);
    }
    double next = trend->game_count > 1 ? 35 : 0; /* room for the key beside it */
    part_key(scene, shell, "ledger", box_of(w - 45 - next, 20, 37, 10), "Where it holds", KEY_QUIET,
             0);
    if (trend->game_count > 1) {
        part_key(scene, shell, "skill", box_of(w - 40, 20, 32, 10), "next skill", KEY_QUIET, 0);
    }
}

static const LineSession *picked_session(const Trend *trend) {
    return &trend->course.sessions[trend->line.points[trend->picked].source];
}

static void draw_foot(const Trend *trend, Scene *scene) {
    double w = scene_width_mm(scene), y = scene_height_mm(scene) - 9;
    char words[WORDS];
    if (trend->picked < 0) {
        scene_label(scene, 12, y, w - 24, trend->figures, EM_SMALL, false, ALIGN_START, COLOR_INK);
        return;
    }
    picked_words(trend, words);
    scene_label(scene, 12, y, w - 100, words, EM_SMALL, false, ALIGN_START, COLOR_INK);
    bool marked = picked_session(trend)->mark != NULL;
    part_key(scene, trend->screen.shell, marked ? "unline" : "line",
             box_of(w - 84, y - 5.5, 35, 11), marked ? "Remove line" : "+ line here", KEY_QUIET, 0);
    part_key(scene, trend->screen.shell, "open", box_of(w - 46, y - 5.5, 38, 11), "Open session",
             KEY_PRIMARY, 0);
}

static bool trend_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Trend *trend = (const Trend *)screen;
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    char words[WORDS];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    if (!trend->loaded) {
        scene_words(scene, 10, 30, w - 20, 60, trend->trouble, EM_BODY, ALIGN_START, COLOR_INK, 0);
        return true;
    }
    draw_keys(trend, scene);
    double room = w - 26 - 8 - 26 - 4 - 25.5 * LINE_METRIC_COUNT - 3;
    snprintf(words, sizeof words, "%s \xc2\xb7 %s", trend->name, trend->course.title);
    adult_words(scene, screen->shell, box_of(26, 4, room, 14), words, EM_TITLE, true, COLOR_INK);
    snprintf(words, sizeof words, "%s%s%s, one point a session",
             course_metric(&trend->course, trend->metric), trend->line.unit[0] != '\0' ? ", " : "",
             trend->line.unit);
    part_small(scene, 12, 25, w - 96, words, ALIGN_START);
    part_card(scene, box_of(8, 32, w - 16, h - 50), 8);
    ChartPlace place = {.box = box_of(13, 35.5, w - 26, h - 57),
                        .em_mm = EM_SMALL,
                        .picked = trend->picked,
                        .measure = screen->app->measure};
    chart_draw(scene, &trend->line, &place, true);
    draw_foot(trend, scene);
    return true;
}

/* ---- touching ---- */

static void open_session(Trend *trend) {
    if (trend->picked >= 0) {
        const LinePoint *point = &trend->line.points[trend->picked];
        shell_push(
            trend->screen.shell,
            session_page_new(trend->screen.app, trend->course.sessions[point->source].session));
    }
}

/* ---- lines by hand ---- */

static void reload(Trend *trend) {
    int picked = trend->picked;
    load(trend);
    trend->picked = trend->loaded && picked < (int)trend->line.count ? picked : -1;
}

static void tell_line(Trend *trend, bool ok, const Fail *fail) {
    if (!ok) {
        snprintf(trend->screen.app->notice, FAIL_TEXT_MAX, "%s", fail->text);
    }
    reload(trend);
}

static void line_typed(Screen *below, const char *text) {
    Trend *trend = (Trend *)below;
    Fail fail = {0};
    if (trend->picked >= 0 && text[0] != '\0') {
        tell_line(trend,
                  lines_add(below->app, trend->child_id, trend->course.game,
                            picked_session(trend)->started_us, text, &fail),
                  &fail);
    }
}

static void ask_line(Trend *trend) {
    Typing typing = {.title = "What is different from this session on?",
                     .hint = "A few words, such as: new chair, splint, after the holidays.",
                     .most = LINE_WORDS_MAX - 1,
                     .below = &trend->screen,
                     .typed = line_typed};
    shell_push(trend->screen.shell, typing_new(trend->screen.app, &typing));
}

/* The newest line that is not after the session: the one that its mark came from. */
static void remove_line(Trend *trend) {
    App *app = trend->screen.app;
    Fail fail = {0};
    ConditionLines lines;
    int64_t at_us = picked_session(trend)->started_us;
    bool ok = lines_read(app, trend->child_id, trend->course.game, &lines, &fail);
    int last = ok ? lines.count - 1 : -1;
    while (last >= 0 && lines.lines[last].at_us > at_us) {
        last--;
    }
    ok = ok && (last < 0 || lines_remove(app, trend->child_id, trend->course.game,
                                         lines.lines[last].at_us, &fail));
    tell_line(trend, ok, &fail);
}

static void trend_tap(Screen *screen, const char *target) {
    Trend *trend = (Trend *)screen;
    int number;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "ledger") == 0) {
        shell_push(screen->shell, ledger_new(screen->app, trend->child_id));
    } else if (strcmp(target, "line") == 0 && trend->picked >= 0) {
        ask_line(trend);
    } else if (strcmp(target, "unline") == 0 && trend->picked >= 0) {
        remove_line(trend);
    } else if (strcmp(target, "open") == 0) {
        open_session(trend);
    } else if (sscanf(target, "point:%d", &number) == 1 && number >= 0 &&
               (size_t)number < trend->line.count) {
        if (number == trend->picked) {
            open_session(trend);
        }
        trend->picked = number;
    } else if (sscanf(target, "metric:%d", &number) == 1) {
        trend->metric = (LineMetric)number;
        load(trend);
    } else if (strcmp(target, "range") == 0) {
        trend->range = (trend->range + 1) % RANGES;
        load(trend);
    } else if (strcmp(target, "skill") == 0 && trend->game_count > 0) {
        snprintf(trend->wanted, sizeof trend->wanted, "%s",
                 trend->games[(trend->game + 1) % trend->game_count]);
        load(trend);
    }
}

static void trend_again(Screen *screen) {
    reload((Trend *)screen);
}

static void trend_close(Screen *screen) {
    mem_free(((Trend *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {.name = "trend",
                              .close = trend_close,
                              .draw = trend_draw,
                              .tap = trend_tap,
                              .shown_again = trend_again};

Screen *trend_new(App *app, Id child, const char *game) {
    Trend *trend = calloc(1, sizeof *trend);
    Mem *mem = mem_new((size_t)256 << 20);
    if (trend == NULL || mem == NULL) {
        free(trend);
        mem_free(mem);
        return NULL;
    }
    trend->screen = (Screen){.ops = &OPS, .app = app};
    trend->mem = mem;
    trend->child_id = child;
    trend->range = 1;
    snprintf(trend->wanted, sizeof trend->wanted, "%s", game != NULL ? game : "");
    load(trend);
    return &trend->screen;
}
