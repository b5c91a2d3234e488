/* The adult's screens around a session, driven by taps on a real store: how many taps a task costs
 * and what is stored afterwards. */
#include "app/children.h"
#include "app/goals.h"
#include "app/screens/screens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    char folder[64];
    App app;
    Shell *shell;
    int64_t wall_us;
} House;

static int64_t wall(void *self) {
    return ((House *)self)->wall_us;
}

static void chance(void *self, void *bytes, size_t count) {
    (void)self;
    for (size_t i = 0; i < count; i++) {
        ((uint8_t *)bytes)[i] = (uint8_t)rand();
    }
}

/* The trial child's plan, whatever games there are by now. */
static bool plan_two_games(House *house) {
    Mem *mem = mem_new(8 << 20);
    ChildRecord *children;
    size_t count;
    Plan plan = plan_empty();
    Fail fail = {0};
    plan.items[plan.count++] = plan_item("sorting");
    plan.items[plan.count++] = plan_item("tracing");
    bool ok = children_or_trial(&house->app, mem, &children, &count, &fail) &&
              child_save_plan(&house->app, &children[0], &plan, &fail) &&
              store_flush(house->app.store, &fail);
    mem_free(mem);
    return ok;
}

static int open_house(void **state) {
    House *house = calloc(1, sizeof *house);
    Fail fail = {0};
    snprintf(house->folder, sizeof house->folder, "/tmp/otterpaw-therapist-XXXXXX");
    if (house == NULL || mkdtemp(house->folder) == NULL ||
        !app_open(&house->app, house->folder, &fail)) {
        fprintf(stderr, "%s\n", fail.text);
        return -1;
    }
    house->wall_us = 1772532000000000; /* 3 March 2026, 10:00 */
    house->app.wall_us = wall;
    house->app.chance = chance;
    house->app.self = house;
    if (!plan_two_games(house)) {
        return -1;
    }
    house->shell = shell_new(&house->app);
    shell_push(house->shell, today_new(&house->app));
    *state = house;
    return 0;
}

static int close_house(void **state) {
    House *house = *state;
    char command[96];
    Sitting *sitting = flow_sitting(house->shell);
    shell_free(house->shell);
    sitting_free(sitting); /* of a session that a test left open */
    app_close(&house->app);
    snprintf(command, sizeof command, "rm -r %s", house->folder);
    int rc = system(command);
    free(house);
    return rc;
}

static const SceneTarget *target(House *house, const char *name) {
    const Scene *now, *before;
    Fail fail = {0};
    if (!shell_scene(house->shell, &now, &before, &fail)) {
        fail_msg("%s", fail.text);
    }
    return scene_target_named(now, name);
}

/* A finger in the middle of it; the shell alone decides what was hit. */
static void tap(House *house, const char *name) {
    const SceneTarget *at = target(house, name);
    if (at == NULL) {
        fail_msg("there is no \"%s\" on %s", name, shell_top_name(house->shell));
    }
    Sample raw = {.time_us = shell_now_us(house->shell) + 100000,
                  .x_mm = (at->box.left + at->box.right) / 2,
                  .y_mm = (at->box.top + at->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(house->shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 80000;
    shell_touch(house->shell, &raw);
}

static Mem *the_child(House *house, size_t index, ChildRecord *child) {
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

static Plan stored_plan(House *house, size_t index) {
    ChildRecord child;
    Plan plan;
    Fail fail = {0};
    Mem *mem = the_child(house, index, &child);
    assert_true(child_plan(&house->app, &child, &plan, &fail));
    mem_free(mem);
    return plan;
}

static void expect_screen(House *house, const char *name) {
    assert_string_equal(shell_top_name(house->shell), name);
}

/* ---- claims ---- */

static void a_known_child_starts_with_one_tap(void **state) {
    House *house = *state;
    tap(house, "start:0");
    expect_screen(house, "hello");
    assert_int_equal(shell_taps(house->shell), 1);
}

static void a_changed_level_starts_with_three_taps(void **state) {
    House *house = *state;
    Plan before = stored_plan(house, 0);
    tap(house, "card:0");
    expect_screen(house, "plan");
    tap(house, "more:0");
    tap(house, "start");
    expect_screen(house, "hello");
    assert_int_equal(shell_taps(house->shell), 3);
    assert_int_equal(sitting_plan(flow_sitting(house->shell))->items[0].level,
                     before.items[0].level + 1);
    assert_int_equal(stored_plan(house, 0).items[0].level, before.items[0].level + 1);
}

static void a_new_child_reaches_the_touch_check_with_five_taps(void **state) {
    House *house = *state;
    ChildRecord child;
    tap(house, "new");
    tap(house, "symbol:1");
    tap(house, "choice:2");
    tap(house, "choice:0");
    tap(house, "check");
    expect_screen(house, "touch_check");
    assert_int_equal(shell_taps(house->shell), 5);
    Mem *mem = the_child(house, 1, &child);
    Profile profile;
    Fail fail = {0};
    assert_true(child_profile(&child, &profile, &fail));
    assert_string_equal(profile.age_band, "7-9");
    assert_string_equal(child.symbol, "dog");
    assert_int_equal(profile.guard.hand, HAND_LEFT);
    assert_int_equal(strncmp(child.pseudonym, "P-", 2), 0);
    mem_free(mem);
}

static void pop(House *house, double dx) {
    const SceneTarget *at = target(house, "bubble");
    Sample raw = {.time_us = shell_now_us(house->shell) + 2000000,
                  .x_mm = (at->box.left + at->box.right) / 2 + dx,
                  .y_mm = (at->box.top + at->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(house->shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 80000;
    shell_touch(house->shell, &raw);
}

static void the_touch_check_is_taken_over_with_one_tap(void **state) {
    House *house = *state;
    ChildRecord child;
    Profile profile;
    Fail fail = {0};
    Mem *mem = the_child(house, 0, &child);
    shell_push(house->shell, touch_check_new(&house->app, child.id));
    mem_free(mem);
    for (int i = 0; i < 20; i++) {
        pop(house, 5 + (i % 2));
    }
    shell_advance(house->shell, shell_now_us(house->shell) + 3000000);
    expect_screen(house, "touch_result");
    int before = shell_taps(house->shell);
    tap(house, "accept");
    assert_int_equal(shell_taps(house->shell), before + 1);
    expect_screen(house, "today");
    mem = the_child(house, 0, &child);
    assert_true(child_profile(&child, &profile, &fail));
    assert_true(profile.guard.offset_mm.x < -5 && profile.guard.offset_mm.x > -6);
    mem_free(mem);
}

static void a_child_without_a_plan_is_offered_one_and_keeps_it(void **state) {
    House *house = *state;
    tap(house, "new");
    tap(house, "symbol:1");
    tap(house, "choice:1");
    tap(house, "choice:1");
    tap(house, "later");
    expect_screen(house, "plan");
    tap(house, "back");
    expect_screen(house, "today");
    assert_non_null(target(house, "start:0"));
    assert_non_null(target(house, "start:1"));
}

static void without_a_plan_the_card_says_plan(void **state) {
    House *house = *state;
    house->wall_us += 60000000; /* who came last stands first */
    tap(house, "new");
    tap(house, "symbol:1");
    tap(house, "choice:1");
    tap(house, "choice:1");
    tap(house, "back");
    expect_screen(house, "today");
    assert_non_null(target(house, "plan:0"));
    assert_null(target(house, "start:0"));
}

static void what_is_changed_in_the_sheets_is_stored_when_the_plan_is_left(void **state) {
    House *house = *state;
    Plan before = stored_plan(house, 0);
    tap(house, "card:0");
    tap(house, "item:1");
    expect_screen(house, "plan_item");
    tap(house, "rule");
    tap(house, "help");
    tap(house, "more:trials");
    tap(house, "more:target");
    tap(house, "back");
    tap(house, "less:minutes");
    tap(house, "reorder");
    tap(house, "up:1");
    tap(house, "back");
    Plan after = stored_plan(house, 0);
    assert_string_equal(after.items[0].game, before.items[1].game);
    assert_string_equal(after.items[1].game, before.items[0].game);
    assert_int_equal(after.items[0].rule, LEVEL_FIXED);
    assert_true(after.items[0].help_first);
    assert_true(after.items[0].target == 0.85);
    assert_true(after.minutes == before.minutes - 5);
    assert_true(after.items[0].trials > 0);
}

static void a_parameter_is_set_over_the_level_and_taken_back(void **state) {
    House *house = *state;
    Plan plan = stored_plan(house, 0);
    int road = -1;
    for (int i = 0; i < plan.count; i++) {
        road = strcmp(plan.items[i].game, "tracing") == 0 ? i : road;
    }
    assert_true(road >= 0 && road < 4);
    char name[32];
    tap(house, "card:0");
    snprintf(name, sizeof name, "item:%d", road);
    tap(house, name);
    tap(house, "less:param:road_mm");
    tap(house, "back");
    tap(house, "back");
    assert_string_equal(stored_plan(house, 0).items[road].overrides, "{\"road_mm\":24.0}");
    tap(house, "card:0");
    tap(house, name);
    tap(house, "clear");
    tap(house, "back");
    tap(house, "back");
    assert_string_equal(stored_plan(house, 0).items[road].overrides, "");
}

static void an_activity_is_added_and_removed(void **state) {
    House *house = *state;
    int count = stored_plan(house, 0).count;
    tap(house, "card:0");
    tap(house, "add");
    tap(house, "add:tracing");
    expect_screen(house, "plan");
    tap(house, "back");
    Plan plan = stored_plan(house, 0);
    assert_int_equal(plan.count, count + 1);
    assert_string_equal(plan.items[count].game, "tracing");
    tap(house, "card:0");
    tap(house, "item:0");
    tap(house, "remove");
    expect_screen(house, "plan");
    tap(house, "back");
    assert_int_equal(stored_plan(house, 0).count, count);
}

static void probes_need_no_second_look_and_packing_tells_what_came_of_it(void **state) {
    House *house = *state;
    tap(house, "card:0");
    tap(house, "probe");
    tap(house, "pack");
    tap(house, "back");
    Plan plan = stored_plan(house, 0);
    int probes = 0, games = 0;
    for (int i = 0; i < plan.count; i++) {
        games += !plan.items[i].calm_break;
        probes += plan.items[i].probe;
    }
    assert_true(games > 0);
    assert_int_equal(probes, games);
}

static void a_profile_row_changes_what_is_stored(void **state) {
    House *house = *state;
    ChildRecord child;
    Profile profile;
    Fail fail = {0};
    tap(house, "card:0");
    tap(house, "profile");
    expect_screen(house, "profile");
    tap(house, "age");
    tap(house, "tab:3");
    tap(house, "motion");
    tap(house, "less:effects");
    tap(house, "tab:1");
    tap(house, "accept");
    Mem *mem = the_child(house, 0, &child);
    assert_true(child_profile(&child, &profile, &fail));
    assert_string_equal(profile.age_band, "7-9");
    assert_int_equal(profile.comfort.motion, MOTION_NONE);
    assert_true(profile.comfort.effects > 0.39 && profile.comfort.effects < 0.41);
    mem_free(mem);
}

static void look_at_all(House *house) {
    static const char *const ways[][4] = {
        {NULL},           {"children", NULL},    {"card:0", NULL},
        {"item:0", NULL}, {"back", "add", NULL}, {"back", "profile", NULL},
        {"tab:1", NULL},  {"tab:3", NULL},       {"back", "back", "new", NULL}};
    for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w++) {
        for (int i = 0; i < 4 && ways[w][i] != NULL; i++) {
            tap(house, ways[w][i]);
        }
        target(house, "");
        const Scene *now, *before;
        Fail fail = {0};
        assert_true(shell_scene(house->shell, &now, &before, &fail));
        for (size_t i = 0; i < scene_target_count(now); i++) {
            const SceneTarget *a = scene_target_at(now, i);
            if (a->box.right - a->box.left < 9.99 || a->box.bottom - a->box.top < 9.99) {
                fail_msg("%s: %s is %.1f x %.1f mm", shell_top_name(house->shell), a->name,
                         a->box.right - a->box.left, a->box.bottom - a->box.top);
            }
            if (a->box.right > house->app.width_mm || a->box.bottom > house->app.height_mm) {
                fail_msg("%s: %s leaves the screen", shell_top_name(house->shell), a->name);
            }
            for (size_t k = 0; k < i; k++) {
                const SceneTarget *b = scene_target_at(now, k);
                if (a->box.left < b->box.right && b->box.left < a->box.right &&
                    a->box.top < b->box.bottom && b->box.top < a->box.bottom) {
                    fail_msg("%s: %s lies on %s", shell_top_name(house->shell), a->name, b->name);
                }
            }
        }
    }
}

/* ---- secrets ---- */

static void set_up_clinic(House *house) {
    char recovery[VAULT_RECOVERY_TEXT];
    Fail fail = {0};
    keys_close(house->app.keys); /* the cost of a small tablet, so that the test is quick */
    house->app.keys = keys_open(house->app.store, wall, house, 1 << 30, &fail);
    if (!keys_set_up(house->app.keys, "Noa", "twelve otters swim", recovery, &fail) ||
        !keys_set_pin(house->app.keys, "472913", &fail)) {
        fail_msg("%s", fail.text);
    }
}

static void type_pin(House *house, const char *pin) {
    for (const char *digit = pin; *digit != '\0'; digit++) {
        char name[16];
        snprintf(name, sizeof name, "digit:%c", *digit);
        tap(house, name);
    }
}

static void after_a_session_records_ask_for_the_pin(void **state) {
    House *house = *state;
    set_up_clinic(house);
    tap(house, "start:0");
    expect_screen(house, "hello");
    flow_finish(house->shell, flow_sitting(house->shell), "stopped");
    expect_screen(house, "unlock");
    assert_null(target(house, "back"));
    shell_key(house->shell, "Escape", true, shell_now_us(house->shell));
    expect_screen(house, "unlock");
    type_pin(house, "111111");
    expect_screen(house, "unlock");
    type_pin(house, "472913");
    expect_screen(house, "summary");
}

static void a_session_starts_without_a_secret_while_names_are_locked(void **state) {
    House *house = *state;
    set_up_clinic(house);
    keys_lock(house->app.keys);
    tap(house, "card:0");
    expect_screen(house, "unlock");
    tap(house, "back");
    expect_screen(house, "today");
    tap(house, "settings");
    expect_screen(house, "unlock");
    tap(house, "back");
    tap(house, "start:0");
    expect_screen(house, "hello");
}

static void nobody_there_locks_adult_screens_but_no_child(void **state) {
    House *house = *state;
    set_up_clinic(house);
    shell_on_idle(house->shell, unlock_idle);
    tap(house, "start:0");
    shell_advance(house->shell, shell_now_us(house->shell) + 300000000);
    assert_int_equal(keys_state(house->app.keys), KEYS_OPEN);
    flow_finish(house->shell, flow_sitting(house->shell), "stopped");
    type_pin(house, "472913");
    expect_screen(house, "summary");
    shell_advance(house->shell, shell_now_us(house->shell) + 59000000);
    expect_screen(house, "summary");
    shell_advance(house->shell, shell_now_us(house->shell) + 1500000);
    expect_screen(house, "unlock");
    assert_int_equal(keys_state(house->app.keys), KEYS_LOCKED);
}

static void a_name_is_typed_sealed_and_shown(void **state) {
    House *house = *state;
    ChildRecord child;
    char name[CHILD_NAME_MAX];
    set_up_clinic(house);
    tap(house, "card:0");
    tap(house, "profile");
    tap(house, "name");
    expect_screen(house, "typing");
    tap(house, "shift");
    tap(house, "type:A");
    tap(house, "type:v");
    shell_text(house->shell, "ax", shell_now_us(house->shell));
    tap(house, "erase");
    tap(house, "done");
    expect_screen(house, "profile");
    Mem *mem = the_child(house, 0, &child);
    assert_string_equal(child_name(&house->app, &child, name), "Ava");
    assert_string_equal(child.pseudonym, "Trial child");
    mem_free(mem);
}

static void a_forgotten_child_is_gone_from_the_first_screen(void **state) {
    House *house = *state;
    tap(house, "card:0");
    tap(house, "profile");
    tap(house, "forget");
    expect_screen(house, "forgetting");
    tap(house, "name");
    expect_screen(house, "forgetting"); /* asked once more */
    tap(house, "all");
    expect_screen(house, "forgetting"); /* another wish: asked anew */
    tap(house, "name");
    tap(house, "name");
    expect_screen(house, "today");
    assert_null(target(house, "card:0"));
}

static void a_home_plan_of_today_is_handed_over_with_two_taps_from_the_plan(void **state) {
    House *house = *state;
    char path[128];
    tap(house, "card:0");
    int before = shell_taps(house->shell);
    tap(house, "home");
    tap(house, "hand");
    assert_int_equal(shell_taps(house->shell), before + 2);
    snprintf(path, sizeof path, "%s/home/Trial-child.otterhome", house->folder);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fclose(file);
}

/* Where the plan has Road Tracer: on the first page, as the tests need it. */
static int road_item(const Plan *plan) {
    int road = -1;
    for (int i = 0; i < plan->count; i++) {
        road = strcmp(plan->items[i].game, "tracing") == 0 ? i : road;
    }
    assert_true(road >= 0 && road < 4);
    return road;
}

static void a_goal_is_made_without_typing_and_carried_into_the_plan(void **state) {
    House *house = *state;
    ChildRecord child;
    GoalLine *goals;
    size_t count;
    Fail fail = {0};
    Plan plan = stored_plan(house, 0);
    int road = road_item(&plan);
    char name[32];
    tap(house, "card:0");
    tap(house, "profile");
    tap(house, "goals");
    tap(house, "new");
    expect_screen(house, "goal");
    Mem *mem = the_child(house, 0, &child);
    for (int tries = 0; tries < 40; tries++) {
        tap(house, "tab:1");
        tap(house, "more:sessions");
        tap(house, "less:sessions");
        tap(house, "tab:0");
        tap(house, "back");
        assert_true(store_flush(house->app.store, &fail));
        assert_true(goals_read(&house->app, mem, child.id, &goals, &count, &fail));
        assert_int_equal(count, 1);
        if (strcmp(goals[0].goal.game, plan.items[road].game) == 0) {
            break;
        }
        tap(house, "goal:0");
        tap(house, "more:game");
    }
    assert_string_equal(goals[0].goal.game, plan.items[road].game);
    assert_int_equal(goals[0].goal.phase, PHASE_BASELINE);
    tap(house, "back");
    tap(house, "back");
    snprintf(name, sizeof name, "item:%d", road);
    tap(house, name);
    tap(house, "goal");
    tap(house, "back");
    tap(house, "back");
    plan = stored_plan(house, 0);
    assert_string_equal(plan.items[road].goal, goals[0].id);
    assert_int_equal(plan.items[road].phase, PHASE_BASELINE);
    assert_true(plan.items[road].probe);
    mem_free(mem);
}

static void every_key_is_large_enough_and_none_lies_on_another(void **state) {
    House *house = *state;
    static const struct {
        int width_px, height_px;
        double px_per_mm;
    } screens[] = {{1280, 800, 5.88}, {1920, 1200, 8.83}, {2560, 1600, 10.8}, {2560, 1600, 9.14}};
    for (int i = 0; i < 4; i++) {
        app_screen(&house->app, screens[i].width_px, screens[i].height_px, screens[i].px_per_mm, 0);
        shell_change(house->shell);
        look_at_all(house);
        shell_pop_to(house->shell, "today");
        tap(house, "children"); /* back to cards */
    }
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_known_child_starts_with_one_tap),
        IN_A_HOUSE(a_changed_level_starts_with_three_taps),
        IN_A_HOUSE(a_new_child_reaches_the_touch_check_with_five_taps),
        IN_A_HOUSE(the_touch_check_is_taken_over_with_one_tap),
        IN_A_HOUSE(a_child_without_a_plan_is_offered_one_and_keeps_it),
        IN_A_HOUSE(without_a_plan_the_card_says_plan),
        IN_A_HOUSE(what_is_changed_in_the_sheets_is_stored_when_the_plan_is_left),
        IN_A_HOUSE(a_parameter_is_set_over_the_level_and_taken_back),
        IN_A_HOUSE(an_activity_is_added_and_removed),
        IN_A_HOUSE(probes_need_no_second_look_and_packing_tells_what_came_of_it),
        IN_A_HOUSE(a_profile_row_changes_what_is_stored),
        IN_A_HOUSE(after_a_session_records_ask_for_the_pin),
        IN_A_HOUSE(a_session_starts_without_a_secret_while_names_are_locked),
        IN_A_HOUSE(nobody_there_locks_adult_screens_but_no_child),
        IN_A_HOUSE(a_name_is_typed_sealed_and_shown),
        IN_A_HOUSE(a_goal_is_made_without_typing_and_carried_into_the_plan),
        IN_A_HOUSE(a_forgotten_child_is_gone_from_the_first_screen),
        IN_A_HOUSE(a_home_plan_of_today_is_handed_over_with_two_taps_from_the_plan),
        IN_A_HOUSE(every_key_is_large_enough_and_none_lies_on_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
