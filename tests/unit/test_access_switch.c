/* play/access: switches, dwell, and the settings of them all. */
#include "access_fixture.h"

/* ---- switches ---- */

static void two_switches_step_and_take(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    choices();
    put("cow", ROLE_CHOICE, 84, 20, 26);
    get("dog")->state = TARGET_DISABLED;
    begin();
    advance(0);
    assert_focus("focus cat switch");
    assert_int_equal(access_state(table->access, "cat"), TARGET_FOCUS);
    advance(60000); /* and never by itself */
    assert_focus("");
    key(KEY_NEXT, 61000);
    assert_focus("focus cow switch"); /* what is disabled is passed over */
    key(KEY_NEXT, 61100);             /* within the debounce time */
    assert_focus("");
    key(KEY_NEXT, 61500);
    key(KEY_PREVIOUS, 62000);
    assert_focus("focus cat switch, focus cow switch");
    press(63000);
    assert_focus("choose cow switch, focus cat switch");
}

static void a_switch_must_be_held_as_long_as_it_was_set(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    table->settings.accept_us = 300000;
    choices();
    begin();
    press(1000); /* 100 ms: too short */
    assert_meant("");
    key(KEY_SELECT, 2000);
    assert_float_equal(access_fill(table->access, "cat", 2150000), 0.5, 1e-9);
    assert_int_equal(access_wake_us(table->access), 2300000);
    advance(2300);
    assert_meant("choose cat switch");
    key(KEY_SELECT_UP, 2900);
    key(KEY_SELECT, 3000); /* bounces after 100 ms */
    advance(3500);
    assert_meant("");
    table->settings.accept_us = 0;
    begin();
    key(KEY_SELECT, 5000);
    assert_meant("choose cat switch");
}

static void one_switch_scans_by_itself_then_tires(void **state) {
    (void)state;
    table->settings.mode = ACCESS_ONE_SWITCH;
    table->settings.scan_loops = 2;
    choices();
    begin();
    advance(3999);
    assert_focus("focus cat switch"); /* the first has twice the time */
    advance(4000);
    assert_focus("focus dog switch");
    assert_int_equal(access_wake_us(table->access), 6000000);
    advance(60000);
    assert_focus("focus cat switch, focus dog switch, tired  switch");
    assert_int_equal(access_state(table->access, "cat"), 0);
    assert_int_equal(access_wake_us(table->access), INT64_MAX);
    press(61000); /* begins again, chooses nothing */
    assert_focus("focus cat switch");
    press(62000);
    assert_focus("choose cat switch, focus cat switch");
}

static void a_scan_waits_while_the_prompt_speaks(void **state) {
    (void)state;
    table->settings.mode = ACCESS_ONE_SWITCH;
    choices();
    table->view.speech = true;
    begin();
    advance(9000);
    assert_focus("focus cat switch");
    press(9100);
    assert_focus("early cat switch");
    table->view.speech = false;
    advance(10000);
    assert_focus("focus dog switch");
}

static void a_taken_source_leads_on_to_its_zones(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    sorting();
    begin();
    advance(0);
    key(KEY_NEXT, 1000);
    press(2000);
    key(KEY_NEXT, 3000);
    assert_focus("focus apple switch, focus brick switch, pick brick switch, focus bin switch, "
                 "focus box switch");
    press(4000);
    assert_focus("drop brick>box switch, focus apple switch");
    press(5000); /* a source, then back from its zones to itself: laid */
    key(KEY_PREVIOUS, 6000);
    press(7000);
    assert_focus("pick apple switch, focus bin switch, focus apple switch, "
                 "lay apple switch, focus apple switch");
}

static void more_than_six_are_scanned_by_rows(void **state) {
    (void)state;
    table->settings.mode = ACCESS_TWO_SWITCH;
    const char *const ids[] = {"a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"};
    for (int i = 0; i < 8; i++) {
        put(ids[i], ROLE_CHOICE, 10 + 30 * (i % 4), 10 + 40 * (i / 4), 24);
    }
    begin();
    advance(0);
    assert_int_equal(access_state(table->access, "a4"), TARGET_FOCUS);
    key(KEY_NEXT, 1000);
    assert_int_equal(access_state(table->access, "a4"), 0);
    assert_int_equal(access_state(table->access, "b3"), TARGET_FOCUS);
    press(2000);
    assert_int_equal(access_state(table->access, "b3"), 0);
    key(KEY_NEXT, 3000);
    key(KEY_NEXT, 4000);
    press(5000);
    assert_focus("focus a1 switch, focus b1 switch, focus b1 switch, focus b2 switch, "
                 "focus b3 switch, choose b3 switch, focus a1 switch");
    press(6000);
    for (int i = 0; i < 4; i++) { /* past the end the row is a whole again */
        key(KEY_NEXT, 7000 + 1000 * i);
    }
    assert_int_equal(access_state(table->access, "a1"), TARGET_FOCUS);
    assert_int_equal(access_state(table->access, "a4"), TARGET_FOCUS);
}

static void focus_moves_on_when_its_target_goes_away(void **state) {
    (void)state;
    table->settings.mode = ACCESS_ONE_SWITCH;
    choices();
    put("cow", ROLE_CHOICE, 84, 20, 26);
    begin();
    advance(5000);
    assert_focus("focus cat switch, focus dog switch");
    get("dog")->hidden = true;
    advance(5500);
    assert_focus("focus cow switch");
    advance(7999); /* it gets at least one whole step */
    assert_focus("");
    advance(8000);
    assert_focus("focus cat switch");
    get("cat")->hidden = get("cow")->hidden = true;
    advance(60000);
    assert_focus("");
    get("cow")->hidden = false;
    advance(60001);
    assert_focus("focus cow switch");
}

static void a_key_shows_focus_first_where_none_was(void **state) {
    (void)state;
    choices();
    begin();
    advance(1000);
    assert_focus("");
    press(2000);
    assert_focus("focus cat switch");
    press(3000);
    assert_focus("choose cat switch, focus cat switch");
    tap(65, 33, 4000); /* and fingers stay live */
    assert_meant("choose dog tap");
}

/* ---- dwell ---- */

static void looking_long_enough_chooses(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    choices();
    begin();
    give(0, SAMPLE_MOVE, 33, 33, 100);
    assert_int_equal(access_wake_us(table->access), 1100000);
    assert_float_equal(access_fill(table->access, "cat", 600000), 0.5, 1e-9);
    advance(1099);
    assert_meant("");
    advance(1100);
    assert_meant("choose cat dwell");
}

static void a_short_glance_away_is_forgiven(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    choices();
    begin();
    give(0, SAMPLE_MOVE, 33, 33, 0);
    give(0, SAMPLE_MOVE, 65, 33, 600); /* at another, for 300 ms */
    give(0, SAMPLE_MOVE, 33, 33, 900);
    assert_int_equal(access_wake_us(table->access), 1300000);
    give(0, SAMPLE_MOVE, 150, 80, 1200); /* away for 401 ms */
    give(0, SAMPLE_MOVE, 33, 33, 1601);
    assert_int_equal(access_wake_us(table->access), 2601000);
    give(0, SAMPLE_UP, 33, 33, 1700); /* eyes off */
    assert_int_equal(access_wake_us(table->access), INT64_MAX);
    advance(9000);
    assert_meant("");
}

static void what_was_chosen_must_be_left_before_it_counts_again(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    choices();
    begin();
    give(0, SAMPLE_MOVE, 33, 33, 0);
    advance(5000);
    assert_meant("choose cat dwell");
    give(0, SAMPLE_MOVE, 150, 80, 5000);
    give(0, SAMPLE_MOVE, 33, 33, 5300); /* not long enough away */
    advance(9000);
    assert_meant("");
    give(0, SAMPLE_MOVE, 150, 80, 9000);
    give(0, SAMPLE_MOVE, 33, 33, 9400);
    advance(10400);
    assert_meant("choose cat dwell");
}

static void dwell_takes_a_source_to_a_zone(void **state) {
    (void)state;
    table->settings.mode = ACCESS_DWELL;
    sorting();
    begin();
    table->view.speech = true;
    give(0, SAMPLE_MOVE, 22, 22, 0);
    advance(1000);
    assert_meant("early apple dwell");
    table->view.speech = false;
    advance(2000);
    give(0, SAMPLE_MOVE, 138, 28, 2500);
    advance(3500);
    assert_meant("pick apple dwell, drop apple>bin dwell");
}

/* ---- settings ---- */

static void settings_follow_the_profile_and_come_back_as_written(void **state) {
    (void)state;
    AccessSettings a = access_standard("3-4", ""), d = access_standard("10-12", "");
    assert_true(a.see_it && a.snap_mm == 18 && a.pick_up_slop_mm == 6);
    assert_true(!d.see_it && d.snap_mm == 10 && d.pick_up_slop_mm == 3);
    assert_true(access_standard("10-12", "M2").snap_mm == 28);
    Mem *mem = mem_new(1 << 20);
    d.mode = ACCESS_ONE_SWITCH;
    d.scan_loops = 5;
    Value value;
    assert_true(access_settings_value(mem, &d, &value));
    AccessSettings back = a;
    Fail fail;
    assert_true(access_settings_read(&value, &back, &fail));
    assert_true(back.mode == ACCESS_ONE_SWITCH && back.scan_loops == 5 && !back.see_it);
    assert_true(back.snap_mm == 10 && back.pick_up_slop_mm == 3);
    d.dwell_us = 5000000;
    assert_true(access_settings_value(mem, &d, &value));
    assert_false(access_settings_read(&value, &back, &fail));
    assert_non_null(strstr(fail.text, "dwell_us"));
    mem_free(mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM(two_switches_step_and_take),
        CLAIM(a_switch_must_be_held_as_long_as_it_was_set),
        CLAIM(one_switch_scans_by_itself_then_tires),
        CLAIM(a_scan_waits_while_the_prompt_speaks),
        CLAIM(a_taken_source_leads_on_to_its_zones),
        CLAIM(more_than_six_are_scanned_by_rows),
        CLAIM(focus_moves_on_when_its_target_goes_away),
        CLAIM(a_key_shows_focus_first_where_none_was),
        CLAIM(looking_long_enough_chooses),
        CLAIM(a_short_glance_away_is_forgiven),
        CLAIM(what_was_chosen_must_be_left_before_it_counts_again),
        CLAIM(dwell_takes_a_source_to_a_zone),
        CLAIM(settings_follow_the_profile_and_come_back_as_written),
    };
    return cmocka_run_group_tests_name("access_switch", tests, NULL, NULL);
}
