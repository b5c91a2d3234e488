/* The plan: one row an activity, its level, easier and harder; minutes, probes, and Start. */
#include "app/screens/plan_own.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TOP_MM = 24.5, ROW_MM = 21.4, PITCH_MM = 24.1, FOOT_MM = 13.5, MARGIN_MM = 6;

typedef struct {
    Screen screen;
    Draft draft;
    bool opened, reorder;
    size_t page;
    char told[FAIL_TEXT_MAX]; /* what came of the last tap */
    char last[PLAN_ITEMS_MAX][64];
} PlanScreen;

static size_t rows(const App *app) {
    int count = (int)((app->height_mm - TOP_MM - FOOT_MM + PITCH_MM - ROW_MM) / PITCH_MM);
    return (size_t)(count < 1 ? 1 : count);
}

static size_t pages(const PlanScreen *plan) {
    size_t size = rows(plan->screen.app), count = (size_t)plan->draft.plan.count;
    return count == 0 ? 1 : (count + size - 1) / size;
}

static void tell(PlanScreen *plan, const char *words) {
    snprintf(plan->told, sizeof plan->told, "%s", words);
}

/* ---- drawing ---- */

static void draw_head(PlanScreen *plan, Scene *scene) {
    Shell *shell = plan->screen.shell;
    const Draft *draft = &plan->draft;
    double w = scene_width_mm(scene), x = w - MARGIN_MM;
    char words[96];
    part_key(scene, shell, "back", box_of(MARGIN_MM, 5, 12, 16), "\xe2\x80\xb9", KEY_QUIET, 0);
    part_panel(scene, box_of(21, 5, 18, 16), draft->child.symbol, COLOR_SKY_SOFT);
    adult_target(scene, shell, "profile", box_of(21, 5, 18, 16), "profile");
    scene_label(scene, 43, 9.5, w - 165, draft->name, 7, true, ALIGN_START, COLOR_INK);
    int games = 0;
    for (int i = 0; i < draft->plan.count; i++) {
        games += !draft->plan.items[i].calm_break;
    }
    snprintf(words, sizeof words, "%.0f min \xc2\xb7 %d %s", draft->plan.minutes, games,
             games == 1 ? "activity" : "activities");
    adult_words(scene, shell, box_of(43, 13, w - 165, 10),
                plan->told[0] != '\0' ? plan->told : words,
                plan->told[0] != '\0' ? EM_SMALL : EM_BODY, false, COLOR_INK2);
    part_key(scene, shell, "start", box_of(x - 40, 5, 40, 15), "Start", KEY_PRIMARY,
             draft->plan.count == 0 ? TARGET_DISABLED : 0);
    part_key(scene, shell, "pack", box_of(x - 60, 6, 17, 13), "Pack", KEY_QUIET, 0);
    bool probes = draft_probes(draft);
    Box flask = box_of(x - 76, 6, 13, 13);
    part_key(scene, shell, "probe", flask, "", probes ? KEY_SOFT : KEY_QUIET,
             probes ? TARGET_PICKED : 0);
    scene_picture(scene, "flask", x - 69.5, 12.5, 8.5, 1);
    part_key(scene, shell, "more:minutes", box_of(x - 92, 6, 13, 13), "+5", KEY_SOFT, 0);
    part_key(scene, shell, "less:minutes", box_of(x - 107, 6, 13, 13),
             "\xe2\x88\x92"
             "5",
             KEY_SOFT, 0);
}

/* Filled up to the level, outlined up to the bounds, faint beyond them. */
static void draw_bar(Scene *scene, double x, double y, double w, int level, int count,
                     const PlanItem *item) {
    double pitch = fmin(8.6, w / count), side = pitch > 5 ? pitch - 1.6 : pitch * 0.8;
    double h = fmin(7, fmax(side, 5));
    for (int i = 0; i < count; i++) {
        bool outside =
            (item->least > 0 && i + 1 < item->least) || (item->most > 0 && i + 1 > item->most);
        if (i < level) {
            scene_rect(scene, x + i * pitch, y - h / 2, side, h, fmin(1.8, side / 3), COLOR_PRIMARY,
                       COLOR_NONE, 0);
        } else {
            scene_rect(scene, x + i * pitch, y - h / 2, side, h, fmin(1.8, side / 3),
                       outside ? COLOR_CANVAS : COLOR_SUNK, outside ? COLOR_LIP : COLOR_EDGE, 0.3);
        }
    }
}

static void draw_row_keys(PlanScreen *plan, Scene *scene, int item, Box box) {
    Shell *shell = plan->screen.shell;
    const Levels *levels = draft_levels(&plan->draft, item);
    int level = plan->draft.plan.items[item].level;
    double y = box.top + (ROW_MM - 14.2) / 2, x = box.right;
    char name[32];
    Box less = box_of(x - 48, y, 14.2, 14.2), more = box_of(x - 32, y, 14.2, 14.2);
    if (plan->reorder) {
        snprintf(name, sizeof name, "up:%d", item);
        part_key(scene, shell, name, less, "\xe2\x86\x91", KEY_SOFT,
                 item == 0 ? TARGET_DISABLED : 0);
        snprintf(name, sizeof name, "down:%d", item);
        part_key(scene, shell, name, more, "\xe2\x86\x93", KEY_SOFT,
                 item + 1 == plan->draft.plan.count ? TARGET_DISABLED : 0);
    } else if (levels != NULL) {
        snprintf(name, sizeof name, "less:%d", item);
        part_key(scene, shell, name, less, "\xe2\x88\x92", KEY_SOFT,
                 level <= 1 ? TARGET_DISABLED : 0);
        snprintf(name, sizeof name, "more:%d", item);
        part_key(scene, shell, name, more, "+", KEY_SOFT,
                 level >= levels->count ? TARGET_DISABLED : 0);
    }
    snprintf(name, sizeof name, "item:%d", item);
    part_key(scene, shell, name, box_of(x - 15, y, 12.2, 14.2), "\xe2\x80\xa6", KEY_QUIET, 0);
}

static void draw_row(PlanScreen *plan, Scene *scene, int slot, int item) {
    const Draft *draft = &plan->draft;
    const PlanItem *at = &draft->plan.items[item];
    const Manifest *manifest = draft_manifest(draft, item);
    const Levels *levels = draft_levels(draft, item);
    double w = scene_width_mm(scene), y = TOP_MM + slot * PITCH_MM;
    Box box = box_of(MARGIN_MM, y, w - 2 * MARGIN_MM, ROW_MM);
    char words[DRAFT_WORDS];
    double bar_x = fmax(108, w * 0.5), text_w = bar_x - 36;
    part_card(scene, box, 6);
    part_panel(scene, box_of(MARGIN_MM + 3, y + 2.5, 17, 17),
               at->calm_break     ? "bubbles"
               : manifest == NULL ? "question"
                                  : manifest->picture,
               COLOR_HONEY_SOFT);
    draft_title(draft, item, words);
    scene_label(scene, MARGIN_MM + 24, y + 7.2, text_w, words, 6, true, ALIGN_START, COLOR_INK);
    draft_level_words(draft, item, words);
    scene_label(scene, MARGIN_MM + 24, y + 15.2, text_w + (levels == NULL ? 30 : 0), words, EM_BODY,
                false, ALIGN_START, levels == NULL && !at->calm_break ? COLOR_CORAL : COLOR_INK2);
    if (levels != NULL) {
        double room = box.right - 51 - bar_x;
        draw_bar(scene, bar_x, plan->last[item][0] != '\0' ? y + 8 : y + 11, room, at->level,
                 levels->count, at);
        part_small(scene, bar_x, y + 16.5, room, plan->last[item], ALIGN_START);
    }
    draw_row_keys(plan, scene, item, box);
}

static void draw_foot(PlanScreen *plan, Scene *scene) {
    Shell *shell = plan->screen.shell;
    double y = scene_height_mm(scene) - FOOT_MM;
    part_key(scene, shell, "add", box_of(MARGIN_MM, y, 32, 11), "+ activity", KEY_QUIET,
             plan->draft.plan.count == PLAN_ITEMS_MAX ? TARGET_DISABLED : 0);
    part_key(scene, shell, "same", box_of(41, y, 42, 11), "Same as last time", KEY_QUIET, 0);
    part_key(scene, shell, "reorder", box_of(86, y, 24, 11), "Reorder",
             plan->reorder ? KEY_SOFT : KEY_QUIET, 0);
    part_key(scene, shell, "home", box_of(113, y, 13, 11), "", KEY_QUIET, 0);
    scene_picture(scene, "home", 119.5, y + 5.5, 7.5, 1);
    double right = adult_pages(scene, shell, y, plan->page, pages(plan));
    const Plan *is = &plan->draft.plan;
    char words[96];
    snprintf(words, sizeof words, "%s, %s", plan_setting_word(is->setting),
             plan_person_word(is->person));
    part_key(scene, shell, "context", box_of(129, y, right - 131, 11),
             right - 131 > 50 ? words : plan_setting_word(is->setting), KEY_QUIET, 0);
}

static bool plan_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    PlanScreen *plan = (PlanScreen *)screen;
    part_ground(scene, false);
    if (!plan->opened) {
        part_back(scene, screen->shell);
        scene_words(scene, 26, 40, scene_width_mm(scene) - 52, 40, plan->told, EM_BODY, ALIGN_START,
                    COLOR_INK, 0);
        return true;
    }
    draw_head(plan, scene);
    size_t size = rows(screen->app);
    for (size_t i = 0; i < size && plan->page * size + i < (size_t)plan->draft.plan.count; i++) {
        draw_row(plan, scene, (int)i, (int)(plan->page * size + i));
    }
    draw_foot(plan, scene);
    return true;
}

/* ---- what it was last time ---- */

static void read_last(PlanScreen *plan) {
    Draft *draft = &plan->draft;
    Mem *mem = mem_new(16 << 20);
    RunSums *sums;
    size_t count = 0;
    if (mem != NULL) {
        history_sums(draft->app->store, mem, draft->child.id, 0, INT64_MAX, &sums, &count, NULL);
    }
    for (int i = 0; i < draft->plan.count; i++) {
        plan->last[i][0] = '\0';
        for (size_t s = count; s-- > 0;) {
            if (strcmp(sums[s].game, draft->plan.items[i].game) == 0 && sums[s].n_valid > 0) {
                snprintf(plan->last[i], sizeof plan->last[i], "last %d/%d on own",
                         sums[s].n_independent, sums[s].n_valid);
                break;
            }
        }
    }
    mem_free(mem);
}

/* ---- taps ---- */

static bool keep(PlanScreen *plan) {
    Fail fail = {0};
    if (!plan->opened || draft_keep(&plan->draft, &fail)) {
        return true;
    }
    tell(plan, fail.text);
    return false;
}

static void start(PlanScreen *plan) {
    Fail fail = {0};
    plan->screen.app->notice[0] = '\0';
    if (!draft_keep(&plan->draft, &fail) ||
        !adult_start(plan->screen.shell, &plan->draft.child, &plan->draft.plan, &fail)) {
        tell(plan, fail.text);
    }
}

static void change_order(PlanScreen *plan, const char *target) {
    int item;
    if (sscanf(target, "up:%d", &item) == 1) {
        draft_move(&plan->draft, item, -1);
    } else if (sscanf(target, "down:%d", &item) == 1) {
        draft_move(&plan->draft, item, 1);
    }
    read_last(plan);
}

static void change_whole(PlanScreen *plan, const char *target) {
    Draft *draft = &plan->draft;
    Fail fail = {0};
    char words[DRAFT_WORDS];
    if (strcmp(target, "probe") == 0) {
        draft_set_probes(draft, !draft_probes(draft));
        tell(plan, draft_probes(draft) ? "Probe: without help." : "");
    } else if (strcmp(target, "same") == 0) {
        tell(plan, draft_same_as_last(draft, &fail) ? "As in the last session." : fail.text);
    } else if (strcmp(target, "pack") == 0) {
        tell(plan, draft_pack(draft, words, &fail) ? words : fail.text);
    }
    plan->page = plan->page < pages(plan) ? plan->page : 0;
    read_last(plan);
}

static void plan_tap(Screen *screen, const char *target) {
    PlanScreen *plan = (PlanScreen *)screen;
    Draft *draft = &plan->draft;
    const char *name;
    int item, step = adult_step(target, &name);
    plan->told[0] = '\0';
    if (strcmp(target, "back") == 0) {
        if (keep(plan)) {
            shell_pop(screen->shell);
        }
    } else if (!plan->opened) {
        return;
    } else if (strcmp(target, "start") == 0) {
        start(plan);
    } else if (strcmp(target, "home") == 0) {
        if (keep(plan)) {
            shell_push(screen->shell, home_plan_new(screen->app, draft->child.id, NULL));
        }
    } else if (strcmp(target, "profile") == 0) {
        if (keep(plan)) {
            shell_push(screen->shell, profile_new(screen->app, draft->child.id));
        }
    } else if (step != 0 && strcmp(name, "minutes") == 0) {
        draft_minutes(draft, 5 * step);
    } else if (step != 0 && sscanf(name, "%d", &item) == 1 && item < draft->plan.count) {
        draft_level(draft, item, step);
    } else if (sscanf(target, "item:%d", &item) == 1 && item < draft->plan.count) {
        shell_push(screen->shell, plan_item_new(draft, item));
    } else if (strcmp(target, "context") == 0) {
        shell_push(screen->shell, plan_context_new(draft));
    } else if (strcmp(target, "add") == 0) {
        shell_push(screen->shell, plan_add_new(draft));
    } else if (strcmp(target, "reorder") == 0) {
        plan->reorder = !plan->reorder;
    } else if (strcmp(target, "after") == 0) {
        plan->page++;
    } else if (strcmp(target, "before") == 0) {
        plan->page--;
    } else {
        change_order(plan, target);
        change_whole(plan, target);
    }
}

static void plan_again(Screen *screen) {
    PlanScreen *plan = (PlanScreen *)screen;
    Fail fail = {0};
    if (!plan->draft.changed) {
        /* A session was played, or the profile changed: what is stored counts. */
        Id child = plan->draft.child.id;
        draft_close(&plan->draft);
        plan->opened = draft_open(screen->app, child, &plan->draft, &fail);
        tell(plan, fail.text);
    }
    if (plan->opened) {
        plan->page = plan->page < pages(plan) ? plan->page : pages(plan) - 1;
        read_last(plan);
    }
}

static void plan_close(Screen *screen) {
    PlanScreen *plan = (PlanScreen *)screen;
    keep(plan);
    draft_close(&plan->draft);
    free(screen);
}

static const ScreenOps OPS = {.name = "plan",
                              .close = plan_close,
                              .draw = plan_draw,
                              .tap = plan_tap,
                              .shown_again = plan_again};

Screen *plan_new(App *app, Id child) {
    PlanScreen *plan = calloc(1, sizeof *plan);
    Fail fail = {0};
    if (plan == NULL) {
        return NULL;
    }
    plan->screen = (Screen){.ops = &OPS, .app = app};
    plan->opened = draft_open(app, child, &plan->draft, &fail);
    if (plan->opened) {
        read_last(plan);
    } else {
        tell(plan, fail.text);
    }
    return &plan->screen;
}
