/* The adult's screens over a clinic's tablet, with the trial child's plan of two games; a finger
 * that taps what it names, and what is stored afterwards. */
#ifndef OTTERPAW_TESTS_THERAPIST_FIXTURE_H
#define OTTERPAW_TESTS_THERAPIST_FIXTURE_H

#include "clinic_fixture.h"

#include "app/screens/screens.h"

static inline void chance(void *self, void *bytes, size_t count) {
    (void)self;
    for (size_t i = 0; i < count; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)rand();
    }
}

/* The trial child's plan, whatever games there are by now. */
static inline bool plan_two_games(House *house) {
    ChildRecord *children;
    size_t count;
    Plan plan = plan_empty();
    plan.items[plan.count++] = plan_item("sorting");
    plan.items[plan.count++] = plan_item("tracing");
    return children_or_trial(&house->app, house->mem, &children, &count, &house->fail) &&
           child_save_plan(&house->app, &children[0], &plan, &house->fail) &&
           store_flush(house->app.store, &house->fail);
}

static inline int open_screens(void **state) {
    if (open_house(state) != 0) {
        return -1;
    }
    House *house = *state;
    house->app.chance = chance;
    if (!plan_two_games(house)) {
        print_error("%s\n", house->fail.text);
        return -1;
    }
    house->shell = shell_new(&house->app);
    shell_push(house->shell, today_new(&house->app));
    return 0;
}

static inline int close_screens(void **state) {
    House *house = *state;
    Sitting *sitting = flow_sitting(house->shell);
    shell_free(house->shell);
    sitting_free(sitting); /* of a session that a test left open */
    return close_house(state);
}

static inline const SceneTarget *target(House *house, const char *name) {
    const Scene *now, *before;
    Fail fail = {0};
    if (!shell_scene(house->shell, &now, &before, &fail)) {
        fail_msg("%s", fail.text);
    }
    return scene_target_named(now, name);
}

/* A finger on it, dx_mm beside its middle; the shell alone decides what was hit. */
static inline void touch(House *house, const SceneTarget *at, double dx_mm, int64_t after_us) {
    Sample raw = {.time_us = shell_now_us(house->shell) + after_us,
                  .x_mm = (at->box.left + at->box.right) / 2 + dx_mm,
                  .y_mm = (at->box.top + at->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(house->shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 80000;
    shell_touch(house->shell, &raw);
}

static inline void tap(House *house, const char *name) {
    const SceneTarget *at = target(house, name);
    if (at == NULL) {
        fail_msg("there is no \"%s\" on %s", name, shell_top_name(house->shell));
    }
    touch(house, at, 0, 100000);
}

static inline Mem *the_child(House *house, size_t index, ChildRecord *child) {
    Mem *mem = mem_new(8 << 20);
    ChildRecord *children;
    size_t count;
    Fail fail = {0};
    assert_true(store_flush(house->app.store, &fail));
    assert_true(history_children(house->app.store, mem, &children, &count, &fail));
    assert_true(index < count);
    *child = children[index];
    return mem;
}

static inline Plan stored_plan(House *house, size_t index) {
    ChildRecord child;
    Plan plan;
    Fail fail = {0};
    Mem *mem = the_child(house, index, &child);
    assert_true(child_plan(&house->app, &child, &plan, &fail));
    mem_free(mem);
    return plan;
}

static inline void expect_screen(House *house, const char *name) {
    assert_string_equal(shell_top_name(house->shell), name);
}

#define ON_SCREENS(test) cmocka_unit_test_setup_teardown(test, open_screens, close_screens)

#endif
