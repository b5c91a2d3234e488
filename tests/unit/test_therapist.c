/* The adult's screens around a session, driven by taps on a real store: how many taps a task costs,
 * what is stored afterwards, and what asks for a secret. */
#include "therapist_fixture.h"

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

static void the_touch_check_is_taken_over_with_one_tap(void **state) {
    House *house = *state;
    ChildRecord child;
    Profile profile;
    Fail fail = {0};
    Mem *mem = the_child(house, 0, &child);
    shell_push(house->shell, touch_check_new(&house->app, child.id));
    mem_free(mem);
    for (int i = 0; i < 20; i++) {
        touch(house, target(house, "bubble"), 5 + (i % 2), 2000000);
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

/* ---- secrets ---- */

static void type_pin(House *house, const char *pin) {
    for (const char *digit = pin; *digit != '\0'; digit++) {
        char name[16];
        snprintf(name, sizeof name, "digit:%c", *digit);
        tap(house, name);
    }
}

static void after_a_session_records_ask_for_the_pin(void **state) {
    House *house = *state;
    set_up_with_pin(house);
    tap(house, "start:0");
    expect_screen(house, "hello");
    flow_finish(house->shell, flow_sitting(house->shell), "stopped");
    expect_screen(house, "unlock");
    assert_null(target(house, "back"));
    shell_key(house->shell, "Escape", true, shell_now_us(house->shell));
    expect_screen(house, "unlock");
    type_pin(house, "111111");
    expect_screen(house, "unlock");
    type_pin(house, PIN);
    expect_screen(house, "summary");
}

static void a_session_starts_without_a_secret_while_names_are_locked(void **state) {
    House *house = *state;
    set_up_with_pin(house);
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
    set_up_with_pin(house);
    shell_on_idle(house->shell, unlock_idle);
    tap(house, "start:0");
    shell_advance(house->shell, shell_now_us(house->shell) + 300000000);
    assert_int_equal(keys_state(house->app.keys), KEYS_OPEN);
    flow_finish(house->shell, flow_sitting(house->shell), "stopped");
    type_pin(house, PIN);
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
    set_up_with_pin(house);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_SCREENS(a_known_child_starts_with_one_tap),
        ON_SCREENS(a_changed_level_starts_with_three_taps),
        ON_SCREENS(a_new_child_reaches_the_touch_check_with_five_taps),
        ON_SCREENS(the_touch_check_is_taken_over_with_one_tap),
        ON_SCREENS(a_profile_row_changes_what_is_stored),
        ON_SCREENS(after_a_session_records_ask_for_the_pin),
        ON_SCREENS(a_session_starts_without_a_secret_while_names_are_locked),
        ON_SCREENS(nobody_there_locks_adult_screens_but_no_child),
        ON_SCREENS(a_name_is_typed_sealed_and_shown),
        ON_SCREENS(a_forgotten_child_is_gone_from_the_first_screen),
        ON_SCREENS(every_key_is_large_enough_and_none_lies_on_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
