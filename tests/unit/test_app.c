/* The whole program without a window: real games, real store, real screens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_fixture.h"

#include "app/frame.h"
#include "app/front.h"
#include "store/history.h"

#include <math.h>
#include <signal.h>
#include <sys/wait.h>

/* ---- what is stored ---- */

static TrialLine *stored_trials(House *house, Mem *mem, SessionLine *line, size_t *count) {
    Fail fail = {0};
    TrialLine *lines = NULL;
    if (!store_flush(house->app.store, &fail) ||
        !history_find_session(house->app.store, mem, "last", line, &fail) ||
        !history_trials(house->app.store, mem, line->session.id, -1, false, &lines, count, &fail)) {
        fail_msg("%s", fail.text);
    }
    return lines;
}

static void let_play(House *house, const char *child, int64_t now_us) {
    bool arrived;
    Visitor *visitor = visitor_new(house->shell, pretend_named(child), 3);
    visitor_play(visitor, now_us, "", 3600, NULL, NULL, &arrived);
    visitor_free(visitor);
    if (shell_top(house->shell)->ops->child) {
        fail_msg("the session does not end; on the screen is %s: %s", shell_top_name(house->shell),
                 house->app.notice);
    }
}

static void session_through_the_shell_is_stored_and_replays_whole(void **state) {
    (void)state;
    char data[64];
    House house;
    Mem *mem = mem_new(64 << 20);
    SessionLine line;
    size_t count;
    house_folder(data);
    house_open(&house, data);
    house_begin(&house, "tracing", 5, 0);
    let_play(&house, "careful", 0);
    TrialLine *lines = stored_trials(&house, mem, &line, &count);
    assert_int_equal(count, 5);
    assert_string_equal(line.session.end_reason, "done");
    assert_int_equal(line.session.replayed, 5);
    assert_int_equal(line.session.replay_total, 5);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(lines[i].trial.end, END_COMPLETED);
        assert_true(measures_get(&lines[i].trial.measures, MEASURE_SCORE) > 50);
    }
    house_close(&house);
    mem_free(mem);
    house_forget(data);
}

/* ---- frames ---- */

/* One finger down the straight road of level 1, with a tremble, and a wrist at rest: the same
 * readings after the onset, however often the screen is drawn. */
enum { READINGS = 260 };

static Sample reading(Box play, int i) {
    double along = i / (double)(READINGS - 2), y = (play.top + play.bottom) / 2 - 29 + along * 60;
    double x = (play.left + play.right) / 2 + 1.3 * sin(i * 0.31);
    if (i == 0) {
        return (Sample){.time_us = 212345, .x_mm = x + 60, .y_mm = y + 55, .finger = 4};
    }
    return (Sample){.time_us = 250000 + i * 8333,
                    .x_mm = x,
                    .y_mm = y,
                    .finger = 1,
                    .phase = i == 1              ? SAMPLE_DOWN
                             : i == READINGS - 1 ? SAMPLE_UP
                                                 : SAMPLE_MOVE};
}

/* One trial with the screen drawn every period_us, the finger coming after delay_us; its record as
 * text, to be freed. */
static char *play_at(int64_t period_us, int64_t delay_us, int *help_rung) {
    char data[64];
    House house;
    Mem *mem = mem_new(64 << 20);
    SessionLine line;
    size_t count;
    house_folder(data);
    house_open(&house, data);
    Sitting *sitting = house_begin(&house, "tracing", 1, 1);
    int64_t now_us = house_go_in(&house, 0, period_us), onset_us = now_us + delay_us;
    Box play = sitting_place(sitting).play;
    int next = 0;
    while (strcmp(shell_top_name(house.shell), "activity") == 0 && now_us < onset_us + 20000000) {
        now_us += period_us;
        for (; next < READINGS; next++) {
            Sample raw = reading(play, next);
            raw.time_us += onset_us;
            if (raw.time_us > now_us) {
                break;
            }
            shell_touch(house.shell, &raw);
        }
        house_frame(&house, now_us);
    }
    TrialLine *lines = stored_trials(&house, mem, &line, &count);
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].trial.end, END_COMPLETED);
    *help_rung = lines[0].trial.help_rung;
    char *record = strdup(lines[0].record);
    house_close(&house);
    mem_free(mem);
    house_forget(data);
    return record;
}

static void records_are_the_same_at_20_60_and_144_frames_a_second(void **state) {
    (void)state;
    /* Second time round the child waits so long that help comes by the clock first. */
    for (int64_t delay_us = 0; delay_us <= 15000000; delay_us += 15000000) {
        int help[3];
        char *slow = play_at(50000, delay_us, &help[0]),
             *usual = play_at(16667, delay_us, &help[1]),
             *quick = play_at(6944, delay_us, &help[2]);
        assert_true((help[0] > 0) == (delay_us > 0));
        assert_string_equal(slow, usual);
        assert_string_equal(slow, quick);
        free(slow);
        free(usual);
        free(quick);
    }
}

/* ---- a crash ---- */

/* What is done is on the disk, and then the power is gone. */
static void die(House *house) {
    StoreState store;
    do {
        store_poll(house->app.store);
        store_state(house->app.store, &store);
    } while (store.waiting > 0);
    kill(getpid(), SIGKILL);
}

/* Two trials, the third half drawn, and then nothing more: the power is gone. */
static void die_in_the_third_trial(const char *data) {
    House house;
    house_open(&house, data);
    Sitting *sitting = house_begin(&house, "tracing", 5, 1);
    Visitor *visitor = visitor_new(house.shell, pretend_named("careful"), 3);
    int64_t now_us = 0;
    while (sitting_run(sitting) == NULL || run_trials_done(sitting_run(sitting)) < 2 ||
           run_state(sitting_run(sitting)) != RUN_LIVE ||
           trial_time_us(run_trial(sitting_run(sitting))) < 900000) {
        visitor_step(visitor, now_us);
        house_frame(&house, now_us);
        now_us += 10000;
    }
    die(&house);
}

static void go_on_after(void (*until_killed)(const char *data), const char *data, House *house) {
    SessionLine line;
    bool found;
    int status;
    Fail fail = {0};
    Mem *mem = mem_new(64 << 20);
    pid_t pid = fork();
    if (pid == 0) {
        until_killed(data);
        _exit(1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    house_open(house, data);
    assert_true(history_open_session(house->app.store, mem, &line, &found, &fail));
    assert_true(found);
    Sitting *sitting = sitting_resume(&house->app, &line, 0, &fail);
    if (sitting == NULL) {
        fail_msg("%s", fail.text);
    }
    flow_begin(house->shell, sitting);
    assert_string_equal(shell_top_name(house->shell), "activity");
    mem_free(mem);
}

static void killed_in_a_trial_goes_on_at_the_same_trial(void **state) {
    (void)state;
    char data[64];
    House house;
    Mem *mem = mem_new(64 << 20);
    SessionLine line;
    size_t count;
    house_folder(data);
    go_on_after(die_in_the_third_trial, data, &house);
    assert_int_equal(run_trials_done(sitting_run(flow_sitting(house.shell))), 2);
    stored_trials(&house, mem, &line, &count);
    assert_int_equal(count, 2);
    let_play(&house, "careful", 0);
    stored_trials(&house, mem, &line, &count);
    assert_int_equal(count, 5);
    assert_int_equal(line.session.replayed, 5);
    assert_int_equal(line.session.replay_total, 5);
    house_close(&house);
    mem_free(mem);
    house_forget(data);
}

/* A pen from one end of the open trial's road to the other, beside a hand that rests on the glass;
 * neither lifts. */
static int64_t draw_the_road(House *house, int64_t now_us) {
    Sitting *sitting = flow_sitting(house->shell);
    Run *run = sitting_run(sitting);
    Box play = sitting_place(sitting).play;
    double width_mm;
    while (run_state(run) != RUN_LIVE) {
        house_frame(house, now_us += 20000);
    }
    int before = run_trials_done(run);
    const Path *road = trial_road(run_trial(run), &width_mm);
    Point from = road->points[0], to = road->points[road->count - 1];
    Sample palm = {now_us, play.left + from.x + 50, play.top + to.y, 0, SAMPLE_DOWN};
    shell_touch(house->shell, &palm);
    for (int i = 0; i <= 100 && run_trials_done(run) == before; i++) {
        double share = i / 100.0;
        Sample pen = {now_us += 20000, play.left + from.x + (to.x - from.x) * share,
                      play.top + from.y + (to.y - from.y) * share, 1,
                      i == 0 ? SAMPLE_DOWN : SAMPLE_MOVE};
        shell_touch(house->shell, &pen);
        house_frame(house, now_us);
    }
    assert_int_equal(run_trials_done(run), before + 1);
    return now_us;
}

static void die_with_a_hand_on_the_glass(const char *data) {
    House house;
    house_open(&house, data);
    house_begin(&house, "tracing", 3, 1);
    draw_the_road(&house, house_go_in(&house, 0, 20000));
    die(&house);
}

/* Nobody sees that hand lift; the next one must not count as its palm. */
static void a_hand_that_lay_there_when_the_power_went_is_gone(void **state) {
    (void)state;
    char data[64];
    House house;
    house_folder(data);
    go_on_after(die_with_a_hand_on_the_glass, data, &house);
    assert_int_equal(run_trials_done(sitting_run(flow_sitting(house.shell))), 1);
    draw_the_road(&house, 20000);
    flow_finish(house.shell, flow_sitting(house.shell), "stopped");
    house_close(&house);
    house_forget(data);
}

/* The same while the adult's rail is open: who lifts meanwhile is not seen by the game. */
static void a_hand_that_lifts_while_the_rail_is_open_is_gone(void **state) {
    (void)state;
    char data[64];
    House house;
    house_folder(data);
    house_open(&house, data);
    Sitting *sitting = house_begin(&house, "tracing", 3, 1);
    int64_t now_us = house_go_in(&house, 0, 20000);
    Box play = sitting_place(sitting).play;
    for (int finger = 0; finger < 2; finger++) {
        Sample raw = {now_us += 200000, play.left + 20, play.top + 30 + 20 * finger, finger,
                      SAMPLE_DOWN};
        shell_touch(house.shell, &raw);
    }
    Point at[SAMPLE_FINGERS_MAX];
    assert_true(trial_fingers(run_trial(sitting_run(sitting)), at, SAMPLE_FINGERS_MAX) > 0);
    shell_top(house.shell)->ops->adult(shell_top(house.shell));
    assert_string_equal(shell_top_name(house.shell), "rail");
    shell_key(house.shell, "Escape", true, now_us += 500000);
    assert_string_equal(shell_top_name(house.shell), "activity");
    /* Else the next finger's line would begin where the last one was. */
    assert_int_equal(trial_fingers(run_trial(sitting_run(sitting)), at, SAMPLE_FINGERS_MAX), 0);
    draw_the_road(&house, now_us + 500000);
    flow_finish(house.shell, sitting, "stopped");
    house_close(&house);
    house_forget(data);
}

/* ---- what a child sees ---- */

static uint32_t *picture_of(House *house, Canvas *canvas) {
    const Scene *now, *before;
    PixelRect rects[8];
    Fail fail = {0};
    int w = house->app.width_px, h = house->app.height_px;
    uint32_t *pixels = calloc((size_t)w * (size_t)h, 4);
    assert_true(shell_scene(house->shell, &now, &before, &fail));
    int drawn = canvas_draw(canvas, NULL, now, house->app.px_per_mm, pixels, w, h, (size_t)w * 4,
                            rects, 8, &fail);
    assert_true(drawn >= 0);
    return pixels;
}

static char *dump_of(House *house) {
    const Scene *now, *before;
    Fail fail = {0};
    Buffer out = {0};
    assert_true(shell_scene(house->shell, &now, &before, &fail));
    assert_true(scene_dump(now, &out));
    return (char *)out.bytes;
}

/* Pixels that differ; *outside: of them, those that do not lie in the box. */
static int differing(const House *house, const uint32_t *a, const uint32_t *b, Box box,
                     int *outside) {
    int w = house->app.width_px, h = house->app.height_px, count = 0;
    *outside = 0;
    for (int i = 0; i < w * h; i++) {
        if (a[i] != b[i]) {
            double x = (i % w + 0.5) / house->app.px_per_mm,
                   y = (i / w + 0.5) / house->app.px_per_mm;
            count++;
            *outside += box_holds(box, x, y) ? 0 : 1;
        }
    }
    return count;
}

static void press(House *house, const char *key, int64_t now_us) {
    shell_key(house->shell, key, true, now_us);
    shell_key(house->shell, key, false, now_us + 60000);
}

static void armed_level_and_a_mark_do_not_reach_the_childs_eye(void **state) {
    (void)state;
    char data[64];
    House house;
    void *pictures;
    Fail fail = {0};
    int outside;
    house_folder(data);
    house_open(&house, data);
    Sitting *sitting = house_begin(&house, "tracing", 5, 3);
    Canvas *canvas = front_bare_canvas(&house.app, "calm", &pictures, &fail);
    assert_non_null(canvas);
    int64_t now_us = house_go_in(&house, 0, 16667);
    Box gutter = sitting_place(sitting).gutter;
    assert_false(box_is_empty(gutter));
    char *dump = dump_of(&house);
    uint32_t *before = picture_of(&house, canvas);

    press(&house, "+", now_us + 1000);
    assert_int_equal(run_level_armed(sitting_run(sitting)), 4);
    char *armed_dump = dump_of(&house);
    uint32_t *armed = picture_of(&house, canvas);
    assert_string_equal(dump, armed_dump);
    assert_int_equal(differing(&house, before, armed, box_empty(), &outside), 0);

    press(&house, "3", now_us + 200000);
    assert_int_equal(run_assistance(sitting_run(sitting)), 2);
    uint32_t *marked = picture_of(&house, canvas);
    assert_true(differing(&house, before, marked, box_grow(gutter, 1), &outside) > 0);
    assert_int_equal(outside, 0);

    free(before);
    free(armed);
    free(marked);
    free(dump);
    free(armed_dump);
    front_bare_close(canvas, pictures);
    house.app.measure = (TextMeasure){0};
    house_close(&house);
    house_forget(data);
}

static void an_arm_on_the_keyboard_marks_and_skips_nothing(void **state) {
    (void)state;
    static const char *const arm[] = {"B", "N", "M", "3", "+", "P"};
    enum { KEYS = sizeof arm / sizeof *arm };
    char data[64];
    House house;
    house_folder(data);
    house_open(&house, data);
    Sitting *sitting = house_begin(&house, "tracing", 5, 3);
    int64_t now_us = house_go_in(&house, 0, 16667);
    const Run *run = sitting_run(sitting);
    /* Down and up in any order, and each of them first. */
    for (int first = 0; first < KEYS; first++) {
        for (int i = 0; i < KEYS; i++) {
            shell_key(house.shell, arm[(first + i) % KEYS], true, now_us += 20000);
        }
        for (int i = 0; i < KEYS; i++) {
            shell_key(house.shell, arm[(first + i * 5) % KEYS], false, now_us += 20000);
        }
        house_frame(&house, now_us += 300000);
        assert_int_equal(run_trials_done(run), 0);
        assert_int_equal(run_assistance(run), ASSISTANCE_UNMARKED);
        assert_int_equal(run_level_armed(run), 0);
        assert_false(sitting_is_paused(sitting));
    }
    press(&house, "N", now_us);
    assert_int_equal(run_trials_done(run), 1);
    flow_finish(house.shell, sitting, "stopped");
    house_close(&house);
    house_forget(data);
}

/* The trial as it lies on that screen: kind, place from the first thing's corner, size, width. */
enum { ITEMS = 60, NUMBERS = 6 };

static size_t trial_on(int width_px, int height_px, double px_per_mm,
                       double items[ITEMS][NUMBERS]) {
    char data[64];
    House house;
    Fail fail = {0};
    house_folder(data);
    house_open(&house, data);
    house_screen(&house, width_px, height_px, px_per_mm);
    Sitting *sitting = house_begin(&house, "tracing", 2, 6);
    house_go_in(&house, 0, 16667);
    Scene *scene = scene_new(house.app.width_mm, house.app.height_mm);
    assert_true(run_draw(sitting_run(sitting), scene, &fail));
    size_t count = scene_item_count(scene);
    assert_in_range(count, 5, ITEMS);
    Box first = scene_item(scene, 0)->box;
    for (size_t i = 0; i < count; i++) {
        const SceneItem *item = scene_item(scene, i);
        bool empty = item->kind == SCENE_INK;
        double numbers[NUMBERS] = {item->kind,
                                   empty ? 0 : item->box.left - first.left,
                                   empty ? 0 : item->box.top - first.top,
                                   item->box.right - item->box.left,
                                   item->box.bottom - item->box.top,
                                   item->width_mm};
        memcpy(items[i], numbers, sizeof numbers);
    }
    scene_free(scene);
    house_close(&house);
    house_forget(data);
    return count;
}

static void level_has_the_same_millimetres_on_every_screen(void **state) {
    (void)state;
    static const struct {
        int width_px, height_px;
        double px_per_mm;
    } screens[] = {{2560, 1600, 11.76}, {2560, 1600, 9.2}, {1920, 1200, 8.83}};
    double small[ITEMS][NUMBERS], other[ITEMS][NUMBERS];
    size_t count = trial_on(1280, 800, 5.88, small);
    for (int s = 0; s < 3; s++) {
        assert_int_equal(
            trial_on(screens[s].width_px, screens[s].height_px, screens[s].px_per_mm, other),
            count);
        for (size_t i = 0; i < count; i++) {
            for (int n = 0; n < NUMBERS; n++) {
                if (fabs(small[i][n] - other[i][n]) > 1e-6) {
                    fail_msg("item %zu, number %d: %.4f on the small screen, %.4f on %dx%d", i, n,
                             small[i][n], other[i][n], screens[s].width_px, screens[s].height_px);
                }
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_through_the_shell_is_stored_and_replays_whole),
        cmocka_unit_test(records_are_the_same_at_20_60_and_144_frames_a_second),
        cmocka_unit_test(killed_in_a_trial_goes_on_at_the_same_trial),
        cmocka_unit_test(a_hand_that_lay_there_when_the_power_went_is_gone),
        cmocka_unit_test(a_hand_that_lifts_while_the_rail_is_open_is_gone),
        cmocka_unit_test(an_arm_on_the_keyboard_marks_and_skips_nothing),
        cmocka_unit_test(armed_level_and_a_mark_do_not_reach_the_childs_eye),
        cmocka_unit_test(level_has_the_same_millimetres_on_every_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
