/* The home plan: one to three activities of the child's plan at fixed levels, five to fifteen
 * minutes, handed over as a sealed file with a key in words. */
#include "app/draft.h"
#include "app/home.h"
#include "app/screens/adult.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    Mem *mem;
    ChildRecord child;
    Draft draft;
    bool loaded, chosen[PLAN_ITEMS_MAX];
    double minutes;
    char path[PLACE_MAX], words[VAULT_RECOVERY_TEXT], told[FAIL_TEXT_MAX];
} HomePlan;

static int chosen_count(const HomePlan *home) {
    int count = 0;
    for (int i = 0; i < home->draft.plan.count; i++) {
        count += home->chosen[i];
    }
    return count;
}

/* ---- drawing ---- */

enum { COLUMNS = 2 };

static void draw_item(HomePlan *home, Scene *scene, int slot, int item) {
    const Manifest *manifest = draft_manifest(&home->draft, item);
    double w = (scene_width_mm(scene) - 20) / COLUMNS;
    Box box = box_of(8 + slot % COLUMNS * (w + 4), 24 + slot / COLUMNS * 22.5, w, 19.5);
    char name[24], words[DRAFT_WORDS];
    bool chosen = home->chosen[item];
    snprintf(name, sizeof name, "item:%d", item);
    adult_card(scene, home->screen.shell, name, box, 5, name);
    if (chosen) {
        scene_rect(scene, box.left, box.top, w, 19.5, 5, COLOR_NONE, COLOR_PRIMARY, 1);
    }
    part_panel(scene, box_of(box.left + 2.5, box.top + 2.5, 14.5, 14.5), manifest->picture,
               COLOR_HONEY_SOFT);
    draft_title(&home->draft, item, words);
    scene_label(scene, box.left + 20, box.top + 6.5, w - 32, words, EM_BODY, true, ALIGN_START,
                COLOR_INK);
    draft_level_words(&home->draft, item, words);
    scene_label(scene, box.left + 20, box.top + 13.5, w - 32, words, EM_SMALL, false, ALIGN_START,
                COLOR_INK2);
    scene_circle(scene, box.right - 7, box.top + 9.7, 3.6, chosen ? COLOR_PRIMARY : COLOR_SUNK,
                 COLOR_EDGE, chosen ? 0 : 0.5);
    if (chosen) {
        scene_label(scene, box.right - 11, box.top + 9.7, 8, "\xe2\x9c\x93", EM_SMALL, true,
                    ALIGN_MIDDLE, COLOR_ON_PRIMARY);
    }
}

static void draw_handed(HomePlan *home, Scene *scene) {
    double w = scene_width_mm(scene);
    part_card(scene, box_of(8, 26, w - 16, 30), 6);
    part_small(scene, 14, 33, w - 28,
               "The key, to be given on another way than the file:", ALIGN_START);
    scene_words(scene, 14, 38, w - 28, 16, home->words, 6.4, ALIGN_MIDDLE, COLOR_INK, 2);
    scene_words(scene, 10, 64, w - 20, 50, home->told, EM_BODY, ALIGN_START, COLOR_INK, 5);
    part_key(scene, home->screen.shell, "back", box_of(w / 2 - 30, 114, 60, 14), "Done",
             KEY_PRIMARY, 0);
}

static bool home_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    HomePlan *home = (HomePlan *)screen;
    double w = scene_width_mm(scene), y = scene_height_mm(scene) - 15;
    char words[96];
    int slot = 0;
    part_ground(scene, false);
    scene_picture(scene, "home", w - 18, 11, 14, 1);
    snprintf(words, sizeof words, "Home plan of %s", home->draft.name);
    part_title(scene, 26, 11, w - 60, words);
    if (home->words[0] != '\0') {
        draw_handed(home, scene);
        return true;
    }
    part_back(scene, screen->shell);
    for (int i = 0; home->loaded && i < home->draft.plan.count && slot < 8; i++) {
        if (draft_manifest(&home->draft, i) != NULL) {
            draw_item(home, scene, slot++, i);
        }
    }
    snprintf(words, sizeof words, "%.0f min", home->minutes);
    adult_row(scene, screen->shell, "minutes", box_of(8, y, 92, 12.4), "Minutes a day", words,
              home->minutes <= HOME_MINUTES_LEAST ? TARGET_DISABLED : 0,
              home->minutes >= HOME_MINUTES_MOST ? TARGET_DISABLED : 0);
    scene_words(scene, 104, y + 1, w - 164, 12, home->told, EM_SMALL, ALIGN_START, COLOR_CORAL, 2);
    part_key(scene, screen->shell, "hand", box_of(w - 56, y - 1, 48, 13), "Hand over", KEY_PRIMARY,
             chosen_count(home) > 0 ? 0 : TARGET_DISABLED);
    return true;
}

/* ---- taps ---- */

static bool hand_over(HomePlan *home, Fail *fail) {
    App *app = home->screen.app;
    Plan plan = home_plan_of(&home->draft.plan, home->chosen, home->minutes);
    return home_path(app, &home->child, home->path, fail) &&
           home_plan_keep(app, &home->child, &plan, fail) &&
           home_export(app, &home->child, home->path, home->words, fail);
}

static void home_tap(Screen *screen, const char *target) {
    HomePlan *home = (HomePlan *)screen;
    const char *name;
    Fail fail = {0};
    int item, step = adult_step(target, &name);
    home->told[0] = '\0';
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (step != 0) {
        home->minutes += 5 * step;
        home->minutes = home->minutes < HOME_MINUTES_LEAST  ? HOME_MINUTES_LEAST
                        : home->minutes > HOME_MINUTES_MOST ? HOME_MINUTES_MOST
                                                            : home->minutes;
    } else if (sscanf(target, "item:%d", &item) == 1 && item < home->draft.plan.count) {
        bool full = chosen_count(home) >= HOME_ITEMS_MOST;
        if (!home->chosen[item] && full) {
            snprintf(home->told, sizeof home->told, "At most three activities at home.");
        } else {
            home->chosen[item] = !home->chosen[item];
        }
    } else if (strcmp(target, "hand") == 0) {
        if (hand_over(home, &fail)) {
            snprintf(home->told, sizeof home->told,
                     "The file is %.500s. Copy it to the family's tablet and take it in there; "
                     "results come back the same way and are marked as played at home.",
                     home->path);
        } else {
            home->words[0] = '\0';
            snprintf(home->told, sizeof home->told, "%s", fail.text);
        }
    }
}

static void home_close(Screen *screen) {
    HomePlan *home = (HomePlan *)screen;
    draft_close(&home->draft);
    mem_free(home->mem);
    free(screen);
}

static const ScreenOps OPS = {
    .name = "home_plan", .close = home_close, .draw = home_draw, .tap = home_tap};

/* What was played in the session; all, where none is given or nothing of it is in the plan. */
static void choose(HomePlan *home, const Id *session) {
    RunRecord *runs = NULL;
    size_t run_count = 0, count = 0;
    bool played[PLAN_ITEMS_MAX] = {false}, any = false;
    if (session != NULL &&
        !history_runs(home->screen.app->store, home->mem, *session, &runs, &run_count, NULL)) {
        run_count = 0;
    }
    for (int i = 0; i < home->draft.plan.count; i++) {
        for (size_t r = 0; r < run_count; r++) {
            played[i] = played[i] || strcmp(runs[r].game, home->draft.plan.items[i].game) == 0;
        }
        any = any || played[i];
    }
    for (int i = 0; i < home->draft.plan.count; i++) {
        home->chosen[i] = count < HOME_ITEMS_MOST && (played[i] || !any) &&
                          draft_manifest(&home->draft, i) != NULL;
        count += home->chosen[i];
    }
}

Screen *home_plan_new(App *app, Id child, const Id *session) {
    HomePlan *home = calloc(1, sizeof *home);
    Mem *mem = mem_new(16 << 20);
    Fail fail = {0};
    if (home == NULL || mem == NULL) {
        free(home);
        mem_free(mem);
        return NULL;
    }
    home->screen = (Screen){.ops = &OPS, .app = app};
    home->mem = mem;
    home->minutes = 10;
    home->loaded = child_find(app, mem, child, &home->child, &fail) &&
                   draft_open(app, child, &home->draft, &fail);
    if (home->loaded) {
        choose(home, session);
    }
    snprintf(home->told, sizeof home->told, "%s", fail.text);
    return &home->screen;
}
