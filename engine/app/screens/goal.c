/* One goal, set by choosing: what is trained and measured, when it counts as mastered, and the five
 * levels of its scale as predicates. What it says in whole stands below, as a sentence. */
#include "app/children.h"
#include "app/goals.h"
#include "app/screens/adult.h"
#include "app/screens/typing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { TAB_GOAL, TAB_MASTERY, TAB_SCALE, TAB_COUNT } Tab;
static const char *const TABS[TAB_COUNT] = {"Goal", "Mastery", "Scale"};

typedef struct {
    Screen screen;
    Mem *mem;
    Id child;
    GoalLine line;
    bool changed;
    Tab tab;
    char told[FAIL_TEXT_MAX];
    char *typing; /* the member whose words are being typed */
} GoalScreen;

enum { WORDS_MAX_HERE = 120 };

/* X(TAB, "name", "label", stepped): stepped 1: between - and +, 0: next choice or words. */
#define ROWS(X)                                                                                    \
    X(TAB_GOAL, "game", "Activity that measures it", 1)                                            \
    X(TAB_GOAL, "phase", "Phase", 0)                                                               \
    X(TAB_GOAL, "task", "The child will ...", 0)                                                   \
    X(TAB_GOAL, "condition", "... under this condition", 0)                                        \
    X(TAB_GOAL, "settings", "... in these settings", 0)                                            \
    X(TAB_GOAL, "weeks", "Within weeks", 1)                                                        \
    X(TAB_GOAL, "hours", "Hours of practice", 1)                                                   \
    X(TAB_MASTERY, "form", "Counted as", 0)                                                        \
    X(TAB_MASTERY, "share", "At least on own", 1)                                                  \
    X(TAB_MASTERY, "of", "Out of trials", 1)                                                       \
    X(TAB_MASTERY, "sessions", "Sessions in a row", 1)                                             \
    X(TAB_MASTERY, "days", "On different days", 1)                                                 \
    X(TAB_MASTERY, "trials", "Trials each at least", 1)                                            \
    X(TAB_MASTERY, "first", "The first trial", 0)                                                  \
    X(TAB_MASTERY, "adults", "With different adults", 1)                                           \
    X(TAB_MASTERY, "contexts", "In different contexts", 1)                                         \
    X(TAB_SCALE, "scale", "Attainment scale", 0)                                                   \
    X(TAB_SCALE, "measure", "Measured by", 1)                                                      \
    X(TAB_SCALE, "step1",                                                                          \
      "\xe2\x88\x92"                                                                               \
      "1, some progress",                                                                          \
      1)                                                                                           \
    X(TAB_SCALE, "step2", "0, expected", 1)                                                        \
    X(TAB_SCALE, "step3", "+1, more", 1)                                                           \
    X(TAB_SCALE, "step4", "+2, much more", 1)                                                      \
    X(TAB_SCALE, "least", "Trials to judge by", 1)                                                 \
    X(TAB_SCALE, "baseline", "Before teaching", 1)                                                 \
    X(TAB_SCALE, "weight", "Weight among goals", 1)

static const struct {
    Tab tab;
    const char *name, *label;
    bool stepped;
} TABLE[] = {
#define X(tab, name, label, stepped) {tab, name, label, stepped},
    ROWS(X)
#undef X
};
enum { ROW_COUNT = sizeof TABLE / sizeof TABLE[0] };

static bool is(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

static int clamp(int value, int least, int most) {
    return value < least ? least : value > most ? most : value;
}

static const Manifest *manifest_of(const GoalScreen *goal) {
    Script *script = goal->line.goal.game[0] != '\0'
                         ? library_script(goal->screen.app->library, goal->line.goal.game, NULL)
                         : NULL;
    return script != NULL ? script_manifest(script) : NULL;
}

static const char *title_of(const GoalScreen *goal, const Manifest *manifest) {
    const App *app = goal->screen.app;
    return texts_get(library_game_texts(app->library, app->tablet.adult_locale, manifest->id),
                     manifest->title);
}

/* The title as what a child will do: "stay on the road". */
static const char *task_of(const GoalScreen *goal, const Manifest *manifest,
                           char task[GOAL_TEXT_MAX]) {
    snprintf(task, GOAL_TEXT_MAX, "%.200s", title_of(goal, manifest));
    if (task[0] >= 'A' && task[0] <= 'Z') {
        task[0] = (char)(task[0] - 'A' + 'a');
    }
    return task;
}

static const char *unit_of(const GoalScreen *goal) {
    const MeasureInfo *info = measure_info(goal->line.goal.scale.measure);
    return info == NULL || is(info->unit, "0/1") || is(info->unit, "0-100") ? "%"
           : is(info->unit, "n")                                            ? ""
                                                                            : info->unit;
}

/* ---- what a row says ---- */

static void goal_words(const GoalScreen *goal, const char *name, char words[WORDS_MAX_HERE]) {
    const Goal *at = &goal->line.goal;
    const Manifest *manifest = manifest_of(goal);
    if (is(name, "game")) {
        snprintf(words, WORDS_MAX_HERE, "%.60s",
                 manifest != NULL ? title_of(goal, manifest) : "none yet");
    } else if (is(name, "phase")) {
        snprintf(words, WORDS_MAX_HERE, "%s", phase_word(at->phase));
    } else if (is(name, "hours")) {
        snprintf(words, WORDS_MAX_HERE, at->hours > 0 ? "%d h" : "not set", at->hours);
    } else if (is(name, "weeks")) {
        snprintf(words, WORDS_MAX_HERE, at->weeks > 0 ? "%d" : "open", at->weeks);
    } else {
        const char *text = is(name, "task")        ? at->task
                           : is(name, "condition") ? at->condition
                                                   : at->settings;
        snprintf(words, WORDS_MAX_HERE, "%.100s", text[0] != '\0' ? text : "\xe2\x80\x93");
    }
}

static void mastery_words(const GoalScreen *goal, const char *name, char words[WORDS_MAX_HERE]) {
    static const char *const firsts[] = {"is like the others", "must be on own", "alone decides"};
    const MasteryRule *rule = &goal->line.goal.mastery;
    if (is(name, "form")) {
        snprintf(words, WORDS_MAX_HERE, "%s", rule->of > 0 ? "so many of so many" : "percent");
    } else if (is(name, "share")) {
        snprintf(words, WORDS_MAX_HERE, rule->of > 0 ? "%.0f" : "%.0f %%",
                 rule->of > 0 ? rule->right : rule->threshold * 100);
    } else if (is(name, "of")) {
        snprintf(words, WORDS_MAX_HERE, rule->of > 0 ? "%d" : "\xe2\x80\x93", rule->of);
    } else if (is(name, "first")) {
        snprintf(words, WORDS_MAX_HERE, "%s", firsts[rule->first]);
    } else {
        int value = is(name, "sessions") ? rule->sessions
                    : is(name, "days")   ? rule->days
                    : is(name, "trials") ? rule->trials
                    : is(name, "adults") ? rule->adults
                                         : rule->contexts;
        bool any = value == 1 && !is(name, "sessions") && !is(name, "trials");
        snprintf(words, WORDS_MAX_HERE, any ? "any" : "%d", value);
    }
}

static void scale_words(const GoalScreen *goal, const char *name, char words[WORDS_MAX_HERE]) {
    const Goal *at = &goal->line.goal;
    const MeasureInfo *info = measure_info(at->scale.measure);
    if (is(name, "scale")) {
        snprintf(words, WORDS_MAX_HERE, "%s", at->has_scale ? "on" : "off");
    } else if (!at->has_scale) {
        snprintf(words, WORDS_MAX_HERE, "\xe2\x80\x93");
    } else if (is(name, "measure")) {
        snprintf(words, WORDS_MAX_HERE, "%.60s", info != NULL ? info->label : "trials on own");
    } else if (strncmp(name, "step", 4) == 0) {
        bool less = info != NULL && info->better < 0;
        snprintf(words, WORDS_MAX_HERE, "%s %.4g %s", less ? "\xe2\x89\xa4" : "\xe2\x89\xa5",
                 at->scale.steps[name[4] - '0'].value, unit_of(goal));
    } else if (is(name, "least")) {
        snprintf(words, WORDS_MAX_HERE, "%d", at->scale.trials);
    } else if (is(name, "baseline")) {
        snprintf(words, WORDS_MAX_HERE, "%+d", at->scale.baseline);
    } else {
        snprintf(words, WORDS_MAX_HERE, "%g", at->scale.weight);
    }
}

/* ---- changes ---- */

static void next_game(GoalScreen *goal, int step) {
    Library *library = goal->screen.app->library;
    int count = (int)library_count(library), at = step > 0 ? -1 : count;
    Goal *line = &goal->line.goal;
    for (int i = 0; i < count; i++) {
        at = is(library_id(library, (size_t)i), line->game) ? i : at;
    }
    for (int tried = 0; tried < count; tried++) {
        at = (at + step + count) % count;
        Script *script = library_script(library, library_id(library, (size_t)at), NULL);
        const Manifest *manifest = script != NULL ? script_manifest(script) : NULL;
        if (manifest == NULL || manifest->hidden || manifest->no_score) {
            continue;
        }
        char usual[GOAL_TEXT_MAX];
        const Manifest *before = manifest_of(goal);
        bool own_words = line->task[0] != '\0' &&
                         (before == NULL || !is(line->task, task_of(goal, before, usual)));
        snprintf(line->game, sizeof line->game, "%s", manifest->id);
        if (!own_words) {
            task_of(goal, manifest, line->task);
        }
        if (line->has_scale) {
            line->scale.measure = MEASURE_NONE;
        }
        return;
    }
}

static void change_goal(GoalScreen *goal, const char *name, int step) {
    Goal *at = &goal->line.goal;
    if (is(name, "game")) {
        next_game(goal, step);
    } else if (is(name, "hours")) {
        at->hours = clamp(at->hours + 2 * step, 0, GOAL_HOURS_MAX);
    } else if (is(name, "weeks")) {
        at->weeks = clamp(at->weeks + 2 * step, 0, GOAL_WEEKS_MAX);
    } else if (is(name, "phase")) {
        at->phase = (at->phase + 1) % PHASE_COUNT;
    }
}

static void change_mastery(GoalScreen *goal, const char *name, int step) {
    MasteryRule *rule = &goal->line.goal.mastery;
    if (is(name, "form")) {
        rule->of = rule->of > 0 ? 0 : 5;
        rule->right = rule->of > 0 ? 4 : 0;
    } else if (is(name, "first")) {
        rule->first = (rule->first + 1) % MASTERY_FIRST_COUNT;
    } else if (is(name, "share") && rule->of > 0) {
        rule->right = clamp(rule->right + step, 1, rule->of);
    } else if (is(name, "share")) {
        rule->threshold = fmax(0.5, fmin(1, round((rule->threshold + 0.05 * step) * 100) / 100));
    } else if (is(name, "of") && rule->of > 0) {
        rule->of = clamp(rule->of + step, rule->right, MASTERY_TERM_MAX);
    } else if (!is(name, "of")) {
        int *term = is(name, "sessions") ? &rule->sessions
                    : is(name, "days")   ? &rule->days
                    : is(name, "trials") ? &rule->trials
                    : is(name, "adults") ? &rule->adults
                                         : &rule->contexts;
        *term = clamp(*term + step, 1, MASTERY_TERM_MAX);
    }
}

static void usual_steps(GoalScreen *goal) {
    GasScale *scale = &goal->line.goal.scale;
    const MeasureInfo *info = measure_info(scale->measure);
    static const double shares[] = {0, 50, 70, 80, 90};
    bool share = info == NULL || is(info->unit, "%") || is(info->unit, "0-100");
    for (int i = 1; i < GAS_LEVELS; i++) {
        scale->steps[i].value = share ? shares[i] : info->better < 0 ? 10 - 2.0 * i : 2.0 * i;
    }
}

/* The measures of the game that have a better direction; before them: trials on own. */
static void next_measure(GoalScreen *goal, int step) {
    const Manifest *manifest = manifest_of(goal);
    GasScale *scale = &goal->line.goal.scale;
    int count = manifest != NULL ? manifest->measure_count : 0, at = -1;
    for (int i = 0; i < count; i++) {
        at = manifest->measures[i] == scale->measure ? i : at;
    }
    for (int tried = 0; tried <= count; tried++) {
        at += step;
        at = at > count - 1 ? -1 : at < -1 ? count - 1 : at;
        if (at == -1 || measure_info(manifest->measures[at])->better != 0) {
            break;
        }
    }
    scale->measure = at < 0 ? MEASURE_NONE : manifest->measures[at];
    usual_steps(goal);
}

static void change_scale(GoalScreen *goal, const char *name, int step) {
    Goal *at = &goal->line.goal;
    if (is(name, "scale")) {
        at->has_scale = !at->has_scale;
        if (at->has_scale) {
            at->scale = gas_scale(MEASURE_NONE);
            usual_steps(goal);
        }
    } else if (!at->has_scale) {
        return;
    } else if (is(name, "measure")) {
        next_measure(goal, step);
    } else if (strncmp(name, "step", 4) == 0) {
        double *value = &at->scale.steps[name[4] - '0'].value;
        double size = is(unit_of(goal), "%") ? 5 : fabs(*value) < 5 ? 0.5 : 1;
        *value = round((*value + step * size) * 10) / 10;
    } else if (is(name, "least")) {
        at->scale.trials = clamp(at->scale.trials + step, 1, GAS_TERM_MAX);
    } else if (is(name, "baseline")) {
        at->scale.baseline = clamp(at->scale.baseline + step, GAS_LEAST, GAS_MOST);
    } else {
        at->scale.weight = fmax(1, fmin(GAS_TERM_MAX, at->scale.weight + step));
    }
}

/* ---- words ---- */

static void words_typed(Screen *below, const char *text) {
    GoalScreen *goal = (GoalScreen *)below;
    snprintf(goal->typing, GOAL_TEXT_MAX, "%.*s", GOAL_TEXT_MAX - 1, text);
    goal->changed = true;
}

static void type_words(GoalScreen *goal, const char *name) {
    Goal *at = &goal->line.goal;
    goal->typing = is(name, "task")        ? at->task
                   : is(name, "condition") ? at->condition
                                           : at->settings;
    Typing typing = {.title = is(name, "task")        ? "The child will ..."
                              : is(name, "condition") ? "Under this condition"
                                                      : "In these settings",
                     .hint = "No names: this text is not sealed.",
                     .start = goal->typing,
                     .most = GOAL_TEXT_MAX,
                     .below = &goal->screen,
                     .typed = words_typed};
    shell_push(goal->screen.shell, typing_new(goal->screen.app, &typing));
}

/* ---- drawing ---- */

static void draw_sentence(GoalScreen *goal, Scene *scene) {
    double w = scene_width_mm(scene), h = scene_height_mm(scene);
    char sentence[GOAL_SENTENCE_MAX];
    Fail fail = {0};
    Buffer lint = {.limit = 4096};
    int faults = 0;
    if (!goal_check(&goal->line.goal, &fail)) {
        snprintf(sentence, sizeof sentence, "Not yet a goal: %s", fail.text);
    } else if (goal->tab == TAB_SCALE && goal->line.goal.has_scale &&
               gas_lint(&goal->line.goal.scale, &lint, &faults) && faults > 0) {
        snprintf(sentence, sizeof sentence, "%.*s", (int)(lint.length < 300 ? lint.length : 300),
                 (const char *)lint.bytes);
    } else {
        goal_sentence(&goal->line.goal, sentence);
    }
    buffer_free(&lint);
    part_card(scene, box_of(8, h - 28, w - 16, 23), 5);
    scene_words(scene, 13, h - 25, w - 26, 19, goal->told[0] != '\0' ? goal->told : sentence,
                EM_SMALL, ALIGN_START,
                faults > 0 || goal->told[0] != '\0' ? COLOR_CORAL : COLOR_INK, 3);
}

static bool goal_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    GoalScreen *goal = (GoalScreen *)screen;
    double w = scene_width_mm(scene), half = (w - 19) / 2;
    int slot = 0;
    part_ground(scene, false);
    part_back(scene, screen->shell);
    part_title(scene, 26, 11, w - 26 - 100, goal->line.id[0] != '\0' ? "Goal" : "New goal");
    for (int i = 0; i < TAB_COUNT; i++) {
        char target[16];
        snprintf(target, sizeof target, "tab:%d", i);
        part_key(scene, screen->shell, target, box_of(w - 8 - (TAB_COUNT - i) * 31, 5, 29, 12),
                 TABS[i], i == (int)goal->tab ? KEY_SOFT : KEY_QUIET,
                 i == (int)goal->tab ? TARGET_PICKED : 0);
    }
    for (int i = 0; i < ROW_COUNT; i++) {
        char words[WORDS_MAX_HERE];
        if (TABLE[i].tab != goal->tab) {
            continue;
        }
        bool wide = is(TABLE[i].name, "game") || is(TABLE[i].name, "measure");
        slot += wide && slot % 2 == 1; /* its words need the whole width */
        Box box =
            box_of(8 + slot % 2 * (half + 3), 23 + slot / 2 * 14.0, wide ? w - 16 : half, 12.6);
        slot += wide;
        (goal->tab == TAB_GOAL      ? goal_words
         : goal->tab == TAB_MASTERY ? mastery_words
                                    : scale_words)(goal, TABLE[i].name, words);
        if (TABLE[i].stepped) {
            adult_row(scene, screen->shell, TABLE[i].name, box, TABLE[i].label, words, 0, 0);
        } else {
            adult_choice(scene, screen->shell, TABLE[i].name, box, TABLE[i].label, words);
        }
        slot++;
    }
    draw_sentence(goal, scene);
    return true;
}

/* ---- taps ---- */

/* What is no goal yet is not kept; it says so before it is thrown away. */
static bool keep(GoalScreen *goal) {
    Fail fail = {0};
    if (!goal->changed || goals_save(goal->screen.app, goal->child, &goal->line, &fail)) {
        goal->changed = false;
        return true;
    }
    bool said = goal->told[0] != '\0';
    snprintf(goal->told, sizeof goal->told, "%.300s; back once more leaves without keeping it",
             fail.text);
    return said;
}

static void goal_tap(Screen *screen, const char *target) {
    GoalScreen *goal = (GoalScreen *)screen;
    const char *name = target;
    int tab, step = adult_step(target, &name);
    if (is(target, "back")) {
        if (keep(goal)) {
            shell_pop(screen->shell);
        }
        return;
    }
    goal->told[0] = '\0';
    if (sscanf(target, "tab:%d", &tab) == 1 && tab < TAB_COUNT) {
        goal->tab = (Tab)tab;
    } else if (is(name, "task") || is(name, "condition") || is(name, "settings")) {
        type_words(goal, name);
    } else {
        (goal->tab == TAB_GOAL      ? change_goal
         : goal->tab == TAB_MASTERY ? change_mastery
                                    : change_scale)(goal, name, step);
        goal->changed = true;
    }
}

static void goal_close(Screen *screen) {
    mem_free(((GoalScreen *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "goal", .close = goal_close, .draw = goal_draw, .tap = goal_tap};

Screen *goal_new(App *app, Id child, const char *id) {
    GoalScreen *goal = calloc(1, sizeof *goal);
    Mem *mem = mem_new(8 << 20);
    GoalLine *goals;
    size_t count = 0;
    Fail fail = {0};
    if (goal == NULL || mem == NULL) {
        free(goal);
        mem_free(mem);
        return NULL;
    }
    goal->screen = (Screen){.ops = &OPS, .app = app};
    goal->mem = mem;
    goal->child = child;
    goal->line.goal = goal_usual();
    if (id == NULL) {
        next_game(goal, 1);
        goal->changed = true;
    } else if (goals_read(app, mem, child, &goals, &count, &fail)) {
        for (size_t i = 0; i < count; i++) {
            if (is(goals[i].id, id)) {
                goal->line = goals[i];
            }
        }
    }
    snprintf(goal->told, sizeof goal->told, "%s", fail.text);
    return &goal->screen;
}
