/* A home plan goes by taps from the clinic's tablet to a family's, is played there with three keys,
 * and its results come back marked as home. Two data folders, the real screens, a pretend child.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/audit.h"
#include "app/forget.h"
#include "app/home.h"
#include "app/screens/review.h"
#include "app_fixture.h"

typedef struct {
    House clinic, family;
    char clinic_data[64], family_data[64];
} Two;

static void tap(House *house, const char *name) {
    house_tap(house, name, shell_now_us(house->shell) + 100000);
}

static bool has(House *house, const char *name) {
    const Scene *now, *before;
    Fail fail = {0};
    shell_scene(house->shell, &now, &before, &fail);
    return scene_target_named(now, name) != NULL;
}

static void expect(House *house, const char *screen) {
    assert_string_equal(shell_top_name(house->shell), screen);
}

/* Lets the pretend child play until that screen. */
static void play_until(House *house, const char *screen) {
    bool arrived = false;
    Visitor *visitor = visitor_new(house->shell, pretend_named("careful"), 5);
    visitor_play(visitor, shell_now_us(house->shell), screen, 4 * 3600, NULL, NULL, &arrived);
    visitor_free(visitor);
    if (!arrived) {
        fail_msg("the session stands at \"%s\"", shell_top_name(house->shell));
    }
}

static void copy_file(const char *from, const char *to) {
    char command[400];
    snprintf(command, sizeof command, "cp %s '%s'", from, to);
    assert_int_equal(system(command), 0);
}

static ChildRecord the_child(House *house, Mem *mem) {
    ChildRecord *children;
    size_t count;
    Fail fail = {0};
    assert_true(children_or_trial(&house->app, mem, &children, &count, &fail));
    return children[0];
}

static void plan_road(House *house, int trials) {
    Mem *mem = mem_new(8 << 20);
    ChildRecord child = the_child(house, mem);
    Plan plan = plan_empty();
    Fail fail = {0};
    plan.feelings = false;
    plan.items[0] = plan_item("tracing");
    plan.items[0].trials = trials;
    plan.items[1] = plan_item("sorting");
    plan.items[1].trials = trials;
    plan.count = 2;
    assert_true(child_save_plan(&house->app, &child, &plan, &fail));
    assert_true(store_flush(house->app.store, &fail));
    shell_pop_to(house->shell, "today");
    shell_replace(house->shell, today_new(&house->app));
    mem_free(mem);
}

static int open_two(void **state) {
    Two *two = calloc(1, sizeof *two);
    house_folder(two->clinic_data);
    house_folder(two->family_data);
    house_open(&two->clinic, two->clinic_data);
    house_open_seeded(&two->family, two->family_data, 2);
    *state = two;
    return 0;
}

static int close_two(void **state) {
    Two *two = *state;
    house_close(&two->clinic);
    house_close(&two->family);
    house_forget(two->clinic_data);
    house_forget(two->family_data);
    free(two);
    return 0;
}

/* From the summary of the session that was just played: two taps. Returns the key in words. */
static void send_home(Two *two, char words[VAULT_RECOVERY_TEXT]) {
    House *clinic = &two->clinic;
    char path[200], to[200];
    Fail fail = {0};
    Mem *mem = mem_new(8 << 20);
    plan_road(clinic, 2);
    tap(clinic, "start:0");
    play_until(clinic, "summary");
    int before = shell_taps(clinic->shell);
    tap(clinic, "send_home");
    expect(clinic, "home_plan");
    tap(clinic, "hand");
    assert_int_equal(shell_taps(clinic->shell) - before, 2);
    ChildRecord child = the_child(clinic, mem);
    snprintf(path, sizeof path, "%s/home/Trial-child.otterhome", two->clinic_data);
    snprintf(to, sizeof to, "%s/from-clinic.otterhome", two->family_data);
    copy_file(path, to);
    assert_true(home_export(&clinic->app, &child, path, words, &fail)); /* the key stays the same */
    tap(clinic, "back");
    shell_pop_to(clinic->shell, "today");
    mem_free(mem);
}

/* The family's tablet takes the file in, with the key typed, and becomes theirs. */
static void begin_at_home(Two *two) {
    House *family = &two->family;
    char words[VAULT_RECOVERY_TEXT];
    send_home(two, words);
    tap(family, "review");
    tap(family, "home_files");
    tap(family, "file:0");
    expect(family, "typing");
    shell_text(family->shell, words, shell_now_us(family->shell) + 1000);
    tap(family, "done");
    expect(family, "home_files");
    tap(family, "begin");
    expect(family, "home");
}

static void open_rail(House *house) {
    int64_t now_us = shell_now_us(house->shell);
    shell_key(house->shell, "F10", true, now_us + 1000);
    house_frame(house, now_us + 2100000);
    shell_key(house->shell, "F10", false, now_us + 2200000);
    expect(house, "home_rail");
}

static void results_of_home_are_in_the_goals_log_and_marked(void **state) {
    Two *two = *state;
    House *family = &two->family, *clinic = &two->clinic;
    char path[200], to[200];
    begin_at_home(two);
    tap(family, "start");
    play_until(family, "activity");
    open_rail(family);
    tap(family, "helped");
    tap(family, "go");
    play_until(family, "home_after");
    tap(family, "went:0");
    tap(family, "helped:1");
    tap(family, "done");
    expect(family, "home");

    snprintf(path, sizeof path, "%s/home/*-results.otterhome", two->family_data);
    snprintf(to, sizeof to, "%s/back.otterhome", two->clinic_data);
    copy_file(path, to);
    tap(clinic, "review");
    tap(clinic, "home_files");
    tap(clinic, "file:0");
    expect(clinic, "home_files"); /* no key is asked for: this tablet gave it */

    Mem *mem = mem_new((size_t)256 << 20);
    Fail fail = {0};
    ChildRecord child = the_child(clinic, mem);
    SessionLine *lines;
    size_t count;
    assert_true(history_sessions(clinic->app.store, mem, &child.id, 0, &lines, &count, &fail));
    assert_int_equal(count, 2);
    const SessionLine *home = strcmp(lines[0].session.setting, "home") == 0 ? &lines[0] : &lines[1];
    assert_string_equal(home->session.setting, "home");
    Review review;
    assert_true(review_open(&review, &clinic->app, home->session.id));
    assert_true(review.loaded);
    assert_int_equal(review.log.scheme, SCHEME_HOME);
    assert_int_equal(review.log.runs[0].views[0].assistance, 2);
    assert_string_equal(log_assistance(&review.log, 2), "a little");
    assert_string_equal(review.facts.home_went, "well");
    assert_string_equal(review.facts.home_helped, "a little");
    review_close(&review);
    mem_free(mem);
}

static void a_caregiver_sees_three_keys_and_no_figure(void **state) {
    Two *two = *state;
    House *family = &two->family;
    const Scene *now, *before;
    Fail fail = {0};
    begin_at_home(two);
    tap(family, "start");
    play_until(family, "activity");
    assert_false(has(family, "assist:0")); /* no gutter */
    open_rail(family);
    assert_true(shell_scene(family->shell, &now, &before, &fail));
    assert_int_equal(scene_target_count(now), 3);
    static const char *const keys[] = {"go", "helped", "finish"};
    for (int i = 0; i < 3; i++) {
        const SceneTarget *key = scene_target_named(now, keys[i]);
        assert_non_null(key);
        assert_true(key->box.bottom - key->box.top >= 14);
    }
}

static void finishing_kindly_ends_after_this_one_with_the_goodbye(void **state) {
    Two *two = *state;
    House *family = &two->family;
    begin_at_home(two);
    tap(family, "start");
    play_until(family, "activity");
    open_rail(family);
    tap(family, "finish");
    expect(family, "activity"); /* the child finishes what it does */
    play_until(family, "reward");
    assert_int_equal(sitting_run_count(flow_sitting(family->shell)), 1);
    play_until(family, "home_after");
}

static void asked_twice_it_ends_at_once(void **state) {
    Two *two = *state;
    House *family = &two->family;
    begin_at_home(two);
    tap(family, "start");
    play_until(family, "activity");
    open_rail(family);
    tap(family, "finish");
    open_rail(family);
    tap(family, "finish");
    expect(family, "home_after");
}

static void type_pin(House *house, const char *digits) {
    for (; *digits != '\0'; digits++) {
        char name[16];
        snprintf(name, sizeof name, "digit:%c", *digits);
        tap(house, name);
    }
}

static void with_a_pin_only_who_knows_it_starts(void **state) {
    Two *two = *state;
    House *family = &two->family;
    begin_at_home(two);
    tap(family, "files");
    tap(family, "pin");
    type_pin(family, "2580");
    expect(family, "home_files");
    tap(family, "back");
    tap(family, "start");
    expect(family, "home_pin");
    for (int i = 0; i < 3; i++) {
        type_pin(family, "1111");
    }
    tap(family, "digit:2"); /* it waits now, five seconds by the clock on the wall */
    type_pin(family, "580");
    expect(family, "home_pin");
    family->wall_us += 6000000;
    house_frame(family, shell_now_us(family->shell) + 6000000);
    type_pin(family, "2580");
    assert_string_not_equal(shell_top_name(family->shell), "home_pin");
    assert_non_null(flow_sitting(family->shell));
}

static void a_newer_plan_takes_the_place_of_the_old_one_only_at_home(void **state) {
    Two *two = *state;
    Mem *mem = mem_new((size_t)64 << 20);
    char path[200], words[VAULT_RECOVERY_TEXT];
    Fail fail = {0};
    HomeTaken taken;
    Plan plan;
    begin_at_home(two);
    ChildRecord child = the_child(&two->clinic, mem);
    Plan own;
    assert_true(child_plan(&two->clinic.app, &child, &own, &fail));
    assert_true(home_plan_read(&two->clinic.app, &child, &plan, &fail));
    plan.minutes = 15;
    plan.items[0].level = 7;
    assert_true(home_plan_keep(&two->clinic.app, &child, &plan, &fail));
    snprintf(path, sizeof path, "%s/newer.otterhome", two->family_data);
    assert_true(home_export(&two->clinic.app, &child, path, words, &fail));
    assert_true(home_import(&two->family.app, mem, path, NULL, &taken, &fail));
    assert_true(home_plan_read(&two->family.app, &taken.child, &plan, &fail));
    assert_int_equal(plan.items[0].level, 7);
    /* The clinic's own plan is not touched by what comes back. */
    assert_true(home_import(&two->clinic.app, mem, path, NULL, &taken, &fail));
    assert_true(child_plan(&two->clinic.app, &child, &plan, &fail));
    assert_false(plan.home);
    assert_int_equal(plan.items[0].level, own.items[0].level);
    mem_free(mem);
}

static void a_clinics_tablet_with_names_is_not_given_to_a_family(void **state) {
    Two *two = *state;
    Fail fail = {0};
    char recovery[VAULT_RECOVERY_TEXT];
    assert_true(keys_set_up(two->clinic.app.keys, "Ana", "a long passphrase", recovery, &fail));
    assert_false(home_begin(&two->clinic.app, &fail));
    assert_non_null(strstr(fail.text, "names"));
}

static void the_family_gives_the_tablet_back(void **state) {
    Two *two = *state;
    House *family = &two->family;
    begin_at_home(two);
    tap(family, "files");
    tap(family, "end");
    expect(family, "today");
    assert_false(family->app.tablet.home);
}

/* ---- the trail, and what is sealed ---- */

static int deeds(House *house, const char *word) {
    Mem *mem = mem_new(16 << 20);
    const char **keys, **texts;
    size_t count;
    int found = 0;
    Fail fail = {0};
    assert_true(history_notes(house->app.store, mem, "audit", &keys, &texts, &count, &fail));
    for (size_t i = 0; i < count; i++) {
        found += strstr(texts[i], word) != NULL;
    }
    mem_free(mem);
    return found;
}

static bool in_files(const char *folder, const char *words) {
    char command[200];
    snprintf(command, sizeof command, "grep -rqa '%s' '%s'", words, folder);
    return system(command) == 0;
}

static void write_words(House *house, const char *words) {
    shell_text(house->shell, words, shell_now_us(house->shell) + 1000);
}

static void a_signed_note_is_in_no_byte_of_any_file_and_the_trail_names_it(void **state) {
    Two *two = *state;
    House *clinic = &two->clinic;
    Fail fail = {0};
    Mem *mem = mem_new((size_t)64 << 20);
    char recovery[VAULT_RECOVERY_TEXT];
    SessionLine line;
    plan_road(clinic, 1);
    assert_true(keys_set_up(clinic->app.keys, "Ana", "a long passphrase", recovery, &fail));
    tap(clinic, "start:0");
    play_until(clinic, "summary");
    write_words(clinic, "Holds the pen quokkalike.");
    tap(clinic, "sign");
    assert_int_equal(deeds(clinic, "note signed"), 1);
    assert_true(history_find_session(clinic->app.store, mem, "last", &line, &fail));
    shell_push(clinic->shell, summary_new(&clinic->app, line.session.id, false));
    tap(clinic, "amend");
    write_words(clinic, "Wombatwise too.");
    tap(clinic, "sign");
    assert_int_equal(deeds(clinic, "note amended"), 1);
    tap(clinic, "note"); /* who may read names reads all of it */
    const Scene *now, *before;
    Buffer dump = {0};
    assert_true(shell_scene(clinic->shell, &now, &before, &fail) && scene_dump(now, &dump));
    assert_true(buffer_add_text(&dump, ""));
    assert_non_null(strstr((const char *)dump.bytes, "quokkalike"));
    assert_non_null(strstr((const char *)dump.bytes, "Wombatwise"));
    buffer_free(&dump);
    assert_false(in_files(two->clinic_data, "quokkalike"));
    assert_false(in_files(two->clinic_data, "Wombatwise"));
    AuditVerdict verdict;
    assert_true(audit_verify(clinic->app.store, &verdict, &fail));
    assert_true(verdict.whole);
    mem_free(mem);
}

static void a_forgotten_childs_note_is_gone_with_its_key(void **state) {
    Two *two = *state;
    House *clinic = &two->clinic;
    Fail fail = {0};
    Mem *mem = mem_new((size_t)64 << 20);
    char recovery[VAULT_RECOVERY_TEXT], key[96], id[ID_TEXT_SIZE], child_id[ID_TEXT_SIZE];
    const char *note;
    SessionLine line;
    Forgotten forgotten;
    plan_road(clinic, 1);
    ChildRecord child = the_child(clinic, mem);
    assert_true(keys_set_up(clinic->app.keys, "Ana", "a long passphrase", recovery, &fail));
    tap(clinic, "start:0");
    play_until(clinic, "summary");
    write_words(clinic, "Echidnaesque grip.");
    tap(clinic, "sign");
    assert_true(history_find_session(clinic->app.store, mem, "last", &line, &fail));
    id_text(line.session.id, id);
    id_text(child.id, child_id);
    snprintf(key, sizeof key, "%s/note/%s", child_id, id);
    assert_true(history_note(clinic->app.store, mem, "sealed", key, &note, &fail));
    assert_non_null(note);
    assert_true(child_forget(&clinic->app, child.id, false, &forgotten, &fail));
    assert_true(history_note(clinic->app.store, mem, "sealed", key, &note, &fail));
    assert_null(note);
    assert_true(history_note(clinic->app.store, mem, "note", id, &note, &fail));
    assert_null(note); /* not even by whom it was signed */
    assert_false(in_files(two->clinic_data, "Echidnaesque"));
    mem_free(mem);
}

static void a_battery_that_dies_while_signing_leaves_the_note_to_be_signed(void **state) {
    Two *two = *state;
    House *clinic = &two->clinic;
    Fail fail = {0};
    Mem *mem = mem_new((size_t)64 << 20);
    char recovery[VAULT_RECOVERY_TEXT], id[ID_TEXT_SIZE], field[ID_TEXT_SIZE + 8];
    SessionLine line;
    plan_road(clinic, 1);
    ChildRecord child = the_child(clinic, mem);
    assert_true(keys_set_up(clinic->app.keys, "Ana", "a long passphrase", recovery, &fail));
    tap(clinic, "start:0");
    play_until(clinic, "summary");
    assert_true(history_find_session(clinic->app.store, mem, "last", &line, &fail));
    Id session = line.session.id;
    id_text(session, id);
    snprintf(field, sizeof field, "note/%s", id);
    /* The words are sealed; that they are signed was not written any more. */
    assert_true(keys_seal_long(clinic->app.keys, child.id, field, "{\"text\":\"half\"}", &fail));
    assert_true(store_flush(clinic->app.store, &fail));
    house_close(clinic);
    house_open(clinic, two->clinic_data);
    assert_true(keys_unlock(clinic->app.keys, "Ana", "a long passphrase", &fail));
    shell_push(clinic->shell, summary_new(&clinic->app, session, false));
    assert_true(has(clinic, "sign"));
    assert_false(has(clinic, "amend"));
    assert_int_equal(deeds(clinic, "note signed"), 0);
    tap(clinic, "sign");
    assert_true(has(clinic, "amend"));
    assert_int_equal(deeds(clinic, "note signed"), 1);
    mem_free(mem);
}

/* ---- what a finger of any adult can hit ---- */

static void expect_large_keys(House *house) {
    const Scene *now, *before;
    Fail fail = {0};
    assert_true(shell_scene(house->shell, &now, &before, &fail));
    assert_true(scene_target_count(now) > 0);
    for (size_t i = 0; i < scene_target_count(now); i++) {
        const SceneTarget *a = scene_target_at(now, i);
        Box box = a->box;
        bool small = box.right - box.left < 10 || box.bottom - box.top < 10;
        bool outside = box.left < 0 || box.top < 0 || box.right > house->app.width_mm ||
                       box.bottom > house->app.height_mm;
        for (size_t k = 0; k < i; k++) {
            Box other = scene_target_at(now, k)->box;
            if (box.left < other.right && other.left < box.right && box.top < other.bottom &&
                other.top < box.bottom) {
                fail_msg("\"%s\" lies on \"%s\" on %s", a->name, scene_target_at(now, k)->name,
                         shell_top_name(house->shell));
            }
        }
        if (small || outside) {
            fail_msg("\"%s\" of %s is %.1f x %.1f mm at %.1f, %.1f", a->name,
                     shell_top_name(house->shell), box.right - box.left, box.bottom - box.top,
                     box.left, box.top);
        }
    }
}

static void keys_of_a_family_are_large_and_apart_on_every_screen(void **state) {
    Two *two = *state;
    House *family = &two->family;
    begin_at_home(two);
    static const struct {
        int width_px, height_px;
        double px_per_mm;
    } screens[] = {{1280, 800, 5.88}, {1920, 1200, 8.83}, {2560, 1600, 9.14}};
    for (int i = 0; i < 3; i++) {
        app_screen(&family->app, screens[i].width_px, screens[i].height_px, screens[i].px_per_mm,
                   0);
        shell_change(family->shell);
        expect_large_keys(family); /* home */
        tap(family, "files");
        expect_large_keys(family);
        tap(family, "pin");
        expect_large_keys(family);
        tap(family, "back");
        tap(family, "back");
        expect(family, "home");
    }
    tap(family, "start");
    play_until(family, "activity");
    open_rail(family);
    expect_large_keys(family);
    tap(family, "finish");
    open_rail(family);
    tap(family, "finish");
    expect_large_keys(family); /* how did it go? */
    tap(family, "skip");
    expect_large_keys(family);
}

static void handing_over_and_taking_in_are_in_both_trails(void **state) {
    Two *two = *state;
    begin_at_home(two);
    assert_int_equal(deeds(&two->clinic, "home plan handed over"), 2);
    assert_int_equal(deeds(&two->family, "home file taken in"), 1);
    tap(&two->family, "start");
    play_until(&two->family, "home_after");
    tap(&two->family, "skip");
    assert_int_equal(deeds(&two->family, "home results written"), 1);
}

#define WITH_TWO(test) cmocka_unit_test_setup_teardown(test, open_two, close_two)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_TWO(results_of_home_are_in_the_goals_log_and_marked),
        WITH_TWO(a_caregiver_sees_three_keys_and_no_figure),
        WITH_TWO(finishing_kindly_ends_after_this_one_with_the_goodbye),
        WITH_TWO(asked_twice_it_ends_at_once),
        WITH_TWO(with_a_pin_only_who_knows_it_starts),
        WITH_TWO(a_newer_plan_takes_the_place_of_the_old_one_only_at_home),
        WITH_TWO(a_clinics_tablet_with_names_is_not_given_to_a_family),
        WITH_TWO(the_family_gives_the_tablet_back),
        WITH_TWO(a_signed_note_is_in_no_byte_of_any_file_and_the_trail_names_it),
        WITH_TWO(a_forgotten_childs_note_is_gone_with_its_key),
        WITH_TWO(a_battery_that_dies_while_signing_leaves_the_note_to_be_signed),
        WITH_TWO(keys_of_a_family_are_large_and_apart_on_every_screen),
        WITH_TWO(handing_over_and_taking_in_are_in_both_trails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
