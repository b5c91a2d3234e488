/* One activity of the plan: who chooses its level and within which bounds, help, trials, and the
 * parameters that are set over the level's. The rows come from the game's own declaration. */
#include "app/goals.h"
#include "app/screens/plan_own.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS(X)                                                                                  \
    X(RULE, "rule", "Who sets the level")                                                          \
    X(HELP, "help", "Help")                                                                        \
    X(LEAST, "least", "Easiest level")                                                             \
    X(MOST, "most", "Hardest level")                                                               \
    X(TARGET, "target", "Successes aimed at")                                                      \
    X(TRIALS, "trials", "Trials")                                                                  \
    X(PROBE, "probe", "Probe")                                                                     \
    X(PHASE, "phase", "Phase")                                                                     \
    X(GOAL, "goal", "Goal")

enum {
#define X(ID, name, label) FIELD_##ID,
    FIELDS(X)
#undef X
        FIELD_COUNT
};
#define X(ID, name, label) name,
static const char *const NAMES[] = {FIELDS(X)};
#undef X
#define X(ID, name, label) label,
static const char *const LABELS[] = {FIELDS(X)};
#undef X

typedef struct {
    Screen screen;
    Draft *draft;
    int item;
    size_t page;
    Mem *mem;
    GoalLine *goals; /* of the child */
    size_t goal_count;
} Sheet;

static PlanItem *item_of(Sheet *sheet) {
    return &sheet->draft->plan.items[sheet->item];
}

/* ---- the usual rows ---- */

static void field_words(Sheet *sheet, int field, char words[DRAFT_WORDS]) {
    const PlanItem *item = item_of(sheet);
    const Levels *levels = draft_levels(sheet->draft, sheet->item);
    const Manifest *manifest = draft_manifest(sheet->draft, sheet->item);
    static const char *const rules[] = {"automatic", "fixed", "the child"};
    words[0] = '\0';
    switch (field) {
    case FIELD_RULE:
        snprintf(words, DRAFT_WORDS, "%s", rules[item->rule]);
        break;
    case FIELD_HELP:
        snprintf(words, DRAFT_WORDS, "%s", item->help_first ? "help first" : "try first");
        break;
    case FIELD_LEAST:
        snprintf(words, DRAFT_WORDS, "%d", item->least > 0 ? item->least : 1);
        break;
    case FIELD_MOST:
        snprintf(words, DRAFT_WORDS, "%d", item->most > 0 ? item->most : levels->count);
        break;
    case FIELD_TARGET:
        snprintf(words, DRAFT_WORDS, "%.0f %%", item->target * 100);
        break;
    case FIELD_TRIALS:
        snprintf(words, DRAFT_WORDS, "%d", item->trials > 0 ? item->trials : manifest->trials);
        break;
    case FIELD_PROBE:
        snprintf(words, DRAFT_WORDS, "%s", item->probe ? "yes: no help" : "no");
        break;
    case FIELD_PHASE:
        snprintf(words, DRAFT_WORDS, "%s", phase_word(item->phase));
        break;
    default:
        snprintf(words, DRAFT_WORDS, "none");
        for (size_t i = 0; i < sheet->goal_count; i++) {
            if (strcmp(sheet->goals[i].id, item->goal) == 0) {
                snprintf(words, DRAFT_WORDS, "%.100s", sheet->goals[i].goal.task);
            }
        }
    }
}

static void set_phase(PlanItem *item, Phase phase) {
    item->phase = phase;
    /* A baseline, and a look whether mastery lasts, are taken without help. */
    item->probe = phase == PHASE_BASELINE || phase == PHASE_MAINTENANCE;
}

/* The child's goals that this game measures, then none; the goal's phase comes with it. */
static void next_goal(Sheet *sheet) {
    PlanItem *item = item_of(sheet);
    size_t from = 0;
    for (size_t i = 0; i < sheet->goal_count; i++) {
        from = strcmp(sheet->goals[i].id, item->goal) == 0 ? i + 1 : from;
    }
    item->goal[0] = '\0';
    for (size_t i = from; i < sheet->goal_count; i++) {
        if (strcmp(sheet->goals[i].goal.game, item->game) == 0) {
            snprintf(item->goal, sizeof item->goal, "%s", sheet->goals[i].id);
            set_phase(item, sheet->goals[i].goal.phase);
            return;
        }
    }
}

static void next_choice(Sheet *sheet, int field) {
    PlanItem *item = item_of(sheet);
    switch (field) {
    case FIELD_RULE:
        item->rule = (item->rule + 1) % LEVEL_RULE_COUNT;
        break;
    case FIELD_HELP:
        item->help_first = !item->help_first;
        break;
    case FIELD_PROBE:
        item->probe = !item->probe;
        break;
    case FIELD_PHASE:
        set_phase(item, (item->phase + 1) % PHASE_COUNT);
        break;
    default:
        next_goal(sheet);
    }
}

static int clamp(int value, int least, int most) {
    return value < least ? least : value > most ? most : value;
}

static void step_field(Sheet *sheet, int field, int step) {
    PlanItem *item = item_of(sheet);
    int levels = draft_levels(sheet->draft, sheet->item)->count;
    int usual = draft_manifest(sheet->draft, sheet->item)->trials;
    int least = item->least > 0 ? item->least : 1, most = item->most > 0 ? item->most : levels;
    if (field == FIELD_LEAST) {
        item->least = clamp(least + step, 1, item->level);
        item->most = most;
    } else if (field == FIELD_MOST) {
        item->most = clamp(most + step, item->level, levels);
        item->least = least;
    } else if (field == FIELD_TARGET) {
        item->target = fmax(0.70, fmin(0.90, round((item->target + 0.05 * step) * 100) / 100));
    } else if (field == FIELD_TRIALS) {
        item->trials = clamp((item->trials > 0 ? item->trials : usual) + step, 1, 60);
    }
}

static bool is_choice(int field) {
    return field == FIELD_RULE || field == FIELD_HELP || field == FIELD_PROBE ||
           field == FIELD_PHASE || field == FIELD_GOAL;
}

/* ---- drawing ---- */

static const double TOP_MM = 24, PITCH_MM = 13.6;

static size_t page_size(const App *app) {
    return 2 * (size_t)fmax(1, floor((app->height_mm - TOP_MM - 15) / PITCH_MM));
}

static size_t row_count(const Sheet *sheet) {
    const Manifest *manifest = draft_manifest(sheet->draft, sheet->item);
    return manifest == NULL ? 0 : FIELD_COUNT + (size_t)manifest->param_count;
}

static size_t pages(const Sheet *sheet) {
    size_t size = page_size(sheet->screen.app), count = row_count(sheet);
    return count == 0 ? 1 : (count + size - 1) / size;
}

static void draw_param(Sheet *sheet, Scene *scene, Box box, const Param *param) {
    char words[DRAFT_WORDS], name[64];
    bool set;
    draft_param_words(sheet->draft, sheet->item, param, words, &set);
    snprintf(name, sizeof name, "param:%s", param->name);
    unsigned off = param->kind == PARAM_TEXT ? TARGET_DISABLED : 0;
    if (param->kind == PARAM_BOOL) {
        adult_choice(scene, sheet->screen.shell, name, box, param->label, words);
    } else {
        adult_row(scene, sheet->screen.shell, name, box, param->label, words, off, off);
    }
    if (set) {
        scene_circle(scene, box.left + 1.9, (box.top + box.bottom) / 2, 0.9, COLOR_PRIMARY,
                     COLOR_NONE, 0);
    }
}

static void draw_row(Sheet *sheet, Scene *scene, size_t row, Box box) {
    char words[DRAFT_WORDS];
    if (row >= FIELD_COUNT) {
        const Manifest *manifest = draft_manifest(sheet->draft, sheet->item);
        draw_param(sheet, scene, box, &manifest->params[row - FIELD_COUNT]);
        return;
    }
    field_words(sheet, (int)row, words);
    if (is_choice((int)row)) {
        adult_choice(scene, sheet->screen.shell, NAMES[row], box, LABELS[row], words);
    } else {
        adult_row(scene, sheet->screen.shell, NAMES[row], box, LABELS[row], words, 0, 0);
    }
}

static bool sheet_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Sheet *sheet = (Sheet *)screen;
    double w = scene_width_mm(scene), half = (w - 19) / 2, y = scene_height_mm(scene) - 13.5;
    char title[DRAFT_WORDS], level[DRAFT_WORDS];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    draft_title(sheet->draft, sheet->item, title);
    draft_level_words(sheet->draft, sheet->item, level);
    part_title(scene, 26, 8, w - 80, title);
    part_text(scene, 26, 16, w - 80, level, COLOR_INK2);
    part_key(scene, screen->shell, "remove", box_of(w - 48, 5, 40, 12), "Remove", KEY_QUIET, 0);
    size_t size = page_size(screen->app);
    for (size_t i = 0; i < size && sheet->page * size + i < row_count(sheet); i++) {
        Box box = box_of(8 + (double)(i % 2) * (half + 3), TOP_MM + (double)(i / 2) * PITCH_MM,
                         half, 12.4);
        draw_row(sheet, scene, sheet->page * size + i, box);
    }
    bool changed = item_of(sheet)->overrides[0] != '\0';
    part_key(scene, screen->shell, "clear", box_of(8, y, 60, 11), "All as the level says",
             KEY_QUIET, changed ? 0 : TARGET_DISABLED);
    if (changed) {
        part_small(scene, 72, y + 5.5, 70, "\xe2\x80\xa2 set over the level", ALIGN_START);
    }
    adult_pages(scene, screen->shell, y, sheet->page, pages(sheet));
    return true;
}

/* ---- taps ---- */

static void tap_row(Sheet *sheet, const char *name, int step) {
    const Manifest *manifest = draft_manifest(sheet->draft, sheet->item);
    if (strncmp(name, "param:", 6) == 0) {
        const Param *param = manifest != NULL ? schema_find(manifest, name + 6) : NULL;
        if (param != NULL) {
            draft_param_step(sheet->draft, sheet->item, param, step != 0 ? step : 1);
        }
        return;
    }
    for (int field = 0; field < FIELD_COUNT; field++) {
        if (strcmp(name, NAMES[field]) == 0) {
            if (step == 0) {
                next_choice(sheet, field);
            } else {
                step_field(sheet, field, step);
            }
            sheet->draft->changed = true;
        }
    }
}

static void sheet_tap(Screen *screen, const char *target) {
    Sheet *sheet = (Sheet *)screen;
    const char *name = target;
    int step = adult_step(target, &name);
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "remove") == 0) {
        draft_remove(sheet->draft, sheet->item);
        shell_pop(screen->shell);
    } else if (strcmp(target, "clear") == 0) {
        draft_param_clear(sheet->draft, sheet->item);
    } else if (strcmp(target, "after") == 0) {
        sheet->page++;
    } else if (strcmp(target, "before") == 0) {
        sheet->page--;
    } else if (row_count(sheet) > 0) {
        tap_row(sheet, name, step);
    }
}

static void sheet_close(Screen *screen) {
    mem_free(((Sheet *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "plan_item", .close = sheet_close, .draw = sheet_draw, .tap = sheet_tap};

Screen *plan_item_new(Draft *draft, int item) {
    Sheet *sheet = calloc(1, sizeof *sheet);
    if (sheet == NULL) {
        return NULL;
    }
    sheet->screen = (Screen){.ops = &OPS, .app = draft->app};
    sheet->draft = draft;
    sheet->item = item;
    sheet->mem = mem_new(8 << 20);
    if (sheet->mem != NULL) {
        goals_read(draft->app, sheet->mem, draft->child.id, &sheet->goals, &sheet->goal_count,
                   NULL);
    }
    return &sheet->screen;
}
