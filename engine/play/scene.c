/* The list of drawing commands and targets: adding, hashing, asking; see scene.h.
 * The short forms are in scene_shapes.c, the comparison in scene_damage.c, the text in
 * scene_dump.c.
 */
#include "play/scene.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Scene {
    double width_mm, height_mm;
    Point origin;
    Mem *mem; /* points and texts */
    SceneItem *items;
    size_t item_count, item_room;
    SceneTarget *targets;
    size_t target_count, target_room;
    uint64_t hash;
    Fail fail; /* the first failure since scene_clear */
};

static const char *const color_names[COLOR_COUNT] = {
#define COLOR(id, name) [COLOR_##id] = name,
#include "play/colors.def"
#undef COLOR
};

const char *color_name(Color color) {
    return (int)color >= 0 && color < COLOR_COUNT ? color_names[color] : "";
}

bool color_by_name(const char *name, Color *color) {
    for (int i = 0; i < COLOR_COUNT; i++) {
        if (strcmp(color_names[i], name) == 0) {
            *color = (Color)i;
            return true;
        }
    }
    return false;
}

Scene *scene_new(double width_mm, double height_mm) {
    assert(width_mm > 0 && height_mm > 0);
    Scene *scene = calloc(1, sizeof *scene);
    if (scene == NULL) {
        return NULL;
    }
    scene->width_mm = width_mm;
    scene->height_mm = height_mm;
    scene->mem = mem_new(SCENE_BYTES_MAX);
    if (scene->mem == NULL) {
        free(scene);
        return NULL;
    }
    scene_clear(scene);
    return scene;
}

void scene_free(Scene *scene) {
    if (scene != NULL) {
        mem_free(scene->mem);
        free(scene->items);
        free(scene->targets);
        free(scene);
    }
}

static uint64_t hash_bits(uint64_t hash, uint64_t bits) {
    hash = (hash ^ bits) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static uint64_t hash_number(uint64_t hash, double number) {
    number += 0.0; /* -0 looks like 0 */
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return hash_bits(hash, bits);
}

static uint64_t hash_text(uint64_t hash, const char *text) {
    for (; text != NULL && *text != 0; text++) {
        hash = hash_bits(hash, (unsigned char)*text);
    }
    return hash_bits(hash, text == NULL ? 1 : 2);
}

void scene_clear(Scene *scene) {
    mem_reset(scene->mem);
    scene->item_count = 0;
    scene->target_count = 0;
    scene->origin = (Point){0, 0};
    scene->hash = hash_number(hash_number(1, scene->width_mm), scene->height_mm);
    fail_clear(&scene->fail);
}

double scene_width_mm(const Scene *scene) {
    return scene->width_mm;
}

double scene_height_mm(const Scene *scene) {
    return scene->height_mm;
}

void scene_origin(Scene *scene, double x_mm, double y_mm) {
    scene->origin = (Point){x_mm, y_mm};
}

Point scene_origin_now(const Scene *scene) {
    return scene->origin;
}

static bool keep_failure(Scene *scene, FailKind kind, const char *what) {
    if (scene->fail.kind == FAIL_NONE) {
        fail_set(&scene->fail, kind, "the scene: %s (after %zu items)", what, scene->item_count);
    }
    return false;
}

static bool item_is_finite(const SceneItem *item) {
    const double numbers[] = {item->radius_mm, item->width_mm,  item->dash_mm[0], item->dash_mm[1],
                              item->share,     item->opacity,   item->em_mm,      item->leading_em,
                              item->ink_at.x,  item->ink_at.y,  item->box.left,   item->box.top,
                              item->box.right, item->box.bottom};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!isfinite(numbers[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < item->point_count; i++) {
        if (!isfinite(item->points[i].x) || !isfinite(item->points[i].y)) {
            return false;
        }
    }
    return true;
}

static uint64_t item_hash(const SceneItem *item) {
    uint64_t hash = hash_bits(7, (uint64_t)item->kind);
    const double numbers[] = {item->box.left,  item->box.top,  item->box.right,  item->box.bottom,
                              item->radius_mm, item->width_mm, item->dash_mm[0], item->dash_mm[1],
                              item->share,     item->opacity,  item->em_mm,      item->leading_em,
                              item->ink_at.x,  item->ink_at.y};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        hash = hash_number(hash, numbers[i]);
    }
    const uint64_t words[] = {
        (uint64_t)item->fill, (uint64_t)item->line,  item->closed,
        item->bold,           (uint64_t)item->align, (uint64_t)item->lines_max,
        item->point_count,    item->ink_count,       item->ink_id};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        hash = hash_bits(hash, words[i]);
    }
    for (size_t i = 0; i < item->point_count; i++) {
        hash = hash_number(hash_number(hash, item->points[i].x), item->points[i].y);
    }
    if (item->ink_count > 0) { /* its end stands for the rest: ink only grows */
        Point end = item->ink->points[item->ink_count - 1].at;
        hash = hash_number(hash_number(hash, end.x), end.y);
    }
    return hash_text(hash, item->text);
}

static Box shifted(Box box, Point by) {
    return (Box){box.left + by.x, box.top + by.y, box.right + by.x, box.bottom + by.y};
}

/* The points, moved by the origin, with their box; false without memory. */
static bool copy_points(Scene *scene, SceneItem *item) {
    Point *points = mem_alloc_array(scene->mem, item->point_count, sizeof *points);
    if (points == NULL) {
        return false;
    }
    item->box = item->point_count == 0 ? (Box){0, 0, 0, 0} : box_empty();
    for (size_t i = 0; i < item->point_count; i++) {
        points[i] =
            (Point){item->points[i].x + scene->origin.x, item->points[i].y + scene->origin.y};
        item->box = box_join(item->box, box_of(points[i].x, points[i].y, 0, 0));
    }
    item->points = points;
    return true;
}

static void take_ink(Scene *scene, SceneItem *item) {
    assert(item->ink != NULL && item->ink_count <= item->ink->count);
    item->ink_count = item->ink_count == 0 ? item->ink->count : item->ink_count;
    item->ink_id = item->ink->id;
    item->ink_at.x += scene->origin.x;
    item->ink_at.y += scene->origin.y;
    Box box = item->ink_count == 0 ? (Box){0, 0, 0, 0} : ink_box_since(item->ink, 0);
    item->box = shifted(box, item->ink_at);
}

bool scene_add(Scene *scene, const SceneItem *given) {
    if (!item_is_finite(given)) {
        return keep_failure(scene, FAIL_INPUT, "a coordinate or size is not a finite number");
    }
    if (scene->item_count >= SCENE_ITEMS_MAX) {
        return keep_failure(scene, FAIL_LIMIT, "more drawing commands than SCENE_ITEMS_MAX allows");
    }
    SceneItem *items = grow_array(scene->items, scene->item_count, &scene->item_room, sizeof *items,
                                  SCENE_ITEMS_MAX);
    if (items == NULL) {
        return keep_failure(scene, FAIL_MEMORY, "no memory for another drawing command");
    }
    scene->items = items;
    SceneItem item = *given;
    bool ok = true;
    if (item.kind == SCENE_LINE) {
        ok = copy_points(scene, &item);
    } else {
        item.points = NULL;
        item.point_count = 0;
        if (item.kind == SCENE_INK) {
            take_ink(scene, &item);
        } else {
            item.box = shifted(item.box, scene->origin);
        }
    }
    if (ok && item.text != NULL) {
        item.text = mem_text(scene->mem, item.text);
        ok = item.text != NULL;
    }
    if (!ok) {
        return keep_failure(scene, FAIL_LIMIT, "its points and texts pass SCENE_BYTES_MAX");
    }
    item.hash = item_hash(&item);
    scene->hash = hash_bits(scene->hash, item.hash);
    scene->items[scene->item_count++] = item;
    return true;
}

bool scene_target(Scene *scene, const SceneTarget *given) {
    assert(given->name != NULL);
    if (!isfinite(given->box.left) || !isfinite(given->box.top) || !isfinite(given->box.right) ||
        !isfinite(given->box.bottom)) {
        return keep_failure(scene, FAIL_INPUT, "a target's box is not made of finite numbers");
    }
    if (scene_target_named(scene, given->name) != NULL) {
        return keep_failure(scene, FAIL_INPUT, "two targets have one name");
    }
    SceneTarget *targets = grow_array(scene->targets, scene->target_count, &scene->target_room,
                                      sizeof *targets, SCENE_TARGETS_MAX);
    if (targets == NULL) {
        return keep_failure(scene, FAIL_LIMIT, "more targets than SCENE_TARGETS_MAX allows");
    }
    scene->targets = targets;
    SceneTarget target = *given;
    target.box = shifted(target.box, scene->origin);
    target.name = mem_text(scene->mem, given->name);
    target.voice = given->voice == NULL ? NULL : mem_text(scene->mem, given->voice);
    if (target.name == NULL || (given->voice != NULL && target.voice == NULL)) {
        return keep_failure(scene, FAIL_LIMIT, "its points and texts pass SCENE_BYTES_MAX");
    }
    scene->targets[scene->target_count++] = target;
    return true;
}

bool scene_ok(const Scene *scene, Fail *fail) {
    if (scene->fail.kind == FAIL_NONE) {
        return true;
    }
    return fail_set(fail, scene->fail.kind, "%s", scene->fail.text);
}

size_t scene_item_count(const Scene *scene) {
    return scene->item_count;
}

const SceneItem *scene_item(const Scene *scene, size_t index) {
    assert(index < scene->item_count);
    return &scene->items[index];
}

void scene_forget_targets(Scene *scene) {
    scene->target_count = 0;
}

size_t scene_target_count(const Scene *scene) {
    return scene->target_count;
}

const SceneTarget *scene_target_at(const Scene *scene, size_t index) {
    assert(index < scene->target_count);
    return &scene->targets[index];
}

const SceneTarget *scene_target_named(const Scene *scene, const char *name) {
    for (size_t i = 0; i < scene->target_count; i++) {
        if (strcmp(scene->targets[i].name, name) == 0) {
            return &scene->targets[i];
        }
    }
    return NULL;
}

static double distance_outside(Box box, double x, double y) {
    double dx = fmax(box.left - x, x - box.right), dy = fmax(box.top - y, y - box.bottom);
    return hypot(fmax(dx, 0), fmax(dy, 0));
}

const SceneTarget *scene_target_hit(const Scene *scene, double x_mm, double y_mm, double slop_mm) {
    const SceneTarget *nearest = NULL;
    double least = HUGE_VAL;
    for (size_t i = 0; i < scene->target_count; i++) {
        const SceneTarget *target = &scene->targets[i];
        double away = distance_outside(target->box, x_mm, y_mm);
        bool on_top = away <= 0 || away < least;
        if (target->role != ROLE_NONE && (target->state & TARGET_DISABLED) == 0 && on_top &&
            box_holds(box_grow(target->box, slop_mm), x_mm, y_mm)) {
            least = away;
            nearest = target;
        }
    }
    return nearest;
}

uint64_t scene_hash(const Scene *scene) {
    return scene->hash;
}
