/* Keys, cards and titles of the adult's screens; see parts.h. */
#include "app/screens/parts.h"

#include "play/widget.h"

void part_card(Scene *scene, Box box, double radius) {
    scene_rect(scene, box.left, box.top + 1.4, box.right - box.left, box.bottom - box.top, radius,
               COLOR_LIP, COLOR_NONE, 0);
    scene_rect(scene, box.left, box.top, box.right - box.left, box.bottom - box.top, radius,
               COLOR_SURFACE, COLOR_NONE, 0);
}

void part_panel(Scene *scene, Box box, const char *picture, Color tint) {
    double w = box.right - box.left, h = box.bottom - box.top;
    scene_rect(scene, box.left, box.top, w, h, 4, tint, COLOR_NONE, 0);
    scene_picture(scene, picture, box.left + w / 2, box.top + h / 2, (w < h ? w : h) * 0.78, 1);
}

static void add_target(Scene *scene, const char *name, Box box, unsigned state, const char *word) {
    SceneTarget target = {
        .name = name, .role = ROLE_KEY, .box = box, .state = state | TARGET_ADULT, .voice = word};
    scene_target(scene, &target);
}

void part_key(Scene *scene, Shell *shell, const char *name, Box box, const char *word, KeyLook look,
              unsigned state) {
    static const struct {
        Color face, lip, edge, text;
    } looks[] = {
        [KEY_PLAIN] = {COLOR_SURFACE, COLOR_LIP, COLOR_EDGE, COLOR_INK},
        [KEY_PRIMARY] = {COLOR_PRIMARY, COLOR_PRIMARY_DEEP, COLOR_NONE, COLOR_ON_PRIMARY},
        [KEY_SOFT] = {COLOR_PRIMARY_SOFT, COLOR_NONE, COLOR_PRIMARY, COLOR_INK},
        [KEY_QUIET] = {COLOR_SURFACE, COLOR_NONE, COLOR_EDGE, COLOR_INK},
        [KEY_OUTLINE] = {COLOR_SURFACE, COLOR_LIP, COLOR_PRIMARY, COLOR_PRIMARY},
    };
    state |= shell_target_state(shell, name);
    bool off = (state & TARGET_DISABLED) != 0;
    double w = box.right - box.left, h = box.bottom - box.top;
    if (off) {
        SceneItem item = {.kind = SCENE_RECT,
                          .box = box,
                          .radius_mm = 4,
                          .line = COLOR_EDGE,
                          .width_mm = 0.4,
                          .dash_mm = {1.5, 1.5}};
        scene_add(scene, &item);
    } else {
        scene_key(scene, box.left, box.top, w, h, 4, looks[look].face, looks[look].lip,
                  looks[look].edge, state);
    }
    double down = !off && (state & TARGET_PRESSED) != 0 ? 1 : 0;
    scene_label(scene, box.left + 1.5, box.top + h / 2 + down, w - 3, word, EM_BODY,
                look == KEY_PRIMARY || look == KEY_OUTLINE, ALIGN_MIDDLE,
                off ? COLOR_INK2 : looks[look].text);
    if ((state & TARGET_FOCUS) != 0) {
        widget_focus(scene, box, 4);
    }
    add_target(scene, name, box, state, word);
}

void part_picture_key(Scene *scene, Shell *shell, const char *name, Box box, const char *picture,
                      const char *word, unsigned state) {
    state |= shell_target_state(shell, name);
    double w = box.right - box.left, h = box.bottom - box.top;
    bool picked = (state & TARGET_PICKED) != 0;
    double down = (state & TARGET_PRESSED) != 0 ? 1 : 0;
    scene_key(scene, box.left, box.top, w, h, 4, picked ? COLOR_PRIMARY_SOFT : COLOR_SURFACE,
              COLOR_LIP, picked ? COLOR_PRIMARY : COLOR_EDGE, state);
    double side = (w < h - 7 ? w : h - 7) - 3;
    scene_picture(scene, picture, box.left + w / 2, box.top + 1.5 + side / 2 + down, side, 1);
    scene_label(scene, box.left + 1, box.bottom - 4 + down, w - 2, word, EM_SMALL, picked,
                ALIGN_MIDDLE, COLOR_INK);
    if ((state & TARGET_FOCUS) != 0) {
        widget_focus(scene, box, 4);
    }
    add_target(scene, name, box, state, word);
}

void part_title(Scene *scene, double x, double y, double w, const char *text) {
    scene_label(scene, x, y, w, text, EM_TITLE, true, ALIGN_START, COLOR_INK);
}

void part_text(Scene *scene, double x, double y, double w, const char *text, Color color) {
    scene_label(scene, x, y, w, text, EM_BODY, false, ALIGN_START, color);
}

void part_small(Scene *scene, double x, double y, double w, const char *text, Align align) {
    scene_label(scene, x, y, w, text, EM_SMALL, false, align, COLOR_INK2);
}

void part_back(Scene *scene, Shell *shell) {
    part_key(scene, shell, "back", box_of(6, 5, 16, 12), "\xe2\x80\xb9", KEY_QUIET, 0);
}
