/* The goals of a child: each with its rule, how far it is and why it has not fired; the T-score
 * over all of them, with its terms. */
#include "app/attain.h"
#include "app/ledger.h"
#include "app/log.h"
#include "app/screens/adult.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord child;
    char name[CHILD_NAME_MAX];
    GoalLine *goals;
    Standing *standings;
    Ledger ledger; /* what each skill has had */
    size_t count, page;
    char t_score[GAS_TEXT_MAX], told[FAIL_TEXT_MAX];
} GoalList;

static const double TOP_MM = 24, ROW_MM = 30, PITCH_MM = 33, FOOT_MM = 13.5;

static void load(GoalList *list, Id child) {
    App *app = list->screen.app;
    Fail fail = {0};
    mem_reset(list->mem);
    list->count = 0;
    bool ok = child_find(app, list->mem, child, &list->child, &fail) &&
              store_flush(app->store, &fail) &&
              goals_read(app, list->mem, child, &list->goals, &list->count, &fail);
    list->standings = mem_alloc_array(list->mem, list->count + 1, sizeof *list->standings);
    ok = ok && list->standings != NULL &&
         ledger_read(app, list->mem, &list->child, NULL, &list->ledger, &fail);
    for (size_t i = 0; ok && i < list->count; i++) {
        ok = attain_standing(app, &list->child, &list->goals[i].goal, &list->standings[i], &fail);
    }
    if (!ok) {
        list->count = 0;
    }
    snprintf(list->told, sizeof list->told, "%s", fail.text);
    child_name(app, &list->child, list->name);
    attain_t_score(list->goals, list->standings, list->count, list->t_score);
}

static size_t rows(const App *app) {
    int count = (int)((app->height_mm - TOP_MM - FOOT_MM - 8) / PITCH_MM);
    return (size_t)(count < 1 ? 1 : count);
}

/* Hours and repetitions so far, of those aimed at, and when these are reached at this rate. */
static void dose_words(const GoalList *list, const Goal *goal, bool whole, char words[LOG_WORDS]) {
    const App *app = list->screen.app;
    int today = (int)((app_wall_us(app) / 1000000 + (int64_t)app->utc_offset_min * 60) / 86400);
    Dose dose = ledger_dose(&list->ledger, goal->game, goal->hours, today);
    DoseOutlook outlook = dose_outlook(&dose);
    size_t used = (size_t)snprintf(words, LOG_WORDS, "%.1f", outlook.hours);
    if (goal->hours > 0) {
        used += (size_t)snprintf(words + used, LOG_WORDS - used, " of %d", goal->hours);
    }
    used += (size_t)snprintf(words + used, LOG_WORDS - used, " h, %d trials", dose.repetitions);
    if (whole && outlook.due_day > today) {
        char day[LOG_WORDS];
        log_time((int64_t)outlook.due_day * 86400000000, 0, day);
        snprintf(words + used, LOG_WORDS - used, "; reached about %.10s", day);
    }
}

static void draw_goal(GoalList *list, Scene *scene, size_t slot, size_t index) {
    const Goal *goal = &list->goals[index].goal;
    const Standing *standing = &list->standings[index];
    App *app = list->screen.app;
    Script *script = goal->game[0] != '\0' ? library_script(app->library, goal->game, NULL) : NULL;
    double w = scene_width_mm(scene), y = TOP_MM + (double)slot * PITCH_MM;
    char name[32], rule[MASTERY_TEXT_MAX];
    Box box = box_of(8, y, w - 16, ROW_MM);
    part_card(scene, box, 6);
    snprintf(name, sizeof name, "goal:%zu", index);
    bool change = standing->proposal.phase != goal->phase;
    adult_target(scene, list->screen.shell, name,
                 box_of(box.left, box.top, w - 16 - (change ? 52 : 0), ROW_MM), goal->task);
    part_panel(scene, box_of(11, y + 3, 17, 17),
               script != NULL ? script_manifest(script)->picture : "star", COLOR_HONEY_SOFT);
    scene_label(scene, 32, y + 6, w - 96, goal->task, 6, true, ALIGN_START, COLOR_INK);
    scene_label(scene, w - 62, y + 6, 50, phase_word(goal->phase), EM_BODY, false, ALIGN_END,
                COLOR_INK2);
    mastery_rule_text(&goal->mastery, rule);
    scene_label(scene, 32, y + 13.5, w - (change ? 100 : 48), rule, EM_SMALL, false, ALIGN_START,
                COLOR_INK2);
    scene_words(scene, 32, y + 18, w - 100, 11,
                change ? standing->proposal.why : standing->mastery.why, EM_SMALL, ALIGN_START,
                COLOR_INK, 2);
    if (change) {
        char words[48];
        snprintf(words, sizeof words, "%s", phase_word(standing->proposal.phase));
        snprintf(name, sizeof name, "agree:%zu", index);
        part_key(scene, list->screen.shell, name, box_of(w - 62, y + 10, 50, 11.5), words,
                 KEY_PRIMARY, 0);
    }
    char dose[LOG_WORDS];
    dose_words(list, goal, !change, dose);
    if (change) {
        scene_label(scene, w - 62, y + 26.2, 50, dose, EM_SMALL, false, ALIGN_END, COLOR_INK2);
    } else {
        scene_words(scene, w - 66, y + 17, 54, 12, dose, EM_SMALL, ALIGN_END, COLOR_INK2, 2);
    }
    if (standing->has_scale && standing->scale.known) {
        snprintf(rule, sizeof rule, "scale %+d", standing->scale.attained);
        part_small(scene, 11, y + 25, 20, rule, ALIGN_START);
    }
}

static bool list_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    GoalList *list = (GoalList *)screen;
    double w = scene_width_mm(scene), y = scene_height_mm(scene) - FOOT_MM;
    size_t size = rows(screen->app);
    char title[96];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    snprintf(title, sizeof title, "Goals of %s", list->name);
    part_title(scene, 26, 11, w - 60, title);
    for (size_t i = 0; i < size && list->page * size + i < list->count; i++) {
        draw_goal(list, scene, i, list->page * size + i);
    }
    if (list->count == 0) {
        scene_words(scene, 10, 50, w - 20, 30,
                    list->told[0] != '\0'
                        ? list->told
                        : "No goal yet. A goal names a skill, says when it is reached, and the "
                          "program tells how far it is and why.",
                    EM_BODY, ALIGN_START, COLOR_INK2, 3);
    }
    part_key(scene, screen->shell, "new", box_of(8, y, 30, 11), "+ goal", KEY_QUIET, 0);
    double right = adult_pages(scene, screen->shell, y, list->page,
                               list->count == 0 ? 1 : (list->count + size - 1) / size);
    adult_words(scene, screen->shell, box_of(42, y, right - 44, 11), list->t_score, EM_SMALL, false,
                COLOR_INK2);
    return true;
}

/* The person agrees with what was proposed. */
static void agree(GoalList *list, size_t index) {
    GoalLine line = list->goals[index];
    Fail fail = {0};
    Id child = list->child.id;
    line.goal.phase = list->standings[index].proposal.phase;
    if (goals_save(list->screen.app, child, &line, &fail)) {
        load(list, child);
    } else {
        snprintf(list->told, sizeof list->told, "%s", fail.text);
    }
}

static void list_tap(Screen *screen, const char *target) {
    GoalList *list = (GoalList *)screen;
    size_t index;
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (strcmp(target, "new") == 0) {
        shell_push(screen->shell, goal_new(screen->app, list->child.id, NULL));
    } else if (strcmp(target, "after") == 0) {
        list->page++;
    } else if (strcmp(target, "before") == 0) {
        list->page--;
    } else if (sscanf(target, "goal:%zu", &index) == 1 && index < list->count) {
        shell_push(screen->shell, goal_new(screen->app, list->child.id, list->goals[index].id));
    } else if (sscanf(target, "agree:%zu", &index) == 1 && index < list->count) {
        agree(list, index);
    }
}

static void list_again(Screen *screen) {
    GoalList *list = (GoalList *)screen;
    load(list, list->child.id);
}

static void list_close(Screen *screen) {
    mem_free(((GoalList *)screen)->mem);
    free(screen);
}

static const ScreenOps OPS = {.name = "goals",
                              .close = list_close,
                              .draw = list_draw,
                              .tap = list_tap,
                              .shown_again = list_again};

Screen *goals_new(App *app, Id child) {
    GoalList *list = calloc(1, sizeof *list);
    Mem *mem = mem_new(16 << 20);
    if (list == NULL || mem == NULL) {
        free(list);
        mem_free(mem);
        return NULL;
    }
    list->screen = (Screen){.ops = &OPS, .app = app};
    list->mem = mem;
    load(list, child);
    return &list->screen;
}
