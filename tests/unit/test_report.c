/* app/report, course, chart, fixture and goals, on sessions that pretend children really played. */
#include "app/report.h"

#include "app/chart.h"
#include "app/fixture.h"
#include "app/front.h"
#include "app/screens/screens.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SESSIONS = 8, PDF_BYTES_MOST = 200000 };

static App app;
static Canvas *canvas;
static void *pictures;
static Mem *mem;
static ChildRecord child;
static SessionLine last;

static void check(bool ok, const Fail *fail) {
    if (!ok) {
        fail_msg("%s", fail->text);
    }
}

static int open_all(void **state) {
    (void)state;
    static char folder[] = "/tmp/otterpaw-report-XXXXXX";
    Fail fail = {0};
    FixtureSetup setup = fixture_usual();
    FixtureCount made;
    ChildRecord *children;
    size_t count;
    setup.children = 1;
    setup.sessions = SESSIONS;
    setup.trials = 3;
    mem = mem_new((size_t)256 << 20);
    bool ok = mkdtemp(folder) != NULL && app_open(&app, folder, &fail) &&
              fixture_make(&app, &setup, &made, &fail) &&
              history_children(app.store, mem, &children, &count, &fail) && count == 1 &&
              history_find_session(app.store, mem, "last", &last, &fail);
    if (ok) {
        child = children[0];
        canvas = front_bare_canvas(&app, "calm", &pictures, &fail);
    }
    if (canvas == NULL || made.reproduced != made.trials) {
        fprintf(stderr, "%s\n", fail.text);
        return -1;
    }
    return 0;
}

static int close_all(void **state) {
    (void)state;
    front_bare_close(canvas, pictures);
    mem_free(mem);
    char command[PLACE_MAX + 16];
    snprintf(command, sizeof command, "rm -rf %s", app.places.data);
    app_close(&app);
    return system(command);
}

static Report make(int kind) {
    Report report;
    Fail fail = {0};
    check(kind == 0   ? report_session(&app, mem, &last, &report, &fail)
          : kind == 1 ? report_goal(&app, mem, &child, "tracing", LINE_ON_OWN, &report, &fail)
                      : report_family(&app, mem, &child, NULL, &report, &fail),
          &fail);
    canvas_language(canvas, report.language);
    return report;
}

/* Where a text's characters are; its box may be wider. */
static Box ink_of(const SceneItem *item, bool mirrored) {
    Box box = item->box;
    if (item->lines_max > 1) {
        return box;
    }
    TextMeasure measure = canvas_measure(canvas);
    double w = fmin(measure.width_mm(measure.self, item->text, item->em_mm, item->bold),
                    box.right - box.left);
    double middle = (box.top + box.bottom) / 2;
    bool at_right = (item->align == ALIGN_END) != mirrored;
    double left = item->align == ALIGN_MIDDLE ? (box.left + box.right - w) / 2
                  : at_right                  ? box.right - w
                                              : box.left;
    return (Box){left, middle - 0.5 * item->em_mm, left + w, middle + 0.5 * item->em_mm};
}

static void expect_apart(const Report *report, const char *name) {
    const Scene *scene = report->scene;
    bool mirrored = strcmp(report->language, "he") == 0;
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *a = scene_item(scene, i);
        if (a->kind != SCENE_TEXT) {
            continue;
        }
        Box box = ink_of(a, mirrored);
        if (box.left < 10 || box.right > REPORT_WIDTH_MM - 10 || box.top < 5 ||
            box.bottom > REPORT_HEIGHT_MM - 5) {
            fail_msg("%s: \"%s\" leaves the paper", name, a->text);
        }
        if (a->em_mm < 3) { /* 8.5 points */
            fail_msg("%s: \"%s\" is %.2f mm high", name, a->text, a->em_mm);
        }
        for (size_t k = i + 1; k < scene_item_count(scene); k++) {
            const SceneItem *b = scene_item(scene, k);
            if (b->kind == SCENE_TEXT && box_meets(box, ink_of(b, mirrored))) {
                fail_msg("%s: \"%s\" and \"%s\" overlap", name, a->text, b->text);
            }
        }
    }
}

static void no_text_of_a_page_lies_on_another(void **state) {
    (void)state;
    static const char *const names[] = {"session", "goal", "family"};
    for (int kind = 0; kind < 3; kind++) {
        Report report = make(kind);
        expect_apart(&report, names[kind]);
        report_free(&report);
    }
}

static void page_is_the_same_bytes_twice_and_small(void **state) {
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        Buffer pdf[2] = {0};
        for (int i = 0; i < 2; i++) {
            Report report = make(kind);
            Fail fail = {0};
            const Scene *pages[] = {report.scene};
            check(canvas_pdf(canvas, pages, 1, report.title, report.language, &pdf[i], &fail),
                  &fail);
            report_free(&report);
        }
        assert_int_equal(pdf[0].length, pdf[1].length);
        assert_memory_equal(pdf[0].bytes, pdf[1].bytes, pdf[0].length);
        assert_true(pdf[0].length <= PDF_BYTES_MOST);
        buffer_free(&pdf[0]);
        buffer_free(&pdf[1]);
    }
}

static void draw(const Report *report) {
    Buffer svg = {0};
    Fail fail = {0};
    canvas_clipped_texts(canvas);
    check(canvas_svg(canvas, report->scene, &svg, &fail), &fail);
    buffer_free(&svg);
}

static void every_character_has_a_font_and_room_in_every_language(void **state) {
    (void)state;
    Fail fail = {0};
    int unknown = canvas_unknown_glyphs(canvas);
    for (int kind = 0; kind < 2; kind++) {
        Report report = make(kind);
        draw(&report);
        assert_int_equal(canvas_clipped_texts(canvas), 0);
        report_free(&report);
    }
    for (const char *const *locale = library_locales(app.library); *locale != NULL; locale++) {
        Report report;
        check(report_family(&app, mem, &child, *locale, &report, &fail), &fail);
        canvas_language(canvas, report.language);
        assert_string_equal(report.language, *locale);
        draw(&report);
        assert_int_equal(canvas_clipped_texts(canvas), 0);
        expect_apart(&report, *locale);
        report_free(&report);
    }
    assert_int_equal(canvas_unknown_glyphs(canvas), unknown);
}

static bool says(const Scene *scene, const char *words) {
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (item->kind == SCENE_TEXT && strstr(item->text, words) != NULL) {
            return true;
        }
    }
    return false;
}

static void session_page_says_the_figures_of_the_log(void **state) {
    (void)state;
    Log log;
    Fail fail = {0};
    char words[LOG_WORDS];
    Report report = make(0);
    check(log_read(&app, mem, &last, false, &log, &fail), &fail);
    assert_true(log.count > 0);
    for (size_t i = 0; i < log.count; i++) {
        log_on_own(&log.runs[i].summary, words);
        if (!says(report.scene, words)) {
            fail_msg("the page does not say \"%s\"", words);
        }
    }
    assert_true(says(report.scene, child.pseudonym));
    assert_true(says(report.scene, "Signature"));
    report_free(&report);
}

static void course_has_one_point_a_session_with_phases_and_probes(void **state) {
    (void)state;
    Course course;
    Fail fail = {0};
    Trendline line;
    check(course_read(&app, mem, &child, "tracing", 0, 0, &course, &fail) &&
              course_line(mem, &course, LINE_ON_OWN, &line, &fail),
          &fail);
    assert_int_equal(line.sessions, SESSIONS);
    assert_int_equal(line.points[0].dot, LINE_OPEN);
    assert_int_equal(line.parts[0].phase, PHASE_BASELINE);
    assert_true(line.part_count >= 3); /* baseline, teaching, maintenance */
    int probes = 0;
    for (size_t i = 0; i < line.count; i++) {
        probes += line.points[i].dot == LINE_DIAMOND;
    }
    assert_int_equal(probes, 2); /* one beside teaching, one of maintenance */
    assert_true(course.has_goal);
    assert_float_equal(line.goal, 80, 1e-9);
    /* The newest with the baseline, numbered as they were. */
    Course few;
    check(course_read(&app, mem, &child, "tracing", 2, 0, &few, &fail), &fail);
    assert_int_equal(few.count, 6);
    assert_int_equal(few.sessions[3].number, 4);
    assert_int_equal(few.sessions[5].number, SESSIONS);
    /* Only up to a session: as it was known then. */
    check(
        course_read(&app, mem, &child, "tracing", 0, course.sessions[2].started_us, &course, &fail),
        &fail);
    assert_int_equal(course.count, 3);
}

static void goal_page_lists_every_session_of_the_chart(void **state) {
    (void)state;
    Report report = make(1);
    Course course;
    Fail fail = {0};
    check(course_read(&app, mem, &child, "tracing", 0, 0, &course, &fail), &fail);
    size_t rows = 0;
    for (size_t i = 0; i < scene_item_count(report.scene); i++) {
        const SceneItem *item = scene_item(report.scene, i);
        rows += item->kind == SCENE_TEXT && strncmp(item->text, "2025-", 5) == 0;
    }
    assert_int_equal(rows, course.count);
    assert_true(says(report.scene, "goal 80 %"));
    assert_true(strlen(report.alt) > 20);
    report_free(&report);
}

static void family_page_shows_strokes_and_judges_nothing(void **state) {
    (void)state;
    Report report = make(2);
    size_t strokes = 0;
    for (size_t i = 0; i < scene_item_count(report.scene); i++) {
        const SceneItem *item = scene_item(report.scene, i);
        strokes += item->kind == SCENE_LINE && item->line == COLOR_INK_LINE;
        assert_true(item->fill != COLOR_CORAL && item->line != COLOR_CORAL);
    }
    assert_true(strokes >= 2);
    assert_false(says(report.scene, "%"));
    assert_false(says(report.scene, "score"));
    report_free(&report);
}

static void chart_breaks_its_path_and_gives_each_point_a_target(void **state) {
    (void)state;
    LineSession sessions[6] = {0};
    for (int i = 0; i < 6; i++) {
        sessions[i] = (LineSession){.phase = i < 3 ? PHASE_BASELINE : PHASE_TEACHING,
                                    .level = 3,
                                    .tool = "finger",
                                    .help = "",
                                    .summary = {.counted = 5, .main_median = 40 + 5 * i}};
        sessions[i].session.bytes[0] = (uint8_t)(i + 1);
    }
    Trendline line;
    Fail fail = {0};
    check(trendline_make(mem, sessions, 6, MEASURE_INSIDE_PERCENT, LINE_MAIN, 80, &line, &fail),
          &fail);
    Scene *scene = scene_new(210, 120);
    ChartPlace place = {.box = box_of(5, 5, 200, 110), .em_mm = 4.4, .picked = 2};
    chart_draw(scene, &line, &place, true);
    check(scene_ok(scene, &fail), &fail);
    for (size_t i = 0; i < line.count; i++) {
        char name[32];
        snprintf(name, sizeof name, "point:%zu", i);
        assert_non_null(scene_target_named(scene, name));
    }
    int joins = 0, solid = 0;
    double left = scene_target_named(scene, "point:2")->box.left;
    double right = scene_target_named(scene, "point:3")->box.right;
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        bool line_of_two = item->kind == SCENE_LINE && item->point_count == 2;
        bool upright = line_of_two && item->points[0].x == item->points[1].x;
        solid += upright && item->line == COLOR_INK && item->dash_mm[1] == 0;
        joins += line_of_two && !upright && item->points[0].y != item->points[1].y;
        assert_false(line_of_two && !upright && item->points[0].y != item->points[1].y &&
                     item->points[0].x > left && item->points[1].x < right);
    }
    assert_int_equal(joins, 4);
    assert_int_equal(solid, 1);
    scene_free(scene);
}

static void goal_is_found_by_its_game_and_keeps_its_newest_text(void **state) {
    (void)state;
    GoalLine *goals;
    size_t count;
    Fail fail = {0};
    check(goals_read(&app, mem, child.id, &goals, &count, &fail), &fail);
    assert_int_equal(count, 1);
    GoalLine line = *goals_find(goals, count, "tracing");
    assert_string_equal(line.goal.task, "trace curved roads with one finger");
    snprintf(line.goal.condition, sizeof line.goal.condition, "sitting");
    check(goals_save(&app, child.id, &line, &fail) && store_flush(app.store, &fail), &fail);
    check(goals_read(&app, mem, child.id, &goals, &count, &fail), &fail);
    assert_int_equal(count, 1);
    assert_string_equal(goals[0].goal.condition, "sitting");
    assert_null(goals_find(goals, count, "nosuch"));
    line.goal.task[0] = '\0';
    assert_false(goals_save(&app, child.id, &line, &fail));
}

static const Scene *scene_of(Shell *shell) {
    const Scene *now, *before;
    Fail fail = {0};
    check(shell_scene(shell, &now, &before, &fail), &fail);
    return now;
}

static void tap(Shell *shell, const char *name) {
    const SceneTarget *target = scene_target_named(scene_of(shell), name);
    if (target == NULL) {
        fail_msg("there is no target \"%s\" on %s", name, shell_top_name(shell));
        return;
    }
    Sample raw = {.time_us = shell_now_us(shell) + 100000,
                  .x_mm = (target->box.left + target->box.right) / 2,
                  .y_mm = (target->box.top + target->box.bottom) / 2,
                  .phase = SAMPLE_DOWN};
    shell_touch(shell, &raw);
    raw.phase = SAMPLE_UP;
    raw.time_us += 80000;
    shell_touch(shell, &raw);
    shell_advance(shell, raw.time_us + 100000);
}

static void trend_point_tells_its_session_and_opens_it(void **state) {
    (void)state;
    app_screen(&app, 1280, 800, 0, 0);
    Shell *shell = shell_new(&app);
    shell_push(shell, trend_new(&app, child.id, "tracing"));
    assert_true(says(scene_of(shell), "Stay on the road"));
    assert_true(says(scene_of(shell), "(n 4)")); /* baseline sessions beside their middle */
    assert_null(scene_target_named(scene_of(shell), "open"));
    tap(shell, "metric:1");
    assert_true(says(scene_of(shell), "goal 80 %"));
    tap(shell, "point:0");
    assert_true(says(scene_of(shell), "2025-09-01"));
    tap(shell, "open");
    assert_string_equal(shell_top_name(shell), "session_page");
    shell_pop(shell);
    assert_true(says(scene_of(shell), "2025-09-01"));
    tap(shell, "back");
    assert_int_equal(shell_depth(shell), 0);
    shell_free(shell);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_of_a_page_lies_on_another),
        cmocka_unit_test(page_is_the_same_bytes_twice_and_small),
        cmocka_unit_test(every_character_has_a_font_and_room_in_every_language),
        cmocka_unit_test(session_page_says_the_figures_of_the_log),
        cmocka_unit_test(course_has_one_point_a_session_with_phases_and_probes),
        cmocka_unit_test(goal_page_lists_every_session_of_the_chart),
        cmocka_unit_test(family_page_shows_strokes_and_judges_nothing),
        cmocka_unit_test(chart_breaks_its_path_and_gives_each_point_a_target),
        cmocka_unit_test(trend_point_tells_its_session_and_opens_it),
        cmocka_unit_test(goal_is_found_by_its_game_and_keeps_its_newest_text),
    };
    return cmocka_run_group_tests_name("report", tests, open_all, close_all);
}
