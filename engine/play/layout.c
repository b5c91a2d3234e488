/* Sizes, gaps, edges, counts, empty space, difficulty and text of a scene, by profile; see
 * layout.h. The figures are those of the touch design tables by age band and motor profile. */
#include "play/layout.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define HAIR_MM 0.01 /* of rounding: no child feels it */

typedef struct {
    const char *name;
    double target, gap, object, zone;
    int choices;
    double difficulty, empty, label_em;
} Row;

static const Row BANDS[] = {
    {"3-4", 24, 8, 28, 44, 3, 0, 0.45, 6.5},
    {"5-6", 20, 6, 24, 36, 4, 0, 0.45, 6.5},
    {"7-9", 16, 5, 20, 28, 6, 0, 0, 6.5},
    {"10-12", 13, 4, 16, 22, 8, 0, 0, 6.5},
};
static const Row MOTORS[] = {
    {"M1", 24, 8, 28, 44, 4, 2.5, 0, 6.5},
    {"M2", 36, 12, 40, 60, 3, 2, 0, 6.5},
};
static const Row THERAPIST = {"therapist", 10, 2, 10, 10, SCENE_TARGETS_MAX, 0, 0, 4.4};

static LayoutRules from_row(const Row *row) {
    LayoutRules rules = {.target = row->target,
                         .gap = row->gap,
                         .object = row->object,
                         .zone = row->zone,
                         .choices = row->choices,
                         .difficulty = row->difficulty,
                         .empty = row->empty,
                         .label_em = row->label_em};
    snprintf(rules.words, sizeof rules.words, "%s", row->name);
    return rules;
}

LayoutRules layout_rules(const char *age_band, const char *motor) {
    LayoutRules rules = from_row(&THERAPIST);
    for (size_t i = 0; i < sizeof BANDS / sizeof BANDS[0]; i++) {
        if (strcmp(BANDS[i].name, age_band) == 0) {
            rules = from_row(&BANDS[i]);
        }
    }
    for (size_t i = 0; i < sizeof MOTORS / sizeof MOTORS[0]; i++) {
        const Row *row = &MOTORS[i];
        if (age_band[0] != '\0' && strcmp(row->name, motor) == 0) { /* the stricter of both */
            rules.target = fmax(rules.target, row->target);
            rules.gap = fmax(rules.gap, row->gap);
            rules.object = fmax(rules.object, row->object);
            rules.zone = fmax(rules.zone, row->zone);
            rules.choices = row->choices < rules.choices ? row->choices : rules.choices;
            rules.difficulty = row->difficulty;
            snprintf(rules.words, sizeof rules.words, "%s %s", age_band, row->name);
        }
    }
    return rules;
}

LayoutFrame layout_frame(Box play, Box gutter) {
    return (LayoutFrame){.play = play, .gutter = gutter, .wrist_mm = 12, .bezel_mm = 4};
}

/* ---- findings ---- */

typedef struct {
    const Scene *scene;
    const LayoutRules *rules;
    LayoutRules adult;
    const LayoutFrame *frame;
    LayoutFinding *findings;
    size_t room, count;
} Check;

static void __attribute__((format(printf, 5, 6)))
find(Check *check, const char *rule, const SceneTarget *target, const SceneTarget *other,
     const char *format, ...) {
    if (check->count++ >= check->room) {
        return;
    }
    LayoutFinding *finding = &check->findings[check->count - 1];
    *finding = (LayoutFinding){.rule = rule};
    snprintf(finding->target, sizeof finding->target, "%s", target == NULL ? "" : target->name);
    snprintf(finding->other, sizeof finding->other, "%s", other == NULL ? "" : other->name);
    va_list values;
    va_start(values, format);
    vsnprintf(finding->sentence, sizeof finding->sentence, format, values);
    va_end(values);
}

static bool is_touched(const SceneTarget *target) {
    return target->role != ROLE_NONE && (target->state & (TARGET_DISABLED | TARGET_DONE)) == 0;
}

static bool is_adult(const SceneTarget *target) {
    return (target->state & TARGET_ADULT) != 0;
}

static bool is_place(const SceneTarget *target) {
    return target->role == ROLE_ZONE || target->role == ROLE_SLOT;
}

static double size_of(const Box *box) {
    return fmin(box->right - box->left, box->bottom - box->top);
}

static Point middle_of(const Box *box) {
    return (Point){(box->left + box->right) / 2, (box->top + box->bottom) / 2};
}

static const LayoutRules *rules_for(const Check *check, const SceneTarget *target) {
    return is_adult(target) ? &check->adult : check->rules;
}

/* ---- one target ---- */

static double least_size(const LayoutRules *rules, Role role) {
    switch (role) {
    case ROLE_SOURCE:
    case ROLE_SLOT:
        return rules->object;
    case ROLE_ZONE:
        return rules->zone;
    case ROLE_NONE:
    case ROLE_CHOICE:
    case ROLE_KEY:
        break;
    }
    return rules->target;
}

static void check_size(Check *check, const SceneTarget *target) {
    const LayoutRules *rules = rules_for(check, target);
    double size = size_of(&target->box), least = least_size(rules, target->role);
    if (size < least - HAIR_MM) {
        find(check, "size", target, NULL, "%s is %.1f mm, but the least for %s is %.1f mm.",
             target->name, size, rules->words, least);
    }
}

static void check_edges(Check *check, const SceneTarget *target) {
    const Box *box = &target->box;
    const LayoutFrame *frame = check->frame;
    double width = scene_width_mm(check->scene), height = scene_height_mm(check->scene);
    double below = height - box->bottom;
    double edge = fmin(fmin(box->left, width - box->right), fmin(box->top, below));
    if (below < frame->wrist_mm - HAIR_MM) {
        find(check, "wrist", target, NULL,
             "%s ends %.1f mm above the bottom, but the wrist rests on the last %.1f mm.",
             target->name, below, frame->wrist_mm);
    }
    if (edge < frame->bezel_mm - HAIR_MM) {
        find(check, "bezel", target, NULL,
             "%s lies %.1f mm from the screen's edge, but must keep %.1f mm.", target->name, edge,
             frame->bezel_mm);
    }
    Box gutter = box_grow(frame->gutter, -HAIR_MM);
    if (!box_is_empty(gutter) && box_meets(*box, gutter)) {
        find(check, "gutter", target, NULL, "%s reaches into the adult's gutter.", target->name);
    }
}

/* ---- two targets ---- */

static double gap_between(const Box *a, const Box *b) {
    double dx = fmax(0, fmax(a->left - b->right, b->left - a->right));
    double dy = fmax(0, fmax(a->top - b->bottom, b->top - a->bottom));
    return hypot(dx, dy);
}

static bool overlap(const Box *a, const Box *b) {
    return a->left < b->right - HAIR_MM && b->left < a->right - HAIR_MM &&
           a->top < b->bottom - HAIR_MM && b->top < a->bottom - HAIR_MM;
}

static bool lies_in(const SceneTarget *object, const SceneTarget *place) {
    Box box = box_grow(place->box, HAIR_MM);
    return object->role == ROLE_SOURCE && is_place(place) && object->box.left >= box.left &&
           object->box.right <= box.right && object->box.top >= box.top &&
           object->box.bottom <= box.bottom;
}

static void check_pair(Check *check, const SceneTarget *a, const SceneTarget *b) {
    if (lies_in(a, b) || lies_in(b, a)) {
        return; /* something put in its place */
    }
    if (overlap(&a->box, &b->box)) {
        find(check, "overlap", a, b, "%s and %s overlap, so a finger on both means either.",
             a->name, b->name);
        return;
    }
    /* A touch that begins in the gutter is never the child's, so an adult's gap parts the two. */
    const LayoutRules *rules = is_adult(a) || is_adult(b) ? &check->adult : check->rules;
    double gap = gap_between(&a->box, &b->box);
    if (gap < rules->gap - HAIR_MM) {
        find(check, "gap", a, b, "%s and %s are %.1f mm apart, but the least for %s is %.1f mm.",
             a->name, b->name, gap, rules->words, rules->gap);
    }
}

/* Fitts's index of moving from one to the other: log2(2D/W). */
static double difficulty(const SceneTarget *from, const SceneTarget *to) {
    Point a = middle_of(&from->box), b = middle_of(&to->box);
    double ratio = 2 * hypot(a.x - b.x, a.y - b.y) / fmax(HAIR_MM, size_of(&to->box));
    return ratio > 1 ? log2(ratio) : 0;
}

static bool is_childs(const SceneTarget *target) {
    return is_touched(target) && !is_adult(target);
}

/* From a source every place may be asked for; elsewhere the next target may be the nearest. */
static void check_difficulty(Check *check, const SceneTarget *from) {
    double most = check->rules->difficulty, easiest = INFINITY;
    const SceneTarget *nearest = NULL;
    for (size_t i = 0; i < scene_target_count(check->scene); i++) {
        const SceneTarget *to = scene_target_at(check->scene, i);
        if (to == from || !is_childs(to)) {
            continue;
        }
        double index = difficulty(from, to);
        if (from->role == ROLE_SOURCE && is_place(to) && index > most + 1e-9) {
            find(check, "difficulty", from, to,
                 "%s to %s has an index of difficulty of %.2f, but the most for %s is %.1f.",
                 from->name, to->name, index, check->rules->words, most);
        }
        if (from->role == ROLE_CHOICE && to->role == ROLE_CHOICE && index < easiest) {
            easiest = index;
            nearest = to;
        }
    }
    if (nearest != NULL && easiest > most + 1e-9) {
        find(check, "difficulty", from, nearest,
             "%s to its nearest, %s, has an index of difficulty of %.2f, but the most for %s is "
             "%.1f.",
             from->name, nearest->name, easiest, check->rules->words, most);
    }
}

static void check_targets(Check *check) {
    int choices = 0;
    for (size_t i = 0; i < scene_target_count(check->scene); i++) {
        const SceneTarget *target = scene_target_at(check->scene, i);
        if (!is_touched(target)) {
            continue;
        }
        check_size(check, target);
        for (size_t j = i + 1; j < scene_target_count(check->scene); j++) {
            const SceneTarget *other = scene_target_at(check->scene, j);
            if (is_touched(other)) {
                check_pair(check, target, other);
            }
        }
        if (is_adult(target)) {
            continue;
        }
        check_edges(check, target);
        choices += target->role == ROLE_CHOICE;
        if (check->rules->difficulty > 0) {
            check_difficulty(check, target);
        }
    }
    if (choices > check->rules->choices) {
        find(check, "choices", NULL, NULL, "There are %d choices, but the most for %s is %d.",
             choices, check->rules->words, check->rules->choices);
    }
}

/* ---- the whole ---- */

/* Share of the play area that no target of the child covers, by millimetre squares. */
static double empty_share(const Check *check) {
    const Box *play = &check->frame->play;
    long all = 0, empty = 0;
    for (double y = play->top + 0.5; y < play->bottom; y += 1) {
        for (double x = play->left + 0.5; x < play->right; x += 1) {
            bool covered = false;
            for (size_t i = 0; i < scene_target_count(check->scene) && !covered; i++) {
                const SceneTarget *target = scene_target_at(check->scene, i);
                covered =
                    target->role != ROLE_NONE && !is_adult(target) && box_holds(target->box, x, y);
            }
            all++;
            empty += !covered;
        }
    }
    return all == 0 ? 1 : (double)empty / (double)all;
}

/* As if no target lay on another or beside the play area: often that says enough. */
static double least_empty(const Check *check) {
    const Box *play = &check->frame->play;
    double covered = 0;
    for (size_t i = 0; i < scene_target_count(check->scene); i++) {
        const SceneTarget *target = scene_target_at(check->scene, i);
        const Box *box = &target->box;
        covered += target->role != ROLE_NONE && !is_adult(target)
                       ? (box->right - box->left) * (box->bottom - box->top)
                       : 0;
    }
    return 1 - covered / ((play->right - play->left) * (play->bottom - play->top));
}

static void check_empty(Check *check) {
    double share = check->rules->empty > 0 ? least_empty(check) : 1;
    share = share < check->rules->empty ? empty_share(check) : share;
    if (share < check->rules->empty) {
        find(check, "empty", NULL, NULL,
             "%.1f %% of the play area is empty, but the least for %s is %.0f %%.", share * 100,
             check->rules->words, check->rules->empty * 100);
    }
}

static bool is_adults_text(const Check *check, Point at) {
    if (box_holds(check->frame->gutter, at.x, at.y)) {
        return true;
    }
    for (size_t i = 0; i < scene_target_count(check->scene); i++) {
        const SceneTarget *target = scene_target_at(check->scene, i);
        if (is_adult(target) && box_holds(target->box, at.x, at.y)) {
            return true;
        }
    }
    return false;
}

static void check_text(Check *check, const TextMeasure *measure) {
    for (size_t i = 0; i < scene_item_count(check->scene); i++) {
        const SceneItem *item = scene_item(check->scene, i);
        if (item->kind != SCENE_TEXT || item->text == NULL || item->text[0] == '\0') {
            continue;
        }
        double em = item->em_mm, width = item->box.right - item->box.left;
        if (measure != NULL && measure->width_mm != NULL && item->lines_max <= 1) {
            double whole = measure->width_mm(measure->self, item->text, em, item->bold);
            em *= whole > width ? fmax(0.8, width / whole) : 1;
        }
        bool adult = is_adults_text(check, middle_of(&item->box));
        const LayoutRules *rules = adult ? &check->adult : check->rules;
        if (em < rules->label_em - HAIR_MM) {
            find(check, "text", &(SceneTarget){.name = item->text}, NULL,
                 "The text \"%.40s\" has an em of %.1f mm, but the least for %s is %.1f mm.",
                 item->text, em, rules->words, rules->label_em);
        }
    }
}

size_t layout_check(const Scene *scene, const LayoutRules *rules, const LayoutFrame *frame,
                    const TextMeasure *measure, LayoutFinding *findings, size_t room) {
    Check check = {.scene = scene,
                   .rules = rules,
                   .adult = from_row(&THERAPIST),
                   .frame = frame,
                   .findings = findings,
                   .room = room};
    check_targets(&check);
    check_empty(&check);
    check_text(&check, measure);
    return check.count;
}
