/* Shared pieces of the adult's screens; see adult.h. */
#include "app/screens/adult.h"

#include "play/widget.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void adult_target(Scene *scene, Shell *shell, const char *name, Box box, const char *word) {
    unsigned state = shell_target_state(shell, name);
    if ((state & TARGET_FOCUS) != 0) {
        widget_focus(scene, box, 4);
    }
    SceneTarget target = {
        .name = name, .role = ROLE_KEY, .box = box, .state = state | TARGET_ADULT, .voice = word};
    scene_target(scene, &target);
}

void adult_card(Scene *scene, Shell *shell, const char *name, Box box, double radius,
                const char *word) {
    part_card(scene, box, radius);
    adult_target(scene, shell, name, box, word);
}

static const double STEP_KEY_MM = 11;

/* A row over the whole screen has room for words between its keys. */
static double value_mm(Box box) {
    return box.right - box.left > 150 ? 92 : 27;
}

static double width_of(Shell *shell, const char *text, double em, bool bold) {
    const TextMeasure *measure = &shell_app(shell)->measure;
    return measure->width_mm != NULL ? measure->width_mm(measure->self, text, em, bold)
                                     : (double)strlen(text) * em * 0.5;
}

void adult_words(Scene *scene, Shell *shell, Box box, const char *text, double em, bool bold,
                 Color color) {
    double w = box.right - box.left, y = (box.top + box.bottom) / 2;
    if (width_of(shell, text, em, bold) <= w) {
        scene_label(scene, box.left, y, w, text, em, bold, ALIGN_START, color);
        return;
    }
    /* Long words in a narrow place: a third line, if there is room for it. */
    bool three = width_of(shell, text, em, bold) > 1.6 * w && em > EM_SMALL &&
                 box.bottom - box.top >= 3.5 * EM_SMALL;
    int lines = three ? 3 : 2;
    em = three ? EM_SMALL : em;
    SceneItem item = {
        .kind = SCENE_TEXT,
        .box = box_of(box.left, y - (lines * 1.15 + 0.2) / 2 * em, w, (lines * 1.15 + 0.2) * em),
        .text = text,
        .em_mm = em,
        .leading_em = 1.15,
        .line = color,
        .bold = bold,
        .lines_max = lines};
    scene_add(scene, &item);
}

void adult_lines(Scene *scene, Shell *shell, Box box, const char *text, bool bold, Align align,
                 Color color) {
    const double leading = 1.3;
    double w = box.right - box.left, h = box.bottom - box.top;
    int room = (int)(h / (EM_BODY * leading) + 0.3);
    bool fits = width_of(shell, text, EM_BODY, bold) <= w * (room > 1 ? 0.88 * room : 1);
    double em = fits ? EM_BODY : EM_SMALL;
    int lines = (int)(h / (em * leading) + 0.3);
    SceneItem item = {.kind = SCENE_TEXT,
                      .box = box,
                      .text = text,
                      .em_mm = em,
                      .leading_em = leading,
                      .line = color,
                      .bold = bold,
                      .align = align,
                      .lines_max = lines > 2 ? lines : 2};
    scene_add(scene, &item);
}

static void row_card(Scene *scene, Shell *shell, Box box, const char *label, double label_w) {
    scene_rect(scene, box.left, box.top, box.right - box.left, box.bottom - box.top, 4,
               COLOR_SURFACE, COLOR_NONE, 0);
    adult_words(scene, shell, box_of(box.left + 4, box.top, label_w, box.bottom - box.top), label,
                EM_SMALL, false, COLOR_INK);
}

void adult_row(Scene *scene, Shell *shell, const char *name, Box box, const char *label,
               const char *value, unsigned less, unsigned more) {
    char target[80];
    double y = (box.top + box.bottom) / 2 - STEP_KEY_MM / 2, x = box.right - 1.2;
    double room = fmax(value_mm(box), fmin(width_of(shell, value, EM_BODY, true) + 2,
                                           (box.right - box.left) * 0.42));
    double keys = 2 * STEP_KEY_MM + room;
    row_card(scene, shell, box, label, box.right - box.left - keys - 7);
    snprintf(target, sizeof target, "more:%s", name);
    part_key(scene, shell, target, box_of(x - STEP_KEY_MM, y, STEP_KEY_MM, STEP_KEY_MM), "+",
             KEY_SOFT, more);
    snprintf(target, sizeof target, "less:%s", name);
    part_key(scene, shell, target, box_of(x - keys, y, STEP_KEY_MM, STEP_KEY_MM), "\xe2\x88\x92",
             KEY_SOFT, less);
    scene_label(scene, x - keys + STEP_KEY_MM + 0.5, y + STEP_KEY_MM / 2, room - 1, value, EM_BODY,
                true, ALIGN_MIDDLE, COLOR_INK);
}

void adult_choice(Scene *scene, Shell *shell, const char *name, Box box, const char *label,
                  const char *value) {
    double y = (box.top + box.bottom) / 2 - STEP_KEY_MM / 2;
    double keys =
        fmax(2 * STEP_KEY_MM + value_mm(box) - 22, width_of(shell, value, EM_BODY, true) + 5);
    keys = fmin(fmax(keys, 2 * STEP_KEY_MM + 5), (box.right - box.left) * 0.6);
    row_card(scene, shell, box, label, box.right - box.left - keys - 7);
    part_key(scene, shell, name, box_of(box.right - 1.2 - keys, y, keys, STEP_KEY_MM), value,
             KEY_QUIET, 0);
}

double adult_pages(Scene *scene, Shell *shell, double y, size_t page, size_t pages) {
    double right = scene_width_mm(scene) - 8;
    char at[32];
    if (pages < 2) {
        return right;
    }
    part_key(scene, shell, "after", box_of(right - 14, y, 14, 11), "\xe2\x80\xba", KEY_QUIET,
             page + 1 < pages ? 0 : TARGET_DISABLED);
    part_key(scene, shell, "before", box_of(right - 46, y, 14, 11), "\xe2\x80\xb9", KEY_QUIET,
             page > 0 ? 0 : TARGET_DISABLED);
    snprintf(at, sizeof at, "%zu / %zu", page + 1, pages);
    part_small(scene, right - 32, y + 5.5, 18, at, ALIGN_MIDDLE);
    return right - 50;
}

int adult_step(const char *target, const char **name) {
    bool more = strncmp(target, "more:", 5) == 0;
    if (!more && strncmp(target, "less:", 5) != 0) {
        return 0;
    }
    *name = target + 5;
    return more ? 1 : -1;
}

bool adult_start(Shell *shell, const ChildRecord *child, const Plan *plan, Fail *fail) {
    Sitting *sitting = sitting_begin(shell_app(shell), child, plan, shell_now_us(shell), fail);
    if (sitting == NULL) {
        return false;
    }
    flow_begin(shell, sitting);
    return true;
}

Color adult_tint(size_t index) {
    static const Color tints[] = {COLOR_SKY_SOFT, COLOR_LEAF_SOFT, COLOR_HONEY_SOFT,
                                  COLOR_PLUM_SOFT};
    return tints[index % 4];
}
