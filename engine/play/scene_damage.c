/* What changed between two scenes, as few boxes. The two lists are walked together: an item found
 * in both at the same place of the order is left alone, a line that only grew is damaged at its
 * end, all else is damaged where it was and where it is. */
#include "play/scene.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { LOOK_AHEAD = 64 }; /* how many inserted or removed items in a row are recognised */

typedef struct {
    Box *boxes;
    size_t count, room;
    Box surface;
} Damage;

static double area(Box box) {
    return (box.right - box.left) * (box.bottom - box.top);
}

static void join_at(Damage *damage, size_t index, Box box) {
    box = box_join(damage->boxes[index], box);
    damage->boxes[index] = damage->boxes[--damage->count];
    /* The joined box may now meet others: take them in, too. */
    for (size_t i = 0; i < damage->count;) {
        if (box_meets(damage->boxes[i], box)) {
            box = box_join(damage->boxes[i], box);
            damage->boxes[i] = damage->boxes[--damage->count];
            i = 0;
        } else {
            i++;
        }
    }
    damage->boxes[damage->count++] = box;
}

static void damage_add(Damage *damage, Box box) {
    if (!box_meets(box, damage->surface)) {
        return;
    }
    box = (Box){fmax(box.left, damage->surface.left), fmax(box.top, damage->surface.top),
                fmin(box.right, damage->surface.right), fmin(box.bottom, damage->surface.bottom)};
    size_t cheapest = 0;
    double least = HUGE_VAL;
    for (size_t i = 0; i < damage->count; i++) {
        if (box_meets(damage->boxes[i], box)) {
            join_at(damage, i, box);
            return;
        }
        double more = area(box_join(damage->boxes[i], box)) - area(damage->boxes[i]) - area(box);
        if (more < least) {
            least = more;
            cheapest = i;
        }
    }
    if (damage->count < damage->room) {
        damage->boxes[damage->count++] = box;
    } else {
        join_at(damage, cheapest, box);
    }
}

static bool same_pen(const SceneItem *a, const SceneItem *b) {
    return a->line == b->line && a->width_mm == b->width_mm && a->dash_mm[0] == b->dash_mm[0] &&
           a->dash_mm[1] == b->dash_mm[1] && a->opacity == b->opacity && a->fill == b->fill;
}

/* Points from `from` on, with the one before, in *box. */
static Box points_since(const SceneItem *item, size_t from, Box box) {
    for (size_t i = from > 0 ? from - 1 : 0; i < item->point_count; i++) {
        box = box_join(box, box_of(item->points[i].x, item->points[i].y, 0, 0));
    }
    return box;
}

/* True when `now` is `before` with another end: then *tail is what looks different. */
static bool differs_at_its_end(const SceneItem *before, const SceneItem *now, Box *tail) {
    if (before->kind != now->kind || !same_pen(before, now)) {
        return false;
    }
    if (now->kind == SCENE_INK) {
        if (before->ink != now->ink || before->ink_id != now->ink_id ||
            before->ink_count > now->ink_count || before->ink_count == 0 ||
            before->ink_at.x != now->ink_at.x || before->ink_at.y != now->ink_at.y) {
            return false;
        }
        /* Its last span may be drawn as a curve that bends towards the next point. */
        Box box = ink_box_since(now->ink, before->ink_count - 1);
        *tail = box_is_empty(box) ? box
                                  : (Box){box.left + now->ink_at.x, box.top + now->ink_at.y,
                                          box.right + now->ink_at.x, box.bottom + now->ink_at.y};
    } else if (now->kind == SCENE_LINE) {
        size_t shared = 0;
        while (shared < before->point_count && shared < now->point_count &&
               before->points[shared].x == now->points[shared].x &&
               before->points[shared].y == now->points[shared].y) {
            shared++;
        }
        if (shared == 0 || before->closed || now->closed || now->fill != COLOR_NONE) {
            return false;
        }
        *tail = points_since(before, shared, points_since(now, shared, box_empty()));
    } else {
        return false;
    }
    *tail = box_grow(*tail, now->width_mm / 2);
    return true;
}

/* Where the item is found again within the next LOOK_AHEAD of the scene; LOOK_AHEAD if nowhere. */
static size_t ahead(const Scene *scene, size_t from, size_t end, uint64_t hash) {
    for (size_t i = 0; i < LOOK_AHEAD && from + i < end; i++) {
        if (scene_item(scene, from + i)->hash == hash) {
            return i;
        }
    }
    return LOOK_AHEAD;
}

static void damage_items(Damage *damage, const Scene *scene, size_t *at, size_t count) {
    for (; count > 0; count--) {
        damage_add(damage, scene_item_reach(scene_item(scene, (*at)++)));
    }
}

size_t scene_damage(const Scene *before, const Scene *now, Box *boxes, size_t room) {
    assert(room > 0);
    Damage damage = {boxes, 0, room, box_of(0, 0, scene_width_mm(now), scene_height_mm(now))};
    if (before == NULL || scene_width_mm(before) != scene_width_mm(now) ||
        scene_height_mm(before) != scene_height_mm(now)) {
        boxes[0] = damage.surface;
        return 1;
    }
    size_t a = 0, b = 0, a_end = scene_item_count(before), b_end = scene_item_count(now);
    while (a_end > 0 && b_end > 0 &&
           scene_item(before, a_end - 1)->hash == scene_item(now, b_end - 1)->hash) {
        a_end--;
        b_end--;
    }
    while (a < a_end && b < b_end) {
        const SceneItem *was = scene_item(before, a), *is = scene_item(now, b);
        Box tail;
        if (was->hash == is->hash) {
            a++;
            b++;
        } else if (differs_at_its_end(was, is, &tail)) {
            damage_add(&damage, tail);
            a++;
            b++;
        } else {
            size_t gone = ahead(before, a, a_end, is->hash), come = ahead(now, b, b_end, was->hash);
            if (gone == LOOK_AHEAD && come == LOOK_AHEAD) {
                damage_items(&damage, before, &a, 1);
                damage_items(&damage, now, &b, 1);
            } else if (gone <= come) {
                damage_items(&damage, before, &a, gone);
            } else {
                damage_items(&damage, now, &b, come);
            }
        }
    }
    damage_items(&damage, before, &a, a < a_end ? a_end - a : 0);
    damage_items(&damage, now, &b, b < b_end ? b_end - b : 0);
    return damage.count;
}
