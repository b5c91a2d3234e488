/* The end: what the child did, in words about the doing; the stars fill one by one; a sticker for
 * the book; and what comes next in the room. */
#include "app/screens/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STICKERS = 3 };

typedef struct {
    ChildScreen child;
    int64_t since_us, picked_us;
    int filled; /* stars whose sound was heard */
    char picked[24];
} Reward;

static const int64_t STAR_US = 400000, STAYS_US = 3500000;

static const char *const BOOK[] = {"turtle",   "butterfly", "bus",      "owl",
                                   "rocket",   "rainbow",   "penguin",  "boat",
                                   "hedgehog", "cake",      "dinosaur", "snowman"};
enum { BOOK_COUNT = sizeof BOOK / sizeof BOOK[0] };

/* Other stickers from day to day, the same while this screen stands. */
static const char *sticker(const Reward *reward, int slot) {
    Id id = sitting_id(reward->child.sitting);
    return BOOK[(id.bytes[15] + slot * 5) % BOOK_COUNT];
}

static const char *praise(const Reward *reward) {
    static const char *const words[] = {"praise.kept", "praise.careful", "praise.tried",
                                        "praise.listened"};
    return words[sitting_id(reward->child.sitting).bytes[14] % 4];
}

static int stars_now(const Reward *reward) {
    int all = sitting_tokens(reward->child.sitting);
    if (reward->since_us == 0) {
        return 0;
    }
    int64_t shown = (child_now_us(&reward->child) - reward->since_us) / STAR_US;
    return shown < all ? (int)shown : all;
}

static void draw_stickers(const Reward *reward, Scene *scene, double w, double y) {
    static const Color tints[] = {COLOR_LEAF_SOFT, COLOR_HONEY_SOFT, COLOR_PLUM_SOFT};
    for (int i = 0; i < STICKERS; i++) {
        char name[24];
        snprintf(name, sizeof name, "sticker:%d", i);
        bool mine = strcmp(reward->picked, name) == 0;
        unsigned state = reward->picked_us == 0 ? 0u : mine ? TARGET_DONE : TARGET_DISABLED;
        child_tile(&reward->child, scene, name,
                   child_box(&reward->child, w / 2 - 84 + i * 60, y, 48, 44), sticker(reward, i),
                   NULL, tints[i], state);
    }
}

static bool reward_draw(Screen *screen, Scene *scene, Fail *fail) {
    (void)fail;
    const Reward *reward = (const Reward *)screen;
    const ChildScreen *child = &reward->child;
    const Plan *plan = sitting_plan(child->sitting);
    double w = screen->app->width_mm, h = screen->app->height_mm;
    Frame frame = child_frame(child);
    part_ground(scene, child_comfort(child).scenery);
    part_ear(scene, &frame, screen->shell);
    bool done = reward->picked_us > 0;
    scene_label(scene, 34, 14, w - 68, child_text(child, done ? "goodbye.see" : praise(reward)),
                EM_TITLE_CHILD, true, ALIGN_MIDDLE, COLOR_INK);
    if (plan->tokens > 0 && child_comfort(child).tokens) {
        double size = plan->tokens > 5 ? 14 : 20, gap = 4;
        double span = (plan->tokens - 1) * (size + gap);
        part_tokens(scene, w / 2 - span / 2, 37, size, gap, stars_now(reward), plan->tokens);
    }
    draw_stickers(reward, scene, w, 54);
    scene_label(scene, w / 2, 106, 0, child_text(child, done ? "reward.saved" : "reward.pick"),
                EM_LABEL, false, ALIGN_MIDDLE, COLOR_INK);
    child_companion(child, scene, 30);
    if (plan->then_picture[0] != '\0') {
        Box box = child_box(child, w - 38, h - 27, 28, 22);
        scene_label(scene, (box.left + box.right) / 2, box.top - 3, 0, child_text(child, "then"),
                    EM_CHILD_LEAST, false, ALIGN_MIDDLE, COLOR_INK2);
        scene_picture(scene, plan->then_picture, (box.left + box.right) / 2,
                      (box.top + box.bottom) / 2 + 1, 20, 1);
    }
    return true;
}

static void reward_tap(Screen *screen, const char *target) {
    Reward *reward = (Reward *)screen;
    int slot;
    if (strcmp(target, "ear") == 0) {
        child_say(&reward->child, reward->picked_us > 0 ? "goodbye" : "reward.pick");
    } else if (sscanf(target, "sticker:%d", &slot) == 1 && slot >= 0 && slot < STICKERS &&
               reward->picked_us == 0) {
        reward->picked_us = child_now_us(&reward->child);
        snprintf(reward->picked, sizeof reward->picked, "%s", target);
        sitting_note(reward->child.sitting, "sticker", sticker(reward, slot), reward->picked_us);
        child_sound(&reward->child, "goodbye");
        child_say(&reward->child, "goodbye.see");
    }
}

static void reward_advance(Screen *screen, int64_t now_us) {
    Reward *reward = (Reward *)screen;
    if (reward->picked_us > 0 && now_us >= reward->picked_us + STAYS_US) {
        flow_next(screen->shell, reward->child.sitting);
        return;
    }
    if (stars_now(reward) > reward->filled) {
        reward->filled = stars_now(reward);
        child_sound(&reward->child, "token");
        shell_change(screen->shell);
    }
}

static int64_t reward_wake(const Screen *screen) {
    const Reward *reward = (const Reward *)screen;
    if (reward->picked_us > 0) {
        return reward->picked_us + STAYS_US;
    }
    return reward->since_us > 0 && reward->filled < sitting_tokens(reward->child.sitting)
               ? reward->since_us + (reward->filled + 1) * STAR_US
               : INT64_MAX;
}

static void reward_presented(Screen *screen, int64_t now_us) {
    Reward *reward = (Reward *)screen;
    (void)screen;
    if (reward->since_us == 0) {
        reward->since_us = now_us > 0 ? now_us : 1;
        child_say(&reward->child, praise(reward));
    }
}

static const ScreenOps OPS = {.name = "reward",
                              .child = true,
                              .close = child_close,
                              .draw = reward_draw,
                              .tap = reward_tap,
                              .advance = reward_advance,
                              .wake_us = reward_wake,
                              .presented = reward_presented,
                              .adult = child_adult,
                              .locale = child_locale,
                              .look = child_look};

Screen *reward_new(App *app, Sitting *sitting) {
    Reward *reward = calloc(1, sizeof *reward);
    if (reward == NULL) {
        return NULL;
    }
    reward->child = (ChildScreen){.screen = {.ops = &OPS, .app = app}, .sitting = sitting};
    return &reward->child.screen;
}
