/* First and then: the plan in two pictures, with the whole strip above. The first card starts. */
#include "app/screens/child.h"

#include "play/widget.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    ChildScreen child;
    bool spoke;
} Schedule;

static const int64_t DISC_US = 5000000;

typedef struct {
    const char *picture, *word;
} Step;

/* The star, or a picture of what comes after in the room, with its word where it has one. */
static Step what_comes_after(const ChildScreen *child) {
    const Plan *plan = sitting_plan(child->sitting);
    char key[PLAN_NAME_MAX + 16];
    snprintf(key, sizeof key, "picture.%s", plan->then_picture);
    bool named = texts_has(sitting_texts(child->sitting), key);
    return (Step){plan->then_picture[0] != '\0' ? plan->then_picture : "star",
                  plan->then_text[0] != '\0' ? plan->then_text
                                             : child_text(child, named ? key : "finished")};
}

static Step step_at(const ChildScreen *child, int item) {
    const Plan *plan = sitting_plan(child->sitting);
    if (item >= plan->count) {
        return what_comes_after(child);
    }
    if (plan->items[item].calm_break) {
        return (Step){"bubbles", child_text(child, "core.break")};
    }
    const char *picture = sitting_item_picture(child->sitting, item);
    const char *word = sitting_item_word(child->sitting, item);
    return (Step){picture != NULL ? picture : "puzzle", word != NULL ? word : ""};
}

static void draw_card(const ChildScreen *child, Scene *scene, const char *name, Box box,
                      const char *lead, Step step, bool first) {
    char label[160];
    double w = box.right - box.left, h = box.bottom - box.top;
    unsigned state = shell_target_state(child->screen.shell, name);
    double down = (state & TARGET_PRESSED) != 0 ? 1 : 0, foot = first ? 21 : 18;
    snprintf(label, sizeof label, "%s: %s", child_text(child, lead), step.word);
    scene_key(scene, box.left, box.top, w, h, 8, COLOR_SURFACE, COLOR_LIP,
              first ? COLOR_EDGE : COLOR_NONE, state);
    scene_rect(scene, box.left + 3, box.top + 3 + down, w - 6, h - foot - 3, 6,
               first ? COLOR_SKY_SOFT : COLOR_LEAF_SOFT, COLOR_NONE, 0);
    scene_picture(scene, step.picture, box.left + w / 2, box.top + 3 + down + (h - foot - 3) / 2,
                  first ? 38 : 28, 1);
    scene_label(scene, box.left + 2, box.bottom - foot / 2 + down, w - 4, label, first ? 8.5 : 7.5,
                first, ALIGN_MIDDLE, first ? COLOR_INK : COLOR_INK2);
    if (first) {
        widget_focus(scene, box, 8);
    }
    SceneTarget target = {.name = name,
                          .role = first || sitting_plan(child->sitting)->choice == 1 ? ROLE_CHOICE
                                                                                     : ROLE_NONE,
                          .box = box,
                          .state = state,
                          .voice = lead};
    scene_target(scene, &target);
}

static void draw_arrow(const ChildScreen *child, Scene *scene, double x, double y) {
    double d = child_mirrored(child) ? -1 : 1;
    Point shaft[] = {{x - 5 * d, y}, {x + 5 * d, y}};
    Point head[] = {{x + 1.2 * d, y - 3.8}, {x + 5 * d, y}, {x + 1.2 * d, y + 3.8}};
    scene_line(scene, shaft, 2, 1.4, COLOR_INK2);
    scene_line(scene, head, 3, 1.4, COLOR_INK2);
}

static bool schedule_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const ChildScreen *child = (const ChildScreen *)screen;
    double w = screen->app->width_mm, h = screen->app->height_mm;
    int item = sitting_item(child->sitting);
    child_frame_draw(child, scene, item, true);
    double left = w / 2 - 82, top = 32 + (h - 136) / 2 + 6;
    draw_card(child, scene, "go", child_box(child, left, top, 78, 66), "first",
              step_at(child, item), true);
    draw_arrow(child, scene, child_mirrored(child) ? w - (left + 89) : left + 89, top + 33);
    draw_card(child, scene, "then", child_box(child, left + 100, top + 6, 62, 54), "then",
              step_at(child, item + 1), false);
    child_companion(child, scene, 24);
    const Plan *plan = sitting_plan(child->sitting);
    if (plan->tokens > 0 && child_comfort(child).tokens) {
        double span = (plan->tokens - 1) * 11.0;
        double x = child_mirrored(child) ? 14 : w - 14 - span;
        part_tokens(scene, x, h - 14, 9.5, 1.5, sitting_tokens(child->sitting), plan->tokens);
    }
    return true;
}

static void schedule_tap(Screen *screen, const char *target) {
    ChildScreen *child = (ChildScreen *)screen;
    int item = sitting_item(child->sitting);
    if (strcmp(target, "go") == 0) {
        child_sound(child, "tap");
        flow_next(screen->shell, child->sitting);
    } else if (strcmp(target, "then") == 0) {
        sitting_choose(child->sitting, item + 1);
        shell_change(screen->shell);
    } else if (strcmp(target, "ear") == 0) {
        child_say(child, "first");
    }
}

static int64_t schedule_wake(const Screen *screen) {
    const ChildScreen *child = (const ChildScreen *)screen;
    return child_comfort(child).timer ? (child_now_us(child) / DISC_US + 1) * DISC_US : INT64_MAX;
}

static void schedule_advance(Screen *screen, int64_t now_us) {
    (void)now_us;
    shell_change(screen->shell);
}

static void schedule_presented(Screen *screen, int64_t now_us) {
    Schedule *schedule = (Schedule *)screen;
    (void)now_us;
    if (!schedule->spoke) {
        schedule->spoke = true;
        child_say(&schedule->child, "plan.today");
    }
}

static const ScreenOps OPS = {.name = "schedule",
                              .child = true,
                              .close = child_close,
                              .draw = schedule_draw,
                              .tap = schedule_tap,
                              .advance = schedule_advance,
                              .wake_us = schedule_wake,
                              .presented = schedule_presented,
                              .adult = child_adult,
                              .locale = child_locale,
                              .look = child_look};

Screen *schedule_new(App *app, Sitting *sitting) {
    Schedule *schedule = calloc(1, sizeof *schedule);
    if (schedule == NULL) {
        return NULL;
    }
    schedule->child = (ChildScreen){.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    return &schedule->child.screen;
}
