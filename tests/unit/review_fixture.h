/* A session that a pretend child played on a real store, and an adult's finger on the screens that
 * tell of it. A program's tests share the session and run in its order. */
#ifndef OTTERPAW_TESTS_REVIEW_FIXTURE_H
#define OTTERPAW_TESTS_REVIEW_FIXTURE_H

#include "app/children.h"
#include "app/log.h"
#include "app/screens/screens.h"
#include "app/visitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TRIALS = 6 };

static char folder[] = "/tmp/otterpaw-review-XXXXXX";
static App app;
static Shell *shell;
static Mem *mem;
static ChildRecord child;
static Id session;

/* A fresh look at what is stored. */
static inline void read_log(Mem *into, bool with_journals, Log *log) {
    char id[ID_TEXT_SIZE];
    SessionLine line;
    Fail fail = {0};
    id_text(session, id);
    if (!store_flush(app.store, &fail) ||
        !history_find_session(app.store, into, id, &line, &fail) ||
        !log_read(&app, into, &line, with_journals, log, &fail)) {
        fail_msg("%s", fail.text);
    }
}

static inline int play_session(void **state) {
    (void)state;
    Fail fail = {0};
    ChildRecord *children;
    size_t count;
    bool arrived;
    if (mkdtemp(folder) == NULL || !app_open(&app, folder, &fail)) {
        print_error("%s\n", fail.text);
        return -1;
    }
    app_screen(&app, 1280, 800, 0, 0);
    shell = shell_new(&app);
    mem = mem_new(64 << 20);
    if (!children_or_trial(&app, mem, &children, &count, &fail)) {
        print_error("%s\n", fail.text);
        return -1;
    }
    child = children[0];
    Plan plan = plan_empty();
    static const char *const games[] = {"tracing", "sorting"};
    for (int i = 0; i < 2; i++) {
        plan.items[i] = plan_item(games[i]);
        plan.items[i].rule = LEVEL_FIXED;
        plan.items[i].level = 2;
        plan.items[i].trials = TRIALS;
        plan.count++;
    }
    plan.feelings = true;
    child_save_plan(&app, &child, &plan, &fail);
    shell_push(shell, today_new(&app));
    Visitor *visitor = visitor_new(shell, pretend_named("careful"), 7);
    Sitting *sitting = sitting_begin(&app, &child, &plan, shell_now_us(shell), &fail);
    if (visitor == NULL || sitting == NULL) {
        print_error("%s\n", fail.text);
        return -1;
    }
    session = sitting_id(sitting);
    flow_begin(shell, sitting);
    visitor_play(visitor, shell_now_us(shell), "summary", 3600, NULL, NULL, &arrived);
    visitor_free(visitor);
    return arrived ? 0 : -1;
}

static inline int end_session(void **state) {
    (void)state;
    char command[128];
    shell_free(shell);
    mem_free(mem);
    app_close(&app);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : -1;
}

/* ---- a finger, and what it sees ---- */

static inline const Scene *seen(void) {
    const Scene *now, *before;
    Fail fail = {0};
    if (!shell_scene(shell, &now, &before, &fail)) {
        fail_msg("%s: %s", shell_top_name(shell), fail.text);
    }
    return now;
}

static inline bool has_target(const char *name) {
    return scene_target_named(seen(), name) != NULL;
}

static inline void touch(double x, double y, SamplePhase phase) {
    Sample raw = {.time_us = shell_now_us(shell) + 60000, .x_mm = x, .y_mm = y, .phase = phase};
    shell_touch(shell, &raw);
}

static inline void tap(const char *name) {
    const SceneTarget *target = scene_target_named(seen(), name);
    if (target == NULL) {
        fail_msg("there is nothing called %s on %s", name, shell_top_name(shell));
        return;
    }
    Box box = target->box;
    touch((box.left + box.right) / 2, (box.top + box.bottom) / 2, SAMPLE_DOWN);
    touch((box.left + box.right) / 2, (box.top + box.bottom) / 2, SAMPLE_UP);
}

static inline bool reads(const char *text) {
    const Scene *scene = seen();
    for (size_t i = 0; i < scene_item_count(scene); i++) {
        const SceneItem *item = scene_item(scene, i);
        if (item->kind == SCENE_TEXT && strstr(item->text, text) != NULL) {
            return true;
        }
    }
    return false;
}

static inline void assert_reads(const char *text) {
    if (!reads(text)) {
        Buffer dump = {0};
        scene_dump(seen(), &dump);
        print_error("%s\n", (const char *)dump.bytes);
        buffer_free(&dump);
        fail_msg("%s does not say \"%s\"", shell_top_name(shell), text);
    }
}

static inline void go_to_today(void) {
    shell_pop_to(shell, "today");
    assert_string_equal(shell_top_name(shell), "today");
}

#endif
