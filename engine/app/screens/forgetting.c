/* Forgetting a child, in two steps: what names it, or all of it. Said in plain words first. */
#include "app/children.h"
#include "app/forget.h"
#include "app/screens/adult.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Screen screen;
    Id child;
    char name[CHILD_NAME_MAX], symbol[48], told[FAIL_TEXT_MAX];
    int asked; /* 0 nothing yet, 1 the name, 2 everything: once more to be sure */
} Forgetting;

static bool forgetting_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    Forgetting *forgetting = (Forgetting *)screen;
    double w = scene_width_mm(scene), half = (w - 20) / 2;
    char title[96];
    part_ground(scene, false);
    part_back(scene, screen->shell);
    snprintf(title, sizeof title, "Forget %s", forgetting->name);
    part_title(scene, 26, 11, w - 60, title);
    part_panel(scene, box_of(w - 26, 4, 16, 16), forgetting->symbol, COLOR_SKY_SOFT);
    part_card(scene, box_of(8, 26, half, 72), 6);
    part_card(scene, box_of(12 + half, 26, half, 72), 6);
    scene_label(scene, 13, 34, half - 10, "The child's name", 6, true, ALIGN_START, COLOR_INK);
    scene_words(scene, 13, 40, half - 10, 34,
                "Name, birth date, notes, goals, plan and profile go for good. Scores stay under a "
                "code that says nothing.",
                EM_BODY, ALIGN_START, COLOR_INK, 5);
    scene_label(scene, 17 + half, 34, half - 10, "Everything", 6, true, ALIGN_START, COLOR_INK);
    scene_words(scene, 17 + half, 40, half - 10, 34,
                "All of that, and every session, score and drawing. Only that a child was "
                "forgotten stays in the audit.",
                EM_BODY, ALIGN_START, COLOR_INK, 5);
    part_key(scene, screen->shell, "name", box_of(13, 81, half - 10, 13),
             forgetting->asked == 1 ? "Yes, forget the name" : "Forget the name",
             forgetting->asked == 1 ? KEY_PRIMARY : KEY_OUTLINE, 0);
    part_key(scene, screen->shell, "all", box_of(17 + half, 81, half - 10, 13),
             forgetting->asked == 2 ? "Yes, forget everything" : "Forget everything",
             forgetting->asked == 2 ? KEY_PRIMARY : KEY_OUTLINE, 0);
    scene_words(scene, 10, 106, w - 20, 24,
                forgetting->told[0] != '\0'
                    ? forgetting->told
                    : "It cannot be brought back, from no backup on this tablet. Your law may ask "
                      "you to keep records for some years: then export them first.",
                EM_BODY, ALIGN_START, forgetting->told[0] != '\0' ? COLOR_CORAL : COLOR_INK2, 3);
    return true;
}

static void forgetting_tap(Screen *screen, const char *target) {
    Forgetting *forgetting = (Forgetting *)screen;
    int wanted = strcmp(target, "name") == 0 ? 1 : strcmp(target, "all") == 0 ? 2 : 0;
    Forgotten forgotten;
    Fail fail = {0};
    if (strcmp(target, "back") == 0) {
        shell_pop(screen->shell);
    } else if (wanted != 0 && forgetting->asked != wanted) {
        forgetting->asked = wanted;
    } else if (wanted != 0) {
        if (child_forget(screen->app, forgetting->child, wanted == 2, &forgotten, &fail)) {
            shell_pop_to(screen->shell, "today");
        } else {
            snprintf(forgetting->told, sizeof forgetting->told, "%s", fail.text);
        }
    }
}

static void forgetting_close(Screen *screen) {
    free(screen);
}

static const ScreenOps OPS = {.name = "forgetting",
                              .close = forgetting_close,
                              .draw = forgetting_draw,
                              .tap = forgetting_tap};

Screen *forgetting_new(App *app, const ChildRecord *child) {
    Forgetting *forgetting = calloc(1, sizeof *forgetting);
    if (forgetting == NULL) {
        return NULL;
    }
    forgetting->screen = (Screen){.ops = &OPS, .app = app};
    forgetting->child = child->id;
    child_name(app, child, forgetting->name);
    snprintf(forgetting->symbol, sizeof forgetting->symbol, "%s", child->symbol);
    return &forgetting->screen;
}
